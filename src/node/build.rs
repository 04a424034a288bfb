use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use tokio::sync::watch;

use super::Node;
use super::editions::{Build, EditionError, EditionProgress, EditionState};
use crate::charter::{Class, Knowledge, Rules};
use crate::cube::{self, Exact, Guard, Records as _};
use crate::disclosure::{Protected, Review, Terms};
use crate::model::{EditionId, Period, Problem};
use crate::store::{Dataset, ReleaseRecord, ReleaseState};

/// A release that is on disk.
pub(super) struct Built {
    /// Only where it may be asked.
    pub cells: Option<Arc<Protected>>,
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
        self.must_be_alone(&edition)?;
        let (protected, review, cube) = match self.agreement.class {
            Class::Public => {
                let (exact, cube) = self.exact(dataset, None, &tell)?;
                (Protected::public(exact), None, cube)
            }
            _ => {
                let (protected, review, cube) = self.protect(dataset, self.policy.rules(), &tell)?;
                (protected, Some(review), cube)
            }
        };
        let state = match &review {
            Some(review) if !review.safe => ReleaseState::Unsafe,
            Some(_) if !self.policy.approves(&self.agreement) => ReleaseState::Pending,
            _ => ReleaseState::Active,
        };
        let (now, entropy) = (self.clock.unix_seconds(), self.entropy.as_ref());
        let cells = protected.cells();
        let record = ReleaseRecord {
            edition,
            period: dataset.period.clone(),
            charter: self.agreement.digest,
            dataset: dataset.id,
            state,
            cells,
            file: self.store.write_release(&edition, &protected, entropy)?,
            review: review.map(|review| self.store.write_review(&edition, &review, entropy)).transpose()?,
            built_at: now,
            decided_at: None,
        };
        self.store.put_release(&record)?;
        let build = Build { cube, whole: began.elapsed(), rows: dataset.rows, cells };
        Ok(Built { cells: (state == ReleaseState::Active).then(|| Arc::new(protected)), build, state })
    }

    /// Releases about the same people aren't audited together yet; so a store has one of class `controlled`, and none of
    /// another class beside it. What was told stays told.
    fn must_be_alone(&self, edition: &EditionId) -> Result<(), Problem> {
        let others = self.store.releases()?.into_iter().filter(|release| release.edition != *edition);
        let told = |release: &ReleaseRecord| {
            matches!(release.state, ReleaseState::Pending | ReleaseState::Active | ReleaseState::Withdrawn)
        };
        for other in others.filter(told) {
            let class = if other.review.is_some() { Class::Controlled } else { Class::Public };
            let edition = other.edition.digest().short();
            match self.agreement.class {
                own if own != class => {
                    return Err(EditionError::ClassChanged { edition, class: class.id().to_owned() }.into());
                }
                Class::Public => {}
                _ => return Err(EditionError::SecondRelease { edition }.into()),
            }
        }
        Ok(())
    }

    /// Protected cells of class `controlled` under some rules.
    pub(super) fn protect(
        &self,
        dataset: &Dataset,
        rules: &Rules,
        done: &(dyn Fn() + Sync),
    ) -> Result<(Protected, Review, std::time::Duration), Problem> {
        let cap = self.weight_cap(dataset, rules)?;
        let key = self.store.record_key();
        let (exact, cube) = self.exact(dataset, Some(Guard { key: &key, weight_cap: cap }), done)?;
        let noise = self.store.noise_key();
        let terms =
            Terms { charter: &self.agreement, member: self.member(), rules, key: &noise, cap, danger_without: &[] };
        let (protected, review) = Protected::controlled(exact, &terms);
        Ok((protected, review, cube))
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
    ) -> Result<(Exact, std::time::Duration), Problem> {
        let records = self.store.records(dataset);
        debug_assert_eq!(records.segments(), dataset.segments as usize);
        Ok(cube::build(&self.agreement, &records, guard, self.threads, done)?)
    }
}
