mod bad;
mod parquet;
mod reference;
mod round_trip;

use std::cell::RefCell;
use std::path::PathBuf;

use super::*;
use crate::charter::CharterFiles;
use crate::model::{Answers, Fault};

const GEOGRAPHY: &str = "code,level,parent,name_en,name_fr\nTOP-CODE,country,,C,C\n\
    NORTH-CODE,region,TOP-CODE,N,N\nSOUTH-CODE,region,TOP-CODE,S,S\n\
    0017,district,NORTH-CODE,A,A\n0018,district,NORTH-CODE,B,B\nD9,district,SOUTH-CODE,D,D\n";

const CHARTER: &str = r#"
[charter]
id = "small"
version = 1
title = { en = "t", fr = "t" }
purpose = { en = "p", fr = "p" }
target_population = { en = "o", fr = "o" }
reference_date = { en = "d", fr = "d" }
legal_authority = { en = "a", fr = "a" }
starts = 2020-01-01
ends = 2030-01-01
class = "public"
[geography]
file = "geography.csv"
vintage = "2020"
levels = [{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }, { id = "district", label = { en = "Districts", fr = "Districts" } }]
[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "0-17", label = { en = "a", fr = "a" } },
  { id = "âgé, 65+", label = { en = "b", fr = "b" } },
  { id = "18-64", label = { en = "c", fr = "c" } },
]
[[group]]
id = "origin"
label = { en = "Origin", fr = "Origine" }
categories = [
  { id = "here", label = { en = "h", fr = "h" } },
  { id = "elsewhere", label = { en = "e", fr = "e" }, other = true },
]
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
[[indicator]]
id = "ease"
dimension = "access"
label = { en = "Ease", fr = "Aisance" }
type = "ordered"
steps = 12
worse = "lower"
[[indicator]]
id = "speed"
dimension = "access"
label = { en = "Speed", fr = "Vitesse" }
type = "number"
worse = "lower"
normalise = { kind = "bounds", low = 0, high = 100 }
[[band]]
id = "all"
label = { en = "All", fr = "Tous" }
[[table]]
level = "country"
groups = []
[[member]]
id = "north"
name = { en = "N", fr = "N" }
areas = ["NORTH-CODE"]
[[member]]
id = "south"
name = { en = "S", fr = "S" }
areas = ["D9"]
"#;

fn charter() -> Charter {
    charter_of(CHARTER)
}

fn charter_of(text: &str) -> Charter {
    let files = [("charter.toml", text), ("geography.csv", GEOGRAPHY)];
    Charter::parse(&CharterFiles::from(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))).unwrap()
}

/// FNV-1a in 128 bits.
fn pseudonym(id: &[u8]) -> u128 {
    id.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, &byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

struct Loaded {
    accepted: Accepted,
    rows: Rows,
    batches: Vec<usize>,
}

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn load_file(
    path: &Path,
    charter: &Charter,
    member: &str,
    mapping: &Mapping,
    batch_rows: usize,
) -> Result<Loaded, Findings> {
    let member = member.parse().unwrap();
    let intake = Intake { charter, member: &member, mapping, pseudonym: &pseudonym, batch_rows };
    let (mut rows, mut batches) = (Rows::default(), Vec::new());
    let accepted = load(path, &intake, &|_| {}, &mut |batch| {
        batches.push(batch.len());
        append(&mut rows, batch);
        Ok(())
    })?;
    Ok(Loaded { accepted, rows, batches })
}

fn append(rows: &mut Rows, batch: Rows) {
    if rows.is_empty() {
        *rows = batch;
        return;
    }
    rows.persons.extend(batch.persons);
    rows.areas.extend(batch.areas);
    rows.combinations.extend(batch.combinations);
    rows.households.iter_mut().for_each(|all| all.extend(batch.households.iter().flatten()));
    rows.weights.iter_mut().for_each(|all| all.extend(batch.weights.iter().flatten()));
    for (all, some) in rows.indicators.iter_mut().zip(batch.indicators) {
        match (all, some) {
            (Answers::Codes(all), Answers::Codes(some)) => all.extend(some),
            (Answers::Numbers(all), Answers::Numbers(some)) => all.extend(some),
            _ => panic!("answers of another kind"),
        }
    }
}

fn load_text(text: &str, mapping: &str) -> Result<Loaded, Findings> {
    load_bytes(text.as_bytes(), mapping)
}

fn load_bytes(bytes: &[u8], mapping: &str) -> Result<Loaded, Findings> {
    let (_folder, path) = file("persons.csv", bytes);
    load_file(&path, &charter(), "north", &Mapping::parse("mapping.toml", mapping)?, 100)
}

/// Key, name of the file, line and column of a problem.
type Found<'f> = (&'f str, Option<&'f str>, Option<u64>, Option<&'f str>);

