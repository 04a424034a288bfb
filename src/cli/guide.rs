//! The guide for people who don't know the program yet: pages, a self-assessment, and exercises that are checked.

mod exercise;
mod pages;
mod readiness;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use super::shell::Shell;
use crate::model::Findings;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Show {
        #[arg(value_parser = PossibleValuesParser::new(pages::IDS))]
        page: String,
    },
    #[command(subcommand)]
    Readiness(Readiness),
    Exercise {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=i64::from(exercise::LAST)))]
        number: Option<u8>,
        #[arg(long, value_name = "DIR", requires_all = ["number", "answer"])]
        bundle: Option<PathBuf>,
        #[arg(long, value_name = "X", requires_all = ["number", "bundle"], allow_hyphen_values = true)]
        answer: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum Readiness {
    New {
        file: PathBuf,
    },
    Show {
        file: PathBuf,
        #[arg(long, value_name = "FILE.csv")]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(shell: &Shell, arguments: Arguments) -> Result<(), Findings> {
    match arguments.command {
        None => pages::list(shell),
        Some(Command::Show { page }) => pages::show(shell, &page),
        Some(Command::Readiness(Readiness::New { file })) => return readiness::new(shell, &file),
        Some(Command::Readiness(Readiness::Show { file, out })) => {
            return readiness::show(shell, &file, out.as_deref());
        }
        Some(Command::Exercise { number: None, .. }) => exercise::list(shell),
        Some(Command::Exercise { number: Some(number), bundle, answer }) => match bundle.zip(answer) {
            Some((bundle, answer)) => return exercise::check(shell, number, &bundle, &answer),
            None => exercise::task(shell, number),
        },
    }
    Ok(())
}
