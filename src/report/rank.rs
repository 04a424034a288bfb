//! Which place an area may have among all of its level, given how far its index may be off.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Combined;
use crate::charter::Charter;
use crate::disclosure::normal;
use crate::model::{Random, Statistics};

/// Draws of the indices of all areas.
const DRAWS: usize = 2000;
/// Draws at each end that an interval leaves out: 95 of 100 are within.
const OUTSIDE: usize = DRAWS / 40;

/// Ranks the areas of each table of everybody: 1 is the highest index, that of the most vulnerable.
pub(super) fn rank(charter: &Charter, tables: &mut [Combined]) {
    for (table, sums) in charter.lattice.tables().iter().zip(tables) {
        if table.axes.is_empty() && charter.geography.areas(table.level).len() > 1 {
            let mut random = Random::new(1, &format!("ranks of {}", charter.geography.levels()[table.level]));
            sums.ranks = ranks(sums, &mut random);
        }
    }
}

/// The same for rows of members, as of whom there is one each.
pub(super) fn rank_members(members: &mut Combined) {
    members.ranks = ranks(members, &mut Random::new(1, "ranks of members"));
}

/// The interval of each row's rank by itself. Only whole sums whose error is known have one, and a place among the others.
/// Noise on areas of one level is independent, as they have nobody in common.
fn ranks(sums: &Combined, random: &mut Random) -> Vec<[f64; 2]> {
    let index = |row: usize| sums.cells.columns[Statistics::INDEX][row];
    let ranked = |row: &usize| sums.is_whole(*row) && index(*row).is_finite() && sums.index_error(*row).is_finite();
    let rows: Vec<usize> = (0..sums.cells.len()).filter(ranked).collect();
    let errors: Vec<f64> = rows.iter().map(|&row| sums.index_error(row)).collect();
    let draws = if errors.iter().all(|error| *error == 0.0) { 1 } else { DRAWS };
    // Of each row just the ranks that an interval leaves out, and its end: at best and at worst, as several areas may have
    // one index.
    let outside = OUTSIDE.min(draws / 2);
    let mut best: Vec<BinaryHeap<u32>> = vec![BinaryHeap::with_capacity(outside + 2); rows.len()];
    let mut worst: Vec<BinaryHeap<Reverse<u32>>> = vec![BinaryHeap::with_capacity(outside + 2); rows.len()];
    let mut drawn: Vec<(f64, usize)> = Vec::with_capacity(rows.len());
    for _ in 0..draws {
        drawn.clear();
        drawn.extend(rows.iter().zip(&errors).enumerate().map(|(place, (&row, &error))| {
            let off = if error > 0.0 { error * normal(random.next(), random.next()) } else { 0.0 };
            (index(row) + off, place)
        }));
        drawn.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut rank = 0;
        for same in drawn.chunk_by(|a, b| a.0 == b.0) {
            for &(_, place) in same {
                keep(&mut best[place], rank + 1, outside);
                keep(&mut worst[place], Reverse(rank + same.len() as u32), outside);
            }
            rank += same.len() as u32;
        }
    }
    let mut found = vec![[f64::NAN; 2]; sums.cells.len()];
    for (&row, (best, worst)) in rows.iter().zip(best.iter().zip(&worst)) {
        let ends = best.peek().zip(worst.peek());
        found[row] = ends.map_or([f64::NAN; 2], |(best, worst)| [f64::from(*best), f64::from(worst.0)]);
    }
    found
}

/// Keeps the smallest, and the one next to them.
fn keep<T: Ord>(smallest: &mut BinaryHeap<T>, value: T, outside: usize) {
    smallest.push(value);
    if smallest.len() > outside + 1 {
        smallest.pop();
    }
}
