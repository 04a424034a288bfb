use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::check::LogError;
use super::record::Entry;
use crate::charter::{Act, Charter, Class};
use crate::model::{Digest, MemberId};

/// How many decisions a log has, by what is known of whoever took them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Decided {
    /// Signed with the officer's key that the charter names.
    pub signed: u64,
    /// Under a charter that names no key of the officer.
    pub by_account: u64,
    /// Under a charter that isn't here.
    pub other_charter: u64,
}

/// Holds the decisions of a log, record by record in order, against the charters that say whose they are.
#[derive(Debug)]
pub struct Decisions<'c> {
    charters: BTreeMap<Digest, &'c Charter>,
    decided: Decided,
    /// Edition and release of what the officer approved.
    approved: BTreeSet<(String, String)>,
    /// Of what may answer.
    active: BTreeSet<(String, String)>,
}

impl<'c> Decisions<'c> {
    /// Against these charters.
    pub fn new(charters: impl IntoIterator<Item = &'c Charter>) -> Self {
        let charters = charters.into_iter().map(|charter| (charter.digest, charter)).collect();
        Self { charters, decided: Decided::default(), approved: BTreeSet::new(), active: BTreeSet::new() }
    }

    /// Takes in the next record.
    ///
    /// *Errors:* the charter names the officer's key, and this is a decision that the officer didn't sign, or what follows
    /// from one that isn't there.
    pub fn add(&mut self, entry: &Entry) -> Result<(), LogError> {
        let bad = || LogError::Decision { seq: entry.seq };
        if entry.decision != "allow" {
            return Ok(());
        }
        let Some(charter) = self.charters.get(&entry.charter_digest) else {
            let standing = entry.kind == "release.activated" && entry.more.contains_key("decided_by");
            self.decided.other_charter += u64::from(is_decision(entry) || standing);
            return Ok(());
        };
        let member: MemberId = entry.node.rsplit('/').next().unwrap_or_default().parse().map_err(|_| bad())?;
        let standing = entry.kind == "release.activated" && entry.flag("standing") && charter.class != Class::Public;
        let statement = match (is_decision(entry), standing) {
            (true, _) => Some(charter.statement(&member, act(entry).ok_or_else(bad)?)),
            (_, true) => Some(charter.standing_approval(&member)),
            _ => None,
        };
        let Some(key) = charter.officer_key(&member) else {
            self.decided.by_account += u64::from(statement.is_some());
            return Ok(());
        };
        if let Some(statement) = &statement {
            let signed = key.holds(&statement.text(), entry.text("signature"));
            signed.then_some(()).ok_or_else(bad)?;
            self.decided.signed += 1;
        }
        // What a release tells follows from a decision: an answer without one is nobody's.
        let release = (entry.text("edition").to_owned(), entry.text("release").to_owned());
        let follows = match entry.kind.as_str() {
            "release.approved" => {
                self.approved.insert(release);
                true
            }
            "release.activated" => {
                let follows = entry.flag("standing") || self.approved.contains(&release);
                self.active.insert(release);
                follows
            }
            // One that was withdrawn may have been asked just before.
            "table.answered" => self.active.contains(&release),
            _ => true,
        };
        if follows { Ok(()) } else { Err(bad()) }
    }

    /// How many there are.
    pub fn finish(self) -> Decided {
        self.decided
    }
}

/// Whether a record is one of an officer's decisions.
fn is_decision(entry: &Entry) -> bool {
    let acted = ["detail-erased", "log-settled", "witness-forgot"];
    matches!(entry.kind.as_str(), "release.approved" | "release.refused" | "release.withdrawn")
        || entry.kind == "operator.action" && acted.contains(&entry.text("action"))
}

/// What it decides.
fn act(entry: &Entry) -> Option<Act> {
    let object = || entry.text("object").to_owned();
    let release = || Some((entry.text("edition").parse().ok()?, entry.text("release").parse().ok()?));
    Some(match (entry.kind.as_str(), entry.text("action")) {
        ("release.approved", _) => release().map(|(edition, release)| Act::Approve(edition, release))?,
        ("release.refused", _) => release().map(|(edition, release)| Act::Refuse(edition, release))?,
        ("release.withdrawn", _) => release().map(|(edition, release)| Act::Withdraw(edition, release))?,
        (_, "detail-erased") => Act::Erase(object()),
        (_, "log-settled") => Act::Settle(object()),
        (_, "witness-forgot") => Act::Forget(object()),
        _ => return None,
    })
}
