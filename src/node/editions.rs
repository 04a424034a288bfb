use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};

use super::Node;
use super::build::Built;
use crate::audit::{Certified, Event, Word};
use crate::charter::{Table, edition_id, groups_word};
use crate::disclosure::Protected;
use crate::model::{Digest, EditionId, Period, Problem, PublishedTable, RowKey, Status, problems, table_digest};
use crate::store::{Dataset, ReleaseRecord, ReleaseState};
use crate::tlog::Proof;

problems! {
    /// Why a node doesn't open an edition, or doesn't answer for it.
    pub enum EditionError {
        /// The coordinator acts under another charter.
        OtherCharter(Policy, "edition-other-charter") { ours: String, theirs: String },
        /// No dataset for the period.
        NoData(Policy, "edition-no-data") { period: Period },
        /// A dataset whose columns mean something else.
        OtherDictionary(Policy, "edition-other-dictionary") { period: Period },
        /// Nobody opened it, or its release isn't ready.
        NotReady(Policy, "edition-not-ready") {},
        /// Built, and not approved. Whether it was refused or waits is nobody's business.
        NotApproved(Policy, "edition-not-approved") {},
        /// It answered, and the officer has taken it back.
        Withdrawn(Policy, "edition-withdrawn") {},
        /// Nobody has decided what releases may cost together.
        NoLifetime(Policy, "edition-no-lifetime") {},
        /// What was drawn for it, or could have been, is gone, and its cost counts.
        Lost(Policy, "edition-lost") {},
        /// Releases about the same people have used up what they may cost together.
        BudgetSpent(Policy, "edition-budget-spent") { rho: String, left: String, lifetime: String },
        /// Something else was spent between the question to the officer and the answer.
        TotalChanged(Policy, "edition-total-changed") { total: String },
        /// A release of another class stands: exact and protected cells of the same people tell more than either.
        ClassChanged(Policy, "edition-class-changed") { edition: String, class: String },
        /// Not a table of the lattice, an area or a category that isn't there, an edition without release: all alike.
        OutsideLattice(Policy, "edition-outside-lattice") {},
        /// The node is going down.
        Draining(Operator, "node-draining") {},
        /// The build broke off.
        BuildBroke(Bug, "edition-build-broke") {},
    }
}

/// How far the release of an edition is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EditionState {
    /// Being built.
    Building,
    /// With the officer: not approved.
    Waiting,
    /// Taken back by the officer.
    Withdrawn,
    /// Answers questions.
    Ready,
    /// Could not be built.
    Failed(Problem),
}

impl EditionState {
    /// The word in `node status --json`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::Waiting => "waiting",
            Self::Withdrawn => "withdrawn",
            Self::Ready => "ready",
            Self::Failed(_) => "failed",
        }
    }
}

/// State and progress of one edition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EditionProgress {
    /// How far the release is.
    pub state: EditionState,
    /// Work done, in parts per thousand.
    pub done_permille: u32,
}

/// What the build of a release took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Build {
    /// Scoring, finest cells and roll-ups alone.
    pub cube: Duration,
    /// Everything, the durable release included.
    pub whole: Duration,
    /// Persons read.
    pub rows: u64,
    /// Cells in the release.
    pub cells: u64,
}

/// Editions that this process has worked on.
pub(super) struct Editions {
    open: Mutex<BTreeMap<EditionId, Open>>,
    /// One build at a time.
    turn: Arc<Semaphore>,
    /// One decision at a time, and no answer meanwhile: the log has them as they came to be, and none after a withdrawal.
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
        // Nothing panics while the lock is held, and what it guards is whole at every line.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn decision_turn(&self) -> RwLockWriteGuard<'_, ()> {
        self.deciding.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        // The turn comes back when the build in hand is done; those that wait for it are told to go.
        let _ = self.turn.acquire().await;
    }
}

impl Node {
    /// Opens an edition for somebody, written down.
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

