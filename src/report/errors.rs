//! How far figures may lie from what they stand for: variances, which add up where figures are added up.

use crate::charter::{Charter, Class, Weights};
use crate::disclosure::{Loudness, Variances};
use crate::model::{MemberId, PublishedTable, Statistics, Status};

/// What the variance of a mean m follows from, v the variance of each of the weights in it, and x what that weight counts
/// for: Σv, Σv(x − m) and Σv(x − m)², with whatever else varies in the sum.
///
/// They merge without cancellation, and hold for persons of a survey, whose squared weights stand for v, as for cells with
/// noise on their weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    zeroth: f64,
    first: f64,
    second: f64,
}

impl Moments {
    /// Where nobody knows.
    pub(super) const UNKNOWN: Self = Self { zeroth: f64::NAN, first: f64::NAN, second: f64::NAN };

    /// Noise of variance `weight` on a weight that counts for x in the mean m, and of variance `sum` on the sum.
    fn noise(weight: f64, x: f64, mean: f64, sum: f64) -> Self {
        let shift = x - mean;
        Self { zeroth: weight, first: weight * shift, second: weight * shift * shift + sum }
    }

    /// The same about a mean that is smaller by so much.
    pub(super) fn shifted(self, by: f64) -> Self {
        let Self { zeroth, first, second } = self;
        Self { zeroth, first: first + by * zeroth, second: second + 2.0 * by * first + by * by * zeroth }
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self { zeroth: self.zeroth + other.zeroth, first: self.first + other.first, second: self.second + other.second }
    }

    /// Whatever varies in the sum, and no weight.
    #[cfg(test)]
    pub(super) fn of_mean(second: f64) -> Self {
        Self { second, ..Self::default() }
    }

    /// Variance of the sum of which the mean is made.
    pub(super) fn of_sum(self) -> f64 {
        self.second
    }
}

/// Variances of the figures of some rows: by noise and rounding, or by the sampling of a survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Errors {
    /// Of persons.
    pub persons: Vec<f64>,
    /// Of weights.
    pub weight: Vec<f64>,
    /// Of each mean, row by row: index, dimensions, shares.
    pub means: Vec<Vec<Moments>>,
}

/// The columns that hold means, each with that of its weight: index, dimensions, shares.
pub(super) fn means(statistics: Statistics) -> impl Iterator<Item = (usize, usize)> {
    let index = (Statistics::INDEX, Statistics::WEIGHT);
    let dimensions =
        (0..statistics.dimensions()).map(move |d| (statistics.dimension(d), statistics.dimension_weight(d)));
    let shares = (0..statistics.bands()).map(move |band| (statistics.share(band), Statistics::WEIGHT));
    [index].into_iter().chain(dimensions).chain(shares)
}

impl Errors {
    pub(super) fn empty(statistics: Statistics) -> Self {
        Self { means: means(statistics).map(|_| Vec::new()).collect(), ..Self::default() }
    }

    pub(super) fn push(&mut self, persons: f64, weight: f64, means: impl Iterator<Item = Moments>) {
        self.persons.push(persons);
        self.weight.push(weight);
        self.means.iter_mut().zip(means).for_each(|(known, mean)| known.push(mean));
    }

    /// Nobody knows them.
    pub(super) fn forget(&mut self, row: usize) {
        (self.persons[row], self.weight[row]) = (f64::NAN, f64::NAN);
        self.means.iter_mut().for_each(|mean| mean[row] = Moments::UNKNOWN);
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.persons.extend(other.persons);
        self.weight.extend(other.weight);
        self.means.iter_mut().zip(other.means).for_each(|(known, more)| known.extend(more));
    }

    /// Whether the errors of a row are those of sampling: there is no noise on its count.
    pub fn is_sampling(&self, row: usize) -> bool {
        self.persons[row] == 0.0
    }

    /// Standard error of a mean of this position in `means`, over people of this weight; NaN where nobody knows.
    pub fn of_mean(&self, mean: usize, row: usize, weight: f64) -> f64 {
        self.means[mean][row].second.sqrt() / weight
    }
}

/// Where the errors of a member's figures come from.
pub(super) enum Source {
    /// A register that is published as it is.
    Exact,
    /// A survey that is published as it is: its index has a sampling error, the others aren't known.
    Sampled,
    /// Noise of a size that the charter says.
    Noisy { loudness: Loudness, weighted: bool },
}

