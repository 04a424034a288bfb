//! Columns that are measured of every cell, and their shares of the budget.

use super::quantity::{Units, rounded, rounded_product};
use crate::charter::{Method, MissingDimension, Workload};
use crate::cube::{SumColumns, WEIGHT_BITS};
use crate::disclosure::about_fifty;

/// One column of a measurement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Measure {
    /// Weighted count of people.
    Weight,
    /// Bands × the people of a band, less all people.
    Contrast(usize),
    /// Sum of index − 50, where it doesn't follow from the dimensions.
    Index,
    /// Sum of score − 50 of a dimension.
    Dimension(usize),
    /// Weighted count of people who have a dimension, where some may lack one.
    DimensionWeight(usize),
}

/// Columns whose noise has one size.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Family {
    Weight,
    Contrasts,
    Index,
    Dimensions,
    DimensionWeights,
}

impl Family {
    /// Word in a plan.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Weight => "people",
            Self::Contrasts => "bands",
            Self::Index => "index",
            Self::Dimensions => "dimensions",
            Self::DimensionWeights => "answered",
        }
    }
}

impl Measure {
    pub(super) fn family(self) -> Family {
        match self {
            Self::Weight => Family::Weight,
            Self::Contrast(_) => Family::Contrasts,
            Self::Index => Family::Index,
            Self::Dimension(_) => Family::Dimensions,
            Self::DimensionWeight(_) => Family::DimensionWeights,
        }
    }

    /// Size of one unit of the column.
    pub(super) fn unit(self, units: Units) -> f64 {
        match self {
            Self::Weight | Self::Contrast(_) | Self::DimensionWeight(_) => 1.0 / f64::from(units.weight),
            Self::Index | Self::Dimension(_) => 1.0 / f64::from(units.point),
        }
    }

    /// Column of a cell in units, rounded; of bands each by itself.
    pub(super) fn count(self, units: Units, sums: &[u128], layout: SumColumns) -> i128 {
        let weight = |sum: i128| rounded(sum * i128::from(units.weight), WEIGHT_BITS);
        let score = |sum: usize, own: usize| rounded_product(about_fifty(sums, sum, own), units.point);
        match self {
            Self::Weight => weight(sums[SumColumns::WEIGHT].cast_signed()),
            Self::Contrast(band) => {
                let of = |band: usize| weight(layout.band(sums, band));
                layout.bands as i128 * of(band) - (0..layout.bands).map(of).sum::<i128>()
            }
            Self::Index => score(SumColumns::INDEX, SumColumns::WEIGHT),
            Self::Dimension(d) => score(layout.dimension(d), layout.dimension_weight(d)),
            Self::DimensionWeight(d) => weight(sums[layout.dimension_weight(d)].cast_signed()),
        }
    }
}

/// All measured columns of the cells of one method, in the order of the columns of [`crate::model::FigureColumns`]
/// after the persons.
///
/// *Shape:* `list` has one entry a column.
#[derive(Clone, Debug)]
pub(super) struct MeasuredColumns {
    pub list: Vec<Measure>,
    /// Families that occur.
    pub families: Vec<Family>,
    dimensions: usize,
    bands: usize,
    /// Σ of the squares of the dimensions' shares in the index, where it follows from them.
    linear: Option<f64>,
}

/// Assumed distance of a mean from 50, in points: it decides the value of the count of people against the sums, and is
/// the same for all people.
pub const OFF_MIDDLE: f64 = 20.0;
/// Assumed distance of a share from an equal one, in points of a hundred, for the same purpose.
pub const OFF_EQUAL: f64 = 17.0;

impl MeasuredColumns {
    pub(super) fn new(method: &Method) -> Self {
        let (dimensions, bands) = (method.dimensions.len(), method.bands.len());
        let partial = method.missing_dimension == MissingDimension::AverageOfAnswered;
        let total: f64 = method.dimensions.iter().map(|dimension| dimension.weight).sum();
        let squares = || method.dimensions.iter().map(|dimension| (dimension.weight / total).powi(2)).sum();
        let linear = method.is_linear().then(squares);
        let mut list = vec![Measure::Weight];
        list.extend(linear.is_none().then_some(Measure::Index));
        list.extend((0..dimensions).map(Measure::Dimension));
        list.extend((0..if partial { dimensions } else { 0 }).map(Measure::DimensionWeight));
        list.extend((0..if bands > 1 { bands } else { 0 }).map(Measure::Contrast));
        let mut families: Vec<Family> = list.iter().map(|measure| measure.family()).collect();
        families.dedup();
        Self { list, families, dimensions, bands, linear }
    }

    /// Position of a family among those that occur.
    pub(super) fn position(&self, family: Family) -> usize {
        self.families.iter().position(|known| *known == family).expect("all that occur are listed")
    }

    /// Number of bands of the index; at least 1.
    pub(super) fn bands(&self) -> usize {
        self.bands.max(1)
    }

    /// Largest squared length of a person's contribution to all columns of a family in one cell, in units.
    pub(super) fn length(&self, family: Family, units: Units) -> u128 {
        let (count, sum) = (units.weight_moves().pow(2), units.sum_moves().pow(2));
        match family {
            Family::Weight => count,
            Family::Contrasts => count * (self.bands * (self.bands - 1)) as u128,
            Family::Index => sum,
            Family::Dimensions => sum * self.dimensions as u128,
            Family::DimensionWeights => count * self.dimensions as u128,
        }
    }

    /// Cost of a change of all answers, in times the whole: every sum moves from one end to the other, twice as far as
    /// by a person who enters or leaves the data; one band loses the person and another one gains it; counts don't
    /// change.
    pub(super) fn answers_cost(&self, workload: Workload) -> f64 {
        let bands = self.bands as f64;
        let times = |family: &Family| match family {
            Family::Weight | Family::DimensionWeights => 0.0,
            Family::Contrasts => 2.0 * bands / (bands - 1.0),
            Family::Index | Family::Dimensions => 4.0,
        };
        self.families.iter().zip(self.shares(workload)).map(|(family, share)| times(family) * share).sum()
    }

    /// Division of the budget: the shares of the families that minimise the sum of the variances of index, dimensions
    /// (their mean) and shares (their mean), each with its weight in the workload; in their order, together 1.
    pub(super) fn shares(&self, workload: Workload) -> Vec<f64> {
        let Workload { index, dimensions, shares } = workload;
        let (many, bands) = (self.dimensions as f64, self.bands as f64);
        let partial = self.families.contains(&Family::DimensionWeights);
        let middle = OFF_MIDDLE * OFF_MIDDLE;
        let worth = |family: &Family| match family {
            Family::Weight => {
                let dimensions = if partial { 0.0 } else { dimensions };
                let shares = if self.bands > 1 { shares } else { 0.0 };
                middle * (index + dimensions) + OFF_EQUAL * OFF_EQUAL * shares
            }
            Family::Contrasts => 1e4 * ((bands - 1.0) / bands).powi(2) * shares,
            Family::Index => 2500.0 * index,
            Family::Dimensions => 2500.0 * many * (dimensions + self.linear.unwrap_or(0.0) * index),
            Family::DimensionWeights => middle * many * dimensions,
        };
        let roots: Vec<f64> = self.families.iter().map(|family| worth(family).sqrt()).collect();
        let all: f64 = roots.iter().sum();
        roots.into_iter().map(|root| root / all).collect()
    }
}
