//! Measures how much of the people class `controlled` publishes, in worlds of synthetic groups on real places: all
//! divisions and subdivisions of the 2021 Census, Statistics Canada, table 98-10-0002 (Statistics Canada Open Licence).
//!
//! ```text
//! cargo run --release --example coverage -- 98100002.csv [SEED] [WORLD …]
//! ```
#![expect(clippy::disallowed_methods, reason = "it reads the table of places")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::Instant;

use archipel::charter::{Charter, CharterFiles, Rules};
use archipel::cube::{self, Clustered, Guard, Ids, RecordKey, Records, Segment, cluster};
use archipel::disclosure::{NoiseKey, Protected, Review, Step, Terms};
use archipel::model::{Answers, Digest, PublishedTable, Rows};
use archipel::report::{Difference, Missing, Published, difference};

/// What the demonstration assumes of people, by province.
#[path = "../src/cli/demo_country"]
mod assumed {
    #[allow(dead_code, reason = "not all of it is needed here")]
    mod profile;

    /// Age groups per 1,000; First Nations, Métis, Inuit and recent immigrants per 10,000.
    pub(crate) fn of(province: &str) -> ([u32; 7], [u32; 4]) {
        let profile = match province {
            "10" => &profile::NL,
            "11" => &profile::PE,
            "12" => &profile::NS,
            "13" => &profile::NB,
            "24" => &profile::QC,
            "35" => &profile::ON,
            "46" => &profile::MB,
            "47" => &profile::SK,
            "48" => &profile::AB,
            "59" => &profile::BC,
            "60" => &profile::YT,
            "61" => &profile::NT,
            _ => &profile::NU,
        };
        (profile.ages, profile.identities)
    }
}

/// Name, beginning of the codes of its places, persons asked; 0 = everybody.
const WORLDS: [(&str, &str, u64); 6] = [
    ("Ontario", "35", 0),
    ("Prince Edward Island", "11", 0),
    ("Yukon", "60", 0),
    ("Northwest Territories", "61", 0),
    ("Nunavut", "62", 0),
    ("national survey", "", 25_000),
];
/// Level and number of groups of the tables that are measured.
const MEASURED: [(&str, usize); 4] = [("province", 2), ("province", 3), ("division", 2), ("subdivision", 1)];
/// Sizes of the groups: age, gender, and five yes/no.
const SIZES: [u32; 7] = [7, 2, 2, 2, 2, 2, 2];
const GROUPS: [&str; 7] =
    ["age", "gender", "first_nations", "metis", "inuit", "recent_immigrant", "activity_limitation"];
const DIMENSIONS: usize = 3;

struct Place {
    code: String,
    people: u64,
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or_else(|| io::Error::other("which file has table 98-10-0002?"))?;
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let chosen: Vec<String> = arguments.collect();
    let places = places(&file)?;
    for (name, codes, asked) in WORLDS {
        if chosen.is_empty() || chosen.iter().any(|world| world == name) {
            let places: Vec<&Place> = places.iter().filter(|place| place.code.starts_with(codes)).collect();
            measure(name, &places, asked, seed)?;
        }
    }
    Ok(())
}

