//! What a node keeps: a catalogue of small records (sled) and content-addressed, sealed files for everything large.
//!
//! Order of durability: a file is written under a temporary name, fsynced, renamed, its folder fsynced; only then does the
//! catalogue name it, in one atomic batch, fsynced before anybody is told. So a kill or a power cut at any line leaves
//! either the old state or the new one, and at most files that nothing names: they are removed at the next start.
//!
//! Trusted: the master key. Not trusted: everything on disk; a file that was changed or swapped doesn't open.

mod codec;
mod detail;
mod files;
mod load;
mod release;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

pub use detail::Detail;
pub use load::{Load, Replace};
pub use release::{ReleaseRecord, ReleaseState, Spending};
pub use seal::MasterKey;

use crate::cube::{Ids, RecordKey, Records, Segment};
use crate::disclosure::NoiseKey;
use crate::model::{Digest, Entropy, MemberId, Period, problems};
use files::Files;
use seal::{DataKey, Pseudonyms};

problems! {
    /// What can go wrong with the store.
    pub enum StoreError {
        /// Another process holds the folder.
        Locked(Operator, "store-locked") { path: String },
        /// There is no store here.
        Absent(Operator, "store-absent") { path: String },
        /// There is one already.
        Exists(Operator, "store-exists") { path: String },
        /// It belongs to another member.
        OtherMember(Operator, "store-other-member") { path: String, member: MemberId },
        /// Written by a version that this one doesn't know.
        Format(Operator, "store-format") { path: String },
        /// The master key isn't the one that sealed the store.
        WrongKey(Operator, "store-wrong-key") {},
        /// The master key can't be read, or is open to others.
        KeyFile(Operator, "store-key-file") { path: String, reason: String },
        /// Disk full, no rights, broken disk.
        Io(Operator, "store-io") { path: String, reason: String },
        /// The catalogue or a file isn't what was written.
        Damaged(Integrity, "store-damaged") { what: String },
        /// Weights that would not fit into the sums.
        TooHeavy(Data, "store-weights-too-large") { limit: String },
        /// A dataset for this period is there already.
        PeriodTaken(Policy, "store-period-taken") { period: Period },
    }
}

/// One accepted load of person records.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Dataset {
    /// What it speaks of.
    pub period: Period,
    /// Names the load: digest over its files.
    pub id: Digest,
    /// Number of persons.
    pub rows: u64,
    /// Number of segments.
    pub segments: u32,
    /// Mean weight, before any method's cap; `None` where everybody counts 1.
    pub mean_weight: Option<f64>,
    /// What the columns mean: [`crate::charter::Charter::dictionary`].
    pub dictionary: Digest,
    /// When it was accepted, seconds since 1970 UTC.
    pub loaded_at: i64,
}

#[derive(Deserialize, Serialize)]
struct SegmentRecord {
    columns: Digest,
    keys: Digest,
}

#[derive(Deserialize, Serialize)]
struct Head {
    format: u32,
    member: MemberId,
    /// Data key, sealed by the master key.
    data_key: Vec<u8>,
    /// Key of the pseudonyms, sealed by the data key.
    pseudonym_key: Vec<u8>,
}

const FORMAT: u32 = 2;
const HEAD: &str = "head";
/// Folder of the catalogue.
const CATALOGUE: &str = "catalogue";
/// Pages of the catalogue in memory. The process uses a few times as much.
const CACHE: u64 = 8 << 20;

/// Small records of several stores that live and end together, as in a rehearsal: each catalogue of its own takes megabytes
/// of memory, and an open file.
pub struct Catalogue {
    db: sled::Db,
    path: PathBuf,
}

impl Catalogue {
    /// Makes one in `folder`, which must not hold one.
    pub fn create(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self { db: open_catalogue(folder, Opening::New)?, path: folder.join(CATALOGUE) })
    }
}

