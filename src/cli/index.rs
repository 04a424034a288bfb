use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::coordinator::Desk;
use super::result;
use super::shell::Shell;
use crate::coordinator::{Require, compute};
use crate::folder;
use crate::model::Findings;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Compute {
        #[arg(long, value_name = "PERIOD")]
        period: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long, value_name = "all|quorum=N", default_value = "all")]
        require: Require,
        #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
        config: PathBuf,
    },
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Compute { period, out, require, config } => compute_index(shell, &period, &out, require, &config),
    }
}

fn compute_index(shell: &Shell, period: &str, out: &Path, require: Require, config: &Path) -> Result<(), Findings> {
    let period = super::load::period(period)?;
    folder::must_be_new(out)?;
    let desk = Desk::open(config)?;
    let run = desk.run(shell, &period, require);
    let computed = super::runtime(super::cores())?.block_on(compute(&run));
    let (published, _) = computed.map_err(|(problem, outcomes)| result::refusal(shell, problem, &outcomes))?;
    result::missing(shell, &published.members);
    folder::write_new(out, &published.files())?;
    result::show(shell, &published, out);
    Ok(())
}
