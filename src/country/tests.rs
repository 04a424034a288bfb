use std::collections::{BTreeMap, BTreeSet};

use super::census::{Setting, Subdivision};
use super::*;
use crate::charter::{AreaPosition, Charter, Population, Scale};
use crate::model::{AreaIndex, Digest};

fn charter() -> Charter {
    Charter::parse(&charter_files(crate::charter::Class::Private, 1_000_000))
        .unwrap_or_else(|findings| panic!("{findings}"))
}

fn file(member: &str, people: u64, seed: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_people(&member.parse().unwrap(), people, seed, &mut bytes).unwrap();
    bytes
}

/// Rows by column name.
fn rows(file: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(file).deserialize().map(Result::unwrap).collect()
}

/// Percentage of `column` = `value` among the answers of rows that `of` selects.
fn percent(
    rows: &[BTreeMap<String, String>],
    column: &str,
    value: &str,
    of: impl Fn(&BTreeMap<String, String>) -> bool,
) -> f64 {
    let answers: Vec<&String> = rows.iter().filter(|row| of(row)).map(|row| &row[column]).collect();
    let answered = answers.iter().filter(|answer| !answer.is_empty()).count();
    100.0 * answers.iter().filter(|answer| **answer == value).count() as f64 / answered as f64
}

#[test]
fn charter_names_every_member_and_covers_every_area() {
    let charter = charter();
    assert_eq!(charter.members.len(), 13);
    assert_eq!(charter.geography.levels(), ["country", "province", "metropolitan", "subdivision"]);
    let covered: BTreeSet<AreaPosition> = charter.members.iter().flat_map(|member| member.areas.clone()).collect();
    assert_eq!(covered, AreaIndex::first(13).map(|area| AreaPosition { level: 1, area }).collect());
    let sizes: Vec<usize> = (0..4).map(|level| charter.geography.areas(level).len()).collect();
    assert_eq!(sizes, [1, 13, 61, 305]);
    let parts: Vec<(&str, usize)> =
        charter.cross_border.iter().map(|area| (area.id.as_str(), area.parts.len())).collect();
    assert_eq!(parts, [("330", 2), ("502", 2), ("505", 2), ("840", 2)]);
    let tables = charter.lattice.tables().iter();
    let cells = tables.map(|table| sizes[table.level] as u64 * table.combinations(&charter.groups));
    assert_eq!(cells.sum::<u64>(), 63 + 13 * 63 + 61 * 11 + 305);
    let notes = charter.method.notes.unwrap();
    assert!(notes.en.contains("DEMO") && notes.en.contains("not public"));
    assert!(notes.fr.contains("DÉMO") && notes.fr.contains("ne sont pas publiques"));
}

/// Places by the area of the level `metropolitan` that they lie in: the part of a metropolitan area in a province, or all
/// that lies outside.
fn zones(charter: &Charter) -> BTreeMap<&str, Vec<&'static Subdivision>> {
    let mut zones: BTreeMap<&str, Vec<&Subdivision>> = BTreeMap::new();
    let finest = charter.geography.finest();
    for place in PROVINCES.iter().flat_map(|province| &province.places) {
        assert!(place.people > 0, "{}", place.code);
        let AreaPosition { level, area } =
            charter.geography.find(&place.code).unwrap_or_else(|| panic!("{}", place.code));
        assert_eq!(level, finest, "{}", place.code);
        let above = charter.geography.ancestor(finest, area, 2);
        zones.entry(charter.geography.areas(2)[above.at()].code.as_str()).or_default().push(place);
    }
    assert_eq!(zones.values().map(Vec::len).sum::<usize>(), charter.geography.areas(finest).len());
    zones
}

#[test]
fn places_have_the_setting_of_their_size() {
    for (zone, places) in zones(&charter()) {
        let whole: u64 = places.iter().map(|place| place.people).sum();
        let outside = if zone.starts_with('6') { Setting::Remote } else { Setting::Country };
        for place in places {
            // The rest of a province outside of metropolitan areas is many places.
            let expected = match (zone.ends_with("000"), whole) {
                (true, _) if place.people >= 10_000 && !place.code.ends_with('X') => Setting::Town,
                (true, _) => outside,
                (false, 1_000_000..) => Setting::LargeCity,
                (false, 50_000..) => Setting::City,
                (false, _) => Setting::Town,
            };
            assert_eq!(place.setting, expected, "{}", place.code);
        }
    }
}

