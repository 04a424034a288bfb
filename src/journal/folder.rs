use std::cell::RefCell;
use std::collections::{BTreeMap, btree_map};
use std::path::{Path, PathBuf};

use super::disk;
use super::error::JournalError;
use crate::model::Digest;
use crate::note::VerifierKey;
use crate::tlog::{
    CHECKPOINT, COSIGNED, Checkpoint, Cosignatures, Damage, Hashes, KEY, Proof, Tile, TileReader, WIDTH, entries_path,
    inclusion, node_hash, split_records,
};

/// Folder in which earlier versions kept two files for each witness.
const WITNESSES: &str = "witnesses";

/// Files of a log, for reading: the node's own or an exported copy, also while it grows.
#[derive(Clone, Debug)]
pub struct LogFolder(PathBuf);

impl LogFolder {
    /// The log in this folder.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Path of the folder.
    pub fn root(&self) -> &Path {
        &self.0
    }

    /// Path of a file of the log, for messages.
    pub fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// Text of a small file.
    pub fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(disk::read(&self.0.join(name))?).ok()
    }

    /// Text of a small file; `None` where there is none. *Errors:* it can't be read.
    pub fn required(&self, name: &str) -> Result<Option<String>, JournalError> {
        let damaged = || JournalError::Damaged { path: self.path(name) };
        let bytes = disk::read_if_there(&self.0.join(name)).map_err(|_| damaged())?;
        bytes.map(|bytes| String::from_utf8(bytes).map_err(|_| damaged())).transpose()
    }

    /// Lines of a file, if it is there.
    pub fn lines(&self, name: &str) -> Option<impl Iterator<Item = Vec<u8>>> {
        disk::lines(&self.0.join(name))
    }

    /// Key of the log.
    pub fn key(&self) -> Option<VerifierKey> {
        self.text(KEY)?.trim().parse().ok()
    }

    /// The signed note over the records.
    pub fn checkpoint_note(&self) -> Option<String> {
        self.text(CHECKPOINT)
    }

    /// The checkpoint, if the log's key has signed it.
    pub fn checkpoint(&self) -> Option<(Checkpoint, String)> {
        let note = self.checkpoint_note()?;
        Some((Checkpoint::open(&note, &self.key()?)?, note))
    }

    /// Cosignatures of witnesses on the log. *Errors:* it is damaged, or was written by an earlier version.
    pub fn cosigned(&self) -> Result<Cosignatures, JournalError> {
        self.must_be_of_this_version()?;
        let Some(text) = self.required(COSIGNED)? else { return Ok(Cosignatures::default()) };
        let read = self.key().and_then(|key| Cosignatures::parse(&text, &key));
        read.ok_or_else(|| JournalError::Damaged { path: self.path(COSIGNED) })
    }

    /// Refuses a log in which each witness has files of its own.
    pub fn must_be_of_this_version(&self) -> Result<(), JournalError> {
        let own = self.0.join(WITNESSES);
        if own.exists() { Err(JournalError::OldForm { path: own.display().to_string() }) } else { Ok(()) }
    }

    /// Hashes of a tile in a log of `size` records.
    pub(super) fn tile(&self, tile: Tile, size: u64) -> Result<Vec<Digest>, Damage> {
        let path = tile.path();
        let bytes = self.whole_or_part(&path, tile).ok_or_else(|| Damage::Missing { path: path.clone() })?;
        let (hashes, rest) = bytes.as_chunks();
        if (hashes.len() as u64) < tile.width || !rest.is_empty() {
            return Err(Damage::Tile { path, seq: size });
        }
        Ok(hashes.iter().take(tile.width as usize).map(|hash| Digest::from_bytes(*hash)).collect())
    }

    /// Records of a bundle in a log of `size` records.
    pub fn records(&self, tile: Tile, size: u64) -> Result<Vec<Vec<u8>>, Damage> {
        let path = entries_path(tile.index, tile.width);
        let whole = Tile { width: WIDTH, ..tile };
        let bytes = self.read(&path).or_else(|| self.read(&entries_path(whole.index, WIDTH)));
        let bytes = bytes.ok_or(Damage::Missing { path })?;
        let (records, rest) = split_records(&bytes);
        if (records.len() as u64) < tile.width || rest > 0 {
            return Err(Damage::Record { seq: size.min(tile.index * WIDTH + records.len() as u64) });
        }
        Ok(records.into_iter().take(tile.width as usize).map(<[u8]>::to_vec).collect())
    }

    /// A partial tile may have become a full one since.
    fn whole_or_part(&self, path: &str, tile: Tile) -> Option<Vec<u8>> {
        self.read(path).or_else(|| self.read(&Tile { width: WIDTH, ..tile }.path()))
    }

    /// Calls `each` for every record of the first `size`, in order.
    pub fn each(&self, size: u64, each: impl FnMut(u64, &[u8])) -> Result<(), JournalError> {
        self.each_from(0, size, each)
    }

    /// Calls `each` for the records `from` to `size`, in order.
    pub fn each_from(&self, from: u64, size: u64, mut each: impl FnMut(u64, &[u8])) -> Result<(), JournalError> {
        let bundles = Tile::of_level(0, size).skip((from / WIDTH) as usize);
        for tile in bundles {
            let records = self.records(tile, size).map_err(|damage| self.damaged(&damage))?;
            let numbered = records.iter().zip(tile.index * WIDTH..);
            numbered.filter(|(_, seq)| *seq >= from).for_each(|(record, seq)| each(seq, record));
        }
        Ok(())
    }

    /// Proves a record under a checkpoint of `size` records, from the files of a log of `whole`.
    pub fn prove(&self, seq: u64, size: u64, checkpoint: &str, whole: u64) -> Result<Proof, JournalError> {
        if seq >= size || size > whole {
            return Err(JournalError::NoRecord { seq, size });
        }
        let index = seq / WIDTH;
        let tile = Tile { level: 0, index, width: (whole - index * WIDTH).min(WIDTH) };
        let mut records = self.records(tile, whole).map_err(|damage| self.damaged(&damage))?;
        let hashes = inclusion(size, seq, &self.hashes(whole)).map_err(|damage| self.damaged(&damage))?;
        let record = Some(records.swap_remove((seq % WIDTH) as usize));
        Ok(Proof { record, index: seq, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Hashes from the tiles of a log of `size` records; each tile is read once.
    pub(super) fn hashes(&self, size: u64) -> FileHashes<'_> {
        FileHashes { folder: self, size, read: RefCell::default() }
    }

    pub(super) fn damaged(&self, damage: &Damage) -> JournalError {
        let path = match damage {
            Damage::Missing { path } | Damage::Tile { path, .. } => self.path(path),
            _ => self.path("tile"),
        };
        JournalError::Damaged { path }
    }
}

impl TileReader for LogFolder {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        disk::read(&self.0.join(path))
    }
}

