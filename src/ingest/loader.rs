use std::ops::ControlFlow;

use super::accepted::{Accepted, CheckReport};
use super::code_book::Meaning;
use super::duplicates::{Duplicates, Repetition};
use super::error::IngestError;
use super::intake::{Intake, Sink};
use super::number::decimal;
use super::plan::{AnswerColumn, GroupColumn, ReadingPlan, SourceColumn, Spot, is_weight};
use super::tally::ColumnTally;
use crate::charter::Method;
use crate::delimited::{DelimitedError, DelimitedRecord, has_break};
use crate::model::{Answers, Explain as _, Findings, Problem, Rows};

/// Turns records into rows, counts and collects mistakes, and hands on full batches.
pub(super) struct Loader<'l> {
    intake: &'l Intake<'l>,
    file: &'l str,
    plan: ReadingPlan,
    sink: &'l mut Sink<'l>,
    /// Reason why the sink refused a batch.
    refused: Option<Problem>,
    batch: Rows,
    persons: Duplicates,
    tally: ColumnTally,
    joined: Vec<u8>,
    // Files are mostly sorted by area and household: the last one is often the next one.
    last_area: (Vec<u8>, Option<Meaning<Spot>>),
    last_household: (Vec<u8>, u128),
}

impl<'l> Loader<'l> {
    pub(super) fn new(
        intake: &'l Intake<'l>,
        plan: ReadingPlan,
        file: &'l str,
        seen: Accepted,
        sink: &'l mut Sink<'l>,
    ) -> Self {
        Self {
            batch: empty(&plan, 0),
            intake,
            file,
            last_area: (Vec::new(), plan.area.codes.get(b"")),
            plan,
            sink,
            refused: None,
            persons: Duplicates::default(),
            tally: ColumnTally::new(file, seen),
            joined: Vec::new(),
            last_household: (Vec::new(), 0),
        }
    }

