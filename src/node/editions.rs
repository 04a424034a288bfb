use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::{Semaphore, watch};

use super::Node;
use super::edition::{Build, Built, EditionError, EditionProgress, Released};
use crate::audit::{Certified, Event};
use crate::charter::edition_id;
use crate::model::{Digest, EditionId, EditionState, Period, Problem, ReleaseState};
use crate::store::{Dataset, ReleaseRecord};

/// Editions that this process has worked on.
pub(super) struct Editions {
    open: Mutex<BTreeMap<EditionId, Open>>,
    /// Permit for the one build at a time.
    turn: Arc<Semaphore>,
    /// Lock for the one decision at a time. No question is answered meanwhile: the log has decisions in their true
    /// order, and no answer after a withdrawal.
    deciding: RwLock<()>,
    draining: AtomicBool,
}

struct Open {
    period: Period,
    progress: watch::Sender<EditionProgress>,
    cells: Option<Arc<Released>>,
    build: Option<Build>,
}

impl Default for Editions {
    fn default() -> Self {
        Self {
            open: Mutex::default(),
            turn: Arc::new(Semaphore::new(1)),
            deciding: RwLock::default(),
            draining: AtomicBool::new(false),
        }
    }
}

impl Editions {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<EditionId, Open>> {
        // No code panics while it holds the lock, and the guarded value is consistent at every line.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn decision_turn(&self) -> RwLockWriteGuard<'_, ()> {
        self.deciding.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lock held while a question is answered: no decision is taken meanwhile.
    pub(super) fn answer_turn(&self) -> RwLockReadGuard<'_, ()> {
        self.deciding.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        // The permit comes back when the build in hand is done; builds that wait for it are told to stop.
        let _ = self.turn.acquire().await;
    }
}

impl Node {
    /// Opens an edition on behalf of the caller `by`, and records it.
    pub fn propose_edition(
        self: &Arc<Self>,
        by: &Certified,
        charter: &Digest,
        (period, revision): (&Period, u32),
    ) -> Result<EditionId, Problem> {
        self.may_open(charter, (period, revision))?;
        let edition = edition_id(self.charter(), period, revision);
        self.record(Event::EditionProposed { by: by.clone(), edition, period: period.clone() })?;
        self.open_edition(charter, (period, revision))
    }

    /// Checks that an edition of a charter may be opened for a period. Returns whether its release stands.
    fn may_open(&self, charter: &Digest, (period, revision): (&Period, u32)) -> Result<bool, Problem> {
        let ours = self.charter();
        if *charter != ours.digest() {
            let (ours, theirs) = (ours.digest().short(), charter.short());
            return Err(EditionError::OtherCharter { ours, theirs }.into());
        }
        self.agreement.check_dates(self.clock.today())?;
        let dataset = || self.dataset_for(period);
        let edition = edition_id(ours, period, revision);
        let known = self.release(&edition)?;
        if self.is_lost(&edition, known.as_ref()) && known.as_ref().is_none_or(|r| r.state == ReleaseState::Burnt) {
            return Err(EditionError::Lost {}.into());
        }
        match known {
            Some(record) => match record.state {
                ReleaseState::Active => Ok(true),
                ReleaseState::Withdrawn => Err(EditionError::Withdrawn {}.into()),
                // It is about to be drawn; or the dataset that the officer was asked about is gone.
                ReleaseState::Approved | ReleaseState::Burnt => dataset().map(|_| false),
                ReleaseState::Pending if !self.is_as_asked(&record, &dataset()?)? => Ok(false),
                _ => Err(EditionError::NotApproved {}.into()),
            },
            None => dataset().map(|_| false),
        }
    }

    /// Opens an edition: checks everything by itself, then builds the release in the background unless it stands.
    pub fn open_edition(
        self: &Arc<Self>,
        charter: &Digest,
        (period, revision): (&Period, u32),
    ) -> Result<EditionId, Problem> {
        let stands = self.may_open(charter, (period, revision))?;
        let edition = edition_id(self.charter(), period, revision);
        let mut open = self.editions.lock();
        let under_way = |open: &Open| match open.progress.borrow().state() {
            EditionState::Building => true,
            EditionState::Ready => stands,
            EditionState::Waiting | EditionState::Withdrawn | EditionState::Failed => false,
        };
        if open.get(&edition).is_some_and(under_way) {
            return Ok(edition);
        }
        let (progress, _) = watch::channel(if stands {
            EditionProgress::Ended(ReleaseState::Active)
        } else {
            EditionProgress::Building(0)
        });
        open.insert(edition, Open { period: period.clone(), progress: progress.clone(), cells: None, build: None });
        drop(open);
        if !stands {
            self.clone().build_in_background((edition, revision), period.clone(), progress);
        }
        Ok(edition)
    }

