//! What subtracting published figures of areas from those of a larger one can tell: the oldest attack on tables, tried on
//! the tables themselves.

use std::collections::BTreeMap;

use super::Combined;
use crate::charter::{Charter, Class, Knowledge, MissingDimension, Table};
use crate::model::{RowKey, Statistics, Status};

/// What became of every attempt.
#[derive(Clone, Debug, Default)]
pub struct Differencing {
    /// Published cells of which some parts are published and some withheld: each is one subtraction.
    pub attempts: u64,
    /// Attempts that leave a single area.
    pub isolated: u64,
    /// The attempt that comes closest to a single area: fewest areas left, then fewest persons.
    pub closest: Option<Difference>,
}

/// One subtraction.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Position of the table in the lattice.
    pub table: usize,
    /// Row of the cell from which is subtracted.
    pub row: usize,
    /// Cells that are subtracted.
    pub subtracted: u64,
    /// What the rest belongs to: level and position of each area, none of which has a figure of its own.
    pub left: Vec<(usize, u32)>,
    /// Persons of the rest, from published counts; noise and rounding may take it below zero.
    pub persons: f64,
    /// In 95 of 100 cases the truth is no farther away than this: noise and rounding of all the counts together.
    pub margin: f64,
}

/// Tries every published cell with published and withheld parts. A withheld part that has published parts itself is taken
/// apart further. Sums that leave something out are no figures of an area: they count as withheld.
pub fn difference(charter: &Charter, tables: &[Combined]) -> Differencing {
    let mut found = Differencing::default();
    // Nothing is withheld there.
    if charter.class == Class::Public {
        return found;
    }
    let attacker = Attacker::new(charter, tables);
    for (table, sums) in tables.iter().enumerate() {
        let Some(finer) = attacker.finer(table) else { continue };
        for row in (0..sums.cells.len()).filter(|&row| whole(sums, row)) {
            let key = sums.cells.rows[row];
            let mut parts = attacker.parts(table, finer, key);
            if parts.subtracted == 0 || parts.left.is_empty() {
                continue;
            }
            found.attempts += 1;
            found.isolated += u64::from(parts.left.len() == 1);
            parts.variance += attacker.variance(table, key.area);
            let persons = sums.cells.columns[Statistics::PERSONS][row] - parts.persons;
            let closer = |known: &Difference| {
                (parts.left.len(), persons.max(0.0)) < (known.left.len(), known.persons.max(0.0))
            };
            if found.closest.as_ref().is_none_or(closer) {
                let Parts { subtracted, left, variance, .. } = parts;
                let margin = 1.96 * variance.sqrt();
                found.closest = Some(Difference { table, row, subtracted, left, persons, margin });
            }
        }
    }
    found
}

/// Whoever has the bundle and the charter, and nothing else.
struct Attacker<'a> {
    charter: &'a Charter,
    tables: &'a [Combined],
    /// Whether people have weights.
    weighted: bool,
    /// Coarser and finer level with tables → areas of the finer one in each area of the coarser one.
    children: BTreeMap<(usize, usize), Vec<Vec<u32>>>,
}

/// What is known of the parts of a cell.
#[derive(Default)]
struct Parts {
    subtracted: u64,
    persons: f64,
    variance: f64,
    left: Vec<(usize, u32)>,
}

impl<'a> Attacker<'a> {
    fn new(charter: &'a Charter, tables: &'a [Combined]) -> Self {
        let levels = levels(charter);
        let mut children = BTreeMap::new();
        for (at, &coarse) in levels.iter().enumerate() {
            for &fine in &levels[at + 1..] {
                let mut of = vec![Vec::new(); charter.geography.areas(coarse).len()];
                for (child, parent) in (0..).zip(charter.geography.ancestors(fine, coarse)) {
                    of[parent as usize].push(child);
                }
                children.insert((coarse, fine), of);
            }
        }
        Self { charter, tables, weighted: weighted(tables), children }
    }

    /// The next finer table of the same groups.
    fn finer(&self, table: usize) -> Option<usize> {
        let lattice = self.charter.lattice.tables();
        let Table { level, axes } = &lattice[table];
        let same = (0..lattice.len()).filter(|&other| lattice[other].axes == *axes && lattice[other].level > *level);
        same.min_by_key(|&other| lattice[other].level)
    }

    /// The nearest published parts of a cell, and the areas that are left.
    fn parts(&self, table: usize, finer: usize, key: RowKey) -> Parts {
        let level = self.charter.lattice.tables()[finer].level;
        let sums = &self.tables[finer];
        let mut found = Parts::default();
        for &area in self.children(table, finer, key.area) {
            let part = RowKey { area, combination: key.combination };
            // An area for which nobody answered is in no larger one either.
            let Ok(row) = sums.cells.rows.binary_search(&part) else { continue };
            if whole(sums, row) {
                found.subtracted += 1;
                found.persons += sums.cells.columns[Statistics::PERSONS][row];
                found.variance += self.variance(finer, area);
                continue;
            }
            match self.finer(finer).map(|finest| self.parts(finer, finest, part)) {
                Some(own) if own.subtracted > 0 => {
                    found.subtracted += own.subtracted;
                    found.persons += own.persons;
                    found.variance += own.variance;
                    found.left.extend(own.left);
                }
                _ => found.left.push((level, area)),
            }
        }
        found
    }

    fn children(&self, table: usize, finer: usize, area: u32) -> &[u32] {
        let [coarse, fine] = [table, finer].map(|table| self.charter.lattice.tables()[table].level);
        self.children.get(&(coarse, fine)).map_or(&[], |children| &children[area as usize])
    }

    /// Variance of a published count: the noise that the charter sizes, and rounding to 5.
    fn variance(&self, table: usize, area: u32) -> f64 {
        const ROUNDING: f64 = 25.0 / 12.0;
        let charter = self.charter;
        // Under two names the same people have the figures of the finer one.
        if let Some(finer) = self.finer(table)
            && let [only] = self.children(table, finer, area)
        {
            return self.variance(finer, *only);
        }
        let noise = match charter.rules.knowledge {
            Knowledge::Sample => 3.0,
            Knowledge::Population => {
                let lattice = charter.lattice.tables();
                let level = lattice[table].level;
                let looks = lattice.iter().filter(|table| table.level == level).count();
                let levels = levels(charter);
                let share = levels.iter().position(|known| *known == level).and_then(|l| charter.rules.budget.get(l));
                let partial = charter.method.missing_dimension == MissingDimension::AverageOfAnswered;
                let counts =
                    1 + usize::from(self.weighted) + if partial { charter.method.dimensions.len() } else { 0 };
                (looks * counts) as f64 / (0.4 * share.copied().unwrap_or(1.0))
            }
        };
        noise + ROUNDING
    }
}

/// Whether a cell has figures that leave nothing out.
fn whole(sums: &Combined, row: usize) -> bool {
    sums.cells.status[row] == Status::Published && sums.stands_for[row] == 1.0
}

/// Levels that have tables, coarse to fine.
fn levels(charter: &Charter) -> Vec<usize> {
    let mut levels: Vec<usize> = charter.lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// Whether people have weights.
fn weighted(tables: &[Combined]) -> bool {
    let [persons, weight] = [Statistics::PERSONS, Statistics::WEIGHT];
    let differs = |sums: &Combined, row: usize| {
        whole(sums, row) && sums.cells.columns[persons][row] != sums.cells.columns[weight][row]
    };
    tables.iter().any(|sums| (0..sums.cells.len()).any(|row| differs(sums, row)))
}
