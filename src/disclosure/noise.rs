//! Keyed noise: the same contributors have the same noise for ever, and nobody without the key can tell it.

use ring::hmac;

/// Keys the noise of one store. Made once, backed up with the data, never rotated while a release stands.
pub struct NoiseKey(hmac::Key);

impl NoiseKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Four numbers, uniform and independent, that depend on `statistic`, on the size of the noise and on who contributes.
    /// Whoever saw one draw at two sizes could solve for what it hides; so every size has draws of its own.
    pub(super) fn draw(&self, statistic: Statistic, size: Size, contributors: u128) -> [u64; 4] {
        let mut text = [0; 26];
        text[..2].copy_from_slice(&statistic.code());
        text[2..10].copy_from_slice(&size.0.to_le_bytes());
        text[10..].copy_from_slice(&contributors.to_le_bytes());
        let tag = hmac::sign(&self.0, &text);
        let (words, _) = tag.as_ref().as_chunks::<8>();
        [0, 1, 2, 3].map(|word| u64::from_le_bytes(words[word]))
    }
}

/// How large noise is: its variance per unit, to the bit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Size(u64);

impl Size {
    /// For draws that aren't noise on a figure.
    pub(super) const NONE: Self = Self(0);

    pub(super) fn of(variance: f64) -> Self {
        Self(variance.to_bits())
    }
}

/// What a draw is for: every independent quantity has its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Statistic {
    Edge,
    Sample,
    Persons,
    Weight,
    Dimension(usize),
    DimensionWeight(usize),
    Index,
    Band(usize),
}

impl Statistic {
    fn code(self) -> [u8; 2] {
        match self {
            Self::Persons => [0, 0],
            Self::Edge => [6, 0],
            Self::Sample => [7, 0],
            Self::Weight => [1, 0],
            Self::Index => [2, 0],
            Self::Dimension(d) => [3, d as u8],
            Self::DimensionWeight(d) => [4, d as u8],
            Self::Band(band) => [5, band as u8],
        }
    }
}

/// Whole numbers drawn by their cumulated probabilities, in units of 2^-64.
pub(super) struct Discrete {
    least: i64,
    ends: Vec<u64>,
}

impl Discrete {
    /// Discrete Gaussian of this variance: the probability of k is proportional to exp(−k²/2σ²). Cut where less than
    /// 2^-64 is left.
    ///
    /// *Source:* Canonne, Kamath, Steinke (2020), The discrete Gaussian for differential privacy.
    pub(super) fn gaussian(variance: f64) -> Self {
        Self::cut(variance, (9.5 * variance.sqrt()).ceil() as i64 + 1)
    }

    /// The same within ±`bound`, its parameter such that the variance is what is asked for.
    pub(super) fn bounded(variance: f64, bound: i64) -> Self {
        let (mut low, mut high) = (1e-3, 1e3);
        for _ in 0..80 {
            let middle = (low + high) / 2.0;
            let probabilities = probabilities(middle, bound);
            let found: f64 = (-bound..=bound).zip(&probabilities).map(|(k, p)| (k * k) as f64 * p).sum();
            *(if found < variance { &mut low } else { &mut high }) = middle;
        }
        Self::cut(low, bound)
    }

    fn cut(parameter: f64, bound: i64) -> Self {
        let mut total = 0.0;
        let ends = probabilities(parameter, bound).into_iter().map(|probability| {
            total += probability;
            // The float that stands for 2^64 becomes the greatest whole number.
            (total * 2_f64.powi(64)) as u64
        });
        Self { least: -bound, ends: ends.collect() }
    }

    /// The number to which a uniform one belongs.
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
pub(crate) fn normal(first: u64, second: u64) -> f64 {
    let unit = |uniform: u64| ((uniform >> 11) as f64 + 0.5) / 2_f64.powi(53);
    (-2.0 * libm::log(unit(first))).sqrt() * libm::cos(std::f64::consts::TAU * unit(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability(discrete: &Discrete, k: i64) -> f64 {
        let place = (k - discrete.least) as usize;
        let below = place.checked_sub(1).map_or(0, |before| discrete.ends[before]);
        (discrete.ends[place] - below) as f64 / 2_f64.powi(64)
    }

    /// Mass functions of the closed form, computed apart with 60 digits; see the reference data's `computed-here`.
    #[test]
    fn mass_functions_are_those_of_the_closed_form() {
        let one = [0.3989422782668617, 0.24197072322446062, 0.05399096622430529, 0.004431848388225065];
        let hundred = [0.039894228040143274, 0.039695254747701185, 0.03910426939754559, 0.038138781546052415];
        for (variance, expected) in [(1.0, one), (100.0, hundred)] {
            let discrete = Discrete::gaussian(variance);
            for (k, expected) in (0..).zip(expected) {
                for k in [k, -k] {
                    assert!((probability(&discrete, k) - expected).abs() < 1e-14, "{variance} {k}");
                }
            }
        }
    }

    #[test]
    fn the_bounded_one_has_the_variance_asked_for_and_every_number_is_within() {
        let discrete = Discrete::bounded(3.0, 5);
        let variance: f64 = (-5..=5).map(|k| (k * k) as f64 * probability(&discrete, k)).sum();
        assert!((variance - 3.0).abs() < 1e-9);
        assert_eq!((discrete.at(0), discrete.at(u64::MAX)), (-5, 5));
        assert_eq!(discrete.at(1 << 63), 0);
    }

    /// 200,000 keyed draws; a wrong mean or variance by 1 % fails, a right one does once in 10^7 runs of other keys.
    #[test]
    fn keyed_draws_follow_their_distribution() {
        let key = NoiseKey::new(&[7; 32]);
        let count = 200_000;
        let draws = (0..count).map(|i| key.draw(Statistic::Persons, Size::NONE, i));
        let discrete = Discrete::gaussian(100.0);
        let (mut mean, mut square, mut normal_square) = (0.0, 0.0, 0.0);
        for [a, b, c, _] in draws {
            let k = discrete.at(a) as f64;
            mean += k / count as f64;
            square += k * k / count as f64;
            normal_square += normal(b, c).powi(2) / count as f64;
        }
        assert!(mean.abs() < 0.13, "{mean}");
        assert!((square / 100.0 - 1.0).abs() < 0.02, "{square}");
        assert!((normal_square - 1.0).abs() < 0.02, "{normal_square}");
    }
}
