//! States of a release: those that its node and its officer know, and those of its edition that others see.

use serde::{Deserialize, Serialize};

/// State of a release, as its node keeps it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// The release waits for the officer.
    Pending,
    /// Class `private`: the officer approved the release, and it isn't drawn yet.
    Approved,
    /// Class `private`: the cost counts, and the figures are lost or were never drawn.
    Burnt,
    /// The release answers.
    Active,
    /// The officer refused the release.
    Refused,
    /// The officer withdrew the release after it was active.
    Withdrawn,
}

impl ReleaseState {
    /// Name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Burnt => "burnt",
            Self::Active => "active",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether others may have heard of the release, or still may.
    pub fn is_told(self) -> bool {
        match self {
            Self::Pending | Self::Approved | Self::Active | Self::Withdrawn => true,
            Self::Burnt | Self::Refused => false,
        }
    }
}

/// State of an edition at a member, as others see it: they don't learn whether its release was refused or waits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// The release is being built.
    Building,
    /// The member's officer hasn't approved the release.
    Waiting,
    /// The release answered, and the member's officer withdrew it.
    Withdrawn,
    /// The release answers questions.
    Ready,
    /// The release couldn't be built.
    Failed,
}

impl EditionState {
    /// Name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Waiting => "waiting",
            Self::Withdrawn => "withdrawn",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }
}

impl From<ReleaseState> for EditionState {
    fn from(state: ReleaseState) -> Self {
        match state {
            ReleaseState::Active => Self::Ready,
            ReleaseState::Withdrawn => Self::Withdrawn,
            ReleaseState::Pending | ReleaseState::Approved | ReleaseState::Burnt | ReleaseState::Refused => {
                Self::Waiting
            }
        }
    }
}
