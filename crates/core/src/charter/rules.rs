use super::privacy::Privacy;

/// How figures are protected beside what their class does: the `[privacy]` or `[disclosure]` section, or a member's own rules,
/// which may be stricter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// What an edition of class `private` may cost, and what for.
    pub privacy: Privacy,
    /// Cells whose noisy count is below show no figures: a rule about printed numbers.
    pub show_from: Option<u32>,
}

impl Rules {
    /// From how many people on class `controlled` shows a cell where the charter says nothing.
    pub const CONTROLLED_FROM: u32 = 11;
}
