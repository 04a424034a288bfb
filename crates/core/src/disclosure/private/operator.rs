//! Residuals: the part of a table that doesn't follow from tables of fewer groups, or of coarser ones.

use crate::charter::{Axis, Group, Table};

/// The residual along one axis: every category against the others of its block, n·own − Σ, in whole numbers. At the
/// coarsest level all categories are one block; at a finer one those of each coarser category are.
///
/// Blocks of other sizes m are brought to one scale L, the least common multiple: (L/m)·(m·own − Σ). There is always a
/// residual to measure: a group has at least two categories, and a coarser level at least two and fewer than the one
/// before.
#[derive(Clone, Debug)]
pub(super) struct Contrast {
    /// Block of each category.
    block: Vec<usize>,
    /// Number of categories of each block.
    sizes: Vec<u64>,
    scale: u64,
}

impl Contrast {
    fn new(group: &Group, group_level: usize) -> Self {
        let categories = group.categories_of(group_level).len();
        let block: Vec<usize> = match group_level + 1 < group.levels() {
            false => vec![0; categories],
            true => {
                let coarser = |category: u16| {
                    let finest =
                        (0..group.categories.len() as u16).find(|&f| group.project(group_level, f) == category);
                    usize::from(finest.map_or(0, |finest| group.project(group_level + 1, finest)))
                };
                (0..categories as u16).map(coarser).collect()
            }
        };
        let blocks = block.iter().max().map_or(0, |last| last + 1);
        let mut sizes = vec![0; blocks];
        block.iter().for_each(|&block| sizes[block] += 1);
        let scale = sizes.iter().fold(1, |scale: u64, &size| scale / gcd(scale, size) * size);
        Self { block, sizes, scale }
    }

    /// Largest squared length of one person's contribution: (L/m)²·m(m − 1) in the largest block.
    fn length(&self) -> u128 {
        let of = |size: u64| u128::from(self.scale / size).pow(2) * u128::from(size * (size - 1));
        self.sizes.iter().map(|&size| of(size)).max().unwrap_or(0)
    }

    fn size_of(&self, category: usize) -> f64 {
        self.sizes[self.block[category]] as f64
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Residual of a table: the product of its axes' contrasts. For a table without groups it is the table itself.
#[derive(Clone, Debug)]
pub(super) struct Residual {
    axes: Vec<Contrast>,
    pub combinations: usize,
}

impl Residual {
    pub(super) fn new(groups: &[Group], table: &Table) -> Self {
        Self {
            axes: table.axes.iter().map(|axis| Contrast::new(&groups[axis.group], axis.group_level)).collect(),
            combinations: table.combinations(groups) as usize,
        }
    }

    /// Factor between a whole-number residual and the residual that adds up to the table.
    pub(super) fn scale(&self) -> f64 {
        self.axes.iter().map(|axis| axis.scale as f64).product()
    }

    /// Largest squared length of the contribution of one person with a 1; `None` if it is too large to be of use.
    pub(super) fn length(&self) -> Option<u128> {
        self.axes.iter().try_fold(1_u128, |length, axis| length.checked_mul(axis.length()))
    }

    /// Replaces the cells of one area by their whole-number residual, in place.
    pub(super) fn measure(&self, cells: &mut [i128]) {
        self.along(cells, |contrast, own, sum, block| {
            let scale = i128::from(contrast.scale);
            scale * own - scale / i128::from(contrast.sizes[block]) * sum
        });
    }

    /// Removes the part of the noise outside of the space of residuals, in place.
    pub(super) fn centre(&self, cells: &mut [f64]) {
        self.along(cells, |contrast, own, sum, block| own - sum / contrast.sizes[block] as f64);
    }

    fn along<T: Copy + Default + std::ops::AddAssign>(
        &self,
        cells: &mut [T],
        of: impl Fn(&Contrast, T, T, usize) -> T,
    ) {
        let mut stride = 1;
        for contrast in self.axes.iter().rev() {
            let length = contrast.block.len();
            let mut sums = vec![T::default(); contrast.sizes.len()];
            for start in (0..cells.len()).step_by(stride * length) {
                for offset in start..start + stride {
                    sums.fill(T::default());
                    let place = |category: usize| offset + category * stride;
                    for (category, &block) in contrast.block.iter().enumerate() {
                        sums[block] += cells[place(category)];
                    }
                    for (category, &block) in contrast.block.iter().enumerate() {
                        cells[place(category)] = of(contrast, cells[place(category)], sums[block], block);
                    }
                }
            }
            stride *= length;
        }
    }
}

/// Shares of a residual in a table: the factor with which one cell of `whole` takes the cell of `part` in which it
/// lies, and the factor of the residual's variance.
///
/// *Shape:* one entry per combination of `whole`.
/// *Units:* none, as they are factors.
pub(super) struct ResidualShare {
    /// Factor of the residual.
    pub takes: Vec<f64>,
    /// Factor of the residual's variance.
    pub variance: Vec<f64>,
}

impl ResidualShare {
    /// Shares of the residual of `part`, which has some of the groups of `whole`, at the same levels or coarser.
    pub(super) fn new(groups: &[Group], whole: &Table, part: &Table) -> Self {
        let mut share = Self { takes: vec![1.0], variance: vec![1.0] };
        for axis in &whole.axes {
            let own = part.axes.iter().find(|other| other.group == axis.group);
            let (takes, variance): (Vec<f64>, Vec<f64>) = of_axis(&groups[axis.group], *axis, own).into_iter().unzip();
            let by = |known: &[f64], more: &[f64]| known.iter().flat_map(|a| more.iter().map(move |b| a * b)).collect();
            share = Self { takes: by(&share.takes, &takes), variance: by(&share.variance, &variance) };
        }
        share
    }
}

/// Factors by category of an axis: an equal part of each coarser category on the way up to the part's own, and of the
/// total where the part has no such group.
fn of_axis(group: &Group, axis: Axis, part: Option<&Axis>) -> Vec<(f64, f64)> {
    let top = part.map_or(group.levels(), |part| part.group_level);
    let of = |category: u16| {
        let finest = (0..group.categories.len() as u16).find(|&f| group.project(axis.group_level, f) == category);
        let at = |group_level| usize::from(finest.map_or(0, |finest| group.project(group_level, finest)));
        let takes: f64 = (axis.group_level..top)
            .map(|group_level| 1.0 / Contrast::new(group, group_level).size_of(at(group_level)))
            .product();
        let left =
            part.map_or(1.0, |part| 1.0 - 1.0 / Contrast::new(group, part.group_level).size_of(at(part.group_level)));
        (takes, takes * takes * left)
    };
    (0..group.categories_of(axis.group_level).len() as u16).map(of).collect()
}
