//! Addition of members' cells.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::answered::Answered;
use super::combined::Combined;
use super::errors::{Reading, Shown};
use crate::charter::{Charter, TableIndex};
use crate::disclosure::{Accuracy, Covariance};
use crate::model::{AreaIndex, CellStatus, FigureColumns, MemberId, PublishedTable, RowKey};

/// A part of a sum. *Units:* people by weight.
#[derive(Clone, Copy, Debug)]
pub enum Summand<'t> {
    /// A row of a member's table, or of a sum.
    Row(&'t Combined, usize),
    /// The part of a missing member: figures about this weight of people, NaN where unknown.
    Unanswered(f64),
}

impl Summand<'_> {
    fn is_published(&self) -> bool {
        matches!(self, Self::Row(sums, row) if sums.cells.status[*row] == CellStatus::Published)
    }

    /// Number of parts in it, and of those that it should have.
    fn parts(&self) -> [u32; 2] {
        match self {
            Self::Row(sums, row) => sums.parts[*row],
            Self::Unanswered(_) => [0, 1],
        }
    }

    /// People in it, and those that should be; NaN where unknown.
    fn people(&self) -> [f64; 2] {
        match self {
            Self::Row(sums, row) if self.is_published() => {
                let weight = sums.cells.columns[FigureColumns::WEIGHT][*row];
                [weight, weight / sums.stands_for[*row]]
            }
            Self::Row(..) => [0.0, f64::NAN],
            Self::Unanswered(people) => [0.0, *people],
        }
    }
}

/// Answers of members, calibrated where the charter has public totals, and the rules of their addition.
///
/// *Shape:* one entry for each member that answered, each with one table for each of the lattice's, in its order.
/// *Units:* sums of cells, as in [`FigureColumns`].
pub struct Summation<'a> {
    /// Rules by which sums become figures.
    pub reading: Reading,
    answers: &'a [Answered],
    members: Vec<(Accuracy, Cow<'a, [PublishedTable]>)>,
}

impl<'a> Summation<'a> {
    /// Calibrates the answers of some members.
    pub fn new(charter: &Charter, answers: &'a [Answered]) -> Self {
        let own =
            |answer: &'a Answered| Accuracy::calibrated(charter, &answer.member, answer.plan.as_ref(), &answer.tables);
        Self { reading: Reading::new(charter), answers, members: answers.iter().map(own).collect() }
    }

    /// Errors of each member, as far as they are public.
    pub(super) fn accuracies(&self) -> impl Iterator<Item = &Accuracy> {
        self.members.iter().map(|(accuracy, _)| accuracy)
    }

    /// For each member with public totals: the number of totals that its figures add up to one by one, and the number
    /// of all; `None` if its figures couldn't be calibrated to them.
    pub(super) fn totals_held(&self, charter: &Charter) -> Vec<(&'a MemberId, Option<[usize; 2]>)> {
        let Some(totals) = &charter.totals else { return Vec::new() };
        let held = |(answer, (accuracy, _)): (&'a Answered, &(Accuracy, _))| {
            totals.has(charter, &answer.member).then(|| (&answer.member, accuracy.totals_held()))
        };
        self.answers.iter().zip(&self.members).filter_map(held).collect()
    }

