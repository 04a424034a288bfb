//! The share of real places that class `private` publishes: all divisions and subdivisions of the 2021 Census,
//! Statistics Canada, table 98-10-0002 (Statistics Canada Open Licence), with groups as the demonstration assumes them.
//! From counts alone: no record is made.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use archipel::charter::{Charter, CharterFiles, TableIndex};
use archipel::disclosure::private::precision::Precision;
use archipel::model::AreaIndex;

use super::reference::reference;

mod independent;

/// Age groups per 1,000; First Nations, Métis, Inuit and recent immigrants per 10,000.
fn assumed(province: &str) -> ([u32; 7], [u32; 4]) {
    let table = include_str!("../../src/country/provinces.csv");
    let mut records = csv::Reader::from_reader(table.as_bytes()).into_records().map(Result::unwrap);
    let record = records.find(|record| &record[1] == province).unwrap();
    let number = |column: usize| record[column].parse().unwrap();
    (std::array::from_fn(|age| number(3 + age)), std::array::from_fn(|group| number(10 + group)))
}

/// Sizes of the groups: age, gender, and five yes/no.
const SIZES: [usize; 7] = [7, 2, 2, 2, 2, 2, 2];
/// Level and number of groups of the measured tables.
const MEASURED: [(usize, usize); 4] = [(1, 2), (1, 3), (2, 2), (3, 1)];

#[derive(Clone)]
struct Place {
    code: String,
    people: f64,
}

/// Subdivisions with people: a code of seven digits, the first two the province, the first four the division.
fn places(province: &str) -> Option<Vec<Place>> {
    let file = reference()?.join("data/statcan/98100002.csv");
    let mut places = Vec::new();
    for record in csv::ReaderBuilder::new().flexible(true).from_path(file).unwrap().records() {
        let record = record.unwrap();
        let code = record.get(2).and_then(|id| id.strip_prefix("2021A0005")).filter(|code| code.starts_with(province));
        let people: f64 = record.get(4).and_then(|people| people.parse().ok()).unwrap_or(0.0);
        if let Some(code) = code.filter(|_| people > 0.0) {
            places.push(Place { code: code.to_owned(), people });
        }
    }
    places.sort_by(|a, b| a.code.cmp(&b.code));
    Some(places)
}

/// All tables of three groups in a province, of two in a division, of one in a subdivision: 101 of them.
fn charter(places: &[Place], rho: &str) -> Charter {
    with_tables(places, rho, true)
}

/// A lattice of one number: that of all people.
fn alone(places: &[Place]) -> archipel::charter::Lattice {
    with_tables(places, "0.5", false).lattice
}

/// Charter for `rho` of class `private`, or with `controlled` for that class.
#[expect(clippy::too_many_lines, reason = "a charter, written out")]
fn with_tables(places: &[Place], rho: &str, all: bool) -> Charter {
    let (class, privacy) = match rho {
        "controlled" => ("controlled", String::new()),
        rho => ("private", format!("[privacy]\nrho = \"{rho}\"")),
    };
    let label = r#"{ en = "x", fr = "x" }"#;
    let levels = ["country", "province", "division", "subdivision"]
        .map(|level| format!("{{ id = \"{level}\", label = {label} }}"))
        .join(", ");
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{class}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"2021\"\nlevels = [{levels}]\n"
    );
    for (group, size) in SIZES.iter().enumerate() {
        let categories: Vec<String> =
            (0..*size).map(|own| format!("{{ id = \"g{group}c{own}\", label = {label} }}")).collect();
        let _ =
            writeln!(toml, "[[group]]\nid = \"g{group}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
    }
    toml.push_str("[method]\nid = \"m\"\nversion = 1\nweights = \"none\"\n");
    for i in 0..3 {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{i}\"\nlabel = {label}");
        let _ = writeln!(
            toml,
            "[[indicator]]\nid = \"i{i}\"\ndimension = \"d{i}\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"yes\""
        );
    }
    for (band, below) in ["below = 25", "below = 50", "below = 75", ""].iter().enumerate() {
        let _ = writeln!(toml, "[[band]]\nid = \"b{band}\"\nlabel = {label}\n{below}");
    }
    let mut table = |level: &str, groups: &[usize]| {
        let groups: Vec<String> = groups.iter().map(|group| format!("\"g{group}\"")).collect();
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{}]", groups.join(", "));
    };
    if !all {
        table("province", &[]);
    }
    for a in (0..SIZES.len()).filter(|_| all) {
        table("subdivision", &[a]);
        for b in a + 1..SIZES.len() {
            table("division", &[a, b]);
            for c in b + 1..SIZES.len() {
                table("province", &[a, b, c]);
            }
        }
    }
    let _ = writeln!(toml, "[[member]]\nid = \"m\"\nname = {label}\nareas = [\"CA\"]\n{privacy}");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nCA,country,,x,x\n");
    let codes = |digits: usize| places.iter().map(|place| &place.code[..digits]).collect::<BTreeSet<&str>>();
    codes(2).iter().for_each(|code| _ = writeln!(geography, "{code},province,CA,x,x"));
    codes(4).iter().for_each(|code| _ = writeln!(geography, "{code},division,{},x,x", &code[..2]));
    places.iter().for_each(|place| _ = writeln!(geography, "{},subdivision,{},x,x", place.code, &place.code[..4]));
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"))
}

