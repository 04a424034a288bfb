//! A verified bundle in words, equal on a terminal and on a page.

use serde_json::{Value, json};

use super::{VerifiedBundle, VerifiedLog};
use crate::audit::Vouched;
use crate::model::MemberId;
use crate::report::SignOff;
use crate::text::{Texts, Variable};

/// Text about a bundle that verifies, in one language.
pub struct VerificationText {
    /// Titles of the columns of `rows`.
    pub header: Vec<String>,
    /// For each member that answered: its id, and numbers of receipts, records in its log, and witnesses.
    pub rows: Vec<Vec<String>>,
    /// Verdict: the verified facts.
    pub verdict: String,
    /// Further sentences: logs, files of another version, maker and signers. A sentence each.
    pub notes: Vec<String>,
}

impl VerifiedBundle {
    /// The bundle in the language of `texts`.
    pub fn statement(&self, texts: &Texts) -> VerificationText {
        let header = ["member", "receipts", "records", "witnesses"];
        let number = |number: u64| texts.number(number as f64, 0);
        let row = |(member, vouched): &(MemberId, Vouched)| {
            let counts = [vouched.receipts.len() as u64, records(vouched), vouched.witnesses.len() as u64];
            [member.to_string()].into_iter().chain(counts.map(number)).collect()
        };
        let words = [("edition", self.edition.digest().short().into()), ("files", self.files.into())];
        let verdict = if self.unrepeated.is_empty() { "bundle-sound" } else { "bundle-sound-in-part" };
        VerificationText {
            header: header.map(|name| texts.line(&format!("bundle-{name}"), &[])).into(),
            rows: self.members.iter().map(row).collect(),
            verdict: texts.line(verdict, &words),
            notes: self.notes(texts),
        }
    }

    /// The bundle for machines.
    pub fn to_json(&self) -> Value {
        let member = |(member, vouched): &(MemberId, Vouched)| {
            json!({
                "member": member.to_string(),
                "receipts": vouched.receipts.len(),
                "records": records(vouched),
                "witnesses": vouched.witnesses.len(),
                "key": vouched.key.to_string(),
            })
        };
        let standing = &self.published.standing;
        json!({
            "edition": self.edition.to_string(),
            "files": self.files,
            "members": self.members.iter().map(member).collect::<Vec<_>>(),
            "logs": self.logs.len(),
            "publication": {
                "number": standing.number(),
                "pilot": standing.pilot,
                "corrects": standing.correction.as_ref().map(|known| known.corrects.to_string()),
                "signed": self.sign_off.signed,
                "needed": self.sign_off.needed,
                "published": self.sign_off.is_reached(),
            },
            "rehearsal": self.published.rehearsal,
            "unrepeated": self.unrepeated,
        })
    }

    fn notes(&self, texts: &Texts) -> Vec<String> {
        let mut notes: Vec<String> = self.logs.iter().map(|(name, log)| log_statement(texts, name, log)).collect();
        if let Err(error) = self.must_be_repeated() {
            notes.push(texts.problem(&error.into()).0);
        }
        if self.published.rehearsal {
            notes.push(texts.line("bundle-rehearsal", &[]));
        }
        let signed = if self.sign_off.signed.is_empty() { "bundle-unsigned" } else { "publish-state" };
        notes.push(texts.line(signed, &self.sign_off.words()));
        notes
    }
}

/// Sentence about a verified log.
pub fn log_statement(texts: &Texts, name: &str, log: &VerifiedLog) -> String {
    let words =
        [("name", name.into()), ("records", log.checkpoint.size.into()), ("witnesses", log.witnesses.len().into())];
    texts.line("log-verified", &words)
}

/// Number of records in the log under the checkpoint of the receipts.
fn records(vouched: &Vouched) -> u64 {
    vouched.receipts.first().map_or(0, |receipt| receipt.checkpoint.size)
}

impl SignOff {
    /// Words of the sentence about the signers.
    pub fn words(&self) -> [(&'static str, Variable); 3] {
        [("signed", self.signed.len().into()), ("needed", self.needed.into()), ("names", self.signed.join(", ").into())]
    }
}
