//! Attack on a release by its own officer, as an attacker who knows every record but one, and the plan. No exact cell
//! is read: a person's effect on the measurements follows from the charter, and fresh noise is drawn and discarded.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gaussian::{Bits, gaussian};
use super::measure::Measured;
use super::measures::{Measure, MeasuredColumns};
use super::operator::Residual;
use super::plan::Plan;
use super::promise::{self, guess_about};
use crate::charter::{Charter, Table, TableIndex};
use crate::cube::Projection;
use crate::disclosure::Protected;
use crate::disclosure::member_layout::MemberLayout;
use crate::model::{CellStatus, MemberId, PublishedTable, Random, parallel};

/// Number of persons guessed about, half of them in the data.
const PERSONS: u64 = 10_000;

/// Results of the attacks.
#[derive(Clone, Debug, Serialize)]
pub struct Attack {
    /// Number of guesses whether a person is in the data, by likelihood, over noise drawn for the purpose.
    pub guesses: u64,
    /// Share of right guesses.
    pub right: f64,
    /// Share of right guesses under the plan's promise.
    pub promised: f64,
    /// Distance between persons in the data and others, in standard deviations, and the largest allowed one.
    pub apart: [f64; 2],
    /// Noise of the measurements, by level and family; empty where the lattice has one level.
    pub noise: Vec<Noise>,
    /// Largest gap between a cell and the sum of its parts, relative to the size of the parts.
    pub additive: f64,
    /// Cells whose status or figures don't follow from the measurements.
    pub statuses: u64,
}

/// Measurements of the areas of a level, less the measurements of all areas within them: noise and nothing else.
#[derive(Clone, Debug, Serialize)]
pub struct Noise {
    /// Level of the areas.
    pub level: String,
    /// Family of the columns, by its word in the plan.
    pub family: String,
    /// Number of such differences.
    pub numbers: u64,
    /// Their mean square, relative to the plan's.
    pub ratio: f64,
    /// Range of that ratio by chance, in all but one of a million cases.
    pub between: [f64; 2],
}

impl Noise {
    fn new(level: &str, family: &str, numbers: u64, squares: f64) -> Self {
        // Mean of squares of normal numbers: its cube root is nearly normal (Wilson and Hilferty, 1931).
        let part = 2.0 / (9.0 * numbers as f64);
        let end = |deviations: f64| f64::max(1.0 - part + deviations * part.sqrt(), 0.0).powi(3);
        let between = [-5.0, 5.0].map(end);
        Self { level: level.to_owned(), family: family.to_owned(), numbers, ratio: squares / numbers as f64, between }
    }

    fn is_as_planned(&self) -> bool {
        (self.between[0]..=self.between[1]).contains(&self.ratio)
    }
}

impl Attack {
    /// Successful attacks: each name is a key of the words about it.
    pub fn succeeded(&self) -> Vec<&'static str> {
        let [found, claimed] = self.apart;
        let found = [
            ("membership", found > claimed + self.chance()),
            ("noise", !self.noise.iter().all(Noise::is_as_planned)),
            ("additive", self.additive > GAP),
            ("statuses", self.statuses > 0),
        ];
        found.into_iter().filter(|(_, succeeded)| *succeeded).map(|(name, _)| name).collect()
    }

    /// Largest excess of the distance by chance alone for this number of guesses, in standard deviations, in 999 of
    /// 1000 cases.
    pub fn chance(&self) -> f64 {
        3.3 * (2.0 / (self.guesses as f64 / 2.0)).sqrt()
    }

    /// Largest excess of the share of right guesses by chance alone, in 999 of 1000 cases.
    pub fn chance_right(&self) -> f64 {
        3.3 * (self.promised * (1.0 - self.promised) / self.guesses as f64).sqrt()
    }
}

/// Attacks a release: its plan, its measurements, and the cells that leave.
pub fn attack(
    charter: &Charter,
    member: &MemberId,
    plan: &Plan,
    measured: &Measured,
    cells: &Protected,
    min_frequency: Option<u32>,
    seed: u64,
) -> Attack {
    let scope = MemberLayout::new(charter, member);
    let [right, apart] = membership(charter, plan, seed);
    let again = Protected::estimated(measured, charter, member, plan, min_frequency);
    let differ = |(told, again): (&PublishedTable, &PublishedTable)| {
        let same = |column: (&Vec<f64>, &Vec<f64>), row: usize| column.0[row].to_bits() == column.1[row].to_bits();
        let differs = |row: &usize| {
            told.status[*row] != again.status[*row]
                || !told.columns.iter().zip(&again.columns).all(|column| same(column, *row))
        };
        (0..told.len()).filter(differs).count() as u64
    };
    Attack {
        guesses: PERSONS,
        right,
        promised: guess_about(plan.rho().value()),
        apart: [apart, promise::apart(plan.rho().value())],
        noise: noise(charter, &scope, plan, measured),
        additive: largest_gap(charter, member, cells.tables()),
        statuses: cells.tables().iter().zip(again.tables()).map(differ).sum(),
    }
}

