use super::privacy::Privacy;

/// Parameters of the class's protection: the `[privacy]` or `[disclosure]` section, or a member's own rules, which may
/// be stricter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Privacy loss and workload of an edition of class `private`.
    pub privacy: Privacy,
    /// Minimum frequency: cells with a smaller noisy count show no figures. A rule about printed numbers.
    pub min_frequency: Option<u32>,
}

impl Rules {
    /// Default minimum frequency of class `controlled`.
    pub const CONTROLLED_FROM: u32 = 11;
}
