use super::*;
use crate::charter::rules::{Knowledge, Rules};

const KNOWLEDGE: [(&str, Knowledge); 2] = [("population", Knowledge::Population), ("sample", Knowledge::Sample)];

/// The `[disclosure]` section; every key has a default.
pub(super) fn rules(root: &Section<'_, '_>, lattice: &Lattice, groups: &[Group]) -> Rules {
    let mut levels: Vec<usize> = lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let mut rules = Rules::defaults(levels.len());
    let Some(section) = root.optional_section("disclosure") else { return rules };
    let between = |key: &str, default: f64, low: f64, high: f64| {
        let given = section.optional_number(key).unwrap_or(default);
        if (low..=high).contains(&given) {
            return given;
        }
        section.report(key, &CharterError::Range { allowed: format!("{low}–{high}") });
        default
    };
    rules.knowledge = section.choice("knowledge", &KNOWLEDGE, Some(rules.knowledge));
    rules.persons = whole(&section, "persons", Some(rules.persons.into()), 3, 1000) as u32;
    rules.dominance_percent = between("dominance_percent", rules.dominance_percent, 0.0, 100.0);
    rules.area_people = between("area_people", rules.area_people, 0.0, 1e6);
    rules.area_households = between("area_households", rules.area_households, 0.0, 1e6);
    rules.reliable_persons =
        whole(&section, "reliable_persons", Some(rules.reliable_persons.into()), 1, 100_000) as u32;
    rules.noise_points = between("noise_points", rules.noise_points, 0.1, 50.0);
    rules.weight_cap_means = between("weight_cap_means", rules.weight_cap_means, 1.0, 100.0);
    if let Some(budget) = section.optional_numbers("budget") {
        let whole: f64 = budget.iter().sum();
        if budget.len() != levels.len() || budget.iter().any(|share| *share <= 0.0) || (whole - 1.0).abs() > 1e-9 {
            section.report("budget", &CharterError::Budget { levels: levels.len() });
        } else {
            rules.budget = budget;
        }
    }
    rules.releases = whole(&section, "releases", Some(rules.releases.into()), 1, 100) as u32;
    rules.impossible = section.sections("impossible").iter().map(|section| impossible(section, groups)).collect();
    rules
}

/// One combination: group = category, at least two groups.
fn impossible(section: &Section<'_, '_>, groups: &[Group]) -> Vec<(usize, u16)> {
    let mut combination = Vec::new();
    for key in section.keys() {
        let Some(group) = groups.iter().position(|group| group.id == key) else { continue };
        let ids: Vec<(&str, u16)> =
            (0..).zip(&groups[group].categories).map(|(position, category)| (category.id.as_str(), position)).collect();
        combination.push((group, section.choice(&key, &ids, None)));
    }
    if combination.len() < 2 {
        section.report("", &CharterError::Impossible {});
    }
    combination.sort_unstable();
    combination
}
