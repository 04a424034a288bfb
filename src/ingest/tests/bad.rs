use super::*;
use crate::model::Again;

const HEADER: &str = "person_id,area,weight,age,origin,net,ease,speed";
const GOOD: [&str; 8] = ["p", "0017", "1", "0-17", "here", "1", "1", "1"];

fn line_with(column: &str, value: &str, id: &str) -> String {
    let names = HEADER.split(',');
    let fields = names.zip(GOOD).map(|(name, good)| match name {
        _ if name == column => value,
        "person_id" => id,
        _ => good,
    });
    fields.collect::<Vec<_>>().join(",") + "\n"
}

fn findings_of(loaded: Result<LoadedFile, Findings>) -> Findings {
    match loaded {
        Ok(_) => panic!("nothing found"),
        Err(findings) => findings,
    }
}

#[test]
fn every_bad_value_is_named_by_key_line_and_column_and_never_cited() {
    let cases = [
        ("person_id", "", "value-missing"),
        ("person_id", "   ", "value-missing"),
        ("area", "", "value-missing"),
        ("area", "17", "area-unknown"),
        ("area", "00017", "area-unknown"),
        ("area", "SECRET-AREA", "area-unknown"),
        ("area", "NORTH-CODE", "area-not-finest"),
        ("area", "TOP-CODE", "area-not-finest"),
        ("area", "D9", "area-of-another-member"),
        ("weight", "", "value-missing"),
        ("weight", "-7.0625", "weight-negative"),
        ("weight", "0.00099", "weight-too-small"),
        ("weight", "70000123", "weight-too-large"),
        ("weight", "SECRET", "not-a-number"),
        ("weight", "NaN", "not-a-number"),
        ("weight", "infinity", "not-a-number"),
        ("age", "", "value-missing"),
        ("age", "0-017", "category-unknown"),
        ("age", "SECRET-AGE", "category-unknown"),
        ("age", "a\u{302}ge\u{301} 65+", "category-unknown"),
        ("net", "2", "not-yes-no"),
        ("net", "01", "not-yes-no"),
        ("net", "1.0", "not-yes-no"),
        ("net", "SECRET", "not-yes-no"),
        ("ease", "0", "not-a-step"),
        ("ease", "13", "not-a-step"),
        ("ease", "20017", "not-a-step"),
        ("ease", "3.0", "not-a-step"),
        ("ease", "SECRET", "not-a-step"),
        ("speed", "NA", "not-a-number"),
        ("speed", "NaN", "not-a-number"),
        ("speed", "inf", "not-a-number"),
        ("speed", "1e99999", "not-a-number"),
        ("speed", "12 SECRET", "not-a-number"),
        ("speed", "\"1,500\"", "not-a-number"),
    ];
    for (column, value, key) in cases {
        let (before, bad, after) =
            (line_with("", "", "first-id"), line_with(column, value, "second-id"), line_with("", "", "third-id"));
        let findings = findings_of(load_text(&format!("{HEADER}\n{before}{bad}{after}"), ""));
        let key = format!("ingest-{key}");
        assert_eq!(places(&findings), [(key.as_str(), Some("persons.csv"), Some(3), Some(column))], "{value}");
        let told = format!("{findings} {findings:?}");
        assert!(value.trim().len() < 4 || !told.contains(value.trim_matches('"')), "{value} in {told}");
        assert!(!told.contains("second-id"), "{told}");
    }
}

