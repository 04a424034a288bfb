use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// Largest number of combinations of the finest categories of all groups: a person's combination is stored in 32 bits.
const COMBINATIONS: u64 = u32::MAX as u64;

pub(super) fn groups(root: &Section<'_, '_>, ids: &mut ColumnIds) -> Vec<Group> {
    let groups: Vec<Group> = root.sections("group").iter().map(|section| group(section, ids)).collect();
    let all = groups.iter().try_fold(1_u64, |all, group| all.checked_mul(group.categories.len() as u64));
    if all.is_none_or(|all| all > COMBINATIONS) {
        root.report("group", &CharterError::TooManyGroups { limit: COMBINATIONS });
    }
    groups
}

fn group(section: &Section<'_, '_>, ids: &mut ColumnIds) -> Group {
    let id = ids.take(section);
    let label = section.bilingual("label");
    let sections = section.some_sections("categories");
    if !sections.is_empty() && !(2..=1000).contains(&sections.len()) {
        section.report("categories", &CharterError::Range { allowed: "2–1000".to_owned() });
    }
    let mut names = BTreeSet::new();
    let categories: Vec<Category> = sections.iter().map(|section| category(section, &mut names)).collect();
    let others: Vec<usize> =
        (0..sections.len()).filter(|&i| sections[i].optional_bool("other") == Some(true)).collect();
    if let Some(&second) = others.get(1) {
        sections[second].report("other", &CharterError::SecondOther {});
    }
    outdated(section, "coarser", "coarser_levels = […]");
    let mut coarser_levels: Vec<CoarserLevel> = Vec::new();
    for inner in section.sections("coarser_levels") {
        let taken = coarser_levels.iter().map(|earlier| earlier.id.as_str()).chain([id.as_str()]);
        let own = unique(&inner, "id", taken);
        let level = coarser_level(&inner, own, &categories, coarser_levels.last(), &mut names);
        coarser_levels.push(level);
    }
    Group { id, label, categories, other: others.first().map(|&other| other as u16), coarser_levels }
}

/// Reads a category, whose id is unique among `names`: those of every level of its group.
fn category(section: &Section<'_, '_>, names: &mut BTreeSet<String>) -> Category {
    let id = section.text("id");
    if section.has("id") && !is_label(&id) {
        section.report("id", &CharterError::Label {});
    } else if section.has("id") && !names.insert(id.clone()) {
        section.report("id", &CharterError::Twice { id: id.clone() });
    }
    Category { id, label: section.bilingual("label") }
}

fn coarser_level(
    section: &Section<'_, '_>,
    id: String,
    finest: &[Category],
    previous: Option<&CoarserLevel>,
    names: &mut BTreeSet<String>,
) -> CoarserLevel {
    let label = section.bilingual("label");
    let mut of: Vec<Option<u16>> = vec![None; finest.len()];
    let mut categories = Vec::new();
    let mut sound = true;
    for part in section.some_sections("categories") {
        let own = categories.len() as u16;
        let parts = part.texts("of");
        sound &= !parts.is_empty();
        for name in parts {
            let covered = members(&name, finest, previous);
            sound &= !covered.is_empty() && covered.iter().all(|&c| of[c].is_none());
            covered.into_iter().for_each(|c| of[c] = Some(own));
        }
        categories.push(category(&part, names));
    }
    sound &= of.iter().all(Option::is_some);
    let of: Vec<u16> = of.into_iter().map(Option::unwrap_or_default).collect();
    let before = previous.map_or(finest.len(), |previous| previous.categories.len());
    // A single category would publish the total a second time.
    sound &= (2..before).contains(&categories.len()) && previous.is_none_or(|previous| respects(&of, &previous.of));
    if !sound {
        section.report("categories", &CharterError::CoarserLevel { id: id.clone() });
    }
    CoarserLevel { id, label, categories, of }
}

/// Finest categories of a name in `of`: itself, or those of a category of the level before.
fn members(name: &str, finest: &[Category], previous: Option<&CoarserLevel>) -> Vec<usize> {
    if let Some(own) = finest.iter().position(|category| category.id == name) {
        return vec![own];
    }
    let found = previous.and_then(|previous| {
        let found = previous.categories.iter().position(|category| category.id == name)?;
        Some((0..finest.len()).filter(|&c| usize::from(previous.of[c]) == found).collect())
    });
    found.unwrap_or_default()
}

/// Whether no category of the level before is split.
fn respects(of: &[u16], before: &[u16]) -> bool {
    let mut to = BTreeMap::new();
    before.iter().zip(of).all(|(from, here)| *to.entry(from).or_insert(here) == here)
}
