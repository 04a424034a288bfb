use std::path::{Path, PathBuf};

use clap::Args;

use crate::briefing::{Forecast, ForecastBasis, TableForecast, forecast_members};
use crate::charter::{Charter, Population, Shares, Table};
use crate::cli::open_charter;
use crate::cli::shell::Shell;
use crate::folder;
use crate::model::{Findings, MemberId};
use crate::report::whole_percent;
use crate::text::wrap_to;

/// Width of names of tables: longer ones are wrapped, as the table must fit a terminal. *Unit:* columns.
const NAME: usize = 34;

#[derive(Args, Debug)]
pub(in crate::cli) struct ForecastArguments {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    #[arg(long, value_name = "FILE")]
    shares: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    member: Option<MemberId>,
    #[arg(long, value_name = "POINTS", default_value_t = 2.0, value_parser = points)]
    points: f64,
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse().ok().filter(|points| (0.1..=50.0).contains(points));
    points.ok_or_else(|| "0.1–50".to_owned())
}

/// Forecasts the accuracy of the figures of a charter from public counts of people alone.
pub(super) fn run(shell: &Shell, arguments: &ForecastArguments) -> Result<(), Findings> {
    let (_, charter) = open_charter(&arguments.folder)?;
    let asked = forecast_members(&charter, arguments.member.as_ref())?;
    let people = Population::parse(&charter, &name(&arguments.people), &folder::read_bytes(&arguments.people)?)?;
    let shares = match &arguments.shares {
        Some(path) => Shares::parse(&charter, &name(path), &folder::read_bytes(path)?)?,
        None => Shares::even(&charter),
    };
    let basis = ForecastBasis { charter: &charter, people: &people, shares: &shares, points: arguments.points };
    let forecast = Forecast::new(basis, asked)?;
    shell.data(&forecast.facts(), || page(shell, &charter, &forecast));
    shell.say("charter-next-forecast", &[("folder", (&arguments.folder.display()).into())]);
    Ok(())
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn page(shell: &Shell, charter: &Charter, forecast: &Forecast<'_>) -> String {
    let texts = shell.texts();
    let header = ["release-table", "forecast-needs", "forecast-sure"].map(|column| shell.line(column, &[]));
    let row = |(table, expected): (&Table, TableForecast)| {
        let name = wrap_to(NAME, table.name(charter).get(texts.lang()), "", "");
        let [least, most] = expected.needs.map(|needs| texts.number(needs.ceil(), 0));
        vec![
            name.trim_end().to_owned(),
            if least == most { least } else { format!("{least}–{most}") },
            whole_percent(shell.texts(), expected.share()),
        ]
    };
    let rows: Vec<Vec<String>> = forecast.tables().map(row).collect();
    format!("{}\n{}\n{}", forecast.head(texts), shell.table(&header, &rows, 1..), forecast.notes(texts))
}
