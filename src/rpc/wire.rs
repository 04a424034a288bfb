//! Model ↔ generated types.

use std::collections::HashSet;
use std::sync::Arc;

use prost::Message as _;

use super::proto;
use super::proto::node::{CategoryFilter, Column, GetTableRequest, GetTableResponse, TableAxis};
use crate::charter::{Axis, Charter, Class, Table};
use crate::model::{AreaIndex, CellStatus, EditionId, FigureColumns, PublishedTable, RowKey};
use crate::node::Answer;

/// Most bytes of a message of rows: large enough to cost little, and small enough for other clients, which take 4 MiB
/// unless told otherwise.
const MESSAGE_BYTES: usize = 1 << 20;

/// Most bytes of a receipt: a record in base64, the hashes of a proof, a checkpoint.
const RECEIPT_BYTES: usize = 8 << 10;

/// A table request in the model's types; `None` if it names anything that the charter doesn't have.
pub(super) struct TableQuestion {
    pub edition: EditionId,
    pub table: Table,
    areas: Option<HashSet<AreaIndex>>,
    /// Accepted categories, by position of the axis.
    categories: Vec<(usize, HashSet<u16>)>,
}

impl TableQuestion {
    pub(super) fn read(charter: &Charter, request: &GetTableRequest) -> Option<Self> {
        let edition = request.edition.parse().ok()?;
        let level = charter.geography.levels().iter().position(|level| *level == request.level)?;
        let mut axes: Vec<Axis> = request.axes.iter().map(|axis| read_axis(charter, axis)).collect::<Option<_>>()?;
        axes.sort_unstable();
        let table = Table { level, axes };
        let area =
            |code: &String| charter.geography.find(code).filter(|found| found.level == level).map(|found| found.area);
        let areas = match request.areas.as_slice() {
            [] => None,
            codes => Some(codes.iter().map(area).collect::<Option<_>>()?),
        };
        let categories =
            request.categories.iter().map(|filter| read_filter(charter, &table, filter)).collect::<Option<_>>()?;
        Some(Self { edition, table, areas, categories })
    }

    /// Filter for the rows that are wanted; `None` for all of them.
    pub(super) fn filter<'q>(&'q self, charter: &'q Charter) -> Option<impl Fn(RowKey) -> bool + 'q> {
        if self.areas.is_none() && self.categories.is_empty() {
            return None;
        }
        Some(move |row: RowKey| {
            let categories = self.table.categories(&charter.groups, row.combination);
            self.areas.as_ref().is_none_or(|areas| areas.contains(&row.area))
                && self.categories.iter().all(|(axis, accepted)| accepted.contains(&categories[*axis]))
        })
    }
}

fn read_axis(charter: &Charter, axis: &TableAxis) -> Option<Axis> {
    let group = charter.groups.iter().position(|group| group.id == axis.group)?;
    let coarser = &charter.groups[group].coarser_levels;
    let group_level = match axis.coarser_level.as_str() {
        "" => 0,
        id => 1 + coarser.iter().position(|level| level.id == id)?,
    };
    Some(Axis { group, group_level })
}

fn read_filter(charter: &Charter, table: &Table, filter: &CategoryFilter) -> Option<(usize, HashSet<u16>)> {
    let position = table.axes.iter().position(|axis| charter.groups[axis.group].id == filter.group)?;
    let axis = table.axes[position];
    let group = &charter.groups[axis.group];
    let accepted =
        filter.categories.iter().map(|id| group.find(id).filter(|found| found.group_level == axis.group_level));
    Some((position, accepted.map(|found| found.map(|found| found.category)).collect::<Option<_>>()?))
}

/// Request for a whole table.
pub(super) fn table_request(charter: &Charter, edition: &EditionId, table: &Table) -> GetTableRequest {
    let axis = |axis: &Axis| {
        let group = &charter.groups[axis.group];
        let coarser_level = axis.group_level.checked_sub(1).map(|coarser| group.coarser_levels[coarser].id.clone());
        TableAxis { group: group.id.clone(), coarser_level: coarser_level.unwrap_or_default() }
    };
    GetTableRequest {
        edition: edition.to_string(),
        level: charter.geography.levels()[table.level].clone(),
        axes: table.axes.iter().map(axis).collect(),
        areas: Vec::new(),
        categories: Vec::new(),
    }
}

