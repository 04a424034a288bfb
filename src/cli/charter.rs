mod agreement;
mod check;
mod diff;
mod forecast;
mod rules;
mod show;
mod sign;
mod standing;
mod values;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::shell::Shell;
use crate::charter::proposal;
use crate::folder;
use crate::model::{Findings, MemberId};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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
    Forecast(forecast::Arguments),
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

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::New { folder, id } => new(shell, &folder, id.as_ref()),
        Command::Check { folder, before } => check::run(shell, &folder, before.as_deref()),
        Command::Forecast(arguments) => forecast::run(shell, &arguments),
        Command::Show { folder } => show::run(shell, &folder),
        Command::Agreement { folder, out } => agreement::run(shell, &folder, out.as_deref()),
        Command::Diff { old, new } => diff::run(shell, &old, &new),
        Command::Sign { folder, member, key } => sign::run(shell, &folder, &member, &key),
        Command::StandingApproval { folder, member, editions, note, key } => {
            standing::run(shell, &folder, &member, editions, note.as_deref(), key.as_deref())
        }
    }
}

/// A charter's id is the federation's name in certificates, which are in lower case.
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
