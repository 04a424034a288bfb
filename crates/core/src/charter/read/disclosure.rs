use super::*;
use crate::charter::rules::Rules;
use crate::charter::{Privacy, Workload};

/// Range of the minimum frequency.
const MIN_FREQUENCY: std::ops::RangeInclusive<i64> = 1..=1_000_000;
/// Keys of `[disclosure]` from before thresholds applied to noisy figures alone; they have no replacement.
const GONE: [&str; 7] =
    ["dominance_percent", "area_people", "area_households", "reliable_persons", "noise_points", "budget", "releases"];

/// Rules of a charter's class; those of other classes may stand in the file, so that a rehearsal can try them.
pub(super) fn rules(root: &Section<'_, '_>, class: Class) -> Rules {
    let privacy = root.optional_section("privacy");
    let (privacy, shown) = privacy.map_or_else(Default::default, |section| read_privacy(&section, class));
    let disclosure = root.optional_section("disclosure").map(|section| read_disclosure(&section, class));
    let min_frequency = match class {
        Class::Public => None,
        Class::Controlled => Some(disclosure.flatten().unwrap_or(Rules::CONTROLLED_FROM)),
        Class::Private => shown,
    };
    Rules { privacy, min_frequency }
}

fn read_privacy(section: &Section<'_, '_>, class: Class) -> (Privacy, Option<u32>) {
    refuse_impossible(section, class);
    refuse_lifetime(section);
    let default = Privacy::default();
    let rho = Privacy::rho(section).unwrap_or(default.rho);
    let delta = section.optional_text("delta").unwrap_or(default.delta);
    if !delta.parse::<f64>().is_ok_and(|delta| (1e-30..=1e-3).contains(&delta)) || delta.len() > 12 {
        section.report("delta", &CharterError::Range { allowed: "1e-30–1e-3".to_owned() });
    }
    outdated(section, "emphasis", "workload = { … }");
    let workload = section.optional_section("workload").map_or_else(Workload::default, |section| {
        let part = |key: &str| within(&section, key, 0.01..=100.0).unwrap_or(1.0);
        Workload { index: part("index"), dimensions: part("dimensions"), shares: part("shares") }
    });
    (Privacy { rho, delta, workload }, min_frequency(section))
}

/// Threshold rule of a section under its current name; the earlier name is refused.
fn min_frequency(section: &Section<'_, '_>) -> Option<u32> {
    outdated(section, "show_from", "min_frequency = …");
    section
        .has("min_frequency")
        .then(|| whole(section, "min_frequency", None, *MIN_FREQUENCY.start(), *MIN_FREQUENCY.end()) as u32)
}

/// Refuses structural zeros in class `private`, wherever they are written: an exact count would decide their status.
pub(super) fn refuse_impossible(section: &Section<'_, '_>, class: Class) {
    const KEY: &str = "impossible";
    if section.has(KEY) {
        section.leave(KEY);
        match class {
            Class::Private => section.report(KEY, &CharterError::Impossible {}),
            _ => section.report(KEY, &CharterError::Gone { keys: KEY.to_owned() }),
        }
    }
}

/// Reads the rules of class `controlled`. Earlier keys are refused by name: their effects depended on exact counts.
fn read_disclosure(section: &Section<'_, '_>, class: Class) -> Option<u32> {
    let private = class == Class::Private;
    refuse_impossible(section, class);
    if private {
        outdated(section, "min_frequency", "[privacy] min_frequency = …");
        outdated(section, "show_from", "[privacy] min_frequency = …");
    }
    outdated(section, "persons", if private { "[privacy] min_frequency = 11" } else { "min_frequency = 11" });
    outdated(section, "weight_cap_means", "[method] weight_cap = …");
    let population = !private && section.optional_text("knowledge").as_deref() == Some("population");
    if population {
        outdated(section, "knowledge", "class = \"private\"");
    }
    let is_gone = |key: &String| GONE.contains(&key.as_str()) || key == "knowledge" && !population;
    let gone: Vec<String> = section.keys().into_iter().filter(is_gone).collect();
    gone.iter().for_each(|key| section.leave(key));
    if let Some(first) = gone.first() {
        section.report(first, &CharterError::Gone { keys: gone.join(", ") });
    }
    if private { None } else { min_frequency(section) }
}
