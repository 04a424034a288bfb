//! One run of a coordinator: the computation, the way to the nodes, and who hears of what happens.

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
    /// Whose log it is.
    pub member: MemberId,
    /// Who knew another checkpoint than the one that was found.
    pub witness: MemberId,
    /// Both checkpoints.
    pub disagreement: Disagreement,
    /// Whether they can't both be true; else the log only doesn't show that they are.
    pub proved: bool,
}

/// A node, as earlier runs of a coordinator knew it.
#[derive(Clone, Debug)]
pub struct KnownNode {
    /// The key of its log.
    pub key: VerifierKey,
    /// The last checkpoint of its log: a signed note; `None` where only the key is known.
    pub checkpoint: Option<String>,
    /// Names the release of the same edition, if it was asked before.
    pub release: Option<Digest>,
    /// People of the member, by weight, in what it answered last.
    pub people: Option<f64>,
}

/// Progress of a member's part of a run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Its release is being built: parts per thousand.
    Building(u32),
    /// Its tables are being fetched.
    Answering,
    /// All its tables are here.
    Done,
    /// It is missing from the result.
    Missing,
}

/// Hears how far a member is; called from several tasks at a time.
pub type OnStage = Arc<dyn Fn(&MemberId, Stage) + Send + Sync>;

/// Hears of two checkpoints of a log that can't both be true; called from several tasks at a time.
pub type OnEvidence = Arc<dyn Fn(Evidence) + Send + Sync>;

/// Signs, as a witness whose key has this name, what a member is about to spend, if that is this coordinator's; called from several
/// tasks at a time. What it signs it has written down, for good.
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
    /// Which correction of it; 0 for the first release.
    pub revision: u32,
    /// The name in the coordinator's certificate: receipts are for it.
    pub caller: String,
    /// How many members must answer.
    pub require: Require,
    /// Members that are talked to at a time.
    pub at_a_time: usize,
    /// Nodes that earlier runs knew.
    pub remembered: Arc<BTreeMap<MemberId, KnownNode>>,
    /// Hears how far each member is.
    pub report: OnStage,
    /// Hears of two checkpoints of a log that can't both be true.
    pub evidence: OnEvidence,
    /// Signs what members are about to spend.
    pub claim: OnClaim,
}

impl<P> IndexRun<P> {
    /// Number of people that a missing member speaks for, if it is known: by its last answer, or by the charter.
    pub(super) fn population(&self, member: &MemberId) -> Option<AbsentPopulation> {
        let answered = self.remembered.get(member).and_then(|known| known.people);
        let declared = self.charter.member(member).and_then(|known| known.population);
        answered.map(AbsentPopulation::Answered).or(declared.map(|people| AbsentPopulation::Declared(people as f64)))
    }
}

// Written out, as deriving would ask for a client that is `Clone`.
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
