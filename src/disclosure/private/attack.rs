//! A release attacked by its own officer: as one who knows every record but one, and the plan. No exact cell is looked at: what
//! one person does to the measurements follows from the charter, and noise is drawn anew and thrown away.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::gaussian::{Bits, gaussian};
use super::measure::Measured;
use super::measures::{Measure, Measures};
use super::operator::Residual;
use super::plan::Plan;
use super::promise::guess_about;
use crate::charter::{Charter, Table};
use crate::cube::Projection;
use crate::disclosure::Protected;
use crate::disclosure::scope::Scope;
use crate::model::{MemberId, PublishedTable, Random};

/// Persons about whom is guessed, half of them there.
const PERSONS: u64 = 10_000;

/// What came of the attacks.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Attack {
    /// Guesses whether somebody is in the data, by likelihood, over noise drawn for the purpose.
    pub guesses: u64,
    /// Share of the right ones.
    pub right: f64,
    /// What the plan promises.
    pub promised: f64,
    /// How far those who are there and those who aren't lie apart, in standard deviations, and how far they may.
    pub apart: [f64; 2],
    /// What was measured of areas, less what was measured of all that lies in them, is noise and nothing else: its mean square
    /// over the plan's, and by how much chance alone may take that off 1.
    pub noise: [f64; 2],
    /// Numbers that this was found from.
    pub numbers: u64,
    /// The largest gap between a cell and the sum of what lies in it, over the size of what is added.
    pub additive: f64,
    /// Cells whose status doesn't follow from the figures that leave.
    pub statuses: u64,
}

impl Attack {
    /// What succeeded: each name is a key of the words that say so.
    pub fn succeeded(&self) -> Vec<&'static str> {
        let [found, claimed] = self.apart;
        let [noise, off] = self.noise;
        let found = [
            ("membership", found > claimed + self.chance()),
            ("noise", self.numbers > 0 && (noise - 1.0).abs() > off),
            ("additive", self.additive > GAP),
            ("statuses", self.statuses > 0),
        ];
        found.into_iter().filter(|(_, succeeded)| *succeeded).map(|(name, _)| name).collect()
    }

    /// Standard deviations by which chance alone takes so many guesses farther apart, at most, in 999 of 1000 cases.
    pub fn chance(&self) -> f64 {
        3.3 * (2.0 / (self.guesses as f64 / 2.0)).sqrt()
    }

    /// The same of the share of right guesses.
    pub fn chance_right(&self) -> f64 {
        3.3 * (self.promised * (1.0 - self.promised) / self.guesses as f64).sqrt()
    }
}

/// Attacks a release: its plan, what was measured under it, and the cells that leave.
pub fn attack(
    charter: &Charter,
    member: &MemberId,
    plan: &Plan,
    measured: &Measured,
    cells: &Protected,
    show_from: Option<u32>,
    seed: u64,
) -> Attack {
    let scope = Scope::new(charter, member);
    let [right, apart] = membership(charter, plan, seed);
    let (noise, numbers) = noise(charter, &scope, plan, measured);
    let again = Protected::estimated(measured, charter, member, plan, show_from);
    let differ = |(told, again): (&PublishedTable, &PublishedTable)| {
        told.status.iter().zip(&again.status).filter(|(told, again)| told != again).count() as u64
    };
    Attack {
        guesses: PERSONS,
        right,
        promised: guess_about(plan.rho().value()),
        apart: [apart, (2.0 * plan.rho().value()).sqrt()],
        noise: [noise, 5.0 * (2.0 / f64::max(numbers as f64, 1.0)).sqrt()],
        numbers,
        additive: largest_gap(charter, member, cells.tables()),
        statuses: cells.tables().iter().zip(again.tables()).map(differ).sum(),
    }
}

struct Drawn(Random);

impl Bits for Drawn {
    fn next(&mut self) -> u64 {
        self.0.next()
    }
}

