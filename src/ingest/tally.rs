use std::collections::{HashMap, HashSet};

use super::accepted::Accepted;
use super::alike::{folded, hidden};
use super::error::IngestError;
use super::mistakes::Mistakes;
use super::plan::SourceColumn;
use crate::delimited::DelimitedRecord;
use crate::model::Explain;

/// Counts of values, and mistakes, while a file is read.
pub(super) struct ColumnTally {
    pub seen: Accepted,
    /// Number of values that aren't answers, by column.
    pub unanswered: Vec<u64>,
    /// Codes that aren't listed, and whether each looks like a listed one, by column.
    unlisted: Vec<HashMap<Box<[u8]>, bool>>,
    /// Parts of each joined code, by column.
    parts: Vec<HashMap<Box<[u8]>, JoinedParts>>,
    pub mistakes: Mistakes,
}

/// Parts that first made a joined code.
#[derive(Clone)]
struct JoinedParts {
    lengths: Vec<usize>,
    line: u64,
}

impl ColumnTally {
    pub(super) fn new(file: &str, seen: Accepted) -> Self {
        let columns = seen.columns.len();
        Self {
            seen,
            unanswered: vec![0; columns],
            unlisted: vec![HashMap::new(); columns],
            parts: vec![HashMap::new(); columns],
            mistakes: Mistakes::new(file),
        }
    }
}

// Methods with a column return `None`: there is no answer.
impl ColumnTally {
    /// Notes a mistake; `code` is the value there, where it is helpful.
    pub(super) fn push(&mut self, line: u64, column: Option<usize>, error: impl Explain, code: &[u8]) {
        let name = || column.map(|asked| self.seen.columns[asked].columns.join(" + "));
        self.mistakes.push(line, column, name, &error, code);
    }

    pub(super) fn missing<T, U>(&mut self, column: &SourceColumn<T>) -> Option<U> {
        self.seen.columns[column.asked].missing += 1;
        self.unanswered[column.asked] += 1;
        None
    }

    pub(super) fn required<T, U>(&mut self, line: u64, column: &SourceColumn<T>) -> Option<U> {
        let name = self.name(column);
        self.push(line, Some(column.asked), IngestError::ValueMissing { name }, b"");
        self.missing(column)
    }

    /// Notes a code that can't be understood: if invisible characters are the reason, they are named.
    pub(super) fn unlike<T, U>(
        &mut self,
        line: u64,
        column: &SourceColumn<T>,
        code: &[u8],
        error: IngestError,
    ) -> Option<U> {
        match hidden(code) {
            Some(characters) => {
                self.count_unknown(column);
                self.push(line, Some(column.asked), IngestError::Hidden { characters }, code);
                None
            }
            None => self.unknown(line, column, code, error),
        }
    }

    /// Whether an unlisted code looks like a listed one.
    pub(super) fn is_like(&mut self, column: &SourceColumn<u32>, code: &[u8], listed: &HashSet<String>) -> bool {
        /// Most codes of a column that are remembered; files have few different ones.
        const FEW: usize = 1 << 12;
        let known = &mut self.unlisted[column.asked];
        if let Some(is_like) = known.get(code) {
            return *is_like;
        }
        let is_like = listed.contains(&folded(&String::from_utf8_lossy(code)));
        if known.len() < FEW {
            known.insert(code.into(), is_like);
        }
        is_like
    }

    /// Notes the parts of a joined code, and where other parts have made the same one: 1 and 11, 11 and 1.
    pub(super) fn joined<T: Copy>(
        &mut self,
        line: u64,
        column: &SourceColumn<T>,
        record: DelimitedRecord<'_>,
        code: &[u8],
    ) {
        // An unlisted code is an error anyway, and their number has no limit.
        if column.parts(record).next().is_none() || column.codes.get(code).is_none() {
            return;
        }
        let lengths = column.parts(record).map(<[u8]>::len);
        match self.parts[column.asked].get(code) {
            None => {
                let parts = JoinedParts { lengths: lengths.collect(), line };
                self.parts[column.asked].insert(code.into(), parts);
            }
            Some(known) if lengths.eq(known.lengths.iter().copied()) => (),
            Some(&JoinedParts { line: first, .. }) => {
                self.push(line, Some(column.asked), IngestError::Joined { first }, code);
            }
        }
    }

    fn count_unknown<T>(&mut self, column: &SourceColumn<T>) {
        self.seen.columns[column.asked].unknown += 1;
        self.unanswered[column.asked] += 1;
    }

    pub(super) fn unknown<T, U>(
        &mut self,
        line: u64,
        column: &SourceColumn<T>,
        code: &[u8],
        error: IngestError,
    ) -> Option<U> {
        let error = if column.listed { IngestError::CodeUnlisted { name: self.name(column) } } else { error };
        self.push(line, Some(column.asked), error, code);
        self.count_unknown(column);
        None
    }

    pub(super) fn out_of_range<T, U>(
        &mut self,
        line: u64,
        column: &SourceColumn<T>,
        code: &[u8],
        error: IngestError,
    ) -> Option<U> {
        self.push(line, Some(column.asked), error, code);
        self.seen.columns[column.asked].out_of_range += 1;
        self.unanswered[column.asked] += 1;
        None
    }

    pub(super) fn clipped(&mut self, column: &SourceColumn<f64>, outside: bool) {
        self.seen.columns[column.asked].out_of_range += u64::from(outside);
    }

    pub(super) fn in_other(&mut self, column: &SourceColumn<u32>) {
        self.seen.columns[column.asked].unknown += 1;
    }

    pub(super) fn not_a_number(&mut self, line: u64, column: &SourceColumn<f64>, text: &[u8], sign: u8) -> Option<f64> {
        self.unlike(line, column, text, IngestError::Number { decimal: char::from(sign).to_string() })
    }

    pub(super) fn not_an_answer(
        &mut self,
        line: u64,
        column: &SourceColumn<u8>,
        steps: Option<u32>,
        code: &[u8],
    ) -> Option<u8> {
        match steps {
            Some(steps) if !column.listed && code.iter().all(u8::is_ascii_digit) => {
                self.out_of_range(line, column, code, IngestError::Step { steps })
            }
            Some(steps) => self.unlike(line, column, code, IngestError::Step { steps }),
            None => self.unlike(line, column, code, IngestError::YesNo {}),
        }
    }

    pub(super) fn name<T>(&self, column: &SourceColumn<T>) -> String {
        self.seen.columns[column.asked].name.clone()
    }
}
