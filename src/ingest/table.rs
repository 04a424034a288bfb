use std::ops::ControlFlow;

use super::{IngestError, Progress};
use crate::model::{Explain, Place, Problem};

/// Bytes in one field, at most.
pub(super) const FIELD_LIMIT: usize = 64 << 10;
/// Bytes in one record, at most.
pub(super) const RECORD_LIMIT: usize = 1 << 20;
/// Columns, at most.
pub(super) const COLUMN_LIMIT: usize = 1 << 16;

/// Gets one record, or what is wrong with it, and its line; says whether to read on.
pub(super) type Take<'a> = dyn FnMut(u64, Result<Record<'_>, IngestError>) -> ControlFlow<()> + 'a;

/// A file of records under a header.
pub(super) trait Table {
    /// Names of the columns, without the spaces around them.
    fn names(&self) -> &[String];

    /// Line of the header, in a file that has lines.
    fn header_line(&self) -> Option<u64>;

    /// Every record, in order. Fields of columns that aren't `wanted` may be empty.
    fn each(&mut self, wanted: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Stop>;
}

/// What ends the reading of a file, and where.
pub(super) struct Stop {
    error: IngestError,
    line: Option<u64>,
    column: Option<String>,
}

impl Stop {
    /// At a line or row of the file.
    pub(super) fn at(line: u64, error: IngestError) -> Self {
        Self { error, line: Some(line), column: None }
    }

    /// In a column, at a row where it is one of its values.
    pub(super) fn in_column(column: &str, row: Option<u64>, error: IngestError) -> Self {
        Self { error, line: row, column: Some(column.to_owned()) }
    }

    /// For people, who know the file by this name.
    pub(super) fn in_file(self, file: &str) -> Problem {
        let file = Some(file.to_owned());
        self.error.at(Place { file, line: self.line, column: self.column, key: None })
    }
}

impl From<IngestError> for Stop {
    fn from(error: IngestError) -> Self {
        Self { error, line: None, column: None }
    }
}

/// One record as text: the fields one after another, and where each ends.
#[derive(Clone, Copy)]
pub(super) struct Record<'r> {
    bytes: &'r [u8],
    ends: &'r [usize],
}

impl<'r> Record<'r> {
    /// `ends` rise to at most the length of `bytes`.
    pub(super) fn new(bytes: &'r [u8], ends: &'r [usize]) -> Self {
        Self { bytes, ends }
    }

    /// How many fields it has.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// A field as it is.
    pub(super) fn raw(self, column: usize) -> &'r [u8] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.bytes[start..self.ends[column]]
    }

    /// A field without the spaces around it.
    pub(super) fn field(self, column: usize) -> &'r [u8] {
        self.raw(column).trim_ascii()
    }

    /// Whether every field is UTF-8.
    pub(super) fn is_utf8(self) -> bool {
        self.bytes.is_ascii() || (0..self.len()).all(|column| std::str::from_utf8(self.raw(column)).is_ok())
    }

    /// The longest field.
    pub(super) fn longest(self) -> usize {
        (0..self.len()).map(|column| self.raw(column).len()).max().unwrap_or(0)
    }
}