fn measure(name: &str, places: &[&Place], asked: u64, seed: u64) -> io::Result<()> {
    let began = Instant::now();
    let charter = charter(places, asked > 0);
    let dice = &mut Dice(seed);
    let (rows, mean_weight) = people(places, asked, dice);
    let persons = rows.len();
    let yes = said_yes(&rows);
    let records = InMemory(cluster(&charter, rows));
    let cap = mean_weight.map(|mean| charter.rules.weight_cap_means * mean);
    let (tables, review) = release(&charter, &records, &charter.rules, &[], cap, seed);
    let mut out = io::stdout().lock();
    writeln!(out, "{name}: {persons} records, {} subdivisions, {:.0?}", places.len(), began.elapsed())?;
    let lattice = charter.lattice.tables();
    // A category of fewer than 1 % fails alone, in a dimension of its own.
    let rare: Vec<usize> = (2..GROUPS.len()).filter(|&group| yes[group] * 100 < persons).collect();
    let rare_ids: Vec<&str> = rare.iter().map(|&group| GROUPS[group]).collect();
    writeln!(out, "   rare: {}", rare_ids.join(", "))?;
    for (words, left_out) in [("all tables", &[][..]), ("without rare groups", &rare)] {
        writeln!(out, " {}   ({words})", shares(&charter, &review, left_out))?;
    }
    // What each rule costs: the same release without it.
    let without = |set: &[(&str, &str)], steps: &[Step]| {
        let mut rules = charter.rules.clone();
        assert!(set.iter().all(|(key, value)| rules.set(key, value)));
        let (_, review) = release(&charter, &records, &rules, steps, cap, seed);
        shares(&charter, &review, &[])
    };
    let reliability = [("reliable_persons", "0"), ("noise_points", "1000000")];
    writeln!(out, " {}   (no reliability)", without(&reliability, &[]))?;
    writeln!(out, " {}   (no rule about areas)", without(&[("area_people", "0"), ("area_households", "0")], &[]))?;
    writeln!(out, " {}   (neither rest rule nor audit)", without(&[], &[Step::Rest, Step::Audit]))?;
    let audit = &review.audit;
    let (tried, unsolved, narrowest, safe) = (audit.tried, audit.unsolved, audit.narrowest, review.safe);
    writeln!(out, "   audit: {tried} tried, {unsolved} unsolved, narrowest {narrowest:?}, safe: {safe}")?;
    writeln!(out, "   beside other areas: {} tried, {} unproved", audit.together, audit.unproved)?;

    let member = charter.members[0].id.clone();
    let (sums, _, coverage) = Published::combine(&charter, &[(member, tables)], &Missing::default());
    let attempts = difference(&charter, &sums);
    writeln!(out, "   subtractions: {}, of which single an area out: {}", attempts.attempts, attempts.isolated)?;
    if let Some(closest) = &attempts.closest {
        let Difference { left, persons, margin, index, index_margin, .. } = closest;
        let areas = left.len();
        writeln!(
            out,
            "   closest: {areas} areas, {persons} ± {margin:.0} persons, index {index:.0} ± {index_margin:.0}"
        )?;
    }
    let known = coverage.iter().zip(&review.tables);
    let differences = known.clone().filter_map(|(line, review)| Some((line.whole.share()? - review.coverage).abs()));
    let unknown = known.filter(|(line, _)| line.whole.share().is_none()).count();
    let most = differences.fold(0.0, f64::max);
    writeln!(out, "   coverage from published figures: off by {:.1} points at most; unknown: {unknown}", 100.0 * most)?;
    for (axis, category) in [(0, 6), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0)] {
        let mut line = String::new();
        for (level, groups) in MEASURED {
            let measured = coverage.iter().filter(|line| {
                let table = &lattice[line.table];
                charter.geography.levels()[table.level] == level && table.axes.len() == groups
            });
            let shares: Vec<Option<f64>> = measured
                .flat_map(|line| &line.categories)
                .filter(|line| line.axis.group == axis && line.axis.rung == 0 && line.category == category)
                .map(|line| line.cells.share())
                .collect();
            let known: Vec<f64> = shares.iter().flatten().copied().collect();
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            let mean = if known.is_empty() { "–".to_owned() } else { format!("{:.0} %", 100.0 * mean) };
            let unknown = shares.len() - known.len();
            let _ =
                write!(line, "  {mean}{}", if unknown > 0 { format!(" ({unknown} unknown)") } else { String::new() });
        }
        let group = &charter.groups[axis];
        writeln!(out, "   {} = {}:{line}", group.id, group.categories[usize::from(category)].id)?;
    }
    Ok(())
}

/// Subdivisions with people: a code of seven digits, the first two the province, the first four the division.
fn places(file: &str) -> io::Result<Vec<Place>> {
    let mut places = Vec::new();
    for record in csv::ReaderBuilder::new().flexible(true).from_reader(File::open(file)?).records() {
        let record = record?;
        let code = record.get(2).and_then(|id| id.strip_prefix("2021A0005"));
        let people = record.get(4).and_then(|people| people.parse().ok()).unwrap_or(0);
        if let Some(code) = code.filter(|_| people > 0) {
            places.push(Place { code: code.to_owned(), people });
        }
    }
    places.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(places)
}

