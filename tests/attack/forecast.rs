//! A forecast against releases of worlds that other code drew, from the same sizes and shares.

use std::fmt::Write as _;

use archipel::charter::{Population, Shares};
use archipel::disclosure::Forecast;

use super::world::World;

/// Worlds of nine towns, each forecast from nothing but the people of its towns and the shares of its categories. Means
/// over the worlds lie within three points of each other in every table, and not all of them are 0 or 1.
#[test]
fn a_forecast_comes_near_the_coverage_of_independent_groups() {
    const WORLDS: u64 = 6;
    let mut forecast = Vec::new();
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
        let persons = Population::parse(charter, "people.csv", &people).unwrap();
        let shares = Shares::parse(charter, "shares.csv", &shares).unwrap();
        let made = Forecast { charter, persons: &persons, shares: &shares, weight: None, seed, threads: 1 };
        let coverage = |review: archipel::disclosure::Review| -> Vec<f64> {
            review.tables.iter().map(|table| table.coverage).collect()
        };
        forecast.push(coverage(made.review(&charter.members[0].id, &|_| ())));
        released.push(coverage(world.release(&[]).1));
    }
    let mean = |all: &[Vec<f64>], table: usize| all.iter().map(|one| one[table]).sum::<f64>() / WORLDS as f64;
    let tables = 0..forecast[0].len();
    let pairs: Vec<[f64; 2]> = tables.map(|table| [mean(&forecast, table), mean(&released, table)]).collect();
    println!("{pairs:.3?}");
    assert!(pairs.iter().all(|[forecast, released]| (forecast - released).abs() < 0.03), "{pairs:.3?}");
    assert!(pairs.iter().filter(|[_, released]| (0.1..0.95).contains(released)).count() >= 5, "{pairs:.3?}");
}
