use std::collections::HashSet;

use super::Charter;
use super::group::Group;
use crate::model::{Bilingual, Lang};

/// Tables that may be published, in canonical order.
#[derive(Clone, Debug, PartialEq)]
pub struct Lattice {
    tables: Vec<Table>,
}

/// One level × one subset of groups.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Table {
    /// Position of the level in the geography.
    pub level: usize,
    /// Groups by which the table is split, in the charter's order.
    pub axes: Vec<Axis>,
}

/// One group of a table, at one of the group's levels.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Axis {
    /// Position of the group in the charter.
    pub group: usize,
    /// 0 = finest categories; k = the k-th coarser level.
    pub group_level: usize,
}

impl Table {
    /// Number of combinations of categories.
    pub fn combinations(&self, groups: &[Group]) -> u64 {
        self.axes.iter().map(|axis| groups[axis.group].categories_of(axis.group_level).len() as u64).product()
    }

    /// Label of the table: its level and the labels of its groups.
    pub fn name(&self, charter: &Charter) -> Bilingual {
        let groups = self.groups_name(charter);
        let name = |lang| {
            let level = charter.geography.label(self.level).get(lang);
            if self.axes.is_empty() { level.to_owned() } else { format!("{level} × {}", groups.get(lang)) }
        };
        Bilingual { en: name(Lang::En), fr: name(Lang::Fr) }
    }

    /// Labels of its groups; empty for no groups.
    pub fn groups_name(&self, charter: &Charter) -> Bilingual {
        let name = |lang| {
            let labels = self.axes.iter().map(|axis| charter.groups[axis.group].label_of(axis.group_level).get(lang));
            labels.collect::<Vec<_>>().join(" × ")
        };
        Bilingual { en: name(Lang::En), fr: name(Lang::Fr) }
    }

    /// The category of each axis in a combination; see [`crate::model::RowKey`].
    pub fn categories(&self, groups: &[Group], mut combination: u32) -> Vec<u16> {
        let mut categories = vec![0; self.axes.len()];
        for (category, axis) in categories.iter_mut().zip(&self.axes).rev() {
            let size = groups[axis.group].categories_of(axis.group_level).len() as u32;
            *category = (combination % size) as u16;
            combination /= size;
        }
        categories
    }

    /// Whether this table is `other` or a sum of it: the same groups or fewer, each at the same level or a coarser one,
    /// and areas of the same level or a coarser one.
    pub fn follows_from(&self, other: &Self) -> bool {
        self.level <= other.level && self.axes_follow_from(other)
    }

    /// Whether this table has the same groups as `other` or fewer, each at the same level or a coarser one, whatever
    /// the levels of areas.
    pub fn axes_follow_from(&self, other: &Self) -> bool {
        self.axes
            .iter()
            .all(|axis| other.axes.iter().any(|o| o.group == axis.group && o.group_level <= axis.group_level))
    }
}

/// Position of a table in the lattice.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TableIndex(pub usize);

impl TableIndex {
    /// Position in a list of all tables.
    pub fn at(self) -> usize {
        self.0
    }
}

impl Lattice {
    /// Closes the listed tables downward: every subset of their groups at their level, and every coarser level of each.
    /// Tables come in the charter's order, each after the coarser ones that it implies. A listed table has at most a
    /// dozen groups: the reader makes sure of it.
    pub(super) fn close(listed: &[(usize, Vec<usize>)], groups: &[Group]) -> Self {
        let mut tables: Vec<Table> = Vec::new();
        let mut seen = HashSet::new();
        for (level, members) in listed {
            let mut subsets: Vec<Vec<usize>> = (0..1_u32 << members.len())
                .map(|mask| (0..members.len()).filter(|i| mask >> i & 1 == 1).map(|i| members[i]).collect())
                .collect();
            subsets.sort_by_key(|subset: &Vec<usize>| (subset.len(), subset.clone()));
            for subset in subsets {
                for axes in group_levels(&subset, groups) {
                    let table = Table { level: *level, axes };
                    if seen.insert(table.clone()) {
                        tables.push(table);
                    }
                }
            }
        }
        Self { tables }
    }

    /// The tables in canonical order.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Tables in canonical order, each with its position.
    pub fn numbered(&self) -> impl Iterator<Item = (TableIndex, &Table)> + Clone {
        (0..).map(TableIndex).zip(&self.tables)
    }

    /// Position of a table.
    pub fn position(&self, table: &Table) -> Option<TableIndex> {
        self.tables.iter().position(|known| known == table).map(TableIndex)
    }

    /// Position of the coarsest table without groups.
    pub fn whole(&self) -> Option<TableIndex> {
        let whole = self.numbered().filter(|(_, table)| table.axes.is_empty());
        whole.min_by_key(|(_, table)| table.level).map(|(position, _)| position)
    }

    /// Finest level of any table.
    pub fn finest_level(&self) -> usize {
        self.tables.iter().map(|table| table.level).max().unwrap_or(0)
    }
}

/// Every choice of levels for a subset of groups, coarsest first.
fn group_levels(subset: &[usize], groups: &[Group]) -> Vec<Vec<Axis>> {
    subset.iter().fold(vec![Vec::new()], |choices, &group| {
        let longer = choices.iter().flat_map(|axes: &Vec<Axis>| {
            (0..groups[group].levels())
                .rev()
                .map(|group_level| [axes.as_slice(), &[Axis { group, group_level }]].concat())
        });
        longer.collect()
    })
}
/// A table's groups as one word: `age+gender`, `age:age_3+gender`; empty for no groups.
pub fn groups_word(charter: &Charter, table: &Table) -> String {
    table.axes.iter().map(|axis| group_word(charter, axis)).collect::<Vec<_>>().join("+")
}

/// One group of a table as a word: `age`, or `age:age_3` for a coarser level.
pub fn group_word(charter: &Charter, axis: &Axis) -> String {
    let group = &charter.groups[axis.group];
    match axis.group_level.checked_sub(1) {
        None => group.id.clone(),
        Some(coarser) => format!("{}:{}", group.id, group.coarser_levels[coarser].id),
    }
}