/// Everybody, or as many as are asked, each with as good a chance; and the mean weight.
fn people(places: &[&Place], asked: u64, dice: &mut Dice) -> (Rows, Option<f64>) {
    let everybody: u64 = places.iter().map(|place| place.people).sum();
    let mut drawn = vec![0_u64; places.len()];
    if asked == 0 {
        drawn.iter_mut().zip(places).for_each(|(drawn, place)| *drawn = place.people);
    } else {
        let ends: Vec<u64> = places
            .iter()
            .scan(0, |sum, place| {
                *sum += place.people;
                Some(*sum)
            })
            .collect();
        for _ in 0..asked {
            let person = dice.draw() % everybody;
            drawn[ends.partition_point(|end| *end <= person)] += 1;
        }
    }
    let persons: u64 = drawn.iter().sum();
    let mean = everybody as f64 / persons as f64;
    let mut rows = Rows {
        households: Some(Vec::new()),
        weights: (asked > 0).then(Vec::new),
        indicators: vec![Answers::Codes(Vec::new()); DIMENSIONS],
        ..Rows::default()
    };
    let mut household = 0_u128;
    for (area, (place, drawn)) in (0..).zip(places.iter().zip(drawn)) {
        let (ages, identities) = assumed::of(&place.code[..2]);
        // As the demonstration has it: percent of the province's share, in cities, towns and elsewhere.
        let setting = match place.people {
            100_000.. => [50, 50, 100, 130],
            10_000.. => [90, 100, 100, 60],
            _ => [140, 130, 100, 25],
        };
        let mut left = drawn;
        while left > 0 {
            // Of a household one is asked.
            let size = if asked > 0 { 1 } else { u64::from(1 + dice.below(4)).min(left) };
            household += 1;
            left -= size;
            let identity = [0, 1, 2, 3].map(|i| dice.below(1_000_000) < identities[i] * setting[i]);
            for _ in 0..size {
                let mut draw = dice.below(1000);
                let age = ages.iter().take_while(|share| {
                    let older = draw >= **share;
                    draw -= if older { **share } else { 0 };
                    older
                });
                let age = (age.count() as u32).min(6);
                // 0 is yes.
                let yes = |yes: bool| u32::from(!yes);
                let limitation = dice.below(100) < [20, 21, 22, 24, 28, 36, 46][age as usize];
                let [first_nations, metis, inuit, immigrant] = identity.map(yes);
                let categories = [age, dice.below(2), first_nations, metis, inuit, immigrant, yes(limitation)];
                rows.combinations.push(categories.iter().zip(SIZES).fold(0, |number, (own, size)| number * size + own));
                rows.persons.push(rows.persons.len() as u128 + 1);
                rows.households.as_mut().expect("made above").push(household);
                rows.areas.push(area);
                if let Some(weights) = &mut rows.weights {
                    weights.push(mean * f64::from(160 + dice.below(193)) / 256.0);
                }
                for answers in &mut rows.indicators {
                    if let Answers::Codes(codes) = answers {
                        codes.push(u8::from(dice.below(100) < 30));
                    }
                }
            }
        }
    }
    (rows, (asked > 0).then_some(mean))
}

/// Share of the people in cells with figures, the mean over the tables of each kind.
fn shares(charter: &Charter, review: &Review, left_out: &[usize]) -> String {
    let mut line = String::new();
    for (level, groups) in MEASURED {
        let measured = charter.lattice.tables().iter().zip(&review.tables).filter(|(table, _)| {
            charter.geography.levels()[table.level] == level
                && table.axes.len() == groups
                && !table.axes.iter().any(|axis| left_out.contains(&axis.group))
        });
        let shares: Vec<f64> = measured.map(|(_, review)| review.coverage).collect();
        let mean = 100.0 * shares.iter().sum::<f64>() / shares.len() as f64;
        let _ = write!(line, "  {groups} in a {level}: {mean:.0} %");
    }
    line
}

/// Persons in the first category of each group.
fn said_yes(rows: &Rows) -> [usize; 7] {
    let mut counts = [0; 7];
    for &combination in &rows.combinations {
        let mut rest = combination;
        for (count, size) in counts.iter_mut().zip(SIZES).rev() {
            *count += usize::from(rest % size == 0);
            rest /= size;
        }
    }
    counts
}

/// As a node would make it, by these rules.
fn release(
    charter: &Charter,
    records: &InMemory,
    rules: &Rules,
    danger_without: &[Step],
    cap: Option<f64>,
    seed: u64,
) -> (Vec<PublishedTable>, Review) {
    let secret = {
        let dice = &mut Dice(!seed);
        [0; 32].map(|_| dice.below(256) as u8)
    };
    let key = RecordKey::new(&secret);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let guard = Guard { key: &key, weight_cap: cap };
    let (exact, _) = cube::build(charter, records, Some(guard), threads, &|| {}).unwrap_or_else(|never| match never {});
    let noise = NoiseKey::new(&secret);
    let (member, dataset) = (&charter.members[0].id, Digest::of(b"coverage"));
    let terms = Terms { charter, member, rules, key: &noise, cap, dataset, earlier: None, danger_without };
    let (protected, review, _) = Protected::controlled(exact, &terms);
    (protected.tables().to_vec(), review)
}

