//! A node's transparency log as files in the C2SP tlog-tiles layout: appended to, proved from, and recovered.
//!
//! Order of durability: records and tiles are written under names that no checkpoint vouches for yet, fsynced, their
//! folders fsynced; only then does the new checkpoint take the place of the old one, in one rename, and its folder is
//! fsynced; only then is anybody told. A kill or a power cut at any line leaves the log at the old checkpoint or at the
//! new one, whole; what was written beyond it was told to nobody and is written anew.
//!
//! Many records wait for one fsync: one of those who wait writes down what waits, tells the others, and hands on.

mod disk;
mod export;
mod folder;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use disk::{Disk, RealDisk};
pub use export::PROOFS;
pub use folder::LogFolder;

use crate::model::{Digest, problems};
use crate::note::{SigningKey, VerifierKey};
use crate::tlog::{
    CHECKPOINT, Checkpoint, Damage, Edge, KEY, Proof, WIDTH, consistency, entries_path, inclusion, join_records,
    leaf_hash, root,
};

problems! {
    /// What can go wrong with a log.
    pub enum JournalError {
        /// Another process writes it.
        Locked(Operator, "log-locked") { path: String },
        /// There is none, and there should be.
        Absent(Operator, "log-absent") { path: String },
        /// There is one already.
        Exists(Operator, "log-exists") { path: String },
        /// Its key isn't ours.
        OtherKey(Integrity, "log-other-key") { path: String },
        /// It is shorter than it was, or another one.
        RolledBack(Integrity, "log-rolled-back") { path: String, size: u64, known: u64 },
        /// Its files don't hold together.
        Damaged(Integrity, "log-damaged") { path: String },
        /// An earlier version wrote it, with files for each witness.
        OldForm(Operator, "log-old-form") { path: String },
        /// Disk full, no rights: tried again with the next record.
        Full(Operator, "log-full") { path: String, reason: String },
        /// A write may or may not have reached the disk: nothing more is written until the process starts anew.
        Broken(Operator, "log-broken") { path: String, reason: String },
        /// No record of this number, or no checkpoint of this size.
        NoRecord(Usage, "log-no-record") { seq: u64, size: u64 },
        /// A record that doesn't fit into a leaf.
        TooLong(Bug, "log-record-too-long") {},
    }
}

/// Bytes of a record, at most: a leaf's length has two bytes.
const LONGEST: usize = u16::MAX as usize;

/// Makes the bytes of a record, once its place is known.
type Draft = Box<dyn FnOnce(u64) -> Vec<u8> + Send>;

/// A log that this process writes. One process at a time.
pub struct Journal {
    folder: LogFolder,
    disk: Box<dyn Disk>,
    key: SigningKey,
    waiting: Mutex<Waiting>,
    state: Mutex<State>,
    /// Folders whose names are durable.
    durable: Mutex<HashSet<String>>,
    /// Held for as long as the log is open.
    _lock: std::fs::File,
}

#[derive(Default)]
struct Waiting {
    drafts: VecDeque<(Draft, Sender<Turn>)>,
    /// Whether somebody writes, or is about to.
    led: bool,
}

/// What somebody who waits hears.
enum Turn {
    /// Their record is written, or isn't.
    Done(Result<Proof, JournalError>),
    /// It is theirs to write what waits.
    Lead,
}

/// The one who writes. When they are done, or gone, the next of those who wait leads.
struct Lead<'j>(&'j Journal);

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        while let Some((_, next)) = waiting.drafts.front() {
            if next.send(Turn::Lead).is_ok() {
                return;
            }
            waiting.drafts.pop_front();
        }
        waiting.led = false;
    }
}

/// Where the log is: as on disk, or not told to anybody.
struct State {
    edge: Edge,
    /// Records of the last bundle.
    bundle: Vec<Vec<u8>>,
    checkpoint: String,
    /// Why nothing is written any more.
    broken: Option<String>,
    /// Why the last record wasn't written, if it wasn't.
    obstacle: Option<JournalError>,
}

impl Journal {
    /// Makes an empty log in `path`, where there is none, whose name is that of the key.
    pub fn create(path: &Path, disk: Box<dyn Disk>, key: SigningKey) -> Result<Self, JournalError> {
        let folder = LogFolder::new(path);
        if path.join(CHECKPOINT).exists() {
            return Err(JournalError::Exists { path: path.display().to_string() });
        }
        let failed = |error: io::Error| full(path, &error);
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        disk.create_folder(path).map_err(failed)?;
        let lock = disk::lock(path)?;
        let checkpoint = Checkpoint { origin: key.verifier().name().to_owned(), size: 0, root: Digest::of(b"") };
        let note = key.sign(&checkpoint.to_string());
        replace(disk.as_ref(), &path.join(KEY), format!("{}\n", key.verifier()).as_bytes()).map_err(failed)?;
        replace(disk.as_ref(), &path.join(CHECKPOINT), note.as_bytes()).map_err(failed)?;
        disk.sync_folder(parent.unwrap_or(Path::new("."))).map_err(failed)?;
        Ok(Self::with(folder, disk, key, lock, State::new(Edge::default(), Vec::new(), note)))
    }

