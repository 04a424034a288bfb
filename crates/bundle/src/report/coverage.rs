//! Share of people in the published cells, from published figures alone: it reveals no more than they do.

use std::collections::BTreeMap;

use super::{Published, Shown};
use crate::charter::{Axis, Charter, Table, TableIndex};
use crate::model::{CellStatus, FigureColumns, MemberId, PublishedTable};

/// Largest error, in points, of an index that is called sure.
pub const SURE: f64 = 2.0;

/// Share of a member's people in the published cells of a table.
///
/// *Shape:* one entry of `categories` for each category, group after group. *Units:* cells, and people by weight.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Position of the table in the lattice.
    pub table: TableIndex,
    /// The member.
    pub member: MemberId,
    /// All cells of the table.
    pub whole: Covered,
    /// Cells of each category of each group of the table, in the charter's order.
    pub categories: Vec<CategoryCoverage>,
}

/// Coverage of one category.
#[derive(Clone, Debug)]
pub struct CategoryCoverage {
    /// Group, at the table's level of it.
    pub axis: Axis,
    /// Position of the category at that level.
    pub category: u16,
    /// Cells of the category.
    pub cells: Covered,
}

/// Number of some cells, and the people in those with figures. *Units:* cells, and people by weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covered {
    /// Number of cells with figures.
    pub published: u64,
    /// Number of cells without figures.
    pub withheld: u64,
    /// Weight of the people in cells with figures.
    pub people: f64,
    /// Weight of all people concerned; `None` if it doesn't follow from published figures.
    pub of: Option<f64>,
}

impl Covered {
    /// No cells.
    const NONE: Self = Self { published: 0, withheld: 0, people: 0.0, of: Some(0.0) };

    /// Share of the people, from 0 to 1: both figures are rounded and noisy. `None` if it doesn't follow from published
    /// figures.
    pub fn share(&self) -> Option<f64> {
        match self.of {
            // All of them, whatever the rounding of two sums.
            _ if self.withheld == 0 => Some(1.0),
            _ if self.published == 0 => Some(0.0),
            Some(of) if of > 0.0 => Some((self.people / of).clamp(0.0, 1.0)),
            _ => None,
        }
    }

    /// Coverage of several members together.
    fn and(self, other: Self) -> Self {
        Self {
            published: self.published + other.published,
            withheld: self.withheld + other.withheld,
            people: self.people + other.people,
            of: self.of.zip(other.of).map(|(own, others)| own + others),
        }
    }

    fn add(&mut self, status: CellStatus, weight: f64) {
        match status {
            CellStatus::Published => {
                self.published += 1;
                // A weight that doesn't exist is that of no people.
                self.people += if weight.is_finite() { weight } else { 0.0 };
            }
            CellStatus::Withheld => self.withheld += 1,
        }
    }
}

impl Published {
    /// Share of all members' people in the published cells of a table.
    pub fn covered(&self, table: TableIndex) -> Covered {
        let lines = self.coverage.iter().filter(|line| line.table == table);
        lines.fold(Covered::NONE, |sum, line| sum.and(line.whole))
    }

