use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::coordinator::CoordinatorSession;
use super::layers::LayerFiles;
use super::publish::StandingWords;
use super::result;
use super::shell::Shell;
use crate::charter::{Charter, CharterFiles, LAST_REVISION};
use crate::coordinator::{compute, witness, witness_first};
use crate::folder;
use crate::model::{Clock as _, Findings, problems};
use crate::report::Require;
use crate::system::SystemClock;
use crate::verify::Versions;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Compute(Box<Order>),
    Publish {
        bundle: PathBuf,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        #[arg(long, value_name = "DIR")]
        keys: Option<PathBuf>,
        #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
        config: PathBuf,
        #[arg(long)]
        unasked: bool,
    },
    Verify {
        bundle: PathBuf,
        #[arg(long, value_name = "DIR")]
        keys: Option<PathBuf>,
        #[arg(long)]
        published: bool,
        #[arg(long)]
        other_version: bool,
        #[arg(long, value_name = "DIR")]
        corrects: Option<PathBuf>,
    },
}

/// Arguments of a computation: its inputs, and what the bundle says of itself.
#[derive(Args, Debug)]
pub(super) struct Order {
    #[arg(long, value_name = "PERIOD")]
    period: String,
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=i64::from(LAST_REVISION)))]
    revision: u32,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long, value_name = "all|quorum=N", default_value = "all")]
    require: Require,
    #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
    config: PathBuf,
    #[command(flatten)]
    layers: LayerFiles,
    #[command(flatten)]
    standing: StandingWords,
}

problems! {
    /// Problem with the order to compute an index.
    pub(super) enum IndexError {
        /// The order asks for more members than there are.
        QuorumTooLarge(Usage, "index-quorum-too-large") { quorum: usize, members: usize },
    }
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Compute(order) => compute_index(shell, &order),
        Command::Publish { bundle, key, keys, config, unasked } => {
            let asked = super::publish::Asking { config, unasked };
            super::publish::run(shell, &bundle, &key, keys.as_deref(), &asked)
        }
        Command::Verify { bundle, keys, published, other_version, corrects } => {
            let versions = if other_version { Versions::Any } else { Versions::Same };
            let sound = super::bundle::verify(&bundle, keys.as_deref(), versions)?;
            if published {
                sound.must_be_published()?;
            }
            if let Some(old) = &corrects {
                sound.must_correct(&super::bundle::verify(old, None, Versions::Any)?)?;
            }
            super::bundle::show(&sound, shell, &bundle, keys.as_deref());
            Ok(())
        }
    }
}

fn compute_index(shell: &Shell, order: &Order) -> Result<(), Findings> {
    let Order { out, require, .. } = order;
    let period = super::period::period(&order.period)?;
    folder::must_be_new(out)?;
    let session = CoordinatorSession::open(&order.config)?;
    check_quorum(*require, session.agreement.charter())?;
    let layers = order.layers.read(shell, session.agreement.charter())?;
    let standing = order.standing.read(session.agreement.charter(), &period)?;
    let run = session.run(shell, (&period, order.revision), *require)?;
    let runtime = super::runtime(super::cores())?;
    let memory = session.memory();
    memory.judge(&runtime.block_on(witness_first(&run)))?;
    let computed = runtime.block_on(compute(&run));
    let mut published = match computed {
        Ok(computed) => computed.published,
        Err(refused) => {
            // The answers are remembered even where they aren't enough.
            memory.keep(&run.edition, &refused.members)?;
            return Err(result::refusal(shell, refused));
        }
    };
    (published.layers, published.standing) = (layers, standing);
    result::missing(shell, &published.members);
    // Remember the nodes first: a cosignature says that they are remembered.
    memory.keep(&published.edition, &published.members)?;
    let (key, now) = (session.witness_key()?, SystemClock.unix_seconds());
    let found = runtime.block_on(witness(&run, &mut published.members, &key, now.max(0).cast_unsigned()));
    memory.judge(&found)?;
    folder::write_new(out, &published.files(charter_files(&session.files)))?;
    result::show(shell, &published, out);
    shell.say("result-next", &[("path", (&out.display()).into())]);
    Ok(())
}

/// Files of the charter, as a bundle has them.
pub(super) fn charter_files(files: &CharterFiles) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(name, bytes)| (format!("charter/{name}"), bytes.clone())).collect()
}

/// Refuses a rule that no answer could meet: checked before anything runs.
pub(super) fn check_quorum(require: Require, charter: &Charter) -> Result<(), IndexError> {
    let members = charter.members.len();
    let quorum = require.needed(members);
    if quorum > members { Err(IndexError::QuorumTooLarge { quorum, members }) } else { Ok(()) }
}
