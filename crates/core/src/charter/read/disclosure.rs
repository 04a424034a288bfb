use super::*;
use crate::charter::policy::refuse_lifetime;
use crate::charter::rules::Rules;
use crate::charter::{Emphasis, Privacy};

/// What nobody may count: too few to hide.
const SHOW_FROM: std::ops::RangeInclusive<i64> = 1..=1_000_000;
/// Keys of `[disclosure]` before thresholds were decided on noisy figures alone, in whose place nothing stands.
const GONE: [&str; 7] =
    ["dominance_percent", "area_people", "area_households", "reliable_persons", "noise_points", "budget", "releases"];

/// The rules of a charter's class; those of other classes may stand in the file, so that a rehearsal can try them.
pub(super) fn rules(root: &Section<'_, '_>, class: Class) -> Rules {
    let privacy = root.optional_section("privacy");
    let (privacy, shown) = privacy.map_or_else(Default::default, |section| read_privacy(&section, class));
    let disclosure = root.optional_section("disclosure").map(|section| read_disclosure(&section, class));
    let show_from = match class {
        Class::Public => None,
        Class::Controlled => Some(disclosure.flatten().unwrap_or(Rules::CONTROLLED_FROM)),
        Class::Private => shown,
    };
    Rules { privacy, show_from }
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
    let emphasis = section.optional_section("emphasis").map_or_else(Emphasis::default, |section| {
        let part = |key: &str| within(&section, key, 0.01..=100.0).unwrap_or(1.0);
        Emphasis { index: part("index"), dimensions: part("dimensions"), shares: part("shares") }
    });
    (Privacy { rho, delta, emphasis }, show_from(section))
}

fn show_from(section: &Section<'_, '_>) -> Option<u32> {
    section.has("show_from").then(|| whole(section, "show_from", None, *SHOW_FROM.start(), *SHOW_FROM.end()) as u32)
}

/// Cells that nobody can be in: in class `private` a status that an exact count decides, wherever it is written.
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

/// Class `controlled`. Keys of before are refused by name: what they decided, they decided on exact counts.
fn read_disclosure(section: &Section<'_, '_>, class: Class) -> Option<u32> {
    let private = class == Class::Private;
    refuse_impossible(section, class);
    if private {
        outdated(section, "show_from", "[privacy] show_from = …");
    }
    outdated(section, "persons", if private { "[privacy] show_from = 11" } else { "show_from = 11" });
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
    if private { None } else { show_from(section) }
}
