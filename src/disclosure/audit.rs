//! The release as an attacker sees it: for cells that must stay unknown, the narrowest interval that follows from all
//! published figures. Noise is left out of it, so that no secret is needed for what it promises.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::attack::Bounds;
use super::carried::Carried;
use super::family::{Family, Frame};
use super::knowledge::Knowledge;
use super::scope::Scope;
use super::standing::{Facts, Standing};
use crate::charter::{Charter, Knowledge as Feared, Table};
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
    /// Whether cells are known, or as good as, that may not be.
    pub open: bool,
    /// Cells that were looked at together with the areas beside them.
    pub together: u64,
    /// Those of them that weren't proved to be as uncertain there.
    pub unproved: u64,
}

/// A cell under attack.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Target {
    pub table: usize,
    pub area: usize,
    pub combination: usize,
}

pub(super) struct Auditor<'a> {
    pub charter: &'a Charter,
    pub scope: &'a Scope,
    pub facts: &'a [Facts],
    /// Blocks that can't be withheld any more.
    pub carried: &'a Carried<'a>,
    /// Who is feared: in a sample nobody minds that a cell is empty.
    pub feared: Feared,
    /// Persons that an interval must span.
    pub width: u32,
    /// Cells tried besides those that stand beside a small published one.
    pub sample: usize,
    /// Chooses them.
    pub seed: u64,
}

/// Withheld areas of a larger one beyond which a seeded sample of their cells is looked at together, and not every cell:
/// each can move by the width on its own, and so many don't all stand at their ends.
const FEW: usize = 8;

/// In what surroundings a target is looked at.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Ground {
    /// Its own area, by place.
    Alone(usize),
    /// All areas of its level under a larger one: level and place.
    Under(usize, usize),
}

impl Ground {
    fn upper(self) -> Option<usize> {
        match self {
            Self::Alone(_) => None,
            Self::Under(level, _) => Some(level),
        }
    }
}

/// What was found of a target.
struct Found {
    target: Target,
    /// Width of the interval that can be put on it, or as much of it as was proved; `None` if nobody knows.
    width: Option<f64>,
    /// Whether a width that was found and is too small is the true one.
    sure: bool,
}

/// What everybody sees, and what follows at once.
pub(super) struct View<'a> {
    pub standing: &'a Standing,
    pub known: Knowledge,
    /// Per table and cell, the persons left when all known children are taken away from a known parent.
    pub rests: Vec<Vec<u32>>,
    /// Per table, those of the same level with the same groups or fewer, and where each combination lies in them.
    pub coarser: Vec<Vec<(usize, Vec<u32>)>>,
}

