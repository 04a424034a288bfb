//! Exact cells → protected cells: the only way in which figures become something that can be stored, sent or printed.
//!
//! Class `private` measures exact cells once, with noise, and everything follows from the measurements ([`private`]).
//! Class `controlled` is a bridge for surveys that can't do that yet. Class `public` withholds nothing and keeps full
//! precision: it is for data that are public already.
//!
//! Exact cells carry their charter, by its class, and each class takes only its own cells:
//!
//! ```
//! # use archipel_core::{charter::Public, cube::Exact, disclosure::Protected};
//! fn publish(exact: Exact<'_, Public>) -> Protected {
//!     Protected::public(exact)
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use archipel_core::{charter::Private, cube::Exact, disclosure::Protected};
//! fn publish(exact: Exact<'_, Private>) -> Protected {
//!     Protected::public(exact)
//! }
//! ```
//!
//! They are consumed by it, and can't be copied:
//!
//! ```compile_fail,E0382
//! # use archipel_core::{charter::Public, cube::Exact, disclosure::Protected};
//! fn publish(exact: Exact<'_, Public>) -> [Protected; 2] {
//!     [Protected::public(exact), Protected::public(exact)]
//! }
//! ```
//!
//! ```compile_fail,E0277
//! # use archipel_core::{charter::Public, cube::Exact};
//! fn copy<'c>(exact: &Exact<'c, Public>) -> Exact<'c, Public> {
//!     Clone::clone(exact)
//! }
//! ```
//!
//! Cells of class `controlled` can't be built without the secret of their cell keys:
//!
//! ```
//! # use archipel_core::{charter::Controlled, cube::{Counting, RecordKeySecret}};
//! fn counting(key: &RecordKeySecret) -> Counting<'_, Controlled> {
//!     Counting { key, weight_cap: None }
//! }
//! ```
//!
//! ```compile_fail,E0308
//! # use archipel_core::{charter::Controlled, cube::{Counting, RecordKeySecret}};
//! fn counting(key: &RecordKeySecret) -> Counting<'_, Controlled> {
//!     Counting { key: (), weight_cap: None }
//! }
//! ```
//!
//! And protected cells can't be made of a table; only a store takes out what it sealed ([`Protected::restored`], which
//! `tests/architecture` keeps there):
//!
//! ```compile_fail,E0451
//! # use archipel_core::{disclosure::Protected, model::PublishedTable};
//! fn pretend(tables: Vec<PublishedTable>) -> Protected {
//!     Protected { tables }
//! }
//! ```

mod accuracy;
mod controlled;
mod covariance;
mod limit;
mod member_layout;
mod noise;
pub mod private;

pub use accuracy::Accuracy;
pub use controlled::MOST;
pub use covariance::Covariance;
pub use limit::{Limit, limits};
pub use noise::NoiseKey;
pub use noise::normal;
use private::{Estimator, Measured, NoiseStream, Plan};

use crate::charter::{Charter, Controlled, Private, Public};
use crate::cube::{Exact, PRODUCT_BITS, Squares, SumColumns, WEIGHT_BITS};
use crate::model::{CellStatus, FigureColumns, MemberId, PublishedTable, RowKey};
use member_layout::MemberLayout;

/// Cells of the whole lattice that may leave the node. Made only in this module.
#[derive(Clone, Debug)]
pub struct Protected {
    tables: Vec<PublishedTable>,
}

impl Protected {
    /// Protects the cells of a charter of class `public`: every cell is published as it is. Consumes the exact cells.
    pub fn public(exact: Exact<'_, Public>) -> Self {
        let (layout, statistics) = (exact.layout(), exact.charter().statistics());
        let tables = exact.into_tables().map(|table| {
            let mut published = PublishedTable::empty(statistics);
            for sums in table.sums.chunks_exact(layout.width()) {
                columns(sums, layout, statistics, |column, figure| published.columns[column].push(figure));
            }
            published.status = vec![CellStatus::Published; table.rows.len()];
            PublishedTable { rows: table.rows, ..published }
        });
        Self { tables: tables.collect() }
    }

    /// Protects the cells of a charter of class `controlled`. Consumes the exact cells.
    pub fn controlled(
        exact: Exact<'_, Controlled>,
        member: &MemberId,
        key: &NoiseKey,
        min_frequency: Option<u32>,
    ) -> Self {
        Self { tables: controlled::protect(exact, member, key, min_frequency) }
    }

