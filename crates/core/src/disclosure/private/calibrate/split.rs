//! Tables split as finely as the strata.

use std::collections::BTreeMap;

use crate::charter::{Axis, Charter, Geography, Table};
use crate::cube::Projection;
use crate::disclosure::member_layout::TableLayout;
use crate::disclosure::private::estimate::{Chain, Estimator, SumFactors};
use crate::disclosure::private::operator::ResidualShare;
use crate::disclosure::private::tree::TreeNode;
use crate::model::{AreaIndex, FigureColumns, PublishedTable};

/// A table split as finely as the strata: its level and groups, and the source of its figures.
pub(super) struct Split {
    /// For each area, its place in the table itself, and in the strata.
    areas: Vec<[usize; 2]>,
    /// For each combination, that of the table itself, and that of the strata.
    combinations: Vec<[u32; 2]>,
    /// Number of combinations of the table itself, and of the strata.
    widths: [usize; 2],
    /// For each area of the table itself, the areas in it, and for each of its combinations, those in it.
    inside: [Vec<Vec<usize>>; 2],
    pub(super) terms: Vec<SplitTerm>,
    /// Figures. *Shape:* by measured column, areas × combinations. *Units:* those of [`FigureColumns`].
    pub(super) figures: Vec<Vec<f64>>,
}

/// A cell of a split table.
#[derive(Clone, Copy)]
pub(super) struct SplitCell {
    area: usize,
    combination: usize,
    /// Position of the cell, areas × combinations.
    pub place: usize,
    /// Position of the cell of the table itself in which it lies.
    pub own: usize,
    /// Position of its stratum.
    pub stratum: usize,
}

/// A residual as a part of a split table.
pub(super) struct SplitTerm {
    pub chain: usize,
    pub depth: usize,
    /// For each combination of the whole, that of the residual, and its factor.
    lies_in: Vec<u32>,
    takes: Vec<f64>,
    /// For each area, the areas of the residual that make it up, and their factors.
    areas: Vec<Vec<(usize, f64)>>,
}

impl Split {
    /// A table split by the level and the groups of the strata.
    pub(super) fn new(
        charter: &Charter,
        estimator: &Estimator,
        table: &Table,
        strata: &Table,
        tables: &[PublishedTable],
        residuals: &[Vec<Vec<f64>>],
    ) -> Self {
        let (lattice, groups, geography) = (charter.lattice.tables(), &charter.groups, &charter.geography);
        let whole = Table { level: table.level.max(strata.level), axes: together(&table.axes, &strata.axes) };
        let shape = |wanted: &Table| {
            let position = charter.lattice.position(wanted).expect("a lattice has every table without groups");
            (position, &estimator.scope.tables[position.at()])
        };
        // Each level of the lattice has a table without groups.
        let (everybody, areas) = shape(&Table { level: whole.level, axes: Vec::new() });
        let people = &tables[everybody.at()].columns[FigureColumns::WEIGHT];
        let [own, stratum] = [table, strata].map(|coarser| shape(&Table { level: coarser.level, axes: Vec::new() }).1);
        let place = |area: AreaIndex| {
            [(own, table.level), (stratum, strata.level)]
                .map(|(shape, level)| shape.place(geography.ancestor(whole.level, area, level)))
        };
        let term = |(position, chain): (usize, &Chain)| {
            // Areas at this very level; or added up from the next finer one; or split in proportion to people.
            let finer = chain.tables.iter().position(|t| lattice[t.at()].level >= whole.level);
            let depth = finer.unwrap_or(chain.tables.len() - 1);
            let axes = &lattice[chain.tables[depth].at()].axes;
            let known = Table { level: whole.level, axes: axes.clone() };
            known.axes_follow_from(&whole).then(|| SplitTerm {
                chain: position,
                depth,
                lies_in: Projection::all(groups, &whole.axes, axes),
                takes: ResidualShare::new(groups, &whole, &known).takes,
                areas: made_of(geography, areas, people, &estimator.scope.tables[chain.tables[depth].at()]),
            })
        };
        let [own_axes, strata_axes] = [table, strata].map(|part| Projection::all(groups, &whole.axes, &part.axes));
        let placed: Vec<[usize; 2]> = areas.areas.iter().map(|&area| place(area)).collect();
        let combined: Vec<[u32; 2]> = own_axes.into_iter().zip(strata_axes).map(|(own, of)| [own, of]).collect();
        let widths = [table, strata].map(|part| part.combinations(groups) as usize);
        let mut inside = [vec![Vec::new(); own.areas.len()], vec![Vec::new(); widths[0]]];
        placed.iter().enumerate().for_each(|(a, [own, _])| inside[0][*own].push(a));
        combined.iter().enumerate().for_each(|(q, [own, _])| inside[1][*own as usize].push(q));
        let mut split = Self {
            areas: placed,
            combinations: combined,
            widths,
            inside,
            terms: estimator.chains.iter().enumerate().filter_map(term).collect(),
            figures: Vec::new(),
        };
        let columns = residuals.first().map_or(0, Vec::len);
        let figures = |column: usize| {
            let residual = |term: &SplitTerm| &residuals[estimator.chains[term.chain].tables[term.depth].at()][column];
            split.add_up(&|term, place| residual(term)[place])
        };
        split.figures = (0..columns).map(figures).collect();
        split
    }

