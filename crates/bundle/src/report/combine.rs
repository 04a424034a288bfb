use std::borrow::Cow;
use std::collections::BTreeMap;

use super::errors::{NORMAL_95, Read, Reading, Shown};
use crate::charter::{Charter, Class};
use crate::disclosure::private::{Plan, PlanError};
use crate::disclosure::{Accuracy, Covariance};
use crate::model::{Digest, MemberId, PublishedTable, RowKey, Statistics, Status, release_digest, table_digest};
use crate::text::Texts;

/// Cells that were added up, the figures that they give, and what each is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Combined {
    /// The cells: sums, by column of [`Statistics`].
    pub cells: PublishedTable,
    /// How the errors of the columns of each row hang together; NaN where nobody knows.
    pub covariances: Vec<Covariance>,
    /// The figures, by column of [`Shown`].
    pub figures: Vec<Vec<f64>>,
    /// Standard error of each of them, likewise.
    pub errors: Vec<Vec<f64>>,
    /// For each row the share of people that it stands for: 1 for a whole sum, 0 for a withheld one, NaN where something is
    /// left out and nobody knows how many people that are.
    pub stands_for: Vec<f64>,
    /// For each row the parts in it, and those that it should have: members, where these are added up.
    pub parts: Vec<[u32; 2]>,
    /// For each row the best and the worst rank that its index may have among all areas, 1 the highest index; NaN where it
    /// has none. Empty where rows aren't ranked.
    pub ranks: Vec<[f64; 2]>,
    /// How the figures follow from the sums.
    reading: Reading,
}

/// What people are shown of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// The figure.
    Figure(f64),
    /// Between which it lies in 95 of 100 cases: noise weighs so much that a figure would mislead.
    Between([f64; 2]),
}

