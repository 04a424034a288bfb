use std::collections::BTreeMap;

use super::errors::{Read, Reading, Shown};
use crate::charter::{Charter, Class};
use crate::disclosure::Accuracy;
use crate::disclosure::private::{Plan, PlanError};
use crate::model::{Digest, MemberId, PublishedTable, RowKey, Statistics, Status, release_digest, table_digest};

/// Cells that were added up, the figures that they give, and what each is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells: sums, by column of [`Statistics`].
    pub cells: PublishedTable,
    /// Variance of each of them, likewise; NaN where nobody knows.
    pub variances: Vec<Vec<f64>>,
    /// The figures, by column of [`Shown`].
    pub figures: Vec<Vec<f64>>,
    /// Standard error of each of them, likewise.
    pub errors: Vec<Vec<f64>>,
    /// For index and each dimension, between which the truth lies in 95 of 100 cases, however far off the scale.
    ends: Vec<Vec<[f64; 2]>>,
    /// For each row the share of people that it stands for: 1 for a whole sum, 0 for a withheld one, NaN where something is
    /// left out and nobody knows how many people that are.
    pub stands_for: Vec<f64>,
    /// For each row the parts in it, and those that it should have: members, where these are added up.
    pub parts: Vec<[u32; 2]>,
    /// For each row the best and the worst rank that its index may have among all areas, 1 the highest index; NaN where it
    /// has none. Empty where rows aren't ranked.
    pub ranks: Vec<[f64; 2]>,
    /// Whether errors are those of noise, not of sampling.
    noisy: bool,
}

impl Combined {
    /// A table without rows.
    pub fn empty(reading: &Reading) -> Self {
        let columns = |count: usize| vec![Vec::new(); count];
        Self {
            cells: PublishedTable::empty(reading.statistics),
            variances: columns(reading.statistics.width()),
            figures: columns(reading.shown.width()),
            errors: columns(reading.shown.width()),
            ends: vec![Vec::new(); 1 + reading.shown.dimensions],
            stands_for: Vec::new(),
            parts: Vec::new(),
            ranks: Vec::new(),
            noisy: reading.is_noisy(),
        }
    }

    /// The cells of one member in a table of the lattice.
    pub fn of_member(reading: &Reading, accuracy: &Accuracy, table: usize, cells: &PublishedTable) -> Self {
        let mut own = Self::empty(reading);
        for (row, key) in cells.rows.iter().enumerate() {
            let published = cells.status[row] == Status::Published;
            let sums = published.then(|| cells.columns.iter().map(|column| column[row]).collect());
            let sums = sums.map(|sums| (sums, accuracy.variances(table, key.area, key.combination)));
            let (share, part) = if published { (1.0, 1) } else { (0.0, 0) };
            own.push(reading, *key, sums, share, [part, 1]);
        }
        own
    }

    /// One more row: its sums and their variances, if it has any.
    fn push(
        &mut self,
        reading: &Reading,
        key: RowKey,
        sums: Option<(Vec<f64>, Vec<f64>)>,
        share: f64,
        parts: [u32; 2],
    ) {
        self.cells.rows.push(key);
        self.cells.status.push(if sums.is_some() { Status::Published } else { Status::Withheld });
        self.stands_for.push(share);
        self.parts.push(parts);
        let nothing = || vec![f64::NAN; reading.statistics.width()];
        let (sums, variances) = sums.unwrap_or_else(|| (nothing(), nothing()));
        let Read { figures, errors, ends } = reading.read(&sums, &variances);
        let put = |columns: &mut Vec<Vec<f64>>, row: Vec<f64>| {
            columns.iter_mut().zip(row).for_each(|(column, figure)| column.push(figure));
        };
        put(&mut self.cells.columns, sums);
        put(&mut self.variances, variances);
        put(&mut self.figures, figures);
        put(&mut self.errors, errors);
        self.ends.iter_mut().zip(ends).for_each(|(column, ends)| column.push(ends));
    }

    /// The row of an area and a combination of categories.
    pub fn row(&self, area: u32, combination: u32) -> Option<usize> {
        self.cells.rows.binary_search(&RowKey { area, combination }).ok()
    }

    /// Whether a row has figures that leave nothing out.
    pub fn is_whole(&self, row: usize) -> bool {
        self.cells.status[row] == Status::Published && self.stands_for[row] == 1.0
    }

    /// A figure of a row, if there is one.
    pub fn figure(&self, row: usize, column: usize) -> Option<f64> {
        let published = *self.cells.status.get(row)? == Status::Published;
        Some(self.figures[column][row]).filter(|figure| published && figure.is_finite())
    }

    /// Standard error of the index of a row; NaN where nobody knows.
    pub fn index_error(&self, row: usize) -> f64 {
        self.errors[Shown::INDEX][row]
    }