/// Share of right guesses about random persons at the ends of all scales, and how far apart those are who are there.
///
/// All measurements that somebody adds to, each by its variance, are what there is to know: z = Σ δ·y/σ².
fn membership(charter: &Charter, plan: &Plan, seed: u64) -> [f64; 2] {
    let measures = Measures::new(&charter.method);
    let residuals: Vec<Residual> =
        charter.lattice.tables().iter().map(|table| Residual::new(&charter.groups, table)).collect();
    let scores = |person: u64| {
        let mut random = Random::new(seed, &format!("person {person}"));
        let finest: Vec<u16> =
            charter.groups.iter().map(|group| random.below(group.categories.len() as u32) as u16).collect();
        let mut bits = Drawn(random);
        let (mut score, mut there) = (0.0, 0.0);
        for (t, (table, residual)) in charter.lattice.tables().iter().zip(&residuals).enumerate() {
            let mut cells = vec![0_i128; residual.combinations];
            cells[combination(charter, table, &finest)] = 1;
            residual.measure(&mut cells);
            for measure in &measures.list {
                let family = measures.families.iter().position(|family| *family == measure.family()).unwrap_or(0);
                let variance = plan.variance(t, family);
                let moves = moved(*measure, &measures, plan);
                for cell in cells.iter().filter(|cell| **cell != 0) {
                    let delta = *cell as f64 * moves;
                    score += delta * gaussian(variance, &mut bits) as f64 / variance.value();
                    there += delta * delta / variance.value();
                }
            }
        }
        // The first half is there.
        if 2 * person < PERSONS { (score + there, there) } else { (score, there) }
    };
    let scores: Vec<(f64, f64)> = (0..PERSONS).into_par_iter().map(scores).collect();
    let (inside, outside) = scores.split_at(PERSONS as usize / 2);
    let mean = |scores: &[(f64, f64)]| scores.iter().map(|(score, _)| score).sum::<f64>() / scores.len() as f64;
    let [within, without] = [inside, outside].map(mean);
    let spread = |scores: &[(f64, f64)], mean: f64| scores.iter().map(|(score, _)| (score - mean).powi(2)).sum::<f64>();
    let deviation = ((spread(inside, within) + spread(outside, without)) / PERSONS as f64).sqrt();
    let right = inside.iter().filter(|(score, there)| *score > there / 2.0).count()
        + outside.iter().filter(|(score, there)| *score <= there / 2.0).count();
    [right as f64 / PERSONS as f64, (within - without) / deviation]
}

/// The combination of a table in which somebody of these finest categories is.
fn combination(charter: &Charter, table: &Table, finest: &[u16]) -> usize {
    table.axes.iter().fold(0, |place, axis| {
        let group = &charter.groups[axis.group];
        place * group.categories_of(axis.rung).len() + usize::from(group.project(axis.rung, finest[axis.group]))
    })
}

/// Units by which somebody at the lower ends of all scales moves a column.
fn moved(measure: Measure, measures: &Measures, plan: &Plan) -> f64 {
    let units = plan.units();
    let (count, sum) = (units.weight_moves() as f64, units.sum_moves() as f64);
    match measure {
        Measure::Weight | Measure::DimensionWeight(_) => count,
        Measure::Contrast(0) => (measures.bands() - 1) as f64 * count,
        Measure::Contrast(_) => -count,
        Measure::Index | Measure::Dimension(_) => -sum,
    }
}

