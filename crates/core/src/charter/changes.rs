//! Differences between two charters.

mod difference;
mod found;
mod method;
mod parties;
mod places;
mod published;

use std::collections::BTreeSet;

pub use difference::{Change, Topic, Value, Words};
use found::Found;

use super::*;

/// Differences between two charters, those most important to a privacy officer first. Empty where only the bytes
/// differ: comments, spaces, the notation of a value.
pub fn changes(old: &Charter, new: &Charter) -> Vec<Change> {
    let mut found = Found::default();
    found.topic(Topic::Protection, |found| protection(found, old, new));
    found.topic(Topic::Purpose, |found| {
        found.label("title", &[], &old.title, &new.title);
        found.label("purpose", &[], &old.purpose, &new.purpose);
        found.label("target-population", &[], &old.target_population, &new.target_population);
        found.label("reference-date", &[], &old.reference_date, &new.reference_date);
        found.optional_label("authority", &[], old.legal_authority.as_ref(), new.legal_authority.as_ref());
        let [was, now] = [old, new].map(|charter| charter.licence.as_ref());
        let [title_was, title_now] = [was, now].map(|licence| licence.map(|licence| &licence.title));
        found.optional_label("licence", &[], title_was, title_now);
        let [url_was, url_now] = [was, now].map(|licence| licence.and_then(|licence| licence.url.as_ref()));
        found.optional_label("licence-url", &[], url_was, url_now);
    });
    found.topic(Topic::Dates, |found| {
        found.differ("starts", &[], Value::text(old.starts), Value::text(new.starts));
        found.differ("ends", &[], Value::text(old.ends), Value::text(new.ends));
    });
    found.topic(Topic::Members, |found| parties::members(found, old, new));
    found.topic(Topic::Published, |found| published::published(found, old, new));
    found.topic(Topic::Coordinators, |found| parties::coordinators(found, old, new));
    found.topic(Topic::Method, |found| method::method(found, old, new));
    found.topic(Topic::Other, |found| other(found, old, new));
    found.changes
}

fn protection(found: &mut Found, old: &Charter, new: &Charter) {
    found.differ("class", &[], Value::text(old.class().id()), Value::text(new.class().id()));
    // Values in force, written or by default.
    for ((key, was), (_, now)) in effective(old).into_iter().zip(effective(new)) {
        found.differ("threshold", &[("key", Value::text(key))], was, now);
    }
}

/// Value of every class's rules, by key.
fn effective(charter: &Charter) -> [(&'static str, Value); 6] {
    let Rules { privacy, min_frequency } = &charter.rules;
    [
        ("privacy.rho", Value::Number(privacy.rho.value())),
        ("privacy.delta", Value::text(&privacy.delta)),
        ("privacy.workload.index", Value::Number(privacy.workload.index)),
        ("privacy.workload.dimensions", Value::Number(privacy.workload.dimensions)),
        ("privacy.workload.shares", Value::Number(privacy.workload.shares)),
        ("min_frequency", Value::option(min_frequency.map(|least| Value::Count(least.into())))),
    ]
}

fn other(found: &mut Found, old: &Charter, new: &Charter) {
    found.differ("id", &[], Value::text(&old.id), Value::text(&new.id));
    found.differ("version", &[], Value::Count(old.version.into()), Value::Count(new.version.into()));
    let (before, after) = (order(old), order(new));
    let [before_set, after_set] = [&before, &after].map(|order| order.iter().collect::<BTreeSet<_>>());
    if before.iter().filter(|id| after_set.contains(id)).ne(after.iter().filter(|id| before_set.contains(id))) {
        found.push("order", Vec::new());
    }
    // Files whose content was compared above, as far as it has a meaning.
    let read = |charter: &Charter| -> Vec<String> {
        let authorities = charter.members.iter().map(|member| &member.authority);
        let authorities = authorities.chain(charter.coordinators.iter().map(|coordinator| &coordinator.authority));
        let own = ["charter.toml".to_owned(), charter.geography.file.clone()];
        authorities.flatten().cloned().chain(own).collect()
    };
    let compared = [read(old), read(new)].concat();
    for name in old.files.keys().chain(new.files.keys()).collect::<BTreeSet<_>>() {
        let key = match (old.files.get(name), new.files.get(name)) {
            (Some(was), Some(now)) if was != now => "file-changed",
            (Some(_), None) => "file-removed",
            (None, Some(_)) => "file-added",
            _ => continue,
        };
        if !compared.contains(name) {
            found.push(key, vec![("file", Value::text(name))]);
        }
    }
}

/// Names of every list whose order decides the order of rows and columns.
fn order(charter: &Charter) -> Vec<String> {
    let method = &charter.method;
    let tables = charter.lattice.tables().iter().map(|table| format!("table {}", published::table_id(charter, table)));
    let groups = charter.groups.iter().flat_map(|group| {
        let categories = (0..group.levels()).flat_map(|group_level| group.categories_of(group_level));
        let categories = categories.map(|category| format!("category {} {}", group.id, category.id));
        [format!("group {}", group.id)].into_iter().chain(categories)
    });
    let dimensions = method.dimensions.iter().map(|dimension| format!("dimension {}", dimension.id));
    let indicators = method.indicators.iter().map(|indicator| format!("indicator {}", indicator.id));
    let bands = method.bands.iter().map(|band| format!("band {}", band.id));
    tables.chain(groups).chain(dimensions).chain(indicators).chain(bands).collect()
}

#[cfg(any(test, feature = "fixtures"))]
mod fixtures;
#[cfg(any(test, feature = "fixtures"))]
pub use fixtures::every_kind;

#[cfg(test)]
mod tests;
