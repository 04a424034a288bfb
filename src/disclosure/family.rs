//! The areas under one larger area, by all groups at once, as nobody publishes them; what is known of them; and how far
//! a cell can move without a change of anything known.

use std::collections::{BTreeMap, HashMap};

use super::audit::{Auditor, Ground, Target, View};
use super::program::System;
use crate::charter::Axis;
use crate::cube::Projection;

/// Persons by which a point may miss what is known, so that a solver isn't needed to tell that a cell is safe.
const SLACK: f64 = 0.05;
/// Cells of a family over which a program bounds a cell exactly, at most: larger ones take too long.
const EXACT: usize = 1000;
/// Cells of a family that are looked at, at most. Beyond it a cell counts as one whose bounds weren't found.
const ROOM: usize = 1 << 22;

/// What all families of one level share: the groups by which their people are split, and where each combination lies in
/// the tables.
pub(super) struct Frame {
    cross: Vec<Axis>,
    combinations: usize,
    /// What one category more of a group adds to the number of a combination.
    strides: Vec<usize>,
    /// Per table of the levels in question, the cell of each combination.
    maps: HashMap<usize, Vec<u32>>,
    /// Tables of the areas' own level, and those of the levels above up to the family's.
    own: Vec<usize>,
    above: Vec<usize>,
    /// Levels of the latter, coarse to fine.
    levels: Vec<usize>,
}

impl Frame {
    pub(super) fn new(auditor: &Auditor<'_>, level: usize, upper: Option<usize>) -> Self {
        let tables = auditor.charter.lattice.tables();
        let groups = &auditor.charter.groups;
        let of = |from: usize, to: usize| {
            (0..tables.len()).filter(|&t| (from..to).contains(&tables[t].level)).collect::<Vec<_>>()
        };
        let (own, above) = (of(level, level + 1), upper.map_or(Vec::new(), |upper| of(upper, level)));
        let axes = own.iter().chain(&above).flat_map(|&table| &tables[table].axes);
        let mut named: Vec<usize> = axes.map(|axis| axis.group).collect();
        named.sort_unstable();
        named.dedup();
        let cross: Vec<Axis> = named.into_iter().map(|group| Axis { group, rung: 0 }).collect();
        let size = |axis: &Axis| groups[axis.group].categories.len();
        let combinations = cross.iter().fold(1_usize, |all, axis| all.saturating_mul(size(axis)));
        let mut strides = vec![1_usize; cross.len()];
        for axis in (1..cross.len()).rev() {
            strides[axis - 1] = strides[axis].saturating_mul(size(&cross[axis]));
        }
        let map = |&table: &usize| (table, Projection::all(groups, &cross, &tables[table].axes));
        let maps = if combinations > ROOM { HashMap::new() } else { own.iter().chain(&above).map(map).collect() };
        let mut levels: Vec<usize> = above.iter().map(|&table| tables[table].level).collect();
        levels.sort_unstable();
        levels.dedup();
        Self { cross, combinations, strides, maps, own, above, levels }
    }

    /// For each group of a table, the steps to another category that changes the table and none coarser in that group.
    fn steps(&self, auditor: &Auditor<'_>, table: usize, from: usize) -> Vec<Vec<isize>> {
        let of_axis = |axis: &Axis| {
            let place = self.cross.iter().position(|other| other.group == axis.group).unwrap_or_default();
            let stride = self.strides[place];
            let group = &auditor.charter.groups[axis.group];
            let here = (from / stride % group.categories.len()) as u16;
            let alike = |rung: usize, there: u16| group.project(rung, there) == group.project(rung, here);
            let coarser = axis.rung + 1;
            let fits = |there: &u16| !alike(axis.rung, *there) && (coarser >= group.rungs() || alike(coarser, *there));
            let step = |there: u16| (isize::from(there as i16) - isize::from(here as i16)) * stride as isize;
            (0..group.categories.len() as u16).filter(fits).map(step).collect()
        };
        auditor.table(table).axes.iter().map(of_axis).collect()
    }
}

pub(super) struct Family<'f> {
    auditor: &'f Auditor<'f>,
    view: &'f View<'f>,
    frame: &'f Frame,
    /// Whether larger areas are left aside.
    alone: bool,
    /// Areas by their places in the tables of their level. Those of which nobody knows anything are one: people can move
    /// between them freely.
    units: Vec<Vec<usize>>,
    /// Widths found of cells of such units.
    found: HashMap<(usize, usize, usize), Option<f64>>,
    sums: Vec<Sums>,
    /// A point that agrees with all that is known, as even as can be, area by area; `None` if none was found.
    point: Option<Vec<f64>>,
    /// What moves have changed in it, to take them back.
    moved: Vec<(usize, f64)>,
}