#[test]
fn a_file_that_is_none_is_one_clear_error() {
    let open_quote = format!("{HEADER}\n{}p9,\"0017,1\n", line_with("", "", "p1"));
    let last_open_quote = format!("{HEADER}\np1,0017,1,0-17,here,1,1,\"1");
    let long_field = format!("{HEADER}\n{}", line_with("age", &"x".repeat(10 << 20), "p"));
    let mid_field = format!("{HEADER}\n{}", line_with("age", &"x".repeat(100 << 10), "p"));
    let long_record = format!("{HEADER}\n{}", ",".repeat(3 << 20));
    let long_header = "x,".repeat(2 << 20);
    let good = line_with("", "", "p1");
    let cases: Vec<(&[u8], &str, Option<u64>)> = vec![
        (b"", "delimited-empty", None),
        (b"\xef\xbb\xbf", "delimited-empty", None),
        (b"\r\n\n\n", "delimited-empty", None),
        (HEADER.as_bytes(), "ingest-no-rows", None),
        (b"SECRET-ID,0017,1\nq,0018,1\n", "ingest-no-header", Some(1)),
        (b"person_id|area|age\np|0017|0-17\n", "ingest-no-header", Some(1)),
        (b"\"person_id\nSECRET\",area\n", "delimited-header-lines", Some(1)),
        (open_quote.as_bytes(), "delimited-open-quote", Some(3)),
        (last_open_quote.as_bytes(), "delimited-open-quote", Some(2)),
        (long_field.as_bytes(), "delimited-record-too-large", Some(2)),
        (mid_field.as_bytes(), "delimited-field-too-large", Some(2)),
        (long_record.as_bytes(), "delimited-record-too-large", Some(2)),
        (long_header.as_bytes(), "delimited-record-too-large", Some(1)),
        (b"\n\nperson_id,area,person_id,age\n", "ingest-header-twice", Some(3)),
    ];
    for (bytes, key, line) in cases {
        let findings = findings_of(load_bytes(bytes, ""));
        let first = places(&findings)[0];
        assert_eq!((first.0, first.1, first.2), (key, Some("persons.csv"), line));
        assert!(!format!("{findings} {findings:?}").contains("SECRET"));
        if key != "ingest-header-twice" {
            assert_eq!(findings.total(), 1, "{findings}");
        }
    }
    let latin: Vec<u8> = [HEADER.as_bytes(), b"\n", good.as_bytes(), b"p\xe9,0017,1\n"].concat();
    assert_eq!(
        places(&findings_of(load_bytes(&latin, ""))),
        [("delimited-not-utf8", Some("persons.csv"), Some(3), None)]
    );
    // Two halves of a letter, at the end of a field and at the start of the next, are no letter.
    let halves: Vec<u8> = [HEADER.as_bytes(), b"\np\xc3,\xa9,1,,,,,\n"].concat();
    assert_eq!(places(&findings_of(load_bytes(&halves, "")))[0].0, "delimited-not-utf8");
}

#[test]
fn a_path_that_is_no_data_file_is_one_clear_error() {
    let (folder, _) = file("persons.txt", b"x");
    std::fs::create_dir_all(folder.path().join("persons.csv")).unwrap();
    let cases = [
        ("persons.txt", "ingest-file-type"),
        ("persons", "ingest-file-type"),
        ("absent.csv", "ingest-file-missing"),
        ("absent.parquet", "ingest-file-missing"),
        ("persons.csv", "ingest-folder"),
    ];
    for (name, key) in cases {
        let path = folder.path().join(name);
        let findings = findings_of(load_file(&path, &charter(), "north", &Mapping::default(), 10));
        let found: Vec<_> =
            findings.shown().iter().map(|found| (found.key.as_ref(), found.place.file.clone())).collect();
        assert_eq!(found, [(key, Some(path.display().to_string()))]);
    }
}

#[test]
fn lines_with_too_many_or_too_few_fields_are_counted_and_reading_goes_on() {
    let text = format!("{HEADER}\np1\n\n\"p\n2\",0017\n{}{}", line_with("", "", "p3"), line_with("net", "x", "p4"));
    let findings = findings_of(load_text(&text, ""));
    let file = Some("persons.csv");
    assert_eq!(
        places(&findings),
        [("delimited-field-count", file, Some(2), None), ("ingest-not-yes-no", file, Some(7), Some("net")),]
    );
    assert_eq!(findings.shown()[0].again.lines, [4]);
    assert!(findings.shown()[0].args.contains(&("found".into(), "1".into())));
    assert!(findings.shown()[0].args.contains(&("expected".into(), "8".into())));
}

