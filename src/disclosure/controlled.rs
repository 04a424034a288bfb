use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::audit::{Audit, Auditor};
use super::carried::{Carried, Earlier, Notes, Passes};
use super::dominance::dominated;
use super::figures::{Protection, Quantities};
use super::noise::{self, Discrete, NoiseKey, Statistic};
use super::scope::{Scope, Shape};
use super::standing::{Alone, Facts, Rule, Standing, Tests, decide};
use super::variances::{self, Variances};
use crate::charter::{Axis, Charter, Knowledge, Rules};
use crate::cube::{Exact, ExactTable, Layout, PRODUCT_BITS, Projection, WEIGHT_BITS};
use crate::model::{Digest, MemberId, PublishedTable, RowKey, Status};

/// Rounds in which the audit may withhold and try again.
const ROUNDS: usize = 20;
/// Cells that the audit tries besides those beside a small published one.
const SAMPLE: usize = 1000;

/// What the rules are applied with, besides themselves.
pub struct Terms<'a> {
    /// The agreement.
    pub charter: &'a Charter,
    /// Whose people the cells hold.
    pub member: &'a MemberId,
    /// The charter's rules, or stricter ones.
    pub rules: &'a Rules,
    /// Where noise and the secret edge come from.
    pub key: &'a NoiseKey,
    /// Largest weight that a person has; `None` where everybody counts 1.
    pub cap: Option<f64>,
    /// The dataset that the cells come from.
    pub dataset: Digest,
    /// What was told before about the same people.
    pub earlier: Option<&'a Earlier>,
    /// Steps that are left out, so that a test can show what they are for. Empty in service.
    pub danger_without: &'a [Step],
}

/// A defence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The person test of cells and rests lies at a secret edge.
    Edge,
    /// No cell of which one person makes up too much.
    Dominance,
    /// What is left of a larger area passes as well.
    Rest,
    /// Bounds that follow from everything published.
    Audit,
    /// Keyed noise.
    Noise,
    /// Shares of few people are given as bounds.
    Bounds,
    /// Noise of every size is a draw of its own.
    Sizes,
    /// Blocks in which few persons changed keep what they told.
    Carry,
}

impl Terms<'_> {
    fn takes(&self, step: Step) -> bool {
        !self.danger_without.contains(&step)
    }
}

/// What became of the cells, for the officer alone.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Review {
    /// Per table of the lattice.
    pub tables: Vec<TableReview>,
    /// What the audit found in the end.
    pub audit: Audit,
    /// Whether the release passed it.
    pub safe: bool,
    /// The effect of each rule by itself.
    pub alone: Alone,
    /// Cells in which there are people though the charter calls them impossible; they were judged like any other.
    pub contradicted: u64,
    /// What is other than it was told before; `None` in a first release.
    pub since: Option<Since>,
}

/// What a release changes of what was told before.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Since {
    /// Blocks that keep what they told, figures and status.
    pub kept: u64,
    /// Blocks with new figures, or a status of their own again.
    pub moved: u64,
    /// Cells with figures that had none.
    pub appeared: u64,
    /// Cells without figures that had some.
    pub vanished: u64,
}

/// What became of the cells of one table.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct TableReview {
    /// Cells with figures.
    pub published: u64,
    /// Cells without.
    pub withheld: u64,
    /// Blocks withheld, by the rule that did it first.
    pub blocks: BTreeMap<Rule, u64>,
    /// Cells of standing blocks that aren't reliable enough.
    pub unreliable: u64,
    /// Share of the people, by weight, in cells with figures.
    pub coverage: f64,
    /// Persons in the smallest cell with figures.
    pub smallest: Option<u32>,
}

