//! Planted worlds: towns of very different sizes, rare categories, few people in the finest cells. Seeded, with known
//! truth.

use std::fmt::Write as _;
use std::ops::Range;

use archipel::charter::{Charter, CharterFiles, OfClass, TableIndex, Workload};
use archipel::cube::{
    self, Clustered, Counted, Counting, Exact, RecordIds, RecordKeySecret, Records, Segment, cluster,
};
use archipel::disclosure::private::{Measured, NoiseStream, Plan};
use archipel::disclosure::{NoiseKey, Protected};
use archipel::model::{Answers, AreaIndex, MemberId, PublishedTable, Random, Rho, RowKey, Rows};
use archipel::report::{Answered, Combined, Summation};

/// Number of towns, assigned to provinces in turn.
pub(crate) const TOWNS: u32 = 7;
const PROVINCES: u32 = 2;

/// One person: town, combination of all groups, and answers to three yes/no questions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub town: u32,
    pub combination: u32,
    pub answers: [u8; 3],
    pub weight: f64,
}

/// Kind of world.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// Sizes of the groups.
    pub groups: &'static [u32],
    /// Whether the last of four categories has a coarser level in two.
    pub coarser: bool,
    /// Keys of `[method]`.
    pub method: &'static str,
    pub class: &'static str,
    /// Tables, as level and groups.
    pub tables: &'static [(&'static str, &'static [usize])],
    /// Areas of each member; people of other areas are with the others.
    pub members: &'static [&'static str],
}

pub(crate) const PRIVATE: Kind = Kind {
    groups: &[3, 2, 4],
    coarser: true,
    method: "weights = \"none\"",
    class: "private",
    tables: &[("country", &[0, 1, 2]), ("province", &[0, 1, 2]), ("town", &[0, 1])],
    members: &["C"],
};

pub(crate) const CONTROLLED: Kind = Kind { class: "controlled", ..PRIVATE };

/// A kind so small that ten thousand releases of it take seconds.
pub(crate) const SMALL: Kind = Kind {
    groups: &[3, 2],
    coarser: false,
    tables: &[("country", &[0, 1]), ("province", &[0]), ("town", &[1])],
    ..PRIVATE
};

pub(crate) struct World {
    pub charter: Charter,
    pub kind: Kind,
    pub people: Vec<Person>,
    /// Whether weights count as they are, however large: an error that a node must not make.
    pub unclipped: bool,
}