/// Otherwise all persons between a quote that was left open and the next quote would be lost.
#[test]
fn no_person_is_lost_between_two_quotes() {
    let line = |id: &str, note: &str| format!("{id},0017,1,0-17,here,1,1,1,{note}\n");
    let text = |lines: &[String]| format!("{HEADER},note\n{}", lines.concat());
    let file = Some("persons.csv");
    // Opens in one id and closes in another.
    let swallowed = text(&[line("\"p1", "x"), line("p2", "x"), line("p3\"", "x"), line("p4", "x")]);
    let findings = findings_of(load_text(&swallowed, ""));
    assert_eq!(places(&findings), [("delimited-field-lines", file, Some(2), Some("person_id"))]);
    // Opens in a note and closes as part of a text.
    let behind = text(&[line("p1", "\"x"), line("p2", "5\" y"), line("p3", "x")]);
    let findings = findings_of(load_text(&behind, ""));
    assert_eq!(places(&findings), [("delimited-after-quote", file, Some(2), None)]);
    // In columns that aren't read, notes may have several lines; the number of such records is told.
    let notes = text(&[line("p1", "x"), line("p2", "\"x\ny\""), line("p3", "\"x\n\ny\"")]);
    let loaded = load_text(&notes, "").unwrap();
    assert_eq!((loaded.accepted.rows, loaded.accepted.multiline, loaded.accepted.first_multiline), (3, 2, Some(3)));
    // Files without quoting.
    assert_eq!(load_text(&swallowed, "[file]\nquote = \"none\"\n").unwrap().accepted.rows, 4);
}

#[test]
fn a_line_break_in_what_is_asked_for_is_an_error() {
    for (column, value) in
        [("person_id", "p\n1"), ("person_id", "p\r1"), ("area", "0017\n"), ("ease", "1\n2"), ("weight", "\n1")]
    {
        let text = format!(
            "{HEADER}\n{}{}",
            line_with("", "", "p0"),
            line_with(column, &format!("\"{value}\""), "\"SECRET\n\"")
        );
        let findings = findings_of(load_text(&text, ""));
        assert!(
            places(&findings).contains(&("delimited-field-lines", Some("persons.csv"), Some(3), Some(column))),
            "{value:?}"
        );
        assert!(!format!("{findings:?}").contains("SECRET"));
    }
}

#[test]
fn names_of_columns_below_a_title_or_on_two_lines_are_found() {
    let good = line_with("", "", "p").replace(',', ";");
    let header = HEADER.replace(',', ";");
    for (text, line) in [
        (format!("People of the isles;;;;;;;\n{header}\n{good}"), 2),
        (format!("People of the isles\n\n\n{header}\n{good}"), 4),
        (format!("person_id;area;weight;People;;Answers;;\n;;;age;origin;net;ease;speed\n{good}"), 2),
    ] {
        let findings = findings_of(load_text(&text, "[file]\ndelimiter = \";\"\n"));
        assert_eq!(places(&findings), [("delimited-header-below", Some("persons.csv"), Some(1), None)], "{text}");
        assert_eq!(findings.shown()[0].args, [("line".into(), line.to_string())]);
    }
}

#[test]
fn lines_without_any_value_are_skipped() {
    let text = format!("{HEADER}\n{},,,,,,,\n{},,,,,,,\n , ,\n", line_with("", "", "p1"), line_with("", "", "p2"));
    assert_eq!(load_text(&text, "").unwrap().accepted.rows, 2);
}

#[test]
fn what_only_calls_itself_csv_is_named_as_what_it_is() {
    let utf16: Vec<u8> = format!("\u{feff}{HEADER}\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, key) in [
        (&utf16[..], "text-other-encoding"),
        (b"PK\x03\x04\x14\0\0\0xl/workbook.xml", "text-workbook"),
        (b"PAR1", "text-other-kind"),
    ] {
        for mapping in ["", "[file]\nencoding = \"windows-1252\"\n"] {
            assert_eq!(places(&findings_of(load_bytes(bytes, mapping))), [(key, Some("persons.csv"), None, None)]);
        }
    }
}

#[test]
fn lines_are_counted_whatever_ends_them() {
    for ending in ["\n", "\r\n", "\r", "\n\n"] {
        let text = format!("{HEADER}\n{}{}", line_with("", "", "\"a\"\"b\""), line_with("net", "x", "p2"));
        let findings = findings_of(load_text(&text.replace('\n', ending), ""));
        assert_eq!(findings.shown()[0].place.line, Some(if ending == "\n\n" { 5 } else { 3 }), "{ending:?}");
    }
}