/// Messages of an answer, each with a range of its rows, made when it is polled. An empty table is one empty message.
pub(super) fn responses(
    answer: Answer,
    receipt: String,
    names: Arc<[String]>,
) -> impl Iterator<Item = GetTableResponse> + Send {
    messages(answer, Answer::cells, receipt, names)
}

fn messages<T: Send>(
    answer: T,
    cells: fn(&T) -> &PublishedTable,
    receipt: String,
    names: Arc<[String]>,
) -> impl Iterator<Item = GetTableResponse> + Send {
    let rows = rows_in_a_message(&names);
    let mut receipt = Some(receipt);
    let starts = (0..cells(&answer).len().max(1)).step_by(rows);
    starts.map(move |start| {
        let table = cells(&answer);
        let rows = start..(start + rows).min(table.len());
        let status = |status: &CellStatus| match status {
            CellStatus::Published => proto::node::CellStatus::Published as i32,
            CellStatus::Withheld => proto::node::CellStatus::Withheld as i32,
        };
        let columns = names.iter().zip(&table.columns);
        GetTableResponse {
            areas: table.rows[rows.clone()].iter().map(|row| row.area.0).collect(),
            combinations: table.rows[rows.clone()].iter().map(|row| row.combination).collect(),
            statuses: table.status[rows.clone()].iter().map(status).collect(),
            columns: columns
                .map(|(name, figures)| Column { statistic: name.clone(), figures: figures[rows.clone()].to_vec() })
                .collect(),
            receipt: receipt.take().unwrap_or_default(),
        }
    })
}

/// Number of rows that surely fit into a message; at least one.
fn rows_in_a_message(names: &[String]) -> usize {
    // Two positions of at most five bytes, a status, and a figure of eight bytes a column.
    let row = 11 + 8 * names.len();
    // Tags and lengths of the lists and columns take at most 16 bytes each.
    let frame = RECEIPT_BYTES + 48 + names.iter().map(|name| name.len() + 16).sum::<usize>();
    (MESSAGE_BYTES.saturating_sub(frame) / row).max(1)
}

/// Collects the messages of one table; refuses everything that the charter's table can't hold.
pub(super) struct TableReader<'c> {
    charter: &'c Charter,
    table: &'c Table,
    names: &'c [String],
    read: PublishedTable,
    receipt: String,
}

impl<'c> TableReader<'c> {
    pub(super) fn new(charter: &'c Charter, table: &'c Table, names: &'c [String]) -> Self {
        Self { charter, table, names, read: PublishedTable::empty(charter.statistics()), receipt: String::new() }
    }

    /// Appends a message; `None` if it breaks the contract.
    pub(super) fn add(&mut self, message: GetTableResponse) -> Option<()> {
        if self.read.is_empty() {
            self.receipt = message.receipt;
        }
        let rows = message.areas.len();
        let areas = self.charter.geography.areas(self.table.level).len();
        let combinations = self.table.combinations(&self.charter.groups);
        if message.combinations.len() != rows
            || message.statuses.len() != rows
            || message.columns.len() != self.names.len()
        {
            return None;
        }
        for (&area, &combination) in message.areas.iter().zip(&message.combinations) {
            let row = RowKey { area: AreaIndex(area), combination };
            let in_order = self.read.rows.last().is_none_or(|last| *last < row);
            if row.area.at() >= areas || u64::from(combination) >= combinations || !in_order {
                return None;
            }
            self.read.rows.push(row);
        }
        for status in message.statuses {
            self.read.status.push(match proto::node::CellStatus::try_from(status).ok()? {
                proto::node::CellStatus::Published => CellStatus::Published,
                proto::node::CellStatus::Withheld => CellStatus::Withheld,
                proto::node::CellStatus::Unspecified => return None,
            });
        }
        for ((column, name), read) in message.columns.into_iter().zip(self.names).zip(&mut self.read.columns) {
            if column.statistic != *name || column.figures.len() != rows {
                return None;
            }
            if read.is_empty() { *read = column.figures } else { read.extend(column.figures) }
        }
        Some(())
    }