/// Protects the cells of a charter of class `controlled`: the steps of the design, in their order.
pub(super) fn protect(exact: Exact, terms: &Terms<'_>) -> (Vec<PublishedTable>, Review, Notes) {
    let layout = exact.layout();
    let scope = Scope::new(terms.charter, terms.member);
    let households = exact.households().map(<[_]>::to_vec);
    let tables: Vec<ExactTable> = exact.into_tables().collect();
    let sizes = sizes(&scope, terms, layout, &tables, households.as_deref());
    let facts: Vec<Facts> = (0..tables.len())
        .into_par_iter()
        .map(|t| facts(terms, layout, t, &scope.tables[t], &tables[t], &sizes[scope.tables[t].level]))
        .collect();
    let passes = passes(terms);
    let carried = match terms.earlier.filter(|_| terms.takes(Step::Carry)) {
        None => Carried::none(&scope),
        Some(earlier) => Carried::decide(terms.charter, &scope, &facts, earlier, &passes),
    };
    let (standing, audit, alone) = settle(&scope, &facts, terms, &passes, &carried);
    let safe = audit.unsolved == 0 && !audit.open;
    let protections = protections(&scope, terms);
    let done: Vec<(PublishedTable, TableReview)> = (0..tables.len())
        .into_par_iter()
        .map(|t| {
            let figures = Source { t, shape: &scope.tables[t], carried: &carried, protection: &protections[t] };
            publish(&figures, &tables[t], layout, &standing[t], terms)
        })
        .collect();
    let (mut tables, reviews): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    name_twins_alike(&scope, &mut tables);
    let since = terms.earlier.map(|earlier| since(&scope, earlier, &carried, &tables));
    let notes = carried.notes(terms.dataset, |table, area| standing[table][area].is_none());
    let contradicted = facts.iter().map(|facts| facts.contradicted).sum();
    (tables, Review { tables: reviews, audit, safe, alone, contradicted, since }, notes)
}

/// The person test of cells, of rests and of changes.
pub(super) fn passes<'a>(terms: &'a Terms<'_>) -> impl Fn(u32, u128) -> bool + Sync + 'a {
    let edges = Discrete::bounded(3.0, i64::from(Rules::EDGE));
    move |persons, contributors| match terms.rules.knowledge {
        Knowledge::Sample => persons == 0 || persons >= terms.rules.persons,
        Knowledge::Population if !terms.takes(Step::Edge) => persons >= terms.rules.persons,
        Knowledge::Population => {
            let edge = edges.at(terms.key.draw(Statistic::Edge, noise::Size::NONE, contributors)[0]);
            i64::from(persons) + edge >= i64::from(terms.rules.persons + Rules::EDGE)
        }
    }
}

fn since(scope: &Scope, earlier: &Earlier, carried: &Carried<'_>, tables: &[PublishedTable]) -> Since {
    let mut since = Since::default();
    for (t, shape) in scope.tables.iter().enumerate() {
        let kept = (0..shape.areas.len()).filter(|&area| carried.of(t, area).is_some()).count() as u64;
        since.kept += kept;
        since.moved += shape.areas.len() as u64 - kept;
        for (before, now) in earlier.cells.tables()[t].status.iter().zip(&tables[t].status) {
            let shown = [before, now].map(|status| *status == Status::Published);
            since.appeared += u64::from(shown == [false, true]);
            since.vanished += u64::from(shown == [true, false]);
        }
    }
    since
}

/// Rules, then the audit, until it finds nothing more.
fn settle(
    scope: &Scope,
    facts: &[Facts],
    terms: &Terms<'_>,
    passes: &Passes<'_>,
    carried: &Carried<'_>,
) -> (Standing, Audit, Alone) {
    let auditor = Auditor {
        charter: terms.charter,
        scope,
        facts,
        carried,
        feared: terms.rules.knowledge,
        width: terms.rules.persons,
        sample: SAMPLE,
        seed: terms.key.draw(Statistic::Sample, noise::Size::NONE, 0)[0],
    };
    let (area_people, rests) = (terms.rules.area_people, terms.takes(Step::Rest));
    let tests = Tests { persons: passes, area_people, rests, carried };
    let alone = Alone::of(scope, facts, &tests);
    let mut withheld = Vec::new();
    loop {
        let standing = decide(scope, facts, &tests, &withheld);
        if !terms.takes(Step::Audit) {
            return (standing, Audit::default(), alone);
        }
        let (audit, falling) = auditor.run(&standing);
        if falling.is_empty() || withheld.len() > ROUNDS * scope.tables.len() {
            return (standing, audit, alone);
        }
        withheld.extend(falling);
    }
}

/// The people of an area by weight, and whether they, and their households, are too few.
#[derive(Clone, Copy)]
pub(super) struct Size {
    people: f64,
    small: [bool; 2],
}

