//! Sums → figures for people, and their errors.

use crate::charter::{Charter, Class};
use crate::disclosure::Covariance;
use crate::disclosure::private::precision::{OFF_EQUAL, OFF_MIDDLE, foreseen};
use crate::model::FigureColumns;

/// Figures of a row of a published table, and the column of each.
///
/// *Shape:* `persons, weight, index, <means of dimensions>, <shares of bands>`.
/// *Units:* scores 0–100; shares 0–1; weights as in the data. A figure that doesn't exist is NaN.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shown {
    /// Number of dimensions of the index.
    pub dimensions: usize,
    /// Number of bands of the index.
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

    /// Upper end of the scale of the index, a dimension or a share.
    pub(super) fn top(self, column: usize) -> f64 {
        if column < self.share(0) { 100.0 } else { 1.0 }
    }

    /// Number of columns.
    pub fn width(self) -> usize {
        self.share(self.bands)
    }
}

/// Half-width of an interval that holds the true figure in 95 of 100 cases, in standard errors.
pub(super) const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Rules by which the sums of one charter become figures.
///
/// *Shape:* a row of sums by column of `statistics` becomes one of figures by column of `shown`. *Units:* sums of weights and
/// of points by weight; figures as in [`Shown`].
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Columns of the sums.
    pub statistics: FigureColumns,
    /// Columns of the figures.
    pub shown: Shown,
    /// Share of each dimension in the index, where it follows from them.
    weights: Vec<f64>,
    class: Class,
}

/// A sum over a number of people, the variances of both, and their covariance.
#[derive(Clone, Copy, Debug)]
struct Ratio {
    sum: f64,
    of: f64,
    sum_variance: f64,
    of_variance: f64,
    covariance: f64,
}

impl Ratio {
    fn value(self) -> f64 {
        self.sum / self.of
    }

    /// Standard error, to the first order of both errors.
    fn error(self) -> f64 {
        let value = self.value();
        let square = self.sum_variance - 2.0 * value * self.covariance + value.powi(2) * self.of_variance;
        root(square) / self.of
    }

    /// Whether the number of people is so small beside its error that the ratio has no meaning.
    fn is_nothing(self) -> bool {
        self.of <= 2.0 * self.of_variance.sqrt() && self.of_variance > 0.0 || self.of.is_nan() || self.of <= 0.0
    }

    /// Interval that holds the true ratio in 95 of 100 cases, whatever it is.
    ///
    /// *Source:* E. Fieller, Some Problems in Interval Estimation, 1954.
    fn interval(self) -> [f64; 2] {
        let Self { sum, of, sum_variance, of_variance, covariance } = self;
        let z = NORMAL_95 * NORMAL_95;
        let certain = of * of - z * of_variance;
        if self.is_nothing() || certain <= 0.0 {
            return [f64::NEG_INFINITY, f64::INFINITY];
        }
        let both = sum * of - z * covariance;
        let half = (both * both - certain * (sum * sum - z * sum_variance)).max(0.0).sqrt() / certain;
        [-half, half].map(|off| both / certain + off)
    }
}

/// A figure that is a ratio, moved and divided: a mean is 50 + r, a share of B bands (1 + r)/B.
#[derive(Clone, Copy, Debug)]
struct ScaledRatio {
    ratio: Ratio,
    middle: f64,
    parts: f64,
    /// Distance from the middle that is assumed without looking at the figure.
    off: f64,
}

impl ScaledRatio {
    fn at(self, ratio: f64) -> f64 {
        (self.middle + ratio) / self.parts
    }

    fn error(self) -> f64 {
        self.ratio.error() / self.parts
    }

    /// Error at some points off the middle, on either side of it: from the number of people and public variances alone.
    fn foreseen_error(self) -> f64 {
        let Ratio { of, sum_variance, of_variance, .. } = self.ratio;
        if self.ratio.is_nothing() {
            f64::INFINITY
        } else {
            foreseen(sum_variance, of_variance, self.off) / of / self.parts
        }
    }
}

/// Root of a variance: terms that cancel may leave a last digit below 0.
fn root(variance: f64) -> f64 {
    if variance < 0.0 { 0.0 } else { variance.sqrt() }
}

/// Figures of one row. *Shape:* one figure and one error for each column. *Units:* those of [`Shown`].
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// Figures by column of [`Shown`].
    pub figures: Vec<f64>,
    /// Standard errors, by column of [`Shown`]; NaN where unknown.
    pub errors: Vec<f64>,
}

impl Reading {
    /// Rules of a charter.
    pub fn new(charter: &Charter) -> Self {
        let (statistics, method) = (charter.statistics(), &charter.method);
        let total: f64 = method.dimensions.iter().map(|dimension| dimension.weight).sum();
        Self {
            statistics,
            shown: Shown { dimensions: statistics.dimensions, bands: statistics.bands },
            weights: method.dimensions.iter().map(|dimension| dimension.weight / total).collect(),
            class: charter.class(),
        }
    }

