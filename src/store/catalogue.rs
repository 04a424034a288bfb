//! The catalogue: small records by key, in sled. What sled leaves to its users is done here, hidden from the rest of
//! the store. Seen in sled 0.34.7:
//!
//! - It drops its lock a moment after the last handle, and says only in the text of an error that the lock is held:
//!   [`open_database`] tries again for a second.
//! - Killed while it writes a snapshot of its own state, it refuses the unfinished file at the next start, though that
//!   file never counted: [`remove_unfinished_snapshots`].
//! - On Linux it writes its log with `sync_file_range`, which saves neither the length of the file nor what the disk
//!   holds in its cache: [`Catalogue::flush`] calls `fsync`.
#![expect(clippy::disallowed_methods, reason = "the log and the snapshots of sled are files")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files;

/// Name of the catalogue's folder, in that of its store.
const FOLDER: &str = "catalogue";
/// Name of sled's log, which holds every record of a catalogue: only records of 128 KiB get files of their own.
const LOG: &str = "db";
/// Bytes of pages in memory. The process uses a few times as much.
const CACHE_BYTES: u64 = 8 << 20;
/// Number of attempts to get the lock.
const LOCK_ATTEMPTS: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Small records by key. Several stores that live and end together, as in a rehearsal, may share one catalogue: each
/// catalogue takes megabytes of memory, and an open file.
pub struct Catalogue {
    database: sled::Db,
    records: sled::Tree,
    /// Folder that holds the catalogue's folder.
    home: PathBuf,
}

/// Changes that become durable together, or not at all.
#[derive(Default)]
pub(super) struct Changes(sled::Batch);

impl Changes {
    pub(super) fn put(&mut self, key: &str, record: &impl Serialize) {
        self.0.insert(key, encode(record));
    }

    pub(super) fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl Catalogue {
    /// Makes a catalogue in the folder `home`, which must not hold one.
    pub fn create(home: &Path) -> Result<Self, StoreError> {
        if home.join(FOLDER).exists() {
            return Err(StoreError::Exists { path: home.display().to_string() });
        }
        Self::at(home)
    }

    pub(super) fn open(home: &Path) -> Result<Self, StoreError> {
        if !home.join(FOLDER).exists() {
            return Err(StoreError::Absent { path: home.display().to_string() });
        }
        let opened = Self::at(home)?;
        // The records just read may not be on disk yet, and an older catalogue there may name other files.
        opened.flush()?;
        Ok(opened)
    }

    fn at(home: &Path) -> Result<Self, StoreError> {
        files::create_folder(home)?;
        let database = open_database(home)?;
        Ok(Self { records: (*database).clone(), database, home: home.to_owned() })
    }

    /// Records of one of several stores.
    pub(super) fn part(&self, name: &str) -> Result<Self, StoreError> {
        let records = self.database.open_tree(name).map_err(|error| failed(&self.home, error))?;
        Ok(Self { database: self.database.clone(), records, home: self.home.clone() })
    }

    /// Folder of the catalogue.
    pub(super) fn folder(&self) -> PathBuf {
        self.home.join(FOLDER)
    }

    /// Bytes of a record.
    pub(super) fn bytes(&self, key: &str) -> Result<Option<impl AsRef<[u8]> + use<>>, StoreError> {
        self.records.get(key).map_err(|error| failed(&self.home, error))
    }

    pub(super) fn get<T: for<'de> Deserialize<'de>>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.bytes(key)?.map(|bytes| decode(key, bytes.as_ref())).transpose()
    }

    /// All records whose key begins with `prefix`, by key.
    pub(super) fn all<T: for<'de> Deserialize<'de>>(&self, prefix: &str) -> Result<Vec<T>, StoreError> {
        let mut records = Vec::new();
        for entry in self.records.scan_prefix(prefix) {
            let (_, bytes) = entry.map_err(|error| failed(&self.home, error))?;
            records.push(decode(prefix, &bytes)?);
        }
        Ok(records)
    }

    /// Puts one record: durable when this returns.
    pub(super) fn put(&self, key: &str, record: &impl Serialize) -> Result<(), StoreError> {
        let mut changes = Changes::default();
        changes.put(key, record);
        self.apply(changes)
    }

    /// Applies all changes or none: durable when this returns.
    pub(super) fn apply(&self, changes: Changes) -> Result<(), StoreError> {
        self.records.apply_batch(changes.0).map_err(|error| failed(&self.home, error))?;
        self.flush()
    }

    fn flush(&self) -> Result<(), StoreError> {
        self.database.flush().map_err(|error| failed(&self.home, error))?;
        files::sync(&self.folder().join(LOG))
    }
}

/// Encodes a record in the form that [`Catalogue::get`] reads.
pub(super) fn encode(record: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(record).expect("our own records serialise")
}

fn decode<T: for<'de> Deserialize<'de>>(what: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|_| StoreError::Damaged { what: what.to_owned() })
}

fn open_database(home: &Path) -> Result<sled::Db, StoreError> {
    let (path, mode) = (home.join(FOLDER), sled::Mode::HighThroughput);
    let config = sled::Config::new().path(&path).cache_capacity(CACHE_BYTES).mode(mode).flush_every_ms(None);
    for _ in 0..LOCK_ATTEMPTS {
        match config.open() {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => std::thread::sleep(LOCK_PAUSE),
            Err(sled::Error::Corruption { .. }) if remove_unfinished_snapshots(&path) => {}
            other => return other.map_err(|error| failed(home, error)),
        }
    }
    Err(StoreError::Locked { path: home.display().to_string() })
}

/// Removes the snapshots that sled didn't finish, while no other process holds the lock of its log. Returns whether
/// there were any.
fn remove_unfinished_snapshots(catalogue: &Path) -> bool {
    let Ok(lock) = File::open(catalogue.join(LOG)) else { return false };
    if lock.try_lock().is_err() {
        return false;
    }
    let entries = fs::read_dir(catalogue).into_iter().flatten().flatten().map(|entry| entry.path());
    let unfinished = entries.filter(|path| path.extension().is_some_and(|end| end == "generating"));
    unfinished.filter(|path| fs::remove_file(path).is_ok()).count() > 0
}

fn failed(home: &Path, error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(error) => StoreError::Io { path: home.display().to_string(), reason: error.to_string() },
        _ => StoreError::Damaged { what: "catalogue".to_owned() },
    }
}