    /// Adds up residuals, areas × combinations.
    pub(super) fn add_up(&self, residual: &dyn Fn(&SplitTerm, usize) -> f64) -> Vec<f64> {
        let width = self.combinations.len();
        let mut cells = vec![0.0; self.areas.len() * width];
        for term in &self.terms {
            let own = term.width();
            for (cells, made_of) in cells.chunks_exact_mut(width).zip(&term.areas) {
                for &(area, part) in made_of {
                    for ((cell, &from), takes) in cells.iter_mut().zip(&term.lies_in).zip(&term.takes) {
                        *cell += part * takes * residual(term, area * own + from as usize);
                    }
                }
            }
        }
        cells
    }

    fn cell(&self, area: usize, combination: usize) -> SplitCell {
        let ([own, stratum], [own_combination, stratum_combination]) =
            (self.areas[area], self.combinations[combination]);
        SplitCell {
            area,
            combination,
            place: area * self.combinations.len() + combination,
            own: own * self.widths[0] + own_combination as usize,
            stratum: stratum * self.widths[1] + stratum_combination as usize,
        }
    }

    /// Cell of a stratum, in the table of the strata.
    pub(super) fn stratum(&self, stratum: usize) -> SplitCell {
        self.cell(stratum / self.widths[1], stratum % self.widths[1])
    }

    /// Every cell.
    pub(super) fn cells(&self) -> impl Iterator<Item = SplitCell> {
        (0..self.areas.len()).flat_map(move |area| (0..self.combinations.len()).map(move |own| self.cell(area, own)))
    }

    /// Cells that lie in one cell of the table itself.
    pub(super) fn within(&self, area: usize, combination: u32) -> impl Iterator<Item = SplitCell> {
        let [areas, combinations] = &self.inside;
        let combinations = &combinations[combination as usize];
        areas[area].iter().flat_map(move |&area| combinations.iter().map(move |&own| self.cell(area, own)))
    }

    /// Adds a cell, times `times`, to a sum.
    pub(super) fn put(&self, estimator: &Estimator, factors: &mut SumFactors, cell: SplitCell, sum: usize, times: f64) {
        for term in &self.terms {
            let table = estimator.chains[term.chain].tables[term.depth];
            let width = estimator.residuals[table.at()].combinations;
            for &(area, part) in &term.areas[cell.area] {
                let own = factors.of(term.chain, TreeNode { depth: term.depth, area }, sum, width);
                own[term.lies_in[cell.combination] as usize] += times * part * term.takes[cell.combination];
            }
        }
    }
}

impl SplitTerm {
    /// Number of combinations of the residual.
    fn width(&self) -> usize {
        1 + self.lies_in.iter().copied().max().unwrap_or(0) as usize
    }
}

/// For each of some areas, the areas of another level that make it up, each with its share: all of an area within it,
/// or its share of the people of the area around it.
fn made_of(geography: &Geography, areas: &TableLayout, people: &[f64], there: &TableLayout) -> Vec<Vec<(usize, f64)>> {
    let mut made_of: Vec<Vec<(usize, f64)>> = vec![Vec::new(); areas.areas.len()];
    if there.level >= areas.level {
        for (place, &area) in there.areas.iter().enumerate() {
            made_of[areas.place(geography.ancestor(there.level, area, areas.level))].push((place, 1.0));
        }
        return made_of;
    }
    let above = |area: AreaIndex| there.place(geography.ancestor(areas.level, area, there.level));
    let mut sums = vec![(0.0, 0.0); there.areas.len()];
    for (&area, people) in areas.areas.iter().zip(people) {
        let (sum, count) = &mut sums[above(area)];
        (*sum, *count) = (*sum + people.max(0.0), *count + 1.0);
    }
    for ((&area, people), made_of) in areas.areas.iter().zip(people).zip(&mut made_of) {
        let (sum, count) = sums[above(area)];
        let share = if sum > 0.0 { people.max(0.0) / sum } else { 1.0 / count };
        made_of.push((above(area), share));
    }
    made_of
}

/// Groups of two tables, each at the finer of its levels.
fn together(one: &[Axis], other: &[Axis]) -> Vec<Axis> {
    let mut axes: BTreeMap<usize, usize> = BTreeMap::new();
    for axis in one.iter().chain(other) {
        axes.entry(axis.group)
            .and_modify(|group_level| *group_level = axis.group_level.min(*group_level))
            .or_insert(axis.group_level);
    }
    axes.into_iter().map(|(group, group_level)| Axis { group, group_level }).collect()
}
