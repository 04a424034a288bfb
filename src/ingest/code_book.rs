use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Meaning of a code of the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning<T> {
    /// No answer.
    Missing,
    /// A value of the charter.
    Value(T),
}

/// A dictionary from the codes of one column to their meaning.
pub(super) struct CodeBook<T> {
    /// Meanings of codes of one byte, by that byte; the last is that of the empty code.
    short: Box<[Option<Meaning<T>>; 257]>,
    /// Meanings of codes of a few bytes, as whole numbers: compared without following a pointer.
    packed: HashMap<u64, Meaning<T>, BuildHasherDefault<QuickHasher>>,
    long: HashMap<Box<[u8]>, Meaning<T>, BuildHasherDefault<QuickHasher>>,
}

impl<T: Copy> CodeBook<T> {
    /// A dictionary with only the empty code, which means missing.
    pub(super) fn new() -> Self {
        let mut codes = Self { short: Box::new([None; 257]), packed: HashMap::default(), long: HashMap::default() };
        codes.insert(b"", Meaning::Missing);
        codes
    }

    /// Adds a code, or changes its meaning.
    pub(super) fn insert(&mut self, code: &[u8], meaning: Meaning<T>) {
        match code {
            [] => self.short[256] = Some(meaning),
            [byte] => self.short[usize::from(*byte)] = Some(meaning),
            _ => match pack(code) {
                Some(packed) => drop(self.packed.insert(packed, meaning)),
                None => drop(self.long.insert(code.into(), meaning)),
            },
        }
    }

    /// Returns the meaning of a code.
    #[inline]
    pub(super) fn get(&self, code: &[u8]) -> Option<Meaning<T>> {
        match code {
            [] => self.short[256],
            [byte] => self.short[usize::from(*byte)],
            _ => match pack(code) {
                Some(packed) => self.packed.get(&packed).copied(),
                None => self.long.get(code).copied(),
            },
        }
    }
}

/// Packs at most seven bytes and their number into one word.
#[inline]
fn pack(code: &[u8]) -> Option<u64> {
    let len = code.len();
    (len < 8).then(|| code.iter().fold(len as u64, |word, &byte| word << 8 | u64::from(byte)))
}

/// Hasher of a few instructions for each code. The keys come from charter and mapping, so an attacker can't choose
/// colliding ones.
#[derive(Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        // The constant is 2^64 divided by the golden ratio, made odd.
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, length: usize) {
        self.write_u64(length as u64);
    }

    fn finish(&self) -> u64 {
        // The low bits of a product depend only on the low bits of its factors; tables look at these first.
        self.0.rotate_left(26)
    }
}
