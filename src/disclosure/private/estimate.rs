//! Noisy whole numbers → estimates of every cell, and how sure they are: least squares over all measurements.

use rayon::prelude::*;

use super::measure::Measured;
use super::measures::{Family, Measure, Measures};
use super::operator::{Residual, Share};
use super::plan::Plan;
use super::tree::Tree;
use crate::charter::Charter;
use crate::cube::Projection;
use crate::disclosure::scope::Scope;

/// How estimates follow from measurements under a plan: which residuals make up each table, and how the areas of each hang
/// together.
pub struct Estimator {
    scope: Scope,
    measures: Measures,
    residuals: Vec<Residual>,
    /// Per chain of tables of the same groups, coarse to fine, and family.
    chains: Vec<(Vec<usize>, Vec<Tree>)>,
    /// For each table its chain, and its place in it.
    places: Vec<(usize, usize)>,
    /// For each table, the residuals that it is made of.
    parts: Vec<Vec<Part>>,
    /// What a unit of each column stands for, less the scale of the residual.
    units: Vec<f64>,
}

/// One residual of a table.
struct Part {
    table: usize,
    /// For each combination of the whole, that of the part.
    lies_in: Vec<u32>,
    share: Share,
}

impl Estimator {
    /// For a member under a plan.
    pub(in crate::disclosure) fn new(charter: &Charter, scope: Scope, plan: &Plan) -> Self {
        let lattice = charter.lattice.tables();
        let measures = Measures::new(&charter.method);
        let residuals: Vec<Residual> = lattice.iter().map(|table| Residual::new(&charter.groups, table)).collect();
        let units: Vec<f64> = measures.list.iter().map(|measure| plan.units().of(*measure)).collect();
        let mut places = vec![(0, 0); lattice.len()];
        let mut chains = Vec::new();
        for chain in &scope.subsets {
            for (place, &table) in chain.iter().enumerate() {
                places[table] = (chains.len(), place);
            }
            let scale = residuals[chain[0]].scale();
            let tree = |family: usize| {
                let unit = unit_of(&measures, &units, family) / scale;
                let variance = |table: usize| plan.variance(table, family).value() * unit * unit;
                Tree::new(chain.iter().map(|&table| (scope.tables[table].children.as_slice(), variance(table))))
            };
            chains.push((chain.clone(), (0..measures.families.len()).map(tree).collect()));
        }
        let parts_of = |whole: &crate::charter::Table| {
            let parts = (0..lattice.len())
                .filter(|&part| lattice[part].level == whole.level && lattice[part].axes_follow_from(whole));
            let part = |part: usize| Part {
                table: part,
                lies_in: Projection::all(&charter.groups, &whole.axes, &lattice[part].axes),
                share: Share::new(&charter.groups, whole, &lattice[part]),
            };
            parts.map(part).collect()
        };
        let parts = lattice.iter().map(parts_of).collect();
        Self { scope, measures, residuals, chains, places, parts, units }
    }

    /// Estimates of all tables: per table, per column, areas × combinations. Unbiased, of least variance, and additive:
    /// children add up to their parents, categories to the table without their group.
    pub fn estimate(&self, measured: &Measured) -> Vec<Vec<Vec<f64>>> {
        let mut found: Vec<Vec<Vec<f64>>> = vec![Vec::new(); self.parts.len()];
        let chains: Vec<_> = self.chains.par_iter().map(|(chain, trees)| self.chain(chain, trees, measured)).collect();
        for ((chain, _), columns) in self.chains.iter().zip(chains) {
            // By column, then by level.
            for mut levels in columns {
                chain.iter().zip(&mut levels).for_each(|(&table, level)| found[table].push(std::mem::take(level)));
            }
        }
        let table = |(table, parts): (usize, &Vec<Part>)| {
            let shape = &self.scope.tables[table];
            let column = |c: usize| {
                let mut cells = vec![0.0; shape.cells()];
                for part in parts {
                    let (residual, width) = (&found[part.table][c], self.residuals[part.table].combinations);
                    for (area, cells) in cells.chunks_exact_mut(shape.combinations).enumerate() {
                        let own = &residual[area * width..][..width];
                        for ((cell, &from), takes) in cells.iter_mut().zip(&part.lies_in).zip(&part.share.takes) {
                            *cell += takes * own[from as usize];
                        }
                    }
                }
                cells
            };
            (0..self.measures.list.len()).map(column).collect()
        };
        self.parts.par_iter().enumerate().map(table).collect()
    }

