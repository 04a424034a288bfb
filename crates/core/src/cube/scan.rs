use std::ops::Range;

use super::grid::Grid;
use super::plan::Base;
use super::projection::Projection;
use super::squares::wide;
use super::{Besides, RecordIds, RecordKeySecret, Squares, SumColumns, WEIGHT_BITS};
use crate::charter::{Axis, Charter, Lattice, Method, Table};
use crate::method::{BLOCK, Score, Scorer, Scores};
use crate::model::{Answers, AreaIndex};

/// Persons of one segment, clustered: rows of the same area and groups are adjacent.
///
/// *Shape:* `weights` and each of `answers` have one entry a row; `answers` has one vector per indicator of the charter.
/// *Units:* weights as in the data.
pub struct Segment {
    /// Runs of rows; their lengths add up to the number of rows.
    pub runs: Vec<Run>,
    /// Weights; `None` where every person counts 1.
    pub weights: Option<Vec<f64>>,
    /// Answers, one column per indicator.
    pub answers: Vec<Answers>,
}

/// Adjacent rows with the same area and groups.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Run {
    /// Position of the area at the finest level of the lattice.
    pub area: AreaIndex,
    /// Mixed-radix number of the finest categories of all groups, the last fastest.
    pub combination: u32,
    /// Number of rows.
    pub rows: u32,
}

/// Scores segments and adds their runs to the cells of every base.
pub(super) struct Scanner<'a> {
    charter: &'a Charter,
    scorer: &'a Scorer,
    layout: SumColumns,
    bases: Vec<Target<'a>>,
    /// Upper ends of all bands but the last, in fixed point.
    cuts: Vec<u64>,
    weight_cap: f64,
    secret: Option<&'a RecordKeySecret>,
}

struct Target<'a> {
    table: &'a Table,
    areas: Vec<AreaIndex>,
    combinations: Projection,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(
        charter: &'a Charter,
        scorer: &'a Scorer,
        layout: SumColumns,
        bases: &'a [Base],
        weight_cap: Option<f64>,
        secret: Option<&'a RecordKeySecret>,
    ) -> Self {
        let every: Vec<Axis> = (0..charter.groups.len()).map(|group| Axis { group, group_level: 0 }).collect();
        let finest = Lattice::finest_level(&charter.lattice);
        let target = |base: &'a Base| Target {
            table: &base.table,
            areas: charter.geography.ancestors(finest, base.table.level),
            combinations: Projection::new(&charter.groups, &every, &base.table.axes),
        };
        let cuts = charter.method.bands.iter().filter_map(|band| band.below).map(|below| Score::nearest(below).0);
        Self {
            charter,
            scorer,
            layout,
            bases: bases.iter().map(target).collect(),
            cuts: cuts.collect(),
            weight_cap: weight_cap.or(charter.method.weight_cap).unwrap_or(Method::MAX_WEIGHT),
            secret,
        }
    }

    pub(super) fn empty_grids(&self) -> Vec<Grid> {
        self.bases.iter().map(|base| Grid::new(self.charter, base.table, self.layout)).collect()
    }

    pub(super) fn scan(&self, segment: &Segment, ids: Option<&RecordIds>, grids: &mut [Grid]) {
        let mut sums = vec![0_u128; self.layout.width()];
        self.walk(segment, ids, |block, run, stretch| {
            block.sums(self.layout, stretch, &mut sums);
            for (base, grid) in self.bases.iter().zip(grids.iter_mut()) {
                let area = base.areas[run.area.at()];
                grid.add(area, base.combinations.of(run.combination), &sums);
            }
        });
    }

    /// Goes through a segment by stretches: rows of one run within one block.
    fn walk<'s>(
        &self,
        segment: &'s Segment,
        ids: Option<&'s RecordIds>,
        mut each: impl FnMut(&Block<'s>, &Run, Range<usize>),
    ) {
        let mut block = Block::new(self, segment, ids);
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
                each(&block, run, stretch);
            }
        }
    }
}

/// Scores, weights and bands of some rows.
struct Block<'s> {
    segment: &'s Segment,
    ids: Option<&'s RecordIds>,
    scores: Scores,
    /// Clipped weights in fixed point; 0 for persons without a score.
    weights: Vec<u64>,
    bands: Vec<u64>,
    /// Record keys, where there is a secret for them; 0 for persons without a score.
    record_keys: Vec<u128>,
}

impl<'s> Block<'s> {
    fn new(scanner: &Scanner<'_>, segment: &'s Segment, ids: Option<&'s RecordIds>) -> Self {
        let scores = Scores::new(scanner.scorer.dimensions());
        let record_keys = vec![0; if ids.is_some() { BLOCK } else { 0 }];
        Self { segment, ids, scores, weights: vec![0; BLOCK], bands: vec![0; BLOCK], record_keys }
    }

    fn fill(&mut self, scanner: &Scanner<'_>, rows: Range<usize>) {
        scanner.scorer.score(&self.segment.answers, rows.start, rows.len(), &mut self.scores);
        let Scores { scored, index, .. } = &self.scores;
        let weights = &mut self.weights[..rows.len()];
        match &self.segment.weights {
            None => weights.iter_mut().zip(scored).for_each(|(weight, scored)| *weight = 1 << WEIGHT_BITS & scored),
            Some(given) => fix_weights(&given[rows.clone()], scored, scanner.weight_cap, weights),
        }
        self.bands.fill(0);
        for &cut in &scanner.cuts {
            self.bands.iter_mut().zip(index).for_each(|(band, &index)| *band += u64::from(index >= cut));
        }
        if let (Some(ids), Some(secret)) = (self.ids, scanner.secret) {
            self.key_records(secret, &ids.persons[rows]);
        }
    }

