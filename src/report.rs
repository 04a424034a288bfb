//! What members published → one index: added up over members, and written as the files of a bundle. The same figures
//! give the same bytes.

mod answers;
mod catchments;
mod columns;
mod combine;
mod coverage;
mod csv;
mod difference;
mod edition;
mod geojson;
mod html;
mod package;
mod parquet;
mod publication;
mod sdmx;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use answers::{AnswersError, answers_file, checkpoint_file, key_file, proofs_file, read_answers};
use catchments::tenth;
pub use catchments::{CLOSE_KM, Catchment, Catchments, FAR_KM, Far, Gap, Service};
pub use combine::{Combined, Part, combine, cv, total};
pub use coverage::{CategoryCoverage, Coverage, Covered};
pub use difference::{Difference, Differencing, difference};
pub use publication::{Correction, PublicationError, SignOff, Standing, is_publication, publication_file};

use crate::audit::Vouched;
use crate::charter::{Charter, Class, Table};
use crate::disclosure;
use crate::map::{Boundaries, Told};
use crate::model::{AreaCode, Digest, EditionId, MemberId, Period, Problem, PublishedTable, RowKey, Status, problems};

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
    /// What each member answered: the tables of the lattice, in its order.
    pub answers: Vec<(MemberId, Vec<PublishedTable>)>,
    /// What the coordinator lays beside the figures.
    pub layers: Layers,
    /// What the bundle is, besides its figures.
    pub standing: Standing,
    /// Computed by one process, over nodes whose keys were made for it: it proves nothing about members.
    pub rehearsal: bool,
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
    /// What it told, proved by its log, if it answered.
    pub vouched: Option<Vouched>,
    /// Why it is missing; `None` if it answered.
    pub missing: Option<Problem>,
    /// Its own figures over everybody in the coarsest table without groups, if it answered.
    pub own: Option<Combined>,
}

impl Published {
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
            ("report.html".to_owned(), html::page(self)),
        ]);
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
        for (member, tables) in &self.answers {
            files.insert(answers_file(member), answers::write(&self.charter, tables));
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

    /// Which areas of a level a member that is missing speaks for, at least in part.
    fn unanswered(&self, level: usize) -> Vec<bool> {
        let mut unanswered = vec![false; self.charter.geography.areas(level).len()];
        for member in self.members.iter().filter(|member| member.missing.is_some()) {
            let reach = &self.charter.reach(&member.member)[level];
            unanswered.iter_mut().zip(reach).for_each(|(missing, own)| *missing |= own);
        }
        unanswered
    }

    /// Members that answered.
    pub fn answered(&self) -> usize {
        self.members.iter().filter(|member| member.missing.is_none()).count()
    }

    /// Number of cells, published or withheld.
    pub fn cells(&self) -> u64 {
        self.tables.iter().map(|table| table.cells.len() as u64).sum()
    }

    /// Adds up the answers of members, `(member, its tables)` in the order of their ids.
    pub fn combine(
        charter: &Charter,
        answers: &[(MemberId, Vec<PublishedTable>)],
    ) -> (Vec<Combined>, Vec<CrossBorderTable>, Vec<Coverage>) {
        let statistics = charter.statistics();
        let people: Vec<People<'_>> = answers.iter().map(|(_, tables)| People { charter, tables }).collect();
        let tables: Vec<Combined> = (charter.lattice.tables().iter().enumerate())
            .map(|(t, table)| {
                let parts: Vec<&PublishedTable> = answers.iter().map(|(_, tables)| &tables[t]).collect();
                combine(&parts, &|member, area| people[member].of(table.level, area), statistics)
            })
            .collect();
        let cross_border = cross_border(charter, &tables);
        let coverage =
            answers.iter().flat_map(|(member, tables)| coverage::coverage(charter, member, tables)).collect();
        (tables, cross_border, coverage)
    }
}

problems! {
    /// Why a member's answer can't be used.
    pub enum AnswerError {
        /// A member answers for an area that another one speaks for.
        ForeignArea(Integrity, "member-foreign-area") { area: AreaCode },
        /// A protected table has no row for a place or a combination: what is missing would tell.
        IncompleteTable(Integrity, "member-incomplete-table") {},
    }
}

/// Whether a table is one that a member may answer: about its own areas, and protected, about all of them.
pub fn check_answer(
    charter: &Charter,
    member: &MemberId,
    table: &Table,
    cells: &PublishedTable,
) -> Result<(), AnswerError> {
    let reach = &charter.reach(member)[table.level];
    if let Some(row) = cells.rows.iter().find(|row| !reach[row.area as usize]) {
        let area = charter.geography.areas(table.level)[row.area as usize].code.clone();
        return Err(AnswerError::ForeignArea { area });
    }
    let areas = reach.iter().filter(|own| **own).count() as u64;
    if charter.class != Class::Public && cells.len() as u64 != areas * table.combinations(&charter.groups) {
        return Err(AnswerError::IncompleteTable {});
    }
    Ok(())
}

