//! Exact cells → protected cells: the only way in which figures become something that can be stored, sent or printed.
//!
//! Class `public` withholds nothing and keeps full precision: it is for data that are public already.

mod attack;
mod audit;
mod carried;
mod controlled;
mod dominance;
mod family;
mod figures;
mod forecast;
mod knowledge;
mod limit;
mod noise;
pub mod private;
mod program;
mod scope;
mod standing;
#[cfg(test)]
mod tests;
mod variances;
mod warning;

pub use attack::{Attack, Averaging, Bounds, Membership, Subtraction, Versions};
pub use audit::Audit;
pub use carried::{Block, Earlier, Notes};
pub use controlled::{Review, Since, Step, TableReview, Terms};
pub use forecast::Forecast;
pub use knowledge::opened;
pub use limit::{Limit, limits};
pub use noise::NoiseKey;
pub(crate) use noise::normal;
pub use program::System;
pub use standing::{Alone, Rule};
pub use variances::{Loudness, Variances};
pub use warning::{Warning, warnings};

use crate::cube::{Exact, Layout, PRODUCT_BITS, Squares, WEIGHT_BITS};
use crate::model::{PublishedTable, Statistics, Status};

/// Cells of the whole lattice that may leave the node. Made here and nowhere else.
#[derive(Clone, Debug)]
pub struct Protected {
    tables: Vec<PublishedTable>,
}

impl Protected {
    /// Protects the cells of a charter of class `public`: every cell is published as it is. Consumes the exact cells.
    pub fn public(exact: Exact) -> Self {
        let layout = exact.layout();
        let statistics = Statistics::new(layout.dimensions, layout.bands);
        let tables = exact.into_tables().map(|table| {
            let mut columns = vec![Vec::with_capacity(table.rows.len()); statistics.width()];
            for sums in table.sums.chunks_exact(layout.width()) {
                figures(sums, layout, statistics, |column, figure| columns[column].push(figure));
            }
            PublishedTable { status: vec![Status::Published; table.rows.len()], rows: table.rows, columns }
        });
        Self { tables: tables.collect() }
    }

    /// Protects the cells of a charter of class `controlled`. Consumes the exact cells. What the review says to be unsafe
    /// may not be released.
    pub fn controlled(exact: Exact, terms: &Terms<'_>) -> (Self, Review, Notes) {
        let (tables, review, notes) = controlled::protect(exact, terms);
        (Self { tables }, review, notes)
    }

    /// Attacks these cells, as one who knows the exact ones that they were made from under the same terms. Consumes the
    /// exact cells.
    pub fn attack(&self, exact: Exact, terms: &Terms<'_>) -> Attack {
        attack::attack(self, exact, terms)
    }

    /// Cells that went through disclosure control before they were stored.
    pub(crate) fn restored(tables: Vec<PublishedTable>) -> Self {
        Self { tables }
    }

    /// The tables of the lattice, in its order.
    pub fn tables(&self) -> &[PublishedTable] {
        &self.tables
    }

    /// Number of cells over all tables.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.len() as u64).sum()
    }
}

/// The figures of a cell from its sums. A mean over nobody, or over weight zero, is NaN.
fn figures(sums: &[u128], layout: Layout, statistics: Statistics, mut put: impl FnMut(usize, f64)) {
    let weight = sums[Layout::WEIGHT];
    let mean = |sum: u128, weight: u128| sum as f64 / weight as f64 * scale(WEIGHT_BITS) / scale(PRODUCT_BITS);
    let index = mean(sums[Layout::INDEX], weight);
    put(Statistics::PERSONS, sums[Layout::PERSONS] as f64);
    put(Statistics::WEIGHT, weight as f64 / scale(WEIGHT_BITS));
    put(Statistics::INDEX, index);
    for d in 0..layout.dimensions {
        let own = sums[layout.dimension_weight(d)];
        put(statistics.dimension(d), mean(sums[layout.dimension(d)], own));
        put(statistics.dimension_weight(d), own as f64 / scale(WEIGHT_BITS));
    }
    let mut below = 0;
    for band in 0..layout.bands {
        let up_to = if band + 1 < layout.bands { sums[layout.below(band)] } else { weight };
        put(statistics.share(band), (up_to - below) as f64 / weight as f64);
        below = up_to;
    }
    put(statistics.share_step(), 0.0);
    (0..).zip(Squares::spread(sums, layout)).for_each(|(part, figure)| put(statistics.spread(part), figure));
}

fn scale(bits: u32) -> f64 {
    2_f64.powi(bits as i32)
}
