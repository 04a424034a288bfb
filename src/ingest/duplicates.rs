use std::collections::BTreeSet;

use crate::model::Findings;

/// Search for persons who are in a file twice, by the keyed values of their ids.
///
/// *Memory:* 20 bytes for each person and at most 5 MiB. Keys fall into 256 parts, which are sorted one by one: faster
/// than one large sort, and no list is ever copied to grow.
pub(super) struct Duplicates {
    parts: Vec<Vec<Vec<KeyedLine>>>,
}

/// Four words of the key, then the line.
type KeyedLine = [u32; 5];

/// Lines in one piece of a part.
const PIECE: usize = 1024;

/// Records of persons who have an earlier one.
pub(super) struct Repeated {
    /// First of these records.
    pub earliest: BTreeSet<Repetition>,
    /// Number of all of them.
    pub total: u64,
}

/// Record of a person who has an earlier one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Repetition {
    pub line: u64,
    /// Line of the person's first record.
    pub first: u64,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); 256] }
    }
}

impl Duplicates {
    /// Notes a person. Lines beyond 2³² are noted as the last one.
    pub(super) fn push(&mut self, key: u128, line: u64) {
        let word = |shift: u32| (key >> shift) as u32;
        let entry = [word(96), word(64), word(32), word(0), u32::try_from(line).unwrap_or(u32::MAX)];
        let part = &mut self.parts[(key >> 120) as usize];
        match part.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(entry),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(entry);
                part.push(piece);
            }
        }
    }

    /// Returns the persons who are in the file more than once.
    pub(super) fn find(self) -> Repeated {
        let mut found = Repeated { earliest: BTreeSet::new(), total: 0 };
        let mut sorted: Vec<KeyedLine> = Vec::new();
        for part in self.parts {
            sorted.clear();
            sorted.extend(part.into_iter().flatten());
            sorted.sort_unstable();
            for same in sorted.chunk_by(|a, b| a[..4] == b[..4]).filter(|same| same.len() > 1) {
                found.total += same.len() as u64 - 1;
                for second in &same[1..] {
                    found.earliest.insert(Repetition { line: second[4].into(), first: same[0][4].into() });
                    if found.earliest.len() > Findings::SHOWN {
                        found.earliest.pop_last();
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_map_finds(keys in proptest::collection::vec(0_u128..400, 0..600)) {
            let (mut duplicates, mut firsts, mut expected) = (Duplicates::default(), BTreeMap::new(), Vec::new());
            for (line, &key) in (2..).zip(&keys) {
                let key = key.wrapping_mul(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
                duplicates.push(key, line);
                match firsts.get(&key) {
                    Some(&first) => expected.push(Repetition { line, first }),
                    None => drop(firsts.insert(key, line)),
                }
            }
            let found = duplicates.find();
            prop_assert_eq!(found.total, expected.len() as u64);
            expected.truncate(Findings::SHOWN);
            prop_assert_eq!(found.earliest.into_iter().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn fills_many_pieces() {
        let mut duplicates = Duplicates::default();
        (0..5000).for_each(|line| duplicates.push(line.into(), line));
        duplicates.push(4999, 5000);
        assert_eq!(duplicates.find().earliest, BTreeSet::from([Repetition { line: 5000, first: 4999 }]));
    }
}
