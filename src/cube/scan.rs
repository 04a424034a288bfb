use std::ops::{AddAssign, Range};

use super::grid::Grid;
use super::plan::{self, Base};
use super::{Layout, PRODUCT_BITS, SPREAD_BITS, WEIGHT_BITS};
use crate::charter::{Axis, Charter, Lattice, Method, Table};
use crate::method::{BLOCK, Score, Scorer, Scores};
use crate::model::Answers;

/// Persons of one segment, clustered: rows of the same area and groups stand together.
pub struct Segment {
    /// Stretches of rows; their lengths add up to the number of rows.
    pub runs: Vec<Run>,
    /// Weights; `None` where everybody counts 1.
    pub weights: Option<Vec<f64>>,
    /// Answers by indicator of the charter.
    pub answers: Vec<Answers>,
}

/// Rows that stand together because they share area and groups.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Run {
    /// Position of the area at the finest level of the lattice.
    pub area: u32,
    /// Mixed-radix number of the finest categories of all groups, the last fastest.
    pub combination: u32,
    /// Number of rows.
    pub rows: u32,
}

/// Scores segments and adds their runs to the cells of every base.
pub(super) struct Scanner<'a> {
    charter: &'a Charter,
    scorer: &'a Scorer,
    layout: Layout,
    bases: Vec<Target<'a>>,
    /// Upper ends of all bands but the last, in fixed point.
    cuts: Vec<u64>,
    weight_cap: f64,
}

struct Target<'a> {
    table: &'a Table,
    areas: Vec<u32>,
    combinations: Vec<u32>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(charter: &'a Charter, scorer: &'a Scorer, layout: Layout, bases: &'a [Base]) -> Self {
        let every: Vec<Axis> = (0..charter.groups.len()).map(|group| Axis { group, rung: 0 }).collect();
        let finest = Lattice::finest_level(&charter.lattice);
        let target = |base: &'a Base| Target {
            table: &base.table,
            areas: charter.geography.ancestors(finest, base.table.level),
            combinations: plan::projection(&charter.groups, &every, &base.table.axes),
        };
        let cuts = charter.method.bands.iter().filter_map(|band| band.below).map(|below| Score::nearest(below).0);
        let weight_cap = charter.method.weight_cap.unwrap_or(Method::MAX_WEIGHT);
        Self { charter, scorer, layout, bases: bases.iter().map(target).collect(), cuts: cuts.collect(), weight_cap }
    }

    pub(super) fn empty_grids(&self) -> Vec<Grid> {
        self.bases.iter().map(|base| Grid::new(self.charter, base.table, self.layout)).collect()
    }

    pub(super) fn scan(&self, segment: &Segment, grids: &mut [Grid]) {
        let mut block = Block::new(self, segment);
        let mut sums = vec![0_u128; self.layout.width()];
        let (mut start, mut end) = (0, 0);
        let mut row = 0;
        for run in &segment.runs {
            let run_end = row + run.rows as usize;
            while row < run_end {
                if row == end {
                    start = row;
                    end = (row + BLOCK).min(rows(segment));
                    block.fill(self, start..end);
                }
                let stretch = row - start..run_end.min(end) - start;
                row = start + stretch.end;
                block.sums(stretch, &mut sums);
                for (base, grid) in self.bases.iter().zip(grids.iter_mut()) {
                    grid.add(base.areas[run.area as usize], base.combinations[run.combination as usize], &sums);
                }
            }
        }
    }
}

/// Scores of some rows and, for each sum of a cell, the totals up to each row: what a stretch adds to a cell is then a
/// difference, however short the stretch is.
struct Block<'s> {
    segment: &'s Segment,
    scores: Scores,
    /// Clipped weights in fixed point; 0 for persons who aren't scored.
    weights: Vec<u64>,
    /// One column per sum, for a segment with weights.
    weighted: Vec<[u128; BLOCK + 1]>,
    /// For a segment where everybody counts 1, 64 bits are enough; [`Equal`] says which column gives which sum.
    equal: Vec<[u64; BLOCK + 1]>,
    /// All but for the squares.
    squares: Box<[u128; BLOCK + 1]>,
    sources: Vec<Equal>,
    /// The sum that the squares give.
    squares_at: usize,
}

/// A sum is a column shifted to the sum's point.
#[derive(Clone, Copy)]
struct Equal {
    column: usize,
    shift: u32,
}

impl<'s> Block<'s> {
    fn new(scanner: &Scanner<'_>, segment: &'s Segment) -> Self {
        let layout = scanner.layout;
        let (weighted, equal) = if segment.weights.is_some() { (layout.width(), 0) } else { (0, layout.width()) };
        Self {
            segment,
            scores: Scores::new(scanner.scorer.dimensions()),
            weights: vec![0; BLOCK],
            weighted: vec![[0; BLOCK + 1]; weighted],
            equal: vec![[0; BLOCK + 1]; equal],
            squares: Box::new([0; BLOCK + 1]),
            squares_at: layout.spread(2),
            sources: (0..layout.width()).map(|sum| source(layout, sum)).collect(),
        }
    }

    fn fill(&mut self, scanner: &Scanner<'_>, rows: Range<usize>) {
        scanner.scorer.score(&self.segment.answers, rows.start, rows.len(), &mut self.scores);
        match &self.segment.weights {
            None => add_up_equal(scanner, &self.scores, rows.len(), &mut self.equal, &mut self.squares),
            Some(weights) => {
                let fixed = &mut self.weights[..rows.len()];
                fix_weights(&weights[rows], &self.scores.scored, scanner.weight_cap, fixed);
                add_up_weighted(scanner, &self.scores, fixed, &mut self.weighted);
            }
        }
    }

