use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::decision::{Signing, Sure};
use super::elsewhere;
use super::node::{load_config, officer};
use super::shell::Shell;
use crate::briefing::limits;
use crate::charter::{Charter, Table, TableIndex};
use crate::disclosure::Accuracy;
use crate::disclosure::private::Plan;
use crate::model::{AreaIndex, FigureColumns, Findings, MemberId, ReleaseState};
use crate::node::{BudgetStatus, Deed, ReleaseDecision, ReleaseReview, TableReview, moment};
use crate::report::whole_percent;
use crate::store::{Detail, ReleaseRecord, Spending};
use crate::text::{TextPage, Variable};

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
        words: DecisionWords,
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
        words: DecisionWords,
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
        words: DecisionWords,
        #[command(flatten)]
        signing: Signing,
        #[arg(long, value_name = "FILE", default_value = "node.toml")]
        config: PathBuf,
    },
}

/// The officer's reasons, as arguments: they are kept beside the log, and can be erased there.
#[derive(clap::Args, Debug)]
pub(super) struct DecisionWords {
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::List { config } => list(shell, &config),
        Command::Show { edition, config } => show(shell, &config, &edition),
        Command::Approve { edition, words, signing, config } => {
            decide(shell, &config, (edition, ReleaseDecision::Approve), words, (&signing, None))
        }
        Command::Refuse { edition, sure, words, signing, config } => {
            decide(shell, &config, (edition, ReleaseDecision::Refuse), words, (&signing, Some(&sure)))
        }
        Command::Withdraw { edition, sure, words, signing, config } => {
            decide(shell, &config, (edition, ReleaseDecision::Withdraw), words, (&signing, Some(&sure)))
        }
    }
}

fn list(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let releases = officer(path)?.releases()?;
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

/// Name of a release in messages.
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
    (edition, decision): (String, ReleaseDecision),
    words: DecisionWords,
    signing: (&Signing, Option<&Sure>),
) -> Result<(), Findings> {
    let (deed, detail) = (Deed::Release(decision, edition.clone()), Detail { by: words.by, reason: words.reason });
    let decided = super::decision::decide(shell, config, &deed, signing, |officer, note| {
        officer.decide(&edition, decision, &detail, note)
    })?;
    let Some(release) = decided else { return Ok(()) };
    shell.data(&release, String::new);
    let name = [("name", named(shell, &release).into())];
    if release.state == ReleaseState::Approved {
        shell.say("release-done-spend", &name);
        shell.say("release-next-approved", &opening(&release, 0));
    } else {
        shell.say(&format!("release-done-{}", decision.id()), &name);
    }
    Ok(())
}

