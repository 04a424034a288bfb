use serde_json::{Value, json};

use super::catchments::{GAP_COLUMNS, PAIR_COLUMNS, point_columns};
use super::columns::{BundleColumn, STATUSES, Unit, What, columns};
use super::csv::AREA_COLUMNS;
use super::{Published, answers_file};
use crate::charter::{Charter, Class};
use crate::model::{Bilingual, Digest, Lang};
use crate::text::Texts;

/// `datapackage.json`: description of the CSV files of the bundle, as a Frictionless data package with a table schema
/// each.
///
/// Names for people are in both languages under `titles` and `names`; `title` is English, as readers expect one text.
///
/// *Source:* Frictionless Data, Data Package and Table Schema, version 1.
pub(super) fn json(published: &Published, files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let charter = &published.charter;
    let resources = files.iter().filter_map(|(path, bytes)| {
        let fields = schema(charter, path)?;
        Some(json!({
            "name": path.trim_end_matches(".csv"),
            "path": path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": bytes.len(),
            "hash": format!("sha256:{}", Digest::of(bytes)),
            "schema": { "fields": fields, "missingValues": [""] },
        }))
    });
    let mut value = json!({
        "profile": "tabular-data-package",
        "name": charter.id,
        "id": published.edition.to_string(),
        "version": charter.version.to_string(),
        "title": charter.title.en,
        "titles": both(&charter.title),
        "description": charter.purpose.en,
        "descriptions": both(&charter.purpose),
        "target_population": both(&charter.target_population),
        "reference_date": both(&charter.reference_date),
        "languages": Lang::ALL.map(Lang::code),
        "pilot": published.standing.pilot,
        "temporal": published.period.to_string(),
        "notes": charter.method.notes.as_ref().map(both),
        "sources": sources(published),
        "resources": resources.collect::<Vec<_>>(),
    });
    // The format has no word for the absence of a licence.
    if let Some(licences) = licences(charter) {
        value["licenses"] = licences;
    }
    super::pretty(&value)
}

/// Licence of the figures, if the charter has one. Without an address of its own, its text is the charter's.
fn licences(charter: &Charter) -> Option<Value> {
    let licence = charter.licence.as_ref()?;
    Some(json!([{
        "title": licence.title.en,
        "titles": both(&licence.title),
        "path": licence.url.as_ref().map_or("charter/charter.toml", |url| &url.en),
        "paths": licence.url.as_ref().map(both),
    }]))
}

/// Sources of the figures: the agreement, and each member's answer.
fn sources(published: &Published) -> Vec<Value> {
    let charter = &published.charter;
    let agreement = json!({
        "title": charter.title.en,
        "titles": both(&charter.title),
        "path": "charter/charter.toml",
        "version": charter.version.to_string(),
        "digest": charter.digest().to_string(),
    });
    let answers = published.answers.iter().filter_map(|answer| {
        let id = &answer.member;
        let member = charter.member(id)?;
        Some(json!({
            "title": member.name.en,
            "titles": both(&member.name),
            "path": answers_file(id),
            "legal_authority": charter.legal_authority(member).map(both),
        }))
    });
    [agreement].into_iter().chain(answers).collect()
}

pub(super) fn both(text: &Bilingual) -> Value {
    json!({ "en": text.en, "fr": text.fr })
}

/// Fields of one of the bundle's files; `None` for a file that isn't a table.
fn schema(charter: &Charter, path: &str) -> Option<Vec<Value>> {
    let texts = Lang::ALL.map(Texts::new);
    let words = |names: &[&str], number: &[&str]| {
        let field = |name: &&str| {
            let [en, fr] = texts.each_ref().map(|texts| texts.line(&format!("column-{name}"), &[]));
            let kind = if number.contains(name) { "number" } else { "string" };
            json!({ "name": name, "type": kind, "title": en, "titles": { "en": en, "fr": fr } })
        };
        Some(names.iter().map(field).collect())
    };
    match path {
        "index.csv" | "cross_border.csv" => {
            let areas = path == "index.csv";
            Some(columns(charter).iter().map(|column| field(charter, column, areas)).collect())
        }
        "areas.csv" => words(&AREA_COLUMNS, &[]),
        "coverage.csv" => words(&super::csv::COVERAGE_COLUMNS, &["published", "withheld", "coverage"]),
        "coverage_categories.csv" => words(&super::csv::CATEGORY_COLUMNS, &["published", "withheld", "coverage"]),
        "members.csv" => words(&super::csv::MEMBER_COLUMNS, &["people"]),
        "service_gaps.csv" => words(&GAP_COLUMNS, &["weight", "index", "nearest_km"]),
        "service_pairs.csv" => words(&PAIR_COLUMNS, &["km"]),
        "service_points.csv" => Some(point_columns(charter).iter().map(|name| point_field(charter, name)).collect()),
        _ => None,
    }
}

/// A field of a service point, or a figure of its catchment.
fn point_field(charter: &Charter, name: &str) -> Value {
    if let Some(column) = columns(charter).iter().find(|column| column.name == name) {
        let mut value = field(charter, column, false);
        // A point without areas has no status.
        value["constraints"]["required"] = false.into();
        return value;
    }
    let texts = Lang::ALL.map(Texts::new);
    let [en, fr] = texts.map(|texts| texts.line(&format!("column-{name}"), &[]));
    let kind = if ["latitude", "longitude", "areas"].contains(&name) { "number" } else { "string" };
    json!({ "name": name, "type": kind, "title": en, "titles": { "en": en, "fr": fr } })
}

fn field(charter: &Charter, column: &BundleColumn, areas: bool) -> Value {
    let mut value = json!({ "name": column.name, "title": column.title.en, "titles": both(&column.title) });
    value["type"] = if matches!(column.what, What::Figure(_)) { "number" } else { "string" }.into();
    match column.what {
        What::Level => {
            let levels = charter.geography.levels();
            value["constraints"] = json!({ "required": true, "enum": levels });
            let codes = levels.iter().enumerate();
            let codes = codes.map(|(level, id)| json!({ "code": id, "names": both(charter.geography.label(level)) }));
            value["codes"] = codes.collect();
        }
        What::Area => {
            value["constraints"] = json!({ "required": true });
            // The codes themselves, with their names, are in `areas.csv`.
            if areas {
                value["codes"] = json!({ "resource": "areas", "field": "area" });
            }
        }
        What::Group(place) => {
            let group = &charter.groups[place];
            let categories = (0..group.levels()).flat_map(|group_level| group.categories_of(group_level));
            let ids: Vec<&str> = categories.clone().map(|category| category.id.as_str()).collect();
            value["constraints"] = json!({ "enum": ids });
            let codes = categories.map(|category| json!({ "code": category.id, "names": both(&category.label) }));
            value["codes"] = codes.collect();
        }
        What::Status => value["constraints"] = json!({ "required": true, "enum": STATUSES }),
        What::Figure(unit) => {
            value["unit"] = unit.id().into();
            // Noise leads beyond the ends of any scale.
            let noisy = charter.class() != Class::Public;
            value["constraints"] = match unit {
                Unit::Points | Unit::Share | Unit::Persons | Unit::Percent if noisy => json!({}),
                Unit::Points => json!({ "minimum": 0, "maximum": 100 }),
                Unit::Share => json!({ "minimum": 0, "maximum": 1 }),
                Unit::Rank => json!({ "minimum": 1 }),
                Unit::Persons | Unit::Percent | Unit::Members => json!({ "minimum": 0 }),
            };
        }
    }
    value
}
