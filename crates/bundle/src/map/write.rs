use crate::model::AreaIndex;
use serde::Serialize;
use serde_json::Value;

use super::{Boundaries, CODE, GRID, Point, Polygon, Ring, STEPS};
use crate::charter::AreaPosition;

/// A geometry of GeoJSON.
#[derive(Serialize)]
struct GeoJsonGeometry {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: Value,
}

impl Boundaries {
    /// A GeoJSON file of the boundaries: one feature a line, by level and code, with the property `code`.
    pub fn to_geojson(&self) -> Vec<u8> {
        let feature = |shape: &super::AreaShape| {
            let geometry = serde_json::to_string(&geometry(&shape.polygons)).expect("plain text and numbers");
            format!(r#"{{"type":"Feature","properties":{{"{CODE}":"{}"}},"geometry":{geometry}}}"#, shape.code)
        };
        let features: Vec<String> = self.shapes.values().map(feature).collect();
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n")).into_bytes()
    }

    /// Geometry of one area as GeoJSON, for use next to its figures.
    pub fn geometry(&self, level: usize, area: AreaIndex) -> Option<Value> {
        let shape = self.shapes.get(&AreaPosition { level, area })?;
        Some(serde_json::to_value(geometry(&shape.polygons)).expect("plain text and numbers"))
    }
}

fn geometry(polygons: &[Polygon]) -> GeoJsonGeometry {
    match polygons {
        [polygon] => GeoJsonGeometry { kind: "Polygon", coordinates: polygon_value(polygon) },
        _ => GeoJsonGeometry { kind: "MultiPolygon", coordinates: polygons.iter().map(polygon_value).collect() },
    }
}

fn polygon_value(polygon: &Polygon) -> Value {
    polygon.iter().map(ring_value).collect()
}

fn ring_value(ring: &Ring) -> Value {
    ring.iter().chain(ring.first()).map(|&point| position(point)).collect()
}

/// Shortest decimals that are read back as this point.
fn position(point: Point) -> Value {
    let degrees = |steps: i32| -> Value {
        let whole = steps / STEPS;
        if whole * STEPS == steps { whole.into() } else { (f64::from(steps) / GRID).into() }
    };
    point.map(degrees).into_iter().collect()
}
