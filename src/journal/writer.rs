use std::any::Any;
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use super::disk::{self, Disk};
use super::error::JournalError;
use super::folder::LogFolder;
use crate::note::SigningKey;
use crate::tlog::{
    CHECKPOINT, Checkpoint, Proof, RightEdge, WIDTH, entries_path, inclusion, join_records, leaf_hash, root,
};

/// Most bytes of a record: a leaf's length has two bytes.
const LONGEST: usize = u16::MAX as usize;

/// Name of the next checkpoint's file, before it is renamed.
const NEW_CHECKPOINT: &str = "checkpoint.new";

/// Function that makes the bytes of a record from its index.
type RecordDraft = Box<dyn FnOnce(u64) -> Vec<u8> + Send>;

/// Record that waits to be written.
pub(super) struct Waiting {
    pub draft: RecordDraft,
    /// Receiver of the proof, or of the draft's panic.
    pub answer: Sender<Result<Result<Proof, JournalError>, Box<dyn Any + Send>>>,
}

/// Durable head of the log, which others may see.
pub(super) struct LogHead {
    /// Number of records.
    pub size: u64,
    pub checkpoint: String,
    /// Reason why the last record wasn't written, if it wasn't.
    pub obstacle: Option<JournalError>,
}

/// End of a log, with everything needed to go on.
#[derive(Default)]
pub(super) struct Tail {
    pub edge: RightEdge,
    /// Records of the last entry bundle.
    pub bundle: Vec<Vec<u8>>,
}

/// Writer of the records that wait: one fsync covers all that have come meanwhile. One thread runs it.
pub(super) struct Writer {
    folder: LogFolder,
    disk: Arc<dyn Disk>,
    key: Arc<SigningKey>,
    tail: Tail,
    head: Arc<Mutex<LogHead>>,
    /// Folders whose names are durable.
    durable: HashSet<String>,
    /// Reason why nothing is written any more.
    broken: Option<String>,
}

/// Failure to make a checkpoint durable.
struct Failure {
    error: io::Error,
    /// Whether the checkpoint may be on disk all the same.
    may_stand: bool,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self { error, may_stand: false }
    }
}

impl Writer {
    pub(super) fn new(
        folder: LogFolder,
        disk: Arc<dyn Disk>,
        key: Arc<SigningKey>,
        tail: Tail,
        head: Arc<Mutex<LogHead>>,
    ) -> Self {
        Self { folder, disk, key, tail, head, durable: HashSet::new(), broken: None }
    }

    /// Writes until the sender of drafts is dropped and all waiting records are answered.
    pub(super) fn run(mut self, drafts: &Receiver<Waiting>) {
        while let Ok(first) = drafts.recv() {
            // A commit never reaches into the next bundle, so that the last tiles prove everything that it writes.
            let room = (WIDTH - self.tail.edge.size() % WIDTH) as usize;
            self.commit(iter::once(first).chain(drafts.try_iter()).take(room));
        }
    }

    /// Writes one batch, and answers each of its records.
    fn commit(&mut self, batch: impl Iterator<Item = Waiting>) {
        if let Some(reason) = &self.broken {
            let refused = JournalError::broken(self.folder.root(), reason);
            return batch.for_each(|waiting| drop(waiting.answer.send(Ok(Err(refused.clone())))));
        }
        let old = self.tail.edge.size();
        let mut edge = self.tail.edge.clone();
        let mut bundle = if old.is_multiple_of(WIDTH) { Vec::new() } else { self.tail.bundle.clone() };
        let mut answers = Vec::new();
        for Waiting { draft, answer } in batch {
            // A record that can't be written fails alone. A caller that is gone needs no answer.
            match catch_unwind(AssertUnwindSafe(|| draft(edge.size()))) {
                Err(panic) => drop(answer.send(Err(panic))),
                Ok(record) if record.len() > LONGEST => drop(answer.send(Ok(Err(JournalError::TooLong {})))),
                Ok(record) => {
                    edge.push(leaf_hash(&record));
                    bundle.push(record);
                    answers.push(answer);
                }
            }
        }
        if answers.is_empty() {
            return;
        }
        let done = self.publish(Tail { edge, bundle }, old);
        for (answer, done) in answers.into_iter().zip(done) {
            drop(answer.send(Ok(done)));
        }
    }

