//! Model ↔ generated types.

use std::collections::HashSet;

use super::proto::node::{CategoryFilter, CellStatus, Column, GetTableRequest, GetTableResponse, TableAxis};
use crate::charter::{Axis, Charter, Table};
use crate::model::{EditionId, PublishedTable, RowKey, Statistics, Status};

/// Rows in one message: large enough to cost little, small enough to stay below every message limit.
const ROWS: usize = 4096;

/// A table request in the model's words; `None` if it names anything that the charter doesn't have.
pub(super) struct TableQuestion {
    pub edition: EditionId,
    pub table: Table,
    areas: Option<HashSet<u32>>,
    /// Accepted categories by position of the axis.
    categories: Vec<(usize, HashSet<u16>)>,
}

impl TableQuestion {
    pub(super) fn read(charter: &Charter, request: &GetTableRequest) -> Option<Self> {
        let edition = request.edition.parse().ok()?;
        let level = charter.geography.levels().iter().position(|level| *level == request.level)?;
        let mut axes: Vec<Axis> = request.axes.iter().map(|axis| read_axis(charter, axis)).collect::<Option<_>>()?;
        axes.sort_unstable();
        let table = Table { level, axes };
        let area = |code: &String| charter.geography.find(code).filter(|(l, _)| *l == level).map(|(_, area)| area);
        let areas = match request.areas.as_slice() {
            [] => None,
            codes => Some(codes.iter().map(area).collect::<Option<_>>()?),
        };
        let categories =
            request.categories.iter().map(|filter| read_filter(charter, &table, filter)).collect::<Option<_>>()?;
        Some(Self { edition, table, areas, categories })
    }

    /// Which rows are wanted; `None` means all of them.
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
    let coarser = &charter.groups[group].coarser;
    let rung = match axis.partition.as_str() {
        "" => 0,
        id => 1 + coarser.iter().position(|partition| partition.id == id)?,
    };
    Some(Axis { group, rung })
}

fn read_filter(charter: &Charter, table: &Table, filter: &CategoryFilter) -> Option<(usize, HashSet<u16>)> {
    let position = table.axes.iter().position(|axis| charter.groups[axis.group].id == filter.group)?;
    let axis = table.axes[position];
    let group = &charter.groups[axis.group];
    let accepted = filter.categories.iter().map(|id| group.find(id).filter(|(rung, _)| *rung == axis.rung));
    Some((position, accepted.map(|found| found.map(|(_, category)| category)).collect::<Option<_>>()?))
}

/// The request for a whole table.
pub(super) fn table_request(charter: &Charter, edition: &EditionId, table: &Table) -> GetTableRequest {
    let axis = |axis: &Axis| {
        let group = &charter.groups[axis.group];
        let partition = axis.rung.checked_sub(1).map(|coarser| group.coarser[coarser].id.clone());
        TableAxis { group: group.id.clone(), partition: partition.unwrap_or_default() }
    };
    GetTableRequest {
        edition: edition.to_string(),
        level: charter.geography.levels()[table.level].clone(),
        axes: table.axes.iter().map(axis).collect(),
        areas: Vec::new(),
        categories: Vec::new(),
    }
}

/// The rows of a table, in stretches. An empty table is one empty message.
pub(super) fn responses(table: &PublishedTable, names: &[String]) -> Vec<GetTableResponse> {
    let starts = (0..table.len().max(1)).step_by(ROWS);
    let stretch = |start: usize| {
        let rows = start..(start + ROWS).min(table.len());
        let status = |status: &Status| match status {
            Status::Published => CellStatus::Published as i32,
            Status::Withheld => CellStatus::Withheld as i32,
        };
        let columns = names.iter().zip(&table.columns);
        GetTableResponse {
            areas: table.rows[rows.clone()].iter().map(|row| row.area).collect(),
            combinations: table.rows[rows.clone()].iter().map(|row| row.combination).collect(),
            statuses: table.status[rows.clone()].iter().map(status).collect(),
            columns: columns
                .map(|(name, figures)| Column { statistic: name.clone(), figures: figures[rows.clone()].to_vec() })
                .collect(),
        }
    };
    starts.map(stretch).collect()
}

/// Collects the messages of one table; refuses everything that the charter's table can't hold.
pub(super) struct TableReader<'c> {
    charter: &'c Charter,
    table: &'c Table,
    names: &'c [String],
    read: PublishedTable,
}

impl<'c> TableReader<'c> {
    pub(super) fn new(charter: &'c Charter, table: &'c Table, names: &'c [String]) -> Self {
        Self { charter, table, names, read: PublishedTable::empty(charter.statistics()) }
    }

    /// Appends a message. `None`: it breaks the contract.
    pub(super) fn add(&mut self, message: GetTableResponse) -> Option<()> {
        let rows = message.areas.len();
        let areas = self.charter.geography.areas(self.table.level).len() as u32;
        let combinations = self.table.combinations(&self.charter.groups);
        if message.combinations.len() != rows
            || message.statuses.len() != rows
            || message.columns.len() != self.names.len()
        {
            return None;
        }
        for (&area, &combination) in message.areas.iter().zip(&message.combinations) {
            let row = RowKey { area, combination };
            let in_order = self.read.rows.last().is_none_or(|last| *last < row);
            if area >= areas || u64::from(combination) >= combinations || !in_order {
                return None;
            }
            self.read.rows.push(row);
        }
        for status in message.statuses {
            self.read.status.push(match CellStatus::try_from(status).ok()? {
                CellStatus::Published => Status::Published,
                CellStatus::Withheld => Status::Withheld,
                CellStatus::Unspecified => return None,
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

    /// The whole table. `None`: a figure that no cell can have.
    pub(super) fn finish(self) -> Option<PublishedTable> {
        let counts = [Statistics::PERSONS, Statistics::WEIGHT].map(|column| &self.read.columns[column]);
        let published = |row: usize| self.read.status[row] == Status::Published;
        let sound = (0..self.read.len())
            .all(|row| !published(row) || counts.iter().all(|c| c[row].is_finite() && c[row] >= 0.0));
        sound.then_some(self.read)
    }
}
