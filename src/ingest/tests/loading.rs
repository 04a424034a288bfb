use std::cell::RefCell;

use super::*;
use crate::model::{AreaIndex, Fault, Place};

#[test]
fn loads_what_the_charter_asks_for() {
    let text = "speed,note,net,ease,person_id,area,age,origin\n\
        12.5,x,1,12, p1 ,0018,\"âgé, 65+\",here\n,y,,,p2,0017,0-17,moon\n-3e1,,0,1,p3,0017,18-64,\n";
    let loaded = load_text(text, "").unwrap();
    let rows = loaded.rows;
    assert_eq!(rows.persons, [b"p1", b"p2", b"p3"].map(|id| pseudonym(id)));
    assert_eq!(rows.households, None);
    assert_eq!(rows.weights, None);
    assert_eq!(rows.areas, [1, 0, 0].map(AreaIndex));
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
    assert_eq!(rows.areas, [0, 1, 1].map(AreaIndex));
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
    assert_eq!(load_text(text, mapping).unwrap().rows.areas, [0, 1, 0].map(AreaIndex));
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
