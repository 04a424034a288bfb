//! `archipel node`: a member's node, for its operator and its privacy officer.

mod access;
mod budget;
mod ingest;
mod status;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::decision::Signing;
use super::shell::Shell;
use crate::charter::Class;
use crate::daemon::{self, Daemon, DaemonEvent};
use crate::model::{Findings, MemberId};

pub(super) use access::{load_config, officer};
pub(super) use ingest::say_multiline;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init {
        folder: PathBuf,
        #[arg(long, value_name = "ID")]
        member: MemberId,
        #[arg(long, value_name = "DIR")]
        charter: PathBuf,
        #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:7443")]
        listen: SocketAddr,
    },
    Serve {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Ingest {
        file: PathBuf,
        #[arg(long, value_name = "PERIOD")]
        period: String,
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        #[arg(long)]
        replace: bool,
        #[arg(long)]
        check: bool,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Datasets {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Budget {
        #[arg(long)]
        adopt: bool,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Status {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Attack {
        edition: String,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    #[command(subcommand)]
    Releases(super::releases::Command),
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Init { folder, member, charter, listen } => init(shell, &folder, &member, &charter, listen),
        Command::Serve { config } => serve(shell, &config),
        Command::Ingest { file, period, mapping, replace, check, config } => {
            ingest::run(shell, &config, ingest::IngestArguments { file, mapping, period, replace, check })
        }
        Command::Datasets { config } => status::datasets(shell, &config),
        Command::Budget { adopt, signing, config } if adopt || signing.is_given() => {
            budget::adopt(shell, &config, &signing)
        }
        Command::Budget { config, .. } => budget::show(shell, &config),
        Command::Status { config } => status::show(shell, &config),
        Command::Attack { edition, config } => super::attack::run(shell, &config, &edition),
        Command::Releases(command) => super::releases::run(shell, command),
    }
}

fn init(shell: &Shell, into: &Path, member: &MemberId, charter: &Path, listen: SocketAddr) -> Result<(), Findings> {
    let (_, parsed) = super::open_charter(charter)?;
    daemon::create(into, member, (&parsed, charter), listen)?;
    let value = serde_json::json!({ "folder": into, "member": member, "charter_digest": parsed.digest().to_string() });
    let words = [
        ("folder", (&into.display()).into()),
        ("member", member.into()),
        ("federation", (&parsed.id).into()),
        ("digest", parsed.digest().short().into()),
    ];
    shell.data(&value, || shell.line("node-init-done", &words));
    shell.say("node-init-next", &words);
    if parsed.class() == Class::Private {
        shell.say("node-init-next-private", &words);
    }
    Ok(())
}

fn serve(shell: &Shell, path: &Path) -> Result<(), Findings> {
    crate::telemetry::start();
    let config = load_config(path)?;
    let (files, charter) = super::open_charter(&config.charter)?;
    let member = config.member.clone();
    let daemon = Daemon::start(config, charter, &files)?;
    let tell = |event| match event {
        DaemonEvent::Serving(address) => {
            shell.say("node-serving", &[("member", (&member).into()), ("address", (&address).into())]);
        }
        DaemonEvent::Stopping => shell.say("node-stopping", &[]),
    };
    Ok(super::runtime(super::cores())?.block_on(daemon.serve(tell))?)
}
