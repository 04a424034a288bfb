mod disclosure;
mod groups;
mod method;
mod parties;
mod tables;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::*;
use crate::model::{Document, DocumentError, Explain, Lang, Place, Section, is_plain, problems, text_of};

problems! {
    /// What can be wrong with a charter, beyond the form of its files.
    pub enum CharterError {
        /// A file that must be there isn't.
        FileMissing(Data, "charter-file-missing") { file: String },
        /// A file whose bytes the digest doesn't cover, or that lies outside of the folder.
        FileOutside(Data, "charter-file-outside") { file: String },
        /// A file name that the digest's lines can't tell from another.
        FileName(Data, "charter-file-name") { file: String },
        /// A private key in a folder that everybody gets.
        Secret(Data, "charter-private-key") { file: String },
        /// A file of certificates without one.
        NoCertificate(Data, "charter-no-certificate") { file: String },
        /// A line of the geography without a valid code or level.
        GeographyArea(Data, "charter-geography-area") { levels: String },
        /// An area without a name in some language.
        GeographyName(Data, "charter-geography-name") { code: String, language: String },
        /// What stands for an area's DGUID isn't one.
        GeographyDguid(Data, "charter-geography-dguid") { code: String },
        /// The same code twice.
        AreaTwice(Data, "charter-area-twice") { code: String, first: u64 },
        /// A parent that isn't an area of the next coarser level.
        AreaParent(Data, "charter-area-parent") { code: String, level: String },
        /// An area in which nobody can be, as no area of the finest level lies in it.
        AreaBarren(Data, "charter-area-barren") { code: String, level: String },
        /// No root, or several.
        Roots(Data, "charter-geography-roots") { count: usize },
        /// A key of an earlier form of charters, and what takes its place.
        Outdated(Data, "charter-outdated-key") { now: String },
        /// Keys of an earlier form of charters in whose place nothing stands.
        Gone(Data, "charter-keys-gone") { keys: String },
        /// A text that must say something and doesn't.
        Blank(Data, "charter-blank") {},
        /// An identifier used twice.
        Twice(Data, "charter-id-twice") { id: String },
        /// An identifier that something else in the published table uses.
        Reserved(Data, "charter-id-reserved") { id: String },
        /// A reference to something that isn't there.
        Unknown(Data, "charter-unknown-reference") { id: String, known: String },
        /// A name of a level or a category that is empty, too long or hard to tell from another.
        Label(Data, "charter-label") {},
        /// A number, or the length of a list, outside of its range.
        Range(Data, "charter-number-range") { allowed: String },
        /// Dates in the wrong order.
        Dates(Data, "charter-dates") {},
        /// A dimension that nothing belongs to.
        DimensionEmpty(Data, "charter-dimension-empty") { id: String },
        /// Bands whose cut points don't rise, or whose last one has an end.
        Bands(Data, "charter-bands") {},
        /// A coarser partition that isn't one.
        Partition(Data, "charter-partition") { id: String },
        /// Two categories that take all other values.
        SecondOther(Data, "charter-second-other") {},
        /// An area that a member already speaks for.
        SharedArea(Data, "charter-area-shared") { code: String, other: String },
        /// Two members with one signing key: one hand could sign for both.
        SharedKey(Data, "charter-key-shared") { other: String },
        /// The place of a licence's text that isn't on the web, or without a licence.
        LicenceUrl(Data, "charter-licence-url") {},
        /// An endpoint of another form.
        Endpoint(Data, "charter-endpoint") {},
        /// A coordinator's identity in another federation, or of another form.
        Identity(Data, "charter-identity") { expected: String },
        /// A privacy loss that isn't a preset or decimal text in its range.
        Rho(Data, "charter-rho") { presets: String, most: String },
        /// Cells that nobody can be in: a status that an exact count decides.
        Impossible(Policy, "charter-impossible") {},
        /// What makes one person's record depend on others'.
        NotPrivate(Policy, "charter-not-private") { key: String, class: String },
        /// Weights that were fitted to people's data, in class `private`.
        WeightsCalibrated(Policy, "charter-weights-calibrated") {},
        /// Nothing says whether people have weights, in a class that must know.
        WeightsUnsaid(Data, "charter-weights-unsaid") { class: String },
        /// Weights without a cap: one person could weigh anything.
        NoWeightCap(Data, "charter-no-weight-cap") { class: String },
        /// Parts of a cross-border area at different levels.
        PartsLevel(Data, "charter-parts-level") {},
        /// Parts of a cross-border area at a level that no table publishes.
        PartsUnpublished(Data, "charter-parts-unpublished") { level: String },
        /// A table too large to compute.
        TooManyCells(Data, "charter-lattice-too-large") { limit: u64 },
        /// A listed table that brings too many others.
        TooManyTables(Data, "charter-tables-too-many") { limit: u64 },
        /// Groups that together split people too finely to be stored.
        TooManyGroups(Data, "charter-groups-too-fine") { limit: u64 },
        /// A unit that isn't built yet.
        UnitNotYet(Policy, "charter-unit-not-yet") {},
    }
}