    /// Progress of an edition that was opened; it changes no more once the work on the release has ended.
    pub fn watch_edition(&self, edition: &EditionId) -> Result<watch::Receiver<EditionProgress>, Problem> {
        let open = self.editions.lock();
        Ok(open.get(edition).ok_or(EditionError::NotReady {})?.progress.subscribe())
    }

    /// Plan by which the cells of a release that answers were measured, in class `private`.
    pub fn plan_of(&self, edition: &EditionId) -> Result<Option<String>, Problem> {
        Ok(self.release(edition)?.and_then(|record| record.spending).map(|spending| spending.plan_text))
    }

    /// Time and size of the build in this process; `None` if the release stood already.
    pub fn build_report(&self, edition: &EditionId) -> Option<Build> {
        self.editions.lock().get(edition)?.build
    }

    /// Editions with a release, standing or under way.
    pub fn editions(&self) -> Result<Vec<(EditionId, Period, EditionState)>, Problem> {
        let standing = self.releases()?.into_iter();
        let mut editions: BTreeMap<_, _> =
            standing.map(|record| (record.edition, (record.period, record.state.into()))).collect();
        let open = self.editions.lock();
        editions.extend(open.iter().map(|(id, open)| (*id, (open.period.clone(), open.progress.borrow().state()))));
        Ok(editions.into_iter().map(|(id, (period, state))| (id, period, state)).collect())
    }

    pub(super) fn cells(&self, edition: &EditionId) -> Result<Arc<Released>, Problem> {
        let ready = |open: &Open| open.progress.borrow().state() == EditionState::Ready;
        if let Some(open) = self.editions.lock().get(edition) {
            if let Some(cells) = &open.cells {
                return Ok(cells.clone());
            }
            if !ready(open) {
                return Err(EditionError::NotReady {}.into());
            }
        }
        let record = self.release(edition)?.ok_or(EditionError::OutsideLattice {})?;
        if record.state != ReleaseState::Active {
            return Err(EditionError::OutsideLattice {}.into());
        }
        let cells = Arc::new(Released::new(self.store.release_cells(&record)?, &record));
        let (progress, _) = watch::channel(EditionProgress::Ended(ReleaseState::Active));
        let ready = Open { period: record.period, progress, cells: None, build: None };
        self.editions.lock().entry(*edition).or_insert(ready).cells = Some(cells.clone());
        // The officer may have decided meanwhile, when there was nothing to forget.
        if self.release(edition)?.is_none_or(|record| record.state != ReleaseState::Active) {
            self.forget(edition);
            return Err(EditionError::OutsideLattice {}.into());
        }
        Ok(cells)
    }

    /// The release of an edition; `None` if another charter's lattice shaped it.
    pub(super) fn release(&self, edition: &EditionId) -> Result<Option<ReleaseRecord>, Problem> {
        Ok(self.store.release(edition)?.filter(|record| record.charter == self.charter().digest()))
    }

    /// Releases that stand under the charter.
    pub fn releases(&self) -> Result<Vec<ReleaseRecord>, Problem> {
        Ok(self.store.releases()?.into_iter().filter(|record| record.charter == self.charter().digest()).collect())
    }

    pub(super) fn dataset_for(&self, period: &Period) -> Result<Dataset, Problem> {
        let dataset = self.store.dataset(period)?.ok_or_else(|| EditionError::NoData { period: period.clone() })?;
        if dataset.dictionary != self.charter().dictionary(self.member()) {
            return Err(EditionError::OtherDictionary { period: period.clone() }.into());
        }
        Ok(dataset)
    }

    fn build_in_background(
        self: Arc<Self>,
        (edition, revision): (EditionId, u32),
        period: Period,
        progress: watch::Sender<EditionProgress>,
    ) {
        tokio::spawn(async move {
            let turn = self.editions.turn.clone().acquire_owned().await;
            let result = if self.editions.draining.load(Ordering::SeqCst) {
                Err(EditionError::Draining {}.into())
            } else {
                let (node, sender) = (self.clone(), progress.clone());
                let work = tokio::task::spawn_blocking(move || {
                    let built = node.build((edition, revision), &period, &sender);
                    drop(turn);
                    built
                });
                work.await.unwrap_or_else(|_| Err(EditionError::BuildBroke {}.into()))
            };
            let ended = match result {
                Ok(Built { cells, build, state }) => {
                    if let Some(open) = self.editions.lock().get_mut(&edition) {
                        (open.cells, open.build) = (cells, Some(build));
                    }
                    tracing::info!(%edition, state = state.id(), elapsed_ms = build.whole.as_millis() as u64, "release built");
                    EditionProgress::Ended(state)
                }
                Err(problem) => {
                    tracing::error!(%edition, code = %problem.key, %problem, "release not built");
                    EditionProgress::Failed(problem)
                }
            };
            progress.send_replace(ended);
        });
    }

    /// Forgets the cached release of an edition, so that the next call reads it again.
    pub(super) fn forget(&self, edition: &EditionId) {
        self.editions.lock().remove(edition);
    }
}
