//! Carry-forward. Two releases about the same people tell what changed between them; so a block whose figures would say
//! what a few persons changed keeps what it last told, figures and status. A change is judged as a cell is: by how many
//! persons it is made of, and by what is left of it when what moved on below is taken away.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Protected;
use super::scope::{Scope, Shape};
use super::standing::Facts;
use crate::charter::{Axis, Charter};
use crate::cube::{Change, Place, Projection};
use crate::model::Digest;

/// What a release leaves for the next one, for the node alone.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Notes {
    /// Datasets from which blocks were last told.
    pub bases: Vec<Digest>,
    /// Per table and area of the member, what became of the block.
    pub blocks: Vec<Vec<Block>>,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Block {
    /// Position of its dataset among the bases.
    pub basis: u32,
    /// Whether it was told.
    pub stands: bool,
}

/// What was told before about the same people, and what changed since.
pub struct Earlier {
    /// The cells that were told last.
    pub cells: Protected,
    /// What became of their blocks.
    pub notes: Notes,
    /// By basis: who changed since.
    pub changes: Vec<Vec<Change>>,
}

/// Which blocks keep what they told.
pub(super) struct Carried<'a> {
    earlier: Option<&'a Earlier>,
    kept: Vec<Vec<bool>>,
}

/// Whether so many persons, with this sum of marks, are enough.
pub(super) type Passes<'a> = dyn Fn(u32, u128) -> bool + Sync + 'a;

impl<'a> Carried<'a> {
    /// No block: nothing was told before.
    pub(super) fn none(scope: &Scope) -> Self {
        Self { earlier: None, kept: scope.tables.iter().map(|shape| vec![false; shape.areas.len()]).collect() }
    }

    /// Decides every block, groups and levels from coarse to fine.
    pub(super) fn decide(
        charter: &Charter,
        scope: &Scope,
        facts: &[Facts],
        earlier: &'a Earlier,
        passes: &Passes<'_>,
    ) -> Self {
        let mut carried = Self { earlier: Some(earlier), ..Self::none(scope) };
        let moves = (0..scope.tables.len()).into_par_iter();
        let moves: Vec<Moves<'_>> =
            moves.map(|table| Moves::new(charter, scope, earlier, (table, &facts[table].impossible), passes)).collect();
        for wave in waves(scope) {
            let decided: Vec<Vec<Vec<bool>>> =
                wave.par_iter().map(|subset| carried.subset(scope, subset, &moves)).collect();
            for (&table, kept) in wave.into_iter().flatten().zip(decided.into_iter().flatten()) {
                carried.kept[table] = kept;
            }
        }
        carried
    }

    /// Whether a block keeps what it told, and was told at all.
    pub(super) fn of(&self, table: usize, area: usize) -> Option<bool> {
        let notes = &self.earlier.filter(|_| self.kept[table][area])?.notes;
        Some(notes.blocks[table][area].stands)
    }

