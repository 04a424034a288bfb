#![expect(clippy::disallowed_methods, reason = "this is where data files are opened")]

use std::fs::File;
use std::path::Path;

use super::accepted::{Accepted, CheckReport};
use super::binder::{Binding, bind};
use super::error::IngestError;
use super::intake::{Intake, Progress, Sink};
use super::loader::Loader;
use super::mapping::Mapping;
use super::record_file::RecordSource;
use super::{csv_file, parquet_file};
use crate::delimited::{DelimitedError, DelimitedRecord};
use crate::model::{Explain as _, Findings, Place, Problem};

/// Reads a whole file and hands it on in batches, in the order of the file.
///
/// Reading goes on after a problem, so that all are counted, but nothing is handed on any more; a caller that gets
/// `Err` discards the batches so far. *Memory:* one batch, one record of at most 1 MiB (of a Parquet file: one page for
/// each column), and 20 bytes for each person for the search for duplicates.
pub fn load(
    path: &Path,
    intake: &Intake<'_>,
    progress: &dyn Fn(Progress),
    sink: &mut Sink<'_>,
) -> Result<Accepted, Findings> {
    let report = check(path, intake, progress, sink)?;
    report.findings.or_else(report.seen)
}

/// Reads a whole file as [`load`] does, and reports its contents whatever was found.
///
/// *Errors:* only where the file can't be opened or has no header; everything else is in the report.
pub fn check(
    path: &Path,
    intake: &Intake<'_>,
    progress: &dyn Fn(Progress),
    sink: &mut Sink<'_>,
) -> Result<CheckReport, Findings> {
    let file = path.display().to_string();
    let mut records = open(path, intake.mapping).map_err(|problem| problem.in_file(&file))?;
    let header = Place { file: Some(file.clone()), line: records.header_line(), ..Place::default() };
    let Binding { plan, seen, findings, absent } = bind(intake, &header, records.names())?;
    let Some(plan) = plan else {
        if let Some(line) = records.header_below(&|record| names_several(record, &absent)) {
            // All further problems follow from that.
            return Err(DelimitedError::HeaderBelow { line }.at(header).into());
        }
        return if seen.columns.is_empty() { Err(findings) } else { Ok(CheckReport { seen, findings }) };
    };
    let wanted = plan.wanted();
    let mut loader = Loader::new(intake, plan, &file, seen, sink);
    let stopped = records.each(&wanted, progress, &mut |line, record| loader.take(line, record));
    Ok(loader.finish(stopped.err().map(|problem| problem.in_file(&file))))
}

/// Whether at least two of these names are in a record, as they would be in a header.
fn names_several(record: DelimitedRecord<'_>, names: &[String]) -> bool {
    record.fields().filter(|field| names.iter().any(|name| name.as_bytes() == *field)).count() > 1
}

fn open(path: &Path, mapping: &Mapping) -> Result<Box<dyn RecordSource>, Problem> {
    let kind = path.extension().map(|kind| kind.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if !matches!(kind.as_str(), "csv" | "parquet") {
        return Err(IngestError::FileType {}.into());
    }
    let file = File::open(path).map_err(|error| IngestError::unreadable(&error))?;
    let about = file.metadata().map_err(|error| IngestError::unreadable(&error))?;
    if about.is_dir() {
        return Err(IngestError::Folder {}.into());
    }
    if kind == "csv" {
        csv_file::open(file, about.len(), mapping)
    } else {
        parquet_file::open(file, about.len(), mapping)
    }
}
