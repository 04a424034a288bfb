use rayon::prelude::*;

use crate::charter::Charter;

/// One person's place in a household.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    /// Half of the keyed household id: enough to tell millions apart.
    pub household: u64,
    /// At the finest level of the lattice.
    pub area: u32,
    pub weight: f32,
}

/// Households by weight, per level and area: a household counts in an area with the mean weight of its members there.
pub(super) fn by_area(charter: &Charter, mut homes: Vec<Home>) -> Vec<Vec<f64>> {
    homes.par_sort_unstable_by_key(|home| (home.household, home.area, home.weight.to_bits()));
    let geography = &charter.geography;
    let finest = charter.lattice.finest_level();
    let above: Vec<Vec<u32>> = (0..=finest).map(|level| geography.ancestors(finest, level)).collect();
    let mut sums: Vec<Vec<f64>> = (0..=finest).map(|level| vec![0.0; geography.areas(level).len()]).collect();
    for household in homes.chunk_by(|a, b| a.household == b.household) {
        for (above, sums) in above.iter().zip(&mut sums) {
            // Areas of one parent stand together, as a geography's areas are not sorted by parent in general: a
            // household in several areas is rare, so looking twice costs nothing.
            let mut seen: Vec<u32> = Vec::new();
            for home in household {
                let area = above[home.area as usize];
                if seen.contains(&area) {
                    continue;
                }
                seen.push(area);
                let there = household.iter().filter(|other| above[other.area as usize] == area);
                let (count, weight) = there.fold((0.0, 0.0), |(n, w), home| (n + 1.0, w + f64::from(home.weight)));
                sums[area as usize] += weight / count;
            }
        }
    }
    sums
}
