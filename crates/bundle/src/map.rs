//! Maps: boundaries of the charter's areas from a GeoJSON file, made light enough for a page, and drawn as paths.
//! Values in, values out: no file is opened here.
//!
//! From the start, coordinates are whole hundred-thousandths of a degree: neighbours whose borders differ by rounding
//! then share them, tests for crossings are exact, and the drawing is made from the same points as the GeoJSON.

mod crossing;
mod drawing;
mod join;
mod meridian;
mod overlay;
mod projection;
mod read;
mod simplify;
#[cfg(test)]
mod tests;
mod tiles;
mod topology;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use drawing::{Drawing, DrawnArea};
pub use projection::MapProjection;
pub use tiles::{MapTile, TileMap};

use crate::charter::{AreaPosition, Geography};
use crate::model::{AreaCode, AreaIndex, Findings, Problem, problems};

/// Steps of the grid per degree: about a metre.
const GRID: f64 = 1e5;
/// [`GRID`] as a whole number.
const STEPS: i32 = GRID as i32;
/// Largest number of positions that are kept of a file, over all its rings: a page can hold them next to its figures.
const BUDGET: usize = 50_000;

/// Longitude and latitude, in steps of the grid.
type Point = [i32; 2];
/// A closed line; the first point isn't repeated at the end.
type Ring = Vec<Point>;
/// An outer ring and its holes.
type Polygon = Vec<Ring>;

problems! {
    /// Reasons that a file of boundaries can't be used.
    pub enum MapError {
        /// A file that isn't JSON, or is cut off.
        BadJson(Data, "map-bad-json") {},
        /// JSON that isn't a collection of polygons.
        NotFeatures(Data, "map-not-features") {},
        /// No property has codes of the charter's geography.
        NoCodes(Data, "map-no-codes") { keys: String, vintage: String },
        /// A file without the property that was asked for.
        NoProperty(Data, "map-no-property") { keys: String },
        /// Codes only in a property that numbers the rows of the file.
        CountsRows(Data, "map-counts-rows") { keys: String },
        /// Codes that differ from the charter's by leading zeros.
        Zeros(Data, "map-zeros") { property: String },
        /// Several properties that name equally many areas, but for different shapes.
        Draw(Data, "map-draw") { keys: String },
        /// A best property that names few areas for few shapes.
        PoorFit(Data, "map-poor-fit") { property: String, areas: usize, keys: String },
        /// Features of areas, none of which has polygons.
        NoPolygons(Data, "map-no-polygons") { codes: String },
        /// Coordinates beyond 180 degrees, in either order: metres of a projection.
        NotDegrees(Data, "map-not-degrees") {},
        /// Coordinates with latitude before longitude.
        Swapped(Data, "map-swapped") {},
        /// A border that crosses itself.
        Crossing(Data, "map-crossing") { code: AreaCode, lon: String, lat: String },
        /// A border that isn't a ring: fewer than four positions, or an end that differs from the start.
        NotARing(Data, "map-ring") { code: AreaCode },
    }
}

/// Boundaries of areas, simplified.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    canada: bool,
    /// Shapes, within a level in the order of the codes.
    shapes: BTreeMap<AreaPosition, AreaShape>,
}

/// Findings in a file of boundaries that can still be used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundaryNotes {
    /// Property that names the area of each shape.
    pub property: String,
    /// Number of features that belong to no area of the geography.
    pub strangers: usize,
    /// Areas that have a feature without polygons.
    pub without_polygons: BTreeSet<AreaCode>,
    /// Areas whose several shapes were united.
    pub united: BTreeSet<AreaCode>,
    /// Areas that had to be cut at the 180th meridian.
    pub cut: BTreeSet<AreaCode>,
    /// Areas whose shape has no extent.
    pub without_extent: BTreeSet<AreaCode>,
}

#[derive(Clone, Debug, PartialEq)]
struct AreaShape {
    code: AreaCode,
    polygons: Vec<Polygon>,
}

/// Property by which [`Boundaries::to_geojson`] names areas.
const CODE: &str = "code";

impl Boundaries {
    /// Reads a GeoJSON file of polygons, joins them to the areas of the geography, and simplifies them; shared borders
    /// of areas stay shared. The `property` with the codes is searched for if none is given. *Errors:* all of
    /// [`MapError`], with `file` as the place.
    ///
    /// *Source:* RFC 7946, but for the direction of rings and the cut at the 180th meridian, which are made here.
    pub fn read(
        file: &str,
        bytes: &[u8],
        geography: &Geography,
        property: Option<&str>,
    ) -> Result<(Self, BoundaryNotes), Findings> {
        let (mut boundaries, mut told) = Self::plain(file, bytes, geography, property, 360)?;
        let shapes = boundaries.shapes.values_mut();
        shapes.flat_map(|shape| &mut shape.polygons).for_each(meridian::unroll);
        boundaries.check(file, |shape| {
            let [lon, lat] = shape.polygons.iter().flatten().find_map(crossing::crossing)?;
            let [lon, lat] = [meridian::plain(lon), lat].map(|steps| (f64::from(steps) / GRID).to_string());
            Some(MapError::Crossing { code: shape.code.clone(), lon, lat })
        })?;
        boundaries.shapes.values_mut().for_each(|shape| shape.settle(&mut told));
        let areas: Vec<&[Polygon]> = boundaries.shapes.values().map(|shape| &*shape.polygons).collect();
        let simple = simplify::simplify(&areas, boundaries.plane(), BUDGET, drawing::SEEN);
        for (shape, polygons) in boundaries.shapes.values_mut().zip(simple) {
            shape.polygons = polygons;
        }
        Ok((boundaries, told))
    }

