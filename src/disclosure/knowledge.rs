//! What follows from what is published by adding and subtracting alone.

use super::scope::Scope;

/// Which blocks anybody knows: those that are told, and those that are sums or differences of known ones.
pub(super) struct Knowledge(Vec<Vec<bool>>);

impl Knowledge {
    /// Takes which block of a table is told, by table and area.
    pub(super) fn of(scope: &Scope, told: impl Fn(usize, usize) -> bool) -> Self {
        let whole = scope.tables.iter().enumerate();
        let mut known =
            Self(whole.map(|(t, shape)| (0..shape.areas.len()).map(|area| told(t, area)).collect()).collect());
        while known.fewer_groups(scope) | known.parents_and_last_children(scope) {}
        known
    }

    /// Whether the block of an area is known.
    pub(super) fn has(&self, table: usize, area: usize) -> bool {
        self.0[table][area]
    }

    /// Whoever knows a block knows those of fewer groups, or coarser ones, in the same area.
    fn fewer_groups(&mut self, scope: &Scope) -> bool {
        let mut more = false;
        for &table in scope.subsets.iter().rev().flatten() {
            for &coarser in &scope.tables[table].coarser {
                for area in 0..self.0[table].len() {
                    more |= self.0[table][area] && !std::mem::replace(&mut self.0[coarser][area], true);
                }
            }
        }
        more
    }

    /// A parent is the sum of its children, and an only unknown child is what is left of its parent.
    fn parents_and_last_children(&mut self, scope: &Scope) -> bool {
        let mut more = false;
        for (table, shape) in scope.tables.iter().enumerate() {
            let Some(finer) = shape.finer else { continue };
            for (area, children) in shape.children.iter().enumerate() {
                let mut unknown = children.iter().copied().filter(|&child| !self.0[finer][child]);
                match (unknown.next(), unknown.next()) {
                    (None, _) => more |= !std::mem::replace(&mut self.0[table][area], true),
                    (Some(last), None) if self.0[table][area] => {
                        self.0[finer][last] = true;
                        more = true;
                    }
                    _ => {}
                }
            }
        }
        more
    }
}