fn places(findings: &Findings) -> Vec<Found<'_>> {
    let name = |problem: &'_ Problem| -> Option<&'static str> {
        let file = problem.place.file.as_deref()?;
        ["persons.csv", "mapping.toml", "persons.parquet"].into_iter().find(|name| file.ends_with(name))
    };
    let shown = findings.shown().iter();
    shown.map(|found| (found.key.as_ref(), name(found), found.place.line, found.place.column.as_deref())).collect()
}

#[test]
fn loads_what_the_charter_asks_for() {
    let text = "speed,note,net,ease,person_id,area,age,origin\n\
        12.5,x,1,12, p1 ,0018,\"âgé, 65+\",here\n,y,,,p2,0017,0-17,moon\n-3e1,,0,1,p3,0017,18-64,\n";
    let loaded = load_text(text, "").unwrap();
    let rows = loaded.rows;
    assert_eq!(rows.persons, [b"p1", b"p2", b"p3"].map(|id| pseudonym(id)));
    assert_eq!(rows.households, None);
    assert_eq!(rows.weights, None);
    assert_eq!(rows.areas, [1, 0, 0]);
    assert_eq!(rows.combinations, [2, 1, 5]);
    assert_eq!(rows.indicators[0], Answers::Codes(vec![1, Answers::MISSING, 0]));
    assert_eq!(rows.indicators[1], Answers::Codes(vec![12, Answers::MISSING, 1]));
    let Answers::Numbers(speed) = &rows.indicators[2] else { panic!("numbers") };
    assert!(speed[0] == 12.5 && speed[1].is_nan() && speed[2] == -30.0);

    let accepted = loaded.accepted;
    assert_eq!((accepted.rows, accepted.ignored), (3, vec!["note".to_owned()]));
    let counts: Vec<_> = accepted
        .columns
        .iter()
        .map(|column| (column.name.as_str(), column.answered, column.missing, column.out_of_range, column.unknown))
        .collect();
    let expected = [
        ("person_id", 3, 0, 0, 0),
        ("household_id", 0, 0, 0, 0),
        ("area", 3, 0, 0, 0),
        ("weight", 0, 0, 0, 0),
        ("age", 3, 0, 0, 0),
        ("origin", 2, 1, 0, 1),
        ("net", 2, 1, 0, 0),
        ("ease", 2, 1, 0, 0),
        ("speed", 2, 1, 1, 0),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn maps_columns_and_codes() {
    let mapping = r#"
[file]
decimal = ","
missing = ["NSP"]
[columns]
person_id = ["dwelling", "member"]
household_id = "dwelling"
area = { columns = ["province", "district"], codes = { "117" = "0017", "118" = "0018" } }
weight = "w"
age = { column = "a", codes = { "1" = "0-17", "2" = "18-64", "3" = "âgé, 65+" } }
origin = { column = "o", codes = { "1" = "here", "2" = "elsewhere", "" = "here" } }
net = { column = "n", codes = { "1" = "1", "2" = "0", "8" = "" }, missing = ["9"] }
"#;
    let text = "dwelling;member;province;district;w;a;o;n;ease;speed\n\
        ab;c;1;17;1,5;3;;2;3;NSP\na;bc;1;18;2;1;2;9;NSP;0,25\na;d;1;18;0;2;1;8;12;7\n";
    let rows = load_text(text, mapping).unwrap().rows;
    assert_eq!(rows.persons, [b"ab\x1fc".as_slice(), b"a\x1fbc", b"a\x1fd"].map(pseudonym));
    assert_eq!(rows.households, Some([b"ab".as_slice(), b"a", b"a"].map(pseudonym).to_vec()));
    assert_eq!(rows.areas, [0, 1, 1]);
    assert_eq!(rows.weights, Some(vec![1.5, 2.0, 0.0]));
    assert_eq!(rows.combinations, [2, 1, 4]);
    assert_eq!(rows.indicators[0], Answers::Codes(vec![0, Answers::MISSING, Answers::MISSING]));
    assert_eq!(rows.indicators[1], Answers::Codes(vec![3, Answers::MISSING, 12]));
}

#[test]
fn an_empty_field_may_be_translated_from_the_first_line_on() {
    let mapping = "[columns]\narea = { column = \"area\", codes = { \"\" = \"0017\", \"x\" = \"0018\" } }\n";
    let text =
        "person_id,area,age,origin,net,ease,speed\np,,0-17,here,1,9,9\nq,x,0-17,here,1,9,9\nr,,0-17,here,1,9,9\n";
    assert_eq!(load_text(text, mapping).unwrap().rows.areas, [0, 1, 0]);
}

#[test]
fn a_list_of_missing_codes_of_a_column_replaces_that_of_the_file() {
    let mapping = "[file]\nmissing = [\"9\"]\n[columns]\nease = { column = \"ease\", missing = [] }\n";
    let text = "person_id,area,age,origin,net,ease,speed\np,0017,0-17,here,9,9,9\n";
    let rows = load_text(text, mapping).unwrap().rows;
    assert_eq!(rows.indicators[0], Answers::Codes(vec![Answers::MISSING]));
    assert_eq!(rows.indicators[1], Answers::Codes(vec![9]));
    assert!(matches!(&rows.indicators[2], Answers::Numbers(speed) if speed[0].is_nan()));
}

#[test]
fn hands_on_batches_of_the_size_asked_for() {
    let mut text = "person_id,area,age,origin,net,ease,speed\n".to_owned();
    (0..25).for_each(|i| text.push_str(&format!("p{i},0017,0-17,here,1,1,1\n")));
    let (_folder, path) = file("persons.CSV", text.as_bytes());
    for (batch_rows, expected) in [(10, vec![10, 10, 5]), (25, vec![25]), (0, vec![1; 25]), (1000, vec![25])] {
        let loaded = load_file(&path, &charter(), "north", &Mapping::default(), batch_rows).unwrap();
        assert_eq!(loaded.batches, expected);
        assert_eq!(loaded.rows.persons[24], pseudonym(b"p24"));
    }
}

#[test]
fn stops_where_the_sink_refuses() {
    let text = "person_id,area,age,origin,net,ease,speed\np1,0017,0-17,here,1,1,1\np2,0017,0-17,here,1,1,1\nq,x\n";
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let (charter, member) = (charter(), "north".parse().unwrap());
    let mapping = Mapping::default();
    let intake = Intake { charter: &charter, member: &member, mapping: &mapping, pseudonym: &pseudonym, batch_rows: 1 };
    let full = Problem {
        key: "store-full".into(),
        fault: Fault::Operator,
        args: Vec::new(),
        place: Place::default(),
        again: Box::default(),
    };
    let mut batches = 0;
    let refused = load(&path, &intake, &|_| {}, &mut |_| {
        batches += 1;
        Err(full.clone())
    });
    assert_eq!((refused.unwrap_err(), batches), (full.into(), 1));
}

#[test]
fn tells_how_far_it_is() {
    let mut text = "person_id,area,age,origin,net,ease,speed\n".to_owned();
    (0..20_000).for_each(|i| text.push_str(&format!("p{i},0017,0-17,here,1,1,1\n")));
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let (charter, member) = (charter(), "north".parse().unwrap());
    let mapping = Mapping::default();
    let intake =
        Intake { charter: &charter, member: &member, mapping: &mapping, pseudonym: &pseudonym, batch_rows: 10 };
    let seen = RefCell::new(Vec::new());
    check(&path, &intake, &|progress| seen.borrow_mut().push(progress), &mut |_| Ok(())).unwrap();
    let seen = seen.into_inner();
    assert!(seen.len() > 1 && seen.windows(2).all(|two| two[0].bytes < two[1].bytes && two[0].rows < two[1].rows));
    assert_eq!(seen.last().unwrap().bytes, text.len() as u64);
    assert_eq!(seen.last().unwrap().total_bytes, text.len() as u64);
}

#[test]
fn a_check_reports_columns_and_findings() {
    let text =
        "person_id,area,age,origin,net,ease,speed,,extra\np1,0017,0-17,here,x,99,1,,\np2,0017,old,here,1,a,z,,\n";
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let (charter, member) = (charter(), "north".parse().unwrap());
    let mapping = Mapping::default();
    let intake =
        Intake { charter: &charter, member: &member, mapping: &mapping, pseudonym: &pseudonym, batch_rows: 10 };
    let report = check(&path, &intake, &|_| {}, &mut |_| Ok(())).unwrap();
    assert_eq!(report.seen.ignored, ["8", "extra"]);
    let count = |name: &str| {
        let column = report.seen.columns.iter().find(|column| column.name == name).unwrap();
        (column.answered, column.missing, column.out_of_range, column.unknown)
    };
    assert_eq!(count("age"), (1, 0, 0, 1));
    assert_eq!(count("net"), (1, 0, 0, 1));
    assert_eq!(count("ease"), (0, 0, 1, 1));
    assert_eq!(count("speed"), (1, 0, 0, 1));
    assert_eq!(report.findings.total(), 5);

    let absent = Mapping::parse("mapping.toml", "[columns]\nnet = \"nett\"\n").unwrap();
    let report = check(&path, &Intake { mapping: &absent, ..intake }, &|_| {}, &mut |_| Ok(())).unwrap();
    assert_eq!(places(&report.findings), [("ingest-column-absent", Some("mapping.toml"), Some(2), None)]);
    assert!(report.seen.ignored.contains(&"net".to_owned()));
}

const COLUMNS: &str = "person_id,area,age,origin,net,ease,speed";

fn first_place(loaded: Result<Loaded, Findings>) -> Option<(String, Option<u64>, Option<String>)> {
    let findings = loaded.err()?;
    let found = &findings.shown()[0];
    Some((found.key.to_string(), found.place.line, found.place.column.clone()))
}

fn at(key: &str, line: u64, column: Option<&str>) -> Option<(String, Option<u64>, Option<String>)> {
    Some((key.to_owned(), Some(line), column.map(str::to_owned)))
}

#[test]
fn codes_that_mean_missing_are_numbers_where_numbers_stand() {
    let text = "person_id,area,weight,age,origin,net,ease,speed\n\
        p,0017,1,0-17,here,1,1,99.0\nq,0017,1,0-17,here,1,1,-99\nr,0017,1,0-17,here,1,1,099\ns,0017,1,0-17,here,1,1,-9.9e1\n\
        t,0017,1,0-17,here,1,1,9.5\n";
    let rows = load_text(text, "[file]\nmissing = [\"99\", \"-99.0\"]\n").unwrap().rows;
    let Answers::Numbers(speed) = &rows.indicators[2] else { panic!("numbers") };
    assert_eq!(speed.iter().map(|speed| speed.is_nan()).collect::<Vec<_>>(), [true, true, true, true, false]);
    // Of a translation, too.
    let codes =
        "[columns]\nspeed = { column = \"speed\", codes = { \"99\" = \"1\", \"-99\" = \"\", \"9.5\" = \"2\" } }\n";
    let rows = load_text(text, codes).unwrap().rows;
    assert!(matches!(&rows.indicators[2], Answers::Numbers(speed) if speed[0] == 1.0 && speed[3].is_nan()));
    // A weight that means missing is none.
    let weights = "[columns]\nweight = { column = \"weight\", missing = [\"01.0\"] }\n";
    assert_eq!(first_place(load_text(text, weights)), at("ingest-value-missing", 2, Some("weight")));
}

#[test]
fn a_code_that_means_missing_hides_none_of_the_charter() {
    let text = format!("{COLUMNS}\np,0017,0-17,here,1,9,9\n");
    let hides =
        |mapping: &str| first_place(load_text(&text, mapping)).filter(|found| found.0 != "ingest-value-missing");
    for (code, column) in
        [("here", "origin"), ("0-17", "age"), ("12", "ease"), ("1", "net"), ("D9", "area"), ("TOP-CODE", "area")]
    {
        let expected = at("ingest-mapping-missing-hides", 2, None);
        assert_eq!(hides(&format!("[file]\nmissing = [\"x\", \"{code}\"]\n")), expected, "{code}");
        let own = format!("[columns]\n{column} = {{ column = \"{column}\", missing = [\" {code} \"] }}\n");
        assert_eq!(hides(&own), expected, "{code}");
    }
    // What the charter doesn't have, what is translated, and what another column has.
    for mapping in [
        "[file]\nmissing = [\"13\", \"0017x\"]\n",
        "[columns]\norigin = { column = \"origin\", codes = { here = \"elsewhere\" }, missing = [\"elsewhere\"] }\n",
        "[columns]\nage = { column = \"age\", missing = [\"here\"] }\n",
        "[file]\nmissing = [\"here\"]\n[columns]\norigin = { column = \"origin\", missing = [] }\n",
    ] {
        assert_eq!(hides(mapping), None, "{mapping}");
    }
}

#[test]
fn what_is_almost_a_category_is_not_among_all_others() {
    let charter = charter_of(&CHARTER.replace("id = \"here\"", "id = \"01 Québec\""));
    let load = |origin: &str| {
        let (_folder, path) = file("persons.csv", format!("{COLUMNS}\np,0017,0-17,{origin},1,1,1\n").as_bytes());
        load_file(&path, &charter, "north", &Mapping::default(), 10)
    };
    for origin in ["01 QUÉBEC", "01 Que\u{301}bec", "01  Québec", "01Québec", "Elsewhere"] {
        assert_eq!(first_place(load(origin)), at("ingest-category-alike", 2, Some("origin")), "{origin}");
    }
    for origin in ["01\u{a0}Québec", "01 Québec\u{200b}", "else\u{ad}where"] {
        assert_eq!(first_place(load(origin)), at("ingest-hidden-characters", 2, Some("origin")), "{origin}");
    }
    for origin in ["02 Québec", "Quebec", "moon", "R\u{e9}union\u{a0}!", "", "\u{a0}"] {
        assert_eq!(load(origin).unwrap().rows.combinations, [1], "{origin}");
    }
    let numbered = charter_of(&CHARTER.replace("id = \"here\"", "id = \"01\""));
    for (origin, sound) in [("01", true), ("1", false), ("1.0", false), ("01,00", false), ("10", true), ("1.5", true)] {
        let text = format!("{COLUMNS}\np,0017,0-17,\"{origin}\",1,1,1\n");
        let (_folder, path) = file("persons.csv", text.as_bytes());
        assert_eq!(load_file(&path, &numbered, "north", &Mapping::default(), 10).is_ok(), sound, "{origin}");
    }
}

#[test]
fn characters_that_nobody_sees_are_named() {
    let good = ["p", "0017", "0-17", "here", "1", "1", "1"];
    for (column, value) in [
        (0, "p\u{a0}"),
        (0, "\u{feff}p"),
        (1, "0017\u{a0}"),
        (2, "0-17\u{200b}"),
        (4, "1\u{202f}"),
        (5, "1\u{a0}"),
        (6, "1\u{202f}234"),
    ] {
        let mut fields = good;
        fields[column] = value;
        let findings = load_text(&format!("{COLUMNS}\n{}\n", fields.join(",")), "").map(|_| ()).unwrap_err();
        let found = &findings.shown()[0];
        let name = COLUMNS.split(',').nth(column);
        assert_eq!(
            (found.key.as_ref(), found.place.column.as_deref()),
            ("ingest-hidden-characters", name),
            "{value:?}"
        );
        let hidden = value.chars().find(|c| !c.is_ascii()).map(|c| format!("U+{:04X}", u32::from(c)));
        assert_eq!(Some(found.args[0].1.clone()), hidden);
    }
    for (heading, characters) in [("area\u{a0}", "U+00A0"), ("\u{200b}area", "U+200B"), ("ar\u{ad}ea", "U+00AD")] {
        let text = format!("{}\n", COLUMNS.replace("area", heading));
        let findings = load_text(&text, "").map(|_| ()).unwrap_err();
        let found = &findings.shown()[0];
        assert_eq!((found.key.as_ref(), found.args[1].1.as_str()), ("ingest-column-alike", characters), "{heading:?}");
    }
    let text = format!("{}\n", COLUMNS.replace("age", "A\u{302}ge"));
    let findings = load_text(&text, "[columns]\nage = \"Âge\"\n").map(|_| ()).unwrap_err();
    assert_eq!(
        (findings.shown()[0].key.as_ref(), findings.shown()[0].args[1].1.as_str()),
        ("ingest-column-alike", "U+0302")
    );
}

#[test]
fn other_parts_never_make_the_same_joined_code() {
    let charter = {
        let geography = GEOGRAPHY.replace("0017", "111").replace("0018", "0111");
        let files = [("charter.toml", CHARTER), ("geography.csv", &geography)];
        Charter::parse(&CharterFiles::from(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))))
            .unwrap()
    };
    let load = |lines: &[&str], mapping: &str| {
        let lines: String =
            lines.iter().enumerate().map(|(i, parts)| format!("p{i},{parts},0-17,here,1,1,1\n")).collect();
        let (_folder, path) =
            file("persons.csv", format!("person_id,s,c,age,origin,net,ease,speed\n{lines}").as_bytes());
        load_file(&path, &charter, "north", &Mapping::parse("mapping.toml", mapping).unwrap(), 10)
    };
    let plain = "[columns]\narea = [\"s\", \"c\"]\n";
    assert_eq!(load(&["1,11", "01,11", "1,11"], plain).unwrap().rows.areas, [1, 0, 1]);
    for second in ["11,1", "111,", ",111"] {
        let found = load(&["1,11", "1,11", second], plain);
        assert_eq!(first_place(found), at("ingest-joined-twice", 4, Some("s + c")), "{second}");
    }
    let parted = "[columns]\narea = { columns = [\"s\", \"c\"], separator = \"-\", codes = { \"1-11\" = \"111\", \"11-1\" = \"0111\" } }\n";
    assert_eq!(load(&["1,11", "11,1"], parted).unwrap().rows.areas, [1, 0]);
}

