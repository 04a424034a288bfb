use serde::{Deserialize, Serialize};

use crate::model::{Digest, EditionId, Period, ReleaseState, Rho};

/// One accepted load of person records.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Dataset {
    /// Period to which the answers refer.
    pub period: Period,
    /// Name of the load: digest over its files.
    pub id: Digest,
    /// Number of persons.
    pub rows: u64,
    /// Number of segments.
    pub segments: u32,
    /// Mean weight, before any method's cap; `None` where every person counts 1.
    pub mean_weight: Option<f64>,
    /// Meaning of the columns: digest of the dictionary of the charter under which they were loaded.
    pub dictionary: Digest,
    /// Time of acceptance, in seconds since 1970 UTC.
    pub loaded_at: i64,
}

/// Names of the files of one segment of a dataset.
#[derive(Deserialize, Serialize)]
pub(super) struct SegmentRecord {
    pub columns: Digest,
    pub keys: Digest,
}

/// Record of a release in the catalogue.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReleaseRecord {
    /// Edition that it belongs to.
    pub edition: EditionId,
    /// Number among the releases of the store, from 1.
    pub number: u32,
    /// Period of the dataset.
    pub period: Period,
    /// Revision of the period's release; 0 for the first.
    pub revision: u32,
    /// Charter under which it was made.
    pub charter: Digest,
    /// Load from which it was made.
    pub dataset: Digest,
    /// State, which says whether it may answer.
    pub state: ReleaseState,
    /// Number of cells.
    pub cells: u64,
    /// Name of its contents: [`crate::model::release_digest`]; in class `private` that of its plan, until it is drawn.
    pub digest: Digest,
    /// File with the cells, once they are drawn.
    pub file: Option<Digest>,
    /// Its cost, in class `private`.
    pub spending: Option<Spending>,
    /// Class of the charter that protected the figures.
    pub class: String,
    /// Time of the build, in seconds since 1970 UTC.
    pub built_at: i64,
    /// Time of the officer's last decision, likewise.
    pub decided_at: Option<i64>,
}

/// Cost of a release of class `private`, with everything needed to draw it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Spending {
    /// Largest cost to a person.
    pub rho: Rho,
    /// Cost of all releases so far, this one included.
    pub total: Rho,
    /// Digest of its plan.
    pub plan: Digest,
    /// Text of the plan.
    pub plan_text: String,
    /// File with the secret of its noise, from the reservation to the draw.
    pub seed: Option<Digest>,
    /// File with the measurements, once they are drawn.
    pub measured: Option<Digest>,
    /// Minimum frequency: noisy count from which on cells are shown, once they are drawn.
    pub min_frequency: Option<u32>,
}

impl ReleaseRecord {
    /// Names of its files, as far as they are written.
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
