//! Which blocks stand. A block is all cells of one area × one subset of groups; it stands or falls as a whole.

use serde::{Deserialize, Serialize};

use super::carried::Carried;
use super::scope::{Scope, Shape};

/// Why a block is withheld. The officer alone learns it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The area has too few people or households.
    Area,
    /// A cell has too few persons.
    Persons,
    /// One person makes up too much of a cell.
    Dominance,
    /// A coarser subset of the same area doesn't stand.
    Coarser,
    /// What is left of a larger area would say it.
    Rest,
    /// The audit found that published figures pin down a cell of it, or of another block.
    Audit,
    /// An earlier release withheld it, and too little changed since.
    Earlier,
}

impl Rule {
    /// The word in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Persons => "persons",
            Self::Dominance => "dominance",
            Self::Coarser => "coarser",
            Self::Rest => "rest",
            Self::Audit => "audit",
            Self::Earlier => "earlier",
        }
    }
}

/// What the rules ask of the cells of one table.
pub(super) struct Facts {
    /// Persons in the cells.
    pub persons: Vec<u32>,
    /// Sum of the contributors' record keys: equal contributors, equal key.
    pub keys: Vec<u128>,
    /// Cells of which one person makes up too much.
    pub dominated: Vec<bool>,
    /// Cells that nobody can be in, by combination: the charter lists them, and nobody is.
    pub impossible: Vec<bool>,
    /// Cells in which there are people though the charter says that nobody can be: they are judged like any other.
    pub contradicted: u64,
    /// Per area, whether it has too few people, and too few households.
    pub small: Vec<[bool; 2]>,
    /// People of the areas, by weight.
    pub weights: Vec<f64>,
}

/// How much each rule would withhold if it were the only one.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Alone {
    /// Areas of all levels.
    pub areas: u64,
    /// Areas with too few people.
    pub people: u64,
    /// Areas with too few households.
    pub households: u64,
    /// Blocks of all tables.
    pub blocks: u64,
    /// Blocks with a cell of too few persons.
    pub persons: u64,
    /// Blocks with a cell of which one person makes up too much.
    pub dominance: u64,
}

impl Alone {
    pub(super) fn of(scope: &Scope, facts: &[Facts], tests: &Tests<'_>) -> Self {
        let mut alone = Self::default();
        for (table, (shape, facts)) in scope.tables.iter().zip(facts).enumerate() {
            // Areas are the same in every table of a level.
            if scope.tables[..table].iter().all(|before| before.level != shape.level) {
                alone.areas += shape.areas.len() as u64;
                alone.people += facts.small.iter().filter(|few| few[0]).count() as u64;
                alone.households += facts.small.iter().filter(|few| few[1]).count() as u64;
            }
            alone.blocks += shape.areas.len() as u64;
            for area in 0..shape.areas.len() {
                let few = |cell| facts.fails(cell, tests) == Some(Rule::Persons);
                alone.persons += u64::from(cells(shape, facts, area).any(few));
                alone.dominance += u64::from(cells(shape, facts, area).any(|cell| facts.dominated[cell]));
            }
        }
        alone
    }
}

impl Facts {
    fn fails(&self, cell: usize, tests: &Tests<'_>) -> Option<Rule> {
        if !(tests.persons)(self.persons[cell], self.keys[cell]) {
            return Some(Rule::Persons);
        }
        self.dominated[cell].then_some(Rule::Dominance)
    }
}

/// Cells of an area's block in which somebody can be.
fn cells<'a>(shape: &Shape, facts: &'a Facts, area: usize) -> impl Iterator<Item = usize> + 'a {
    shape.block(area).zip(&facts.impossible).filter(|(_, impossible)| !**impossible).map(|(cell, _)| cell)
}

