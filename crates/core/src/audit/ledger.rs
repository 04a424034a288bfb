//! What a member has spent of its people's privacy: the sum over its log, and nothing else.

use std::collections::BTreeMap;

use serde_json::Value;

use super::record::Entry;
use crate::model::{Digest, EditionId, Rho};
use crate::note::VerifierKey;

/// Reservations of a log, in its order, what they come to, and the rule under which they stand.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Ledger {
    total: Rho,
    reservations: BTreeMap<EditionId, Reservation>,
    /// Periods of editions that were approved.
    periods: BTreeMap<EditionId, String>,
    found: Vec<RecoveredSpending>,
    rule: Option<BudgetRule>,
    next: Option<BudgetRule>,
    /// How many rules there were.
    rules: u32,
    /// Editions that a standing approval let through, by the charter.
    standing: BTreeMap<Digest, u32>,
}

/// What this log had lost, and witnesses knew.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RecoveredSpending {
    /// Number of its record.
    pub seq: u64,
    /// The edition for which the last of it was, where that was said.
    pub edition: Option<EditionId>,
    /// What it cost.
    pub rho: Rho,
}

/// What the officer has decided about the budget.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BudgetRule {
    /// What all releases may cost together.
    pub lifetime: Rho,
    /// Keys of those of whom more than half must know what is spent before anything is drawn.
    pub witnesses: Vec<VerifierKey>,
}

impl BudgetRule {
    /// What a record of it says.
    pub fn of(entry: &Entry) -> Self {
        let keys = entry.more.get("witnesses").and_then(Value::as_array).into_iter().flatten();
        let keys = keys.filter_map(|key| VerifierKey::parse_cosigner(key.as_str()?));
        Self { lifetime: Rho::millionths(entry.number("lifetime")), witnesses: keys.collect() }
    }

    /// Names the witnesses.
    pub fn names(&self) -> Digest {
        let mut keys: Vec<String> = self.witnesses.iter().map(VerifierKey::to_string).collect();
        keys.sort_unstable();
        Digest::of(keys.join("\n").as_bytes())
    }
}

/// Something that was about to be drawn.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reservation {
    /// Number of its record.
    pub seq: u64,
    /// What it costs.
    pub rho: Rho,
    /// What all cost together with it.
    pub total: Rho,
    /// How it is measured.
    pub plan: Digest,
    /// From which load.
    pub dataset: Digest,
    /// Commits to its secret.
    pub seed: Digest,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a reservation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Not drawn yet, as far as the log goes.
    Open,
    /// This release.
    Spent(Digest),
    /// Nothing.
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

    /// Takes a rule: at once, unless it names other witnesses, whom those before must let it go to.
    fn ruled(&mut self, entry: &Entry) {
        let rule = BudgetRule::of(entry);
        self.rules += 1;
        match &self.rule {
            Some(known) if known.names() != rule.names() => self.next = Some(rule),
            _ => (self.rule, self.next) = (Some(rule), None),
        }
    }

    /// The rule that holds; nothing may be drawn without.
    pub fn rule(&self) -> Option<&BudgetRule> {
        self.rule.as_ref()
    }

    /// A rule that waits until more than half of the witnesses before know of it.
    pub fn next(&self) -> Option<&BudgetRule> {
        self.next.as_ref()
    }

    /// How many rules there were so far.
    pub fn rules(&self) -> u32 {
        self.rules
    }

    /// How many editions of a charter a standing approval has let through.
    pub fn on_standing_word(&self, charter: &Digest) -> u32 {
        self.standing.get(charter).copied().unwrap_or(0)
    }

    /// What all cost together.
    pub fn total(&self) -> Rho {
        self.total
    }

    /// Spending that the log had lost.
    pub fn found(&self) -> &[RecoveredSpending] {
        &self.found
    }

    /// The period of an edition that was approved.
    pub fn period(&self, edition: &EditionId) -> &str {
        self.periods.get(edition).map_or("", String::as_str)
    }

    /// Whether nothing can come of an edition any more, as far as the log goes: its figures would be others than before.
    pub fn is_lost(&self, edition: &EditionId) -> bool {
        match self.of(edition) {
            Some(known) => known.outcome == Outcome::Burnt,
            None => self.found.iter().any(|found| found.edition == Some(*edition)),
        }
    }

    /// The reservation of an edition: there is one, ever.
    pub fn of(&self, edition: &EditionId) -> Option<&Reservation> {
        self.reservations.get(edition)
    }

    /// Whether a secret was ever committed to.
    pub fn has(&self, seed: &Digest) -> bool {
        self.reservations.values().any(|known| known.seed == *seed)
    }

    /// All of them, by edition.
    pub fn reservations(&self) -> impl Iterator<Item = (&EditionId, &Reservation)> {
        self.reservations.iter()
    }
}
