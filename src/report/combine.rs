use std::collections::BTreeMap;

use crate::model::{PublishedTable, RowKey, Statistics, Status};

/// One table of several members as one: rows that members share (areas across their borders, and all coarser ones) are
/// added up, in the order in which the members are given.
///
/// Means are weighted by their own weights; spreads are moved to the common mean before they are added.
pub fn combine(parts: &[&PublishedTable], statistics: Statistics) -> PublishedTable {
    let mut places: BTreeMap<RowKey, Vec<(usize, usize)>> = BTreeMap::new();
    for (part, table) in parts.iter().enumerate() {
        for (row, &key) in table.rows.iter().enumerate() {
            places.entry(key).or_default().push((part, row));
        }
    }
    let mut combined = PublishedTable::empty(statistics);
    for (key, rows) in places {
        let rows: Vec<(&PublishedTable, usize)> = rows.into_iter().map(|(part, row)| (parts[part], row)).collect();
        combined.rows.push(key);
        append(&mut combined, &rows, statistics);
    }
    combined
}

/// The whole of some rows of one table: an area across borders from its parts.
pub fn total(rows: &[(&PublishedTable, usize)], key: RowKey, statistics: Statistics) -> PublishedTable {
    let mut whole = PublishedTable::empty(statistics);
    whole.rows.push(key);
    append(&mut whole, rows, statistics);
    whole
}

fn append(combined: &mut PublishedTable, rows: &[(&PublishedTable, usize)], statistics: Statistics) {
    // A sum with a withheld part would say what the part is to anyone who knows the others.
    let withheld = rows.iter().any(|(table, row)| table.status[*row] == Status::Withheld);
    combined.status.push(if withheld { Status::Withheld } else { Status::Published });
    if withheld {
        combined.columns.iter_mut().for_each(|column| column.push(f64::NAN));
        return;
    }
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
