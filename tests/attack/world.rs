//! Planted worlds: towns of very different sizes, rare categories, few people in the finest cells. Seeded, truth known.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use archipel::charter::{Charter, CharterFiles};
use archipel::cube::{self, Clustered, Exact, Guard, Ids, RecordKey, Records, Segment, cluster};
use archipel::disclosure::{Attack, Earlier, NoiseKey, Notes, Protected, Review, Step, Terms};
use archipel::model::{Answers, Digest, PublishedTable, Rows, Status};

/// Sizes of the groups a, b and c; c has a coarser partition in two.
pub(crate) const GROUPS: [u32; 3] = [3, 2, 4];
const TOWNS: u32 = 9;
const PROVINCES: u32 = 3;

/// One person: town, combination of all groups, and answers to three yes/no questions.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub id: u128,
    pub town: u32,
    pub combination: u32,
    pub answers: [u8; 3],
}

#[derive(Clone)]
pub(crate) struct World {
    pub charter: Charter,
    pub people: Vec<Person>,
    /// Seed of the node's secrets.
    pub secret: u64,
    /// Names the dataset, among others about the same people.
    pub version: u32,
    /// Weights by person; everybody counts 1 if there are none.
    pub weights: BTreeMap<u128, f64>,
}

pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((u128::from(z ^ (z >> 31)) * u128::from(n)) >> 64) as u32
    }
}

/// Seeds of worlds: so many, or as many as `ARCHIPEL_WORLDS` asks for.
pub(crate) fn worlds(default: u64) -> std::ops::Range<u64> {
    0..std::env::var("ARCHIPEL_WORLDS").ok().and_then(|worlds| worlds.parse().ok()).unwrap_or(default)
}

impl World {
    /// A world with so many people in the largest town; sizes fall to a twentieth.
    pub(crate) fn new(seed: u64, largest: u32, disclosure: &str) -> Self {
        let dice = &mut Dice::new(seed);
        let mut people = Vec::new();
        for town in 0..TOWNS {
            let size = largest / (1 + dice.below(20)) + 20;
            for _ in 0..size {
                // The least of two draws: later categories are rare.
                let category = |size: u32, dice: &mut Dice| dice.below(size).min(dice.below(size));
                let [a, b, c] = GROUPS.map(|size| category(size, dice));
                let answers = [0; 3].map(|_| dice.below(2) as u8);
                people.push(Person {
                    id: u128::from(seed) << 64 | people.len() as u128,
                    town,
                    combination: (a * GROUPS[1] + b) * GROUPS[2] + c,
                    answers,
                });
            }
        }
        Self { charter: charter(disclosure), people, secret: 1, version: 1, weights: BTreeMap::new() }
    }

    pub(crate) fn release(&self, without: &[Step]) -> (Vec<PublishedTable>, Review) {
        let (protected, review, _) = self.release_after(None, without);
        (protected.tables().to_vec(), review)
    }

    /// A release after an earlier one.
    pub(crate) fn release_after(&self, earlier: Option<&Earlier>, without: &[Step]) -> (Protected, Review, Notes) {
        self.under(earlier, without, Protected::controlled)
    }

    /// What the officer reads of attacks on a release of this world.
    pub(crate) fn attack(&self, told: &Protected, earlier: Option<&Earlier>) -> Attack {
        self.under(earlier, &[], |exact, terms| told.attack(exact, terms))
    }

