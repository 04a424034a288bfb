use crate::charter::{Axis, Charter, Table, TableIndex};
use crate::model::{AreaIndex, MemberId, RowKey};

/// Layout of a member's tables, independent of its data: every table, with all areas in which its people can live and
/// all combinations of categories.
pub(super) struct MemberLayout {
    pub tables: Vec<TableLayout>,
    /// Positions of the tables of the same groups. *Shape:* by set of groups, coarse to fine.
    pub subsets: Vec<Vec<TableIndex>>,
}

/// One table, dense: cell `area × combinations + combination`.
pub(super) struct TableLayout {
    pub level: usize,
    /// Positions in the geography, ascending.
    pub areas: Vec<AreaIndex>,
    pub combinations: usize,
    /// Local positions of the children of areas in the next finer table of the same groups. *Shape:* by area.
    pub children: Vec<Vec<usize>>,
}

impl TableLayout {
    pub(super) fn cells(&self) -> usize {
        self.areas.len() * self.combinations
    }

    /// Local position of an area of the geography.
    pub(super) fn place(&self, area: AreaIndex) -> usize {
        self.areas.partition_point(|&known| known < area)
    }

    /// Keys of the rows.
    pub(super) fn rows(&self) -> Vec<RowKey> {
        let of = |&area: &AreaIndex| (0..self.combinations as u32).map(move |combination| RowKey { area, combination });
        self.areas.iter().flat_map(of).collect()
    }
}

impl MemberLayout {
    pub(super) fn new(charter: &Charter, member: &MemberId) -> Self {
        let (lattice, reach) = (charter.lattice.tables(), charter.reach(member));
        let areas = |level: usize| AreaIndex::marked(&reach[level]).collect();
        let shape = |table: &Table| TableLayout {
            level: table.level,
            areas: areas(table.level),
            combinations: table.combinations(&charter.groups) as usize,
            children: Vec::new(),
        };
        let mut tables: Vec<TableLayout> = lattice.iter().map(shape).collect();
        let mut groupings: Vec<&[Axis]> = lattice.iter().map(|table| table.axes.as_slice()).collect();
        groupings.sort_unstable();
        groupings.dedup();
        let subset = |axes: &&[Axis]| {
            let same = charter.lattice.numbered().filter(|(_, table)| table.axes == **axes);
            let mut same: Vec<TableIndex> = same.map(|(table, _)| table).collect();
            same.sort_by_key(|table| lattice[table.at()].level);
            same
        };
        let subsets: Vec<Vec<TableIndex>> = groupings.iter().map(subset).collect();
        for table in &mut tables {
            table.children = vec![Vec::new(); table.areas.len()];
        }
        for pair in subsets.iter().flat_map(|subset| subset.windows(2)) {
            let [coarse, fine] = [pair[0], pair[1]].map(TableIndex::at);
            for child in 0..tables[fine].areas.len() {
                let area = tables[fine].areas[child];
                let parent = charter.geography.ancestor(tables[fine].level, area, tables[coarse].level);
                let parent = tables[coarse].place(parent);
                tables[coarse].children[parent].push(child);
            }
        }
        Self { tables, subsets }
    }
}
