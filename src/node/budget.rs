//! Class `private`: what an edition costs is approved, then recorded as reserved, and only then anything is drawn. Nothing is
//! given back, and nothing is drawn twice.

use std::sync::Arc;
use std::sync::{MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;
use zeroize::Zeroizing;

use super::Node;
use super::build::Built;
use super::editions::{Build, EditionError, EditionProgress, Released};
use crate::audit::{BudgetRule, DecidedBy, Entry, Event, Ledger, Outcome};
use crate::charter::Act;
use crate::disclosure::Protected;
use crate::disclosure::private::{NoiseStream, Plan};
use crate::journal::Journal;
use crate::model::{Digest, EditionId, Problem, Rho, problems, release_digest, table_digest};
use crate::store::{Dataset, Detail, ReleaseRecord, ReleaseState, Spending, StoreError};

/// Counts up when the same exact cells would be measured as other whole numbers: a secret serves for one way alone.
const MEASUREMENT: u32 = 1;

/// What a log says of the budget.
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
    /// Why nothing can be decided about the budget.
    pub enum BudgetError {
        /// `policy.toml` doesn't say what releases may cost together.
        NoLifetime(Policy, "budget-no-lifetime") {},
        /// `policy.toml` names nobody outside who would know what is spent, or not by their keys.
        NoWitness(Policy, "budget-no-witness") {},
        /// The charter names no key with which the officer signs.
        NoOfficer(Policy, "budget-no-officer") {},
    }
}

/// What the officer signs of a rule.
pub(super) fn act(rule: &BudgetRule) -> Act {
    Act::Budget(rule.lifetime, rule.names())
}

impl Node {
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes down something about the budget, and takes it into account.
    pub(super) fn record_spending(&self, event: Event) -> Result<(), Problem> {
        let proof = self.record(event)?;
        if let Some(entry) = proof.record.as_deref().and_then(Entry::parse) {
            self.ledger().take(&entry);
        }
        Ok(())
    }

    /// What all releases have cost, by the log.
    pub fn spent(&self) -> Rho {
        self.ledger().total()
    }

    /// How the release of an edition is measured under this charter and policy.
    pub(super) fn plan(&self) -> Result<Plan, Problem> {
        let privacy = &self.policy.rules().privacy;
        Ok(Plan::new(&self.agreement, self.member(), privacy.rho, privacy.emphasis)?)
    }

    /// What all cost together once this is spent. *Errors:* that is more than the lifetime allows: a function of the log and the
    /// rule alone.
    fn total_after(&self, rho: Rho) -> Result<Rho, Problem> {
        let lifetime = self.ledger().rule().map(|rule| rule.lifetime).ok_or(EditionError::NoLifetime {})?;
        let total = self.spent().plus(rho);
        match total <= lifetime {
            true => Ok(total),
            false => {
                let [rho, left, lifetime] = [rho, lifetime.minus(self.spent()), lifetime].map(|rho| rho.to_string());
                Err(EditionError::BudgetSpent { rho, left, lifetime }.into())
            }
        }
    }

    /// One step after another: to the officer; reserved; drawn.
    pub(super) fn build_private(
        &self,
        edition: EditionId,
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        self.told(&edition)?;
        self.policy.officer().ok_or(BudgetError::NoOfficer {})?;
        let plan = self.plan()?;
        let mut record = match self.release(&edition)? {
            // What was agreed to was agreed to of these records, measured so; before anything is reserved it costs nothing to ask again.
            Some(record) if self.is_as_approved(&record, dataset, &plan) => record,
            _ => self.put_to_officer(edition, dataset, &plan)?,
        };
        let waits = |state| Ok(Built { cells: None, build: Build::default(), state });
        if record.state == ReleaseState::Pending {
            // So many editions of one charter, and no more.
            let approval = self.policy.approval(&self.agreement).map_or(0, |approval| approval.editions());
            if self.ledger().on_standing_word(&self.agreement.digest) >= approval {
                return waits(record.state);
            }
            self.approve_spending(&mut record, self.on_standing_word()?, approval, &Detail::default())?;
        }
        if record.state != ReleaseState::Approved {
            return waits(record.state);
        }
        // Whatever can fail without a draw fails before its cost counts.
        let began = Instant::now();
        let (exact, cube) = self.exact(dataset, progress)?;
        self.reserve(&mut record)?;
        if !self.may_draw(&edition)? {
            // It goes on when enough witnesses know.
            return waits(record.state);
        }
        let Some(noise) = self.noise(&record, dataset)? else {
            self.burn(&mut record)?;
            return waits(record.state);
        };
        let (charter, member, show_from) = (&self.agreement, self.member(), self.policy.rules().show_from);
        let (protected, measured) = Protected::private(exact, charter, member, &plan, &noise, show_from);
        record.cells = protected.cells();
        let tables = protected.tables().iter().map(table_digest);
        record.digest = release_digest(Some(plan.digest(charter)), tables);
        record.file = Some(self.store.write_release(&edition, &protected, self.entropy.as_ref())?);
        let measured = self.store.write_measured(&edition, &measured, self.entropy.as_ref())?;
        self.activate(&mut record, measured)?;
        let build = Build { cube, whole: began.elapsed(), rows: dataset.rows, cells: record.cells };
        Ok(Built { cells: Some(Arc::new(Released::new(protected, &record))), build, state: record.state })
    }

