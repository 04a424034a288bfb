use crate::model::AreaIndex;
use serde_json::{Map, Value, json};

use super::Published;
use super::columns::{BundleColumn, BundleField, What, columns, fields};
use crate::charter::Table;
use crate::map::Boundaries;

/// `index.geojson`: every area that has a shape, with its names and the figures of all people in it; a feature a line.
pub(super) fn index(published: &Published, boundaries: &Boundaries) -> Vec<u8> {
    let columns = columns(&published.charter);
    let features: Vec<String> = boundaries
        .levels()
        .into_iter()
        .flat_map(|level| boundaries.areas(level).into_iter().map(move |area| (level, area)))
        .map(|(level, area)| feature(published, &columns, boundaries, level, area).to_string())
        .collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n")).into_bytes()
}

fn feature(
    published: &Published,
    columns: &[BundleColumn],
    boundaries: &Boundaries,
    level: usize,
    position: AreaIndex,
) -> Value {
    let charter = &published.charter;
    let area = &charter.geography.areas(level)[position.at()];
    let mut properties = Map::from_iter([
        ("level".to_owned(), json!(charter.geography.levels()[level])),
        ("area".to_owned(), json!(area.code)),
        ("dguid".to_owned(), json!(area.dguid)),
        ("name_en".to_owned(), json!(area.name.en)),
        ("name_fr".to_owned(), json!(area.name.fr)),
    ]);
    let table = Table { level, axes: Vec::new() };
    let row = published.everybody(level).and_then(|sums| Some((sums, sums.row(position, 0)?)));
    let found = row.map(|(sums, row)| fields(columns, charter, &table, sums, row, ""));
    let mut found = found.map(Vec::into_iter);
    for column in columns {
        let field = found.as_mut().and_then(Iterator::next);
        let value = match (field, column.what) {
            (_, What::Level | What::Area | What::Group(_)) => continue,
            (Some(BundleField::Text(text)), _) => json!(text),
            (Some(BundleField::Figure(figure)), _) => json!(figure),
            (None, _) => Value::Null,
        };
        properties.insert(column.name.clone(), value);
    }
    json!({ "type": "Feature", "properties": properties, "geometry": boundaries.geometry(level, position) })
}
