//! A forecast against releases of worlds that other code drew, from the same sizes and shares.

use std::fmt::Write as _;

use archipel::charter::{Population, Shares};
use archipel::disclosure::{Forecast, Review};

use super::world::World;

/// Worlds of nine towns, each forecast from nothing but the people of its towns and the shares of its categories. In every
/// table the mean of the differences is one that chance explains, at four standard errors (a right forecast fails once in
/// several hundred choices of seeds); over all tables it is below one point. Even shares miss by far.
#[test]
fn a_forecast_comes_near_the_coverage_of_independent_groups() {
    const WORLDS: u64 = 30;
    let (mut forecast, mut even) = (Vec::new(), Vec::new());
    let mut released = Vec::new();
    for seed in 0..WORLDS {
        let world = World::new(seed, 12_000, "knowledge = \"population\"");
        let charter = &world.charter;
        let towns = charter.geography.areas(charter.geography.finest());
        let mut people = "code,people\n".to_owned();
        for (area, town) in (0..).zip(towns) {
            let count = world.people.iter().filter(|person| person.town == area).count();
            let _ = writeln!(people, "{},{count}", town.code);
        }
        // The least of two even draws.
        let mut shares = "group,category,share\n".to_owned();
        for group in &charter.groups {
            let size = group.categories.len();
            for (i, category) in group.categories.iter().enumerate() {
                let share = (2 * (size - i) - 1) as f64 / (size * size) as f64;
                let _ = writeln!(shares, "{},{},{share}", group.id, category.id);
            }
        }
        let persons = Population::parse(charter, "people.csv", people.as_bytes()).unwrap();
        let coverage = |review: Review| review.tables.iter().map(|table| table.coverage).collect::<Vec<f64>>();
        let review = |shares: &Shares| {
            let made = Forecast { charter, persons: &persons, shares, weight: None, seed, threads: 1 };
            coverage(made.review(&charter.members[0].id, &|_| ()))
        };
        forecast.push(review(&Shares::parse(charter, "shares.csv", shares.as_bytes()).unwrap()));
        even.push(review(&Shares::even(charter)));
        released.push(coverage(world.release(&[]).1));
    }
    let tables = 0..released[0].len();
    let differences = |forecast: &[Vec<f64>]| -> Vec<[f64; 2]> {
        let of =
            |table: usize| forecast.iter().zip(&released).map(move |(made, true_one)| made[table] - true_one[table]);
        let mean = |table: usize| of(table).sum::<f64>() / WORLDS as f64;
        let error = |table: usize| {
            let squares: f64 = of(table).map(|difference| (difference - mean(table)).powi(2)).sum();
            (squares / (WORLDS * (WORLDS - 1)) as f64).sqrt()
        };
        tables.clone().map(|table| [mean(table), error(table)]).collect()
    };
    let overall = |found: &[[f64; 2]]| found.iter().map(|[mean, _]| mean).sum::<f64>() / found.len() as f64;
    let (near, far) = (differences(&forecast), differences(&even));
    println!("{:.4} {near:.3?}\n{:.4} {far:.3?}", overall(&near), overall(&far));
    let chance = |[mean, error]: &[f64; 2]| mean.abs() <= 4.0 * error + 0.002;
    assert!(near.iter().all(chance), "{near:.3?}");
    assert!(overall(&near).abs() < 0.01, "{near:.3?}");
    assert!(!far.iter().all(chance), "{far:.3?}");
}
