use crate::charter::{Dimension, Indicator, Mean, Method, MissingDimension, Scale, Worse};
use crate::model::Answers;

/// Rows that are scored together: small enough to stay in the first-level cache.
pub const BLOCK: usize = 256;

/// A score in fixed point: 0–100 with 36 binary digits behind the point, so that rounding stays below 1e-11.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Score(pub u64);

impl Score {
    /// Binary digits behind the point.
    pub const FRACTION_BITS: u32 = 36;
    const ONE: f64 = (1_u64 << Self::FRACTION_BITS) as f64;
    /// Adding 2^52 leaves the nearest whole number in the lowest bits of the float.
    const ROUNDER: f64 = (1_u64 << 52) as f64;

    /// The nearest fixed-point number; `score` lies in 0..=100.
    #[inline]
    pub fn nearest(score: f64) -> Self {
        Self((score * Self::ONE + Self::ROUNDER).to_bits() - Self::ROUNDER.to_bits())
    }
}

/// A method made ready to score blocks of rows.
pub struct Scorer {
    dimensions: Vec<Part>,
    /// Weight of each dimension in the index.
    weights: Vec<f64>,
    aggregate: Mean,
    missing: MissingDimension,
}

/// One dimension: what its indicators add to numerator and denominator, and the mean that they make.
struct Part {
    packs: Vec<Pack>,
    numbers: Vec<Number>,
    aggregate: Mean,
    min_answered: u16,
}

/// Indicators with few codes, looked up together: their bits side by side are the place in one table.
struct Pack {
    columns: Vec<Column>,
    bits: u32,
    /// Numerator and denominator by place.
    adds: Box<[[f64; 2]; 1 << PACK_BITS]>,
    /// How many are answered, by place.
    answered: Vec<u8>,
}

/// One indicator of a pack. All its bits set stand for a missing answer, as they do in [`Answers::MISSING`].
struct Column {
    answers: usize,
    shift: u32,
    mask: u16,
}

/// Bits that one table is looked up by, at most: it then stays in the first-level cache.
const PACK_BITS: u32 = 10;

/// An indicator whose answers are numbers.
struct Number {
    answers: usize,
    low: f64,
    high: f64,
    /// Points per unit; negative where low values are worse.
    slope: f64,
    /// Score of the lower bound.
    start: f64,
    weight: f64,
}

/// Scores of one block. A value that isn't there is 0 and has its mask at 0; masks are otherwise all ones.
pub struct Scores {
    /// Index of each person, [`Score`] in fixed point.
    pub index: Vec<u64>,
    /// Whether the person is scored.
    pub scored: Vec<u64>,
    /// Dimension scores, one vector per dimension.
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
    /// Room for one block of a method with so many dimensions.
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
            Part::new(own, dimension)
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

