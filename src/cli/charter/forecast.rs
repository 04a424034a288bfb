use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value as Json, json};

use super::super::page::{Page, wrap_to};
use super::super::shell::Shell;
use super::super::{cores, open_charter};
use crate::charter::groups_word;
use crate::charter::{Charter, Class, Knowledge, Member, Population, Shares, Table};
use crate::disclosure::{Forecast, Review, Rule, TableReview};
use crate::folder;
use crate::model::{Findings, MemberId, problems};
use crate::text::Texts;

problems! {
    /// Why there is nothing to forecast.
    enum ForecastError {
        /// A class that withholds nothing.
        Public(Usage, "forecast-public") {},
        /// A sample for a charter that expects everybody.
        NoSample(Usage, "forecast-no-sample") {},
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
    #[arg(long, value_name = "N")]
    sample: Option<u64>,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(shell: &Shell, arguments: &Arguments) -> Result<(), Findings> {
    let (_, charter) = open_charter(&arguments.folder)?;
    match (charter.class, charter.class.refusal()) {
        (Class::Public, _) => return Err(ForecastError::Public {}.into()),
        (_, Some(refusal)) => return Err(refusal.into()),
        _ => {}
    }
    if arguments.sample.is_some() && charter.rules.knowledge == Knowledge::Population {
        return Err(ForecastError::NoSample {}.into());
    }
    let asked = arguments.member.as_ref().map(|member| charter.known_member(member)).transpose()?;
    let people = Population::parse(&charter, &name(&arguments.people), &folder::read_bytes(&arguments.people)?)?;
    let shares = match &arguments.shares {
        Some(path) => Shares::parse(&charter, &name(path), &folder::read_bytes(path)?)?,
        None => Shares::even(&charter),
    };
    let persons = match arguments.sample {
        Some(respondents) => people.sample(respondents, arguments.seed)?,
        None => people.clone(),
    };
    let forecast = Forecast {
        charter: &charter,
        persons: &persons,
        shares: &shares,
        weight: arguments.sample.map(|respondents| people.total() as f64 / respondents as f64),
        seed: arguments.seed,
        threads: cores(),
    };
    let members: Vec<&Member> = asked.map_or_else(|| charter.members.iter().collect(), |member| vec![member]);
    let reviewed = reviews(shell, &forecast, &members)?;
    let found =
        Found { texts: shell.texts(), forecast: &forecast, people: &people, asked: &members, members: reviewed };
    shell.data(&found.facts(), || found.page(shell));
    shell.say("charter-next-forecast", &[("folder", (&arguments.folder.display()).into())]);
    Ok(())
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// One member after another, so that no more than one member's cells are in memory.
fn reviews<'c>(shell: &Shell, forecast: &Forecast<'_>, members: &[&'c Member]) -> Result<Vec<Reviewed<'c>>, Findings> {
    let persons = |member: &&&Member| forecast.persons_of(&member.id) > 0;
    let members: Vec<&Member> = members.iter().filter(persons).copied().collect();
    if members.is_empty() {
        return Err(ForecastError::Nobody {}.into());
    }
    let all = members.iter().map(|member| forecast.persons_of(&member.id)).sum();
    let bar = shell.progress("progress-forecast", all);
    let reviewed = members.into_iter().map(|member| {
        let review = forecast.review(&member.id, &|persons| bar.inc(persons));
        Reviewed { member, persons: forecast.persons_of(&member.id), review }
    });
    let reviewed = reviewed.collect();
    bar.finish_and_clear();
    Ok(reviewed)
}

/// What the officer of a member would read.
struct Reviewed<'c> {
    member: &'c Member,
    persons: u64,
    review: Review,
}

struct Found<'f> {
    texts: &'f Texts,
    forecast: &'f Forecast<'f>,
    people: &'f Population,
    asked: &'f [&'f Member],
    members: Vec<Reviewed<'f>>,
}

/// What became of one table, over one member or over all.
#[derive(Default)]
struct Outcome {
    published: u64,
    withheld: u64,
    /// Cells by what withheld them.
    by: BTreeMap<&'static str, u64>,
    /// Persons in published cells.
    covered: f64,
    persons: f64,
}

/// Columns that names of tables take: what is longer goes on below, as the table must fit a terminal.
const NAME: usize = 26;

/// Blank in a block that stands.
const UNRELIABLE: &str = "unreliable";

impl Outcome {
    fn of(review: &TableReview, combinations: u64, persons: u64) -> Self {
        let mut by: BTreeMap<&'static str, u64> =
            review.blocks.iter().map(|(rule, blocks)| (rule.id(), blocks * combinations)).collect();
        by.insert(UNRELIABLE, review.unreliable);
        by.retain(|_, cells| *cells > 0);
        let persons = persons as f64;
        let (published, withheld) = (review.published, review.withheld);
        Self { published, withheld, by, covered: review.coverage * persons, persons }
    }

    fn add(mut self, more: Self) -> Self {
        self.published += more.published;
        self.withheld += more.withheld;
        self.covered += more.covered;
        self.persons += more.persons;
        more.by.into_iter().for_each(|(rule, cells)| *self.by.entry(rule).or_default() += cells);
        self
    }

    fn coverage(&self) -> f64 {
        self.covered / self.persons
    }

    /// What withholds most cells. Blocks that fall with a coarser one fall for its reason, so that comes last.
    fn most(&self) -> Option<&'static str> {
        let rank = |(rule, cells): &(&&'static str, &u64)| (**rule != Rule::Coarser.id(), **cells);
        self.by.iter().max_by_key(rank).map(|(rule, _)| *rule)
    }

    fn facts(&self) -> Json {
        json!({
            "coverage": (self.coverage() * 1e4).round() / 1e4, "published": self.published, "withheld": self.withheld,
            "withheld_by": self.by, "costs_most": self.most(),
        })
    }
}

impl Found<'_> {
    fn charter(&self) -> &Charter {
        self.forecast.charter
    }

    fn outcome(&self, reviewed: &Reviewed<'_>, table: usize) -> Outcome {
        let combinations = self.charter().lattice.tables()[table].combinations(&self.charter().groups);
        Outcome::of(&reviewed.review.tables[table], combinations, reviewed.persons)
    }

    /// Over all members, by table.
    fn outcomes(&self) -> impl Iterator<Item = (&Table, Outcome)> {
        let tables = self.charter().lattice.tables().iter().enumerate();
        tables.map(|(t, table)| {
            let members = self.members.iter().map(|reviewed| self.outcome(reviewed, t));
            (table, members.fold(Outcome::default(), Outcome::add))
        })
    }

    fn persons(&self) -> u64 {
        self.members.iter().map(|reviewed| reviewed.persons).sum()
    }

    /// People in the counts for whom no member speaks.
    fn strangers(&self) -> u64 {
        let owners = self.charter().owners().into_iter().zip(self.people.counts());
        owners.filter(|(owner, _)| owner.is_none()).filter_map(|(_, people)| people).sum()
    }

    /// Finest areas of these members about which no count says anything.
    fn uncounted(&self) -> usize {
        let members = &self.charter().members;
        let own = |owner: Option<usize>| {
            owner.is_some_and(|owner| self.asked.iter().any(|member| member.id == members[owner].id))
        };
        let areas = self.charter().owners().into_iter().zip(self.people.counts());
        areas.filter(|(owner, people)| own(*owner) && people.is_none()).count()
    }

    fn even(&self) -> impl Iterator<Item = &str> {
        self.forecast.shares.assumed_even().iter().map(|&group| self.charter().groups[group].id.as_str())
    }

    fn facts(&self) -> Json {
        let charter = self.charter();
        let named = |(table, facts): (&Table, Json)| {
            let mut named =
                json!({ "level": charter.geography.levels()[table.level], "groups": groups_word(charter, table) });
            let facts = facts.as_object().cloned().unwrap_or_default();
            named.as_object_mut().into_iter().for_each(|named| named.extend(facts.clone()));
            named
        };
        let member = |reviewed: &Reviewed<'_>| {
            let tables = charter.lattice.tables().iter().enumerate();
            let tables = tables.map(|(t, table)| named((table, self.outcome(reviewed, t).facts())));
            json!({
                "id": reviewed.member.id, "persons": reviewed.persons, "safe": reviewed.review.safe,
                "tables": tables.collect::<Vec<_>>(),
            })
        };
        let there = |member: &&&Member| self.members.iter().any(|reviewed| reviewed.member.id == member.id);
        let nobody = self.asked.iter().filter(|member| !there(member)).map(|member| &member.id);
        json!({
            "id": charter.id, "version": charter.version, "digest": charter.digest,
            "knowledge": charter.rules.knowledge.id(), "seed": self.forecast.seed,
            "persons": self.persons(), "weight": self.forecast.weight.unwrap_or(1.0),
            "even_shares": self.even().collect::<Vec<_>>(),
            "areas_without_count": self.uncounted(), "people_without_member": self.strangers(),
            "tables": self.outcomes().map(|(table, outcome)| named((table, outcome.facts()))).collect::<Vec<_>>(),
            "members": self.members.iter().map(member).collect::<Vec<_>>(),
            "members_without_people": nobody.collect::<Vec<_>>(),
        })
    }

    fn page(&self, shell: &Shell) -> String {
        let texts = self.texts;
        let number = |number: u64| texts.number(number as f64, 0);
        let mut page = Page::new(texts);
        let head = [
            ("id", (&self.charter().id).into()),
            ("version", self.charter().version.into()),
            ("persons", number(self.persons()).into()),
            ("members", self.members.len().into()),
        ];
        page.line("forecast-head", &head);
        match (self.forecast.weight, self.charter().rules.knowledge) {
            (Some(weight), _) => page.line("forecast-sample", &[("weight", texts.number(weight, 1).into())]),
            (None, Knowledge::Sample) => page.line("forecast-everybody-asked", &[]),
            (None, Knowledge::Population) => {}
        }
        let table = self.table(shell);
        let mut notes = Page::new(texts);
        self.notes(&mut notes);
        format!("{}\n{table}\n{}", page.finish(), notes.finish())
    }

    fn table(&self, shell: &Shell) -> String {
        let texts = self.texts;
        let number = |number: u64| texts.number(number as f64, 0);
        let header =
            ["people", "published", "withheld", "most"].map(|column| shell.line(&format!("forecast-{column}"), &[]));
        let row = |(table, outcome): (&Table, Outcome)| {
            let name = wrap_to(NAME, table.name(self.charter()).get(texts.lang()), "", "");
            vec![
                name.trim_end().to_owned(),
                shell.line("percent", &[("number", texts.number(100.0 * outcome.coverage(), 0).into())]),
                number(outcome.published),
                number(outcome.withheld),
                outcome.most().map_or_else(String::new, |rule| shell.line(&format!("forecast-rule-{rule}"), &[])),
            ]
        };
        let rows: Vec<Vec<String>> = self.outcomes().map(row).collect();
        let header: Vec<String> = [shell.line("release-table", &[])].into_iter().chain(header).collect();
        shell.table(&header, &rows, 1..)
    }

    /// What withholds most, what was assumed, and how much to believe.
    fn notes(&self, page: &mut Page<'_>) {
        let texts = self.texts;
        let number = |number: u64| texts.number(number as f64, 0);
        let whole = self.outcomes().map(|(_, outcome)| outcome).fold(Outcome::default(), Outcome::add);
        page.line(
            "forecast-cells",
            &[("published", number(whole.published).into()), ("withheld", number(whole.withheld).into())],
        );
        let mut by: Vec<(&&str, &u64)> = whole.by.iter().collect();
        by.sort_by_key(|(_, cells)| std::cmp::Reverse(**cells));
        for (rule, cells) in by {
            page.item(&format!("forecast-because-{rule}"), &[("cells", number(*cells).into())]);
        }
        let unsafe_members = self.members.iter().filter(|reviewed| !reviewed.review.safe);
        let unsafe_members: Vec<&str> = unsafe_members.map(|reviewed| reviewed.member.id.as_str()).collect();
        if !unsafe_members.is_empty() {
            page.line("forecast-unsafe", &[("members", unsafe_members.join(", ").into())]);
        }
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
