use std::path::{Path, PathBuf};

use serde::Serialize;

use super::shell::Shell;
use crate::folder;
use crate::ingest::{self, Intake, Mapping, Progress};
use crate::model::{Findings, Period, Problem, problems};
use crate::node::Node;
use crate::store::{Load, Replace};

problems! {
    /// What can be wrong with an order to load.
    pub(super) enum LoadError {
        /// Not a period.
        Period(Usage, "load-bad-period") { period: String },
        /// No file of a member in a data folder.
        NoFile(Data, "load-no-file") { member: String, folder: String },
    }
}

/// A file of person records and how to read it.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub file: PathBuf,
    pub mapping: Option<PathBuf>,
}

/// What became of a load. The form of `node ingest --json`.
#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub(super) struct Loaded {
    pub period: String,
    pub rows: u64,
    pub columns: Vec<LoadedColumn>,
    pub ignored: Vec<String>,
    /// Records with line breaks in columns that nothing asks for, and the line of the first.
    pub multiline: u64,
    pub first_multiline: Option<u64>,
}

/// One column of a load.
#[derive(Clone, Debug, Serialize, serde::Deserialize)]
pub(super) struct LoadedColumn {
    pub name: String,
    pub columns: Vec<String>,
    pub answered: u64,
    pub missing: u64,
    pub out_of_range: u64,
    pub unknown: u64,
}

impl Source {
    /// The file of a member in a data folder, and the mapping that belongs to it.
    pub(super) fn find(folder: &Path, member: &str) -> Result<Self, LoadError> {
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

impl Loaded {
    /// Says whether records go over several lines: a quote that was left open has such records.
    pub(super) fn say_multiline(&self, shell: &Shell, file: &str) {
        if let Some(line) = self.first_multiline {
            let number = shell.texts().number(self.multiline as f64, 0);
            let words = [
                ("file", file.into()),
                ("count", self.multiline.into()),
                ("number", number.into()),
                ("line", line.into()),
            ];
            shell.say("ingest-multiline", &words);
        }
    }
}

pub(super) fn period(text: &str) -> Result<Period, LoadError> {
    text.parse().map_err(|_| LoadError::Period { period: text.to_owned() })
}

/// Loads a file into a node's store: whole and durable when this returns, or not at all.
pub(super) fn load(
    node: &Node,
    source: &Source,
    period: Period,
    replace: Replace,
    progress: &dyn Fn(Progress),
) -> Result<Loaded, Findings> {
    let mapping = source.mapping()?;
    let mut load = node.begin_load(period.clone(), replace)?;
    let pseudonym = |id: &[u8]| node.pseudonym(id);
    let mut sink = |rows| load.add(rows).map_err(Problem::from);
    let accepted = ingest::load(&source.file, &intake(node, &mapping, &pseudonym), progress, &mut sink)?;
    node.commit(load)?;
    Ok(loaded(&period, accepted))
}

/// What loading a file would find, without loading it.
pub(super) fn check(
    node: &Node,
    source: &Source,
    period: &Period,
    replace: Replace,
    progress: &dyn Fn(Progress),
) -> Result<(Loaded, Findings), Findings> {
    let mapping = source.mapping()?;
    // Nothing is written before rows are added. A load that can't even begin doesn't keep the file from being read.
    let mut load = node.begin_load(period.clone(), replace);
    let pseudonym = |id: &[u8]| node.pseudonym(id);
    let mut sink = |rows| match &mut load {
        Ok(load) => load.weigh(&rows).map_err(Problem::from),
        Err(_) => Ok(()),
    };
    let report = ingest::check(&source.file, &intake(node, &mapping, &pseudonym), progress, &mut sink)?;
    let mut findings = report.findings;
    load.err().into_iter().for_each(|problem| findings.push(problem));
    Ok((loaded(period, report.seen), findings))
}

fn intake<'a>(node: &'a Node, mapping: &'a Mapping, pseudonym: &'a (dyn Fn(&[u8]) -> u128 + Sync)) -> Intake<'a> {
    Intake { charter: node.charter(), member: node.member(), mapping, pseudonym, batch_rows: Load::SEGMENT_ROWS }
}

fn loaded(period: &Period, accepted: ingest::Accepted) -> Loaded {
    let column = |column: ingest::ColumnCounts| LoadedColumn {
        name: column.name,
        columns: column.columns,
        answered: column.answered,
        missing: column.missing,
        out_of_range: column.out_of_range,
        unknown: column.unknown,
    };
    Loaded {
        period: period.to_string(),
        rows: accepted.rows,
        columns: accepted.columns.into_iter().map(column).collect(),
        ignored: accepted.ignored,
        multiline: accepted.multiline,
        first_multiline: accepted.first_multiline,
    }
}
