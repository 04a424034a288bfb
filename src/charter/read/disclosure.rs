use super::*;
use crate::charter::rules::Rules;
use crate::charter::{Emphasis, Privacy};
use crate::model::Rho;

/// What nobody may count: too few to hide.
const SHOW_FROM: std::ops::RangeInclusive<i64> = 1..=1_000_000;
/// Keys of `[disclosure]` before thresholds were decided on noisy figures alone.
const OLD: [&str; 10] = [
    "persons",
    "dominance_percent",
    "area_people",
    "area_households",
    "reliable_persons",
    "noise_points",
    "weight_cap_means",
    "budget",
    "releases",
    "impossible",
];

/// The rules of a charter's class; those of other classes may stand in the file, so that a rehearsal can try them.
pub(super) fn rules(root: &Section<'_, '_>, class: Class) -> Rules {
    let privacy = root.optional_section("privacy");
    let (privacy, shown) = privacy.map_or_else(Default::default, |section| read_privacy(&section));
    let disclosure = root.optional_section("disclosure").map(|section| read_disclosure(&section, class));
    let show_from = match class {
        Class::Public => None,
        Class::Controlled => Some(disclosure.flatten().unwrap_or(Rules::CONTROLLED_FROM)),
        Class::Private => shown,
    };
    Rules { privacy, show_from }
}

fn read_privacy(section: &Section<'_, '_>) -> (Privacy, Option<u32>) {
    let default = Privacy::default();
    let rho = section.optional_text("rho").map_or(default.rho, |text| {
        let preset = Privacy::PRESETS.into_iter().find(|(word, _)| *word == text).map(|(_, rho)| rho);
        preset.or_else(|| text.parse().ok()).unwrap_or_else(|| {
            section.report(
                "rho",
                &CharterError::Rho {
                    presets: Privacy::PRESETS.map(|(word, _)| word).join(", "),
                    most: Rho::MOST.to_string(),
                },
            );
            default.rho
        })
    });
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

/// Class `controlled`. Keys of before are refused by name: what they decided, they decided on exact counts.
fn read_disclosure(section: &Section<'_, '_>, class: Class) -> Option<u32> {
    if class == Class::Private {
        // Every key of it looks at people, or says so of the attacker.
        section.keys().into_iter().for_each(|key| {
            section.leave(&key);
            section.report(&key, &CharterError::NotPrivate { key: format!("disclosure.{key}") });
        });
        return None;
    }
    for key in OLD.into_iter().filter(|key| section.has(key) || section.has_section(key)) {
        section.leave(key);
        section.report(key, &CharterError::Outdated { now: "show_from = 11".to_owned() });
    }
    if let Some(knowledge) = section.optional_text("knowledge") {
        let now = if knowledge == "population" { "class = \"private\"" } else { "show_from = 11" };
        section.report("knowledge", &CharterError::Outdated { now: now.to_owned() });
    }
    show_from(section)
}
