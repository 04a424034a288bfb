//! Members that didn't answer, as missing parts of sums.

use super::{AbsentPopulation, MemberOutcome, Summand};
use crate::charter::{Charter, Table};
use crate::model::{AreaIndex, RowKey};

/// Members that didn't answer.
#[derive(Debug, Default)]
pub struct Missing {
    members: Vec<Absent>,
}

/// A missing member.
#[derive(Debug)]
struct Absent {
    /// Whether it speaks for an area, at least in part, by level.
    reach: Vec<Vec<bool>>,
    /// Only area in which its people live, if there is just one, by level.
    only: Vec<Option<AreaIndex>>,
    people: f64,
}

impl Missing {
    /// Missing members among some outcomes.
    pub fn of(charter: &Charter, outcomes: &[MemberOutcome]) -> Self {
        let missing = outcomes.iter().filter(|outcome| outcome.missing.is_some());
        let absent = |outcome: &MemberOutcome| {
            let reach = charter.reach(&outcome.member);
            let only = |areas: &Vec<bool>| {
                let mut own = AreaIndex::marked(areas);
                own.next().filter(|_| own.next().is_none())
            };
            let people = outcome.population.map_or(f64::NAN, AbsentPopulation::people);
            Absent { only: reach.iter().map(only).collect(), reach, people }
        };
        Self { members: missing.map(absent).collect() }
    }

    /// Their parts of an area of a table: all their people, if all live there and the table has no groups.
    pub(super) fn parts(&self, table: &Table, area: AreaIndex) -> impl Iterator<Item = Summand<'static>> {
        let (level, everybody) = (table.level, table.axes.is_empty());
        let there = self.members.iter().filter(move |absent| absent.reach[level][area.at()]);
        there.map(move |absent| {
            let all = everybody && absent.only[level] == Some(area);
            Summand::Unanswered(if all { absent.people } else { f64::NAN })
        })
    }

    /// Their parts of all areas of a table that have no row.
    pub(super) fn elsewhere(&self, table: &Table, rows: &[RowKey]) -> Vec<Summand<'static>> {
        let level = table.level;
        let there = |area: AreaIndex| rows.binary_search_by_key(&area, |key| key.area).is_ok();
        let lacks = |absent: &&Absent| AreaIndex::marked(&absent.reach[level]).any(|area| !there(area));
        let alone = |absent: &Absent| !AreaIndex::marked(&absent.reach[level]).any(there);
        let part = |absent: &Absent| {
            let all = table.axes.is_empty() && alone(absent);
            Summand::Unanswered(if all { absent.people } else { f64::NAN })
        };
        self.members.iter().filter(lacks).map(part).collect()
    }
}
