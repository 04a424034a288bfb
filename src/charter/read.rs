use std::collections::BTreeSet;

use super::*;
use crate::model::{Document, DocumentError, Explain, Place, Section, problems};

problems! {
    /// What can be wrong with a charter, beyond the form of its files.
    pub enum CharterError {
        /// A file that must be there isn't.
        FileMissing(Data, "charter-file-missing") { file: String },
        /// A file isn't UTF-8 text.
        NotText(Data, "charter-not-text") { file: String },
        /// The header of the geography.
        GeographyHeader(Data, "charter-geography-header") { expected: String },
        /// A line of the geography with the wrong number of fields, or broken quotes.
        GeographyLine(Data, "charter-geography-line") { expected: String },
        /// A line of the geography without a valid code or level.
        GeographyArea(Data, "charter-geography-area") { levels: String },
        /// The same code twice.
        AreaTwice(Data, "charter-area-twice") { code: String, first: u64 },
        /// A parent that isn't an area of the next coarser level.
        AreaParent(Data, "charter-area-parent") { code: String, level: String },
        /// No root, or several.
        Roots(Data, "charter-geography-roots") { count: usize },
        /// An identifier used twice.
        Twice(Data, "charter-id-twice") { id: String },
        /// An identifier that something else in the published table uses.
        Reserved(Data, "charter-id-reserved") { id: String },
        /// A reference to something that isn't there.
        Unknown(Data, "charter-unknown-reference") { id: String, known: String },
        /// A number outside of its range.
        Range(Data, "charter-number-range") { allowed: String },
        /// Dates in the wrong order.
        Dates(Data, "charter-dates") {},
        /// Bands whose cut points don't rise, or whose last one has an end.
        Bands(Data, "charter-bands") {},
        /// A coarser partition that isn't one.
        Partition(Data, "charter-partition") { id: String },
        /// Two members speak for the same area.
        SharedArea(Data, "charter-area-shared") { code: String, other: String },
        /// A lattice too large to compute.
        TooManyCells(Data, "charter-lattice-too-large") { limit: u64 },
        /// A unit that isn't built yet.
        UnitNotYet(Policy, "charter-unit-not-yet") {},
    }
}

/// Columns of the published table that no id may take.
const RESERVED: [&str; 8] = ["level", "area", "persons", "weight", "index", "cv", "status", "person_id"];
/// Combinations of categories in one table, at most.
const COMBINATIONS: u64 = 1 << 24;

pub(super) fn charter(files: &CharterFiles) -> Result<Charter, Findings> {
    const FILE: &str = "charter.toml";
    let text = text_of(files, FILE)?;
    let document = Document::parse(FILE, text);
    let root = document.root();
    let head = root.section("charter");
    let id = identifier(&head, "id");
    let version = whole(&head, "version", 1, u32::MAX.into()) as u32;
    let (title, purpose) = (head.bilingual("title"), head.bilingual("purpose"));
    let authority = head.text("authority");
    let (starts, ends) = (head.date("starts"), head.date("ends"));
    if head.has("starts") && head.has("ends") && ends < starts {
        head.report("ends", &CharterError::Dates {});
    }
    let classes = [Class::Public, Class::Controlled, Class::Private].map(|class| (class.id(), class));
    let class = head.choice("class", &classes, None);

    let mut ids = Ids::default();
    let geography = geography(&root, files);
    let groups: Vec<Group> = root.sections("group").iter().map(|section| group(section, &mut ids)).collect();
    let method = method(&root, &mut ids);
    let members = members(&root, geography.as_ref().ok());
    let coordinators = root.sections("coordinator").iter().map(coordinator).collect();
    let lattice = lattice(&root, geography.as_ref().ok(), &groups);
    let cross_border = cross_border(&root, geography.as_ref().ok());
    let quorum = match head.optional_integer("quorum") {
        None => members.len(),
        Some(_) => whole(&head, "quorum", 1, members.len().max(1) as i64) as usize,
    };
    if let Some(disclosure) = root.optional_section("disclosure") {
        // Thresholds belong to class `controlled`, whose rules read them; until then such a charter is refused at use.
        disclosure.leave_unread();
    }
    drop((head, root));
    document.finish(())?;
    let geography = geography?;
    let digest = digest(files);
    Ok(Charter {
        id,
        version,
        title,
        purpose,
        authority,
        starts,
        ends,
        class,
        quorum,
        geography,
        groups,
        method,
        lattice,
        members,
        coordinators,
        cross_border,
        digest,
    })
}

