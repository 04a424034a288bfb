use std::path::Path;

use serde_json::json;

use super::super::decision::read_key;
use super::super::open_charter;
use super::super::shell::Shell;
use crate::charter::{DecisionError, StandingApproval};
use crate::folder;
use crate::model::{Findings, MemberId};

/// The section of `policy.toml` by which releases need no further word; or what the officer has to sign for it.
pub(super) fn run(
    shell: &Shell,
    folder: &Path,
    member: &MemberId,
    note: Option<&Path>,
    key: Option<&Path>,
) -> Result<(), Findings> {
    let (_, charter) = open_charter(folder)?;
    charter.known_member(member)?;
    let statement = charter.standing_approval(member);
    let note = match (note, key) {
        (Some(path), _) => Some(folder::read_file(path)?),
        (None, Some(path)) => Some(read_key(path)?.sign(&statement.text())),
        (None, None) => None,
    };
    let note = match (charter.officer_key(member), note) {
        (Some(_), None) => {
            let text = statement.text();
            shell.data(&json!({ "text": text }), || text.clone());
            shell.say("decision-next-sign", &[]);
            return Ok(());
        }
        (Some(key), Some(note)) => {
            statement.signed(&note, key)?;
            Some(note)
        }
        (None, Some(_)) => return Err(DecisionError::NoKey { member: member.clone() }.into()),
        (None, None) => None,
    };
    let section = StandingApproval::section(&charter, note);
    shell.data(&json!({ "section": section }), || section.clone());
    shell.say("standing-next", &[]);
    Ok(())
}
