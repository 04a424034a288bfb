//! Equal contributors seen at two sizes of noise: whoever knows both sizes solves for what one draw hides.

use archipel::disclosure::Step;
use archipel::model::Statistics;

use super::world::{World, published};

const POPULATION: &str = "knowledge = \"population\"\narea_people = 30\nnoise_points = 50";
/// Persons in the first town, all that live in its province.
const LARGEST: u32 = 6000;

/// Errors of the attacker about Σ(x − 50) of each dimension, over all cells that stand in both town and province.
fn errors(seed: u64, without: &[Step]) -> Vec<f64> {
    let mut world = World::new(seed, LARGEST, POPULATION);
    world.people.retain(|person| person.town % 3 != 0 || person.town == 0);
    let (tables, _) = world.release(&[without, &[Step::Audit, Step::Bounds]].concat());
    let lattice = world.charter.lattice.tables();
    let statistics = world.charter.statistics();
    let size = |level: usize| {
        let tables = lattice.iter().filter(|table| table.level == level).count() as f64;
        (tables / world.charter.rules.budget[level]).sqrt()
    };
    let (coarse, fine) = (size(1), size(2));
    let mut errors = Vec::new();
    for (t, table) in lattice.iter().enumerate().filter(|(_, table)| table.level == 2) {
        let over = lattice.iter().position(|other| other.level == 1 && other.axes == table.axes).unwrap();
        for (row, key) in tables[t].rows.iter().enumerate().filter(|(_, key)| key.area == 0) {
            let same = |other: &archipel::model::RowKey| (other.area, other.combination) == (0, key.combination);
            let upper = tables[over].rows.iter().position(same).unwrap();
            if !published(&tables[t], row) || !published(&tables[over], upper) {
                continue;
            }
            for d in 0..3 {
                let seen = |table: usize, row: usize| {
                    let figure = |column: usize| tables[table].columns[column][row];
                    (figure(statistics.dimension(d)) - 50.0) * figure(Statistics::PERSONS)
                };
                let (far, near) = (seen(over, upper), seen(t, row));
                let solved = near - (far - near) * fine / (coarse - fine);
                let people = world.people.iter().filter(|person| world.cell(table, person) == (0, key.combination));
                let truth: f64 = people.map(|person| if person.answers[d] == 1 { -50.0 } else { 50.0 }).sum();
                errors.push(solved - truth);
            }
        }
    }
    errors
}

fn root_mean_square(errors: &[f64]) -> f64 {
    (errors.iter().map(|error| error * error).sum::<f64>() / errors.len() as f64).sqrt()
}

/// With one draw for all sizes what is left is rounding; with a draw for each the solution is worse than one look.
#[test]
fn one_draw_at_two_sizes_would_be_solved_for() {
    let all = |without: &[Step]| (0..12).flat_map(|seed| errors(seed, without)).collect::<Vec<_>>();
    let (open, closed) = (all(&[Step::Sizes]), all(&[]));
    let (solved, hidden) = (root_mean_square(&open), root_mean_square(&closed));
    println!("{} cells: off by {solved:.0} with one draw, by {hidden:.0} with a draw for each size", closed.len());
    assert!(open.len() >= 60, "{}", open.len());
    // The noise of one look at a town has a standard deviation of 387; the solution of two independent ones 1,000.
    assert!(solved < 250.0, "the attack works: {solved}");
    assert!(hidden > 700.0, "{hidden}");
}
