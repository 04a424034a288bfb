//! Size of the noise of every table: from the charter and the places of a member alone, before any record is read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::gaussian::Variance;
use super::measures::{Family, MeasuredColumns};
use super::operator::{Residual, ResidualShare};
use super::quantity::Units;
use crate::charter::{Charter, TableIndex, Workload, groups_word};
use crate::disclosure::member_layout::MemberLayout;
use crate::model::{Digest, MemberId, Rho, problems};

problems! {
    /// Reasons that there is no plan.
    pub enum PlanError {
        /// The lattice is too fine for this cost: some noise would be too large to be of use, or to be drawn.
        TooFine(Policy, "private-too-fine") { rho: String },
        /// Text that isn't a plan of this charter and member, or whose cost is larger than stated.
        NotOne(Integrity, "private-plan") { line: usize },
    }
}

/// Noise of the measurements of one member under one charter.
///
/// Its text is in whole numbers, so that every reader can add up its cost without floats.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    rho: Rho,
    units: Units,
    /// Variances of the measurements. *Shape:* by table of the lattice, by family. *Units:* squares of `units`.
    tables: Vec<Vec<Variance>>,
}

/// Weight of a level in the objective, in times that of the level above: noise matters most where few people live.
/// Measured on the tree of Ontario's places, this leaves every level within 5 % of the requested figures.
const FINER: f64 = 5.0;
/// Rounds of the optimisation: in some 30 it has converged to four digits.
const ROUNDS: usize = 40;
/// Largest weighted number of people for which every sum fits: more than there are.
const PEOPLE: u128 = 1 << 36;

impl Plan {
    /// Plan of a member's release at this cost. *Errors:* the lattice is too fine for it.
    pub fn new(charter: &Charter, member: &MemberId, rho: Rho, workload: Workload) -> Result<Self, PlanError> {
        let too_fine = || PlanError::TooFine { rho: rho.to_string() };
        let scope = MemberLayout::new(charter, member);
        let optimisation = Optimisation::new(charter, &scope);
        let precisions = optimisation.precisions();
        let shares = optimisation.measures.shares(workload);
        let cap = charter.weight_cap(member);
        let plan = Units::choices(cap).find_map(|units| optimisation.plan(rho, units, &precisions, &shares));
        plan.ok_or_else(too_fine)
    }

    /// Privacy budget.
    pub fn rho(&self) -> Rho {
        self.rho
    }

    pub(super) fn units(&self) -> Units {
        self.units
    }

    /// Variance of the measurement of a table, in units, by the position of the family among those that occur.
    pub(super) fn variance(&self, table: TableIndex, family: usize) -> Variance {
        self.tables[table.at()][family]
    }

    /// SHA-256 of its text.
    pub fn digest(&self, charter: &Charter) -> Digest {
        Digest::of(self.text(charter).as_bytes())
    }

    /// The public text: its cost, the units, and the variances of the measurements of each table.
    pub fn text(&self, charter: &Charter) -> String {
        let Self { rho, units, tables } = self;
        let families: Vec<&str> =
            MeasuredColumns::new(&charter.method).families.iter().map(|family| family.id()).collect();
        let mut text = format!(
            "{HEAD}\nrho {rho}\npoint {}\nweight {}\nlevel groups {}\n",
            units.point,
            units.weight,
            families.join(" ")
        );
        for (table, variances) in charter.lattice.tables().iter().zip(tables) {
            let _ = write!(text, "{} {}", charter.geography.levels()[table.level], word(&groups_word(charter, table)));
            variances.iter().for_each(|variance| text += &format!(" {variance}"));
            text.push('\n');
        }
        text
    }

