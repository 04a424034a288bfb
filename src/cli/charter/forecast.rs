use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::super::open_charter;
use super::super::page::{Page, wrap_to};
use super::super::result::percent;
use super::super::shell::Shell;
use super::rules::Promise;
use crate::charter::groups_word;
use crate::charter::{Charter, Class, Member, Population, Shares, Table};
use crate::disclosure::private::precision::Precision;
use crate::folder;
use crate::model::{Findings, MemberId, problems};
use crate::text::Texts;

problems! {
    /// Why there is nothing to forecast.
    enum ForecastError {
        /// A class whose figures are as sure whatever the lattice is.
        OtherClass(Usage, "forecast-class") { class: String },
        /// No count says that anybody lives in the areas of the members.
        Nobody(Data, "forecast-nobody") {},
    }
}

#[derive(Args, Debug)]
pub(in crate::cli) struct Arguments {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    #[arg(long, value_name = "FILE")]
    shares: Option<PathBuf>,
    #[arg(long, value_name = "ID")]
    member: Option<MemberId>,
    #[arg(long, value_name = "POINTS", default_value_t = 2.0, value_parser = points)]
    points: f64,
}

fn points(text: &str) -> Result<f64, String> {
    let points = text.parse().ok().filter(|points| (0.1..=50.0).contains(points));
    points.ok_or_else(|| "0.1–50".to_owned())
}

/// How sure the figures of a charter would be, from public counts of people alone.
pub(super) fn run(shell: &Shell, arguments: &Arguments) -> Result<(), Findings> {
    let (_, charter) = open_charter(&arguments.folder)?;
    if charter.class != Class::Private {
        return Err(ForecastError::OtherClass { class: charter.class.id().to_owned() }.into());
    }
    let asked = arguments.member.as_ref().map(|member| charter.known_member(member)).transpose()?;
    let people = Population::parse(&charter, &name(&arguments.people), &folder::read_bytes(&arguments.people)?)?;
    let shares = match &arguments.shares {
        Some(path) => Shares::parse(&charter, &name(path), &folder::read_bytes(path)?)?,
        None => Shares::even(&charter),
    };
    let asked: Vec<&Member> = asked.map_or_else(|| charter.members.iter().collect(), |member| vec![member]);
    let forecast = Forecast { charter: &charter, people: &people, shares: &shares, points: arguments.points };
    let mut members = Vec::new();
    for member in &asked {
        members.extend(forecast.of(member)?);
    }
    if members.is_empty() {
        return Err(ForecastError::Nobody {}.into());
    }
    let promise = Promise::new(&charter);
    let found = Found { texts: shell.texts(), promise, forecast, asked: &asked, members };
    shell.data(&found.facts(), || found.page(shell));
    shell.say("charter-next-forecast", &[("folder", (&arguments.folder.display()).into())]);
    Ok(())
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// People as public counts have them, and groups by their shares, each for itself.
struct Forecast<'c> {
    charter: &'c Charter,
    people: &'c Population,
    shares: &'c Shares,
    points: f64,
}

/// What is expected of one table: over one member or over all.
#[derive(Clone, Copy, Default)]
struct Expected {
    /// People that a cell needs, at most and at least over members; 0 for nobody.
    needs: [f64; 2],
    /// People in cells that have as many as they need.
    sure: f64,
    people: f64,
}

impl Expected {
    fn and(self, other: Self) -> Self {
        let least = if self.needs[0] == 0.0 { other.needs[0] } else { self.needs[0].min(other.needs[0]) };
        let needs = [least, self.needs[1].max(other.needs[1])];
        Self { needs, sure: self.sure + other.sure, people: self.people + other.people }
    }

    fn share(self) -> f64 {
        if self.people > 0.0 { self.sure / self.people } else { 0.0 }
    }

    fn facts(self) -> Json {
        json!({ "people_for_points": self.needs.map(f64::ceil), "sure": (self.share() * 1e4).round() / 1e4 })
    }
}

