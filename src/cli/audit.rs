use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::decision::{Signing, Sure, decide};
use super::logs;
use super::node::load_config;
use super::page::wrap;
use super::shell::Shell;
use crate::audit::{Decided, Decisions, Entry, KINDS, LogError, Look, Query, Verified, witness_of};
use crate::charter::Charter;
use crate::folder;
use crate::identity::write_public;
use crate::journal::{LogFolder, PROOFS};
use crate::model::{Findings, Lang, problems, visible};
use crate::node::Deed;
use crate::rpc::OfficerOrder;
use crate::text::Texts;
use crate::tlog::{Checkpoint, Policy};

mod report;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Log {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        filter: Filter,
    },
    Verify {
        folder: PathBuf,
        #[arg(long, value_name = "FILE")]
        witness_policy: Option<PathBuf>,
        #[arg(long, value_name = "DIR")]
        charter: Vec<PathBuf>,
    },
    Prove {
        seq: u64,
        #[command(flatten)]
        which: Which,
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    Report {
        #[command(flatten)]
        which: Which,
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        #[arg(long, value_name = "ID|PERIOD")]
        dataset: Option<String>,
        #[arg(long, value_name = "DIR")]
        charter: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    Export {
        folder: PathBuf,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
        #[arg(long, value_name = "SEQ")]
        prove: Vec<u64>,
    },
    Show {
        seq: u64,
        #[command(flatten)]
        which: Which,
    },
    Erase {
        seq: u64,
        #[command(flatten)]
        sure: Sure,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Settle {
        #[arg(long, value_name = "NAME")]
        log: Option<String>,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
}

/// The log to look at: that of a node, where the look is logged, or a copy.
#[derive(Args, Debug)]
pub(super) struct Which {
    #[arg(long, value_name = "FILE", default_value = "node.toml")]
    config: PathBuf,
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    copy: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct Filter {
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[arg(long, value_name = "NAME")]
    peer: Option<String>,
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
    #[arg(long, value_name = "ID|PERIOD")]
    dataset: Option<String>,
}

problems! {
    /// What can be wrong with an officer's order about a log.
    pub(super) enum AuditError {
        /// Not a day.
        Date(Usage, "audit-date") { given: String },
        /// A file of witnesses that can't be read.
        Policy(Data, "audit-witness-policy") { path: String, line: u64 },
        /// Too few witnesses.
        Quorum(Integrity, "audit-quorum") { path: String },
    }
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Log { which, filter } => log(shell, &which, &filter),
        Command::Verify { folder, witness_policy, charter } => {
            verify(shell, &folder, witness_policy.as_deref(), &charter)
        }
        Command::Prove { seq, which, out } => prove(shell, seq, &which, out),
        Command::Report { which, from, to, dataset, charter, csv } => {
            let asked = report::Asked { from, to, dataset, charter, csv };
            report::run(shell, &which, asked)
        }
        Command::Export { folder, config, prove } => export(shell, &folder, &config, &prove),
        Command::Show { seq, which } => show(shell, seq, &which),
        Command::Erase { seq, sure, signing, config } => erase(shell, seq, (&signing, Some(&sure)), &config),
        Command::Settle { log, signing, config } => settle(shell, log, &signing, &config),
    }
}

impl Which {
    /// The folder of the log. A look at a node's own is in the log before anything is shown.
    fn open(&self, look: Look) -> Result<LogFolder, Findings> {
        if let Some(copy) = &self.copy {
            // Nobody has vouched for a copy: what is told of it is what was logged, or nothing.
            logs::verify(copy)?;
            return Ok(LogFolder::new(copy));
        }
        let config = load_config(&self.config)?;
        order(&self.config, OfficerOrder::Look(look))?;
        Ok(LogFolder::new(&config.log))
    }
}

/// Gives an order to the node, in service or not.
fn order(config: &Path, order: OfficerOrder) -> Result<serde_json::Value, Findings> {
    super::releases::order(config, order)
}

impl Filter {
    fn query(&self) -> Result<Query, Findings> {
        Ok(Query {
            kind: self.kind.clone(),
            from: self.from.as_deref().map(day).transpose()?,
            to: self.to.as_deref().map(day).transpose()?,
            peer: self.peer.clone(),
            edition: self.edition.clone(),
            dataset: self.dataset.clone(),
        })
    }
}

/// A day, or a beginning of one, as records have it.
fn day(text: &str) -> Result<String, AuditError> {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let good = match text.split('-').collect::<Vec<_>>()[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2),
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    };
    if good { Ok(text.to_owned()) } else { Err(AuditError::Date { given: visible(text) }) }
}

fn log(shell: &Shell, which: &Which, filter: &Filter) -> Result<(), Findings> {
    let query = filter.query()?;
    let folder = which.open(Look::Log)?;
    let mut found: Vec<(Entry, serde_json::Value)> = Vec::new();
    each(&folder, |entry, bytes| {
        if query.accepts(&entry) {
            found.push((entry, serde_json::from_slice(bytes).unwrap_or_default()));
        }
    })?;
    shell.data(&found.iter().map(|(_, value)| value).collect::<Vec<_>>(), || {
        if found.is_empty() {
            return shell.line("audit-log-empty", &[]);
        }
        let header = ["seq", "time", "kind", "about"].map(|name| shell.line(&format!("audit-{name}"), &[]));
        let rows = rows(shell, &found.iter().map(|(entry, _)| entry).collect::<Vec<_>>());
        shell.table(&header, &rows, usize::MAX..)
    });
    shell.say("audit-log-next", &[("records", found.len().into())]);
    Ok(())
}

/// A line for each record, as wide as 80 columns allow.
fn rows(shell: &Shell, entries: &[&Entry]) -> Vec<Vec<String>> {
    let row = |entry: &&Entry| {
        let outcome = match (entry.decision.as_str(), &entry.reason) {
            ("allow", _) => String::new(),
            (_, reason) => reason.as_ref().map_or_else(|| entry.decision.clone(), |key| shell.texts().brief(key)),
        };
        let time = entry.time.chars().take(16).collect::<String>().replace('T', " ");
        let about = [about(entry), outcome].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        vec![entry.seq.to_string(), time, kind(shell, &entry.kind, entry.text("action")), about]
    };
    let mut rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    // Two spaces between columns, one in front.
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let room = 80_usize.saturating_sub(1 + width(0).max(3) + width(1) + width(2) + 3 * 2).max(20);
    for row in &mut rows {
        if row[3].chars().count() > room {
            row[3] = row[3].chars().take(room - 1).chain(['…']).collect();
        }
    }
    rows
}

/// What a kind of record is called, an action by itself; its own name where this version doesn't know it.
fn kind(shell: &Shell, kind: &str, action: &str) -> String {
    let known = KINDS.iter().find(|(known, _)| *known == kind);
    let action = shell.texts().find(&format!("action-{action}"), &[]);
    action
        .unwrap_or_else(|| known.map_or_else(|| kind.to_owned(), |(_, word)| shell.line(&format!("kind-{word}"), &[])))
}

/// Whom or what a record is about.
fn about(entry: &Entry) -> String {
    let peer = entry.text("peer").rsplit('/').next().unwrap_or_default();
    let table = [entry.text("level"), entry.text("groups")].map(str::to_owned).to_vec();
    let table = table.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let period = if table.is_empty() { entry.text("period") } else { "" };
    let words = [peer, period, &table, entry.text("command")];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Calls `each` for every record of a log up to its checkpoint.
fn each(folder: &LogFolder, mut each: impl FnMut(Entry, &[u8])) -> Result<(), Findings> {
    let (checkpoint, _) = checkpoint(folder)?;
    let mut bad = None;
    folder.each(checkpoint.size, |seq, bytes| match Entry::parse(bytes) {
        Some(entry) => each(entry, bytes),
        None => bad = bad.or(Some(seq)),
    })?;
    // What can't be read must not be passed over in silence.
    bad.map_or(Ok(()), |seq| Err(LogError::Form { seq }.into()))
}

fn checkpoint(folder: &LogFolder) -> Result<(Checkpoint, String), Findings> {
    let bad = || crate::tlog::Damage::Checkpoint { path: folder.path(crate::tlog::CHECKPOINT) };
    Ok(folder.checkpoint().ok_or_else(bad)?)
}

fn verify(shell: &Shell, path: &Path, policy: Option<&Path>, charters: &[PathBuf]) -> Result<(), Findings> {
    let policy = policy.map(read_policy).transpose()?;
    let charters =
        charters.iter().map(|path| Ok(super::open_charter(path)?.1)).collect::<Result<Vec<_>, Findings>>()?;
    let found = logs::verify(path)?;
    let covered = policy.as_ref().map(|policy| {
        let covered = policy.covers(&found.key, &found.seen, found.checkpoint.size);
        covered.ok_or_else(|| AuditError::Quorum { path: path.display().to_string() })
    });
    let covered = covered.transpose()?;
    let decided = Some(&charters).filter(|charters| !charters.is_empty());
    let decided = decided.map(|charters| decisions(path, charters)).transpose()?;
    shell.data(&verified_json(&found, covered, decided), || {
        let words = [
            ("log", found.checkpoint.origin.as_str().into()),
            ("records", shell.texts().number(found.checkpoint.size as f64, 0).into()),
            ("proofs", found.proofs.into()),
        ];
        let mut text = wrap(&shell.line("audit-verified", &words), "", "  ");
        for (name, (size, time)) in &found.witnesses {
            let words = [
                ("name", name.as_str().into()),
                ("records", shell.texts().number(*size as f64, 0).into()),
                ("time", crate::node::moment((*time).cast_signed()).into()),
            ];
            text += &wrap(&shell.line("audit-verified-witness", &words), "", "  ");
        }
        text
    });
    if let Some(covered) = covered {
        shell.say("audit-covered", &[("records", shell.texts().number(covered as f64, 0).into())]);
    }
    match decided {
        Some(Decided { signed, by_account, other_charter }) => {
            let words = [("signed", signed), ("account", by_account), ("other", other_charter)];
            shell.say("audit-decided", &words.map(|(name, count)| (name, count.into())));
        }
        None => shell.say("audit-decided-unknown", &[]),
    }
    shell.say("audit-verified-key", &[("key", found.key.to_string().into())]);
    Ok(())
}

/// Holds the decisions of a log that was verified against the charters that name whose they are.
fn decisions(path: &Path, charters: &[Charter]) -> Result<Decided, Findings> {
    let mut decisions = Decisions::new(charters);
    let mut bad = Ok(());
    each(&LogFolder::new(path), |entry, _| {
        if bad.is_ok() {
            bad = decisions.add(&entry);
        }
    })?;
    bad?;
    Ok(decisions.finish())
}

fn verified_json(found: &Verified, covered: Option<u64>, decided: Option<Decided>) -> serde_json::Value {
    let witness = |(name, (size, time)): (&String, &(u64, u64))| json!({ "name": name, "size": size, "time": time });
    json!({
        "log": found.checkpoint.origin,
        "size": found.checkpoint.size,
        "root": found.checkpoint.root.to_string(),
        "key": found.key.to_string(),
        "proofs": found.proofs,
        "covered": covered,
        "decisions": decided,
        "witnesses": found.witnesses.iter().map(witness).collect::<Vec<_>>(),
    })
}

fn read_policy(path: &Path) -> Result<Policy, Findings> {
    let text = folder::read_file(path)?;
    let bad = |line| AuditError::Policy { path: path.display().to_string(), line };
    Ok(Policy::parse(&text).map_err(bad)?)
}

/// Proves a record under the last checkpoint that most witnesses have seen, or the last one there is.
fn proof(folder: &LogFolder, seq: u64) -> Result<String, Findings> {
    let (checkpoint, note) = checkpoint(folder)?;
    let cosigned = folder.cosigned()?;
    let signatures = |(_, note): &(&Checkpoint, String)| note.matches("\n— ").count();
    let seen = cosigned.notes().into_iter().filter(|(seen, _)| seen.size > seq).max_by_key(signatures);
    let (size, note) = seen.map_or((checkpoint.size, note), |(seen, note)| (seen.size, note));
    Ok(folder.prove(seq, size, &note, checkpoint.size)?.to_string())
}

fn prove(shell: &Shell, seq: u64, which: &Which, out: Option<PathBuf>) -> Result<(), Findings> {
    let out = out.unwrap_or_else(|| PathBuf::from(format!("{seq}.tlog-proof")));
    folder::must_be_new(&out)?;
    let folder = which.open(Look::Prove)?;
    write_public(&out, proof(&folder, seq)?.as_bytes())?;
    shell.data(&json!({ "seq": seq, "file": out }), || {
        shell.line("audit-proved", &[("seq", seq.into()), ("path", (&out.display()).into())])
    });
    Ok(())
}

fn export(shell: &Shell, into: &Path, config: &Path, proofs: &[u64]) -> Result<(), Findings> {
    folder::must_be_new(into)?;
    let settings = load_config(config)?;
    let log = LogFolder::new(&settings.log);
    let (before, _) = checkpoint(&log)?;
    order(config, OfficerOrder::Look(Look::Export(before.size)))?;
    let copied = log.export(into)?;
    let copy = LogFolder::new(into);
    for seq in proofs {
        let path = into.join(format!("{PROOFS}/{seq}.tlog-proof"));
        crate::identity::create_folder(path.parent().unwrap_or(into))?;
        write_public(&path, proof(&copy, *seq)?.as_bytes())?;
    }
    for (name, lang) in [("README.md", Lang::En), ("LISEZMOI.md", Lang::Fr)] {
        let words = [("log", copied.origin.as_str().into()), ("records", copied.size.into())];
        let text = super::page::wrap(&Texts::new(lang).line("audit-pack", &words), "", "");
        write_public(&into.join(name), text.as_bytes())?;
    }
    if let Some(policy) = witness_policy(&copy, settings.witnesses.needed)? {
        write_public(&into.join(WITNESS_POLICY), policy.as_bytes())?;
    }
    logs::verify(into)?;
    shell.data(&json!({ "folder": into, "size": copied.size, "root": copied.root.to_string() }), || {
        let words = [("path", (&into.display()).into()), ("records", copied.size.into())];
        shell.line("audit-exported", &words)
    });
    shell.say("audit-exported-next", &[("path", (&into.display()).into())]);
    Ok(())
}

/// One record in full, with what lies beside it where that can be opened.
fn show(shell: &Shell, seq: u64, which: &Which) -> Result<(), Findings> {
    let folder = which.open(Look::Show)?;
    let (checkpoint, note) = checkpoint(&folder)?;
    let proof = folder.prove(seq, checkpoint.size, &note, checkpoint.size)?;
    let record: serde_json::Value =
        serde_json::from_slice(proof.record.as_deref().unwrap_or_default()).unwrap_or_default();
    let detail = match (&which.copy, record.get("detail")) {
        (None, Some(_)) => order(&which.config, OfficerOrder::Detail(seq))?,
        _ => serde_json::Value::Null,
    };
    shell.data(&json!({ "record": record, "detail": detail }), || {
        let fields = record.as_object().into_iter().flatten().chain(detail.as_object().into_iter().flatten());
        let word = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        fields.map(|(name, value)| wrap(&format!("{name}: {}", word(value)), "", "  ")).collect()
    });
    Ok(())
}

/// File with the rule for witnesses in a copy.
const WITNESS_POLICY: &str = "witness-policy.txt";

/// The node's own rule for witnesses as C2SP tlog-policy: its log, the witnesses that have seen it, and how many of them
/// must have. None where fewer have seen it than must: a weaker rule isn't the node's.
fn witness_policy(copy: &LogFolder, needed: usize) -> Result<Option<String>, Findings> {
    let Some(key) = copy.key() else { return Ok(None) };
    let mut text = format!("log {key}\n");
    let mut names = Vec::new();
    for last in copy.cosigned()?.iter() {
        let name = witness_of(last.key.name()).unwrap_or(last.key.name());
        text += &format!("witness {name} {}\n", last.key);
        names.push(name.to_owned());
    }
    Ok(match needed {
        0 => Some(text + "quorum none\n"),
        _ if needed > names.len() => None,
        _ => Some(text + &format!("group enough {needed} {}\nquorum enough\n", names.join(" "))),
    })
}

fn erase(shell: &Shell, seq: u64, signing: (&Signing, Option<&Sure>), config: &Path) -> Result<(), Findings> {
    if let Some(()) = decide(shell, config, Deed::Erase(seq), [None, None], signing)? {
        shell.data(&(), || shell.line("audit-erased", &[("seq", seq.into())]));
    }
    Ok(())
}

fn settle(shell: &Shell, log: Option<String>, signing: &Signing, config: &Path) -> Result<(), Findings> {
    let (deed, key) = log.map_or((Deed::Settle, "audit-settled"), |log| (Deed::Forget(log), "audit-forgot"));
    if let Some(()) = decide(shell, config, deed, [None, None], (signing, None))? {
        shell.data(&(), || shell.line(key, &[]));
    }
    Ok(())
}