/// All tables of three groups in a province, of two in a division, of one in a subdivision.
fn charter(places: &[&Place], sample: bool) -> Arc<Charter> {
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"controlled\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"2021\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"division\", label = {label} }}, {{ id = \"subdivision\", label = {label} }}]\n"
    );
    for (group, size) in GROUPS.into_iter().zip(SIZES) {
        let category = |id: String| format!("{{ id = \"{id}\", label = {label} }}");
        let ids: Vec<String> = match group {
            "age" => (0..size).map(|age| format!("a{age}")).collect(),
            "gender" => ["women", "men"].map(str::to_owned).to_vec(),
            _ => ["yes", "no"].map(str::to_owned).to_vec(),
        };
        let categories: Vec<String> = ids.into_iter().map(category).collect();
        let _ = writeln!(toml, "[[group]]\nid = \"{group}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
        if group == "age" {
            let part = |id: &str, of: &str| format!("{{ id = \"{id}\", label = {label}, of = [{of}] }}");
            let parts = [
                part("young", "\"a0\", \"a1\""),
                part("middle", "\"a2\", \"a3\", \"a4\""),
                part("old", "\"a5\", \"a6\""),
            ];
            let parts = parts.join(",");
            let _ = writeln!(toml, "coarser = [{{ id = \"age_3\", label = {label}, categories = [{parts}] }}]");
        }
    }
    toml.push_str("[method]\nid = \"m\"\nversion = 1\n");
    for i in 0..DIMENSIONS {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{i}\"\nlabel = {label}");
        let _ = writeln!(
            toml,
            "[[indicator]]\nid = \"i{i}\"\ndimension = \"d{i}\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"yes\""
        );
    }
    for (id, below) in [("low", "below = 50"), ("high", "")] {
        let _ = writeln!(toml, "[[band]]\nid = \"{id}\"\nlabel = {label}\n{below}");
    }
    let mut table = |level: &str, groups: &[usize]| {
        let groups: Vec<String> = groups.iter().map(|&group| format!("\"{}\"", GROUPS[group])).collect();
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{}]", groups.join(", "));
    };
    for a in 0..GROUPS.len() {
        table("subdivision", &[a]);
        for b in a + 1..GROUPS.len() {
            table("division", &[a, b]);
            for c in b + 1..GROUPS.len() {
                table("province", &[a, b, c]);
            }
        }
    }
    let _ = writeln!(toml, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"CA\"]\n[disclosure]");
    let _ = writeln!(toml, "knowledge = \"{}\"", if sample { "sample" } else { "population" });
    let mut geography = String::from("code,level,parent,name_en,name_fr\nCA,country,,x,x\n");
    let area = |geography: &mut String, code: &str, level: &str, parent: &str| {
        let _ = writeln!(geography, "{code},{level},{parent},x,x");
    };
    let codes = |digits: usize| places.iter().map(move |place| &place.code[..digits]).collect::<BTreeSet<&str>>();
    codes(2).into_iter().for_each(|code| area(&mut geography, code, "province", "CA"));
    codes(4).into_iter().for_each(|code| area(&mut geography, code, "division", &code[..2]));
    places.iter().for_each(|place| area(&mut geography, &place.code, "subdivision", &place.code[..4]));
    let files: CharterFiles = BTreeMap::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Arc::new(Charter::parse(&files).expect("the charter is sound"))
}

struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u32) -> u32 {
        ((u128::from(self.draw()) * u128::from(n)) >> 64) as u32
    }
}

struct InMemory(Clustered);

impl Records for InMemory {
    type Error = std::convert::Infallible;
    type Handle<'a> = &'a Segment;

    fn segments(&self) -> usize {
        1
    }

    fn weighted(&self) -> bool {
        self.0.segment.weights.is_some()
    }

    fn segment(&self, _: usize) -> Result<&Segment, Self::Error> {
        Ok(&self.0.segment)
    }

    fn ids(&self, _: usize) -> Result<Ids, Self::Error> {
        Ok(self.0.ids.clone())
    }
}
