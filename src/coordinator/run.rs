//! One run of a coordinator: the computation, the client of the nodes, and the receivers of its events.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::audit::{ClaimOutcome, Disagreement};
use crate::charter::Charter;
use crate::model::{Digest, EditionId, MemberId, Period};
use crate::note::VerifierKey;
use crate::report::{AbsentPopulation, Require};

/// Evidence against the log of a member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Evidence {
    /// Member with this log.
    pub member: MemberId,
    /// Witness that knew another checkpoint than the one found.
    pub witness: MemberId,
    /// Both checkpoints.
    pub disagreement: Disagreement,
    /// Whether they contradict each other; otherwise the log only fails to show that one extends the other.
    pub proved: bool,
}

/// A node, as earlier runs of a coordinator knew it.
#[derive(Clone, Debug)]
pub struct KnownNode {
    /// The key of its log.
    pub key: VerifierKey,
    /// The last checkpoint of its log: a signed note; `None` where only the key is known.
    pub checkpoint: Option<String>,
    /// Digest of the release of the same edition, if it was asked before.
    pub release: Option<Digest>,
    /// Number of people of the member, by weight, in its last answer.
    pub people: Option<f64>,
}

/// Progress of a member's part of a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Its release is being built; progress in parts per thousand.
    Building(u32),
    /// Its tables are being fetched.
    Answering,
    /// All its tables are here.
    Done,
    /// It is missing from the result.
    Missing,
}

/// Receives the stage of a member; called from several tasks at a time.
pub type OnStage = Arc<dyn Fn(&MemberId, Stage) + Send + Sync>;

/// Receives two checkpoints of a log that can't both be true; called from several tasks at a time.
pub type OnEvidence = Arc<dyn Fn(Evidence) + Send + Sync>;

/// Signs a member's claim for the witness key of this name, if the key is this coordinator's; called from several tasks
/// at a time. What it signs has been stored, for good.
pub type OnClaim = Arc<dyn Fn(&str, &MemberId, &VerifierKey, &str) -> Option<ClaimOutcome> + Send + Sync>;

/// One run of a coordinator.
pub struct IndexRun<P> {
    /// The agreement.
    pub charter: Arc<Charter>,
    /// Calls to the members' nodes.
    pub nodes: Arc<P>,
    /// The computation.
    pub edition: EditionId,
    /// Period of the data.
    pub period: Period,
    /// Revision of the edition; 0 for the first release.
    pub revision: u32,
    /// Name in the coordinator's certificate, which receipts must have.
    pub caller: String,
    /// Number of members that must answer.
    pub require: Require,
    /// Number of members that are asked at a time.
    pub at_a_time: usize,
    /// Nodes as earlier runs knew them.
    pub remembered: Arc<BTreeMap<MemberId, KnownNode>>,
    /// Receives the stage of each member.
    pub report: OnStage,
    /// Receives two checkpoints of a log that can't both be true.
    pub evidence: OnEvidence,
    /// Signs members' claims.
    pub claim: OnClaim,
}

impl<P> IndexRun<P> {
    /// Number of people for whom a missing member stands, if it is known: by its last answer, or by the charter.
    pub(super) fn population(&self, member: &MemberId) -> Option<AbsentPopulation> {
        let answered = self.remembered.get(member).and_then(|known| known.people);
        let declared = self.charter.member(member).and_then(|known| known.population);
        answered.map(AbsentPopulation::Answered).or(declared.map(|people| AbsentPopulation::Declared(people as f64)))
    }
}

// Written out, as the derived one would require a client that is `Clone`.
impl<P> Clone for IndexRun<P> {
    fn clone(&self) -> Self {
        Self {
            charter: self.charter.clone(),
            nodes: self.nodes.clone(),
            edition: self.edition,
            period: self.period.clone(),
            revision: self.revision,
            caller: self.caller.clone(),
            require: self.require,
            at_a_time: self.at_a_time,
            remembered: self.remembered.clone(),
            report: self.report.clone(),
            evidence: self.evidence.clone(),
            claim: self.claim.clone(),
        }
    }
}