    /// The figures that were told before.
    pub(super) fn cells(&self) -> Option<&'a Protected> {
        self.earlier.map(|earlier| &earlier.cells)
    }

    /// What this release leaves: blocks that moved on have `dataset` as their basis.
    pub(super) fn notes(&self, dataset: Digest, stands: impl Fn(usize, usize) -> bool) -> Notes {
        let mut notes = Notes::default();
        for (table, kept) in self.kept.iter().enumerate() {
            let block = |(area, kept): (usize, &bool)| {
                let earlier = self.earlier.filter(|_| *kept).map(|earlier| &earlier.notes);
                let basis = earlier.map_or(dataset, |notes| notes.bases[notes.blocks[table][area].basis as usize]);
                let known = notes.bases.iter().position(|known| *known == basis);
                let basis = known.unwrap_or_else(|| {
                    notes.bases.push(basis);
                    notes.bases.len() - 1
                });
                Block { basis: basis as u32, stands: stands(table, area) }
            };
            let blocks = kept.iter().enumerate().map(block).collect();
            notes.blocks.push(blocks);
        }
        notes
    }

    /// Which blocks of one subset of groups are kept, by table and area.
    fn subset(&self, scope: &Scope, subset: &[usize], moves: &[Moves<'_>]) -> Vec<Vec<bool>> {
        // Parents that can't move on, as all that changed below them would be too little.
        let mut forced = BTreeSet::new();
        loop {
            match self.attempt(scope, subset, moves, &forced) {
                Ok(kept) => return kept,
                Err(parent) => drop(forced.insert(parent)),
            }
        }
    }

    fn attempt(
        &self,
        scope: &Scope,
        subset: &[usize],
        moves: &[Moves<'_>],
        forced: &BTreeSet<(usize, usize)>,
    ) -> Result<Vec<Vec<bool>>, (usize, usize)> {
        let mut decided: Vec<Vec<bool>> = Vec::new();
        for &table in subset {
            let (shape, own) = (&scope.tables[table], &moves[table]);
            let keeps = |area: usize| {
                let coarser = shape.coarser.iter().any(|&coarser| self.kept[coarser][area]);
                coarser || forced.contains(&(table, area)) || !own.may_move(area)
            };
            let mut kept: Vec<bool> = (0..shape.areas.len()).map(keeps).collect();
            if let (Some(kept_above), Some(&above)) = (decided.last(), subset.get(decided.len().wrapping_sub(1))) {
                let parents = &scope.tables[above].children;
                for (children, _) in parents.iter().zip(kept_above).filter(|(_, kept)| **kept) {
                    children.iter().for_each(|&child| kept[child] = true);
                }
                for (parent, steps) in own.lacking(kept_above, &kept) {
                    if !own.mend(parent, &parents[parent], &steps, &mut kept) {
                        return Err((above, parent));
                    }
                }
            }
            decided.push(kept);
        }
        Ok(decided)
    }
}

/// The fewest persons who changed since the last release in a cell of the blocks named, by table and area; `None` if
/// nobody did.
pub(super) fn fewest_changed(
    charter: &Charter,
    scope: &Scope,
    earlier: &Earlier,
    passes: &Passes<'_>,
    blocks: &[Vec<bool>],
) -> Option<u32> {
    let fewest = |table: usize| {
        let moves = Moves::new(charter, scope, earlier, (table, &[]), passes);
        let named = (0..blocks[table].len()).filter(|&area| blocks[table][area]);
        let cells = named.flat_map(|area| moves.shape.block(area)).map(|cell| moves.changed[cell].0);
        cells.filter(|persons| *persons > 0).min()
    };
    (0..scope.tables.len()).into_par_iter().filter_map(fewest).min()
}

/// Subsets of groups, coarse to fine, in stretches that don't depend on one another.
fn waves(scope: &Scope) -> Vec<Vec<&Vec<usize>>> {
    let mut waves: Vec<Vec<&Vec<usize>>> = Vec::new();
    for subset in &scope.subsets {
        let depends = |on: &&Vec<usize>| {
            subset.iter().any(|&table| scope.tables[table].coarser.iter().any(|coarser| on.contains(coarser)))
        };
        match waves.last_mut() {
            Some(wave) if !wave.iter().any(depends) => wave.push(subset),
            _ => waves.push(vec![subset]),
        }
    }
    waves
}

/// How many persons changed, and the sum of their changes' marks.
type Changed = (u32, u64);

/// What changed in one table.
struct Moves<'a> {
    table: usize,
    shape: &'a Shape,
    /// Combinations that nobody can be in.
    impossible: &'a [bool],
    earlier: &'a Earlier,
    passes: &'a Passes<'a>,
    /// The place of each area of the lattice's finest level.
    areas: Vec<u32>,
    /// The combination of each one of all groups at their finest.
    combinations: Projection,
    /// The place of the area of the next coarser level over each area, and how many there are.
    parents: Vec<usize>,
    above: usize,
    /// By cell.
    changed: Vec<Changed>,
}

/// One person's change as one table sees it.
#[derive(Clone, Copy)]
struct Step {
    basis: u32,
    before: Option<u32>,
    after: Option<u32>,
    same_values: bool,
    mark: u64,
}

impl<'a> Moves<'a> {
    fn new(
        charter: &Charter,
        scope: &'a Scope,
        earlier: &'a Earlier,
        (table, impossible): (usize, &'a [bool]),
        passes: &'a Passes<'a>,
    ) -> Self {
        let shape = &scope.tables[table];
        let every: Vec<Axis> = (0..charter.groups.len()).map(|group| Axis { group, rung: 0 }).collect();
        let areas = charter.geography.ancestors(charter.lattice.finest_level(), shape.level).into_iter();
        let above = scope.tables.iter().find(|other| other.finer == Some(table));
        let mut parents = vec![0; shape.areas.len()];
        for (parent, children) in above.iter().flat_map(|above| above.children.iter().enumerate()) {
            children.iter().for_each(|&child| parents[child] = parent);
        }
        let mut moves = Self {
            table,
            shape,
            impossible,
            earlier,
            passes,
            areas: areas.map(|area| shape.place(area) as u32).collect(),
            combinations: Projection::new(&charter.groups, &every, &charter.lattice.tables()[table].axes),
            parents,
            above: above.map_or(0, |above| above.areas.len()),
            changed: Vec::new(),
        };
        let mut changed = vec![(0, 0); shape.cells()];
        for step in moves.steps() {
            moves.touched(&step, |_| true, |cell| cell).for_each(|cell| add(&mut changed[cell], step.mark));
        }
        moves.changed = changed;
        moves
    }

    fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        (0..)
            .zip(&self.earlier.changes)
            .flat_map(move |(basis, changes)| changes.iter().map(move |change| self.step(basis, change)))
    }

    fn step(&self, basis: u32, change: &Change) -> Step {
        let cell = |place: Place| {
            let area = self.areas[place.area as usize];
            area * self.shape.combinations as u32 + self.combinations.of(place.combination)
        };
        let Change { before, after, same_values, mark } = *change;
        Step { basis, before: before.map(cell), after: after.map(cell), same_values, mark }
    }

    fn area(&self, cell: u32) -> usize {
        cell as usize / self.shape.combinations
    }

