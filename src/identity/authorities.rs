//! Authorities that a charter names.

use super::{Party, SpiffeId, Trust};
use crate::charter::{Charter, CharterFiles};
use crate::model::{Findings, problems};

problems! {
    /// Reason why a charter's authorities can't be trusted.
    pub enum AuthorityError {
        /// The file of an authority is missing.
        Missing(Data, "charter-no-authority") { party: String },
    }
}

impl Trust {
    /// Trust in the authorities that a charter names, from the files of its folder.
    pub fn of_charter(charter: &Charter, files: &CharterFiles) -> Result<Self, Findings> {
        let mut trust = Self::new(&charter.id)?;
        let members = charter.members.iter();
        let members = members.map(|member| (Party::Member(member.id.clone()), member.authority.as_ref()));
        let coordinators = charter.coordinators.iter().filter_map(|coordinator| {
            let id: SpiffeId = coordinator.identity.parse().ok()?;
            Some((id.speaker().party(), coordinator.authority.as_ref()))
        });
        for (party, file) in members.chain(coordinators) {
            let Some(file) = file else { continue };
            let missing = || AuthorityError::Missing { party: party.to_string() };
            trust.add(party.clone(), file, files.get(file).ok_or_else(missing)?)?;
        }
        Ok(trust)
    }
}
