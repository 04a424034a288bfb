//! Intervals that should hold in 95 of 100 cases.

use archipel::model::FigureColumns;
use archipel::report::{Combined, Shown};

use super::world::{PRIVATE, World, over};

const RELEASES: u64 = 200;

/// The index, three dimensions, the shares of three bands, and people.
const FIGURES: usize = 8;

/// Number of intervals that hold, and number of all: where the count is at least three of its errors, and anywhere.
type Held = [[[u32; 2]; FIGURES]; 2];

/// Over 200 releases, at each level, true figures lie within their intervals in 94 to 96 of 100 cells that are not so
/// small that noise decides whether there is a figure at all; with such cells, whose intervals often are the whole
/// scale, in no fewer.
#[test]
#[ignore = "slow lane: hundreds of releases"]
fn intervals_hold_as_often_as_they_say() {
    let world = World::new(11, 3000, PRIVATE);
    let plan = world.plan("0.5");
    let (charter, truth) = (&world.charter, world.truth());
    let (statistics, levels) = (charter.statistics(), charter.geography.levels().len());
    let reading = archipel::report::Reading::new(charter).shown;
    let held = over(0..RELEASES, |seed| {
        let shown = world.shown(&plan, world.private(&plan, seed, None));
        let mut held: Vec<Held> = vec![[[[0; 2]; FIGURES]; 2]; levels];
        for ((table, cells), exact) in charter.lattice.tables().iter().zip(&shown).zip(&truth) {
            for (place, key) in exact.rows.iter().enumerate() {
                let row = cells.row(key.area, key.combination).unwrap();
                let sum = |column: usize| exact.columns[column][place];
                let weight = sum(FigureColumns::WEIGHT);
                let mean = |d: usize| 50.0 + sum(statistics.dimension(d)) / weight;
                let share = |band: usize| (1.0 + sum(statistics.contrast(band)) / weight) / 3.0;
                let index = (0..3).map(mean).sum::<f64>() / 3.0;
                let figures = [index, mean(0), mean(1), mean(2), share(0), share(1), share(2), weight];
                let columns =
                    [Shown::INDEX, 3, 4, 5, reading.share(0), reading.share(1), reading.share(2), Shown::WEIGHT];
                let few = weight < 3.0 * cells.errors[Shown::WEIGHT][row];
                for (what, (figure, column)) in figures.into_iter().zip(columns).enumerate() {
                    let [low, high] = interval(cells, row, column);
                    let holds = u32::from((low..=high).contains(&figure));
                    for of in if few { 1..2 } else { 0..2 } {
                        let [within, all] = &mut held[table.level][of][what];
                        (*within, *all) = (*within + holds, *all + 1);
                    }
                }
            }
        }
        held
    });
    let both = |mut one: Vec<Held>, other: Vec<Held>| {
        let parts = one.iter_mut().flatten().flatten().flatten().zip(other.iter().flatten().flatten().flatten());
        parts.for_each(|(a, b)| *a += b);
        one
    };
    let held = held.into_iter().reduce(both).unwrap();
    for (level, [sure, any]) in held.iter().enumerate() {
        for (what, figures) in [("indices and dimensions", 0..4), ("shares", 4..7), ("people", 7..8)] {
            let share = |held: &[[u32; 2]; FIGURES]| {
                let [within, all] =
                    held[figures.clone()].iter().fold([0, 0], |sum, own| [sum[0] + own[0], sum[1] + own[1]]);
                f64::from(within) / f64::from(all)
            };
            let [sure, any] = [sure, any].map(share);
            println!("level {level}, {what}: {sure:.4}, with the smallest cells {any:.4}");
            assert!((0.94..=0.96).contains(&sure) && any >= 0.94, "level {level}, {what}: {sure:.4}, {any:.4}");
        }
    }
}

/// Interval of a figure; the whole scale where none is given.
fn interval(cells: &Combined, row: usize, column: usize) -> [f64; 2] {
    if column == Shown::WEIGHT {
        let error = 1.959_964 * cells.errors[Shown::WEIGHT][row];
        return [-error, error].map(|off| cells.figures[Shown::WEIGHT][row] + off);
    }
    cells.interval(row, column).unwrap_or([0.0, 100.0])
}
