use crate::disclosure::private::gaussian::{Bits, Variance, gaussian};
use crate::disclosure::private::{Draw, NoiseStream};
use crate::model::{AreaIndex, Random};

impl Bits for Random {
    fn next(&mut self) -> u64 {
        self.draw()
    }
}

/// Draws of fixed seeds against the probabilities of the definition, exp(−z²/2σ²) over their sum: χ² stays within its
/// quantiles of 1 in 10,000 (Wilson–Hilferty), for variances below and above 1, fractions and whole numbers.
#[test]
fn draws_have_the_distribution_of_the_definition() {
    for (variance, draws) in [(0.2, 200_000), (1.0, 200_000), (7.0 / 3.0, 200_000), (100.0, 200_000), (1e4, 100_000)] {
        let exact = Variance::at_least(variance).unwrap();
        let random = &mut Random::new(7, &format!("gaussian {variance}"));
        let spread = (8.0 * exact.value().sqrt()).ceil() as i64 + 2;
        let weight = |z: i64| (-(z as f64).powi(2) / (2.0 * exact.value())).exp();
        let total: f64 = (-spread..=spread).map(weight).sum();
        // Intervals of about a third of a standard deviation, with both ends merged.
        let width = ((exact.value().sqrt() / 3.0) as i64).max(1);
        let bin = |z: i64| z.div_euclid(width).clamp(-spread / width / 3, spread / width / 3);
        let mut expected = std::collections::BTreeMap::<i64, f64>::new();
        (-spread..=spread).for_each(|z| *expected.entry(bin(z)).or_default() += weight(z) / total * f64::from(draws));
        let mut found = std::collections::BTreeMap::<i64, f64>::new();
        (0..draws).for_each(|_| *found.entry(bin(gaussian(exact, random))).or_default() += 1.0);
        expected.retain(|_, often| *often > 8.0);
        let chi: f64 = expected
            .iter()
            .map(|(bin, often)| (found.get(bin).copied().unwrap_or_default() - often).powi(2) / often)
            .sum();
        let df = (expected.len() - 1) as f64;
        let quantile = |z: f64| df * (1.0 - 2.0 / (9.0 * df) + z * (2.0 / (9.0 * df)).sqrt()).powi(3);
        assert!(df >= 2.0 && (quantile(-3.72)..quantile(3.72)).contains(&chi), "{variance}: {chi} of {df}");
    }
}

/// Vectors, as `tests/foreign/gaussian.py` computes them with fractions of any size.
#[test]
fn a_stream_gives_the_same_draws_for_ever() {
    let stream = NoiseStream::new(&[7; 32]);
    let drawn = |variance: f64, statistic: u32| -> Vec<i64> {
        let variance = Variance::at_least(variance).unwrap();
        (0..8)
            .map(|cell| gaussian(variance, &mut stream.of(Draw { table: 1, area: AreaIndex(2), cell, statistic })))
            .collect()
    };
    assert_eq!(drawn(10_000.0 / 3.0, 0), VECTOR_FINE);
    assert_eq!(drawn((1_u64 << 50) as f64, 1), VECTOR_COARSE);
}

const VECTOR_FINE: [i64; 8] = [-32, 71, -105, 4, 53, 4, 8, -21];
const VECTOR_COARSE: [i64; 8] =
    [-1_052_008, 25_508_660, 41_928_314, 16_107_548, -19_832_353, 24_748_616, -28_114_266, 16_067_269];

/// At the ends of the sampler's range nothing overflows, and the spread is right.
#[test]
fn the_largest_variances_are_drawn_without_overflow() {
    for variance in [1.0 / 64.0, (1_u64 << 32) as f64 - 1.0, (1_u64 << 32) as f64, (1_u64 << 54) as f64 - 4.0] {
        let exact = Variance::at_least(variance).unwrap();
        let random = &mut Random::new(3, "ends");
        let squares: f64 = (0..4000).map(|_| (gaussian(exact, random) as f64).powi(2)).sum::<f64>() / 4000.0;
        // At variance 1/64 almost all draws are zero.
        assert!(variance < 1.0 || (squares / variance - 1.0).abs() < 0.1, "{variance}: {squares}");
    }
    for variance in [0.0, -1.0, f64::NAN, f64::INFINITY, (1_u64 << 54) as f64] {
        assert_eq!(Variance::at_least(variance), None, "{variance}");
    }
}

#[test]
fn variances_read_back_as_they_are_written() {
    for variance in [0.001, 1.0, 99.99, 4e9, 5e9, 1e16] {
        let exact = Variance::at_least(variance).unwrap();
        assert!(exact.value() >= variance && exact.value() <= variance + 1.0);
        assert_eq!(Variance::parse(&exact.to_string()), Some(exact));
    }
    for text in
        ["", "0", "0/64", "1/2", "1/64/64", "-1", "1e3", " 1", "01", "18014398509481984", "99999999999999999999"]
    {
        assert_eq!(Variance::parse(text), None, "{text}");
    }
}
