use std::path::PathBuf;

use clap::Subcommand;

use super::shell::Shell;
use crate::charter::Charter;
use crate::config::read_folder;
use crate::model::Findings;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check { folder: PathBuf },
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Check { folder } => {
            let charter = Charter::parse(&read_folder(&folder)?)?;
            shell.data(&serde_json::json!({"digest": charter.digest}), || charter.digest.to_string());
            Ok(())
        }
    }
}