    /// Share of people in cells of a table whose index has a marking error of at most [`SURE`] points.
    pub fn sure(&self, table: TableIndex) -> f64 {
        let sums = &self.tables[table.at()];
        let (mut sure, mut all) = (0.0, 0.0);
        for row in 0..sums.cells.len() {
            let Some(people) = sums.figure(row, Shown::WEIGHT) else { continue };
            all += people;
            sure += if sums.marking_error(row, Shown::INDEX) <= SURE { people } else { 0.0 };
        }
        if all > 0.0 { (sure / all).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Coverage of each category of each group of a table.
    pub fn covered_categories(&self, table: TableIndex) -> Vec<CategoryCoverage> {
        let mut lines = self.coverage.iter().filter(|line| line.table == table).map(|line| &line.categories);
        let Some(mut sums) = lines.next().cloned() else { return Vec::new() };
        for categories in lines {
            sums.iter_mut().zip(categories).for_each(|(sum, more)| sum.cells = sum.cells.and(more.cells));
        }
        sums
    }
}

/// Coverage of each table of a member.
pub(super) fn coverage(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> Vec<Coverage> {
    let lattice = charter.lattice.tables();
    let tallies: Vec<Tally> = lattice.iter().zip(tables).map(|(table, cells)| tally(charter, table, cells)).collect();
    let everybody = best(tallies.iter().map(|tally| tally.whole));
    let line = |(table, tally): (TableIndex, &Tally)| {
        let category = |(&(axis, category), &cells): (&(Axis, u16), &Covered)| {
            let same = lattice.iter().zip(&tallies).filter_map(|(_, tally)| tally.of(charter, axis, category));
            CategoryCoverage { axis, category, cells: against(cells, best(same)) }
        };
        Coverage {
            table,
            member: member.clone(),
            whole: against(tally.whole, everybody),
            categories: tally.categories.iter().map(category).collect(),
        }
    };
    (0..).map(TableIndex).zip(&tallies).map(line).collect()
}

/// Cells of one table: all of them, and by category.
struct Tally {
    whole: Covered,
    categories: BTreeMap<(Axis, u16), Covered>,
}

impl Tally {
    /// Cells of a category, if the table is split by its group: at its own level, or at the finest.
    fn of(&self, charter: &Charter, axis: Axis, category: u16) -> Option<Covered> {
        if let Some(own) = self.categories.get(&(axis, category)) {
            return Some(*own);
        }
        let group = &charter.groups[axis.group];
        let finest = Axis { group: axis.group, group_level: 0 };
        let parts = self.categories.range((finest, 0)..=(finest, u16::MAX));
        let parts = parts.filter(|((_, finest), _)| group.project(axis.group_level, *finest) == category);
        parts.map(|(_, cells)| *cells).reduce(Covered::and)
    }
}

fn tally(charter: &Charter, table: &Table, cells: &PublishedTable) -> Tally {
    let mut combinations = vec![Covered::NONE; table.combinations(&charter.groups) as usize];
    for ((row, &status), &weight) in cells.rows.iter().zip(&cells.status).zip(&cells.columns[FigureColumns::WEIGHT]) {
        combinations[row.combination as usize].add(status, weight);
    }
    let whole = combinations.iter().fold(Covered::NONE, |sum, cells| sum.and(*cells));
    let mut categories = BTreeMap::new();
    for (combination, cells) in (0..).zip(combinations) {
        for (&axis, category) in table.axes.iter().zip(table.categories(&charter.groups, combination)) {
            let sum = categories.entry((axis, category)).or_insert(Covered::NONE);
            *sum = sum.and(cells);
        }
    }
    Tally { whole, categories }
}

/// The best published number of some people. Of the tables without withheld cells, the one with the fewest cells, as
/// every cell adds noise and rounding of its own; if all have some, the one with the largest number, which makes shares
/// a little too large.
fn best(tables: impl Iterator<Item = Covered> + Clone) -> Option<Covered> {
    let whole = tables.clone().filter(|cells| cells.withheld == 0 && cells.published > 0);
    let whole = whole.min_by_key(|cells| cells.published);
    let most = || tables.filter(|cells| cells.published > 0).max_by(|a, b| a.people.total_cmp(&b.people));
    whole.or_else(most)
}

fn against(cells: Covered, best: Option<Covered>) -> Covered {
    match best {
        // The area is empty, or none of it is published.
        None => Covered { of: (cells.withheld == 0).then_some(0.0), ..cells },
        // No cell is left out.
        Some(best) if cells.withheld == 0 => Covered { people: best.people, of: Some(best.people), ..cells },
        // No better number than that of these cells themselves is published.
        Some(best) if best.withheld > 0 && best.people <= cells.people => Covered { of: None, ..cells },
        // The noise of many cells may take their sum above the whole.
        Some(best) => Covered { people: cells.people.min(best.people), of: Some(best.people), ..cells },
    }
}
