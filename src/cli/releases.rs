use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::decision::{Signing, Sure};
use super::elsewhere;
use super::limits;
use super::node::{NodeCommandError, load_config, open_here};
use super::page::Page;
use super::shell::Shell;
use crate::charter::{Charter, Table};
use crate::disclosure::Accuracy;
use crate::disclosure::private::Plan;
use crate::model::{Findings, MemberId, Problem, Statistics};
use crate::node::{BudgetStatus, Decision, Deed, Node, ReleaseReview, TableReview, moment};
use crate::rpc::{DecideOrder, OfficerClient, OfficerOrder};
use crate::store::{Detail, ReleaseRecord};
use crate::text::Word;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    List {
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Show {
        edition: String,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Approve {
        edition: String,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Refuse {
        edition: String,
        #[command(flatten)]
        sure: Sure,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
    Withdraw {
        edition: String,
        #[command(flatten)]
        sure: Sure,
        #[command(flatten)]
        words: Words,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
}

/// What an officer says besides: it is kept beside the log, and can be erased there.
#[derive(clap::Args, Debug)]
pub(super) struct Words {
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::List { config } => list(shell, &config),
        Command::Show { edition, config } => show(shell, &config, edition),
        Command::Approve { edition, words, signing, config } => {
            decide(shell, &config, (edition, Decision::Approve), words, (&signing, None))
        }
        Command::Refuse { edition, sure, words, signing, config } => {
            decide(shell, &config, (edition, Decision::Refuse), words, (&signing, Some(&sure)))
        }
        Command::Withdraw { edition, sure, words, signing, config } => {
            decide(shell, &config, (edition, Decision::Withdraw), words, (&signing, Some(&sure)))
        }
    }
}

/// Follows an order on a node that is open in this process. An edition may be named by the beginning of its identifier.
pub(super) fn obey(node: &Node, order: &OfficerOrder) -> Result<String, Problem> {
    let json = match order {
        OfficerOrder::List => serde_json::to_string(&node.releases()?),
        OfficerOrder::Show(edition) => serde_json::to_string(&node.review(&node.find_release(edition)?)?),
        OfficerOrder::Attack(edition) => serde_json::to_string(&node.attack(&node.find_release(edition)?)?),
        OfficerOrder::Draft(deed) => serde_json::to_string(&node.draft(deed)?),
        OfficerOrder::Decide(order) => return follow(node, order),
        OfficerOrder::Look(look) => serde_json::to_string(&node.looked(*look)?),
        OfficerOrder::Detail(seq) => serde_json::to_string(&node.detail(*seq)?),
        OfficerOrder::Budget => serde_json::to_string(&node.budget()),
    };
    Ok(json.expect("our own types serialise"))
}

/// Follows a decision.
fn follow(node: &Node, DecideOrder { deed, by, reason, note }: &DecideOrder) -> Result<String, Problem> {
    let note = note.as_deref();
    let json = match deed {
        Deed::Release(decision, edition) => {
            let detail = Detail { by: by.clone(), reason: reason.clone() };
            serde_json::to_string(&node.decide(&node.find_release(edition)?, *decision, &detail, note)?)
        }
        Deed::Erase(seq) => serde_json::to_string(&node.erase_detail(*seq, note)?),
        Deed::Settle => serde_json::to_string(&node.settle(note)?),
        Deed::Forget(log) => serde_json::to_string(&node.forget_party(log, note)?),
        Deed::Budget => serde_json::to_string(&node.rule_budget(note)?),
    };
    Ok(json.expect("our own types serialise"))
}

/// Gives the order to the running node, or follows it here when none runs.
pub(super) fn order<T: for<'de> serde::Deserialize<'de>>(config: &Path, order: OfficerOrder) -> Result<T, Findings> {
    let config = load_config(config)?;
    let bad = |_| NodeCommandError::BadAnswer {};
    let answer = super::runtime(1)?.block_on(async {
        match OfficerClient::connect(&config.officer_socket).await? {
            Some(mut client) => Ok::<_, Findings>(client.officer(order).await?),
            None => Ok(Ok(obey(&*open_here(&config)?, &order)?)),
        }
    })?;
    match answer {
        Ok(json) => Ok(serde_json::from_str(&json).map_err(bad)?),
        Err(json) => Err(serde_json::from_str::<Findings>(&json).map_err(bad)?),
    }
}

fn list(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let releases: Vec<ReleaseRecord> = order(path, OfficerOrder::List)?;
    shell.data(&releases, || {
        let header = ["edition", "period", "revision", "state", "cells"]
            .map(|name| shell.line(&format!("releases-{name}"), &[]));
        let row = |release: &ReleaseRecord| {
            vec![
                release.edition.digest().short(),
                release.period.to_string(),
                release.revision.to_string(),
                shell.line(&format!("release-state-{}", release.state.id()), &[]),
                shell.texts().number(release.cells as f64, 0),
            ]
        };
        shell.table(&header, &releases.iter().map(row).collect::<Vec<_>>(), 4..)
    });
    let words = [("config", elsewhere(path, "node.toml").into())];
    shell.say(if releases.is_empty() { "releases-none" } else { "releases-next" }, &words);
    Ok(())
}

/// What names a release to people.
pub(super) fn named(shell: &Shell, release: &ReleaseRecord) -> String {
    let words = [("edition", release.edition.digest().short().into()), ("period", (&release.period).into())];
    match release.revision {
        0 => shell.line("release-named", &words),
        revision => shell.line("release-named-revision", &[&words[..], &[("revision", revision.into())]].concat()),
    }
}

fn decide(
    shell: &Shell,
    config: &Path,
    (edition, decision): (String, Decision),
    words: Words,
    signing: (&Signing, Option<&Sure>),
) -> Result<(), Findings> {
    let deed = Deed::Release(decision, edition);
    let decided = super::decision::decide(shell, config, deed, [words.by, words.reason], signing)?;
    let Some(release): Option<ReleaseRecord> = decided else { return Ok(()) };
    shell.data(&release, String::new);
    let done = match release.state.id() {
        "approved" => "release-done-spend".to_owned(),
        _ => format!("release-done-{}", decision.id()),
    };
    shell.say(&done, &[("name", named(shell, &release).into())]);
    if done == "release-done-spend" {
        shell.say("release-next-approved", &opening(&release, 0));
    }
    Ok(())
}

/// How a coordinator opens the edition of a release, or so many revisions later.
fn opening(release: &ReleaseRecord, later: u32) -> [(&'static str, Word); 1] {
    let revision = Some(release.revision + later).filter(|revision| *revision > 0);
    let revision = revision.map_or_else(String::new, |revision| format!(" --revision {revision}"));
    [("which", format!("--period {}{revision}", release.period).into())]
}

fn show(shell: &Shell, path: &Path, edition: String) -> Result<(), Findings> {
    let found: ReleaseReview = order(path, OfficerOrder::Show(edition))?;
    let config = load_config(path)?;
    let (_, charter) = super::open_charter(&config.charter)?;
    let budget: Option<BudgetStatus> =
        found.release.spending.as_ref().map(|_| order(path, OfficerOrder::Budget)).transpose()?;
    shell.data(&found, || page(shell, (&charter, &config.member), &found, budget.as_ref()));
    let key = charter.officer_key(&config.member).map(|_| format!(" --key {}", shell.line("value-file", &[])));
    let signs = key.is_some();
    let which = format!("{}{}", key.unwrap_or_default(), elsewhere(path, "node.toml"));
    let which = [("which", format!("{}{which}", found.release.edition.digest().short()).into())];
    let opening = |later: u32| opening(&found.release, later);
    match found.release.state.id() {
        "pending" => shell.say("release-next-pending", &which),
        "approved" => shell.say("release-next-approved", &opening(0)),
        "active" => shell.say("release-next-active", &which),
        "burnt" => shell.say("release-next-burnt", &opening(1)),
        _ => shell.say("release-next-none", &[]),
    }
    if signs && ["pending", "active"].contains(&found.release.state.id()) {
        shell.say("release-next-sign", &[]);
    }
    Ok(())
}

/// Plain sentences: what it is made of, what it costs, and what leaves.
fn page(
    shell: &Shell,
    (charter, member): (&Charter, &MemberId),
    found: &ReleaseReview,
    budget: Option<&BudgetStatus>,
) -> String {
    let number = |number: f64| shell.texts().number(number, 0);
    let release = &found.release;
    let state = release.state.id();
    let mut page = Page::new(shell.texts());
    let words = [
        ("release", named(shell, release).into()),
        ("state", shell.line(&format!("release-state-{state}"), &[]).into()),
    ];
    page.line("release-head", &words);
    let day = moment(release.built_at).split('T').next().unwrap_or_default().to_owned();
    page.line("release-data", &[("dataset", release.dataset.short().into()), ("day", day.into())]);
    limits::head(&mut page, charter);
    page.text("");
    let plan = release.spending.as_ref().map(|spending| {
        let words = [("rho", spending.rho.into()), ("total", spending.total.into())];
        match state {
            "pending" => page.line("release-costs", &words),
            "refused" => page.line("release-would-cost", &words[..1]),
            _ => page.line("release-cost", &words),
        }
        if let Some((budget, lifetime)) = budget.and_then(|budget| Some((budget, budget.lifetime?))) {
            let left = lifetime.minus(budget.spent);
            let words = [("lifetime", lifetime.into()), ("left", left.into())];
            page.line("release-lifetime", &words);
        }
        page.line("release-plan", &[("digest", spending.plan.to_string().into())]);
        Plan::parse(&spending.plan_text, charter, member)
    });
    let noise = plan.and_then(Result::ok).map(|plan| noise(charter, member, &plan));
    let noise = |table: usize| noise.as_ref().map(|noise| format!("±{}", number(noise[table])));
    let label = |table: &Table| table.name(charter).get(shell.texts().lang()).to_owned();
    let tables = charter.lattice.tables();
    let header = |names: &[&str]| names.iter().map(|name| shell.line(&format!("release-{name}"), &[])).collect();
    let (mut header, mut rows): (Vec<String>, Vec<Vec<String>>) = if release.file.is_none() {
        page.line("release-not-drawn", &[("state", state.into())]);
        let reach = charter.reach(member);
        let row = |table: &Table| {
            let areas = reach[table.level].iter().filter(|own| **own).count();
            vec![label(table), number((areas as u64 * table.combinations(&charter.groups)) as f64)]
        };
        (header(&["table", "cells-planned"]), tables.iter().map(row).collect())
    } else {
        let sum = |of: fn(&TableReview) -> u64| number(found.tables.iter().map(of).sum::<u64>() as f64);
        let published = sum(|table| table.published).into();
        let words =
            [("published", published), ("withheld", sum(|table| table.withheld).into()), ("state", state.into())];
        page.line("release-cells", &words);
        page.line("release-digest", &[("digest", release.digest.to_string().into())]);
        let row = |(table, cells): (&Table, &TableReview)| {
            let share = (cells.sure / cells.people).clamp(0.0, 1.0);
            let sure = if share.is_finite() { super::result::percent(shell, share) } else { "–".to_owned() };
            vec![label(table), number(cells.published as f64), number(cells.withheld as f64), sure]
        };
        (header(&["table", "published", "withheld", "sure"]), tables.iter().zip(&found.tables).map(row).collect())
    };
    if noise(0).is_some() {
        header.push(shell.line("release-noise", &[]));
        rows.iter_mut().enumerate().for_each(|(table, row)| row.extend(noise(table)));
    }
    page.finish() + "\n" + &shell.tight_table(&header, &rows, None)
}

/// How far the people of a cell may be off, in 95 of 100 cases, by table of the lattice: where it is most.
fn noise(charter: &Charter, member: &MemberId, plan: &Plan) -> Vec<f64> {
    const AREAS: usize = 64;
    let accuracy = Accuracy::new(charter, member, Some(plan));
    let reach = charter.reach(member);
    let tables = charter.lattice.tables().iter().enumerate();
    let most = |(position, table): (usize, &Table)| {
        let areas: Vec<u32> = (0..).zip(&reach[table.level]).filter(|(_, own)| **own).map(|(area, _)| area).collect();
        let some = areas.iter().step_by(areas.len().div_ceil(AREAS).max(1));
        let variance =
            |area: &u32| accuracy.covariance(position, *area, 0).between(Statistics::WEIGHT, Statistics::WEIGHT);
        1.96 * some.map(variance).fold(0.0, f64::max).sqrt()
    };
    tables.map(most).collect()
}
