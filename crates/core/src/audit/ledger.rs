//! Privacy loss that a member has spent: the sum over its log, and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::record::Entry;
use crate::model::{Digest, EditionId, Rho};
use crate::note::VerifierKey;

/// Reservations of a log in its order, their total, and the rule that limits them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ledger {
    total: Rho,
    reservations: BTreeMap<EditionId, Reservation>,
    /// Periods of editions that were approved.
    periods: BTreeMap<EditionId, String>,
    found: Vec<RecoveredSpending>,
    rule: Option<BudgetRule>,
    next: Option<BudgetRule>,
    /// Number of rules so far.
    rules: u32,
    /// Number of editions that a standing approval let through, by charter.
    standing: BTreeMap<Digest, u32>,
}

/// Spending that this log had lost and its witnesses knew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecoveredSpending {
    /// Number of its record.
    pub seq: u64,
    /// Edition of the last lost spending, where it was said.
    pub edition: Option<EditionId>,
    /// Cost of all of it.
    pub rho: Rho,
}

/// Officer's decision about the budget.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BudgetRule {
    /// Largest total loss of all releases.
    pub lifetime: Rho,
    /// Keys of the witnesses, of whom more than half must know the spending before anything is drawn.
    pub witnesses: Vec<VerifierKey>,
}

impl BudgetRule {
    /// The rule in a record.
    pub fn of(entry: &Entry) -> Self {
        let keys = entry.more.get("witnesses").and_then(Value::as_array).into_iter().flatten();
        let keys = keys.filter_map(|key| VerifierKey::parse_cosigner(key.as_str()?));
        Self { lifetime: Rho::millionths(entry.number("lifetime")), witnesses: keys.collect() }
    }

    /// Digest of the witnesses.
    pub fn names(&self) -> Digest {
        let mut keys: Vec<String> = self.witnesses.iter().map(VerifierKey::to_string).collect();
        keys.sort_unstable();
        Digest::of(keys.join("\n").as_bytes())
    }
}

/// A release that was about to be drawn.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reservation {
    /// Number of its record.
    pub seq: u64,
    /// Cost of the release.
    pub rho: Rho,
    /// Total cost of all releases with it.
    pub total: Rho,
    /// Digest of the plan of its measurements.
    pub plan: Digest,
    /// Digest of the load that it is drawn from.
    pub dataset: Digest,
    /// Commitment to its secret.
    pub seed: Digest,
    /// Outcome of the reservation.
    pub outcome: Outcome,
}

/// Outcome of a reservation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Not drawn yet, as far as the log shows.
    Open,
    /// Drawn as this release.
    Spent(Digest),
    /// Lost: no release can come of it.
    Burnt,
}

impl Ledger {
    /// Takes a record into account, if it is about the budget.
    pub fn take(&mut self, entry: &Entry) {
        match entry.kind.as_str() {
            "budget.ruled" => return self.ruled(entry),
            "budget.approved" => {
                *self.standing.entry(entry.charter_digest).or_default() += u32::from(entry.flag("standing"));
                if let Ok(edition) = entry.text("edition").parse() {
                    self.periods.insert(EditionId::new(edition), entry.text("period").to_owned());
                }
                return;
            }
            "budget.handed-over" => {
                self.rule = self.next.take().or(self.rule.take());
                return;
            }
            "budget.found" => {
                let (edition, rho) = (entry.text("edition").parse().ok(), Rho::millionths(entry.number("rho")));
                self.total = self.total.plus(rho);
                self.found.push(RecoveredSpending { seq: entry.seq, edition: edition.map(EditionId::new), rho });
                return;
            }
            _ => {}
        }
        let digest = |field: &str| entry.text(field).parse().ok();
        let Some(edition) = digest("edition").map(EditionId::new) else { return };
        let rho = Rho::millionths(entry.number("rho"));
        match entry.kind.as_str() {
            "budget.reserved" => {
                let Some(((plan, dataset), seed)) = digest("plan").zip(digest("dataset")).zip(digest("seed")) else {
                    return;
                };
                self.total = self.total.plus(rho);
                let (seq, total) = (entry.seq, self.total);
                let reservation = Reservation { seq, rho, total, plan, dataset, seed, outcome: Outcome::Open };
                self.reservations.insert(edition, reservation);
            }
            "budget.spent" => {
                if let Some((known, release)) = self.reservations.get_mut(&edition).zip(digest("release")) {
                    known.outcome = Outcome::Spent(release);
                }
            }
            "budget.burnt" => {
                let known = self.reservations.get_mut(&edition).filter(|known| known.outcome == Outcome::Open);
                known.into_iter().for_each(|known| known.outcome = Outcome::Burnt);
            }
            _ => {}
        }
    }

    /// Takes a rule: at once, unless it names other witnesses, to whom the earlier ones must hand over first.
    fn ruled(&mut self, entry: &Entry) {
        let rule = BudgetRule::of(entry);
        self.rules += 1;
        match &self.rule {
            Some(known) if known.names() != rule.names() => self.next = Some(rule),
            _ => (self.rule, self.next) = (Some(rule), None),
        }
    }

    /// Rule in force; nothing may be drawn without one.
    pub fn rule(&self) -> Option<&BudgetRule> {
        self.rule.as_ref()
    }

    /// Rule that waits until more than half of the earlier witnesses know of it.
    pub fn next(&self) -> Option<&BudgetRule> {
        self.next.as_ref()
    }

    /// Number of rules so far.
    pub fn rules(&self) -> u32 {
        self.rules
    }

    /// Number of editions of a charter that a standing approval has let through.
    pub fn on_standing_word(&self, charter: &Digest) -> u32 {
        self.standing.get(charter).copied().unwrap_or(0)
    }

    /// Total cost of all reservations, with recovered spending.
    pub fn total(&self) -> Rho {
        self.total
    }

    /// Spending that the log had lost.
    pub fn found(&self) -> &[RecoveredSpending] {
        &self.found
    }

    /// Period of an approved edition.
    pub fn period(&self, edition: &EditionId) -> &str {
        self.periods.get(edition).map_or("", String::as_str)
    }

    /// Whether an edition can't be released any more, as far as the log shows: its figures would differ from the
    /// earlier ones.
    pub fn is_lost(&self, edition: &EditionId) -> bool {
        match self.of(edition) {
            Some(known) => known.outcome == Outcome::Burnt,
            None => self.found.iter().any(|found| found.edition == Some(*edition)),
        }
    }

    /// Reservation of an edition: there is at most one, ever.
    pub fn of(&self, edition: &EditionId) -> Option<&Reservation> {
        self.reservations.get(edition)
    }

    /// Whether a secret was ever committed to.
    pub fn has(&self, seed: &Digest) -> bool {
        self.reservations.values().any(|known| known.seed == *seed)
    }

    /// All reservations, by edition.
    pub fn reservations(&self) -> impl Iterator<Item = (&EditionId, &Reservation)> {
        self.reservations.iter()
    }
}
