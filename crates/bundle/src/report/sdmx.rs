use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::Published;
use super::columns::{BundleColumn, BundleField, STATUSES, What, columns, fields};
use super::package::both;
use crate::charter::Charter;
use crate::model::{Bilingual, Lang};
use crate::text::Texts;

/// Code of the total in a dimension: SDMX, cross-domain code lists.
const TOTAL: &str = "_T";
/// Status of an observation for each status of cells, in their order: a normal value; a value of a part; a suppressed
/// one.
///
/// *Source:* SDMX, code list of observation status.
const OBS_STATUS: [&str; 3] = ["A", "D", "Q"];

/// `index.sdmx.json`: the rows of `index.csv` as a data message, with names in both languages and the status of every
/// observation.
///
/// A message must have a date of preparation; as the bundle holds no date of the run, that is the charter's first day.
///
/// *Source:* SDMX-JSON data message, version 2.0.
pub(super) fn message(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let value = json!({
        "meta": {
            "schema": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json",
            "id": published.edition.to_string(),
            "prepared": format!("{}T00:00:00Z", charter.starts),
            "test": published.standing.pilot,
            "contentLanguages": Lang::ALL.map(Lang::code),
            "name": charter.title.en,
            "names": both(&charter.title),
            "sender": { "id": code(&charter.id), "name": charter.title.en, "names": both(&charter.title) },
        },
        "data": { "structures": [structure(published)], "dataSets": [data_set(published)] },
    });
    let mut bytes = serde_json::to_vec(&value).expect("plain JSON");
    bytes.push(b'\n');
    bytes
}

/// `index.sdmx.xml`: the rows of `index.csv` in SDMX-ML, which more programs read; without names, which are in
/// `index.sdmx.json`.
///
/// *Source:* SDMX-ML structure-specific data message, version 3.0.
pub(super) fn structure_specific(published: &Published) -> Vec<u8> {
    const NAMESPACE: &str = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0";
    let charter = &published.charter;
    let dataflow = dataflow_urn(charter);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <message:StructureSpecificData xmlns:message=\"{NAMESPACE}/message\" xmlns:common=\"{NAMESPACE}/common\" \
         xmlns:data=\"{NAMESPACE}/data/structurespecific\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:index=\"{dataflow}:ObsLevelDim:AllDimensions\">\n\
         <message:Header><message:ID>{}</message:ID><message:Test>{}</message:Test>\
         <message:Prepared>{}T00:00:00Z</message:Prepared><message:Sender id=\"{}\"/>\
         <message:Structure structureID=\"INDEX\" namespace=\"{dataflow}\" dimensionAtObservation=\"AllDimensions\">\
         <common:StructureUsage>{dataflow}</common:StructureUsage></message:Structure></message:Header>\n\
         <message:DataSet data:structureRef=\"INDEX\" xsi:type=\"index:DataSetType\" \
         data:dataScope=\"DataStructure\" data:action=\"Information\">\n",
        published.edition,
        published.standing.pilot,
        charter.starts,
        identifier(&charter.id),
    );
    let columns = columns(charter);
    let (groups, figures) = component_ids(charter);
    // All its content is codes, numbers and our own words: nothing needs to be escaped.
    for (table, sums) in charter.lattice.tables().iter().zip(&published.tables) {
        for (row, cell) in sums.cells.rows.iter().enumerate() {
            let area = &charter.geography.areas(table.level)[cell.area.at()];
            let row = fields(&columns, charter, table, sums, row, area.code.as_str());
            let _ = write!(xml, "<Obs TIME_PERIOD=\"{}\"", published.period);
            attributes(&mut xml, row.into_iter().zip(&columns), (&groups, &figures));
            xml += "/>\n";
        }
    }
    xml += "</message:DataSet>\n</message:StructureSpecificData>\n";
    xml.into_bytes()
}