#[test]
fn places_add_up_to_the_census() {
    let people: Vec<(&str, u64)> = PROVINCES.iter().map(|province| (province.id.as_str(), province.people())).collect();
    let published = [
        ("NL", 510_550),
        ("PE", 154_331),
        ("NS", 969_383),
        ("NB", 775_610),
        ("QC", 8_501_833),
        ("ON", 14_223_942),
        ("MB", 1_342_153),
        ("SK", 1_132_505),
        ("AB", 4_262_635),
        ("BC", 5_000_879),
        ("YT", 40_232),
        ("NT", 41_070),
        ("NU", 36_858),
    ];
    assert_eq!(people, published);
    assert_eq!(people.iter().map(|(_, people)| people).sum::<u64>(), 36_991_981);
    let charter = charter();
    let zones = zones(&charter);
    let mut metropolitan: BTreeMap<&str, u64> = BTreeMap::new();
    for (zone, places) in &zones {
        *metropolitan.entry(&zone[2..]).or_default() += places.iter().map(|place| place.people).sum::<u64>();
    }
    for province in PROVINCES.iter() {
        assert_eq!(province.ages.iter().sum::<u32>(), 1000, "{}", province.id);
    }
    assert_eq!(metropolitan["505"], 1_488_307, "Ottawa–Gatineau");
    assert_eq!(metropolitan["330"], 13_330, "Campbellton");
    assert_eq!(metropolitan.values().filter(|people| **people >= 100_000).count(), 41 + 1, "and all that lies outside");
}

/// The charter in this folder is that of a run with the default numbers.
#[test]
fn the_charter_is_that_of_a_million_people() {
    let files = charter_files(crate::charter::Class::Private, 1_000_000);
    assert!(files["charter.toml"] == CHARTER.as_bytes());
    assert!(files["charter.toml"] != charter_files(crate::charter::Class::Private, 65_000)["charter.toml"]);
}

#[test]
fn shares_add_up_and_leave_nobody_below_the_least() {
    for people in [65_000, 65_001, 100_000, 999_999, 1_000_000, 40_000_000] {
        let shares = shares(people).unwrap();
        assert_eq!(shares.iter().map(|(_, number)| number).sum::<u64>(), people);
        assert!(shares.iter().all(|(_, number)| *number >= 5_000), "{people}");
        assert!(shares.iter().map(|(id, _)| id).eq(charter().members.iter().map(|member| &member.id)));
    }
    let shares: BTreeMap<MemberId, u64> = shares(1_000_000).unwrap().into_iter().collect();
    let [ontario, quebec, nunavut] = ["ON", "QC", "NU"].map(|id| shares[&id.parse::<MemberId>().unwrap()]);
    assert_eq!(nunavut, 5_000);
    assert_eq!((ontario as f64 / quebec as f64 * 1000.0).round(), 1673.0);
    assert_eq!(super::shares(64_999), Err(CountryError::TooFewPeople { people: 64_999, least: 65_000 }));
}

#[test]
fn same_seed_gives_the_same_bytes() {
    let digest = |bytes: &[u8]| Digest::of(bytes).to_string();
    // A deliberate change of the people comes with the new digest here: editions of the demonstration then differ.
    assert_eq!(digest(&file("PE", 1_000, 7)), "d517ce91f97dca1326c279501e3e727c72cde351393dbfa8545918cd86d21656");
    assert_ne!(file("PE", 1_000, 7), file("PE", 1_000, 8));
    let [one, other] = ["YT", "NT"].map(|member| file(member, 100, 7));
    assert_ne!(one[one.len() - 40..], other[other.len() - 40..], "each member has a stream of its own");
}

#[test]
fn rows_hold_what_the_charter_allows() {
    let charter = charter();
    let mut missing = 0.0;
    for member in &charter.members {
        let rows = rows(&file(member.id.as_str(), 2_000, 1));
        assert_eq!(rows.len(), 2_000);
        let people: BTreeSet<&String> = rows.iter().map(|row| &row["person_id"]).collect();
        assert_eq!(people.len(), 2_000);
        let mut homes: BTreeMap<&String, &String> = BTreeMap::new();
        for row in &rows {
            let AreaPosition { level, area } = charter.geography.find(&row["area"]).unwrap();
            assert_eq!(level, charter.geography.finest());
            assert!(
                member.areas.contains(&AreaPosition { level: 1, area: charter.geography.ancestor(level, area, 1) }),
                "{}",
                row["area"]
            );
            assert_eq!(homes.entry(&row["household_id"]).or_insert(&row["area"]), &&row["area"]);
            assert!(row["weight"].parse::<f64>().unwrap() > 0.0);
            for group in &charter.groups {
                let found = group.find(&row[&group.id]);
                assert!(found.is_some_and(|found| found.group_level == 0), "{} = {}", group.id, row[&group.id]);
            }
            let known = 4 + charter.groups.len() + charter.method.indicators.len();
            assert_eq!(row.len(), known, "a column the charter doesn't ask for");
            for indicator in &charter.method.indicators {
                let answer = &row[&indicator.id];
                missing += f64::from(answer.is_empty());
                let number: f64 = if answer.is_empty() { continue } else { answer.parse().unwrap() };
                let sound = match indicator.scale {
                    Scale::YesNo { .. } => number == 0.0 || number == 1.0,
                    Scale::Ordered { steps, .. } => (1..=steps).any(|step| number == f64::from(step)),
                    Scale::Number { .. } => (0.0..=1500.0).contains(&number),
                };
                assert!(sound, "{} = {answer}", indicator.id);
            }
        }
        assert!((600..1500).contains(&homes.len()), "{} households in {}", homes.len(), member.id);
    }
    let percent = 100.0 * missing / (13.0 * 2_000.0 * 12.0);
    assert!((1.0..3.0).contains(&percent), "{percent} % missing");
}

