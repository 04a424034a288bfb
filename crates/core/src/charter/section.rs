//! Values that occur in many sections of charters and policies, each with its rule; and keys that are refused by name.

use std::ops::RangeInclusive;

use super::error::{CharterError, PolicyError};
use super::{AreaPosition, Class, Geography};
use crate::model::{MemberId, Section, is_plain};

/// Refuses a key of an earlier form, or of another class, and names its replacement.
pub(super) fn outdated(section: &Section<'_, '_>, key: &str, now: &str) {
    if section.has(key) {
        section.leave(key);
        section.report(key, &CharterError::Outdated { now: now.to_owned() });
    }
}

/// Refuses `lifetime_rho` where it has no effect. In a file of sections, a line at the end belongs to the last of them.
pub(super) fn refuse_lifetime(section: &Section<'_, '_>) {
    if section.has("lifetime_rho") {
        section.leave("lifetime_rho");
        section.report("lifetime_rho", &PolicyError::LifetimeElsewhere {});
    }
}

/// Refuses by name a key that makes one person's figures depend on those of others.
pub(super) fn not_private(section: &Section<'_, '_>, key: &str, named: &str, class: Class) {
    section.report(key, &CharterError::NotPrivate { key: named.to_owned(), class: class.id().to_owned() });
}

pub(super) fn identifier(section: &Section<'_, '_>, key: &str) -> String {
    section.parsed::<MemberId>(key).map(String::from).unwrap_or_default()
}

/// Reads an identifier that differs from all earlier ones.
pub(super) fn unique<'i>(section: &Section<'_, '_>, key: &str, mut earlier: impl Iterator<Item = &'i str>) -> String {
    let id = identifier(section, key);
    if !id.is_empty() && earlier.any(|other| other == id) {
        section.report(key, &CharterError::Twice { id: id.clone() });
    }
    id
}

/// Whether a name is a label: levels and categories have names for people, not identifiers: `3-4`, `5+`, `65 et plus`.
pub(super) fn is_label(name: &str) -> bool {
    (1..=64).contains(&name.chars().count()) && name.trim() == name && is_plain(name) && !name.contains(['\n', '\t'])
}

/// Reads a required text that isn't empty.
pub(super) fn filled(section: &Section<'_, '_>, key: &str) -> String {
    let text = section.text(key);
    if section.has(key) && text.trim().is_empty() {
        section.report(key, &CharterError::Blank {});
    }
    text
}

/// Reads a whole number from `low` to `high`; required where there is no default.
pub(super) fn whole(section: &Section<'_, '_>, key: &str, default: Option<i64>, low: i64, high: i64) -> i64 {
    let number = match default {
        Some(default) => section.optional_integer(key).unwrap_or(default),
        None if section.has(key) => section.optional_integer(key).unwrap_or(low),
        None => section.integer(key),
    };
    if section.has(key) && !(low..=high).contains(&number) {
        section.report(key, &CharterError::Range { allowed: format!("{low}–{high}") });
    }
    number.clamp(low, high)
}

/// Reads a weight, if there is one: far enough from 0 that no mean divides by 0.
pub(super) fn within(section: &Section<'_, '_>, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
    let number = section.optional_number(key)?;
    if !range.contains(&number) {
        section.report(key, &CharterError::Range { allowed: format!("{}–{}", range.start(), range.end()) });
    }
    Some(number)
}

/// Position of `id` among the known names; reports an unknown one.
pub(super) fn position<'s>(
    section: &Section<'_, '_>,
    key: &str,
    id: &str,
    known: impl Iterator<Item = &'s str> + Clone,
) -> Option<usize> {
    let found = known.clone().position(|name| name == id);
    if found.is_none() && section.has(key) {
        let names: Vec<&str> = known.take(30).collect();
        section.report(key, &CharterError::Unknown { id: id.to_owned(), known: names.join(", ") });
    }
    found
}

/// Position of each code that the geography has; reports the others.
pub(super) fn areas(section: &Section<'_, '_>, key: &str, tree: Option<&Geography>) -> Vec<AreaPosition> {
    let codes = section.texts(key);
    let Some(tree) = tree else { return Vec::new() };
    let find = |code: &String| {
        let found = tree.find(code);
        if found.is_none() {
            section.report(key, &CharterError::Unknown { id: code.clone(), known: tree.file.clone() });
        }
        found
    };
    codes.iter().filter_map(find).collect()
}
