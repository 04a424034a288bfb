//! Estimates → figures that add up to public totals: the people of a stratum count for as many as there are.
//!
//! The strata are the cells of one table. Whatever is estimated of a stratum is multiplied by its public total over its estimated
//! people, and added up again; where a table isn't split as the strata are, its part of each stratum is estimated first, from all
//! tables that say something of it. It takes nothing but estimates and public numbers. Figures stay additive, negative ones stay
//! negative, and means within a stratum stay as they were.
//!
//! *Source:* the generalised regression estimator with one mean per stratum, that is, poststratification, and its errors by the
//! first order: C.-E. Särndal, B. Swensson, J. Wretman, Model Assisted Survey Sampling, 1992, chapters 6 and 7.

use std::collections::{BTreeMap, BTreeSet};

use super::estimate::{Estimator, Factors};
use super::measures::Family;
use super::operator::{Residual, Share};
use super::plan::Plan;
use crate::charter::{Axis, Charter, Table};
use crate::cube::Projection;
use crate::disclosure::Covariance;
use crate::disclosure::scope::Scope;
use crate::model::{MemberId, PublishedTable, Random, Statistics, Status};

/// How the estimates of one member are brought to public totals.
pub(in crate::disclosure) struct Calibration {
    estimator: Estimator,
    /// What is known of the strata, and of each table split as they are.
    strata: Split,
    splits: Vec<Split>,
    /// For each stratum the pool that it is calibrated in: its own, or one with others that are too few by themselves.
    pool: Vec<usize>,
    /// For each pool its strata, their estimated people, and what these count for.
    pools: Vec<Vec<usize>>,
    people: Vec<f64>,
    factors: Vec<f64>,
}

/// A table as it would be if it were split finely enough: level and groups, and where its figures come from.
struct Split {
    /// For each area its place in the table itself, and in the strata.
    areas: Vec<[usize; 2]>,
    /// For each combination the one of the table itself, and of the strata.
    combinations: Vec<[u32; 2]>,
    /// How many combinations the table itself has, and the strata.
    widths: [usize; 2],
    /// For each area of the table itself the areas in it, and for each of its combinations those in it.
    inside: [Vec<Vec<usize>>; 2],
    sources: Vec<Source>,
    /// By column that is measured, areas × combinations.
    figures: Vec<Vec<f64>>,
}

/// A residual that goes into a split table.
struct Source {
    chain: usize,
    depth: usize,
    /// For each combination of the whole, that of the residual, and what it takes of it.
    lies_in: Vec<u32>,
    takes: Vec<f64>,
    /// For each area the areas of the residual that it is made of, and what it takes of each.
    areas: Vec<Vec<(usize, f64)>>,
}

/// A stratum is calibrated by itself if its people are so many times their standard error: what is divided by is surely above none.
const SURE: f64 = 4.0;

