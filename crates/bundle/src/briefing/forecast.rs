use serde_json::{Value as Json, json};

use super::promise::Promise;
use crate::charter::{Charter, Class, Member, Population, Shares, Table, TableIndex, groups_word};
use crate::disclosure::private::precision::Precision;
use crate::model::{AreaIndex, Findings, MemberId, problems};
use crate::text::{TextPage, Texts};

problems! {
    /// Reasons that there is nothing to forecast.
    enum ForecastError {
        /// A class whose errors don't depend on the lattice.
        OtherClass(Usage, "forecast-class") { class: String },
        /// Counts without any people in the areas of the members.
        Nobody(Data, "forecast-nobody") {},
    }
}

/// Members to forecast: all, or the one that is asked for. *Errors:* a class whose errors don't depend on the lattice;
/// an unknown member.
pub fn forecast_members<'c>(charter: &'c Charter, asked: Option<&MemberId>) -> Result<Vec<&'c Member>, Findings> {
    if charter.class() != Class::Private {
        return Err(ForecastError::OtherClass { class: charter.class().id().to_owned() }.into());
    }
    let asked = asked.map(|member| charter.known_member(member)).transpose()?;
    Ok(asked.map_or_else(|| charter.members.iter().collect(), |member| vec![member]))
}

/// Input of a forecast.
pub struct ForecastBasis<'c> {
    /// Charter of class `private`.
    pub charter: &'c Charter,
    /// Public counts of people.
    pub people: &'c Population,
    /// Shares of each group's categories, assumed to be independent of each other.
    pub shares: &'c Shares,
    /// Standard error of an index below which it counts as sure. *Unit:* points.
    pub points: f64,
}

/// Expectation of one table, over one member or over all.
#[derive(Clone, Copy, Default)]
pub struct TableForecast {
    /// Number of people that a cell needs, least and most over members; 0 where no people live.
    pub needs: [f64; 2],
    /// People in cells with at least the needed number.
    sure: f64,
    people: f64,
}

impl TableForecast {
    fn and(self, other: Self) -> Self {
        let least = if self.needs[0] == 0.0 { other.needs[0] } else { self.needs[0].min(other.needs[0]) };
        let needs = [least, self.needs[1].max(other.needs[1])];
        Self { needs, sure: self.sure + other.sure, people: self.people + other.people }
    }

    /// Share of people whose cells are sure.
    pub fn share(self) -> f64 {
        if self.people > 0.0 { self.sure / self.people } else { 0.0 }
    }

    fn facts(self) -> Json {
        json!({ "people_for_points": self.needs.map(f64::ceil), "sure": (self.share() * 1e4).round() / 1e4 })
    }
}

/// One member's tables.
struct MemberForecast<'c> {
    member: &'c Member,
    people: f64,
    tables: Vec<TableForecast>,
}

impl<'c> ForecastBasis<'c> {
    /// Expectation of a member; `None` where no people live.
    fn of(&self, member: &'c Member) -> Result<Option<MemberForecast<'c>>, Findings> {
        let charter = self.charter;
        let finest = charter.geography.finest();
        let position = charter.members.iter().position(|known| known.id == member.id);
        let owners = charter.owners().into_iter().zip(self.people.people());
        let own: Vec<(AreaIndex, f64)> = (0..)
            .map(AreaIndex)
            .zip(owners)
            .filter(|(_, (owner, people))| *owner == position && *people > 0)
            .map(|(area, (_, people))| (area, people as f64))
            .collect();
        if own.is_empty() {
            return Ok(None);
        }
        let precision = Precision::new(charter, &member.id)?;
        let table = |(t, table): (TableIndex, &Table)| {
            let mut people = vec![0.0; charter.geography.areas(table.level).len()];
            own.iter().for_each(|&(area, count)| {
                people[charter.geography.ancestor(finest, area, table.level).at()] += count;
            });
            let parts = self.parts(table);
            // The needed number hardly differs between areas; one number for each combination of a table is enough.
            let needs = precision.people_for_cells(self.points, charter, &member.id, t);
            let mut expected = TableForecast { needs: [needs, needs], ..TableForecast::default() };
            for count in people.into_iter().filter(|count| *count > 0.0) {
                expected.people += count;
                expected.sure += parts.iter().map(|part| part * count).filter(|cell| *cell >= needs).sum::<f64>();
            }
            expected
        };
        let tables = charter.lattice.numbered().map(table).collect();
        Ok(Some(MemberForecast { member, people: own.iter().map(|(_, people)| people).sum(), tables }))
    }

    /// Share of people in each combination of a table.
    fn parts(&self, table: &Table) -> Vec<f64> {
        let mut parts = vec![1.0];
        for axis in &table.axes {
            let group = &self.charter.groups[axis.group];
            let mut own = vec![0.0; group.categories_of(axis.group_level).len()];
            for (category, share) in (0..).zip(&self.shares.groups()[axis.group]) {
                own[usize::from(group.project(axis.group_level, category))] += share;
            }
            parts = parts.iter().flat_map(|part| own.iter().map(move |share| part * share)).collect();
        }
        parts
    }
}

/// Expected errors of the figures of a charter, from public counts of people alone.
pub struct Forecast<'f> {
    basis: ForecastBasis<'f>,
    promise: Promise<'f>,
    asked: Vec<&'f Member>,
    /// Members with people in their areas.
    members: Vec<MemberForecast<'f>>,
}

