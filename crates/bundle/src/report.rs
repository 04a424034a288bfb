//! Tables of members → one index: added up over members, and written as the files of a bundle. The same figures give
//! the same bytes.

mod answer_check;
mod answered;
mod answers;
mod catchments;
mod columns;
mod combine;
mod combined;
mod coverage;
mod csv;
mod edition;
mod errors;
mod files;
mod geojson;
mod html;
mod layers;
mod member_outcome;
mod missing;
mod overview;
mod package;
mod parquet;
mod publication;
mod rank;
mod require;
mod sdmx;
mod summary;
#[cfg(test)]
mod tests;
mod totals;
mod workbook;

use std::sync::Arc;

pub use answer_check::{AnswerError, check_answer};
pub use answered::{Answered, plan_of};
pub use answers::{AnswersError, key_file, read_answers};
pub(crate) use answers::{answers_file, checkpoint_file, plan_file, proofs_file};
use catchments::tenth;
pub(crate) use catchments::{CLOSE_KM, FAR_KM};
pub use catchments::{Catchment, Catchments, Facilities, Far, Gap};
pub use combine::{Summand, Summation};
pub use combined::{Combined, Displayed, cv};
pub use coverage::{CategoryCoverage, Coverage, Covered, SURE};
pub use errors::{Reading, Shown};
pub use layers::LayerError;
pub use member_outcome::{AbsentPopulation, MemberOutcome};
pub use missing::Missing;
pub use overview::{OverviewRow, whole_percent};
pub(crate) use publication::is_publication;
pub use publication::{Correction, PublicationError, SignOff, Standing, publication_file};
pub use require::Require;
use totals::EVERYBODY;
pub use totals::whole;
pub use workbook::MOST_ROWS;

use crate::charter::{Charter, Table, TableIndex};
use crate::map::{Boundaries, BoundaryNotes};
use crate::model::{EditionId, MemberId, Period};

/// Format of a bundle: counts up when the meaning of a bundle's content changes.
pub const FORMAT: u64 = 3;
/// File of checksums.
pub const SUMS: &str = "SHA256SUMS";
/// File of the boundaries from which a bundle's maps are drawn.
pub(crate) const BOUNDARIES: &str = "layers/boundaries.geojson";
/// File of the service points of a bundle.
pub(crate) const SERVICE_POINTS: &str = "layers/service-points.csv";
/// File of the areas that each of the [`SERVICE_POINTS`] serves.
pub(crate) const CATCHMENTS: &str = "layers/catchments.csv";
/// Keys of all witnesses that cosigned some checkpoint of the bundle, one a line.
pub(crate) const WITNESS_KEYS: &str = "receipts/witnesses.vkeys";

/// One computation of the index over the members that answered.
#[derive(Debug)]
pub struct Published {
    /// The agreement.
    pub charter: Arc<Charter>,
    /// Identifier of the computation.
    pub edition: EditionId,
    /// Period of the data.
    pub period: Period,
    /// Number of the revision of the edition; 0 for the first.
    pub revision: u32,
    /// The rule for partial results, given before the run: `all` or `quorum=N`.
    pub require: String,
    /// Version of the coordinator's software.
    pub software: String,
    /// Every table of the lattice, in its order.
    pub tables: Vec<Combined>,
    /// Areas across members' borders.
    pub cross_border: Vec<CrossBorderTable>,
    /// Every member, by id.
    pub members: Vec<MemberOutcome>,
    /// Per table and member that answered.
    pub coverage: Vec<Coverage>,
    /// Answers of members.
    pub answers: Vec<Answered>,
    /// Layers beside the figures.
    pub layers: Layers,
    /// Pilot or publication.
    pub standing: Standing,
    /// Whether one process computed it, over nodes with keys made for it: it proves nothing about members.
    pub rehearsal: bool,
    /// Whether its people are synthetic.
    pub synthetic: bool,
}

/// Boundaries and service points that a coordinator adds to the figures: they don't come from members.
#[derive(Debug, Default)]
pub struct Layers {
    /// Boundaries of areas, for maps.
    pub boundaries: Option<Boundaries>,
    /// Notes on their file, if it was just read. The bundle doesn't keep them.
    pub told: Option<BoundaryNotes>,
    /// Service points, and their catchments.
    pub facilities: Option<Facilities>,
}

/// Rows of one area across borders, of one table.
///
/// *Shape:* one row for each combination of categories of the table. *Units:* those of [`Combined`].
#[derive(Debug)]
pub struct CrossBorderTable {
    /// Position in the charter's list of such areas.
    pub area: usize,
    /// Position of the table in the lattice.
    pub table: TableIndex,
    /// The rows; the area in their keys is unused.
    pub rows: Combined,
}

impl Published {
    /// Members whose people have no weights, where those of others have some: sums count both.
    pub fn unweighted(&self) -> Vec<&MemberId> {
        let of = |word| self.members.iter().filter(move |member| member.weights() == Some(word));
        let mixed = of("given").next().is_some();
        of("none").filter(|_| mixed).map(|outcome| &outcome.member).collect()
    }

    /// Table without groups at a level, if there is one.
    pub fn everybody(&self, level: usize) -> Option<&Combined> {
        let position = self.charter.lattice.position(&Table { level, axes: Vec::new() })?;
        Some(&self.tables[position.at()])
    }

    /// Members that answered.
    pub fn answered(&self) -> usize {
        self.members.iter().filter(|member| member.missing.is_none()).count()
    }

    /// Number of cells, published or withheld.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.cells.len() as u64).sum()
    }

    /// Rules of sums of these answers.
    pub fn sums(&self) -> Summation<'_> {
        Summation::new(&self.charter, &self.answers)
    }
}

/// JSON for people to read, with a final line feed.
fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain JSON");
    bytes.push(b'\n');
    bytes
}