pub(super) struct FileHashes<'f> {
    folder: &'f LogFolder,
    size: u64,
    read: RefCell<BTreeMap<Tile, Vec<Digest>>>,
}

impl Hashes for FileHashes<'_> {
    type Error = Damage;

    fn hash(&self, level: u32, index: u64) -> Result<Digest, Damage> {
        let height = level % 8;
        let (level, first) = ((level / 8) as u8, index << height);
        let mut read = self.read.borrow_mut();
        let index = first / WIDTH;
        let width = ((self.size >> (8 * u32::from(level))) - index * WIDTH).min(WIDTH);
        let tile = Tile { level, index, width };
        let hashes = match read.entry(tile) {
            btree_map::Entry::Occupied(hashes) => hashes.into_mut(),
            btree_map::Entry::Vacant(place) => place.insert(self.folder.tile(tile, self.size)?),
        };
        Ok(within(hashes, (first % WIDTH) as usize, height))
    }
}

/// Hash over 2^`height` hashes of a tile, from `first` on.
fn within(tile: &[Digest], first: usize, height: u32) -> Digest {
    match height {
        0 => tile[first],
        _ => {
            let half = 1 << (height - 1);
            node_hash(&within(tile, first, height - 1), &within(tile, first + half, height - 1))
        }
    }
}
