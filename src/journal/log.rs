use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::disk::{self, Disk};
use super::error::JournalError;
use super::folder::LogFolder;
use super::writer::{LogHead, Tail, Waiting, Writer};
use crate::model::Digest;
use crate::note::{SigningKey, VerifierKey};
use crate::tlog::{CHECKPOINT, Checkpoint, KEY, Proof, RightEdge, consistency, leaf_hash, root};

/// A log that this process writes; only one process may at a time.
pub struct Journal {
    folder: LogFolder,
    disk: Arc<dyn Disk>,
    key: Arc<SigningKey>,
    head: Arc<Mutex<LogHead>>,
    /// Sender of drafts; dropping it ends the writer.
    waiting: Option<Sender<Waiting>>,
    writer: Option<JoinHandle<()>>,
    /// Lock held for as long as the log is open.
    _lock: std::fs::File,
}

impl Journal {
    /// Makes an empty log in `path`, where there is none, with the name of the key.
    pub fn create(path: &Path, disk: Box<dyn Disk>, key: SigningKey) -> Result<Self, JournalError> {
        let folder = LogFolder::new(path);
        if path.join(CHECKPOINT).exists() {
            return Err(JournalError::Exists { path: path.display().to_string() });
        }
        let failed = |error: io::Error| JournalError::full(path, &error);
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        disk.create_folder(path).map_err(failed)?;
        let lock = disk::lock(path)?;
        let checkpoint = Checkpoint { origin: key.verifier().name().to_owned(), size: 0, root: Digest::of(b"") };
        let note = key.sign(&checkpoint.to_string());
        let key_line = format!("{}\n", key.verifier());
        disk::replace(disk.as_ref(), &path.join(KEY), key_line.as_bytes()).map_err(failed)?;
        disk::replace(disk.as_ref(), &path.join(CHECKPOINT), note.as_bytes()).map_err(failed)?;
        disk.sync_folder(parent.unwrap_or(Path::new("."))).map_err(failed)?;
        Self::start(folder, disk, key, lock, Tail::default(), note)
    }

    /// Opens the log in `path`, and checks its end against its checkpoint.
    pub fn open(path: &Path, disk: Box<dyn Disk>, key: SigningKey) -> Result<Self, JournalError> {
        let folder = LogFolder::new(path);
        let absent = || JournalError::Absent { path: path.display().to_string() };
        let lock = if path.join(CHECKPOINT).exists() { disk::lock(path)? } else { return Err(absent()) };
        // What is read below may not be on disk yet, and the store will rely on it.
        disk.sync_folder(path).map_err(|error| JournalError::full(path, &error))?;
        let (found, note) = (folder.key().ok_or_else(absent)?, folder.checkpoint_note().ok_or_else(absent)?);
        if found != *key.verifier() {
            return Err(JournalError::OtherKey { path: path.display().to_string() });
        }
        let damaged = |name: &str| JournalError::Damaged { path: folder.path(name) };
        let checkpoint = Checkpoint::open(&note, key.verifier()).ok_or_else(|| damaged(CHECKPOINT))?;
        let edge = RightEdge::restore(checkpoint.size, |tile| folder.tile(tile, checkpoint.size));
        let edge = edge.map_err(|damage| folder.damaged(&damage))?;
        let bundle = match RightEdge::last_tiles(checkpoint.size).next() {
            Some(tile) => folder.records(tile, checkpoint.size).map_err(|damage| folder.damaged(&damage))?,
            None => Vec::new(),
        };
        let sound = bundle.iter().zip(edge.tile(0)).all(|(record, hash)| leaf_hash(record) == *hash);
        let found = root(checkpoint.size, &edge).expect("the edge has what the root needs");
        if !sound || bundle.len() != edge.tile(0).len() || found != checkpoint.root {
            return Err(damaged("tile"));
        }
        Self::start(folder, disk, key, lock, Tail { edge, bundle }, note)
    }