#[test]
fn a_file_may_say_that_it_has_no_weights_and_no_households() {
    let text = "person_id,household_id,area,weight,age,origin,net,ease,speed\np,h,0017,82.5,0-17,here,1,1,1\n";
    let rows = load_text(text, "").unwrap().rows;
    assert_eq!((rows.weights, rows.households), (Some(vec![82.5]), Some(vec![pseudonym(b"h")])));
    let loaded = load_text(text, "[columns]\nweight = false\nhousehold_id = false\n").unwrap();
    assert_eq!((loaded.rows.weights, loaded.rows.households), (None, None));
    assert_eq!(loaded.accepted.ignored, ["household_id", "weight"]);
}

#[test]
fn whether_people_have_weights_is_for_the_charter_to_say() {
    let (with, without) = (
        "person_id,area,weight,age,origin,net,ease,speed\np,0017,2,0-17,here,1,1,1\n",
        format!("{COLUMNS}\np,0017,0-17,here,1,1,1\n"),
    );
    let load = |weights: &str, text: &str, mapping: &str| {
        let method = format!("[method]\nid = \"m\"\nversion = 1\nweights = \"{weights}\"");
        let charter = charter_of(&CHARTER.replace("[method]\nid = \"m\"\nversion = 1", &method));
        let (_folder, path) = file("persons.csv", text.as_bytes());
        load_file(&path, &charter, "north", &Mapping::parse("mapping.toml", mapping).unwrap(), 10)
    };
    let (named, none) = ("[columns]\nweight = \"weight\"\n", "[columns]\nweight = false\n");
    for (text, mapping) in [(with, ""), (with, none), (&without, ""), (&without, none)] {
        assert_eq!(load("none", text, mapping).unwrap().rows.weights, None);
    }
    assert_eq!(first_place(load("none", with, named)), at("ingest-weight-forbidden", 2, None));
    for weights in ["design", "calibrated"] {
        assert_eq!(load(weights, with, "").unwrap().rows.weights, Some(vec![2.0]));
        assert_eq!(load(weights, with, named).unwrap().rows.weights, Some(vec![2.0]));
        assert_eq!(first_place(load(weights, &without, "")), at("ingest-column-absent", 1, None));
        assert_eq!(first_place(load(weights, with, none)), at("ingest-weight-needed", 2, None));
    }
}

