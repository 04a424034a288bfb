use std::fmt::Write as _;

use super::{Charter, Dimension, Indicator, Rules, Weights};
use crate::model::{Digest, MemberId};

impl Charter {
    /// SHA-256 over what the stored columns of a member mean: which areas are its own, and as which area of the lattice
    /// each is stored; groups, indicators and their scales; whether people have weights, and the cap under which these fit into the sums. Data
    /// loaded under one charter fit every later version with the same dictionary.
    pub fn dictionary(&self, member: &MemberId) -> Digest {
        let mut text = String::from("archipel dictionary 1\n");
        let (finest, stored) = (self.geography.finest(), self.lattice.finest_level());
        let member = self.members.iter().position(|known| known.id == *member);
        let areas = self.geography.areas(finest).iter().zip(self.geography.ancestors(finest, stored));
        let own = areas.zip(self.owners()).filter(|(_, owner)| owner.is_some() && *owner == member);
        for ((area, position), _) in own {
            let stored = &self.geography.areas(stored)[position as usize].code;
            let _ = writeln!(text, "area {} {position} {stored}", area.code);
        }
        for group in &self.groups {
            let _ = writeln!(text, "group {} {:?}", group.id, group.other);
            for category in &group.categories {
                let _ = writeln!(text, "category {}", category.id);
            }
        }
        for indicator in &self.method.indicators {
            let kind = match indicator.scale {
                super::Scale::YesNo { .. } => "yes_no".to_owned(),
                super::Scale::Ordered { steps, .. } => format!("ordered {steps}"),
                super::Scale::Number { .. } => "number".to_owned(),
            };
            let _ = writeln!(text, "indicator {} {kind}", indicator.id);
        }
        let _ = writeln!(text, "weight_cap {:?}", self.method.weight_cap);
        // Where the charter says nothing, a load may have weights or not.
        if let Some(weights) = self.method.weights {
            let _ = writeln!(text, "weights {}", weights != Weights::None);
        }
        Digest::of(text.as_bytes())
    }

    /// SHA-256 over what the figures of a member mean, and how large their noise is under these rules: two releases of the
    /// same people can be judged together where it is the same. Thresholds are left out: a block's status is its own.
    pub fn meaning(&self, member: &MemberId, rules: &Rules) -> Digest {
        let mut text = format!("archipel meaning 1\n{}\n{}\n", self.dictionary(member), self.lattice_digest());
        for (level, own) in self.reach(member).iter().enumerate() {
            let areas = self.geography.areas(level).iter().enumerate().filter(|(position, _)| own[*position]);
            for (position, area) in areas {
                let above = (0..level).map(|above| self.geography.ancestor(level, position as u32, above));
                let _ = writeln!(text, "area {level} {position} {} {:?}", area.code, above.collect::<Vec<_>>());
            }
        }
        let method = &self.method;
        let _ = writeln!(text, "method {:?} {:?} {:?}", method.aggregate, method.missing_dimension, method.weight_cap);
        for dimension in &method.dimensions {
            let Dimension { id, weight, aggregate, min_answered, .. } = dimension;
            let _ = writeln!(text, "dimension {id} {weight} {aggregate:?} {min_answered}");
        }
        for indicator in &method.indicators {
            let Indicator { id, dimension, scale, weight, .. } = indicator;
            let _ = writeln!(text, "indicator {id} {dimension} {scale:?} {weight}");
        }
        for band in &method.bands {
            let _ = writeln!(text, "band {} {:?}", band.id, band.below);
        }
        let Rules { knowledge, budget, releases, weight_cap_means, .. } = rules;
        let _ = writeln!(text, "noise {knowledge:?} {budget:?} {releases} {weight_cap_means}");
        Digest::of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use crate::charter::{Charter, CharterFiles, template};

    type Edits<'e> = &'e [[&'e str; 2]];

    /// The template after replacements, each in the one file that holds its text.
    fn charter(edits: Edits<'_>) -> Charter {
        let mut files: CharterFiles = template(None);
        for [from, to] in edits {
            let held = files.values_mut().find_map(|text| {
                let found = std::str::from_utf8(text).unwrap();
                found.contains(from).then(|| found.replacen(from, to, 1)).map(|edited| (text, edited))
            });
            let (text, edited) = held.unwrap_or_else(|| panic!("{from}"));
            *text = edited.into_bytes();
        }
        Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"))
    }

    /// Each case makes a second version out of a first one, and names the members that must load again.
    #[test]
    fn a_load_fits_for_as_long_as_its_columns_mean_the_same() {
        let islands = [
            ["level = \"town\"\ngroups", "level = \"island\"\ngroups"],
            ["[\"GUL-2\", \"PIN-1\"]", "[\"GUL\", \"PIN\"]"],
            ["[\"PIN\"]\n\n", "[\"PIN-1\", \"PIN-2\"]\n\n"],
            ["[\"LAN\"]", "[\"LAN-1\", \"LAN-2\", \"PIN-3\"]"],
        ];
        let elsewhere = ["#  { id = \"elsewhere\"", "  { id = \"elsewhere\""];
        let town = ["LAN-1,town", "LAN-0,town,LAN,New Pier,Quai-Neuf\nLAN-1,town"];
        let cases: &[(Edits<'_>, Edits<'_>, &[&str])] = &[
            (&[], &[["en = \"Age\"", "en = \"Years\""], ["2099", "2098"], ["below = 25", "below = 20"]], &[]),
            (&[], &[["min_answered = 1", "min_answered = 2"], ["weight = 2.0", "weight = 3.0"]], &[]),
            (&[], &[["high = 120.0", "high = 100.0"], ["worse = \"higher\"", "worse = \"lower\""]], &[]),
            (&[], &[["[\"GUL\"]", "[\"GUL\", \"LAN-2\"]"], ["[\"LAN\"]", "[\"LAN-1\"]"]], &["gulls", "lanterns"]),
            (&islands, &[["PIN-3,town,PIN", "PIN-3,town,LAN"]], &["lanterns"]),
            // Stored areas are positions, and those behind a new town move on.
            (&[], &[town], &["lanterns", "pines"]),
            (&islands, &[town], &[]),
            (&[elsewhere], &[["other = true", "other = false"]], &["gulls", "lanterns", "pines"]),
            (&[], &[["#weights", "weights"]], &["gulls", "lanterns", "pines"]),
            (
                &[["#weights = \"none\"", "weights = \"design\""]],
                &[["weights = \"design\"", "weights = \"calibrated\""]],
                &[],
            ),
            (&[], &[["#weight_cap", "weight_cap"]], &["gulls", "lanterns", "pines"]),
            (&[], &[["steps = 5", "steps = 6"]], &["gulls", "lanterns", "pines"]),
        ];
        for (first, changes, expected) in cases {
            let (old, new) = (charter(first), charter(&[*first, *changes].concat()));
            let members = old.members.iter().map(|member| &member.id);
            let changed = members.filter(|id| old.dictionary(id) != new.dictionary(id));
            assert_eq!(changed.map(|id| id.as_str()).collect::<Vec<_>>(), *expected, "{changes:?}");
        }
    }
}
