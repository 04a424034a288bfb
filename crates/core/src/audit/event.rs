use serde::Serialize;

use crate::model::{Digest, EditionId, Period, Rho};

/// A word of a record: an identifier, a stable key, a name in a certificate. Anything else becomes its digest, so that
/// no free text and no value can get into a log this way.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Word(String);

impl Word {
    /// Largest number of characters of a word.
    const LONGEST: usize = 400;

    /// The text itself, or `sha256:…` where it isn't a word.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let plain = |b: u8| b.is_ascii_alphanumeric() || b":/._+-@".contains(&b);
        match text.len() <= Self::LONGEST && text.bytes().all(plain) {
            true => Self(text.to_owned()),
            false => Self(format!("sha256:{}", Digest::of(text.as_bytes()))),
        }
    }

    /// The word as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Outcome of the action that a record describes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Done.
    Allow,
    /// Refused.
    Deny,
    /// Failed.
    Error,
}

/// Authenticated caller: the name in its certificate, and the certificate's digest.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Certified {
    /// The name.
    pub peer: Word,
    /// SHA-256 over the certificate as it travels.
    pub certificate: Digest,
    /// Whether the caller is another party than the node's own member.
    pub outside: bool,
}

/// An officer's access to the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Look {
    /// Reading its records.
    Log,
    /// Reading one of them in full.
    Show,
    /// Making a proof.
    Prove,
    /// Reporting on it.
    Report,
    /// Copying this number of records.
    Export(u64),
}

impl Event {
    /// Whether the event is about the node's own budget.
    pub fn is_about_the_budget(&self) -> bool {
        matches!(
            self,
            Self::BudgetRuled { .. }
                | Self::BudgetHandedOver { .. }
                | Self::BudgetApproved { .. }
                | Self::BudgetReserved { .. }
                | Self::BudgetSpent { .. }
                | Self::BudgetBurnt { .. }
                | Self::BudgetFound { .. }
        )
    }
}

impl Look {
    /// Event to be written for the access.
    pub fn event(self) -> Event {
        let viewed = |command| Event::LogViewed { command: Word::new(command) };
        match self {
            Self::Log => viewed("log"),
            Self::Show => viewed("show"),
            Self::Prove => viewed("prove"),
            Self::Report => viewed("report"),
            Self::Export(size) => Event::LogExported { size },
        }
    }
}

/// Authority behind a decision.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "decided_by", rename_all = "kebab-case")]
pub enum DecidedBy {
    /// The officer's own signature, by the key that the charter names, over a text that can be made again from record
    /// and charter.
    OfficerKey {
        /// Name of the key.
        key: Word,
        /// Signature as it stands in the note.
        signature: String,
    },
    /// The operator's account on the node: the charter names no key of an officer.
    OperatorAccount,
}

/// A checkpoint of another log.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Seen {
    /// Origin of that log.
    pub log: Word,
    /// Number of records.
    pub size: u64,
    /// Root over the records.
    pub root: Digest,
}

