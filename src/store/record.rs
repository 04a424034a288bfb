use serde::{Deserialize, Serialize};

use crate::model::{Digest, EditionId, Period, ReleaseState, Rho};

/// One accepted load of person records.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Dataset {
    /// Period to which the answers refer.
    pub period: Period,
    /// Names the load: digest over its files.
    pub id: Digest,
    /// Number of persons.
    pub rows: u64,
    /// Number of segments.
    pub segments: u32,
    /// Mean weight, before any method's cap; `None` where every person counts 1.
    pub mean_weight: Option<f64>,
    /// Meaning of the columns: digest of the dictionary of the charter under which they were loaded.
    pub dictionary: Digest,
    /// When it was accepted, seconds since 1970 UTC.
    pub loaded_at: i64,
}

/// The files of one segment of a dataset.
#[derive(Deserialize, Serialize)]
pub(super) struct SegmentRecord {
    pub columns: Digest,
    pub keys: Digest,
}

/// Record of a release in the catalogue.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReleaseRecord {
    /// The computation it belongs to.
    pub edition: EditionId,
    /// Counts the releases of the store, from 1.
    pub number: u32,
    /// Period of the dataset.
    pub period: Period,
    /// Which correction of the period's release it is; the first one corrects nothing.
    pub revision: u32,
    /// The charter under which it was made.
    pub charter: Digest,
    /// The load from which it was made.
    pub dataset: Digest,
    /// Whether it may be asked.
    pub state: ReleaseState,
    /// Number of cells.
    pub cells: u64,
    /// Names what it tells: [`crate::model::release_digest`]; in class `private` its plan, until it is drawn.
    pub digest: Digest,
    /// Where the cells are, once they are drawn.
    pub file: Option<Digest>,
    /// Its cost, in class `private`.
    pub spending: Option<Spending>,
    /// How figures were protected: a class of the charter.
    pub class: String,
    /// When it was built, seconds since 1970 UTC.
    pub built_at: i64,
    /// When an officer last decided, likewise.
    pub decided_at: Option<i64>,
}

/// Cost of a release of class `private`, and all that is needed to draw it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Spending {
    /// Cost to each person, at most.
    pub rho: Rho,
    /// Cost of all releases so far, this one included.
    pub total: Rho,
    /// Names its plan.
    pub plan: Digest,
    /// The plan, as anyone may read it.
    pub plan_text: String,
    /// Where the secret of its noise is, from the reservation to the draw.
    pub seed: Option<Digest>,
    /// Where the measurements are, once they are drawn.
    pub measured: Option<Digest>,
    /// Noisy count from which on cells are shown, once they are drawn.
    pub min_frequency: Option<u32>,
}

impl ReleaseRecord {
    /// Its files, as far as they are written.
    pub(super) fn files(&self) -> impl Iterator<Item = Digest> {
        let spending = self.spending.as_ref();
        let of_spending = spending.map(|spending| [spending.seed, spending.measured]);
        self.file.into_iter().chain(of_spending.into_iter().flatten().flatten())
    }
}

impl SegmentRecord {
    pub(super) fn files(&self) -> [Digest; 2] {
        [self.columns, self.keys]
    }
}
