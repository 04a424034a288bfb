//! Interval of an area's rank within its level, given the error of its index.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Combined;
use super::combine::Summation;
use super::errors::Shown;
use crate::charter::{Charter, TableIndex};
use crate::disclosure::normal;
use crate::model::{FigureColumns, Random};

/// Number of draws of the indices of all areas.
const DRAWS: usize = 2000;
/// Number of draws at each end that an interval leaves out: 95 of 100 are within.
const OUTSIDE: usize = DRAWS / 40;

/// Ranks the areas of each table without groups: 1 is the highest index, that of the most vulnerable.
pub(super) fn rank(charter: &Charter, sums: &Summation<'_>, tables: &mut [Combined]) {
    for ((t, table), own) in charter.lattice.numbered().zip(tables) {
        if table.axes.is_empty() && charter.geography.areas(table.level).len() > 1 {
            let random = &mut Random::new(1, &format!("ranks of {}", charter.geography.levels()[table.level]));
            let areas = charter.geography.areas(table.level).len();
            own.ranks = ranks(own, random, &mut |random, off| together(sums, t, own, areas, random, off));
        }
    }
}

/// Ranks rows of members, one each.
pub(super) fn rank_members(members: &mut Combined) {
    members.ranks =
        ranks(members, &mut Random::new(1, "ranks of members"), &mut |random, off| apart(members, random, off));
}

/// Draws independent errors of rows: no person is in two of them.
fn apart(sums: &Combined, random: &mut Random, off: &mut [f64]) {
    for (row, off) in off.iter_mut().enumerate() {
        let error = sums.index_error(row);
        *off = if error > 0.0 { error * normal(random.draw(), random.draw()) } else { 0.0 };
    }
}

/// Draws errors of areas, jointly for those of one member.
fn together(
    sums: &Summation<'_>,
    table: TableIndex,
    own: &Combined,
    areas: usize,
    random: &mut Random,
    off: &mut [f64],
) {
    let factors = sums.reading.index_factors();
    let mut noise = vec![[0.0; 2]; areas];
    for accuracy in sums.accuracies() {
        let Some(drawn) = accuracy.drawn(table, &factors, random) else { return apart(own, random, off) };
        for (area, [weight, sum]) in drawn {
            noise[area.at()][0] += weight;
            noise[area.at()][1] += sum;
        }
    }
    for (row, off) in off.iter_mut().enumerate() {
        let [weight, sum] = noise[own.cells.rows[row].area.at()];
        let people = own.cells.columns[FigureColumns::WEIGHT][row];
        *off = (sum - (own.figures[Shown::INDEX][row] - 50.0) * weight) / people;
    }
}

/// Interval of each row's rank. Only whole sums with a known error have one, and take part in the order.
fn ranks(sums: &Combined, random: &mut Random, draw: &mut dyn FnMut(&mut Random, &mut [f64])) -> Vec<[f64; 2]> {
    let index = |row: usize| sums.figures[Shown::INDEX][row];
    let ranked = |row: &usize| sums.is_whole(*row) && index(*row).is_finite() && sums.index_error(*row).is_finite();
    let rows: Vec<usize> = (0..sums.cells.len()).filter(ranked).collect();
    let draws = if rows.iter().all(|row| sums.index_error(*row) == 0.0) { 1 } else { DRAWS };
    // For each row, only the ranks that an interval leaves out, and its end: at best and at worst, as several areas may
    // have equal indices.
    let outside = OUTSIDE.min(draws / 2);
    let mut best: Vec<BinaryHeap<u32>> = vec![BinaryHeap::with_capacity(outside + 2); rows.len()];
    let mut worst: Vec<BinaryHeap<Reverse<u32>>> = vec![BinaryHeap::with_capacity(outside + 2); rows.len()];
    let mut drawn: Vec<(f64, usize)> = Vec::with_capacity(rows.len());
    let mut off = vec![0.0; sums.cells.len()];
    for _ in 0..draws {
        draw(random, &mut off);
        drawn.clear();
        drawn.extend(rows.iter().enumerate().map(|(place, &row)| (index(row) + off[row], place)));
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

/// Keeps the `outside` smallest values, and the next one.
fn keep<T: Ord>(smallest: &mut BinaryHeap<T>, value: T, outside: usize) {
    smallest.push(value);
    if smallest.len() > outside + 1 {
        smallest.pop();
    }
}