    /// Reads the text that [`Self::text`] writes, and adds up its cost. *Errors:* another form, other tables, or a
    /// larger cost than stated.
    pub fn parse(text: &str, charter: &Charter, member: &MemberId) -> Result<Self, PlanError> {
        let lines: Vec<&str> = text.lines().collect();
        let after = |line: usize, key: &str| {
            let found = lines.get(line).and_then(|found| found.strip_prefix(key)?.strip_prefix(' '));
            found.ok_or(PlanError::NotOne { line: line + 1 })
        };
        let part = |line: usize, key: &str| {
            after(line, key)?
                .parse::<u32>()
                .ok()
                .filter(|part| [1, 16, 256].contains(part))
                .ok_or(PlanError::NotOne { line: line + 1 })
        };
        let rho = after(1, "rho")?.parse().map_err(|()| PlanError::NotOne { line: 2 })?;
        let units = Units { point: part(2, "point")?, weight: part(3, "weight")?, cap: charter.weight_cap(member) };
        let mut tables = vec![Vec::new(); charter.lattice.tables().len()];
        for (place, line) in lines.iter().enumerate().skip(5) {
            let bad = || PlanError::NotOne { line: place + 1 };
            let mut words = line.split(' ');
            let (level, groups) = words.next().zip(words.next()).ok_or_else(bad)?;
            let of = |table: &&crate::charter::Table| {
                charter.geography.levels()[table.level] == level && word(&groups_word(charter, table)) == groups
            };
            let table = charter.lattice.tables().iter().position(|table| of(&table)).ok_or_else(bad)?;
            tables[table] = words.map(Variance::parse).collect::<Option<_>>().ok_or_else(bad)?;
        }
        let plan = Self { rho, units, tables };
        let measures = MeasuredColumns::new(&charter.method);
        let whole = plan.tables.iter().all(|own| own.len() == measures.families.len());
        let cost = cost(charter, &measures, &plan);
        let sound = plan.text(charter) == text && whole && cost.is_some_and(|cost| cost <= allowance(rho));
        if sound { Ok(plan) } else { Err(PlanError::NotOne { line: 1 }) }
    }

    /// Cost of the tables of each level, in parts of ρ.
    pub fn costs_by_level(&self, charter: &Charter) -> BTreeMap<usize, f64> {
        let measures = MeasuredColumns::new(&charter.method);
        let mut costs = BTreeMap::new();
        for table in 0..self.tables.len() {
            let cost = cost_of(charter, &measures, self, table).unwrap_or(u128::MAX);
            *costs.entry(charter.lattice.tables()[table].level).or_insert(0.0) += cost as f64 / 2_f64.powi(64);
        }
        costs
    }
}

const HEAD: &str = "archipel plan 1";

/// Word for no groups, so that a line has as many words as the others.
fn word(groups: &str) -> &str {
    if groups.is_empty() { "-" } else { groups }
}

/// ρ in parts of 2^64.
fn allowance(rho: Rho) -> u128 {
    (u128::from(rho.in_millionths()) << 64) / 1_000_000
}

/// Largest cost of a plan for a person, in parts of 2^64: the sum over tables and families of squared length / 2σ²,
/// each rounded up; `None` if it is too large to be of use.
///
/// A person is in one cell of each table, and independent discrete Gaussians of variances σ² on whole numbers that move
/// by δ together cost Σ δ²/2σ².
///
/// *Source:* C. Canonne, G. Kamath, T. Steinke, The Discrete Gaussian for Differential Privacy, 2020.
fn cost(charter: &Charter, measures: &MeasuredColumns, plan: &Plan) -> Option<u128> {
    (0..plan.tables.len()).try_fold(0_u128, |sum, table| sum.checked_add(cost_of(charter, measures, plan, table)?))
}

fn cost_of(charter: &Charter, measures: &MeasuredColumns, plan: &Plan, table: usize) -> Option<u128> {
    let length = Residual::new(&charter.groups, &charter.lattice.tables()[table]).length()?;
    plan.tables[table].iter().zip(&measures.families).try_fold(0_u128, |sum, (variance, family)| {
        sum.checked_add(variance.cost(length.checked_mul(measures.length(*family, plan.units))?)?)
    })
}

/// Choice of the variances that minimise the weighted error of all tables under a budget.
struct Optimisation<'c> {
    charter: &'c Charter,
    measures: MeasuredColumns,
    residuals: Vec<Residual>,
    /// Tables of the same groups, coarse to fine, and the shapes of their trees.
    chains: Vec<(Vec<TableIndex>, TreeShape)>,
    /// Weight of a table's residual in the objective, summed over all tables that it is part of.
    worth: Vec<f64>,
}

/// Tree below an area, without names: alike areas are counted once.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct TreeShape(Vec<(TreeShape, u32)>);

