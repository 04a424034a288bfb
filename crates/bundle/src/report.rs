//! What members published → one index: added up over members, and written as the files of a bundle. The same figures
//! give the same bytes.

mod answers;
mod catchments;
mod columns;
mod combine;
mod coverage;
mod csv;
mod edition;
mod errors;
mod geojson;
mod html;
mod layers;
mod package;
mod parquet;
mod publication;
mod rank;
mod require;
mod sdmx;
#[cfg(test)]
mod tests;
mod workbook;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use answers::{AnswersError, answers_file, checkpoint_file, key_file, plan_file, proofs_file, read_answers};
use catchments::tenth;
pub use catchments::{CLOSE_KM, Catchment, Catchments, FAR_KM, Far, Gap, Service};
pub use combine::{Answered, Combined, Part, Seen, Sums, cv, plan_of};
pub use coverage::{CategoryCoverage, Coverage, Covered, SURE};
pub use errors::{Reading, Shown};
pub use layers::LayerError;
pub use publication::{Correction, PublicationError, SignOff, Standing, is_publication, publication_file};
pub use require::Require;
pub use workbook::MOST_ROWS;

use crate::audit::Vouched;
use crate::charter::{Charter, Class, Table};
use crate::disclosure::private::{GAP, largest_gap};
use crate::map::{Boundaries, Told};
use crate::model::{AreaCode, Digest, EditionId, MemberId, Period, Problem, PublishedTable, RowKey, Status, problems};
use rank::{rank, rank_members};

/// Form of a bundle: counts up when what a bundle says changes its meaning.
pub const FORMAT: u64 = 3;
/// File of checksums.
pub const SUMS: &str = "SHA256SUMS";
/// The boundaries that a bundle's maps are drawn from.
pub const BOUNDARIES: &str = "layers/boundaries.geojson";
/// The service points of a bundle, and which areas they serve.
pub const SERVICE_POINTS: &str = "layers/service-points.csv";
/// See [`SERVICE_POINTS`].
pub const CATCHMENTS: &str = "layers/catchments.csv";
/// Keys of all witnesses that cosigned some checkpoint of the bundle, one a line.
pub const WITNESS_KEYS: &str = "receipts/witnesses.vkeys";

/// One computation of the index over the members that answered.
#[derive(Debug)]
pub struct Published {
    /// The agreement.
    pub charter: Arc<Charter>,
    /// Names the computation.
    pub edition: EditionId,
    /// Period of the data.
    pub period: Period,
    /// Which correction of it; 0 for the first release.
    pub revision: u32,
    /// The rule for partial results, given before the run: `all` or `quorum=N`.
    pub require: String,
    /// Version of the coordinator's software.
    pub software: String,
    /// Every table of the lattice, in its order.
    pub tables: Vec<Combined>,
    /// Areas across members' borders.
    pub cross_border: Vec<CrossBorderTable>,
    /// Every member, by id.
    pub members: Vec<MemberOutcome>,
    /// Per table and member that answered.
    pub coverage: Vec<Coverage>,
    /// What each member answered.
    pub answers: Vec<Answered>,
    /// What the coordinator lays beside the figures.
    pub layers: Layers,
    /// What the bundle is, besides its figures.
    pub standing: Standing,
    /// Computed by one process, over nodes whose keys were made for it: it proves nothing about members.
    pub rehearsal: bool,
    /// About people whom nobody is.
    pub synthetic: bool,
}

/// What a coordinator lays beside the figures: nothing of it comes from a member.
#[derive(Debug, Default)]
pub struct Layers {
    /// Boundaries of areas, for maps.
    pub boundaries: Option<Boundaries>,
    /// What their file told besides, if it was read now. The bundle doesn't keep it.
    pub told: Option<Told>,
    /// Where people are served.
    pub service: Option<Service>,
}

/// Rows of one area across borders, of one table.
#[derive(Debug)]
pub struct CrossBorderTable {
    /// Position in the charter's list of such areas.
    pub area: usize,
    /// Position of the table in the lattice.
    pub table: usize,
    /// The rows; their area means nothing.
    pub rows: Combined,
}