impl Source {
    /// Of what a member answered: the tables of the lattice, in its order.
    pub(super) fn of(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> Self {
        match charter.class {
            // Who counts for one alone was not drawn from others.
            Class::Public if charter.method.weights == Some(Weights::None) => Self::Exact,
            Class::Public => Self::Sampled,
            Class::Controlled | Class::Private => {
                let mean = mean_weight(tables);
                Self::Noisy { loudness: Loudness::new(charter, member, mean), weighted: mean.is_some() }
            }
        }
    }

    /// The errors of one of the tables.
    pub(super) fn errors(&self, charter: &Charter, table: usize, cells: &PublishedTable) -> Errors {
        let statistics = charter.statistics();
        let mut errors = Errors::empty(statistics);
        for (row, (key, status)) in cells.rows.iter().zip(&cells.status).enumerate() {
            let figure = |column: usize| cells.columns[column][row];
            match self {
                _ if *status == Status::Withheld => {
                    errors.push(f64::NAN, f64::NAN, means(statistics).map(|_| Moments::UNKNOWN));
                }
                Self::Exact => errors.push(0.0, 0.0, means(statistics).map(|_| Moments::default())),
                Self::Sampled => {
                    let [zeroth, first, second] = [0, 1, 2].map(|part| figure(statistics.spread(part)));
                    let index = Moments { zeroth, first, second };
                    let moments = |(column, _)| if column == Statistics::INDEX { index } else { Moments::UNKNOWN };
                    errors.push(0.0, f64::NAN, means(statistics).map(moments));
                }
                Self::Noisy { loudness, weighted } => {
                    let cell = Cell {
                        charter,
                        statistics,
                        weighted: *weighted,
                        noise: loudness.of(table, key.area),
                        figure: &figure,
                    };
                    let (persons, weight) = cell.counts();
                    errors.push(
                        persons,
                        weight,
                        means(statistics).map(|(column, weight)| cell.moments(column, weight)),
                    );
                }
            }
        }
        errors
    }
}

/// The mean weight of a member's people, as published; `None` where everybody counts 1.
fn mean_weight(tables: &[PublishedTable]) -> Option<f64> {
    let (mut persons, mut weight, mut differ) = (0.0, 0.0, false);
    for table in tables {
        let [own, weights] = [Statistics::PERSONS, Statistics::WEIGHT].map(|column| &table.columns[column]);
        for (one, other) in own.iter().zip(weights).filter(|(_, weight)| weight.is_finite()) {
            (persons, weight, differ) = (persons + one, weight + other, differ || one != other);
        }
    }
    (differ && persons > 0.0).then(|| weight / persons)
}

/// Steps of class `controlled`, to which counts, weights, scores and shares are rounded.
const COUNT: f64 = 5.0;
const WEIGHT: f64 = 100.0;
const SCORE: f64 = 0.1;

/// Variance of rounding to a step.
fn rounding(step: f64) -> f64 {
    step * step / 12.0
}

/// A published cell of class `controlled`.
struct Cell<'c> {
    charter: &'c Charter,
    statistics: Statistics,
    weighted: bool,
    noise: Variances,
    figure: &'c dyn Fn(usize) -> f64,
}

impl Cell<'_> {
    /// Variance of the noise on the weight over which means are taken: in a sample it follows from that of the persons.
    fn weight_noise(&self) -> f64 {
        let mean = (self.figure)(Statistics::WEIGHT) / (self.figure)(Statistics::PERSONS);
        match self.charter.rules.knowledge {
            _ if !self.weighted => self.noise.persons,
            crate::charter::Knowledge::Sample => self.noise.persons * mean * mean,
            crate::charter::Knowledge::Population => self.noise.weight,
        }
    }

    fn weight_step(&self) -> f64 {
        rounding(if self.weighted { WEIGHT } else { COUNT })
    }

    fn counts(&self) -> (f64, f64) {
        (self.noise.persons + rounding(COUNT), self.weight_noise() + self.weight_step())
    }

    /// The mean is (Σw(x − 50) + noise) / (Σw + noise) about 50, and is rounded; so is the weight with which it goes into
    /// sums. A share counts its band for 1 and all others for 0; the last one is what the others leave.
    fn moments(&self, column: usize, weight: usize) -> Moments {
        let [mean, weight] = [column, weight].map(self.figure);
        let bands = self.statistics.bands();
        let share = (0..bands).find(|band| self.statistics.share(*band) == column);
        let (counts_for, sum, step) = match share {
            None if column == Statistics::INDEX => (50.0, self.noise.index(&self.charter.method), SCORE),
            None => (50.0, self.noise.sum, SCORE),
            Some(band) => {
                let last = band + 1 == bands;
                let others = if last { (bands - 1) as f64 } else { 1.0 };
                (f64::from(u8::from(last)), others * self.noise.band, (self.figure)(self.statistics.share_step()))
            }
        };
        let sum = sum + weight * weight * rounding(step);
        let noise = Moments::noise(self.weight_noise(), counts_for, mean, sum);
        noise.and(Moments::noise(self.weight_step(), mean, mean, 0.0))
    }
}