    /// Whether the errors of a row are those of sampling.
    pub fn is_sampling(&self) -> bool {
        !self.noisy
    }

    /// In 95 of 100 cases the index of a row, 0, or a dimension, from 1 on, lies between these; nothing where its error
    /// isn't known.
    pub fn interval(&self, row: usize, mean: usize) -> Option<[f64; 2]> {
        let ends = self.ends[mean][row];
        let known = self.cells.status[row] == Status::Published && !ends[0].is_nan() && !ends[1].is_nan();
        known.then(|| ends.map(|end| end.clamp(0.0, 100.0)))
    }

    /// How far the ends are from the middle, before those of the scale cut them.
    pub fn index_margin(&self, row: usize) -> Option<f64> {
        let [low, high] = self.ends[0][row];
        Some((high - low) / 2.0).filter(|margin| margin.is_finite())
    }

    /// Appends the rows of another one; ranks are of one table, and are left behind.
    pub fn extend(&mut self, other: Self) {
        fn append<T>(columns: &mut [Vec<T>], more: Vec<Vec<T>>) {
            columns.iter_mut().zip(more).for_each(|(column, figures)| column.extend(figures));
        }
        self.cells.rows.extend(other.cells.rows);
        self.cells.status.extend(other.cells.status);
        append(&mut self.cells.columns, other.cells.columns);
        append(&mut self.variances, other.variances);
        append(&mut self.figures, other.figures);
        append(&mut self.errors, other.errors);
        append(&mut self.ends, other.ends);
        self.stands_for.extend(other.stands_for);
        self.parts.extend(other.parts);
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

/// What a member answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Who.
    pub member: MemberId,
    /// In class `private`: how its cells were measured.
    pub plan: Option<Plan>,
    /// The tables of the lattice, in its order.
    pub tables: Vec<PublishedTable>,
}

impl Answered {
    /// Names what was answered.
    pub fn digest(&self, charter: &Charter) -> Digest {
        let plan = self.plan.as_ref().map(|plan| plan.digest(charter));
        release_digest(plan, self.tables.iter().map(table_digest))
    }
}

/// The plan that belongs to an answer. *Errors:* there is none where the class has one, or it isn't one of this charter, or costs
/// more than this allows.
pub fn plan_of(charter: &Charter, member: &MemberId, text: Option<&str>) -> Result<Option<Plan>, PlanError> {
    if charter.class != Class::Private {
        return Ok(None);
    }
    let plan = Plan::parse(text.unwrap_or_default(), charter, member)?;
    if plan.rho() > charter.rules.privacy.rho {
        return Err(PlanError::NotOne { line: 2 });
    }
    Ok(Some(plan))
}

/// What members answered, and how their cells add up.
pub struct Sums<'a> {
    /// How sums become figures.
    pub reading: Reading,
    answers: &'a [Answered],
    accuracies: Vec<Accuracy>,
}

impl<'a> Sums<'a> {
    /// Of what some members answered.
    pub fn new(charter: &Charter, answers: &'a [Answered]) -> Self {
        let accuracy = |answer: &Answered| Accuracy::new(charter, &answer.member, answer.plan.as_ref());
        Self { reading: Reading::new(charter), answers, accuracies: answers.iter().map(accuracy).collect() }
    }

    /// What is known of the noise of each member.
    pub(super) fn accuracies(&self) -> &[Accuracy] {
        &self.accuracies
    }

    /// One table of all members as one: rows that members share (areas across their borders, and all coarser ones) are
    /// added up, in the order in which the members are given. `unanswered` says what those who didn't answer would have added
    /// to an area.
    pub fn combine(&self, table: usize, unanswered: &dyn Fn(RowKey) -> Vec<Part<'static>>) -> Combined {
        let own = |(answer, accuracy): (&Answered, &Accuracy)| {
            Combined::of_member(&self.reading, accuracy, table, &answer.tables[table])
        };
        let members: Vec<Combined> = self.answers.iter().zip(&self.accuracies).map(own).collect();
        let mut places: BTreeMap<RowKey, Vec<Part<'_>>> = BTreeMap::new();
        for sums in &members {
            for (row, &key) in sums.cells.rows.iter().enumerate() {
                places.entry(key).or_default().push(Part::Row(sums, row));
            }
        }
        let mut combined = Combined::empty(&self.reading);
        for (key, mut parts) in places {
            parts.extend(unanswered(key));
            // Members are apart: their errors are independent.
            let variances = added(&self.reading, &parts);
            append(&self.reading, &mut combined, key, &parts, variances);
        }
        combined
    }

