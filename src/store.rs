//! A node's data: a catalogue of small records, and content-addressed, sealed files for everything large.
//!
//! Order of durability: a file is written under a temporary name, fsynced, renamed, its folder fsynced; only then does
//! the catalogue name it, in one atomic batch, fsynced before anything is acknowledged. A kill or a power cut at any
//! line so leaves either the old state or the new one, and at most files without a name in the catalogue: they are
//! removed at the next start.
//!
//! Trusted: the master key. Not trusted: everything on disk. A file that was changed or swapped doesn't open, nor does
//! one in a format that this version doesn't know.

mod error;

mod catalogue;
mod codec;
mod files;
mod record;
mod seal;

mod node_state;
mod open;

mod dataset;
mod detail;
mod release;
mod writer;

#[cfg(test)]
mod tests;

pub use catalogue::Catalogue;
pub use detail::Detail;
pub use error::StoreError;
pub use node_state::NodeState;
pub use open::Store;
pub use record::{Dataset, ReleaseRecord, Spending};
pub use seal::MasterKey;
pub use writer::{DatasetWriter, Replace};