    /// Makes the new end of the log durable, and returns the proof of each record from `old` on.
    fn publish(&mut self, tail: Tail, old: u64) -> Vec<Result<Proof, JournalError>> {
        let size = tail.edge.size();
        let root = root(size, &tail.edge).expect("the edge has what the root needs");
        let origin = self.key.verifier().name().to_owned();
        let checkpoint = self.key.sign(&Checkpoint { origin, size, root }.to_string());
        let proof = |index: u64| Proof {
            record: Some(tail.bundle[(index % WIDTH) as usize].clone()),
            index,
            hashes: inclusion(size, index, &tail.edge).expect("the record lies under the last tiles"),
            checkpoint: checkpoint.clone(),
        };
        // Made before anything is written, so that nothing can fail afterwards.
        let proofs: Vec<_> = (old..size).map(|index| Ok(proof(index))).collect();
        let written = self.write(&tail, old, &checkpoint).map_err(|failure| self.failed(&failure));
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        match written {
            Ok(()) => {
                *head = LogHead { size, checkpoint, obstacle: None };
                self.tail = tail;
                proofs
            }
            Err(error) => {
                head.obstacle = Some(error.clone());
                proofs.iter().map(|_| Err(error.clone())).collect()
            }
        }
    }

    /// Decides whether the log may go on after a write that failed.
    fn failed(&mut self, failure: &Failure) -> JournalError {
        let Failure { error, may_stand } = failure;
        if !may_stand && disk::may_pass(error) {
            return JournalError::full(self.folder.root(), error);
        }
        self.broken = Some(error.to_string());
        JournalError::broken(self.folder.root(), &error.to_string())
    }

    /// Makes a new end of the log durable: first, all at once, everything that no checkpoint covers yet; then the
    /// checkpoint, by a rename.
    fn write(&mut self, tail: &Tail, old: u64, checkpoint: &str) -> Result<(), Failure> {
        let (size, root) = (tail.edge.size(), self.folder.root());
        let mut files = new_files(tail, old);
        let folders = self.folders_of(&files);
        for (path, _) in &files {
            self.disk.create_folder(&root.join(parent(path)))?;
        }
        let (new, place) = (root.join(NEW_CHECKPOINT), root.join(CHECKPOINT));
        files.push((NEW_CHECKPOINT.to_owned(), checkpoint.as_bytes().to_vec()));
        let files: Vec<_> = files.into_iter().map(|(path, bytes)| (root.join(path), bytes)).collect();
        let paths: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
        self.disk.write(&files, &paths)?;
        self.durable.extend(folders);
        self.disk.rename(&new, &place).map_err(|error| {
            let may_stand = disk::read(&place).is_some_and(|found| found == checkpoint.as_bytes());
            Failure { error, may_stand }
        })?;
        self.disk.sync_folder(root).map_err(|error| Failure { error, may_stand: true })?;
        // Partial tiles of what is full now. One that stays does no harm.
        for whole in RightEdge::last_tiles(size).filter(|tile| tile.width == WIDTH) {
            self.disk.remove_folder(&root.join(format!("{}.p", whole.path())));
            if whole.level == 0 {
                self.disk.remove_folder(&root.join(format!("{}.p", entries_path(whole.index, whole.width))));
            }
        }
        Ok(())
    }

    /// Folders whose names must be made durable for these files: their own, and those above that this process hasn't
    /// made durable yet. A folder that exists may still be lost in a power cut.
    fn folders_of(&self, files: &[(String, Vec<u8>)]) -> BTreeSet<String> {
        let mut folders = BTreeSet::new();
        for (path, _) in files {
            let mut folder = parent(path);
            while !folder.is_empty() && !self.durable.contains(folder) {
                folders.insert(folder.to_owned());
                folder = parent(folder);
            }
            folders.insert(folder.to_owned());
        }
        folders
    }
}

/// Path and bytes of the tiles and the entry bundle that are new since the log had `old` records.
fn new_files(tail: &Tail, old: u64) -> Vec<(String, Vec<u8>)> {
    let size = tail.edge.size();
    // Above the leaves, most records change nothing.
    let tiles = RightEdge::last_tiles(size).filter(|tile| !RightEdge::last_tiles(old).any(|before| before == *tile));
    let mut files: Vec<_> = tiles
        .map(|tile| (tile.path(), tail.edge.tile(tile.level).iter().flat_map(|hash| *hash.as_bytes()).collect()))
        .collect();
    let last = RightEdge::last_tiles(size).next().expect("a record was added");
    files.push((entries_path(last.index, last.width), join_records(tail.bundle.iter().map(Vec::as_slice))));
    files
}

/// Folder of a path below the log's; empty for the log's own.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
