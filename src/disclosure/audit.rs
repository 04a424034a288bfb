//! The release as an attacker sees it: for cells that must stay unknown, the narrowest interval that follows from all
//! published figures. Noise is left out of it, so that no secret is needed for what it promises.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::program::System;
use super::scope::Scope;
use super::standing::{Facts, Standing};
use crate::charter::{Axis, Charter, Table};
use crate::cube::Projection;

/// What the audit found.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
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

/// Persons by which a point may miss what is published, so that a solver isn't needed to tell that a cell is safe.
const SLACK: f64 = 0.01;

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
        let mut targets: Vec<Target> = sure.into_iter().chain(others).collect();
        targets.sort_unstable_by_key(|target| (self.scope.tables[target.table].level, target.area, *target));
        let same_area = |a: &Target, b: &Target| {
            (self.scope.tables[a.table].level, a.area) == (self.scope.tables[b.table].level, b.area)
        };
        let areas: Vec<&[Target]> = targets.chunk_by(same_area).collect();
        let widths: Vec<Option<f64>> = areas
            .into_par_iter()
            .flat_map_iter(|targets| {
                let area = Area::new(self, standing, targets[0]);
                let widths: Vec<_> = targets.iter().map(|target| self.width_of(standing, &area, *target)).collect();
                widths
            })
            .collect();
        let mut audit = Audit { tried: targets.len() as u64, ..Audit::default() };
        let mut falling = Vec::new();
        for (target, width) in targets.iter().zip(widths) {
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

    /// Width of the interval that can be put on a cell, or a lower bound that is wide enough; `None` if nobody knows.
    fn width_of(&self, standing: &Standing, area: &Area, target: Target) -> Option<f64> {
        let proved = area.room(self, standing, target).unwrap_or(0.0);
        if proved > f64::from(self.width) + SLACK {
            return Some(proved);
        }
        let (system, parts) = self.system(standing, target);
        system.bounds(&parts).map(|(least, greatest)| greatest - least)
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

    /// Published tables of the target's area from which all others follow.
    fn finest(&self, standing: &Standing, target: Target) -> Vec<usize> {
        let published: Vec<usize> = self.published(standing, target).collect();
        let follows = |table: usize, other: usize| other != table && self.table(table).follows_from(self.table(other));
        published.iter().copied().filter(|&table| !published.iter().any(|&other| follows(table, other))).collect()
    }

    /// The people of the area by all groups that any table splits them by, those merged that no published figure tells
    /// apart; what is published of them; and which of them the target is.
    fn system(&self, standing: &Standing, target: Target) -> (System, Vec<usize>) {
        let area = Area::shape(self, standing, target, &self.table(target.table).axes);
        let own = Projection::all(&self.charter.groups, &area.cross, &self.table(target.table).axes);
        let mut classes: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut parts = Vec::new();
        let mut sums: Vec<Vec<(Vec<usize>, f64)>> =
            area.sums.iter().map(|(_, sums)| sums.iter().map(|&sum| (Vec::new(), sum)).collect()).collect();
        for (combination, cell) in own.into_iter().enumerate() {
            let hit = cell as usize == target.combination;
            let key: Vec<u32> = area.sums.iter().map(|(map, _)| map[combination]).chain([u32::from(hit)]).collect();
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

    /// A withheld table over the target all of whose coarser ones stand.
    fn minimal(&self, standing: &Standing, target: Target) -> usize {
        let mut table = target.table;
        while let Some(&coarser) =
            self.scope.tables[table].coarser.iter().find(|&&coarser| standing[coarser][target.area].is_some())
        {
            table = coarser;
        }
        table
    }

    fn table(&self, table: usize) -> &Table {
        &self.charter.lattice.tables()[table]
    }

    fn projected(&self, from: &Table, combination: usize, to: &Table) -> usize {
        Projection::all(&self.charter.groups, &from.axes, &to.axes)[combination] as usize
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

/// The people of one area by all groups at once, as nobody publishes them, and all that is published of them.
struct Area {
    cross: Vec<Axis>,
    /// Per table: the cell in which each combination lies, and the persons of the cells.
    sums: Vec<(Vec<u32>, Vec<f64>)>,
    /// A point that agrees with all that is published, as even as can be; `None` if none was found.
    point: Option<Vec<f64>>,
}

impl Area {
    fn shape(auditor: &Auditor<'_>, standing: &Standing, target: Target, axes: &[Axis]) -> Self {
        let finest = auditor.finest(standing, target);
        let published = finest.iter().flat_map(|&table| &auditor.table(table).axes);
        let mut groups: Vec<usize> = published.chain(axes).map(|axis| axis.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let cross: Vec<Axis> = groups.into_iter().map(|group| Axis { group, rung: 0 }).collect();
        let sums = |&table: &usize| {
            let persons = &auditor.facts[table].persons[auditor.scope.tables[table].block(target.area)];
            let map = Projection::all(&auditor.charter.groups, &cross, &auditor.table(table).axes);
            (map, persons.iter().map(|&persons| f64::from(persons)).collect())
        };
        Self { sums: finest.iter().map(sums).collect(), cross, point: None }
    }

    fn new(auditor: &Auditor<'_>, standing: &Standing, target: Target) -> Self {
        let level = auditor.scope.tables[target.table].level;
        let of_level = auditor.charter.lattice.tables().iter().filter(|table| table.level == level);
        let axes: Vec<Axis> = of_level.flat_map(|table| table.axes.iter().copied()).collect();
        let mut area = Self::shape(auditor, standing, target, &axes);
        area.point = area.fit();
        area
    }

    /// Iterative proportional fitting: scales table by table until all sums agree.
    ///
    /// *Source:* Deming, Stephan (1940), On a least squares adjustment of a sampled frequency table.
    fn fit(&self) -> Option<Vec<f64>> {
        const ROUNDS: usize = 300;
        let mut point = vec![1.0; self.sums.first()?.0.len()];
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let mut worst = 0.0_f64;
            for (map, sums) in &self.sums {
                found.clear();
                found.resize(sums.len(), 0.0);
                point.iter().zip(map).for_each(|(part, cell)| found[*cell as usize] += part);
                for (found, sum) in found.iter_mut().zip(sums) {
                    worst = worst.max((*found - sum).abs());
                    *found = if *found > 0.0 { sum / *found } else { 0.0 };
                }
                point.iter_mut().zip(map).for_each(|(part, cell)| *part *= found[*cell as usize]);
            }
            if worst < SLACK / 10.0 {
                return Some(point);
            }
        }
        None
    }

    /// How far the target can move from the point without a change of anything published: up and down together.
    ///
    /// A subset that is withheld though all coarser ones stand is in no published table. So people can be exchanged
    /// between its categories, all others alike, in pairs that cancel in every table that lacks one of its groups or has
    /// one of them coarser.
    fn room(&self, auditor: &Auditor<'_>, standing: &Standing, target: Target) -> Option<f64> {
        let groups = &auditor.charter.groups;
        let own = Projection::all(groups, &self.cross, &auditor.table(target.table).axes);
        let hit: Vec<usize> = (0..own.len()).filter(|&from| own[from] as usize == target.combination).collect();
        // What one category more of a group adds to the number of a combination.
        let mut strides = vec![1; self.cross.len()];
        for axis in (1..self.cross.len()).rev() {
            strides[axis - 1] = strides[axis] * groups[self.cross[axis].group].categories.len();
        }
        let minimal = auditor.table(auditor.minimal(standing, target));
        let place = |axis: &Axis| self.cross.iter().position(|other| other.group == axis.group);
        let exchanged: Vec<(usize, Axis)> =
            minimal.axes.iter().map(|axis| Some((place(axis)?, *axis))).collect::<Option<_>>()?;
        let steps = |from: usize| {
            let of_axis = |&(place, axis): &(usize, Axis)| {
                let group = &groups[axis.group];
                let here = (from / strides[place] % group.categories.len()) as u16;
                let alike = |rung: usize, there: u16| group.project(rung, there) == group.project(rung, here);
                let coarser = axis.rung + 1;
                let fits =
                    |there: &u16| !alike(axis.rung, *there) && (coarser >= group.rungs() || alike(coarser, *there));
                let step =
                    |there: u16| (isize::from(there as i16) - isize::from(here as i16)) * strides[place] as isize;
                (0..group.categories.len() as u16).filter(fits).map(step).collect()
            };
            exchanged.iter().map(of_axis).collect::<Vec<Vec<isize>>>()
        };
        let mut room = 0.0;
        for gains in [true, false] {
            let mut point = self.point.clone()?;
            for &from in &hit {
                for chosen in choices(&steps(from)) {
                    room += exchange(&mut point, from, &chosen, gains);
                }
            }
        }
        Some(room)
    }
}

/// Every choice of one step of each list.
fn choices(lists: &[Vec<isize>]) -> Vec<Vec<isize>> {
    lists.iter().fold(vec![Vec::new()], |choices, list| {
        let longer = choices.iter().flat_map(|choice| list.iter().map(|step| [choice.as_slice(), &[*step]].concat()));
        longer.collect()
    })
}

/// Moves as many people as there are around the corners that lie `steps` apart, to or from the first; how many.
fn exchange(point: &mut [f64], from: usize, steps: &[isize], gains: bool) -> f64 {
    let corner = |corner: usize| {
        let taken = (0..steps.len()).filter(|step| corner >> step & 1 == 1);
        taken.fold(from, |place, step| place.wrapping_add_signed(steps[step]))
    };
    let rises = |corner: usize| corner.count_ones().is_multiple_of(2) == gains;
    let corners = 0..1 << steps.len();
    let most = corners.clone().filter(|&c| !rises(c)).map(|c| point[corner(c)]).fold(f64::INFINITY, f64::min);
    for c in corners {
        point[corner(c)] += if rises(c) { most } else { -most };
    }
    most
}