impl<'c> Optimisation<'c> {
    fn new(charter: &'c Charter, scope: &MemberLayout) -> Self {
        let lattice = charter.lattice.tables();
        let residuals: Vec<Residual> = lattice.iter().map(|table| Residual::new(&charter.groups, table)).collect();
        let mut levels: Vec<usize> = lattice.iter().map(|table| table.level).collect();
        levels.sort_unstable();
        let counts = |level: usize| levels.iter().filter(|other| **other == level).count() as f64;
        let depth = {
            let mut distinct = levels.clone();
            distinct.dedup();
            move |level: usize| distinct.partition_point(|known| *known < level) as i32
        };
        let mut worth = vec![0.0; lattice.len()];
        for whole in lattice {
            let counts_for = FINER.powi(depth(whole.level)) / counts(whole.level);
            for (part, worth) in lattice.iter().zip(&mut worth) {
                if part.level == whole.level && part.axes_follow_from(whole) {
                    let variances = ResidualShare::new(&charter.groups, whole, part).variance;
                    *worth += counts_for * variances.iter().sum::<f64>() / variances.len() as f64;
                }
            }
        }
        let chains = scope.subsets.iter().map(|subset| (subset.clone(), forest(scope, subset))).collect();
        Self { charter, measures: MeasuredColumns::new(&charter.method), residuals, chains, worth }
    }

    /// Precision of the measurement of each table's residual that minimises the sum of all variances, each level
    /// weighted by its depth; the residual's scale and the whole budget are 1. By steps that increase a precision whose
    /// gain is larger than its cost.
    fn precisions(&self) -> Vec<f64> {
        let tables = self.residuals.len();
        let price = |table: usize| {
            let (residual, scale) = (&self.residuals[table], self.residuals[table].scale());
            residual.length().map_or(f64::INFINITY, |length| length as f64) / (scale * scale)
        };
        let prices: Vec<f64> = (0..tables).map(price).collect();
        let mut precisions: Vec<f64> = prices.iter().map(|price| 1.0 / (tables as f64 * price)).collect();
        for _ in 0..ROUNDS {
            for (chain, forest) in &self.chains {
                let worth: Vec<f64> = chain.iter().map(|table| self.worth[table.at()]).collect();
                let own: Vec<f64> = chain.iter().map(|table| precisions[table.at()]).collect();
                for (table, gain) in chain.iter().zip(gains(forest, &own, &worth)) {
                    precisions[table.at()] *= (gain / prices[table.at()]).max(0.0).sqrt();
                }
            }
            let spent: f64 = prices.iter().zip(&precisions).map(|(price, precision)| price * precision).sum();
            precisions.iter_mut().for_each(|precision| *precision /= spent);
        }
        precisions
    }

    /// Whole-number variances that cost no more than ρ; `None` where one of them is too large.
    fn plan(&self, rho: Rho, units: Units, precisions: &[f64], shares: &[f64]) -> Option<Plan> {
        let mut tables = Vec::with_capacity(precisions.len());
        for (residual, precision) in self.residuals.iter().zip(precisions) {
            let scale = residual.scale();
            let largest = self.measures.families.iter().map(|family| self.measures.length(*family, units)).max()?;
            let fits = (scale as u128).checked_mul(PEOPLE)?.checked_mul(largest.isqrt() + 1)? < 1 << 63;
            let variance = |(family, share): (&Family, &f64)| {
                let length = self.measures.length(*family, units) as f64;
                Variance::at_least(length * scale * scale / (2.0 * rho.value() * precision * share))
            };
            let own = self.measures.families.iter().zip(shares).map(variance).collect::<Option<Vec<_>>>()?;
            tables.push(Some(own).filter(|_| fits)?);
        }
        let mut plan = Plan { rho, units, tables };
        // Rounding has already made every variance larger; floats may still have made one too small by a last digit.
        while cost(self.charter, &self.measures, &plan)? > allowance(rho) {
            plan.tables.iter_mut().flatten().for_each(|variance| *variance = variance.raised());
        }
        Some(plan)
    }
}

/// The areas of the coarsest of some tables as children of one root, alike ones counted.
fn forest(scope: &MemberLayout, chain: &[TableIndex]) -> TreeShape {
    let mut kinds: Vec<TreeShape> = Vec::new();
    for (depth, table) in chain.iter().enumerate().rev() {
        let leaves = depth + 1 == chain.len();
        let kind = |children: &Vec<usize>| {
            if leaves { TreeShape(Vec::new()) } else { counted(children.iter().map(|&child| kinds[child].clone())) }
        };
        kinds = scope.tables[table.at()].children.iter().map(kind).collect();
    }
    counted(kinds.into_iter())
}

