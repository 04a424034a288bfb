use serde::Serialize;

use crate::model::Findings;

/// Content of a file, column by column.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Accepted {
    /// Number of persons.
    pub rows: u64,
    /// One entry for every item of the charter, in this order: person, household, area, weight, groups, indicators.
    pub columns: Vec<ColumnCounts>,
    /// Columns of the file without an item; by number where they have no name.
    pub ignored: Vec<String>,
    /// Number of records with line breaks in columns without an item.
    pub multiline: u64,
    /// Line on which the first of these records starts.
    pub first_multiline: Option<u64>,
}

/// Content of one column.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct ColumnCounts {
    /// Name in the charter.
    pub name: String,
    /// Names in the file: several where they are joined, none where the file has no such column.
    pub columns: Vec<String>,
    /// Number of values that were understood.
    pub answered: u64,
    /// Number of values that mean missing.
    pub missing: u64,
    /// Number of values and steps beyond their range. Numbers of an indicator are clipped to its bounds and count as
    /// answered too; all others are findings.
    pub out_of_range: u64,
    /// Number of values that can't be understood. In a group with a category for all others they count as answered too;
    /// all others are findings.
    pub unknown: u64,
}

/// Findings of a load, and the content of its file.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// Content of the file, as far as it could be read.
    pub seen: Accepted,
    /// Everything that keeps the file from being loaded.
    pub findings: Findings,
}
