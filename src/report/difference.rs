//! What subtracting published figures of areas from those of a larger one can tell: the oldest attack on tables, tried on
//! the tables themselves.

use std::collections::BTreeMap;

use super::{Combined, Moments};
use crate::charter::{Charter, Class, Table};
use crate::model::{RowKey, Statistics};

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
    /// Weight of the rest, from published weights; like the persons, it may come out below zero.
    pub weight: f64,
    /// In 95 of 100 cases the truth is no farther away than this: noise and rounding of all the counts together.
    pub margin: f64,
    /// Mean index of the rest, in points, from published means and weights; NaN if they leave no weight.
    pub index: f64,
    /// In 95 of 100 cases the truth is no farther away than this.
    pub index_margin: f64,
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
        for row in (0..sums.cells.len()).filter(|&row| sums.is_whole(row)) {
            let key = sums.cells.rows[row];
            let mut parts = attacker.parts(table, finer, key);
            if parts.figures.is_empty() || parts.left.is_empty() {
                continue;
            }
            found.attempts += 1;
            found.isolated += u64::from(parts.left.len() == 1);
            let subtracted = parts.figures.len() as u64;
            parts.figures.push(attacker.figure(table, row, 1.0));
            let of: [fn(&Figure) -> f64; 3] = [|figure| figure.persons, |figure| figure.weight, Figure::total];
            let [persons, weight, total] =
                of.map(|of| parts.figures.iter().map(|figure| figure.sign * of(figure)).sum::<f64>());
            let closer =
                |known: &Difference| (parts.left.len(), persons.max(0.0)) < (known.left.len(), known.persons.max(0.0));
            if found.closest.as_ref().is_none_or(closer) {
                let index = if weight > 0.0 { total / weight } else { f64::NAN };
                let sum =
                    |variance: &dyn Fn(&Figure) -> f64| 1.96 * parts.figures.iter().map(variance).sum::<f64>().sqrt();
                found.closest = Some(Difference {
                    table,
                    row,
                    subtracted,
                    persons,
                    weight,
                    index,
                    margin: sum(&|figure| figure.noise),
                    index_margin: sum(&|figure| figure.moments.shifted(figure.index - index).of_sum()) / weight,
                    left: parts.left,
                });
            }
        }
    }
    found
}

/// Whoever has the bundle and the charter, and nothing else.
struct Attacker<'a> {
    charter: &'a Charter,
    tables: &'a [Combined],
    /// Coarser and finer level with tables → areas of the finer one in each area of the coarser one.
    children: BTreeMap<(usize, usize), Vec<Vec<u32>>>,
}

/// What is known of the parts of a cell.
#[derive(Default)]
struct Parts {
    figures: Vec<Figure>,
    left: Vec<(usize, u32)>,
}

/// A published cell, added or subtracted.
struct Figure {
    sign: f64,
    persons: f64,
    weight: f64,
    index: f64,
    /// Variance of the persons, and what that of the sum of scores follows from.
    noise: f64,
    moments: Moments,
}

impl Figure {
    /// Weighted sum of scores.
    fn total(&self) -> f64 {
        self.weight * self.index
    }
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
        Self { charter, tables, children }
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
            if sums.is_whole(row) {
                found.figures.push(self.figure(finer, row, -1.0));
                continue;
            }
            match self.finer(finer).map(|finest| self.parts(finer, finest, part)) {
                Some(own) if !own.figures.is_empty() => {
                    found.figures.extend(own.figures);
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

    fn figure(&self, table: usize, row: usize, sign: f64) -> Figure {
        let Combined { cells, errors, .. } = &self.tables[table];
        let [persons, weight, index] =
            [Statistics::PERSONS, Statistics::WEIGHT, Statistics::INDEX].map(|column| cells.columns[column][row]);
        Figure { sign, persons, weight, index, noise: errors.persons[row], moments: errors.means[0][row] }
    }
}

/// Levels that have tables, coarse to fine.
fn levels(charter: &Charter) -> Vec<usize> {
    let mut levels: Vec<usize> = charter.lattice.tables().iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}
