//! Answers of members, before they are added up.

use crate::charter::{Charter, Class};
use crate::disclosure::private::{GAP, largest_gap};
use crate::model::{AreaCode, MemberId, PublishedTable, problems};

problems! {
    /// Why a member's answer can't be used.
    pub enum AnswerError {
        /// A member answers for an area that another one speaks for.
        ForeignArea(Integrity, "member-foreign-area") { area: AreaCode },
        /// A protected table has no row for a place or a combination: what is missing would tell.
        IncompleteTable(Integrity, "member-incomplete-table") {},
        /// Figures of class `private` that don't add up didn't come from measurements.
        NotAdditive(Integrity, "member-not-additive") {},
    }
}

/// Whether tables are what a member may answer: about its own areas; protected, about all of them; and in class `private` such
/// that they add up.
pub fn check_answer(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> Result<(), AnswerError> {
    let reach = charter.reach(member);
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        let reach = &reach[table.level];
        if let Some(row) = cells.rows.iter().find(|row| !reach[row.area as usize]) {
            let area = charter.geography.areas(table.level)[row.area as usize].code.clone();
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
