use std::collections::HashSet;

use super::alike::{folded, hidden, unseen_difference};
use super::codes::{Codes, Meaning};
use super::mapping::Entry;
use super::number::decimal;
use super::{Accepted, ColumnCounts, IngestError, Intake};
use crate::charter::{Charter, Group, Indicator, Method, Scale, Weights};
use crate::delimited::Record;
use crate::model::{Answers, Explain, Findings, Place};

/// Where in a record everything stands that the charter asks for, and how it is understood.
pub(super) struct Plan {
    pub person: Column<()>,
    pub household: Option<Column<()>>,
    pub area: Column<Spot>,
    pub weight: Option<Column<f64>>,
    pub groups: Vec<GroupColumn>,
    pub indicators: Vec<AnswerColumn>,
}

/// One thing that the charter asks for.
pub(super) struct Column<T> {
    /// Its position among all that is asked for.
    pub asked: usize,
    /// Fields of the record, joined where there are several.
    fields: Vec<usize>,
    /// Stands between the parts.
    separator: Vec<u8>,
    /// Whether it is an id: none where a part is empty.
    is_id: bool,
    pub codes: Codes<T>,
    /// The codes that are numbers, as such: 9 is also 9.0 and 09. None in a column without numbers.
    pub numbers: Vec<(f64, Meaning<T>)>,
    /// Whether most of them may lie beyond the charter's bounds.
    pub may_exceed: bool,
    /// Whether the mapping translates: then what it doesn't list is an error.
    pub listed: bool,
}

/// What an area code of the geography is to this member.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Spot {
    /// One of its own, by position in the finest level.
    Own(u32),
    /// One of the finest level for which it doesn't speak.
    Foreign,
    /// One of a coarser level.
    Coarser,
}

/// A group; its codes mean what the category adds to the number of the combination.
pub(super) struct GroupColumn {
    pub column: Column<u32>,
    /// What the category for all others adds, where there is one.
    pub other: Option<u32>,
    /// Its codes without what programs change unasked: what is like one of them isn't among all others.
    pub alike: HashSet<String>,
}

/// An indicator, and its answers in the batch that is being read.
pub(super) enum AnswerColumn {
    /// `yes_no` where `steps` is `None`, else `ordered`.
    Codes { column: Column<u8>, steps: Option<u32>, answers: Vec<u8> },
    /// `number`, with its bounds.
    Numbers { column: Column<f64>, low: f64, high: f64, answers: Vec<f64> },
}

/// What [`bind`] found.
pub(super) struct Bound {
    /// `None` where something is wrong.
    pub plan: Option<Plan>,
    /// Names of columns, asked for and ignored.
    pub seen: Accepted,
    pub findings: Findings,
    /// Columns that the file doesn't have.
    pub absent: Vec<String>,
}