    /// One row: rows of one combination of a table added up. What is withheld, or wasn't answered, is left out, and said to
    /// be: as only published figures are added, nobody learns more than from them.
    ///
    /// Errors of areas of one member hang together, so that of their sum follows from how they were estimated.
    pub fn total(&self, table: usize, parts: &[Part<'_>], key: RowKey) -> Combined {
        let keys: Vec<RowKey> = parts
            .iter()
            .filter(|part| part.is_published())
            .filter_map(|part| if let Part::Row(sums, row) = part { Some(sums.cells.rows[*row]) } else { None })
            .collect();
        let variances = match self.reading.is_noisy() {
            true => self.variances(table, keys.first().map_or(0, |key| key.combination), &keys),
            false => added(&self.reading, parts),
        };
        let mut whole = Combined::empty(&self.reading);
        append(&self.reading, &mut whole, key, parts, variances);
        whole
    }

    /// The same for an area across borders: a sum that leaves something out says nothing of it, and has no figures.
    pub fn whole_or_nothing(&self, table: usize, parts: &[Part<'_>], key: RowKey) -> Combined {
        let whole = self.total(table, parts, key);
        if whole.is_whole(0) {
            return whole;
        }
        let mut nothing = Combined::empty(&self.reading);
        nothing.push(&self.reading, key, None, 0.0, whole.parts[0]);
        nothing
    }

    fn variances(&self, table: usize, combination: u32, keys: &[RowKey]) -> Vec<f64> {
        let mut variances = vec![0.0; self.reading.statistics.width()];
        for (answer, accuracy) in self.answers.iter().zip(&self.accuracies) {
            let cells = &answer.tables[table];
            let published =
                |key: &&RowKey| cells.rows.binary_search(key).is_ok_and(|row| cells.status[row] == Status::Published);
            let areas: Vec<(u32, f64)> = keys.iter().filter(published).map(|key| (key.area, 1.0)).collect();
            if !areas.is_empty() {
                let own = accuracy.variances_of_sum(table, combination, &areas);
                variances.iter_mut().zip(own).for_each(|(sum, more)| *sum += more);
            }
        }
        variances
    }
}

/// Variances of independent parts.
fn added(reading: &Reading, parts: &[Part<'_>]) -> Vec<f64> {
    let mut variances = vec![0.0; reading.statistics.width()];
    for part in parts.iter().filter(|part| part.is_published()) {
        if let Part::Row(sums, row) = part {
            variances.iter_mut().zip(&sums.variances).for_each(|(sum, column)| *sum += column[*row]);
        }
    }
    variances
}

fn append(reading: &Reading, combined: &mut Combined, key: RowKey, parts: &[Part<'_>], variances: Vec<f64>) {
    let all = parts.iter().fold([0; 2], |sum, part| {
        let [there, all] = part.parts();
        [sum[0] + there, sum[1] + all]
    });
    let rows: Vec<(&Combined, usize)> = parts
        .iter()
        .filter(|part| part.is_published())
        .filter_map(|part| if let Part::Row(sums, row) = part { Some((*sums, *row)) } else { None })
        .collect();
    let sums = (!rows.is_empty()).then(|| {
        let column = |column: usize| rows.iter().map(|(sums, row)| sums.cells.columns[column][*row]).sum::<f64>();
        let mut sums: Vec<f64> = (0..reading.statistics.width()).map(column).collect();
        if reading.statistics.spread {
            let spread = spread(reading, &rows, &sums);
            (0..).zip(spread).for_each(|(part, figure)| sums[reading.statistics.spread(part)] = figure);
        }
        (sums, variances)
    });
    combined.push(reading, key, sums, share(parts), all);
}

/// Σw², Σw²(x−m) and Σw²(x−m)² of parts about their common mean m: each is moved there before it is added.
fn spread(reading: &Reading, rows: &[(&Combined, usize)], sums: &[f64]) -> [f64; 3] {
    let factors = reading.index_factors();
    let total: f64 = factors.iter().zip(sums).map(|(factor, sum)| factor * sum).sum();
    let mean = 50.0 + total / sums[Statistics::WEIGHT];
    let mut all = [0.0; 3];
    for (part, row) in rows {
        let own = part.figures[Shown::INDEX][*row];
        // A part without weight has no mean, and takes none away.
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
    // Noise may take few people below none, or above all.
    if there > 0.0 && all > 0.0 { (there / all).min(1.0) } else { f64::NAN }
}

/// Coefficient of variation of the index in percent, where its error is that of sampling; `None` where the mean is 0 or there
/// is none.
pub fn cv(sums: &Combined, row: usize) -> Option<f64> {
    let cv = 100.0 * sums.index_error(row) / sums.figures[Shown::INDEX][row];
    Some(cv).filter(|cv| cv.is_finite() && sums.is_sampling())
}
