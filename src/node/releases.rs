use serde::{Deserialize, Serialize};

use super::Node;
use crate::audit::Event;
use crate::charter::Act;
use crate::disclosure::{Attack, Review};
use crate::model::{Digest, EditionId, Problem, problems};
use crate::store::{Detail, ReleaseRecord, ReleaseState};

problems! {
    /// Why an officer's order about a release can't be followed.
    pub enum ReleaseError {
        /// No release of this edition under the charter.
        Unknown(Usage, "release-unknown") { edition: String },
        /// It is in a state that the decision doesn't fit.
        State(Policy, "release-state") { state: String },
        /// No threshold, or no value that it can have.
        Threshold(Usage, "release-threshold") { given: String },
        /// Nothing in it is protected, so there is nothing to attack.
        Public(Usage, "release-public") {},
        /// The records that it was made from are gone.
        LoadGone(Usage, "release-load-gone") { edition: String },
        /// It failed its own audit.
        Unsafe(Policy, "release-unsafe") {},
    }
}

/// What an officer decides about a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Decision {
    /// It answers from now on.
    Approve,
    /// It never answers.
    Refuse,
    /// It answered, and doesn't any more.
    Withdraw,
}

impl Decision {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// What the officer signs.
    pub(super) fn act(self, edition: EditionId, release: Digest) -> Act {
        match self {
            Self::Approve => Act::Approve(edition, release),
            Self::Refuse => Act::Refuse(edition, release),
            Self::Withdraw => Act::Withdraw(edition, release),
        }
    }

    /// The state that it leads to from another one.
    pub(super) fn outcome(self, state: ReleaseState) -> Result<ReleaseState, ReleaseError> {
        Ok(match (self, state) {
            (Self::Approve, ReleaseState::Unsafe) => return Err(ReleaseError::Unsafe {}),
            (Self::Approve, ReleaseState::Pending) => ReleaseState::Active,
            (Self::Refuse, ReleaseState::Pending | ReleaseState::Unsafe) => ReleaseState::Refused,
            (Self::Withdraw, ReleaseState::Active) => ReleaseState::Withdrawn,
            (_, state) => return Err(ReleaseError::State { state: state.id().to_owned() }),
        })
    }

    /// Whether a state that an officer decided is what it leads to.
    fn is_done(self, record: &ReleaseRecord) -> bool {
        let outcome = match self {
            Self::Approve => ReleaseState::Active,
            Self::Refuse => ReleaseState::Refused,
            Self::Withdraw => ReleaseState::Withdrawn,
        };
        record.state == outcome && record.decided_at.is_some()
    }
}

/// What an officer orders, and about what.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Deed {
    /// Decide about a release, by its edition or the beginning of that.
    Release(Decision, String),
    /// Erase what lies beside a record.
    Erase(u64),
    /// Settle a disagreement about the node's own log.
    Settle,
    /// Forget what the node knew, as a witness, of another member's log.
    Forget(String),
}

/// A release, and what became of its cells. For the officer alone: the form of `node releases show --json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ReleaseReview {
    /// What the catalogue knows.
    pub release: ReleaseRecord,
    /// What became of the cells; nothing in class `public`.
    pub review: Option<Review>,
}

/// A release, and what attacks on it come to. For the officer alone: the form of `node attack --json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AttackReport {
    /// What the catalogue knows.
    pub release: ReleaseRecord,
    /// What came of each attack.
    pub attack: Attack,
    /// Attacks that succeeded; none should.
    pub succeeded: Vec<String>,
    /// When, in UTC.
    pub at: String,
}

impl Node {
    /// A release under the charter, with its review.
    pub fn review(&self, edition: &EditionId) -> Result<ReleaseReview, Problem> {
        let unknown = || ReleaseError::Unknown { edition: edition.to_string() };
        let release = self.release(edition)?.ok_or_else(unknown)?;
        let review = self.store.review(&release)?;
        Ok(ReleaseReview { release, review })
    }