/// Per level and area of the member, how large it is.
pub(super) fn sizes(
    scope: &Scope,
    terms: &Terms<'_>,
    layout: Layout,
    tables: &[ExactTable],
    households: Option<&[Vec<f64>]>,
) -> Vec<Vec<Size>> {
    let levels = terms.charter.geography.levels().len();
    let mut sizes = vec![Vec::new(); levels];
    for (t, table) in terms.charter.lattice.tables().iter().enumerate().filter(|(_, table)| table.axes.is_empty()) {
        let shape = &scope.tables[t];
        let mut people = vec![0.0; shape.areas.len()];
        for (row, sums) in tables[t].rows.iter().zip(tables[t].sums.chunks_exact(layout.width())) {
            people[shape.place(row.area)] = sums[Layout::WEIGHT] as f64 / scale(WEIGHT_BITS);
        }
        let size = |(people, &area): (f64, &u32)| {
            let homes = households.map(|households| households[table.level][area as usize]);
            let few_homes = homes.is_some_and(|homes| homes < terms.rules.area_households);
            Size { people, small: [people < terms.rules.area_people, few_homes] }
        };
        sizes[table.level] = people.into_iter().zip(&shape.areas).map(size).collect();
    }
    sizes
}

pub(super) fn facts(
    terms: &Terms<'_>,
    layout: Layout,
    t: usize,
    shape: &Shape,
    table: &ExactTable,
    sizes: &[Size],
) -> Facts {
    let mut facts = Facts {
        persons: vec![0; shape.cells()],
        keys: vec![0; shape.cells()],
        dominated: vec![false; shape.cells()],
        impossible: impossible(terms, t),
        contradicted: 0,
        small: sizes.iter().map(|size| size.small).collect(),
        weights: sizes.iter().map(|size| size.people).collect(),
    };
    for row in &table.rows {
        facts.contradicted += u64::from(facts.impossible[row.combination as usize]);
    }
    table.rows.iter().for_each(|row| facts.impossible[row.combination as usize] = false);
    let rows = table.rows.iter().zip(table.sums.chunks_exact(layout.width()));
    for ((row, sums), largest) in rows.zip(table.largest.chunks_exact(layout.dimensions.max(1))) {
        let cell = shape.cell(*row);
        facts.persons[cell] = sums[Layout::PERSONS] as u32;
        facts.keys[cell] = sums[layout.person_mark()];
        facts.dominated[cell] = largest.iter().enumerate().any(|(d, largest)| {
            let total = sums[layout.contribution(d)];
            terms.takes(Step::Dominance) && dominated(total, *largest, terms.rules.dominance_percent)
        });
    }
    facts
}

/// Combinations of a table that nobody can be in: all that they consist of is listed as such.
fn impossible(terms: &Terms<'_>, t: usize) -> Vec<bool> {
    let (charter, table) = (terms.charter, &terms.charter.lattice.tables()[t]);
    let count = table.combinations(&charter.groups) as usize;
    let finest: Vec<Axis> = table.axes.iter().map(|axis| Axis { group: axis.group, rung: 0 }).collect();
    let listed = |combination: &Vec<(usize, u16)>| {
        combination
            .iter()
            .map(|(group, category)| Some((finest.iter().position(|axis| axis.group == *group)?, *category)))
            .collect()
    };
    let listed: Vec<Vec<(usize, u16)>> = terms.rules.impossible.iter().filter_map(listed).collect();
    if listed.is_empty() {
        return vec![false; count];
    }
    let whole = crate::charter::Table { level: table.level, axes: finest.clone() };
    let mut impossible = vec![true; count];
    for (combination, to) in (0..).zip(Projection::all(&charter.groups, &finest, &table.axes)) {
        let categories = whole.categories(&charter.groups, combination);
        let none = listed.iter().any(|listed| listed.iter().all(|(axis, category)| categories[*axis] == *category));
        impossible[to as usize] &= none;
    }
    impossible
}

/// Noise and rounding of each table.
pub(super) fn protections<'a>(scope: &Scope, terms: &Terms<'a>) -> Vec<Protection<'a>> {
    let variances = variances::of_tables(terms.charter, scope, terms.rules, terms.cap);
    let protection = |variances: Variances| {
        let protection = Protection::new(&terms.charter.method, terms.rules, terms.key, terms.cap, variances);
        let protection = if terms.takes(Step::Bounds) { protection } else { protection.unbounded() };
        match (terms.takes(Step::Noise), terms.takes(Step::Sizes)) {
            (false, _) => protection.silent(),
            (true, false) => protection.one_draw(),
            (true, true) => protection,
        }
    };
    variances.into_iter().map(protection).collect()
}

/// The same people under a second name get the figures of the first: another draw would be another look at them.
fn name_twins_alike(scope: &Scope, tables: &mut [PublishedTable]) {
    for &t in scope.subsets.iter().flat_map(|subset| subset.iter().rev()) {
        let shape = &scope.tables[t];
        for area in 0..shape.areas.len() {
            let Some((finer, twin)) = shape.twin(area) else { continue };
            for (to, from) in shape.block(area).zip(scope.tables[finer].block(twin)) {
                tables[t].status[to] = tables[finer].status[from];
                for column in 0..tables[t].columns.len() {
                    tables[t].columns[column][to] = tables[finer].columns[column][from];
                }
            }
        }
    }
}

