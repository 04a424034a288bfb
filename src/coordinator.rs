//! Asks every member, adds up their answers, and names the missing ones. Holds no records and no keys of members.

mod claims;
mod client;
mod compute;
mod error;
mod member_log;
mod memory;
mod plan;
mod prepare;
mod run;
mod standing;
mod turns;
mod witness;

pub use client::{ConsistencyProofs, Description, NodeClient, NodeObstacle};
pub use compute::{Computed, RefusedRun, Timings, compute};
pub use error::ComputeError;
pub use memory::{ClaimAnswer, CoordinatorMemory, MemoryError, answer_claim};
pub use plan::{EditionPlan, MemberPlan, describe_all, plan};
pub use prepare::prepare;
pub use run::{Evidence, IndexRun, KnownNode, OnClaim, OnEvidence, OnStage, Stage};
pub use standing::{SignOffError, Unasked, must_stand};
pub use witness::{witness, witness_first};