/// Whether a member answered.
#[derive(Clone, Debug)]
pub struct MemberOutcome {
    /// The member.
    pub member: MemberId,
    /// Version of its node's software, if it said so.
    pub software: Option<String>,
    /// Whether its people have weights, if it said so; else each of them counts 1.
    pub weighted: Option<bool>,
    /// What it told, proved by its log, if it answered.
    pub vouched: Option<Vouched>,
    /// Why it is missing; `None` if it answered.
    pub missing: Option<Problem>,
    /// Its own figures over everybody in the coarsest table without groups, if it answered.
    pub own: Option<Combined>,
    /// How many people it speaks for, by weight, if it is missing and somebody knows.
    pub population: Option<Population>,
}

/// How many people a member that didn't answer speaks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Population {
    /// By the charter.
    Declared(f64),
    /// By what it answered last, as the coordinator remembers.
    Answered(f64),
}

impl Population {
    /// The number.
    pub fn people(self) -> f64 {
        match self {
            Self::Declared(people) | Self::Answered(people) => people,
        }
    }
}

impl MemberOutcome {
    /// How many people it speaks for, and where that comes from: its answer, an earlier one, or the charter.
    pub fn people(&self) -> Option<(f64, &'static str)> {
        let own = |own: &Combined| own.figures[Shown::WEIGHT][0];
        match (&self.own, self.population) {
            (Some(sums), _) if self.missing.is_none() => {
                // Noise may take few people below none.
                Some((own(sums).max(0.0), "answer")).filter(|_| own(sums).is_finite())
            }
            (_, Some(Population::Answered(people))) => Some((people, "earlier")),
            (_, Some(Population::Declared(people))) => Some((people, "charter")),
            _ => None,
        }
    }

    /// Whether the people whom it answered for have weights: `given` or `none`.
    pub fn weights(&self) -> Option<&'static str> {
        self.weighted.filter(|_| self.missing.is_none()).map(|weighted| if weighted { "given" } else { "none" })
    }
}

impl Published {
    /// Members whose people have no weights, where those of others have some: sums count both.
    pub fn unweighted(&self) -> Vec<&MemberId> {
        let of = |word| self.members.iter().filter(move |member| member.weights() == Some(word));
        let mixed = of("given").next().is_some();
        of("none").filter(|_| mixed).map(|outcome| &outcome.member).collect()
    }

