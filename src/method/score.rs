use crate::charter::{Dimension, Indicator, Mean, Method, MissingDimension, Scale, Worse};
use crate::model::Answers;

/// Rows that are scored together: small enough to stay in the first-level cache.
pub const BLOCK: usize = 1024;

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

/// One dimension: which indicators it takes, and the mean of their scores.
struct Part {
    indicators: Vec<(usize, Item)>,
    aggregate: Mean,
    min_answered: u32,
}

/// What one answer adds to numerator and denominator of its dimension's mean.
enum Item {
    /// By code; a missing answer adds nothing.
    Codes(Box<[[f64; 2]; 256]>),
    Number {
        low: f64,
        high: f64,
        worse: Worse,
        weight: f64,
    },
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
    sums: Vec<[f64; 2]>,
    answered: Vec<u32>,
    index_sums: Vec<[f64; 2]>,
    complete: Vec<u64>,
}

impl Scores {
    /// Room for one block of a method with so many dimensions.
    pub fn new(dimensions: usize) -> Self {
        Self {
            index: vec![0; BLOCK],
            scored: vec![0; BLOCK],
            dimensions: vec![vec![0; BLOCK]; dimensions],
            present: vec![vec![0; BLOCK]; dimensions],
            sums: vec![[0.0; 2]; BLOCK],
            answered: vec![0; BLOCK],
            index_sums: vec![[0.0; 2]; BLOCK],
            complete: vec![0; BLOCK],
        }
    }
}

impl Scorer {
    /// Prepares a method.
    pub fn new(method: &Method) -> Self {
        let part = |(i, dimension): (usize, &Dimension)| Part {
            indicators: method
                .indicators
                .iter()
                .enumerate()
                .filter(|(_, indicator)| indicator.dimension == i)
                .map(|(column, indicator)| (column, Item::new(indicator, dimension.aggregate)))
                .collect(),
            aggregate: dimension.aggregate,
            min_answered: dimension.min_answered,
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

    /// Scores the rows `from..from + len` of the answers, `len` at most [`BLOCK`].
    pub fn score(&self, answers: &[Answers], from: usize, len: usize, out: &mut Scores) {
        let Scores { index, scored, dimensions, present, sums, answered, index_sums, complete } = out;
        let (sums, answered, index_sums) = (&mut sums[..len], &mut answered[..len], &mut index_sums[..len]);
        let (index, scored, complete) = (&mut index[..len], &mut scored[..len], &mut complete[..len]);
        index_sums.fill([0.0; 2]);
        complete.fill(u64::MAX);
        for (d, part) in self.dimensions.iter().enumerate() {
            part.add_up(answers, from, sums, answered);
            let (values, present) = (&mut dimensions[d][..len], &mut present[d][..len]);
            let weight = self.weights[d];
            let rows = sums.iter().zip(answered.iter()).zip(values.iter_mut().zip(present.iter_mut()));
            for (((sums, answered), (value, present)), (total, complete)) in
                rows.zip(index_sums.iter_mut().zip(complete.iter_mut()))
            {
                let there = *answered >= part.min_answered;
                // A score that isn't there is computed from 0/1 and masked away: no branch, no NaN.
                let [numerator, denominator] = if there { *sums } else { [0.0, 1.0] };
                let score = part.aggregate.finish(numerator, denominator).clamp(0.0, 100.0);
                *present = u64::from(there).wrapping_neg();
                *value = Score::nearest(score).0 & *present;
                *complete &= *present;
                if there {
                    total[0] += weight * self.aggregate.term(score);
                    total[1] += weight;
                }
            }
        }
        for ((index, scored), (total, complete)) in
            index.iter_mut().zip(scored.iter_mut()).zip(index_sums.iter().zip(complete.iter()))
        {
            let there = match self.missing {
                MissingDimension::LeaveOutPerson => *complete,
                MissingDimension::AverageOfAnswered => u64::from(total[1] > 0.0).wrapping_neg(),
            };
            let [numerator, denominator] = if there == 0 { [0.0, 1.0] } else { *total };
            *index = Score::nearest(self.aggregate.finish(numerator, denominator).clamp(0.0, 100.0)).0 & there;
            *scored = there;
        }
        if self.missing == MissingDimension::LeaveOutPerson {
            for (values, present) in dimensions.iter_mut().zip(present) {
                for ((value, present), complete) in
                    values[..len].iter_mut().zip(&mut present[..len]).zip(complete.iter())
                {
                    *value &= complete;
                    *present &= complete;
                }
            }
        }
    }
}

impl Part {
    /// Numerator, denominator and number of answered indicators of each row.
    fn add_up(&self, answers: &[Answers], from: usize, sums: &mut [[f64; 2]], answered: &mut [u32]) {
        sums.fill([0.0; 2]);
        answered.fill(0);
        for (column, item) in &self.indicators {
            match (item, &answers[*column]) {
                (Item::Codes(adds), Answers::Codes(codes)) => {
                    for ((sum, answered), &code) in sums.iter_mut().zip(answered.iter_mut()).zip(&codes[from..]) {
                        let [numerator, denominator] = adds[usize::from(code)];
                        sum[0] += numerator;
                        sum[1] += denominator;
                        *answered += u32::from(code != Answers::MISSING);
                    }
                }
                (Item::Number { low, high, worse, weight }, Answers::Numbers(numbers)) => {
                    let (low, high, weight, worse) = (*low, *high, *weight, *worse);
                    for ((sum, answered), &number) in sums.iter_mut().zip(answered.iter_mut()).zip(&numbers[from..]) {
                        if !number.is_nan() {
                            sum[0] += weight * self.aggregate.term(bounded(number, low, high, worse));
                            sum[1] += weight;
                            *answered += 1;
                        }
                    }
                }
                #[expect(clippy::unreachable, reason = "a table of the wrong type never gets here")]
                _ => unreachable!("ingest and store keep the charter's column types"),
            }
        }
    }
}

impl Item {
    fn new(indicator: &Indicator, aggregate: Mean) -> Self {
        let weight = indicator.weight;
        let adds = |score: f64| [weight * aggregate.term(score), weight];
        let mut codes = Box::new([[0.0; 2]; 256]);
        match indicator.scale {
            Scale::YesNo { worse } => {
                codes[0] = adds(if worse { 0.0 } else { 100.0 });
                codes[1] = adds(if worse { 100.0 } else { 0.0 });
            }
            Scale::Ordered { steps, worse } => {
                for step in 1..=steps {
                    let from_best = if worse == Worse::Higher { step - 1 } else { steps - step };
                    codes[step as usize] = adds(100.0 * f64::from(from_best) / f64::from(steps - 1));
                }
            }
            Scale::Number { low, high, worse } => return Self::Number { low, high, worse, weight },
        }
        Self::Codes(codes)
    }
}

#[inline]
fn bounded(number: f64, low: f64, high: f64, worse: Worse) -> f64 {
    let score = 100.0 * (number.clamp(low, high) - low) / (high - low);
    if worse == Worse::Higher { score } else { 100.0 - score }
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

    /// The mean, from the weighted sum of terms and the sum of weights.
    #[inline]
    fn finish(self, numerator: f64, denominator: f64) -> f64 {
        match self {
            Self::Arithmetic => numerator / denominator,
            Self::Geometric => libm::exp(numerator / denominator),
            Self::Harmonic => denominator / numerator,
        }
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
}
