use std::collections::BTreeMap;

use super::{Axis, Charter, Class, Table, groups_word};
use crate::delimited::table;
use crate::model::{AreaIndex, Explain, Findings, MemberId, Place, RowKey, problems};

problems! {
    /// Problems of public totals.
    pub enum TotalsError {
        /// A class without noise in its figures, which are calibrated before they are made.
        Class(Policy, "totals-class") { class: String },
        /// A minimum frequency: hidden figures can't be added up.
        Hidden(Policy, "totals-min-frequency") {},
        /// An unknown level, or another one than in the lines above.
        Level(Data, "totals-level") { expected: String },
        /// A code that isn't in the level.
        Area(Data, "totals-area") { code: String },
        /// A category that isn't in its group.
        Category(Data, "totals-category") { group: String, known: String },
        /// A text that isn't a number of people.
        Count(Data, "totals-count") {},
        /// A cell with two counts.
        Twice(Data, "totals-twice") { first: u64 },
        /// Columns that fit no table of the charter.
        Table(Data, "totals-no-table") { level: String, groups: String },
        /// An area in which people of several members live: no single member's people can be calibrated to its total.
        Shared(Data, "totals-area-shared") { code: String },
        /// A member with totals for only some of its cells.
        Missing(Data, "totals-missing") { member: String, missing: u64 },
    }
}

/// Publicly known numbers of people: figures of class `private` are calibrated to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// Table whose cells are counted.
    pub table: Table,
    people: BTreeMap<RowKey, f64>,
}

impl Totals {
    /// People in a cell of the table, if its member has totals.
    pub fn people(&self, key: RowKey) -> Option<f64> {
        self.people.get(&key).copied()
    }

    /// Whether there are totals of a member's areas.
    pub fn has(&self, charter: &Charter, member: &MemberId) -> bool {
        let reach = &charter.reach(member)[self.table.level];
        self.people.keys().any(|key| reach[key.area.at()])
    }

    /// Number of totals.
    pub fn count(&self) -> usize {
        self.people.len()
    }

    /// Reads `level,area,<groups>,people`: the cells of one table of the lattice, for each member all of them or none.
    /// *Errors:* every broken line; a class or a rule that excludes totals.
    pub(super) fn parse(charter: &Charter, bytes: &[u8]) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let place = Place { file: Some(TOTALS.to_owned()), ..Place::default() };
        if charter.class != Class::Private {
            findings.push(TotalsError::Class { class: Class::Private.id().to_owned() }.at(place));
            return Err(findings);
        }
        if charter.rules.min_frequency.is_some() {
            findings.push(TotalsError::Hidden {}.at(place));
            return Err(findings);
        }
        let (names, axes) = header(charter, bytes);
        let columns: Vec<&str> = names.iter().map(String::as_str).collect();
        let records = table(TOTALS, bytes, &columns, None, &mut findings);
        let mut level: Option<usize> = None;
        let mut lines: BTreeMap<RowKey, (u64, f64)> = BTreeMap::new();
        for (line, fields) in records {
            let Some(area) = area(charter, line, &fields, &mut level, &mut findings) else { continue };
            let combination = combination(charter, line, &axes, &names, &fields, &mut findings);
            let people = fields.last().and_then(|field| field.parse::<u32>().ok()).filter(|people| *people > 0);
            let Some(people) = people else {
                findings.push(TotalsError::Count {}.at(column_of(line, "people")));
                continue;
            };
            let Some(combination) = combination else { continue };
            if let Some((first, _)) = lines.insert(RowKey { area, combination }, (line, f64::from(people))) {
                findings.push(TotalsError::Twice { first }.at(column_of(line, "people")));
            }
        }
        findings.or_else(())?;
        let own = Table { level: level.unwrap_or(0), axes };
        let people = lines.iter().map(|(&key, &(_, people))| (key, people)).collect();
        let found = Self { table: own, people };
        found.check(charter, &lines)?;
        Ok(found)
    }

    /// Checks that the totals fit the charter. *Errors:* the charter has no such table; areas of several members;
    /// members with only some of their totals.
    fn check(&self, charter: &Charter, lines: &BTreeMap<RowKey, (u64, f64)>) -> Result<(), Findings> {
        let (level, geography) = (self.table.level, &charter.geography);
        let mut findings = Findings::default();
        let place = Place { file: Some(TOTALS.to_owned()), ..Place::default() };
        if charter.lattice.position(&self.table).is_none() {
            let (level, groups) = (geography.levels()[level].clone(), groups_word(charter, &self.table));
            findings.push(TotalsError::Table { level, groups }.at(place));
            return Err(findings);
        }
        let reached: Vec<Vec<bool>> =
            charter.members.iter().map(|member| charter.reach(&member.id).swap_remove(level)).collect();
        for (key, (line, _)) in lines {
            let members = reached.iter().filter(|reached| reached[key.area.at()]).count();
            if members > 1 && key.combination == 0 {
                let code = geography.areas(level)[key.area.at()].code.to_string();
                findings.push(TotalsError::Shared { code }.at(column_of(*line, "area")));
            }
        }
        for (member, reached) in charter.members.iter().zip(&reached) {
            let areas: Vec<AreaIndex> = AreaIndex::marked(reached).collect();
            let all = areas.len() as u64 * self.table.combinations(&charter.groups);
            let known = lines.keys().filter(|key| areas.binary_search(&key.area).is_ok()).count() as u64;
            if known > 0 && known < all {
                let error = TotalsError::Missing { member: member.id.to_string(), missing: all - known };
                findings.push(error.at(place.clone()));
            }
        }
        findings.or_else(())
    }
}