pub(super) fn charter(files: &CharterFiles) -> Result<Charter, Findings> {
    const FILE: &str = "charter.toml";
    let text = text(files, FILE)?;
    let document = Document::parse(FILE, text);
    if !document.is_sound() {
        return Err(document.finish(()).err().unwrap_or_default());
    }
    let root = document.root();
    let head = root.section("charter");
    let id = identifier(&head, "id");
    // It is the federation's name in certificates, and SPIFFE names are in lower case.
    if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        head.report("id", &DocumentError::Type { key: "charter.id".to_owned(), expected: "a-z 0-9 - _ .".to_owned() });
    }
    let version = whole(&head, "version", None, 1, u32::MAX.into()) as u32;
    let (title, purpose) = (head.bilingual("title"), head.bilingual("purpose"));
    outdated(&head, "authority", "legal_authority = { en = \"…\", fr = \"…\" }");
    let legal_authority = head.optional_bilingual("legal_authority");
    let licence = licence(&head);
    let (target_population, reference_date) = (head.bilingual("target_population"), head.bilingual("reference_date"));
    let (starts, ends) = (head.date("starts"), head.date("ends"));
    if head.has("starts") && head.has("ends") && ends < starts {
        head.report("ends", &CharterError::Dates {});
    }
    let classes = [Class::Public, Class::Controlled, Class::Private].map(|class| (class.id(), class));
    let class = head.choice("class", &classes, None);

    let mut elsewhere = unfit_files(files);
    let mut ids = Ids::default();
    let (levels, geography) = geography(&root, files, &mut elsewhere);
    let tree = geography.as_ref();
    let groups = groups::groups(&root, &mut ids);
    let method = method::method(&root, &mut ids, class);
    let members = parties::members(&root, tree, files, head.has("legal_authority") || head.has("authority"));
    let coordinators = parties::coordinators(&root, &id, &members, files);
    let lattice = tables::lattice(&root, &levels, tree, &groups);
    let cross_border = tables::cross_border(&root, tree, &lattice);
    let everyone = members.len().max(1);
    let quorum = whole(&head, "quorum", Some(everyone as i64), 1, everyone as i64) as usize;
    let keyed = coordinators.iter().filter(|coordinator| coordinator.signing_key.is_some()).count().max(1);
    let sign_off = whole(&head, "sign_off", Some(keyed as i64), 1, keyed as i64) as usize;
    let witnesses = whole(&head, "witnesses", Some(WITNESSES), 1, MOST_WITNESSES) as usize;
    let rules = disclosure::rules(&root, class);
    disclosure::refuse_impossible(&root, class);
    policy::refuse_lifetime(&root);
    drop((head, root));

    let mut findings = document.finish(()).err().unwrap_or_default();
    findings.append(elsewhere);
    let Some(geography) = geography.filter(|_| findings.is_empty()) else { return Err(findings) };
    let mut charter = Charter {
        id,
        version,
        title,
        purpose,
        target_population,
        reference_date,
        legal_authority,
        licence,
        starts,
        ends,
        class,
        quorum,
        sign_off,
        witnesses,
        geography,
        groups,
        method,
        lattice,
        members,
        coordinators,
        cross_border,
        totals: None,
        rules,
        protection: as_written(text),
        files: digest::sums(files),
        digest: digest(files),
    };
    charter.totals = files.get(totals::TOTALS).map(|bytes| Totals::parse(&charter, bytes)).transpose()?;
    Ok(charter)
}

fn text<'f>(files: &'f CharterFiles, name: &str) -> Result<&'f str, Findings> {
    let place = Place { file: Some(name.to_owned()), ..Place::default() };
    let bytes = files.get(name).ok_or_else(|| CharterError::FileMissing { file: name.to_owned() }.at(place))?;
    Ok(text_of(bytes).map_err(|problem| problem.in_file(name))?)
}

/// Other members that witness each log, where the charter doesn't say how many, and at most: an answer carries no more.
const WITNESSES: i64 = 7;
const MOST_WITNESSES: i64 = 32;

/// On what terms figures may be used: a name, and where the text is.
fn licence(head: &Section<'_, '_>) -> Option<Licence> {
    let title = head.optional_bilingual("licence");
    let url = head.optional_bilingual("licence_url");
    let is_address = |url: &Bilingual| Lang::ALL.iter().all(|lang| is_address(url.get(*lang)));
    if url.as_ref().is_some_and(|url| !is_address(url)) || (url.is_some() && title.is_none()) {
        head.report("licence_url", &CharterError::LicenceUrl {});
    }
    title.map(|title| Licence { title, url })
}

