//! A16: somebody who knows every record but one, and all weights but that person's, subtracts them from what is published.

use archipel::disclosure::Step;
use archipel::model::Statistics;

use super::world::{World, published, worlds};

const POPULATION: &str = "knowledge = \"population\"\narea_people = 30\nnoise_points = 50";
/// Weight of the person in question, and of all others.
const WEIGHTS: [f64; 2] = [3000.0, 1000.0];

/// How often all published weights together tell that of one person to 5 %, of how many persons.
fn right(without: &[Step]) -> [u32; 2] {
    let (mut right, mut asked) = (0, 0);
    for seed in worlds(100) {
        let mut world = World::new(seed, 1500, POPULATION);
        let target = world.people[0].clone();
        let weight = |id: u128| WEIGHTS[usize::from(id != target.id)];
        world.weights = world.people.iter().map(|person| (person.id, weight(person.id))).collect();
        let (tables, _) = world.release(&[without, &[Step::Audit]].concat());
        let lattice = world.charter.lattice.tables();
        let (mut total, mut certainty) = (0.0, 0.0);
        for (table, cells) in lattice.iter().zip(&tables) {
            let own = world.cell(table, &target);
            let row = cells.rows.iter().position(|row| (row.area, row.combination) == own).unwrap();
            if !published(cells, row) {
                continue;
            }
            let others =
                world.people.iter().filter(|person| person.id != target.id && world.cell(table, person) == own);
            let estimate = cells.columns[Statistics::WEIGHT][row] - WEIGHTS[1] * others.count() as f64;
            // As sure as the level's share of the budget makes it.
            let looks = lattice.iter().filter(|other| other.level == table.level).count() as f64;
            let sure = world.charter.rules.budget[table.level] / looks;
            total += sure * estimate;
            certainty += sure;
        }
        if certainty > 0.0 {
            asked += 1;
            right += u32::from((total / certainty - WEIGHTS[0]).abs() <= 0.05 * WEIGHTS[0]);
        }
    }
    println!("without {without:?}: {right} of {asked}");
    [right, asked]
}

/// All looks together leave a standard deviation of more than the weight itself: the best guess is right to 5 % less than
/// 5 times in 100, and more than 15 times in one of 10,000 runs of other seeds.
#[test]
fn nobody_tells_a_persons_weight() {
    let [bare, asked] = right(&[Step::Noise]);
    assert!(asked > 50 && bare == asked, "the attack works: {bare} of {asked}");
    let [guarded, asked] = right(&[]);
    assert!(asked > 50 && 100 * guarded <= 15 * asked, "{guarded} of {asked}");
}