    /// Where a step changes what a person adds, of places named by `place` and within the areas that `within` accepts: one
    /// place or two, or none if it is the same place and the same values. Each block looks back to its own basis.
    fn touched(
        &self,
        step: &Step,
        within: impl Fn(usize) -> bool,
        place: impl Fn(usize) -> usize,
    ) -> impl Iterator<Item = usize> {
        let counts = |cell: &u32| {
            let area = self.area(*cell);
            self.earlier.notes.blocks[self.table][area].basis == step.basis && within(area)
        };
        let [before, after] =
            [step.before, step.after].map(|cell| cell.filter(counts).map(|cell| place(cell as usize)));
        let stays = before == after;
        let first = before.filter(|_| !stays || !step.same_values);
        [first, after.filter(|_| !stays)].into_iter().flatten()
    }

    /// Whether something changed in a block, and enough in each cell that did.
    fn may_move(&self, area: usize) -> bool {
        let cells = &self.changed[self.shape.block(area)];
        cells.iter().any(|cell| cell.0 > 0) && self.enough(cells)
    }

    /// Whether enough changed in every cell of a block. Where the whole register may be known, nobody isn't enough: whoever
    /// saw that a block moved on would know of each cell in which nobody changed that this is so, and if one person had,
    /// the block would have been kept.
    fn enough(&self, cells: &[Changed]) -> bool {
        let pairs = cells.iter().zip(self.impossible);
        pairs
            .into_iter()
            .all(|(&(persons, marks), impossible)| *impossible && persons == 0 || (self.passes)(persons, marks.into()))
    }

    fn persons(&self, area: usize) -> u64 {
        self.changed[self.shape.block(area)].iter().map(|cell| u64::from(cell.0)).sum()
    }

    /// Parents that moved on, but what changed in their kept children, taken together, isn't enough; with the steps that
    /// touch them.
    fn lacking(&self, kept_above: &[bool], kept: &[bool]) -> Vec<(usize, Vec<Step>)> {
        let combinations = self.shape.combinations;
        let within = |area: usize| kept[area] && !kept_above[self.parents[area]];
        let place = |cell: usize| self.parents[cell / combinations] * combinations + cell % combinations;
        let left = self.left(self.above * combinations, self.steps(), within, place);
        let mut keeping = vec![false; self.above];
        (0..kept.len()).filter(|&area| within(area)).for_each(|area| keeping[self.parents[area]] = true);
        let lacks = |parent: &usize| keeping[*parent] && !self.enough(&left[parent * combinations..][..combinations]);
        let mut lacking: Vec<(usize, Vec<Step>)> =
            (0..self.above).filter(lacks).map(|parent| (parent, Vec::new())).collect();
        if lacking.is_empty() {
            return lacking;
        }
        let mut slots = vec![None; self.above];
        lacking.iter().enumerate().for_each(|(slot, (parent, _))| slots[*parent] = Some(slot));
        for step in self.steps() {
            let [before, after] = [step.before, step.after].map(|cell| slots[self.parents[self.area(cell?)]]);
            [before, after.filter(|_| after != before)]
                .into_iter()
                .flatten()
                .for_each(|slot| lacking[slot].1.push(step));
        }
        lacking
    }

    /// What changed in some areas, taken together place by place. Somebody may have changed since two bases: what one of
    /// them shows counts.
    fn left(
        &self,
        places: usize,
        steps: impl Iterator<Item = Step>,
        within: impl Fn(usize) -> bool,
        place: impl Fn(usize) -> usize,
    ) -> Vec<Changed> {
        let mut by_basis = vec![vec![(0, 0); places]; self.earlier.changes.len()];
        for step in steps {
            let own = &mut by_basis[step.basis as usize];
            self.touched(&step, &within, &place).for_each(|place| add(&mut own[place], step.mark));
        }
        let together = |place: usize| {
            let of = by_basis.iter().map(|own: &Vec<Changed>| own[place]);
            of.fold((0, 0_u64), |total, own| (total.0.max(own.0), total.1.wrapping_add(own.1)))
        };
        (0..places).map(together).collect()
    }

    /// Whoever takes the children that moved on away from a parent that did gets what changed in the others. Keeps
    /// children, those that changed least first, until that is enough; `false` if all of them aren't.
    fn mend(&self, parent: usize, children: &[usize], steps: &[Step], kept: &mut [bool]) -> bool {
        let combinations = self.shape.combinations;
        let mut moved: Vec<usize> = children.iter().copied().filter(|&child| !kept[child]).collect();
        moved.sort_by_key(|&child| std::cmp::Reverse((self.persons(child), child)));
        loop {
            let within = |area: usize| self.parents[area] == parent && kept[area];
            let left = self.left(combinations, steps.iter().copied(), within, |cell| cell % combinations);
            if self.enough(&left) {
                return true;
            }
            let Some(child) = moved.pop() else { return false };
            kept[child] = true;
        }
    }
}

fn add(changed: &mut Changed, mark: u64) {
    *changed = (changed.0 + 1, changed.1.wrapping_add(mark));
}
