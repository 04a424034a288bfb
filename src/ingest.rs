//! Person records in: a CSV or Parquet file goes through the member's mapping and comes out as checked [`Rows`].
//! What is wrong is named by file, line and column, never by what stands there.
#![expect(clippy::disallowed_methods, reason = "this is where data files are opened")]

mod alike;
mod codes;
mod duplicates;
mod footer;
mod lines;
mod loader;
mod mapping;
mod mistakes;
mod number;
mod parquet;
mod plan;
mod problem;
mod table;

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

pub use mapping::Mapping;
pub use problem::IngestError;

use crate::charter::Charter;
use crate::delimited::{DelimitedError, Record};
use crate::model::{Explain as _, Findings, MemberId, Place, Problem, Rows};
use loader::Loader;
use plan::Bound;
use table::Table;

/// What a load rests on besides the file.
pub struct Intake<'a> {
    /// The dictionary and the geography.
    pub charter: &'a Charter,
    /// Whose file it is; persons may live in its areas only.
    pub member: &'a MemberId,
    /// How the file says what the charter asks for.
    pub mapping: &'a Mapping,
    /// Keyed 128-bit value of the bytes of a person or household id. The ids themselves are forgotten.
    pub pseudonym: &'a (dyn Fn(&[u8]) -> u128 + Sync),
    /// Persons in each batch that the sink gets; the last one has fewer.
    pub batch_rows: usize,
}

/// How far a file is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes of the whole file.
    pub total_bytes: u64,
    /// Records read.
    pub rows: u64,
}

/// What a file held, column by column.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accepted {
    /// Number of persons.
    pub rows: u64,
    /// One entry for everything that the charter asks for, in this order: person, household, area, weight, groups,
    /// indicators.
    pub columns: Vec<ColumnCounts>,
    /// Columns of the file that nothing asks for; by number where they have no name.
    pub ignored: Vec<String>,
    /// Records with line breaks in columns that nothing asks for.
    pub multiline: u64,
    /// The line on which the first of them starts.
    pub first_multiline: Option<u64>,
}

/// What one column held.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ColumnCounts {
    /// Name in the charter.
    pub name: String,
    /// Names in the file: several where they are joined, none where the file has no such column.
    pub columns: Vec<String>,
    /// Values that were understood.
    pub answered: u64,
    /// Values that mean missing.
    pub missing: u64,
    /// Numbers and steps beyond their range. Numbers of an indicator are clipped to its bounds and count as answered
    /// too; all others are findings.
    pub out_of_range: u64,
    /// Values that can't be understood. In a group with a category for all others they count as answered too; all
    /// others are findings.
    pub unknown: u64,
}

/// What a load would find.
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// What the file holds, as far as it could be read.
    pub seen: Accepted,
    /// Everything that stands in the way of a load.
    pub findings: Findings,
}

/// Takes a batch of checked persons.
pub type Sink<'a> = dyn FnMut(Rows) -> Result<(), Problem> + 'a;

/// Reads a whole file and hands it on in batches, in the order of the file.
///
/// Reading goes on after a problem, so that all are counted, but nothing is handed on any more; a caller that gets
/// `Err` throws away what the sink got before. *Memory:* one batch, one record of at most 1 MiB (of a Parquet file:
/// one page a column), and 20 bytes a person for the search for duplicates.
pub fn load(
    path: &Path,
    intake: &Intake<'_>,
    progress: &dyn Fn(Progress),
    sink: &mut Sink<'_>,
) -> Result<Accepted, Findings> {
    let report = check(path, intake, progress, sink)?;
    report.findings.or_else(report.seen)
}

/// Reads a whole file as [`load`] does, and reports what it held whatever was found.
///
/// *Errors:* only where the file can't be opened or has no header; everything else is in the report.
pub fn check(
    path: &Path,
    intake: &Intake<'_>,
    progress: &dyn Fn(Progress),
    sink: &mut Sink<'_>,
) -> Result<CheckReport, Findings> {
    let file = path.display().to_string();
    let mut table = open(path, intake.mapping).map_err(|problem| problem.in_file(&file))?;
    let header = Place { file: Some(file.clone()), line: table.header_line(), ..Place::default() };
    let Bound { plan, seen, findings, absent } = plan::bind(intake, &header, table.names())?;
    let Some(plan) = plan else {
        if let Some(line) = table.header_below(&|record| names_several(record, &absent)) {
            // What else is wrong follows from that.
            return Err(DelimitedError::HeaderBelow { line }.at(header).into());
        }
        return if seen.columns.is_empty() { Err(findings) } else { Ok(CheckReport { seen, findings }) };
    };
    let wanted = plan.wanted();
    let mut loader = Loader::new(intake, plan, &file, seen, sink);
    let stopped = table.each(&wanted, progress, &mut |line, record| loader.take(line, record));
    Ok(loader.finish(stopped.err().map(|problem| problem.in_file(&file))))
}

/// Whether at least two of these names stand in a record, as they would in a header.
fn names_several(record: Record<'_>, names: &[String]) -> bool {
    record.fields().filter(|field| names.iter().any(|name| name.as_bytes() == *field)).count() > 1
}

fn open(path: &Path, mapping: &Mapping) -> Result<Box<dyn Table>, Problem> {
    let kind = path.extension().map(|kind| kind.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if !matches!(kind.as_str(), "csv" | "parquet") {
        return Err(IngestError::FileType {}.into());
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    if about.is_dir() {
        return Err(IngestError::Folder {}.into());
    }
    if kind == "csv" { lines::open(file, about.len(), mapping) } else { parquet::open(file, about.len(), mapping) }
}

fn unreadable(error: &std::io::Error) -> IngestError {
    match error.kind() {
        ErrorKind::NotFound => IngestError::FileMissing {},
        _ => IngestError::Unreadable { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests;
