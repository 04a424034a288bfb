//! `archipel node status` and `archipel node datasets`.

use std::path::Path;

use super::access::{ForOperator, load_config};
use crate::charter::Class;
use crate::cli::edition::state_words;
use crate::cli::shell::Shell;
use crate::model::Findings;
use crate::node::{LogStatus, NodeStatus};
use crate::text::wrap;

pub(super) fn datasets(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let status = ForOperator::reach(&load_config(path)?)?.operations.status()?;
    shell.data(&status.datasets, || dataset_table(shell, &status));
    Ok(())
}

fn dataset_table(shell: &Shell, status: &NodeStatus) -> String {
    if status.datasets.is_empty() {
        return shell.line("node-no-datasets", &[]);
    }
    let header = ["period", "rows", "bytes", "loaded", "fits"].map(|name| shell.line(&format!("dataset-{name}"), &[]));
    let number = |count: u64| shell.texts().number(count as f64, 0);
    let rows: Vec<Vec<String>> = status
        .datasets
        .iter()
        .map(|dataset| {
            let fits = shell.line(if dataset.fits_charter { "yes" } else { "no" }, &[]);
            vec![dataset.period.clone(), number(dataset.rows), number(dataset.bytes), dataset.loaded_at.clone(), fits]
        })
        .collect();
    shell.table(&header, &rows, 1..)
}

pub(super) fn show(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let ForOperator { operations, running } = ForOperator::reach(&load_config(path)?)?;
    let status = operations.status()?;
    let mut value = serde_json::to_value(&status).expect("our own types serialise");
    value["running"] = running.into();
    shell.data(&value, || {
        let words = [
            ("member", (&status.member).into()),
            ("software", (&status.software).into()),
            ("charter", (&status.charter).into()),
            ("digest", status.charter_digest.short().into()),
            ("ends", (&status.charter_ends).into()),
        ];
        let mut text = shell.line(if running { "node-status-running" } else { "node-status-stopped" }, &words) + "\n";
        text += &shell.line("node-status-charter", &words);
        text += "\n\n";
        text += &dataset_table(shell, &status);
        for edition in &status.editions {
            let class = if status.budget.is_some() { Class::Private } else { Class::Public };
            let state = state_words(shell, edition.state.id(), class);
            let words = [
                ("edition", edition.edition.digest().short().into()),
                ("period", (&edition.period).into()),
                ("state", state.into()),
            ];
            text += "\n";
            text += &shell.line("node-status-edition", &words);
        }
        text + &log_lines(shell, &status.log)
    });
    Ok(())
}

fn log_lines(shell: &Shell, log: &LogStatus) -> String {
    let seen = log.witnesses.iter().map(|(_, size, _)| *size).max();
    let words = [
        ("records", shell.texts().number(log.size as f64, 0).into()),
        ("witnesses", log.witnesses.len().into()),
        ("seen", shell.texts().number(seen.unwrap_or(0) as f64, 0).into()),
    ];
    let mut text = "\n".to_owned() + &shell.line("node-status-log", &words);
    let list = |ids: &[String]| if ids.is_empty() { "–".to_owned() } else { ids.join(", ") };
    text += "\n";
    text += &wrap(&shell.line("node-status-witnesses", &[("now", list(&log.witness_set.now).into())]), "", "  ");
    if let Some(next) = &log.witness_set.next {
        let words = [("next", list(&next.witnesses).into())];
        text += &wrap(&shell.line("node-status-witnesses-next", &words), "", "  ");
    }
    text += &shell.line("node-status-witness-key", &[("key", (&log.witness_key).into())]);
    if let Some(obstacle) = &log.obstacle {
        text += "\n";
        text += &shell.line("node-status-log-obstacle", &[("key", obstacle.into())]);
    }
    text
}