    fn is_as_approved(&self, record: &ReleaseRecord, dataset: &Dataset, plan: &Plan) -> bool {
        let Some(spending) = &record.spending else { return false };
        let same = record.dataset == dataset.id
            && spending.plan == plan.digest(&self.agreement)
            && self.total_after(spending.rho).is_ok_and(|total| total == spending.total);
        // Once reserved it stays what it is, whatever comes.
        same || self.ledger().of(&record.edition).is_some_and(|known| known.outcome == Outcome::Open)
    }

    /// Whether what the officer was asked is what they would be asked today.
    pub(super) fn is_as_asked(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<bool, Problem> {
        match record.spending {
            Some(_) => Ok(self.is_as_approved(record, dataset, &self.plan()?)),
            None => Ok(record.dataset == dataset.id),
        }
    }

    /// A release that waits for the officer's word.
    fn put_to_officer(&self, edition: EditionId, dataset: &Dataset, plan: &Plan) -> Result<ReleaseRecord, Problem> {
        let total = self.total_after(plan.rho())?;
        let plan_digest = plan.digest(&self.agreement);
        let plan_text = plan.text(&self.agreement);
        let spending = Spending { rho: plan.rho(), total, plan: plan_digest, plan_text, seed: None, measured: None };
        let record = ReleaseRecord {
            digest: plan_digest,
            spending: Some(spending),
            ..self.new_release(edition, dataset, ReleaseState::Pending)?
        };
        self.store.put_release(&record)?;
        Ok(record)
    }

    /// Writes down that a release may be drawn, and on whose word; if that was a standing one, how many editions it is for.
    pub(super) fn approve_spending(
        &self,
        record: &mut ReleaseRecord,
        by: DecidedBy,
        editions: u32,
        detail: &Detail,
    ) -> Result<(), Problem> {
        let damaged = || StoreError::Damaged { what: format!("release/{}", record.edition) };
        let Spending { rho, total, plan, .. } = record.spending.clone().ok_or_else(damaged)?;
        if self.total_after(rho)? != total {
            // Another release has been drawn meanwhile: what was to be agreed to is no longer so.
            return Err(EditionError::TotalChanged { total: total.to_string() }.into());
        }
        let (edition, period, dataset) = (record.edition, record.period.clone(), record.dataset);
        let approved =
            Event::BudgetApproved { edition, period, dataset, plan, rho, total, standing: editions > 0, editions, by };
        self.record_with(approved, detail)?;
        record.state = ReleaseState::Approved;
        Ok(self.store.put_release(record)?)
    }

    /// Makes the cost of a release count: its secret is durable before the record that commits to it, and the record before
    /// anything is drawn. Does nothing where that has happened.
    fn reserve(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let edition = record.edition;
        if self.ledger().of(&edition).is_some_and(|known| known.outcome != Outcome::Burnt) {
            return Ok(());
        }
        let Some(spending) = &mut record.spending else { return Ok(()) };
        if self.total_after(spending.rho)? != spending.total {
            return Err(EditionError::TotalChanged { total: spending.total.to_string() }.into());
        }
        // A secret that no record commits to has never been used.
        self.store.forget_files(spending.seed.take());
        let mut seed = Zeroizing::new([0; 64]);
        self.entropy.fill(seed.as_mut());
        spending.seed = Some(self.store.write_seed(&edition, &seed, self.entropy.as_ref())?);
        let (dataset, plan, rho, total) = (record.dataset, spending.plan, spending.rho, spending.total);
        self.store.put_release(record)?;
        let seed = commitment(&seed, &self.purpose(record));
        self.record_spending(Event::BudgetReserved { edition, dataset, plan, rho, total, seed })
    }

    /// The noise of a release. Nothing where its secret is gone, or was reserved for something else: other records, another plan or
    /// charter, other rules, another way to measure. One reservation gives one set of numbers, or none.
    fn noise(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<Option<NoiseStream>, Problem> {
        let Some(reserved) = self.ledger().of(&record.edition).cloned() else { return Ok(None) };
        let purpose = self.purpose(record);
        let same = reserved.dataset == dataset.id && record.dataset == dataset.id;
        let seed = self.store.seed(record)?.filter(|seed| same && commitment(seed, &purpose) == reserved.seed);
        Ok(seed.map(|seed| NoiseStream::derived(&seed, &purpose)))
    }

    /// What a secret is for.
    fn purpose(&self, record: &ReleaseRecord) -> String {
        let plan = record.spending.as_ref().map_or(record.digest, |spending| spending.plan);
        format!(
            "archipel noise {MEASUREMENT}\nedition {}\ndataset {}\nplan {plan}\ncharter {}\npolicy {}\nsoftware {}\n",
            record.edition,
            record.dataset,
            record.charter,
            self.policy.digest(),
            env!("CARGO_PKG_VERSION"),
        )
    }

    /// A reservation that can't be drawn any more.
    pub(super) fn burn(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let rho = record.spending.as_ref().map_or(Rho::NONE, |spending| spending.rho);
        let (edition, total) = (record.edition, self.spent());
        self.record_spending(Event::BudgetBurnt { edition, rho, total })?;
        let seed = record.spending.as_mut().and_then(|spending| spending.seed.take());
        record.state = ReleaseState::Burnt;
        self.store.put_release(record)?;
        self.store.forget_files(seed);
        Ok(())
    }

    /// Writes down what was drawn, makes it answer, and destroys its secret.
    fn activate(&self, record: &mut ReleaseRecord, measured: Digest) -> Result<(), Problem> {
        let (edition, release, period) = (record.edition, record.digest, record.period.clone());
        if self.ledger().of(&edition).is_some_and(|known| known.outcome == Outcome::Open) {
            self.record_spending(Event::BudgetSpent { edition, release })?;
        }
        self.record(Event::ReleaseActivated { edition, period, release, standing: false, by: None })?;
        let seed = record.spending.as_mut().and_then(|spending| {
            spending.measured = Some(measured);
            spending.seed.take()
        });
        record.state = ReleaseState::Active;
        self.store.put_release(record)?;
        self.store.forget_files(seed);
        Ok(())
    }
}

/// Commits to a secret and to what it is for.
fn commitment(seed: &[u8; 64], purpose: &str) -> Digest {
    Digest::of(&[seed.as_slice(), purpose.as_bytes()].concat())
}

/// How long a budget lasts, for the officer.
#[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
pub struct BudgetStatus {
    /// What one edition may cost.
    pub rho: Rho,
    /// What all may cost together, by the officer's word; nothing may be drawn without.
    pub lifetime: Option<Rho>,
    /// Who must know what is spent, by the names of their keys: more than half of them.
    pub witnesses: Vec<String>,
    /// Whether `policy.toml` says something else, on which the officer hasn't given their word.
    pub differs: bool,
    /// Whether other witnesses wait for those before to know of it.
    pub waits: bool,
    /// What all have cost, by the log.
    pub spent: Rho,
    /// By which editions.
    pub editions: Vec<EditionSpending>,
}

/// What one edition has cost.
#[derive(Clone, Debug, serde::Deserialize, Eq, PartialEq, serde::Serialize)]
pub struct EditionSpending {
    /// The edition.
    pub edition: EditionId,
    /// What it costs.
    pub rho: Rho,
    /// `reserved`, `spent` or `burnt`.
    pub outcome: String,
}

impl Node {
    /// What is spent, and by which editions.
    pub fn budget(&self) -> BudgetStatus {
        let word = |outcome: Outcome| match outcome {
            Outcome::Open => "reserved",
            Outcome::Spent(_) => "spent",
            Outcome::Burnt => "burnt",
        };
        let ledger = self.ledger();
        let spending = |(edition, known): (&EditionId, &crate::audit::Reservation)| EditionSpending {
            edition: *edition,
            rho: known.rho,
            outcome: word(known.outcome).to_owned(),
        };
        let rule = ledger.next().or(ledger.rule());
        let differs = self.budget_rule().ok().as_ref() != rule;
        BudgetStatus {
            rho: self.policy.rules().privacy.rho,
            lifetime: ledger.rule().map(|rule| rule.lifetime),
            witnesses: ledger
                .rule()
                .map(|rule| rule.witnesses.iter().map(|key| key.name().to_owned()).collect())
                .unwrap_or_default(),
            differs,
            waits: ledger.next().is_some(),
            spent: ledger.total(),
            editions: ledger.reservations().map(spending).collect(),
        }
    }
}
