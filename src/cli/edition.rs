use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::coordinator::{CoordinatorSession, member_json};
use super::elsewhere;
use super::result::say_remedy;
use super::shell::Shell;
use crate::charter::{Class, LAST_REVISION, Table, edition_id, groups_word};
use crate::coordinator::{MemberPlan, NodeObstacle, plan, prepare};
use crate::model::{EditionId, Findings, MemberId, Period, Problem, problems};
use crate::report::Require;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Plan(Which),
    Open(Which),
    Status(Which),
}

#[derive(Args, Debug)]
pub(super) struct Which {
    #[arg(long, value_name = "PERIOD")]
    period: String,
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=i64::from(LAST_REVISION)))]
    revision: u32,
    #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
    config: PathBuf,
}

impl Which {
    /// Same arguments, for the next command.
    fn again(&self) -> String {
        let revision = if self.revision > 0 { format!(" --revision {}", self.revision) } else { String::new() };
        format!("--period {}{revision}{}", self.period, elsewhere(&self.config, "coordinator.toml"))
    }
}

problems! {
    /// Reason why an edition isn't open everywhere.
    enum EditionCommandError {
        /// Members that can't make their release; the reason of each is told.
        NotOpened(Peer, "edition-not-opened") { members: String },
    }
}

/// Action on the release of a period.
type Asked = fn(&Shell, &CoordinatorSession, &Which, &Period) -> Result<(), Findings>;

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    let with = |which: &Which, act: Asked| {
        let period = super::period::period(&which.period)?;
        act(shell, &CoordinatorSession::open(&which.config)?, which, &period)
    };
    match command {
        Command::Plan(which) => with(&which, show_plan),
        Command::Open(which) => with(&which, open_everywhere),
        Command::Status(which) => with(&which, show_status),
    }
}

fn show_plan(shell: &Shell, session: &CoordinatorSession, which: &Which, period: &Period) -> Result<(), Findings> {
    let charter = session.agreement.shared();
    let edition = edition_id(&charter, period, which.revision);
    let asked = plan(&charter, session.peers.clone(), period, session.config.limits.members_at_a_time);
    let plan = super::runtime(super::cores())?.block_on(asked);
    let levels = charter.geography.levels();
    // A member answers the tables of a level if the level has an area above or below its own: every level has.
    let tables: Vec<_> = charter
        .lattice
        .tables()
        .iter()
        .map(|table| (levels[table.level].clone(), groups_word(&charter, table), charter.cells(table)))
        .collect();
    let json = |member: &MemberPlan| member_json(&member.member, member.description.as_ref(), member.obstacle.as_ref());
    let value = json!({
        "edition": edition.to_string(),
        "period": period.as_str(),
        "able": plan.able(),
        "members": plan.members.iter().map(json).collect::<Vec<_>>(),
        "tables": tables.iter().map(|(level, groups, room)| json!({ "level": level, "groups": groups, "cells_at_most": room })).collect::<Vec<_>>(),
    });
    shell.data(&value, || {
        let header = ["status-member", "plan-can-answer"].map(|key| shell.line(key, &[]));
        let rows: Vec<Vec<String>> = plan
            .members
            .iter()
            .map(|member| {
                let answer = match &member.obstacle {
                    None => shell.line("plan-all-tables", &[("count", tables.len().into())]),
                    Some(problem) => shell.texts().problem(problem).0,
                };
                vec![member.member.to_string(), answer]
            })
            .collect();
        let members = shell.table(&header, &rows, usize::MAX..);
        let header = ["plan-level", "plan-groups", "plan-cells"].map(|key| shell.line(key, &[]));
        let number = |room: u64| shell.texts().number(room as f64, 0);
        let lang = shell.texts().lang();
        let named = |table: &Table, room: String| {
            let level = charter.geography.label(table.level).get(lang).to_owned();
            vec![level, table.groups_name(&charter).get(lang).to_owned(), room]
        };
        let rows: Vec<Vec<String>> =
            charter.lattice.tables().iter().map(|table| named(table, number(charter.cells(table)))).collect();
        format!("{members}\n{}", shell.table(&header, &rows, 2..))
    });
    let words = [("able", plan.able().into()), ("members", plan.members.len().into()), ("period", period.into())];
    shell.say("plan-summary", &words);
    // In other classes than `public` an officer decides first.
    let waits = |member: &MemberPlan| member.obstacle.is_none() && state(member, &edition) != Some("ready");
    let asks = charter.class() != Class::Public && plan.members.iter().any(waits);
    shell.say(if asks { "plan-next-open" } else { "edition-next-compute" }, &[("which", which.again().into())]);
    Ok(())
}

