//! Words that every other module shares: identifiers, languages, places and problems, the strict reader of settings
//! files, the clock and the source of randomness.

mod area_index;
mod cell;
mod clock;
mod document;
mod ids;
mod language;
mod lifecycle;
pub(crate) mod parallel;
mod problem;
mod random;
mod rho;
mod rows;
mod text_file;

pub use area_index::AreaIndex;
pub use cell::{CellStatus, FigureColumns, PublishedTable, RowKey, release_digest, table_digest};
pub use clock::{Clock, Entropy};
pub use document::{Document, DocumentError, Section, quoted};
pub(crate) use ids::is_identifier;
pub use ids::{AreaCode, Digest, EditionId, Jurisdiction, MemberId, Period};
pub use language::{Bilingual, Lang};
pub use language::{is_plain, visible};
pub use lifecycle::{EditionState, ReleaseState};
pub use problem::problems;
pub use problem::{Again, Explain, Fault, Findings, Place, Problem};
pub use random::{Random, Seeded};
pub use rho::Rho;
pub use rows::{Answers, Rows};
pub use text_file::{NotText, is_windows_1252, other_kind, text_of};
