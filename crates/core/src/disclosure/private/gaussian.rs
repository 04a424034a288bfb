//! Discrete Gaussian noise in whole numbers.
//!
//! *Source:* C. Canonne, G. Kamath, T. Steinke, The Discrete Gaussian for Differential Privacy, 2020, algorithms 1–3.

/// Source of random bits: a stream without end.
pub trait Bits {
    /// Next 64 bits.
    fn next(&mut self) -> u64;
}

/// Variance of a discrete Gaussian: a fraction of whole numbers, at most [`Variance::LARGEST`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Variance {
    numerator: u64,
    /// Either 1 or [`Self::PARTS`].
    denominator: u64,
}

impl Variance {
    /// Denominator of variances below [`Self::FINE`].
    const PARTS: u64 = 64;
    /// Limit below which a variance is a multiple of 1/64: standard deviations below 2^16.
    const FINE: f64 = (1_u64 << 32) as f64;
    /// Largest variance: standard deviations stay below 2^27, so that no product of the sampler leaves 128 bits.
    pub const LARGEST: f64 = (1_u64 << 54) as f64;

    /// Least variance of the right form that isn't below this one; `None` if it is too large, or not positive.
    pub fn at_least(variance: f64) -> Option<Self> {
        if !(variance > 0.0 && variance < Self::LARGEST) {
            return None;
        }
        let denominator = if variance < Self::FINE { Self::PARTS } else { 1 };
        Some(Self { numerator: (variance * denominator as f64).ceil() as u64, denominator })
    }

    /// Reads `numerator/denominator`, or a whole number.
    pub fn parse(text: &str) -> Option<Self> {
        let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
        let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
        let read = Self { numerator, denominator };
        let sound = numerator > 0 && matches!(denominator, 1 | Self::PARTS) && read.value() < Self::LARGEST;
        (sound && read.to_string() == text).then_some(read)
    }

    /// Next larger variance of the right form.
    pub fn raised(self) -> Self {
        Self { numerator: self.numerator + 1, ..self }
    }

    /// Variance as a number.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// Cost of a change of this squared length, `length / (2 × variance)`, in parts of 2^64, rounded up; `None` if the
    /// length is too large to be of use.
    pub fn cost(self, length: u128) -> Option<u128> {
        let numerator = length.checked_mul(self.denominator.into()).filter(|numerator| *numerator < 1 << 63)?;
        Some((numerator << 64).div_ceil(2 * u128::from(self.numerator)))
    }
}

impl std::fmt::Display for Variance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}

/// Draws from the discrete Gaussian around 0 of this variance s/d: a whole number z with probability in proportion to
/// exp(−z²/(2s/d)).
///
/// Candidates come from a discrete Laplace distribution of scale t = ⌊σ⌋ + 1; each is accepted with probability
/// exp(−(|y|·d·t − s)²/(2·s·d·t²)). A candidate whose square leaves 128 bits is more than 1000σ away, and is rejected.
pub fn gaussian(variance: Variance, bits: &mut impl Bits) -> i64 {
    let (s, d) = (u128::from(variance.numerator), u128::from(variance.denominator));
    let t = (s / d).isqrt() + 1;
    loop {
        let (magnitude, negative) = laplace(t, bits);
        let far = magnitude.checked_mul(d * t).map(|far| far.abs_diff(s)).and_then(|off| off.checked_mul(off));
        let Some(far) = far else { continue };
        if is_exp(far, 2 * s * d * t * t, bits) {
            // Below 2^64 / t, as its square times t² is below 2^128.
            let magnitude = magnitude as i64;
            return if negative { -magnitude } else { magnitude };
        }
    }
}

/// Magnitude and sign of a draw from the discrete Laplace distribution of scale t: z with probability in proportion to
/// exp(−|z|/t). Zero comes with one sign alone.
fn laplace(t: u128, bits: &mut impl Bits) -> (u128, bool) {
    loop {
        let low = below(t, bits);
        if !is_exp_of_part(low, t, bits) {
            continue;
        }
        let mut high = 0_u128;
        while is_exp_of_part(1, 1, bits) {
            high += 1;
        }
        let magnitude = low + t * high;
        let negative = bits.next() & 1 == 1;
        if !(negative && magnitude == 0) {
            return (magnitude, negative);
        }
    }
}

/// True with probability exp(−a/b).
fn is_exp(a: u128, b: u128, bits: &mut impl Bits) -> bool {
    (0..a / b).all(|_| is_exp_of_part(1, 1, bits)) && is_exp_of_part(a % b, b, bits)
}

/// True with probability exp(−a/b), for a ≤ b: events of probabilities a/b, a/2b, a/3b … are drawn until one fails, and
/// the number of successes is even with that probability. Each is drawn as a/b and 1/k apart, so that no product can be
/// too large.
fn is_exp_of_part(a: u128, b: u128, bits: &mut impl Bits) -> bool {
    let mut k = 1;
    while below(b, bits) < a && below(k, bits) == 0 {
        k += 1;
    }
    k % 2 == 1
}

/// Uniform draw from 0..n; n is at least 1.
fn below(n: u128, bits: &mut impl Bits) -> u128 {
    let digits = 128 - (n - 1).leading_zeros();
    if digits == 0 {
        return 0;
    }
    let mask = u128::MAX >> (128 - digits);
    loop {
        let high = if digits > 64 { u128::from(bits.next()) << 64 } else { 0 };
        let drawn = (high | u128::from(bits.next())) & mask;
        if drawn < n {
            return drawn;
        }
    }
}