fn open_everywhere(
    shell: &Shell,
    session: &CoordinatorSession,
    which: &Which,
    period: &Period,
) -> Result<(), Findings> {
    let run = session.run(shell, (period, which.revision), Require::All)?;
    let opened = super::runtime(super::cores())?.block_on(prepare(&run));
    let value: Vec<_> = opened
        .iter()
        .map(|(member, obstacle)| json!({ "member": member.to_string(), "ready": obstacle.is_none(), "obstacle": obstacle.as_ref().map(|p| &p.key) }))
        .collect();
    let state = |obstacle: &Option<Problem>| match obstacle {
        None => "ready",
        Some(problem) if NodeObstacle::NotApproved.is(problem) => "waiting",
        Some(_) => "none",
    };
    shell.data(&json!({ "edition": run.edition.to_string(), "members": value }), || {
        let header = ["status-member", "edition-release"].map(|key| shell.line(key, &[]));
        let row = |(member, obstacle): &(MemberId, Option<Problem>)| {
            vec![member.to_string(), shell.line(&format!("edition-state-{}", state(obstacle)), &[])]
        };
        shell.table(&header, &opened.iter().map(row).collect::<Vec<_>>(), usize::MAX..)
    });
    let of = |wanted: &'static str| opened.iter().filter(move |(_, obstacle)| state(obstacle) == wanted);
    let names = |members: Vec<&MemberId>| members.into_iter().map(MemberId::as_str).collect::<Vec<_>>().join(", ");
    let count = [("ready", of("ready").count().into()), ("members", opened.len().into()), ("period", period.into())];
    shell.say("edition-opened", &count);
    let mut obstacles = Findings::default();
    for (member, problem) in of("none").filter_map(|(member, obstacle)| Some((member, obstacle.as_ref()?))) {
        say_remedy(shell, "edition-obstacle", member, problem);
        let mut problem = problem.clone();
        problem.place.key = Some(format!("member {member}"));
        obstacles.push(problem);
    }
    let (waiting, again) = (names(of("waiting").map(|(member, _)| member).collect()), which.again());
    if !waiting.is_empty() {
        shell.say("edition-next-officers", &[("waiting", waiting.into()), ("which", again.as_str().into())]);
    } else if obstacles.is_empty() {
        shell.say("edition-next-compute", &[("which", again.into())]);
    }
    if obstacles.is_empty() {
        return Ok(());
    }
    let members = names(of("none").map(|(member, _)| member).collect());
    let mut findings = Findings::from(EditionCommandError::NotOpened { members });
    if shell.is_json() {
        findings.append(obstacles);
    }
    Err(findings)
}

/// State of the release of an edition at a member, as its node says.
fn state(member: &MemberPlan, edition: &EditionId) -> Option<&'static str> {
    let found = member.description.as_ref()?.editions.iter().find(|(id, _)| id == edition)?;
    Some(found.1.id())
}

fn show_status(shell: &Shell, session: &CoordinatorSession, which: &Which, period: &Period) -> Result<(), Findings> {
    let charter = session.agreement.shared();
    let edition = edition_id(&charter, period, which.revision);
    let asked = plan(&charter, session.peers.clone(), period, session.config.limits.members_at_a_time);
    let plan = super::runtime(super::cores())?.block_on(asked);
    let value: Vec<_> = plan.members.iter().map(|member| json!({ "member": member.member.to_string(), "state": state(member, &edition), "obstacle": member.obstacle.as_ref().map(|p| &p.key) })).collect();
    shell.data(&json!({ "edition": edition.to_string(), "members": value }), || {
        let header = ["status-member", "edition-release"].map(|key| shell.line(key, &[]));
        let row = |member: &MemberPlan| {
            let words = match (&member.obstacle, state(member, &edition)) {
                (Some(problem), _) => shell.texts().problem(problem).0,
                (None, state) => state_words(shell, state.unwrap_or("none"), charter.class()),
            };
            vec![member.member.to_string(), words]
        };
        shell.table(&header, &plan.members.iter().map(row).collect::<Vec<_>>(), usize::MAX..)
    });
    let ready = plan.members.iter().all(|member| state(member, &edition) == Some("ready"));
    shell.say(if ready { "edition-next-compute" } else { "edition-next-open" }, &[("which", which.again().into())]);
    Ok(())
}

/// Words for the state of a release. In class `private` an approved one looks the same from outside until it is drawn.
pub(super) fn state_words(shell: &Shell, state: &str, class: Class) -> String {
    let key = match (state, class) {
        ("waiting", Class::Private) => "edition-state-undrawn".to_owned(),
        _ => format!("edition-state-{state}"),
    };
    shell.line(&key, &[])
}
