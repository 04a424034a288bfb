use super::accepted::{Accepted, ColumnCounts};
use super::alike::{folded, unseen_difference};
use super::code_book::{CodeBook, Meaning};
use super::error::IngestError;
use super::intake::Intake;
use super::mapping::ColumnMapping;
use super::number::decimal;
use super::plan::{AnswerColumn, GroupColumn, ReadingPlan, SourceColumn, Spot, is_weight};
use crate::charter::{Group, Indicator, Member, Scale, Weights};
use crate::model::{Answers, Explain as _, Findings, Place};

/// Outcome of [`bind`].
pub(super) struct Binding {
    /// Plan for reading the file; `None` where something is wrong.
    pub plan: Option<ReadingPlan>,
    /// Names of the file's columns, read and ignored.
    pub seen: Accepted,
    pub findings: Findings,
    /// Columns that the file doesn't have.
    pub absent: Vec<String>,
}

/// Looks up every item of the charter in the header at `place`, through the mapping.
///
/// A header without any item may be a person's record and is therefore not cited.
pub(super) fn bind(intake: &Intake<'_>, place: &Place, header: &[String]) -> Result<Binding, Findings> {
    let charter = intake.charter;
    let member = charter.known_member(intake.member)?;
    let radices = charter.groups.iter().map(|group| group.categories.len() as u32);
    let mut stride: u32 = radices.clone().product();

    let (seen, findings, absent) = (Accepted::default(), Findings::default(), Vec::new());
    let mut binder = Binder { intake, place, header, seen, findings, absent };
    if binder.is_no_header() {
        let absent = binder.asked().flat_map(|name| binder.names(name)).collect();
        let findings = IngestError::NoHeader {}.at(place.clone()).into();
        return Ok(Binding { plan: None, seen: binder.seen, findings, absent });
    }
    binder.check_header();
    binder.check_names();

    let person = binder.required("person_id", CodeBook::new(), |_| None);
    let household = binder.column("household_id", Need::Optional, CodeBook::new(), |_| None);
    let area = {
        let spots = spots_by_code(intake, member);
        let find = |code: &str| spots.get(code.as_bytes()).filter(|spot| *spot != Meaning::Value(Spot::Coarser));
        if binder.translates("area") {
            binder.required("area", CodeBook::new(), find)
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
        Some(ReadingPlan { person: person?, household, area: area?, weight, groups, indicators })
    })();
    Ok(Binding { plan: plan.filter(|_| findings.is_empty()), seen, findings, absent })
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Need {
    Required,
    Optional,
    /// Column that isn't read.
    Unread,
}

struct Binder<'b> {
    intake: &'b Intake<'b>,
    /// Place of the header.
    place: &'b Place,
    header: &'b [String],
    seen: Accepted,
    findings: Findings,
    absent: Vec<String>,
}

