//! The yardstick world: 5 million persons, 5 group columns, 12 indicators of mixed kinds in three dimensions, 13
//! provinces, 577 subdivisions, 20,470 small areas. Shared by the benchmarks.
#![allow(dead_code, reason = "each benchmark uses a part")]

use std::fmt::Write as _;
use std::io::Write;

use archipel::charter::{Charter, CharterFiles};
use archipel::cube::{Clustered, RecordIds, Records, Segment, cluster};
use archipel::model::{Answers, AreaIndex, Random, Rows};

pub(crate) const PERSONS: usize = 5_000_000;
pub(crate) const SEGMENT_ROWS: usize = 1 << 19;
pub(crate) const SUBDIVISIONS: u32 = 577;
pub(crate) const SMALL_AREAS: u32 = 20_470;

pub(crate) fn charter() -> Charter {
    Charter::parse(&files()).expect("the charter is sound")
}

/// Files of the charter's folder.
pub(crate) fn files() -> CharterFiles {
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"public\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"subdivision\", label = {label} }}, {{ id = \"area\", label = {label} }}]\n"
    );
    for (group, size) in [7, 3, 2, 2, 2].into_iter().enumerate() {
        let categories: Vec<String> = (0..size).map(|c| format!("{{ id = \"{c}\", label = {label} }}")).collect();
        let _ =
            writeln!(toml, "[[group]]\nid = \"g{group}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
    }
    toml.push_str("[method]\nid = \"m\"\nversion = 1\n");
    for dimension in 0..3 {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{dimension}\"\nlabel = {label}");
    }
    for i in 0..12 {
        let kind = match i % 4 {
            0 | 1 => "type = \"yes_no\"\nworse = \"no\"",
            2 => "type = \"ordered\"\nsteps = 5\nworse = \"higher\"",
            _ => "type = \"number\"\nworse = \"lower\"\nnormalise = { kind = \"bounds\", low = 0, high = 100 }",
        };
        let _ = writeln!(toml, "[[indicator]]\nid = \"i{i}\"\ndimension = \"d{}\"\nlabel = {label}\n{kind}", i / 4);
    }
    for (id, below) in [("a", "below = 25"), ("b", "below = 50"), ("c", "below = 75"), ("d", "")] {
        let _ = writeln!(toml, "[[band]]\nid = \"{id}\"\nlabel = {label}\n{below}");
    }
    for a in 0..5 {
        for b in a + 1..5 {
            for c in b + 1..5 {
                let _ = writeln!(toml, "[[table]]\nlevel = \"province\"\ngroups = [\"g{a}\", \"g{b}\", \"g{c}\"]");
            }
        }
    }
    for a in 0..5 {
        let _ = writeln!(toml, "[[table]]\nlevel = \"subdivision\"\ngroups = [\"g{a}\"]");
    }
    let _ = writeln!(toml, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"C\"]");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nC,country,,C,C\n");
    for province in 0..13 {
        let _ = writeln!(geography, "P{province:02},province,C,p,p");
    }
    for subdivision in 0..SUBDIVISIONS {
        let _ = writeln!(geography, "S{subdivision:03},subdivision,P{:02},s,s", subdivision % 13);
    }
    for area in 0..SMALL_AREAS {
        let _ = writeln!(geography, "A{area:05},area,S{:03},a,a", area % SUBDIVISIONS);
    }
    CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ])
}

