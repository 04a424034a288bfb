use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;
use serde_json::error::Category;

use super::{AreaShape, GRID, MapError, Point, Polygon, Ring, STEPS};
use crate::charter::AreaPosition;
use crate::model::{Explain as _, Place, Problem, text_of};

/// A feature of a GeoJSON file.
#[derive(Deserialize)]
pub(super) struct Feature {
    /// Its identifier, if it has one.
    pub(super) id: Option<Value>,
    /// Its properties, if it has any.
    pub(super) properties: Option<BTreeMap<String, Value>>,
    geometry: Option<FeatureGeometry>,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct FeatureGeometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Coordinates,
    /// Geometries of a collection.
    #[serde(default)]
    geometries: Vec<Self>,
}

impl Feature {
    /// Takes its polygons, with the first point of each ring repeated at its end; none if it isn't a polygon.
    pub(super) fn take_polygons(&mut self) -> Vec<Polygon> {
        self.geometry.take().map(FeatureGeometry::into_polygons).unwrap_or_default()
    }

    /// Whether its type is one with polygons.
    pub(super) fn has_polygons(&self) -> bool {
        self.geometry.as_ref().is_some_and(FeatureGeometry::has_polygons)
    }
}

impl FeatureGeometry {
    fn into_polygons(self) -> Vec<Polygon> {
        match (self.kind.as_str(), self.coordinates) {
            ("Polygon", Coordinates::Polygon(polygon)) => vec![polygon],
            ("MultiPolygon", Coordinates::Polygons(polygons)) => polygons,
            ("GeometryCollection", _) => self.geometries.into_iter().flat_map(Self::into_polygons).collect(),
            _ => Vec::new(),
        }
    }

    fn has_polygons(&self) -> bool {
        self.kind.ends_with("Polygon") || self.geometries.iter().any(Self::has_polygons)
    }
}

/// Reads a collection of features, some of which have polygons.
pub(super) fn features(bytes: &[u8]) -> Result<Vec<Feature>, Problem> {
    // Some programs begin a file with a byte-order mark, which RFC 8259, section 8.1, lets us skip. The check is fast,
    // and rules out the encoding as the cause of later errors.
    let text = text_of(bytes)?;
    let bytes = text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes();
    let collection: Collection = serde_json::from_slice(bytes).map_err(|error| {
        let column = Some(error.column().to_string());
        let place = Place { line: Some(error.line() as u64), column, ..Place::default() };
        match error.classify() {
            Category::Data => MapError::NotFeatures {}.at(place),
            Category::Syntax | Category::Eof | Category::Io => MapError::BadJson {}.at(place),
        }
    })?;
    if collection.kind != "FeatureCollection" || !collection.features.iter().any(Feature::has_polygons) {
        return Err(MapError::NotFeatures {}.into());
    }
    Ok(collection.features)
}

/// The array `coordinates`, with its nesting. The type of the geometry may follow it, and a file may be too large to be
/// read twice, or into a tree of values.
#[derive(Default)]
enum Coordinates {
    #[default]
    Nothing,
    Number(f64),
    Position(Point),
    Line(Ring),
    Polygon(Polygon),
    Polygons(Vec<Polygon>),
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CoordinatesVisitor)
    }
}

struct CoordinatesVisitor;