    /// Reads the output of [`Self::to_geojson`] unchanged. *Errors:* as [`Self::read`], except crossings, since
    /// simplifying may have made some.
    pub fn read_again(file: &str, bytes: &[u8], geography: &Geography) -> Result<Self, Findings> {
        Self::plain(file, bytes, geography, Some(CODE), 180).map(|(boundaries, _)| boundaries)
    }

    /// Shapes of a file unchanged, with longitudes up to `east` degrees.
    fn plain(
        file: &str,
        bytes: &[u8],
        geography: &Geography,
        property: Option<&str>,
        east: i32,
    ) -> Result<(Self, BoundaryNotes), Findings> {
        let features = read::features(bytes).map_err(|problem| problem.in_file(file))?;
        let canada = tiles::provinces(geography).is_some();
        let joined = join::join(features, geography, property)
            .and_then(|(shapes, told)| read::check_degrees(&shapes, east, canada).map(|()| (shapes, told)));
        let (shapes, mut told) = joined.map_err(|error| Problem::from(error).in_file(file))?;
        let mut boundaries = Self { canada, shapes };
        boundaries.check(file, |shape| {
            let sound = shape.polygons.iter().flatten().all(read::is_ring);
            (!sound).then(|| MapError::NotARing { code: shape.code.clone() })
        })?;
        for shape in boundaries.shapes.values_mut() {
            if shape
                .polygons
                .iter()
                .filter_map(|polygon| polygon.first())
                .all(|outer| simplify::doubled_area(outer) == 0)
            {
                told.without_extent.insert(shape.code.clone());
            }
            read::tidy(&mut shape.polygons);
        }
        Ok((boundaries, told))
    }

    /// Collects the findings of `look`, a shape at a time.
    fn check(&self, file: &str, look: impl Fn(&AreaShape) -> Option<MapError>) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for error in self.shapes.values().filter_map(look) {
            findings.push(Problem::from(error).in_file(file));
        }
        findings.or_else(())
    }

    /// Levels that have shapes, coarse to fine.
    pub fn levels(&self) -> Vec<usize> {
        self.shapes.keys().map(|key| key.level).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Positions of the areas of a level that have shapes.
    pub fn areas(&self, level: usize) -> Vec<AreaIndex> {
        self.of_level(level).map(|(area, _)| area).collect()
    }

    /// Centroid of the largest part of an area, in degrees east and north.
    pub fn middle(&self, level: usize, area: AreaIndex) -> Option<(f64, f64)> {
        let shape = self.shapes.get(&AreaPosition { level, area })?;
        let outer = shape.polygons.iter().filter_map(|polygon| polygon.first()).map(centroid);
        let (_, [lon, lat]) = outer.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        Some((lon / GRID, lat / GRID))
    }

    fn of_level(&self, level: usize) -> impl Iterator<Item = (AreaIndex, &AreaShape)> {
        let [first, last] = [0, u32::MAX].map(|area| AreaPosition { level, area: AreaIndex(area) });
        self.shapes.range(first..=last).map(|(key, shape)| (key.area, shape))
    }
}

impl AreaShape {
    /// Moves unrolled longitudes back between -180 and 180 degrees, and unites several shapes of one area.
    fn settle(&mut self, told: &mut BoundaryNotes) {
        let unrolled = std::mem::take(&mut self.polygons);
        let first = unrolled[0][0][0];
        for polygon in unrolled {
            let (pieces, cut) = meridian::cut(polygon);
            self.polygons.extend(pieces);
            if cut {
                told.cut.insert(self.code.clone());
            }
        }
        if told.united.contains(&self.code) {
            self.polygons = overlay::united(std::mem::take(&mut self.polygons));
        }
        // A shape without extent may lose all its polygons.
        if self.polygons.is_empty() {
            self.polygons.push(read::speck([meridian::plain(first[0]), first[1]]));
        }
    }
}

/// Size of a ring and its centroid, on the plane of degrees.
fn centroid(ring: &Ring) -> (f64, [f64; 2]) {
    let [x_0, y_0] = ring[0].map(f64::from);
    let (mut doubled, mut x, mut y) = (0.0, 0.0, 0.0);
    for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let [(x_1, y_1), (x_2, y_2)] = [from, to].map(|point| (f64::from(point[0]) - x_0, f64::from(point[1]) - y_0));
        let cross = x_1 * y_2 - x_2 * y_1;
        doubled += cross;
        x += (x_1 + x_2) * cross;
        y += (y_1 + y_2) * cross;
    }
    let middle = if doubled == 0.0 { [x_0, y_0] } else { [x_0 + x / (3.0 * doubled), y_0 + y / (3.0 * doubled)] };
    (doubled.abs(), middle)
}
