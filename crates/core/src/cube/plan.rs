use crate::charter::{Charter, Table};

/// Largest number of possible cells of a base that serves several tables: its index of slots then stays small.
const COMMON: u64 = 4 << 20;

/// A grouping in which persons are added up, and the tables of the lattice that follow from it.
pub(super) struct Base {
    pub table: Table,
    /// Positions in the lattice.
    pub tables: Vec<usize>,
}

/// Few groupings from which all tables follow: the tables that follow from no other, merged as long as the merged one
/// stays small. One base means one addition per run of persons.
pub(super) fn bases(charter: &Charter) -> Vec<Base> {
    let tables = charter.lattice.tables();
    let mut bases: Vec<Table> = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        let finer = |(j, other): (usize, &Table)| i != j && table.follows_from(other);
        if !tables.iter().enumerate().any(finer) {
            bases.push(table.clone());
        }
    }
    while let Some((i, j, merged)) = cheapest_merge(charter, &bases) {
        bases.remove(j);
        bases[i] = merged;
    }
    let of = |base: &Table| (0..tables.len()).filter(|&t| tables[t].follows_from(base)).collect::<Vec<_>>();
    let mut taken = vec![false; tables.len()];
    let mut shared: Vec<Base> = Vec::new();
    for table in bases {
        let mut own = of(&table);
        own.retain(|&t| !std::mem::replace(&mut taken[t], true));
        shared.push(Base { table, tables: own });
    }
    shared
}

/// Coarsest grouping at `level` from which all `tables` follow.
pub(super) fn union<'t>(tables: impl Iterator<Item = &'t Table>, level: usize) -> Option<Table> {
    tables.fold(None, |union: Option<Table>, table| {
        let mut union = union.unwrap_or(Table { level, axes: Vec::new() });
        for axis in &table.axes {
            match union.axes.iter_mut().find(|known| known.group == axis.group) {
                Some(known) => known.group_level = known.group_level.min(axis.group_level),
                None => union.axes.push(*axis),
            }
        }
        union.axes.sort_unstable();
        Some(union)
    })
}

fn cheapest_merge(charter: &Charter, bases: &[Table]) -> Option<(usize, usize, Table)> {
    let pairs = (0..bases.len()).flat_map(|i| (i + 1..bases.len()).map(move |j| (i, j)));
    let merged = pairs.map(|(i, j)| {
        let level = bases[i].level.max(bases[j].level);
        (i, j, union([&bases[i], &bases[j]].into_iter(), level).expect("of two tables"))
    });
    let small = merged.filter(|(_, _, table)| room(charter, table) <= COMMON);
    small.min_by_key(|(_, _, table)| room(charter, table))
}

/// Number of possible cells of a table.
fn room(charter: &Charter, table: &Table) -> u64 {
    table.combinations(&charter.groups).saturating_mul(charter.geography.areas(table.level).len() as u64)
}
