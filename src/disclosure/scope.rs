use crate::charter::{Axis, Charter, Table};
use crate::model::{MemberId, RowKey};

/// The part of the lattice that a member must say something about, whatever its data: every table, with all areas in
/// which its people can live and all combinations of categories.
pub(super) struct Scope {
    pub tables: Vec<Shape>,
    /// Tables of the same groups, coarse to fine; subsets themselves coarse to fine: each after all those that must
    /// stand if it stands.
    pub subsets: Vec<Vec<usize>>,
}

/// One table, dense: cell `area × combinations + combination`.
pub(super) struct Shape {
    pub level: usize,
    /// Positions in the geography, ascending.
    pub areas: Vec<u32>,
    pub combinations: usize,
    /// Tables at the same level with one group less, or one group one rung coarser.
    pub coarser: Vec<usize>,
    /// The next finer table of the same groups.
    pub finer: Option<usize>,
    /// For each area, the places of its children in that table.
    pub children: Vec<Vec<usize>>,
}

impl Shape {
    pub(super) fn cells(&self) -> usize {
        self.areas.len() * self.combinations
    }

    /// The only child of an area, if it has one: the same people under two names.
    pub(super) fn twin(&self, area: usize) -> Option<(usize, usize)> {
        match self.children[area].as_slice() {
            [only] => Some((self.finer?, *only)),
            _ => None,
        }
    }

    /// The place of an area of the geography.
    pub(super) fn place(&self, area: u32) -> usize {
        self.areas.partition_point(|&known| known < area)
    }

    pub(super) fn cell(&self, row: RowKey) -> usize {
        self.place(row.area) * self.combinations + row.combination as usize
    }

    /// The cells of the block of an area.
    pub(super) fn block(&self, area: usize) -> std::ops::Range<usize> {
        area * self.combinations..(area + 1) * self.combinations
    }
}

impl Scope {
    pub(super) fn new(charter: &Charter, member: &MemberId) -> Self {
        Self::within(charter, &charter.reach(member))
    }

    /// The same of several members together: by level, the areas in which their people can live.
    pub(super) fn within(charter: &Charter, reach: &[Vec<bool>]) -> Self {
        let lattice = charter.lattice.tables();
        let areas = |level: usize| (0..).zip(&reach[level]).filter(|(_, own)| **own).map(|(area, _)| area).collect();
        let shape = |table: &Table| Shape {
            level: table.level,
            areas: areas(table.level),
            combinations: table.combinations(&charter.groups) as usize,
            coarser: (0..lattice.len()).filter(|&other| next_coarser(table, &lattice[other])).collect(),
            finer: None,
            children: Vec::new(),
        };
        let mut tables: Vec<Shape> = lattice.iter().map(shape).collect();
        let mut groupings: Vec<&[Axis]> = lattice.iter().map(|table| table.axes.as_slice()).collect();
        let fineness =
            |axes: &[Axis]| axes.iter().map(|axis| charter.groups[axis.group].rungs() - axis.rung).sum::<usize>();
        groupings.sort_by_key(|axes| (axes.len(), fineness(axes), *axes));
        groupings.dedup();
        let subset = |axes: &&[Axis]| {
            let mut same: Vec<usize> = (0..lattice.len()).filter(|&t| lattice[t].axes == **axes).collect();
            same.sort_by_key(|&t| lattice[t].level);
            same
        };
        let subsets: Vec<Vec<usize>> = groupings.iter().map(subset).collect();
        for table in &mut tables {
            table.children = vec![Vec::new(); table.areas.len()];
        }
        for pair in subsets.iter().flat_map(|subset| subset.windows(2)) {
            let (coarse, fine) = (pair[0], pair[1]);
            tables[coarse].finer = Some(fine);
            for child in 0..tables[fine].areas.len() {
                let area = tables[fine].areas[child];
                let parent = charter.geography.ancestor(tables[fine].level, area, tables[coarse].level);
                let parent = tables[coarse].areas.partition_point(|&known| known < parent);
                tables[coarse].children[parent].push(child);
            }
        }
        Self { tables, subsets }
    }
}

/// Whether `other` is `table` with one group less, or with one group one rung coarser.
fn next_coarser(table: &Table, other: &Table) -> bool {
    let one_less = other.axes.len() + 1 == table.axes.len();
    let lifted = |from: &Axis| other.axes.iter().any(|to| to.group == from.group && to.rung == from.rung + 1);
    let kept = table.axes.iter().filter(|axis| other.axes.contains(axis)).count();
    let one_lifted = other.axes.len() == table.axes.len()
        && kept + 1 == table.axes.len()
        && table.axes.iter().any(|axis| !other.axes.contains(axis) && lifted(axis));
    other.level == table.level && (one_less && kept == other.axes.len() || one_lifted)
}