    /// Whether an edition of a charter may be opened for a period; whether its release stands.
    fn may_open(&self, charter: &Digest, (period, revision): (&Period, u32)) -> Result<bool, Problem> {
        let ours = self.charter();
        if *charter != ours.digest {
            let (ours, theirs) = (ours.digest.short(), charter.short());
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
                // On its way to be drawn; or what the officer was asked about is there no more.
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
        let under_way = |open: &Open| match open.progress.borrow().state {
            EditionState::Building => true,
            EditionState::Ready => stands,
            EditionState::Waiting | EditionState::Withdrawn | EditionState::Failed(_) => false,
        };
        if open.get(&edition).is_some_and(under_way) {
            return Ok(edition);
        }
        let (state, done_permille) = if stands { (EditionState::Ready, 1000) } else { (EditionState::Building, 0) };
        let (progress, _) = watch::channel(EditionProgress { state, done_permille });
        open.insert(edition, Open { period: period.clone(), progress: progress.clone(), cells: None, build: None });
        drop(open);
        if !stands {
            self.clone().build_in_background((edition, revision), period.clone(), progress);
        }
        Ok(edition)
    }

    /// Progress of an edition that was opened; watching ends when the sender says ready or failed.
    pub fn watch_edition(&self, edition: &EditionId) -> Result<watch::Receiver<EditionProgress>, Problem> {
        let open = self.editions.lock();
        Ok(open.get(edition).ok_or(EditionError::NotReady {})?.progress.subscribe())
    }

    /// How the cells of a release that answers were measured, in class `private`.
    pub fn plan_of(&self, edition: &EditionId) -> Result<Option<String>, Problem> {
        Ok(self.release(edition)?.and_then(|record| record.spending).map(|spending| spending.plan_text))
    }

    /// What building took in this process; `None` if the release stood already.
    pub fn build_report(&self, edition: &EditionId) -> Option<Build> {
        self.editions.lock().get(edition)?.build
    }

    /// Cells of one table: of all its rows, or of those that `keep` accepts.
    pub fn table(
        &self,
        edition: &EditionId,
        table: &Table,
        keep: Option<&dyn Fn(RowKey) -> bool>,
    ) -> Result<Answer, Problem> {
        self.agreement.check_dates(self.clock.today())?;
        let position = self.charter().lattice.position(table).ok_or(EditionError::OutsideLattice {})?;
        let released = self.cells(edition)?;
        let part = keep.map(|keep| released.cells.tables()[position].filtered(keep));
        Ok(Answer { released, table: position, part })
    }

    /// The same for somebody, written down: the record is durable before the answer exists.
    pub fn answer(
        &self,
        by: &Certified,
        (edition, table): (&EditionId, &Table),
        keep: Option<&dyn Fn(RowKey) -> bool>,
    ) -> Result<(Answer, Proof), Problem> {
        self.may_speak()?;
        let _undecided = self.editions.deciding.read().unwrap_or_else(PoisonError::into_inner);
        let answer = self.table(edition, table, keep)?;
        let (cells, released) = (answer.cells(), &answer.released);
        let published = cells.status.iter().filter(|status| **status == Status::Published).count() as u64;
        let proof = self.record(Event::TableAnswered {
            by: by.clone(),
            edition: *edition,
            period: released.period.clone(),
            dataset: released.dataset,
            release: released.digest,
            level: Word::new(&self.charter().geography.levels()[table.level]),
            groups: Word::new(groups_word(self.charter(), table)),
            whole: keep.is_none(),
            answer: answer.digest(),
            published,
            withheld: cells.len() as u64 - published,
        })?;
        self.log.unseen().add(proof.index, self.clock.unix_seconds());
        Ok((answer, proof))
    }

    /// Editions with a release, standing or under way.
    pub fn editions(&self) -> Result<Vec<(EditionId, Period, EditionState)>, Problem> {
        let standing = self.releases()?.into_iter();
        let mut editions: BTreeMap<_, _> =
            standing.map(|record| (record.edition, (record.period, state_of(record.state)))).collect();
        let open = self.editions.lock();
        editions
            .extend(open.iter().map(|(id, open)| (*id, (open.period.clone(), open.progress.borrow().state.clone()))));
        Ok(editions.into_iter().map(|(id, (period, state))| (id, period, state)).collect())
    }

    fn cells(&self, edition: &EditionId) -> Result<Arc<Released>, Problem> {
        let ready = |open: &Open| open.progress.borrow().state == EditionState::Ready;
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
        let ready = EditionProgress { state: EditionState::Ready, done_permille: 1000 };
        let (progress, _) = watch::channel(ready);
        let ready = Open { period: record.period, progress, cells: None, build: None };
        self.editions.lock().entry(*edition).or_insert(ready).cells = Some(cells.clone());
        // The officer may have decided meanwhile, and have had nothing to make forgotten.
        if self.release(edition)?.is_none_or(|record| record.state != ReleaseState::Active) {
            self.forget(edition);
            return Err(EditionError::OutsideLattice {}.into());
        }
        Ok(cells)
    }

    /// The release of an edition. One that another charter's lattice shaped is none.
    pub(super) fn release(&self, edition: &EditionId) -> Result<Option<ReleaseRecord>, Problem> {
        Ok(self.store.release(edition)?.filter(|record| record.charter == self.charter().digest))
    }

    /// Releases that stand under the charter.
    pub fn releases(&self) -> Result<Vec<ReleaseRecord>, Problem> {
        Ok(self.store.releases()?.into_iter().filter(|record| record.charter == self.charter().digest).collect())
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
            let state = match result {
                Ok(Built { cells, build, state }) => {
                    if let Some(open) = self.editions.lock().get_mut(&edition) {
                        (open.cells, open.build) = (cells, Some(build));
                    }
                    tracing::info!(%edition, state = state.id(), elapsed_ms = build.whole.as_millis() as u64, "release built");
                    state_of(state)
                }
                Err(problem) => {
                    tracing::error!(%edition, code = %problem.key, %problem, "release not built");
                    EditionState::Failed(problem)
                }
            };
            progress.send_replace(EditionProgress { state, done_permille: 1000 });
        });
    }

    /// Forgets what an edition's release was, so that the next call looks again.
    pub(super) fn forget(&self, edition: &EditionId) {
        self.editions.lock().remove(edition);
    }
}

