//! Weighted means in floating point, a block of persons at a time.

use crate::charter::Mean;

impl Mean {
    /// Contribution of a score to the numerator, before its weight. Logarithms come from a portable library, so that
    /// two machines agree to the last digit.
    #[inline]
    pub(super) fn term(self, score: f64) -> f64 {
        match self {
            Self::Arithmetic => score,
            Self::Geometric => libm::log(score.max(1.0)),
            Self::Harmonic => 1.0 / score.max(1.0),
        }
    }

    /// Turns weighted sums of terms into means from 0 to 100; rounding may have led slightly beyond.
    pub(super) fn finish(self, numerators: &mut [f64], denominators: &[f64], masks: &[u64]) {
        match self {
            Self::Arithmetic => each_mean(numerators, denominators, masks, |n, d| n / d),
            Self::Geometric => each_mean(numerators, denominators, masks, |n, d| libm::exp(n / d)),
            Self::Harmonic => each_mean(numerators, denominators, masks, |n, d| d / n),
        }
    }

    /// Adds a dimension's scores to the index where they are present.
    pub(super) fn add_terms(self, scores: &[f64], weight: f64, masks: &[u64], totals: &mut [f64], weights: &mut [f64]) {
        match self {
            Self::Arithmetic => each_term(scores, weight, masks, totals, weights, |score| score),
            other => each_term(scores, weight, masks, totals, weights, |score| other.term(score)),
        }
    }
}

#[inline]
fn each_mean(numerators: &mut [f64], denominators: &[f64], masks: &[u64], mean: impl Fn(f64, f64) -> f64) {
    let or_one = |number: f64, mask: u64| f64::from_bits((number.to_bits() & mask) | (1_f64.to_bits() & !mask));
    for ((numerator, &denominator), &mask) in numerators.iter_mut().zip(denominators).zip(masks) {
        *numerator = mean(or_one(*numerator, mask), or_one(denominator, mask)).clamp(0.0, 100.0);
    }
}

#[inline]
fn each_term(
    scores: &[f64],
    weight: f64,
    masks: &[u64],
    totals: &mut [f64],
    weights: &mut [f64],
    term: impl Fn(f64) -> f64,
) {
    for ((total, sum), (&score, &mask)) in totals.iter_mut().zip(weights).zip(scores.iter().zip(masks)) {
        *total += masked(weight * term(score), mask);
        *sum += masked(weight, mask);
    }
}

/// `number` where the mask is set, else 0.
#[inline]
pub(super) fn masked(number: f64, mask: u64) -> f64 {
    f64::from_bits(number.to_bits() & mask)
}
