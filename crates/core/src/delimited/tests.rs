use super::*;

type Texts = Result<Vec<String>, &'static str>;

fn read(text: &[u8], form: Form) -> Result<Vec<Texts>, (String, Option<u64>)> {
    let place = |problem: Problem| (problem.key.into_owned(), problem.place.line);
    let mut reader = DelimitedReader::open(text, form).map_err(place)?;
    let mut found = vec![Ok(reader.names().to_vec())];
    while let Some((_, record)) = reader.read_next().map_err(place)? {
        found.push(record.map(DelimitedRecord::texts).map_err(|error| error.key()));
    }
    Ok(found)
}

fn texts(fields: &[&str]) -> Texts {
    Ok(fields.iter().map(|&field| field.to_owned()).collect())
}

#[test]
fn text_behind_a_closing_quote_is_no_part_of_the_field() {
    let good = ["\"x\"", "\"x\" ", "\"a\"\"b\"", "\"\"", "\"a,b\"", "5\" x", "a\"b\"", "\"a\nb\"  "];
    let bad = ["\"a\"b", "\"a\" b", "\"a\"\"b\"c", "\"a\nb\"c", "\"a\" \"", "\"\"a"];
    for (fields, sound) in [(good.as_slice(), true), (&bad, false)] {
        for field in fields {
            for text in [format!("h,i\n{field},y\n"), format!("h,i\ny,{field}\r\nz,z"), format!("h,i\ny,{field}")] {
                let found = read(text.as_bytes(), Form::default()).unwrap();
                let expected = if sound { None } else { Some("delimited-after-quote") };
                assert_eq!(found[1].as_ref().err().copied(), expected, "{text:?}");
                // The next record is read as if the one before had been right.
                assert!(found.len() == 2 || found[2] == texts(&["z", "z"]), "{text:?}");
            }
        }
    }
    let space = Form { delimiter: Some(b' '), ..Form::default() };
    assert_eq!(read(b"h i\n\"a\" \"b\"\n", space).unwrap()[1], texts(&["a", "b"]));
}

/// Blocks may end anywhere.
#[test]
fn quotes_are_followed_from_block_to_block() {
    let follow =
        |text: &[u8], size: usize| text.chunks(size).fold(Quotes::Start, |quotes, bytes| quotes.follow(bytes, b','));
    let cases = [
        (&b"\"a\"\"b\",\"c\"d"[..], Quotes::Wrong),
        (b"\"a\"\"b\",", Quotes::Start),
        (b"a,b\"c\"", Quotes::Plain),
        (b"abc,\"d,e", Quotes::Open),
        (b"a,\"\" ", Quotes::Behind),
    ];
    for (text, expected) in cases {
        assert!((1..=text.len()).all(|size| follow(text, size) == expected), "{text:?}");
    }
}

#[test]
fn without_quoting_a_quote_is_a_sign_like_any_other() {
    let form = Form { quotes: false, ..Form::default() };
    let found = read(b"h,i\n\"a,b\"c\n\"x,y\nz,\"\n", form).unwrap();
    assert_eq!(found[1..], [texts(&["\"a", "b\"c"]), texts(&["\"x", "y"]), texts(&["z", "\""])]);
}

#[test]
fn of_a_header_that_is_none_nothing_goes_on() {
    let cases = [
        ("\"SECRET\n1,2\",b\n", "delimited-header-lines", 1),
        ("\n\"SECRET\rx\",b\n", "delimited-header-lines", 2),
        ("\"SECRET\"x,b\n", "delimited-after-quote", 1),
        ("\"SECRET,b\n", "delimited-open-quote", 1),
    ];
    for (text, key, line) in cases {
        assert_eq!(read(text.as_bytes(), Form::default()), Err((key.to_owned(), Some(line))), "{text:?}");
    }
}

#[test]
fn the_header_says_what_stands_between_fields() {
    for (header, fields) in [
        ("a,b,c;d", &["a", "b", "c;d"][..]),
        ("a;b", &["a", "b"]),
        ("a\tb,c\td", &["a", "b,c", "d"]),
        ("\"a;b;c\",d", &["a;b;c", "d"]),
        ("a;b,c", &["a;b", "c"]),
        ("a", &["a"]),
    ] {
        assert_eq!(read(header.as_bytes(), Form::default()).unwrap(), [texts(fields)], "{header}");
    }
}

#[test]
fn records_in_which_nothing_stands_are_none() {
    let found = read(b";;\na;b;c\n;;\n1;2;3\n ; ;\n;;;;;;\n\"\";;\n", Form::default()).unwrap();
    assert_eq!(found, [texts(&["a", "b", "c"]), texts(&["1", "2", "3"])]);
}

type Places = Vec<(String, Option<u64>)>;

fn small(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Places> {
    let mut findings = Findings::default();
    let records = table("t.csv", bytes, &["code", "name"], Some("more"), &mut findings);
    assert!(findings.shown().iter().all(|found| found.place.file.as_deref() == Some("t.csv")));
    let places = findings.shown().iter().map(|found| (found.key.to_string(), found.place.line)).collect();
    if findings.is_empty() { Ok(records) } else { Err(places) }
}

#[test]
fn a_small_table_comes_from_any_office_program() {
    let expected = [(2, vec!["A".to_owned(), "Île Sainte-Hélène".to_owned()])];
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<_>>();
    for text in [
        "code,name\nA,Île Sainte-Hélène\n",
        "code;name\r\nA;\"Île Sainte-Hélène\"\r\n;\r\n",
        "code\tname\rA\tÎle Sainte-Hélène",
    ] {
        assert_eq!(small(text.as_bytes()).unwrap(), expected, "{text}");
        assert_eq!(small(format!("\u{feff}{text}").as_bytes()).unwrap(), expected, "{text}");
        assert_eq!(small(&latin(text)).unwrap(), expected, "{text}");
    }
    assert_eq!(small(b"code,name,more\nA,B,\n").unwrap()[0].1, ["A", "B", ""]);
}

#[test]
fn what_is_wrong_with_a_small_table_is_named_by_its_line() {
    let line = |key: &str, line: u64| vec![(key.to_owned(), Some(line))];
    let utf16: Vec<u8> = "code,name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (&b"code;title\n"[..], line("delimited-header", 1)),
        (b"People of the isles;\n;\ncode;name\nA;B\n", line("delimited-header-below", 1)),
        (b"code,name\nA\n\nA,B,C\n", [line("delimited-field-count", 2), line("delimited-field-count", 4)].concat()),
        (b"code,name\nA,\"B\nC\"\n", line("delimited-field-lines", 2)),
        (b"code,name\nA,\"B\"C\n", line("delimited-after-quote", 2)),
        (b"code,name\nA,\"B\n", line("delimited-open-quote", 2)),
        (b"code,name\nA,B\nA,\x82\n", line("delimited-not-utf8", 3)),
        (b"", vec![("delimited-empty".to_owned(), None)]),
        (&utf16, vec![("text-other-encoding".to_owned(), None)]),
        (b"PK\x03\x04......xl/workbook.xml", vec![("text-workbook".to_owned(), None)]),
    ] {
        assert_eq!(small(bytes), Err(expected), "{:?}", String::from_utf8_lossy(bytes));
    }
}
