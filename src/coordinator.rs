//! Asks every member, adds up what they answer, and names who is missing. Holds no records and no keys of members.

mod compute;
mod plan;

use std::future::Future;
use std::str::FromStr;

pub use compute::{ComputeError, OnStage, Run, Stage, Timings, compute, open};
pub use plan::{MemberPlan, Plan, describe_all, plan};

use crate::charter::{SignedRelease, Table};
use crate::note::VerifierKey;
use crate::model::{Digest, EditionId, MemberId, Period, Problem, PublishedTable};

/// The way to the members' nodes. The real one speaks gRPC; a test may stand in for any of them.
pub trait Peers: Send + Sync + 'static {
    /// What the node says of itself.
    fn describe(&self, member: &MemberId) -> impl Future<Output = Result<Description, Problem>> + Send;

    /// Proposes the edition of a period, which the node names by itself, and waits until its release answers; `done`
    /// hears of progress in parts per thousand. The node names what the release tells, too.
    fn open_edition(
        &self,
        member: &MemberId,
        period: &Period,
        done: &(dyn Fn(u32) + Send + Sync),
    ) -> impl Future<Output = Result<(EditionId, SignedRelease), Problem>> + Send;

    /// The member's cells of one table.
    fn table(
        &self,
        member: &MemberId,
        edition: &EditionId,
        table: &Table,
    ) -> impl Future<Output = Result<PublishedTable, Problem>> + Send;
}

/// What a coordinator knows of a node from earlier runs.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// The key with which it signed.
    pub key: VerifierKey,
    /// What it signed of the same edition, if it was asked before.
    pub note: Option<String>,
}

/// What a node says of itself.
#[derive(Clone, Debug)]
pub struct Description {
    /// The member whose node it is.
    pub member: MemberId,
    /// Version of its software.
    pub software: String,
    /// The charter that it acts under.
    pub charter: Digest,
    /// Periods for which it holds data that fit that charter.
    pub periods: Vec<Period>,
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
    /// Could not be built.
    Failed,
}

/// How many members must answer for a result to be published. Given before the run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Require {
    /// Every one.
    All,
    /// At least so many.
    Quorum(usize),
}

impl Require {
    /// The number of members that must answer.
    pub fn needed(self, members: usize) -> usize {
        match self {
            Self::All => members,
            Self::Quorum(quorum) => quorum,
        }
    }
}

impl FromStr for Require {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let quorum = text.strip_prefix("quorum=").and_then(|number| number.parse().ok()).filter(|&number| number > 0);
        match (text, quorum) {
            ("all", _) => Ok(Self::All),
            (_, Some(quorum)) => Ok(Self::Quorum(quorum)),
            _ => Err("all | quorum=N".to_owned()),
        }
    }
}

impl std::fmt::Display for Require {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Quorum(quorum) => write!(f, "quorum={quorum}"),
        }
    }
}