struct Drawn(Random);

impl Bits for Drawn {
    fn next(&mut self) -> u64 {
        self.0.draw()
    }
}

/// Share of right guesses about random persons at the ends of all scales, and the distance of persons in the data from
/// others.
///
/// The sufficient statistic is the sum over all measurements to which a person contributes, each over its variance: z =
/// Σ δ·y/σ².
fn membership(charter: &Charter, plan: &Plan, seed: u64) -> [f64; 2] {
    let measures = MeasuredColumns::new(&charter.method);
    let residuals: Vec<Residual> =
        charter.lattice.tables().iter().map(|table| Residual::new(&charter.groups, table)).collect();
    let scores = |person: u64| {
        let mut random = Random::new(seed, &format!("person {person}"));
        let finest: Vec<u16> =
            charter.groups.iter().map(|group| random.below(group.categories.len() as u32) as u16).collect();
        let mut bits = Drawn(random);
        let (mut score, mut there) = (0.0, 0.0);
        for ((t, table), residual) in charter.lattice.numbered().zip(&residuals) {
            let mut cells = vec![0_i128; residual.combinations];
            cells[combination(charter, table, &finest)] = 1;
            residual.measure(&mut cells);
            for measure in &measures.list {
                let family = measures.position(measure.family());
                let variance = plan.variance(t, family);
                let moves = moved(*measure, &measures, plan);
                for cell in cells.iter().filter(|cell| **cell != 0) {
                    let delta = *cell as f64 * moves;
                    score += delta * gaussian(variance, &mut bits) as f64 / variance.value();
                    there += delta * delta / variance.value();
                }
            }
        }
        // The first half is in the data.
        if 2 * person < PERSONS { (score + there, there) } else { (score, there) }
    };
    let scores = parallel::map(0..PERSONS, scores);
    let (inside, outside) = scores.split_at(PERSONS as usize / 2);
    let mean = |scores: &[(f64, f64)]| scores.iter().map(|(score, _)| score).sum::<f64>() / scores.len() as f64;
    let [within, without] = [inside, outside].map(mean);
    let spread = |scores: &[(f64, f64)], mean: f64| scores.iter().map(|(score, _)| (score - mean).powi(2)).sum::<f64>();
    let deviation = ((spread(inside, within) + spread(outside, without)) / PERSONS as f64).sqrt();
    let right = inside.iter().filter(|(score, there)| *score > there / 2.0).count()
        + outside.iter().filter(|(score, there)| *score <= there / 2.0).count();
    [right as f64 / PERSONS as f64, (within - without) / deviation]
}

/// Combination of a table for a person of these finest categories.
fn combination(charter: &Charter, table: &Table, finest: &[u16]) -> usize {
    table.axes.iter().fold(0, |place, axis| {
        let group = &charter.groups[axis.group];
        place * group.categories_of(axis.group_level).len()
            + usize::from(group.project(axis.group_level, finest[axis.group]))
    })
}

/// Number of units by which a person at the lower ends of all scales moves a column.
fn moved(measure: Measure, measures: &MeasuredColumns, plan: &Plan) -> f64 {
    let units = plan.units();
    let (count, sum) = (units.weight_moves() as f64, units.sum_moves() as f64);
    match measure {
        Measure::Weight | Measure::DimensionWeight(_) => count,
        Measure::Contrast(0) => (measures.bands() - 1) as f64 * count,
        Measure::Contrast(_) => -count,
        Measure::Index | Measure::Dimension(_) => -sum,
    }
}

/// Differences between the measurements of areas and those of their children, by level and family.
fn noise(charter: &Charter, scope: &MemberLayout, plan: &Plan, measured: &Measured) -> Vec<Noise> {
    let measures = MeasuredColumns::new(&charter.method);
    let mut found: BTreeMap<Measurements, SquaredErrors> = BTreeMap::new();
    for pair in scope.subsets.iter().flat_map(|subset| subset.windows(2)) {
        let (coarse, fine) = (pair[0], pair[1]);
        let width = scope.tables[coarse.at()].combinations;
        for (c, measure) in measures.list.iter().enumerate() {
            let family = measures.position(measure.family());
            let measurements = Measurements { level: charter.lattice.tables()[coarse.at()].level, family };
            let SquaredErrors { numbers, sum: squares } = found.entry(measurements).or_default();
            let [above, below] = [coarse, fine].map(|table| plan.variance(table, family).value());
            let (parents, parts) = (&measured.table(coarse)[c], &measured.table(fine)[c]);
            for (area, children) in scope.tables[coarse.at()].children.iter().enumerate() {
                let variance = above + below * children.len() as f64;
                for cell in 0..width {
                    let sum: f64 = children.iter().map(|child| parts[child * width + cell] as f64).sum();
                    *squares += (parents[area * width + cell] as f64 - sum).powi(2) / variance;
                    *numbers += 1;
                }
            }
        }
    }
    let levels = charter.geography.levels();
    let noise = |(Measurements { level, family }, SquaredErrors { numbers, sum }): (Measurements, SquaredErrors)| {
        Noise::new(levels[level].as_str(), measures.families[family].id(), numbers, sum)
    };
    found.into_iter().filter(|(_, squares)| squares.numbers > 0).map(noise).collect()
}