/// File of the totals in a charter.
pub(super) const TOTALS: &str = "totals.csv";

/// Columns that the file should have, given its first line; and the groups in it.
fn header(charter: &Charter, bytes: &[u8]) -> (Vec<String>, Vec<Axis>) {
    let text = String::from_utf8_lossy(bytes);
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let named = |name: &str| {
        let of = |(group, known): (usize, &super::Group)| {
            let group_level =
                known.coarser_levels.iter().position(|coarser| coarser.id == name).map(|coarser| coarser + 1);
            group_level.or((known.id == name).then_some(0)).map(|group_level| Axis { group, group_level })
        };
        charter.groups.iter().enumerate().find_map(of)
    };
    let mut axes: Vec<Axis> =
        first.split([',', ';', '\t']).filter_map(|name| named(name.trim().trim_matches('"'))).collect();
    axes.sort_unstable();
    axes.dedup_by_key(|axis| axis.group);
    let name = |axis: &Axis| {
        let group = &charter.groups[axis.group];
        axis.group_level.checked_sub(1).map_or(&group.id, |coarser| &group.coarser_levels[coarser].id).clone()
    };
    let names =
        ["level", "area"].map(str::to_owned).into_iter().chain(axes.iter().map(name)).chain(["people".to_owned()]);
    (names.collect(), axes)
}

/// Area of a line, at the level of the lines before.
fn area(
    charter: &Charter,
    line: u64,
    fields: &[String],
    level: &mut Option<usize>,
    findings: &mut Findings,
) -> Option<AreaIndex> {
    let geography = &charter.geography;
    let named = geography.levels().iter().position(|known| *known == fields[0]);
    let Some(own) = named.filter(|own| level.is_none_or(|level| level == *own)) else {
        let expected = level.map_or_else(|| geography.levels().join(", "), |level| geography.levels()[level].clone());
        findings.push(TotalsError::Level { expected }.at(column_of(line, "level")));
        return None;
    };
    *level = Some(own);
    let found = geography.find(&fields[1]).filter(|found| found.level == own);
    if found.is_none() {
        findings.push(TotalsError::Area { code: fields[1].clone() }.at(column_of(line, "area")));
    }
    found.map(|found| found.area)
}

/// Combination of a line's categories; reports each category that isn't in its group.
fn combination(
    charter: &Charter,
    line: u64,
    axes: &[Axis],
    names: &[String],
    fields: &[String],
    findings: &mut Findings,
) -> Option<u32> {
    let mut combination = Some(0);
    for ((axis, field), name) in axes.iter().zip(&fields[2..]).zip(&names[2..]) {
        let group = &charter.groups[axis.group];
        let known = group.categories_of(axis.group_level);
        let category = known.iter().position(|known| known.id == *field);
        if category.is_none() {
            let known = known.iter().map(|known| known.id.as_str()).collect::<Vec<_>>().join(", ");
            findings.push(TotalsError::Category { group: group.id.clone(), known }.at(column_of(line, name)));
        }
        combination = combination.zip(category).map(|(all, own)| all * known.len() as u32 + own as u32);
    }
    combination
}

fn column_of(line: u64, column: &str) -> Place {
    Place { file: Some(TOTALS.to_owned()), line: Some(line), column: Some(column.to_owned()), key: None }
}
