//! Reference cases of primary rules, as the whole program decides them: records in, statuses out.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::fixture::{archipel, files, reference};

const LABEL: &str = r#"{ en = "x", fr = "x" }"#;

/// What a node does with the regions and genders of some persons: by region, whether its cells by gender stand.
///
/// A person's value is the distance of the score from 50, in units of 50/`most`: a cell's sum of values is its sum of
/// contributions. Nobody knows the others who were asked, and figures are never too noisy to be shown.
fn blocks(people: &[(String, String, f64)], most: f64, rules: &str) -> BTreeMap<String, bool> {
    let home = tempfile::tempdir().unwrap();
    let [charter, data, out] = ["charter", "data", "out"].map(|name| home.path().join(name));
    for folder in [&charter, &data] {
        fs::create_dir(folder).unwrap();
    }
    let mut regions: Vec<&str> = people.iter().map(|(region, ..)| region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut geography = String::from("code,level,parent,name_en,name_fr\nALL,country,,x,x\n");
    for region in &regions {
        let _ = writeln!(geography, "{region},region,ALL,x,x");
    }
    fs::write(charter.join("geography.csv"), geography).unwrap();
    let toml = format!(
        r#"
[charter]
id = "c"
version = 1
title = {LABEL}
purpose = {LABEL}
target_population = {LABEL}
reference_date = {LABEL}
legal_authority = {LABEL}
starts = 2020-01-01
ends = 2099-01-01
class = "controlled"
[geography]
file = "geography.csv"
vintage = "1"
levels = [{{ id = "country", label = {LABEL} }}, {{ id = "region", label = {LABEL} }}]
[[group]]
id = "gender"
label = {LABEL}
categories = [{{ id = "male", label = {LABEL} }}, {{ id = "female", label = {LABEL} }}]
[method]
id = "m"
version = 1
[[dimension]]
id = "d"
label = {LABEL}
[[indicator]]
id = "val"
dimension = "d"
label = {LABEL}
type = "number"
worse = "higher"
normalise = {{ kind = "bounds", low = {:?}, high = {most:?} }}
[[table]]
level = "country"
groups = ["gender"]
[[table]]
level = "region"
groups = ["gender"]
[[member]]
id = "m"
name = {LABEL}
areas = ["ALL"]
[[coordinator]]
id = "hub"
name = {LABEL}
identity = "spiffe://c/coordinator/hub"
[disclosure]
knowledge = "sample"
area_people = 0
reliable_persons = 1
noise_points = 50
{rules}
"#,
        -most
    );
    fs::write(charter.join("charter.toml"), toml).unwrap();
    let mut records = String::from("person_id,area,gender,val\n");
    for (person, (region, gender, value)) in people.iter().enumerate() {
        let _ = writeln!(records, "p{person},{region},{gender},{value}");
    }
    fs::write(data.join("m.csv"), records).unwrap();
    fs::write(data.join("mapping.toml"), "").unwrap();
    let [charter, data, to] = [&charter, &data, &out].map(|folder| folder.display());
    archipel(&format!("simulate --charter {charter} --data {data} --out {to}")).ok();
    let bundle = files(&out);
    let mut blocks = BTreeMap::new();
    for line in csv::Reader::from_reader(bundle["index.csv"].as_slice()).deserialize() {
        let line: BTreeMap<String, String> = line.unwrap();
        if line["level"] == "region" && !line["gender"].is_empty() {
            *blocks.entry(line["area"].clone()).or_default() |= line["status"] == "published";
        }
    }
    blocks
}

/// *Source:* `sdctable/`: microdata1 of sdcTable 0.34, and what its primary rules make of it. A cell that falls takes the
/// other cells of its region along, as blocks stand or fall whole.
#[test]
fn blocks_of_microdata_fall_where_its_cells_do() {
    let Some(folder) = reference() else { return };
    let folder = folder.join("data/sdc/sdctable");
    let expected: Value = serde_json::from_slice(&fs::read(folder.join("expected.json")).unwrap()).unwrap();
    let records = fs::read(folder.join("microdata1.csv")).unwrap();
    let mut records = csv::Reader::from_reader(records.as_slice());
    let people: Vec<(String, String, f64)> = records.deserialize().map(Result::unwrap).collect();
    let most = people.iter().map(|(.., value)| *value).fold(0.0, f64::max);
    let cells = fs::read(folder.join("microdata1_cells.csv")).unwrap();
    let cells: Vec<csv::StringRecord> =
        csv::Reader::from_reader(cells.as_slice()).records().map(Result::unwrap).collect();
    let primary = |rule: &str| &expected["primary_expected"][rule];
    let secondary = &expected["secondary_expected_when_only_A_female_primary"]["OPT"];
    // No charter may let a cell of two stand: the threshold goes with each of the others. Alone it leaves one region, which
    // the country's figures would give away; the second one to fall is the one that sdcTable's best pattern takes.
    for (rules, upstream) in [
        ("persons = 3\ndominance_percent = 0", [primary("freq<=2"), secondary]),
        ("persons = 3\ndominance_percent = 70", [primary("freq<=2"), primary("p%=70")]),
        ("persons = 3\ndominance_percent = 75", [primary("freq<=2"), primary("pq p=60 q=80")]),
    ] {
        let ids = upstream.iter().flat_map(|ids| ids.as_array().unwrap());
        let falling: Vec<u64> = ids.map(|id| id.as_u64().unwrap()).collect();
        let found = blocks(&people, most, rules);
        assert_eq!(found.len(), 4);
        for (region, stands) in &found {
            let mut own = cells.iter().filter(|cell| cell[1] == **region && &cell[2] != "total");
            let falls = own.any(|cell| falling.contains(&cell[0].parse().unwrap()));
            assert_eq!(*stands, !falls, "{rules}: {region}");
        }
    }
}

/// *Source:* `rules/rule_constants.json`: the cell size policy of the US Centers for Medicare & Medicaid Services, which
/// lets a sample's empty cell stand; the 30 persons of the US National Center for Health Statistics. The widths and
/// degrees of freedom of the latter, classes of cv, and the tables of random rounding aren't ours.
#[test]
fn cells_of_one_to_ten_are_blocked() {
    let Some(folder) = reference() else { return };
    let file = fs::read(folder.join("data/sdc/rules/rule_constants.json")).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(file["cms"]["zero_allowed"], true);
    let (least, most) = file["cms"]["blocked"].as_str().unwrap().split_once("..").unwrap();
    let blocked = least.parse::<usize>().unwrap()..=most.parse().unwrap();
    let mut people = Vec::new();
    for women in 0..=14 {
        let of = |gender: &str| (format!("R{women:02}"), gender.to_owned(), 1.0);
        people.extend((0..40).map(|_| of("male")).chain((0..women).map(|_| of("female"))));
    }
    let found = blocks(&people, 1.0, "");
    assert_eq!(found.len(), 15);
    for (women, (region, stands)) in found.iter().enumerate() {
        assert_eq!(*stands, !blocked.contains(&women), "{region}");
    }
    let reliable = archipel::charter::Rules::defaults(1).reliable_persons;
    assert_eq!(Some(u64::from(reliable)), file["nchs_proportions"]["n_or_neff_min"].as_u64());
}
