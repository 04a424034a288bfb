//! Class `private`: the cost of an edition is approved, then recorded as reserved, and only then its release is drawn.
//! No cost is given back, and nothing is drawn twice.

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
    /// Plan by which the release of an edition is measured under this charter and policy.
    pub(super) fn plan(&self) -> Result<Plan, Problem> {
        let privacy = &self.policy.rules().privacy;
        Ok(Plan::new(self.charter(), self.member(), privacy.rho, privacy.workload)?)
    }

    /// Total cost of all releases once `rho` is spent. *Errors:* it exceeds the lifetime. Depends on the log and the
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

    /// Takes a release through its steps: to the officer, reserved, drawn.
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
            // The approval holds for these records and this plan. Before the cost is reserved, asking again costs
            // nothing.
            Some(record) if self.is_as_approved(&record, dataset)? => record,
            _ => self.put_to_officer((edition, revision), dataset)?,
        };
        self.approve_on_standing_word(&mut record)?;
        let waits = |state| Ok(Built { cells: None, build: Build::default(), state });
        // Records aren't read again while too few witnesses know of the claim: an attacker who withholds witnesses
        // learns no time from it.
        if record.state != ReleaseState::Approved || self.is_reserved(&edition) && !self.may_draw(&edition)? {
            return waits(record.state);
        }
        // Everything that can fail without a draw fails before the cost counts.
        let began = Instant::now();
        let scanned = self.exact(charter, (), dataset, progress);
        self.wait_for_step(began);
        let (exact, cube) = scanned?;
        // It goes on when enough witnesses know, unless the officer has withdrawn it meanwhile.
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

    /// Whether a release is what the officer would be asked today. Once its cost is reserved, it no longer changes.
    fn is_as_approved(&self, record: &ReleaseRecord, dataset: &Dataset) -> Result<bool, Problem> {
        let Some(spending) = &record.spending else { return Ok(false) };
        if self.ledger().of(&record.edition).is_some() {
            return Ok(true);
        }
        Ok(record.dataset == dataset.id
            && spending.plan == self.plan()?.digest(self.charter())
            && self.total_after(spending.rho).is_ok_and(|total| total == spending.total))
    }

    /// Whether the figures of an edition, drawn or about to be, are gone: the cost counts, and nothing may be drawn in
    /// their place, as the figures would differ. The node was put back from a copy, or stopped for good between two
    /// steps.
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

    /// Marks a release as lost, so that the officer sees it. Returns the problem to answer with.
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

    /// Whether the log says that exactly this release was drawn: it is drawn again where its node stopped before it was
    /// on disk.
    fn is_what_was_drawn(&self, record: &ReleaseRecord) -> bool {
        match self.ledger().of(&record.edition).map(|known| known.outcome) {
            Some(Outcome::Spent(release)) => release == record.digest,
            _ => true,
        }
    }

    /// Waits for a whole time step before something is recorded or told, so that a duration says nothing of the number
    /// of people. In a rehearsal no outsider waits.
    fn wait_for_step(&self, began: Instant) {
        const STEP: Duration = Duration::from_secs(2);
        if !self.policy.is_rehearsal() {
            let over = began.elapsed().as_nanos() % STEP.as_nanos();
            std::thread::sleep(STEP - Duration::from_nanos(over as u64));
        }
    }

    /// Whether the officer would be asked the same today.
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

    /// Approves a release by a standing approval, which covers a fixed number of editions of one charter.
    fn approve_on_standing_word(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let _turn = self.editions.decision_turn();
        // The officer may have decided meanwhile.
        self.renew_state(record)?;
        let editions = self.policy.approval(self.charter()).map_or(0, |approval| approval.editions());
        if record.state != ReleaseState::Pending || self.ledger().on_standing_word(&self.charter().digest()) >= editions
        {
            return Ok(());
        }
        self.approve_spending(record, self.on_standing_word()?, editions, &Detail::default())
    }

    /// Records that a release may be drawn, and by whose decision; for a standing approval, also its number of
    /// editions.
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
            // Another release has been drawn meanwhile: the officer was asked about another total.
            return Err(EditionError::TotalChanged { total: total.to_string() }.into());
        }
        let (edition, period, dataset) = (record.edition, record.period.clone(), record.dataset);
        let approved =
            Event::BudgetApproved { edition, period, dataset, plan, rho, total, standing: editions > 0, editions, by };
        self.record_with(approved, detail)?;
        record.state = ReleaseState::Approved;
        Ok(self.store.put_release(record)?)
    }

    /// Makes the cost of a release count. Its secret is durable before the record that commits to it, and the record
    /// before anything is drawn. Does nothing where that has happened. Returns whether the release may still be drawn.
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
        // No record commits to this secret, so it has never been used.
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

    /// Whether the officer hasn't withdrawn a release; updates its state.
    fn is_still_approved(&self, record: &mut ReleaseRecord) -> Result<bool, Problem> {
        self.renew_state(record)?;
        Ok(record.state == ReleaseState::Approved)
    }

    fn renew_state(&self, record: &mut ReleaseRecord) -> Result<(), Problem> {
        let state = self.release(&record.edition)?.map(|known| known.state);
        record.state = state.unwrap_or(record.state);
        Ok(())
    }

    /// Plan and noise of a release: by the plan that was approved and reserved, whatever the policy says today. `None`
    /// where its secret is gone, or was reserved for something else: other records, another plan or charter, another
    /// way to measure. One reservation gives one set of numbers, or none.
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

    /// Destroys secrets of no further use: of releases that are drawn and on disk, of those that can't be drawn, and
    /// those that no record commits to.
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

    /// Purpose of a secret, which its commitment covers.
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

    /// Burns a reservation: it can't be drawn any more. Called while a turn of decisions is held.
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

    /// Makes a drawn release durable, records the draw, lets it answer, and destroys its secret, in this order: the
    /// node can go on wherever it is stopped.
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

/// Commits to a secret and its purpose.
fn commitment(seed: &[u8; 64], purpose: &str) -> Digest {
    Digest::of(&[seed.as_slice(), purpose.as_bytes()].concat())
}