/// An opened store. One process at a time.
pub struct Store {
    folder: PathBuf,
    member: MemberId,
    /// Its part of the catalogue, and the folder of that.
    db: sled::Tree,
    catalogue: PathBuf,
    files: Files,
    key: DataKey,
    pseudonyms: Pseudonyms,
    /// One load at a time becomes a dataset.
    turn: Mutex<()>,
}

impl Store {
    /// Makes a new store in `folder`, which must not hold one.
    pub fn create(
        folder: &Path,
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let db = open_catalogue(folder, Opening::New)?;
        Self::begin(folder, (&db, &folder.join(CATALOGUE)), member, master, entropy)
    }

    /// The same with its small records in a catalogue that others have too.
    pub fn create_among(
        catalogue: &Catalogue,
        folder: &Path,
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let opened = catalogue.db.open_tree(member.as_str());
        let tree = opened.map_err(|error| self::catalogue(folder, error))?;
        files::create_folder(folder)?;
        Self::begin(folder, (&tree, &catalogue.path), member, master, entropy)
    }

    fn begin(
        folder: &Path,
        (db, path): (&sled::Tree, &Path),
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let key = DataKey::generate(entropy);
        let pseudonyms = Pseudonyms::generate(entropy);
        let head = Head {
            format: FORMAT,
            member: member.clone(),
            data_key: master.wrap(&key, entropy),
            pseudonym_key: key.seal(b"pseudonyms", pseudonyms.secret(), entropy),
        };
        db.insert(HEAD, encode(&head)).map_err(|error| catalogue(folder, error))?;
        let store = Self::with(folder, (db, path), member.clone(), key, pseudonyms)?;
        store.flush()?;
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        [path, folder, parent].into_iter().try_for_each(files::sync)?;
        Ok(store)
    }

    /// Opens the store in `folder` and removes what a kill may have left.
    pub fn open(folder: &Path, member: &MemberId, master: &MasterKey) -> Result<Self, StoreError> {
        let db = open_catalogue(folder, Opening::Existing)?;
        let path = || folder.display().to_string();
        let bytes = db.get(HEAD).map_err(|error| catalogue(folder, error))?;
        let head = bytes.ok_or_else(|| StoreError::Absent { path: path() })?;
        let head: Head = serde_json::from_slice(&head).map_err(|_| StoreError::Format { path: path() })?;
        if head.format != FORMAT {
            return Err(StoreError::Format { path: path() });
        }
        if head.member != *member {
            return Err(StoreError::OtherMember { path: path(), member: head.member });
        }
        let key = master.unwrap(&head.data_key).ok_or(StoreError::WrongKey {})?;
        let secret = Zeroizing::new(key.open(b"pseudonyms", head.pseudonym_key).ok_or(StoreError::WrongKey {})?);
        let pseudonyms = Pseudonyms::new(&secret).ok_or(StoreError::WrongKey {})?;
        let store = Self::with(folder, (&db, &folder.join(CATALOGUE)), head.member, key, pseudonyms)?;
        // What was read may not be on disk yet, and an older catalogue there may name other files.
        store.flush()?;
        store.files.keep_only(&store.named_files()?)?;
        Ok(store)
    }

    fn with(
        folder: &Path,
        (db, catalogue): (&sled::Tree, &Path),
        member: MemberId,
        key: DataKey,
        pseudonyms: Pseudonyms,
    ) -> Result<Self, StoreError> {
        let files = Files::open(&folder.join("segments"))?;
        let (folder, db, catalogue) = (folder.to_owned(), db.clone(), catalogue.to_owned());
        Ok(Self { folder, member, db, catalogue, files, key, pseudonyms, turn: Mutex::default() })
    }

    /// The member whose data these are.
    pub fn member(&self) -> &MemberId {
        &self.member
    }

    /// The keyed 128-bit value of an id: the same for the same id in this store, and nothing to anybody else.
    pub fn pseudonym(&self, id: &[u8]) -> u128 {
        self.pseudonyms.of(id)
    }