fn text_of<'f>(files: &'f CharterFiles, name: &str) -> Result<&'f str, Findings> {
    let place = Place { file: Some(name.to_owned()), ..Place::default() };
    let missing = || CharterError::FileMissing { file: name.to_owned() }.at(place.clone());
    let bytes = files.get(name).ok_or_else(missing)?;
    Ok(std::str::from_utf8(bytes).map_err(|_| CharterError::NotText { file: name.to_owned() }.at(place.clone()))?)
}

/// Ids that become columns of the published table or of members' files: each may be used once.
#[derive(Default)]
struct Ids(BTreeSet<String>);

impl Ids {
    fn take(&mut self, section: &Section<'_, '_>) -> String {
        let id = identifier(section, "id");
        if RESERVED.contains(&id.as_str()) || id.starts_with("share_") || id == "household_id" {
            section.report("id", &CharterError::Reserved { id: id.clone() });
        } else if !id.is_empty() && !self.0.insert(id.clone()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        id
    }
}

fn identifier(section: &Section<'_, '_>, key: &str) -> String {
    section.parsed::<MemberId>(key).map(String::from).unwrap_or_default()
}

fn whole(section: &Section<'_, '_>, key: &str, low: i64, high: i64) -> i64 {
    let number = section.integer(key);
    if section.has(key) && !(low..=high).contains(&number) {
        section.report(key, &CharterError::Range { allowed: format!("{low}–{high}") });
        return low;
    }
    number
}

fn positive(section: &Section<'_, '_>, key: &str, default: Option<f64>, most: f64) -> f64 {
    let number = section.optional_number(key).or(default).unwrap_or_else(|| section.number(key));
    if section.has(key) && !(number > 0.0 && number <= most) {
        section.report(key, &CharterError::Range { allowed: format!("> 0, ≤ {most}") });
    }
    number
}

fn position<'s>(
    section: &Section<'_, '_>,
    key: &str,
    id: &str,
    mut known: impl Iterator<Item = &'s str> + Clone,
) -> usize {
    known.clone().position(|name| name == id).unwrap_or_else(|| {
        if !id.is_empty() {
            let names: Vec<&str> = known.by_ref().take(30).collect();
            section.report(key, &CharterError::Unknown { id: id.to_owned(), known: names.join(", ") });
        }
        0
    })
}

fn geography(root: &Section<'_, '_>, files: &CharterFiles) -> Result<Geography, Findings> {
    let section = root.section("geography");
    let file = section.text("file");
    let vintage = section.text("vintage");
    let levels = section.texts("levels");
    if levels.is_empty() || levels.iter().collect::<BTreeSet<_>>().len() < levels.len() {
        section.report("levels", &CharterError::Range { allowed: "≥ 1, unique".to_owned() });
        return Err(Findings::default());
    }
    let bytes = files.get(&file).ok_or_else(|| CharterError::FileMissing { file: file.clone() });
    Geography::parse(&file, bytes?, vintage, levels)
}