impl Seen {
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
            let published = cells.status[row] == Status::Published;
            let sums = published.then(|| cells.columns.iter().map(|column| column[row]).collect());
            let sums = sums.map(|sums| (sums, accuracy.covariance(table, key.area, key.combination)));
            let (share, part) = if published { (1.0, 1) } else { (0.0, 0) };
            own.push(reading, *key, sums, share, [part, 1]);
        }
        own
    }

    /// One more row: its sums and how their errors hang together, if it has any.
    fn push(
        &mut self,
        reading: &Reading,
        key: RowKey,
        sums: Option<(Vec<f64>, Covariance)>,
        share: f64,
        parts: [u32; 2],
    ) {
        self.cells.rows.push(key);
        self.cells.status.push(if sums.is_some() { Status::Published } else { Status::Withheld });
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
        let known = *self.cells.status.get(row)? == Status::Published;
        let ends = known.then(|| self.ends(row, column)).filter(|ends| !ends.iter().any(|end| end.is_nan()))?;
        Some(ends.map(|end| end.clamp(0.0, self.reading.shown.top(column))))
    }

    /// How far the ends are from the middle, before those of the scale cut them; nothing where the figure isn't shown, or is exact.
    pub fn margin(&self, row: usize, column: usize) -> Option<f64> {
        let Some(Seen::Figure(_)) = self.seen(row, column) else { return None };
        let [low, high] = self.ends(row, column);
        Some((high - low) / 2.0).filter(|margin| margin.is_finite() && *margin > 0.0)
    }

    /// What people are shown of a score: it is never beyond the ends of its scale, where noise may lead.
    pub fn seen(&self, row: usize, column: usize) -> Option<Seen> {
        let (interval, top) = (self.interval(row, column), self.reading.shown.top(column));
        let sure = || NORMAL_95 * self.marking_error(row, column) <= UNSURE * top / 100.0;
        match interval.filter(|_| !self.is_sampling() && !sure()) {
            Some(ends) => Some(Seen::Between(ends)),
            None => self.figure(row, column).map(|figure| Seen::Figure(figure.clamp(0.0, top))),
        }
    }

    /// The same of how many people there are: never fewer than none, and an interval where there may be none.
    pub fn seen_people(&self, row: usize) -> Option<Seen> {
        let people = self.figure(row, Shown::WEIGHT)?;
        let error = NORMAL_95 * self.errors[Shown::WEIGHT][row];
        Some(match !self.is_sampling() && people < error {
            true => Seen::Between([0.0, (people + error).max(0.0)]),
            false => Seen::Figure(people.max(0.0)),
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

/// What members answered, calibrated where the charter has public totals, and how their cells add up.
pub struct Sums<'a> {
    /// How sums become figures.
    pub reading: Reading,
    answers: &'a [Answered],
    members: Vec<(Accuracy, Cow<'a, [PublishedTable]>)>,
}

impl<'a> Sums<'a> {
    /// Of what some members answered.
    pub fn new(charter: &Charter, answers: &'a [Answered]) -> Self {
        let own =
            |answer: &'a Answered| Accuracy::calibrated(charter, &answer.member, answer.plan.as_ref(), &answer.tables);
        Self { reading: Reading::new(charter), answers, members: answers.iter().map(own).collect() }
    }

    /// What is known of the noise of each member.
    pub(super) fn accuracies(&self) -> impl Iterator<Item = &Accuracy> {
        self.members.iter().map(|(accuracy, _)| accuracy)
    }

    /// Of each member that has public totals: how many its figures add up to one by one, and how many there are; nothing where they
    /// couldn't be brought to them.
    pub(super) fn totals_held(&self, charter: &Charter) -> Vec<(&'a MemberId, Option<[usize; 2]>)> {
        let Some(totals) = &charter.totals else { return Vec::new() };
        let held = |(answer, (accuracy, _)): (&'a Answered, &(Accuracy, _))| {
            totals.has(charter, &answer.member).then(|| (&answer.member, accuracy.totals_held()))
        };
        self.answers.iter().zip(&self.members).filter_map(held).collect()
    }

    /// The cells of each member, calibrated where they could be.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[PublishedTable]> {
        self.members.iter().map(|(_, tables)| tables.as_ref())
    }

    /// One table of all members as one: rows that members share (areas across their borders, and all coarser ones) are
    /// added up, in the order in which the members are given. `unanswered` says what those who didn't answer would have added
    /// to an area.
    pub fn combine(&self, table: usize, unanswered: &dyn Fn(RowKey) -> Vec<Part<'static>>) -> Combined {
        let own = |(accuracy, tables): &(Accuracy, Cow<'_, [PublishedTable]>)| {
            Combined::of_member(&self.reading, accuracy, table, &tables[table])
        };
        let members: Vec<Combined> = self.members.iter().map(own).collect();
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
            let covariance = added(&self.reading, &parts);
            append(&self.reading, &mut combined, key, &parts, covariance);
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
        let covariance = match self.reading.is_noisy() {
            true => self.covariance(table, keys.first().map_or(0, |key| key.combination), &keys),
            false => added(&self.reading, parts),
        };
        let mut whole = Combined::empty(&self.reading);
        append(&self.reading, &mut whole, key, parts, covariance);
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

    fn covariance(&self, table: usize, combination: u32, keys: &[RowKey]) -> Covariance {
        let mut together = no_error(&self.reading);
        for (accuracy, tables) in &self.members {
            let cells = &tables[table];
            let published =
                |key: &&RowKey| cells.rows.binary_search(key).is_ok_and(|row| cells.status[row] == Status::Published);
            let areas: Vec<(u32, f64)> = keys.iter().filter(published).map(|key| (key.area, 1.0)).collect();
            if !areas.is_empty() {
                together.add(&accuracy.covariance_of_sum(table, combination, &areas));
            }
        }
        together
    }
}

/// The errors of a sum of nothing.
fn no_error(reading: &Reading) -> Covariance {
    Covariance::of(vec![0.0; reading.statistics.width()])
}

/// Errors of independent parts.
fn added(reading: &Reading, parts: &[Part<'_>]) -> Covariance {
    let mut together = no_error(reading);
    for part in parts.iter().filter(|part| part.is_published()) {
        if let Part::Row(sums, row) = part {
            together.add(&sums.covariances[*row]);
        }
    }
    together
}

fn append(reading: &Reading, combined: &mut Combined, key: RowKey, parts: &[Part<'_>], covariance: Covariance) {
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
        (sums, covariance)
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
