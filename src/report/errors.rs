//! Sums → figures that people read, and how far each may be off.

use crate::charter::{Charter, Class};
use crate::model::Statistics;

/// Which figures a row of a published table has, and in which column each stands.
///
/// *Shape:* `persons, weight, index, <means of dimensions>, <shares of bands>`.
/// *Units:* scores 0–100; shares 0–1; weights as in the data. A figure that doesn't exist is NaN.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Dimensions of the index.
    pub dimensions: usize,
    /// Bands into which it is cut.
    pub bands: usize,
}

impl Shown {
    /// Number of scored persons, unweighted.
    pub const PERSONS: usize = 0;
    /// Sum of the clipped weights.
    pub const WEIGHT: usize = 1;
    /// Weighted mean of the index.
    pub const INDEX: usize = 2;

    /// Weighted mean of a dimension, over the persons who have it.
    pub fn dimension(self, dimension: usize) -> usize {
        3 + dimension
    }

    /// Weighted share of persons whose index lies in a band.
    pub fn share(self, band: usize) -> usize {
        3 + self.dimensions + band
    }

    /// Number of columns.
    pub fn width(self) -> usize {
        self.share(self.bands)
    }
}

/// Half of an interval that holds in 95 of 100 cases, in standard errors.
pub(super) const NORMAL_95: f64 = 1.959_963_984_540_054;

/// How the sums of one charter become figures.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The sums.
    pub statistics: Statistics,
    /// The figures.
    pub shown: Shown,
    /// Share of each dimension in the index, where it follows from them.
    weights: Vec<f64>,
    class: Class,
}

/// A sum over a number of people, and the variances of both.
#[derive(Clone, Copy, Debug)]
struct Ratio {
    sum: f64,
    of: f64,
    sum_variance: f64,
    of_variance: f64,
}

impl Ratio {
    fn value(self) -> f64 {
        self.sum / self.of
    }

    /// By the first order of both errors, which are independent.
    fn error(self) -> f64 {
        (self.sum_variance + self.value().powi(2) * self.of_variance).sqrt() / self.of
    }

    /// Whether the number of people is so small beside its error that nothing can be said.
    fn is_nothing(self) -> bool {
        self.of <= 2.0 * self.of_variance.sqrt() && self.of_variance > 0.0 || self.of.is_nan() || self.of <= 0.0
    }

    /// Between which the true ratio lies in 95 of 100 cases, whatever it is.
    ///
    /// *Source:* E. Fieller, Some Problems in Interval Estimation, 1954.
    fn interval(self) -> [f64; 2] {
        let Self { sum, of, sum_variance, of_variance } = self;
        let z = NORMAL_95 * NORMAL_95;
        let certain = of * of - z * of_variance;
        if self.is_nothing() || certain <= 0.0 {
            return [f64::NEG_INFINITY, f64::INFINITY];
        }
        let half = (sum * sum * of * of - certain * (sum * sum - z * sum_variance)).max(0.0).sqrt() / certain;
        [-half, half].map(|off| of * sum / certain + off)
    }
}

/// Figures of one row.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// By column of [`Shown`].
    pub figures: Vec<f64>,
    /// Standard errors, likewise; NaN where nobody knows.
    pub errors: Vec<f64>,
    /// Ends of the intervals of index and dimensions, however far off the scale.
    pub ends: Vec<[f64; 2]>,
}

impl Reading {
    /// Of a charter.
    pub fn new(charter: &Charter) -> Self {
        let (statistics, method) = (charter.statistics(), &charter.method);
        let total: f64 = method.dimensions.iter().map(|dimension| dimension.weight).sum();
        Self {
            statistics,
            shown: Shown { dimensions: statistics.dimensions, bands: statistics.bands },
            weights: method.dimensions.iter().map(|dimension| dimension.weight / total).collect(),
            class: charter.class,
        }
    }

    /// Whether errors are those of noise.
    pub(super) fn is_noisy(&self) -> bool {
        self.class != Class::Public
    }

    /// What each column counts for in the sum of the index.
    pub(super) fn index_factors(&self) -> Vec<f64> {
        let mut factors = vec![0.0; self.statistics.width()];
        match self.statistics.index() {
            Some(column) => factors[column] = 1.0,
            None => {
                self.weights.iter().enumerate().for_each(|(d, share)| factors[self.statistics.dimension(d)] = *share);
            }
        }
        factors
    }

    /// Standard error of the index of a row of sums, whose columns have these variances; NaN where nobody knows.
    pub fn index_error(&self, sums: &[f64], variances: &[f64]) -> f64 {
        self.read(sums, variances).errors[Shown::INDEX]
    }

    /// Figures of a row of sums, whose columns have these variances.
    pub(super) fn read(&self, sums: &[f64], variances: &[f64]) -> Read {
        let Self { statistics, shown, .. } = self;
        let of = |factors: &dyn Fn(usize) -> f64, weight: usize| {
            let used = || (0..sums.len()).filter(|&column| factors(column) != 0.0);
            Ratio {
                sum: used().map(|column| factors(column) * sums[column]).sum(),
                of: sums[weight],
                sum_variance: used().map(|column| factors(column).powi(2) * variances[column]).sum(),
                of_variance: variances[weight],
            }
        };
        let one = |column: usize, weight| of(&|other| f64::from(u8::from(other == column)), weight);
        let factors = self.index_factors();
        let index = of(&|column| factors[column], Statistics::WEIGHT);
        let dimensions = (0..statistics.dimensions)
            .map(|d| one(statistics.dimension(d), statistics.dimension_weight(d)))
            .collect::<Vec<_>>();
        let means = || [index].into_iter().chain(dimensions.iter().copied());
        let mut read =
            Read { figures: vec![f64::NAN; shown.width()], errors: vec![f64::NAN; shown.width()], ends: Vec::new() };
        for (shown, column) in [(Shown::PERSONS, Statistics::PERSONS), (Shown::WEIGHT, Statistics::WEIGHT)] {
            (read.figures[shown], read.errors[shown]) = (sums[column], variances[column].sqrt());
        }
        for (place, ratio) in (Shown::INDEX..).zip(means()) {
            if !ratio.is_nothing() {
                let mean = 50.0 + ratio.value();
                // Only noise leads beyond the ends of the scale; else it is the last digit of a sum.
                read.figures[place] = if self.is_noisy() { mean } else { mean.clamp(0.0, 100.0) };
                read.errors[place] = ratio.error();
            }
        }
        if statistics.spread && read.errors[Shown::INDEX].is_nan() {
            // A survey: the spread of its people says how far the mean may be off.
            read.errors[Shown::INDEX] = sums[statistics.spread(2)].sqrt() / sums[Statistics::WEIGHT];
        }
        let bands = statistics.bands as f64;
        for band in 0..statistics.bands {
            let place = shown.share(band);
            if statistics.contrasts() == 0 {
                if !index.is_nothing() {
                    (read.figures[place], read.errors[place]) = (1.0, 0.0);
                }
                continue;
            }
            let ratio = one(statistics.contrast(band), Statistics::WEIGHT);
            if !ratio.is_nothing() {
                (read.figures[place], read.errors[place]) = ((1.0 + ratio.value()) / bands, ratio.error() / bands);
            }
        }
        read.ends = match self.is_noisy() {
            true => means().map(|ratio| ratio.interval().map(|end| 50.0 + end)).collect(),
            false => (Shown::INDEX..Shown::INDEX + 1 + statistics.dimensions)
                .map(|place| [-1.0, 1.0].map(|side| read.figures[place] + side * NORMAL_95 * read.errors[place]))
                .collect(),
        };
        read
    }
}
