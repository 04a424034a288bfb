//! Class `private`: what an edition costs is approved, then recorded as reserved, and only then anything is drawn. Nothing is
//! given back, and nothing is drawn twice.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use zeroize::Zeroizing;

use super::Node;
use super::budget::BudgetError;
use super::edition::{Build, Built, EditionError, EditionProgress, Released};
use crate::audit::{DecidedBy, Event, Outcome};
use crate::charter::{OfClass, Private};
use crate::disclosure::Protected;
use crate::disclosure::private::{MEASUREMENT, NoiseStream, Plan};
use crate::model::{Digest, EditionId, Problem, ReleaseState, Rho, release_digest, table_digest};
use crate::store::{Dataset, Detail, ReleaseRecord, Spending, StoreError};

impl Node {
    /// How the release of an edition is measured under this charter and policy.
    pub(super) fn plan(&self) -> Result<Plan, Problem> {
        let privacy = &self.policy.rules().privacy;
        Ok(Plan::new(self.charter(), self.member(), privacy.rho, privacy.workload)?)
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
        charter: OfClass<'_, Private>,
        (edition, revision): (EditionId, u32),
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        self.told(&edition)?;
        self.policy.officer().ok_or(BudgetError::NoOfficer {})?;
        let known = self.release(&edition)?;
        if self.is_lost(&edition, known.as_ref()) {
            return Err(self.lost(known)?);
        }
        let mut record = match known {
            // It was drawn before the node stopped.
            Some(record) if record.state == ReleaseState::Approved && record.file.is_some() => {
                return self.answer_from(record, Build::default(), None);
            }
            // What was agreed to was agreed to of these records, measured so; before anything is reserved it costs nothing to ask again.
            Some(record) if self.is_as_approved(&record, dataset)? => record,
            _ => self.put_to_officer((edition, revision), dataset)?,
        };
        self.approve_on_standing_word(&mut record)?;
        let waits = |state| Ok(Built { cells: None, build: Build::default(), state });
        // Records aren't read again for as long as too few witnesses know: whoever withholds their words learns no time from it.
        if record.state != ReleaseState::Approved || self.is_reserved(&edition) && !self.may_draw(&edition)? {
            return waits(record.state);
        }
        // Whatever can fail without a draw fails before its cost counts.
        let began = Instant::now();
        let scanned = self.exact(charter, (), dataset, progress);
        self.wait_for_step(began);
        let (exact, cube) = scanned?;
        // It goes on when enough witnesses know, unless the officer has taken it back meanwhile.
        if !self.reserve(&mut record)? || !self.may_draw(&edition)? {
            return waits(record.state);
        }
        let Some((plan, noise)) = self.noise(&record, dataset)? else {
            let _turn = self.editions.decision_turn();
            if self.is_still_approved(&mut record)? {
                self.burn(&mut record)?;
            }
            return Err(EditionError::Lost {}.into());
        };
        let (charter, min_frequency) = (self.charter(), self.policy.rules().min_frequency);
        let (protected, measured) = Protected::private(exact, self.member(), &plan, &noise, min_frequency);
        let tables = protected.tables().iter().map(table_digest);
        record.digest = release_digest(Some(plan.digest(charter)), tables);
        if !self.is_what_was_drawn(&record) {
            return Err(self.lost(Some(record))?);
        }
        record.cells = protected.cells();
        record.file = Some(self.store.write_release(&edition, &protected, self.entropy.as_ref())?);
        let measured = self.store.write_measured(&edition, &measured, self.entropy.as_ref())?;
        if let Some(spending) = &mut record.spending {
            (spending.measured, spending.min_frequency) = (Some(measured), min_frequency);
        }
        self.wait_for_step(began);
        let build = Build { cube, whole: began.elapsed(), rows: dataset.rows, cells: record.cells };
        self.answer_from(record, build, Some(protected))
    }