impl Auditor<'_> {
    /// Bounds of the cells that matter, and the blocks to withhold because of them: for each cell that is pinned down,
    /// the published block of its area with the smallest cell over it.
    pub(super) fn run(&self, standing: &Standing) -> (Audit, Vec<(usize, usize)>) {
        let view = self.view(standing);
        let laid_open = self.laid_open(&view);
        let mut audit = Audit { open: !laid_open.is_empty(), ..Audit::default() };
        let mut falling: Vec<(usize, usize)> =
            laid_open.into_iter().filter_map(|(table, area)| self.relief(&view, table, area)).collect();
        let grounds = self.chosen(&view).into_iter().map(|target| (Ground::Alone(target.area), target));
        for Found { target, width, .. } in self.widths(&view, grounds) {
            audit.tried += 1;
            match width {
                None => audit.unsolved += 1,
                Some(width) if width.is_infinite() => {}
                Some(width) => audit.narrowest = Some(audit.narrowest.map_or(width, |known: f64| known.min(width))),
            }
            if self.is_narrow(width) {
                audit.open = true;
                falling.extend(self.smallest_margin(&view, target).or_else(|| self.smallest_rest(&view, target)));
            }
        }
        if falling.is_empty() {
            falling = self.together(&view, &mut audit);
        }
        falling.sort_unstable();
        falling.dedup();
        (audit, falling)
    }

    /// The same bounds, and nothing withheld: how far anyone gets with a release as it stands.
    pub(super) fn bounds(&self, standing: &Standing) -> Bounds {
        let view = self.view(standing);
        let few = |(table, area): (usize, usize)| {
            let cells = self.scope.tables[table].block(area).enumerate();
            cells.filter(|&(combination, cell)| self.few(table, combination, cell)).count() as u64
        };
        let exact = self.laid_open(&view).into_iter().map(few).sum();
        let mut bounds = Bounds { cells: exact + self.targets(&view).len() as u64, exact, ..Bounds::default() };
        let grounds = self.chosen(&view).into_iter().map(|target| (Ground::Alone(target.area), target));
        for Found { width, .. } in self.widths(&view, grounds) {
            bounds.tried += 1;
            match width {
                None => bounds.unsolved += 1,
                Some(width) if width < 0.5 => bounds.exact += 1,
                Some(width) if self.is_narrow(Some(width)) => bounds.narrow += 1,
                Some(_) => {}
            }
            if let Some(width) = width.filter(|width| width.is_finite()) {
                bounds.narrowest = Some(bounds.narrowest.map_or(width, |known: f64| known.min(width)));
            }
        }
        let together = self.widths(&view, self.beside(&view)).into_iter();
        bounds.narrow +=
            together.filter(|found| found.sure && found.width.is_some() && self.is_narrow(found.width)).count() as u64;
        bounds
    }

    /// Looks at the same cells together with the areas beside them, and names the blocks to withhold because of those that
    /// are pinned down there. Where a program over all of them is too large the proof of the contrary looks for moves of
    /// some kinds alone: what it doesn't prove may be so all the same, and is counted.
    fn together(&self, view: &View<'_>, audit: &mut Audit) -> Vec<(usize, usize)> {
        let mut falling = Vec::new();
        for Found { target, width, sure } in self.widths(view, self.beside(view)) {
            audit.together += 1;
            if self.is_narrow(width) && width.is_some() && sure {
                audit.open = true;
                let mends = [self.smallest_margin(view, target), self.smallest_rest(view, target)];
                falling.extend(mends.into_iter().flatten().min_by_key(|&block| (self.people(block), block)));
            } else if self.is_narrow(width) {
                audit.unproved += 1;
            }
        }
        falling
    }

    /// Cells that are looked at together with the areas beside them.
    fn beside(&self, view: &View<'_>) -> impl Iterator<Item = (Ground, Target)> {
        let (mut near, mut wide) = (Vec::new(), Vec::new());
        for target in self.chosen(view) {
            let Some((level, place)) = self.parent(view, target) else { continue };
            match self.partners(view, target) {
                None => {}
                Some(partners) if partners > FEW => wide.push((Ground::Under(level, place), target)),
                Some(_) => near.push((Ground::Under(level, place), target)),
            }
        }
        wide.sort_by_key(|(_, target)| (self.rank(*target), *target));
        wide.truncate(self.sample / 50);
        near.into_iter().chain(wide)
    }

    fn view<'s>(&self, standing: &'s Standing) -> View<'s> {
        let known = Knowledge::of(self.scope, |table, area| standing[table][area].is_none());
        View { standing, rests: self.rests(&known), known, coarser: self.coarser() }
    }

    /// Solvers stop a hair beside the corner.
    fn is_narrow(&self, width: Option<f64>) -> bool {
        width.is_none_or(|width| width < f64::from(self.width) - 1e-6)
    }

    fn stands(&self, view: &View<'_>, (table, area): (usize, usize)) -> bool {
        view.standing[table][area].is_none()
    }

    fn may_fall(&self, view: &View<'_>, (table, area): (usize, usize)) -> bool {
        self.stands(view, (table, area)) && self.carried.of(table, area).is_none()
    }

    /// Every target beside a small known cell, and a sample of the others.
    fn chosen(&self, view: &View<'_>) -> Vec<Target> {
        let (mut sure, mut others) = (Vec::new(), Vec::new());
        for target in self.targets(view) {
            let Some((least, _)) = self.margins(view, target).min() else { continue };
            if least < 2 * self.width { sure.push(target) } else { others.push(target) }
        }
        others.sort_by_key(|target| (self.rank(*target), *target));
        others.truncate(self.sample);
        sure.into_iter().chain(others).collect()
    }

    /// Targets with the width of the interval that can be put on each.
    fn widths(&self, view: &View<'_>, targets: impl Iterator<Item = (Ground, Target)>) -> Vec<Found> {
        let mut grounds: BTreeMap<(usize, Ground), Vec<Target>> = BTreeMap::new();
        for (ground, target) in targets {
            grounds.entry((self.scope.tables[target.table].level, ground)).or_default().push(target);
        }
        let mut frames: BTreeMap<(usize, Option<usize>), Frame> = BTreeMap::new();
        for &(level, ground) in grounds.keys() {
            frames.entry((level, ground.upper())).or_insert_with(|| Frame::new(self, level, ground.upper()));
        }
        let found = grounds.into_par_iter().flat_map_iter(|((level, ground), targets)| {
            let mut family = Family::new(self, view, &frames[&(level, ground.upper())], ground, &targets);
            let sure = family.is_small();
            let width = |target| Found { target, width: family.width_of(target), sure };
            targets.into_iter().map(width).collect::<Vec<_>>()
        });
        found.collect()
    }

    /// How many areas could make up for a change of what is known over a target of a larger area, at least; `None` if no
    /// such thing is known.
    fn partners(&self, view: &View<'_>, target: Target) -> Option<usize> {
        let unknown = view.coarser[target.table].iter().filter(|(table, _)| !view.known.has(*table, target.area));
        let bound = unknown.filter_map(|(table, _)| {
            let (over, place) = self.over(*table, target.area)?;
            let children = &self.scope.tables[over].children[place];
            let unknown = || children.iter().filter(|&&child| !view.known.has(*table, child)).count();
            view.known.has(over, place).then(unknown)
        });
        bound.min()
    }

    /// The area over a target, with its level, in which others could make up for what the target changes: of the coarsest
    /// level that is next to its own for the target's groups or some of them, else of the next level with any table.
    fn parent(&self, view: &View<'_>, target: Target) -> Option<(usize, usize)> {
        let shape = &self.scope.tables[target.table];
        let over = view.coarser[target.table].iter().filter_map(|(table, _)| self.over(*table, target.area));
        let next = || self.scope.tables.iter().map(|other| other.level).filter(|level| *level < shape.level).max();
        let level = over.map(|(table, _)| self.scope.tables[table].level).min().or_else(next)?;
        let upper = self.scope.tables.iter().find(|other| other.level == level)?;
        Some((level, upper.place(self.charter.geography.ancestor(shape.level, shape.areas[target.area], level))))
    }

    /// Blocks that are known though they are withheld, with a cell that nobody may know.
    fn laid_open(&self, view: &View<'_>) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (table, shape) in self.scope.tables.iter().enumerate() {
            let open = |&area: &usize| {
                let told = self.stands(view, (table, area)) || shape.twin(area).is_some();
                let few = |(combination, cell)| self.few(table, combination, cell);
                view.known.has(table, area)
                    && !told
                    && !self.is_empty(table, area)
                    && shape.block(area).enumerate().any(few)
            };
            found.extend((0..shape.areas.len()).filter(open).map(|area| (table, area)));
        }
        found
    }

    /// The published block of the target's own area with the smallest cell over it.
    fn smallest_margin(&self, view: &View<'_>, target: Target) -> Option<(usize, usize)> {
        let own = self.margins(view, target).filter(|(_, (table, area))| {
            let level = |table: usize| self.scope.tables[table].level;
            (level(*table), *area) == (level(target.table), target.area) && self.may_fall(view, (*table, *area))
        });
        own.min().map(|(_, block)| block)
    }

    /// Where nothing published in the target's own area says what is narrow, what is left of a larger one does: a block beside
    /// the smallest such rest.
    fn smallest_rest(&self, view: &View<'_>, target: Target) -> Option<(usize, usize)> {
        let unknown = view.coarser[target.table].iter().filter(|(table, _)| !view.known.has(*table, target.area));
        let rests = unknown.filter_map(|(table, map)| {
            let (over, area) = self.over(*table, target.area)?;
            let cell = area * self.scope.tables[over].combinations + map[target.combination] as usize;
            view.known.has(over, area).then(|| (view.rests[over][cell], *table))
        });
        let (_, table) = rests.min()?;
        self.relief(view, table, target.area)
    }

    /// The smallest published area beside one, so that more is left of the larger one; if there is none, that.
    fn relief(&self, view: &View<'_>, table: usize, area: usize) -> Option<(usize, usize)> {
        let (coarse, over) = self.over(table, area)?;
        let siblings = self.scope.tables[coarse].children[over].iter().copied();
        let standing = siblings.filter(|&sibling| sibling != area && self.may_fall(view, (table, sibling)));
        match standing.min_by_key(|&sibling| (self.people((table, sibling)), sibling)) {
            Some(sibling) => Some((table, sibling)),
            None if self.may_fall(view, (coarse, over)) => Some((coarse, over)),
            None => self.relief(view, coarse, over),
        }
    }

    /// Persons in a block: what withholding it costs.
    fn people(&self, (table, area): (usize, usize)) -> u32 {
        self.facts[table].persons[self.scope.tables[table].block(area)].iter().sum()
    }

    /// The same groups one level up.
    pub(super) fn over(&self, table: usize, area: usize) -> Option<(usize, usize)> {
        let shape = &self.scope.tables[table];
        let coarse = self.scope.tables.iter().position(|other| other.finer == Some(table))?;
        let other = &self.scope.tables[coarse];
        Some((coarse, other.place(self.charter.geography.ancestor(shape.level, shape.areas[area], other.level))))
    }

    /// Whether a cell holds so few persons that nobody may know how many.
    fn few(&self, table: usize, combination: usize, cell: usize) -> bool {
        let facts = &self.facts[table];
        let least = match self.feared {
            Feared::Population => 0,
            Feared::Sample => 1,
        };
        (least..self.width).contains(&facts.persons[cell]) && !facts.impossible[combination]
    }

    fn is_empty(&self, table: usize, area: usize) -> bool {
        self.facts[table].persons[self.scope.tables[table].block(area)].iter().all(|persons| *persons == 0)
    }

    /// Cells under the width in blocks that nobody knows.
    fn targets(&self, view: &View<'_>) -> Vec<Target> {
        let mut targets = Vec::new();
        for (table, shape) in self.scope.tables.iter().enumerate() {
            for area in (0..shape.areas.len()).filter(|&area| !view.known.has(table, area)) {
                // The same people under a finer name are looked at there. Where nobody lives nobody has a secret.
                if shape.twin(area).is_some() || self.is_empty(table, area) {
                    continue;
                }
                let cells = shape.block(area).enumerate();
                let few = cells.filter(|&(combination, cell)| self.few(table, combination, cell));
                targets.extend(few.map(|(combination, _)| Target { table, area, combination }));
            }
        }
        targets
    }

    /// What is known over a target: persons in it, and the block that says so. Published cells of fewer groups, and what
    /// is left of a larger area.
    fn margins<'s>(&'s self, view: &'s View<'_>, target: Target) -> impl Iterator<Item = (u32, (usize, usize))> + 's {
        let level = self.scope.tables[target.table].level;
        view.coarser[target.table].iter().filter_map(move |(table, map)| {
            let other = &self.scope.tables[*table];
            let combination = map[target.combination] as usize;
            if view.known.has(*table, target.area) {
                let cell = target.area * other.combinations + combination;
                return Some((self.facts[*table].persons[cell], (*table, target.area)));
            }
            debug_assert_eq!(other.level, level);
            let (over, area) = self.over(*table, target.area)?;
            let cell = area * other.combinations + combination;
            view.known.has(over, area).then(|| (view.rests[over][cell], (over, area)))
        })
    }

    fn rests(&self, known: &Knowledge) -> Vec<Vec<u32>> {
        let rest = |(table, shape): (usize, &super::scope::Shape)| {
            let mut rest = self.facts[table].persons.clone();
            let Some(finer) = shape.finer else { return Vec::new() };
            for (area, children) in shape.children.iter().enumerate() {
                for &child in children.iter().filter(|&&child| known.has(finer, child)) {
                    let cells = shape.block(area).zip(self.scope.tables[finer].block(child));
                    cells.for_each(|(to, from)| rest[to] -= self.facts[finer].persons[from]);
                }
            }
            rest
        };
        self.scope.tables.iter().enumerate().map(rest).collect()
    }

    pub(super) fn table(&self, table: usize) -> &Table {
        &self.charter.lattice.tables()[table]
    }

    fn coarser(&self) -> Vec<Vec<(usize, Vec<u32>)>> {
        let tables = self.charter.lattice.tables();
        let of = |own: &Table| {
            let coarser = tables.iter().enumerate().filter(|(_, other)| other.level == own.level);
            let coarser = coarser.filter(|(_, other)| other.axes_follow_from(own));
            coarser.map(|(t, other)| (t, Projection::all(&self.charter.groups, &own.axes, &other.axes))).collect()
        };
        tables.iter().map(of).collect()
    }

    /// A number that looks random, so that the sample is spread over the release (splitmix64).
    fn rank(&self, target: Target) -> u64 {
        let place = (target.table as u64) << 48 ^ (target.area as u64) << 24 ^ target.combination as u64;
        mixed((self.seed ^ place).wrapping_add(0x9e37_79b9_7f4a_7c15))
    }
}

/// The last step of splitmix64: every bit of the number moves every bit of the result.
pub(super) fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
