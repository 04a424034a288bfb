//! A release attacked by one who knows the truth: what everybody could do with all that is published, and how near to the
//! truth it comes. The officer alone reads it.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Protected;
use super::audit::Auditor;
use super::carried::{Carried, fewest_changed};
use super::controlled::{Terms, facts, passes, protections, quantities, sizes};
use super::figures::{Protection, Quantities};
use super::knowledge::Knowledge;
use super::noise::{Size, Statistic};
use super::scope::Scope;
use super::standing::{Facts, Rule, Standing};
use crate::charter::{Axis, Knowledge as Feared};
use crate::cube::{Exact, ExactTable, Layout, Projection};
use crate::model::{PublishedTable, RowKey, Statistics, Status};

/// Cells whose bounds are sought, at most, besides those beside a small published one.
const BOUNDED: usize = 10_000;
/// Persons about whom is guessed, at most.
const PERSONS: usize = 2000;
/// The share of right guesses at membership that class `controlled` promises to stay under, in `population`.
pub(super) const RIGHT: f64 = 0.70;

/// What came of each attack.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Attack {
    /// Persons that a published cell has at least, and an interval spans at least.
    pub persons: u32,
    /// Persons in the smallest cell with figures.
    pub smallest: Option<u32>,
    /// What follows for withheld cells of few persons from all published counts, as if these had no noise.
    pub bounds: Bounds,
    /// Published areas taken away from larger ones, as if counts had no noise.
    pub subtraction: Subtraction,
    /// Every way to add a published cell up from others, averaged.
    pub averaging: Averaging,
    /// Guesses at whether somebody is in the data, by one who knows everybody else. Class `controlled` promises nothing about
    /// it in a `sample`.
    pub membership: Option<Membership>,
    /// What is new since the last release; `None` in a first one.
    pub versions: Option<Versions>,
}

/// Intervals that anyone can put on withheld cells.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Bounds {
    /// Withheld cells of so few persons that nobody may know how many.
    pub cells: u64,
    /// Those whose bounds were sought: nothing is published over the others, or they weren't drawn.
    pub tried: u64,
    /// Those that are known exactly.
    pub exact: u64,
    /// Those whose interval spans too few persons.
    pub narrow: u64,
    /// Those whose bounds weren't found.
    pub unsolved: u64,
    /// Persons that the narrowest interval spans.
    pub narrowest: Option<f64>,
}

/// What is left when published areas are taken away from a published larger one.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Subtraction {
    /// Cells that something can be taken away from and something is left of.
    pub attempts: u64,
    /// Persons in the smallest rest.
    pub smallest: Option<u32>,
}

/// How near to the truth published counts come, alone and averaged with all that add up to them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Averaging {
    /// Published cells.
    pub cells: u64,
    /// Ways to add one of them up from others, over all.
    pub ways: u64,
    /// Root mean square of the errors of published counts, in persons.
    pub error: f64,
    /// The same after averaging.
    pub averaged_error: f64,
    /// Share of cells of which averaging gives the exact count.
    pub exact: f64,
}

/// Guesses about persons who are there, and as many about persons who aren't.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub struct Membership {
    /// Guesses.
    pub guesses: u64,
    /// Share of the right ones.
    pub right: f64,
    /// Share of those who aren't there of whom it is said that they are.
    pub false_alarms: f64,
}

/// Blocks whose figures or status aren't those of the last release.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Versions {
    /// Such blocks.
    pub blocks: u64,
    /// The fewest persons who changed in a cell of one of them, if any did.
    pub fewest: Option<u32>,
}

impl Attack {
    /// What succeeded: each name is a key of the words that say so.
    pub fn succeeded(&self) -> Vec<&'static str> {
        let few = |persons: Option<u32>| persons.is_some_and(|persons| persons < self.persons);
        let Bounds { exact, narrow, unsolved, .. } = self.bounds;
        // Chance alone makes a rate of so many guesses too high by less than this in 98 of 100 cases.
        let told = |by: Membership| by.right > RIGHT + 1.0 / (by.guesses as f64).sqrt();
        let found = [
            ("smallest", few(self.smallest)),
            ("bounds", exact + narrow + unsolved > 0),
            ("subtraction", few(self.subtraction.smallest)),
            ("membership", self.membership.is_some_and(told)),
            ("versions", few(self.versions.as_ref().and_then(|versions| versions.fewest))),
        ];
        found.into_iter().filter(|(_, succeeded)| *succeeded).map(|(name, _)| name).collect()
    }
}