    /// Opens the log in `path` and holds its end against its checkpoint.
    pub fn open(path: &Path, disk: Box<dyn Disk>, key: SigningKey) -> Result<Self, JournalError> {
        let folder = LogFolder::new(path);
        let absent = || JournalError::Absent { path: path.display().to_string() };
        let lock = if path.join(CHECKPOINT).exists() { disk::lock(path)? } else { return Err(absent()) };
        // What is read here may not be on disk yet, and the store will remember it.
        disk.sync_folder(path).map_err(|error| full(path, &error))?;
        let (found, note) = (folder.key().ok_or_else(absent)?, folder.checkpoint_note().ok_or_else(absent)?);
        if found != *key.verifier() {
            return Err(JournalError::OtherKey { path: path.display().to_string() });
        }
        let damaged = |path: String| JournalError::Damaged { path };
        let checkpoint = Checkpoint::open(&note, key.verifier()).ok_or_else(|| damaged(folder.path(CHECKPOINT)))?;
        let edge = Edge::restore(checkpoint.size, |tile| folder.tile(tile, checkpoint.size));
        let edge = edge.map_err(|damage| damaged(named(&folder, &damage)))?;
        let bundle = match Edge::last_tiles(checkpoint.size).next() {
            Some(tile) => folder.records(tile, checkpoint.size).map_err(|damage| damaged(named(&folder, &damage)))?,
            None => Vec::new(),
        };
        let sound = bundle.iter().zip(edge.tile(0)).all(|(record, hash)| leaf_hash(record) == *hash);
        let found = root(checkpoint.size, &edge).expect("the edge has what the root needs");
        if !sound || bundle.len() != edge.tile(0).len() || found != checkpoint.root {
            return Err(damaged(folder.path("tile")));
        }
        Ok(Self::with(folder, disk, key, lock, State::new(edge, bundle, note)))
    }

    fn with(folder: LogFolder, disk: Box<dyn Disk>, key: SigningKey, lock: std::fs::File, state: State) -> Self {
        Self {
            folder,
            disk,
            key,
            waiting: Mutex::default(),
            state: Mutex::new(state),
            durable: Mutex::default(),
            _lock: lock,
        }
    }

    /// The log's key.
    pub fn key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// A text as a note that the log signs.
    pub fn sign(&self, text: &str) -> String {
        self.key.sign(text)
    }

    /// The folder, to read from.
    pub fn folder(&self) -> &LogFolder {
        &self.folder
    }

    /// Number of records.
    pub fn size(&self) -> u64 {
        self.lock().edge.size()
    }

    /// Why the last record couldn't be written; `None` where it was.
    pub fn obstacle(&self) -> Option<JournalError> {
        self.lock().obstacle.clone()
    }

    /// The signed note over all records so far.
    pub fn checkpoint(&self) -> String {
        self.lock().checkpoint.clone()
    }

    /// Writes a record down, with all others that wait: durable when this returns. The proof carries the record along.
    ///
    /// *Errors:* nothing was written that anybody will be told of.
    pub fn append(&self, draft: impl FnOnce(u64) -> Vec<u8> + Send + 'static) -> Result<Proof, JournalError> {
        let (tell, told) = channel();
        let mut waiting = self.waiting();
        waiting.drafts.push_back((Box::new(draft), tell));
        let mut lead = !waiting.led;
        waiting.led = true;
        drop(waiting);
        loop {
            if lead {
                self.write_what_waits();
            }
            match told.recv() {
                Ok(Turn::Done(done)) => return done,
                Ok(Turn::Lead) => lead = true,
                // Whoever led is gone, and our draft with them.
                Err(_) => return Err(self.broken(&io::Error::from(io::ErrorKind::Interrupted).to_string())),
            }
        }
    }

