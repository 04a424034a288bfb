use std::collections::HashSet;

use super::alike::hidden;
use super::code_book::{CodeBook, Meaning};
use crate::charter::{Charter, Method};
use crate::delimited::DelimitedRecord;
use crate::model::{Answers, AreaIndex};

/// Position in a record of each item of the charter, with the rules for reading it.
pub(super) struct ReadingPlan {
    pub person: SourceColumn<()>,
    pub household: Option<SourceColumn<()>>,
    pub area: SourceColumn<Spot>,
    pub weight: Option<SourceColumn<f64>>,
    pub groups: Vec<GroupColumn>,
    pub indicators: Vec<AnswerColumn>,
}

/// Column of one item of the charter.
pub(super) struct SourceColumn<T> {
    /// Position among all items.
    pub asked: usize,
    /// Fields of the record, joined where there are several.
    pub fields: Vec<usize>,
    /// Separator between the parts.
    pub separator: Vec<u8>,
    /// Whether it is an id: missing where a part is empty.
    pub is_id: bool,
    pub codes: CodeBook<T>,
    /// Codes that are numbers, as such: 9 is also 9.0 and 09. Empty in a column without numbers.
    pub numbers: Vec<(f64, Meaning<T>)>,
    /// Whether most of the numbers may lie beyond the charter's bounds.
    pub may_exceed: bool,
    /// Whether the mapping translates: a code that it doesn't list is then an error.
    pub listed: bool,
}

/// Area code of the geography, from this member's view.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Spot {
    /// The member's own area, by position in the finest level.
    Own(AreaIndex),
    /// Area of the finest level that isn't the member's.
    Foreign,
    /// Area of a coarser level.
    Coarser,
}

/// Fields of a record that hold an item.
pub(super) struct ItemFields<'p> {
    /// Position of the item among all items.
    pub asked: usize,
    pub fields: &'p [usize],
}

/// Column of a group; each code means what its category adds to the number of the combination.
pub(super) struct GroupColumn {
    pub column: SourceColumn<u32>,
    /// Number that the category for all others adds, where there is one.
    pub other: Option<u32>,
    /// Its codes without anything that programs change unasked: a code like one of them isn't among all others.
    pub alike: HashSet<String>,
}

/// Column of an indicator, with its answers in the batch that is being read.
pub(super) enum AnswerColumn {
    /// `yes_no` where `steps` is `None`, else `ordered`.
    Codes { column: SourceColumn<u8>, steps: Option<u32>, answers: Vec<u8> },
    /// `number`, with its bounds.
    Numbers { column: SourceColumn<f64>, low: f64, high: f64, answers: Vec<f64> },
}

impl ReadingPlan {
    /// Columns that the file has.
    pub(super) fn sources(&self) -> impl Iterator<Item = ItemFields<'_>> {
        let known =
            [Some(self.person.source()), self.household.as_ref().map(SourceColumn::source), Some(self.area.source())];
        let weight = self.weight.as_ref().map(SourceColumn::source);
        let groups = self.groups.iter().map(|group| group.column.source());
        let answers = self.indicators.iter().map(AnswerColumn::source);
        known.into_iter().flatten().chain(weight).chain(groups).chain(answers)
    }

    /// Columns of numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &SourceColumn<f64>> {
        let answers = self.indicators.iter().filter_map(|indicator| match indicator {
            AnswerColumn::Numbers { column, .. } => Some(column),
            AnswerColumn::Codes { .. } => None,
        });
        self.weight.iter().chain(answers)
    }

    /// Fields of a record that are read.
    pub(super) fn wanted(&self) -> Vec<usize> {
        let mut wanted: Vec<usize> = self.sources().flat_map(|source| source.fields).copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }
}

impl AnswerColumn {
    /// Takes the answers so far, and leaves room for the same number of persons.
    pub(super) fn take(&mut self, room: usize) -> Answers {
        match self {
            Self::Codes { answers, .. } => Answers::Codes(std::mem::replace(answers, Vec::with_capacity(room))),
            Self::Numbers { answers, .. } => Answers::Numbers(std::mem::replace(answers, Vec::with_capacity(room))),
        }
    }

    fn source(&self) -> ItemFields<'_> {
        match self {
            Self::Codes { column, .. } => column.source(),
            Self::Numbers { column, .. } => column.source(),
        }
    }
}

impl<T> SourceColumn<T> {
    fn source(&self) -> ItemFields<'_> {
        ItemFields { asked: self.asked, fields: &self.fields }
    }

    /// Invisible characters of an id. They can't be found in its text, as there is a separator between its parts.
    pub(super) fn hidden(&self, record: DelimitedRecord<'_>) -> Option<String> {
        self.fields.iter().find_map(|&field| hidden(record.field(field)))
    }

    /// Parts of a joined code in a record; none where it isn't joined.
    pub(super) fn parts<'r>(&self, record: DelimitedRecord<'r>) -> impl Iterator<Item = &'r [u8]> {
        let joined = if self.fields.len() > 1 { self.fields.as_slice() } else { &[] };
        joined.iter().map(move |&field| record.field(field))
    }

    /// Text of a record in this column, made in `joined` where it has several parts. Empty where it is an id with an
    /// empty part.
    #[inline]
    pub(super) fn text<'r>(&self, record: DelimitedRecord<'r>, joined: &'r mut Vec<u8>) -> &'r [u8] {
        if let [field] = self.fields[..] {
            return record.field(field);
        }
        joined.clear();
        for (i, &field) in self.fields.iter().enumerate() {
            let part = record.field(field);
            if self.is_id && part.is_empty() {
                return &[];
            }
            if i > 0 {
                joined.extend_from_slice(&self.separator);
            }
            joined.extend_from_slice(part);
        }
        joined
    }
}

/// Whether a weight is accepted. Above the charter's cap weights count as the cap, so any will do.
pub(super) fn is_weight(charter: &Charter, weight: f64) -> bool {
    let most = charter.method.weight_cap.map_or(Method::MAX_WEIGHT, |_| f64::MAX);
    weight == 0.0 || (Method::MIN_WEIGHT..=most).contains(&weight)
}
