use std::collections::BTreeSet;

use super::*;

/// Ids that become columns of the published table or of members' files, each of which may be used once.
#[derive(Default)]
pub(super) struct ColumnIds(BTreeSet<String>);

impl ColumnIds {
    pub(super) fn take(&mut self, section: &Section<'_, '_>) -> String {
        let id = identifier(section, "id");
        // Reserved for shares of bands, and for standard errors of any column.
        let made = id.starts_with("share_") || id.ends_with("_se");
        if made || RESERVED.contains(&id.as_str()) {
            section.report("id", &CharterError::Reserved { id: id.clone() });
        } else if !id.is_empty() && !self.0.insert(id.clone()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        id
    }
}

/// Columns of the published table and of members' files, which no id may equal.
const RESERVED: [&str; 24] = [
    "level",
    "area",
    "persons",
    "weight",
    "index",
    "cv",
    "status",
    "stands_for",
    "index_low",
    "index_high",
    "rank_low",
    "rank_high",
    "members",
    "of_members",
    "person_id",
    "household_id",
    "dguid",
    "name_en",
    "name_fr",
    "point",
    "owner",
    "latitude",
    "longitude",
    "areas",
];
