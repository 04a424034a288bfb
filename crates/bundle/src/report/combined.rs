//! Cells that were added up, their figures, and the display of each figure.

use super::errors::{NORMAL_95, Read, Reading, Shown};
use crate::charter::TableIndex;
use crate::disclosure::{Accuracy, Covariance};
use crate::model::{AreaIndex, CellStatus, PublishedTable, RowKey};
use crate::text::Texts;

/// Sums of cells, the figures from them, and the errors of these.
///
/// *Shape:* every vector of rows has one entry a row of `cells`, in their order; `figures` and `errors` have such a vector
/// for each column of [`Shown`]. *Units:* those of [`Shown`]; covariances in squares of the units of `cells`.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells: sums, by column of [`FigureColumns`](crate::model::FigureColumns).
    pub cells: PublishedTable,
    /// Covariances of the errors of each row's columns; NaN where unknown.
    pub covariances: Vec<Covariance>,
    /// Figures, by column of [`Shown`].
    pub figures: Vec<Vec<f64>>,
    /// Standard error of each figure, by column of [`Shown`].
    pub errors: Vec<Vec<f64>>,
    /// For each row, the share of people in it: 1 for a whole sum, 0 for a withheld one, NaN where a part is left out
    /// and its people are unknown.
    pub stands_for: Vec<f64>,
    /// For each row, the number of parts in it, and of those that it should have: members, where these are added up.
    pub parts: Vec<[u32; 2]>,
    /// For each row, the best and the worst rank that its index may have among all areas, 1 the highest index; NaN
    /// where it has none. Empty where rows aren't ranked.
    pub ranks: Vec<[f64; 2]>,
    /// Rules by which sums become figures.
    reading: Reading,
}

/// A figure in the form that people see. *Units:* those of [`Shown`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Displayed {
    /// The figure.
    Figure(f64),
    /// Interval that holds the true figure in 95 of 100 cases: noise is so large that a figure would mislead.
    Between([f64; 2]),
}

impl Displayed {
    /// Text for people: a figure with some decimals; an interval in its place has none.
    pub fn said(self, texts: &Texts, decimals: usize) -> String {
        match self {
            Self::Figure(figure) => texts.number(figure, decimals),
            Self::Between(ends) => ends.map(|end| texts.number(end, 0)).join("–"),
        }
    }
}

/// Half-width of the interval of a figure off the middle, in points, from which on people see the interval in place of
/// the figure.
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

    /// Cells of one member in a table of the lattice.
    pub fn of_member(reading: &Reading, accuracy: &Accuracy, table: TableIndex, cells: &PublishedTable) -> Self {
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

    /// Adds a row: its sums and the covariance of their errors, if it has any.
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

    /// Row of an area and a combination of categories.
    pub fn row(&self, area: AreaIndex, combination: u32) -> Option<usize> {
        self.cells.rows.binary_search(&RowKey { area, combination }).ok()
    }

    /// Whether a row has figures with no part left out.
    pub(crate) fn is_whole(&self, row: usize) -> bool {
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

    /// Whether the errors of a row are sampling errors.
    pub(crate) fn is_sampling(&self) -> bool {
        !self.reading.is_noisy()
    }

    fn sums(&self, row: usize) -> Vec<f64> {
        self.cells.columns.iter().map(|column| column[row]).collect()
    }

    /// Error that decides whether a score of a row is marked as unsure: see [`Reading::marking_error`].
    pub fn marking_error(&self, row: usize, column: usize) -> f64 {
        self.reading.marking_error(column, &self.sums(row), &self.covariances[row])
    }

    /// Ends of the interval that holds the true score in 95 of 100 cases, possibly beyond its scale.
    fn ends(&self, row: usize, column: usize) -> [f64; 2] {
        if self.is_sampling() {
            let half = NORMAL_95 * self.errors[column][row];
            return [-half, half].map(|off| self.figures[column][row] + off);
        }
        self.reading.ends(column, &self.sums(row), &self.covariances[row])
    }

    /// Interval that holds the index of a row, a dimension or a share in 95 of 100 cases; `None` if its error is
    /// unknown.
    pub fn interval(&self, row: usize, column: usize) -> Option<[f64; 2]> {
        let known = *self.cells.status.get(row)? == CellStatus::Published;
        let ends = known.then(|| self.ends(row, column)).filter(|ends| !ends.iter().any(|end| end.is_nan()))?;
        Some(ends.map(|end| end.clamp(0.0, self.reading.shown.top(column))))
    }

    /// Half-width of the 95 % interval of a figure, before its ends are cut to the scale; `None` if the figure isn't
    /// shown, or is exact.
    pub fn margin(&self, row: usize, column: usize) -> Option<f64> {
        let Some(Displayed::Figure(_)) = self.seen(row, column) else { return None };
        let [low, high] = self.ends(row, column);
        Some((high - low) / 2.0).filter(|margin| margin.is_finite() && *margin > 0.0)
    }

    /// A score as people see it: never beyond the ends of its scale, as noise may lead there.
    pub fn seen(&self, row: usize, column: usize) -> Option<Displayed> {
        let (interval, top) = (self.interval(row, column), self.reading.shown.top(column));
        let sure = || NORMAL_95 * self.marking_error(row, column) <= UNSURE * top / 100.0;
        match interval.filter(|_| !self.is_sampling() && !sure()) {
            Some(ends) => Some(Displayed::Between(ends)),
            None => self.figure(row, column).map(|figure| Displayed::Figure(figure.clamp(0.0, top))),
        }
    }

    /// Number of people as people see it: never below zero, and an interval where it may be zero.
    pub(crate) fn seen_people(&self, row: usize) -> Option<Displayed> {
        let people = self.figure(row, Shown::WEIGHT)?;
        let error = NORMAL_95 * self.errors[Shown::WEIGHT][row];
        Some(match !self.is_sampling() && people < error {
            true => Displayed::Between([0.0, (people + error).max(0.0)]),
            false => Displayed::Figure(people.max(0.0)),
        })
    }

    /// Appends the rows of another sum, without ranks, which are of one table.
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

/// Coefficient of variation of the index in percent, for sampling errors; `None` where the mean is 0 or missing.
pub fn cv(sums: &Combined, row: usize) -> Option<f64> {
    let cv = 100.0 * sums.index_error(row) / sums.figures[Shown::INDEX][row];
    Some(cv).filter(|cv| cv.is_finite() && sums.is_sampling())
}