    /// Whether a release is what would be put to the officer today. Once its cost is reserved it stays what it is, whatever comes.
    fn is_as_approved(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<bool, Problem> {
        let Some(spending) = &record.spending else { return Ok(false) };
        if self.ledger().of(&record.edition).is_some() {
            return Ok(true);
        }
        Ok(record.dataset == dataset.id
            && spending.plan == self.plan()?.digest(self.charter())
            && self.total_after(spending.rho).is_ok_and(|total| total == spending.total))
    }

    /// Whether what was drawn for an edition, or could have been, is gone: its cost counts, and nothing may be drawn in its place, as
    /// the figures would be others. The node was put back from a copy, or stopped for good between two steps.
    pub(super) fn is_lost(&self, edition: &EditionId, record: Option<&ReleaseRecord>) -> bool {
        let ledger = self.ledger();
        let there = |record: &ReleaseRecord| match record.state {
            ReleaseState::Active | ReleaseState::Withdrawn => true,
            ReleaseState::Approved => {
                record.file.is_some() || record.spending.as_ref().is_some_and(|s| s.seed.is_some())
            }
            _ => false,
        };
        ledger.is_lost(edition) || ledger.of(edition).is_some() && !record.is_some_and(there)
    }

    /// Marks a release as lost, so that the officer sees it; why it can't be had.
    fn lost(&self, record: Option<ReleaseRecord>) -> Result<Problem, Problem> {
        let _turn = self.editions.decision_turn();
        if let Some(mut record) = record.filter(|record| record.state != ReleaseState::Burnt) {
            let seed = record.spending.as_mut().and_then(|spending| spending.seed.take());
            record.state = ReleaseState::Burnt;
            self.store.put_release(&record)?;
            self.store.forget_files(seed);
        }
        Ok(EditionError::Lost {}.into())
    }

    /// Whether a release is the one that the log says was drawn, if it says so: it is drawn again where its node stopped before it
    /// was on disk.
    fn is_what_was_drawn(&self, record: &ReleaseRecord) -> bool {
        match self.ledger().of(&record.edition).map(|known| known.outcome) {
            Some(Outcome::Spent(release)) => release == record.digest,
            _ => true,
        }
    }

    /// How long something took says nothing of how many people there are: what is recorded or told comes at whole steps. In a
    /// rehearsal nobody outside waits.
    fn wait_for_step(&self, began: Instant) {
        const STEP: Duration = Duration::from_secs(2);
        if !self.policy.is_rehearsal() {
            let over = began.elapsed().as_nanos() % STEP.as_nanos();
            std::thread::sleep(STEP - Duration::from_nanos(over as u64));
        }
    }

    /// Whether what the officer was asked is what they would be asked today.
    pub(super) fn is_as_asked(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<bool, Problem> {
        match record.spending {
            Some(_) => self.is_as_approved(record, dataset),
            None => Ok(record.dataset == dataset.id),
        }
    }

    /// A release that waits for the officer's word.
    fn put_to_officer(&self, edition: (EditionId, u32), dataset: &Dataset) -> Result<ReleaseRecord, Problem> {
        let plan = self.plan()?;
        let total = self.total_after(plan.rho())?;
        let plan_digest = plan.digest(self.charter());
        let plan_text = plan.text(self.charter());
        let (rho, plan) = (plan.rho(), plan_digest);
        let spending = Spending { rho, total, plan, plan_text, seed: None, measured: None, min_frequency: None };
        let record = ReleaseRecord {
            digest: plan_digest,
            spending: Some(spending),
            ..self.new_release(edition, dataset, ReleaseState::Pending)?
        };
        self.store.put_release(&record)?;
        Ok(record)
    }

    /// Lets a release through on a standing approval: so many editions of one charter, and no more.
    fn approve_on_standing_word(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let _turn = self.editions.decision_turn();
        // The officer may have decided meanwhile.
        self.renew_state(record)?;
        let editions = self.policy.approval(self.charter()).map_or(0, |approval| approval.editions());
        if record.state != ReleaseState::Pending || self.ledger().on_standing_word(&self.charter().digest) >= editions {
            return Ok(());
        }
        self.approve_spending(record, self.on_standing_word()?, editions, &Detail::default())
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
    /// anything is drawn. Does nothing where that has happened. Whether the release may still be drawn.
    fn reserve(&self, record: &mut ReleaseRecord) -> Result<bool, Problem> {
        let _turn = self.editions.decision_turn();
        let edition = record.edition;
        if !self.is_still_approved(record)? {
            return Ok(false);
        }
        if self.ledger().of(&edition).is_some() {
            return Ok(true);
        }
        let Some(spending) = &mut record.spending else { return Ok(false) };
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
        self.record(Event::BudgetReserved { edition, dataset, plan, rho, total, seed })?;
        Ok(true)
    }

    /// Whether the officer hasn't taken a release back; its state, if so.
    fn is_still_approved(&self, record: &mut ReleaseRecord) -> Result<bool, Problem> {
        self.renew_state(record)?;
        Ok(record.state == ReleaseState::Approved)
    }

    fn renew_state(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let state = self.release(&record.edition)?.map(|known| known.state);
        record.state = state.unwrap_or(record.state);
        Ok(())
    }

    /// How a release is measured, and its noise: by the plan that was approved and reserved, whatever the policy says today. Nothing
    /// where its secret is gone, or was reserved for something else: other records, another plan or charter, another way to measure.
    /// One reservation gives one set of numbers, or none.
    fn noise(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<Option<(Plan, NoiseStream)>, Problem> {
        let Some(reserved) = self.ledger().of(&record.edition).cloned() else { return Ok(None) };
        let text = record.spending.as_ref().map_or("", |spending| &spending.plan_text);
        let plan = Plan::parse(text, self.charter(), self.member()).ok();
        let plan = plan.filter(|plan| (plan.digest(self.charter()), plan.rho()) == (reserved.plan, reserved.rho));
        let same = reserved.dataset == dataset.id && record.dataset == dataset.id;
        let purpose = self.purpose(record);
        let seed = self.store.seed(record)?.filter(|seed| same && commitment(seed, &purpose) == reserved.seed);
        Ok(plan.zip(seed).map(|(plan, seed)| (plan, NoiseStream::derived(&seed, &purpose))))
    }

    /// Destroys secrets that serve for nothing any more: of what was drawn and is on disk, of what can't be drawn, and those that no
    /// record commits to.
    pub(super) fn forget_seeds(&self) -> Result<(), Problem> {
        for mut record in self.store.releases()? {
            let serves = match self.ledger().of(&record.edition).map(|known| known.outcome) {
                Some(Outcome::Open) => true,
                Some(Outcome::Spent(_)) => record.file.is_none(),
                Some(Outcome::Burnt) | None => false,
            };
            let seed = record.spending.as_mut().filter(|_| !serves).and_then(|spending| spending.seed.take());
            if seed.is_some() {
                self.store.put_release(&record)?;
                self.store.forget_files(seed);
            }
        }
        Ok(())
    }

    /// What a secret is for.
    fn purpose(&self, record: &ReleaseRecord) -> String {
        let plan = record.spending.as_ref().map_or(record.digest, |spending| spending.plan);
        format!(
            "archipel noise {MEASUREMENT}\nedition {}\ndataset {}\nplan {plan}\ncharter {}\nsoftware {}\n",
            record.edition,
            record.dataset,
            record.charter,
            env!("CARGO_PKG_VERSION"),
        )
    }

    /// A reservation that can't be drawn any more. Within a turn of decisions.
    pub(super) fn burn(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let rho = record.spending.as_ref().map_or(Rho::NONE, |spending| spending.rho);
        let (edition, total) = (record.edition, self.spent());
        self.record(Event::BudgetBurnt { edition, rho, total })?;
        let seed = record.spending.as_mut().and_then(|spending| spending.seed.take());
        record.state = ReleaseState::Burnt;
        self.store.put_release(record)?;
        self.store.forget_files(seed);
        Ok(())
    }

    /// Makes what was drawn durable, writes down that it was, lets it answer, and destroys its secret: in this order, so that
    /// whatever stops the node leaves something to go on from.
    fn answer_from(&self, mut record: ReleaseRecord, build: Build, cells: Option<Protected>) -> Result<Built, Problem> {
        let _turn = self.editions.decision_turn();
        let (edition, release, period) = (record.edition, record.digest, record.period.clone());
        if !self.is_still_approved(&mut record)? {
            let measured = record.spending.and_then(|spending| spending.measured);
            self.store.forget_files(record.file.into_iter().chain(measured));
            return Ok(Built { cells: None, build: Build::default(), state: record.state });
        }
        self.store.put_release(&record)?;
        if self.ledger().of(&edition).is_some_and(|known| known.outcome == Outcome::Open) {
            self.record(Event::BudgetSpent { edition, release })?;
        }
        self.record(Event::ReleaseActivated { edition, period, release, standing: false, by: None })?;
        let seed = record.spending.as_mut().and_then(|spending| spending.seed.take());
        record.state = ReleaseState::Active;
        self.store.put_release(&record)?;
        self.store.forget_files(seed);
        let cells = cells.map_or_else(|| self.store.release_cells(&record), Ok)?;
        Ok(Built { cells: Some(Arc::new(Released::new(cells, &record))), build, state: record.state })
    }
}

/// Commits to a secret and to what it is for.
fn commitment(seed: &[u8; 64], purpose: &str) -> Digest {
    Digest::of(&[seed.as_slice(), purpose.as_bytes()].concat())
}