/// Everything that the attacks share.
struct Field<'a> {
    terms: &'a Terms<'a>,
    scope: &'a Scope,
    layout: Layout,
    told: &'a [PublishedTable],
    tables: &'a [ExactTable],
    facts: &'a [Facts],
    protections: Vec<Protection<'a>>,
}

pub(super) fn attack(told: &Protected, exact: Exact, terms: &Terms<'_>) -> Attack {
    let layout = exact.layout();
    let scope = Scope::new(terms.charter, terms.member);
    let tables: Vec<ExactTable> = exact.into_tables().collect();
    let sizes = sizes(&scope, terms, layout, &tables, None);
    let facts: Vec<Facts> = (0..tables.len())
        .into_par_iter()
        .map(|t| facts(terms, layout, t, &scope.tables[t], &tables[t], &sizes[scope.tables[t].level]))
        .collect();
    let protections = protections(&scope, terms);
    let field =
        Field { terms, scope: &scope, layout, told: told.tables(), tables: &tables, facts: &facts, protections };
    Attack {
        persons: terms.rules.persons,
        smallest: field.smallest(),
        bounds: field.bounds(),
        subtraction: field.subtraction(),
        averaging: field.averaging(),
        membership: (terms.rules.knowledge == Feared::Population).then(|| field.membership()),
        versions: field.versions(),
    }
}