impl<'f> Forecast<'f> {
    /// Computes the forecast for some members. *Errors:* no people live in their areas, or a plan can't be made.
    pub fn new(basis: ForecastBasis<'f>, asked: Vec<&'f Member>) -> Result<Self, Findings> {
        let mut members = Vec::new();
        for member in &asked {
            members.extend(basis.of(member)?);
        }
        if members.is_empty() {
            return Err(ForecastError::Nobody {}.into());
        }
        Ok(Self { promise: Promise::new(basis.charter), basis, asked, members })
    }

    fn charter(&self) -> &Charter {
        self.basis.charter
    }

    /// Expectations over all members, by table.
    pub fn tables(&self) -> impl Iterator<Item = (&Table, TableForecast)> {
        let tables = self.charter().lattice.numbered();
        tables.map(|(t, table)| {
            (
                table,
                self.members.iter().map(|own| own.tables[t.at()]).fold(TableForecast::default(), TableForecast::and),
            )
        })
    }

    fn people(&self) -> f64 {
        self.members.iter().map(|own| own.people).sum()
    }

    /// People in the counts who live in no member's area.
    fn strangers(&self) -> u64 {
        let owners = self.charter().owners().into_iter().zip(self.basis.people.counts());
        owners.filter(|(owner, _)| owner.is_none()).filter_map(|(_, people)| people).sum()
    }

    /// Number of finest areas of these members that no count covers.
    fn uncounted(&self) -> usize {
        let members = &self.charter().members;
        let own = |owner: Option<usize>| {
            owner.is_some_and(|owner| self.asked.iter().any(|member| member.id == members[owner].id))
        };
        let areas = self.charter().owners().into_iter().zip(self.basis.people.counts());
        areas.filter(|(owner, people)| own(*owner) && people.is_none()).count()
    }

    fn even(&self) -> impl Iterator<Item = &str> {
        self.basis.shares.assumed_even().iter().map(|&group| self.charter().groups[group].id.as_str())
    }

    /// The forecast as data.
    pub fn facts(&self) -> Json {
        let charter = self.charter();
        let named = |(table, expected): (&Table, TableForecast)| {
            let mut named =
                json!({ "level": charter.geography.levels()[table.level], "groups": groups_word(charter, table) });
            let facts = expected.facts().as_object().cloned().unwrap_or_default();
            named.as_object_mut().into_iter().for_each(|named| named.extend(facts.clone()));
            named
        };
        let member = |own: &MemberForecast<'_>| {
            let tables = charter.lattice.tables().iter().zip(own.tables.iter().copied());
            json!({ "id": own.member.id, "people": own.people, "tables": tables.map(named).collect::<Vec<_>>() })
        };
        let there = |member: &&&Member| self.members.iter().any(|own| own.member.id == member.id);
        let nobody = self.asked.iter().filter(|member| !there(member)).map(|member| &member.id);
        json!({
            "id": charter.id, "version": charter.version, "digest": charter.digest(),
            "rho": charter.rules.privacy.rho.to_string(), "points": self.basis.points,
            "rules": self.promise.facts(),
            "people": self.people(),
            "even_shares": self.even().collect::<Vec<_>>(),
            "areas_without_count": self.uncounted(), "people_without_member": self.strangers(),
            "tables": self.tables().map(named).collect::<Vec<_>>(),
            "members": self.members.iter().map(member).collect::<Vec<_>>(),
            "members_without_people": nobody.collect::<Vec<_>>(),
        })
    }

    /// Promises and counts, for above the table.
    pub fn head(&self, texts: &Texts) -> String {
        let mut page = TextPage::new(texts);
        page.line("charter-check-class", &[("class", self.charter().class().id().into())]);
        for (key, words) in self.promise.sentences(texts).unwrap_or_default() {
            page.item(&key, &words);
        }
        let words = [
            ("id", (&self.charter().id).into()),
            ("version", self.charter().version.into()),
            ("people", texts.number(self.people(), 0).into()),
            ("members", self.members.len().into()),
            ("points", texts.number(self.basis.points, 1).into()),
        ];
        page.line("forecast-head", &words);
        page.finish()
    }

    /// Assumptions and limits, for below the table.
    pub fn notes(&self, texts: &Texts) -> String {
        let mut page = TextPage::new(texts);
        let number = |number: u64| texts.number(number as f64, 0);
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
        page.finish()
    }
}
