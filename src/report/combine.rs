use std::collections::BTreeMap;

use super::errors::{Errors, Moments, means};
use crate::model::{PublishedTable, RowKey, Statistics, Status};

/// Half of an interval that holds in 95 of 100 cases, in standard errors.
const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Cells that were added up, and what each is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells.
    pub cells: PublishedTable,
    /// For each row the share of people that it stands for: 1 for a whole sum, 0 for a withheld one, NaN where something is
    /// left out and nobody knows how many people that are.
    pub stands_for: Vec<f64>,
    /// For each row the parts in it, and those that it should have: members, where these are added up.
    pub parts: Vec<[u32; 2]>,
    /// How far its figures may be off.
    pub errors: Errors,
    /// For each row the best and the worst rank that its index may have among all areas, 1 the highest index; NaN where it
    /// has none. Empty where rows aren't ranked.
    pub ranks: Vec<[f64; 2]>,
}

impl Combined {
    /// A table without rows.
    pub fn empty(statistics: Statistics) -> Self {
        Self {
            cells: PublishedTable::empty(statistics),
            stands_for: Vec::new(),
            parts: Vec::new(),
            errors: Errors::empty(statistics),
            ranks: Vec::new(),
        }
    }

    /// The cells of one member, with their errors.
    pub fn of_member(cells: PublishedTable, errors: Errors) -> Self {
        let published = cells.status.iter().map(|status| *status == Status::Published);
        let stands_for = published.clone().map(|published| if published { 1.0 } else { 0.0 }).collect();
        let parts = published.map(|published| [u32::from(published), 1]).collect();
        Self { cells, stands_for, parts, errors, ranks: Vec::new() }
    }

    /// The row of an area and a combination of categories.
    pub fn row(&self, area: u32, combination: u32) -> Option<usize> {
        self.cells.rows.binary_search(&RowKey { area, combination }).ok()
    }

    /// Whether a row has figures that leave nothing out.
    pub fn is_whole(&self, row: usize) -> bool {
        self.cells.status[row] == Status::Published && self.stands_for[row] == 1.0
    }

    /// Standard error of the index of a row; NaN where nobody knows.
    pub fn index_error(&self, row: usize) -> f64 {
        self.errors.of_mean(0, row, self.cells.columns[Statistics::WEIGHT][row])
    }

    /// In 95 of 100 cases the index of a row, 0, or a dimension, from 1 on, lies between these; nothing where its error
    /// isn't known.
    pub fn interval(&self, row: usize, mean: usize, statistics: Statistics) -> Option<[f64; 2]> {
        let (column, weight) = means(statistics).nth(mean)?;
        let [score, weight] = [column, weight].map(|column| self.cells.columns[column][row]);
        let margin = NORMAL_95 * self.errors.of_mean(mean, row, weight);
        margin.is_finite().then(|| [-margin, margin].map(|off| (score + off).clamp(0.0, 100.0)))
    }

    /// How far that is from the index, before the ends of the scale cut it.
    pub fn index_margin(&self, row: usize) -> Option<f64> {
        Some(NORMAL_95 * self.index_error(row)).filter(|margin| margin.is_finite())
    }

    /// Appends the rows of another one; ranks are of one table, and are left behind.
    pub fn extend(&mut self, other: Self) {
        self.cells.rows.extend(other.cells.rows);
        self.cells.status.extend(other.cells.status);
        self.cells.columns.iter_mut().zip(other.cells.columns).for_each(|(column, figures)| column.extend(figures));
        self.stands_for.extend(other.stands_for);
        self.parts.extend(other.parts);
        self.errors.extend(other.errors);
    }

    /// Takes the figures of a row away.
    fn withhold(&mut self, row: usize) {
        self.cells.status[row] = Status::Withheld;
        self.cells.columns.iter_mut().for_each(|column| column[row] = f64::NAN);
        self.stands_for[row] = 0.0;
        self.errors.forget(row);
    }
}

/// What goes into a sum.
#[derive(Clone, Copy, Debug)]
pub enum Part<'t> {
    /// A row: of a member's table, or a sum itself.
    Row(&'t Combined, usize),
    /// What somebody who didn't answer would have added: figures about so many people, NaN where nobody knows.
    Unanswered(f64),
}

impl Part<'_> {
    fn is_published(&self) -> bool {
        matches!(self, Self::Row(sums, row) if sums.cells.status[*row] == Status::Published)
    }

    /// Parts in it, and those that it should have.
    fn parts(&self) -> [u32; 2] {
        match self {
            Self::Row(sums, row) => sums.parts[*row],
            Self::Unanswered(_) => [0, 1],
        }
    }

    /// People whom it stands for, and all whom it should stand for; NaN where nobody knows.
    fn people(&self) -> [f64; 2] {
        match self {
            Self::Row(sums, row) if self.is_published() => {
                let weight = sums.cells.columns[Statistics::WEIGHT][*row];
                [weight, weight / sums.stands_for[*row]]
            }
            Self::Row(..) => [0.0, f64::NAN],
            Self::Unanswered(people) => [0.0, *people],
        }
    }
}

/// One table of several members as one: rows that members share (areas across their borders, and all coarser ones) are
/// added up, in the order in which the members are given. `unanswered` says what those who didn't answer would have added
/// to an area.
pub fn combine(
    members: &[Combined],
    unanswered: &dyn Fn(RowKey) -> Vec<Part<'static>>,
    statistics: Statistics,
) -> Combined {
    let mut places: BTreeMap<RowKey, Vec<Part<'_>>> = BTreeMap::new();
    for sums in members {
        for (row, &key) in sums.cells.rows.iter().enumerate() {
            places.entry(key).or_default().push(Part::Row(sums, row));
        }
    }
    let mut combined = Combined::empty(statistics);
    for (key, mut parts) in places {
        parts.extend(unanswered(key));
        append(&mut combined, key, &parts, statistics);
    }
    combined
}