/// Shares of the people of a place in each combination of some groups.
fn shares(place: &Place, groups: &[usize]) -> Vec<f64> {
    let (ages, identities) = assumed(&place.code[..2]);
    let setting = match place.people as u64 {
        100_000.. => [50.0, 50.0, 100.0, 130.0],
        10_000.. => [90.0, 100.0, 100.0, 60.0],
        _ => [140.0, 130.0, 100.0, 25.0],
    };
    let limited = [0.20, 0.21, 0.22, 0.24, 0.28, 0.36, 0.46];
    let ages: Vec<f64> = ages.iter().map(|share| f64::from(*share) / f64::from(ages.iter().sum::<u32>())).collect();
    let mut shares = vec![0.0; groups.iter().map(|group| SIZES[*group]).product()];
    for (age, of_age) in ages.iter().enumerate() {
        let mut parts = vec![*of_age];
        for &group in groups {
            let yes = |share: f64| vec![share, 1.0 - share];
            let own: Vec<f64> = match group {
                0 => (0..7).map(|own| f64::from(u8::from(own == age))).collect(),
                1 => yes(0.5),
                6 => yes(limited[age]),
                _ => yes(f64::from(identities[group - 2]) * setting[group - 2] / 1e6),
            };
            parts = parts.iter().flat_map(|part| own.iter().map(move |share| part * share)).collect();
        }
        shares.iter_mut().zip(parts).for_each(|(share, part)| *share += part);
    }
    shares
}

/// Number of people from which on an index is within 2 points, and share of the people in such cells: for each kind of
/// table.
struct Kinds {
    /// For all people in a province, a division, a subdivision; by 2 and 3 groups in a province, by 2 in a division, by
    /// age and by another group in a subdivision.
    needs: [f64; 8],
    sure: [f64; 4],
}

