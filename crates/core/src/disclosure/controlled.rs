//! Class `controlled`: customary practice for surveys, without a bound. Every figure gets the noise of a count, keyed
//! by the contributors and by the name of the cell; all other decisions follow from these figures.

use super::member_layout::{MemberLayout, TableLayout};
use super::noise::{BoundedNoise, FigureName, NoiseKey, normal};
use super::{columns, hide};
use crate::charter::{Charter, Controlled};
use crate::cube::{Exact, ExactTable, SumColumns};
use crate::model::parallel;
use crate::model::{CellStatus, FigureColumns, MemberId, PublishedTable, RowKey};

/// Variance of a count's noise, in persons.
pub(super) const VARIANCE: f64 = 3.0;
/// Largest noise of a count, in persons.
pub const MOST: i64 = 5;

/// Protects the cells of a member: every area in which its people can live and every combination has a row.
pub(super) fn protect(
    exact: Exact<'_, Controlled>,
    member: &MemberId,
    key: &NoiseKey,
    min_frequency: Option<u32>,
) -> Vec<PublishedTable> {
    let charter = exact.charter();
    let scope = MemberLayout::new(charter, member);
    let layout = exact.layout();
    let tables: Vec<ExactTable> = exact.into_tables().collect();
    let noise = BoundedNoise::new(VARIANCE, MOST);
    let table = |t: usize| {
        let cells = &tables[t];
        let source = ControlledTable { t, cells, layout, shape: &scope.tables[t], charter, member, key, noise: &noise };
        hide(source.protect(), min_frequency)
    };
    parallel::map(0..tables.len(), table)
}

/// Size of one unit of noise on each column: a person of the largest possible weight, from one end of the scale to the
/// other, so that a mean of few values reveals no count better than a printed count does.
pub(super) fn units(charter: &Charter, member: &MemberId) -> Vec<f64> {
    let statistics = charter.statistics();
    let largest = charter.weight_cap(member).unwrap_or(1.0);
    let mut units = vec![largest; statistics.width()];
    units[FigureColumns::PERSONS] = 1.0;
    let sums = (0..statistics.dimensions).map(|d| statistics.dimension(d)).chain(statistics.index());
    sums.for_each(|column| units[column] = 100.0 * largest);
    (0..statistics.contrasts()).for_each(|band| units[statistics.contrast(band)] = largest * statistics.bands as f64);
    units
}

struct ControlledTable<'a> {
    t: usize,
    cells: &'a ExactTable,
    layout: SumColumns,
    shape: &'a TableLayout,
    charter: &'a Charter,
    member: &'a MemberId,
    key: &'a NoiseKey,
    noise: &'a BoundedNoise,
}

impl ControlledTable<'_> {
    fn protect(&self) -> PublishedTable {
        let statistics = self.charter.statistics();
        let units = units(self.charter, self.member);
        let mut published = PublishedTable::empty(statistics);
        let nobody = vec![0; self.layout.width()];
        let mut rows = self.cells.rows.iter().zip(self.cells.sums.chunks_exact(self.layout.width())).peekable();
        for &area in &self.shape.areas {
            for combination in 0..self.shape.combinations as u32 {
                let row = RowKey { area, combination };
                let sums = rows.next_if(|(key, _)| **key == row).map_or(nobody.as_slice(), |(_, sums)| sums);
                let contributors = sums[self.layout.besides(0)];
                let drawn = |column: usize| {
                    // Where every person counts 1, people and weight are one figure.
                    let column = if !self.charter.has_weights() && column == FigureColumns::WEIGHT {
                        FigureColumns::PERSONS
                    } else {
                        column
                    };
                    let name = FigureName { table: self.t as u32, area, combination, column: column as u32 };
                    let [first, second] = self.key.draw(name, contributors);
                    // People are whole numbers. In other columns the digits below a unit would stay exact, and add up.
                    let noise = match column {
                        FigureColumns::PERSONS => self.noise.at(first) as f64,
                        _ => VARIANCE.sqrt() * normal(first, second),
                    };
                    units[column] * noise
                };
                columns(sums, self.layout, statistics, |column, exact| {
                    published.columns[column].push(exact + drawn(column));
                });
                published.rows.push(row);
                published.status.push(CellStatus::Published);
            }
        }
        published
    }
}
