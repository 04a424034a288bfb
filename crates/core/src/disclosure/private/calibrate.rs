//! Estimates → figures that add up to public totals: each stratum gets its public number of people.
//!
//! The strata are the cells of one table. All estimates of a stratum are multiplied by its public total over its
//! estimated people, and added up again; where a table isn't split like the strata, its part of each stratum is
//! estimated first, from all tables with information on it. The inputs are estimates and public numbers alone. Figures
//! stay additive, negative ones stay negative, and means within a stratum stay unchanged.
//!
//! *Source:* the generalised regression estimator with one mean per stratum, that is, poststratification, and its
//! errors by the first order: C.-E. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling, 1992, chapters 6
//! and 7.

mod split;

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::{Estimator, SumFactors};
use super::measures::Family;
use super::operator::Residual;
use super::plan::Plan;
use crate::charter::{Charter, Table, TableIndex};
use crate::disclosure::covariance::Covariance;
use crate::disclosure::member_layout::MemberLayout;
use crate::model::{AreaIndex, CellStatus, FigureColumns, MemberId, PublishedTable, Random};
use split::{Split, SplitCell};

/// Calibration of the estimates of one member to public totals.
pub(in crate::disclosure) struct Calibration {
    estimator: Estimator,
    /// The strata, and each table split like them.
    strata: Split,
    splits: Vec<Split>,
    /// For each stratum, the pool that it is calibrated in: its own, or one shared with others that are too small
    /// alone.
    pool: Vec<usize>,
    /// For each pool, its strata, their estimated people, and their factor.
    pools: Vec<Vec<usize>>,
    people: Vec<f64>,
    factors: Vec<f64>,
}

/// Least ratio of a stratum's people to their standard error for calibration alone: the divisor is then surely
/// positive.
const SURE: f64 = 4.0;

impl Calibration {
    /// Calibration of a member's estimates as they were published. `None` if the charter has no totals for the member,
    /// or some figures are hidden, or the estimate of all its people together is too unsure.
    pub(in crate::disclosure) fn new(
        charter: &Charter,
        member: &MemberId,
        plan: &Plan,
        tables: &[PublishedTable],
    ) -> Option<Self> {
        let totals = charter.totals.as_ref()?;
        let table = charter.lattice.position(&totals.table)?;
        let estimator = Estimator::new(charter, MemberLayout::new(charter, member), plan);
        let shape = &estimator.scope.tables[table.at()];
        let keys = shape.rows();
        let known: Vec<f64> = keys.iter().map(|&key| totals.people(key)).collect::<Option<_>>()?;
        if tables.iter().flat_map(|table| &table.status).any(|status| *status != CellStatus::Published) {
            return None;
        }
        let residuals = residuals(&estimator, tables);
        let split = |table: &Table| Split::new(charter, &estimator, table, &totals.table, tables, &residuals);
        let strata = split(&totals.table);
        let splits = charter.lattice.tables().iter().map(split).collect();
        let mut found = Self {
            estimator,
            strata,
            splits,
            pool: (0..known.len()).collect(),
            pools: Vec::new(),
            people: Vec::new(),
            factors: Vec::new(),
        };
        found.calibrate(&known).then_some(found)
    }

    /// Finds the factor of every stratum. Strata that are too small alone are pooled, with the least sure of the others
    /// until the pool is large enough. Returns whether it ever is.
    fn calibrate(&mut self, known: &[f64]) -> bool {
        let people = self.strata.figures[0].clone();
        let sure = |strata: &[usize]| {
            let mut factors = SumFactors::new(1);
            strata.iter().for_each(|&h| self.strata.put(&self.estimator, &mut factors, self.strata.stratum(h), 0, 1.0));
            let variance = self.estimator.covariances(&factors, Family::Weight)[0];
            let together: f64 = strata.iter().map(|&h| people[h]).sum();
            if variance > 0.0 { together / variance.sqrt() } else { f64::INFINITY }
        };
        let alone: Vec<f64> = (0..known.len()).map(|h| sure(&[h])).collect();
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_by(|&a, &b| alone[a].total_cmp(&alone[b]));
        let mut few = alone.iter().filter(|sure| **sure < SURE).count();
        while few > 0 && sure(&order[..few]) < SURE {
            if few == order.len() {
                return false;
            }
            // Adds a few more at a time, as each test of the pool is a sum over all.
            few = (few + 1 + few / 8).min(order.len());
        }
        let first = order[0];
        order[..few].iter().for_each(|&h| self.pool[h] = first);
        self.pools = vec![Vec::new(); known.len()];
        self.pool.iter().enumerate().for_each(|(h, &pool)| self.pools[pool].push(h));
        let sum = |of: &[f64]| self.pools.iter().map(|pool| pool.iter().map(|&h| of[h]).sum()).collect::<Vec<f64>>();
        let (people, known) = (sum(&people), sum(known));
        // A pool whose strata went to another is empty.
        let factor = |(known, people): (&f64, &f64)| if *people == 0.0 { 1.0 } else { known / people };
        self.factors = known.iter().zip(&people).map(factor).collect();
        self.people = people;
        true
    }