    /// Returns the whole table and its receipt; `None` if it has a figure that no cell can have.
    pub(super) fn finish(self) -> Option<(PublishedTable, String)> {
        let class = self.charter.class();
        let counted = |row: usize| {
            // Noise may take a count below zero, and a person with a weight above one isn't counted in persons.
            let [persons, weight] =
                [FigureColumns::PERSONS, FigureColumns::WEIGHT].map(|column| self.read.columns[column][row]);
            match class {
                Class::Public => persons >= 0.0 && persons.is_finite() && weight >= 0.0 && weight.is_finite(),
                Class::Controlled | Class::Private => !persons.is_infinite() && weight.is_finite(),
            }
        };
        let silent = |row: usize| self.read.columns.iter().all(|column| column[row].is_nan());
        let sound = (0..self.read.len()).all(|row| match self.read.status[row] {
            CellStatus::Published => counted(row),
            CellStatus::Withheld => silent(row),
        });
        sound.then_some((self.read, self.receipt))
    }
}

/// Returns the table and the receipt of an answer: its messages one after the other, each after its length. `None` if
/// they break the contract.
pub fn table_from_wire(charter: &Charter, table: &Table, mut bytes: &[u8]) -> Option<(PublishedTable, String)> {
    let names = charter.statistics().names(&charter.dimension_ids(), &charter.band_ids());
    let mut reader = TableReader::new(charter, table, &names);
    while !bytes.is_empty() {
        reader.add(GetTableResponse::decode_length_delimited(&mut bytes).ok()?)?;
    }
    reader.finish()
}

/// Writes what [`table_from_wire`] reads.
pub fn table_to_wire(charter: &Charter, table: PublishedTable, receipt: String) -> Vec<u8> {
    let names = charter.statistics().names(&charter.dimension_ids(), &charter.band_ids());
    messages(table, |own| own, receipt, names.into())
        .flat_map(|message| message.encode_length_delimited_to_vec())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: u32, columns: usize) -> PublishedTable {
        PublishedTable {
            rows: (0..rows)
                .map(|row| RowKey { area: AreaIndex(u32::MAX - rows + row), combination: u32::MAX })
                .collect(),
            status: vec![CellStatus::Withheld; rows as usize],
            columns: vec![vec![f64::NAN; rows as usize]; columns],
        }
    }

    #[test]
    fn every_message_is_below_the_limit_however_many_columns_there_are() {
        for columns in [9, 100, 2000] {
            let names: Arc<[String]> = (0..columns).map(|i| format!("dimension_weight/{i:064}")).collect();
            let rows = 2 * rows_in_a_message(&names) as u32 + 1;
            let messages: Vec<_> = messages(table(rows, columns), |own| own, String::new(), names).collect();
            assert_eq!(messages.iter().map(|message| message.areas.len()).sum::<usize>(), rows as usize);
            let longest = messages.iter().map(GetTableResponse::encoded_len).max();
            // Neither too long nor much shorter than necessary.
            assert!(longest.is_some_and(|bytes| (MESSAGE_BYTES / 2..=MESSAGE_BYTES).contains(&bytes)), "{longest:?}");
        }
    }

    /// A19: an answer has the same length whether its cells have figures or not, and gives no reason for those without.
    #[test]
    fn an_answer_is_as_long_whatever_is_withheld() {
        let names: Arc<[String]> = ["a", "b", "c"].map(str::to_owned).into();
        let lengths = |shown: fn(usize) -> bool| {
            let mut cells = table(5000, 3);
            for row in (0..5000).filter(|row| shown(*row)) {
                cells.status[row] = CellStatus::Published;
                cells.columns.iter_mut().for_each(|column| column[row] = row as f64);
            }
            messages(cells, |own| own, String::new(), names.clone())
                .map(|message| message.encoded_len())
                .collect::<Vec<_>>()
        };
        assert_eq!(lengths(|_| false), lengths(|_| true));
        assert_eq!(lengths(|_| false), lengths(|row| row % 7 == 0));
    }

    #[test]
    fn a_table_without_rows_is_one_message() {
        let messages: Vec<_> =
            messages(table(0, 3), |own| own, "receipt".to_owned(), ["a", "b", "c"].map(str::to_owned).into()).collect();
        assert_eq!(messages.len(), 1);
        assert_eq!((messages[0].columns.len(), messages[0].receipt.as_str()), (3, "receipt"));
    }
}