    /// Cells of each member, calibrated where they could be.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[PublishedTable]> {
        self.members.iter().map(|(_, tables)| tables.as_ref())
    }

    /// One table of all members: rows that members share (areas across their borders, and all coarser ones) are added
    /// up, in the order in which the members are given. `unanswered` gives the parts of an area that missing members
    /// would have added.
    pub fn combine(&self, table: TableIndex, unanswered: &dyn Fn(RowKey) -> Vec<Summand<'static>>) -> Combined {
        let own = |(accuracy, tables): &(Accuracy, Cow<'_, [PublishedTable]>)| {
            Combined::of_member(&self.reading, accuracy, table, &tables[table.at()])
        };
        let members: Vec<Combined> = self.members.iter().map(own).collect();
        let mut places: BTreeMap<RowKey, Vec<Summand<'_>>> = BTreeMap::new();
        for sums in &members {
            for (row, &key) in sums.cells.rows.iter().enumerate() {
                places.entry(key).or_default().push(Summand::Row(sums, row));
            }
        }
        let mut combined = Combined::empty(&self.reading);
        for (key, mut parts) in places {
            parts.extend(unanswered(key));
            // Errors of different members are independent.
            let covariance = added(&self.reading, &parts);
            append(&self.reading, &mut combined, key, &parts, covariance);
        }
        combined
    }

    /// One row: the sum of rows of one combination of a table. Withheld and unanswered parts are left out, and marked
    /// as such: as only published figures are added, the sum reveals no more than they do.
    ///
    /// Errors of areas of one member are correlated, so that of their sum follows from the member's estimates.
    pub fn total(&self, table: TableIndex, parts: &[Summand<'_>], key: RowKey) -> Combined {
        let keys: Vec<RowKey> = parts
            .iter()
            .filter(|part| part.is_published())
            .filter_map(|part| if let Summand::Row(sums, row) = part { Some(sums.cells.rows[*row]) } else { None })
            .collect();
        let covariance = match self.reading.is_noisy() {
            true => self.covariance(table, keys.first().map_or(0, |key| key.combination), &keys),
            false => added(&self.reading, parts),
        };
        let mut whole = Combined::empty(&self.reading);
        append(&self.reading, &mut whole, key, parts, covariance);
        whole
    }

    /// One row of an area across borders: a sum with a part left out has no figures.
    pub(crate) fn whole_or_nothing(&self, table: TableIndex, parts: &[Summand<'_>], key: RowKey) -> Combined {
        let whole = self.total(table, parts, key);
        if whole.is_whole(0) {
            return whole;
        }
        let mut nothing = Combined::empty(&self.reading);
        nothing.push(&self.reading, key, None, 0.0, whole.parts[0]);
        nothing
    }

    fn covariance(&self, table: TableIndex, combination: u32, keys: &[RowKey]) -> Covariance {
        let mut together = no_error(&self.reading);
        for (accuracy, tables) in &self.members {
            let cells = &tables[table.at()];
            let published = |key: &&RowKey| {
                cells.rows.binary_search(key).is_ok_and(|row| cells.status[row] == CellStatus::Published)
            };
            let areas: Vec<(AreaIndex, f64)> = keys.iter().filter(published).map(|key| (key.area, 1.0)).collect();
            if !areas.is_empty() {
                together.add(&accuracy.covariance_of_sum(table, combination, &areas));
            }
        }
        together
    }
}

/// Errors of an empty sum.
fn no_error(reading: &Reading) -> Covariance {
    Covariance::of(vec![0.0; reading.statistics.width()])
}

/// Errors of independent parts.
fn added(reading: &Reading, parts: &[Summand<'_>]) -> Covariance {
    let mut together = no_error(reading);
    for part in parts.iter().filter(|part| part.is_published()) {
        if let Summand::Row(sums, row) = part {
            together.add(&sums.covariances[*row]);
        }
    }
    together
}

fn append(reading: &Reading, combined: &mut Combined, key: RowKey, parts: &[Summand<'_>], covariance: Covariance) {
    let all = parts.iter().fold([0; 2], |sum, part| {
        let [there, all] = part.parts();
        [sum[0] + there, sum[1] + all]
    });
    let rows: Vec<(&Combined, usize)> = parts
        .iter()
        .filter(|part| part.is_published())
        .filter_map(|part| if let Summand::Row(sums, row) = part { Some((*sums, *row)) } else { None })
        .collect();
    let sums = (!rows.is_empty()).then(|| {
        let column = |column: usize| rows.iter().map(|(sums, row)| sums.cells.columns[column][*row]).sum::<f64>();
        let mut sums: Vec<f64> = (0..reading.statistics.width()).map(column).collect();
        if reading.statistics.spread {
            let spread = spread(reading, &rows, &sums);
            (0..).zip(spread).for_each(|(part, figure)| sums[reading.statistics.spread(part)] = figure);
        }
        (sums, covariance)
    });
    combined.push(reading, key, sums, share(parts), all);
}

/// Σw², Σw²(x−m) and Σw²(x−m)² of parts about their common mean m: each is moved there before it is added.
fn spread(reading: &Reading, rows: &[(&Combined, usize)], sums: &[f64]) -> [f64; 3] {
    let factors = reading.index_factors();
    let total: f64 = factors.iter().zip(sums).map(|(factor, sum)| factor * sum).sum();
    let mean = 50.0 + total / sums[FigureColumns::WEIGHT];
    let mut all = [0.0; 3];
    for (part, row) in rows {
        let own = part.figures[Shown::INDEX][*row];
        // A part without weight has no mean, and adds none.
        if own.is_nan() {
            continue;
        }
        let [zeroth, first, second] =
            [0, 1, 2].map(|moment| part.cells.columns[reading.statistics.spread(moment)][*row]);
        let by = own - mean;
        all[0] += zeroth;
        all[1] += first + by * zeroth;
        all[2] += second + 2.0 * by * first + by * by * zeroth;
    }
    all
}

/// Share of people in the parts.
fn share(parts: &[Summand<'_>]) -> f64 {
    let whole = |part: &Summand<'_>| matches!(part, Summand::Row(sums, row) if sums.is_whole(*row));
    if parts.iter().all(whole) {
        return 1.0;
    }
    if !parts.iter().any(Summand::is_published) {
        return 0.0;
    }
    let [there, all] = parts.iter().fold([0.0; 2], |sum, part| {
        let [there, all] = part.people();
        [sum[0] + there, sum[1] + all]
    });
    // Noise may make few people negative, or more than all.
    if there > 0.0 && all > 0.0 { (there / all).min(1.0) } else { f64::NAN }
}