/// Event that a record describes. Names of kinds and fields are those of the reference page `records.md`.
#[allow(missing_docs, reason = "fields that say what they are")]
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "kind")]
pub enum Event {
    /// The node begins to serve.
    #[serde(rename = "node.started")]
    NodeStarted {
        /// Its certificate.
        certificate: Digest,
        /// Whether the last run ended as it should.
        clean: bool,
    },
    /// The node has stopped.
    #[serde(rename = "node.stopped")]
    NodeStopped {},
    /// A load of person records becomes the dataset of a period.
    #[serde(rename = "dataset.loaded")]
    DatasetLoaded { period: Period, dataset: Digest },
    /// A dataset has been replaced.
    #[serde(rename = "dataset.retired")]
    DatasetRetired { period: Period, dataset: Digest },
    /// An edition is asked for.
    #[serde(rename = "edition.proposed")]
    EditionProposed {
        #[serde(flatten)]
        by: Certified,
        edition: EditionId,
        period: Period,
    },
    /// A release has been built.
    #[serde(rename = "release.built")]
    ReleaseBuilt { edition: EditionId, period: Period, dataset: Digest, release: Digest, class: Word },
    /// The officer approved a release.
    #[serde(rename = "release.approved")]
    ReleaseApproved {
        edition: EditionId,
        release: Digest,
        /// Whether another release of the same people had left before, in class `controlled`.
        again: bool,
        #[serde(flatten)]
        by: DecidedBy,
    },
    /// The officer refused a release.
    #[serde(rename = "release.refused")]
    ReleaseRefused {
        edition: EditionId,
        release: Digest,
        #[serde(flatten)]
        by: DecidedBy,
    },
    /// A release answers from now on.
    #[serde(rename = "release.activated")]
    ReleaseActivated {
        edition: EditionId,
        period: Period,
        release: Digest,
        /// Whether a standing approval allowed it, without a decision of its own.
        standing: bool,
        /// Authority of the standing approval; `None` where the class needs none, or where an earlier record names it.
        #[serde(flatten)]
        by: Option<DecidedBy>,
    },
    /// A release answers no more.
    #[serde(rename = "release.withdrawn")]
    ReleaseWithdrawn {
        edition: EditionId,
        release: Digest,
        #[serde(flatten)]
        by: DecidedBy,
    },
    /// The officer limits the total loss of all releases, and names the witnesses of the spending.
    #[serde(rename = "budget.ruled")]
    BudgetRuled {
        /// Number of the rule in the log, from 1, so that a signature serves once.
        number: u32,
        lifetime: Rho,
        /// Keys of the witnesses.
        witnesses: Vec<Word>,
        #[serde(flatten)]
        by: DecidedBy,
    },
    /// More than half of the earlier witnesses know that others take their places.
    #[serde(rename = "budget.handed-over")]
    BudgetHandedOver { witnesses: Vec<Word> },
    /// As a witness, this node stores the announced spending of another member.
    #[serde(rename = "budget.witnessed")]
    BudgetWitnessed { log: Word, total: Rho },
    /// The officer lets a release of class `private` be drawn: its cost, and the total cost of all with it.
    #[serde(rename = "budget.approved")]
    BudgetApproved {
        edition: EditionId,
        period: Period,
        dataset: Digest,
        plan: Digest,
        rho: Rho,
        total: Rho,
        /// Whether it was a standing approval.
        standing: bool,
        /// Number of editions that the approval lets through; 0 where it wasn't a standing one.
        editions: u32,
        #[serde(flatten)]
        by: DecidedBy,
    },
    /// A release is about to be drawn: from here on its cost counts, whatever happens.
    #[serde(rename = "budget.reserved")]
    BudgetReserved {
        edition: EditionId,
        dataset: Digest,
        plan: Digest,
        rho: Rho,
        total: Rho,
        /// Commitment to the secret from which its noise follows.
        seed: Digest,
    },
    /// The release was drawn.
    #[serde(rename = "budget.spent")]
    BudgetSpent { edition: EditionId, release: Digest },
    /// The release was reserved and can't be drawn any more: its cost still counts, without a result.
    #[serde(rename = "budget.burnt")]
    BudgetBurnt { edition: EditionId, rho: Rho, total: Rho },
    /// Witnesses know of spending that this log has lost: it counts.
    #[serde(rename = "budget.found")]
    BudgetFound {
        /// Edition of the last lost spending.
        #[serde(skip_serializing_if = "Option::is_none")]
        edition: Option<EditionId>,
        rho: Rho,
        total: Rho,
    },
    /// Cells of a release are about to leave.
    #[serde(rename = "table.answered")]
    TableAnswered {
        #[serde(flatten)]
        by: Certified,
        edition: EditionId,
        period: Period,
        dataset: Digest,
        release: Digest,
        level: Word,
        groups: Word,
        /// Whether it is the whole table.
        whole: bool,
        /// Digest of the cells: [`crate::model::table_digest`].
        answer: Digest,
        published: u64,
        withheld: u64,
    },
    /// Answers that have left whole, by the numbers of their records: first and last of each stretch.
    #[serde(rename = "table.sent")]
    TableSent { records: Vec<[u64; 2]> },
    /// A call was refused.
    #[serde(rename = "request.refused")]
    RequestRefused {
        /// Caller; empty where it could not prove its identity.
        #[serde(flatten)]
        by: Option<Certified>,
        call: Word,
        /// Number of such calls in a stretch of time in which they were so frequent that they are counted together.
        count: u64,
    },
    /// The node's own policy has changed.
    #[serde(rename = "policy.changed")]
    PolicyChanged { before: Digest, after: Digest },
    /// The node acts under another charter.
    #[serde(rename = "charter.changed")]
    CharterChanged { before: Digest, after: Digest },
    /// The node shows another certificate.
    #[serde(rename = "certificate.changed")]
    CertificateChanged { before: Digest, after: Digest },
    /// This node cosigned checkpoints of other logs.
    #[serde(rename = "witness.cosigned")]
    WitnessCosigned { logs: Vec<Seen> },
    /// The log gets other witnesses, once most of the earlier ones have seen this record.
    #[serde(rename = "witnesses.changed")]
    WitnessesChanged { before: Vec<Word>, after: Vec<Word> },
    /// Two checkpoints of one log contradict each other.
    #[serde(rename = "witness.disagreed")]
    WitnessDisagreed {
        log: Word,
        size: u64,
        root: Digest,
        known_size: u64,
        known_root: Digest,
        /// Whether it is this node's own log.
        own: bool,
    },
    /// An officer looked at the log.
    #[serde(rename = "log.viewed")]
    LogViewed { command: Word },
    /// An officer took a copy of the log.
    #[serde(rename = "log.exported")]
    LogExported { size: u64 },
    /// Another action of an operator of the node.
    #[serde(rename = "operator.action")]
    OperatorAction {
        /// Stable key of the action.
        action: Word,
        /// Object of the action.
        object: Word,
        /// Authority behind it, where it was a decision.
        #[serde(flatten)]
        by: Option<DecidedBy>,
    },
}