/// Whether a text is an address of the web, and nothing that could be more than that where it is shown.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%()".contains(&byte);
    rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && rest.bytes().all(plain)
}

/// Files that may not lie in a charter folder, whatever the charter says: secrets, and names that could make two
/// folders look like one to the digest.
fn unfit_files(files: &CharterFiles) -> Findings {
    let mut findings = Findings::default();
    for (name, bytes) in files {
        // A lossy name has U+FFFD; a backslash or a control character would be escaped by `sha256sum`.
        let unfit = |c: char| c.is_control() || c == '\\' || c == char::REPLACEMENT_CHARACTER;
        if name.contains(unfit) || !is_plain(name) {
            findings.push(CharterError::FileName { file: name.escape_debug().to_string() }.into());
        }
        let mut lines = bytes.split(|&byte| byte == b'\n');
        let secret = lines.position(|line| {
            line.starts_with(b"PRIVATE+KEY+")
                || line.starts_with(b"-----BEGIN ") && line.windows(11).any(|word| word == b"PRIVATE KEY")
        });
        if let Some(line) = secret {
            let place = Place { file: Some(name.clone()), line: Some(line as u64 + 1), ..Place::default() };
            findings.push(CharterError::Secret { file: name.clone() }.at(place));
        }
    }
    findings
}

/// The `[privacy]` and `[disclosure]` sections, key path → value as written: people must see what changes in them.
fn as_written(text: &str) -> BTreeMap<String, String> {
    fn flatten(path: String, value: &toml::Value, flat: &mut BTreeMap<String, String>) {
        match value {
            toml::Value::Table(table) => {
                table.iter().for_each(|(key, value)| flatten(format!("{path}.{key}"), value, flat));
            }
            _ => drop(flat.insert(path, value.to_string())),
        }
    }
    let mut flat = BTreeMap::new();
    let root = text.parse::<toml::Table>().unwrap_or_default();
    for key in ["privacy", "disclosure"] {
        if let Some(section) = root.get(key) {
            flatten(key.to_owned(), section, &mut flat);
        }
    }
    flat
}

/// The names of the levels, which tables need even where the tree of areas is broken, and the tree.
fn geography(
    root: &Section<'_, '_>,
    files: &CharterFiles,
    elsewhere: &mut Findings,
) -> (Vec<String>, Option<Geography>) {
    let section = root.section("geography");
    let file = named_file(&section, "file", true, files);
    let vintage = filled(&section, "vintage");
    let levels = levels(&section);
    let ids: Vec<String> = levels.iter().map(|level| level.id.clone()).collect();
    let distinct = !ids.is_empty() && ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let tree = file.filter(|_| distinct).map(|(name, csv)| Geography::parse(&name, csv, vintage, &levels));
    let tree = tree.and_then(|parsed| parsed.map_err(|findings| elsewhere.append(findings)).ok());
    (ids, tree)
}

fn levels(section: &Section<'_, '_>) -> Vec<Level> {
    if section.has_texts("levels") {
        outdated(section, "levels", "levels = [{ id = \"…\", label = { en = \"…\", fr = \"…\" } }, …]");
        return section.texts("levels").into_iter().map(|id| Level { id, ..Level::default() }).collect();
    }
    let mut levels: Vec<Level> = Vec::new();
    for level in section.some_sections("levels") {
        let id = level.text("id");
        if level.has("id") && !is_label(&id) {
            level.report("id", &CharterError::Label {});
        } else if levels.iter().any(|earlier| earlier.id == id) {
            level.report("id", &CharterError::Twice { id: id.clone() });
        }
        levels.push(Level { id, label: level.bilingual("label") });
    }
    if levels.len() > 16 {
        section.report("levels", &CharterError::Range { allowed: "1–16".to_owned() });
    }
    levels
}

/// A key of an earlier form: refused by name, with what takes its place.
fn outdated(section: &Section<'_, '_>, key: &str, now: &str) {
    if section.has(key) {
        section.leave(key);
        section.report(key, &CharterError::Outdated { now: now.to_owned() });
    }
}

/// What makes one person's figures depend on others': refused by name.
fn not_private(section: &Section<'_, '_>, key: &str, named: &str, class: Class) {
    section.report(key, &CharterError::NotPrivate { key: named.to_owned(), class: class.id().to_owned() });
}

/// Ids that become columns of the published table or of members' files: each may be used once.
#[derive(Default)]
struct Ids(BTreeSet<String>);

