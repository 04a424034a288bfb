//! Least squares over a tree of areas, in two passes: what each area was measured as, and what its children add up to, become
//! one estimate, and then children add up to their parents.

/// A forest of areas in levels, coarse to fine, of which each level was measured with one variance.
pub(super) struct Tree {
    levels: Vec<Level>,
}

struct Level {
    /// For each area its children in the next level.
    children: Vec<Vec<usize>>,
    /// Variance of the measurement.
    measured: f64,
    /// What the own measurement counts for against what children add up to.
    own: Vec<f64>,
    /// The share that an area takes of what its siblings and it are off their parent.
    takes: Vec<f64>,
    /// Variance of the estimates.
    variance: Vec<f64>,
}

impl Tree {
    /// A level for each pair of children by area and variance; the children of the last one are not looked at.
    pub(super) fn new<'c>(levels: impl Iterator<Item = (&'c [Vec<usize>], f64)>) -> Self {
        let level = |(children, measured): (&[Vec<usize>], f64)| Level {
            children: children.to_vec(),
            measured,
            own: vec![1.0; children.len()],
            takes: vec![0.0; children.len()],
            variance: vec![measured; children.len()],
        };
        let mut levels: Vec<Level> = levels.map(level).collect();
        levels.iter_mut().rev().take(1).for_each(|last| last.children.iter_mut().for_each(Vec::clear));
        // Upwards: each area from what lies in it.
        for l in (1..levels.len()).rev() {
            let (above, below) = levels.split_at_mut(l);
            let (level, finer) = (&mut above[l - 1], &mut below[0]);
            for (area, children) in level.children.iter().enumerate() {
                let together: f64 = children.iter().map(|&child| finer.variance[child]).sum();
                if together > 0.0 {
                    children.iter().for_each(|&child| finer.takes[child] = finer.variance[child] / together);
                    level.own[area] = together / (together + level.measured);
                    level.variance[area] = level.measured * level.own[area];
                }
            }
        }
        // Downwards: from what lies around it as well.
        for l in 1..levels.len() {
            let (above, below) = levels.split_at_mut(l);
            let (level, finer) = (&above[l - 1], &mut below[0]);
            for (area, children) in level.children.iter().enumerate() {
                let together: f64 = children.iter().map(|&child| finer.variance[child]).sum();
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

    /// Makes estimates of measurements, in place: by level, areas × `cells`.
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

    /// Variance of a sum of estimates of one level, each with a factor: what the same sum takes of every measurement, found
    /// by going the two passes back.
    pub(super) fn variance_of_sum(&self, level: usize, factors: &[(usize, f64)]) -> f64 {
        let mut taken: Vec<Vec<f64>> = self.levels[..=level].iter().map(|level| vec![0.0; level.own.len()]).collect();
        factors.iter().for_each(|&(area, factor)| taken[level][area] += factor);
        for l in (0..level).rev() {
            let (above, below) = taken.split_at_mut(l + 1);
            for (area, children) in self.levels[l].children.iter().enumerate() {
                let off: f64 = children.iter().map(|&child| self.levels[l + 1].takes[child] * below[0][child]).sum();
                above[l][area] += off;
                children.iter().for_each(|&child| below[0][child] -= off);
            }
        }
        // Each now says what is taken of the estimate from below alone.
        let mut variance = 0.0;
        for l in 0..self.levels.len() {
            let mut finer = self.levels.get(l + 1).map(|finer| vec![0.0; finer.own.len()]).unwrap_or_default();
            for (area, children) in self.levels[l].children.iter().enumerate() {
                let (of, own) = (taken[l][area], self.levels[l].own[area]);
                variance += (of * own).powi(2) * self.levels[l].measured;
                children.iter().for_each(|&child| finer[child] += of * (1.0 - own));
            }
            match taken.get_mut(l + 1) {
                Some(known) => known.iter_mut().zip(&finer).for_each(|(known, more)| *known += more),
                None if l + 1 < self.levels.len() => taken.push(finer),
                None => {}
            }
        }
        variance
    }
}