    /// Protects the cells of a charter of class `private`: measures them once under a plan, with the noise of a stream
    /// that serves for nothing else. Consumes the exact cells; everything else follows from the measurements.
    pub fn private(
        exact: Exact<'_, Private>,
        member: &MemberId,
        plan: &Plan,
        stream: &NoiseStream,
        min_frequency: Option<u32>,
    ) -> (Self, Measured) {
        let charter = exact.charter();
        let measured = Measured::new(exact, member, plan, stream);
        (Self::estimated(&measured, charter, member, plan, min_frequency), measured)
    }

    /// Cells that follow from measurements.
    pub fn estimated(
        measured: &Measured,
        charter: &Charter,
        member: &MemberId,
        plan: &Plan,
        min_frequency: Option<u32>,
    ) -> Self {
        let scope = MemberLayout::new(charter, member);
        let rows: Vec<Vec<RowKey>> = scope.tables.iter().map(member_layout::TableLayout::rows).collect();
        let estimator = Estimator::new(charter, scope, plan);
        let tables = estimator.estimate(measured).into_iter().zip(rows);
        let weighted = charter.has_weights();
        let table = |(mut columns, rows): (Vec<Vec<f64>>, Vec<RowKey>)| {
            // Where people have weights, only the weighted count is measured.
            let persons = if weighted { vec![f64::NAN; rows.len()] } else { columns[0].clone() };
            columns.insert(FigureColumns::PERSONS, persons);
            hide(PublishedTable { status: vec![CellStatus::Published; rows.len()], rows, columns }, min_frequency)
        };
        Self { tables: tables.map(table).collect() }
    }

    /// Cells that passed disclosure control before they were stored, from a file that only their store can seal.
    pub fn restored(tables: Vec<PublishedTable>) -> Self {
        Self { tables }
    }

    /// Tables of the lattice, in its order.
    pub fn tables(&self) -> &[PublishedTable] {
        &self.tables
    }

    /// Number of cells over all tables.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.len() as u64).sum()
    }
}

/// Removes the figures of cells whose noisy count is below the minimum frequency: a rule about printed numbers, as the
/// count is printed where the rule holds.
fn hide(mut table: PublishedTable, min_frequency: Option<u32>) -> PublishedTable {
    let Some(least) = min_frequency.map(f64::from) else { return table };
    for row in 0..table.len() {
        let [persons, weight] =
            [FigureColumns::PERSONS, FigureColumns::WEIGHT].map(|column| table.columns[column][row]);
        let count = if persons.is_nan() { weight } else { persons };
        if count.is_nan() || count < least {
            table.status[row] = CellStatus::Withheld;
            table.columns.iter_mut().for_each(|column| column[row] = f64::NAN);
        }
    }
    table
}

/// Columns of a cell from its exact sums.
fn columns(sums: &[u128], layout: SumColumns, statistics: FigureColumns, mut put: impl FnMut(usize, f64)) {
    let weight = |at: usize| sums[at] as f64 / scale(WEIGHT_BITS);
    let sum = |at: usize, own: usize| about_fifty(sums, at, own) as f64 / scale(PRODUCT_BITS);
    put(FigureColumns::PERSONS, sums[SumColumns::PERSONS] as f64);
    put(FigureColumns::WEIGHT, weight(SumColumns::WEIGHT));
    if let Some(column) = statistics.index() {
        put(column, sum(SumColumns::INDEX, SumColumns::WEIGHT));
    }
    for d in 0..layout.dimensions {
        put(statistics.dimension(d), sum(layout.dimension(d), layout.dimension_weight(d)));
        if statistics.partial {
            put(statistics.dimension_weight(d), weight(layout.dimension_weight(d)));
        }
    }
    for band in 0..statistics.contrasts() {
        let contrast = statistics.bands as i128 * layout.band(sums, band) - sums[SumColumns::WEIGHT].cast_signed();
        put(statistics.contrast(band), contrast as f64 / scale(WEIGHT_BITS));
    }
    if statistics.spread {
        (0..).zip(Squares::spread(sums, layout)).for_each(|(part, figure)| put(statistics.spread(part), figure));
    }
}

/// Σw(x − 50) in whole numbers: two large sums may differ by little.
fn about_fifty(sums: &[u128], at: usize, own: usize) -> i128 {
    const FIFTY: i128 = 50 << (PRODUCT_BITS - WEIGHT_BITS);
    sums[at].cast_signed() - sums[own].cast_signed() * FIFTY
}

fn scale(bits: u32) -> f64 {
    2_f64.powi(bits as i32)
}
