use super::grid::Grid;
use super::plan::{self, Base};
use super::{Layout, SPREAD_BITS, WEIGHT_BITS};
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
        let mut scores = Scores::new(self.scorer.dimensions());
        let mut weights = vec![0; BLOCK];
        let mut sums = vec![0_u128; self.layout.width()];
        let (mut block, mut block_end) = (0, 0);
        let mut row = 0;
        for run in &segment.runs {
            let end = row + run.rows as usize;
            while row < end {
                if row == block_end {
                    block = row;
                    block_end = (row + BLOCK).min(rows(segment));
                    self.scorer.score(&segment.answers, block, block_end - block, &mut scores);
                    if let Some(all) = &segment.weights {
                        self.fix_weights(&all[block..block_end], &scores.scored, &mut weights);
                    }
                }
                let stretch = row - block..end.min(block_end) - block;
                row = block + stretch.end;
                match segment.weights {
                    None => self.add_up_equal(&scores, stretch, &mut sums),
                    Some(_) => self.add_up_weighted(&scores, &weights, stretch, &mut sums),
                }
                for (base, grid) in self.bases.iter().zip(grids.iter_mut()) {
                    grid.add(base.areas[run.area as usize], base.combinations[run.combination as usize], &sums);
                }
            }
        }
    }

    /// Clipped weights in fixed point; 0 for persons who aren't scored.
    fn fix_weights(&self, weights: &[f64], scored: &[u64], fixed: &mut [u64]) {
        const ONE: f64 = (1_u64 << WEIGHT_BITS) as f64;
        for ((fixed, weight), scored) in fixed.iter_mut().zip(weights).zip(scored) {
            *fixed = (weight.min(self.weight_cap) * ONE).round_ties_even() as u64 & scored;
        }
    }

    /// Sums of a stretch where everybody counts 1: products become shifts, and 64 bits are enough for a block.
    fn add_up_equal(&self, scores: &Scores, stretch: std::ops::Range<usize>, sums: &mut [u128]) {
        const TO_SPREAD: u32 = Score::FRACTION_BITS - SPREAD_BITS;
        let layout = self.layout;
        let index = &scores.index[stretch.clone()];
        let scored = &scores.scored[stretch.clone()];
        let count = |masks: &[u64]| u128::from(masks.iter().map(|mask| mask & 1).sum::<u64>());
        let total = |values: &[u64]| u128::from(values.iter().sum::<u64>());
        let persons = count(scored);
        sums[Layout::PERSONS] = persons;
        sums[Layout::WEIGHT] = persons << WEIGHT_BITS;
        sums[Layout::INDEX] = total(index) << WEIGHT_BITS;
        for d in 0..layout.dimensions {
            sums[layout.dimension(d)] = total(&scores.dimensions[d][stretch.clone()]) << WEIGHT_BITS;
            if layout.dimension_weight(d) != Layout::WEIGHT {
                sums[layout.dimension_weight(d)] = count(&scores.present[d][stretch.clone()]) << WEIGHT_BITS;
            }
        }
        for (i, &cut) in self.cuts.iter().enumerate() {
            let below = index.iter().zip(scored).map(|(&index, &scored)| u64::from(index < cut) & scored);
            sums[layout.below(i)] = u128::from(below.sum::<u64>()) << WEIGHT_BITS;
        }
        let (mut first, mut second) = (0_u64, 0_u128);
        for &index in index {
            let coarse = index >> TO_SPREAD;
            first += coarse;
            second += u128::from(coarse * coarse);
        }
        sums[layout.spread(0)] = persons << (2 * SPREAD_BITS);
        sums[layout.spread(1)] = u128::from(first) << SPREAD_BITS;
        sums[layout.spread(2)] = second;
    }

    fn add_up_weighted(&self, scores: &Scores, weights: &[u64], stretch: std::ops::Range<usize>, sums: &mut [u128]) {
        let layout = self.layout;
        let weights = &weights[stretch.clone()];
        let index = &scores.index[stretch.clone()];
        let scored = &scores.scored[stretch.clone()];
        let product = |(&weight, &score): (&u64, &u64)| u128::from(weight) * u128::from(score);
        let products = |values: &[u64]| weights.iter().zip(values).map(product).sum::<u128>();
        sums[Layout::PERSONS] = u128::from(scored.iter().map(|mask| mask & 1).sum::<u64>());
        sums[Layout::WEIGHT] = weights.iter().map(|&weight| u128::from(weight)).sum();
        sums[Layout::INDEX] = products(index);
        for d in 0..layout.dimensions {
            sums[layout.dimension(d)] = products(&scores.dimensions[d][stretch.clone()]);
            if layout.dimension_weight(d) != Layout::WEIGHT {
                let present = &scores.present[d][stretch.clone()];
                let there = weights.iter().zip(present).map(|(&weight, &present)| u128::from(weight & present));
                sums[layout.dimension_weight(d)] = there.sum();
            }
        }
        for (i, &cut) in self.cuts.iter().enumerate() {
            let below =
                weights.iter().zip(index).map(|(&weight, &index)| if index < cut { u128::from(weight) } else { 0 });
            sums[layout.below(i)] = below.sum();
        }
        let (mut zeroth, mut first, mut second) = (0_u128, 0_u128, 0_u128);
        for (&weight, &index) in weights.iter().zip(index) {
            let weight = u128::from(weight >> (WEIGHT_BITS - SPREAD_BITS));
            let product = (weight * u128::from(index)) >> Score::FRACTION_BITS;
            zeroth += weight * weight;
            first += weight * product;
            second += product * product;
        }
        sums[layout.spread(0)] = zeroth;
        sums[layout.spread(1)] = first;
        sums[layout.spread(2)] = second;
    }
}

fn rows(segment: &Segment) -> usize {
    segment.answers.first().map_or(0, |answers| match answers {
        Answers::Codes(codes) => codes.len(),
        Answers::Numbers(numbers) => numbers.len(),
    })
}