#[test]
fn numbers_most_of_which_lie_beyond_the_bounds_are_in_another_unit() {
    let load = |speeds: &[&str], mapping: &str| {
        let lines: String =
            speeds.iter().enumerate().map(|(i, speed)| format!("p{i},0017,0-17,here,1,1,{speed}\n")).collect();
        load_text(&format!("{COLUMNS}\n{lines}"), mapping)
    };
    for (speeds, sound) in [
        (&["1", "200", "-3", "0", "100", "-7"][..], true),
        (&["1", "200", "-3", "0", "-7"], false),
        (&["1", "200", "-3", "0", "-7", "", "", ""], false),
        (&["100.0001"; 5], false),
        (&["100"; 5], true),
        (&[""; 9], true),
        // Too few to say.
        (&["200"; 4], true),
    ] {
        let loaded = load(speeds, "");
        assert_eq!(loaded.is_ok(), sound, "{speeds:?}");
        if let Err(findings) = loaded {
            assert_eq!(places(&findings), [("ingest-mostly-out-of-range", Some("persons.csv"), None, Some("speed"))]);
        }
        let expected = "[columns]\nspeed = { column = \"speed\", out_of_range = true }\n";
        assert!(load(speeds, expected).is_ok());
    }
    let findings = load(&["1", "200", "-3", "0", "-7"], "").map(|_| ()).unwrap_err();
    assert_eq!(findings.shown()[0].args[1..], [("outside".into(), "3".into()), ("answered".into(), "5".into())]);
    // Weights above the charter's cap.
    let capped = charter_of(&CHARTER.replace("id = \"m\"\nversion = 1", "id = \"m\"\nversion = 1\nweight_cap = 50"));
    let lines: String = (0..5).map(|i| format!("p{i},0017,51,0-17,here,1,1,1\n")).collect();
    let text = format!("person_id,area,weight,age,origin,net,ease,speed\n{lines}");
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let found = load_file(&path, &capped, "north", &Mapping::default(), 10).map(|_| ()).unwrap_err();
    assert_eq!(places(&found), [("ingest-mostly-out-of-range", Some("persons.csv"), None, Some("weight"))]);
}
