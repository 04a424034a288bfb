use super::dimension::DimensionScorer;
use crate::charter::{Dimension, Mean, Method, MissingDimension};
use crate::model::Answers;

/// Number of rows that are scored together: small enough to stay in the first-level cache.
pub const BLOCK: usize = 256;

/// A score in fixed point: 0–100 with 36 binary digits after the point, so that rounding stays below 1e-11.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Score(pub u64);

impl Score {
    /// Binary digits after the point.
    pub const FRACTION_BITS: u32 = 36;
    pub(super) const ONE: f64 = (1_u64 << Self::FRACTION_BITS) as f64;
    /// Added to a float, 2^52 leaves the nearest whole number in the lowest bits.
    const ROUNDER: f64 = (1_u64 << 52) as f64;

    /// The nearest fixed-point number; `score` lies in 0..=100.
    #[inline]
    pub fn nearest(score: f64) -> Self {
        Self((score * Self::ONE + Self::ROUNDER).to_bits() - Self::ROUNDER.to_bits())
    }
}

/// A method prepared to score blocks of rows.
pub struct Scorer {
    dimensions: Vec<DimensionScorer>,
    /// Weight of each dimension in the index. *Shape:* by dimension. *Units:* only their ratios count.
    weights: Vec<f64>,
    aggregate: Mean,
    missing: MissingDimension,
}

/// Scores of one block. A missing value is 0 and has its mask at 0; masks are otherwise all ones.
///
/// *Shape:* each vector has [`BLOCK`] entries, one a row of the block; `dimensions` and `present` have one vector per
/// dimension of the method.
/// *Units:* points, 0–100, as a [`Score`] in fixed point.
pub struct Scores {
    /// Index of each person.
    pub index: Vec<u64>,
    /// Whether the person is scored.
    pub scored: Vec<u64>,
    /// Score of each person in each dimension.
    pub dimensions: Vec<Vec<u64>>,
    /// Whether the person is scored and has this dimension.
    pub present: Vec<Vec<u64>>,
    part: Sums,
    whole: Sums,
    answered: Vec<u16>,
    places: Vec<u16>,
}

/// Numerators and denominators of a block.
struct Sums {
    numerators: Vec<f64>,
    denominators: Vec<f64>,
}

impl Sums {
    fn new() -> Self {
        Self { numerators: vec![0.0; BLOCK], denominators: vec![0.0; BLOCK] }
    }

    /// The first `len` of each, all 0.
    fn cleared(&mut self, len: usize) -> (&mut [f64], &mut [f64]) {
        let (numerators, denominators) = (&mut self.numerators[..len], &mut self.denominators[..len]);
        numerators.fill(0.0);
        denominators.fill(0.0);
        (numerators, denominators)
    }
}

impl Scores {
    /// Room for one block of a method with this number of dimensions.
    pub fn new(dimensions: usize) -> Self {
        Self {
            index: vec![0; BLOCK],
            scored: vec![0; BLOCK],
            dimensions: vec![vec![0; BLOCK]; dimensions],
            present: vec![vec![0; BLOCK]; dimensions],
            part: Sums::new(),
            whole: Sums::new(),
            answered: vec![0; BLOCK],
            places: vec![0; BLOCK],
        }
    }
}

impl Scorer {
    /// Prepares a method.
    pub fn new(method: &Method) -> Self {
        let part = |(i, dimension): (usize, &Dimension)| {
            let own = method.indicators.iter().enumerate().filter(|(_, indicator)| indicator.dimension == i);
            DimensionScorer::new(own, dimension)
        };
        Self {
            dimensions: method.dimensions.iter().enumerate().map(part).collect(),
            weights: method.dimensions.iter().map(|dimension| dimension.weight).collect(),
            aggregate: method.aggregate,
            missing: method.missing_dimension,
        }
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions.len()
    }

    /// Whether a scored person may lack a dimension, so that dimensions have weights of their own.
    pub fn has_partial_persons(&self) -> bool {
        self.missing == MissingDimension::AverageOfAnswered
    }

    /// Scores the rows `from..from + len` of the answers, `len` at most [`BLOCK`]. Loops are written so that they
    /// become vector instructions: no branch inside; a missing value is computed from 1/1 and masked out.
    pub fn score(&self, answers: &[Answers], from: usize, len: usize, out: &mut Scores) {
        let Scores { index, scored, dimensions, present, part: sums, whole, answered, places } = out;
        let (index, scored, answered, places) =
            (&mut index[..len], &mut scored[..len], &mut answered[..len], &mut places[..len]);
        let (totals, weights) = whole.cleared(len);
        scored.fill(if self.has_partial_persons() { 0 } else { u64::MAX });
        let parts = self.dimensions.iter().zip(&self.weights).zip(dimensions.iter_mut().zip(present.iter_mut()));
        for ((part, weight), (scores, present)) in parts {
            let (scores, present) = (&mut scores[..len], &mut present[..len]);
            let (means, denominators) = sums.cleared(len);
            part.add_up(answers, from, means, denominators, answered, places);
            match part.min_answered {
                1 => mask(denominators, present, |denominator| denominator > 0.0),
                least => mask(answered, present, |answered| answered >= least),
            }
            part.aggregate.finish(means, denominators, present);
            fix(means, present, scores);
            self.aggregate.add_terms(means, *weight, present, totals, weights);
            match self.missing {
                MissingDimension::LeaveOutPerson => scored.iter_mut().zip(&*present).for_each(|(all, one)| *all &= one),
                MissingDimension::AverageOfAnswered => {
                    scored.iter_mut().zip(&*present).for_each(|(any, one)| *any |= one);
                }
            }
        }
        self.aggregate.finish(totals, weights, scored);
        fix(totals, scored, index);
        for (scores, present) in dimensions.iter_mut().zip(present) {
            for ((score, present), scored) in scores[..len].iter_mut().zip(&mut present[..len]).zip(&*scored) {
                *score &= scored;
                *present &= scored;
            }
        }
    }
}

/// Masks of all ones where `holds`.
fn mask<T: Copy>(values: &[T], masks: &mut [u64], holds: impl Fn(T) -> bool) {
    for (mask, value) in masks.iter_mut().zip(values) {
        *mask = u64::from(holds(*value)).wrapping_neg();
    }
}

/// Means in fixed point; 0 where the mask isn't set.
fn fix(means: &[f64], masks: &[u64], fixed: &mut [u64]) {
    for ((fixed, mean), mask) in fixed.iter_mut().zip(means).zip(masks) {
        *fixed = Score::nearest(*mean).0 & mask;
    }
}
