//! `archipel audit`: the log of a node, or a copy of it, for its officer and for those who verify it.

mod copy;
mod records;
mod report;
mod verify;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::decision::{Signing, Sure, decide};
use super::node::{load_config, officer};
use super::shell::Shell;
use crate::audit::{Entry, LogError, Look, Query};
use crate::journal::LogFolder;
use crate::model::{Findings, problems, visible};
use crate::node::{Deed, verify_log};
use crate::tlog::{CHECKPOINT, Checkpoint, Damage};

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    Log {
        #[command(flatten)]
        which: LogArguments,
        #[command(flatten)]
        filter: RecordFilter,
    },
    Verify {
        folder: PathBuf,
        #[arg(long, value_name = "FILE")]
        witness_policy: Option<PathBuf>,
        #[arg(long, value_name = "DIR")]
        charter: Vec<PathBuf>,
    },
    Prove {
        seq: u64,
        #[command(flatten)]
        which: LogArguments,
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    Report(report::ReportArguments),
    Export {
        folder: PathBuf,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
        #[arg(long, value_name = "SEQ")]
        prove: Vec<u64>,
    },
    Show {
        seq: u64,
        #[command(flatten)]
        which: LogArguments,
    },
    Erase {
        seq: u64,
        #[command(flatten)]
        sure: Sure,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Settle {
        #[arg(long, value_name = "NAME")]
        log: Option<String>,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
}

/// Arguments that name a log: a node's, where the look is recorded, or a copy.
#[derive(Args, Debug)]
pub(super) struct LogArguments {
    #[arg(long, value_name = "FILE", default_value = "node.toml")]
    config: PathBuf,
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    copy: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct RecordFilter {
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[arg(long, value_name = "NAME")]
    peer: Option<String>,
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
    #[arg(long, value_name = "ID|PERIOD")]
    dataset: Option<String>,
}

problems! {
    /// Mistake in an officer's order about a log.
    pub(super) enum AuditError {
        /// The text isn't a day.
        Date(Usage, "audit-date") { given: String },
        /// The file of witnesses can't be read.
        WitnessPolicy(Data, "audit-witness-policy") { path: String, line: u64 },
        /// Too few witnesses have cosigned the log.
        Quorum(Integrity, "audit-quorum") { path: String },
    }
}

pub(super) fn run(shell: &Shell, command: AuditCommand) -> Result<(), Findings> {
    match command {
        AuditCommand::Log { which, filter } => records::list(shell, &which, &filter),
        AuditCommand::Verify { folder, witness_policy, charter } => {
            verify::run(shell, &folder, witness_policy.as_deref(), &charter)
        }
        AuditCommand::Prove { seq, which, out } => copy::prove(shell, seq, &which, out),
        AuditCommand::Report(arguments) => report::run(shell, arguments),
        AuditCommand::Export { folder, config, prove } => copy::export(shell, &folder, &config, &prove),
        AuditCommand::Show { seq, which } => records::show(shell, seq, &which),
        AuditCommand::Erase { seq, sure, signing, config } => erase(shell, seq, (&signing, Some(&sure)), &config),
        AuditCommand::Settle { log, signing, config } => settle(shell, log, &signing, &config),
    }
}

impl LogArguments {
    /// Opens the folder of the log. A look at a node's own log is recorded before anything is shown.
    fn open(&self, look: Look) -> Result<LogFolder, Findings> {
        if let Some(copy) = &self.copy {
            // A copy is shown only after it is verified.
            verify_log(copy)?;
            return Ok(LogFolder::new(copy));
        }
        let config = load_config(&self.config)?;
        officer(&self.config)?.record_look(look)?;
        Ok(LogFolder::new(&config.log))
    }
}

impl RecordFilter {
    fn query(&self) -> Result<Query, Findings> {
        Ok(Query {
            kind: self.kind.clone(),
            from: self.from.as_deref().map(day).transpose()?,
            to: self.to.as_deref().map(day).transpose()?,
            peer: self.peer.clone(),
            edition: self.edition.clone(),
            dataset: self.dataset.clone(),
        })
    }
}

/// Parses a day, or the beginning of one, as records have it.
fn day(text: &str) -> Result<String, AuditError> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let good = match text.split('-').collect::<Vec<_>>()[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    };
    if good { Ok(text.to_owned()) } else { Err(AuditError::Date { given: visible(text) }) }
}

/// Calls `each` for every record of a log up to its checkpoint.
fn each(folder: &LogFolder, mut each: impl FnMut(Entry, &[u8])) -> Result<(), Findings> {
    let (checkpoint, _) = checkpoint(folder)?;
    let mut bad = None;
    folder.each(checkpoint.size, |seq, bytes| match Entry::parse(bytes) {
        Some(entry) => each(entry, bytes),
        None => bad = bad.or(Some(seq)),
    })?;
    // An unreadable record must not be passed over in silence.
    bad.map_or(Ok(()), |seq| Err(LogError::Form { seq }.into()))
}

fn checkpoint(folder: &LogFolder) -> Result<(Checkpoint, String), Findings> {
    let bad = || Damage::Checkpoint { path: folder.path(CHECKPOINT) };
    Ok(folder.checkpoint().ok_or_else(bad)?)
}

fn erase(shell: &Shell, seq: u64, signing: (&Signing, Option<&Sure>), config: &Path) -> Result<(), Findings> {
    if let Some(()) =
        decide(shell, config, &Deed::Erase(seq), signing, |officer, note| officer.erase_detail(seq, note))?
    {
        shell.data(&(), || shell.line("audit-erased", &[("seq", seq.into())]));
    }
    Ok(())
}

fn settle(shell: &Shell, log: Option<String>, signing: &Signing, config: &Path) -> Result<(), Findings> {
    let signing = (signing, None);
    let (done, key) = match log {
        None => (decide(shell, config, &Deed::Settle, signing, |officer, note| officer.settle(note))?, "audit-settled"),
        Some(log) => {
            let deed = Deed::Forget(log.clone());
            (decide(shell, config, &deed, signing, |officer, note| officer.forget(&log, note))?, "audit-forgot")
        }
    };
    if done.is_some() {
        shell.data(&(), || shell.line(key, &[]));
    }
    Ok(())
}
