//! Types of editions: their progress, the cost of a build, and the release that answers.

use std::sync::Arc;
use std::time::Duration;

use crate::disclosure::Protected;
use crate::model::{Digest, EditionState, Period, Problem, ReleaseState, problems, table_digest};
use crate::store::ReleaseRecord;

problems! {
    /// Reason why a node doesn't open an edition, or doesn't answer for it.
    pub enum EditionError {
        /// The coordinator acts under another charter.
        OtherCharter(Policy, "edition-other-charter") { ours: String, theirs: String },
        /// The period has no dataset.
        NoData(Policy, "edition-no-data") { period: Period },
        /// The dataset's columns have another meaning.
        OtherDictionary(Policy, "edition-other-dictionary") { period: Period },
        /// The edition isn't open, or its release isn't ready.
        NotReady(Policy, "edition-not-ready") {},
        /// Built, and not approved. Callers don't learn whether it was refused or waits.
        NotApproved(Policy, "edition-not-approved") {},
        /// It answered, and the officer has withdrawn it.
        Withdrawn(Policy, "edition-withdrawn") {},
        /// No lifetime is set: nothing has been decided about the most that releases may cost together.
        NoLifetime(Policy, "edition-no-lifetime") {},
        /// Its figures, drawn or about to be, are gone, and its cost counts.
        Lost(Policy, "edition-lost") {},
        /// Releases about the same people have used up what they may cost together.
        BudgetSpent(Policy, "edition-budget-spent") { rho: String, left: String, lifetime: String },
        /// Something else was spent between the question to the officer and the answer.
        TotalChanged(Policy, "edition-total-changed") { total: String },
        /// A release of another class stands: exact and protected cells of the same people tell more than either.
        ClassChanged(Policy, "edition-class-changed") { edition: String, class: String },
        /// A table outside the lattice, an unknown area or category, or an edition without release: all get this one
        /// answer.
        OutsideLattice(Policy, "edition-outside-lattice") {},
        /// The node is shutting down.
        Draining(Operator, "node-draining") {},
        /// The build broke off.
        BuildBroke(Bug, "edition-build-broke") {},
    }
}

/// Progress of one edition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EditionProgress {
    /// Work is under way: the part that is done, in parts per thousand.
    Building(u32),
    /// Work has ended with a release in this state.
    Ended(ReleaseState),
    /// The release couldn't be built.
    Failed(Problem),
}

impl EditionProgress {
    /// State of the edition, as others see it.
    pub fn state(&self) -> EditionState {
        match self {
            Self::Building(_) => EditionState::Building,
            Self::Ended(release) => (*release).into(),
            Self::Failed(_) => EditionState::Failed,
        }
    }
}

/// Time and size of the build of a release.
#[derive(Clone, Copy, Debug, Default)]
pub struct Build {
    /// Time of scoring, finest cells and roll-ups alone.
    pub cube: Duration,
    /// Time of everything, the durable release included.
    pub whole: Duration,
    /// Number of persons read.
    pub rows: u64,
    /// Number of cells in the release.
    pub cells: u64,
}

/// A release that is on disk.
pub(super) struct Built {
    /// Its cells, where it may answer.
    pub cells: Option<Arc<Released>>,
    pub build: Build,
    pub state: ReleaseState,
}

/// The cells of a release that answers, and the names of its parts.
pub(super) struct Released {
    pub cells: Protected,
    /// Name of each table.
    pub tables: Vec<Digest>,
    pub period: Period,
    pub dataset: Digest,
    pub digest: Digest,
}

impl Released {
    pub(super) fn new(cells: Protected, record: &ReleaseRecord) -> Self {
        let tables = cells.tables().iter().map(table_digest).collect();
        Self { cells, tables, period: record.period.clone(), dataset: record.dataset, digest: record.digest }
    }
}
