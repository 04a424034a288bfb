//! A2, A3, A5, A6: whoever has every published figure, without noise even, and solves for what is withheld.

use std::collections::BTreeMap;

use archipel::charter::Knowledge;
use archipel::disclosure::{Step, System};
use archipel::model::PublishedTable;

use super::world::{GROUPS, World, published, worlds};

const POPULATION: &str = "knowledge = \"population\"\narea_people = 30";
/// Areas that are withheld for their size alone, and cells that may be empty.
const SAMPLE: &str = "knowledge = \"sample\"\narea_people = 250";

/// All people by town and all groups, and every sum that is published.
fn system(world: &World, tables: &[PublishedTable], truth: &[Vec<u32>]) -> (System, Vec<Vec<Vec<usize>>>) {
    let combinations: u32 = GROUPS.iter().product();
    let towns = world.charter.geography.areas(world.charter.geography.finest()).len() as u32;
    let mut system = System { unknowns: (towns * combinations) as usize, sums: Vec::new() };
    let mut members = Vec::new();
    for ((table, cells), truth) in world.charter.lattice.tables().iter().zip(tables).zip(truth) {
        let mut parts: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
        for town in 0..towns {
            for combination in 0..combinations {
                let somebody = super::world::Person { id: 0, town, combination, answers: [0; 3] };
                parts
                    .entry(world.cell(table, &somebody))
                    .or_default()
                    .push((town * combinations + combination) as usize);
            }
        }
        let own: Vec<Vec<usize>> =
            cells.rows.iter().map(|row| parts.remove(&(row.area, row.combination)).unwrap()).collect();
        for (row, parts) in own.iter().enumerate().filter(|(row, _)| published(cells, *row)) {
            system.sums.push((parts.clone(), f64::from(truth[row])));
        }
        members.push(own);
    }
    (system, members)
}

/// Withheld cells under the threshold: how many are found exactly, and within less than the threshold.
fn harvest(world: &World, without: &[Step], most: usize) -> (usize, usize, usize) {
    let (tables, review) = world.release(without);
    let truth = world.truth(&tables);
    let (system, members) = system(world, &tables, &truth);
    let few = match world.charter.rules.knowledge {
        Knowledge::Population => 0..11,
        Knowledge::Sample => 1..11,
    };
    let mut targets = Vec::new();
    for (t, cells) in tables.iter().enumerate() {
        targets.extend(
            (0..cells.len())
                .filter(|&row| guarded(world, cells, row) && few.contains(&truth[t][row]))
                .map(|row| (t, row)),
        );
    }
    let (mut exact, mut narrow) = (0, 0);
    let step = targets.len().div_ceil(most).max(1);
    let tried: Vec<_> = targets.iter().step_by(step).collect();
    for &&(t, row) in &tried {
        let (least, greatest) = system.bounds(&members[t][row]).expect("the truth is a solution");
        exact += usize::from(greatest - least < 0.5);
        narrow += usize::from(greatest - least < 11.0 - 1e-6);
    }
    println!(
        "{without:?}: {} of {} cells tried, exact {exact}, narrow {narrow}, safe {}, {:?}",
        tried.len(),
        targets.len(),
        review.safe,
        review.audit
    );
    (tried.len(), exact, narrow)
}

/// Whether a cell is in a block that is withheld as a whole: a cell that is blank alone isn't reliable, and no secret.
fn guarded(world: &World, cells: &PublishedTable, row: usize) -> bool {
    let area = cells.rows[row].area;
    let inhabited = world.people.iter().any(|person| {
        let geography = &world.charter.geography;
        (0..=geography.finest()).any(|level| geography.ancestor(geography.finest(), person.town, level) == area)
    });
    let block = (0..cells.len()).filter(|&other| cells.rows[other].area == area);
    inhabited && block.into_iter().all(|row| !published(cells, row))
}

#[test]
fn what_is_withheld_cannot_be_solved_for() {
    let steps: [&[Step]; 2] = [&[Step::Rest, Step::Audit, Step::Noise], &[Step::Noise]];
    let mut sums = [[0; 3]; 2];
    let rules = [POPULATION, SAMPLE];
    for (seed, disclosure) in worlds(8).map(|seed| (seed, rules[seed as usize % 2])) {
        let world = World::new(seed, 1500, disclosure);
        for (sum, without) in sums.iter_mut().zip(steps) {
            let (tried, exact, narrow) = harvest(&world, without, 60);
            sum.iter_mut().zip([tried, exact, narrow]).for_each(|(sum, more)| *sum += more);
        }
    }
    let [open, closed] = sums;
    println!("tried, exact, narrow: {open:?} without rest rule and audit, {closed:?} with both");
    assert!(open[1] > 0, "the attack works: {open:?}");
    assert_eq!(closed[1..], [0, 0], "of {}", closed[0]);
}

/// Every table of two groups has at least eleven people in each cell, and together they pin the table of three down to
/// three possibilities: only the audit sees it.
#[test]
fn margins_of_three_groups_are_withheld_where_they_say_too_much() {
    let mut world =
        World::new(0, 1, "knowledge = \"sample\"\narea_people = 30\nreliable_persons = 5\nnoise_points = 50");
    world.people.clear();
    for a in 0..2 {
        for b in 0..2 {
            for c in 0..2 {
                let persons = if a == b && b == c { 1 } else { 10 };
                for _ in 0..persons {
                    let id = world.people.len() as u128 + 1;
                    let combination = a * 8 + b * 4 + c * 2;
                    world.people.push(super::world::Person { id, town: 0, combination, answers: [1, 1, 0] });
                }
            }
        }
    }
    let (tried, _, narrow) = harvest(&world, &[Step::Audit, Step::Noise], 60);
    assert!(narrow >= 2, "the attack works: {narrow} of {tried}");
    let (tried, _, narrow) = harvest(&world, &[Step::Noise], 60);
    assert!(tried > 0 && narrow == 0, "{narrow} of {tried}");
}

/// Each area by itself hides its cells, and what is left of a larger one pins them down: without the rest rule, which sees
/// to that first, the audit finds it.
#[test]
fn the_audit_looks_at_areas_together() {
    for rules in [POPULATION, SAMPLE] {
        let mut open = 0;
        for seed in worlds(8) {
            let world = World::new(seed, 1000, rules);
            open += harvest(&world, &[Step::Rest, Step::Audit], 60).2;
            let (tried, _, narrow) = harvest(&world, &[Step::Rest], 60);
            assert!(tried > 0 && narrow == 0, "{narrow} of {tried}, seed {seed}, {rules}");
        }
        assert!(open > 0, "the attack works");
    }
}