/// What a cell, and what is left of an area, must have.
pub(super) struct Tests<'a> {
    /// The person test of a cell: persons, sum of record keys.
    pub persons: &'a (dyn Fn(u32, u128) -> bool + Sync),
    /// People, by weight, that an area has at least.
    pub area_people: f64,
    /// Whether what is left is tested at all.
    pub rests: bool,
    /// Blocks that keep what an earlier release told.
    pub carried: &'a Carried<'a>,
}

/// Per table and area, the rule that withholds the block first; `None` if it stands.
pub(super) type Standing = Vec<Vec<Option<Rule>>>;

/// Decides every block (steps 2 to 4 of the design): own cells, then coarse to fine the closure under coarser subsets
/// and, bottom-up over levels, the rest rule. As both only ever look at coarser subsets and finer levels, one pass is
/// the fixpoint. Blocks in `withheld` fall first; blocks that keep what was told of them neither fall nor rise.
pub(super) fn decide(scope: &Scope, facts: &[Facts], tests: &Tests<'_>, withheld: &[(usize, usize)]) -> Standing {
    let own = |(table, (shape, facts)): (usize, (&Shape, &Facts))| {
        let rule = |area| match tests.carried.of(table, area) {
            None => own_rule(shape, facts, tests, area),
            Some(stood) => (!stood).then_some(Rule::Earlier),
        };
        (0..shape.areas.len()).map(rule).collect::<Vec<_>>()
    };
    let mut standing: Standing = scope.tables.iter().zip(facts).enumerate().map(own).collect();
    for &(table, area) in withheld {
        fall(scope, tests, &mut standing, table, area, Rule::Audit);
    }
    for subset in &scope.subsets {
        for &table in subset {
            for area in 0..standing[table].len() {
                let falls = scope.tables[table].coarser.iter().any(|&coarser| standing[coarser][area].is_some());
                if falls && tests.carried.of(table, area).is_none() {
                    standing[table][area].get_or_insert(Rule::Coarser);
                }
            }
        }
        if tests.rests {
            Rests { scope, facts, tests }.repair(subset, &mut standing);
        }
    }
    standing
}

fn own_rule(shape: &Shape, facts: &Facts, tests: &Tests<'_>, area: usize) -> Option<Rule> {
    if facts.small[area].contains(&true) {
        return Some(Rule::Area);
    }
    let mut first = None;
    for cell in cells(shape, facts, area) {
        match facts.fails(cell, tests) {
            Some(Rule::Persons) => return Some(Rule::Persons),
            failed => first = first.or(failed),
        }
    }
    first
}

/// The rest rule: whoever subtracts from a published block all that is published below it gets a rest; it must be empty
/// or pass the person test cell by cell and be as large as an area has to be: one that is too small would come back.
///
/// As areas are parted by their children, the rest of an area is the sum of the rests of its withheld children, and the
/// rest of an area of the finest level is the area itself.
struct Rests<'a> {
    scope: &'a Scope,
    facts: &'a [Facts],
    tests: &'a Tests<'a>,
}

#[derive(Clone)]
struct Rest {
    persons: Vec<u32>,
    keys: Vec<u128>,
    weight: f64,
}

impl Rest {
    fn none(cells: usize) -> Self {
        Self { persons: vec![0; cells], keys: vec![0; cells], weight: 0.0 }
    }

    fn add(&mut self, from: &Self) {
        self.persons.iter_mut().zip(&from.persons).for_each(|(total, more)| *total += more);
        self.keys.iter_mut().zip(&from.keys).for_each(|(total, more)| *total = total.wrapping_add(*more));
        self.weight += from.weight;
    }
}

