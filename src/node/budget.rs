//! The budget of class `private`: its state by the log, and the form in which it is shown.

use std::collections::BTreeSet;
use std::sync::{MutexGuard, PoisonError};

use super::Node;
use crate::audit::{BudgetRule, Entry, Ledger, Outcome};
use crate::charter::{Act, Class};
use crate::journal::Journal;
use crate::model::{EditionId, Problem, Rho, problems};
use crate::store::ReleaseRecord;

/// Reads the state of the budget from a log.
pub(super) fn read_ledger(journal: &Journal) -> Result<Ledger, Problem> {
    let mut ledger = Ledger::default();
    journal.folder().each(journal.size(), |_, bytes| {
        if let Some(entry) = Entry::parse(bytes) {
            ledger.take(&entry);
        }
    })?;
    Ok(ledger)
}

problems! {
    /// Reason why nothing can be decided about the budget.
    pub enum BudgetError {
        /// `policy.toml` doesn't say what releases may cost together.
        NoLifetime(Policy, "budget-no-lifetime") {},
        /// `policy.toml` names no outside witness of the budget, or none with its key.
        NoWitness(Policy, "budget-no-witness") {},
        /// The charter names no key with which the officer signs.
        NoOfficer(Policy, "budget-no-officer") {},
    }
}

/// The act that the officer signs to set a rule.
pub(super) fn act(number: u32, rule: &BudgetRule) -> Act {
    Act::Budget(number, rule.lifetime, rule.witnesses.clone())
}

impl Node {
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the cost of an edition counts already while its release isn't drawn.
    pub(super) fn is_reserved(&self, edition: &EditionId) -> bool {
        self.ledger().of(edition).is_some_and(|known| known.outcome == Outcome::Open)
    }

    /// Total cost of all releases, by the log.
    pub fn spent(&self) -> Rho {
        self.ledger().total()
    }
}

/// The ledger as it follows from the log, read again from its first record.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct LedgerReview {
    /// Total cost of all releases.
    pub spent: Rho,
    /// Most that all releases may cost together.
    pub lifetime: Option<Rho>,
    /// Whether the log says that this release was drawn at the approved cost, and the node's own ledger agrees.
    pub sound: bool,
}

impl Node {
    /// Reads the log again, and checks what it says of the cost of a release.
    pub(super) fn review_ledger(&self, record: &ReleaseRecord) -> Result<LedgerReview, Problem> {
        let read = read_ledger(&self.log.journal)?;
        let total = record.spending.as_ref().map(|spending| spending.total);
        let drawn = read.of(&record.edition).filter(|known| known.outcome == Outcome::Spent(record.digest));
        let sound = drawn.map(|known| known.total) == total && read == *self.ledger();
        Ok(LedgerReview { spent: read.total(), lifetime: read.rule().map(|rule| rule.lifetime), sound })
    }
}

/// State of the budget, for the officer.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct BudgetStatus {
    /// Cost that the policy sets for one edition.
    pub rho: Rho,
    /// Most that all releases may cost together, by the officer's word; without it nothing may be drawn.
    pub lifetime: Option<Rho>,
    /// Keys of the budget's witnesses, more than half of whom must know what is spent.
    pub witnesses: Vec<String>,
    /// Budget that `policy.toml` proposes, where it differs.
    pub proposed: Option<BudgetProposal>,
    /// Key of the error that says what `policy.toml` lacks.
    pub lacks: Option<String>,
    /// Whether a new set of witnesses waits until the present one knows of it.
    pub waits: bool,
    /// Total cost of all releases, by the log.
    pub spent: Rho,
    /// Cost of each edition, in the order of the log; the sum is `spent`.
    pub editions: Vec<EditionSpending>,
}

/// Cost of one edition.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct EditionSpending {
    /// Edition, where it is known.
    pub edition: Option<EditionId>,
    /// Its period, likewise.
    pub period: String,
    /// Its cost.
    pub rho: Rho,
    /// State of the cost.
    pub outcome: SpendingState,
}

/// State of the cost of an edition.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpendingState {
    /// It counts, and too few witnesses know of it.
    Reserved,
    /// It counts, and enough witnesses know of it.
    Cosigned,
    /// The release was drawn.
    Spent,
    /// It counts, and the release will never be drawn.
    Burnt,
    /// Witnesses knew of it when the log had lost it.
    Found,
}

impl SpendingState {
    /// Name in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Cosigned => "cosigned",
            Self::Spent => "spent",
            Self::Burnt => "burnt",
            Self::Found => "found",
        }
    }
}

/// Budget in `policy.toml` that the officer hasn't approved.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct BudgetProposal {
    /// Most that all releases may cost together.
    pub lifetime: Rho,
    /// Keys of the witnesses who must know what is spent.
    pub witnesses: Vec<String>,
}

impl Node {
    /// State of the budget; `None` in other classes than `private`, where nothing is counted.
    pub fn budget(&self) -> Option<BudgetStatus> {
        let open: Vec<EditionId> = self.ledger().reservations().map(|(edition, _)| *edition).collect();
        let cosigned: BTreeSet<EditionId> =
            open.into_iter().filter(|edition| self.may_draw(edition).unwrap_or(false)).collect();
        let word = |edition: &EditionId, outcome: Outcome| match outcome {
            Outcome::Open if cosigned.contains(edition) => SpendingState::Cosigned,
            Outcome::Open => SpendingState::Reserved,
            Outcome::Spent(_) => SpendingState::Spent,
            Outcome::Burnt => SpendingState::Burnt,
        };
        let ledger = self.ledger();
        let row = |edition: Option<EditionId>, rho: Rho, outcome: SpendingState| EditionSpending {
            period: edition.map(|edition| ledger.period(&edition).to_owned()).unwrap_or_default(),
            edition,
            rho,
            outcome,
        };
        let reserved =
            ledger.reservations().map(|(edition, of)| (of.seq, row(Some(*edition), of.rho, word(edition, of.outcome))));
        let found = ledger.found().iter().map(|found| (found.seq, row(found.edition, found.rho, SpendingState::Found)));
        let mut rows: Vec<(u64, EditionSpending)> = reserved.chain(found).collect();
        rows.sort_by_key(|(seq, _)| *seq);
        let keys = |rule: &BudgetRule| rule.witnesses.iter().map(ToString::to_string).collect::<Vec<String>>();
        let (proposed, lacks) = match self.budget_rule() {
            Ok(rule) if Some(&rule) == ledger.next().or(ledger.rule()) => (None, None),
            Ok(rule) => (Some(BudgetProposal { lifetime: rule.lifetime, witnesses: keys(&rule) }), None),
            Err(problem) => (None, Some(problem.key.to_string())),
        };
        let budget = BudgetStatus {
            rho: self.policy.rules().privacy.rho,
            lifetime: ledger.rule().map(|rule| rule.lifetime),
            witnesses: ledger.rule().map(keys).unwrap_or_default(),
            proposed,
            lacks,
            waits: ledger.next().is_some(),
            spent: ledger.total(),
            editions: rows.into_iter().map(|(_, row)| row).collect(),
        };
        Some(budget).filter(|_| self.charter().class() == Class::Private)
    }
}
