//! Noisy whole numbers → estimates of every cell, and their variances: least squares over all measurements.

use std::collections::BTreeMap;

use super::measure::Measured;
use super::measures::{Family, Measure, MeasuredColumns};
use super::operator::{Residual, ResidualShare};
use super::plan::Plan;
use super::tree::{AreaTree, NodeFactors, TreeNode};
use crate::charter::{Charter, Table, TableIndex};
use crate::cube::Projection;
use crate::disclosure::member_layout::MemberLayout;
use crate::disclosure::noise::normal;
use crate::model::{AreaIndex, FigureColumns, Random, parallel};

/// Estimator of all tables from measurements under a plan: the residuals that make up each table, and the trees of
/// areas of each.
pub struct Estimator {
    pub(super) scope: MemberLayout,
    measures: MeasuredColumns,
    pub(super) residuals: Vec<Residual>,
    pub(super) chains: Vec<Chain>,
    /// For each table, the place where its residual is estimated.
    places: Vec<ChainPlace>,
    /// Residuals that make up each table. *Shape:* by table of the lattice.
    parts: Vec<Vec<ResidualTerm>>,
    /// Size of a unit of each column, without the scale of the residual. *Shape:* by measured column. *Units:* those of
    /// [`FigureColumns`].
    units: Vec<f64>,
    weighted: bool,
}

/// Tables of the same groups, which are estimated together.
pub(super) struct Chain {
    /// Positions in the lattice, coarse to fine.
    pub tables: Vec<TableIndex>,
    /// Least squares over the areas, for each family.
    trees: Vec<AreaTree>,
}

/// A table in its chain.
#[derive(Clone, Copy, Default)]
struct ChainPlace {
    chain: usize,
    depth: usize,
}

/// One residual of a table.
struct ResidualTerm {
    table: TableIndex,
    /// For each combination of the whole, that of the part.
    lies_in: Vec<u32>,
    share: ResidualShare,
}

impl Estimator {
    /// Estimator of a member's tables under a plan.
    pub(in crate::disclosure) fn new(charter: &Charter, scope: MemberLayout, plan: &Plan) -> Self {
        let lattice = charter.lattice.tables();
        let measures = MeasuredColumns::new(&charter.method);
        let residuals: Vec<Residual> = lattice.iter().map(|table| Residual::new(&charter.groups, table)).collect();
        let units: Vec<f64> = measures.list.iter().map(|measure| measure.unit(plan.units())).collect();
        let mut places = vec![ChainPlace::default(); lattice.len()];
        let mut chains = Vec::new();
        for chain in &scope.subsets {
            for (depth, &table) in chain.iter().enumerate() {
                places[table.at()] = ChainPlace { chain: chains.len(), depth };
            }
            let scale = residuals[chain[0].at()].scale();
            let tree = |family: usize| {
                let unit = unit_of(&measures, &units, family) / scale;
                let variance = |table: TableIndex| plan.variance(table, family).value() * unit * unit;
                AreaTree::new(
                    chain.iter().map(|&table| (scope.tables[table.at()].children.as_slice(), variance(table))),
                )
            };
            chains.push(Chain { tables: chain.clone(), trees: (0..measures.families.len()).map(tree).collect() });
        }
        let parts_of = |whole: &Table| {
            let parts = charter.lattice.numbered();
            let parts = parts.filter(|(_, part)| part.level == whole.level && part.axes_follow_from(whole));
            let part = |(table, part): (TableIndex, &Table)| ResidualTerm {
                table,
                lies_in: Projection::all(&charter.groups, &whole.axes, &part.axes),
                share: ResidualShare::new(&charter.groups, whole, part),
            };
            parts.map(part).collect()
        };
        let parts = lattice.iter().map(parts_of).collect();
        Self { scope, measures, residuals, chains, places, parts, units, weighted: charter.has_weights() }
    }

