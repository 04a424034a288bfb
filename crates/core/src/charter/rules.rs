use super::privacy::Privacy;

/// Parameters of the class's protection: the `[privacy]` or `[disclosure]` section, or a member's own rules,
/// which may be stricter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Loss and workload of an edition of class `private`.
    pub privacy: Privacy,
    /// Threshold rule: cells whose noisy count is below show no figures. A rule about printed numbers.
    pub min_frequency: Option<u32>,
}

impl Rules {
    /// From how many people on class `controlled` shows a cell where the charter says nothing.
    pub const CONTROLLED_FROM: u32 = 11;
}