#[test]
fn a_person_twice_names_both_lines() {
    let ids = ["a-first", "b-first", "a-first", "c-first", "b-first", "a-first"];
    let lines: String = ids.iter().map(|id| line_with("", "", id)).collect();
    let findings = findings_of(load_text(&format!("{HEADER}\n{lines}"), ""));
    let found = &findings.shown()[0];
    assert_eq!(
        (found.place.line, found.args[0].1.as_str(), found.again.lines.as_slice()),
        (Some(4), "2 = 4, 3 = 6, 2 = 7", &[6, 7][..])
    );
    let column = Some("person_id");
    assert_eq!(places(&findings)[0], ("ingest-person-twice", Some("persons.csv"), Some(4), column));
    assert!(!format!("{findings:?}").contains("-first"));
}

#[test]
fn a_mistake_that_is_made_over_and_over_is_one_with_a_count() {
    let codes = ["x", "y", "x"];
    let mut lines: String = (0..300).map(|i| line_with("net", codes[i % 3], &format!("p{i}"))).collect();
    lines.extend((0..30).map(|i| line_with("", "", &format!("p{i}"))));
    let findings = findings_of(load_text(&format!("{HEADER}\n{lines}"), ""));
    let again = |count, lines: [u64; 4], codes| Again { count, lines: lines.to_vec(), codes };
    let found: Vec<_> = findings.shown().iter().map(|found| (found.place.line, (*found.again).clone())).collect();
    let expected = [(Some(2), again(299, [3, 4, 5, 6], 2)), (Some(302), again(29, [303, 304, 305, 306], 0))];
    assert_eq!((found.as_slice(), findings.total(), findings.unshown()), (&expected[..], 330, 0));
    // Beyond some number, codes are no longer counted.
    let many: String = (0..1500).map(|i| line_with("age", &format!("x{i}"), &format!("p{i}"))).collect();
    let findings = findings_of(load_text(&format!("{HEADER}\n{many}"), ""));
    assert_eq!((findings.shown()[0].again.count, findings.shown()[0].again.codes), (1499, 0));
    let some: String = (0..900).map(|i| line_with("age", &format!("x{i}"), &format!("p{i}"))).collect();
    assert_eq!(findings_of(load_text(&format!("{HEADER}\n{some}"), "")).shown()[0].again.codes, 900);
    // The problem that stops the reading is shown first, however many were found before.
    let findings = findings_of(load_text(&format!("{HEADER}\n{lines}\"p"), ""));
    assert_eq!((findings.shown()[0].key.as_ref(), findings.total()), ("delimited-open-quote", 331));
}

#[test]
fn nothing_is_handed_on_after_a_finding() {
    let text = format!("{HEADER}\n{}{}", line_with("net", "x", "p1"), line_with("", "", "p2"));
    let (_folder, path) = file("persons.csv", text.as_bytes());
    let (charter, member) = (charter(), "north".parse().unwrap());
    let mapping = Mapping::default();
    let intake = Intake { charter: &charter, member: &member, mapping: &mapping, pseudonym: &pseudonym, batch_rows: 1 };
    let refused = load(&path, &intake, &|_| {}, &mut |_| panic!("a batch"));
    assert_eq!(refused.unwrap_err().total(), 1);
}

#[test]
fn what_the_mapping_says_wrongly_is_named_by_its_line() {
    let good = format!("{HEADER}\n{}", line_with("", "", "p"));
    let file = Some("mapping.toml");
    let cases = [
        ("[columns]\nagee = \"age\"\n", "ingest-mapping-not-asked", 2, ("nearest", "age")),
        ("[columns]\n\nage = \"agge\"\n", "ingest-column-absent", 3, ("nearest", "age")),
        ("[columns]\nweight = \"poids\"\n", "ingest-column-absent", 2, ("column", "poids")),
        (
            "[columns]\nhousehold_id = [\"person_id\", \"dwelling\"]\n",
            "ingest-column-absent",
            2,
            ("column", "dwelling"),
        ),
        (
            "[columns.net]\ncolumn = \"net\"\ncodes.1 = \"1\"\ncodes.2 = \"no\"\n",
            "ingest-mapping-code-target",
            4,
            ("name", "net"),
        ),
        ("[columns]\nage.column = \"age\"\nage.codes.x = \"66\"\n", "ingest-mapping-code-target", 3, ("name", "age")),
        (
            "[columns]\nease.column = \"ease\"\nease.codes.x = \"13\"\n",
            "ingest-mapping-code-target",
            3,
            ("name", "ease"),
        ),
        (
            "[columns]\nspeed.column = \"speed\"\nspeed.codes.x = \"NaN\"\n",
            "ingest-mapping-code-target",
            3,
            ("name", "speed"),
        ),
        (
            "[columns]\nweight.column = \"weight\"\nweight.codes.x = \"-1\"\n",
            "ingest-mapping-code-target",
            3,
            ("name", "weight"),
        ),
        (
            "[columns]\narea.column = \"area\"\narea.codes.x = \"NORTH-CODE\"\n",
            "ingest-mapping-code-target",
            3,
            ("name", "area"),
        ),
    ];
    for (mapping, key, line, word) in cases {
        let findings = findings_of(load_text(&good, mapping));
        assert_eq!(places(&findings)[0], (key, file, Some(line), None), "{mapping}");
        let args = &findings.shown()[0].args;
        assert!(args.contains(&(word.0.into(), word.1.to_owned())), "{args:?}");
    }
}