/// Persons of the cells of one table, over one area or over several.
struct Sums {
    table: usize,
    /// Positions in [`Family::units`].
    units: Vec<usize>,
    persons: Vec<f64>,
}

impl<'f> Family<'f> {
    pub(super) fn new(
        auditor: &'f Auditor<'f>,
        view: &'f View<'f>,
        frame: &'f Frame,
        ground: Ground,
        targets: &[Target],
    ) -> Self {
        let own = &auditor.scope.tables[targets[0].table];
        let geography = &auditor.charter.geography;
        let areas = areas(auditor, ground, targets);
        let alone = matches!(ground, Ground::Alone(_));
        let mut units: BTreeMap<(Vec<u32>, Option<usize>), Vec<usize>> = BTreeMap::new();
        for area in areas {
            let known = frame.own.iter().any(|&table| view.known.has(table, area));
            let over =
                frame.levels.iter().map(|&level| geography.ancestor(own.level, own.areas[area], level)).collect();
            units.entry((over, (known || alone).then_some(area))).or_default().push(area);
        }
        let units = units.into_values().collect();
        let (found, sums) = (HashMap::new(), Vec::new());
        let mut family = Self { auditor, view, frame, alone, units, found, sums, point: None, moved: Vec::new() };
        if family.units.len().saturating_mul(frame.combinations) <= ROOM {
            family.sums = family.known();
            family.point = family.fit();
        }
        family
    }

    /// Width of the interval that can be put on a cell, or a lower bound that is wide enough; `None` if nobody knows.
    pub(super) fn width_of(&mut self, target: Target) -> Option<f64> {
        let unit = self.position(target.area)?;
        if self.sums.is_empty() && self.point.is_some() {
            return Some(f64::INFINITY);
        }
        let key = (unit, target.table, target.combination);
        if let Some(found) = self.found.get(&key) {
            return *found;
        }
        let width = self.search(unit, target);
        self.found.insert(key, width);
        width
    }

    fn search(&mut self, unit: usize, target: Target) -> Option<f64> {
        let enough = f64::from(self.auditor.width) + SLACK;
        let proved = self.room(unit, target, enough);
        if proved.is_some_and(|proved| proved > enough) {
            return proved;
        }
        let shared = self.units[unit].len() > 1;
        let width = |(least, greatest): (f64, f64)| if shared { greatest } else { greatest - least };
        // Without a point that agrees with everything known there is nothing to move people from.
        let short = proved.and_then(|_| {
            let (system, parts) = self.system(unit, target);
            system.bounds(&parts).map(width)
        });
        if short.is_some_and(|short| short > enough) || !self.is_small() {
            return short;
        }
        // What was found so far is no wider than the truth: before it counts, the truth is looked at.
        let (system, parts) = self.whole(unit, target);
        system.bounds(&parts).map(width).or(short)
    }

    /// Whether a program over the whole family has the last word.
    pub(super) fn is_small(&self) -> bool {
        self.units.len() * self.frame.combinations <= EXACT
    }

    /// The family's people by all groups, everything that is known of them, and which of them the target is.
    fn whole(&self, own: usize, target: Target) -> (System, Vec<usize>) {
        let size = self.frame.combinations;
        let mut system = System { unknowns: self.units.len() * size, sums: Vec::new() };
        for sums in &self.sums {
            let mut parts: Vec<(Vec<usize>, f64)> = sums.persons.iter().map(|persons| (Vec::new(), *persons)).collect();
            for (place, &cell) in self.frame.maps[&sums.table].iter().enumerate() {
                parts[cell as usize].0.extend(sums.units.iter().map(|unit| unit * size + place));
            }
            system.sums.extend(parts);
        }
        let hits = self.frame.maps[&target.table].iter().enumerate();
        let hits = hits.filter(|(_, cell)| **cell as usize == target.combination);
        (system, hits.map(|(place, _)| own * size + place).collect())
    }

    /// Everything known: of each area, and of the areas above, finest tables first; the others follow.
    fn known(&self) -> Vec<Sums> {
        let (auditor, scope) = (self.auditor, self.auditor.scope);
        let mut sums = Vec::new();
        for (unit, area) in self.units.iter().enumerate().map(|(unit, areas)| (unit, areas[0])) {
            for table in self.finest(&self.frame.own, &|table| self.view.known.has(table, area)) {
                let persons = &auditor.facts[table].persons[scope.tables[table].block(area)];
                let persons = persons.iter().map(|&persons| f64::from(persons)).collect();
                sums.push(Sums { table, units: vec![unit], persons });
            }
        }
        sums.extend(self.above(&|_| true));
        sums
    }

