//! What follows from what is published by adding and subtracting alone.

use super::scope::Scope;
use crate::charter::Charter;
use crate::model::MemberId;

/// Which blocks anybody knows: those that are told, and those that are sums or differences of known ones.
pub(super) struct Knowledge(Vec<Vec<bool>>);

/// Blocks that follow from sums over members though the tables of one of them don't tell its part: by table and area of the
/// geography. Takes what each member told and what the sums tell, by table and area. Sums that leave nothing out and are
/// made of told figures alone open none.
pub fn opened(charter: &Charter, members: &[(&MemberId, Vec<Vec<bool>>)], sums: &[Vec<bool>]) -> Vec<(usize, u32)> {
    let mut together: Vec<Vec<bool>> = Vec::new();
    let mut alone = Vec::new();
    for (member, told) in members {
        let reach = charter.reach(member);
        let scope = Scope::within(charter, &reach);
        let known = Knowledge::of(&scope, |table, area| told[table][scope.tables[table].areas[area] as usize]);
        together.resize(reach.len(), Vec::new());
        for (all, own) in together.iter_mut().zip(reach) {
            all.resize(own.len(), false);
            all.iter_mut().zip(own).for_each(|(all, own)| *all |= own);
        }
        alone.push((scope, known));
    }
    let scope = Scope::within(charter, &together);
    let known = Knowledge::of(&scope, |table, area| sums[table][scope.tables[table].areas[area] as usize]);
    let mut opened = Vec::new();
    for (table, shape) in scope.tables.iter().enumerate() {
        let hidden = |area: u32| {
            let own = |(scope, known): &(Scope, Knowledge)| {
                let place = scope.tables[table].areas.binary_search(&area);
                place.is_ok_and(|place| !known.has(table, place))
            };
            alone.iter().any(own)
        };
        let open = (0..shape.areas.len()).filter(|&place| known.has(table, place) && hidden(shape.areas[place]));
        opened.extend(open.map(|place| (table, shape.areas[place])));
    }
    opened
}

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
