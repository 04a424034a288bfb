use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::coordinator::{Desk, member_json};
use super::shell::Shell;
use crate::charter::{Table, groups_word};
use crate::coordinator::{ComputeError, MemberPlan, Readiness, Require, open, plan};
use crate::model::{Findings, Period};
use crate::node::edition_id;

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
    #[arg(long, value_name = "N", default_value_t = 0)]
    revision: u32,
    #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
    config: PathBuf,
}

/// What is done about the release of a period, by its revision.
type Asked = fn(&Shell, &Desk, (&Period, u32)) -> Result<(), Findings>;

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    let with = |which: &Which, act: Asked| {
        let period = super::load::period(&which.period)?;
        act(shell, &Desk::open(&which.config)?, (&period, which.revision))
    };
    match command {
        Command::Plan(which) => with(&which, show_plan),
        Command::Open(which) => with(&which, open_everywhere),
        Command::Status(which) => with(&which, show_status),
    }
}

fn show_plan(shell: &Shell, desk: &Desk, (period, revision): (&Period, u32)) -> Result<(), Findings> {
    let charter = desk.agreement.charter();
    let asked = plan(&charter, desk.peers.clone(), period, desk.config.limits.members_at_a_time);
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
        "edition": edition_id(&charter, period, revision).to_string(),
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
    Ok(())
}

fn open_everywhere(shell: &Shell, desk: &Desk, (period, revision): (&Period, u32)) -> Result<(), Findings> {
    let run = desk.run(shell, (period, revision), Require::All)?;
    let opened = super::runtime(super::cores())?.block_on(open(&run));
    let value: Vec<_> = opened
        .iter()
        .map(|(member, obstacle)| json!({ "member": member.to_string(), "ready": obstacle.is_none(), "obstacle": obstacle.as_ref().map(|p| &p.key) }))
        .collect();
    shell.data(&json!({ "edition": run.edition.to_string(), "members": value }), || {
        let header = ["status-member", "edition-release"].map(|key| shell.line(key, &[]));
        let rows: Vec<Vec<String>> = opened
            .iter()
            .map(|(member, obstacle)| {
                let state = match obstacle {
                    None => shell.line("edition-state-ready", &[]),
                    Some(problem) => shell.texts().problem(problem).0,
                };
                vec![member.to_string(), state]
            })
            .collect();
        shell.table(&header, &rows, usize::MAX..)
    });
    let ready = opened.iter().filter(|(_, obstacle)| obstacle.is_none()).count();
    let key = if ready < opened.len() { "edition-opened-in-part" } else { "edition-opened" };
    shell.say(key, &[("ready", ready.into()), ("members", opened.len().into()), ("period", period.into())]);
    if ready < opened.len() {
        return Err(ComputeError::TooFew { answered: ready, needed: opened.len() }.into());
    }
    Ok(())
}

fn show_status(shell: &Shell, desk: &Desk, (period, revision): (&Period, u32)) -> Result<(), Findings> {
    let charter = desk.agreement.charter();
    let edition = edition_id(&charter, period, revision);
    let asked = plan(&charter, desk.peers.clone(), period, desk.config.limits.members_at_a_time);
    let plan = super::runtime(super::cores())?.block_on(asked);
    let state = |member: &MemberPlan| {
        let found = member.description.as_ref()?.editions.iter().find(|(id, _)| *id == edition)?;
        Some(match found.1 {
            Readiness::Building => "building",
            Readiness::Ready => "ready",
            Readiness::Failed => "failed",
            Readiness::Waiting => "waiting",
            Readiness::Withdrawn => "withdrawn",
        })
    };
    let value: Vec<_> = plan.members.iter().map(|member| json!({ "member": member.member.to_string(), "state": state(member), "obstacle": member.obstacle.as_ref().map(|p| &p.key) })).collect();
    shell.data(&json!({ "edition": edition.to_string(), "members": value }), || {
        let header = ["status-member", "edition-release"].map(|key| shell.line(key, &[]));
        let rows: Vec<Vec<String>> = plan
            .members
            .iter()
            .map(|member| {
                let words = match (&member.obstacle, state(member)) {
                    (Some(problem), _) => shell.texts().problem(problem).0,
                    (None, Some(state)) => shell.line(&format!("edition-state-{state}"), &[]),
                    (None, None) => shell.line("edition-state-none", &[]),
                };
                vec![member.member.to_string(), words]
            })
            .collect();
        shell.table(&header, &rows, usize::MAX..)
    });
    Ok(())
}