/// Results for each seed, in their order, computed by as many threads as there are. Without rayon: a release waits for
/// a pool of its own, and a thread of another pool would begin the next release while it waits.
pub(crate) fn over<T: Send>(seeds: Range<u64>, of: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let (of, all) = (&of, &seeds);
    let mut found: Vec<(u64, T)> = std::thread::scope(|scope| {
        let own = |thread: u64| {
            scope.spawn(move || {
                all.clone().filter(|seed| seed % threads == thread).map(|seed| (seed, of(seed))).collect::<Vec<_>>()
            })
        };
        let running: Vec<_> = (0..threads).map(own).collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    found.sort_by_key(|(seed, _)| *seed);
    found.into_iter().map(|(_, found)| found).collect()
}

/// Secret of 32 bytes for one release.
pub(crate) fn secret(seed: u64) -> [u8; 32] {
    let dice = &mut Random::seeded(!seed);
    [0; 32].map(|_| dice.below(256) as u8)
}

impl World {
    /// A world with at most `largest` + 20 people in a town; sizes fall to a twentieth.
    pub(crate) fn new(seed: u64, largest: u32, kind: Kind) -> Self {
        let dice = &mut Random::seeded(seed);
        let mut people = Vec::new();
        for town in 0..TOWNS {
            for _ in 0..largest / (1 + dice.below(20)) + 20 {
                // The smaller of two draws: later categories are rare.
                let combination =
                    kind.groups.iter().fold(0, |number, &size| number * size + dice.below(size).min(dice.below(size)));
                let answers = [0; 3].map(|_| dice.below(2) as u8);
                let weight = if kind.method.contains("design") { f64::from(1 + dice.below(24)) / 2.0 } else { 1.0 };
                people.push(Person { town, combination, answers, weight });
            }
        }
        Self { charter: charter(kind), kind, people, unclipped: false }
    }

    pub(crate) fn member(&self) -> &MemberId {
        &self.charter.members[0].id
    }

    pub(crate) fn plan(&self, rho: &str) -> Plan {
        self.plan_of(self.member(), rho)
    }

    pub(crate) fn plan_of(&self, member: &MemberId, rho: &str) -> Plan {
        let rho: Rho = rho.parse().unwrap();
        Plan::new(&self.charter, member, rho, Workload::default()).unwrap()
    }

    fn exact<'c, C: Counted>(&self, charter: OfClass<'c, C>, key: C::Key<'_>) -> Exact<'c, C> {
        let weighted = self.kind.method.contains("design");
        let rows = Rows {
            persons: (1..=self.people.len() as u128).collect(),
            households: Some(self.homes()),
            areas: self.people.iter().map(|person| AreaIndex(person.town)).collect(),
            combinations: self.people.iter().map(|person| person.combination).collect(),
            weights: weighted.then(|| self.people.iter().map(|person| person.weight).collect()),
            indicators: (0..3).map(|i| Answers::Codes(self.people.iter().map(|p| p.answers[i]).collect())).collect(),
        };
        let counting = Counting { key, weight_cap: self.unclipped.then_some(1e6) };
        cube::build(charter, &InMemory(cluster(&self.charter, rows)), counting, 1, &|| {}).unwrap().0
    }

    /// Household of each person: in each town eight people in a row live together, and the rest at the end.
    pub(crate) fn homes(&self) -> Vec<u128> {
        let mut own = [0_u128; TOWNS as usize];
        let mut home = |person: &Person| {
            let inhabitants = &mut own[person.town as usize];
            *inhabitants += 1;
            (u128::from(person.town) << 64) + (*inhabitants - 1) / 8
        };
        self.people.iter().map(&mut home).collect()
    }

    /// Exact tables, which no one may see.
    pub(crate) fn truth(&self) -> Vec<PublishedTable> {
        let charter = charter(Kind { class: "public", ..self.kind });
        let mut tables = Protected::public(self.exact(charter.public().unwrap(), ())).tables().to_vec();
        // Without the further columns of that class.
        tables.iter_mut().for_each(|table| table.columns.truncate(self.charter.statistics().width()));
        tables
    }

    pub(crate) fn private(&self, plan: &Plan, seed: u64, min_frequency: Option<u32>) -> Vec<PublishedTable> {
        self.measured(plan, seed, min_frequency).0.tables().to_vec()
    }

    pub(crate) fn measured(&self, plan: &Plan, seed: u64, min_frequency: Option<u32>) -> (Protected, Measured) {
        let stream = NoiseStream::new(&secret(seed));
        Protected::private(self.exact(self.charter.private().unwrap(), ()), self.member(), plan, &stream, min_frequency)
    }

    /// Release of one of two members, with a province each: its people are those of every other town.
    pub(crate) fn private_of(
        &self,
        member: &MemberId,
        plan: &Plan,
        seed: u64,
        min_frequency: Option<u32>,
    ) -> Vec<PublishedTable> {
        let own = self.charter.members.iter().position(|known| known.id == *member).unwrap() as u32;
        let people = self.people.iter().filter(|person| person.town % PROVINCES == own).copied().collect();
        let world = Self { charter: self.charter.clone(), people, ..*self };
        let stream = NoiseStream::new(&secret(seed));
        let exact = world.exact(self.charter.private().unwrap(), ());
        Protected::private(exact, member, plan, &stream, min_frequency).0.tables().to_vec()
    }

    pub(crate) fn controlled(&self, seed: u64, min_frequency: Option<u32>) -> Vec<PublishedTable> {
        let secret = secret(seed);
        let exact = self.exact(self.charter.controlled().unwrap(), &RecordKeySecret::new(&secret));
        Protected::controlled(exact, self.member(), &NoiseKey::new(&secret), min_frequency).tables().to_vec()
    }

    /// Figures of all tables, as they are shown.
    pub(crate) fn shown(&self, plan: &Plan, tables: Vec<PublishedTable>) -> Vec<Combined> {
        let answers = [Answered { member: self.member().clone(), plan: Some(plan.clone()), tables }];
        let sums = Summation::new(&self.charter, &answers);
        (0..answers[0].tables.len()).map(TableIndex).map(|table| sums.combine(table, &|_| Vec::new())).collect()
    }

    /// Row of a table in which a person counts.
    pub(crate) fn cell(&self, table: usize, person: &Person) -> RowKey {
        let table = &self.charter.lattice.tables()[table];
        let geography = &self.charter.geography;
        let area = geography.ancestor(geography.finest(), AreaIndex(person.town), table.level);
        let mut rest = person.combination;
        let mut categories: Vec<u32> = self
            .kind
            .groups
            .iter()
            .rev()
            .map(|size| {
                let own = rest % size;
                rest /= size;
                own
            })
            .collect();
        categories.reverse();
        let combination = table.axes.iter().fold(0, |number, axis| {
            let group = &self.charter.groups[axis.group];
            let category = group.project(axis.group_level, categories[axis.group] as u16);
            number * group.categories_of(axis.group_level).len() as u32 + u32::from(category)
        });
        RowKey { area, combination }
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
    fn ids(&self, _: usize) -> Result<RecordIds, Self::Error> {
        Ok(self.0.ids.clone())
    }
    fn segment(&self, _: usize) -> Result<&Segment, Self::Error> {
        Ok(&self.0.segment)
    }
}

fn charter(kind: Kind) -> Charter {
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n",
        kind.class
    );
    let names = ["a", "b", "c"];
    for (name, &size) in names.iter().zip(kind.groups) {
        let categories: Vec<String> = (0..size).map(|i| format!("{{ id = \"{name}{i}\", label = {label} }}")).collect();
        let _ = writeln!(toml, "[[group]]\nid = \"{name}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
        if size == 4 && kind.coarser {
            let part = |id: &str, of: &str| format!("{{ id = \"{id}\", label = {label}, of = [{of}] }}");
            // Of unequal sizes.
            let parts = [part("low", "\"c0\""), part("high", "\"c1\", \"c2\", \"c3\"")].join(",");
            let _ =
                writeln!(toml, "coarser_levels = [{{ id = \"c_in_two\", label = {label}, categories = [{parts}] }}]");
        }
    }
    let _ = writeln!(toml, "[method]\nid = \"m\"\nversion = 1\n{}", kind.method);
    for i in 0..3 {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{i}\"\nlabel = {label}");
        let _ = writeln!(
            toml,
            "[[indicator]]\nid = \"i{i}\"\ndimension = \"d{i}\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\""
        );
    }
    for (id, below) in [("low", "below = 30"), ("middle", "below = 60"), ("high", "")] {
        let _ = writeln!(toml, "[[band]]\nid = \"{id}\"\nlabel = {label}\n{below}");
    }
    for (level, groups) in kind.tables {
        let groups: Vec<String> = groups.iter().map(|&group| format!("\"{}\"", names[group])).collect();
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{}]", groups.join(", "));
    }
    for area in kind.members {
        let id = if *area == "C" { "m" } else { area };
        let _ = writeln!(toml, "[[member]]\nid = \"{id}\"\nname = {label}\nareas = [\"{area}\"]");
    }
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
