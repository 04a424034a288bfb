use super::*;

#[test]
fn an_unknown_key_names_line_and_nearest_key() {
    let document = Document::parse("a.toml", "name = \"x\"\n\n[inner]\nwieght = 2\n");
    {
        let root = document.root();
        root.text("name");
        let inner = root.section("inner");
        inner.optional_number("weight");
        inner.optional_text("label");
    }
    let findings = document.finish(()).unwrap_err();
    assert_eq!(findings.total(), 1);
    let problem = &findings.shown()[0];
    assert_eq!(problem.key, "document-unknown-key");
    assert_eq!(problem.place.line, Some(4));
    assert_eq!(problem.place.key.as_deref(), Some("inner.wieght"));
    assert!(problem.args.contains(&("nearest".into(), "weight".into())));
}

#[test]
fn all_problems_are_found_in_one_reading() {
    let document = Document::parse("a.toml", "number = \"x\"\nlabel = { en = \"a\" }\nlist = [1]\nempty = []\n");
    {
        let root = document.root();
        root.number("number");
        root.bilingual("label");
        root.texts("list");
        root.date("starts");
        root.some_sections("empty");
    }
    let findings = document.finish(()).unwrap_err();
    let keys: Vec<_> = findings.shown().iter().map(|problem| problem.key.as_ref()).collect();
    assert_eq!(
        keys,
        [
            "document-wrong-type",
            "document-missing-language",
            "document-wrong-type",
            "document-missing-key",
            "document-missing-key"
        ]
    );
}

/// Such a text could make a terminal show something else than the file says.
#[test]
fn texts_that_could_deceive_a_reader_are_refused() {
    for (text, sound) in
        [("a\\nb\\tc", true), ("\\u001b[2J", false), ("a\\rb", false), ("\\u202Ea", false), ("\\u009b", false)]
    {
        for source in ["name = \"…\"", "names = [\"…\"]", "[inner]\n\"…\" = 1", "[[inner]]\na = { b = \"…\" }"]
        {
            let source = source.replace('…', text);
            let document = Document::parse("a.toml", &source);
            document.root().leave_unread();
            assert_eq!(document.is_sound(), sound, "{source}");
        }
    }
    let findings = Document::parse("a.toml", "a = 1\n[b]\nc = [\"\", \"\\u202E\"]\n").finish(()).unwrap_err();
    assert_eq!(findings.shown()[0].place.line, Some(3));
    assert_eq!(findings.shown()[0].place.key.as_deref(), Some("b.c[2]"));
}

#[test]
fn a_date_has_no_time() {
    for (written, sound) in
        [("2026-04-01", true), ("2026-04-01T10:00:00", false), ("2026-04-01 10:00:00Z", false), ("10:00:00", false)]
    {
        let source = format!("starts = {written}\n");
        let document = Document::parse("a.toml", &source);
        document.root().date("starts");
        assert_eq!(document.is_sound(), sound, "{written}");
    }
}

#[test]
fn what_is_not_toml_is_one_problem_with_its_line() {
    let findings = Document::parse("a.toml", "a = 1\nb = = 2\n").finish(()).unwrap_err();
    assert_eq!(findings.shown()[0].key, "document-syntax");
    assert_eq!(findings.shown()[0].place.line, Some(2));
}
