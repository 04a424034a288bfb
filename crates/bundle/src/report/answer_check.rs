//! Checks of members' answers, before they are added up.

use crate::charter::{Charter, Class};
use crate::disclosure::private::{GAP, largest_gap};
use crate::model::{AreaCode, MemberId, PublishedTable, problems};

problems! {
    /// Reasons that a member's answer can't be used.
    pub enum AnswerError {
        /// An area that another member speaks for.
        ForeignArea(Integrity, "member-foreign-area") { area: AreaCode },
        /// A protected table without a row for a place or a combination: its absence would be a disclosure.
        IncompleteTable(Integrity, "member-incomplete-table") {},
        /// Figures of class `private` that don't add up, so that they didn't come from measurements.
        NotAdditive(Integrity, "member-not-additive") {},
    }
}

/// Checks that tables are those that a member may answer with: about its own areas; if protected, about all of them;
/// and additive in class `private`.
pub fn check_answer(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> Result<(), AnswerError> {
    let reach = charter.reach(member);
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        let reach = &reach[table.level];
        if let Some(row) = cells.rows.iter().find(|row| !reach[row.area.at()]) {
            let area = charter.geography.areas(table.level)[row.area.at()].code.clone();
            return Err(AnswerError::ForeignArea { area });
        }
        let areas = reach.iter().filter(|own| **own).count() as u64;
        if charter.class() != Class::Public && cells.len() as u64 != areas * table.combinations(&charter.groups) {
            return Err(AnswerError::IncompleteTable {});
        }
    }
    if charter.class() == Class::Private && largest_gap(charter, member, tables) > GAP {
        return Err(AnswerError::NotAdditive {});
    }
    Ok(())
}
