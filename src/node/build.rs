use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Node;
use super::editions::{Build, EditionError, EditionProgress, EditionState, Released};
use crate::audit::{Event, Word};
use crate::charter::{Class, Knowledge, Rules};
use crate::cube::{self, Exact, Guard, Records as _};
use crate::disclosure::{Attack, Earlier, Notes, Protected, Review, Terms};
use crate::model::{Digest, EditionId, Period, Problem, release_digest, table_digest};
use crate::store::{Dataset, ReleaseRecord, ReleaseState, StoreError};

/// A release that is on disk.
pub(super) struct Built {
    /// Only where it may be asked.
    pub cells: Option<Arc<Released>>,
    pub build: Build,
    pub state: ReleaseState,
}

impl Node {
    /// Builds the release from the dataset that is there now, and anew if another one takes its place meanwhile.
    pub(super) fn build(
        &self,
        edition: EditionId,
        period: &Period,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        loop {
            let dataset = self.dataset_for(period)?;
            match self.build_from(edition, &dataset, progress) {
                Err(_) if self.dataset_for(period)?.id != dataset.id => {}
                built => return built,
            }
        }
    }

    /// Exact cells, then protected ones, then the durable release: nothing exact outlives this function.
    fn build_from(
        &self,
        edition: EditionId,
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        let began = Instant::now();
        let segments = dataset.segments.max(1);
        let done = AtomicU32::new(0);
        let tell = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            // The rest is for protecting and for making it durable.
            let whole = if self.agreement.class == Class::Public { 900 } else { 500 };
            let done_permille = whole * done / segments;
            progress.send_replace(EditionProgress { state: EditionState::Building, done_permille });
        };
        let told = self.told(&edition)?;
        let (protected, notes, cube) = match self.agreement.class {
            Class::Public => {
                let (exact, cube) = self.exact(dataset, None, &tell)?;
                (Protected::public(exact), None, cube)
            }
            _ => {
                self.allows_another(&told)?;
                let (protected, review, notes, cube) = self.protect(dataset, self.policy.rules(), &told, &tell)?;
                self.affords(&review, &told)?;
                (protected, Some((review, notes)), cube)
            }
        };
        let (review, notes) = notes.unzip();
        let spends = review.as_ref().is_some_and(spends);
        let standing = self.policy.approval(&self.agreement);
        let state = match &review {
            Some(review) if !review.safe => ReleaseState::Unsafe,
            Some(_) if standing.is_none() => ReleaseState::Pending,
            _ => ReleaseState::Active,
        };
        // In class `public` there is nothing to decide.
        let by = standing.filter(|_| review.is_some()).map(|approval| {
            let note = approval.note().filter(|_| self.policy.officer().is_some());
            self.on_word(self.agreement.standing_approval(self.member()).act, note)
        });
        let by = by.transpose()?;
        let (now, entropy) = (self.clock.unix_seconds(), self.entropy.as_ref());
        let (cells, digest) = (protected.cells(), release_digest(protected.tables().iter().map(table_digest)));
        let number = self.store.releases()?.iter().map(|release| release.number).max().unwrap_or(0) + 1;
        let bases = notes.as_ref().map(|notes| notes.bases.clone()).unwrap_or_default();
        let record = ReleaseRecord {
            edition,
            number,
            period: dataset.period.clone(),
            charter: self.agreement.digest,
            dataset: dataset.id,
            state,
            cells,
            digest,
            file: self.store.write_release(&edition, &protected, entropy)?,
            review: review.map(|review| self.store.write_review(&edition, &review, entropy)).transpose()?,
            notes: notes.map(|notes| self.store.write_notes(&edition, &notes, entropy)).transpose()?,
            bases,
            spends,
            meaning: self.meaning(),
            built_at: now,
            decided_at: None,
        };
        let period = &record.period;
        self.record(Event::ReleaseBuilt {
            edition,
            period: period.clone(),
            dataset: record.dataset,
            release: digest,
            class: Word::new(self.agreement.class.id()),
            safe: state != ReleaseState::Unsafe,
        })?;
        if state == ReleaseState::Active {
            let (period, release) = (period.clone(), digest);
            self.record(Event::ReleaseActivated { edition, period, release, standing: true, by })?;
        }
        self.store.put_release(&record)?;
        let build = Build { cube, whole: began.elapsed(), rows: dataset.rows, cells };
        let cells = (state == ReleaseState::Active).then(|| Arc::new(Released::new(protected, &record)));
        Ok(Built { cells, build, state })
    }

    /// Releases of other editions about the same people, in their order; what was told stays told. None is of another
    /// class: exact and protected cells of the same people tell more than either.
    pub(super) fn told(&self, edition: &EditionId) -> Result<Vec<ReleaseRecord>, Problem> {
        let releases = self.store.releases()?.into_iter();
        let mut told: Vec<_> = releases.filter(|release| release.edition != *edition && release.is_told()).collect();
        told.sort_by_key(|release| release.number);
        let class = |release: &ReleaseRecord| if release.review.is_some() { Class::Controlled } else { Class::Public };
        if let Some(other) = told.iter().find(|release| class(release) != self.agreement.class) {
            let (edition, class) = (other.edition.digest().short(), class(other).id().to_owned());
            return Err(EditionError::ClassChanged { edition, class }.into());
        }
        Ok(told)
    }

    /// Whether what was told can be held against what will be.
    fn allows_another(&self, told: &[ReleaseRecord]) -> Result<(), Problem> {
        let edition = |release: &ReleaseRecord| release.edition.digest().short();
        if let Some(other) = told.iter().find(|release| release.meaning != self.meaning()) {
            return Err(EditionError::OtherMeaning { edition: edition(other) }.into());
        }
        if let Some(waiting) = told.iter().find(|release| release.state == ReleaseState::Pending) {
            return Err(EditionError::ReleaseWaits { edition: edition(waiting) }.into());
        }
        Ok(())
    }

    /// Whether the budget has a share left. A release that tells nothing anew takes none: nobody gets a second look.
    fn affords(&self, review: &Review, told: &[ReleaseRecord]) -> Result<(), EditionError> {
        let rules = self.policy.rules();
        let spent = told.iter().filter(|release| release.spends).count();
        if rules.knowledge == Knowledge::Population && spends(review) && spent >= rules.releases as usize {
            return Err(EditionError::BudgetSpent { releases: rules.releases });
        }
        Ok(())
    }

    fn meaning(&self) -> Digest {
        self.agreement.meaning(self.member(), self.policy.rules())
    }

    /// Protected cells of class `controlled` under some rules, after what was told before.
    pub(super) fn protect(
        &self,
        dataset: &Dataset,
        rules: &Rules,
        told: &[ReleaseRecord],
        done: &(dyn Fn() + Sync),
    ) -> Result<(Protected, Review, Notes, Duration), Problem> {
        let last = told.last();
        self.under(dataset, rules, last, done, |exact, terms, cube| {
            let (protected, review, notes) = Protected::controlled(exact, terms);
            (protected, review, notes, cube)
        })
    }

    /// What attacks on protected cells that came from a dataset come to, the last release before them being known.
    pub(super) fn attack_from(
        &self,
        dataset: &Dataset,
        last: Option<&ReleaseRecord>,
        cells: &Protected,
    ) -> Result<Attack, Problem> {
        self.under(dataset, self.policy.rules(), last, &|| {}, |exact, terms, _| cells.attack(exact, terms))
    }

    /// Gives `then` the exact cells of a dataset, under some rules and after a last release, and how long these took.
    fn under<T>(
        &self,
        dataset: &Dataset,
        rules: &Rules,
        last: Option<&ReleaseRecord>,
        done: &(dyn Fn() + Sync),
        then: impl FnOnce(Exact, &Terms<'_>, Duration) -> T,
    ) -> Result<T, Problem> {
        let cap = self.weight_cap(dataset, rules)?;
        let key = self.store.record_key();
        let earlier = last.map(|last| self.earlier(dataset, rules, last)).transpose()?;
        let (exact, cube) = self.exact(dataset, Some(Guard { key: &key, weight_cap: cap }), done)?;
        let terms = Terms {
            charter: &self.agreement,
            member: self.member(),
            rules,
            key: &self.store.noise_key(),
            cap,
            dataset: dataset.id,
            earlier: earlier.as_ref(),
            danger_without: &[],
        };
        Ok(then(exact, &terms, cube))
    }

    /// What the last release told, and who changed since each load that it rests on.
    fn earlier(&self, dataset: &Dataset, rules: &Rules, last: &ReleaseRecord) -> Result<Earlier, Problem> {
        let damaged = || StoreError::Damaged { what: format!("notes/{}", last.edition) };
        let notes = self.store.notes(last)?.ok_or_else(damaged)?;
        let key = self.store.record_key();
        let guard = |dataset: &Dataset| {
            Ok::<_, EditionError>(Guard { key: &key, weight_cap: self.weight_cap(dataset, rules)? })
        };
        let mut changes = Vec::new();
        for basis in &notes.bases {
            let basis = self.store.load(basis)?.ok_or_else(damaged)?;
            let (before, after) = (self.store.records(&basis), self.store.records(dataset));
            let (before, after) = ((&before, guard(&basis)?), (&after, guard(dataset)?));
            changes.push(cube::changes(&self.agreement, before, after, self.threads)?);
        }
        Ok(Earlier { cells: self.store.release_cells(last)?, notes, changes })
    }

    /// The largest weight that a person has; `None` where everybody counts 1.
    fn weight_cap(&self, dataset: &Dataset, rules: &Rules) -> Result<Option<f64>, EditionError> {
        let Some(mean) = dataset.mean_weight else { return Ok(None) };
        let declared = self.agreement.method.weight_cap;
        match rules.knowledge {
            Knowledge::Population => Ok(Some(declared.ok_or(EditionError::NoWeightCap {})?)),
            Knowledge::Sample => Ok(Some(rules.sample_cap(mean, declared))),
        }
    }

    fn exact(
        &self,
        dataset: &Dataset,
        guard: Option<Guard<'_>>,
        done: &(dyn Fn() + Sync),
    ) -> Result<(Exact, Duration), Problem> {
        let records = self.store.records(dataset);
        debug_assert_eq!(records.segments(), dataset.segments as usize);
        Ok(cube::build(&self.agreement, &records, guard, self.threads, done)?)
    }
}

fn spends(review: &Review) -> bool {
    review.since.is_none_or(|since| since.moved > 0)
}