    /// What is known of the areas above, by the finest of the tables that `among` accepts.
    fn above(&self, among: &dyn Fn(usize) -> bool) -> Vec<Sums> {
        let (auditor, scope) = (self.auditor, self.auditor.scope);
        let own = &scope.tables[self.frame.own[0]];
        let mut sums = Vec::new();
        for &upper in &self.frame.levels {
            let of_level = |&table: &usize| scope.tables[table].level == upper && among(table);
            let tables: Vec<usize> = self.frame.above.iter().copied().filter(of_level).collect();
            let Some(&first) = tables.first() else { continue };
            let mut parts: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (unit, areas) in self.units.iter().enumerate() {
                let over = auditor.charter.geography.ancestor(own.level, own.areas[areas[0]], upper);
                parts.entry(over).or_default().push(unit);
            }
            for (over, units) in parts {
                let place = scope.tables[first].place(over);
                for table in self.finest(&tables, &|table| self.view.known.has(table, place)) {
                    let persons = &auditor.facts[table].persons[scope.tables[table].block(place)];
                    let persons = persons.iter().map(|&persons| f64::from(persons)).collect();
                    sums.push(Sums { table, units: units.clone(), persons });
                }
            }
        }
        sums
    }

    fn finest(&self, tables: &[usize], known: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let known: Vec<usize> = tables.iter().copied().filter(|&table| known(table)).collect();
        let table = |t: usize| self.auditor.table(t);
        let follows = |t: usize, other: usize| other != t && table(t).axes_follow_from(table(other));
        known.iter().copied().filter(|&t| !known.iter().any(|&other| follows(t, other))).collect()
    }

