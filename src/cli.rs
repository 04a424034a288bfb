//! The command `archipel`, one file per noun: arguments, words and progress. Data go to stdout, messages to stderr;
//! `--json` gives a stable form of the data.
//!
//! `run` handles a command line: its language first, as help and errors are in it; then its arguments; then the noun,
//! which prints through a `Shell`; at the end the exit code, which says whose fault a failure is.

mod attack;
mod audit;
mod bundle;
mod charter;
mod coordinator;
mod decision;
mod demo;
mod demo_protection;
mod edition;
mod guide;
mod help;
mod index;
mod language;
mod layers;
mod logs;
mod node;
mod period;
mod pki;
mod progress;
mod publish;
mod releases;
mod result;
mod shell;
mod simulate;
mod terminal;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::{FromArgMatches as _, Parser, Subcommand};

use crate::charter::{Charter, CharterFiles};
use crate::folder;
use crate::model::{Findings, problems};
use crate::system::{cores, raise_open_files};
use crate::text::Texts;
use shell::Shell;

#[derive(Debug, Parser)]
#[command(name = "archipel", version, disable_help_subcommand = true, arg_required_else_help = true)]
struct Arguments {
    /// Language of messages; else the locale decides.
    #[arg(long, global = true, value_name = "en|fr", value_parser = clap::builder::PossibleValuesParser::new(["en", "fr"]))]
    lang: Option<String>,
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Noun,
}

#[derive(Debug, Subcommand)]
enum Noun {
    Demo(demo::Arguments),
    Simulate(simulate::Arguments),
    #[command(subcommand)]
    Charter(charter::CharterCommand),
    #[command(subcommand)]
    Node(node::Command),
    #[command(subcommand)]
    Pki(pki::PkiCommand),
    #[command(subcommand)]
    Coordinator(coordinator::Command),
    #[command(subcommand)]
    Edition(edition::Command),
    #[command(subcommand)]
    Index(index::Command),
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    Guide(guide::GuideArguments),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    // Prints only the place: the message of a panic may cite data, also where it is caught (`ingest::parquet_file`).
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(std::io::stderr(), "panicked at {place}");
    }));
    crate::system::outlive_large_writes();
    let arguments = help::asked(std::env::args_os().collect());
    let lang = language::asked(&arguments);
    let texts = Texts::new(lang);
    let parsed = help::localised::<Arguments>(&texts).try_get_matches_from(&arguments);
    let parsed = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(parsed) => parsed,
        Err(error) => {
            let shown = help::explain(&texts, &error);
            return shown.unwrap_or_else(|unwritten| Shell::new(texts, false).fail(&unwritten.into()));
        }
    };
    let shell = Shell::new(texts, parsed.json);
    match dispatch(&shell, parsed.command).and_then(|()| Ok(shell.finish()?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(findings) => shell.fail(&findings),
    }
}

fn dispatch(shell: &Shell, command: Noun) -> Result<(), Findings> {
    match command {
        Noun::Demo(arguments) => demo::run(shell, arguments),
        Noun::Simulate(arguments) => simulate::run(shell, arguments),
        Noun::Charter(command) => charter::run(shell, command),
        Noun::Node(command) => node::run(shell, command),
        Noun::Pki(command) => pki::run(shell, command),
        Noun::Coordinator(command) => coordinator::run(shell, command),
        Noun::Edition(command) => edition::run(shell, command),
        Noun::Index(command) => index::run(shell, command),
        Noun::Audit(command) => audit::run(shell, command),
        Noun::Guide(arguments) => guide::run(shell, arguments),
    }
}

/// Reads the files of a charter folder, and parses them. *Errors:* as in the charter, with the folder before each file.
fn open_charter(path: &Path) -> Result<(CharterFiles, Charter), Findings> {
    let files = folder::read(path)?;
    match Charter::parse(&files) {
        Ok(charter) => Ok((files, charter)),
        Err(found) => {
            let mut placed = Findings::default();
            for problem in found.shown() {
                let mut problem = problem.clone();
                let file = problem.place.file.take().unwrap_or_default();
                placed.push(problem.in_file(path.join(file).display().to_string()));
            }
            placed.count_only(found.unshown());
            Err(placed)
        }
    }
}

/// The settings argument that the next command needs: empty where the settings lie where a command looks by default.
fn elsewhere(config: &Path, usual: &str) -> String {
    if config == Path::new(usual) { String::new() } else { format!(" --config {}", config.display()) }
}

/// The one runtime of the process, which may have as many connections as the machine allows.
fn runtime(threads: usize) -> Result<tokio::runtime::Runtime, Findings> {
    raise_open_files();
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(threads.clamp(1, 64)).enable_all().build();
    built.map_err(|error| RuntimeError::Start { reason: error.to_string() }.into())
}

problems! {
    /// Reason why nothing can run at all.
    enum RuntimeError {
        /// Threads couldn't be started.
        Start(Operator, "runtime-start") { reason: String },
    }
}
