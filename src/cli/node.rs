use std::cell::RefCell;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use tokio::net::TcpListener;

use super::decision::Signing;
use super::edition::state_words;
use super::elsewhere;
use super::load::{self, Loaded, Source};
use super::page::{Page, wrap};
use super::shell::Shell;
use crate::charter::{Agreement, Charter, Class, Policy};
use crate::config::NodeConfig;
use crate::folder;
use crate::identity::{
    Credentials, Expected, Party, Role, SpiffeId, Trust, create_folder, read_private, server_config, write_private,
    write_public,
};
use crate::model::{Clock, Findings, MemberId, Problem, Rho, problems, visible};
use crate::node::{BudgetProposal, BudgetStatus, Deed, EditionSpending, Node, NodeStatus, WitnessRule, open_log};
use crate::rpc::{
    IngestOrder, IngestReport, OfficerOrder, Operations, OperatorClient, OperatorSocket, Serving, TransportError, serve,
};
use crate::store::{MasterKey, Replace, Store, StoreError};
use crate::system::{SystemClock, SystemEntropy, stop_signal};
use crate::text::Word;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init {
        folder: PathBuf,
        #[arg(long, value_name = "ID")]
        member: MemberId,
        #[arg(long, value_name = "DIR")]
        charter: PathBuf,
        #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:7443")]
        listen: SocketAddr,
    },
    Serve {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Ingest {
        file: PathBuf,
        #[arg(long, value_name = "PERIOD")]
        period: String,
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        #[arg(long)]
        replace: bool,
        #[arg(long)]
        check: bool,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Datasets {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Budget {
        #[arg(long)]
        adopt: bool,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Status {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Attack {
        edition: String,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    #[command(subcommand)]
    Releases(super::releases::Command),
}

problems! {
    /// What can be wrong with the order to a node.
    pub(super) enum NodeCommandError {
        /// The charter doesn't name an authority or a file isn't there.
        NoAuthority(Data, "charter-no-authority") { party: String },
        /// A class in which nothing is spent.
        NoBudget(Policy, "node-no-budget") {},
        /// The running node's answer can't be read.
        BadAnswer(Operator, "node-bad-answer") {},
    }
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Init { folder, member, charter, listen } => init(shell, &folder, &member, &charter, listen),
        Command::Serve { config } => serve_node(shell, &config),
        Command::Ingest { file, period, mapping, replace, check, config } => {
            let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
            let order = IngestOrder {
                file: absolute(file),
                mapping: mapping.map(absolute),
                period,
                replace,
                check_only: check,
            };
            ingest(shell, &config, order)
        }
        Command::Datasets { config } => datasets(shell, &config),
        Command::Budget { adopt, signing, config } if adopt || signing.is_given() => {
            adopt_budget(shell, &config, &signing)
        }
        Command::Budget { config, .. } => budget(shell, &config),
        Command::Status { config } => status(shell, &config),
        Command::Attack { edition, config } => super::attack::run(shell, &config, edition),
        Command::Releases(command) => super::releases::run(shell, command),
    }
}

fn init(shell: &Shell, into: &Path, member: &MemberId, charter: &Path, listen: SocketAddr) -> Result<(), Findings> {
    let (_, parsed) = super::open_charter(charter)?;
    parsed.known_member(member)?;
    folder::must_be_new(&into.join("node.toml"))?;
    let charter = std::path::absolute(charter).unwrap_or(charter.to_owned());
    let text = NodeConfig::template(member, &charter.display().to_string(), listen);
    let config = NodeConfig::parse(&into.join("node.toml"), &text)?;
    let is_private = parsed.class == Class::Private;
    create_folder(into)?;
    write_private(&config.master_key, MasterKey::generate_text(&SystemEntropy).as_bytes())?;
    let store = Store::create(&config.data, member, &master_key(&config)?, &SystemEntropy)?;
    open_log(&config.log, &store, &parsed)?;
    if is_private && !config.policy.exists() {
        write_public(&config.policy, Policy::template(&parsed, member).as_bytes())?;
    }
    // Last: with the settings there, everything else is.
    write_public(&into.join("node.toml"), text.as_bytes())?;
    let value = serde_json::json!({ "folder": into, "member": member, "charter_digest": parsed.digest.to_string() });
    let words = [
        ("folder", (&into.display()).into()),
        ("member", member.into()),
        ("federation", (&parsed.id).into()),
        ("digest", parsed.digest.short().into()),
    ];
    shell.data(&value, || shell.line("node-init-done", &words));
    shell.say("node-init-next", &words);
    if is_private {
        shell.say("node-init-next-private", &words);
    }
    Ok(())
}

pub(super) fn load_config(path: &Path) -> Result<NodeConfig, Findings> {
    NodeConfig::parse(path, &folder::read_file(path)?)
}

fn master_key(config: &NodeConfig) -> Result<MasterKey, Findings> {
    let bytes = read_private(&config.master_key)?;
    let key = std::str::from_utf8(&bytes).ok().and_then(MasterKey::parse);
    let path = config.master_key.display().to_string();
    Ok(key.ok_or(StoreError::KeyFile { path, reason: "64 × 0-9 a-f".to_owned() })?)
}

/// The node of these settings, on its store, in this process.
fn open(config: &NodeConfig, agreement: Agreement) -> Result<Arc<Node>, Findings> {
    let store = Store::open(&config.data, &config.member, &master_key(config)?)?;
    let threads = if config.threads == 0 { super::cores() } else { config.threads };
    let policy = match config.policy.exists() {
        true => {
            let (name, text) = (config.policy.display().to_string(), folder::read_file(&config.policy)?);
            Policy::parse(&name, &text, agreement.charter(), &config.member)?
        }
        false => Policy::none(agreement.charter(), &config.member),
    };
    let journal = open_log(&config.log, &store, agreement.charter())?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    Ok(Node::new(agreement, policy, store, journal, clock, entropy, threads)?)
}

/// Opens the store for a command when no node runs: nothing leaves the machine, so signatures may still be missing.
pub(super) fn open_here(config: &NodeConfig) -> Result<Arc<Node>, Findings> {
    let (_, charter) = super::open_charter(&config.charter)?;
    open(config, Agreement::on_this_machine(charter, SystemClock.today())?)
}

/// The authorities that a charter names, from its folder.
pub(super) fn trust(charter: &Charter, files: &crate::charter::CharterFiles) -> Result<Trust, Findings> {
    let mut trust = Trust::new(&charter.id)?;
    let members = charter.members.iter().map(|member| (Party::Member(member.id.clone()), member.authority.as_ref()));
    let coordinators = charter.coordinators.iter().filter_map(|coordinator| {
        let id: SpiffeId = coordinator.identity.parse().ok()?;
        Some((id.speaker().party(), coordinator.authority.as_ref()))
    });
    for (party, file) in members.chain(coordinators) {
        let Some(file) = file else { continue };
        let missing = || NodeCommandError::NoAuthority { party: party.to_string() };
        trust.add(party.clone(), file, files.get(file).ok_or_else(missing)?)?;
    }
    Ok(trust)
}

fn serve_node(shell: &Shell, path: &Path) -> Result<(), Findings> {
    crate::telemetry::start();
    let config = load_config(path)?;
    let (files, charter) = super::open_charter(&config.charter)?;
    let trust = trust(&charter, &files)?;
    let agreement = Agreement::in_force(charter, &files, Some(&config.member), SystemClock.today())?;
    let expected = Expected::Anyone {
        federation: agreement.charter().id.clone(),
        member: config.member.clone(),
        role: Role::Node,
    };
    let credentials = Credentials::load(&config.certificate, &config.key, &expected, &trust, &SystemClock)?;
    let node = open(&config, agreement)?;
    let witnesses = config.witnesses;
    let hours = |hours: u64| i64::try_from(hours).unwrap_or(i64::MAX).saturating_mul(3600);
    let (warn, stop) = (hours(witnesses.warn_h), hours(witnesses.stop_h));
    node.require_witnesses(WitnessRule { needed: witnesses.needed, warn, stop })?;
    node.started(credentials.peer().certificate_sha256)?;
    super::runtime(super::cores())?.block_on(async {
        let bind = |error: std::io::Error| TransportError::Bind {
            address: config.listen.to_string(),
            reason: error.to_string(),
        };
        let stopping = stop_signal();
        let listener = TcpListener::bind(config.listen).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let tls = Arc::new(server_config(&credentials, &trust, clock.clone()));
        let (stop, _) = tokio::sync::watch::channel(false);
        let stopped = |mut stop: tokio::sync::watch::Receiver<bool>| async move {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        let serving = Serving { listener, tls, limits: config.limits.clone(), clock };
        let running = Arc::new(Running(node.clone()));
        // The operator is the node's own user; who else is an officer, the socket's group says.
        let operator = OperatorSocket::bind(&config.operator_socket, 0o600).await?;
        let officer = OperatorSocket::bind(&config.officer_socket, 0o660).await?;
        let operator = operator.serve(running.clone(), stopped(stop.subscribe()));
        let officer = officer.serve_officer(running, stopped(stop.subscribe()));
        let coordinators = serve(node.clone(), serving, stopped(stop.subscribe()));
        let words = [("member", (&config.member).into()), ("address", (&address).into())];
        shell.say("node-serving", &words);
        tracing::info!(member = %config.member, %address, "node serving");
        let waiting = async {
            stopping.await;
            shell.say("node-stopping", &[]);
            stop.send_replace(true);
            node.drain().await;
            Ok(())
        };
        tokio::try_join!(operator, officer, coordinators, waiting)?;
        node.stopped()?;
        Ok(())
    })
}

/// What a running node does for its operator.
struct Running(Arc<Node>);

impl Operations for Running {
    fn status(&self) -> Result<String, Problem> {
        Ok(serde_json::to_string(&self.0.status()?).expect("our own types serialise"))
    }

    fn officer(&self, order: OfficerOrder) -> Result<String, String> {
        super::releases::obey(&self.0, &order)
            .map_err(|problem| serde_json::to_string(&Findings::from(problem)).expect("our own types serialise"))
    }

    fn ingest(&self, order: IngestOrder, report: &dyn Fn(IngestReport)) {
        report(match perform(&self.0, &order, &|p| report(IngestReport::Progress(p.bytes, p.total_bytes, p.rows))) {
            Ok(done) => IngestReport::Done(serde_json::to_string(&done).expect("our own types serialise")),
            Err(findings) => IngestReport::Refused(serde_json::to_string(&findings).expect("our own types serialise")),
        });
    }
}

/// Loads or checks a file. A check that finds something is refused like a load.
fn perform(
    node: &Node,
    order: &IngestOrder,
    progress: &dyn Fn(crate::ingest::Progress),
) -> Result<Performed, Findings> {
    let period = load::period(&order.period)?;
    let source = Source { file: order.file.clone(), mapping: order.mapping.clone() };
    let replace = if order.replace { Replace::Yes } else { Replace::No };
    if order.check_only {
        let (seen, findings) = load::check(node, &source, &period, replace, progress)?;
        return Ok(Performed { seen, findings, standing: false });
    }
    let seen = load::load(node, &source, period.clone(), replace, progress)?;
    // The load stands: nothing that goes wrong from here on may refuse it.
    let standing = node.releases().is_ok_and(|releases| releases.iter().any(|release| release.period == period));
    Ok(Performed { seen, findings: Findings::default(), standing })
}

#[derive(serde::Deserialize, serde::Serialize)]
struct Performed {
    seen: Loaded,
    findings: Findings,
    /// A release of this period stands: it was made from the data before, and is never rebuilt.
    standing: bool,
}

fn ingest(shell: &Shell, path: &Path, order: IngestOrder) -> Result<(), Findings> {
    let config = load_config(path)?;
    let bar = shell.progress("progress-ingest", 0);
    let tell = |bytes: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(bytes);
    };
    let (check_only, file) = (order.check_only, order.file.display().to_string());
    let performed = super::runtime(1)?.block_on(async {
        let Some(mut client) = OperatorClient::connect(&config.operator_socket).await? else {
            let node = open_here(&config)?;
            return perform(&node, &order, &|p| tell(p.bytes, p.total_bytes));
        };
        let last = RefCell::new(None);
        client
            .ingest(order, |report| match report {
                IngestReport::Progress(bytes, total, _) => tell(bytes, total),
                report => *last.borrow_mut() = Some(report),
            })
            .await?;
        let bad = || NodeCommandError::BadAnswer {};
        match last.into_inner() {
            Some(IngestReport::Done(json)) => Ok(serde_json::from_str(&json).map_err(|_| bad())?),
            Some(IngestReport::Refused(json)) => Err(serde_json::from_str::<Findings>(&json).map_err(|_| bad())?),
            _ => Err(bad().into()),
        }
    });
    bar.finish_and_clear();
    let performed: Performed = performed?;
    shell.data(&performed.seen, || columns(shell, &performed.seen));
    performed.seen.say_multiline(shell, &file);
    if !performed.findings.is_empty() {
        return Err(performed.findings);
    }
    let words = [
        ("rows", shell.texts().number(performed.seen.rows as f64, 0).into()),
        ("period", (&performed.seen.period).into()),
        ("config", (&path.display()).into()),
    ];
    shell.say(if check_only { "ingest-check-passed" } else { "ingest-done" }, &words);
    if performed.standing {
        shell.say("ingest-release-stands", &words);
    }
    Ok(())
}

/// What each column held.
fn columns(shell: &Shell, seen: &Loaded) -> String {
    let header = ["column", "from", "answered", "missing", "out-of-range", "unknown"];
    let header: Vec<String> = header.iter().map(|name| shell.line(&format!("ingest-column-{name}"), &[])).collect();
    let number = |count: u64| shell.texts().number(count as f64, 0);
    let rows: Vec<Vec<String>> = seen
        .columns
        .iter()
        .map(|column| {
            let from = if column.columns.is_empty() { "–".to_owned() } else { column.columns.join(" + ") };
            let counts = [column.answered, column.missing, column.out_of_range, column.unknown].map(number);
            [column.name.clone(), from].into_iter().chain(counts).collect()
        })
        .collect();
    let mut text = shell.table(&header, &rows, 2..);
    if !seen.ignored.is_empty() {
        text += &shell.line("ingest-ignored", &[("columns", visible(&seen.ignored.join(", ")).into())]);
    }
    text
}

fn ask_status(config: &NodeConfig) -> Result<(NodeStatus, bool), Findings> {
    super::runtime(1)?.block_on(async {
        match OperatorClient::connect(&config.operator_socket).await? {
            Some(mut client) => {
                let json = client.status().await?;
                Ok((serde_json::from_str(&json).map_err(|_| NodeCommandError::BadAnswer {})?, true))
            }
            None => Ok((open_here(config)?.status()?, false)),
        }
    })
}

fn datasets(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let (status, _) = ask_status(&load_config(path)?)?;
    shell.data(&status.datasets, || dataset_table(shell, &status));
    Ok(())
}

fn dataset_table(shell: &Shell, status: &NodeStatus) -> String {
    if status.datasets.is_empty() {
        return shell.line("node-no-datasets", &[]);
    }
    let header = ["period", "rows", "bytes", "loaded", "fits"].map(|name| shell.line(&format!("dataset-{name}"), &[]));
    let number = |count: u64| shell.texts().number(count as f64, 0);
    let rows: Vec<Vec<String>> = status
        .datasets
        .iter()
        .map(|dataset| {
            let fits = shell.line(if dataset.fits_charter { "yes" } else { "no" }, &[]);
            vec![dataset.period.clone(), number(dataset.rows), number(dataset.bytes), dataset.loaded_at.clone(), fits]
        })
        .collect();
    shell.table(&header, &rows, 1..)
}

/// Lets the budget be what `policy.toml` says, on the officer's word.
fn adopt_budget(shell: &Shell, path: &Path, signing: &Signing) -> Result<(), Findings> {
    let decided = super::decision::decide(shell, path, Deed::Budget, [None, None], (signing, None))?;
    let Some(budget): Option<BudgetStatus> = decided else { return Ok(()) };
    let lifetime = amount(budget.lifetime);
    shell.data(&budget, String::new);
    let key = if budget.waits { "budget-adopted-waits" } else { "budget-adopted" };
    let names = budget.witnesses.iter().map(|key| key.split('+').next().unwrap_or_default());
    shell.say(key, &[("lifetime", lifetime), ("witnesses", names.collect::<Vec<_>>().join(", ").into())]);
    shell.say("budget-next-open", &[]);
    Ok(())
}

fn amount(rho: Option<Rho>) -> Word {
    rho.map_or_else(|| "–".into(), Word::from)
}

/// What is spent, by which editions, and how long the rest lasts.
fn budget(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let budget: Option<BudgetStatus> = super::releases::order(path, OfficerOrder::Budget)?;
    let Some(budget) = &budget else { return Err(NodeCommandError::NoBudget {}.into()) };
    shell.data(budget, || {
        let left = budget.lifetime.map(|lifetime| lifetime.minus(budget.spent));
        let words = [
            ("rho", budget.rho.into()),
            ("spent", budget.spent.into()),
            ("lifetime", amount(budget.lifetime)),
            ("left", amount(left)),
            ("editions", shell.texts().number(left.map_or(0, |left| budget.rho.times_in(left)) as f64, 0).into()),
        ];
        let mut page = Page::new(shell.texts());
        page.line("budget-head", &words);
        page.line(if left.is_some() { "budget-left" } else { "budget-no-lifetime" }, &words);
        if !budget.witnesses.is_empty() {
            page.line("budget-witnesses", &[]);
            budget.witnesses.iter().for_each(|key| page.verbatim(&format!("  {key}")));
        }
        match &budget.proposed {
            _ if budget.waits => page.line("budget-waits", &[]),
            Some(BudgetProposal { lifetime, witnesses }) => {
                page.line("budget-differs", &[("lifetime", (*lifetime).into())]);
                witnesses.iter().for_each(|key| page.verbatim(&format!("  {key}")));
            }
            None => {}
        }
        let text = page.finish() + "\n";
        let header = ["edition", "period", "rho", "outcome"].map(|name| shell.line(&format!("budget-{name}"), &[]));
        let row = |edition: &EditionSpending| {
            let outcome = shell.line(&format!("budget-outcome-{}", edition.outcome), &[]);
            let name = edition.edition.map_or_else(|| "–".to_owned(), |edition| edition.digest().short());
            vec![name, edition.period.clone(), shell.texts().rho(edition.rho), outcome]
        };
        let rows: Vec<Vec<String>> = budget.editions.iter().map(row).collect();
        if rows.is_empty() {
            text + &shell.line("budget-nothing", &[]) + "\n"
        } else {
            text + &shell.table(&header, &rows, 2..)
        }
    });
    let words = [("config", elsewhere(path, "node.toml").into())];
    if budget.lacks.is_some() {
        shell.say("budget-next-lacks", &words);
    } else if budget.proposed.is_some() && !budget.waits {
        shell.say("budget-next-adopt", &words);
        shell.say("release-next-sign", &[]);
    }
    Ok(())
}

fn status(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let config = load_config(path)?;
    let (status, running) = ask_status(&config)?;
    let mut value = serde_json::to_value(&status).expect("our own types serialise");
    value["running"] = running.into();
    shell.data(&value, || {
        let words = [
            ("member", (&status.member).into()),
            ("software", (&status.software).into()),
            ("charter", (&status.charter).into()),
            ("digest", status.charter_digest.short().into()),
            ("ends", (&status.charter_ends).into()),
        ];
        let mut text = shell.line(if running { "node-status-running" } else { "node-status-stopped" }, &words) + "\n";
        text += &shell.line("node-status-charter", &words);
        text += "\n\n";
        text += &dataset_table(shell, &status);
        for edition in &status.editions {
            let class = if status.budget.is_some() { Class::Private } else { Class::Public };
            let state = state_words(shell, &edition.state, class);
            let words = [
                ("edition", edition.edition[..12].into()),
                ("period", (&edition.period).into()),
                ("state", state.into()),
            ];
            text += "\n";
            text += &shell.line("node-status-edition", &words);
        }
        let log = &status.log;
        let seen = log.witnesses.iter().map(|(_, size, _)| *size).max();
        let words = [
            ("records", shell.texts().number(log.size as f64, 0).into()),
            ("witnesses", log.witnesses.len().into()),
            ("seen", shell.texts().number(seen.unwrap_or(0) as f64, 0).into()),
        ];
        text += "\n";
        text += &shell.line("node-status-log", &words);
        let list = |ids: &[String]| if ids.is_empty() { "–".to_owned() } else { ids.join(", ") };
        text += "\n";
        text += &wrap(&shell.line("node-status-witnesses", &[("now", list(&log.witness_set.now).into())]), "", "  ");
        if let Some(next) = &log.witness_set.next {
            let words = [("next", list(&next.witnesses).into())];
            text += &wrap(&shell.line("node-status-witnesses-next", &words), "", "  ");
        }
        text += &shell.line("node-status-witness-key", &[("key", (&log.witness_key).into())]);
        if let Some(obstacle) = &log.obstacle {
            text += "\n";
            text += &shell.line("node-status-log-obstacle", &[("key", obstacle.into())]);
        }
        text
    });
    Ok(())
}
