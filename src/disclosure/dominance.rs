/// Whether one contribution dominates a sum, by the p % rule: who made the second largest subtracts it, and knows the
/// largest to within `percent` % of itself, as all others together come to less.
///
/// A person is one contributor with all of their weight. To take a person of weight w for w contributors of weight 1, as
/// tau-ARGUS can, supposes that nobody knows who has which weight; no cell that stands here would fall that way, as long as
/// weights are 1 or more.
///
/// *Source:* tau-ARGUS 4.1, user manual.
pub(super) fn dominated(total: u128, [first, second]: [u64; 2], percent: f64) -> bool {
    let others = total - u128::from(first) - u128::from(second);
    100.0 * (others as f64) < percent * first as f64
}