/// One member's tables.
struct Own<'c> {
    member: &'c Member,
    people: f64,
    tables: Vec<Expected>,
}

impl<'c> Forecast<'c> {
    /// What is expected of a member; nothing where nobody lives there.
    fn of(&self, member: &'c Member) -> Result<Option<Own<'c>>, Findings> {
        let charter = self.charter;
        let finest = charter.geography.finest();
        let position = charter.members.iter().position(|known| known.id == member.id);
        let owners = charter.owners().into_iter().zip(self.people.people());
        let own: Vec<(u32, f64)> = (0..)
            .zip(owners)
            .filter(|(_, (owner, people))| *owner == position && *people > 0)
            .map(|(area, (_, people))| (area, people as f64))
            .collect();
        if own.is_empty() {
            return Ok(None);
        }
        let precision = Precision::new(charter, &member.id)?;
        let table = |(t, table): (usize, &Table)| {
            let mut people = vec![0.0; charter.geography.areas(table.level).len()];
            own.iter().for_each(|&(area, count)| {
                people[charter.geography.ancestor(finest, area, table.level) as usize] += count;
            });
            let parts = self.parts(table);
            // What a cell needs hardly differs between areas; one number for each combination of a table is enough.
            let needs = precision.people_for_cells(self.points, charter, &member.id, t);
            let mut expected = Expected { needs: [needs, needs], ..Expected::default() };
            for count in people.into_iter().filter(|count| *count > 0.0) {
                expected.people += count;
                expected.sure += parts.iter().map(|part| part * count).filter(|cell| *cell >= needs).sum::<f64>();
            }
            expected
        };
        let tables = charter.lattice.tables().iter().enumerate().map(table).collect();
        Ok(Some(Own { member, people: own.iter().map(|(_, people)| people).sum(), tables }))
    }

    /// The share of people in each combination of a table.
    fn parts(&self, table: &Table) -> Vec<f64> {
        let mut parts = vec![1.0];
        for axis in &table.axes {
            let group = &self.charter.groups[axis.group];
            let mut own = vec![0.0; group.categories_of(axis.rung).len()];
            for (category, share) in (0..).zip(&self.shares.groups()[axis.group]) {
                own[usize::from(group.project(axis.rung, category))] += share;
            }
            parts = parts.iter().flat_map(|part| own.iter().map(move |share| part * share)).collect();
        }
        parts
    }
}

struct Found<'f> {
    texts: &'f Texts,
    promise: Promise<'f>,
    forecast: Forecast<'f>,
    asked: &'f [&'f Member],
    members: Vec<Own<'f>>,
}

/// Columns that names of tables take: what is longer goes on below, as the table must fit a terminal.
const NAME: usize = 34;

