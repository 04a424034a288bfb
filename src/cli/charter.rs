use std::path::PathBuf;

use clap::Subcommand;

use super::shell::Shell;
use crate::charter::Charter;
use crate::folder;
use crate::model::Findings;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check { folder: PathBuf },
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Check { folder: path } => {
            let charter = Charter::parse(&folder::read(&path)?)?;
            shell.data(&serde_json::json!({"digest": charter.digest}), || charter.digest.to_string());
            Ok(())
        }
    }
}