    fn sums(&self, stretch: Range<usize>, sums: &mut [u128]) {
        for (sum, column) in sums.iter_mut().zip(&self.weighted) {
            *sum = column[stretch.end] - column[stretch.start];
        }
        if self.segment.weights.is_none() {
            for (sum, source) in sums.iter_mut().zip(&self.sources) {
                let column = &self.equal[source.column];
                *sum = u128::from(column[stretch.end] - column[stretch.start]) << source.shift;
            }
            sums[self.squares_at] = self.squares[stretch.end] - self.squares[stretch.start];
        }
    }
}

fn source(layout: Layout, sum: usize) -> Equal {
    let shift = match sum {
        Layout::PERSONS => 0,
        _ if sum == layout.spread(0) => 2 * SPREAD_BITS,
        _ if sum == layout.spread(1) => SPREAD_BITS,
        _ => WEIGHT_BITS,
    };
    let column = if sum == Layout::WEIGHT || sum == layout.spread(0) { Layout::PERSONS } else { sum };
    Equal { column, shift }
}

fn add_up_equal(
    scanner: &Scanner<'_>,
    scores: &Scores,
    len: usize,
    totals: &mut [[u64; BLOCK + 1]],
    squares: &mut [u128; BLOCK + 1],
) {
    let layout = scanner.layout;
    let (scored, index) = (&scores.scored[..len], &scores.index[..len]);
    add_up(&mut totals[Layout::PERSONS], scored.iter().map(|mask| mask & 1));
    add_up(&mut totals[Layout::INDEX], index.iter().copied());
    for d in 0..layout.dimensions {
        add_up(&mut totals[layout.dimension(d)], scores.dimensions[d][..len].iter().copied());
        if layout.dimension_weight(d) != Layout::WEIGHT {
            add_up(&mut totals[layout.dimension_weight(d)], scores.present[d][..len].iter().map(|mask| mask & 1));
        }
    }
    for (i, &cut) in scanner.cuts.iter().enumerate() {
        let below = index.iter().zip(scored).map(|(&index, scored)| u64::from(index < cut) & scored);
        add_up(&mut totals[layout.below(i)], below);
    }
    let coarse = || index.iter().map(|index| index >> (Score::FRACTION_BITS - SPREAD_BITS));
    add_up(&mut totals[layout.spread(1)], coarse());
    add_up(squares, coarse().map(|coarse| wide(coarse, coarse)));
}

fn add_up_weighted(scanner: &Scanner<'_>, scores: &Scores, weights: &[u64], totals: &mut [[u128; BLOCK + 1]]) {
    let (layout, len) = (scanner.layout, weights.len());
    let (scored, index) = (&scores.scored[..len], &scores.index[..len]);
    let product = |(&weight, &score): (&u64, &u64)| wide(weight, score);
    add_up(&mut totals[Layout::PERSONS], scored.iter().map(|mask| u128::from(mask & 1)));
    add_up(&mut totals[Layout::WEIGHT], weights.iter().map(|&weight| weight.into()));
    for d in 0..layout.dimensions {
        add_up(&mut totals[layout.dimension(d)], weights.iter().zip(&scores.dimensions[d][..len]).map(product));
        if layout.dimension_weight(d) != Layout::WEIGHT {
            let present = &scores.present[d][..len];
            let there = weights.iter().zip(present).map(|(weight, present)| u128::from(weight & present));
            add_up(&mut totals[layout.dimension_weight(d)], there);
        }
    }
    for (i, &cut) in scanner.cuts.iter().enumerate() {
        let below = |index: u64| u64::from(index < cut).wrapping_neg();
        let weights = weights.iter().zip(index).map(|(weight, &index)| u128::from(weight & below(index)));
        add_up(&mut totals[layout.below(i)], weights);
    }
    let columns = [Layout::INDEX, layout.spread(0), layout.spread(1), layout.spread(2)];
    let [total, zeroth, first, second] = totals.get_disjoint_mut(columns).expect("four columns of the layout");
    let mut sums = [0_u128; 4];
    for (row, (&weight, &index)) in weights.iter().zip(index).enumerate() {
        let product = wide(weight, index);
        // Squares have fewer digits behind the point, so that their sums fit.
        let coarse_weight = weight >> (WEIGHT_BITS - SPREAD_BITS);
        let coarse = (product >> (PRODUCT_BITS - SPREAD_BITS)) as u64;
        let adds = [product, wide(coarse_weight, coarse_weight), wide(coarse_weight, coarse), wide(coarse, coarse)];
        sums.iter_mut().zip(adds).for_each(|(sum, add)| *sum += add);
        [total[row + 1], zeroth[row + 1], first[row + 1], second[row + 1]] = sums;
    }
}

fn fix_weights(weights: &[f64], scored: &[u64], cap: f64, fixed: &mut [u64]) {
    const ONE: f64 = (1_u64 << WEIGHT_BITS) as f64;
    for ((fixed, weight), scored) in fixed.iter_mut().zip(weights).zip(scored) {
        *fixed = (weight.min(cap) * ONE) as u64 & scored;
    }
}

fn wide(left: u64, right: u64) -> u128 {
    u128::from(left) * u128::from(right)
}

/// Totals of all values before each place.
#[inline]
fn add_up<T: Copy + Default + AddAssign>(totals: &mut [T; BLOCK + 1], values: impl Iterator<Item = T>) {
    let mut total = T::default();
    for (slot, value) in totals[1..].iter_mut().zip(values) {
        total += value;
        *slot = total;
    }
}

fn rows(segment: &Segment) -> usize {
    segment.answers.first().map_or(0, |answers| match answers {
        Answers::Codes(codes) => codes.len(),
        Answers::Numbers(numbers) => numbers.len(),
    })
}