fn measure(province: &str, rho: &str) -> Option<Kinds> {
    let places = places(province)?;
    let charter = charter(&places, rho);
    let lattice = charter.lattice.tables();
    assert_eq!(lattice.len(), 101);
    let (member, geography) = (&charter.members[0].id, &charter.geography);
    let precision = Precision::new(&charter, member).unwrap();
    let tables: Vec<(usize, Vec<usize>, f64)> = lattice
        .iter()
        .enumerate()
        .map(|(t, table)| {
            let groups: Vec<usize> = table.axes.iter().map(|axis| axis.group).collect();
            (table.level, groups, precision.people_for_cells(2.0, &charter, member, TableIndex(t)))
        })
        .collect();
    let rms = |of: &dyn Fn(usize, &[usize]) -> bool| {
        let squares: Vec<f64> =
            tables.iter().filter(|(level, groups, _)| of(*level, groups)).map(|(.., needs)| needs * needs).collect();
        (squares.iter().sum::<f64>() / squares.len() as f64).sqrt()
    };
    let needs = [
        rms(&|level, groups| level == 1 && groups.is_empty()),
        rms(&|level, groups| level == 1 && groups.len() == 2),
        rms(&|level, groups| level == 1 && groups.len() == 3),
        rms(&|level, groups| level == 2 && groups.is_empty()),
        rms(&|level, groups| level == 2 && groups.len() == 2),
        rms(&|level, groups| level == 3 && groups.is_empty()),
        rms(&|level, groups| level == 3 && groups == [0]),
        rms(&|level, groups| level == 3 && groups.len() == 1 && groups != [0]),
    ];
    let finest = geography.finest();
    let sure = MEASURED.map(|(level, count)| {
        let own: Vec<&(usize, Vec<usize>, f64)> =
            tables.iter().filter(|(at, groups, _)| *at == level && groups.len() == count).collect();
        let of = |(_, groups, needs): &&(usize, Vec<usize>, f64)| {
            let width: usize = groups.iter().map(|group| SIZES[*group]).product();
            let mut cells = vec![0.0; geography.areas(level).len() * width];
            for (area, place) in places.iter().enumerate() {
                let at = geography.ancestor(finest, AreaIndex(area as u32), level).at() * width;
                let parts = shares(place, groups);
                cells[at..at + width].iter_mut().zip(parts).for_each(|(cell, part)| *cell += part * place.people);
            }
            cells.iter().filter(|cell| *cell >= needs).sum::<f64>() / cells.iter().sum::<f64>()
        };
        100.0 * own.iter().map(of).sum::<f64>() / own.len() as f64
    });
    Some(Kinds { needs, sure })
}

/// Expected values from a separate program: for each ρ, the number of people that an index needs in Ontario. Found
/// here: at most 4 % more and 6 % fewer, except for two groups in a division, where tables have become surer: 15 %
/// fewer. The documentation gives the values found here.
#[test]
#[ignore = "slow lane: the plan of 577 places"]
fn so_many_people_make_an_index_sure() {
    for (rho, needs) in [
        ("0.0132", [2247.0, 1870.0, 1972.0, 1265.0, 1390.0, 645.0, 754.0, 657.0]),
        ("0.05", [1156.0, 962.0, 1015.0, 651.0, 715.0, 332.0, 388.0, 338.0]),
        ("0.1", [818.0, 680.0, 717.0, 460.0, 506.0, 235.0, 274.0, 239.0]),
        ("0.185", [601.0, 500.0, 527.0, 338.0, 372.0, 172.0, 202.0, 176.0]),
        ("0.5", [366.0, 304.0, 321.0, 206.0, 226.0, 105.0, 123.0, 107.0]),
        ("0.665", [317.0, 264.0, 278.0, 178.0, 196.0, 91.0, 106.0, 93.0]),
    ] {
        let Some(found) = measure("35", rho) else { return };
        let ratios: Vec<f64> = found.needs.iter().zip(needs).map(|(found, needs)| found / needs).collect();
        println!("ρ {rho}: {:.0?}, of what was expected {ratios:.3?}", found.needs);
        if let Some(column) = ["0.05", "0.185", "0.5"].iter().position(|told| *told == rho) {
            let told: Vec<f64> = documented().iter().map(|row| row[column]).collect();
            assert_eq!(told, found.needs.map(f64::round), "docs/en/explanation/coverage.md");
        }
        for (kind, ratio) in ratios.iter().enumerate() {
            let least = if kind == TWO_IN_A_DIVISION { 0.84 } else { 0.93 };
            assert!((least..1.05).contains(ratio), "ρ {rho}, {kind}: {ratio:.3}");
        }
    }
}

/// The first table of the page on the cost of protection: by kind of table, the number of people for each ρ.
fn documented() -> Vec<[f64; 3]> {
    let page = include_str!("../../docs/en/explanation/coverage.md");
    let rows = page.lines().skip_while(|line| !line.starts_with("| cell |")).skip(2);
    let number = |cell: &str| cell.trim().replace(',', "").parse::<f64>().unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').collect();
        [cells[2], cells[3], cells[4]].map(number)
    };
    rows.take_while(|line| line.starts_with('|')).map(row).collect()
}

/// Position in [`Kinds::needs`].
const TWO_IN_A_DIVISION: usize = 4;

