//! Exact cells → noisy whole numbers: the only place that reads exact cells, and it consumes them.

use super::gaussian::gaussian;
use super::measures::MeasuredColumns;
use super::operator::Residual;
use super::plan::Plan;
use super::stream::{Draw, NoiseStream};
use crate::charter::{Charter, Private, TableIndex};
use crate::cube::{Exact, ExactTable, SumColumns};
use crate::disclosure::member_layout::{MemberLayout, TableLayout};
use crate::model::{AreaIndex, MemberId, parallel};

/// Version of the measurement. It counts up when the same records would be measured as other whole numbers: a secret
/// serves for one way of measuring alone.
pub const MEASUREMENT: u32 = 1;

/// Measurements of a member's people: whole numbers with noise, from which everything follows that leaves.
///
/// *Shape:* per table of the lattice, per measured column, areas × combinations.
/// *Units:* those of the plan.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Measured {
    tables: Vec<Vec<Vec<i64>>>,
}

impl Measured {
    /// Measures the residual of every table once. Every area in which the member's people can live and every
    /// combination is measured, whether or not it is empty. Consumes the exact cells.
    pub fn new(exact: Exact<'_, Private>, member: &MemberId, plan: &Plan, stream: &NoiseStream) -> Self {
        let (charter, layout) = (exact.charter(), exact.layout());
        let scope = MemberLayout::new(charter, member);
        let measures = MeasuredColumns::new(&charter.method);
        let lattice = charter.lattice.tables();
        let of = |(table, cells): (TableIndex, ExactTable)| {
            let residual = Residual::new(&charter.groups, &lattice[table.at()]);
            let shape = &scope.tables[table.at()];
            TableMeasurement { table, cells, layout, shape, residual, measures: &measures, plan, stream }.measure()
        };
        Self { tables: (0..).map(TableIndex).zip(exact.into_tables()).map(of).collect() }
    }

    /// A single 1, and zeros elsewhere: its estimates show how estimates follow from measurements.
    #[cfg(test)]
    pub(super) fn unit(charter: &Charter, table: TableIndex, column: usize, place: usize) -> Self {
        let scope = MemberLayout::new(charter, &charter.members[0].id);
        let columns = MeasuredColumns::new(&charter.method).list.len();
        let mut tables: Vec<Vec<Vec<i64>>> =
            scope.tables.iter().map(|shape| vec![vec![0; shape.cells()]; columns]).collect();
        tables[table.at()][column][place] = 1;
        Self { tables }
    }

    /// Columns of a table.
    pub(super) fn table(&self, table: TableIndex) -> &[Vec<i64>] {
        &self.tables[table.at()]
    }

    /// Reads the bytes that [`Self::to_bytes`] writes, from a file that only a store can seal: `tests/architecture` keeps
    /// the calls there.
    pub fn restored(bytes: &[u8], charter: &Charter, member: &MemberId) -> Option<Self> {
        let scope = MemberLayout::new(charter, member);
        let columns = MeasuredColumns::new(&charter.method).list.len();
        let mut numbers = bytes.chunks_exact(8).map(|number| i64::from_le_bytes(number.try_into().unwrap_or_default()));
        let mut column = |cells: usize| numbers.by_ref().take(cells).collect::<Vec<i64>>();
        let tables: Vec<Vec<Vec<i64>>> =
            scope.tables.iter().map(|shape| (0..columns).map(|_| column(shape.cells())).collect()).collect();
        let whole = scope.tables.iter().map(|shape| 8 * columns * shape.cells()).sum::<usize>();
        (whole == bytes.len()).then_some(Self { tables })
    }

    /// Bytes of a length that the charter decides: 8 a number, the lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.tables.iter().flatten().flatten().flat_map(|number| number.to_le_bytes()).collect()
    }
}

/// Measurement of one table, under way.
struct TableMeasurement<'m> {
    table: TableIndex,
    cells: ExactTable,
    layout: SumColumns,
    shape: &'m TableLayout,
    residual: Residual,
    measures: &'m MeasuredColumns,
    plan: &'m Plan,
    stream: &'m NoiseStream,
}

impl TableMeasurement<'_> {
    fn measure(&self) -> Vec<Vec<i64>> {
        let areas: Vec<Vec<Vec<i64>>> = parallel::map(&self.shape.areas, |&area| self.area(area));
        let column = |c: usize| areas.iter().flat_map(|columns| columns[c].iter().copied()).collect();
        (0..self.measures.list.len()).map(column).collect()
    }

    /// Columns of one area.
    fn area(&self, area: AreaIndex) -> Vec<Vec<i64>> {
        let rows = &self.cells.rows;
        let (from, to) = (rows.partition_point(|row| row.area < area), rows.partition_point(|row| row.area <= area));
        let sums = |row: usize| &self.cells.sums[row * self.layout.width()..][..self.layout.width()];
        let column = |(c, measure): (usize, &super::measures::Measure)| {
            let variance = self.plan.variance(self.table, self.measures.position(measure.family()));
            let mut cells = vec![0_i128; self.shape.combinations];
            for row in from..to {
                cells[rows[row].combination as usize] = measure.count(self.plan.units(), sums(row), self.layout);
            }
            self.residual.measure(&mut cells);
            let noisy = |(cell, exact): (usize, i128)| {
                let draw = Draw { table: self.table.0 as u32, area, cell: cell as u32, statistic: c as u32 };
                let noisy = exact + i128::from(gaussian(variance, &mut self.stream.of(draw)));
                // The plan leaves room for more people than there are.
                noisy.clamp(i64::MIN.into(), i64::MAX.into()) as i64
            };
            cells.into_iter().enumerate().map(noisy).collect()
        };
        self.measures.list.iter().enumerate().map(column).collect()
    }
}