fn group(section: &Section<'_, '_>, ids: &mut Ids) -> Group {
    let id = ids.take(section);
    let label = section.bilingual("label");
    let mut seen = BTreeSet::new();
    let mut category = |section: &Section<'_, '_>| {
        let id = section.text("id");
        let plain = !id.is_empty() && id.len() <= 64 && id.trim() == id && !id.contains(char::is_control);
        if !plain {
            section.report("id", &CharterError::Range { allowed: "1–64".to_owned() });
        } else if !seen.insert(id.clone()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        Category { id, label: section.bilingual("label") }
    };
    let mut other = None;
    let mut categories = Vec::new();
    for inner in section.some_sections("categories") {
        if inner.optional_bool("other") == Some(true) {
            other = Some(categories.len() as u16);
        }
        categories.push(category(&inner));
    }
    if section.has("categories") && !(1..=1000).contains(&categories.len()) {
        section.report("categories", &CharterError::Range { allowed: "1–1000".to_owned() });
    }
    let mut coarser: Vec<Partition> = Vec::new();
    for inner in section.sections("coarser") {
        let id = inner.text("id");
        let label = inner.bilingual("label");
        let mut of: Vec<Option<u16>> = vec![None; categories.len()];
        let mut own = Vec::new();
        let mut sound = true;
        for part in inner.some_sections("categories") {
            let place = own.len() as u16;
            for name in part.texts("of") {
                // A part names finest categories, or categories of the partition before.
                let finest = categories.iter().position(|category| category.id == name).map(|found| vec![found]);
                let covered = finest.or_else(|| {
                    let previous = coarser.last()?;
                    let found = previous.categories.iter().position(|category| category.id == name)? as u16;
                    Some((0..categories.len()).filter(|&c| previous.of[c] == found).collect())
                });
                sound &= covered.as_ref().is_some_and(|covered| covered.iter().all(|&c| of[c].is_none()));
                covered.into_iter().flatten().for_each(|c| of[c] = Some(place));
            }
            own.push(category(&part));
        }
        sound &= of.iter().all(Option::is_some);
        let of: Vec<u16> = of.into_iter().map(Option::unwrap_or_default).collect();
        if let Some(previous) = coarser.last() {
            let mut to = vec![None; previous.categories.len()];
            sound &=
                previous.of.iter().zip(&of).all(|(&from, &here)| *to[usize::from(from)].get_or_insert(here) == here);
        }
        if !sound {
            inner.report("categories", &CharterError::Partition { id: id.clone() });
        }
        coarser.push(Partition { id, label, categories: own, of });
    }
    Group { id, label, categories, other, coarser }
}

const MEANS: [(&str, Mean); 3] =
    [("arithmetic", Mean::Arithmetic), ("geometric", Mean::Geometric), ("harmonic", Mean::Harmonic)];

fn method(root: &Section<'_, '_>, ids: &mut Ids) -> Method {
    let section = root.section("method");
    let id = identifier(&section, "id");
    let version = whole(&section, "version", 1, u32::MAX.into()) as u32;
    if section.choice("unit", &[("person", true), ("area", false)], Some(true)) {
    } else {
        section.report("unit", &CharterError::UnitNotYet {});
    }
    let aggregate = section.choice("aggregate", &MEANS, Some(Mean::Arithmetic));
    let missing = [
        ("leave_out_person", MissingDimension::LeaveOutPerson),
        ("average_of_answered", MissingDimension::AverageOfAnswered),
    ];
    let missing_dimension = section.choice("missing_dimension", &missing, Some(MissingDimension::LeaveOutPerson));
    let weight_cap = section.has("weight_cap").then(|| positive(&section, "weight_cap", None, Method::MAX_WEIGHT));
    let notes = section.optional_bilingual("notes");
    let dimensions: Vec<Dimension> =
        root.some_sections("dimension").iter().map(|section| dimension(section, ids)).collect();
    let indicators: Vec<Indicator> =
        root.some_sections("indicator").iter().map(|section| indicator(section, &dimensions, ids)).collect();
    for (i, (dimension, section)) in dimensions.iter().zip(root.sections("dimension")).enumerate() {
        let own = indicators.iter().filter(|indicator| indicator.dimension == i).count() as u32;
        if own < dimension.min_answered {
            section.report("min_answered", &CharterError::Range { allowed: format!("1–{own}") });
        }
        section.leave_unread();
    }
    let bands = bands(root);
    Method { id, version, aggregate, missing_dimension, weight_cap, notes, dimensions, indicators, bands }
}

impl Method {
    /// Largest weight that a person may have.
    pub const MAX_WEIGHT: f64 = 1e7;
    /// Weights of a dataset add up to less: keeps every sum within 128 bits.
    pub const MAX_TOTAL_WEIGHT: f64 = (1_u64 << 40) as f64;
}

fn dimension(section: &Section<'_, '_>, ids: &mut Ids) -> Dimension {
    Dimension {
        id: ids.take(section),
        label: section.bilingual("label"),
        weight: positive(section, "weight", Some(1.0), 1e6),
        aggregate: section.choice("aggregate", &MEANS, Some(Mean::Arithmetic)),
        min_answered: if section.has("min_answered") { whole(section, "min_answered", 1, 1000) as u32 } else { 1 },
    }
}

fn indicator(section: &Section<'_, '_>, dimensions: &[Dimension], ids: &mut Ids) -> Indicator {
    let id = ids.take(section);
    let label = section.bilingual("label");
    let name = section.text("dimension");
    let dimension = position(section, "dimension", &name, dimensions.iter().map(|dimension| dimension.id.as_str()));
    let direction = |section: &Section<'_, '_>| {
        section.choice("worse", &[("higher", Worse::Higher), ("lower", Worse::Lower)], None)
    };
    let scale = match section.choice("type", &[("yes_no", 0), ("ordered", 1), ("number", 2)], None) {
        0 => Scale::YesNo { worse: section.choice("worse", &[("yes", true), ("no", false)], None) },
        1 => Scale::Ordered { steps: whole(section, "steps", 2, 250) as u32, worse: direction(section) },
        _ => {
            let bounds = section.section("normalise");
            bounds.choice("kind", &[("bounds", ())], None);
            let (low, high) = (bounds.number("low"), bounds.number("high"));
            if bounds.has("low") && bounds.has("high") && low >= high {
                bounds.report("high", &CharterError::Range { allowed: format!("> {low}") });
            }
            Scale::Number { low, high, worse: direction(section) }
        }
    };
    Indicator { id, label, dimension, scale, weight: positive(section, "weight", Some(1.0), 1e6) }
}

fn bands(root: &Section<'_, '_>) -> Vec<Band> {
    let sections = root.sections("band");
    let mut seen = BTreeSet::new();
    let mut bands: Vec<Band> = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let id = identifier(section, "id");
        if !seen.insert(id.clone()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        let below = section.optional_number("below");
        let rises = match (below, bands.last()) {
            (None, _) => i + 1 == sections.len(),
            (Some(below), last) => {
                i + 1 < sections.len()
                    && below > last.and_then(|last: &Band| last.below).unwrap_or(0.0)
                    && below <= 100.0
            }
        };
        if !rises {
            section.report("below", &CharterError::Bands {});
        }
        bands.push(Band { id, label: section.bilingual("label"), below });
    }
    bands
}

fn members(root: &Section<'_, '_>, geography: Option<&Geography>) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for section in root.some_sections("member") {
        let id = section.parsed::<MemberId>("id");
        let name = section.bilingual("name");
        let codes = section.texts("areas");
        let areas = geography.map(|geography| areas(&section, "areas", &codes, geography)).unwrap_or_default();
        let endpoint = section.optional_text("endpoint");
        let authority = section.optional_text("authority");
        let signing_key = section.optional_text("signing_key").map(|_| section.parsed::<VerifierKey>("signing_key"));
        let Some(id) = id else { continue };
        if members.iter().any(|member| member.id == id) {
            section.report("id", &CharterError::Twice { id: id.to_string() });
        }
        if let Some(geography) = geography {
            let nested = |(level, area), (other_level, other)| {
                level >= other_level && geography.ancestor(level, area, other_level) == other
            };
            let everyone = members.iter().flat_map(|member| member.areas.iter().map(|&area| (area, member.id.clone())));
            let own = areas.iter().enumerate().map(|(i, &area)| (i, area));
            let clash = own.clone().find_map(|(_, area)| {
                everyone
                    .clone()
                    .find(|&(other, _)| nested(area, other) || nested(other, area))
                    .map(|(_, other)| (area, other))
            });
            let clash = clash.or_else(|| {
                own.clone().find_map(|(i, area)| {
                    let twice = own.clone().any(|(j, other)| i != j && nested(area, other));
                    twice.then(|| (area, id.clone()))
                })
            });
            if let Some(((level, area), other)) = clash {
                let code = geography.areas(level)[area as usize].code.to_string();
                section.report("areas", &CharterError::SharedArea { code, other: other.to_string() });
            }
        }
        members.push(Member { id, name, areas, endpoint, authority, signing_key: signing_key.flatten() });
    }
    members.sort_by(|a, b| a.id.cmp(&b.id));
    members
}

