//! Cells that were added up, with their figures, and how each figure is shown.

use super::errors::{NORMAL_95, Read, Reading, Shown};
use crate::disclosure::{Accuracy, Covariance};
use crate::model::{CellStatus, PublishedTable, RowKey};
use crate::text::Texts;

/// Cells that were added up, the figures that they give, and what each is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells: sums, by column of [`FigureColumns`](crate::model::FigureColumns).
    pub cells: PublishedTable,
    /// Covariances of the errors of each row's columns; NaN where unknown.
    pub covariances: Vec<Covariance>,
    /// The figures, by column of [`Shown`].
    pub figures: Vec<Vec<f64>>,
    /// Standard error of each of them, likewise.
    pub errors: Vec<Vec<f64>>,
    /// For each row the share of people that it stands for: 1 for a whole sum, 0 for a withheld one, NaN where something is
    /// left out and its people are unknown.
    pub stands_for: Vec<f64>,
    /// For each row the parts in it, and those that it should have: members, where these are added up.
    pub parts: Vec<[u32; 2]>,
    /// For each row the best and the worst rank that its index may have among all areas, 1 the highest index; NaN where it
    /// has none. Empty where rows aren't ranked.
    pub ranks: Vec<[f64; 2]>,
    /// How the figures follow from the sums.
    reading: Reading,
}

/// A figure as people are shown it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Displayed {
    /// The figure.
    Figure(f64),
    /// Between which it lies in 95 of 100 cases: noise weighs so much that a figure would mislead.
    Between([f64; 2]),
}

impl Displayed {
    /// As people read it: a figure of some decimals; an interval in its place has none.
    pub fn said(self, texts: &Texts, decimals: usize) -> String {
        match self {
            Self::Figure(figure) => texts.number(figure, decimals),
            Self::Between(ends) => ends.map(|end| texts.number(end, 0)).join("–"),
        }
    }
}

/// Half of an interval, in points, that people would be shown of a figure off the middle, from which on they are shown it in place
/// of the figure.
const UNSURE: f64 = 10.0;

impl Combined {
    /// A table without rows.
    pub fn empty(reading: &Reading) -> Self {
        let columns = |count: usize| vec![Vec::new(); count];
        Self {
            cells: PublishedTable::empty(reading.statistics),
            covariances: Vec::new(),
            figures: columns(reading.shown.width()),
            errors: columns(reading.shown.width()),
            stands_for: Vec::new(),
            parts: Vec::new(),
            ranks: Vec::new(),
            reading: reading.clone(),
        }
    }

    /// The cells of one member in a table of the lattice.
    pub fn of_member(reading: &Reading, accuracy: &Accuracy, table: usize, cells: &PublishedTable) -> Self {
        let mut own = Self::empty(reading);
        for (row, key) in cells.rows.iter().enumerate() {
            let published = cells.status[row] == CellStatus::Published;
            let sums = published.then(|| cells.columns.iter().map(|column| column[row]).collect());
            let sums = sums.map(|sums| (sums, accuracy.covariance(table, key.area, key.combination)));
            let (share, part) = if published { (1.0, 1) } else { (0.0, 0) };
            own.push(reading, *key, sums, share, [part, 1]);
        }
        own
    }

    /// One more row: its sums and how their errors hang together, if it has any.
    pub(super) fn push(
        &mut self,
        reading: &Reading,
        key: RowKey,
        sums: Option<(Vec<f64>, Covariance)>,
        share: f64,
        parts: [u32; 2],
    ) {
        self.cells.rows.push(key);
        self.cells.status.push(if sums.is_some() { CellStatus::Published } else { CellStatus::Withheld });
        self.stands_for.push(share);
        self.parts.push(parts);
        let nothing = || vec![f64::NAN; reading.statistics.width()];
        let (sums, covariance) = sums.unwrap_or_else(|| (nothing(), Covariance::of(nothing())));
        let Read { figures, errors } = reading.read(&sums, &covariance);
        let put = |columns: &mut Vec<Vec<f64>>, row: Vec<f64>| {
            columns.iter_mut().zip(row).for_each(|(column, figure)| column.push(figure));
        };
        put(&mut self.cells.columns, sums);
        self.covariances.push(covariance);
        put(&mut self.figures, figures);
        put(&mut self.errors, errors);
    }

    /// The row of an area and a combination of categories.
    pub fn row(&self, area: u32, combination: u32) -> Option<usize> {
        self.cells.rows.binary_search(&RowKey { area, combination }).ok()
    }