/// Names of all kinds, and the ends of the keys of their texts.
pub const KINDS: [(&str, &str); 30] = [
    ("node.started", "node-started"),
    ("node.stopped", "node-stopped"),
    ("dataset.loaded", "dataset-loaded"),
    ("dataset.retired", "dataset-retired"),
    ("edition.proposed", "edition-proposed"),
    ("release.built", "release-built"),
    ("release.approved", "release-approved"),
    ("release.refused", "release-refused"),
    ("release.activated", "release-activated"),
    ("release.withdrawn", "release-withdrawn"),
    ("budget.ruled", "budget-ruled"),
    ("budget.handed-over", "budget-handed-over"),
    ("budget.witnessed", "budget-witnessed"),
    ("budget.approved", "budget-approved"),
    ("budget.reserved", "budget-reserved"),
    ("budget.spent", "budget-spent"),
    ("budget.burnt", "budget-burnt"),
    ("budget.found", "budget-found"),
    ("table.answered", "table-answered"),
    ("table.sent", "table-sent"),
    ("request.refused", "request-refused"),
    ("policy.changed", "policy-changed"),
    ("charter.changed", "charter-changed"),
    ("certificate.changed", "certificate-changed"),
    ("witness.cosigned", "witness-cosigned"),
    ("witness.disagreed", "witness-disagreed"),
    ("witnesses.changed", "witnesses-changed"),
    ("log.viewed", "log-viewed"),
    ("log.exported", "log-exported"),
    ("operator.action", "operator-action"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_word_and_everything_else_its_digest() {
        for word in ["spiffe://isles/coordinator/hub", "age+gender:rough", "member-no-data", "x@2"] {
            assert_eq!(Word::new(word).as_str(), word);
        }
        for text in ["two words", "1;2", "l’île", "\"", "\n", &"x".repeat(401)] {
            assert!(Word::new(text).as_str().starts_with("sha256:"), "{text:?}");
        }
    }
}
