//! The command line: one file per noun. Data go to stdout, messages to stderr, `--json` gives a stable form of the data.
#![expect(clippy::disallowed_methods, reason = "the language comes from the environment")]

mod charter;
mod coordinator;
mod demo;
mod demo_country;
mod edition;
mod help;
mod index;
mod load;
mod node;
mod page;
mod pki;
mod rehearsal;
mod result;
mod shell;
mod simulate;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{FromArgMatches as _, Parser, Subcommand};

use crate::model::{Findings, Lang, problems};
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
    Charter(charter::Command),
    #[command(subcommand)]
    Node(node::Command),
    #[command(subcommand)]
    Pki(pki::Command),
    #[command(subcommand)]
    Coordinator(coordinator::Command),
    #[command(subcommand)]
    Edition(edition::Command),
    #[command(subcommand)]
    Index(index::Command),
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = language(&arguments);
    let texts = Texts::new(lang);
    let parsed = help::localised::<Arguments>(&texts).try_get_matches_from(&arguments);
    let parsed = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(parsed) => parsed,
        Err(error) => return help::explain(&texts, &error),
    };
    let shell = Shell::new(texts, parsed.json);
    match dispatch(&shell, parsed.command) {
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
    }
}

/// The one runtime of the process.
fn runtime(threads: usize) -> Result<tokio::runtime::Runtime, Findings> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(threads.clamp(1, 64)).enable_all().build();
    built.map_err(|error| RuntimeError::Start { reason: error.to_string() }.into())
}

/// Threads that the machine can run at a time.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Problems that only commands have; a test in the crate's root holds the catalogues against them.
#[cfg(test)]
pub(crate) const PROBLEMS: &[&[(&str, &[&str])]] = &[
    RuntimeError::KEYS,
    coordinator::CoordinatorError::KEYS,
    demo_country::DemoError::KEYS,
    load::LoadError::KEYS,
    node::NodeCommandError::KEYS,
];

problems! {
    /// Why nothing can run at all.
    enum RuntimeError {
        /// No threads.
        Start(Operator, "runtime-start") { reason: String },
    }
}

/// `--lang`, else the locale. Asked before the arguments are parsed, as help is in the person's language too.
fn language(arguments: &[OsString]) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let separate = words.windows(2).find(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = words.iter().find_map(|word| word.strip_prefix("--lang="));
    let locale =
        || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match separate.or(joined) {
        Some(code) => code.parse().unwrap_or_default(),
        None => locale().map_or(Lang::En, |locale| Lang::of_locale(&locale)),
    }
}
