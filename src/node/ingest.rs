//! Loading a file of person records: all of it becomes a dataset of the node, or nothing does.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Load, Node};
use crate::folder;
use crate::ingest::{self, Accepted, Intake, Mapping, Progress};
use crate::model::{Findings, Period, Problem, problems};
use crate::store::Replace;

problems! {
    /// Reason why there is nothing to load.
    pub enum LoadError {
        /// The data folder has no file of the member.
        NoFile(Data, "load-no-file") { member: String, folder: String },
    }
}

/// A file of person records and how to read it.
#[derive(Clone, Debug)]
pub struct RecordFile {
    /// CSV or Parquet file.
    pub file: PathBuf,
    /// Its `mapping.toml`; without one it uses the charter's own names.
    pub mapping: Option<PathBuf>,
}

/// An operator's order to load a file.
#[derive(Clone, Debug)]
pub struct IngestOrder {
    /// The file.
    pub source: RecordFile,
    /// Period of the data.
    pub period: Period,
    /// Whether a dataset of this period may be replaced.
    pub replace: Replace,
    /// Whether to report only, and load nothing.
    pub check_only: bool,
}

/// Contents of a file that was read. The form of `node ingest --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Loaded {
    /// Period of the data.
    pub period: Period,
    /// Counts of rows and columns.
    #[serde(flatten)]
    pub accepted: Accepted,
}

/// Result of an order to load.
#[derive(Clone, Debug)]
pub struct Ingested {
    /// Contents of the file.
    pub loaded: Loaded,
    /// Problems that a check found; none after a load.
    pub findings: Findings,
    /// Whether a release of this period stands: it was made from the data before, and is never rebuilt.
    pub release_stands: bool,
}

impl RecordFile {
    /// The file of a member in a data folder, and the mapping that belongs to it.
    pub fn find(folder: &Path, member: &str) -> Result<Self, LoadError> {
        let first = |names: [String; 2]| names.into_iter().map(|name| folder.join(name)).find(|path| path.exists());
        let missing = || LoadError::NoFile { member: member.to_owned(), folder: folder.display().to_string() };
        let file = first([format!("{member}.csv"), format!("{member}.parquet")]).ok_or_else(missing)?;
        Ok(Self { file, mapping: first([format!("{member}.mapping.toml"), "mapping.toml".to_owned()]) })
    }

    fn mapping(&self) -> Result<Mapping, Findings> {
        match &self.mapping {
            None => Ok(Mapping::default()),
            Some(path) => Mapping::parse(&path.display().to_string(), &folder::read_file(path)?),
        }
    }
}

impl Node {
    /// Loads or checks a file. A check that finds something is no error.
    pub fn ingest(&self, order: &IngestOrder, progress: &dyn Fn(Progress)) -> Result<Ingested, Findings> {
        let IngestOrder { source, period, replace, check_only } = order;
        if *check_only {
            let (loaded, findings) = self.check_file(source, period, *replace, progress)?;
            return Ok(Ingested { loaded, findings, release_stands: false });
        }
        let loaded = self.load_file(source, period, *replace, progress)?;
        // The load stands: no later failure may refuse it.
        let release_stands =
            self.releases().is_ok_and(|releases| releases.iter().any(|release| release.period == *period));
        Ok(Ingested { loaded, findings: Findings::default(), release_stands })
    }

    /// Loads a file: whole and durable when this returns, or not at all.
    pub fn load_file(
        &self,
        source: &RecordFile,
        period: &Period,
        replace: Replace,
        progress: &dyn Fn(Progress),
    ) -> Result<Loaded, Findings> {
        let mapping = source.mapping()?;
        let mut load = self.begin_load(period.clone(), replace)?;
        let pseudonym = |id: &[u8]| self.pseudonym(id);
        let mut sink = |rows| load.add(rows);
        let accepted = ingest::load(&source.file, &self.intake(&mapping, &pseudonym), progress, &mut sink)?;
        self.commit(load)?;
        Ok(Loaded { period: period.clone(), accepted })
    }

    /// Contents of a file and problems that loading it would find, without loading it.
    fn check_file(
        &self,
        source: &RecordFile,
        period: &Period,
        replace: Replace,
        progress: &dyn Fn(Progress),
    ) -> Result<(Loaded, Findings), Findings> {
        let mapping = source.mapping()?;
        // Nothing is written before rows are added. The file is read even where a load can't begin.
        let mut load = self.begin_load(period.clone(), replace);
        let pseudonym = |id: &[u8]| self.pseudonym(id);
        let mut sink = |rows| match &mut load {
            Ok(load) => load.weigh(&rows).map_err(Problem::from),
            Err(_) => Ok(()),
        };
        let report = ingest::check(&source.file, &self.intake(&mapping, &pseudonym), progress, &mut sink)?;
        let mut findings = report.findings;
        load.err().into_iter().for_each(|problem| findings.push(problem));
        Ok((Loaded { period: period.clone(), accepted: report.seen }, findings))
    }

    fn intake<'a>(&'a self, mapping: &'a Mapping, pseudonym: &'a (dyn Fn(&[u8]) -> u128 + Sync)) -> Intake<'a> {
        let (charter, member) = (self.charter(), self.member());
        Intake { charter, member, mapping, pseudonym, batch_rows: Load::SEGMENT_ROWS }
    }
}
