use super::checkpoint::Checkpoint;
use super::right_edge::RightEdge;
use super::tile::{Tile, WIDTH, entries_path};
use super::tree::{leaf_hash, root};
use crate::model::{Digest, problems};

problems! {
    /// Problems of a log's files.
    pub enum Damage {
        /// The text isn't a checkpoint, or isn't signed with the log's key.
        Checkpoint(Integrity, "log-checkpoint") { path: String },
        /// A file under the checkpoint is missing, or can't be read.
        Missing(Integrity, "log-file-missing") { path: String },
        /// A record differs from the one that was hashed, or is missing.
        Record(Integrity, "log-record") { seq: u64 },
        /// A hash of a tile isn't that of the records below.
        Tile(Integrity, "log-tile") { path: String, seq: u64 },
        /// Records and tiles agree with each other, but not with the signed root.
        Root(Integrity, "log-root") { path: String, from: u64, to: u64 },
    }
}

/// Reader of the files of a log, by their names in the layout.
pub trait TileReader {
    /// Bytes of a file; `None` if it can't be read.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

/// Reads every record and every tile below a checkpoint, and compares each with the others and all with the root: the
/// whole tree is built again, so no hash in a file is trusted. `each` sees the records in order, with the root over the
/// records before.
///
/// *Errors:* the first bad record.
pub fn verify<E: From<Damage>>(
    checkpoint: &Checkpoint,
    tiles: &dyn TileReader,
    mut each: impl FnMut(&RightEdge, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let mut edge = RightEdge::default();
    for tile in Tile::of_level(0, checkpoint.size) {
        let bundle = read_entries(tiles, tile)?;
        let hashes = read_tile(tiles, tile)?;
        let (records, _) = split_records(&bundle);
        for (record, hash) in records.into_iter().zip(hashes) {
            let leaf = leaf_hash(record);
            if leaf != hash {
                return Err(Damage::Record { seq: edge.size() }.into());
            }
            each(&edge, record)?;
            edge.push(leaf);
        }
        for tile in finished(edge.size(), checkpoint.size) {
            let (read, path) = (read_tile(tiles, tile)?, tile.path());
            if let Some(place) = (0..read.len()).find(|place| read[*place] != edge.tile(tile.level)[*place]) {
                let leaves = WIDTH.pow(u32::from(tile.level));
                return Err(Damage::Tile { path, seq: (tile.index * WIDTH + place as u64) * leaves }.into());
            }
        }
    }
    let found = root(edge.size(), &edge).expect("the edge has what the root needs");
    if found != checkpoint.root {
        return Err(Damage::Root { path: "checkpoint".to_owned(), from: 0, to: checkpoint.size }.into());
    }
    Ok(())
}

/// Tiles above the leaves that are final when the log has `size` leaves, where it will have `whole` leaves.
fn finished(size: u64, whole: u64) -> impl Iterator<Item = Tile> {
    let full = move |tile: &Tile| tile.width == WIDTH && size.is_multiple_of(WIDTH.pow(u32::from(tile.level) + 1));
    RightEdge::last_tiles(size).skip(1).filter(move |tile| size == whole || full(tile))
}

/// Bytes of a bundle with exactly the required number of records.
fn read_entries(tiles: &dyn TileReader, tile: Tile) -> Result<Vec<u8>, Damage> {
    let path = entries_path(tile.index, tile.width);
    let bytes = match tiles.read(&path) {
        Some(bytes) => bytes,
        // The log grew meanwhile: the partial bundle has become a full one.
        None => {
            let whole = tiles.read(&entries_path(tile.index, WIDTH)).ok_or(Damage::Missing { path })?;
            join_records(split_records(&whole).0.into_iter().take(tile.width as usize))
        }
    };
    let (records, rest) = split_records(&bytes);
    let first = tile.index * WIDTH;
    match records.len() as u64 {
        whole if whole == tile.width && rest == 0 => Ok(bytes),
        some => Err(Damage::Record { seq: first + some.min(tile.width - 1) }),
    }
}

/// Hashes of a tile, exactly the required number.
pub(super) fn read_tile(tiles: &dyn TileReader, tile: Tile) -> Result<Vec<Digest>, Damage> {
    let path = tile.path();
    let whole = || {
        let mut whole = tiles.read(&Tile { width: WIDTH, ..tile }.path())?;
        whole.truncate(32 * tile.width as usize);
        Some(whole)
    };
    let bytes = tiles.read(&path).or_else(whole).ok_or_else(|| Damage::Missing { path: path.clone() })?;
    let (hashes, rest) = bytes.as_chunks();
    if hashes.len() as u64 != tile.width || !rest.is_empty() {
        let first = tile.index * WIDTH * WIDTH.pow(u32::from(tile.level));
        return Err(Damage::Tile { path, seq: first });
    }
    Ok(hashes.iter().map(|hash| Digest::from_bytes(*hash)).collect())
}

/// Records of a bundle, each after its length in two bytes (C2SP tlog-tiles), and the number of bytes that are left.
pub fn split_records(mut bytes: &[u8]) -> (Vec<&[u8]>, usize) {
    let mut records = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk()
        && let Some((record, rest)) = rest.split_at_checked(u16::from_be_bytes(*length).into())
    {
        records.push(record);
        bytes = rest;
    }
    (records, bytes.len())
}

/// Bytes of a bundle; every record is shorter than 64 KiB.
pub fn join_records<'r>(records: impl IntoIterator<Item = &'r [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for record in records {
        bytes.extend((record.len() as u16).to_be_bytes());
        bytes.extend(record);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Clone)]
    struct Memory(BTreeMap<String, Vec<u8>>);

    impl TileReader for Memory {
        fn read(&self, path: &str) -> Option<Vec<u8>> {
            self.0.get(path).cloned()
        }
    }

    /// A log of this size, and its files.
    fn log(size: u64) -> (Checkpoint, Memory) {
        let records: Vec<_> = (0..size).map(|seq| format!("{{\"seq\":{seq}}}").into_bytes()).collect();
        let mut edge = RightEdge::default();
        let mut files = BTreeMap::new();
        for record in &records {
            edge.push(leaf_hash(record));
            for tile in RightEdge::last_tiles(edge.size()) {
                if tile.width == WIDTH || edge.size() == size {
                    let bytes = edge.tile(tile.level).iter().flat_map(|hash| *hash.as_bytes()).collect();
                    files.insert(tile.path(), bytes);
                }
            }
        }
        for tile in Tile::of_level(0, size) {
            let first = (tile.index * WIDTH) as usize;
            let own = records[first..first + tile.width as usize].iter().map(Vec::as_slice);
            files.insert(entries_path(tile.index, tile.width), join_records(own));
        }
        let root = root(size, &edge).unwrap_or_else(|_| Digest::of(b""));
        (Checkpoint { origin: "o".to_owned(), size, root }, Memory(files))
    }

    fn check(checkpoint: &Checkpoint, files: &Memory) -> Result<u64, Damage> {
        let mut seen = 0;
        verify(checkpoint, files, |_, record| {
            assert_eq!(record, format!("{{\"seq\":{seen}}}").as_bytes());
            seen += 1;
            Ok::<_, Damage>(())
        })
        .map(|()| seen)
    }

    #[test]
    fn whole_logs_of_any_size_are_whole() {
        for size in [0, 1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537] {
            let (checkpoint, files) = log(size);
            assert_eq!(check(&checkpoint, &files), Ok(size));
            let needed = (0..4).flat_map(|level| Tile::of_level(level, size)).map(Tile::path);
            assert!(needed.into_iter().all(|path| files.0.contains_key(&path)), "{size}");
        }
    }

    /// Changes every byte of every file of a small log, and removes every file.
    #[test]
    fn no_byte_of_a_file_can_change() {
        let (checkpoint, files) = log(520);
        for (path, bytes) in &files.0 {
            // The first two and the last record or hash of each file, byte by byte.
            for at in (0..70).chain(bytes.len() - 34..bytes.len()).filter(|at| *at < bytes.len()) {
                let mut damaged = files.clone();
                damaged.0.get_mut(path).unwrap()[at] ^= 1;
                let found = check(&checkpoint, &damaged);
                assert!(found.is_err(), "{path} byte {at}");
            }
            let mut damaged = files.clone();
            damaged.0.remove(path);
            assert_eq!(check(&checkpoint, &damaged), Err(Damage::Missing { path: path.clone() }));
            for cut in [1, bytes.len() / 2] {
                let mut damaged = files.clone();
                damaged.0.get_mut(path).unwrap().truncate(bytes.len() - cut);
                assert!(check(&checkpoint, &damaged).is_err(), "{path} shorter by {cut}");
            }
            let mut damaged = files.clone();
            damaged.0.get_mut(path).unwrap().push(0);
            assert!(check(&checkpoint, &damaged).is_err(), "{path} longer");
        }
    }

    #[test]
    fn the_first_bad_record_is_named() {
        let (checkpoint, files) = log(520);
        let swapped = |from: &str, to: &str| {
            let mut damaged = files.clone();
            let bytes = damaged.0.get_mut("tile/entries/001").unwrap();
            *bytes = String::from_utf8(bytes.clone()).unwrap().replacen(from, to, 1).into_bytes();
            check(&checkpoint, &damaged)
        };
        assert_eq!(swapped("{\"seq\":300}", "{\"seq\":301}"), Err(Damage::Record { seq: 300 }));
        let mut forged = files.clone();
        forged.0.get_mut("tile/1/000.p/2").unwrap()[33] ^= 1;
        let path = "tile/1/000.p/2".to_owned();
        assert_eq!(check(&checkpoint, &forged), Err(Damage::Tile { path, seq: 256 }));
        // Another log of the same size, consistent in itself.
        let other = Checkpoint { root: Digest::of(b"other"), ..checkpoint };
        let path = "checkpoint".to_owned();
        assert_eq!(check(&other, &files), Err(Damage::Root { path, from: 0, to: 520 }));
    }
}
