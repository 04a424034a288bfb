use std::collections::{BTreeMap, HashMap};

use super::error::CharterError;
use crate::delimited::table;
use crate::model::{AreaCode, AreaIndex, Bilingual, Explain, Findings, Lang, Place, is_plain};

/// A tree of areas in levels, coarse to fine. Within a level, areas are in the order of their codes.
#[derive(Clone, Debug, PartialEq)]
pub struct Geography {
    /// File that it was read from.
    pub file: String,
    /// Vintage of the boundaries behind the codes.
    pub vintage: String,
    levels: Vec<String>,
    labels: Vec<Bilingual>,
    /// Areas by code. *Shape:* by level, coarse to fine.
    areas: Vec<Vec<Area>>,
    by_code: HashMap<AreaCode, AreaPosition>,
}

/// One area: its level, and its position among those of the level.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AreaPosition {
    /// Position of the level in the geography.
    pub level: usize,
    /// Position of the area in its level.
    pub area: AreaIndex,
}

/// One level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    /// Identifier, as in the geography's file and in the published tables.
    pub id: String,
    /// Label for people.
    pub label: Bilingual,
}

/// One area.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Code, unique in the tree.
    pub code: AreaCode,
    /// Dissemination Geography Unique Identifier, if the geography has them.
    pub dguid: Option<String>,
    /// Name for people.
    pub name: Bilingual,
    /// Position of its parent in the next coarser level; 0 for the root.
    pub parent: AreaIndex,
}

struct Row {
    line: u64,
    code: AreaCode,
    level: usize,
    parent: String,
    dguid: Option<String>,
    name: Bilingual,
}

impl Geography {
    /// Reads `code,level,parent,name_en,name_fr`, and optionally `dguid` as the last column; there is at least one
    /// level, and no two are alike.
    /// *Errors:* every broken line; no or several roots; areas without any area of the finest level in them.
    pub(super) fn parse(file: &str, csv: &[u8], vintage: String, levels: &[Level]) -> Result<Self, Findings> {
        let (levels, labels): (Vec<String>, Vec<Bilingual>) =
            levels.iter().map(|level| (level.id.clone(), level.label.clone())).unzip();
        let mut findings = Findings::default();
        let rows = rows(file, csv, &levels, &mut findings);
        if rows.is_empty() && !findings.is_empty() {
            return Err(findings);
        }
        let place = |line: u64| Place { file: Some(file.to_owned()), line: Some(line), ..Place::default() };

        let mut sorted: Vec<BTreeMap<&AreaCode, &Row>> = vec![BTreeMap::new(); levels.len()];
        for row in &rows {
            let known = sorted.iter().find_map(|level| level.get(&row.code));
            if let Some(first) = known {
                let error = CharterError::AreaTwice { code: row.code.to_string(), first: first.line };
                findings.push(error.at(place(row.line)));
            } else {
                sorted[row.level].insert(&row.code, row);
            }
        }
        let mut by_code = HashMap::new();
        let mut areas: Vec<Vec<Area>> = Vec::new();
        for (level, rows) in sorted.iter().enumerate() {
            let mut here = Vec::with_capacity(rows.len());
            for (&code, row) in rows {
                let parent = row.parent.parse::<AreaCode>().ok().and_then(|parent| by_code.get(&parent).copied());
                let parent = match (level, parent) {
                    (0, _) if row.parent.is_empty() => AreaIndex(0),
                    (1.., Some(AreaPosition { level: above, area })) if above + 1 == level => area,
                    _ => {
                        let coarser = level.checked_sub(1).map_or("", |coarser| &levels[coarser]);
                        let error = CharterError::AreaParent { code: code.to_string(), level: coarser.to_owned() };
                        findings.push(error.at(place(row.line)));
                        AreaIndex(0)
                    }
                };
                here.push(Area { code: code.clone(), dguid: row.dguid.clone(), name: row.name.clone(), parent });
            }
            let positions = AreaIndex::first(here.len()).map(|area| AreaPosition { level, area });
            by_code.extend(rows.keys().map(|code| (*code).clone()).zip(positions));
            areas.push(here);
        }
        if areas[0].len() != 1 {
            findings.push(CharterError::Roots { count: areas[0].len() }.at(place(1)));
        }
        // Only a sound tree shows which areas are bare: a broken line would make a whole branch look bare.
        if findings.is_empty() {
            for (level, code) in barren(&areas) {
                let error = CharterError::AreaBarren { code: code.to_string(), level: levels[areas.len() - 1].clone() };
                findings.push(error.at(place(sorted[level][code].line)));
            }
        }
        findings.or_else(Self { file: file.to_owned(), vintage, levels, labels, areas, by_code })
    }