impl Rests<'_> {
    /// Goes up from the finest level, and withholds until every published block passes.
    fn repair(&self, subset: &[usize], standing: &mut Standing) {
        let Some(&finest) = subset.last() else { return };
        let shape = &self.scope.tables[finest];
        let whole = |area: usize| Rest {
            persons: self.facts[finest].persons[shape.block(area)].to_vec(),
            keys: self.facts[finest].keys[shape.block(area)].to_vec(),
            weight: self.facts[finest].weights[area],
        };
        let mut below: Vec<Rest> = (0..shape.areas.len()).map(whole).collect();
        for &coarse in subset.iter().rev().skip(1) {
            let shape = &self.scope.tables[coarse];
            let Some(fine) = shape.finer else { continue };
            let mut rests = Vec::with_capacity(shape.areas.len());
            for (area, children) in shape.children.iter().enumerate() {
                if let Some((fine, twin)) = shape.twin(area) {
                    // The same people under two names stand or fall together.
                    if let Some(rule) = standing[coarse][area].or(standing[fine][twin]) {
                        fall(self.scope, self.tests, standing, coarse, area, rule);
                    }
                    rests.push(below[twin].clone());
                    continue;
                }
                let mut rest = Rest::none(shape.combinations);
                let fallen = children.iter().filter(|&&child| standing[fine][child].is_some());
                fallen.for_each(|&child| rest.add(&below[child]));
                if standing[coarse][area].is_none() && !self.allows(coarse, &rest) {
                    self.mend((coarse, area), &below, &mut rest, standing);
                }
                rests.push(rest);
            }
            below = rests;
        }
    }

    /// Withholds the smallest child that alone repairs the rest; else children from the smallest up until it passes;
    /// else the area's own block, and no child.
    fn mend(&self, (coarse, area): (usize, usize), below: &[Rest], rest: &mut Rest, standing: &mut Standing) {
        let shape = &self.scope.tables[coarse];
        let Some(fine) = shape.finer else { return };
        let persons = |child: usize| self.facts[fine].persons[self.scope.tables[fine].block(child)].iter().sum::<u32>();
        let stands = |child: &usize| standing[fine][*child].is_none() && self.tests.carried.of(fine, *child).is_none();
        let mut published: Vec<usize> = shape.children[area].iter().copied().filter(stands).collect();
        published.sort_by_key(|&child| (persons(child), child));
        let with = |rest: &Rest, child: usize| {
            let mut with = rest.clone();
            with.add(&below[child]);
            with
        };
        let mut sum = rest.clone();
        let sums: Vec<Rest> = published
            .iter()
            .map(|&child| {
                sum.add(&below[child]);
                sum.clone()
            })
            .collect();
        let alone = published.iter().find(|&&child| self.allows(coarse, &with(rest, child)));
        // All children together are the area itself: then withholding the area costs less.
        let several = (0..published.len().saturating_sub(1)).find(|&number| self.allows(coarse, &sums[number]));
        let falling: Vec<(usize, usize)> = match (alone, several) {
            (Some(&child), _) => {
                *rest = with(rest, child);
                vec![(fine, child)]
            }
            (None, Some(number)) => {
                *rest = sums[number].clone();
                published[..=number].iter().map(|&child| (fine, child)).collect()
            }
            (None, None) => vec![(coarse, area)],
        };
        for (table, area) in falling {
            fall(self.scope, self.tests, standing, table, area, Rule::Rest);
        }
    }

    fn allows(&self, table: usize, rest: &Rest) -> bool {
        let cells = rest.persons.iter().zip(&rest.keys).zip(&self.facts[table].impossible);
        rest.persons.iter().all(|persons| *persons == 0)
            || rest.weight >= self.tests.area_people
                && cells
                    .into_iter()
                    .all(|((&persons, &key), impossible)| *impossible || (self.tests.persons)(persons, key))
    }
}

/// Withholds a block, and the same people's under other names.
fn fall(scope: &Scope, tests: &Tests<'_>, standing: &mut Standing, table: usize, area: usize, rule: Rule) {
    let mut next = Some((table, area));
    while let Some((table, area)) = next {
        if tests.carried.of(table, area).is_none() {
            standing[table][area].get_or_insert(rule);
        }
        next = scope.tables[table].twin(area);
    }
}