/// Measurements of one family of the areas of one level.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
struct Measurements {
    level: usize,
    family: usize,
}

/// Squared errors of measurements, each over its variance.
#[derive(Default)]
struct SquaredErrors {
    numbers: u64,
    sum: f64,
}

/// Largest relative gap of additive figures: the last digits of the sums.
pub const GAP: f64 = 1e-9;

/// Largest gap between a cell and its parts, relative to their size. Parts are those of an area, categories of a group,
/// and those of its coarser levels. Cells that are hidden, or whose parts are, are left out; figures that aren't
/// numbers give an infinite gap.
pub fn largest_gap(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> f64 {
    let scope = MemberLayout::new(charter, member);
    let across = scope.subsets.iter().flat_map(|subset| subset.windows(2));
    let across = across.map(|pair| TableSum { coarse: pair[0], fine: pair[1] });
    let along = charter.lattice.numbered().flat_map(|(fine, of)| {
        let steps = charter.lattice.numbered();
        let steps = steps.filter(move |(_, coarse)| coarse.level == of.level && is_step(charter, coarse, of));
        steps.map(move |(coarse, _)| TableSum { coarse, fine })
    });
    let gap = |sum: TableSum| {
        let (within, TableSum { coarse, fine }) = (sum.within(charter, &scope), sum);
        let is_shown = |table: TableIndex, row: usize| tables[table.at()].status[row] == CellStatus::Published;
        let mut shown: Vec<bool> = (0..tables[coarse.at()].len()).map(|row| is_shown(coarse, row)).collect();
        within.iter().enumerate().for_each(|(row, &place)| shown[place] &= is_shown(fine, row));
        let gap = |(whole, parts): (&Vec<f64>, &Vec<f64>)| {
            let mut sums = vec![(0.0, 1.0); whole.len()];
            for (&place, part) in within.iter().zip(parts) {
                let (sum, size) = &mut sums[place];
                (*sum, *size) = (*sum + part, *size + part.abs());
            }
            let gaps = whole.iter().zip(sums).map(|(whole, (sum, size))| (whole - sum).abs() / size);
            let gaps = gaps.zip(&shown).filter(|(_, shown)| **shown).map(|(gap, _)| gap);
            gaps.fold(0.0, |most, gap| if gap.is_nan() { f64::INFINITY } else { f64::max(most, gap) })
        };
        // Unweighted counts aren't published where people have weights.
        let counted = usize::from(charter.has_weights());
        tables[coarse.at()].columns.iter().zip(&tables[fine.at()].columns).skip(counted).map(gap).fold(0.0, f64::max)
    };
    let sums: Vec<TableSum> = across.chain(along).collect();
    parallel::map(sums, gap).into_iter().fold(0.0, f64::max)
}

/// Two tables, where each cell of one is a sum of cells of the other.
#[derive(Clone, Copy)]
struct TableSum {
    coarse: TableIndex,
    fine: TableIndex,
}

impl TableSum {
    /// For each cell of the finer table, the cell of the coarser one in which it lies.
    fn within(self, charter: &Charter, scope: &MemberLayout) -> Vec<usize> {
        let Self { coarse, fine } = self;
        let lattice = charter.lattice.tables();
        let width = scope.tables[coarse.at()].combinations;
        if lattice[coarse.at()].level == lattice[fine.at()].level {
            let lies_in = Projection::all(&charter.groups, &lattice[fine.at()].axes, &lattice[coarse.at()].axes);
            let areas = 0..scope.tables[fine.at()].areas.len();
            return areas.flat_map(|area| lies_in.iter().map(move |own| area * width + *own as usize)).collect();
        }
        let mut within = vec![0; scope.tables[fine.at()].cells()];
        for (area, children) in scope.tables[coarse.at()].children.iter().enumerate() {
            for child in children {
                (0..width).for_each(|cell| within[child * width + cell] = area * width + cell);
            }
        }
        within
    }
}

/// Whether one table has all groups of another at the same levels, except one that it lacks or has a level coarser.
fn is_step(charter: &Charter, coarse: &Table, fine: &Table) -> bool {
    let group_level = |table: &Table, group: usize| {
        let axis = table.axes.iter().find(|axis| axis.group == group);
        axis.map_or(charter.groups[group].levels(), |axis| axis.group_level)
    };
    let steps = (0..charter.groups.len()).map(|group| group_level(coarse, group).checked_sub(group_level(fine, group)));
    steps.sum::<Option<usize>>() == Some(1)
}
