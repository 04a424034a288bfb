use std::path::PathBuf;

use clap::Subcommand;

use super::decision::{Signing, Sure};
use super::limits;
use super::node::{NodeCommandError, load_config, open_here};
use super::page::Page;
use super::shell::Shell;
use crate::charter::Charter;
use crate::model::{Findings, Problem};
use crate::node::{Decision, Deed, Node, ReleaseReview, TableReview};
use crate::rpc::{DecideOrder, OfficerClient, OfficerOrder};
use crate::store::{Detail, ReleaseRecord};

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
pub(super) fn order<T: for<'de> serde::Deserialize<'de>>(
    config: &std::path::Path,
    order: OfficerOrder,
) -> Result<T, Findings> {
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

fn list(shell: &Shell, config: &std::path::Path) -> Result<(), Findings> {
    let releases: Vec<ReleaseRecord> = order(config, OfficerOrder::List)?;
    shell.data(&releases, || {
        let header = ["edition", "period", "state", "cells"].map(|name| shell.line(&format!("releases-{name}"), &[]));
        let row = |release: &ReleaseRecord| {
            vec![
                release.edition.digest().short(),
                release.period.to_string(),
                shell.line(&format!("release-state-{}", release.state.id()), &[]),
                shell.texts().number(release.cells as f64, 0),
            ]
        };
        shell.table(&header, &releases.iter().map(row).collect::<Vec<_>>(), 3..)
    });
    shell.say(if releases.is_empty() { "releases-none" } else { "releases-next" }, &[]);
    Ok(())
}

fn decide(
    shell: &Shell,
    config: &std::path::Path,
    (edition, decision): (String, Decision),
    words: Words,
    signing: (&Signing, Option<&Sure>),
) -> Result<(), Findings> {
    let deed = Deed::Release(decision, edition);
    let decided = super::decision::decide(shell, config, deed, [words.by, words.reason], signing)?;
    let Some(release): Option<ReleaseRecord> = decided else { return Ok(()) };
    let words = [("edition", release.edition.digest().short().into()), ("period", (&release.period).into())];
    shell.data(&release, String::new);
    let done = match release.state.id() {
        "approved" => "release-done-spend".to_owned(),
        _ => format!("release-done-{}", decision.id()),
    };
    shell.say(&done, &words);
    Ok(())
}

fn show(shell: &Shell, path: &std::path::Path, edition: String) -> Result<(), Findings> {
    let found: ReleaseReview = order(path, OfficerOrder::Show(edition))?;
    let (_, charter) = super::open_charter(&load_config(path)?.charter)?;
    shell.data(&found, || page(shell, &charter, &found));
    let next = match found.release.state.id() {
        "pending" => "release-next-pending",
        "approved" => "release-next-approved",
        "active" => "release-next-active",
        _ => "release-next-none",
    };
    shell.say(next, &[("edition", found.release.edition.digest().short().into())]);
    Ok(())
}

/// Plain sentences: what it costs, and what leaves.
fn page(shell: &Shell, charter: &Charter, found: &ReleaseReview) -> String {
    let number = |number: f64| shell.texts().number(number, 0);
    let release = &found.release;
    let mut lines = vec![shell.line(
        "release-head",
        &[
            ("edition", release.edition.digest().short().into()),
            ("period", (&release.period).into()),
            ("state", shell.line(&format!("release-state-{}", release.state.id()), &[]).into()),
        ],
    )];
    let mut head = Page::new(shell.texts());
    limits::head(&mut head, charter);
    lines.push(head.finish());
    if let Some(spending) = &release.spending {
        let words = [("rho", spending.rho.to_string().into()), ("total", spending.total.to_string().into())];
        lines.push(shell.line("release-costs", &words));
        lines.push(shell.line("release-plan", &[("digest", spending.plan.to_string().into())]));
    }
    if release.file.is_none() {
        lines.push(shell.line("release-not-drawn", &[]));
        return lines.join("\n") + "\n";
    }
    let sum = |of: fn(&TableReview) -> u64| number(found.tables.iter().map(of).sum::<u64>() as f64);
    let words = [("published", sum(|table| table.published).into()), ("withheld", sum(|table| table.withheld).into())];
    lines.push(shell.line("release-cells", &words));
    lines.push(shell.line("release-digest", &[("digest", release.digest.to_string().into())]));
    let header = ["table", "published", "withheld", "sure"].map(|name| shell.line(&format!("release-{name}"), &[]));
    let row = |(table, cells): (&crate::charter::Table, &TableReview)| {
        let share = (cells.sure / cells.people).clamp(0.0, 1.0);
        vec![
            table.name(charter).get(shell.texts().lang()).to_owned(),
            number(cells.published as f64),
            number(cells.withheld as f64),
            if share.is_finite() { super::result::percent(shell, share) } else { "–".to_owned() },
        ]
    };
    let rows: Vec<Vec<String>> = charter.lattice.tables().iter().zip(&found.tables).map(row).collect();
    lines.join("\n") + "\n\n" + &shell.table(&header, &rows, 1..)
}
