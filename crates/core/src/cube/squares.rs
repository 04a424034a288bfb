use ethnum::I256;

use super::{SumColumns, WEIGHT_BITS};
use crate::method::Score;

/// Binary digits after the point of a weight in sums of squares: the squares of weights up to 2^24 that add up to less
/// than 2^40 then fit into 128.
const BITS: u32 = 32;
/// Digits of the lower part of weight × score, of 99: squares of both parts fit, for up to 2^28 persons.
const LOW: u32 = 50;

/// Sums from which the spread of a cell follows, with w the weight and p = w × score: Σw², Σwp and Σp². The score is
/// exact, and p is summed in two parts, p = h·2^50 + l, so that equal scores have no spread at all.
///
/// *Shape:* `Σw², Σwl, Σwh, Σl², Σlh, Σh²`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Squares {
    pub(super) sums: [u128; Self::WIDTH],
}

impl Squares {
    pub(crate) const WIDTH: usize = 6;

    /// Adds a person of this weight and score.
    #[inline]
    pub(super) fn add(&mut self, weight: u64, score: u64) {
        let weight = weight >> (WEIGHT_BITS - BITS);
        let product = wide(weight, score);
        let (low, high) = (product as u64 & ((1 << LOW) - 1), (product >> LOW) as u64);
        let pairs = [(weight, weight), (weight, low), (weight, high), (low, low), (low, high), (high, high)];
        self.sums.iter_mut().zip(pairs).for_each(|(sum, (left, right))| *sum += wide(left, right));
    }

    /// Σw², Σw²(x − m) and Σw²(x − m)² of a cell, m the mean of its scores x.
    ///
    /// First about the score next to the mean, in whole numbers; the difference of the two is less than a last digit.
    pub(crate) fn spread(cell: &[u128], layout: SumColumns) -> [f64; 3] {
        let sums = &cell[layout.besides(0)..layout.besides(Self::WIDTH)];
        let [weights, wl, wh, ll, lh, hh] = [0, 1, 2, 3, 4, 5].map(|part| whole(sums[part]));
        let (weight, total) = (whole(cell[SumColumns::WEIGHT]), whole(cell[SumColumns::INDEX]));
        if weight == 0 {
            return [0.0; 3];
        }
        let near = (total + weight / 2) / weight;
        let rest = (total - near * weight).as_f64() / weight.as_f64() * 2_f64.powi(-(Score::FRACTION_BITS as i32));
        let first = wl + (wh << LOW) - near * weights;
        let products = ll + (lh << (LOW + 1)) + (hh << (2 * LOW));
        let second = products - near * (wl + (wh << LOW)) - near * first;
        let unit = |parts: i32| 2_f64.powi(-(2 * BITS as i32 + parts * Score::FRACTION_BITS as i32));
        let [zeroth, first, second] =
            [(weights, 0), (first, 1), (second, 2)].map(|(sum, parts)| sum.as_f64() * unit(parts));
        [zeroth, first - rest * zeroth, (second - 2.0 * rest * first + rest * rest * zeroth).max(0.0)]
    }
}

/// Product of two numbers.
#[inline]
pub(super) fn wide(left: u64, right: u64) -> u128 {
    u128::from(left) * u128::from(right)
}

/// A sum that is never negative.
fn whole(sum: u128) -> I256 {
    I256::from_words(0, sum.cast_signed())
}
