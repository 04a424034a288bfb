use serde::Serialize;

use super::Node;
use super::budget::LedgerReview;
use crate::audit::{DecidedBy, Event};
use crate::charter::{Act, Class, DecisionError};
use crate::disclosure::Accuracy;
use crate::disclosure::private::{self, Attack, Measured, Plan};
use crate::model::{CellStatus, EditionId, FigureColumns, Problem, PublishedTable, ReleaseState, problems};
use crate::report::{Reading, SURE, Shown};
use crate::store::{Detail, ReleaseRecord, StoreError};

problems! {
    /// Why an officer's order about a release can't be followed.
    pub enum ReleaseError {
        /// No release of this edition under the charter.
        Unknown(Usage, "release-unknown") { edition: String },
        /// Not of class `private`: nothing is promised, so there is nothing to attack.
        NotPrivate(Usage, "release-not-private") {},
        /// It is in a state that the decision doesn't fit.
        State(Policy, "release-state") { state: String },
    }
}

/// What an officer decides about a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReleaseDecision {
    /// It answers from now on.
    Approve,
    /// It never answers.
    Refuse,
    /// It answered, and doesn't any more.
    Withdraw,
}

impl ReleaseDecision {
    /// The word for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// What the officer signs; `again` is whether another release of the same people has been told in a class without bound.
    pub(super) fn act(self, record: &ReleaseRecord, again: bool) -> Act {
        let (edition, release) = (record.edition, record.digest);
        match (self, &record.spending) {
            (Self::Approve, Some(spending)) => Act::Spend(edition, spending.plan, [spending.rho, spending.total]),
            (Self::Approve, None) if again => Act::ApproveAgain(edition, release),
            (Self::Approve, None) => Act::Approve(edition, release),
            (Self::Refuse, _) => Act::Refuse(edition, release),
            (Self::Withdraw, _) => Act::Withdraw(edition, release),
        }
    }

    /// The state that it leads to from another one; of class `private` what is reserved can't be refused any more.
    pub(super) fn outcome(self, record: &ReleaseRecord, reserved: bool) -> Result<ReleaseState, ReleaseError> {
        Ok(match (self, record.state) {
            (Self::Approve, ReleaseState::Pending) if record.spending.is_some() => ReleaseState::Approved,
            (Self::Approve, ReleaseState::Pending) => ReleaseState::Active,
            (Self::Refuse, ReleaseState::Pending) => ReleaseState::Refused,
            (Self::Refuse, ReleaseState::Approved) if !reserved => ReleaseState::Refused,
            (Self::Withdraw, ReleaseState::Active) => ReleaseState::Withdrawn,
            (Self::Withdraw, ReleaseState::Approved) if reserved => ReleaseState::Withdrawn,
            (_, state) => return Err(ReleaseError::State { state: state.id().to_owned() }),
        })
    }

    /// Whether a state that an officer decided is what it leads to.
    fn is_done(self, record: &ReleaseRecord) -> bool {
        let outcome: &[ReleaseState] = match self {
            Self::Approve => &[ReleaseState::Approved, ReleaseState::Active],
            Self::Refuse => &[ReleaseState::Refused],
            Self::Withdraw => &[ReleaseState::Withdrawn],
        };
        outcome.contains(&record.state) && record.decided_at.is_some()
    }
}

/// What an officer orders, and about what.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Deed {
    /// Decide about a release, by its edition or the beginning of that.
    Release(ReleaseDecision, String),
    /// Erase what lies beside a record.
    Erase(u64),
    /// Settle a disagreement about the node's own log.
    Settle,
    /// Forget what the node knew, as a witness, of another member's log.
    Forget(String),
    /// Let the budget be what `policy.toml` says.
    Budget,
}

/// A release, and what leaves with it. For the officer alone: the form of `node releases show --json`.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseReview {
    /// What the catalogue knows.
    pub release: ReleaseRecord,
    /// Per table of the lattice what leaves, once it is drawn: it follows from the very cells that are answered.
    pub tables: Vec<TableReview>,
}

/// What leaves of one table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableReview {
    /// Cells with figures.
    pub published: u64,
    /// Cells without.
    pub withheld: u64,
    /// People by weight in cells with figures, as these have it.
    pub people: f64,
    /// Those of them in cells whose index has an error of at most two points, by what it is marked by.
    pub sure: f64,
}

/// A release, and what attacks on it come to. For the officer alone: the form of `node attack --json`.
#[derive(Clone, Debug, Serialize)]
pub struct AttackReport {
    /// What the catalogue knows.
    pub release: ReleaseRecord,
    /// What the log says of its cost, and of all others.
    pub ledger: LedgerReview,
    /// What came of each attack.
    pub attack: Attack,
    /// Attacks that succeeded; none should.
    pub succeeded: Vec<String>,
    /// When, in UTC.
    pub at: String,
}

