use std::path::Path;

use serde_json::json;

use super::super::decision::read_key;
use super::super::open_charter;
use super::super::shell::Shell;
use crate::charter::{AgreementError, Class, DecisionError, StandingApproval};
use crate::folder;
use crate::model::{Findings, MemberId, problems};

problems! {
    /// Reason why there is no standing approval.
    enum StandingError {
        /// Class `private` without a number of editions.
        NoEditions(Usage, "standing-no-editions") {},
        /// A number of editions in another class.
        Editions(Usage, "standing-editions") {},
    }
}

/// Prints the section of `policy.toml` that lets releases through without a further decision, or the text that the
/// officer has to sign for it.
pub(super) fn run(
    shell: &Shell,
    folder: &Path,
    member: &MemberId,
    editions: Option<u32>,
    note: Option<&Path>,
    key: Option<&Path>,
) -> Result<(), Findings> {
    let (_, charter) = open_charter(folder)?;
    charter.known_member(member)?;
    let editions = match (charter.class(), editions) {
        (Class::Private, Some(editions)) => editions,
        (Class::Private, None) => return Err(StandingError::NoEditions {}.into()),
        (_, Some(_)) => return Err(StandingError::Editions {}.into()),
        (_, None) => 0,
    };
    let statement = charter.standing_approval(member, editions);
    let note = match (note, key) {
        (Some(path), _) => Some(folder::read_file(path)?),
        (None, Some(path)) => Some(read_key(path)?.sign(&statement.text())),
        (None, None) => None,
    };
    let note = match (charter.officer_key(member), note) {
        (Some(_), None) => {
            let text = statement.text();
            shell.data(&json!({ "text": text }), || text.clone());
            shell.say("standing-next-sign", &[]);
            return Ok(());
        }
        (Some(key), Some(note)) => {
            statement.signed(&note, key)?;
            Some(note)
        }
        (None, Some(_)) => return Err(DecisionError::NoKey { member: member.clone() }.into()),
        // Spending is decided by signature alone.
        (None, None) if charter.class() == Class::Private => {
            return Err(AgreementError::NoOfficer { members: member.to_string() }.into());
        }
        (None, None) => None,
    };
    let section = StandingApproval::section(&charter, editions, note);
    shell.data(&json!({ "section": section }), || section.clone());
    shell.say("standing-next", &[]);
    Ok(())
}
