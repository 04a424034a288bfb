//! Computation of the index: indicators, dimensions, weights, bands.

use crate::model::Bilingual;

/// Indicators, dimensions, aggregation and bands of one index. Exact definitions: method page, unit `person`.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Identifier.
    pub id: String,
    /// Version, which counts up with every change.
    pub version: u32,
    /// Mean by which dimension scores become the index.
    pub aggregate: Mean,
    /// Treatment of a person without a score in some dimension.
    pub missing_dimension: MissingDimension,
    /// Kind of the weights of people; each member decides where the charter doesn't say.
    pub weights: Option<Weights>,
    /// Cap: larger weights count as this one.
    pub weight_cap: Option<f64>,
    /// Notes shown next to the index everywhere.
    pub notes: Option<Bilingual>,
    /// Dimensions, in the charter's order.
    pub dimensions: Vec<Dimension>,
    /// Indicators, in the charter's order.
    pub indicators: Vec<Indicator>,
    /// Bands from low to high.
    pub bands: Vec<Band>,
}

impl Method {
    /// Smallest weight above 0 that a person may have: a smaller one would have too few digits in fixed point.
    pub const MIN_WEIGHT: f64 = 1e-3;
    /// Largest weight that a person may have: keeps every sum within 128 bits.
    pub const MAX_WEIGHT: f64 = 1e7;
    /// Upper limit of the sum of a dataset's weights: keeps every sum within 128 bits.
    pub const MAX_TOTAL_WEIGHT: f64 = (1_u64 << 40) as f64;

    /// Whether the mean index of people follows from their mean dimension scores.
    pub fn is_linear(&self) -> bool {
        self.aggregate == Mean::Arithmetic && self.missing_dimension == MissingDimension::LeaveOutPerson
    }
}

/// Kind of the weights of people.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Weights {
    /// No weights: the data hold the whole population, as in a register.
    None,
    /// Design weights of a survey.
    Design,
    /// Calibrated weights: those of a survey, fitted to known totals.
    Calibrated,
}

impl Weights {
    /// All kinds, by their words in the charter.
    pub const WORDS: [(&str, Self); 3] =
        [("none", Self::None), ("design", Self::Design), ("calibrated", Self::Calibrated)];
}

/// A weighted mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mean {
    /// Σ w s / Σ w
    Arithmetic,
    /// exp(Σ w ln max(s, 1) / Σ w)
    Geometric,
    /// Σ w / Σ (w / max(s, 1))
    Harmonic,
}

/// Treatment of a person without a score in some dimension.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MissingDimension {
    /// The person isn't scored, and is counted nowhere.
    LeaveOutPerson,
    /// The index is the mean of the dimensions with a score.
    AverageOfAnswered,
}

/// One part of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Identifier; a column of the published table.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
    /// Weight in the index.
    pub weight: f64,
    /// Mean by which indicator scores become the dimension score.
    pub aggregate: Mean,
    /// Number of indicators that must be answered for a score.
    pub min_answered: u32,
}

/// One question, or one property of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Identifier; a column of members' files.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
    /// Label, or question, for people.
    pub dimension: usize,
    /// Its values and their scores.
    pub scale: Scale,
    /// Weight in the dimension.
    pub weight: f64,
}

/// Map from values of an indicator to scores from 0 to 100, 100 = most vulnerable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// 1 = yes, 0 = no.
    YesNo {
        /// Answer that scores 100.
        worse: bool,
    },
    /// Steps from 1 to `steps`.
    Ordered {
        /// Number of steps, at least 2.
        steps: u32,
        /// Whether higher values are worse.
        worse: Worse,
    },
    /// A number, clipped to bounds.
    Number {
        /// Bound that scores 0, or 100 where lower is worse.
        low: f64,
        /// Bound that scores 100, or 0 where lower is worse.
        high: f64,
        /// Whether higher values are worse.
        worse: Worse,
    },
}

/// The end of a scale that is worse.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Worse {
    /// Large values.
    Higher,
    /// Small values.
    Lower,
}

/// A named interval of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Identifier; gives the column `share_<id>`.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
    /// Upper end, exclusive; the last band has none.
    pub below: Option<f64>,
}