    /// Iterative proportional fitting: scales table by table until all sums agree.
    ///
    /// *Source:* Deming, Stephan (1940), On a least squares adjustment of a sampled frequency table.
    fn fit(&self) -> Option<Vec<f64>> {
        const ROUNDS: usize = 300;
        let size = self.frame.combinations;
        let mut point = vec![1.0; self.units.len() * size];
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let mut worst: f64 = 0.0;
            for sums in &self.sums {
                let map = &self.frame.maps[&sums.table];
                found.clear();
                found.resize(sums.persons.len(), 0.0);
                for &unit in &sums.units {
                    let part = &point[unit * size..][..size];
                    part.iter().zip(map).for_each(|(part, cell)| found[*cell as usize] += part);
                }
                for (found, persons) in found.iter_mut().zip(&sums.persons) {
                    worst = worst.max((*found - persons).abs());
                    *found = if *found > 0.0 { persons / *found } else { 0.0 };
                }
                for &unit in &sums.units {
                    let part = &mut point[unit * size..][..size];
                    part.iter_mut().zip(map).for_each(|(part, cell)| *part *= found[*cell as usize]);
                }
            }
            if worst < SLACK / 10.0 {
                return Some(point);
            }
        }
        None
    }

    /// How far the target can move from the point without a change of anything known, up and down together; no further
    /// than `enough`.
    ///
    /// A subset of groups that isn't known is in no known table of the area. So people can be exchanged between its
    /// categories, all others alike, in pairs that cancel in every table that lacks one of its groups or has one of them
    /// coarser. Where the subset is known of a larger area, another area in which it isn't makes the opposite exchange.
    fn room(&mut self, own: usize, target: Target, enough: f64) -> Option<f64> {
        let point = self.point.as_ref()?;
        let map = &self.frame.maps[&target.table];
        let hit: Vec<usize> = (0..map.len()).filter(|&from| map[from] as usize == target.combination).collect();
        // An area of several can have anything from nobody to all of them.
        let shared = self.units[own].len() > 1;
        let there: f64 = hit.iter().map(|place| point[own * self.frame.combinations + place]).sum();
        let mut room = if shared { there } else { 0.0 };
        let mut unknown: Vec<(usize, Option<Vec<usize>>)> =
            self.unknown(target).map(|table| (table, self.partners(own, table, target.area))).collect();
        // Those that need no partner first.
        unknown.sort_by_key(|(_, partners)| partners.is_some());
        let (frame, auditor) = (self.frame, self.auditor);
        for &gains in if shared { &[true][..] } else { &[true, false] } {
            let moves = unknown.iter().flat_map(|(table, partners)| {
                let from = hit.iter().map(move |&from| (from, choices(&frame.steps(auditor, *table, from))));
                from.flat_map(move |(from, choices)| choices.into_iter().map(move |steps| (partners, from, steps)))
            });
            for (partners, from, steps) in moves {
                if room > enough {
                    break;
                }
                match partners {
                    None => room += self.exchange(own, None, from, &steps, gains),
                    Some(partners) => {
                        for &other in partners {
                            room += self.exchange(own, Some(other), from, &steps, gains);
                        }
                    }
                }
            }
            self.take_back();
        }
        Some(room)
    }

    /// Areas that can make up for an exchange between the categories of a table, where that is known of the larger area.
    fn partners(&self, own: usize, table: usize, area: usize) -> Option<Vec<usize>> {
        let (over, place) = self.auditor.over(table, area).filter(|_| !self.alone)?;
        let others = (0..self.units.len()).filter(|&other| other != own);
        let could = others.filter(|&other| {
            let area = self.units[other][0];
            !self.view.known.has(table, area) && self.auditor.over(table, area) == Some((over, place))
        });
        self.view.known.has(over, place).then(|| could.collect())
    }

    fn position(&self, area: usize) -> Option<usize> {
        self.units.iter().position(|areas| areas.contains(&area))
    }

    /// Tables over the target that aren't known.
    fn unknown(&self, target: Target) -> impl Iterator<Item = usize> {
        let over = self.view.coarser[target.table].iter().map(|(table, _)| *table);
        over.filter(move |table| !self.view.known.has(*table, target.area))
    }

    /// Moves as many people as there are around the corners that lie `steps` apart, to or from the first, and the other
    /// way round in another area; how many.
    fn exchange(&mut self, own: usize, other: Option<usize>, from: usize, steps: &[isize], gains: bool) -> f64 {
        let size = self.frame.combinations;
        let corner = |corner: usize| {
            let taken = (0..steps.len()).filter(|step| corner >> step & 1 == 1);
            taken.fold(from, |place, step| place.wrapping_add_signed(steps[step]))
        };
        let rises = |corner: usize| corner.count_ones().is_multiple_of(2) == gains;
        let corners = 0..1_usize << steps.len();
        let Some(point) = &mut self.point else { return 0.0 };
        let mut most = f64::INFINITY;
        for c in corners.clone() {
            let giver = if rises(c) { other } else { Some(own) };
            most = giver.map_or(most, |giver| most.min(point[giver * size + corner(c)]));
        }
        if most <= 0.0 {
            return 0.0;
        }
        for c in corners {
            let change = if rises(c) { most } else { -most };
            for (area, change) in [(Some(own), change), (other, -change)] {
                let Some(area) = area else { continue };
                let place = area * size + corner(c);
                self.moved.push((place, point[place]));
                point[place] += change;
            }
        }
        most
    }

    fn take_back(&mut self) {
        let Some(point) = &mut self.point else { return };
        for (place, before) in self.moved.drain(..).rev() {
            point[place] = before;
        }
    }

    /// The family's people by the target's groups alone, as far as they can move without a change of the other groups; what
    /// is known of them; and which of them the target is. Units of which the same is known are one.
    ///
    /// A move of d\[k\] people between combinations k of the target's groups is spread over all combinations r of the other
    /// groups in fixed shares w\[r\]; so every known table that it leaves alone by the target's groups is left alone. It is
    /// possible as long as no combination loses more than the point has there: d\[k\] ≥ −min over r of point\[k, r\] / w\[r\].
    fn system(&self, own: usize, target: Target) -> (System, Vec<usize>) {
        let split = Split::new(self.auditor, self.frame, target.table);
        let shares = split.shares(self.part(own));
        let tables: Vec<usize> =
            self.frame.own.iter().copied().filter(|&table| split.holds(self.auditor, table)).collect();
        // Anew: a table with further groups may be the finest, and what it says by the target's groups is known too.
        let above = self.above(&|table| split.holds(self.auditor, table));
        let mut kinds: BTreeMap<(bool, Vec<usize>, Vec<bool>), Vec<usize>> = BTreeMap::new();
        for unit in 0..self.units.len() {
            let known = self.finest(&tables, &|table| self.view.known.has(table, self.units[unit][0]));
            let under = above.iter().map(|sums| sums.units.contains(&unit)).collect();
            kinds.entry((unit != own, known, under)).or_default().push(unit);
        }
        let mut system = System::default();
        let mut parts = Vec::new();
        let mut over: Vec<Vec<(Vec<usize>, f64)>> =
            above.iter().map(|sums| vec![(Vec::new(), 0.0); sums.persons.len()]).collect();
        for ((other, known, under), units) in kinds {
            let first = system.unknowns;
            let people = self.movable(&split, &shares, &units);
            system.unknowns += people.len();
            let add = |sums: &mut [(Vec<usize>, f64)], table: usize| {
                for (k, people) in people.iter().enumerate() {
                    let (unknowns, sum) = &mut sums[self.frame.maps[&table][split.places[k][0]] as usize];
                    unknowns.push(first + k);
                    *sum += people;
                }
            };
            for table in known {
                let mut sums = vec![(Vec::new(), 0.0); self.auditor.scope.tables[table].combinations];
                add(&mut sums, table);
                system.sums.extend(sums);
            }
            for (sums, over) in above.iter().zip(&mut over).zip(under).filter(|(_, under)| *under).map(|(pair, _)| pair)
            {
                add(over, sums.table);
            }
            if !other {
                let hits = &self.frame.maps[&target.table];
                let hit = |k: &usize| hits[split.places[*k][0]] as usize == target.combination;
                parts = (0..people.len()).filter(hit).map(|k| first + k).collect();
            }
        }
        system.sums.extend(over.into_iter().flatten());
        (system, parts)
    }

    fn part(&self, unit: usize) -> &[f64] {
        let size = self.frame.combinations;
        &self.point.as_deref().unwrap_or_default()[unit * size..][..size]
    }

    /// By combination of the target's groups, people of several units that can move when each unit takes part as large as
    /// it is.
    fn movable(&self, split: &Split, shares: &[f64], units: &[usize]) -> Vec<f64> {
        let sizes: Vec<f64> = units.iter().map(|&unit| self.part(unit).iter().sum()).collect();
        let all: f64 = sizes.iter().sum();
        let mut movable = vec![f64::INFINITY; split.places.len()];
        for (&unit, size) in units.iter().zip(&sizes).filter(|(_, size)| **size > 0.0) {
            let part = self.part(unit);
            for (movable, places) in movable.iter_mut().zip(&split.places) {
                for (&place, share) in places.iter().zip(shares).filter(|(_, share)| **share > 0.0) {
                    *movable = movable.min(part[place] / share * all / size);
                }
            }
        }
        movable.into_iter().map(|people| if people.is_finite() { people } else { 0.0 }).collect()
    }
}