    fn key_records(&mut self, secret: &RecordKeySecret, persons: &[u128]) {
        let Scores { scored, dimensions, present, .. } = &self.scores;
        let mut text = Vec::new();
        for (row, &person) in persons.iter().enumerate() {
            let scores = dimensions.iter().zip(present).map(|(scores, present)| (scores[row], present[row] != 0));
            self.record_keys[row] = match scored[row] {
                0 => 0,
                _ => secret.record_key(person, self.weights[row], scores, &mut text),
            };
        }
    }

    /// Contribution of a stretch of rows to its cell. Each loop keeps its sums in registers.
    fn sums(&self, layout: SumColumns, stretch: Range<usize>, sums: &mut [u128]) {
        let Scores { index, scored, dimensions, present, .. } = &self.scores;
        let weights = || part(&self.weights, &stretch);
        // Weights by band but the last; those of lower bands are added when the cells are complete.
        let bands = &mut sums[layout.below(0)..layout.besides(0)];
        for band in &mut *bands {
            *band = 0;
        }
        let (mut persons, mut weight, mut total, mut squares) = (0, 0, 0, Squares::default());
        let rows = weights().zip(part(index, &stretch)).zip(part(&self.bands, &stretch)).zip(part(scored, &stretch));
        for (((own, index), band), scored) in rows {
            let product = wide(own, index);
            persons += scored & 1;
            weight += u128::from(own);
            total += product;
            if layout.besides == Besides::Squares {
                squares.add(own, index);
            }
            if let Some(below) = bands.get_mut(band as usize) {
                *below += u128::from(own);
            }
        }
        sums[SumColumns::PERSONS] = persons.into();
        sums[SumColumns::WEIGHT] = weight;
        sums[SumColumns::INDEX] = total;
        match layout.besides {
            Besides::Squares => sums[layout.besides(0)..].copy_from_slice(&squares.sums),
            Besides::CellKey => {
                sums[layout.besides(0)] = self.record_keys[stretch.clone()].iter().copied().fold(0, u128::wrapping_add);
            }
            Besides::Nothing => {}
        }
        for d in 0..layout.dimensions {
            let mut sum = 0;
            for (weight, score) in weights().zip(part(&dimensions[d], &stretch)) {
                sum += wide(weight, score);
            }
            sums[layout.dimension(d)] = sum;
            if layout.dimension_weight(d) != SumColumns::WEIGHT {
                let there = weights().zip(part(&present[d], &stretch));
                sums[layout.dimension_weight(d)] = there.map(|(weight, present)| u128::from(weight & present)).sum();
            }
        }
    }
}

fn part(column: &[u64], rows: &Range<usize>) -> impl Iterator<Item = u64> {
    column[rows.clone()].iter().copied()
}

/// Clipped weights, rounded to fixed point; 0 where `scored` is 0. Half of the digits at a time, as a float can't hold
/// all of a large weight, and by additions, as conversions aren't vector instructions.
fn fix_weights(weights: &[f64], scored: &[u64], cap: f64, fixed: &mut [u64]) {
    const HALF: f64 = (1_u64 << (WEIGHT_BITS / 2)) as f64;
    /// Added to a float, 1.5 × 2^52 leaves the nearest whole number, negative or not, in the lowest bits.
    const ROUNDER: f64 = (3_u64 << 51) as f64;
    let whole = |rounded: f64| rounded.to_bits().wrapping_sub(ROUNDER.to_bits());
    for ((fixed, weight), scored) in fixed.iter_mut().zip(weights).zip(scored) {
        let scaled = weight.min(cap) * HALF;
        let high = scaled + ROUNDER;
        let low = (scaled - (high - ROUNDER)) * HALF + ROUNDER;
        *fixed = (whole(high) << (WEIGHT_BITS / 2)).wrapping_add(whole(low)) & scored;
    }
}

fn rows(segment: &Segment) -> usize {
    segment.answers.first().map_or(0, |answers| match answers {
        Answers::Codes(codes) => codes.len(),
        Answers::Numbers(numbers) => numbers.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_the_nearest_numbers_of_40_binary_digits() {
        let unit = 1.0 / (1_u64 << WEIGHT_BITS) as f64;
        let weights = [0.0, 0.1, 0.001, 1.25 * unit, 1.75 * unit, 1.0 - unit, 8191.0 + unit, 1e7, 3e9, 5.0];
        let mut fixed = [1; 10];
        fix_weights(&weights, &[u64::MAX; 10], 1e7, &mut fixed);
        let one = 1 << WEIGHT_BITS;
        // 2^40 / 10 = 109951162777.6; 2^40 / 1000 = 1099511627.776
        let expected = [0, 109_951_162_778, 1_099_511_628, 1, 2, one - 1, 8191 * one + 1, 10_000_000 * one];
        assert_eq!(fixed, [&expected[..], &[10_000_000 * one, 5 * one]].concat()[..]);
        fix_weights(&weights, &[0; 10], 1e7, &mut fixed);
        assert_eq!(fixed, [0; 10]);
    }
}