impl Ids {
    fn take(&mut self, section: &Section<'_, '_>) -> String {
        let id = identifier(section, "id");
        // Shares of bands, and standard errors of whatever the charter names.
        let made = id.starts_with("share_") || id.ends_with("_se");
        if made || RESERVED.contains(&id.as_str()) {
            section.report("id", &CharterError::Reserved { id: id.clone() });
        } else if !id.is_empty() && !self.0.insert(id.clone()) {
            section.report("id", &CharterError::Twice { id: id.clone() });
        }
        id
    }
}

/// Columns of the published table and of members' files that no id may take.
const RESERVED: [&str; 24] = [
    "level",
    "area",
    "persons",
    "weight",
    "index",
    "cv",
    "status",
    "stands_for",
    "index_low",
    "index_high",
    "rank_low",
    "rank_high",
    "members",
    "of_members",
    "person_id",
    "household_id",
    "dguid",
    "name_en",
    "name_fr",
    "point",
    "owner",
    "latitude",
    "longitude",
    "areas",
];

fn identifier(section: &Section<'_, '_>, key: &str) -> String {
    section.parsed::<MemberId>(key).map(String::from).unwrap_or_default()
}

/// An identifier that none of the earlier ones has.
fn unique<'i>(section: &Section<'_, '_>, key: &str, mut earlier: impl Iterator<Item = &'i str>) -> String {
    let id = identifier(section, key);
    if !id.is_empty() && earlier.any(|other| other == id) {
        section.report(key, &CharterError::Twice { id: id.clone() });
    }
    id
}

/// Levels and categories have names that people use, not identifiers: `3-4`, `5+`, `65 et plus`.
fn is_label(name: &str) -> bool {
    (1..=64).contains(&name.chars().count()) && name.trim() == name && is_plain(name) && !name.contains(['\n', '\t'])
}

/// A required text that says something.
fn filled(section: &Section<'_, '_>, key: &str) -> String {
    let text = section.text(key);
    if section.has(key) && text.trim().is_empty() {
        section.report(key, &CharterError::Blank {});
    }
    text
}

/// A file that the charter names: in its folder, and under its digest.
fn named_file<'f>(
    section: &Section<'_, '_>,
    key: &str,
    required: bool,
    files: &'f CharterFiles,
) -> Option<(String, &'f [u8])> {
    let file = if required { Some(filled(section, key)) } else { section.optional_text(key) };
    let file = file.filter(|file| !required || !file.trim().is_empty())?;
    if file.starts_with("signatures/") || file == "charter.toml" {
        section.report(key, &CharterError::FileOutside { file });
        return None;
    }
    match files.get(&file) {
        Some(bytes) => Some((file, bytes)),
        None => {
            section.report(key, &CharterError::FileMissing { file });
            None
        }
    }
}

/// A whole number from `low` to `high`; required where there is no default.
fn whole(section: &Section<'_, '_>, key: &str, default: Option<i64>, low: i64, high: i64) -> i64 {
    let number = match default {
        Some(default) => section.optional_integer(key).unwrap_or(default),
        None if section.has(key) => section.optional_integer(key).unwrap_or(low),
        None => section.integer(key),
    };
    if section.has(key) && !(low..=high).contains(&number) {
        section.report(key, &CharterError::Range { allowed: format!("{low}–{high}") });
    }
    number.clamp(low, high)
}

/// A weight, if there is one: far enough from 0 that no mean divides by nothing.
fn within(section: &Section<'_, '_>, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
    let number = section.optional_number(key)?;
    if !range.contains(&number) {
        section.report(key, &CharterError::Range { allowed: format!("{}–{}", range.start(), range.end()) });
    }
    Some(number)
}

/// Position of `id` among the known names; reports it where it isn't one.
fn position<'s>(
    section: &Section<'_, '_>,
    key: &str,
    id: &str,
    known: impl Iterator<Item = &'s str> + Clone,
) -> Option<usize> {
    let found = known.clone().position(|name| name == id);
    if found.is_none() && section.has(key) {
        let names: Vec<&str> = known.take(30).collect();
        section.report(key, &CharterError::Unknown { id: id.to_owned(), known: names.join(", ") });
    }
    found
}

/// Level and position of each code that the geography knows; reports the others.
fn areas(section: &Section<'_, '_>, key: &str, tree: Option<&Geography>) -> Vec<(usize, u32)> {
    let codes = section.texts(key);
    let Some(tree) = tree else { return Vec::new() };
    let find = |code: &String| {
        let found = tree.find(code);
        if found.is_none() {
            section.report(key, &CharterError::Unknown { id: code.clone(), known: tree.file.clone() });
        }
        found
    };
    codes.iter().filter_map(find).collect()
}

#[cfg(test)]
mod tests;