/// Mean square of what areas were measured as, less what their children were, over its variance, and how many of these there are.
fn noise(charter: &Charter, scope: &Scope, plan: &Plan, measured: &Measured) -> (f64, u64) {
    let measures = Measures::new(&charter.method);
    let (mut squares, mut count) = (0.0, 0_u64);
    for pair in scope.subsets.iter().flat_map(|subset| subset.windows(2)) {
        let (coarse, fine) = (pair[0], pair[1]);
        let width = scope.tables[coarse].combinations;
        for (c, measure) in measures.list.iter().enumerate() {
            let family = measures.families.iter().position(|family| *family == measure.family()).unwrap_or(0);
            let [above, below] = [coarse, fine].map(|table| plan.variance(table, family).value());
            let (parents, parts) = (&measured.table(coarse)[c], &measured.table(fine)[c]);
            for (area, children) in scope.tables[coarse].children.iter().enumerate() {
                let variance = above + below * children.len() as f64;
                for cell in 0..width {
                    let sum: f64 = children.iter().map(|child| parts[child * width + cell] as f64).sum();
                    squares += (parents[area * width + cell] as f64 - sum).powi(2) / variance;
                    count += 1;
                }
            }
        }
    }
    (if count > 0 { squares / count as f64 } else { 1.0 }, count)
}

/// Figures add up if what they are off is less than this part of what is added: the last digits of the sums.
pub const GAP: f64 = 1e-9;

/// The largest gap between a cell and what lies in it, over the size of what is added: parts of an area, categories of a group, and
/// those of its coarser partitions. Cells whose parts are hidden are left out.
pub fn largest_gap(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> f64 {
    let (scope, lattice) = (Scope::new(charter, member), charter.lattice.tables());
    let across = scope.subsets.iter().flat_map(|subset| subset.windows(2)).map(|pair| {
        let (coarse, fine) = (pair[0], pair[1]);
        let width = scope.tables[coarse].combinations;
        let mut within = vec![0; scope.tables[fine].cells()];
        for (area, children) in scope.tables[coarse].children.iter().enumerate() {
            for child in children {
                (0..width).for_each(|cell| within[child * width + cell] = area * width + cell);
            }
        }
        (coarse, fine, within)
    });
    let by_group = (0..lattice.len()).flat_map(|fine| {
        let steps = move |coarse: &usize| {
            lattice[*coarse].level == lattice[fine].level && is_step(charter, &lattice[*coarse], &lattice[fine])
        };
        (0..lattice.len()).filter(steps).map(move |coarse| (coarse, fine))
    });
    let along = by_group.map(|(coarse, fine)| {
        let lies_in = Projection::all(&charter.groups, &lattice[fine].axes, &lattice[coarse].axes);
        let width = scope.tables[coarse].combinations;
        let areas = 0..scope.tables[fine].areas.len();
        let within = areas.flat_map(|area| lies_in.iter().map(move |own| area * width + *own as usize)).collect();
        (coarse, fine, within)
    });
    let gap = |(coarse, fine, within): (usize, usize, Vec<usize>)| {
        let gap = |(whole, parts): (&Vec<f64>, &Vec<f64>)| {
            let mut sums = vec![(0.0, 1.0); whole.len()];
            for (&place, part) in within.iter().zip(parts) {
                let (sum, size) = &mut sums[place];
                (*sum, *size) = (*sum + part, *size + part.abs());
            }
            let gaps = whole.iter().zip(sums).map(|(whole, (sum, size))| (whole - sum).abs() / size);
            gaps.filter(|gap| !gap.is_nan()).fold(0.0, f64::max)
        };
        tables[coarse].columns.iter().zip(&tables[fine].columns).map(gap).fold(0.0, f64::max)
    };
    across.chain(along).par_bridge().map(gap).reduce(|| 0.0, f64::max)
}

/// Whether one table has all groups of another at the same rungs, but one that it lacks or has a rung coarser.
fn is_step(charter: &Charter, coarse: &Table, fine: &Table) -> bool {
    let rung = |table: &Table, group: usize| {
        let axis = table.axes.iter().find(|axis| axis.group == group);
        axis.map_or(charter.groups[group].rungs(), |axis| axis.rung)
    };
    let steps = (0..charter.groups.len()).map(|group| rung(coarse, group).checked_sub(rung(fine, group)));
    steps.sum::<Option<usize>>() == Some(1)
}