    /// Marks what each person adds to a cell. Like the noise key it comes from the key of the pseudonyms: it lives and is
    /// backed up with the data, and changes for a new store alone.
    pub fn record_key(&self) -> RecordKey {
        RecordKey::new(&self.pseudonyms.derive("record key"))
    }

    /// Keys the noise of this store's releases.
    pub fn noise_key(&self) -> NoiseKey {
        NoiseKey::new(&self.pseudonyms.derive("noise key"))
    }

    /// A secret of this store for one purpose, such as a key's secret half: the same for as long as the store lives.
    pub fn secret(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        self.pseudonyms.derive(purpose)
    }

    /// Size and root of the node's log when they were last remembered; `None` where there never was one.
    pub fn log_mark(&self) -> Result<Option<(u64, Digest)>, StoreError> {
        self.record("log")
    }

    /// Remembers size and root of the node's log.
    pub fn put_log_mark(&self, size: u64, root: Digest) -> Result<(), StoreError> {
        self.put("log", &(size, root))
    }

    /// Whether a node began to serve with this store and hasn't said that it stopped.
    pub fn is_serving(&self) -> Result<bool, StoreError> {
        Ok(self.record("serving")?.unwrap_or(false))
    }

    /// Remembers whether a node serves with this store.
    pub fn put_serving(&self, serving: bool) -> Result<(), StoreError> {
        self.put("serving", &serving)
    }

    /// SHA-256 of the certificate that the node last served with.
    pub fn known_certificate(&self) -> Result<Option<Digest>, StoreError> {
        self.record("certificate")
    }

    /// Remembers it.
    pub fn put_known_certificate(&self, certificate: &Digest) -> Result<(), StoreError> {
        self.put("certificate", certificate)
    }

    fn put(&self, key: &str, value: &impl Serialize) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        batch.insert(key, encode(value));
        self.commit(batch)
    }

    /// Datasets by period.
    pub fn datasets(&self) -> Result<Vec<Dataset>, StoreError> {
        self.all("dataset/")
    }

    /// The dataset of a period.
    pub fn dataset(&self, period: &Period) -> Result<Option<Dataset>, StoreError> {
        self.record(&format!("dataset/{period}"))
    }

    /// A load by its name, if it is the dataset of a period.
    pub fn load(&self, id: &Digest) -> Result<Option<Dataset>, StoreError> {
        Ok(self.datasets()?.into_iter().find(|dataset| dataset.id == *id))
    }

    /// The persons of a dataset, as the cube reads them.
    pub fn records(&self, dataset: &Dataset) -> StoredRecords<'_> {
        StoredRecords { store: self, dataset: dataset.clone() }
    }

    fn record<T: for<'de> Deserialize<'de>>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let bytes = self.db.get(key).map_err(|error| catalogue(&self.folder, error))?;
        bytes.map(|bytes| decode(key, &bytes)).transpose()
    }

    fn all<T: for<'de> Deserialize<'de>>(&self, prefix: &str) -> Result<Vec<T>, StoreError> {
        let entries = self.db.scan_prefix(prefix);
        entries
            .map(|entry| {
                let (_, bytes) = entry.map_err(|error| catalogue(&self.folder, error))?;
                decode(prefix, &bytes)
            })
            .collect()
    }

    /// Applies the batch as a whole and makes it durable.
    fn commit(&self, batch: sled::Batch) -> Result<(), StoreError> {
        self.db.apply_batch(batch).map_err(|error| catalogue(&self.folder, error))?;
        self.flush()
    }

    /// Makes the catalogue durable. On Linux sled writes its log with `sync_file_range`, which saves neither the file's
    /// length nor what the disk holds in its cache. All is in `db`: only records of 128 KiB get files of their own.
    fn flush(&self) -> Result<(), StoreError> {
        self.db.flush().map_err(|error| catalogue(&self.folder, error))?;
        files::sync(&self.catalogue.join("db"))
    }

    fn named_files(&self) -> Result<BTreeSet<Digest>, StoreError> {
        let segments: Vec<SegmentRecord> = self.all("segment/")?;
        let releases: Vec<ReleaseRecord> = self.all("release/")?;
        let columns_and_keys = segments.iter().flat_map(|segment| [segment.columns, segment.keys]);
        let of_releases = releases
            .iter()
            .flat_map(|release| {
                let spending = release.spending.as_ref();
                [release.file, spending.and_then(|own| own.seed), spending.and_then(|own| own.measured)]
            })
            .flatten();
        Ok(columns_and_keys.chain(of_releases).collect())
    }
}