    /// Whether any area has a DGUID.
    pub fn is_identified(&self) -> bool {
        self.areas.iter().flatten().any(|area| area.dguid.is_some())
    }

    /// Ids of the levels, coarse to fine.
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// Label of a level.
    pub fn label(&self, level: usize) -> &Bilingual {
        &self.labels[level]
    }

    /// Position of the finest level.
    pub fn finest(&self) -> usize {
        self.levels.len() - 1
    }

    /// Areas of a level, by code.
    pub fn areas(&self, level: usize) -> &[Area] {
        &self.areas[level]
    }

    /// Areas of a level by code, each with its position.
    pub fn numbered(&self, level: usize) -> impl Iterator<Item = (AreaIndex, &Area)> {
        AreaIndex::first(self.areas[level].len()).zip(&self.areas[level])
    }

    /// The area at a position.
    pub fn area(&self, position: AreaPosition) -> &Area {
        &self.areas[position.level][position.area.at()]
    }

    /// Position of the area with a code.
    pub fn find(&self, code: &str) -> Option<AreaPosition> {
        self.by_code.get(&code.parse::<AreaCode>().ok()?).copied()
    }

    /// The area of level `to` in which `area` of level `from` lies; `to` is `from` or coarser.
    pub fn ancestor(&self, from: usize, area: AreaIndex, to: usize) -> AreaIndex {
        (to + 1..=from).rev().fold(area, |area, level| self.areas[level][area.at()].parent)
    }

    /// Area of level `to` in which each area of level `from` lies.
    pub fn ancestors(&self, from: usize, to: usize) -> Vec<AreaIndex> {
        AreaIndex::first(self.areas[from].len()).map(|area| self.ancestor(from, area, to)).collect()
    }
}

/// Level and code of every area above the finest level that has no area of the next finer one.
fn barren(areas: &[Vec<Area>]) -> Vec<(usize, &AreaCode)> {
    let mut barren = Vec::new();
    for (level, pair) in areas.windows(2).enumerate() {
        let mut bare = vec![true; pair[0].len()];
        pair[1].iter().for_each(|area| bare[area.parent.at()] = false);
        barren.extend(pair[0].iter().zip(bare).filter(|(_, bare)| *bare).map(|(area, _)| (level, &area.code)));
    }
    barren
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && is_plain(name) && !name.contains('\n')
}

const COLUMNS: [&str; 5] = ["code", "level", "parent", "name_en", "name_fr"];
/// Optional last column.
const DGUID: &str = "dguid";

/// Whether a text is a Dissemination Geography Unique Identifier: vintage, type, schema, and the identifier within it.
///
/// *Source:* Statistics Canada, Dissemination Geography Unique Identifier, catalogue 92F0138M, 2019.
pub fn is_dguid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
    (10..=21).contains(&bytes.len())
        && digits(0..4)
        && bytes[4].is_ascii_uppercase()
        && digits(5..9)
        && bytes[9..].iter().all(u8::is_ascii_alphanumeric)
}

fn rows(file: &str, csv: &[u8], levels: &[String], findings: &mut Findings) -> Vec<Row> {
    let place = |line: u64| Place { file: Some(file.to_owned()), line: Some(line), ..Place::default() };
    let mut rows = Vec::new();
    for (line, record) in table(file, csv, &COLUMNS, Some(DGUID), findings) {
        let level = levels.iter().position(|level| level == &record[1]);
        let (Ok(code), Some(level)) = (record[0].parse(), level) else {
            findings.push(CharterError::GeographyArea { levels: levels.join(", ") }.at(place(line)));
            continue;
        };
        let name = Bilingual { en: record[3].to_owned(), fr: record[4].to_owned() };
        for language in Lang::ALL.into_iter().filter(|&lang| !is_name(name.get(lang))) {
            let language = language.code().to_owned();
            findings.push(CharterError::GeographyName { code: record[0].to_owned(), language }.at(place(line)));
        }
        // A code may itself be such an identifier.
        let dguid = record.get(5).filter(|dguid| !dguid.is_empty());
        if dguid.is_some_and(|dguid| !is_dguid(dguid)) {
            findings.push(CharterError::GeographyDguid { code: record[0].to_owned() }.at(place(line)));
        }
        let dguid = dguid.or(Some(&record[0]).filter(|code| is_dguid(code))).cloned();
        rows.push(Row { line, code, level, parent: record[2].to_owned(), dguid, name });
    }
    rows
}
