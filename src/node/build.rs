use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::Node;
use super::edition::{Build, Built, EditionError, EditionProgress, Released};
use crate::audit::{DecidedBy, Event, Word};
use crate::charter::{ByClass, Class, Controlled, OfClass, Public};
use crate::cube::{self, Counted, Counting, Exact, Records as _};
use crate::disclosure::Protected;
use crate::model::{Digest, EditionId, Period, Problem, ReleaseState, release_digest, table_digest};
use crate::store::{Dataset, ReleaseRecord};

impl Node {
    /// Takes the release of an edition as far as it can go: in class `private` to the officer, or from there to the
    /// draw. In the other classes it is built, and waits for the officer where the class has one.
    pub(super) fn build(
        &self,
        (edition, revision): (EditionId, u32),
        period: &Period,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        let dataset = self.dataset_for(period)?;
        let built = match self.charter().by_class() {
            ByClass::Private(charter) => {
                return self.build_private(charter, (edition, revision), &dataset, progress);
            }
            ByClass::Controlled(charter) => self.build_controlled(charter, (edition, revision), &dataset, progress),
            ByClass::Public(charter) => self.build_public(charter, (edition, revision), &dataset, progress),
        };
        match built {
            // Another load has replaced the dataset meanwhile.
            Err(_) if self.dataset_for(period)?.id != dataset.id => self.build((edition, revision), period, progress),
            built => built,
        }
    }

    /// Builds a release of class `public`, which needs no decision.
    fn build_public(
        &self,
        charter: OfClass<'_, Public>,
        edition: (EditionId, u32),
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        let began = Instant::now();
        self.told(&edition.0)?;
        let (exact, cube) = self.exact(charter, (), dataset, progress)?;
        self.keep(edition, dataset, Protected::public(exact), (ReleaseState::Active, None), (began, cube))
    }

    /// Builds a release of class `controlled`. It waits for the officer, unless a standing approval lets it through.
    fn build_controlled(
        &self,
        charter: OfClass<'_, Controlled>,
        edition: (EditionId, u32),
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<Built, Problem> {
        let began = Instant::now();
        self.told(&edition.0)?;
        let (exact, cube) = self.exact(charter, &self.store.record_key(), dataset, progress)?;
        let (key, min_frequency) = (self.store.noise_key(), self.policy.rules().min_frequency);
        let protected = Protected::controlled(exact, self.member(), &key, min_frequency);
        let record = self.new_release(edition, dataset, ReleaseState::Pending)?;
        let standing = self.policy.approval(self.charter()).is_some() && !self.is_again(&record)?;
        let by = standing.then(|| self.on_standing_word()).transpose()?;
        let state = if standing { ReleaseState::Active } else { ReleaseState::Pending };
        self.keep(edition, dataset, protected, (state, by), (began, cube))
    }

    /// Makes a release durable, and records it.
    fn keep(
        &self,
        (edition, revision): (EditionId, u32),
        dataset: &Dataset,
        protected: Protected,
        (state, by): (ReleaseState, Option<DecidedBy>),
        (began, cube): (Instant, Duration),
    ) -> Result<Built, Problem> {
        let (cells, digest) = (protected.cells(), release_digest(None, protected.tables().iter().map(table_digest)));
        let record = ReleaseRecord {
            cells,
            digest,
            file: Some(self.store.write_release(&edition, &protected, self.entropy.as_ref())?),
            ..self.new_release((edition, revision), dataset, state)?
        };
        let period = record.period.clone();
        self.record(Event::ReleaseBuilt {
            edition,
            period: period.clone(),
            dataset: record.dataset,
            release: digest,
            class: Word::new(self.charter().class().id()),
        })?;
        if state == ReleaseState::Active {
            self.record(Event::ReleaseActivated { edition, period, release: digest, standing: true, by })?;
        }
        self.store.put_release(&record)?;
        let build = Build { cube, whole: began.elapsed(), rows: dataset.rows, cells };
        let cells = (state == ReleaseState::Active).then(|| Arc::new(Released::new(protected, &record)));
        Ok(Built { cells, build, state })
    }

    /// Record of a release of which only the inputs are known yet.
    pub(super) fn new_release(
        &self,
        (edition, revision): (EditionId, u32),
        dataset: &Dataset,
        state: ReleaseState,
    ) -> Result<ReleaseRecord, Problem> {
        Ok(ReleaseRecord {
            edition,
            number: self.store.releases()?.iter().map(|release| release.number).max().unwrap_or(0) + 1,
            period: dataset.period.clone(),
            revision,
            charter: self.charter().digest(),
            dataset: dataset.id,
            state,
            cells: 0,
            digest: Digest::of(b""),
            file: None,
            spending: None,
            class: self.charter().class().id().to_owned(),
            built_at: self.clock.unix_seconds(),
            decided_at: None,
        })
    }

    /// Returns the standing approval by which a release needs no further decision.
    pub(super) fn on_standing_word(&self) -> Result<DecidedBy, Problem> {
        let approval = self.policy.approval(self.charter());
        let note = approval.and_then(|approval| approval.note()).filter(|_| self.policy.officer().is_some());
        let editions = approval.map_or(0, |approval| approval.editions());
        Ok(self.on_word(self.charter().standing_approval(self.member(), editions).act, note)?)
    }

    /// Checks that releases of other editions about the same people leave room for one of this class: exact and
    /// protected cells of the same people tell more than either.
    pub(super) fn told(&self, edition: &EditionId) -> Result<(), Problem> {
        if self.charter().class() != Class::Private {
            // Their state here doesn't matter: a copy of this node may have told figures.
            let ledger = self.ledger();
            let reserved = ledger.reservations().map(|(edition, _)| Some(*edition));
            let mut counted = reserved.chain(ledger.found().iter().map(|found| found.edition));
            if let Some(edition) = counted.next() {
                let edition = edition.map_or_else(|| "—".to_owned(), |edition| edition.digest().short());
                return Err(EditionError::ClassChanged { edition, class: Class::Private.id().to_owned() }.into());
            }
        }
        let releases = self.store.releases()?.into_iter();
        let mut told = releases.filter(|release| release.edition != *edition && release.state.is_told());
        if let Some(other) = told.find(|release| release.class != self.charter().class().id()) {
            let (edition, class) = (other.edition.digest().short(), other.class);
            return Err(EditionError::ClassChanged { edition, class }.into());
        }
        Ok(())
    }

    /// Exact cells of a dataset, and the time that scoring and adding up took.
    pub(super) fn exact<'c, C: Counted>(
        &self,
        charter: OfClass<'c, C>,
        key: C::Key<'_>,
        dataset: &Dataset,
        progress: &watch::Sender<EditionProgress>,
    ) -> Result<(Exact<'c, C>, Duration), Problem> {
        let records = self.store.records(dataset);
        debug_assert_eq!(records.segments(), dataset.segments as usize);
        let (segments, done) = (dataset.segments.max(1), AtomicU32::new(0));
        // In a protecting class no outsider learns the number of segments.
        let tells = self.charter().class() == Class::Public;
        let tell = || {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if tells {
                // The rest is for protection and for the durable write.
                let done_permille = 800 * done / segments;
                progress.send_replace(EditionProgress::Building(done_permille));
            }
        };
        let counting = Counting { key, weight_cap: charter.clipped_at(self.member()) };
        Ok(cube::build(charter, &records, counting, self.threads, &tell)?)
    }
}
