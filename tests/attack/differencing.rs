//! A3: published areas subtracted from a larger one. What the report says of the rest is true, and so is what it says of
//! how much that is worth.

use archipel::model::{MemberId, Statistics, Status};
use archipel::report::{Differencing, Published, difference};

use super::world::World;

/// The closest attempt of a world, and persons and index that the areas left really have.
fn closest(world: &World) -> (Differencing, Option<f64>) {
    let (tables, _) = world.release(&[]);
    let truth = world.truth(&tables);
    let member: MemberId = "m".parse().unwrap();
    let (sums, ..) = Published::combine(&world.charter, &[(member, tables)]);
    let found = difference(&world.charter, &sums);
    let rest = found.closest.as_ref().map(|closest| {
        let lattice = world.charter.lattice.tables();
        let combination = sums[closest.table].cells.rows[closest.row].combination;
        let persons = closest.left.iter().map(|&(level, area)| {
            let table =
                lattice.iter().position(|table| table.level == level && table.axes == lattice[closest.table].axes);
            let cells = &sums[table.unwrap()].cells;
            let row = cells.rows.iter().position(|row| (row.area, row.combination) == (area, combination)).unwrap();
            assert_eq!(cells.status[row], Status::Withheld);
            assert!(cells.columns[Statistics::PERSONS][row].is_nan());
            f64::from(truth[table.unwrap()][row])
        });
        persons.sum()
    });
    (found, rest)
}

fn worlds(disclosure: &str) -> Vec<(Differencing, f64)> {
    let tried = (0..120).map(|seed| closest(&World::new(seed, 400, disclosure)));
    tried.filter_map(|(found, rest)| Some((found, rest?))).collect()
}

#[test]
fn what_is_left_is_as_uncertain_as_the_report_says() {
    for disclosure in
        ["knowledge = \"population\"\narea_people = 30\nnoise_points = 50", "knowledge = \"sample\"\narea_people = 30"]
    {
        let tried = worlds(disclosure);
        let errors: Vec<f64> = tried
            .iter()
            .map(|(found, truth)| {
                let closest = found.closest.as_ref().unwrap();
                (closest.persons - truth) / (closest.margin / 1.96)
            })
            .collect();
        let count = errors.len() as f64;
        let spread = (errors.iter().map(|error| error * error).sum::<f64>() / count).sqrt();
        println!("{disclosure}: {count} attempts, errors of {spread:.2} standard deviations as said");
        assert!(count >= 40.0);
        // Of 40 errors and more the standard deviation is off by 11 % at most (one in 1.4 σ, 1σ = 1/√80); 0.6 and 1.5 are
        // four standard deviations away: false alarms in fewer than one of 10,000 versions.
        assert!((0.6..1.5).contains(&spread), "{spread}");
    }
}

/// The person test is what no attempt gets around: fewer than eleven people are never what is left.
#[test]
fn what_is_left_passes_the_person_test() {
    for disclosure in ["knowledge = \"population\"\narea_people = 30", "knowledge = \"sample\"\narea_people = 30"] {
        let tried = worlds(disclosure);
        let few = tried.iter().filter(|(_, truth)| (1.0..11.0).contains(truth)).count();
        let isolated: u64 = tried.iter().map(|(found, _)| found.isolated).sum();
        println!("{disclosure}: {} attempts, {few} with fewer than 11, {isolated} isolated", tried.len());
        assert_eq!(few, 0);
    }
}
