//! Maps: boundaries of the charter's areas out of a GeoJSON file, made light enough for a page, and drawn as paths.
//! Values in, values out: no file is opened here.
//!
//! From the first moment on, coordinates are whole hundred-thousandths of a degree: neighbours whose borders differ by
//! rounding share them then, tests for crossings are exact, and what is written as GeoJSON is what is drawn.

mod crossing;
mod drawing;
mod join;
mod projection;
mod read;
mod simplify;
#[cfg(test)]
mod tests;
mod tiles;
mod topology;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use drawing::{Drawing, Outline};
pub use projection::Projection;
pub use tiles::{Tile, Tiles};

use crate::charter::Geography;
use crate::model::{AreaCode, Findings, Problem, problems};

/// Steps of the grid per degree: about a metre.
const GRID: f64 = 1e5;
/// Positions that remain of a file, over all its rings: what a page can hold next to its figures.
const BUDGET: usize = 60_000;

/// Longitude and latitude, in steps of the grid.
type Point = [i32; 2];
/// A closed line; the first point isn't repeated at the end.
type Ring = Vec<Point>;
/// An outer ring and its holes.
type Polygon = Vec<Ring>;

problems! {
    /// Why a file of boundaries can't be used.
    pub enum MapError {
        /// Not JSON, or cut off.
        BadJson(Data, "map-bad-json") {},
        /// JSON, but no collection of polygons.
        NotFeatures(Data, "map-not-features") {},
        /// No property has codes of the charter's geography.
        NoCodes(Data, "map-no-codes") { keys: String, vintage: String },
        /// Beyond 180 degrees, whichever way coordinates are read: metres of a projection.
        NotDegrees(Data, "map-not-degrees") {},
        /// Latitude stands before longitude.
        Swapped(Data, "map-swapped") {},
        /// A border of this area crosses itself.
        Crossing(Data, "map-crossing") { code: AreaCode },
        /// A border of this area is no ring: fewer than four positions, or it doesn't end where it starts.
        NotARing(Data, "map-ring") { code: AreaCode },
    }
}

/// Level and position of an area in the geography.
type Key = (usize, u32);

/// Boundaries of areas, simplified.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundaries {
    canada: bool,
    ignored: usize,
    /// By level and position, which within a level is the order of the codes.
    shapes: BTreeMap<Key, Shape>,
}

#[derive(Clone, Debug, PartialEq)]
struct Shape {
    code: AreaCode,
    polygons: Vec<Polygon>,
}

impl Boundaries {
    /// Reads a GeoJSON file of polygons, joins them to the areas of the geography, and simplifies them; borders that
    /// areas share stay shared. *Errors:* all of [`MapError`], with `file` as the place.
    ///
    /// *Source:* RFC 7946, but for the direction of rings, which nothing here depends on.
    pub fn read(file: &str, bytes: &[u8], geography: &Geography) -> Result<Self, Findings> {
        let mut boundaries = Self::read_again(file, bytes, geography)?;
        boundaries.check(file, |shape| {
            let crosses = shape.polygons.iter().flatten().any(crossing::crosses_itself);
            crosses.then(|| MapError::Crossing { code: shape.code.clone() })
        })?;
        let areas: Vec<&[Polygon]> = boundaries.shapes.values().map(|shape| &*shape.polygons).collect();
        let simple = simplify::simplify(&areas, boundaries.plane(), BUDGET, drawing::SEEN);
        for (shape, polygons) in boundaries.shapes.values_mut().zip(simple) {
            shape.polygons = polygons;
        }
        Ok(boundaries)
    }

    /// Reads what [`Self::to_geojson`] wrote, as it is. *Errors:* as [`Self::read`], but crossings aren't looked for,
    /// since simplifying may have made some.
    pub fn read_again(file: &str, bytes: &[u8], geography: &Geography) -> Result<Self, Findings> {
        let features = read::features(bytes).map_err(|problem| problem.in_file(file))?;
        let canada = tiles::provinces(geography).is_some();
        let joined = join::join(features, geography)
            .and_then(|(shapes, ignored)| read::check_degrees(&shapes, canada).map(|()| (shapes, ignored)));
        let (shapes, ignored) = joined.map_err(|error| Problem::from(error).in_file(file))?;
        if shapes.is_empty() {
            return Err(Problem::from(MapError::NotFeatures {}).in_file(file).into());
        }
        let mut boundaries = Self { canada, ignored, shapes };
        boundaries.check(file, |shape| {
            let sound = shape.polygons.iter().flatten().all(read::is_ring);
            (!sound).then(|| MapError::NotARing { code: shape.code.clone() })
        })?;
        boundaries.shapes.values_mut().for_each(|shape| read::tidy(&mut shape.polygons));
        Ok(boundaries)
    }

    /// All that `look` finds, a shape at a time.
    fn check(&self, file: &str, look: impl Fn(&Shape) -> Option<MapError>) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for error in self.shapes.values().filter_map(look) {
            findings.push(Problem::from(error).in_file(file));
        }
        findings.or_else(())
    }

    /// Levels that have shapes, coarse to fine.
    pub fn levels(&self) -> Vec<usize> {
        self.shapes.keys().map(|(level, _)| *level).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Positions of the areas of a level that have shapes.
    pub fn areas(&self, level: usize) -> Vec<u32> {
        self.of_level(level).map(|(area, _)| area).collect()
    }

    /// The centroid of the largest part of an area, in degrees east and north.
    pub fn middle(&self, level: usize, area: u32) -> Option<(f64, f64)> {
        let shape = self.shapes.get(&(level, area))?;
        let outer = shape.polygons.iter().filter_map(|polygon| polygon.first()).map(centroid);
        let (_, [lon, lat]) = outer.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
        Some((lon / GRID, lat / GRID))
    }

    /// How many features of the file belong to no area of the geography, or have no polygons.
    pub fn ignored(&self) -> usize {
        self.ignored
    }

    fn of_level(&self, level: usize) -> impl Iterator<Item = (u32, &Shape)> {
        self.shapes.range((level, 0)..=(level, u32::MAX)).map(|((_, area), shape)| (*area, shape))
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
