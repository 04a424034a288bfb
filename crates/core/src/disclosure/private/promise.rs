//! Meaning of a privacy loss in words: ε beside δ, and the share of right guesses, on average over people and from a
//! prior of 50:50. Everything is rounded up where it is printed.

use libm::{erfc, log, log1p, sqrt};

use crate::model::Rho;

/// The least ε for which ρ is (ε, δ)-differential privacy, to ten digits.
///
/// δ(ε) = inf over α > 1 of e^((α−1)(αρ−ε)) · (1 − 1/α)^α / (α − 1).
///
/// *Source:* C. Canonne, G. Kamath, T. Steinke, The Discrete Gaussian for Differential Privacy, 2020, corollary 13.
pub fn epsilon(rho: f64, delta: f64) -> f64 {
    let exponent = |alpha: f64, epsilon: f64| {
        (alpha - 1.0) * (alpha * rho - epsilon) + alpha * log1p(-1.0 / alpha) - log(alpha - 1.0)
    };
    let holds = |epsilon: f64| {
        // Starts around the order that the normal distribution suggests; over its logarithm there is one minimum.
        let least = lowest(|order| exponent(1.0 + libm::exp(order), epsilon), -12.0, 18.0);
        least <= log(delta)
    };
    let (mut low, mut high) = (0.0, rho + 2.0 * sqrt(rho * -log(delta)) + 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        *(if holds(middle) { &mut high } else { &mut low }) = middle;
    }
    high
}

/// Distance between two neighbours under normal noise, μ = √(2ρ), in standard deviations.
pub(super) fn apart(rho: f64) -> f64 {
    sqrt(2.0 * rho)
}

/// Share of right guesses between two neighbours, for normal noise: Φ(μ/2). About right for noise of the size that
/// plans have, and no bound.
pub fn guess_about(rho: f64) -> f64 {
    normal_below(apart(rho) / 2.0)
}

/// Largest share of right guesses, from ρ alone: the largest p for which a coin of p and one of 1 − p are no farther
/// apart than ρα in the Rényi divergence of any order α.
///
/// Both directions are alike, and a guess that is better one way than the other is no better on average.
pub fn guess_at_most(rho: f64) -> f64 {
    let allowed = |p: f64| {
        let (yes, no) = (log(p), log1p(-p));
        // Σ p^α (1−p)^(1−α), both ways round.
        let divergence = |alpha: f64| {
            let (one, other) = (alpha * yes + (1.0 - alpha) * no, alpha * no + (1.0 - alpha) * yes);
            (one + log1p(libm::exp(other - one))) / (alpha - 1.0)
        };
        lowest(
            |order| {
                let alpha = 1.0 + libm::exp(order);
                rho * alpha - divergence(alpha)
            },
            -12.0,
            12.0,
        ) >= 0.0
    };
    let (mut low, mut high) = (0.5, 1.0 - 1e-12);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        *(if allowed(middle) { &mut low } else { &mut high }) = middle;
    }
    high
}

/// Share of right guesses among those of which an attacker is surest, which are this share of all, for normal noise.
pub fn guess_of_the_surest(rho: f64, share: f64) -> f64 {
    let mu = apart(rho);
    // The logarithm of the odds is μ·z + μ²/2 off 0, the same both ways; the probability that it is farther off than
    // `from`.
    let farther = |from: f64| normal_below(-(from - mu * mu / 2.0) / mu) + normal_below(-(from + mu * mu / 2.0) / mu);
    let (mut low, mut high) = (0.0, mu * mu / 2.0 + 40.0 * mu);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        *(if farther(middle) > share { &mut low } else { &mut high }) = middle;
    }
    // A guess is right where the odds point the right way.
    normal_below(-(high - mu * mu / 2.0) / mu) / farther(high)
}

/// Minimum of a function with one minimum between two ends.
fn lowest(of: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    for _ in 0..90 {
        let (left, right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
        if of(left) < of(right) { high = right } else { low = left }
    }
    of((low + high) / 2.0)
}

fn normal_below(z: f64) -> f64 {
    erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// Cost of another record in a person's place, in times ρ, whatever its content: one step removes it, one adds the
/// other.
pub const MOST_OF_A_CHANGE: u64 = 4;

/// A guess that the promise covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// Key of the guess: `answers`, `presence`, `two-members`, `household-2`, `household-4`.
    pub key: &'static str,
    /// Share of right guesses, for normal noise; rounded up to a thousandth.
    pub about: f64,
    /// Largest share of right guesses.
    pub at_most: f64,
}

/// Guesses in their order. A change of answers costs `answers` × ρ; a person in two members costs both of their ρ, and
/// a household of k persons who are all alike k²ρ.
pub fn guesses(rho: Rho, answers: f64) -> Vec<Guess> {
    let rho = rho.value();
    let costs =
        [("answers", answers), ("presence", 1.0), ("two-members", 2.0), ("household-2", 4.0), ("household-4", 16.0)];
    let guess = |(key, times): (&'static str, f64)| Guess {
        key,
        about: thousandth(guess_about(times * rho)),
        at_most: thousandth(guess_at_most(times * rho)),
    };
    costs.into_iter().map(guess).collect()
}

/// Number rounded up to a thousandth.
pub fn thousandth(number: f64) -> f64 {
    (1000.0 * number).ceil() / 1000.0
}