fn counted(kinds: impl Iterator<Item = TreeShape>) -> TreeShape {
    let mut counts: BTreeMap<TreeShape, u32> = BTreeMap::new();
    kinds.for_each(|kind| *counts.entry(kind).or_default() += 1);
    TreeShape(counts.into_iter().collect())
}

/// Largest number of levels of a geography.
const LEVELS: usize = 16;

/// A number, and its derivative by the precision of each level.
#[derive(Clone, Copy)]
struct Slope {
    value: f64,
    by: [f64; LEVELS],
}

impl Slope {
    const ZERO: Self = Self { value: 0.0, by: [0.0; LEVELS] };

    fn map(self, other: Self, value: f64, own: f64, others: f64) -> Self {
        let mut by = self.by;
        by.iter_mut().zip(other.by).for_each(|(one, other)| *one = *one * own + other * others);
        Self { value, by }
    }

    fn plus(self, other: Self, times: f64) -> Self {
        self.map(other, self.value + times * other.value, 1.0, times)
    }

    fn times(self, other: Self) -> Self {
        self.map(other, self.value * other.value, other.value, self.value)
    }

    fn inverse(self) -> Self {
        let value = 1.0 / self.value;
        self.map(Self::ZERO, value, -value * value, 0.0)
    }
}

/// Decrease of Σ worth × mean variance by the precision of each level of a forest.
fn gains(forest: &TreeShape, precisions: &[f64], worth: &[f64]) -> Vec<f64> {
    let precision = |depth: usize| {
        let mut slope = Slope { value: precisions[depth], ..Slope::ZERO };
        slope.by[depth] = 1.0;
        slope
    };
    let precisions: Vec<Slope> = (0..precisions.len()).map(precision).collect();
    let mut found = vec![LevelVariance { sum: Slope::ZERO, areas: 0.0 }; worth.len()];
    for (kind, count) in &forest.0 {
        let variance = upward(kind, 0, &precisions);
        downward(kind, 0, LevelVariance { sum: variance, areas: f64::from(*count) }, &precisions, &mut found);
    }
    let gain = |depth: usize| {
        worth.iter().zip(&found).map(|(worth, level)| -worth * level.sum.by[depth] / level.areas).sum::<f64>()
    };
    (0..worth.len()).map(gain).collect()
}

/// Variances of estimates of areas.
#[derive(Clone, Copy)]
struct LevelVariance {
    /// Sum of the variances; of alike areas, the variance of each.
    sum: Slope,
    /// Number of areas.
    areas: f64,
}

/// Variance of an area's estimate from its own measurement and those of the areas within it.
fn upward(kind: &TreeShape, depth: usize, precisions: &[Slope]) -> Slope {
    match kind.0.is_empty() {
        true => precisions[depth].inverse(),
        false => precisions[depth].plus(together(kind, depth, precisions).inverse(), 1.0).inverse(),
    }
}

/// Variance of the sum of the children of an area.
fn together(kind: &TreeShape, depth: usize, precisions: &[Slope]) -> Slope {
    kind.0
        .iter()
        .fold(Slope::ZERO, |sum, (child, count)| sum.plus(upward(child, depth + 1, precisions), f64::from(*count)))
}

/// Adds up, by level, the variances of all estimates of some alike areas and of the areas within them.
fn downward(kind: &TreeShape, depth: usize, alike: LevelVariance, precisions: &[Slope], found: &mut [LevelVariance]) {
    let LevelVariance { sum: variance, areas } = alike;
    found[depth].sum = found[depth].sum.plus(variance, areas);
    found[depth].areas += areas;
    if kind.0.is_empty() {
        return;
    }
    let together = together(kind, depth, precisions);
    let off = variance.plus(together, -1.0);
    for (child, count) in &kind.0 {
        let alone = upward(child, depth + 1, precisions);
        let takes = alone.times(together.inverse());
        let own = alone.plus(takes.times(takes).times(off), 1.0);
        let alike = LevelVariance { sum: own, areas: areas * f64::from(*count) };
        downward(child, depth + 1, alike, precisions, found);
    }
}