    /// Writes one batch down, tells those whose records are in it, and hands on.
    fn write_what_waits(&self) {
        // Whatever happens here: who waits is told, or drops out, and somebody else leads.
        let lead = Lead(self);
        let mut state = self.lock();
        // A commit never reaches into the next bundle, so that the last tiles prove all that it writes.
        let room = (WIDTH - state.edge.size() % WIDTH) as usize;
        let mut waiting = self.waiting();
        let count = waiting.drafts.len().min(room);
        let batch: Vec<_> = waiting.drafts.drain(..count).collect();
        drop(waiting);
        let (drafts, tell): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let done = self.commit(&mut state, drafts);
        drop(state);
        drop(lead);
        for (tell, done) in tell.into_iter().zip(done) {
            let _ = tell.send(Turn::Done(done));
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What came of each draft.
    fn commit(&self, state: &mut State, drafts: Vec<Draft>) -> Vec<Result<Proof, JournalError>> {
        let refused = |error: &JournalError, count: usize| (0..count).map(|_| Err(error.clone())).collect();
        if let Some(reason) = &state.broken {
            return refused(&self.broken(reason), drafts.len());
        }
        let old = state.edge.size();
        let mut edge = state.edge.clone();
        let begun = if old.is_multiple_of(WIDTH) { &[] } else { state.bundle.as_slice() };
        let mut bundle = begun.to_vec();
        // Where each draft's record is; one that is too long is nobody else's fault.
        let mut places = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let record = draft(edge.size());
            let fits = record.len() <= LONGEST;
            places.push(fits.then(|| edge.size()));
            if fits {
                edge.push(leaf_hash(&record));
                bundle.push(record);
            }
        }
        let size = edge.size();
        if size == old {
            return refused(&JournalError::TooLong {}, places.len());
        }
        let root = root(size, &edge).expect("the edge has what the root needs");
        let origin = self.key().name().to_owned();
        let checkpoint = self.key.sign(&Checkpoint { origin, size, root }.to_string());
        let proof = |index: u64| Proof {
            record: Some(bundle[(index % WIDTH) as usize].clone()),
            index,
            hashes: inclusion(size, index, &edge).expect("the record lies under the last tiles"),
            checkpoint: checkpoint.clone(),
        };
        // Made before anything is written: what comes after can't fail.
        let proofs: Vec<_> = places.into_iter().map(|place| place.map(proof).ok_or(JournalError::TooLong {})).collect();
        if let Err((error, told)) = self.write(&edge, &bundle, old, &checkpoint) {
            state.broken = (told == Told::Perhaps || !may_pass(&error)).then(|| error.to_string());
            let error = match &state.broken {
                Some(reason) => self.broken(reason),
                None => full(self.folder.root(), &error),
            };
            state.obstacle = Some(error.clone());
            return refused(&error, proofs.len());
        }
        *state = State::new(edge, bundle, checkpoint);
        proofs
    }

    /// Makes a new state of the log durable: everything that nobody is told of yet at once, then the name that tells.
    fn write(&self, edge: &Edge, bundle: &[Vec<u8>], old: u64, checkpoint: &str) -> Result<(), (io::Error, Told)> {
        let nobody = |error| (error, Told::Nobody);
        let (size, root) = (edge.size(), self.folder.root());
        let mut files = Vec::new();
        for tile in Edge::last_tiles(size) {
            // Above the leaves, most records change nothing.
            if Edge::last_tiles(old).any(|before| before == tile) {
                continue;
            }
            let hashes = edge.tile(tile.level).iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
            files.push((tile.path(), hashes));
        }
        let tile = Edge::last_tiles(size).next().expect("a record was added");
        files.push((entries_path(tile.index, tile.width), join_records(bundle.iter().map(Vec::as_slice))));
        let folders = self.folders_of(&files);
        for (path, _) in &files {
            let (own, _) = path.rsplit_once('/').unwrap_or_default();
            self.disk.create_folder(&root.join(own)).map_err(nobody)?;
        }
        let (new, place) = (root.join(NEW_CHECKPOINT), root.join(CHECKPOINT));
        files.push((NEW_CHECKPOINT.to_owned(), checkpoint.as_bytes().to_vec()));
        let files: Vec<_> = files.into_iter().map(|(path, bytes)| (root.join(path), bytes)).collect();
        let paths: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
        self.disk.write(&files, &paths).map_err(nobody)?;
        self.durable.lock().unwrap_or_else(PoisonError::into_inner).extend(folders);
        self.disk.rename(&new, &place).map_err(|error| {
            let there = disk::read(&place).is_some_and(|found| found == checkpoint.as_bytes());
            (error, if there { Told::Perhaps } else { Told::Nobody })
        })?;
        self.disk.sync_folder(root).map_err(|error| (error, Told::Perhaps))?;
        // Parts of what is whole now. One that stays is in nobody's way.
        for whole in Edge::last_tiles(size).filter(|tile| tile.width == WIDTH) {
            self.disk.remove_folder(&root.join(format!("{}.p", whole.path())));
            if whole.level == 0 {
                self.disk.remove_folder(&root.join(format!("{}.p", entries_path(whole.index, whole.width))));
            }
        }
        Ok(())
    }

    /// Folders whose names must be made durable for these files: their own, and those above of which this process hasn't
    /// seen to it yet. That one is there doesn't say that it outlives a power cut.
    fn folders_of(&self, files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
        let durable = self.durable.lock().unwrap_or_else(PoisonError::into_inner);
        let above = |path: &str| path.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned());
        let mut folders = BTreeSet::new();
        for (path, _) in files {
            let mut folder = above(path);
            while !folder.is_empty() && !durable.contains(&folder) {
                let next = above(&folder);
                folders.insert(folder);
                folder = next;
            }
            folders.insert(folder);
        }
        folders
    }

