use std::fmt::Write as _;

use super::{Charter, Weights};
use crate::model::{Digest, MemberId};

impl Charter {
    /// SHA-256 over the meaning of a member's stored columns: its areas, and the area of the lattice as which each is
    /// stored; groups, indicators and their scales; whether people have weights, and the cap under which these fit into
    /// the sums. Data loaded under one charter fit every later version with the same dictionary.
    pub fn dictionary(&self, member: &MemberId) -> Digest {
        let mut text = String::from("archipel dictionary 1\n");
        let (finest, stored) = (self.geography.finest(), self.lattice.finest_level());
        let cap = self.clipped_at(member);
        let member = self.members.iter().position(|known| known.id == *member);
        let areas = self.geography.areas(finest).iter().zip(self.geography.ancestors(finest, stored));
        let own = areas.zip(self.owners()).filter(|(_, owner)| owner.is_some() && *owner == member);
        for ((area, position), _) in own {
            let stored = &self.geography.areas(stored)[position.at()].code;
            let _ = writeln!(text, "area {} {} {stored}", area.code, position.0);
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
        let _ = writeln!(text, "weight_cap {cap:?}");
        // Where the charter says nothing, a load may have weights or not.
        if let Some(weights) = self.method.weights {
            let _ = writeln!(text, "weights {}", weights != Weights::None);
        }
        Digest::of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use crate::charter::{Charter, CharterFiles, template};

    type Edits<'e> = &'e [[&'e str; 2]];

    /// The template after replacements, each in the only file that holds its text.
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

    /// Each case turns a first version into a second one, and names the members that must load again.
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
            // Stored areas are positions, and those after a new town shift.
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
