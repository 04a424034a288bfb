use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use clap::Args;

use super::layers::LayerFiles;
use super::node::say_multiline;
use super::progress::report_to;
use super::publish::StandingWords;
use super::result;
use super::shell::Shell;
use crate::charter::{Agreement, CharterFiles, Class};
use crate::folder::{self, FolderError};
use crate::identity::write_public;
use crate::model::{Clock as _, Findings, MemberId, Period};
use crate::node::{Loaded, Node, RecordFile};
use crate::rehearsal::{LoadRecords, Rehearsal, RehearsalSetup};
use crate::report::{Layers, Published, Require, Standing};
use crate::store::Replace;
use crate::system::{SystemClock, stop_signal};

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

/// Arguments that `demo` and `simulate` share.
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
    /// Refuses to start if any file of the run exists already: checked before long work, as nothing is ever
    /// overwritten.
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
        Some(period) => super::period::period(period)?,
        None => super::period::period(&charter.starts.year().to_string())?,
    };
    let mut sources = BTreeMap::new();
    for member in &charter.members {
        sources.insert(member.id.clone(), RecordFile::find(&arguments.data, member.id.as_str())?);
    }
    arguments.common.must_be_new(&arguments.out)?;
    let order = RehearsalOrder {
        layers: arguments.common.layers.read(shell, &charter)?,
        standing: arguments.standing.read(&charter, &period)?,
        agreement: Agreement::on_this_machine(charter, SystemClock.today())?,
        charter_files,
        period,
        sources,
        require: arguments.require,
        seed: None,
        began,
    };
    order.rehearse(shell, &arguments.common, &arguments.out, result::show, "result-next")
}

/// Order for a rehearsal, of `demo` or `simulate`.
pub(super) struct RehearsalOrder {
    pub(super) agreement: Agreement,
    /// Files of its charter.
    pub(super) charter_files: CharterFiles,
    pub(super) period: Period,
    /// File of each member.
    pub(super) sources: BTreeMap<MemberId, RecordFile>,
    pub(super) require: Require,
    pub(super) seed: Option<u64>,
    /// Layers beside the figures.
    pub(super) layers: Layers,
    /// Standing that the bundle states.
    pub(super) standing: Standing,
    /// Time at which the command began.
    pub(super) began: Instant,
}

/// Path, beside the bundle, of the file that says how to connect to nodes that go on serving.
fn live(out: &Path) -> PathBuf {
    out.with_file_name("live.json")
}

impl RehearsalOrder {
    /// Runs a federation from files to bundle, shows the result, and says what to do next.
    pub(super) fn rehearse(
        self,
        shell: &Shell,
        common: &Common,
        out: &Path,
        show: impl FnOnce(&Shell, &Published, &Path),
        next: &str,
    ) -> Result<(), Findings> {
        let Self { agreement, charter_files, period, sources, require, seed, layers, standing, began } = self;
        let charter = agreement.shared();
        let files = Arc::new(MemberFiles { sources, period: period.clone(), loaded: Mutex::default() });
        let loading = files.clone();
        let load: LoadRecords = Arc::new(move |node| loading.load(node));
        let setup = RehearsalSetup { agreement, period, load, threads: common.threads(), require, seed };
        super::runtime(common.threads())?.block_on(async {
            let bar = shell.progress("progress-ingest", files.sources.len() as u64);
            let on_ready = |member: &MemberId| {
                bar.inc(1);
                bar.suspend(|| files.say_multiline(shell, member));
            };
            let rehearsal = Rehearsal::start(setup, on_ready).await?;
            bar.finish_and_clear();
            let computed = rehearsal.compute(report_to(shell, &charter), layers, standing).await;
            let outcome = computed.map_err(|refused| result::refusal(shell, refused))?;
            result::missing(shell, &outcome.published.members);
            let logs = rehearsal.logs()?;
            let beside = super::index::charter_files(&charter_files).into_iter().chain(logs.files).collect();
            folder::write_new(out, &outcome.published.files(beside))?;
            if let Some(path) = &common.timings {
                let timings = rehearsal.timings(&outcome, began);
                write_public(path, (serde_json::to_string_pretty(&timings).expect("plain JSON") + "\n").as_bytes())?;
            }
            show(shell, &outcome.published, out);
            let name = |member: &MemberId| charter.member(member).map_or("", |of| of.name.get(shell.texts().lang()));
            let verified = logs.verified.into_iter().map(|(member, log)| (name(&member).to_owned(), log));
            super::logs::say(shell, &verified.collect::<Vec<_>>());
            shell.say(next, &[("path", (&out.display()).into())]);
            if charter.class() == Class::Private && !outcome.published.synthetic {
                shell.say("simulate-unpaid", &[]);
            }
            if !common.keep {
                rehearsal.end().await;
                return Ok(());
            }
            let (stopping, live) = (stop_signal(), live(out));
            let on_live = || shell.say("rehearsal-live", &[("path", (&live.display()).into())]);
            rehearsal.keep(&live, stopping, on_live).await
        })
    }
}

/// The members' files, with the findings in each until they are shown.
struct MemberFiles {
    sources: BTreeMap<MemberId, RecordFile>,
    period: Period,
    loaded: Mutex<BTreeMap<MemberId, Loaded>>,
}

impl MemberFiles {
    fn load(&self, node: &Node) -> Result<u64, Findings> {
        let source = &self.sources[node.member()];
        let loaded = node.load_file(source, &self.period, Replace::No, &|_| ())?;
        let rows = loaded.accepted.rows;
        self.loaded().insert(node.member().clone(), loaded);
        Ok(rows)
    }

    fn say_multiline(&self, shell: &Shell, member: &MemberId) {
        if let Some(loaded) = self.loaded().remove(member) {
            say_multiline(shell, &loaded, &self.sources[member].file.display().to_string());
        }
    }

    fn loaded(&self) -> MutexGuard<'_, BTreeMap<MemberId, Loaded>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
