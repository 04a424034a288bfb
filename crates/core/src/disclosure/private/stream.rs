use ring::{hkdf, hmac};
use zeroize::Zeroizing;

use super::gaussian::Bits;
use crate::model::AreaIndex;

/// Source of the noise of one release: a secret that serves for it alone.
pub struct NoiseStream(hmac::Key);

/// Place of a drawn number: no two draws of a release have the same.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Draw {
    /// Table of the lattice.
    pub table: u32,
    /// Position of the area in the geography.
    pub area: AreaIndex,
    /// Combination of categories.
    pub cell: u32,
    /// Column of the measurement.
    pub statistic: u32,
}

impl NoiseStream {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Stream from a seed, for one use of it: HKDF-SHA256 with the second half as its salt.
    pub fn derived(seed: &[u8; 64], purpose: &str) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, &seed[32..]).extract(&seed[..32]);
        let purpose = [purpose.as_bytes()];
        let derived = salt.expand(&purpose, hkdf::HKDF_SHA256).and_then(|derived| derived.fill(secret.as_mut()));
        derived.expect("a digest is no longer than allowed");
        Self::new(&secret)
    }

    /// Bits of one draw, independent of the order of draws.
    pub fn of(&self, draw: Draw) -> DrawBits<'_> {
        DrawBits { key: &self.0, draw, counter: 0, block: [0; WORDS], left: 0 }
    }
}

/// Words of 64 bits in a block of SHA-256's output.
const WORDS: usize = 4;

/// Bits of one draw: HMAC-SHA256 over its place and a counter, each number at its own width.
pub struct DrawBits<'k> {
    key: &'k hmac::Key,
    draw: Draw,
    counter: u64,
    block: [u64; WORDS],
    left: usize,
}

impl DrawBits<'_> {
    /// Input of a block: four numbers of 32 bits and one of 64, the highest byte first.
    fn label(draw: Draw, counter: u64) -> [u8; 24] {
        let mut label = [0; 24];
        let Draw { table, area, cell, statistic } = draw;
        let places = [table, area.0, cell, statistic].into_iter().zip(label.chunks_exact_mut(4));
        places.for_each(|(number, place)| place.copy_from_slice(&number.to_be_bytes()));
        label[16..].copy_from_slice(&counter.to_be_bytes());
        label
    }
}

impl Bits for DrawBits<'_> {
    fn next(&mut self) -> u64 {
        if self.left == 0 {
            let tag = hmac::sign(self.key, &Self::label(self.draw, self.counter));
            for (word, bytes) in self.block.iter_mut().zip(tag.as_ref().chunks_exact(8)) {
                *word = u64::from_be_bytes(bytes.try_into().expect("eight bytes"));
            }
            (self.counter, self.left) = (self.counter + 1, WORDS);
        }
        self.left -= 1;
        self.block[WORDS - 1 - self.left]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_draws_have_the_same_label() {
        let edges = [0_u32, 1, 255, 256, 65_535, 65_536, u32::MAX];
        let mut labels = HashSet::new();
        let mut count = 0;
        for table in edges {
            for area in edges {
                for cell in edges {
                    for statistic in [0, 1, 256, u32::MAX] {
                        for counter in [0, 1, 256, u64::MAX] {
                            labels.insert(DrawBits::label(
                                Draw { table, area: AreaIndex(area), cell, statistic },
                                counter,
                            ));
                            count += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(labels.len(), count);
    }
}
