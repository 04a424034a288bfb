//! Asks every member, adds up what they answer, and names who is missing. Holds no records and no keys of members.

mod claims;
mod compute;
mod plan;
mod standing;
mod witness;

use std::future::Future;

pub use compute::{ComputeError, OnClaim, OnEvidence, OnStage, Run, Stage, Timings, compute, open};
pub use plan::{MemberPlan, Plan, describe_all, plan};
pub use standing::standing;
pub use witness::{Disagreement, witness, witness_first};

use crate::charter::Table;
use crate::model::{Digest, EditionId, MemberId, Period, Problem, PublishedTable};
use crate::note::VerifierKey;
use crate::tlog::Submission;

/// The way to the members' nodes. The real one speaks gRPC; a test may stand in for any of them.
pub trait Peers: Send + Sync + 'static {
    /// What the node says of itself.
    fn describe(&self, member: &MemberId) -> impl Future<Output = Result<Description, Problem>> + Send;

    /// Proposes the edition of a period and a revision, which the node names by itself, and waits until its release answers; `done`
    /// hears of progress in parts per thousand. Gives in class `private` the plan by which it was measured, too.
    fn open_edition(
        &self,
        member: &MemberId,
        asked: (&Period, u32),
        done: &(dyn Fn(u32) + Send + Sync),
    ) -> impl Future<Output = Result<(EditionId, Option<String>), Problem>> + Send;

    /// The member's cells of one table, and the text of the receipt for them.
    fn table(
        &self,
        member: &MemberId,
        edition: &EditionId,
        table: &Table,
    ) -> impl Future<Output = Result<(PublishedTable, String), Problem>> + Send;

    /// The checkpoint of the member's log, the last one unless another is given, and proofs that it grew from earlier ones.
    fn checkpoint(
        &self,
        member: &MemberId,
        old_sizes: &[u64],
        checkpoint: Option<&str>,
    ) -> impl Future<Output = Result<Grown, Problem>> + Send;

    /// Receipts for records of the member's log under one of its checkpoints.
    fn receipts(
        &self,
        member: &MemberId,
        checkpoint: &str,
        records: &[u64],
    ) -> impl Future<Output = Result<Vec<String>, Problem>> + Send;

    /// Up to which sizes the member's node, as a witness, has seen logs, and the key with which it cosigns.
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
    ) -> impl Future<Output = Result<Vec<Said>, Problem>> + Send;

    /// Hands the member's node what witnesses said to a checkpoint of its log.
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
        known: &str,
        found: &str,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// What the member's node is about to spend of its people's privacy, and too few of its witnesses know of: signed notes. And
    /// whom they are for, by the names of their keys.
    fn claims(&self, member: &MemberId) -> impl Future<Output = Result<(Vec<String>, Vec<String>), Problem>> + Send;

    /// Asks the member's node, as a witness, to sign a claim of another member, whose log has this key.
    fn sign_claim(
        &self,
        member: &MemberId,
        key: &VerifierKey,
        claim: &str,
    ) -> impl Future<Output = Result<Word, Problem>> + Send;

    /// Hands the member's node what witnesses said to its claims: these, with their signatures; and others that they know.
    fn add_claims(
        &self,
        member: &MemberId,
        claims: &[String],
        known: &[String],
    ) -> impl Future<Output = Result<(), Problem>> + Send;
}

/// What a witness says to a checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Said {
    /// The signature line.
    Cosigned(String),
    /// It knows another checkpoint than was thought: this signed note, or none.
    Knows(Option<String>),
    /// It doesn't, for this stable key.
    Refused(String),
    /// The log has lost records, or has others in their place: the signed note that the witness knows.
    Disagreed(String),
}

/// What a witness says to a claim.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Word {
    /// Its signature line.
    Signed(String),
    /// It has signed another one that this doesn't follow: that one, as it signed it.
    Knows(String),
}

/// A log, and that it only ever grew.
#[derive(Clone, Debug)]
pub struct Grown {
    /// Signed note over the checkpoint.
    pub checkpoint: String,
    /// One consistency proof for each of the earlier sizes that were asked about.
    pub proofs: Vec<Vec<Digest>>,
}

/// What a coordinator knows of a node from earlier runs.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The key of its log.
    pub key: VerifierKey,
    /// The last checkpoint of its log: a signed note; `None` where only the key is known.
    pub checkpoint: Option<String>,
    /// Names the release of the same edition, if it was asked before.
    pub release: Option<Digest>,
    /// People of the member, by weight, in what it answered last.
    pub people: Option<f64>,
}

/// What a node says of itself.
#[derive(Clone, Debug)]
pub struct Description {
    /// The member whose node it is.
    pub member: MemberId,
    /// Version of its software.
    pub software: String,
    /// The key of its log.
    pub log_key: VerifierKey,
    /// Whether it wants its log to be seen by witnesses before it is asked for more.
    pub wants_witnesses: bool,
    /// Whom it wants to see its log; those that the charter draws where it names nobody.
    pub witnesses: Vec<String>,
    /// The charter that it acts under.
    pub charter: Digest,
    /// Periods for which it holds data that fit that charter.
    pub periods: Vec<Period>,
    /// Those in which the people of the data have weights.
    pub weighted: Vec<Period>,
    /// Editions that it can answer, or is building.
    pub editions: Vec<(EditionId, Readiness)>,
}

/// How far the release of an edition is at a member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Readiness {
    /// Being built.
    Building,
    /// Answers questions.
    Ready,
    /// Built, and not approved by the member's officer.
    Waiting,
    /// Answered, and taken back by the member's officer.
    Withdrawn,
    /// Could not be built.
    Failed,
}
