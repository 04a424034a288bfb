//! One difference as data: a sentence of the catalogue and its words; and the charter's own values in words.

use crate::charter::{Mean, MissingDimension, Scale, Weights, Worse};
use crate::model::{Bilingual, Digest};

/// One difference between two charters: a sentence of the catalogue, `change-<key>`, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its topic.
    pub topic: Topic,
    /// Key of the sentence.
    pub key: &'static str,
    /// Variables of the sentence.
    pub words: Words,
}

/// Variables of a sentence by name.
pub type Words = Vec<(&'static str, Value)>;

/// Topic of a change, in the order of importance to a privacy officer.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Topic {
    /// Protection of figures.
    Protection,
    /// Purpose of the agreement, and legal authority.
    Purpose,
    /// First and last day.
    Dates,
    /// Members, and the number that must sign.
    Members,
    /// Tables that may be published.
    Published,
    /// Coordinators.
    Coordinators,
    /// Method of the index.
    Method,
    /// Everything else.
    Other,
}

impl Topic {
    /// The word in JSON and in keys of the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Self::Protection => "protection",
            Self::Purpose => "purpose",
            Self::Dates => "dates",
            Self::Members => "members",
            Self::Published => "published",
            Self::Coordinators => "coordinators",
            Self::Method => "method",
            Self::Other => "other",
        }
    }
}

/// A variable of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text shown as it is.
    Text(String),
    /// A number of things.
    Count(u64),
    /// A digest, compared whole; people see its beginning.
    Digest(Digest),
    /// A measure, a weight, a bound.
    Number(f64),
    /// A text of the charter, in the reader's language.
    Label(Bilingual),
    /// A text of the catalogue, with its own words.
    Phrase(&'static str, Words),
}

impl Value {
    pub(super) fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    pub(super) fn option(value: Option<Self>) -> Self {
        value.unwrap_or(Self::Phrase("word-none", Vec::new()))
    }

    /// Codes or ids as one text, which names the first few and counts the rest: a person reads no more.
    pub fn list(items: &[&str]) -> Self {
        const SHOWN: usize = 8;
        let shown = items[..items.len().min(SHOWN)].join(", ");
        if items.len() <= SHOWN {
            return Self::Text(shown);
        }
        let more = Self::Count((items.len() - SHOWN) as u64);
        Self::Phrase("word-list-cut", vec![("shown", Self::Text(shown)), ("more", more)])
    }
}

impl Mean {
    /// The mean in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::Arithmetic => "mean-arithmetic",
            Self::Geometric => "mean-geometric",
            Self::Harmonic => "mean-harmonic",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl MissingDimension {
    /// The rule in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::LeaveOutPerson => "missing-leave-out",
            Self::AverageOfAnswered => "missing-average",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl Weights {
    /// The weights in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::None => "weights-none",
            Self::Design => "weights-design",
            Self::Calibrated => "weights-calibrated",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl Scale {
    /// Values and direction in words.
    pub fn phrase(self) -> Value {
        let (key, words) = match self {
            Self::YesNo { worse: true } => ("scale-yes-no-yes", vec![]),
            Self::YesNo { worse: false } => ("scale-yes-no-no", vec![]),
            Self::Ordered { steps, worse } => {
                let key = if worse == Worse::Higher { "scale-ordered-higher" } else { "scale-ordered-lower" };
                (key, vec![("steps", Value::Count(steps.into()))])
            }
            Self::Number { low, high, worse } => {
                let key = if worse == Worse::Higher { "scale-number-higher" } else { "scale-number-lower" };
                (key, vec![("low", Value::Number(low)), ("high", Value::Number(high))])
            }
        };
        Value::Phrase(key, words)
    }
}