impl Field<'_> {
    fn shown(&self, table: usize, cell: usize) -> bool {
        self.told[table].status[cell] == Status::Published
    }

    /// A block of which a single cell has figures counts as known.
    fn standing(&self) -> Standing {
        let stands = |table: usize, area: usize| {
            let told = self.scope.tables[table].block(area).any(|cell| self.shown(table, cell));
            (!told).then_some(Rule::Audit)
        };
        let of = |(table, shape): (usize, &super::scope::Shape)| {
            (0..shape.areas.len()).map(|area| stands(table, area)).collect()
        };
        self.scope.tables.iter().enumerate().map(of).collect()
    }

    fn smallest(&self) -> Option<u32> {
        let of = |(table, facts): (usize, &Facts)| {
            let cells = facts.persons.iter().enumerate();
            cells.filter(|(cell, _)| self.shown(table, *cell)).map(|(_, persons)| *persons).min()
        };
        self.facts.iter().enumerate().filter_map(of).min()
    }

    fn bounds(&self) -> Bounds {
        let carried = Carried::none(self.scope);
        let auditor = Auditor {
            charter: self.terms.charter,
            scope: self.scope,
            facts: self.facts,
            carried: &carried,
            feared: self.terms.rules.knowledge,
            width: self.terms.rules.persons,
            sample: BOUNDED,
            seed: self.dice(),
        };
        auditor.bounds(&self.standing())
    }

    /// Nearest published parts are taken away, however deep they lie.
    fn subtraction(&self) -> Subtraction {
        let standing = self.standing();
        let known = Knowledge::of(self.scope, |table, area| standing[table][area].is_none());
        let mut found = Subtraction::default();
        for subset in &self.scope.subsets {
            let mut below: Vec<u32> = Vec::new();
            for &table in subset.iter().rev() {
                let shape = &self.scope.tables[table];
                let whole = &self.facts[table].persons;
                let mut left = whole.clone();
                if let Some(finer) = shape.finer.filter(|_| !below.is_empty()) {
                    left.fill(0);
                    for (area, children) in shape.children.iter().enumerate() {
                        for &child in children.iter().filter(|&&child| !known.has(finer, child)) {
                            let cells = shape.block(area).zip(self.scope.tables[finer].block(child));
                            cells.for_each(|(to, from)| left[to] += below[from]);
                        }
                    }
                }
                for area in (0..shape.areas.len()).filter(|&area| known.has(table, area)) {
                    for cell in shape.block(area).filter(|&cell| left[cell] > 0 && left[cell] < whole[cell]) {
                        found.attempts += 1;
                        found.smallest = Some(found.smallest.map_or(left[cell], |least| least.min(left[cell])));
                    }
                }
                below = left;
            }
        }
        found
    }

    fn averaging(&self) -> Averaging {
        let every = (0..self.told.len()).into_par_iter().map(|table| self.averaged(table));
        let sum = |a: Averaging, b: Averaging| Averaging {
            cells: a.cells + b.cells,
            ways: a.ways + b.ways,
            error: a.error + b.error,
            averaged_error: a.averaged_error + b.averaged_error,
            exact: a.exact + b.exact,
        };
        let total = every.reduce(Averaging::default, sum);
        let cells = (total.cells as f64).max(1.0);
        Averaging {
            error: (total.error / cells).sqrt(),
            averaged_error: (total.averaged_error / cells).sqrt(),
            exact: total.exact / cells,
            ..total
        }
    }

    /// Sums over the cells of one table: of squared errors, and of exact counts.
    fn averaged(&self, table: usize) -> Averaging {
        let (lattice, shape) = (self.terms.charter.lattice.tables(), &self.scope.tables[table]);
        // Weighted by how sure each is, the direct figure and every sum of finer ones.
        let (mut total, mut certainty) = (vec![0.0; shape.cells()], vec![0.0; shape.cells()]);
        let mut found = Averaging::default();
        for finer in (0..lattice.len()).filter(|&finer| lattice[table].follows_from(&lattice[finer])) {
            let (sums, parts) = self.added_up(table, finer);
            let variance = self.protections[finer].count_variance() + ROUNDING;
            for cell in (0..shape.cells()).filter(|&cell| parts[cell] > 0 && self.shown(table, cell)) {
                let sure = 1.0 / (variance * f64::from(parts[cell]));
                total[cell] += sums[cell] * sure;
                certainty[cell] += sure;
                found.ways += u64::from(finer != table);
            }
        }
        for cell in (0..shape.cells()).filter(|&cell| self.shown(table, cell)) {
            let truth = f64::from(self.facts[table].persons[cell]);
            let averaged = total[cell] / certainty[cell];
            found.cells += 1;
            found.error += (self.told[table].columns[Statistics::PERSONS][cell] - truth).powi(2);
            found.averaged_error += (averaged - truth).powi(2);
            found.exact += f64::from(u8::from(averaged.round() == truth));
        }
        found
    }

    /// Per cell of a table, the sum of the published counts of a finer one, and how many they are: none if one is missing.
    fn added_up(&self, table: usize, finer: usize) -> (Vec<f64>, Vec<u32>) {
        let (charter, lattice) = (self.terms.charter, self.terms.charter.lattice.tables());
        let (coarse, fine) = (&self.scope.tables[table], &self.scope.tables[finer]);
        let combinations = Projection::all(&charter.groups, &lattice[finer].axes, &lattice[table].axes);
        let (mut sums, mut parts) = (vec![0.0; coarse.cells()], vec![0; coarse.cells()]);
        let mut missing = vec![false; coarse.cells()];
        let mut areas = vec![0_u32; coarse.areas.len()];
        let over = |area: u32| coarse.place(charter.geography.ancestor(fine.level, area, coarse.level));
        fine.areas.iter().for_each(|&area| areas[over(area)] += 1);
        for (place, &area) in fine.areas.iter().enumerate() {
            let above = over(area);
            // The same people under two names have the same figures: no second look.
            let twin = fine.level != coarse.level && areas[above] == 1;
            for (cell, &to) in fine.block(place).zip(&combinations) {
                let to = above * coarse.combinations + to as usize;
                if twin || !self.shown(finer, cell) {
                    missing[to] = true;
                    continue;
                }
                sums[to] += self.told[finer].columns[Statistics::PERSONS][cell];
                parts[to] += 1;
            }
        }
        missing.iter().zip(&mut parts).filter(|(missing, _)| **missing).for_each(|(_, parts)| *parts = 0);
        (sums, parts)
    }

    /// Guesses about persons who add as much as anybody can. Of each place where somebody could be, one question is about a
    /// person who is there, the other about one more.
    fn membership(&self) -> Membership {
        let charter = self.terms.charter;
        let every: Vec<Axis> = (0..charter.groups.len()).map(|group| Axis { group, rung: 0 }).collect();
        let lattice = charter.lattice.tables();
        let projections: Vec<Projection> =
            lattice.iter().map(|table| Projection::new(&charter.groups, &every, &table.axes)).collect();
        let Some(finest) = self.scope.tables.iter().max_by_key(|shape| shape.level) else {
            return Membership::default();
        };
        let combinations = every.iter().map(|axis| charter.groups[axis.group].categories.len() as u64).product::<u64>();
        let mut dice = self.dice();
        let mut below = |n: u64| {
            dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
            ((u128::from(super::audit::mixed(dice)) * u128::from(n)) >> 64) as u64
        };
        let (mut found, mut right, mut alarms) = (0_u64, 0.0, 0.0);
        for _ in 0..20 * PERSONS {
            let (area, combination) = (finest.areas[below(finest.areas.len() as u64) as usize], below(combinations));
            let row = |(table, projection): (&crate::charter::Table, &Projection)| RowKey {
                area: charter.geography.ancestor(finest.level, area, table.level),
                combination: projection.of(combination as u32),
            };
            let rows: Vec<RowKey> = lattice.iter().zip(&projections).map(row).collect();
            let Some([there, more]) = self.evidence(&rows) else { continue };
            found += 1;
            let says = |evidence: f64| if evidence == 0.0 { 0.5 } else { f64::from(u8::from(evidence > 0.0)) };
            right += says(there) + 1.0 - says(more);
            alarms += says(more);
            if found as usize == PERSONS {
                break;
            }
        }
        let all = (found as f64).max(1.0);
        Membership { guesses: 2 * found, right: right / (2.0 * all), false_alarms: alarms / all }
    }

    /// How much better all figures fit if a person of these cells is there than if not, and if there is one more; `None` if
    /// nobody is.
    fn evidence(&self, rows: &[RowKey]) -> Option<[f64; 2]> {
        let statistics = self.terms.charter.statistics();
        let cap = self.terms.cap.unwrap_or(1.0);
        let mut evidence = [0.0; 2];
        for (t, row) in rows.iter().enumerate() {
            let table = &self.tables[t];
            let place = table.rows.binary_search(row).ok()?;
            let cell = self.scope.tables[t].cell(*row);
            if !self.shown(t, cell) {
                continue;
            }
            let width = self.layout.width();
            let now = quantities(&table.sums[place * width..][..width], self.layout);
            let figures = |column: usize| self.told[t].columns[column][cell];
            let fits = |known: &Quantities| self.protections[t].fit(&figures, known, statistics);
            let here = fits(&now);
            evidence[0] += here - fits(&now.with(-1, cap));
            evidence[1] += fits(&now.with(1, cap)) - here;
        }
        Some(evidence)
    }

    fn versions(&self) -> Option<Versions> {
        let earlier = self.terms.earlier?;
        let mut versions = Versions::default();
        let mut differing: Vec<Vec<bool>> = Vec::new();
        for (t, shape) in self.scope.tables.iter().enumerate() {
            let (before, now) = (&earlier.cells.tables()[t], &self.told[t]);
            let alike = |cell: usize| {
                before.status[cell] == now.status[cell]
                    && before.columns.iter().zip(&now.columns).all(|(a, b)| a[cell].to_bits() == b[cell].to_bits())
            };
            let differs = |area: usize| !shape.block(area).all(alike);
            let blocks: Vec<bool> = (0..shape.areas.len()).map(differs).collect();
            versions.blocks += blocks.iter().filter(|differs| **differs).count() as u64;
            differing.push(blocks);
        }
        let passes = passes(self.terms);
        versions.fewest = fewest_changed(self.terms.charter, self.scope, earlier, &passes, &differing);
        Some(versions)
    }

    /// The same draws every time.
    fn dice(&self) -> u64 {
        self.terms.key.draw(Statistic::Sample, Size::NONE, 0)[0]
    }
}

/// Variance of rounding to five.
const ROUNDING: f64 = 25.0 / 12.0;
