use std::fmt::Write as _;

use super::Charter;
use crate::model::Digest;

impl Charter {
    /// SHA-256 over what stored columns mean: areas that the lattice may publish, groups, indicators and their scales. Data
    /// loaded under one charter fit every later version with the same dictionary.
    pub fn dictionary(&self) -> Digest {
        let mut text = String::from("archipel dictionary 1\n");
        let level = self.lattice.finest_level();
        for area in self.geography.areas(level) {
            let _ = writeln!(text, "area {level} {}", area.code);
        }
        for group in &self.groups {
            let _ = writeln!(text, "group {}", group.id);
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
        Digest::of(text.as_bytes())
    }
}