    /// Starts the thread that writes.
    fn start(
        folder: LogFolder,
        disk: Box<dyn Disk>,
        key: SigningKey,
        lock: std::fs::File,
        tail: Tail,
        checkpoint: String,
    ) -> Result<Self, JournalError> {
        let (disk, key): (Arc<dyn Disk>, _) = (disk.into(), Arc::new(key));
        let head = Arc::new(Mutex::new(LogHead { size: tail.edge.size(), checkpoint, obstacle: None }));
        let writer = Writer::new(folder.clone(), disk.clone(), key.clone(), tail, head.clone());
        let (waiting, drafts) = channel();
        let thread = thread::Builder::new().name("log".to_owned()).spawn(move || writer.run(&drafts));
        let thread = thread.map_err(|error| JournalError::full(folder.root(), &error))?;
        Ok(Self { folder, disk, key, head, waiting: Some(waiting), writer: Some(thread), _lock: lock })
    }

    /// Key of the log.
    pub fn key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Signs a text as a note of the log.
    pub fn sign(&self, text: &str) -> String {
        self.key.sign(text)
    }

    /// Folder of the log, for reading.
    pub fn folder(&self) -> &LogFolder {
        &self.folder
    }

    /// Number of records.
    pub fn size(&self) -> u64 {
        self.head().size
    }

    /// Reason why the last record couldn't be written; `None` where it was.
    pub fn obstacle(&self) -> Option<JournalError> {
        self.head().obstacle.clone()
    }

    /// The signed note over all records so far.
    pub fn checkpoint(&self) -> String {
        self.head().checkpoint.clone()
    }

    /// Writes a record, with all others that wait: durable when this returns. The proof contains the record.
    ///
    /// *Errors:* nothing was written that will ever be acknowledged. *Panics:* when `draft` does.
    pub fn append(&self, draft: impl FnOnce(u64) -> Vec<u8> + Send + 'static) -> Result<Proof, JournalError> {
        let (answer, answered) = channel();
        let waiting = Waiting { draft: Box::new(draft), answer };
        let sent = self.waiting.as_ref().is_some_and(|waits| waits.send(waiting).is_ok());
        match answered.recv() {
            Ok(Ok(done)) if sent => done,
            Ok(Err(panic)) => resume_unwind(panic),
            _ => {
                // The writer is dead.
                let reason = io::Error::from(io::ErrorKind::Interrupted).to_string();
                let broken = JournalError::broken(self.folder.root(), &reason);
                self.head().obstacle = Some(broken.clone());
                Err(broken)
            }
        }
    }

    /// Proves a record under a checkpoint of this log, which need not be the last one.
    pub fn prove(&self, seq: u64, checkpoint: &str) -> Result<Proof, JournalError> {
        let size = self.known(checkpoint)?;
        self.folder.prove(seq, size, checkpoint, self.size())
    }

    /// Proves that a checkpoint of `old` records grew to a later one of this log.
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

    /// Size of a checkpoint that this log signed and has reached.
    fn known(&self, checkpoint: &str) -> Result<u64, JournalError> {
        let (seq, size) = (Checkpoint::open(checkpoint, self.key()).map_or(0, |known| known.size), self.size());
        if seq == 0 || seq > size { Err(JournalError::NoRecord { seq, size }) } else { Ok(seq) }
    }

    /// Writes a file beside the log, such as its node's view of other logs, over the one before: durable when this
    /// returns.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<(), JournalError> {
        let (root, path) = (self.folder.root(), self.folder.root().join(name));
        let folder = path.parent().unwrap_or(root);
        let put = self.disk.create_folder(folder).and_then(|()| disk::replace(self.disk.as_ref(), &path, bytes));
        let above = || if folder == root { Ok(()) } else { self.disk.sync_folder(root) };
        put.and_then(|()| above()).map_err(|error| JournalError::full(folder, &error))
    }

    /// Writes a file beside the log, or removes it where `bytes` is empty.
    pub fn put_or_remove(&self, name: &str, bytes: &[u8]) -> Result<(), JournalError> {
        if bytes.is_empty() { self.remove(name) } else { self.put(name, bytes) }
    }

    /// Removes a file beside the log.
    pub fn remove(&self, name: &str) -> Result<(), JournalError> {
        let path = self.folder.root().join(name);
        let removed = self.disk.remove(&path).and_then(|()| self.disk.sync_folder(self.folder.root()));
        removed.map_err(|error| JournalError::full(&path, &error))
    }

    fn head(&self) -> MutexGuard<'_, LogHead> {
        // The guarded value is replaced in one step.
        self.head.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Journal {
    /// Waits for the writer, so that the lock is held until every write has ended.
    fn drop(&mut self) {
        drop(self.waiting.take());
        let _ = self.writer.take().map(JoinHandle::join);
    }
}