    /// Whether a row has figures that leave nothing out.
    pub fn is_whole(&self, row: usize) -> bool {
        self.cells.status[row] == CellStatus::Published && self.stands_for[row] == 1.0
    }

    /// A figure of a row, if there is one.
    pub fn figure(&self, row: usize, column: usize) -> Option<f64> {
        let published = *self.cells.status.get(row)? == CellStatus::Published;
        Some(self.figures[column][row]).filter(|figure| published && figure.is_finite())
    }

    /// Standard error of the index of a row; NaN where unknown.
    pub fn index_error(&self, row: usize) -> f64 {
        self.errors[Shown::INDEX][row]
    }

    /// Whether the errors of a row are those of sampling.
    pub fn is_sampling(&self) -> bool {
        !self.reading.is_noisy()
    }

    fn sums(&self, row: usize) -> Vec<f64> {
        self.cells.columns.iter().map(|column| column[row]).collect()
    }

    /// The error by which a score of a row is said to be sure: see [`Reading::marking_error`].
    pub fn marking_error(&self, row: usize, column: usize) -> f64 {
        self.reading.marking_error(column, &self.sums(row), &self.covariances[row])
    }

    /// Between which a score lies in 95 of 100 cases, however far off its scale.
    fn ends(&self, row: usize, column: usize) -> [f64; 2] {
        if self.is_sampling() {
            let half = NORMAL_95 * self.errors[column][row];
            return [-half, half].map(|off| self.figures[column][row] + off);
        }
        self.reading.ends(column, &self.sums(row), &self.covariances[row])
    }

    /// In 95 of 100 cases the index of a row, a dimension or a share lies between these; nothing where its error isn't known.
    pub fn interval(&self, row: usize, column: usize) -> Option<[f64; 2]> {
        let known = *self.cells.status.get(row)? == CellStatus::Published;
        let ends = known.then(|| self.ends(row, column)).filter(|ends| !ends.iter().any(|end| end.is_nan()))?;
        Some(ends.map(|end| end.clamp(0.0, self.reading.shown.top(column))))
    }

    /// How far the ends are from the middle, before those of the scale cut them; nothing where the figure isn't shown, or is exact.
    pub fn margin(&self, row: usize, column: usize) -> Option<f64> {
        let Some(Displayed::Figure(_)) = self.seen(row, column) else { return None };
        let [low, high] = self.ends(row, column);
        Some((high - low) / 2.0).filter(|margin| margin.is_finite() && *margin > 0.0)
    }

    /// A score as people are shown it: never beyond the ends of its scale, where noise may lead.
    pub fn seen(&self, row: usize, column: usize) -> Option<Displayed> {
        let (interval, top) = (self.interval(row, column), self.reading.shown.top(column));
        let sure = || NORMAL_95 * self.marking_error(row, column) <= UNSURE * top / 100.0;
        match interval.filter(|_| !self.is_sampling() && !sure()) {
            Some(ends) => Some(Displayed::Between(ends)),
            None => self.figure(row, column).map(|figure| Displayed::Figure(figure.clamp(0.0, top))),
        }
    }

    /// Number of people as they are shown it: never below zero, and an interval where it may be zero.
    pub fn seen_people(&self, row: usize) -> Option<Displayed> {
        let people = self.figure(row, Shown::WEIGHT)?;
        let error = NORMAL_95 * self.errors[Shown::WEIGHT][row];
        Some(match !self.is_sampling() && people < error {
            true => Displayed::Between([0.0, (people + error).max(0.0)]),
            false => Displayed::Figure(people.max(0.0)),
        })
    }

    /// Appends the rows of another one; ranks are of one table, and are left behind.
    pub fn extend(&mut self, other: Self) {
        fn append<T>(columns: &mut [Vec<T>], more: Vec<Vec<T>>) {
            columns.iter_mut().zip(more).for_each(|(column, figures)| column.extend(figures));
        }
        self.cells.rows.extend(other.cells.rows);
        self.cells.status.extend(other.cells.status);
        append(&mut self.cells.columns, other.cells.columns);
        self.covariances.extend(other.covariances);
        append(&mut self.figures, other.figures);
        append(&mut self.errors, other.errors);
        self.stands_for.extend(other.stands_for);
        self.parts.extend(other.parts);
    }
}

/// Coefficient of variation of the index in percent, where its error is that of sampling; `None` where the mean is 0 or there
/// is none.
pub fn cv(sums: &Combined, row: usize) -> Option<f64> {
    let cv = 100.0 * sums.index_error(row) / sums.figures[Shown::INDEX][row];
    Some(cv).filter(|cv| cv.is_finite() && sums.is_sampling())
}