#[test]
fn weights_count_people_of_16_and_over() {
    let adults: f64 = rows(&file("ON", 20_000, 1)).iter().map(|row| row["weight"].parse::<f64>().unwrap()).sum();
    let expected = 14_223_942.0 * 0.83;
    assert!((adults / expected - 1.0).abs() < 0.01, "{adults} instead of {expected}");
}

#[test]
fn planted_differences_are_there() {
    let [ontario, nunavut] = ["ON", "NU"].map(|member| rows(&file(member, 20_000, 1)));
    let aged = |age: &'static str| move |row: &BTreeMap<String, String>| row["age"] == age;
    // Canadian Internet Use Survey, 2022: 95.5 % in Ontario, 99.2 % of the young and 82.6 % of those of 65 and over in
    // Canada. The margins are four standard errors of samples of this size, and the differences between provinces.
    let near = |found: f64, anchor: f64, margin: f64| {
        assert!((found - anchor).abs() < margin, "{found} instead of {anchor}");
    };
    near(percent(&ontario, "internet_use", "1", |_| true), 95.5, 1.0);
    near(percent(&ontario, "internet_use", "1", aged("16-24")), 99.2, 1.0);
    let old = |row: &BTreeMap<String, String>| row["age"] == "65-74" || row["age"] == "75+";
    near(percent(&ontario, "internet_use", "1", old), 82.6, 4.5);
    near(percent(&nunavut, "internet_use", "1", |_| true), 88.0, 2.5);
    // 2018, of those who use the Internet: files 66.2 %, Wi-Fi 63.0 %, spreadsheets 53.0 %.
    let online = |row: &BTreeMap<String, String>| row["internet_use"] == "1";
    for (skill, anchor) in [("copied_files", 66.2), ("joined_wifi", 63.0), ("used_spreadsheet", 53.0)] {
        near(percent(&ontario, skill, "1", online), anchor, 8.0);
    }
    for rows in [&ontario, &nunavut] {
        for (column, good) in
            [("internet_use", "1"), ("government_online", "1"), ("copied_files", "1"), ("devices", "1")]
        {
            let [young, old] = ["16-24", "75+"].map(|age| percent(rows, column, good, aged(age)));
            assert!(young > old + 5.0, "{column}: {young} and {old}");
        }
        let [with, without] = ["yes", "no"]
            .map(|limited| percent(rows, "online_confidence", "5", |row| row["activity_limitation"] == limited));
        assert!(with + 2.0 < without, "{with} and {without}");
    }
    let fast = |rows: &[BTreeMap<String, String>]| percent(rows, "download_speed", "1000", |_| true);
    assert!(fast(&ontario) > fast(&nunavut) + 5.0);
    near(percent(&nunavut, "inuit", "yes", |_| true), 84.0, 3.0);
    assert!(percent(&ontario, "inuit", "yes", |_| true) < 1.0);
}

#[test]
fn only_territories_lack_the_national_survey() {
    let members = charter().members;
    let without = members.iter().map(|member| &member.id).filter(|id| without_national_survey(id));
    assert!(without.map(MemberId::as_str).eq(["NT", "NU", "YT"]));
}

#[test]
fn refuses_to_write_for_a_stranger() {
    let error = write_people(&"XX".parse().unwrap(), 10, 1, &mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}

/// Statistics Canada's own table, spread over the areas of the demonstration: provinces, and the subdivisions that it knows.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads a public table")]
fn the_census_table_is_spread_as_the_country_is_made() {
    let Ok(reference) = std::env::var("ARCHIPEL_REFERENCE") else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "ARCHIPEL_REFERENCE must be set");
        return;
    };
    let table = std::fs::read(std::path::Path::new(&reference).join("data/statcan/98100002.csv")).unwrap();
    let charter = charter();
    let mut counts = "code,people\n".to_owned();
    for record in csv::Reader::from_reader(&table[3..]).records().map_while(Result::ok) {
        let code = ["2021A0002", "2021A0005"].iter().find_map(|kind| record[2].strip_prefix(kind));
        let known = code.filter(|code| charter.geography.find(code).is_some());
        counts.extend(known.map(|code| format!("{code},{}\n", &record[4])));
    }
    let people =
        Population::parse(&charter, "people.csv", counts.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!((people.total(), people.counts().filter(Option::is_none).count()), (36_991_981, 0));
    let spread: BTreeMap<&str, u64> =
        charter.geography.areas(3).iter().map(|area| area.code.as_str()).zip(people.people()).collect();
    for province in PROVINCES.iter() {
        let own = |code: &str| counts.lines().any(|line| line.split(',').next() == Some(code));
        let (listed, others): (Vec<_>, Vec<_>) = province.places.iter().partition(|place| own(&place.code));
        assert!(listed.len() > 3, "{}", province.id);
        listed.iter().for_each(|place| assert_eq!(spread[place.code.as_str()], place.people, "{}", place.code));
        let others: Vec<u64> = others.iter().map(|place| spread[place.code.as_str()]).collect();
        assert!(others.iter().max().unwrap() - others.iter().min().unwrap() <= 1, "{}", province.id);
    }
}
