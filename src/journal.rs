//! A node's transparency log as files in the C2SP tlog-tiles layout: appended to, proved from, and recovered.
//!
//! Order of durability: records and tiles are written under names that no checkpoint covers yet, fsynced, their folders
//! fsynced; only then does the new checkpoint replace the old one, in one rename, and its folder is fsynced; only then
//! is anything acknowledged. A kill or a power cut at any line leaves the log at the old checkpoint or at the new one,
//! complete; anything beyond it was never acknowledged and is written anew.
//!
//! Many records share one fsync: a single thread writes, each time all records that came during its last write.

mod error;

mod disk;
mod folder;

mod export;
mod writer;

mod log;

#[cfg(test)]
mod tests;

pub use disk::{Disk, RealDisk};
pub use error::JournalError;
pub use export::PROOFS;
pub use folder::LogFolder;
pub use log::Journal;