    /// Takes one record; stops where the sink refuses a batch.
    pub(super) fn take(&mut self, line: u64, record: Result<DelimitedRecord<'_>, DelimitedError>) -> ControlFlow<()> {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                self.tally.push(line, None, error, b"");
                return ControlFlow::Continue(());
            }
        };
        if record.has_breaks() && !self.spreads_soundly(line, record) {
            return ControlFlow::Continue(());
        }
        self.tally.seen.rows += 1;
        // A value that can't be understood leaves a placeholder in the batch, so that all columns stay equally long;
        // after a finding no batch is handed on.
        self.person(line, record);
        self.household(line, record);
        self.area(line, record);
        self.weight(line, record);
        self.groups(line, record);
        self.answers(line, record);
        if self.batch.len() >= self.intake.batch_rows.max(1) {
            self.hand_on();
        }
        if self.refused.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Hands on the rest, looks for duplicates and reports; `stopped` says why the reading ended early.
    pub(super) fn finish(mut self, stopped: Option<Problem>) -> CheckReport {
        if stopped.is_none() && self.refused.is_none() && !self.batch.is_empty() {
            self.hand_on();
        }
        let stopped = stopped.or(self.refused.take());
        self.note_repeated();
        if stopped.is_none() {
            self.note_outside();
        }
        let ColumnTally { mut seen, unanswered, mistakes, .. } = self.tally;
        let findings = mistakes.findings();
        let findings = match stopped {
            // The problem that stopped the reading must be seen, so it comes first.
            Some(problem) => {
                let mut all = Findings::from(problem);
                all.append(findings);
                all
            }
            None if seen.rows == 0 && findings.is_empty() => {
                Problem::from(IngestError::NoRows {}).in_file(self.file).into()
            }
            None => findings,
        };
        for (column, unanswered) in seen.columns.iter_mut().zip(unanswered) {
            column.answered = if column.columns.is_empty() { 0 } else { seen.rows - unanswered };
        }
        CheckReport { seen, findings }
    }

    /// Whether the line breaks of a record are in columns that aren't read. Elsewhere a quote was left open, and
    /// several persons were read as one.
    fn spreads_soundly(&mut self, line: u64, record: DelimitedRecord<'_>) -> bool {
        let broken = |fields: &[usize]| fields.iter().any(|&field| has_break(record.raw(field)));
        let asked: Vec<usize> =
            self.plan.sources().filter(|source| broken(source.fields)).map(|source| source.asked).collect();
        for &asked in &asked {
            self.tally.push(line, Some(asked), DelimitedError::FieldLines {}, b"");
        }
        if asked.is_empty() {
            self.tally.seen.multiline += 1;
            self.tally.seen.first_multiline.get_or_insert(line);
        }
        asked.is_empty()
    }

    fn note_repeated(&mut self) {
        let (repeated, asked) = (std::mem::take(&mut self.persons).find(), self.plan.person.asked);
        // Each with its own first line, as these are different persons.
        let named = repeated.earliest.iter().take(4).map(|Repetition { line, first }| format!("{first} = {line}"));
        let mut pairs = named.collect::<Vec<_>>().join(", ");
        if repeated.total > 4 {
            pairs += ", …";
        }
        let error = IngestError::PersonTwice { pairs };
        for &Repetition { line, .. } in &repeated.earliest {
            self.tally.push(line, Some(asked), error.clone(), b"");
        }
        let rest = repeated.total - repeated.earliest.len() as u64;
        self.tally.mistakes.count_only(asked, error.key(), rest);
    }

    /// Notes columns of numbers most of which lie beyond the charter's bounds: they are in another unit, and clipping
    /// would make all people alike.
    fn note_outside(&mut self) {
        /// Least number of answers for this check: of fewer people, most may truly lie beyond the bounds.
        const FEW: u64 = 5;
        for column in self.plan.numbers().filter(|column| !column.may_exceed) {
            let (seen, asked) = (&self.tally.seen, column.asked);
            let (name, outside) = (seen.columns[asked].name.clone(), seen.columns[asked].out_of_range);
            let answered = seen.rows - self.tally.unanswered[asked];
            if 2 * outside > answered && answered >= FEW {
                let column = seen.columns[asked].columns.join(" + ");
                self.tally.mistakes.push_whole(column, &IngestError::MostlyOutside { name, outside, answered });
            }
        }
    }

    fn hand_on(&mut self) {
        let room = self.intake.batch_rows;
        let mut batch = std::mem::replace(&mut self.batch, empty(&self.plan, room));
        batch.indicators = self.plan.indicators.iter_mut().map(|indicator| indicator.take(room)).collect();
        if self.tally.mistakes.is_empty() {
            self.refused = (self.sink)(batch).err();
        }
    }

    fn person(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let column = &self.plan.person;
        let id = column.text(record, &mut self.joined);
        let key = if column.codes.get(id).is_some() {
            self.tally.required(line, column)
        } else if let Some(characters) = column.hidden(record) {
            self.tally.unknown(line, column, b"", IngestError::Hidden { characters })
        } else {
            let key = (self.intake.pseudonym)(id);
            self.persons.push(key, line);
            Some(key)
        };
        self.batch.persons.push(key.unwrap_or_default());
    }

    fn household(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let (Some(column), Some(households)) = (&self.plan.household, &mut self.batch.households) else { return };
        let id = column.text(record, &mut self.joined);
        let (last, key) = &mut self.last_household;
        if column.codes.get(id).is_some() {
            self.tally.required::<_, u128>(line, column);
        } else if let Some(characters) = column.hidden(record) {
            self.tally.unknown::<_, u128>(line, column, b"", IngestError::Hidden { characters });
        } else if last != id {
            last.clear();
            last.extend_from_slice(id);
            *key = (self.intake.pseudonym)(id);
        }
        households.push(*key);
    }

    fn area(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let column = &self.plan.area;
        let code = column.text(record, &mut self.joined);
        let (last, meaning) = &mut self.last_area;
        if last != code {
            last.clear();
            last.extend_from_slice(code);
            *meaning = column.codes.get(code);
        }
        self.tally.joined(line, column, record, code);
        let area = match *meaning {
            Some(Meaning::Value(Spot::Own(area))) => Some(area),
            Some(Meaning::Value(Spot::Foreign)) => {
                let member = self.intake.member.to_string();
                self.tally.out_of_range(line, column, code, IngestError::AreaOfAnother { member })
            }
            Some(Meaning::Value(Spot::Coarser)) => {
                let geography = &self.intake.charter.geography;
                let level = geography.levels()[geography.finest()].clone();
                self.tally.out_of_range(line, column, code, IngestError::AreaNotFinest { level })
            }
            Some(Meaning::Missing) => self.tally.required(line, column),
            None => self.tally.unlike(line, column, code, IngestError::AreaUnknown {}),
        };
        self.batch.areas.push(area.unwrap_or_default());
    }

    fn weight(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let (Some(column), Some(weights)) = (&self.plan.weight, &mut self.batch.weights) else { return };
        let sign = self.intake.mapping.decimal;
        let text = column.text(record, &mut self.joined);
        let weight = match number(column, text, sign) {
            Some(Meaning::Value(weight)) if is_weight(self.intake.charter, weight) => {
                self.tally.clipped(
                    column,
                    self.intake.charter.clipped_at(self.intake.member).is_some_and(|cap| weight > cap),
                );
                Some(weight)
            }
            Some(Meaning::Value(weight)) => {
                let error = match weight {
                    ..0.0 => IngestError::WeightNegative {},
                    ..Method::MIN_WEIGHT => IngestError::WeightTooSmall {},
                    _ => IngestError::WeightTooLarge { most: Method::MAX_WEIGHT as u64 },
                };
                self.tally.out_of_range(line, column, text, error)
            }
            Some(Meaning::Missing) => self.tally.required(line, column),
            None => self.tally.not_a_number(line, column, text, sign),
        };
        weights.push(weight.unwrap_or_default());
    }

    fn groups(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let mut combination = 0;
        for GroupColumn { column, other, alike } in &self.plan.groups {
            let code = column.text(record, &mut self.joined);
            self.tally.joined(line, column, record, code);
            let category = match (column.codes.get(code), *other) {
                (Some(Meaning::Value(category)), _) => Some(category),
                (Some(Meaning::Missing), Some(other)) => self.tally.missing(column).or(Some(other)),
                (Some(Meaning::Missing), None) => self.tally.required(line, column),
                (None, Some(other)) if !column.listed && !self.tally.is_like(column, code, alike) => {
                    self.tally.in_other(column);
                    Some(other)
                }
                (None, _) => {
                    let name = self.tally.name(column);
                    let is_like = self.tally.is_like(column, code, alike);
                    let error =
                        if is_like { IngestError::CategoryAlike { name } } else { IngestError::Category { name } };
                    self.tally.unlike(line, column, code, error)
                }
            };
            combination += category.unwrap_or_default();
        }
        self.batch.combinations.push(combination);
    }

    fn answers(&mut self, line: u64, record: DelimitedRecord<'_>) {
        let sign = self.intake.mapping.decimal;
        for indicator in &mut self.plan.indicators {
            match indicator {
                AnswerColumn::Codes { column, steps, answers } => {
                    let code = column.text(record, &mut self.joined);
                    self.tally.joined(line, column, record, code);
                    let answer = match column.codes.get(code) {
                        Some(Meaning::Value(answer)) => Some(answer),
                        Some(Meaning::Missing) => self.tally.missing(column),
                        None => self.tally.not_an_answer(line, column, *steps, code),
                    };
                    answers.push(answer.unwrap_or(Answers::MISSING));
                }
                AnswerColumn::Numbers { column, low, high, answers } => {
                    let text = column.text(record, &mut self.joined);
                    let answer = match number(column, text, sign) {
                        Some(Meaning::Value(number)) => {
                            self.tally.clipped(column, number < *low || number > *high);
                            Some(number)
                        }
                        Some(Meaning::Missing) => self.tally.missing(column),
                        None => self.tally.not_a_number(line, column, text, sign),
                    };
                    answers.push(answer.unwrap_or(f64::NAN));
                }
            }
        }
    }
}

/// A batch without the answers, which are kept with their columns.
fn empty(plan: &ReadingPlan, room: usize) -> Rows {
    Rows {
        persons: Vec::with_capacity(room),
        households: plan.household.as_ref().map(|_| Vec::with_capacity(room)),
        areas: Vec::with_capacity(room),
        combinations: Vec::with_capacity(room),
        weights: plan.weight.as_ref().map(|_| Vec::with_capacity(room)),
        indicators: Vec::new(),
    }
}

/// Meaning of `text` in a column of numbers; `None` where it is neither a number nor a code of the mapping.
#[inline]
fn number(column: &SourceColumn<f64>, text: &[u8], sign: u8) -> Option<Meaning<f64>> {
    if let Some(known) = column.codes.get(text) {
        return Some(known);
    }
    let number = decimal(text, sign)?;
    let known = column.numbers.iter().find(|(code, _)| *code == number).map(|(_, meaning)| *meaning);
    known.or((!column.listed).then_some(Meaning::Value(number)))
}