    /// What a release would be under other thresholds, given as `KEY=VALUE`. Nothing is stored.
    pub fn simulate(&self, edition: &EditionId, thresholds: &[String]) -> Result<ReleaseReview, Problem> {
        let release = self.review(edition)?.release;
        let mut rules = self.policy.rules().clone();
        for given in thresholds {
            let set = given.split_once('=').is_some_and(|(key, value)| rules.set(key.trim(), value.trim()));
            if !set {
                return Err(ReleaseError::Threshold { given: given.clone() }.into());
            }
        }
        self.acted("release-simulated", edition)?;
        // The load that it was made from, for as long as it is there.
        let dataset = self.store.load(&release.dataset)?.map_or_else(|| self.dataset_for(&release.period), Ok)?;
        let mut told = self.told(edition)?;
        told.retain(|other| other.number < release.number);
        let (_, review, ..) = self.protect(&dataset, &rules, &told, &|| {})?;
        Ok(ReleaseReview { release, review: Some(review) })
    }

    /// Attacks a release with everything it tells, knowing the truth. Nothing is stored.
    pub fn attack(&self, edition: &EditionId) -> Result<AttackReport, Problem> {
        let ReleaseReview { release, review } = self.review(edition)?;
        review.ok_or(ReleaseError::Public {})?;
        let gone = || ReleaseError::LoadGone { edition: edition.digest().short() };
        let dataset = self.store.load(&release.dataset)?.ok_or_else(gone)?;
        let told = self.told(edition)?;
        let last = told.iter().rfind(|other| other.number < release.number);
        self.acted("release-attacked", edition)?;
        let cells = self.store.release_cells(&release)?;
        let attack = self.attack_from(&dataset, last, &cells)?;
        let succeeded = attack.succeeded().into_iter().map(str::to_owned).collect();
        Ok(AttackReport { release, attack, succeeded, at: super::status::moment(self.clock.unix_seconds()) })
    }

    /// The edition of a release under the charter whose identifier begins so, if no other does.
    pub fn find_release(&self, beginning: &str) -> Result<EditionId, Problem> {
        let releases = self.releases()?.into_iter().map(|release| release.edition);
        let matching: Vec<EditionId> =
            releases.filter(|id| beginning.len() >= 6 && id.to_string().starts_with(beginning)).collect();
        match matching.as_slice() {
            [one] => Ok(*one),
            _ => Err(ReleaseError::Unknown { edition: beginning.to_owned() }.into()),
        }
    }

    /// Follows an officer's decision, signed in `note`: durable when this returns. What they say besides lies beside the log.
    /// A signed decision that has been followed changes nothing when it comes again.
    pub fn decide(
        &self,
        edition: &EditionId,
        decision: Decision,
        detail: &Detail,
        note: Option<&str>,
    ) -> Result<ReleaseRecord, Problem> {
        let _turn = self.editions.decision_turn();
        let mut record = self.review(edition)?.release;
        let (edition, release) = (*edition, record.digest);
        let word = || self.on_word(decision.act(edition, release), note);
        if note.is_some() && decision.is_done(&record) {
            word()?;
            return Ok(record);
        }
        record.state = decision.outcome(record.state)?;
        let by = word()?;
        record.decided_at = Some(self.clock.unix_seconds());
        match decision {
            Decision::Approve => {
                self.record_with(Event::ReleaseApproved { edition, release, by }, detail)?;
                let period = record.period.clone();
                self.record(Event::ReleaseActivated { edition, period, release, standing: false, by: None })?;
            }
            Decision::Refuse => drop(self.record_with(Event::ReleaseRefused { edition, release, by }, detail)?),
            Decision::Withdraw => drop(self.record_with(Event::ReleaseWithdrawn { edition, release, by }, detail)?),
        }
        self.store.put_release(&record)?;
        self.forget(&edition);
        tracing::info!(%edition, state = record.state.id(), "release decided");
        Ok(record)
    }
}