fn state_of(state: ReleaseState) -> EditionState {
    match state {
        ReleaseState::Active => EditionState::Ready,
        ReleaseState::Withdrawn => EditionState::Withdrawn,
        ReleaseState::Pending | ReleaseState::Approved | ReleaseState::Burnt | ReleaseState::Refused => {
            EditionState::Waiting
        }
    }
}

/// The cells of a release that answers, and what names them.
pub(super) struct Released {
    cells: Protected,
    /// Names each table.
    tables: Vec<Digest>,
    period: Period,
    dataset: Digest,
    digest: Digest,
}

impl Released {
    pub(super) fn new(cells: Protected, record: &ReleaseRecord) -> Self {
        let tables = cells.tables().iter().map(table_digest).collect();
        Self { cells, tables, period: record.period.clone(), dataset: record.dataset, digest: record.digest }
    }
}

/// A table of a release, or some rows of one: there is no other way to one than out of a release.
///
/// ```
/// # use archipel::{model::PublishedTable, node::Answer};
/// fn look(answer: &Answer) -> &PublishedTable {
///     answer.cells()
/// }
/// ```
///
/// ```compile_fail,E0560
/// # use archipel::{model::PublishedTable, node::Answer};
/// fn pretend(cells: PublishedTable) -> Answer {
///     Answer { cells }
/// }
/// ```
pub struct Answer {
    released: Arc<Released>,
    table: usize,
    /// Rows of it, where not all were asked for.
    part: Option<PublishedTable>,
}

impl Answer {
    /// The cells.
    pub fn cells(&self) -> &PublishedTable {
        self.part.as_ref().unwrap_or_else(|| &self.released.cells.tables()[self.table])
    }

    fn digest(&self) -> Digest {
        self.part.as_ref().map_or_else(|| self.released.tables[self.table], table_digest)
    }
}