/// Arguments with which a coordinator opens the edition of a release, or the edition `later` revisions after it.
fn opening(release: &ReleaseRecord, later: u32) -> [(&'static str, Variable); 1] {
    let revision = Some(release.revision.saturating_add(later)).filter(|revision| *revision > 0);
    let revision = revision.map_or_else(String::new, |revision| format!(" --revision {revision}"));
    [("which", format!("--period {}{revision}", release.period).into())]
}

fn show(shell: &Shell, path: &Path, edition: &str) -> Result<(), Findings> {
    let node = officer(path)?;
    let found = node.review(edition)?;
    let config = load_config(path)?;
    let (_, charter) = super::open_charter(&config.charter)?;
    let budget = match found.release.spending {
        Some(_) => node.budget()?,
        None => None,
    };
    shell.data(&found, || page(shell, (&charter, &config.member), &found, budget.as_ref()));
    let key = charter.officer_key(&config.member).map(|_| format!(" --key {}", shell.line("value-file", &[])));
    let signs = key.is_some();
    let which = format!("{}{}", key.unwrap_or_default(), elsewhere(path, "node.toml"));
    let which = [("which", format!("{}{which}", found.release.edition.digest().short()).into())];
    let opening = |later: u32| opening(&found.release, later);
    let state = found.release.state;
    match state {
        ReleaseState::Pending => shell.say("release-next-pending", &which),
        ReleaseState::Approved => shell.say("release-next-approved", &opening(0)),
        ReleaseState::Active => shell.say("release-next-active", &which),
        ReleaseState::Burnt => shell.say("release-next-burnt", &opening(1)),
        ReleaseState::Refused | ReleaseState::Withdrawn => shell.say("release-next-none", &[]),
    }
    if signs && matches!(state, ReleaseState::Pending | ReleaseState::Active) {
        shell.say("release-next-sign", &[]);
    }
    Ok(())
}

/// Page on a release in plain sentences: its inputs, its cost, and what leaves.
fn page(
    shell: &Shell,
    (charter, member): (&Charter, &MemberId),
    found: &ReleaseReview,
    budget: Option<&BudgetStatus>,
) -> String {
    let number = |number: f64| shell.texts().number(number, 0);
    let release = &found.release;
    let state = release.state.id();
    let mut page = TextPage::new(shell.texts());
    let words = [
        ("release", named(shell, release).into()),
        ("state", shell.line(&format!("release-state-{state}"), &[]).into()),
    ];
    page.line("release-head", &words);
    let day = moment(release.built_at).split('T').next().unwrap_or_default().to_owned();
    page.line("release-data", &[("dataset", release.dataset.short().into()), ("day", day.into())]);
    limits::head(&mut page, charter);
    page.text("");
    let noise = release.spending.as_ref().and_then(|spending| {
        costs(&mut page, release.state, spending, budget);
        Some(noise(charter, member, &Plan::parse(&spending.plan_text, charter, member).ok()?))
    });
    let (mut header, mut rows) = if release.file.is_none() {
        page.line("release-not-drawn", &[("state", state.into())]);
        (vec!["table", "cells-planned"], planned(shell, charter, member))
    } else {
        let sum = |of: fn(&TableReview) -> u64| number(found.tables.iter().map(of).fold(0, u64::saturating_add) as f64);
        let published = sum(|table| table.published).into();
        let words =
            [("published", published), ("withheld", sum(|table| table.withheld).into()), ("state", state.into())];
        page.line("release-cells", &words);
        page.line("release-digest", &[("digest", release.digest.to_string().into())]);
        (vec!["table", "published", "withheld", "sure"], drawn(shell, charter, &found.tables))
    };
    if let Some(noise) = noise {
        header.push("noise");
        rows.iter_mut().zip(noise).for_each(|(row, noise)| row.push(format!("±{}", number(noise))));
    }
    let header: Vec<String> = header.iter().map(|name| shell.line(&format!("release-{name}"), &[])).collect();
    page.finish() + "\n" + &shell.tight_table(&header, &rows, None)
}

/// Adds lines on the cost of a release.
fn costs(page: &mut TextPage<'_>, state: ReleaseState, spending: &Spending, budget: Option<&BudgetStatus>) {
    let words = [("rho", spending.rho.into()), ("total", spending.total.into())];
    match state {
        ReleaseState::Pending => page.line("release-costs", &words),
        ReleaseState::Refused => page.line("release-would-cost", &words[..1]),
        ReleaseState::Approved | ReleaseState::Active | ReleaseState::Burnt | ReleaseState::Withdrawn => {
            page.line("release-cost", &words);
        }
    }
    if let Some((budget, lifetime)) = budget.and_then(|budget| Some((budget, budget.lifetime?))) {
        let left = lifetime.minus(budget.spent);
        page.line("release-lifetime", &[("lifetime", lifetime.into()), ("left", left.into())]);
    }
    page.line("release-plan", &[("digest", spending.plan.to_string().into())]);
}

/// Rows for tables that aren't drawn yet: number of cells.
fn planned(shell: &Shell, charter: &Charter, member: &MemberId) -> Vec<Vec<String>> {
    let reach = charter.reach(member);
    let row = |table: &Table| {
        let areas = reach[table.level].iter().filter(|own| **own).count();
        let cells = (areas as u64 * table.combinations(&charter.groups)) as f64;
        vec![label(shell, charter, table), shell.texts().number(cells, 0)]
    };
    charter.lattice.tables().iter().map(row).collect()
}

/// Rows for tables that are drawn: cells with figures and without, and the share of people in cells with a small error.
fn drawn(shell: &Shell, charter: &Charter, tables: &[TableReview]) -> Vec<Vec<String>> {
    let number = |number: u64| shell.texts().number(number as f64, 0);
    let row = |(table, cells): (&Table, &TableReview)| {
        let share = (cells.sure / cells.people).clamp(0.0, 1.0);
        let sure = if share.is_finite() { whole_percent(shell.texts(), share) } else { "–".to_owned() };
        vec![label(shell, charter, table), number(cells.published), number(cells.withheld), sure]
    };
    charter.lattice.tables().iter().zip(tables).map(row).collect()
}

fn label(shell: &Shell, charter: &Charter, table: &Table) -> String {
    table.name(charter).get(shell.texts().lang()).to_owned()
}

/// Largest 95 % error of the number of people in a cell, by table of the lattice.
fn noise(charter: &Charter, member: &MemberId, plan: &Plan) -> Vec<f64> {
    const AREAS: usize = 64;
    let accuracy = Accuracy::new(charter, member, Some(plan));
    let reach = charter.reach(member);
    let tables = charter.lattice.numbered();
    let most = |(position, table): (TableIndex, &Table)| {
        let areas: Vec<AreaIndex> = AreaIndex::marked(&reach[table.level]).collect();
        let some = areas.iter().step_by(areas.len().div_ceil(AREAS).max(1));
        let variance = |area: &AreaIndex| {
            accuracy.covariance(position, *area, 0).between(FigureColumns::WEIGHT, FigureColumns::WEIGHT)
        };
        1.96 * some.map(variance).fold(0.0, f64::max).sqrt()
    };
    tables.map(most).collect()
}
