use std::collections::BTreeMap;

use crate::model::{PublishedTable, RowKey, Statistics, Status};

/// One row that goes into a sum: its table, its place there, and the people of its area, as far as anybody knows.
pub type Part<'t> = (&'t PublishedTable, usize, f64);

/// Cells that were added up, and for each the share of people that it stands for: 1 for a whole sum, 0 for a withheld
/// one, NaN where some are left out and nobody knows how many.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells.
    pub cells: PublishedTable,
    /// One share a row.
    pub stands_for: Vec<f64>,
}

impl Combined {
    /// A table without rows.
    pub fn empty(statistics: Statistics) -> Self {
        Self { cells: PublishedTable::empty(statistics), stands_for: Vec::new() }
    }

    /// The row of an area and a combination of categories.
    pub fn row(&self, area: u32, combination: u32) -> Option<usize> {
        self.cells.rows.binary_search(&RowKey { area, combination }).ok()
    }

    /// Appends the rows of another one.
    pub fn extend(&mut self, other: Self) {
        self.cells.rows.extend(other.cells.rows);
        self.cells.status.extend(other.cells.status);
        self.cells.columns.iter_mut().zip(other.cells.columns).for_each(|(column, figures)| column.extend(figures));
        self.stands_for.extend(other.stands_for);
    }
}

/// One table of several members as one: rows that members share (areas across their borders, and all coarser ones) are
/// added up, in the order in which the members are given. `people` says how many of a member live in an area.
///
/// Means are weighted by their own weights; spreads are moved to the common mean before they are added.
pub fn combine(parts: &[&PublishedTable], people: &dyn Fn(usize, u32) -> f64, statistics: Statistics) -> Combined {
    let mut places: BTreeMap<RowKey, Vec<(usize, usize)>> = BTreeMap::new();
    for (part, table) in parts.iter().enumerate() {
        for (row, &key) in table.rows.iter().enumerate() {
            places.entry(key).or_default().push((part, row));
        }
    }
    let mut combined = Combined::empty(statistics);
    for (key, rows) in places {
        let rows: Vec<Part<'_>> =
            rows.into_iter().map(|(part, row)| (parts[part], row, people(part, key.area))).collect();
        combined.cells.rows.push(key);
        append(&mut combined, &rows, statistics);
    }
    combined
}

/// The whole of some rows of one table: an area across borders from its parts.
pub fn total(rows: &[Part<'_>], key: RowKey, statistics: Statistics) -> Combined {
    let mut whole = Combined::empty(statistics);
    whole.cells.rows.push(key);
    append(&mut whole, rows, statistics);
    whole
}

/// What is withheld is left out, and said to be: as only published figures are added, nobody learns more than from them.
fn append(combined: &mut Combined, parts: &[Part<'_>], statistics: Statistics) {
    let published = |part: &&Part<'_>| part.0.status[part.1] == Status::Published;
    let rows: Vec<(&PublishedTable, usize)> = parts.iter().filter(published).map(|part| (part.0, part.1)).collect();
    let people = |parts: &mut dyn Iterator<Item = &Part<'_>>| parts.fold(0.0, |sum, part| sum + part.2);
    combined.stands_for.push(match rows.len() {
        0 => 0.0,
        count if count == parts.len() => 1.0,
        _ => people(&mut parts.iter().filter(published)) / people(&mut parts.iter()),
    });
    let combined = &mut combined.cells;
    combined.status.push(if rows.is_empty() { Status::Withheld } else { Status::Published });
    if rows.is_empty() {
        combined.columns.iter_mut().for_each(|column| column.push(f64::NAN));
        return;
    }
    let rows = rows.as_slice();
    if let [(table, row)] = rows {
        combined.columns.iter_mut().zip(&table.columns).for_each(|(column, figures)| column.push(figures[*row]));
        return;
    }
    let sum = |column: usize| rows.iter().map(|(table, row)| table.columns[column][*row]).sum::<f64>();
    let mean = |column: usize, weight: usize| {
        // A part without weight has no mean and takes none away.
        let with = rows.iter().map(|(table, row)| (table.columns[column][*row], table.columns[weight][*row]));
        with.filter(|(_, weight)| *weight > 0.0).map(|(figure, weight)| figure * weight).sum::<f64>() / sum(weight)
    };
    let mut put = |column: usize, figure: f64| combined.columns[column].push(figure);
    let index = mean(Statistics::INDEX, Statistics::WEIGHT);
    put(Statistics::PERSONS, sum(Statistics::PERSONS));
    put(Statistics::WEIGHT, sum(Statistics::WEIGHT));
    put(Statistics::INDEX, index);
    for d in 0..statistics.dimensions() {
        put(statistics.dimension(d), mean(statistics.dimension(d), statistics.dimension_weight(d)));
        put(statistics.dimension_weight(d), sum(statistics.dimension_weight(d)));
    }
    for band in 0..statistics.bands() {
        put(statistics.share(band), mean(statistics.share(band), Statistics::WEIGHT));
    }
    let step = statistics.share_step();
    put(step, rows.iter().map(|(table, row)| table.columns[step][*row]).fold(0.0, f64::max));
    let mut spread = [0.0; 3];
    for (table, row) in rows.iter().filter(|(table, row)| table.columns[Statistics::WEIGHT][*row] > 0.0) {
        let shift = table.columns[Statistics::INDEX][*row] - index;
        let [zeroth, first, second] = [0, 1, 2].map(|part| table.columns[statistics.spread(part)][*row]);
        spread[0] += zeroth;
        spread[1] += first + shift * zeroth;
        spread[2] += second + 2.0 * shift * first + shift * shift * zeroth;
    }
    spread.into_iter().enumerate().for_each(|(part, figure)| put(statistics.spread(part), figure));
}

/// Coefficient of variation of the index in percent; `None` where the mean is 0 or there is none.
pub fn cv(table: &PublishedTable, row: usize, statistics: Statistics) -> Option<f64> {
    let figure = |column: usize| table.columns[column][row];
    let error = figure(statistics.spread(2)).sqrt() / figure(Statistics::WEIGHT);
    let cv = 100.0 * error / figure(Statistics::INDEX);
    cv.is_finite().then_some(cv)
}