/// Expected values from a separate program, for five worlds at ρ 0.5, 0.185, 0.05 and 0.0132: the share of people in
/// cells whose index is within 2 points. Found here: within 1.2 points of the expected shares, which were given as
/// whole percentages.
#[test]
#[ignore = "slow lane: five worlds"]
fn so_many_of_the_people_are_in_sure_cells() {
    const ALL: [f64; 4] = [100.0; 4];
    for (name, code, expected) in [
        ("Ontario", "35", [ALL, ALL, ALL, [100.0, 100.0, 100.0, 99.0]]),
        (
            "Prince Edward Island",
            "11",
            [
                [100.0, 99.0, 100.0, 97.0],
                [100.0, 99.0, 100.0, 94.0],
                [100.0, 99.0, 99.0, 88.0],
                [99.0, 99.0, 99.0, 80.0],
            ],
        ),
        (
            "Northwest Territories",
            "61",
            [[100.0, 99.0, 97.0, 94.0], [100.0, 98.0, 94.0, 92.0], [98.0, 94.0, 87.0, 85.0], [96.0, 88.0, 75.0, 73.0]],
        ),
        (
            "Yukon",
            "60",
            [[100.0, 99.0, 100.0, 96.0], [99.0, 98.0, 99.0, 94.0], [99.0, 96.0, 99.0, 89.0], [98.0, 91.0, 98.0, 82.0]],
        ),
        (
            "Nunavut",
            "62",
            [[99.0, 99.0, 99.0, 98.0], [99.0, 99.0, 98.0, 96.0], [99.0, 96.0, 96.0, 88.0], [97.0, 91.0, 91.0, 77.0]],
        ),
    ] {
        for (rho, expected) in ["0.5", "0.185", "0.05", "0.0132"].into_iter().zip(expected) {
            let Some(found) = measure(code, rho) else { return };
            let off: Vec<f64> = found.sure.iter().zip(expected).map(|(found, expected)| found - expected).collect();
            println!("{name}, ρ {rho}: {:.1?}, off {off:.1?}; needs {:.0?}", found.sure, found.needs);
            assert!(off.iter().all(|off| off.abs() < 1.5), "{name}, ρ {rho}: {off:.1?}");
        }
        let Some(bridge) = measure(code, "controlled") else { return };
        println!("{name}, controlled: {:.1?}; needs {:.0?}", bridge.sure, bridge.needs);
    }
}

/// Residuals are worth it: the error of all tables together is at most 0.96 of that of the best independent tables with
/// least squares, at the same promise.
#[test]
fn errors_are_smaller_than_those_of_the_best_independent_tables() {
    for code in ["35", "11", "61"] {
        let Some(places) = places(code) else { return };
        let divisions: BTreeSet<&str> = places.iter().map(|place| &place.code[..4]).collect();
        let kids: Vec<usize> = divisions
            .iter()
            .map(|division| places.iter().filter(|place| place.code.starts_with(division)).count())
            .collect();
        let charter = charter(&places, "0.5");
        let member = &charter.members[0].id;
        let precision = Precision::new(&charter, member).unwrap();
        // Number of people that one measurement of one number needs, if it takes all of the budget.
        let alone = {
            let mut one = charter.clone();
            one.lattice = alone(&places);
            Precision::new(&one, member).unwrap().people_for_cells(2.0, &one, member, TableIndex(0))
        };
        // The plan's goal: each level counts five times the one above.
        let counts = [1.0, 5.0, 25.0];
        let own: f64 = (1..4)
            .map(|level| {
                let tables = charter.lattice.numbered().filter(|(_, table)| table.level == level);
                let needs = tables.map(|(t, _)| precision.people_for_cells(2.0, &charter, member, t) / alone);
                let squares: Vec<f64> = needs.map(|needs| needs * needs).collect();
                counts[level - 1] * squares.iter().sum::<f64>() / squares.len() as f64
            })
            .sum();
        let ratio = (own / independent::best(&kids, counts)).sqrt();
        println!("{code}: {ratio:.4}");
        assert!((0.9..=0.96).contains(&ratio), "{code}: {ratio:.4}");
    }
}
