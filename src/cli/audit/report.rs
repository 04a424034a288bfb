use std::path::{Path, PathBuf};

use clap::Args;

use super::{LogArguments, day, each};
use crate::audit::{Look, Month, Query, Report, Reporter};
use crate::charter::Charter;
use crate::cli::node::load_config;
use crate::cli::open_charter;
use crate::cli::shell::Shell;
use crate::folder;
use crate::identity::write_public;
use crate::model::Findings;
use crate::register::Register;

#[derive(Args, Debug)]
pub(in crate::cli) struct ReportArguments {
    #[command(flatten)]
    log: LogArguments,
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[arg(long, value_name = "ID|PERIOD")]
    dataset: Option<String>,
    #[arg(long, value_name = "DIR")]
    charter: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

/// Shows the officer's report over a time range, and writes the register of releases as CSV on request.
pub(super) fn run(shell: &Shell, arguments: ReportArguments) -> Result<(), Findings> {
    let ReportArguments { log, from, to, dataset, charter, csv } = arguments;
    let (from, to) = (from.as_deref().map(day).transpose()?, to.as_deref().map(day).transpose()?);
    csv.as_deref().map(folder::must_be_new).transpose()?;
    let charter = charter_of(&log, charter.as_deref())?;
    let folder = log.open(Look::Report)?;
    let mut reporter = Reporter::new(Query { from: from.clone(), to: to.clone(), dataset, ..Query::default() });
    each(&folder, |entry, _| reporter.add(&entry))?;
    let report = reporter.finish();
    let register = Register::new(shell.texts(), &report, charter);
    if let Some(path) = &csv {
        write_public(path, register.csv().as_bytes())?;
    }
    shell.data(&register.facts(), || register.page([from.as_deref(), to.as_deref()], &months(shell, &report)));
    match &csv {
        Some(path) => shell.say("audit-report-csv", &[("path", (&path.display()).into())]),
        None => shell.say("audit-report-next", &[]),
    }
    Ok(())
}

/// The given charter, or that of the node; `None` for a copy of a log.
fn charter_of(log: &LogArguments, given: Option<&Path>) -> Result<Option<Charter>, Findings> {
    let path = match (given, &log.copy) {
        (Some(path), _) => Some(path.to_owned()),
        (None, Some(_)) => None,
        (None, None) => Some(load_config(&log.config)?.charter),
    };
    Ok(path.map(|path| open_charter(&path)).transpose()?.map(|(_, charter)| charter))
}

/// Table of the numbers of each month.
fn months(shell: &Shell, report: &Report) -> String {
    let names = ["month", "answers", "published", "withheld", "refused", "built", "approved", "declined"];
    let header = names.map(|name| shell.line(&format!("audit-month-{name}"), &[]));
    let row = |(name, month): (&String, &Month)| {
        let numbers = [
            month.answers,
            month.published,
            month.withheld,
            month.refused,
            month.built,
            month.approved,
            month.refused_or_withdrawn,
        ];
        [name.clone()].into_iter().chain(numbers.map(|number| shell.texts().number(number as f64, 0))).collect()
    };
    shell.table(&header, &report.months.iter().map(row).collect::<Vec<Vec<String>>>(), 1..)
}