/// Writes the persons of [`rows`] as a file: a 10-digit id, a weight, and about 84 bytes for each row.
pub(crate) fn write_csv(persons: usize, out: &mut impl Write) -> std::io::Result<()> {
    let names: Vec<String> = (0..5).map(|g| format!("g{g}")).chain((0..12).map(|i| format!("i{i}"))).collect();
    writeln!(out, "person_id,area,weight,{}", names.join(","))?;
    let dice = &mut Random::seeded(1);
    let mut row = String::new();
    for person in 0..persons {
        row.clear();
        let _ =
            write!(row, "{person:010},A{:05},{}.{:02}", dice.below(SMALL_AREAS), 1 + dice.below(40), dice.below(100));
        for size in [7, 3, 2, 2, 2] {
            let _ = write!(row, ",{}", dice.below(size));
        }
        for i in 0..12 {
            let missing = dice.below(50) == 0;
            let _ = match i % 4 {
                _ if missing => write!(row, ","),
                0 | 1 => write!(row, ",{}", dice.below(2)),
                2 => write!(row, ",{}", 1 + dice.below(5)),
                _ => write!(row, ",{}.{:03}", dice.below(125), 125 * dice.below(8)),
            };
        }
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// Persons drawn at random; 2 % of answers are missing.
pub(crate) fn rows(dice: &mut Random, persons: usize, weighted: bool) -> Rows {
    let column = |i: usize, dice: &mut Random| match i % 4 {
        3 => Answers::Numbers(
            (0..persons)
                .map(|_| if dice.below(50) == 0 { f64::NAN } else { f64::from(dice.below(1000)) / 8.0 })
                .collect(),
        ),
        kind => {
            let (low, size) = if kind == 2 { (1, 5) } else { (0, 2) };
            Answers::Codes(
                (0..persons)
                    .map(|_| if dice.below(50) == 0 { Answers::MISSING } else { (low + dice.below(size)) as u8 })
                    .collect(),
            )
        }
    };
    Rows {
        persons: (0..persons).map(|_| u128::from(dice.draw())).collect(),
        households: None,
        areas: (0..persons).map(|_| AreaIndex(dice.below(SMALL_AREAS))).collect(),
        combinations: (0..persons).map(|_| dice.below(168)).collect(),
        weights: weighted.then(|| (0..persons).map(|_| f64::from(1 + dice.below(4000)) / 100.0).collect()),
        indicators: (0..12).map(|i| column(i, dice)).collect(),
    }
}

/// Places in three levels below the country, and at each level all tables of up to a number of groups.
pub(crate) struct Tiers {
    pub areas: [u32; 3],
    pub groups: &'static [u32],
    pub ways: [u32; 3],
}

impl Tiers {
    /// 26 group subsets at 13 provinces and 293 divisions, 16 at `subdivisions` subdivisions.
    pub(crate) const fn nation(subdivisions: u32) -> Self {
        Self { areas: [13, 293, subdivisions], groups: &[3, 7, 5, 5, 4], ways: [3, 3, 2] }
    }

    /// Number of places of Ontario, age in seven and six yes/no groups: 101 tables.
    pub(crate) const ONTARIO: Self = Self { areas: [1, 49, 577], groups: &[7, 2, 2, 2, 2, 2, 2], ways: [3, 2, 1] };
}

/// A charter of class `private` over these places.
pub(crate) fn tiered(tiers: &Tiers) -> Charter {
    let mut files = files();
    let toml = String::from_utf8(files["charter.toml"].clone()).expect("text");
    let label = r#"{ en = "x", fr = "x" }"#;
    let (mut head, rest) = toml.split_once("[[group]]").map(|(head, rest)| (head.to_owned(), rest)).expect("groups");
    head = head.replace("class = \"public\"", "class = \"private\"").replace("\"area\"", "\"small\"");
    for (group, &size) in tiers.groups.iter().enumerate() {
        let categories: Vec<String> = (0..size).map(|c| format!("{{ id = \"{c}\", label = {label} }}")).collect();
        let _ =
            writeln!(head, "[[group]]\nid = \"g{group}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
    }
    let method = &rest[rest.find("[method]").expect("a method")..rest.find("[[table]]").expect("tables")];
    head.push_str(&method.replace("version = 1", "version = 1\nweights = \"none\""));
    let mut tables = |level: &str, ways: u32| {
        let count = tiers.groups.len();
        for mask in (0_u32..1 << count).filter(|mask| mask.count_ones() == ways) {
            let groups: Vec<String> = (0..count).filter(|g| mask >> g & 1 == 1).map(|g| format!("\"g{g}\"")).collect();
            let _ = writeln!(head, "[[table]]\nlevel = \"{level}\"\ngroups = [{}]", groups.join(","));
        }
    };
    let [provinces, divisions, small] = tiers.areas;
    tables("province", tiers.ways[0]);
    tables("subdivision", tiers.ways[1]);
    tables("small", tiers.ways[2]);
    let _ = writeln!(head, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"C\"]");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nC,country,,C,C\n");
    for province in 0..provinces {
        let _ = writeln!(geography, "P{province:02},province,C,p,p");
    }
    for division in 0..divisions {
        let _ = writeln!(geography, "D{division:03},subdivision,P{:02},s,s", division % provinces);
    }
    for area in 0..small {
        let _ = writeln!(geography, "A{area:05},small,D{:03},a,a", area % divisions);
    }
    files.insert("charter.toml".to_owned(), head.into_bytes());
    files.insert("geography.csv".to_owned(), geography.into_bytes());
    Charter::parse(&files).expect("the charter is sound")
}

/// Persons for [`tiered`], in batches of a segment's size: areas and categories of very different sizes.
pub(crate) fn tiered_rows<'d>(
    charter: &Charter,
    persons: usize,
    dice: &'d mut Random,
) -> impl Iterator<Item = Rows> + 'd {
    let areas = charter.geography.areas(charter.geography.finest()).len() as u32;
    let groups: Vec<u32> = charter.groups.iter().map(|group| group.categories.len() as u32).collect();
    let full = std::iter::repeat_n(SEGMENT_ROWS, persons / SEGMENT_ROWS);
    let sizes = full.chain(std::iter::once(persons % SEGMENT_ROWS).filter(|rest| *rest > 0));
    sizes.map(move |size| {
        let mut drawn = rows(dice, size, false);
        let least = |n: u32, dice: &mut Random| dice.below(n).min(dice.below(n));
        drawn.areas = (0..size).map(|_| AreaIndex(least(areas, dice).min(least(areas, dice)))).collect();
        drawn.combinations = (0..size).map(|_| groups.iter().fold(0, |c, &n| c * n + least(n, dice))).collect();
        drawn
    })
}

/// Clustered segments in memory, with the interface of a store.
pub(crate) struct InMemory(Vec<Clustered>);

impl InMemory {
    pub(crate) fn new(charter: &Charter, persons: usize, weighted: bool) -> Self {
        let dice = &mut Random::seeded(1);
        let full = std::iter::repeat_n(SEGMENT_ROWS, persons / SEGMENT_ROWS);
        let sizes = full.chain(std::iter::once(persons % SEGMENT_ROWS).filter(|rest| *rest > 0));
        Self(sizes.map(|size| cluster(charter, rows(dice, size, weighted))).collect())
    }
}

impl InMemory {
    /// Persons of [`tiered_rows`].
    pub(crate) fn tiered(charter: &Charter, persons: usize, dice: &mut Random) -> Self {
        Self(tiered_rows(charter, persons, dice).map(|rows| cluster(charter, rows)).collect())
    }
}

impl Records for InMemory {
    type Error = std::convert::Infallible;
    type Handle<'a> = &'a Segment;
    fn segments(&self) -> usize {
        self.0.len()
    }
    fn weighted(&self) -> bool {
        self.0.iter().any(|clustered| clustered.segment.weights.is_some())
    }
    fn ids(&self, segment: usize) -> Result<RecordIds, Self::Error> {
        Ok(self.0[segment].ids.clone())
    }
    fn segment(&self, segment: usize) -> Result<&Segment, Self::Error> {
        Ok(&self.0[segment].segment)
    }
}
