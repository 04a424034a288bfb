use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::layers::LayerFiles;
use super::load::Source;
use super::publish::StandingWords;
use super::rehearsal::{Cast, Rehearsal};
use super::result;
use super::shell::Shell;
use crate::charter::{Agreement, Class};
use crate::folder::{self, FolderError};
use crate::identity::write_public;
use crate::model::{Clock as _, Findings};
use crate::report::Require;
use crate::system::SystemClock;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[arg(long, value_name = "DIR")]
    charter: PathBuf,
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[arg(long, value_name = "all|quorum=N", default_value = "all")]
    require: Require,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    standing: StandingWords,
}

/// What `demo` and `simulate` share.
#[derive(Args, Debug)]
pub(super) struct Common {
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[arg(long, value_name = "FILE")]
    timings: Option<PathBuf>,
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    pub(super) layers: LayerFiles,
}

impl Common {
    /// Refuses whatever of a run's files is there already: asked before long work, as nothing is ever overwritten.
    pub(super) fn must_be_new(&self, out: &Path) -> Result<(), FolderError> {
        let live = self.keep.then(|| live(out));
        [out].into_iter().chain(self.timings.as_deref()).chain(live.as_deref()).try_for_each(folder::must_be_new)
    }

    pub(super) fn threads(&self) -> usize {
        self.threads.filter(|&threads| threads > 0).unwrap_or_else(super::cores)
    }
}

pub(super) fn run(shell: &Shell, arguments: Arguments) -> Result<(), Findings> {
    let began = Instant::now();
    let (charter_files, charter) = super::open_charter(&arguments.charter)?;
    super::index::check_quorum(arguments.require, &charter)?;
    let period = match &arguments.period {
        Some(period) => super::load::period(period)?,
        None => super::load::period(&charter.starts.year().to_string())?,
    };
    let mut sources = std::collections::BTreeMap::new();
    for member in &charter.members {
        sources.insert(member.id.clone(), Source::find(&arguments.data, member.id.as_str())?);
    }
    arguments.common.must_be_new(&arguments.out)?;
    let layers = arguments.common.layers.read(shell, &charter)?;
    let standing = arguments.standing.read(&charter, &period)?;
    let agreement = Agreement::on_this_machine(charter, SystemClock.today())?;
    let cast = Cast {
        agreement,
        charter_files,
        period,
        sources,
        threads: arguments.common.threads(),
        require: arguments.require,
        seed: None,
        layers,
        standing,
    };
    rehearse(shell, cast, &arguments.common, &arguments.out, began, result::show, "result-next")
}

/// How to connect to nodes that go on serving, beside the bundle.
fn live(out: &Path) -> PathBuf {
    out.with_file_name("live.json")
}

/// Runs a federation from files to bundle, shows the result, and says what to do next.
pub(super) fn rehearse(
    shell: &Shell,
    cast: Cast,
    common: &Common,
    out: &Path,
    began: Instant,
    show: impl FnOnce(&Shell, &crate::report::Published, &Path),
    next: &str,
) -> Result<(), Findings> {
    super::runtime(common.threads())?.block_on(async {
        let mut rehearsal = Rehearsal::start(shell, cast).await?;
        let outcome = rehearsal.compute(shell, began).await?;
        result::missing(shell, &outcome.published.members);
        let beside = rehearsal.beside(shell)?;
        folder::write_new(out, &outcome.published.files(beside.files))?;
        if let Some(path) = &common.timings {
            let json = serde_json::to_string_pretty(&rehearsal.timings(&outcome)).expect("plain JSON") + "\n";
            write_public(path, json.as_bytes())?;
        }
        show(shell, &outcome.published, out);
        super::logs::say(shell, &beside.logs);
        shell.say(next, &[("path", (&out.display()).into())]);
        let published = &outcome.published;
        if published.charter.class == Class::Private && !published.synthetic {
            shell.say("simulate-unpaid", &[]);
        }
        if common.keep {
            return rehearsal.keep(shell, &live(out)).await;
        }
        rehearsal.end().await;
        Ok(())
    })
}
