//! Interface to the members' nodes, with the types of their answers.

use std::future::Future;

use super::error::ComputeError;
use crate::audit::{ClaimOutcome, CosignOutcome, Disagreement};
use crate::charter::{Charter, Table};
use crate::model::{Digest, EditionId, EditionState, MemberId, Period, Problem, PublishedTable};
use crate::note::VerifierKey;
use crate::tlog::Submission;

/// Obstacles of a node on which a coordinator acts. Their keys are a part of the contract between nodes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NodeObstacle {
    /// The officer hasn't approved the release of the edition.
    NotApproved,
    /// The log has fewer records than were asked about.
    NoRecord,
}

impl NodeObstacle {
    /// Whether a node named this obstacle.
    pub fn is(self, problem: &Problem) -> bool {
        let key = match self {
            Self::NotApproved => "edition-not-approved",
            Self::NoRecord => "log-no-record",
        };
        problem.key == key
    }
}

/// Calls to the members' nodes. The real client speaks gRPC; a test may stand in for any node.
pub trait NodeClient: Send + Sync + 'static {
    /// Asks the node to describe itself.
    fn describe(&self, member: &MemberId) -> impl Future<Output = Result<Description, Problem>> + Send;

    /// Proposes the edition of a period and a revision, which the node names by itself, and waits until its release
    /// answers; `done` receives progress in parts per thousand. In class `private` it also returns the plan by which
    /// the release was measured.
    fn open_edition(
        &self,
        member: &MemberId,
        asked: (&Period, u32),
        done: &(dyn Fn(u32) + Send + Sync),
    ) -> impl Future<Output = Result<(EditionId, Option<String>), Problem>> + Send;

    /// Returns the member's cells of one table, and the text of their receipt.
    fn table(
        &self,
        member: &MemberId,
        edition: &EditionId,
        table: &Table,
    ) -> impl Future<Output = Result<(PublishedTable, String), Problem>> + Send;

    /// Returns a checkpoint of the member's log, the last unless another is given, and proofs that it extends earlier
    /// ones.
    fn checkpoint(
        &self,
        member: &MemberId,
        old_sizes: &[u64],
        checkpoint: Option<&str>,
    ) -> impl Future<Output = Result<ConsistencyProofs, Problem>> + Send;

    /// Returns receipts for records of the member's log under one of its checkpoints.
    fn receipts(
        &self,
        member: &MemberId,
        checkpoint: &str,
        records: &[u64],
    ) -> impl Future<Output = Result<Vec<String>, Problem>> + Send;

    /// Returns the sizes up to which the member's node, as a witness, has seen logs, and the key with which it cosigns.
    fn witnessed(
        &self,
        member: &MemberId,
        logs: &[String],
    ) -> impl Future<Output = Result<(Vec<u64>, VerifierKey), Problem>> + Send;

    /// Asks the member's node, as a witness, to cosign checkpoints of other logs.
    fn cosign(
        &self,
        member: &MemberId,
        submissions: &[(VerifierKey, Submission)],
    ) -> impl Future<Output = Result<Vec<CosignOutcome>, Problem>> + Send;

    /// Hands the member's node the cosignatures under a checkpoint of its log.
    fn add_cosignatures(
        &self,
        member: &MemberId,
        checkpoint: &str,
        keys: &[VerifierKey],
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Hands the member's node two signed checkpoints of its log that can't both be true.
    fn report_disagreement(
        &self,
        member: &MemberId,
        disagreement: &Disagreement,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Returns the claims of the member's node that too few of its witnesses have signed, as signed notes, and the
    /// names of the keys of these witnesses.
    fn claims(&self, member: &MemberId) -> impl Future<Output = Result<(Vec<String>, Vec<String>), Problem>> + Send;

    /// Asks the member's node, as a witness, to sign a claim of another member, whose log has this key.
    fn sign_claim(
        &self,
        member: &MemberId,
        key: &VerifierKey,
        claim: &str,
    ) -> impl Future<Output = Result<ClaimOutcome, Problem>> + Send;

    /// Hands the member's node its claims with the witnesses' signatures, and other claims of it that witnesses know.
    fn add_claims(
        &self,
        member: &MemberId,
        claims: &[String],
        known: &[String],
    ) -> impl Future<Output = Result<(), Problem>> + Send;
}

/// Checkpoint of a log, and proofs that it extends earlier ones.
#[derive(Clone, Debug)]
pub struct ConsistencyProofs {
    /// Signed note over the checkpoint.
    pub checkpoint: String,
    /// One consistency proof for each of the earlier sizes that were asked about.
    pub proofs: Vec<Vec<Digest>>,
}

/// A node's description of itself.
#[derive(Clone, Debug)]
pub struct Description {
    /// The member whose node it is.
    pub member: MemberId,
    /// Version of its software.
    pub software: String,
    /// The key of its log.
    pub log_key: VerifierKey,
    /// Whether it needs its log to be seen by witnesses before it answers more.
    pub wants_witnesses: bool,
    /// Witnesses that it wants for its log; those that the charter draws where it names none.
    pub witnesses: Vec<String>,
    /// The charter that it acts under.
    pub charter: Digest,
    /// Periods for which it holds data that fit that charter.
    pub periods: Vec<Period>,
    /// Those periods in whose data persons have weights.
    pub weighted: Vec<Period>,
    /// Editions that it can answer for, or is building.
    pub editions: Vec<(EditionId, EditionState)>,
}

impl Description {
    /// Checks that a node can answer for a period under a charter.
    pub(super) fn must_fit(&self, charter: &Charter, member: &MemberId, period: &Period) -> Result<(), ComputeError> {
        if self.member != *member {
            return Err(ComputeError::OtherMember { found: self.member.clone() });
        }
        if self.charter != charter.digest() {
            return Err(ComputeError::OtherCharter { ours: charter.digest().short(), theirs: self.charter.short() });
        }
        if !self.periods.contains(period) {
            return Err(ComputeError::NoData { period: period.clone() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::JournalError;
    use crate::node::EditionError;

    #[test]
    fn obstacles_have_the_keys_that_nodes_send() {
        let [waits, shorter]: [Problem; 2] =
            [EditionError::NotApproved {}.into(), JournalError::NoRecord { seq: 2, size: 1 }.into()];
        assert!(NodeObstacle::NotApproved.is(&waits) && NodeObstacle::NoRecord.is(&shorter));
        assert!(!NodeObstacle::NotApproved.is(&shorter) && !NodeObstacle::NoRecord.is(&waits));
    }
}