    /// Whether errors are those of noise.
    pub(super) fn is_noisy(&self) -> bool {
        self.class != Class::Public
    }

    /// Weight of each column in the sum of the index.
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

    /// Error that decides whether the index of a row, a dimension or a share is marked as unsure. Where errors are
    /// those of noise, it is the one expected beforehand, from the noisy count and public variances: a selection of
    /// figures by their own apparent errors would select those that noise made look sure.
    pub fn marking_error(&self, column: usize, sums: &[f64], covariance: &Covariance) -> f64 {
        if !self.is_noisy() {
            return self.read(sums, covariance).errors[column];
        }
        self.score(column, sums, covariance).map_or(0.0, ScaledRatio::foreseen_error)
    }

    /// Ends of the interval that holds a mean or a share in 95 of 100 cases, possibly beyond its scale.
    pub(super) fn ends(&self, column: usize, sums: &[f64], covariance: &Covariance) -> [f64; 2] {
        let score = self.score(column, sums, covariance);
        score.map_or([1.0; 2], |score| score.ratio.interval().map(|end| score.at(end)))
    }

    /// Numerator and denominator of a mean or a share; `None` for the share of a single band, which is exact.
    fn score(&self, column: usize, sums: &[f64], covariance: &Covariance) -> Option<ScaledRatio> {
        let Self { statistics, shown, .. } = self;
        let one = |column: usize, weight: usize| Ratio {
            sum: sums[column],
            of: sums[weight],
            sum_variance: covariance.between(column, column),
            of_variance: covariance.between(weight, weight),
            covariance: covariance.between(column, weight),
        };
        let mean = |ratio: Ratio| Some(ScaledRatio { ratio, middle: 50.0, parts: 1.0, off: OFF_MIDDLE });
        if column == Shown::INDEX {
            let factors = self.index_factors();
            let used = || (0..sums.len()).filter(|&column| factors[column] != 0.0);
            let sum_of = |b: usize| used().map(|a| factors[a] * covariance.between(a, b)).sum::<f64>();
            return mean(Ratio {
                sum: used().map(|column| factors[column] * sums[column]).sum(),
                sum_variance: used().map(|b| factors[b] * sum_of(b)).sum(),
                covariance: sum_of(FigureColumns::WEIGHT),
                ..one(FigureColumns::WEIGHT, FigureColumns::WEIGHT)
            });
        }
        match column.checked_sub(shown.share(0)) {
            None => {
                let dimension = column - shown.dimension(0);
                mean(one(statistics.dimension(dimension), statistics.dimension_weight(dimension)))
            }
            Some(_) if statistics.contrasts() == 0 => None,
            Some(band) => {
                let bands = statistics.bands as f64;
                let ratio = one(statistics.contrast(band), FigureColumns::WEIGHT);
                Some(ScaledRatio { ratio, middle: 1.0, parts: bands, off: bands * OFF_EQUAL / 100.0 })
            }
        }
    }

    /// Figures of a row of sums.
    pub(super) fn read(&self, sums: &[f64], covariance: &Covariance) -> Read {
        let Self { statistics, shown, .. } = self;
        let mut read = Read { figures: vec![f64::NAN; shown.width()], errors: vec![f64::NAN; shown.width()] };
        for (shown, column) in [(Shown::PERSONS, FigureColumns::PERSONS), (Shown::WEIGHT, FigureColumns::WEIGHT)] {
            (read.figures[shown], read.errors[shown]) = (sums[column], root(covariance.between(column, column)));
        }
        for place in Shown::INDEX..shown.width() {
            match self.score(place, sums, covariance) {
                Some(score) if !score.ratio.is_nothing() => {
                    let figure = score.at(score.ratio.value());
                    // Only noise leads beyond the ends of the scale; otherwise it is the last digit of a sum.
                    let exact = !self.is_noisy() && place < shown.share(0);
                    read.figures[place] = if exact { figure.clamp(0.0, 100.0) } else { figure };
                    read.errors[place] = score.error();
                }
                // All people are in the only band, if there are any.
                None if !read.figures[Shown::INDEX].is_nan() => (read.figures[place], read.errors[place]) = (1.0, 0.0),
                _ => {}
            }
        }
        if statistics.spread && read.errors[Shown::INDEX].is_nan() {
            // A survey: the error of the mean follows from the spread of its people.
            read.errors[Shown::INDEX] = sums[statistics.spread(2)].sqrt() / sums[FigureColumns::WEIGHT];
        }
        read
    }
}
