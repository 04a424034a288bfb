//! The words of editions: their progress, what building them took, and the release that answers.

use std::sync::Arc;
use std::time::Duration;

use crate::disclosure::Protected;
use crate::model::{Digest, EditionState, Period, Problem, ReleaseState, problems, table_digest};
use crate::store::ReleaseRecord;

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

/// State and progress of one edition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EditionProgress {
    /// State of the release.
    pub state: EditionState,
    /// Work done, in parts per thousand.
    pub done_permille: u32,
    /// Why the release couldn't be built.
    pub failure: Option<Problem>,
}

impl EditionProgress {
    /// Progress of work under way.
    pub(super) fn building(done_permille: u32) -> Self {
        Self { state: EditionState::Building, done_permille, failure: None }
    }

    /// Progress of work that has ended in `state`.
    pub(super) fn ended(state: EditionState) -> Self {
        Self { state, done_permille: 1000, failure: None }
    }
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

/// A release that is on disk.
pub(super) struct Built {
    /// Only where it may be asked.
    pub cells: Option<Arc<Released>>,
    pub build: Build,
    pub state: ReleaseState,
}

/// The cells of a release that answers, and what names them.
pub(super) struct Released {
    pub cells: Protected,
    /// Names each table.
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