    /// Proves a record under a checkpoint of this log, which need not be the last one.
    pub fn prove(&self, seq: u64, checkpoint: &str) -> Result<Proof, JournalError> {
        let size = self.known(checkpoint)?;
        self.folder.prove(seq, size, checkpoint, self.size())
    }

    /// Shows that a checkpoint of `old` records grew to a later one of this log.
    pub fn consistency(&self, old: u64, checkpoint: &str) -> Result<Vec<Digest>, JournalError> {
        let size = self.known(checkpoint)?;
        if old > size {
            return Err(JournalError::NoRecord { seq: old, size });
        }
        let hashes = self.folder.hashes(self.size());
        consistency(old, size, &hashes).map_err(|damage| self.folder.damaged(&damage))
    }

    /// Root over the first `size` records.
    pub fn root(&self, size: u64) -> Result<Digest, JournalError> {
        let whole = self.size();
        if size > whole {
            return Err(JournalError::NoRecord { seq: size, size: whole });
        }
        root(size, &self.folder.hashes(whole)).map_err(|damage| self.folder.damaged(&damage))
    }

    /// Size of a checkpoint that this log signed, and is as long as.
    fn known(&self, checkpoint: &str) -> Result<u64, JournalError> {
        let (seq, size) = (Checkpoint::open(checkpoint, self.key()).map_or(0, |known| known.size), self.size());
        if seq == 0 || seq > size { Err(JournalError::NoRecord { seq, size }) } else { Ok(seq) }
    }

    /// Puts a file beside the log, such as what its node saw of others, in the place of the one before: durable when this
    /// returns.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), JournalError> {
        let (root, path) = (self.folder.root(), self.folder.root().join(name));
        let folder = path.parent().unwrap_or(root);
        let put = self.disk.create_folder(folder).and_then(|()| replace(self.disk.as_ref(), &path, bytes));
        let above = || if folder == root { Ok(()) } else { self.disk.sync_folder(root) };
        put.and_then(|()| above()).map_err(|error| full(folder, &error))
    }

    /// The same, and with nothing in it there is no such file.
    pub fn put_or_remove(&self, name: &str, bytes: &[u8]) -> Result<(), JournalError> {
        if bytes.is_empty() { self.remove(name) } else { self.put(name, bytes) }
    }

    /// Removes such a file.
    pub fn remove(&self, name: &str) -> Result<(), JournalError> {
        let path = self.folder.root().join(name);
        let removed = self.disk.remove(&path).and_then(|()| self.disk.sync_folder(self.folder.root()));
        removed.map_err(|error| full(&path, &error))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // What it guards is put in place in one step.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn broken(&self, reason: &str) -> JournalError {
        JournalError::Broken { path: self.folder.root().display().to_string(), reason: reason.to_owned() }
    }
}

impl State {
    fn new(edge: Edge, bundle: Vec<Vec<u8>>, checkpoint: String) -> Self {
        Self { edge, bundle, checkpoint, broken: None, obstacle: None }
    }
}

/// The same before it takes its place.
const NEW_CHECKPOINT: &str = "checkpoint.new";

/// Whether a checkpoint that couldn't be made durable may be on disk all the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Told {
    Nobody,
    Perhaps,
}

/// Puts a file in the place of the one before, in one step; durable when this returns.
fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    disk.write(&[(new.clone(), bytes.to_vec())], &[])?;
    disk.rename(&new, path)?;
    disk.sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Whether the same write may succeed later. What a disk says at an fsync it says once: after anything else than a lack
/// of room, the pages that it lost count as written. Limits of the process are met before the disk is.
fn may_pass(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    /// Too many open files, in the system and in the process: the library has no word for them.
    const OPEN_FILES: [i32; 2] = [23, 24];
    let limited = error.raw_os_error().is_some_and(|number| OPEN_FILES.contains(&number));
    limited
        || matches!(error.kind(), FileTooLarge | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}

fn full(path: &Path, error: &io::Error) -> JournalError {
    JournalError::Full { path: path.display().to_string(), reason: error.to_string() }
}

fn named(folder: &LogFolder, damage: &Damage) -> String {
    match damage {
        Damage::Missing { path } | Damage::Tile { path, .. } => folder.path(path),
        _ => folder.path("tile"),
    }
}
