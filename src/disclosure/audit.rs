//! The release as an attacker sees it: for cells that must stay unknown, the narrowest interval that follows from all
//! published figures. Noise is left out of it, so that no secret is needed for what it promises.

use std::collections::HashMap;

use rayon::prelude::*;

use super::program::System;
use super::scope::Scope;
use super::standing::{Facts, Standing};
use crate::charter::{Axis, Charter, Table};
use crate::cube::projection;

/// What the audit found.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Cells whose bounds were sought.
    pub tried: u64,
    /// Cells whose bounds were not found: each counts as a failure.
    pub unsolved: u64,
    /// Width of the narrowest interval, in persons.
    pub narrowest: Option<f64>,
}

/// A cell under attack.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Target {
    table: usize,
    area: usize,
    combination: usize,
}

pub(super) struct Auditor<'a> {
    pub charter: &'a Charter,
    pub scope: &'a Scope,
    pub facts: &'a [Facts],
    /// Persons that an interval must span.
    pub width: u32,
    /// Cells tried besides those that stand beside a small published one.
    pub sample: usize,
    /// Chooses them.
    pub seed: u64,
}

impl Auditor<'_> {
    /// Bounds of the cells that matter, and the blocks to withhold because of them: for each cell that is pinned down,
    /// the published block with the smallest cell over it.
    pub(super) fn run(&self, standing: &Standing) -> (Audit, Vec<(usize, usize)>) {
        let (mut sure, mut others) = (Vec::new(), Vec::new());
        for target in self.targets(standing) {
            let Some((least, _)) = self.smallest_margin(standing, target) else { continue };
            if least < 2 * self.width { sure.push(target) } else { others.push(target) }
        }
        others.sort_by_key(|target| (self.rank(*target), *target));
        others.truncate(self.sample);
        let targets: Vec<Target> = sure.into_iter().chain(others).collect();
        let bounds: Vec<Option<(f64, f64)>> = targets
            .par_iter()
            .map(|target| self.system(standing, *target))
            .map(|(system, parts)| system.bounds(&parts))
            .collect();
        let mut audit = Audit { tried: targets.len() as u64, ..Audit::default() };
        let mut falling = Vec::new();
        for (target, bounds) in targets.iter().zip(bounds) {
            let width = bounds.map(|(least, greatest)| greatest - least);
            match width {
                None => audit.unsolved += 1,
                Some(width) => audit.narrowest = Some(audit.narrowest.map_or(width, |known: f64| known.min(width))),
            }
            // Solvers stop a hair beside the corner.
            if width.is_none_or(|width| width < f64::from(self.width) - 1e-6) {
                falling.extend(self.smallest_margin(standing, *target).map(|(_, margin)| (margin, target.area)));
            }
        }
        falling.sort_unstable();
        falling.dedup();
        (audit, falling)
    }

    /// Cells under the width in withheld blocks.
    fn targets(&self, standing: &Standing) -> Vec<Target> {
        let mut targets = Vec::new();
        for (table, shape) in self.scope.tables.iter().enumerate() {
            for area in (0..shape.areas.len()).filter(|&area| standing[table][area].is_some()) {
                // The same people under a finer name are looked at there.
                if shape.twin(area).is_some() {
                    continue;
                }
                for (combination, cell) in shape.block(area).enumerate() {
                    let facts = &self.facts[table];
                    if facts.persons[cell] < self.width && !facts.impossible[combination] {
                        targets.push(Target { table, area, combination });
                    }
                }
            }
        }
        targets
    }

    /// The published cell over a target that has the fewest persons, and its table.
    fn smallest_margin(&self, standing: &Standing, target: Target) -> Option<(u32, usize)> {
        let own = self.table(target.table);
        let published = self.published(standing, target).filter(|&table| self.table(table).follows_from(own));
        let persons = published.map(|table| {
            let over = self.projected(own, target.combination, self.table(table));
            (self.facts[table].persons[self.scope.tables[table].block(target.area)][over], table)
        });
        persons.min()
    }

    /// Published tables of the target's area.
    fn published<'s>(&'s self, standing: &'s Standing, target: Target) -> impl Iterator<Item = usize> + 's {
        let level = self.scope.tables[target.table].level;
        let same_level = (0..self.scope.tables.len()).filter(move |&table| self.scope.tables[table].level == level);
        same_level.filter(move |&table| standing[table][target.area].is_none())
    }

    /// The people of the area by all groups that any table splits them by, those merged that no published figure tells
    /// apart; what is published of them; and which of them the target is.
    fn system(&self, standing: &Standing, target: Target) -> (System, Vec<usize>) {
        let published: Vec<usize> = self.published(standing, target).collect();
        let finest: Vec<usize> = published
            .iter()
            .copied()
            .filter(|&table| {
                !published.iter().any(|&other| other != table && self.table(table).follows_from(self.table(other)))
            })
            .collect();
        let own = self.table(target.table);
        let mut groups: Vec<usize> =
            finest.iter().flat_map(|&table| &self.table(table).axes).chain(&own.axes).map(|axis| axis.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let cross = Table { level: own.level, axes: groups.into_iter().map(|group| Axis { group, rung: 0 }).collect() };
        let maps: Vec<Vec<u32>> = finest
            .iter()
            .map(|&table| projection(&self.charter.groups, &cross.axes, &self.table(table).axes))
            .collect();
        let own_map = projection(&self.charter.groups, &cross.axes, &own.axes);
        let mut classes: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut parts = Vec::new();
        let mut sums: Vec<Vec<(Vec<usize>, f64)>> = finest
            .iter()
            .map(|&table| {
                let persons = &self.facts[table].persons[self.scope.tables[table].block(target.area)];
                persons.iter().map(|&persons| (Vec::new(), f64::from(persons))).collect()
            })
            .collect();
        for combination in 0..own_map.len() {
            let hit = own_map[combination] as usize == target.combination;
            let key: Vec<u32> = maps.iter().map(|map| map[combination]).chain([u32::from(hit)]).collect();
            let next = classes.len();
            if *classes.entry(key.clone()).or_insert(next) != next {
                continue;
            }
            if hit {
                parts.push(next);
            }
            for (sums, cell) in sums.iter_mut().zip(&key) {
                sums[*cell as usize].0.push(next);
            }
        }
        (System { unknowns: classes.len(), sums: sums.into_iter().flatten().collect() }, parts)
    }

    fn table(&self, table: usize) -> &Table {
        &self.charter.lattice.tables()[table]
    }

    fn projected(&self, from: &Table, combination: usize, to: &Table) -> usize {
        projection(&self.charter.groups, &from.axes, &to.axes)[combination] as usize
    }

    /// A number that looks random, so that the sample is spread over the release (splitmix64).
    fn rank(&self, target: Target) -> u64 {
        let place = (target.table as u64) << 48 ^ (target.area as u64) << 24 ^ target.combination as u64;
        let mut z = (self.seed ^ place).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
