//! `archipel charter`: the members' agreement, written, read and signed.

mod forecast;
mod sign;
mod standing;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::open_charter;
use super::shell::Shell;
use crate::briefing::{self, CharterChanges, CheckedCharter, Promise};
use crate::charter::proposal;
use crate::folder;
use crate::model::{Findings, MemberId};

#[derive(Debug, Subcommand)]
pub(super) enum CharterCommand {
    New {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_parser = federation)]
        id: Option<MemberId>,
    },
    Check {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "DIR")]
        before: Option<PathBuf>,
    },
    Forecast(forecast::ForecastArguments),
    Show {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    Agreement {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "FILE.md")]
        out: Option<PathBuf>,
    },
    Diff {
        old: PathBuf,
        new: PathBuf,
    },
    Sign {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "ID")]
        member: MemberId,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    StandingApproval {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "ID")]
        member: MemberId,
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
        editions: Option<u32>,
        #[arg(long, value_name = "FILE", conflicts_with = "key")]
        note: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

pub(super) fn run(shell: &Shell, command: CharterCommand) -> Result<(), Findings> {
    match command {
        CharterCommand::New { folder, id } => new(shell, &folder, id.as_ref()),
        CharterCommand::Check { folder, before } => check(shell, &folder, before.as_deref()),
        CharterCommand::Forecast(arguments) => forecast::run(shell, &arguments),
        CharterCommand::Show { folder } => show(shell, &folder),
        CharterCommand::Agreement { folder, out } => agreement(shell, &folder, out.as_deref()),
        CharterCommand::Diff { old, new } => diff(shell, &old, &new),
        CharterCommand::Sign { folder, member, key } => sign::run(shell, &folder, &member, &key),
        CharterCommand::StandingApproval { folder, member, editions, note, key } => {
            standing::run(shell, &folder, &member, editions, note.as_deref(), key.as_deref())
        }
    }
}

/// Parses a charter's id. It is the federation's name in certificates, which are in lower case.
fn federation(text: &str) -> Result<MemberId, String> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) { Err(String::new()) } else { text.parse() }
}

fn new(shell: &Shell, path: &Path, id: Option<&MemberId>) -> Result<(), Findings> {
    let files = proposal(id);
    folder::fill(path, &files)?;
    let written: Vec<String> = files.keys().map(|name| path.join(name).display().to_string()).collect();
    shell.data(&json!({ "written": written }), || written.join("\n"));
    shell.say("charter-next-new", &[("folder", (&path.display()).into())]);
    Ok(())
}

fn check(shell: &Shell, path: &Path, before: Option<&Path>) -> Result<(), Findings> {
    let (files, charter) = open_charter(path)?;
    let before = before.map(open_charter).transpose()?.map(|(_, before)| before);
    let checked = CheckedCharter::new(&charter, &files, before.as_ref());
    shell.data(&checked.facts(), || checked.text(shell.texts()));
    checked.verdict()?;
    shell.say("charter-next-check", &[("folder", (&path.display()).into())]);
    Ok(())
}

fn show(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let (_, charter) = open_charter(path)?;
    let promise = Promise::new(&charter);
    let facts = briefing::facts(&charter, &promise);
    shell.data(&facts, || briefing::sentences(shell.texts(), &charter, &promise));
    promise.check()?;
    shell.say("charter-next-show", &[("folder", (&path.display()).into())]);
    Ok(())
}

fn agreement(shell: &Shell, path: &Path, out: Option<&Path>) -> Result<(), Findings> {
    let (_, charter) = open_charter(path)?;
    let text = briefing::agreement(shell.texts(), &charter);
    let Some(out) = out else {
        shell.data(&json!({ "digest": charter.digest(), "text": text }), || text.clone());
        return Ok(());
    };
    folder::write_new_file(out, text.as_bytes())?;
    let written = out.display().to_string();
    shell.data(&json!({ "digest": charter.digest(), "written": written }), || written.clone());
    shell.say("agreement-next", &[("path", (&written).into()), ("folder", (&path.display()).into())]);
    Ok(())
}

fn diff(shell: &Shell, old: &Path, new: &Path) -> Result<(), Findings> {
    let (old, new) = (open_charter(old)?.1, open_charter(new)?.1);
    let changes = CharterChanges::between(&old, &new);
    shell.data(&changes.facts(shell.texts()), || changes.text(shell.texts()));
    if !changes.are_none() {
        shell.say("charter-next-diff", &[]);
    }
    Ok(())
}