fn areas(section: &Section<'_, '_>, key: &str, codes: &[String], geography: &Geography) -> Vec<(usize, u32)> {
    if section.has(key) && codes.is_empty() {
        section.report(key, &CharterError::Range { allowed: "≥ 1".to_owned() });
    }
    let found = codes.iter().filter_map(|code| {
        let found = geography.find(code);
        if found.is_none() {
            section.report(key, &CharterError::Unknown { id: code.clone(), known: "geography.csv".to_owned() });
        }
        found
    });
    found.collect()
}

fn coordinator(section: &Section<'_, '_>) -> Coordinator {
    section.optional_text("signing_key");
    Coordinator {
        id: identifier(section, "id"),
        name: section.bilingual("name"),
        identity: section.text("identity"),
        authority: section.optional_text("authority"),
    }
}

fn lattice(root: &Section<'_, '_>, geography: Option<&Geography>, groups: &[Group]) -> Lattice {
    let mut listed = Vec::new();
    for section in root.some_sections("table") {
        let level = section.text("level");
        let names = section.texts("groups");
        let Some(geography) = geography else { continue };
        let level = position(&section, "level", &level, geography.levels().iter().map(String::as_str));
        let mut members: Vec<usize> = Vec::new();
        for name in &names {
            let member = position(&section, "groups", name, groups.iter().map(|group| group.id.as_str()));
            if members.contains(&member) {
                section.report("groups", &CharterError::Twice { id: name.clone() });
            }
            members.push(member);
        }
        members.sort_unstable();
        let combinations =
            members.iter().filter_map(|&member| groups.get(member)).map(|group| group.categories.len() as u64);
        if members.len() > 12 || combinations.product::<u64>() > COMBINATIONS {
            section.report("groups", &CharterError::TooManyCells { limit: COMBINATIONS });
        } else if groups.len() > members.iter().copied().max().unwrap_or(0) || members.is_empty() {
            listed.push((level, members));
        }
    }
    Lattice::close(&listed, groups)
}

