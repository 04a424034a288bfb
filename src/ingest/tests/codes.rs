use super::*;
use crate::model::AreaIndex;

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
    // A target outside the charter, a translated name, and a value of another column.
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
fn invisible_characters_are_named() {
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
    assert_eq!(load(&["1,11", "01,11", "1,11"], plain).unwrap().rows.areas, [1, 0, 1].map(AreaIndex));
    for second in ["11,1", "111,", ",111"] {
        let found = load(&["1,11", "1,11", second], plain);
        assert_eq!(first_place(found), at("ingest-joined-twice", 4, Some("s + c")), "{second}");
    }
    let parted = "[columns]\narea = { columns = [\"s\", \"c\"], separator = \"-\", codes = { \"1-11\" = \"111\", \"11-1\" = \"0111\" } }\n";
    assert_eq!(load(&["1,11", "11,1"], parted).unwrap().rows.areas, [1, 0].map(AreaIndex));
}