    /// The files of the bundle by name, checksums included; `more` are those that others made, such as the charter's.
    pub fn files(&self, more: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.figures();
        files.extend([
            ("members.csv".to_owned(), csv::members(self)),
            ("areas.csv".to_owned(), csv::areas(&self.charter)),
            ("edition.json".to_owned(), edition::json(self)),
        ]);
        files.extend(self.catchments().iter().flat_map(|catchments| catchments::files(self, catchments)));
        let tables: Vec<_> = files.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
        files.extend([
            ("datapackage.json".to_owned(), package::json(self, &tables)),
            ("index.parquet".to_owned(), parquet::index(self)),
            ("index.sdmx.json".to_owned(), sdmx::message(self)),
            ("index.sdmx.xml".to_owned(), sdmx::structure_specific(self)),
            ("report.html".to_owned(), html::page(self)),
        ]);
        files.extend(workbook::workbook(self).map(|file| ("index.xlsx".to_owned(), file)));
        if let Some(boundaries) = &self.layers.boundaries {
            files.extend([
                (BOUNDARIES.to_owned(), boundaries.to_geojson()),
                ("index.geojson".to_owned(), geojson::index(self, boundaries)),
            ]);
        }
        if let Some(service) = &self.layers.service {
            files.insert(SERVICE_POINTS.to_owned(), service.file.clone());
            files.extend(service.served.iter().map(|(_, file)| (CATCHMENTS.to_owned(), file.clone())));
        }
        files.extend(more);
        for answer in &self.answers {
            files.insert(answers_file(&answer.member), answers::write(&self.charter, &answer.tables));
            if let Some(plan) = &answer.plan {
                files.insert(plan_file(&answer.member), plan.text(&self.charter).into_bytes());
            }
        }
        let mut keys = BTreeMap::new();
        for (member, vouched) in
            self.members.iter().filter_map(|member| Some((&member.member, member.vouched.as_ref()?)))
        {
            files.insert(key_file(member), format!("{}\n", vouched.key).into_bytes());
            let proofs: Vec<String> = vouched.receipts.iter().map(|receipt| receipt.proof.head()).collect();
            files.insert(proofs_file(member), proofs.join("\n").into_bytes());
            files.insert(checkpoint_file(member), vouched.checkpoint.clone().into_bytes());
            keys.extend(vouched.witnesses.iter().map(|key| (key.name(), key)));
        }
        let keys: String = keys.values().map(|key| format!("{key}\n")).collect();
        files.insert(WITNESS_KEYS.to_owned(), keys.into_bytes());
        let sums: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes))).collect();
        files.insert(SUMS.to_owned(), sums.into_bytes());
        files
    }

    /// The files that follow from the members' answers.
    pub fn figures(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::from([
            ("index.csv".to_owned(), csv::index(self)),
            ("coverage.csv".to_owned(), csv::coverage(self)),
            ("coverage_categories.csv".to_owned(), csv::coverage_categories(self)),
        ]);
        if !self.charter.cross_border.is_empty() {
            files.insert("cross_border.csv".to_owned(), csv::cross_border(self));
        }
        files
    }

    /// The table of everybody at a level, if there is one.
    pub fn everybody(&self, level: usize) -> Option<&Combined> {
        let position = self.charter.lattice.position(&Table { level, axes: Vec::new() })?;
        Some(&self.tables[position])
    }

    /// Members that answered.
    pub fn answered(&self) -> usize {
        self.members.iter().filter(|member| member.missing.is_none()).count()
    }

    /// A row for each member that answered, in their order, ranked.
    pub fn own(&self) -> Combined {
        let mut rows = Combined::empty(&Reading::new(&self.charter));
        self.members.iter().filter_map(|member| member.own.clone()).for_each(|own| rows.extend(own));
        match self.ranks_of_areas() {
            Some(ranks) => rows.ranks = ranks,
            None => rank_members(&mut rows),
        }
        rows
    }

    /// The ranks of members that answered, where each is one area of one level: then it has one rank, in all files.
    fn ranks_of_areas(&self) -> Option<Vec<[f64; 2]>> {
        let answered = self.members.iter().filter(|outcome| outcome.own.is_some());
        let area = |outcome: &MemberOutcome| match self.charter.member(&outcome.member)?.areas.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let areas: Vec<(usize, u32)> = answered.map(area).collect::<Option<_>>()?;
        let level = areas.first()?.0;
        let table = self.everybody(level).filter(|table| !table.ranks.is_empty())?;
        let rank = |&(of, area): &(usize, u32)| {
            (of == level).then(|| table.row(area, 0).map_or([f64::NAN; 2], |row| table.ranks[row]))
        };
        areas.iter().map(rank).collect()
    }

    /// Number of cells, published or withheld.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.cells.len() as u64).sum()
    }

    /// Adds up the answers of members in the order of their ids; `missing` are those that didn't answer, with the people whom
    /// they speak for.
    pub fn combine(
        charter: &Charter,
        answers: &[Answered],
        missing: &Missing,
    ) -> (Vec<Combined>, Vec<CrossBorderTable>, Vec<Coverage>) {
        let sums = Sums::new(charter, answers);
        let table =
            |(t, table): (usize, &Table)| sums.combine(t, &|key: RowKey| missing.parts(table, key.area).collect());
        let mut tables: Vec<Combined> = charter.lattice.tables().iter().enumerate().map(table).collect();
        rank(charter, &sums, &mut tables);
        let cross_border = cross_border(charter, &sums, &tables, missing);
        let coverage = answers
            .iter()
            .zip(sums.cells())
            .flat_map(|(answer, cells)| coverage::coverage(charter, &answer.member, cells))
            .collect();
        (tables, cross_border, coverage)
    }

    /// How sums of its answers are made.
    pub fn sums(&self) -> Sums<'_> {
        Sums::new(&self.charter, &self.answers)
    }
}