/// One row: the sum of its parts. What is withheld, or wasn't answered, is left out, and said to be: as only published
/// figures are added, nobody learns more than from them.
///
/// Means are weighted by their own weights; what their errors follow from is moved to the common mean before it is added.
pub fn total(parts: &[Part<'_>], key: RowKey, statistics: Statistics) -> Combined {
    let mut whole = Combined::empty(statistics);
    append(&mut whole, key, parts, statistics);
    whole
}

/// The same for an area across borders: a sum that leaves something out says nothing of it, and has no figures.
pub fn whole_or_nothing(parts: &[Part<'_>], key: RowKey, statistics: Statistics) -> Combined {
    let mut whole = total(parts, key, statistics);
    if !whole.is_whole(0) {
        whole.withhold(0);
    }
    whole
}

fn append(combined: &mut Combined, key: RowKey, parts: &[Part<'_>], statistics: Statistics) {
    combined.cells.rows.push(key);
    combined.parts.push(parts.iter().fold([0; 2], |sum, part| {
        let [there, all] = part.parts();
        [sum[0] + there, sum[1] + all]
    }));
    combined.stands_for.push(share(parts));
    let rows: Vec<(&Combined, usize)> = parts
        .iter()
        .filter(|part| part.is_published())
        .filter_map(|part| if let Part::Row(sums, row) = part { Some((*sums, *row)) } else { None })
        .collect();
    combined.cells.status.push(if rows.is_empty() { Status::Withheld } else { Status::Published });
    let sum_of = |of: &dyn Fn(&Combined, usize) -> f64| rows.iter().map(|(sums, row)| of(sums, *row)).sum::<f64>();
    if rows.is_empty() {
        combined.cells.columns.iter_mut().for_each(|column| column.push(f64::NAN));
        combined.errors.push(f64::NAN, f64::NAN, means(statistics).map(|_| Moments::UNKNOWN));
        return;
    }
    let figures = Sum { rows: &rows, statistics };
    let cells = &mut combined.cells;
    for (column, sum) in cells.columns.iter_mut().enumerate() {
        sum.push(figures.of(column));
    }
    let errors = means(statistics).enumerate().map(|(mean, (column, _))| {
        let at = cells.columns[column].last().copied().unwrap_or(f64::NAN);
        figures.moments(column, at, &|sums, row| sums.errors.means[mean][row])
    });
    let [persons, weight] =
        [sum_of(&|sums, row| sums.errors.persons[row]), sum_of(&|sums, row| sums.errors.weight[row])];
    combined.errors.push(persons, weight, errors);
}

/// The share of people for whom parts stand.
fn share(parts: &[Part<'_>]) -> f64 {
    let whole = |part: &Part<'_>| matches!(part, Part::Row(sums, row) if sums.is_whole(*row));
    if parts.iter().all(whole) {
        return 1.0;
    }
    if !parts.iter().any(Part::is_published) {
        return 0.0;
    }
    let [there, all] = parts.iter().fold([0.0; 2], |sum, part| {
        let [there, all] = part.people();
        [sum[0] + there, sum[1] + all]
    });
    there / all
}

/// Published rows that are added up.
struct Sum<'r, 's> {
    rows: &'r [(&'s Combined, usize)],
    statistics: Statistics,
}

impl Sum<'_, '_> {
    fn figures(&self, column: usize) -> impl Iterator<Item = f64> + Clone {
        self.rows.iter().map(move |(sums, row)| sums.cells.columns[column][*row])
    }

    fn of(&self, column: usize) -> f64 {
        match means(self.statistics).find(|(mean, _)| *mean == column) {
            Some((_, weight)) => self.mean(column, weight),
            None if column == self.statistics.share_step() => self.figures(column).fold(0.0, f64::max),
            // What errors follow from is merged as that.
            None if column > self.statistics.share_step() => f64::NAN,
            None => self.figures(column).sum(),
        }
    }

    /// Equal figures have just that mean, whatever their weights.
    fn mean(&self, column: usize, weight: usize) -> f64 {
        // A part without weight has no mean and takes none away.
        let with = || self.figures(column).zip(self.figures(weight)).filter(|(_, weight)| *weight > 0.0);
        let Some((first, _)) = with().next() else { return f64::NAN };
        let off = with().map(|(figure, weight)| (figure - first) * weight).sum::<f64>();
        first + off / with().map(|(_, weight)| weight).sum::<f64>()
    }

    /// Moments of a mean about `at`.
    fn moments(&self, column: usize, at: f64, of: &dyn Fn(&Combined, usize) -> Moments) -> Moments {
        let with = self.rows.iter().filter(|(sums, row)| sums.cells.columns[column][*row].is_finite());
        let moments = with.map(|(sums, row)| of(sums, *row).shifted(sums.cells.columns[column][*row] - at));
        moments.fold(Moments::default(), Moments::and)
    }
}

/// Coefficient of variation of the index in percent, where its error is that of sampling; `None` where the mean is 0 or there
/// is none.
pub fn cv(sums: &Combined, row: usize) -> Option<f64> {
    let figure = |column: usize| sums.cells.columns[column][row];
    let cv = 100.0 * sums.errors.of_mean(0, row, figure(Statistics::WEIGHT)) / figure(Statistics::INDEX);
    Some(cv).filter(|cv| cv.is_finite() && sums.errors.is_sampling(row))
}