/// Writes the fields of a row as attributes. The identifiers are those of the groups' dimensions and of the measures.
fn attributes<'c>(
    xml: &mut String,
    row: impl Iterator<Item = (BundleField, &'c BundleColumn)>,
    (groups, figures): (&[String], &[String]),
) {
    let (mut groups, mut figures) = (groups.iter(), figures.iter());
    for (field, column) in row {
        let (id, value) = match (field, column.what) {
            (BundleField::Text(area), What::Area) => (Some("REF_AREA"), Some(code(&area))),
            (BundleField::Text(category), What::Group(_)) => {
                let value = if category.is_empty() { TOTAL.to_owned() } else { code(&category) };
                (groups.next().map(String::as_str), Some(value))
            }
            (BundleField::Text(word), What::Status) => {
                let place = STATUSES.iter().position(|known| *known == word);
                (Some("OBS_STATUS"), place.map(|place| OBS_STATUS[place].to_owned()))
            }
            (BundleField::Figure(figure), _) => {
                (figures.next().map(String::as_str), figure.map(|figure| figure.to_string()))
            }
            _ => continue,
        };
        if let (Some(id), Some(value)) = (id, value) {
            let _ = write!(xml, " {id}=\"{value}\"");
        }
    }
}

/// Identifiers of the groups' dimensions and of the measures, all different.
fn component_ids(charter: &Charter) -> (Vec<String>, Vec<String>) {
    let mut reserved = vec!["TIME_PERIOD", "REF_AREA", "OBS_STATUS"];
    let groups = identifiers(charter.groups.iter().map(|group| group.id.as_str()), &reserved);
    reserved.extend(groups.iter().map(String::as_str));
    let columns = columns(charter);
    let figures = columns.iter().filter(|column| matches!(column.what, What::Figure(_)));
    let figures = identifiers(figures.map(|column| column.name.as_str()), &reserved);
    (groups, figures)
}

fn structure(published: &Published) -> Value {
    let charter = &published.charter;
    let texts = Lang::ALL.map(Texts::new);
    let said = |key: &str| {
        let [en, fr] = texts.each_ref().map(|texts| texts.line(key, &[]));
        Bilingual { en, fr }
    };
    let named = |id: &str, name: &Bilingual| json!({ "id": id, "name": name.en, "names": both(name) });
    let mut period = named("TIME_PERIOD", &said("column-period"));
    period["keyPosition"] = 0.into();
    period["roles"] = json!(["TIME_PERIOD"]);
    period["values"] = json!([{ "value": published.period.to_string() }]);
    let note = |notes: &Bilingual| json!({ "id": "NOTES", "type": "NOTES", "text": notes.en, "texts": both(notes) });
    let mut annotations: Vec<Value> = charter.method.notes.iter().map(note).collect();
    let mut observation = vec![areas(charter, named("REF_AREA", &said("column-area")), &mut annotations)];
    let (groups, ids) = component_ids(charter);
    for (place, (group, id)) in charter.groups.iter().zip(groups).enumerate() {
        let mut dimension = named(&id, &group.label);
        dimension["keyPosition"] = (2 + place).into();
        let everybody = named(TOTAL, &said("column-everybody"));
        let categories = (0..group.levels()).flat_map(|group_level| group.categories_of(group_level));
        let categories = categories.map(|category| named(&code(&category.id), &category.label));
        dimension["values"] = [everybody].into_iter().chain(categories).collect();
        observation.push(dimension);
    }
    let columns = columns(charter);
    let figures = || columns.iter().filter(|column| matches!(column.what, What::Figure(_)));
    let measures = figures().zip(ids).map(|(column, id)| {
        let mut measure = named(&id, &column.title);
        measure["format"] = json!({ "dataType": "Double" });
        measure
    });
    let measures: Vec<Value> = measures.collect();
    let mut status = named("OBS_STATUS", &said("column-status"));
    status["roles"] = json!(["OBS_STATUS"]);
    status["relationship"] = json!({ "observation": {} });
    status["isMandatory"] = true.into();
    let codes = OBS_STATUS.into_iter().zip(STATUSES);
    status["values"] = codes.map(|(id, status)| named(id, &said(&format!("status-{status}")))).collect();
    json!({
        "name": charter.title.en,
        "names": both(&charter.title),
        "dataSets": [0],
        "links": [dataflow(charter)],
        "dimensions": { "dataSet": [period], "observation": observation },
        "measures": { "observation": measures },
        "attributes": { "observation": [status] },
        "annotations": annotations,
    })
}

