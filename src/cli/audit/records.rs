use serde_json::json;

use super::{LogArguments, RecordFilter, checkpoint, each};
use crate::audit::{Entry, Look};
use crate::cli::node::officer;
use crate::cli::shell::Shell;
use crate::model::Findings;
use crate::register::kind;
use crate::text::{WIDTH, wrap};

/// Lists the records that a filter lets through.
pub(super) fn list(shell: &Shell, which: &LogArguments, filter: &RecordFilter) -> Result<(), Findings> {
    let query = filter.query()?;
    let folder = which.open(Look::Log)?;
    let mut found: Vec<(Entry, serde_json::Value)> = Vec::new();
    each(&folder, |entry, bytes| {
        if query.accepts(&entry) {
            found.push((entry, serde_json::from_slice(bytes).unwrap_or_default()));
        }
    })?;
    shell.data(&found.iter().map(|(_, value)| value).collect::<Vec<_>>(), || {
        if found.is_empty() {
            return shell.line("audit-log-empty", &[]);
        }
        let header = ["seq", "time", "kind", "about"].map(|name| shell.line(&format!("audit-{name}"), &[]));
        let rows = rows(shell, &found.iter().map(|(entry, _)| entry).collect::<Vec<_>>());
        shell.table(&header, &rows, usize::MAX..)
    });
    shell.say("audit-log-next", &[("records", found.len().into())]);
    Ok(())
}

/// Rows of a table of records that fits into 80 columns.
fn rows(shell: &Shell, entries: &[&Entry]) -> Vec<Vec<String>> {
    let row = |entry: &&Entry| {
        let outcome = match (entry.decision.as_str(), &entry.reason) {
            ("allow", _) => String::new(),
            (_, reason) => reason.as_ref().map_or_else(|| entry.decision.clone(), |key| shell.texts().brief(key)),
        };
        let time = entry.time.chars().take(16).collect::<String>().replace('T', " ");
        let about = [about(entry), outcome].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        vec![entry.seq.to_string(), time, kind(shell.texts(), &entry.kind, entry.text("action")), about]
    };
    let mut rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    // Columns are two spaces apart, with one space in front.
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let room = WIDTH.saturating_sub(1 + width(0).max(3) + width(1) + width(2) + 3 * 2).max(20);
    for row in &mut rows {
        if row[3].chars().count() > room {
            row[3] = row[3].chars().take(room - 1).chain(['…']).collect();
        }
    }
    rows
}

/// Caller, data and command of a record.
fn about(entry: &Entry) -> String {
    let peer = entry.text("peer").rsplit('/').next().unwrap_or_default();
    let table = [entry.text("level"), entry.text("groups")].map(str::to_owned).to_vec();
    let table = table.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let period = if table.is_empty() { entry.text("period") } else { "" };
    let words = [peer, period, &table, entry.text("command")];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Shows one record in full, with the detail beside it where that can be opened.
pub(super) fn show(shell: &Shell, seq: u64, which: &LogArguments) -> Result<(), Findings> {
    let folder = which.open(Look::Show)?;
    let (checkpoint, note) = checkpoint(&folder)?;
    let proof = folder.prove(seq, checkpoint.size, &note, checkpoint.size)?;
    let record: serde_json::Value =
        serde_json::from_slice(proof.record.as_deref().unwrap_or_default()).unwrap_or_default();
    let detail = match (&which.copy, record.get("detail")) {
        (None, Some(_)) => json!(officer(&which.config)?.detail(seq)?),
        _ => serde_json::Value::Null,
    };
    shell.data(&json!({ "record": record, "detail": detail }), || {
        let fields = record.as_object().into_iter().flatten().chain(detail.as_object().into_iter().flatten());
        let word = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        fields.map(|(name, value)| wrap(&format!("{name}: {}", word(value)), "", "  ")).collect()
    });
    Ok(())
}
