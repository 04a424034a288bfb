use super::tile::{Tile, WIDTH};
use super::tree::{Hashes, node_hash};
use crate::model::Digest;

/// The right edge of a growing tree: the last tile of every level, with all hashes in it. Enough to append, to compute
/// the root, and to prove the records under the last tile.
#[derive(Clone, Debug, Default)]
pub struct RightEdge {
    size: u64,
    /// Hashes by level of the tree: those of complete subtrees over 2^level leaves that lie in the last tile.
    levels: Vec<EdgeRow>,
}

#[derive(Clone, Debug, Default)]
struct EdgeRow {
    /// Position of the first hash in its level.
    start: u64,
    hashes: Vec<Digest>,
}

/// Number of levels of the tree in a tile.
const HEIGHT: u32 = WIDTH.trailing_zeros();

impl RightEdge {
    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Digest) {
        self.size += 1;
        self.add(0, leaf, true);
    }

    /// Right edge of a log of `size` leaves, from the hashes of its last tiles.
    pub fn restore<E>(size: u64, mut hashes: impl FnMut(Tile) -> Result<Vec<Digest>, E>) -> Result<Self, E> {
        let mut edge = Self { size, levels: Vec::new() };
        for tile in Self::last_tiles(size) {
            let level = u32::from(tile.level) * HEIGHT;
            for row in 0..HEIGHT {
                *edge.row(level + row) = EdgeRow { start: (tile.index * WIDTH) >> row, hashes: Vec::new() };
            }
            hashes(tile)?.into_iter().for_each(|hash| edge.add(level, hash, false));
        }
        Ok(edge)
    }

    /// Last tile of every level of a log.
    pub fn last_tiles(size: u64) -> impl Iterator<Item = Tile> {
        let last = move |level: u8| {
            let count = size.checked_shr(HEIGHT * u32::from(level)).filter(|count| *count > 0)?;
            let index = (count - 1) / WIDTH;
            Some(Tile { level, index, width: count - index * WIDTH })
        };
        (0..=u8::MAX).map_while(last)
    }

    /// Hashes of the last tile of a level.
    pub fn tile(&self, level: u8) -> &[Digest] {
        self.levels.get((u32::from(level) * HEIGHT) as usize).map_or(&[], |row| &row.hashes)
    }

    fn row(&mut self, level: u32) -> &mut EdgeRow {
        let level = level as usize;
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, EdgeRow::default);
        }
        &mut self.levels[level]
    }

    /// Adds a hash, and the hashes above that it completes: in its tile alone, unless it `climbs` into the next.
    fn add(&mut self, level: u32, hash: Digest, climbs: bool) {
        let width = (WIDTH >> (level % HEIGHT)) as usize;
        let row = self.row(level);
        if row.hashes.len() == width {
            row.start += width as u64;
            row.hashes.clear();
        }
        row.hashes.push(hash);
        if let [.., left, right] = row.hashes.as_slice()
            && row.hashes.len().is_multiple_of(2)
            && (climbs || !(level + 1).is_multiple_of(HEIGHT))
        {
            let parent = node_hash(left, right);
            self.add(level + 1, parent, climbs);
        }
    }
}

/// A hash that is in none of the last tiles.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotOnRightEdge;

impl Hashes for RightEdge {
    type Error = NotOnRightEdge;

    fn hash(&self, level: u32, index: u64) -> Result<Digest, NotOnRightEdge> {
        let row = self.levels.get(level as usize).ok_or(NotOnRightEdge)?;
        let place = index.checked_sub(row.start).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| row.hashes.get(place)).copied().ok_or(NotOnRightEdge)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::super::tree::{inclusion, leaf_hash, root, verify_inclusion};
    use super::*;

    /// Every hash of a tree, by level.
    struct Whole(Vec<Vec<Digest>>);

    impl Hashes for Whole {
        type Error = Infallible;
        fn hash(&self, level: u32, index: u64) -> Result<Digest, Infallible> {
            Ok(self.0[level as usize][index as usize])
        }
    }

    fn whole(size: u64) -> Whole {
        let mut levels = vec![(0..size).map(|leaf| leaf_hash(&leaf.to_le_bytes())).collect::<Vec<_>>()];
        while levels.last().is_some_and(|level| level.len() > 1) {
            let below = &levels[levels.len() - 1];
            levels.push(below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect());
        }
        Whole(levels)
    }

    #[test]
    fn the_edge_gives_root_proofs_and_tiles_at_every_size() {
        let all = whole(66_000);
        let mut edge = RightEdge::default();
        for size in 1..=66_000_u64 {
            edge.push(all.0[0][size as usize - 1]);
            // Where tiles begin and end, and at a few other sizes.
            if !(size < 600 || size % 256 < 3 || size % 997 == 0 || size % 65_536 < 600) {
                continue;
            }
            let expected = root(size, &all).unwrap_or_else(|never| match never {});
            assert_eq!(root(size, &edge), Ok(expected), "{size}");
            let restored = RightEdge::restore(size, |tile| {
                let level = (u32::from(tile.level) * HEIGHT) as usize;
                let first = (tile.index * WIDTH) as usize;
                Ok::<_, Infallible>(all.0[level][first..first + tile.width as usize].to_vec())
            });
            let restored = restored.unwrap_or_else(|never| match never {});
            assert_eq!(root(size, &restored), Ok(expected), "{size} restored");
            let bundle = (size - 1) / WIDTH * WIDTH;
            for index in [bundle, size - 1] {
                let proof = inclusion(size, index, &restored).unwrap();
                assert_eq!(Ok(proof.clone()), inclusion(size, index, &edge));
                assert!(verify_inclusion(size, index, &all.0[0][index as usize], &proof, &expected));
            }
            for tile in RightEdge::last_tiles(size) {
                assert_eq!(edge.tile(tile.level).len() as u64, tile.width, "{size} {tile:?}");
            }
        }
        assert_eq!(inclusion(66_000, 0, &edge), Err(NotOnRightEdge));
    }
}
