//! Areas that lie in several members.

use crate::model::Bilingual;

/// An area across members' borders, computed from published cells: a sum of areas of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossBorder {
    /// Code of the whole.
    pub id: String,
    /// For people.
    pub name: Bilingual,
    /// Level of the parts.
    pub level: usize,
    /// Positions of the parts in their level.
    pub parts: Vec<u32>,
}
