//! A15: a share of nearly nobody or nearly everybody tells what each member of a group is.

use archipel::disclosure::Step;
use archipel::model::Statistics;

use super::world::{World, published};

const SAMPLE: &str = "knowledge = \"sample\"\narea_people = 30";

/// Cells in which the smaller part has 1 to 10 persons: all, and those whose published shares say so within 2 points.
fn told(seed: u64, without: &[Step]) -> (u32, u32) {
    let mut world = World::new(seed, 1500, SAMPLE);
    // Nearly everybody in one band, so that the other has a handful.
    for person in &mut world.people {
        if person.id % 29 != 0 {
            person.answers = [1, 1, 1];
        }
    }
    let (tables, _) = world.release(&[without, &[Step::Audit, Step::Noise]].concat());
    let statistics = world.charter.statistics();
    let (mut all, mut told) = (0, 0);
    for (table, cells) in world.charter.lattice.tables().iter().zip(&tables) {
        for (row, key) in cells.rows.iter().enumerate().filter(|(row, _)| published(cells, *row)) {
            let inside = |person: &&super::world::Person| world.cell(table, person) == (key.area, key.combination);
            let high =
                |person: &super::world::Person| person.answers.iter().filter(|answer| **answer == 0).count() >= 2;
            let people: Vec<_> = world.people.iter().filter(inside).collect();
            let few = people.iter().filter(|person| high(person)).count();
            if !(1..11).contains(&few) {
                continue;
            }
            let figure = |column: usize| cells.columns[column][row];
            let (share, step) = (figure(statistics.share(1)), figure(statistics.share_step()));
            let persons = figure(Statistics::PERSONS);
            all += 1;
            told += u32::from(step < 0.02 && (share - few as f64 / people.len() as f64).abs() < 0.02);
            if without.is_empty() {
                assert!(share == 0.0 && step * persons >= 10.0, "{few} of {persons}: {share} at {step}");
            }
        }
    }
    (all, told)
}

#[test]
fn shares_of_few_people_are_bounds() {
    let sum = |without: &[Step]| (0..6).map(|seed| told(seed, without)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let (all, open) = sum(&[Step::Bounds]);
    assert!(all >= 40 && open == all, "the attack works: {open} of {all}");
    assert_eq!(sum(&[]).1, 0);
}
