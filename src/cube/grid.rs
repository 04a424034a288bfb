use super::projection::Projection;
use super::{ExactTable, Layout};
use crate::charter::{Charter, Table};
use crate::model::RowKey;

/// No cell yet. Zeros come from the system as they are touched, so room for areas where nobody lives takes no memory.
const NOBODY: u32 = 0;

/// Cells of one grouping: a slot number, from 1, for each place there is room for, sums only for cells with somebody in
/// them.
pub(super) struct Grid {
    combinations: u32,
    width: usize,
    slots: Vec<u32>,
    places: Vec<u32>,
    sums: Vec<u128>,
}

impl Grid {
    pub(super) fn new(charter: &Charter, table: &Table, layout: Layout) -> Self {
        let combinations = table.combinations(&charter.groups) as u32;
        let room = charter.geography.areas(table.level).len() * combinations as usize;
        // Room at once for all cells of a small grouping: growing would copy them again and again.
        let cells = room.min(1 << 17);
        Self {
            combinations,
            width: layout.width(),
            slots: vec![NOBODY; room],
            places: Vec::with_capacity(cells),
            sums: Vec::with_capacity(cells * layout.width()),
        }
    }

    /// Number of cells with somebody in them.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Adds sums to a cell.
    #[inline]
    pub(super) fn add(&mut self, area: u32, combination: u32, sums: &[u128]) {
        self.add_at(area * self.combinations + combination, sums);
    }

    #[inline]
    fn add_at(&mut self, place: u32, sums: &[u128]) {
        let slot = self.slots[place as usize];
        if slot == NOBODY {
            self.places.push(place);
            self.slots[place as usize] = self.places.len() as u32;
            self.sums.extend_from_slice(sums);
        } else {
            let from = (slot - 1) as usize * self.width;
            for (total, sum) in self.sums[from..from + self.width].iter_mut().zip(sums) {
                *total += sum;
            }
        }
    }

    /// Adds the cells of another grid of the same grouping.
    pub(super) fn merge(&mut self, other: &Self) {
        for (&place, sums) in other.places.iter().zip(other.sums.chunks_exact(self.width)) {
            self.add_at(place, sums);
        }
    }

    /// The cells of `to`, which follow from these of `from`.
    pub(super) fn roll_up(&self, charter: &Charter, from: &Table, to: &Table, layout: Layout) -> Self {
        let areas = charter.geography.ancestors(from.level, to.level);
        let combinations = Projection::new(&charter.groups, &from.axes, &to.axes);
        let mut rolled = Self::new(charter, to, layout);
        for (&place, sums) in self.places.iter().zip(self.sums.chunks_exact(self.width)) {
            let (area, combination) = (place / self.combinations, place % self.combinations);
            rolled.add(areas[area as usize], combinations.of(combination), sums);
        }
        rolled
    }

    /// The cells in canonical order.
    pub(super) fn into_table(self) -> ExactTable {
        let mut rows = Vec::with_capacity(self.len());
        let mut sums = Vec::with_capacity(self.sums.len());
        for (place, slot) in (0_u32..).zip(self.slots).filter(|&(_, slot)| slot != NOBODY) {
            let from = (slot - 1) as usize * self.width;
            rows.push(RowKey { area: place / self.combinations, combination: place % self.combinations });
            sums.extend_from_slice(&self.sums[from..from + self.width]);
        }
        // A cell in which nobody could be scored doesn't exist.
        let scored: Vec<bool> = sums.chunks_exact(self.width).map(|sums| sums[Layout::PERSONS] > 0).collect();
        let mut keep = scored.iter();
        rows.retain(|_| *keep.next().expect("one a row"));
        let kept = sums.chunks_exact(self.width).zip(&scored).filter(|(_, scored)| **scored);
        let sums = kept.flat_map(|(sums, _)| sums.iter().copied()).collect();
        ExactTable { rows, sums }
    }
}
