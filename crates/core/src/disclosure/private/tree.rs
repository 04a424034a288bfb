//! Least squares over a tree of areas, in two passes: first the measurement of each area and the sum of its children
//! become one estimate, and then children add up to their parents.

use std::collections::BTreeMap;

/// An area of a forest.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct TreeNode {
    /// Position of the level, the coarsest first.
    pub depth: usize,
    /// Position of the area in its level.
    pub area: usize,
}

/// Factors of the cells of areas in some sums. *Shape:* for each area sums × cells.
pub(super) type NodeFactors = BTreeMap<TreeNode, Vec<f64>>;

/// A forest of areas in levels, coarse to fine, of which each level was measured with one variance.
pub(super) struct AreaTree {
    levels: Vec<TreeLevel>,
}

struct TreeLevel {
    /// For each area its children in the next level.
    children: Vec<Vec<usize>>,
    /// For each area its parent in the level before.
    parents: Vec<Option<usize>>,
    /// Variance of the measurements of the level.
    measured: f64,
    /// Variance of an area's estimate from its own measurement and those of the areas within it.
    alone: Vec<f64>,
    /// Weight of the own measurement against the sum of the children.
    own: Vec<f64>,
    /// Share that an area takes of the difference between its parent and the sum of its siblings and itself.
    takes: Vec<f64>,
    /// Variance of the estimates.
    variance: Vec<f64>,
}

impl AreaTree {
    /// Forest with a level for each pair of children by area and variance; the children of the last level are ignored.
    pub(super) fn new<'c>(levels: impl Iterator<Item = (&'c [Vec<usize>], f64)>) -> Self {
        let level = |(children, measured): (&[Vec<usize>], f64)| TreeLevel {
            children: children.to_vec(),
            parents: vec![None; children.len()],
            measured,
            alone: vec![measured; children.len()],
            own: vec![1.0; children.len()],
            takes: vec![0.0; children.len()],
            variance: Vec::new(),
        };
        let mut levels: Vec<TreeLevel> = levels.map(level).collect();
        levels.iter_mut().rev().take(1).for_each(|last| last.children.iter_mut().for_each(Vec::clear));
        // Upwards: each area from the areas within it.
        for l in (1..levels.len()).rev() {
            let (above, below) = levels.split_at_mut(l);
            let (level, finer) = (&mut above[l - 1], &mut below[0]);
            for (area, children) in level.children.iter().enumerate() {
                let together: f64 = children.iter().map(|&child| finer.alone[child]).sum();
                if together > 0.0 {
                    for &child in children {
                        finer.takes[child] = finer.alone[child] / together;
                        finer.parents[child] = Some(area);
                    }
                    level.own[area] = together / (together + level.measured);
                    level.alone[area] = level.measured * level.own[area];
                }
            }
        }
        // Downwards: from the areas around it as well.
        levels.iter_mut().for_each(|level| level.variance.clone_from(&level.alone));
        for l in 1..levels.len() {
            let (above, below) = levels.split_at_mut(l);
            let (level, finer) = (&above[l - 1], &mut below[0]);
            for (area, children) in level.children.iter().enumerate() {
                let together: f64 = children.iter().map(|&child| finer.alone[child]).sum();
                for &child in children {
                    let takes = finer.takes[child];
                    finer.variance[child] += takes * takes * (level.variance[area] - together);
                }
            }
        }
        Self { levels }
    }

    /// Variance of the measurements of a level.
    pub(super) fn measured(&self, level: usize) -> f64 {
        self.levels[level].measured
    }

    /// Variance of an area's estimate.
    pub(super) fn variance(&self, level: usize, area: usize) -> f64 {
        self.levels[level].variance[area]
    }

    /// Replaces measurements by estimates, in place: by level, areas × `cells`.
    pub(super) fn estimate(&self, measured: &mut [Vec<f64>], cells: usize) {
        for l in (0..self.levels.len().saturating_sub(1)).rev() {
            let (above, below) = measured.split_at_mut(l + 1);
            for (area, children) in self.levels[l].children.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                let own = self.levels[l].own[area];
                for cell in 0..cells {
                    let sum: f64 = children.iter().map(|&child| below[0][child * cells + cell]).sum();
                    let figure = &mut above[l][area * cells + cell];
                    *figure = own * *figure + (1.0 - own) * sum;
                }
            }
        }
        for l in 0..self.levels.len().saturating_sub(1) {
            let (above, below) = measured.split_at_mut(l + 1);
            for (area, children) in self.levels[l].children.iter().enumerate() {
                for cell in 0..cells {
                    let sum: f64 = children.iter().map(|&child| below[0][child * cells + cell]).sum();
                    let off = above[l][area * cells + cell] - sum;
                    for &child in children {
                        below[0][child * cells + cell] += self.levels[l + 1].takes[child] * off;
                    }
                }
            }
        }
    }

    /// Covariances of the errors of sums of estimates. *Shape:* `sums` × `sums`. Each area has, for each sum, its
    /// factors there: several of one sum belong to numbers that were measured separately with the same noise.
    ///
    /// An estimate is its share of the parent's estimate, and a rest that it has in common with its siblings alone: the
    /// parent's part is passed on to the parent, finest areas first.
    pub(super) fn covariances(&self, factors: NodeFactors, sums: usize) -> Vec<f64> {
        let mut found = vec![0.0; sums * sums];
        let mut add = |factors: &[f64], times: f64| {
            let own = factors.len() / sums;
            for (a, row) in factors.chunks_exact(own).zip(found.chunks_exact_mut(sums)) {
                for (b, cell) in factors.chunks_exact(own).zip(row) {
                    *cell += times * a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
                }
            }
        };
        let mut left = factors;
        while let Some((TreeNode { depth, area }, own)) = left.pop_last() {
            let level = &self.levels[depth];
            add(&own, level.alone[area]);
            let Some(parent) = level.parents[area] else { continue };
            // The last sibling comes first; all of them come before their parent.
            let mut together: Vec<f64> = own.iter().map(|own| own * level.alone[area]).collect();
            for &sibling in self.levels[depth - 1].children[parent].iter().filter(|&&sibling| sibling != area) {
                if let Some(own) = left.remove(&TreeNode { depth, area: sibling }) {
                    add(&own, level.alone[sibling]);
                    together.iter_mut().zip(own).for_each(|(sum, own)| *sum += own * level.alone[sibling]);
                }
            }
            let all: f64 = self.levels[depth - 1].children[parent].iter().map(|&child| level.alone[child]).sum();
            add(&together, -1.0 / all);
            let above =
                left.entry(TreeNode { depth: depth - 1, area: parent }).or_insert_with(|| vec![0.0; together.len()]);
            above.iter_mut().zip(together).for_each(|(above, own)| *above += own / all);
        }
        found
    }

    /// Variance of a sum of estimates of one level, each with a factor.
    pub(super) fn variance_of_sum(&self, depth: usize, factors: &[(usize, f64)]) -> f64 {
        let mut by_area = NodeFactors::new();
        for &(area, factor) in factors {
            by_area.entry(TreeNode { depth, area }).or_insert_with(|| vec![0.0])[0] += factor;
        }
        self.covariances(by_area, 1)[0]
    }
}