    /// Number of strata that add up to their totals by themselves, and number of all strata.
    pub(in crate::disclosure) fn held(&self) -> [usize; 2] {
        [self.pools.iter().filter(|pool| pool.len() == 1).count(), self.pool.len()]
    }

    /// Figures of a table, calibrated: all columns but the unweighted persons.
    pub(in crate::disclosure) fn table(&self, table: TableIndex, estimated: &PublishedTable) -> PublishedTable {
        let split = &self.splits[table.at()];
        let mut found = estimated.clone();
        for (own, figures) in found.columns[1 + FigureColumns::PERSONS..].iter_mut().zip(&split.figures) {
            own.fill(0.0);
            for cell in split.cells() {
                own[cell.own] += self.factor(cell.stratum) * figures[cell.place];
            }
        }
        found
    }

    fn factor(&self, stratum: usize) -> f64 {
        self.factors[self.pool[stratum]]
    }

    /// Covariances of the errors of the columns of a sum: cells of one combination over areas, each with a factor.
    pub(in crate::disclosure) fn covariance(
        &self,
        table: TableIndex,
        combination: u32,
        areas: &[(AreaIndex, f64)],
    ) -> Covariance {
        let split = &self.splits[table.at()];
        let columns = split.figures.len();
        let (mut own, mut shared) = (SumFactors::new(1), SumFactors::new(columns));
        // For each pool, its contribution to the sum, by column.
        let mut within: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for &(area, times) in areas {
            let place = self.estimator.scope.tables[table.at()].place(area);
            for cell in split.within(place, combination) {
                let times = times * self.factor(cell.stratum);
                split.put(&self.estimator, &mut own, cell, 0, times);
                split.put(&self.estimator, &mut shared, cell, 0, times);
                let sums = within.entry(self.pool[cell.stratum]).or_insert_with(|| vec![0.0; columns]);
                sums.iter_mut().zip(&split.figures).for_each(|(sum, f)| *sum += times * f[cell.place]);
            }
        }
        // Each pool's total is known, so that the error of its people corrects the other columns as well.
        for (pool, sums) in within {
            for (column, sum) in sums.iter().enumerate() {
                let takes = -sum / self.people[pool];
                for h in &self.pools[pool] {
                    self.strata.put(&self.estimator, &mut shared, self.strata.stratum(*h), column, takes);
                }
            }
        }
        let shared = self.estimator.covariances(&shared, Family::Weight);
        let mut variances = self.estimator.of_families(&|family| match family {
            Family::Weight => 0.0,
            _ => self.estimator.covariances(&own, family)[0],
        });
        // Persons aren't calibrated.
        let uncalibrated = self.estimator.variances_of_sum(table, combination, areas);
        variances.insert(FigureColumns::PERSONS, uncalibrated[FigureColumns::PERSONS]);
        Covariance::with_common(variances, &shared)
    }

    /// Possible noise on a table without groups, jointly for its areas: of weight and of a sum of the columns with
    /// these factors.
    pub(in crate::disclosure) fn drawn(
        &self,
        table: TableIndex,
        factors: &[f64],
        random: &mut Random,
    ) -> Vec<(AreaIndex, [f64; 2])> {
        let split = &self.splits[table.at()];
        let terms = split.terms.iter().chain(&self.strata.terms);
        let chains: BTreeSet<usize> = terms.map(|term| term.chain).collect();
        let of_chain = |chain| (chain, self.estimator.drawn_chain(chain, &factors[1..], random));
        let drawn: BTreeMap<usize, [Vec<Vec<f64>>; 2]> = chains.into_iter().map(of_chain).collect();
        let [people, sums] = [0, 1].map(|of| split.add_up(&|term, place| drawn[&term.chain][of][term.depth][place]));
        let strata = self.strata.add_up(&|term, place| drawn[&term.chain][0][term.depth][place]);
        let mut off = vec![0.0; self.people.len()];
        self.pool.iter().zip(strata).for_each(|(&pool, noise)| off[pool] += noise);
        let areas = &self.estimator.scope.tables[table.at()].areas;
        let mut found = vec![[0.0; 2]; areas.len()];
        for SplitCell { place, own, stratum, .. } in split.cells() {
            let pool = self.pool[stratum];
            let takes = off[pool] / self.people[pool];
            let figure = |column: &Vec<f64>| column[place];
            let sum: f64 =
                split.figures.iter().zip(&factors[1..]).map(|(column, factor)| factor * figure(column)).sum();
            found[own][0] += self.factors[pool] * (people[place] - takes * split.figures[0][place]);
            found[own][1] += self.factors[pool] * (sums[place] - takes * sum);
        }
        areas.iter().copied().zip(found).collect()
    }
}

/// Residuals of all tables, computed from published estimates: by table and column, areas × combinations.
fn residuals(estimator: &Estimator, tables: &[PublishedTable]) -> Vec<Vec<Vec<f64>>> {
    let of = |(table, residual): (&PublishedTable, &Residual)| {
        let column = |column: &Vec<f64>| {
            let mut cells = column.clone();
            cells.chunks_exact_mut(residual.combinations).for_each(|area| residual.centre(area));
            cells
        };
        table.columns[1 + FigureColumns::PERSONS..].iter().map(column).collect()
    };
    tables.iter().zip(&estimator.residuals).map(of).collect()
}
