//! `archipel node ingest`.

use std::path::{Path, PathBuf};

use super::access::{ForOperator, load_config};
use crate::cli::period::period;
use crate::cli::shell::Shell;
use crate::model::{Findings, visible};
use crate::node::{IngestOrder, Ingested, Loaded, RecordFile};
use crate::store::Replace;

/// Arguments of the command.
pub(super) struct IngestArguments {
    pub file: PathBuf,
    pub mapping: Option<PathBuf>,
    pub period: String,
    pub replace: bool,
    pub check: bool,
}

pub(super) fn run(shell: &Shell, path: &Path, asked: IngestArguments) -> Result<(), Findings> {
    let config = load_config(path)?;
    let IngestArguments { file, mapping, replace, check, .. } = asked;
    // A node in service may run in another folder.
    let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    let order = IngestOrder {
        source: RecordFile { file: absolute(file), mapping: mapping.map(absolute) },
        period: period(&asked.period)?,
        replace: if replace { Replace::Yes } else { Replace::No },
        check_only: check,
    };
    let bar = shell.progress("progress-ingest", 0);
    let done = ForOperator::reach(&config).and_then(|node| {
        node.operations.ingest(&order, &|progress| {
            bar.set_length(progress.total_bytes);
            bar.set_position(progress.bytes);
        })
    });
    bar.finish_and_clear();
    let Ingested { loaded, findings, release_stands } = done?;
    shell.data(&loaded, || columns(shell, &loaded));
    say_multiline(shell, &loaded, &order.source.file.display().to_string());
    if !findings.is_empty() {
        return Err(findings);
    }
    let words = [
        ("rows", shell.texts().number(loaded.accepted.rows as f64, 0).into()),
        ("period", (&loaded.period).into()),
        ("config", (&path.display()).into()),
    ];
    shell.say(if check { "ingest-check-passed" } else { "ingest-done" }, &words);
    if release_stands {
        shell.say("ingest-release-stands", &words);
    }
    Ok(())
}

/// Says whether records span several lines: a quote that was left open makes such records.
pub(in crate::cli) fn say_multiline(shell: &Shell, loaded: &Loaded, file: &str) {
    let Some(line) = loaded.accepted.first_multiline else { return };
    let count = loaded.accepted.multiline;
    let number = shell.texts().number(count as f64, 0);
    let words = [("file", file.into()), ("count", count.into()), ("number", number.into()), ("line", line.into())];
    shell.say("ingest-multiline", &words);
}

/// Table of the counts of each column.
fn columns(shell: &Shell, loaded: &Loaded) -> String {
    let header = ["column", "from", "answered", "missing", "out-of-range", "unknown"];
    let header: Vec<String> = header.iter().map(|name| shell.line(&format!("ingest-column-{name}"), &[])).collect();
    let number = |count: u64| shell.texts().number(count as f64, 0);
    let rows: Vec<Vec<String>> = loaded
        .accepted
        .columns
        .iter()
        .map(|column| {
            let from = if column.columns.is_empty() { "–".to_owned() } else { column.columns.join(" + ") };
            let counts = [column.answered, column.missing, column.out_of_range, column.unknown].map(number);
            [column.name.clone(), from].into_iter().chain(counts).collect()
        })
        .collect();
    let mut text = shell.table(&header, &rows, 2..);
    if !loaded.accepted.ignored.is_empty() {
        text += &shell.line("ingest-ignored", &[("columns", visible(&loaded.accepted.ignored.join(", ")).into())]);
    }
    text
}
