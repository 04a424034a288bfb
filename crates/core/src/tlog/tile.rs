use std::fmt::Write as _;

/// Number of hashes of a full tile, and of records of a full bundle.
pub const WIDTH: u64 = 256;

/// A file of hashes: at level n the subtree hashes of complete subtrees over 256^n leaves.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Tile {
    /// Level of the tile.
    pub level: u8,
    /// Number of the tile in its level.
    pub index: u64,
    /// Number of hashes in it; fewer than [`WIDTH`] at the end of the log.
    pub width: u64,
}

impl Tile {
    /// Every tile of a level of a log of `size` leaves: full ones, and at most one partial one.
    pub fn of_level(level: u8, size: u64) -> impl Iterator<Item = Self> {
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        let tile = move |index: u64| Self { level, index, width: (hashes - index * WIDTH).min(WIDTH) };
        (0..hashes.div_ceil(WIDTH)).map(tile)
    }

    /// Path of the tile.
    pub fn path(self) -> String {
        path(&self.level.to_string(), self.index, self.width)
    }
}

/// Path of a bundle of `width` records.
pub fn entries_path(index: u64, width: u64) -> String {
    path("entries", index, width)
}

fn path(kind: &str, index: u64, width: u64) -> String {
    let mut path = format!("tile/{kind}/");
    let mut digits = format!("{index}");
    while digits.len() % 3 != 0 {
        digits.insert(0, '0');
    }
    for at in (0..digits.len()).step_by(3) {
        let more = at + 3 < digits.len();
        let _ = write!(path, "{}{}{}", if more { "x" } else { "" }, &digits[at..at + 3], if more { "/" } else { "" });
    }
    if width < WIDTH {
        let _ = write!(path, ".p/{width}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// *Source:* C2SP tlog-tiles: the index is zero-padded in elements of three digits, all but the last with an x.
    #[test]
    fn tiles_lie_where_the_document_says() {
        let tile = |level, index, width| Tile { level, index, width }.path();
        assert_eq!(tile(0, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(tile(2, 0, 1), "tile/2/000.p/1");
        assert_eq!(tile(0, 1000, 255), "tile/0/x001/000.p/255");
        assert_eq!(entries_path(67, 256), "tile/entries/067");
    }

    /// *Source:* C2SP tlog-tiles: a log of 70,000 leaves has 256 × 273 + 112 of them, 273 × 256^1 hashes above, and one
    /// above these.
    #[test]
    fn a_log_of_seventy_thousand_leaves_has_these_tiles() {
        let tiles = |level| Tile::of_level(level, 70_000).map(Tile::path).collect::<Vec<_>>();
        let leaves = tiles(0);
        assert_eq!((leaves.len(), leaves[272].as_str(), leaves[273].as_str()), (274, "tile/0/272", "tile/0/273.p/112"));
        assert_eq!(tiles(1), ["tile/1/000", "tile/1/001.p/17"]);
        assert_eq!(tiles(2), ["tile/2/000.p/1"]);
        assert!(tiles(3).is_empty() && tiles(9).is_empty());
    }
}