/// Looks up in the header, which stands at `place`, through the mapping, everything that the charter asks for.
///
/// A header without any of it may be a person's record and is therefore not cited.
pub(super) fn bind(intake: &Intake<'_>, place: &Place, header: &[String]) -> Result<Bound, Findings> {
    let charter = intake.charter;
    let member = charter.known_member(intake.member)?;
    let radices = charter.groups.iter().map(|group| group.categories.len() as u32);
    let mut stride: u32 = radices.clone().product();

    let (seen, findings, absent) = (Accepted::default(), Findings::default(), Vec::new());
    let mut binder = Binder { intake, place, header, seen, findings, absent };
    if binder.is_no_header() {
        let absent = binder.asked().flat_map(|name| binder.names(name)).collect();
        let findings = IngestError::NoHeader {}.at(place.clone()).into();
        return Ok(Bound { plan: None, seen: binder.seen, findings, absent });
    }
    binder.check_header();
    binder.check_names();

    let person = binder.required("person_id", Codes::new(), |_| None);
    let household = binder.column("household_id", Need::Optional, Codes::new(), |_| None);
    let area = {
        let spots = spots(intake, &member.areas);
        let find = |code: &str| spots.get(code.as_bytes()).filter(|spot| *spot != Meaning::Value(Spot::Coarser));
        if binder.translates("area") {
            binder.required("area", Codes::new(), find)
        } else {
            binder.required("area", spots, |_| None)
        }
    };
    let decimal_sign = intake.mapping.decimal;
    let number = |ours: &str| decimal(ours.as_bytes(), decimal_sign).map(Meaning::Value);
    let need = binder.need_of_weight();
    let weight = binder.numeric("weight", need, |ours| {
        number(ours).filter(|weight| matches!(weight, Meaning::Value(weight) if is_weight(charter, *weight)))
    });
    let mut groups = Vec::new();
    for (group, radix) in charter.groups.iter().zip(radices) {
        stride /= radix.max(1);
        groups.push(binder.group(group, stride));
    }
    let indicators: Vec<_> =
        charter.method.indicators.iter().map(|indicator| binder.indicator(indicator, number)).collect();

    binder.note_ignored();
    let Binder { seen, findings, absent, .. } = binder;
    let plan = (|| {
        let groups = groups.into_iter().collect::<Option<_>>()?;
        let indicators = indicators.into_iter().collect::<Option<_>>()?;
        Some(Plan { person: person?, household, area: area?, weight, groups, indicators })
    })();
    Ok(Bound { plan: plan.filter(|_| findings.is_empty()), seen, findings, absent })
}

/// Whether a weight is let in; above the charter's cap weights count as the cap, so any will do.
pub(super) fn is_weight(charter: &Charter, weight: f64) -> bool {
    let most = charter.method.weight_cap.map_or(Method::MAX_WEIGHT, |_| f64::MAX);
    weight == 0.0 || (Method::MIN_WEIGHT..=most).contains(&weight)
}

impl Plan {
    /// What is asked for and there, by position among all that is asked for, each with its fields of a record.
    pub(super) fn fields(&self) -> impl Iterator<Item = (usize, &[usize])> {
        let known = [Some(self.person.place()), self.household.as_ref().map(Column::place), Some(self.area.place())];
        let weight = self.weight.as_ref().map(Column::place);
        let groups = self.groups.iter().map(|group| group.column.place());
        let answers = self.indicators.iter().map(AnswerColumn::place);
        known.into_iter().flatten().chain(weight).chain(groups).chain(answers)
    }

    /// The columns of numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &Column<f64>> {
        let answers = self.indicators.iter().filter_map(|indicator| match indicator {
            AnswerColumn::Numbers { column, .. } => Some(column),
            AnswerColumn::Codes { .. } => None,
        });
        self.weight.iter().chain(answers)
    }

    /// The fields of a record that are read.
    pub(super) fn wanted(&self) -> Vec<usize> {
        let mut wanted: Vec<usize> = self.fields().flat_map(|(_, fields)| fields).copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }
}

impl AnswerColumn {
    /// The answers so far, in exchange for room for as many persons.
    pub(super) fn take(&mut self, room: usize) -> Answers {
        match self {
            Self::Codes { answers, .. } => Answers::Codes(std::mem::replace(answers, Vec::with_capacity(room))),
            Self::Numbers { answers, .. } => Answers::Numbers(std::mem::replace(answers, Vec::with_capacity(room))),
        }
    }

    fn place(&self) -> (usize, &[usize]) {
        match self {
            Self::Codes { column, .. } => column.place(),
            Self::Numbers { column, .. } => column.place(),
        }
    }
}

impl<T> Column<T> {
    fn place(&self) -> (usize, &[usize]) {
        (self.asked, &self.fields)
    }

    /// Characters of an id that nobody sees. Its text can't tell, as something stands between its parts.
    pub(super) fn hidden(&self, record: Record<'_>) -> Option<String> {
        self.fields.iter().find_map(|&field| hidden(record.field(field)))
    }