#[test]
fn with_codes_only_listed_values_are_taken() {
    let mapping = "[columns]\nnet = { column = \"net\", codes = { \"7\" = \"1\" } }\n\
        origin = { column = \"origin\", codes = { h = \"here\" } }\nspeed = { column = \"speed\", codes = { s = \"2.5\" } }\n";
    let findings = findings_of(load_text(&format!("{HEADER}\n{}", line_with("", "", "p")), mapping));
    let columns: Vec<_> = places(&findings).iter().map(|found| (found.0, found.3)).collect();
    let key = "ingest-code-unlisted";
    assert_eq!(columns, [(key, Some("origin")), (key, Some("net")), (key, Some("speed"))]);
    let text = format!("{HEADER}\np,0017,1,0-17,h,7,1,s\n");
    assert_eq!(load_text(&text, mapping).unwrap().rows.indicators[2], Answers::Numbers(vec![2.5]));
}

#[test]
fn absent_columns_name_the_nearest_one() {
    let text = "person_id,Area,age,net,ease,speed\np,0017,0-17,1,1,1\n";
    let findings = findings_of(load_text(text, ""));
    let found: Vec<_> = findings.shown().iter().map(|found| (found.key.as_ref(), found.args[0].1.as_str())).collect();
    assert_eq!(found, [("ingest-column-absent", "area"), ("ingest-column-absent", "origin")]);
    assert_eq!(findings.shown()[0].args[1].1, "Area");
}

#[test]
fn joined_ids_need_every_part() {
    let text = "dwelling,n,area,age,origin,net,ease,speed\nd1,,0017,0-17,here,1,1,1\n,1,0017,0-17,here,1,1,1\n";
    let findings = findings_of(load_text(text, "[columns]\nperson_id = [\"dwelling\", \"n\"]\n"));
    let (file, column) = (Some("persons.csv"), Some("dwelling + n"));
    assert_eq!(places(&findings), [("ingest-value-missing", file, Some(2), column)]);
    assert_eq!(findings.shown()[0].again.lines, [3]);
}

#[test]
fn a_cap_of_the_charter_lets_large_weights_in() {
    let capped = charter_of(&CHARTER.replace("id = \"m\"\nversion = 1", "id = \"m\"\nversion = 1\nweight_cap = 50"));
    let (_folder, path) = file("persons.csv", format!("{HEADER}\n{}", line_with("weight", "7e10", "p")).as_bytes());
    let loaded = load_file(&path, &capped, "north", &Mapping::default(), 10).unwrap();
    assert_eq!(loaded.rows.weights, Some(vec![7e10]));
}

#[test]
fn a_member_that_the_charter_does_not_have_loads_nothing() {
    let (_folder, path) = file("persons.csv", format!("{HEADER}\n{}", line_with("", "", "p")).as_bytes());
    let findings = findings_of(load_file(&path, &charter(), "west", &Mapping::default(), 10));
    assert_eq!(places(&findings)[0].0, "charter-not-a-member");
    // The only area of the other member is a district itself.
    let findings = findings_of(load_file(&path, &charter(), "south", &Mapping::default(), 10));
    assert_eq!(places(&findings)[0].0, "ingest-area-of-another-member");
}
