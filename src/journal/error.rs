use std::io;
use std::path::Path;

use crate::model::problems;

problems! {
    /// Errors of a log.
    pub enum JournalError {
        /// Another process writes the log.
        Locked(Operator, "log-locked") { path: String },
        /// The log is missing.
        Absent(Operator, "log-absent") { path: String },
        /// There is a log already.
        Exists(Operator, "log-exists") { path: String },
        /// The log's key isn't ours.
        OtherKey(Integrity, "log-other-key") { path: String },
        /// The log is shorter than it was, or another one.
        RolledBack(Integrity, "log-rolled-back") { path: String, size: u64, known: u64 },
        /// The log's files contradict each other.
        Damaged(Integrity, "log-damaged") { path: String },
        /// An earlier version wrote the log, with files for each witness.
        OldForm(Operator, "log-old-form") { path: String },
        /// Disk full or no rights: tried again with the next record.
        Full(Operator, "log-full") { path: String, reason: String },
        /// A write may or may not have reached the disk: nothing more is written until the process restarts.
        Broken(Operator, "log-broken") { path: String, reason: String },
        /// The log has no record of this number, or no checkpoint of this size.
        NoRecord(Usage, "log-no-record") { seq: u64, size: u64 },
        /// The record doesn't fit into a leaf.
        TooLong(Bug, "log-record-too-long") {},
    }
}

impl JournalError {
    pub(super) fn full(path: &Path, error: &io::Error) -> Self {
        Self::Full { path: path.display().to_string(), reason: error.to_string() }
    }

    pub(super) fn broken(path: &Path, reason: &str) -> Self {
        Self::Broken { path: path.display().to_string(), reason: reason.to_owned() }
    }
}