impl<'de> Visitor<'de> for CoordinatesVisitor {
    type Value = Coordinates;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_unit<E: Error>(self) -> Result<Coordinates, E> {
        Ok(Coordinates::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coordinates, A::Error> {
        Ok(match seq.next_element::<Coordinates>()? {
            None => Coordinates::Nothing,
            Some(Coordinates::Number(lon)) => Coordinates::Position(position(lon, &mut seq)?),
            Some(Coordinates::Position(first)) => {
                let mut line = vec![first];
                while let Some(Position(point)) = seq.next_element()? {
                    line.push(point);
                }
                Coordinates::Line(line)
            }
            // An empty list may be an empty ring or an empty polygon: the next elements tell.
            Some(Coordinates::Nothing) => match seq.next_element()? {
                Some(Coordinates::Polygon(second)) => {
                    let mut polygons = rest(second, &mut seq, polygon)?;
                    polygons.insert(0, Polygon::new());
                    Coordinates::Polygons(polygons)
                }
                Some(second) => {
                    let second = line(second).ok_or_else(|| Error::custom("nested unevenly"))?;
                    let mut rings = rest(second, &mut seq, line)?;
                    rings.insert(0, Ring::new());
                    Coordinates::Polygon(rings)
                }
                None => Coordinates::Polygon(vec![Ring::new()]),
            },
            Some(Coordinates::Line(first)) => Coordinates::Polygon(rest(first, &mut seq, line)?),
            Some(Coordinates::Polygon(first)) => Coordinates::Polygons(rest(first, &mut seq, polygon)?),
            Some(Coordinates::Polygons(_)) => return Err(Error::custom("nested too deeply")),
        })
    }
}

/// Other elements of a list.
fn rest<'de, A: SeqAccess<'de>, T>(
    first: T,
    seq: &mut A,
    as_element: fn(Coordinates) -> Option<T>,
) -> Result<Vec<T>, A::Error> {
    let mut list = vec![first];
    while let Some(element) = seq.next_element()? {
        list.push(as_element(element).ok_or_else(|| Error::custom("nested unevenly"))?);
    }
    Ok(list)
}

fn line(coordinates: Coordinates) -> Option<Ring> {
    match coordinates {
        Coordinates::Line(line) => Some(line),
        Coordinates::Nothing => Some(Ring::new()),
        _ => None,
    }
}

fn polygon(coordinates: Coordinates) -> Option<Polygon> {
    match coordinates {
        Coordinates::Polygon(polygon) => Some(polygon),
        Coordinates::Nothing => Some(Polygon::new()),
        _ => None,
    }
}

/// A position whose longitude has been read. Altitude, and anything after it, is dropped.
fn position<'de, A: SeqAccess<'de>>(lon: f64, seq: &mut A) -> Result<Point, A::Error> {
    let lat: f64 = seq.next_element()?.ok_or_else(|| Error::custom("a position has two numbers"))?;
    while seq.next_element::<de::IgnoredAny>()?.is_some() {}
    Ok(snap(lon, lat))
}

/// Nearest point of the grid. Coordinates far beyond all degrees become the largest integer, beyond them too.
pub(super) fn snap(lon: f64, lat: f64) -> Point {
    [lon, lat].map(|degrees| (degrees * GRID).round() as i32)
}

struct Position(Point);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PositionVisitor).map(Self)
    }
}

struct PositionVisitor;

impl<'de> Visitor<'de> for PositionVisitor {
    type Value = Point;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Point, A::Error> {
        let lon: f64 = seq.next_element()?.ok_or_else(|| Error::custom("a position has two numbers"))?;
        position(lon, &mut seq)
    }
}

/// Checks that positions are longitudes, up to `east` degrees, and latitudes, in this order.
pub(super) fn check_degrees(
    shapes: &BTreeMap<AreaPosition, AreaShape>,
    east: i32,
    canada: bool,
) -> Result<(), MapError> {
    let inside = |[west, east, south, north]: [i32; 4], swap: bool| {
        let within = |steps: i32, low: i32, high: i32| (low * STEPS..=high * STEPS).contains(&steps);
        let mut points = shapes.values().flat_map(|shape| shape.polygons.iter().flatten().flatten()).copied();
        points.all(|[lon, lat]| {
            let (lon, lat) = if swap { (lat, lon) } else { (lon, lat) };
            within(lon, west, east) && within(lat, south, north)
        })
    };
    let anywhere = |swap| inside([-east, east, -90, 90], swap);
    // Canada, with some sea around it.
    let at_home = |swap| inside([-142, -50, 40, 84], swap) || inside([218, 310, 40, 84], swap);
    match (anywhere(false), anywhere(true)) {
        (false, false) => Err(MapError::NotDegrees {}),
        (false, true) => Err(MapError::Swapped {}),
        (true, true) if canada && !at_home(false) && at_home(true) => Err(MapError::Swapped {}),
        (true, _) => Ok(()),
    }
}

/// Whether a ring ends where it starts, and could enclose an area.
pub(super) fn is_ring(ring: &Ring) -> bool {
    ring.len() >= 4 && ring.first() == ring.last()
}

/// Removes repeated points, including the ends of closed rings, and rings with too few points left. If no ring remains,
/// the smallest triangle of the grid takes their place: an area isn't lost for being small.
pub(super) fn tidy(polygons: &mut Vec<Polygon>) {
    let first = polygons.iter().flatten().flatten().next().copied();
    for polygon in polygons.iter_mut() {
        for ring in polygon.iter_mut() {
            ring.dedup();
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
        }
        // Holes go with their outer ring.
        let gone = polygon.first().is_none_or(|outer| outer.len() < 3);
        polygon.retain(|ring| !gone && ring.len() >= 3);
    }
    polygons.retain(|polygon| !polygon.is_empty());
    if let (true, Some(point)) = (polygons.is_empty(), first) {
        polygons.push(speck(point));
    }
}

/// Smallest triangle of the grid, at a point.
pub(super) fn speck([x, y]: Point) -> Polygon {
    let inward = |steps: i32| if steps > 0 { steps - 1 } else { steps + 1 };
    vec![vec![[x, y], [inward(x), y], [x, inward(y)]]]
}