impl Calibration {
    /// Of a member's estimates as they were published. `None` if the charter has no totals for the member, or some figures are
    /// hidden, or all of its people together are too unsure.
    pub(in crate::disclosure) fn new(
        charter: &Charter,
        member: &MemberId,
        plan: &Plan,
        tables: &[PublishedTable],
    ) -> Option<Self> {
        let totals = charter.totals.as_ref()?;
        let table = charter.lattice.position(&totals.table)?;
        let estimator = Estimator::new(charter, Scope::new(charter, member), plan);
        let shape = &estimator.scope.tables[table];
        let keys = shape.rows();
        let known: Vec<f64> = keys.iter().map(|&key| totals.people(key)).collect::<Option<_>>()?;
        if tables.iter().flat_map(|table| &table.status).any(|status| *status != Status::Published) {
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

    /// Finds what every stratum counts for. Those that are too few by themselves are taken together, with the least sure of the
    /// others until they are enough. Whether they ever are.
    fn calibrate(&mut self, known: &[f64]) -> bool {
        let people = self.strata.figures[0].clone();
        let width = self.strata.widths[1];
        let sure = |strata: &[usize]| {
            let mut factors = Factors::new();
            strata
                .iter()
                .for_each(|&h| self.strata.put(&self.estimator, &mut factors, h / width, h % width, 0, 1, 1.0));
            let variance = self.estimator.covariances(&factors, Family::Weight, 1)[0];
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
            // A few more at a time, as each look at them is a sum over all.
            few = (few + 1 + few / 8).min(order.len());
        }
        let first = order[0];
        order[..few].iter().for_each(|&h| self.pool[h] = first);
        self.pools = vec![Vec::new(); known.len()];
        self.pool.iter().enumerate().for_each(|(h, &pool)| self.pools[pool].push(h));
        let sum = |of: &[f64]| self.pools.iter().map(|pool| pool.iter().map(|&h| of[h]).sum()).collect::<Vec<f64>>();
        let (people, known) = (sum(&people), sum(known));
        // A pool that gave its strata to another has nobody, and counts for nothing.
        let factor = |(known, people): (&f64, &f64)| if *people == 0.0 { 1.0 } else { known / people };
        self.factors = known.iter().zip(&people).map(factor).collect();
        self.people = people;
        true
    }

    /// How many strata add up to their totals by themselves, and how many there are.
    pub(in crate::disclosure) fn held(&self) -> [usize; 2] {
        [self.pools.iter().filter(|pool| pool.len() == 1).count(), self.pool.len()]
    }

    /// The figures of a table, calibrated: all columns but the persons, who were not.
    pub(in crate::disclosure) fn table(&self, table: usize, estimated: &PublishedTable) -> PublishedTable {
        let split = &self.splits[table];
        let mut found = estimated.clone();
        for (own, figures) in found.columns[1 + Statistics::PERSONS..].iter_mut().zip(&split.figures) {
            own.fill(0.0);
            split.each(|a, q, cell, stratum| {
                own[cell] += self.factor(stratum) * figures[a * split.combinations.len() + q];
            });
        }
        found
    }

    fn factor(&self, stratum: usize) -> f64 {
        self.factors[self.pool[stratum]]
    }

    /// How the errors of the columns of a sum hang together: cells of one combination over areas, each with a factor.
    pub(in crate::disclosure) fn covariance(&self, table: usize, combination: u32, areas: &[(u32, f64)]) -> Covariance {
        let split = &self.splits[table];
        let columns = split.figures.len();
        let width = split.combinations.len();
        let (mut own, mut shared) = (Factors::new(), Factors::new());
        // For each pool, what of it is in the sum, by column.
        let mut within: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for &(area, times) in areas {
            let place = self.estimator.scope.tables[table].place(area);
            for (a, q, stratum) in split.within(place, combination) {
                let times = times * self.factor(stratum);
                split.put(&self.estimator, &mut own, a, q, 0, 1, times);
                split.put(&self.estimator, &mut shared, a, q, 0, columns, times);
                let sums = within.entry(self.pool[stratum]).or_insert_with(|| vec![0.0; columns]);
                sums.iter_mut().zip(&split.figures).for_each(|(sum, f)| *sum += times * f[a * width + q]);
            }
        }
        // Each pool's total is known, so that what is off in its people is off in the rest as well.
        let strata = self.strata.widths[1];
        for (pool, sums) in within {
            for (column, sum) in sums.iter().enumerate() {
                let takes = -sum / self.people[pool];
                for h in &self.pools[pool] {
                    self.strata.put(&self.estimator, &mut shared, h / strata, h % strata, column, columns, takes);
                }
            }
        }
        let shared = self.estimator.covariances(&shared, Family::Weight, columns);
        let mut variances = self.estimator.of_families(&|family| match family {
            Family::Weight => 0.0,
            _ => self.estimator.covariances(&own, family, 1)[0],
        });
        // Persons are as they were estimated.
        let uncalibrated = self.estimator.variances_of_sum(table, combination, areas);
        variances.insert(Statistics::PERSONS, uncalibrated[Statistics::PERSONS]);
        Covariance::with_common(variances, &shared)
    }

    /// Noise that might have come on a table without groups, as its areas have it together: of weight and of a sum of the columns
    /// with these factors.
    pub(in crate::disclosure) fn drawn(
        &self,
        table: usize,
        factors: &[f64],
        random: &mut Random,
    ) -> Vec<(u32, [f64; 2])> {
        let split = &self.splits[table];
        let sources = split.sources.iter().chain(&self.strata.sources);
        let chains: BTreeSet<usize> = sources.map(|source| source.chain).collect();
        let of_chain = |chain| (chain, self.estimator.drawn_chain(chain, &factors[1..], random));
        let drawn: BTreeMap<usize, [Vec<Vec<f64>>; 2]> = chains.into_iter().map(of_chain).collect();
        let [people, sums] =
            [0, 1].map(|of| split.add_up(&|source, place| drawn[&source.chain][of][source.depth][place]));
        let strata = self.strata.add_up(&|source, place| drawn[&source.chain][0][source.depth][place]);
        let mut off = vec![0.0; self.people.len()];
        self.pool.iter().zip(strata).for_each(|(&pool, noise)| off[pool] += noise);
        let areas = &self.estimator.scope.tables[table].areas;
        let mut found = vec![[0.0; 2]; areas.len()];
        let width = split.combinations.len();
        split.each(|a, q, cell, stratum| {
            let (pool, place) = (self.pool[stratum], a * width + q);
            let takes = off[pool] / self.people[pool];
            let figure = |column: &Vec<f64>| column[place];
            let sum: f64 =
                split.figures.iter().zip(&factors[1..]).map(|(column, factor)| factor * figure(column)).sum();
            found[cell][0] += self.factors[pool] * (people[place] - takes * split.figures[0][place]);
            found[cell][1] += self.factors[pool] * (sums[place] - takes * sum);
        });
        areas.iter().copied().zip(found).collect()
    }
}

/// Residuals of all tables, as they follow from published estimates: by table and column, areas × combinations.
fn residuals(estimator: &Estimator, tables: &[PublishedTable]) -> Vec<Vec<Vec<f64>>> {
    let of = |(table, residual): (&PublishedTable, &Residual)| {
        let column = |column: &Vec<f64>| {
            let mut cells = column.clone();
            cells.chunks_exact_mut(residual.combinations).for_each(|area| residual.centre(area));
            cells
        };
        table.columns[1 + Statistics::PERSONS..].iter().map(column).collect()
    };
    tables.iter().zip(&estimator.residuals).map(of).collect()
}

impl Split {
    /// A table, with the level and the groups of the strata as well.
    fn new(
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
            (position, &estimator.scope.tables[position])
        };
        // Each level of the lattice has a table without groups.
        let (everybody, areas) = shape(&Table { level: whole.level, axes: Vec::new() });
        let people = &tables[everybody].columns[Statistics::WEIGHT];
        let [own, stratum] = [table, strata].map(|coarser| shape(&Table { level: coarser.level, axes: Vec::new() }).1);
        let place = |area: u32| {
            [(own, table.level), (stratum, strata.level)]
                .map(|(shape, level)| shape.place(geography.ancestor(whole.level, area, level)))
        };
        let source = |(chain, (levels, _)): (usize, &(Vec<usize>, Vec<super::tree::Tree>))| {
            let axes = &lattice[levels[0]].axes;
            let known = Table { level: whole.level, axes: axes.clone() };
            if !known.axes_follow_from(&whole) {
                return None;
            }
            // At this very level, or else added up from the next finer one, or else split as people are.
            let finer = levels.iter().position(|&t| lattice[t].level >= whole.level);
            let depth = finer.unwrap_or(levels.len() - 1);
            let there = &estimator.scope.tables[levels[depth]];
            let level = there.level;
            let mut made_of: Vec<Vec<(usize, f64)>> = vec![Vec::new(); areas.areas.len()];
            if level >= whole.level {
                for (place, &area) in there.areas.iter().enumerate() {
                    made_of[areas.place(geography.ancestor(level, area, whole.level))].push((place, 1.0));
                }
            } else {
                let above = |area: u32| there.place(geography.ancestor(whole.level, area, level));
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
            }
            Some(Source {
                chain,
                depth,
                lies_in: Projection::all(groups, &whole.axes, axes),
                takes: Share::new(groups, &whole, &known).takes,
                areas: made_of,
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
            sources: estimator.chains.iter().enumerate().filter_map(source).collect(),
            figures: Vec::new(),
        };
        let columns = residuals.first().map_or(0, Vec::len);
        let figures = |column: usize| {
            let residual = |source: &Source| &residuals[estimator.chains[source.chain].0[source.depth]][column];
            split.add_up(&|source, place| residual(source)[place])
        };
        split.figures = (0..columns).map(figures).collect();
        split
    }

    /// Adds residuals up, areas × combinations.
    fn add_up(&self, residual: &dyn Fn(&Source, usize) -> f64) -> Vec<f64> {
        let width = self.combinations.len();
        let mut cells = vec![0.0; self.areas.len() * width];
        for source in &self.sources {
            let own = source.width();
            for (cells, made_of) in cells.chunks_exact_mut(width).zip(&source.areas) {
                for &(area, part) in made_of {
                    for ((cell, &from), takes) in cells.iter_mut().zip(&source.lies_in).zip(&source.takes) {
                        *cell += part * takes * residual(source, area * own + from as usize);
                    }
                }
            }
        }
        cells
    }

    /// Every cell: its area, its combination, its place in the table itself, and its stratum.
    fn each(&self, mut of: impl FnMut(usize, usize, usize, usize)) {
        for (a, [own, stratum]) in self.areas.iter().enumerate() {
            for (q, [own_q, stratum_q]) in self.combinations.iter().enumerate() {
                of(a, q, own * self.widths[0] + *own_q as usize, stratum * self.widths[1] + *stratum_q as usize);
            }
        }
    }

    /// The cells that lie in one of the table itself: area, combination, stratum.
    fn within(&self, area: usize, combination: u32) -> impl Iterator<Item = (usize, usize, usize)> {
        let [areas, combinations] = &self.inside;
        let stratum = |a: usize, q: usize| self.areas[a][1] * self.widths[1] + self.combinations[q][1] as usize;
        areas[area]
            .iter()
            .flat_map(move |&a| combinations[combination as usize].iter().map(move |&q| (a, q, stratum(a, q))))
    }

    /// Adds `times` a cell to one of so many sums.
    #[expect(clippy::too_many_arguments, reason = "two pairs and a factor")]
    fn put(
        &self,
        estimator: &Estimator,
        factors: &mut Factors,
        a: usize,
        q: usize,
        sum: usize,
        sums: usize,
        times: f64,
    ) {
        for source in &self.sources {
            let width = estimator.residuals[estimator.chains[source.chain].0[source.depth]].combinations;
            let chain = factors.entry(source.chain).or_default();
            for &(area, part) in &source.areas[a] {
                let own = chain.entry((source.depth, area)).or_insert_with(|| vec![0.0; sums * width]);
                own[sum * width + source.lies_in[q] as usize] += times * part * source.takes[q];
            }
        }
    }
}

impl Source {
    /// Combinations of the residual.
    fn width(&self) -> usize {
        1 + self.lies_in.iter().copied().max().unwrap_or(0) as usize
    }
}

/// The groups of two tables, each as finely as either has it.
fn together(one: &[Axis], other: &[Axis]) -> Vec<Axis> {
    let mut axes: BTreeMap<usize, usize> = BTreeMap::new();
    for axis in one.iter().chain(other) {
        axes.entry(axis.group).and_modify(|rung| *rung = axis.rung.min(*rung)).or_insert(axis.rung);
    }
    axes.into_iter().map(|(group, rung)| Axis { group, rung }).collect()
}