    /// The parts of a joined code in a record; none where it isn't joined.
    pub(super) fn parts<'r>(&self, record: Record<'r>) -> impl Iterator<Item = &'r [u8]> {
        let joined = if self.fields.len() > 1 { self.fields.as_slice() } else { &[] };
        joined.iter().map(move |&field| record.field(field))
    }

    /// The text of a record in this column, made in `joined` where it has several parts. Empty where it is an id of
    /// which a part is empty.
    #[inline]
    pub(super) fn text<'r>(&self, record: Record<'r>, joined: &'r mut Vec<u8>) -> &'r [u8] {
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

/// Every area of the geography by code.
fn spots(intake: &Intake<'_>, own: &[(usize, u32)]) -> Codes<Spot> {
    let geography = &intake.charter.geography;
    let finest = geography.finest();
    let mut is_own = vec![false; geography.areas(finest).len()];
    for level in 0..=finest {
        let mut here: Vec<u32> = own.iter().filter(|(own, _)| *own == level).map(|&(_, area)| area).collect();
        here.sort_unstable();
        if !here.is_empty() {
            let ancestors = geography.ancestors(finest, level);
            is_own.iter_mut().zip(ancestors).for_each(|(own, area)| *own |= here.binary_search(&area).is_ok());
        }
    }
    let mut spots = Codes::new();
    for level in 0..=finest {
        for (position, area) in geography.areas(level).iter().enumerate() {
            let spot = match (level == finest, is_own.get(position)) {
                (true, Some(true)) => Spot::Own(position as u32),
                (true, _) => Spot::Foreign,
                (false, _) => Spot::Coarser,
            };
            spots.insert(area.code.as_str().as_bytes(), Meaning::Value(spot));
        }
    }
    spots
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Need {
    Required,
    Optional,
    /// What stands there is ignored.
    Unread,
}

struct Binder<'b> {
    intake: &'b Intake<'b>,
    /// Of the header.
    place: &'b Place,
    header: &'b [String],
    seen: Accepted,
    findings: Findings,
    absent: Vec<String>,
}

impl<'b> Binder<'b> {
    fn entry(&self, name: &str) -> Option<&'b Entry> {
        self.intake.mapping.columns.get(name)
    }

    fn translates(&self, name: &str) -> bool {
        self.entry(name).is_some_and(|entry| entry.codes.is_some())
    }

    /// Names of the columns in which something should stand.
    fn names(&self, name: &str) -> Vec<String> {
        self.entry(name).map_or_else(|| vec![name.to_owned()], |entry| entry.columns.clone())
    }

    fn asked(&self) -> impl Iterator<Item = &'b str> {
        let charter = self.intake.charter;
        let groups = charter.groups.iter().map(|group| group.id.as_str());
        let indicators = charter.method.indicators.iter().map(|indicator| indicator.id.as_str());
        ["person_id", "household_id", "area", "weight"].into_iter().chain(groups).chain(indicators)
    }

    fn is_no_header(&self) -> bool {
        !self.asked().any(|name| self.names(name).iter().any(|column| self.header.contains(column)))
    }

    fn check_header(&mut self) {
        let mut sorted: Vec<&String> = self.header.iter().filter(|name| !name.is_empty()).collect();
        sorted.sort_unstable();
        for same in sorted.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            let place = Place { column: Some(same[0].clone()), ..self.place.clone() };
            self.findings.push(IngestError::HeaderTwice {}.at(place));
        }
    }

    /// Every name in the mapping must be one that the charter asks for.
    fn check_names(&mut self) {
        let asked: Vec<&str> = self.asked().collect();
        for (name, entry) in self.intake.mapping.columns.iter().filter(|(name, _)| !asked.contains(&name.as_str())) {
            let nearest = nearest(name, asked.iter().copied());
            self.findings.push(IngestError::NotAsked { name: name.clone(), nearest }.at(entry.place.clone()));
        }
    }

    fn required<T: Copy>(
        &mut self,
        name: &str,
        codes: Codes<T>,
        ours: impl Fn(&str) -> Option<Meaning<T>>,
    ) -> Option<Column<T>> {
        self.column(name, Need::Required, codes, ours)
    }

    /// The column of `name`. `codes` hold what its values mean where the mapping doesn't translate; `ours` says what
    /// the right-hand side of a translation means.
    fn column<T: Copy>(
        &mut self,
        name: &str,
        need: Need,
        mut codes: Codes<T>,
        ours: impl Fn(&str) -> Option<Meaning<T>>,
    ) -> Option<Column<T>> {
        let asked = self.seen.columns.len();
        self.seen.columns.push(ColumnCounts { name: name.to_owned(), ..ColumnCounts::default() });
        let entry = self.entry(name);
        let names = self.names(name);
        let is_there = match entry {
            Some(entry) => !entry.columns.is_empty(),
            None => need == Need::Required || self.header.contains(&names[0]),
        };
        if need == Need::Unread || !is_there {
            return None;
        }
        let mut fields = Vec::new();
        for column in &names {
            match self.header.iter().position(|name| name == column && !name.is_empty()) {
                Some(field) => fields.push(field),
                None => {
                    let nearest = nearest(column, self.header.iter().map(String::as_str));
                    let place = entry.map_or_else(|| self.place.clone(), |entry| entry.place.clone());
                    self.absent.push(column.clone());
                    let column = column.clone();
                    let error = match unseen_difference(&column, &nearest) {
                        Some(characters) => IngestError::ColumnAlike { column, characters },
                        None => IngestError::ColumnAbsent { column, nearest },
                    };
                    self.findings.push(error.at(place));
                }
            }
        }
        let missing = entry.and_then(|entry| entry.missing.as_ref()).unwrap_or(&self.intake.mapping.missing);
        for code in missing.iter().map(|code| code.trim_ascii()) {
            if let Some(Meaning::Value(_)) = codes.get(code.as_bytes()) {
                let own = entry.filter(|entry| entry.missing.is_some()).map(|entry| &entry.place);
                let error = IngestError::MissingHides { code: code.to_owned(), name: name.to_owned() };
                self.findings.push(error.at(own.unwrap_or(&self.intake.mapping.missing_place).clone()));
            }
            codes.insert(code.as_bytes(), Meaning::Missing);
        }
        for code in entry.iter().filter_map(|entry| entry.codes.as_ref()).flatten() {
            let target = code.ours.trim_ascii();
            let meaning = if target.is_empty() { Some(Meaning::Missing) } else { ours(target) };
            match meaning {
                Some(meaning) => codes.insert(code.theirs.trim_ascii().as_bytes(), meaning),
                None => {
                    self.findings.push(IngestError::CodeTarget { name: name.to_owned() }.at(code.place.clone()));
                }
            }
        }
        let sound = fields.len() == names.len();
        if sound {
            self.seen.columns[asked].columns = names;
        }
        let is_id = matches!(name, "person_id" | "household_id");
        // So that ("ab", "c") isn't ("a", "bc").
        let own = if is_id { vec![0x1f] } else { Vec::new() };
        let separator = entry.map_or(own.clone(), |entry| [own, entry.separator.clone().into_bytes()].concat());
        let listed = self.translates(name);
        sound.then_some(Column {
            asked,
            fields,
            separator,
            is_id,
            codes,
            numbers: Vec::new(),
            may_exceed: true,
            listed,
        })
    }

    fn group(&mut self, group: &Group, stride: u32) -> Option<GroupColumn> {
        let own = || group.categories.iter().zip(0..).map(|(category, i)| (category.id.clone(), stride * i));
        let column = self.coded(&group.id, own)?;
        let alike = group.categories.iter().map(|category| folded(&category.id)).collect();
        Some(GroupColumn { column, other: group.other.map(|other| stride * u32::from(other)), alike })
    }

    fn indicator(
        &mut self,
        indicator: &Indicator,
        number: impl Fn(&str) -> Option<Meaning<f64>>,
    ) -> Option<AnswerColumn> {
        let (steps, range) = match indicator.scale {
            Scale::YesNo { .. } => (None, 0..=1),
            // A charter has at most 250 steps, so none is the code of a missing answer.
            Scale::Ordered { steps, .. } => (Some(steps), 1..=u8::try_from(steps).unwrap_or(Answers::MISSING - 1)),
            Scale::Number { low, high, .. } => {
                let column = self.numeric(&indicator.id, Need::Required, number)?;
                return Some(AnswerColumn::Numbers { column, low, high, answers: Vec::new() });
            }
        };
        let column = self.coded(&indicator.id, || range.clone().map(|code| (code.to_string(), code)))?;
        Some(AnswerColumn::Codes { column, steps, answers: Vec::new() })
    }

    /// Whether the file has weights, as the charter says; where it doesn't, the member decides.
    fn need_of_weight(&mut self) -> Need {
        let entry = self.entry("weight");
        let (need, error) = match (self.intake.charter.method.weights, entry.map(|entry| entry.columns.is_empty())) {
            (None, _) => (Need::Optional, None),
            (Some(Weights::None), Some(false)) => (Need::Unread, Some(IngestError::WeightForbidden {})),
            (Some(Weights::None), _) => (Need::Unread, None),
            (Some(Weights::Design | Weights::Calibrated), Some(true)) => {
                (Need::Unread, Some(IngestError::WeightNeeded {}))
            }
            (Some(Weights::Design | Weights::Calibrated), _) => (Need::Required, None),
        };
        if let (Some(error), Some(entry)) = (error, entry) {
            self.findings.push(error.at(entry.place.clone()));
        }
        need
    }

    /// A column of numbers: codes that are numbers are compared as such.
    fn numeric(&mut self, name: &str, need: Need, ours: impl Fn(&str) -> Option<Meaning<f64>>) -> Option<Column<f64>> {
        let mut column = self.column(name, need, Codes::new(), ours)?;
        let (mapping, entry) = (self.intake.mapping, self.entry(name));
        let missing = entry.and_then(|entry| entry.missing.as_ref()).unwrap_or(&mapping.missing);
        let theirs = entry.iter().filter_map(|entry| entry.codes.as_ref()).flatten().map(|code| &code.theirs);
        let codes = theirs.chain(missing).map(|code| code.trim_ascii().as_bytes());
        let known = codes.filter_map(|code| Some((decimal(code, mapping.decimal)?, column.codes.get(code)?)));
        column.numbers = known.collect();
        column.may_exceed = entry.is_some_and(|entry| entry.out_of_range);
        Some(column)
    }

    /// A column whose values are a list: `own`, or what the mapping translates into them.
    fn coded<T: Copy, I: Iterator<Item = (String, T)>>(
        &mut self,
        name: &str,
        own: impl Fn() -> I,
    ) -> Option<Column<T>> {
        let mut codes = Codes::new();
        if !self.translates(name) {
            own().for_each(|(id, value)| codes.insert(id.as_bytes(), Meaning::Value(value)));
        }
        self.required(name, codes, |ours| own().find(|(id, _)| id == ours).map(|(_, value)| Meaning::Value(value)))
    }

    fn note_ignored(&mut self) {
        let used = |name: &String| self.seen.columns.iter().any(|column| column.columns.contains(name));
        let ignored = self.header.iter().enumerate().filter(|(_, name)| !used(name));
        let named = |(i, name): (usize, &String)| if name.is_empty() { (i + 1).to_string() } else { name.clone() };
        self.seen.ignored = ignored.map(named).collect();
    }
}

fn nearest<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> String {
    let near = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &written.to_lowercase());
    known.max_by(|a, b| near(a).total_cmp(&near(b)).then_with(|| b.cmp(a))).unwrap_or_default().to_owned()
}
