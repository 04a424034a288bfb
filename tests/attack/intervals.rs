//! Intervals that are said to hold in 95 of 100 cases.

use archipel::model::Statistics;
use archipel::report::Shown;

use super::world::{PRIVATE, World, over};

const RELEASES: u64 = 200;

/// Over 200 releases, at each level, the true index and the true means of dimensions lie within their intervals in 94 to 96 of
/// 100 cells: of cells that show a figure, which is decided by noise, and are not so small that the figure itself decides it.
#[test]
#[ignore = "slow lane: hundreds of releases"]
fn intervals_hold_as_often_as_they_say() {
    let world = World::new(11, 3000, PRIVATE);
    let plan = world.plan("0.5");
    let (charter, truth) = (&world.charter, world.truth());
    let (statistics, levels) = (charter.statistics(), charter.geography.levels().len());
    let held = over(0..RELEASES, |seed| {
        let shown = world.shown(&plan, world.private(&plan, seed, None));
        let mut held = vec![[[0_u32; 2]; 4]; levels];
        for ((table, cells), exact) in charter.lattice.tables().iter().zip(&shown).zip(&truth) {
            for (place, key) in exact.rows.iter().enumerate() {
                let row = cells.row(key.area, key.combination).unwrap();
                let weight = exact.columns[Statistics::WEIGHT][place];
                // Where the count is less than three errors, whether there is a figure at all hangs on the noise.
                if weight < 3.0 * cells.covariances[row].between(Statistics::WEIGHT, Statistics::WEIGHT).sqrt() {
                    continue;
                }
                let mean = |d: usize| 50.0 + exact.columns[statistics.dimension(d)][place] / weight;
                let index = (0..3).map(mean).sum::<f64>() / 3.0;
                for (what, value) in [index, mean(0), mean(1), mean(2)].into_iter().enumerate() {
                    let Some([low, high]) = cells.interval(row, Shown::INDEX + what) else { continue };
                    held[table.level][what][0] += u32::from((low..=high).contains(&value));
                    held[table.level][what][1] += 1;
                }
            }
        }
        held
    });
    let both = |mut one: Vec<[[u32; 2]; 4]>, other: Vec<[[u32; 2]; 4]>| {
        one.iter_mut().flatten().flatten().zip(other.iter().flatten().flatten()).for_each(|(a, b)| *a += b);
        one
    };
    let held = held.into_iter().fold(vec![[[0; 2]; 4]; levels], both);
    for (level, what) in held.iter().enumerate() {
        let [within, all] = what.iter().fold([0, 0], |sum, [within, all]| [sum[0] + within, sum[1] + all]);
        let share = f64::from(within) / f64::from(all);
        println!("level {level}: {share:.4} of {all}");
        assert!((0.94..=0.96).contains(&share), "level {level}: {share:.4} of {all}");
    }
}
