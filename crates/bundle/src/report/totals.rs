//! Figures over areas: of a member, of all people, and of areas across borders.

use std::collections::BTreeMap;

use super::rank::{rank, rank_members};
use super::{
    Answered, Combined, Coverage, CrossBorderTable, MemberOutcome, Missing, Published, Reading, Summand, Summation,
    coverage,
};
use crate::charter::{Charter, Table, TableIndex};
use crate::model::{AreaIndex, CellStatus, RowKey};

impl Published {
    /// Adds up the answers of members in the order of their ids; `missing` are those that didn't answer, with the
    /// people that they speak for.
    pub fn combine(
        charter: &Charter,
        answers: &[Answered],
        missing: &Missing,
    ) -> (Vec<Combined>, Vec<CrossBorderTable>, Vec<Coverage>) {
        let sums = Summation::new(charter, answers);
        let table =
            |(t, table): (TableIndex, &Table)| sums.combine(t, &|key: RowKey| missing.parts(table, key.area).collect());
        let mut tables: Vec<Combined> = charter.lattice.numbered().map(table).collect();
        rank(charter, &sums, &mut tables);
        let cross_border = cross_border(charter, &sums, &tables, missing);
        let coverage = answers
            .iter()
            .zip(sums.cells())
            .flat_map(|(answer, cells)| coverage::coverage(charter, &answer.member, cells))
            .collect();
        (tables, cross_border, coverage)
    }

    /// A row for each member that answered, in their order, ranked.
    pub fn own(&self) -> Combined {
        let mut rows = Combined::empty(&Reading::new(&self.charter));
        self.members.iter().filter_map(|member| member.own.clone()).for_each(|own| rows.extend(own));
        match self.ranks_of_areas() {
            Some(ranks) => rows.ranks = ranks,
            None => rank_members(&mut rows),
        }
        rows
    }

    /// Ranks of members that answered, where each is one area of one level: then it has one rank, in all files.
    fn ranks_of_areas(&self) -> Option<Vec<[f64; 2]>> {
        let answered = self.members.iter().filter(|outcome| outcome.own.is_some());
        let area = |outcome: &MemberOutcome| match self.charter.member(&outcome.member)?.areas.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let areas: Vec<_> = answered.map(area).collect::<Option<_>>()?;
        let level = areas.first()?.level;
        let table = self.everybody(level).filter(|table| !table.ranks.is_empty())?;
        let rank = |area: AreaIndex| table.row(area, 0).map_or([f64::NAN; 2], |row| table.ranks[row]);
        areas.iter().map(|own| (own.level == level).then(|| rank(own.area))).collect()
    }
}

/// One row: all people of a member in the coarsest table without groups.
pub fn whole(charter: &Charter, answer: &Answered) -> Option<Combined> {
    let table = charter.lattice.whole()?;
    let sums = Summation::new(charter, std::slice::from_ref(answer));
    let own = sums.combine(table, &|_| Vec::new());
    let parts: Vec<Summand<'_>> = (0..own.cells.len()).map(|row| Summand::Row(&own, row)).collect();
    let mut sum = sums.total(table, &parts, EVERYBODY);
    // The sum is of one member, whatever the number of its areas.
    sum.parts = vec![[sum.parts[0][0].min(1), 1]];
    (!parts.is_empty()).then_some(sum)
}

/// The key of a row over all areas.
pub(super) const EVERYBODY: RowKey = RowKey { area: AreaIndex(0), combination: 0 };

impl Published {
    /// One row: all people in the coarsest table without groups, over all areas.
    pub fn whole(&self) -> Option<Combined> {
        let whole = self.whole_of(self.charter.lattice.whole()?);
        (!whole.cells.is_empty()).then_some(whole)
    }

    /// A row for each combination of a table, over all its areas: parts that sums of members leave out are left out
    /// here.
    pub(crate) fn whole_of(&self, table: TableIndex) -> Combined {
        let (sums, adding) = (&self.tables[table.at()], self.sums());
        let missing = Missing::of(&self.charter, &self.members);
        let unanswered = missing.elsewhere(&self.charter.lattice.tables()[table.at()], &sums.cells.rows);
        let mut combinations: BTreeMap<u32, Vec<Summand<'_>>> = BTreeMap::new();
        for (row, key) in sums.cells.rows.iter().enumerate() {
            combinations.entry(key.combination).or_default().push(Summand::Row(sums, row));
        }
        let mut whole = Combined::empty(&adding.reading);
        for (combination, mut parts) in combinations {
            parts.extend(&unanswered);
            whole.extend(adding.total(table, &parts, RowKey { area: AreaIndex(0), combination }));
            if let Some(parts) = whole.parts.last_mut() {
                *parts = [self.members_in(table, combination), self.members.len() as u32];
            }
        }
        whole
    }

    /// Number of members with figures of a combination of a table.
    fn members_in(&self, table: TableIndex, combination: u32) -> u32 {
        let tells = |answer: &&Answered| {
            let rows = answer.tables[table.at()].rows.iter().zip(&answer.tables[table.at()].status);
            rows.filter(|(key, _)| key.combination == combination).any(|(_, status)| *status == CellStatus::Published)
        };
        self.answers.iter().filter(tells).count() as u32
    }
}

/// Areas across borders: sums of published cells, whole or not at all, and never a new query to a node.
fn cross_border(
    charter: &Charter,
    adding: &Summation<'_>,
    tables: &[Combined],
    missing: &Missing,
) -> Vec<CrossBorderTable> {
    let mut found = Vec::new();
    for (area, border) in charter.cross_border.iter().enumerate() {
        for ((t, table), sums) in charter.lattice.numbered().zip(tables) {
            if table.level != border.level {
                continue;
            }
            let mut rows: BTreeMap<u32, Vec<Summand<'_>>> = BTreeMap::new();
            for (row, key) in sums.cells.rows.iter().enumerate().filter(|(_, key)| border.parts.contains(&key.area)) {
                rows.entry(key.combination).or_default().push(Summand::Row(sums, row));
            }
            // A part without an answer has no row.
            let lacking =
                border.parts.iter().filter(|area| sums.cells.rows.binary_search_by_key(*area, |key| key.area).is_err());
            let lacking: Vec<Summand<'_>> = lacking.flat_map(|area| missing.parts(table, *area)).collect();
            let mut whole = Combined::empty(&adding.reading);
            for (combination, mut parts) in rows {
                parts.extend(&lacking);
                whole.extend(adding.whole_or_nothing(t, &parts, RowKey { area: AreaIndex(0), combination }));
            }
            found.push(CrossBorderTable { area, table: t, rows: whole });
        }
    }
    found
}