    fn under<T>(&self, earlier: Option<&Earlier>, without: &[Step], then: impl FnOnce(Exact, &Terms<'_>) -> T) -> T {
        let key = RecordKey::new(&self.secret_bytes());
        let guard = Guard { key: &key, weight_cap: self.cap() };
        let (exact, _) = cube::build(&self.charter, &self.records(), Some(guard), 1, &|| {}).unwrap();
        let noise = NoiseKey::new(&self.secret_bytes());
        let terms = Terms {
            charter: &self.charter,
            member: &self.charter.members[0].id,
            rules: &self.charter.rules,
            key: &noise,
            cap: self.cap(),
            dataset: self.dataset(),
            earlier,
            danger_without: without,
        };
        then(exact, &terms)
    }

    /// What was told, as a release of this world needs to know it; `versions` hold every dataset that it rests on.
    pub(crate) fn earlier(&self, cells: Protected, notes: Notes, versions: &[Self]) -> Earlier {
        let key = RecordKey::new(&self.secret_bytes());
        let changes = notes.bases.iter().map(|basis| {
            let before = versions.iter().find(|version| version.dataset() == *basis).unwrap();
            let guard = || Guard { key: &key, weight_cap: None };
            cube::changes(&self.charter, (&before.records(), guard()), (&self.records(), guard()), 1).unwrap()
        });
        Earlier { changes: changes.collect(), cells, notes }
    }

    pub(crate) fn dataset(&self) -> Digest {
        Digest::of(&self.version.to_le_bytes())
    }

    fn cap(&self) -> Option<f64> {
        self.weights.values().copied().max_by(f64::total_cmp)
    }

    fn records(&self) -> InMemory {
        let rows = Rows {
            persons: self.people.iter().map(|person| person.id).collect(),
            areas: self.people.iter().map(|person| person.town).collect(),
            combinations: self.people.iter().map(|person| person.combination).collect(),
            weights: self.cap().map(|_| self.people.iter().map(|person| self.weights[&person.id]).collect()),
            indicators: (0..3).map(|i| Answers::Codes(self.people.iter().map(|p| p.answers[i]).collect())).collect(),
            ..Rows::default()
        };
        InMemory(cluster(&self.charter, rows))
    }

    fn secret_bytes(&self) -> [u8; 32] {
        let dice = &mut Dice::new(self.secret);
        [0; 32].map(|_| dice.below(256) as u8)
    }

    /// Persons of every cell of every table, in the order of the release's rows.
    pub(crate) fn truth(&self, tables: &[PublishedTable]) -> Vec<Vec<u32>> {
        let lattice = self.charter.lattice.tables();
        let count = |(table, cells): (&archipel::charter::Table, &PublishedTable)| {
            let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for person in &self.people {
                *counts.entry(self.cell(table, person)).or_default() += 1;
            }
            cells.rows.iter().map(|row| counts.get(&(row.area, row.combination)).copied().unwrap_or(0)).collect()
        };
        lattice.iter().zip(tables).map(count).collect()
    }

    /// Area and combination of a person in a table.
    pub(crate) fn cell(&self, table: &archipel::charter::Table, person: &Person) -> (u32, u32) {
        let geography = &self.charter.geography;
        let area = geography.ancestor(geography.finest(), person.town, table.level);
        let sizes = GROUPS;
        let categories = [
            person.combination / (sizes[1] * sizes[2]),
            person.combination / sizes[2] % sizes[1],
            person.combination % sizes[2],
        ];
        let combination = table.axes.iter().fold(0, |number, axis| {
            let group = &self.charter.groups[axis.group];
            let category = group.project(axis.rung, categories[axis.group] as u16);
            number * group.categories_of(axis.rung).len() as u32 + u32::from(category)
        });
        (area, combination)
    }
}

pub(crate) fn published(table: &PublishedTable, row: usize) -> bool {
    table.status[row] == Status::Published
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
    fn ids(&self, _: usize) -> Result<Ids, Self::Error> {
        Ok(self.0.ids.clone())
    }
    fn segment(&self, _: usize) -> Result<&Segment, Self::Error> {
        Ok(&self.0.segment)
    }
}

fn charter(disclosure: &str) -> Charter {
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"controlled\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n"
    );
    for (name, size) in ["a", "b", "c"].into_iter().zip(GROUPS) {
        let categories: Vec<String> = (0..size).map(|i| format!("{{ id = \"{name}{i}\", label = {label} }}")).collect();
        let _ = writeln!(toml, "[[group]]\nid = \"{name}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
        if name == "c" {
            let part = |id: &str, of: &str| format!("{{ id = \"{id}\", label = {label}, of = [{of}] }}");
            let parts = [part("low", "\"c0\", \"c1\""), part("high", "\"c2\", \"c3\"")].join(",");
            let _ = writeln!(toml, "coarser = [{{ id = \"c_in_two\", label = {label}, categories = [{parts}] }}]");
        }
    }
    toml.push_str("[method]\nid = \"m\"\nversion = 1\n");
    for i in 0..3 {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{i}\"\nlabel = {label}");
        let _ = writeln!(
            toml,
            "[[indicator]]\nid = \"i{i}\"\ndimension = \"d{i}\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\""
        );
    }
    for (id, below) in [("low", "below = 50"), ("high", "")] {
        let _ = writeln!(toml, "[[band]]\nid = \"{id}\"\nlabel = {label}\n{below}");
    }
    for (level, groups) in
        [("country", "\"a\", \"b\", \"c\""), ("province", "\"a\", \"b\", \"c\""), ("town", "\"a\", \"b\"")]
    {
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{groups}]");
    }
    let _ = writeln!(toml, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"C\"]\n[disclosure]\n{disclosure}");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nC,country,,C,C\n");
    for province in 0..PROVINCES {
        let _ = writeln!(geography, "P{province},province,C,p,p");
    }
    for town in 0..TOWNS {
        let _ = writeln!(geography, "T{town},town,P{},t,t", town % PROVINCES);
    }
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"))
}