/// Name under which the federation would keep this dataflow in a registry.
fn dataflow(charter: &Charter) -> Value {
    json!({ "urn": dataflow_urn(charter), "rel": "dataflow" })
}

fn dataflow_urn(charter: &Charter) -> String {
    let (agency, version) = (identifier(&charter.id), charter.version);
    format!("urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={agency}:INDEX({version}.0)")
}

/// Dimension of the areas of all levels, each with its parent, and its DGUID as an annotation if the geography has
/// DGUIDs.
fn areas(charter: &Charter, mut dimension: Value, annotations: &mut Vec<Value>) -> Value {
    let geography = &charter.geography;
    let mut values = Vec::new();
    for level in 0..geography.levels().len() {
        for area in geography.areas(level) {
            let mut value = json!({ "id": code(area.code.as_str()), "name": area.name.en, "names": both(&area.name) });
            if let Some(coarser) = level.checked_sub(1) {
                value["parent"] = code(geography.areas(coarser)[area.parent.at()].code.as_str()).into();
            }
            if let Some(dguid) = &area.dguid {
                value["annotations"] = json!([annotations.len()]);
                annotations.push(json!({ "id": "DGUID", "type": "DGUID", "value": dguid }));
            }
            values.push(value);
        }
    }
    dimension["keyPosition"] = 1.into();
    dimension["roles"] = json!(["GEO"]);
    dimension["values"] = values.into();
    dimension
}

fn data_set(published: &Published) -> Value {
    let charter = &published.charter;
    // Position of each level's first area among all.
    let mut starts = vec![0];
    for level in 0..charter.geography.levels().len() {
        starts.push(starts[level] + charter.geography.areas(level).len());
    }
    let places: Vec<HashMap<&str, usize>> = charter
        .groups
        .iter()
        .map(|group| {
            let categories = (0..group.levels()).flat_map(|group_level| group.categories_of(group_level));
            [""].into_iter().chain(categories.map(|category| category.id.as_str())).zip(0..).collect()
        })
        .collect();
    let columns = columns(charter);
    let mut observations = Map::new();
    for (table, sums) in charter.lattice.tables().iter().zip(&published.tables) {
        for (row, cell) in sums.cells.rows.iter().enumerate() {
            let mut key = (starts[table.level] + cell.area.at()).to_string();
            let (mut values, mut status) = (Vec::new(), Value::Null);
            let mut group = places.iter();
            for (field, column) in fields(&columns, charter, table, sums, row, "").into_iter().zip(&columns) {
                match (field, column.what) {
                    (BundleField::Text(category), What::Group(_)) => {
                        let place = group.next().and_then(|places| places.get(category.as_str()));
                        key += &format!(":{}", place.copied().unwrap_or_default());
                    }
                    (BundleField::Text(word), What::Status) => {
                        status = json!(STATUSES.iter().position(|known| *known == word));
                    }
                    (BundleField::Figure(figure), _) => values.push(json!(figure)),
                    _ => {}
                }
            }
            values.push(status);
            observations.insert(key, values.into());
        }
    }
    json!({
        "structure": 0,
        "action": "Information",
        "links": [dataflow(charter)],
        "observations": observations,
    })
}

/// Identifiers for names, in their order: all different, and none is reserved.
pub(super) fn identifiers<'n>(names: impl Iterator<Item = &'n str>, reserved: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = reserved.iter().map(|id| (*id).to_owned()).collect();
    let ids = names.map(|name| {
        let first = identifier(name);
        let later = (2..).map(|number| format!("{first}_{number}"));
        let id = [first.clone()].into_iter().chain(later).find(|id| !taken.contains(id)).unwrap_or(first);
        taken.insert(id.clone());
        id
    });
    ids.collect()
}

/// An identifier in the form of SDMX: capital letters, digits, `_`; a letter first.
fn identifier(name: &str) -> String {
    let id: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("G_{id}") }
}

/// A code in the form of SDMX; other characters become `$` and the two hexadecimal digits of each byte.
fn code(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_@-".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("${byte:02X}") }).collect()
}