/// Members that didn't answer.
#[derive(Debug, Default)]
pub struct Missing {
    members: Vec<Absent>,
}

/// One of them.
#[derive(Debug)]
struct Absent {
    /// By level, whether it speaks for an area, at least in part.
    reach: Vec<Vec<bool>>,
    /// By level, the only area in which its people live, if there is one.
    only: Vec<Option<u32>>,
    people: f64,
}

impl Missing {
    /// Those of some outcomes.
    pub fn of(charter: &Charter, outcomes: &[MemberOutcome]) -> Self {
        let missing = outcomes.iter().filter(|outcome| outcome.missing.is_some());
        let absent = |outcome: &MemberOutcome| {
            let reach = charter.reach(&outcome.member);
            let only = |areas: &Vec<bool>| {
                let mut own = (0..).zip(areas).filter(|(_, own)| **own).map(|(area, _)| area);
                own.next().filter(|_| own.next().is_none())
            };
            let people = outcome.population.map_or(f64::NAN, Population::people);
            Absent { only: reach.iter().map(only).collect(), reach, people }
        };
        Self { members: missing.map(absent).collect() }
    }

    /// What they would have added to an area of a table: all their people, if all live there and the table is of everybody.
    fn parts(&self, table: &Table, area: u32) -> impl Iterator<Item = Part<'static>> {
        let (level, everybody) = (table.level, table.axes.is_empty());
        let there = self.members.iter().filter(move |absent| absent.reach[level][area as usize]);
        there.map(move |absent| {
            let all = everybody && absent.only[level] == Some(area);
            Part::Unanswered(if all { absent.people } else { f64::NAN })
        })
    }

    /// The same for all areas of a table that have no row of their own: an area that lacks one and has somebody missing.
    fn elsewhere(&self, table: &Table, rows: &[RowKey]) -> Vec<Part<'static>> {
        let level = table.level;
        let there = |area: u32| rows.binary_search_by_key(&area, |key| key.area).is_ok();
        let own =
            |absent: &Absent| (0..).zip(absent.reach[level].clone()).filter(|(_, own)| *own).map(|(area, _)| area);
        let lacks = |absent: &&Absent| own(absent).any(|area| !there(area));
        let alone = |absent: &Absent| !own(absent).any(there);
        let part = |absent: &Absent| {
            let all = table.axes.is_empty() && alone(absent);
            Part::Unanswered(if all { absent.people } else { f64::NAN })
        };
        self.members.iter().filter(lacks).map(part).collect()
    }
}

problems! {
    /// Why a member's answer can't be used.
    pub enum AnswerError {
        /// A member answers for an area that another one speaks for.
        ForeignArea(Integrity, "member-foreign-area") { area: AreaCode },
        /// A protected table has no row for a place or a combination: what is missing would tell.
        IncompleteTable(Integrity, "member-incomplete-table") {},
        /// Figures of class `private` that don't add up didn't come from measurements.
        NotAdditive(Integrity, "member-not-additive") {},
    }
}

/// Whether tables are what a member may answer: about its own areas; protected, about all of them; and in class `private` such
/// that they add up.
pub fn check_answer(charter: &Charter, member: &MemberId, tables: &[PublishedTable]) -> Result<(), AnswerError> {
    let reach = charter.reach(member);
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        let reach = &reach[table.level];
        if let Some(row) = cells.rows.iter().find(|row| !reach[row.area as usize]) {
            let area = charter.geography.areas(table.level)[row.area as usize].code.clone();
            return Err(AnswerError::ForeignArea { area });
        }
        let areas = reach.iter().filter(|own| **own).count() as u64;
        if charter.class != Class::Public && cells.len() as u64 != areas * table.combinations(&charter.groups) {
            return Err(AnswerError::IncompleteTable {});
        }
    }
    if charter.class == Class::Private && largest_gap(charter, member, tables) > GAP {
        return Err(AnswerError::NotAdditive {});
    }
    Ok(())
}

