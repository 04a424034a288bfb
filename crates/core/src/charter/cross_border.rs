//! Areas across members' borders.

use crate::model::{AreaIndex, Bilingual};

/// An area across members' borders, computed from published cells: a sum of areas of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossBorder {
    /// Code of the whole area.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Level of the parts.
    pub level: usize,
    /// The parts.
    pub parts: Vec<AreaIndex>,
}
