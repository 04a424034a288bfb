//! Score of one dimension: answers are looked up, several indicators at a time.

use super::mean::masked;
use crate::charter::{Dimension, Indicator, Mean, Scale, Worse};
use crate::model::Answers;

/// One dimension: its indicators' contributions to numerator and denominator, and the mean that they make.
pub(super) struct DimensionScorer {
    packs: Vec<PackedIndicators>,
    numbers: Vec<NumericIndicator>,
    pub(super) aggregate: Mean,
    pub(super) min_answered: u16,
}

/// Indicators with few codes, looked up together: the bits of their codes, side by side, are the index into one table.
struct PackedIndicators {
    columns: Vec<PackedIndicator>,
    bits: u32,
    /// Numerator and denominator by place.
    adds: Box<[[f64; 2]; 1 << PACK_BITS]>,
    /// Number of answered indicators, by place.
    answered: Vec<u8>,
}

/// One indicator of a pack. All its bits set mark a missing answer, as in [`Answers::MISSING`].
struct PackedIndicator {
    answers: usize,
    shift: u32,
    mask: u16,
}

/// Largest number of bits of the index into one table: it then stays in the first-level cache.
const PACK_BITS: u32 = 10;

/// An indicator whose answers are numbers.
struct NumericIndicator {
    answers: usize,
    low: f64,
    high: f64,
    /// Points per unit; negative where low values are worse.
    slope: f64,
    /// Score of the lower bound.
    start: f64,
    weight: f64,
}

impl DimensionScorer {
    pub(super) fn new<'m>(indicators: impl Iterator<Item = (usize, &'m Indicator)>, dimension: &Dimension) -> Self {
        let aggregate = dimension.aggregate;
        let mut part = Self {
            packs: Vec::new(),
            numbers: Vec::new(),
            aggregate,
            min_answered: dimension.min_answered.min(u16::MAX.into()) as u16,
        };
        for (answers, indicator) in indicators {
            let weight = indicator.weight;
            match indicator.scale {
                Scale::YesNo { worse } => {
                    part.pack(answers, weight, &[if worse { 0.0 } else { 100.0 }, if worse { 100.0 } else { 0.0 }]);
                }
                Scale::Ordered { steps, worse } => {
                    let score = |step: u32| 100.0 * f64::from(step) / f64::from(steps - 1);
                    let from_best = |step: u32| if worse == Worse::Higher { step } else { steps - 1 - step };
                    // Steps count from 1; code 0 doesn't occur.
                    let scores: Vec<f64> =
                        std::iter::once(0.0).chain((0..steps).map(|step| score(from_best(step)))).collect();
                    part.pack(answers, weight, &scores);
                }
                Scale::Number { low, high, worse } => {
                    let slope = 100.0 / (high - low);
                    let (slope, start) = if worse == Worse::Higher { (slope, 0.0) } else { (-slope, 100.0) };
                    part.numbers.push(NumericIndicator { answers, low, high, slope, start, weight });
                }
            }
        }
        part
    }

    /// Adds an indicator to a pack with room for it. `scores` are by code.
    fn pack(&mut self, answers: usize, weight: f64, scores: &[f64]) {
        let bits = (1..=8).find(|bits| scores.len() < 1 << bits).unwrap_or(8);
        if self.packs.last().is_none_or(|pack| pack.bits + bits > PACK_BITS) {
            let (adds, answered) = (Box::new([[0.0; 2]; 1 << PACK_BITS]), vec![0; 1 << PACK_BITS]);
            self.packs.push(PackedIndicators { columns: Vec::new(), bits: 0, adds, answered });
        }
        let Some(pack) = self.packs.last_mut() else { return };
        // From the last code down, as code 0 takes the places from which the others start.
        for code in (0..1 << bits).rev() {
            let own = scores.get(code).map(|score| [weight * self.aggregate.term(*score), weight]);
            for place in 0..1 << pack.bits {
                let [numerator, denominator] = pack.adds[place];
                let [n, d] = own.unwrap_or([0.0; 2]);
                pack.adds[code << pack.bits | place] = [numerator + n, denominator + d];
                pack.answered[code << pack.bits | place] = pack.answered[place] + u8::from(own.is_some());
            }
        }
        pack.columns.push(PackedIndicator { answers, shift: pack.bits, mask: (1 << bits) - 1 });
        pack.bits += bits;
    }

    /// Numerator, denominator and, where more than one is needed, number of answers of each row. Ingest and store keep
    /// the charter's column types; a column of another type would count as unanswered.
    pub(super) fn add_up(
        &self,
        answers: &[Answers],
        from: usize,
        numerators: &mut [f64],
        denominators: &mut [f64],
        answered: &mut [u16],
        places: &mut [u16],
    ) {
        let len = numerators.len();
        answered.fill(0);
        for pack in &self.packs {
            places.fill(0);
            for column in &pack.columns {
                let Answers::Codes(codes) = &answers[column.answers] else { continue };
                for (place, &code) in places.iter_mut().zip(&codes[from..from + len]) {
                    *place |= (u16::from(code) & column.mask) << column.shift;
                }
            }
            let adds: &[[f64; 2]; 1 << PACK_BITS] = &pack.adds;
            for ((numerator, denominator), &place) in numerators.iter_mut().zip(&mut *denominators).zip(&*places) {
                let [n, d] = adds[usize::from(place) % adds.len()];
                *numerator += n;
                *denominator += d;
            }
            if self.min_answered > 1 {
                for (answered, &place) in answered.iter_mut().zip(&*places) {
                    *answered += u16::from(pack.answered[usize::from(place)]);
                }
            }
        }
        for number in &self.numbers {
            let Answers::Numbers(values) = &answers[number.answers] else { continue };
            let values = &values[from..from + len];
            match self.aggregate {
                Mean::Arithmetic => number.add_up(values, numerators, denominators, |score| score),
                other => number.add_up(values, numerators, denominators, |score| other.term(score)),
            }
            if self.min_answered > 1 {
                answered.iter_mut().zip(values).for_each(|(answered, value)| *answered += u16::from(!value.is_nan()));
            }
        }
    }
}

impl NumericIndicator {
    #[inline]
    fn add_up(&self, values: &[f64], numerators: &mut [f64], denominators: &mut [f64], term: impl Fn(f64) -> f64) {
        let Self { low, high, slope, start, weight, .. } = *self;
        for ((numerator, denominator), &value) in numerators.iter_mut().zip(denominators).zip(values) {
            let there = u64::from(!value.is_nan()).wrapping_neg();
            let score = start + (value.max(low).min(high) - low) * slope;
            *numerator += masked(weight * term(score), there);
            *denominator += masked(weight, there);
        }
    }
}
