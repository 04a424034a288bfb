//! Sums of a cell as whole numbers, so coarse that noise on them can be drawn in whole numbers too.

use crate::cube::PRODUCT_BITS;

/// Units of a measurement's whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Parts of a point in sums of scores.
    pub point: u32,
    /// Parts of 1 in sums of weights.
    pub weight: u32,
    /// Largest weight; `None` where every person counts 1.
    pub cap: Option<f64>,
}

impl Units {
    /// Units from fine to coarse: the plan takes the first that its noise leaves room for.
    pub(super) fn choices(cap: Option<f64>) -> impl Iterator<Item = Self> {
        const STEPS: [u32; 3] = [256, 16, 1];
        // Fine enough beside the largest weight.
        let fine = move |weight: u32| cap.is_none_or(|cap| f64::from(weight) * cap < 4096.0);
        let weights = STEPS
            .into_iter()
            .filter(move |&weight| if cap.is_none() { weight == 1 } else { weight == 1 || fine(weight) });
        weights.flat_map(move |weight| STEPS.map(|point| Self { point, weight, cap }))
    }

    /// Largest number of units by which one person moves a rounded sum of weights: where there are weights, one more
    /// than the weight itself, as the sum is rounded.
    pub(super) fn weight_moves(self) -> u128 {
        self.cap.map_or(1, |cap| (cap * f64::from(self.weight)).ceil() as u128 + 1)
    }

    /// Largest number of units by which one person moves a rounded sum of scores about 50.
    pub(super) fn sum_moves(self) -> u128 {
        (50.0 * self.cap.unwrap_or(1.0) * f64::from(self.point)).ceil() as u128 + 1
    }
}

/// Nearest whole number of a fixed-point one; halves go up.
pub(super) fn rounded(fixed: i128, bits: u32) -> i128 {
    (fixed + (1 << (bits - 1))) >> bits
}

/// Nearest whole number of parts of a point in a sum of products. The sum takes up to 124 bits, so it loses its lowest
/// digits first: far less than the rounding of one person's contribution.
pub(super) fn rounded_product(fixed: i128, parts: u32) -> i128 {
    const LOWEST: u32 = 16;
    rounded((fixed >> LOWEST) * i128::from(parts), PRODUCT_BITS - LOWEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cube::WEIGHT_BITS;

    #[test]
    fn sums_are_rounded_to_the_nearest_unit() {
        let half = 1_i128 << (PRODUCT_BITS - 9);
        assert_eq!(
            [0, half - (1 << 20), half, -half, -half - (1 << 20)].map(|sum| rounded_product(sum, 256)),
            [0, 0, 1, 0, -1]
        );
        assert_eq!(rounded((5 << WEIGHT_BITS) + 1, WEIGHT_BITS), 5);
    }
}
