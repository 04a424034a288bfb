use serde::Serialize;

use super::Node;
use super::budget::LedgerReview;
use crate::audit::{DecidedBy, Event};
use crate::charter::{Act, Class, DecisionError, TableIndex};
use crate::disclosure::Accuracy;
use crate::disclosure::private::{self, Attack, Measured, Plan};
use crate::model::{CellStatus, EditionId, FigureColumns, Problem, PublishedTable, ReleaseState, problems};
use crate::report::{Reading, SURE, Shown};
use crate::store::{Detail, ReleaseRecord, StoreError};

problems! {
    /// Reason why an officer's order about a release can't be followed.
    pub enum ReleaseError {
        /// The charter has no release of this edition.
        Unknown(Usage, "release-unknown") { edition: String },
        /// The class isn't `private`: nothing is promised, so there is nothing to attack.
        NotPrivate(Usage, "release-not-private") {},
        /// Its state doesn't admit the decision.
        State(Policy, "release-state") { state: String },
    }
}

/// An officer's decision about a release.
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
    /// Identifier of the decision.
    pub fn id(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// The act that the officer signs; `again` says whether figures of the same people have been told before in a class
    /// without bound.
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

    /// State that the decision leads to. In class `private` a reserved release can't be refused any more.
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

    /// Whether the release is already in a state that this decision leads to, by an officer's decision.
    fn is_done(self, record: &ReleaseRecord) -> bool {
        let outcome: &[ReleaseState] = match self {
            Self::Approve => &[ReleaseState::Approved, ReleaseState::Active],
            Self::Refuse => &[ReleaseState::Refused],
            Self::Withdraw => &[ReleaseState::Withdrawn],
        };
        outcome.contains(&record.state) && record.decided_at.is_some()
    }
}

/// An officer's order, with its object.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Deed {
    /// Decide about a release, named by its edition or the beginning of it.
    Release(ReleaseDecision, String),
    /// Erase the detail beside a record.
    Erase(u64),
    /// Settle a disagreement about the node's own log.
    Settle,
    /// Forget what the node, as a witness, knew of another member's log.
    Forget(String),
    /// Make the budget what `policy.toml` says.
    Budget,
}

/// A release and the counts of what leaves with it. For the officer alone: the form of `node releases show --json`.
#[derive(Clone, Debug, Serialize)]
pub struct ReleaseReview {
    /// Record of the release in the catalogue.
    pub release: ReleaseRecord,
    /// Counts by table of the lattice, once the release is drawn; they are made from the very cells that are answered.
    pub tables: Vec<TableReview>,
}

/// Counts of what leaves of one table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableReview {
    /// Number of cells with figures.
    pub published: u64,
    /// Number of cells without figures.
    pub withheld: u64,
    /// People by weight in cells with figures, by these figures.
    pub people: f64,
    /// Those of them in cells whose index has a marked error of at most two points.
    pub sure: f64,
}

/// A release and the results of attacks on it. For the officer alone: the form of `node attack --json`.
#[derive(Clone, Debug, Serialize)]
pub struct AttackReport {
    /// Record of the release in the catalogue.
    pub release: ReleaseRecord,
    /// Cost of this release and of all others, by the log.
    pub ledger: LedgerReview,
    /// Result of each attack.
    pub attack: Attack,
    /// Attacks that succeeded; there should be none.
    pub succeeded: Vec<String>,
    /// Time of the attack, in UTC.
    pub at: String,
}

impl Node {
    /// Attacks a release of class `private` with all its published figures, and its measurements. Nothing is stored.
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
        let measured =
            Measured::restored(&self.store.measured(&release)?, &charter, self.member()).ok_or_else(damaged)?;
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

    /// Returns a release under the charter, with the counts of what leaves with it.
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
        let review = |(table, cells): (TableIndex, &PublishedTable)| {
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
        Ok((0..).map(TableIndex).zip(cells.tables()).map(review).collect())
    }

    /// Whether another release of the same people has left, or may leave, in class `controlled`, which is meant for one
    /// edition of a member.
    pub(super) fn is_again(&self, record: &ReleaseRecord) -> Result<bool, Problem> {
        let told = [ReleaseState::Active, ReleaseState::Withdrawn];
        let other = |other: &ReleaseRecord| other.edition != record.edition && told.contains(&other.state);
        Ok(self.charter().class() == Class::Controlled && self.store.releases()?.iter().any(other))
    }

    /// Finds the edition of the one release under the charter whose identifier begins so.
    pub fn find_release(&self, beginning: &str) -> Result<EditionId, Problem> {
        let releases = self.releases()?.into_iter().map(|release| release.edition);
        let matching: Vec<EditionId> =
            releases.filter(|id| beginning.len() >= 6 && id.to_string().starts_with(beginning)).collect();
        match matching.as_slice() {
            [one] => Ok(*one),
            _ => Err(ReleaseError::Unknown { edition: beginning.to_owned() }.into()),
        }
    }

    /// Follows an officer's decision, signed in `note`: durable when this returns. The officer's words lie beside the
    /// log. A signed decision that has been followed changes nothing when it comes again.
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
                // The operator's account may approve once; a second approval needs the officer's signature.
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
