//! Every rule of class `controlled` that is in force, set by the charter or by default, as sentences.

use serde_json::{Value as Json, json};

use super::values::number;
use crate::charter::{Charter, Class, Knowledge, Rules};
use crate::text::{Texts, Word};

/// Key and words of each sentence: whom one protects against, thresholds, noise, rounding. None under another class.
pub(super) fn sentences(texts: &Texts, charter: &Charter) -> Vec<(String, Vec<(&'static str, Word)>)> {
    if charter.class != Class::Controlled {
        return Vec::new();
    }
    let rules = &charter.rules;
    let population = rules.knowledge == Knowledge::Population;
    let value = |key: &str, value: f64| (format!("rule-{key}"), vec![("value", number(texts, value).into())]);
    let mut found = vec![(format!("rule-knowledge-{}", rules.knowledge.id()), Vec::new())];
    found.push(value("persons", rules.persons.into()));
    if population {
        found.push(value("edge", f64::from(2 * Rules::EDGE)));
    }
    found.extend([
        value("dominance-percent", rules.dominance_percent),
        value("area-people", rules.area_people),
        value("area-households", rules.area_households),
        value("reliable-persons", rules.reliable_persons.into()),
        value("noise-points", rules.noise_points),
    ]);
    found.push(("rule-audit".to_owned(), Vec::new()));
    if population {
        found.push(("rule-budget".to_owned(), vec![("shares", budget(texts, charter).into())]));
        found.push(value("releases", rules.releases.into()));
    } else {
        found.push(value("weight-cap-means", rules.weight_cap_means));
    }
    if !rules.impossible.is_empty() {
        found.push(("rule-impossible".to_owned(), vec![("combinations", impossible(texts, charter).into())]));
    }
    found.push(("rule-noise".to_owned(), Vec::new()));
    found.push(("rule-rounding".to_owned(), Vec::new()));
    found
}

/// The same as data; null under another class.
pub(super) fn facts(charter: &Charter) -> Json {
    if charter.class != Class::Controlled {
        return Json::Null;
    }
    let rules = &charter.rules;
    let combination = |combination: &Vec<(usize, u16)>| {
        let named = combination.iter().map(|&(group, category)| {
            let group = &charter.groups[group];
            (group.id.clone(), json!(group.categories[usize::from(category)].id))
        });
        Json::Object(named.collect())
    };
    json!({
        "knowledge": rules.knowledge.id(),
        "persons": rules.persons,
        "dominance_percent": rules.dominance_percent,
        "area_people": rules.area_people,
        "area_households": rules.area_households,
        "reliable_persons": rules.reliable_persons,
        "noise_points": rules.noise_points,
        "weight_cap_means": rules.weight_cap_means,
        "budget": rules.budget,
        "releases": rules.releases,
        "impossible": rules.impossible.iter().map(combination).collect::<Vec<_>>(),
    })
}

/// `province 20%, city 80%`: the levels that have tables, coarse to fine.
fn budget(texts: &Texts, charter: &Charter) -> String {
    let mut levels: Vec<usize> = charter.lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let share = |(level, share): (&usize, &f64)| {
        let percent = texts.number(100.0 * share, if (100.0 * share).fract().abs() < 1e-9 { 0 } else { 1 });
        format!(
            "{} {}",
            charter.geography.label(*level).get(texts.lang()),
            texts.line("percent", &[("number", percent.into())])
        )
    };
    levels.iter().zip(&charter.rules.budget).map(share).collect::<Vec<_>>().join(", ")
}

/// `Under 15 + Employed; …`
fn impossible(texts: &Texts, charter: &Charter) -> String {
    let label = |&(group, category): &(usize, u16)| {
        charter.groups[group].categories[usize::from(category)].label.get(texts.lang())
    };
    let combination = |combination: &Vec<(usize, u16)>| combination.iter().map(label).collect::<Vec<_>>().join(" + ");
    charter.rules.impossible.iter().map(combination).collect::<Vec<_>>().join("; ")
}