/// The combinations of all groups, by those of a target's groups and of the others.
struct Split {
    groups: Vec<usize>,
    /// Per combination of the target's groups, the combinations with each of the others.
    places: Vec<Vec<usize>>,
}

impl Split {
    fn new(auditor: &Auditor<'_>, frame: &Frame, table: usize) -> Self {
        let groups: Vec<usize> = auditor.table(table).axes.iter().map(|axis| axis.group).collect();
        let mut own = BTreeMap::<usize, Vec<usize>>::new();
        for place in 0..frame.combinations {
            let digit = |axis: usize| {
                let size = auditor.charter.groups[frame.cross[axis].group].categories.len();
                place / frame.strides[axis] % size * frame.strides[axis]
            };
            let named = (0..frame.cross.len()).filter(|&axis| groups.contains(&frame.cross[axis].group));
            own.entry(named.map(digit).sum()).or_default().push(place);
        }
        Self { groups, places: own.into_values().collect() }
    }

    fn holds(&self, auditor: &Auditor<'_>, table: usize) -> bool {
        auditor.table(table).axes.iter().all(|axis| self.groups.contains(&axis.group))
    }

    /// Shares of the combinations of the other groups.
    fn shares(&self, part: &[f64]) -> Vec<f64> {
        let all: f64 = part.iter().sum();
        let others = self.places.first().map_or(0, Vec::len);
        (0..others).map(|r| self.places.iter().map(|places| part[places[r]]).sum::<f64>() / all).collect()
    }
}

/// Places of the areas of a ground.
fn areas(auditor: &Auditor<'_>, ground: Ground, targets: &[Target]) -> Vec<usize> {
    let own = &auditor.scope.tables[targets[0].table];
    match ground {
        Ground::Alone(area) => vec![area],
        Ground::Under(level, place) => {
            let upper = auditor.scope.tables.iter().find(|shape| shape.level == level);
            let code = upper.map(|shape| shape.areas[place]);
            let geography = &auditor.charter.geography;
            let under = |&area: &usize| Some(geography.ancestor(own.level, own.areas[area], level)) == code;
            (0..own.areas.len()).filter(under).collect()
        }
    }
}

/// Every choice of one step of each list.
fn choices(lists: &[Vec<isize>]) -> Vec<Vec<isize>> {
    lists.iter().fold(vec![Vec::new()], |choices, list| {
        let longer = choices.iter().flat_map(|choice| list.iter().map(|step| [choice.as_slice(), &[*step]].concat()));
        longer.collect()
    })
}