/// Segments of one dataset.
pub struct StoredRecords<'s> {
    store: &'s Store,
    dataset: Dataset,
}

impl Records for StoredRecords<'_> {
    type Error = StoreError;
    type Handle<'a>
        = Segment
    where
        Self: 'a;

    fn segments(&self) -> usize {
        self.dataset.segments as usize
    }

    fn weighted(&self) -> bool {
        self.dataset.mean_weight.is_some()
    }

    fn segment(&self, segment: usize) -> Result<Segment, StoreError> {
        self.read(segment, "columns", |record| record.columns, codec::decode_segment)
    }

    fn ids(&self, segment: usize) -> Result<Ids, StoreError> {
        self.read(segment, "keys", |record| record.keys, codec::decode_keys)
    }
}

impl StoredRecords<'_> {
    /// Opens one file of a segment.
    fn read<T>(
        &self,
        segment: usize,
        kind: &str,
        file: fn(&SegmentRecord) -> Digest,
        decode: fn(&[u8]) -> Option<T>,
    ) -> Result<T, StoreError> {
        let key = segment_key(&self.dataset.id, segment as u32);
        let record: Option<SegmentRecord> = self.store.record(&key)?;
        let damaged = || StoreError::Damaged { what: key.clone() };
        let sealed = self.store.files.read(&file(&record.ok_or_else(damaged)?))?;
        let purpose = purpose(kind, &self.dataset.period, segment);
        let bytes = self.store.key.open(purpose.as_bytes(), sealed).ok_or_else(damaged)?;
        decode(&bytes).ok_or_else(damaged)
    }
}

fn segment_key(dataset: &Digest, segment: u32) -> String {
    format!("segment/{dataset}/{segment:08}")
}

/// Bound into a sealed file of a segment: at another place, or in another period, it doesn't open.
fn purpose(kind: &str, period: &Period, segment: usize) -> String {
    format!("{kind} {period} {segment}")
}

fn encode(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("our own records serialise")
}

fn decode<T: for<'de> Deserialize<'de>>(what: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|_| StoreError::Damaged { what: what.to_owned() })
}

enum Opening {
    New,
    Existing,
}

/// sled lets go of its lock a moment after the last handle is dropped, so a second attempt may succeed. And killed while
/// it writes a snapshot of its own state, it stumbles over the part at the next start, though it never counted.
fn open_catalogue(folder: &Path, opening: Opening) -> Result<sled::Db, StoreError> {
    let path = folder.join(CATALOGUE);
    match opening {
        Opening::New if path.exists() => return Err(StoreError::Exists { path: folder.display().to_string() }),
        Opening::Existing if !path.exists() => return Err(StoreError::Absent { path: folder.display().to_string() }),
        _ => {}
    }
    files::create_folder(folder)?;
    let config =
        sled::Config::new().path(&path).cache_capacity(CACHE).mode(sled::Mode::HighThroughput).flush_every_ms(None);
    for _ in 0..20 {
        match config.open() {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(sled::Error::Corruption { .. }) if files::remove_unfinished(&path, &path.join("db")) => {}
            other => return other.map_err(|error| catalogue(folder, error)),
        }
    }
    Err(StoreError::Locked { path: folder.display().to_string() })
}

fn catalogue(folder: &Path, error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(error) => StoreError::Io { path: folder.display().to_string(), reason: error.to_string() },
        _ => StoreError::Damaged { what: "catalogue".to_owned() },
    }
}
