use super::AreaIndex;
/// Checked person records, column by column: the output of ingest, which the store keeps. One charter's dictionary
/// defines the columns.
///
/// *Shape:* every vector has one entry a person, `indicators` one vector per indicator of the charter.
/// *Units:* weights as in the data.
#[derive(Default)]
pub struct Rows {
    /// Keyed 128-bit value of the person id.
    pub persons: Vec<u128>,
    /// Keyed 128-bit value of the household id, where the file has one.
    pub households: Option<Vec<u128>>,
    /// Area of the geography's finest level.
    pub areas: Vec<AreaIndex>,
    /// Mixed-radix number of the finest categories of all groups of the charter, the last group fastest.
    pub combinations: Vec<u32>,
    /// Weights, finite and not negative; `None` where every person counts 1.
    pub weights: Option<Vec<f64>>,
    /// Answers, one column per indicator.
    pub indicators: Vec<Answers>,
}

/// Answers to one indicator.
///
/// *Shape:* one entry a person.
/// *Units:* those of the indicator.
#[derive(Clone, Debug, PartialEq)]
pub enum Answers {
    /// `yes_no`: 0 or 1; `ordered`: 1..=steps; [`Answers::MISSING`] where there is no answer.
    Codes(Vec<u8>),
    /// `number`: the value; NaN where there is no answer.
    Numbers(Vec<f64>),
}

impl Answers {
    /// Code of a missing answer.
    pub const MISSING: u8 = u8::MAX;
}

impl Rows {
    /// Number of persons.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there are no persons.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }
}

/// Shows the number of persons, and nothing about them.
impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rows({} persons)", self.len())
    }
}