    /// Residuals of tables of the same groups, by column and level.
    fn chain(&self, chain: &[usize], trees: &[Tree], measured: &Measured) -> Vec<Vec<Vec<f64>>> {
        let residual = &self.residuals[chain[0]];
        let (scale, cells) = (residual.scale(), residual.combinations);
        let column = |c: usize| {
            let unit = self.units[c] / scale;
            let level = |&table: &usize| {
                let mut figures: Vec<f64> =
                    measured.table(table)[c].iter().map(|&number| number as f64 * unit).collect();
                figures.chunks_exact_mut(cells).for_each(|area| residual.centre(area));
                figures
            };
            chain.iter().map(level).collect::<Vec<Vec<f64>>>()
        };
        let mut columns: Vec<Vec<Vec<f64>>> = (0..self.units.len()).map(column).collect();
        self.balance(&mut columns);
        for (levels, measure) in columns.iter_mut().zip(&self.measures.list) {
            trees[self.family(*measure)].estimate(levels, cells);
        }
        columns
    }

    /// Contrasts of bands add up to nothing.
    fn balance(&self, columns: &mut [Vec<Vec<f64>>]) {
        let is_contrast = |measure: &Measure| measure.family() == Family::Contrasts;
        let Some(first) = self.measures.list.iter().position(is_contrast) else { return };
        let bands = self.measures.list.iter().filter(|measure| is_contrast(measure)).count();
        let contrasts = &mut columns[first..first + bands];
        for level in 0..contrasts[0].len() {
            for cell in 0..contrasts[0][level].len() {
                let mean = contrasts.iter().map(|band| band[level][cell]).sum::<f64>() / bands as f64;
                contrasts.iter_mut().for_each(|band| band[level][cell] -= mean);
            }
        }
    }

    fn family(&self, measure: Measure) -> usize {
        self.measures.families.iter().position(|family| *family == measure.family()).expect("all that occur are listed")
    }

    /// Variance of a column of a cell: `area` is its place among the member's areas of the table's level.
    pub(super) fn variance(&self, table: usize, area: usize, combination: u32, measure: Measure) -> f64 {
        let of = |tree: &Tree, depth: usize| tree.variance(depth, area);
        self.sum(table, combination, measure, &of)
    }

    /// The same of a sum of cells of one combination, each area with a factor.
    pub(super) fn variance_of_sum(
        &self,
        table: usize,
        combination: u32,
        measure: Measure,
        areas: &[(usize, f64)],
    ) -> f64 {
        let of = |tree: &Tree, depth: usize| tree.variance_of_sum(depth, areas);
        self.sum(table, combination, measure, &of)
    }

    fn sum(&self, table: usize, combination: u32, measure: Measure, of: &dyn Fn(&Tree, usize) -> f64) -> f64 {
        let family = self.family(measure);
        let part = |part: &Part| {
            let (chain, depth) = self.places[part.table];
            part.share.variance[combination as usize] * of(&self.chains[chain].1[family], depth)
        };
        let all: f64 = self.parts[table].iter().map(part).sum();
        // A balanced contrast has lost its part of what all have in common.
        let bands = self.measures.list.iter().filter(|measure| measure.family() == Family::Contrasts).count() as f64;
        if measure.family() == Family::Contrasts { all * (1.0 - 1.0 / bands) } else { all }
    }
}

/// What a unit of the columns of a family stands for.
fn unit_of(measures: &Measures, units: &[f64], family: usize) -> f64 {
    let of = |measure: &Measure| measure.family() == measures.families[family];
    measures.list.iter().position(of).map_or(1.0, |column| units[column])
}