impl Node {
    /// Attacks a release of class `private` with everything that it tells, and its measurements. Nothing is stored.
    pub fn attack(&self, edition: &EditionId) -> Result<AttackReport, Problem> {
        let release = self.review(edition)?.release;
        let charter = self.agreement.shared();
        let Some(spending) = &release.spending else { return Err(ReleaseError::NotPrivate {}.into()) };
        if release.file.is_none() {
            return Err(ReleaseError::State { state: release.state.id().to_owned() }.into());
        }
        self.acted("release-attacked", edition)?;
        let plan = Plan::parse(&spending.plan_text, &charter, self.member())?;
        let damaged = || StoreError::Damaged { what: format!("measured/{edition}") };
        let measured = Measured::parse(&self.store.measured(&release)?, &charter, self.member()).ok_or_else(damaged)?;
        let cells = self.store.release_cells(&release)?;
        let min_frequency = spending.min_frequency;
        let ledger = self.review_ledger(&release)?;
        let mut seed = [0; 8];
        self.entropy.fill(&mut seed);
        let seed = u64::from_le_bytes(seed);
        let attack = private::attack(&charter, self.member(), &plan, &measured, &cells, min_frequency, seed);
        let ledger_failed = (!ledger.sound).then_some("ledger");
        let succeeded = attack.succeeded().into_iter().chain(ledger_failed).map(str::to_owned).collect();
        Ok(AttackReport { release, ledger, attack, succeeded, at: super::status::moment(self.clock.unix_seconds()) })
    }

    /// A release under the charter, and what leaves with it.
    pub fn review(&self, edition: &EditionId) -> Result<ReleaseReview, Problem> {
        let unknown = || ReleaseError::Unknown { edition: edition.to_string() };
        let release = self.release(edition)?.ok_or_else(unknown)?;
        let tables = match release.file {
            Some(_) => self.reviewed(&release)?,
            None => Vec::new(),
        };
        Ok(ReleaseReview { release, tables })
    }

    fn reviewed(&self, release: &ReleaseRecord) -> Result<Vec<TableReview>, Problem> {
        let charter = self.agreement.shared();
        let plan = release.spending.as_ref().map(|spending| spending.plan_text.as_str());
        let plan = plan.map(|text| Plan::parse(text, &charter, self.member())).transpose()?;
        let accuracy = Accuracy::new(&charter, self.member(), plan.as_ref());
        let reading = Reading::new(&charter);
        let cells = self.store.release_cells(release)?;
        let review = |(table, cells): (usize, &PublishedTable)| {
            let mut review = TableReview::default();
            for row in 0..cells.len() {
                if cells.status[row] != CellStatus::Published {
                    review.withheld += 1;
                    continue;
                }
                review.published += 1;
                let weight = cells.columns[FigureColumns::WEIGHT][row];
                review.people += weight;
                let sums: Vec<f64> = cells.columns.iter().map(|column| column[row]).collect();
                let key = cells.rows[row];
                let covariance = accuracy.covariance(table, key.area, key.combination);
                let error = reading.marking_error(Shown::INDEX, &sums, &covariance);
                review.sure += if error <= SURE { weight } else { 0.0 };
            }
            review
        };
        Ok(cells.tables().iter().enumerate().map(review).collect())
    }

    /// Whether another release of the same people has left, or may leave, in class `controlled`: one edition of a member is all that
    /// this class is for.
    pub(super) fn is_again(&self, record: &ReleaseRecord) -> Result<bool, Problem> {
        let told = [ReleaseState::Active, ReleaseState::Withdrawn];
        let other = |other: &ReleaseRecord| other.edition != record.edition && told.contains(&other.state);
        Ok(self.charter().class() == Class::Controlled && self.store.releases()?.iter().any(other))
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
        decision: ReleaseDecision,
        detail: &Detail,
        note: Option<&str>,
    ) -> Result<ReleaseRecord, Problem> {
        let _turn = self.editions.decision_turn();
        let unknown = || ReleaseError::Unknown { edition: edition.to_string() };
        let mut record = self.release(edition)?.ok_or_else(unknown)?;
        let (edition, release, act) = (*edition, record.digest, decision.act(&record, self.is_again(&record)?));
        let word = || self.on_word(act, note);
        if note.is_some() && decision.is_done(&record) {
            word()?;
            return Ok(record);
        }
        let reserved = self.is_reserved(&edition);
        let outcome = decision.outcome(&record, reserved)?;
        let by = word()?;
        record.decided_at = Some(self.clock.unix_seconds());
        match decision {
            ReleaseDecision::Approve if outcome == ReleaseState::Approved => {
                self.approve_spending(&mut record, by, 0, detail)?;
                self.forget(&edition);
                return Ok(record);
            }
            ReleaseDecision::Approve => {
                let again = self.is_again(&record)?;
                // Whoever runs the node may say yes once; to more than that the officer puts their name.
                if again && matches!(by, DecidedBy::OperatorAccount) {
                    return Err(DecisionError::NoKey { member: self.member().clone() }.into());
                }
                self.record_with(Event::ReleaseApproved { edition, release, again, by }, detail)?;
                let period = record.period.clone();
                self.record(Event::ReleaseActivated { edition, period, release, standing: false, by: None })?;
            }
            ReleaseDecision::Refuse => drop(self.record_with(Event::ReleaseRefused { edition, release, by }, detail)?),
            ReleaseDecision::Withdraw => {
                self.record_with(Event::ReleaseWithdrawn { edition, release, by }, detail)?;
                if reserved {
                    self.burn(&mut record)?;
                }
            }
        }
        record.state = outcome;
        self.store.put_release(&record)?;
        self.forget(&edition);
        tracing::info!(%edition, state = record.state.id(), "release decided");
        Ok(record)
    }
}
