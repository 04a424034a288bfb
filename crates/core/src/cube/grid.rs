use super::projection::Projection;
use super::{ExactTable, SumColumns};
use crate::charter::{Charter, Table};
use crate::model::{AreaIndex, RowKey};

/// Slot number of an empty cell. The system hands out zeros on first touch, so room for empty areas takes no memory.
const EMPTY: u32 = 0;

/// Cells of one grouping: a slot number, from 1, for each possible cell, and sums for non-empty cells alone.
///
/// *Shape:* `slots` areas × combinations, `places` one entry a slot, `sums` slots × columns of [`SumColumns`].
/// *Units:* those of [`SumColumns`].
pub(super) struct Grid {
    combinations: u32,
    width: usize,
    slots: Vec<u32>,
    places: Vec<u32>,
    sums: Vec<u128>,
}

impl Grid {
    pub(super) fn new(charter: &Charter, table: &Table, layout: SumColumns) -> Self {
        let combinations = table.combinations(&charter.groups) as u32;
        let room = charter.geography.areas(table.level).len() * combinations as usize;
        // Allocates all cells of a small grouping at once: growing would copy them again and again.
        let cells = room.min(1 << 17);
        Self {
            combinations,
            width: layout.width(),
            slots: vec![EMPTY; room],
            places: Vec::with_capacity(cells),
            sums: Vec::with_capacity(cells * layout.width()),
        }
    }

    /// Number of non-empty cells.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Adds sums to a cell.
    #[inline]
    pub(super) fn add(&mut self, area: AreaIndex, combination: u32, sums: &[u128]) {
        self.add_at(area.0 * self.combinations + combination, sums);
    }

    #[inline]
    fn add_at(&mut self, place: u32, sums: &[u128]) {
        let slot = self.slots[place as usize];
        if slot == EMPTY {
            self.places.push(place);
            self.slots[place as usize] = self.places.len() as u32;
            self.sums.extend_from_slice(sums);
        } else {
            let from = (slot - 1) as usize * self.width;
            for (total, sum) in self.sums[from..from + self.width].iter_mut().zip(sums) {
                // Sums never overflow; cell keys wrap around, as they are sums modulo 2^128.
                *total = total.wrapping_add(*sum);
            }
        }
    }

    fn cell(&self, slot: usize) -> &[u128] {
        &self.sums[slot * self.width..][..self.width]
    }

    /// Adds the cells of another grid of the same grouping.
    pub(super) fn merge(&mut self, other: &Self) {
        for (slot, &place) in other.places.iter().enumerate() {
            self.add_at(place, other.cell(slot));
        }
    }

    /// Cells of `to`, rolled up from these cells of `from`.
    pub(super) fn roll_up(&self, charter: &Charter, from: &Table, to: &Table, layout: SumColumns) -> Self {
        let areas = charter.geography.ancestors(from.level, to.level);
        let combinations = Projection::new(&charter.groups, &from.axes, &to.axes);
        let mut rolled = Self::new(charter, to, layout);
        for (slot, &place) in self.places.iter().enumerate() {
            let (area, combination) = (place / self.combinations, place % self.combinations);
            rolled.add(areas[area as usize], combinations.of(combination), self.cell(slot));
        }
        rolled
    }

    /// Cells in canonical order, without those that have no scored person.
    pub(super) fn into_table(self, layout: SumColumns) -> ExactTable {
        let mut table = ExactTable { rows: Vec::with_capacity(self.len()), sums: Vec::with_capacity(self.sums.len()) };
        for (place, &slot) in (0_u32..).zip(&self.slots).filter(|&(_, &slot)| slot != EMPTY) {
            let sums = self.cell((slot - 1) as usize);
            if sums[SumColumns::PERSONS] > 0 {
                let (area, combination) = (place / self.combinations, place % self.combinations);
                table.rows.push(RowKey { area: AreaIndex(area), combination });
                let from = table.sums.len();
                table.sums.extend_from_slice(sums);
                // Until now each band had its own weight; from here on weights are cumulated.
                let below = &mut table.sums[from..][layout.below(0)..layout.besides(0)];
                (1..below.len()).for_each(|band| below[band] += below[band - 1]);
            }
        }
        table
    }
}