    /// Scores the rows `from..from + len` of the answers, `len` at most [`BLOCK`]. Loops are written so that they become
    /// vector instructions: no branch inside, what isn't there is computed from 1/1 and masked away.
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

/// All ones where `holds`.
fn mask<T: Copy>(values: &[T], masks: &mut [u64], holds: impl Fn(T) -> bool) {
    for (mask, value) in masks.iter_mut().zip(values) {
        *mask = u64::from(holds(*value)).wrapping_neg();
    }
}

/// `number` where the mask is, else 0.
fn masked(number: f64, mask: u64) -> f64 {
    f64::from_bits(number.to_bits() & mask)
}

/// Means in fixed point; 0 where the mask is.
fn fix(means: &[f64], masks: &[u64], fixed: &mut [u64]) {
    for ((fixed, mean), mask) in fixed.iter_mut().zip(means).zip(masks) {
        *fixed = Score::nearest(*mean).0 & mask;
    }
}

impl Part {
    fn new<'m>(indicators: impl Iterator<Item = (usize, &'m Indicator)>, dimension: &Dimension) -> Self {
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
                    part.numbers.push(Number { answers, low, high, slope, start, weight });
                }
            }
        }
        part
    }

    /// Puts an indicator into a pack with room for it. `scores` are by code.
    fn pack(&mut self, answers: usize, weight: f64, scores: &[f64]) {
        let bits = (1..=8).find(|bits| scores.len() < 1 << bits).unwrap_or(8);
        if self.packs.last().is_none_or(|pack| pack.bits + bits > PACK_BITS) {
            let (adds, answered) = (Box::new([[0.0; 2]; 1 << PACK_BITS]), vec![0; 1 << PACK_BITS]);
            self.packs.push(Pack { columns: Vec::new(), bits: 0, adds, answered });
        }
        let Some(pack) = self.packs.last_mut() else { return };
        // From the last code down, as code 0 takes the places that the others start from.
        for code in (0..1 << bits).rev() {
            let own = scores.get(code).map(|score| [weight * self.aggregate.term(*score), weight]);
            for place in 0..1 << pack.bits {
                let [numerator, denominator] = pack.adds[place];
                let [n, d] = own.unwrap_or([0.0; 2]);
                pack.adds[code << pack.bits | place] = [numerator + n, denominator + d];
                pack.answered[code << pack.bits | place] = pack.answered[place] + u8::from(own.is_some());
            }
        }
        pack.columns.push(Column { answers, shift: pack.bits, mask: (1 << bits) - 1 });
        pack.bits += bits;
    }

    /// Numerator, denominator and, where more than one is needed, number of answers of each row. Ingest and store keep the
    /// charter's column types; a column of another type would count as not answered.
    fn add_up(
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

impl Number {
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

impl Mean {
    /// What a score adds to the numerator, before its weight. Logarithms come from a portable library, so that two
    /// machines agree to the last digit.
    #[inline]
    fn term(self, score: f64) -> f64 {
        match self {
            Self::Arithmetic => score,
            Self::Geometric => libm::log(score.max(1.0)),
            Self::Harmonic => 1.0 / score.max(1.0),
        }
    }

    /// Weighted sums of terms become means from 0 to 100; rounding may have led a hair beyond.
    fn finish(self, numerators: &mut [f64], denominators: &[f64], masks: &[u64]) {
        match self {
            Self::Arithmetic => each_mean(numerators, denominators, masks, |n, d| n / d),
            Self::Geometric => each_mean(numerators, denominators, masks, |n, d| libm::exp(n / d)),
            Self::Harmonic => each_mean(numerators, denominators, masks, |n, d| d / n),
        }
    }

    /// Adds a dimension's scores to the index where they are there.
    fn add_terms(self, scores: &[f64], weight: f64, masks: &[u64], totals: &mut [f64], weights: &mut [f64]) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Bilingual;

    fn method(aggregate: Mean, missing: MissingDimension, min_answered: u32) -> Method {
        let dimension = |id: &str, weight| Dimension {
            id: id.into(),
            label: Bilingual::default(),
            weight,
            aggregate,
            min_answered,
        };
        let indicator = |id: &str, dimension, scale, weight| Indicator {
            id: id.into(),
            label: Bilingual::default(),
            dimension,
            scale,
            weight,
        };
        Method {
            id: "m".into(),
            version: 1,
            aggregate,
            missing_dimension: missing,
            weights: None,
            weight_cap: None,
            notes: None,
            dimensions: vec![dimension("a", 1.0), dimension("b", 3.0)],
            indicators: vec![
                indicator("yes", 0, Scale::YesNo { worse: false }, 1.0),
                indicator("steps", 0, Scale::Ordered { steps: 5, worse: Worse::Lower }, 2.0),
                indicator("number", 1, Scale::Number { low: 10.0, high: 20.0, worse: Worse::Higher }, 1.0),
            ],
            bands: Vec::new(),
        }
    }

    /// Scores one row; `None` where there is none.
    fn one(method: &Method, yes: u8, steps: u8, number: f64) -> (Option<f64>, Vec<Option<f64>>) {
        let answers = [Answers::Codes(vec![yes]), Answers::Codes(vec![steps]), Answers::Numbers(vec![number])];
        let mut scores = Scores::new(2);
        Scorer::new(method).score(&answers, 0, 1, &mut scores);
        let value = |mask: u64, score: u64| (mask != 0).then(|| score as f64 / Score::ONE);
        let dimensions = (0..2).map(|d| value(scores.present[d][0], scores.dimensions[d][0])).collect();
        (value(scores.scored[0], scores.index[0]), dimensions)
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-10)
    }

    #[test]
    fn scores_follow_the_written_definitions() {
        let arithmetic = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 1);
        // yes is best: 0; step 2 of 5, lower is worse: 75; number 12.5 of 10..20: 25.
        let (index, dimensions) = one(&arithmetic, 1, 2, 12.5);
        assert!(close(dimensions[0], 50.0) && close(dimensions[1], 25.0) && close(index, (50.0 + 75.0) / 4.0));
        let (_, dimensions) = one(&arithmetic, 0, 255, 99.0);
        assert!(close(dimensions[0], 100.0) && close(dimensions[1], 100.0));
        let geometric = method(Mean::Geometric, MissingDimension::LeaveOutPerson, 1);
        let (index, dimensions) = one(&geometric, 1, 2, 12.5);
        let a = (2.0 * 75_f64.ln() / 3.0).exp();
        assert!(close(dimensions[0], a) && close(index, ((a.ln() + 3.0 * 25_f64.ln()) / 4.0).exp()));
        let harmonic = method(Mean::Harmonic, MissingDimension::LeaveOutPerson, 1);
        let (_, dimensions) = one(&harmonic, 1, 2, 12.5);
        assert!(close(dimensions[0], 3.0 / (1.0 + 2.0 / 75.0)));
    }

    #[test]
    fn a_person_without_a_dimension_is_left_out_or_averaged_as_declared() {
        let leave = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 2);
        assert_eq!(one(&leave, 1, 255, 12.0), (None, vec![None, None]));
        let average = method(Mean::Arithmetic, MissingDimension::AverageOfAnswered, 1);
        let (index, dimensions) = one(&average, 255, 255, 15.0);
        assert!(dimensions[0].is_none() && close(dimensions[1], 50.0) && close(index, 50.0));
        assert_eq!(one(&average, 255, 255, f64::NAN), (None, vec![None, None]));
    }

    #[test]
    fn hundreds_of_answers_are_counted() {
        let mut method = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 300);
        method.dimensions.truncate(1);
        method.indicators.truncate(1);
        method.indicators = vec![method.indicators.remove(0); 300];
        let scorer = Scorer::new(&method);
        for (missing, scored) in [(0, u64::MAX), (1, 0)] {
            let answers: Vec<Answers> =
                (0..300).map(|i| Answers::Codes(vec![if i < missing { Answers::MISSING } else { 1 }])).collect();
            let mut scores = Scores::new(1);
            scorer.score(&answers, 0, 1, &mut scores);
            assert_eq!(scores.scored[0], scored);
        }
    }
}
