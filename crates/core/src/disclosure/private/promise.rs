//! What a privacy loss means in words: ε beside δ, and how often guesses are right, on average over people and 50:50 beforehand.
//! Everything is rounded up where it is printed.

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
        // Around the order that the normal distribution suggests; by its logarithm there is one lowest point.
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

/// How often a guess between two neighbours is right, for normal noise: Φ(μ/2). About right for noise of the size that
/// plans have, and no bound.
pub fn guess_about(rho: f64) -> f64 {
    normal_below(apart(rho) / 2.0)
}

/// How often it is right at most, by what ρ alone proves: the largest p for which a coin of p and one of 1 − p are no farther apart
/// than ρα in the Rényi divergence of any order α.
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

/// How often the guesses are right of which an attacker is surest, a share of all, for normal noise.
pub fn guess_of_the_surest(rho: f64, share: f64) -> f64 {
    let mu = apart(rho);
    // The logarithm of the odds is μ·z + μ²/2 off 0, the same both ways; how often it is farther off than `from`.
    let farther = |from: f64| normal_below(-(from - mu * mu / 2.0) / mu) + normal_below(-(from + mu * mu / 2.0) / mu);
    let (mut low, mut high) = (0.0, mu * mu / 2.0 + 40.0 * mu);
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        *(if farther(middle) > share { &mut low } else { &mut high }) = middle;
    }
    // Right where the odds point the right way.
    normal_below(-(high - mu * mu / 2.0) / mu) / farther(high)
}

/// The lowest value of a function with one lowest point between two ends.
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

/// Cost of another record in a person's place, in times ρ, whatever is in it: one step takes it out, one brings the other in.
pub const MOST_OF_A_CHANGE: u64 = 4;

/// A guess that the promise speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// Names it: `answers`, `presence`, `two-members`, `household-2`, `household-4`.
    pub key: &'static str,
    /// How often it is right, for normal noise; up to a thousandth.
    pub about: f64,
    /// How often at most.
    pub at_most: f64,
}

/// The guesses in their order. A change of answers costs `answers` × ρ; whoever is in two members costs both of their ρ, and a
/// household of k who are all alike k²ρ.
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

/// Up to a thousandth.
pub fn thousandth(number: f64) -> f64 {
    (1000.0 * number).ceil() / 1000.0
}