/// Where the figures of a table come from.
struct Source<'a> {
    t: usize,
    shape: &'a Shape,
    carried: &'a Carried<'a>,
    protection: &'a Protection<'a>,
}

impl Source<'_> {
    /// Figures that an earlier release told, where the block keeps them.
    fn told(&self, area: usize, cell: usize) -> Option<Vec<f64>> {
        let table = &self.carried.cells()?.tables()[self.t];
        let told = self.carried.of(self.t, area).is_some() && table.status[cell] == Status::Published;
        told.then(|| table.columns.iter().map(|column| column[cell]).collect())
    }
}

fn publish(
    source: &Source<'_>,
    table: &ExactTable,
    layout: Layout,
    standing: &[Option<Rule>],
    terms: &Terms<'_>,
) -> (PublishedTable, TableReview) {
    let Source { t, shape, carried, protection } = *source;
    let statistics = terms.charter.statistics();
    let mut published = PublishedTable::empty(statistics);
    let mut review = TableReview::default();
    for rule in standing.iter().flatten() {
        *review.blocks.entry(*rule).or_default() += 1;
    }
    let mut rows = table.rows.iter().zip(table.sums.chunks_exact(layout.width())).peekable();
    let (mut everybody, mut covered) = (0.0, 0.0);
    for (place, &area) in shape.areas.iter().enumerate() {
        let kept = carried.of(t, place).is_some();
        for combination in 0..shape.combinations as u32 {
            let row = RowKey { area, combination };
            let exact = rows.next_if(|(key, _)| **key == row).map(|(_, sums)| sums);
            let weight = exact.map_or(0.0, |sums| sums[Layout::WEIGHT] as f64 / scale(WEIGHT_BITS));
            everybody += weight;
            let stands = standing[place].is_none();
            let figures = match kept {
                true => source.told(place, shape.cell(row)),
                false => {
                    exact.filter(|_| stands).and_then(|sums| protection.figures(&quantities(sums, layout), statistics))
                }
            };
            published.rows.push(row);
            published.status.push(if figures.is_some() { Status::Published } else { Status::Withheld });
            match figures {
                Some(figures) => {
                    review.published += 1;
                    if !kept {
                        let persons = exact.map_or(0, |sums| sums[Layout::PERSONS] as u32);
                        review.smallest = Some(review.smallest.map_or(persons, |known| known.min(persons)));
                    }
                    covered += weight;
                    published.columns.iter_mut().zip(figures).for_each(|(column, figure)| column.push(figure));
                }
                None => {
                    review.withheld += 1;
                    review.unreliable += u64::from(stands);
                    published.columns.iter_mut().for_each(|column| column.push(f64::NAN));
                }
            }
        }
    }
    review.coverage = if everybody > 0.0 { covered / everybody } else { 0.0 };
    (published, review)
}

/// The independent quantities of a cell from its sums.
pub(super) fn quantities(sums: &[u128], layout: Layout) -> Quantities {
    let weight = |at: usize| sums[at] as f64 / scale(WEIGHT_BITS);
    // Σwx − 50 Σw in whole numbers: two large sums may differ by little.
    let centred = |at: usize, weight: usize| {
        let fifty = 50_i128 << (PRODUCT_BITS - WEIGHT_BITS);
        (sums[at] as i128 - sums[weight] as i128 * fifty) as f64 / scale(PRODUCT_BITS)
    };
    let dimensions = 0..layout.dimensions;
    let up_to = |band: usize| if band == 0 { 0 } else { sums[layout.below(band - 1)] };
    Quantities {
        persons: sums[Layout::PERSONS] as u64,
        weight: weight(Layout::WEIGHT),
        dimensions: dimensions.clone().map(|d| centred(layout.dimension(d), layout.dimension_weight(d))).collect(),
        dimension_weights: dimensions.map(|d| weight(layout.dimension_weight(d))).collect(),
        index: centred(Layout::INDEX, Layout::WEIGHT),
        bands: (0..layout.bands.saturating_sub(1))
            .map(|band| (sums[layout.below(band)] - up_to(band)) as f64 / scale(WEIGHT_BITS))
            .collect(),
        key: sums[layout.value_mark()],
    }
}

fn scale(bits: u32) -> f64 {
    2_f64.powi(bits as i32)
}
