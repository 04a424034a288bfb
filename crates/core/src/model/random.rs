use std::sync::{Mutex, PoisonError};

use super::Entropy;

/// A small generator of pseudo-random numbers (SplitMix64): the same numbers on every machine, in every version.
///
/// *Source:* Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
pub struct Random(u64);

impl Random {
    /// Generator whose stream is different for every seed and name.
    pub fn new(seed: u64, name: &str) -> Self {
        // FNV-1a spreads the name; the first step of the generator then mixes it with the seed.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(Self(seed).draw() ^ hash)
    }

    /// Generator whose stream starts at a number.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0 to `end` − 1.
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.draw() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// A number from 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A bell-shaped number around 0: the sum of eight random bytes, standard deviation 209.
    pub fn bell(&mut self) -> i32 {
        self.draw().to_le_bytes().map(i32::from).iter().sum::<i32>() - 1020
    }
}

/// Fake secrets, which follow from a seed. For synthetic people alone.
pub struct Seeded(Mutex<Random>);

impl Seeded {
    /// Generator whose stream is different for every seed and name.
    pub fn new(seed: u64, name: &str) -> Self {
        Self(Mutex::new(Random::new(seed, name)))
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&random.draw().to_le_bytes()[..chunk.len()]));
    }
}
