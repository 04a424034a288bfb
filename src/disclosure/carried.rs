//! Carry-forward. Two releases about the same people tell what changed between them; so a block whose figures would say
//! what a few persons changed keeps what it last told, figures and status. A change is judged as a cell is: by how many
//! persons it is made of, and by what is left of it when what moved on below is taken away.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Protected;
use super::scope::{Scope, Shape};
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
    pub(super) fn decide(charter: &Charter, scope: &Scope, earlier: &'a Earlier, passes: &Passes<'_>) -> Self {
        let mut carried = Self { earlier: Some(earlier), ..Self::none(scope) };
        for subset in &scope.subsets {
            let moves: Vec<Moves<'_>> =
                subset.iter().map(|&table| Moves::new(charter, scope, earlier, table, passes)).collect();
            let mut forced = BTreeSet::new();
            while carried.subset(scope, subset, &moves, &mut forced) {}
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

    /// Decides the tables of one subset of groups. `true` if a block was forced that moved on before.
    fn subset(
        &mut self,
        scope: &Scope,
        subset: &[usize],
        moves: &[Moves<'_>],
        forced: &mut BTreeSet<(usize, usize)>,
    ) -> bool {
        for (depth, (&table, own)) in subset.iter().zip(moves).enumerate() {
            let shape = &scope.tables[table];
            for area in 0..shape.areas.len() {
                let coarser = shape.coarser.iter().any(|&coarser| self.kept[coarser][area]);
                self.kept[table][area] = coarser || forced.contains(&(table, area)) || !own.may_move(area);
            }
            let Some(above) = depth.checked_sub(1).map(|above| subset[above]) else { continue };
            for (parent, children) in scope.tables[above].children.iter().enumerate() {
                if self.kept[above][parent] {
                    children.iter().for_each(|&child| self.kept[table][child] = true);
                } else if !self.mend(own, parent, children) {
                    return forced.insert((above, parent));
                }
            }
        }
        false
    }

    /// Whoever takes the children that moved on away from a parent that did gets what changed in the others. Keeps
    /// children, those that changed least first, until that is nobody or enough; `false` if all of them aren't.
    fn mend(&mut self, own: &Moves<'_>, parent: usize, children: &[usize]) -> bool {
        let kept = &mut self.kept[own.table];
        let mut moved: Vec<usize> = children.iter().copied().filter(|&child| !kept[child]).collect();
        moved.sort_by_key(|&child| std::cmp::Reverse((own.persons(child), child)));
        while !own.left(parent, |child| kept[child]) {
            let Some(child) = moved.pop() else { return false };
            kept[child] = true;
        }
        true
    }
}

/// What changed in one table.
struct Moves<'a> {
    table: usize,
    shape: &'a Shape,
    earlier: &'a Earlier,
    passes: &'a Passes<'a>,
    steps: Vec<Step>,
    /// Per cell, the persons whose contribution changed, and the sum of their changes' marks.
    changed: Vec<(u32, u128)>,
    /// Per area of the next coarser level, the steps that touch it.
    under: Vec<Vec<u32>>,
    /// The area of the next coarser level over each area.
    parents: Vec<usize>,
}

/// One person's change as this table sees it.
#[derive(Clone, Copy)]
struct Step {
    basis: u32,
    before: Option<usize>,
    after: Option<usize>,
    same_values: bool,
    mark: u64,
}

impl<'a> Moves<'a> {
    fn new(charter: &Charter, scope: &'a Scope, earlier: &'a Earlier, table: usize, passes: &'a Passes<'a>) -> Self {
        let shape = &scope.tables[table];
        let every: Vec<Axis> = (0..charter.groups.len()).map(|group| Axis { group, rung: 0 }).collect();
        let combinations = Projection::new(&charter.groups, &every, &charter.lattice.tables()[table].axes);
        let areas = charter.geography.ancestors(charter.lattice.finest_level(), shape.level);
        let cell = |place: Place| {
            shape.place(areas[place.area as usize]) * shape.combinations + combinations.of(place.combination) as usize
        };
        let mut steps = Vec::new();
        for (basis, changes) in (0..).zip(&earlier.changes) {
            steps.extend(changes.iter().map(|change| Step {
                basis,
                before: change.before.map(cell),
                after: change.after.map(cell),
                same_values: change.same_values,
                mark: change.mark,
            }));
        }
        let above = scope.tables.iter().find(|other| other.finer == Some(table));
        let mut parents = vec![0; shape.areas.len()];
        for (parent, children) in above.iter().flat_map(|above| above.children.iter().enumerate()) {
            children.iter().for_each(|&child| parents[child] = parent);
        }
        let mut moves = Self {
            table,
            shape,
            earlier,
            passes,
            steps,
            changed: vec![(0, 0); shape.cells()],
            under: vec![Vec::new(); above.map_or(0, |above| above.areas.len())],
            parents,
        };
        let mut changed = std::mem::take(&mut moves.changed);
        for (number, step) in (0..).zip(&moves.steps) {
            for cell in moves.touched(step, |_| true, |cell| cell) {
                changed[cell].0 += 1;
                changed[cell].1 = changed[cell].1.wrapping_add(step.mark.into());
            }
            let mut over = [step.before, step.after].map(|cell| cell.map(|cell| moves.parents[moves.area(cell)]));
            if over[0] == over[1] {
                over[1] = None;
            }
            if !moves.under.is_empty() {
                over.into_iter().flatten().for_each(|parent| moves.under[parent].push(number));
            }
        }
        moves.changed = changed;
        moves
    }

    fn area(&self, cell: usize) -> usize {
        cell / self.shape.combinations
    }

    /// Where a step changes what a person adds, of places named by `place` and within the areas that `within` accepts: one
    /// place or two, or none if it is the same place and the same values. Each block looks back to its own basis.
    fn touched(
        &self,
        step: &Step,
        within: impl Fn(usize) -> bool,
        place: impl Fn(usize) -> usize,
    ) -> impl Iterator<Item = usize> {
        let counts = |cell: &usize| {
            let area = self.area(*cell);
            self.earlier.notes.blocks[self.table][area].basis == step.basis && within(area)
        };
        let [before, after] = [step.before, step.after].map(|cell| cell.filter(counts).map(&place));
        let stays = before == after;
        let first = before.filter(|_| !stays || !step.same_values);
        [first, after.filter(|_| !stays)].into_iter().flatten()
    }

    /// Whether something changed in a block, and enough in each cell that did.
    fn may_move(&self, area: usize) -> bool {
        let cells = &self.changed[self.shape.block(area)];
        cells.iter().any(|cell| cell.0 > 0) && cells.iter().all(|cell| self.enough(*cell))
    }

    fn enough(&self, (persons, marks): (u32, u128)) -> bool {
        persons == 0 || (self.passes)(persons, marks)
    }

    fn persons(&self, area: usize) -> u64 {
        self.changed[self.shape.block(area)].iter().map(|cell| u64::from(cell.0)).sum()
    }

    /// Whether what changed in the kept children of an area, taken together, is nothing or enough, category by category.
    /// Somebody may have changed since two bases: what one of them shows counts.
    fn left(&self, parent: usize, kept: impl Fn(usize) -> bool) -> bool {
        let mut changed = vec![(0, 0_u128); self.shape.combinations];
        for basis in 0..self.earlier.changes.len() as u32 {
            let mut own = vec![(0, 0_u128); self.shape.combinations];
            let steps = self.under[parent].iter().map(|&step| &self.steps[step as usize]);
            for step in steps.filter(|step| step.basis == basis) {
                let within = |area: usize| self.parents[area] == parent && kept(area);
                for combination in self.touched(step, within, |cell| cell % self.shape.combinations) {
                    own[combination].0 += 1;
                    own[combination].1 = own[combination].1.wrapping_add(step.mark.into());
                }
            }
            for (total, own) in changed.iter_mut().zip(own) {
                *total = (total.0.max(own.0), total.1.wrapping_add(own.1));
            }
        }
        changed.into_iter().all(|cell| self.enough(cell))
    }
}