fn cross_border(root: &Section<'_, '_>, geography: Option<&Geography>) -> Vec<CrossBorder> {
    let mut seen = BTreeSet::new();
    let read = |section: &Section<'_, '_>| {
        let id = identifier(section, "id");
        if !seen.insert(id.clone()) || geography.is_some_and(|geography| geography.find(&id).is_some()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        let name = section.bilingual("name");
        let codes = section.texts("parts");
        let found = geography.map(|geography| areas(section, "parts", &codes, geography)).unwrap_or_default();
        let level = found.first().map_or(0, |&(level, _)| level);
        let mut parts: Vec<u32> = found.iter().map(|&(_, part)| part).collect();
        parts.sort_unstable();
        parts.dedup();
        if found.iter().any(|&(other, _)| other != level) || parts.len() < codes.len() {
            section.report("parts", &DocumentError::Choice { key: "parts".to_owned(), expected: "1 level".to_owned() });
        }
        CrossBorder { id, name, level, parts }
    };
    root.sections("cross_border").iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(charter: &str) -> CharterFiles {
        let geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\nA,region,C,A,A\nB,region,C,B,B\n";
        CharterFiles::from([
            ("charter.toml".to_owned(), charter.as_bytes().to_vec()),
            ("geography.csv".to_owned(), geography.as_bytes().to_vec()),
        ])
    }

    const SMALL: &str = r#"
[charter]
id = "small"
version = 1
title = { en = "t", fr = "t" }
purpose = { en = "p", fr = "p" }
authority = "a"
starts = 2020-01-01
ends = 2030-01-01
class = "public"
[geography]
file = "geography.csv"
vintage = "2020"
levels = ["country", "region"]
[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "0-17", label = { en = "a", fr = "a" } },
  { id = "18-64", label = { en = "b", fr = "b" } },
  { id = "65+", label = { en = "c", fr = "c" } },
]
coarser = [{ id = "adult", label = { en = "d", fr = "d" }, categories = [
  { id = "minor", label = { en = "e", fr = "e" }, of = ["0-17"] },
  { id = "adult", label = { en = "f", fr = "f" }, of = ["18-64", "65+"] },
] }]
[[group]]
id = "sex"
label = { en = "Sex", fr = "Sexe" }
categories = [{ id = "f", label = { en = "F", fr = "F" } }, { id = "m", label = { en = "M", fr = "H" } }]
[method]
id = "m"
version = 1
[[dimension]]
id = "access"
label = { en = "Access", fr = "Accès" }
[[indicator]]
id = "net"
dimension = "access"
label = { en = "Net", fr = "Net" }
type = "yes_no"
worse = "no"
[[band]]
id = "low"
label = { en = "Low", fr = "Faible" }
below = 50
[[band]]
id = "high"
label = { en = "High", fr = "Élevée" }
[[table]]
level = "country"
groups = ["sex", "age"]
[[table]]
level = "region"
groups = []
[[member]]
id = "a"
name = { en = "A", fr = "A" }
areas = ["A"]
[[member]]
id = "b"
name = { en = "B", fr = "B" }
areas = ["B"]
"#;

    fn keys(charter: &str) -> Vec<(String, u64)> {
        let findings = Charter::parse(&files(charter)).unwrap_err();
        let shown = findings.shown().iter();
        shown.map(|problem| (problem.key.to_string(), problem.place.line.unwrap_or(0))).collect()
    }

    #[test]
    fn closes_the_lattice_over_subsets_and_coarser_partitions() {
        let charter = Charter::parse(&files(SMALL)).unwrap();
        let shape: Vec<(usize, Vec<(usize, usize)>)> = charter
            .lattice
            .tables()
            .iter()
            .map(|table| (table.level, table.axes.iter().map(|axis| (axis.group, axis.rung)).collect()))
            .collect();
        let expected = [
            (0, vec![]),
            (0, vec![(0, 1)]),
            (0, vec![(0, 0)]),
            (0, vec![(1, 0)]),
            (0, vec![(0, 1), (1, 0)]),
            (0, vec![(0, 0), (1, 0)]),
            (1, vec![]),
        ];
        assert_eq!(shape, expected);
        assert_eq!(charter.groups[0].coarser[0].of, [0, 1, 1]);
        assert_eq!(charter.quorum, 2);
    }

    #[test]
    fn names_line_and_rule_of_what_is_wrong() {
        let cases = [
            ("version = 1\ntitle", "version = 0\ntitle", "charter-number-range"),
            ("ends = 2030", "ends = 2010", "charter-dates"),
            ("below = 50", "below = 500", "charter-bands"),
            ("areas = [\"B\"]", "areas = [\"C\"]", "charter-area-shared"),
            ("areas = [\"B\"]", "areas = [\"X\"]", "charter-unknown-reference"),
            ("groups = [\"sex\", \"age\"]", "groups = [\"sexe\"]", "charter-unknown-reference"),
            ("id = \"net\"", "id = \"age\"", "charter-id-twice"),
            ("id = \"net\"", "id = \"weight\"", "charter-id-reserved"),
            ("worse = \"no\"", "worse = \"higher\"", "document-not-allowed"),
            ("worse = \"no\"", "wrose = \"no\"", "document-unknown-key"),
        ];
        for (from, to, key) in cases {
            let broken = SMALL.replacen(from, to, 1);
            let line = 1 + broken[..broken.find(to).unwrap()].matches('\n').count() as u64;
            let found = keys(&broken);
            assert!(found.contains(&(key.to_owned(), line)), "{to}: {found:?}, not at {line}");
        }
        let partition = keys(&SMALL.replacen("of = [\"0-17\"]", "of = []", 1));
        assert_eq!(partition[0].0, "charter-partition");
    }
}
