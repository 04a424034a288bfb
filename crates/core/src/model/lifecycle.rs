//! States of a release: as its node and its officer know it, and as others see the edition that it belongs to.

use serde::{Deserialize, Serialize};

/// State of a release, as its node keeps it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// Waits for the officer.
    Pending,
    /// Class `private`: the officer said yes, and it isn't drawn yet.
    Approved,
    /// Its cost counts, and its figures are gone or never came to be.
    Burnt,
    /// Answers come from it.
    Active,
    /// The officer said no.
    Refused,
    /// It was active, and the officer took it back.
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

    /// Whether others may have heard of the release, or may yet.
    pub fn is_told(self) -> bool {
        match self {
            Self::Pending | Self::Approved | Self::Active | Self::Withdrawn => true,
            Self::Burnt | Self::Refused => false,
        }
    }
}

/// State of an edition at a member, as others see it: whether its release was refused or waits is none of their business.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// The release is being built.
    Building,
    /// The member's officer hasn't approved the release.
    Waiting,
    /// The release answered, and the member's officer took it back.
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