/// One row: everybody of a member in the coarsest table without groups.
pub fn whole(charter: &Charter, answer: &Answered) -> Option<Combined> {
    let table = charter.lattice.whole()?;
    let sums = Sums::new(charter, std::slice::from_ref(answer));
    let own = sums.combine(table, &|_| Vec::new());
    let parts: Vec<Part<'_>> = (0..own.cells.len()).map(|row| Part::Row(&own, row)).collect();
    let mut sum = sums.total(table, &parts, EVERYBODY);
    // It is one member, however many areas it has.
    sum.parts = vec![[sum.parts[0][0].min(1), 1]];
    (!parts.is_empty()).then_some(sum)
}

/// The key of a row over all areas.
const EVERYBODY: RowKey = RowKey { area: 0, combination: 0 };

impl Published {
    /// One row: everybody in the coarsest table without groups, over all areas.
    pub fn whole(&self) -> Option<Combined> {
        let whole = self.whole_of(self.charter.lattice.whole()?);
        (!whole.cells.is_empty()).then_some(whole)
    }

    /// A row for each combination of a table, over all its areas: what sums of members leave out is left out here.
    pub fn whole_of(&self, table: usize) -> Combined {
        let (sums, adding) = (&self.tables[table], self.sums());
        let missing = Missing::of(&self.charter, &self.members);
        let unanswered = missing.elsewhere(&self.charter.lattice.tables()[table], &sums.cells.rows);
        let mut combinations: BTreeMap<u32, Vec<Part<'_>>> = BTreeMap::new();
        for (row, key) in sums.cells.rows.iter().enumerate() {
            combinations.entry(key.combination).or_default().push(Part::Row(sums, row));
        }
        let mut whole = Combined::empty(&adding.reading);
        for (combination, mut parts) in combinations {
            parts.extend(&unanswered);
            whole.extend(adding.total(table, &parts, RowKey { area: 0, combination }));
            if let Some(parts) = whole.parts.last_mut() {
                *parts = [self.members_in(table, combination), self.members.len() as u32];
            }
        }
        whole
    }

    /// Members that tell something of a combination of a table.
    fn members_in(&self, table: usize, combination: u32) -> u32 {
        let tells = |answer: &&Answered| {
            let rows = answer.tables[table].rows.iter().zip(&answer.tables[table].status);
            rows.filter(|(key, _)| key.combination == combination).any(|(_, status)| *status == Status::Published)
        };
        self.answers.iter().filter(tells).count() as u32
    }
}

/// Areas across borders are sums of published cells, whole or not at all: never a new question to a node.
fn cross_border(charter: &Charter, adding: &Sums<'_>, tables: &[Combined], missing: &Missing) -> Vec<CrossBorderTable> {
    let mut found = Vec::new();
    for (area, border) in charter.cross_border.iter().enumerate() {
        for (t, (table, sums)) in charter.lattice.tables().iter().zip(tables).enumerate() {
            if table.level != border.level {
                continue;
            }
            let mut rows: BTreeMap<u32, Vec<Part<'_>>> = BTreeMap::new();
            for (row, key) in sums.cells.rows.iter().enumerate().filter(|(_, key)| border.parts.contains(&key.area)) {
                rows.entry(key.combination).or_default().push(Part::Row(sums, row));
            }
            // A part that nobody answered for has no row.
            let lacking =
                border.parts.iter().filter(|area| sums.cells.rows.binary_search_by_key(*area, |key| key.area).is_err());
            let lacking: Vec<Part<'_>> = lacking.flat_map(|area| missing.parts(table, *area)).collect();
            let mut whole = Combined::empty(&adding.reading);
            for (combination, mut parts) in rows {
                parts.extend(&lacking);
                whole.extend(adding.whole_or_nothing(t, &parts, RowKey { area: 0, combination }));
            }
            found.push(CrossBorderTable { area, table: t, rows: whole });
        }
    }
    found
}

/// JSON for people to look into, with a line feed at its end.
fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain JSON");
    bytes.push(b'\n');
    bytes
}