impl Found<'_> {
    fn charter(&self) -> &Charter {
        self.forecast.charter
    }

    /// Over all members, by table.
    fn tables(&self) -> impl Iterator<Item = (&Table, Expected)> {
        let tables = self.charter().lattice.tables().iter().enumerate();
        tables.map(|(t, table)| {
            (table, self.members.iter().map(|own| own.tables[t]).fold(Expected::default(), Expected::and))
        })
    }

    fn people(&self) -> f64 {
        self.members.iter().map(|own| own.people).sum()
    }

    /// People in the counts for whom no member speaks.
    fn strangers(&self) -> u64 {
        let owners = self.charter().owners().into_iter().zip(self.forecast.people.counts());
        owners.filter(|(owner, _)| owner.is_none()).filter_map(|(_, people)| people).sum()
    }

    /// Finest areas of these members about which no count says anything.
    fn uncounted(&self) -> usize {
        let members = &self.charter().members;
        let own = |owner: Option<usize>| {
            owner.is_some_and(|owner| self.asked.iter().any(|member| member.id == members[owner].id))
        };
        let areas = self.charter().owners().into_iter().zip(self.forecast.people.counts());
        areas.filter(|(owner, people)| own(*owner) && people.is_none()).count()
    }

    fn even(&self) -> impl Iterator<Item = &str> {
        self.forecast.shares.assumed_even().iter().map(|&group| self.charter().groups[group].id.as_str())
    }

    fn facts(&self) -> Json {
        let charter = self.charter();
        let named = |(table, expected): (&Table, Expected)| {
            let mut named =
                json!({ "level": charter.geography.levels()[table.level], "groups": groups_word(charter, table) });
            let facts = expected.facts().as_object().cloned().unwrap_or_default();
            named.as_object_mut().into_iter().for_each(|named| named.extend(facts.clone()));
            named
        };
        let member = |own: &Own<'_>| {
            let tables = charter.lattice.tables().iter().zip(own.tables.iter().copied());
            json!({ "id": own.member.id, "people": own.people, "tables": tables.map(named).collect::<Vec<_>>() })
        };
        let there = |member: &&&Member| self.members.iter().any(|own| own.member.id == member.id);
        let nobody = self.asked.iter().filter(|member| !there(member)).map(|member| &member.id);
        json!({
            "id": charter.id, "version": charter.version, "digest": charter.digest,
            "rho": charter.rules.privacy.rho.to_string(), "points": self.forecast.points,
            "rules": self.promise.facts(),
            "people": self.people(),
            "even_shares": self.even().collect::<Vec<_>>(),
            "areas_without_count": self.uncounted(), "people_without_member": self.strangers(),
            "tables": self.tables().map(named).collect::<Vec<_>>(),
            "members": self.members.iter().map(member).collect::<Vec<_>>(),
            "members_without_people": nobody.collect::<Vec<_>>(),
        })
    }

    fn page(&self, shell: &Shell) -> String {
        let texts = self.texts;
        let number = |number: f64| texts.number(number, 0);
        let mut page = Page::new(texts);
        let head = [
            ("id", (&self.charter().id).into()),
            ("version", self.charter().version.into()),
            ("people", number(self.people()).into()),
            ("members", self.members.len().into()),
            ("points", texts.number(self.forecast.points, 1).into()),
        ];
        page.line("charter-check-class", &[("class", self.charter().class.id().into())]);
        for (key, words) in self.promise.sentences(texts).unwrap_or_default() {
            page.item(&key, &words);
        }
        page.line("forecast-head", &head);
        let header = ["needs", "sure"].map(|column| shell.line(&format!("forecast-{column}"), &[]));
        let row = |(table, expected): (&Table, Expected)| {
            let name = wrap_to(NAME, table.name(self.charter()).get(texts.lang()), "", "");
            let [least, most] = expected.needs.map(|needs| number(needs.ceil()));
            vec![
                name.trim_end().to_owned(),
                if least == most { least } else { format!("{least}–{most}") },
                percent(shell, expected.share()),
            ]
        };
        let rows: Vec<Vec<String>> = self.tables().map(row).collect();
        let header: Vec<String> = [shell.line("release-table", &[])].into_iter().chain(header).collect();
        let table = shell.table(&header, &rows, 1..);
        let mut notes = Page::new(texts);
        self.notes(&mut notes);
        format!("{}\n{table}\n{}", page.finish(), notes.finish())
    }

    /// What was assumed, and how much to believe.
    fn notes(&self, page: &mut Page<'_>) {
        let number = |number: u64| self.texts.number(number as f64, 0);
        let even: Vec<&str> = self.even().collect();
        if !even.is_empty() {
            page.line("forecast-even", &[("groups", even.join(", ").into())]);
        }
        if self.uncounted() > 0 {
            page.line("forecast-uncounted", &[("areas", number(self.uncounted() as u64).into())]);
        }
        if self.strangers() > 0 {
            page.line("forecast-strangers", &[("people", number(self.strangers()).into())]);
        }
        page.line("forecast-estimate", &[]);
    }
}
