//! Keyed noise: the same contributors have the same noise in the same cell for ever, and it can't be computed without
//! the key.

use ring::hmac;

use crate::model::AreaIndex;

/// Key of the noise of one store. Made once, backed up with the data, never rotated while a release stands.
pub struct NoiseKey(hmac::Key);

/// Name of a figure, unique, so that equal contributors don't have equal noise in two places.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct FigureName {
    /// Table of the lattice.
    pub table: u32,
    /// Position of the area in the geography.
    pub area: AreaIndex,
    /// Combination of categories.
    pub combination: u32,
    /// Column.
    pub column: u32,
}

impl NoiseKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Two uniform numbers that depend on the figure's name and on its contributors.
    pub(super) fn draw(&self, name: FigureName, contributors: u128) -> [u64; 2] {
        let mut text = [0; 32];
        let FigureName { table, area, combination, column } = name;
        let places = [table, area.0, combination, column].into_iter().zip(text.chunks_exact_mut(4));
        places.for_each(|(number, place)| place.copy_from_slice(&number.to_be_bytes()));
        text[16..].copy_from_slice(&contributors.to_be_bytes());
        let tag = hmac::sign(&self.0, &text);
        let (numbers, _) = tag.as_ref().as_chunks();
        [numbers[0], numbers[1]].map(u64::from_be_bytes)
    }
}

/// Distribution of whole numbers within ±`bound`, as cumulated probabilities in units of 2^-64: in proportion to
/// exp(−k²/2s), with s such that the variance is the required one.
pub(super) struct BoundedNoise {
    least: i64,
    ends: Vec<u64>,
}

impl BoundedNoise {
    pub(super) fn new(variance: f64, bound: i64) -> Self {
        let (mut low, mut high) = (1e-3, 1e3);
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            let probabilities = probabilities(middle, bound);
            let found: f64 = (-bound..=bound).zip(&probabilities).map(|(k, p)| (k * k) as f64 * p).sum();
            *(if found < variance { &mut low } else { &mut high }) = middle;
        }
        let mut total = 0.0;
        let ends = probabilities(low, bound).into_iter().map(|probability| {
            total += probability;
            // The float 2^64 becomes the greatest whole number.
            (total * 2_f64.powi(64)) as u64
        });
        Self { least: -bound, ends: ends.collect() }
    }

    /// Whole number for a uniform one.
    pub(super) fn at(&self, uniform: u64) -> i64 {
        let place = self.ends.partition_point(|&end| end <= uniform);
        self.least + place.min(self.ends.len() - 1) as i64
    }
}

fn probabilities(parameter: f64, bound: i64) -> Vec<f64> {
    let terms: Vec<f64> = (-bound..=bound).map(|k| libm::exp(-((k * k) as f64) / (2.0 * parameter))).collect();
    let sum: f64 = terms.iter().sum();
    terms.into_iter().map(|term| term / sum).collect()
}

/// A standard normal number from two uniform ones.
///
/// *Source:* Box, Muller (1958), A note on the generation of random normal deviates.
pub fn normal(first: u64, second: u64) -> f64 {
    let unit = |uniform: u64| ((uniform >> 11) as f64 + 0.5) / 2_f64.powi(53);
    (-2.0 * libm::log(unit(first))).sqrt() * libm::cos(std::f64::consts::TAU * unit(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_variance_asked_for_and_every_number_is_within() {
        let bounded = BoundedNoise::new(3.0, 5);
        assert_eq!((bounded.at(0), bounded.at(u64::MAX), bounded.at(1 << 63)), (-5, 5, 0));
        // 200,000 keyed draws; a mean or variance that is wrong by 2 % fails, a right one fails once in 10^7 keys.
        let (key, count) = (NoiseKey::new(&[7; 32]), 200_000_u32);
        let name = |area| FigureName { table: 0, area, combination: 0, column: 0 };
        let draws = (0..count).map(AreaIndex).map(|area| bounded.at(key.draw(name(area), 5)[0]) as f64);
        let (mean, square) =
            draws.fold((0.0, 0.0), |(m, s), k| (m + k / f64::from(count), s + k * k / f64::from(count)));
        assert!(mean.abs() < 0.025 && (square / 3.0 - 1.0).abs() < 0.02, "{mean} {square}");
    }

    #[test]
    fn every_figure_and_every_contributor_has_noise_of_its_own() {
        let key = NoiseKey::new(&[7; 32]);
        let name = FigureName { table: 1, area: AreaIndex(2), combination: 3, column: 4 };
        let others = [
            FigureName { table: 2, ..name },
            FigureName { area: AreaIndex(3), ..name },
            FigureName { combination: 4, ..name },
            FigureName { column: 5, ..name },
        ];
        let mut drawn: Vec<[u64; 2]> = others.iter().map(|name| key.draw(*name, 9)).collect();
        drawn.extend([key.draw(name, 9), key.draw(name, 10), NoiseKey::new(&[8; 32]).draw(name, 9)]);
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn.len(), 7);
    }
}