    /// Estimates of all tables. Unbiased, of least variance, and additive: children add up to their parents, categories to
    /// the table without their group.
    ///
    /// *Shape:* per table of the lattice, per column of [`FigureColumns`] after the persons, areas × combinations.
    /// *Units:* those of [`FigureColumns`].
    pub fn estimate(&self, measured: &Measured) -> Vec<Vec<Vec<f64>>> {
        let mut found: Vec<Vec<Vec<f64>>> = vec![Vec::new(); self.parts.len()];
        let chains = parallel::map(&self.chains, |chain| self.chain(chain, measured));
        for (chain, columns) in self.chains.iter().zip(chains) {
            // By column, then by level.
            for mut levels in columns {
                chain
                    .tables
                    .iter()
                    .zip(&mut levels)
                    .for_each(|(table, level)| found[table.at()].push(std::mem::take(level)));
            }
        }
        let table = |table: usize| {
            let parts = &self.parts[table];
            let shape = &self.scope.tables[table];
            let column = |c: usize| {
                let mut cells = vec![0.0; shape.cells()];
                for part in parts {
                    let (residual, width) = (&found[part.table.at()][c], self.residuals[part.table.at()].combinations);
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
        parallel::map(0..self.parts.len(), table)
    }

    /// Residuals of tables of the same groups, by column and level.
    fn chain(&self, chain: &Chain, measured: &Measured) -> Vec<Vec<Vec<f64>>> {
        let residual = &self.residuals[chain.tables[0].at()];
        let (scale, cells) = (residual.scale(), residual.combinations);
        let column = |c: usize| {
            let unit = self.units[c] / scale;
            let level = |&table: &TableIndex| {
                let mut figures: Vec<f64> =
                    measured.table(table)[c].iter().map(|&number| number as f64 * unit).collect();
                figures.chunks_exact_mut(cells).for_each(|area| residual.centre(area));
                figures
            };
            chain.tables.iter().map(level).collect::<Vec<Vec<f64>>>()
        };
        let mut columns: Vec<Vec<Vec<f64>>> = (0..self.units.len()).map(column).collect();
        self.balance(&mut columns);
        for (levels, measure) in columns.iter_mut().zip(&self.measures.list) {
            chain.trees[self.measures.position(measure.family())].estimate(levels, cells);
        }
        columns
    }

    /// Balances the contrasts of bands, which add up to 0.
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

    /// Variance of each column of a cell. *Shape:* one entry per column of [`FigureColumns`]. *Units:* the squares of
    /// theirs.
    pub(in crate::disclosure) fn variances(&self, table: TableIndex, area: AreaIndex, combination: u32) -> Vec<f64> {
        let area = self.scope.tables[table.at()].place(area);
        self.by_column(table, combination, &|tree, depth| tree.variance(depth, area))
    }

    /// Variance of each column of a sum of cells of one combination over areas, each with a factor.
    pub(in crate::disclosure) fn variances_of_sum(
        &self,
        table: TableIndex,
        combination: u32,
        areas: &[(AreaIndex, f64)],
    ) -> Vec<f64> {
        let shape = &self.scope.tables[table.at()];
        let areas: Vec<(usize, f64)> = areas.iter().map(|&(area, factor)| (shape.place(area), factor)).collect();
        self.by_column(table, combination, &|tree, depth| tree.variance_of_sum(depth, &areas))
    }

    /// Variances by column, computed by family, as many columns have noise of one size.
    fn by_column(&self, table: TableIndex, combination: u32, of: &dyn Fn(&AreaTree, usize) -> f64) -> Vec<f64> {
        let mut columns = self.of_families(&|family| {
            let part = |part: &ResidualTerm| {
                let ChainPlace { chain, depth } = self.places[part.table.at()];
                part.share.variance[combination as usize]
                    * of(&self.chains[chain].trees[self.measures.position(family)], depth)
            };
            self.parts[table.at()].iter().map(part).sum::<f64>()
        });
        columns.insert(FigureColumns::PERSONS, if self.weighted { f64::NAN } else { columns[0] });
        columns
    }

    /// Variances by measured column, from those by family.
    pub(super) fn of_families(&self, of: &dyn Fn(Family) -> f64) -> Vec<f64> {
        let families: Vec<f64> = self.measures.families.iter().map(|family| of(*family)).collect();
        // A balanced contrast has lost the common part of all contrasts.
        let balanced = 1.0 - 1.0 / self.measures.bands() as f64;
        let column = |measure: &Measure| {
            let own = families[self.measures.position(measure.family())];
            if measure.family() == Family::Contrasts { own * balanced } else { own }
        };
        self.measures.list.iter().map(column).collect()
    }

    /// Covariances of the errors of sums of residuals, in columns of a family. *Shape:* sums × sums.
    pub(super) fn covariances(&self, factors: &SumFactors, family: Family) -> Vec<f64> {
        let sums = factors.sums;
        let mut found = vec![0.0; sums * sums];
        for (&chain, by_area) in &factors.chains {
            let Chain { tables, trees } = &self.chains[chain];
            let residual = &self.residuals[tables[0].at()];
            let mut by_area = by_area.clone();
            let areas = by_area.values_mut().flat_map(|own| own.chunks_exact_mut(residual.combinations));
            areas.for_each(|own| residual.centre(own));
            let own = trees[self.measures.position(family)].covariances(by_area, sums);
            found.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
        found
    }

    /// Possible noise on a table without groups, jointly for its areas: drawn as if it were normal.
    pub(in crate::disclosure) fn drawn(
        &self,
        table: TableIndex,
        factors: &[f64],
        random: &mut Random,
    ) -> Vec<(AreaIndex, [f64; 2])> {
        let ChainPlace { chain, depth } = self.places[table.at()];
        let [people, sum] = self.drawn_chain(chain, &factors[1..], random);
        let noise = people[depth].iter().zip(&sum[depth]).map(|(people, sum)| [*people, *sum]);
        self.scope.tables[table.at()].areas.iter().copied().zip(noise).collect()
    }

    /// Possible noise on the residuals of a chain, by level: of people, and of a sum of measured columns.
    pub(super) fn drawn_chain(&self, chain: usize, factors: &[f64], random: &mut Random) -> [Vec<Vec<f64>>; 2] {
        let Chain { tables, trees } = &self.chains[chain];
        let residual = &self.residuals[tables[0].at()];
        let mut drawn = |tree: &AreaTree, times: f64| {
            let level = |(level, table): (usize, &TableIndex)| {
                let deviation = times * tree.measured(level).sqrt();
                let mut noise: Vec<f64> = (0..self.scope.tables[table.at()].cells())
                    .map(|_| deviation * normal(random.draw(), random.draw()))
                    .collect();
                noise.chunks_exact_mut(residual.combinations).for_each(|area| residual.centre(area));
                noise
            };
            let mut levels: Vec<Vec<f64>> = tables.iter().enumerate().map(level).collect();
            tree.estimate(&mut levels, residual.combinations);
            levels
        };
        let people = drawn(&trees[self.measures.position(Family::Weight)], 1.0);
        // A sum of independent columns has the noise of one of them, times the root of the sum of the squared factors.
        let mut sum: Vec<Vec<f64>> = people.iter().map(|level| vec![0.0; level.len()]).collect();
        for (place, family) in self.measures.families.iter().enumerate() {
            let own = self.measures.list.iter().zip(factors).filter(|(measure, _)| measure.family() == *family);
            let square: f64 = own.map(|(_, factor)| factor * factor).sum();
            if square > 0.0 {
                let more = drawn(&trees[place], square.sqrt());
                sum.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(sum, more)| *sum += more);
            }
        }
        [people, sum]
    }
}

/// Factors of residuals in some sums.
pub(super) struct SumFactors {
    /// Number of sums.
    sums: usize,
    /// Factors by position of the chain.
    chains: BTreeMap<usize, NodeFactors>,
}

impl SumFactors {
    pub(super) fn new(sums: usize) -> Self {
        Self { sums, chains: BTreeMap::new() }
    }

    /// Factors of the cells of one area in one sum, `cells` of them.
    pub(super) fn of(&mut self, chain: usize, node: TreeNode, sum: usize, cells: usize) -> &mut [f64] {
        let sums = self.sums;
        let own = self.chains.entry(chain).or_default().entry(node).or_insert_with(|| vec![0.0; sums * cells]);
        &mut own[sum * cells..][..cells]
    }
}

/// Size of a unit of the columns of a family.
fn unit_of(measures: &MeasuredColumns, units: &[f64], family: usize) -> f64 {
    let of = |measure: &Measure| measure.family() == measures.families[family];
    measures.list.iter().position(of).map_or(1.0, |column| units[column])
}