/// How many blocks of cells that a member withholds follow from sums over members, and from nothing that the member told
/// itself. Sums are made so that there are none; nothing may be published where there are.
pub fn opened(charter: &Charter, answers: &[(MemberId, Vec<PublishedTable>)], sums: &[Combined]) -> usize {
    if charter.class == Class::Public {
        return 0;
    }
    // A block of which one cell has figures counts as told.
    let told = |table: usize, cells: &PublishedTable, whole: &dyn Fn(usize) -> bool| {
        let level = charter.lattice.tables()[table].level;
        let mut told = vec![false; charter.geography.areas(level).len()];
        let shown = cells.status.iter().enumerate().filter(|(_, status)| **status == Status::Published);
        shown.filter(|(row, _)| whole(*row)).for_each(|(row, _)| told[cells.rows[row].area as usize] = true);
        told
    };
    let own = |tables: &[PublishedTable]| {
        tables.iter().enumerate().map(|(table, cells)| told(table, cells, &|_| true)).collect::<Vec<_>>()
    };
    let members: Vec<_> = answers.iter().map(|(member, tables)| (member, own(tables))).collect();
    let whole = |sums: &Combined, row: usize| sums.stands_for[row] == 1.0;
    let sums: Vec<Vec<bool>> =
        sums.iter().enumerate().map(|(table, sums)| told(table, &sums.cells, &|row| whole(sums, row))).collect();
    disclosure::opened(charter, &members, &sums).len()
}

/// Who lives where, as far as it is published.
struct People<'t> {
    charter: &'t Charter,
    tables: &'t [PublishedTable],
}

impl People<'_> {
    /// People of an area by weight; NaN where that is withheld.
    fn of(&self, level: usize, area: u32) -> f64 {
        let everybody = Table { level, axes: Vec::new() };
        let cells = self.charter.lattice.position(&everybody).map(|table| &self.tables[table]);
        let place = cells.and_then(|cells| cells.rows.binary_search(&RowKey { area, combination: 0 }).ok());
        cells.zip(place).map_or(f64::NAN, |(cells, row)| cells.columns[crate::model::Statistics::WEIGHT][row])
    }
}

/// One row: everybody in the coarsest table without groups.
pub fn whole(charter: &Charter, tables: &[PublishedTable]) -> Option<Combined> {
    let cells = &tables[charter.lattice.whole()?];
    let weight = |row: usize| cells.columns[crate::model::Statistics::WEIGHT][row];
    let rows: Vec<_> = (0..cells.len()).map(|row| (cells, row, weight(row))).collect();
    (!rows.is_empty()).then(|| total(&rows, RowKey { area: 0, combination: 0 }, charter.statistics()))
}

/// The same over sums of members: what they leave out is left out here.
pub fn whole_of_sums(charter: &Charter, tables: &[Combined]) -> Option<Combined> {
    let whole = whole_of(charter, tables, charter.lattice.whole()?);
    (!whole.cells.is_empty()).then_some(whole)
}

/// A row for each combination of a table, over all its areas: what sums of members leave out is left out here.
pub fn whole_of(charter: &Charter, tables: &[Combined], table: usize) -> Combined {
    let (sums, statistics) = (&tables[table], charter.statistics());
    let weight = |row: usize| sums.cells.columns[crate::model::Statistics::WEIGHT][row];
    let mut combinations: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, key) in sums.cells.rows.iter().enumerate() {
        combinations.entry(key.combination).or_default().push(row);
    }
    let mut whole = Combined::empty(statistics);
    for (combination, rows) in combinations {
        let parts: Vec<Part<'_>> = rows.iter().map(|&row| (&sums.cells, row, weight(row))).collect();
        let mut sum = total(&parts, RowKey { area: 0, combination }, statistics);
        if let ([only], true) = (rows.as_slice(), sum.stands_for[0] > 0.0) {
            sum.stands_for[0] = sums.stands_for[*only];
        } else if sum.stands_for[0] == 1.0 && rows.iter().any(|&row| sums.stands_for[row] != 1.0) {
            sum.stands_for[0] = f64::NAN;
        }
        whole.extend(sum);
    }
    whole
}

/// Areas across borders are sums of published cells: never a new question to a node.
fn cross_border(charter: &Charter, tables: &[Combined]) -> Vec<CrossBorderTable> {
    let cells: Vec<PublishedTable> = tables.iter().map(|table| table.cells.clone()).collect();
    let people = People { charter, tables: &cells };
    let mut found = Vec::new();
    for (area, border) in charter.cross_border.iter().enumerate() {
        for (t, (table, cells)) in charter.lattice.tables().iter().zip(&cells).enumerate() {
            if table.level != border.level {
                continue;
            }
            let mut rows: BTreeMap<u32, Vec<Part<'_>>> = BTreeMap::new();
            for (row, key) in cells.rows.iter().enumerate().filter(|(_, key)| border.parts.contains(&key.area)) {
                rows.entry(key.combination).or_default().push((cells, row, people.of(table.level, key.area)));
            }
            let mut whole = Combined::empty(charter.statistics());
            for (combination, rows) in rows {
                whole.extend(total(&rows, RowKey { area: 0, combination }, charter.statistics()));
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