impl<'b> Binder<'b> {
    fn entry(&self, name: &str) -> Option<&'b ColumnMapping> {
        self.intake.mapping.columns.get(name)
    }

    fn translates(&self, name: &str) -> bool {
        self.entry(name).is_some_and(|entry| entry.codes.is_some())
    }

    /// Names of the columns that should hold an item.
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

    /// Checks that every name in the mapping is an item of the charter.
    fn check_names(&mut self) {
        let asked: Vec<&str> = self.asked().collect();
        for (name, entry) in self.intake.mapping.columns.iter().filter(|(name, _)| !asked.contains(&name.as_str())) {
            let nearest = closest(name, asked.iter().copied());
            self.findings.push(IngestError::NotAsked { name: name.clone(), nearest }.at(entry.place.clone()));
        }
    }

    fn required<T: Copy>(
        &mut self,
        name: &str,
        codes: CodeBook<T>,
        ours: impl Fn(&str) -> Option<Meaning<T>>,
    ) -> Option<SourceColumn<T>> {
        self.column(name, Need::Required, codes, ours)
    }

    /// The column of `name`. `codes` has the meaning of its values where the mapping doesn't translate; `ours` gives
    /// the meaning of the right-hand side of a translation.
    fn column<T: Copy>(
        &mut self,
        name: &str,
        need: Need,
        mut codes: CodeBook<T>,
        ours: impl Fn(&str) -> Option<Meaning<T>>,
    ) -> Option<SourceColumn<T>> {
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
        let fields = self.fields(&names, entry);
        self.note_missing(name, entry, &mut codes);
        self.note_translations(name, entry, &mut codes, ours);
        let fields = fields?;
        self.seen.columns[asked].columns = names;
        let is_id = matches!(name, "person_id" | "household_id");
        // With the separator, ("ab", "c") isn't ("a", "bc").
        let own = if is_id { vec![0x1f] } else { Vec::new() };
        let separator = entry.map_or(own.clone(), |entry| [own, entry.separator.clone().into_bytes()].concat());
        let (numbers, listed) = (Vec::new(), self.translates(name));
        Some(SourceColumn { asked, fields, separator, is_id, codes, numbers, may_exceed: true, listed })
    }

    /// Fields of a record under these names; `None` where the header lacks one of them.
    fn fields(&mut self, names: &[String], entry: Option<&ColumnMapping>) -> Option<Vec<usize>> {
        let mut fields = Vec::new();
        for column in names {
            if let Some(field) = self.header.iter().position(|name| name == column && !name.is_empty()) {
                fields.push(field);
                continue;
            }
            let nearest = closest(column, self.header.iter().map(String::as_str));
            let place = entry.map_or(self.place, |entry| &entry.place).clone();
            self.absent.push(column.clone());
            let column = column.clone();
            let error = match unseen_difference(&column, &nearest) {
                Some(characters) => IngestError::ColumnAlike { column, characters },
                None => IngestError::ColumnAbsent { column, nearest },
            };
            self.findings.push(error.at(place));
        }
        (fields.len() == names.len()).then_some(fields)
    }

    /// Enters the codes that mean missing.
    fn note_missing<T: Copy>(&mut self, name: &str, entry: Option<&ColumnMapping>, codes: &mut CodeBook<T>) {
        let mapping = self.intake.mapping;
        let own = entry.and_then(|entry| Some((entry.missing.as_ref()?, &entry.place)));
        let (missing, place) = own.unwrap_or((&mapping.missing, &mapping.missing_place));
        for code in missing.iter().map(|code| code.trim_ascii()) {
            if let Some(Meaning::Value(_)) = codes.get(code.as_bytes()) {
                let error = IngestError::MissingHides { code: code.to_owned(), name: name.to_owned() };
                self.findings.push(error.at(place.clone()));
            }
            codes.insert(code.as_bytes(), Meaning::Missing);
        }
    }

    /// Enters the translations of the mapping.
    fn note_translations<T: Copy>(
        &mut self,
        name: &str,
        entry: Option<&ColumnMapping>,
        codes: &mut CodeBook<T>,
        ours: impl Fn(&str) -> Option<Meaning<T>>,
    ) {
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

    /// Whether the file has weights, by the charter; where the charter leaves it open, the member decides.
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
    fn numeric(
        &mut self,
        name: &str,
        need: Need,
        ours: impl Fn(&str) -> Option<Meaning<f64>>,
    ) -> Option<SourceColumn<f64>> {
        let mut column = self.column(name, need, CodeBook::new(), ours)?;
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
    ) -> Option<SourceColumn<T>> {
        let mut codes = CodeBook::new();
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

fn closest<'n>(written: &str, known: impl Iterator<Item = &'n str>) -> String {
    let near = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &written.to_lowercase());
    known.max_by(|a, b| near(a).total_cmp(&near(b)).then_with(|| b.cmp(a))).unwrap_or_default().to_owned()
}

/// Every area of the geography by code.
fn spots_by_code(intake: &Intake<'_>, member: &Member) -> CodeBook<Spot> {
    let geography = &intake.charter.geography;
    let finest = geography.finest();
    let reach = &intake.charter.reach(&member.id)[finest];
    let mut spots = CodeBook::new();
    for level in 0..=finest {
        for (position, area) in geography.numbered(level) {
            let spot = match level == finest {
                true if reach[position.at()] => Spot::Own(position),
                true => Spot::Foreign,
                false => Spot::Coarser,
            };
            spots.insert(area.code.as_str().as_bytes(), Meaning::Value(spot));
        }
    }
    spots
}
