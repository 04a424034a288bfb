//! Each mistake is one problem, by its key, at its line.

use super::*;

/// Each case plants one mistake and expects its key, at the line of the mistake.
#[test]
#[expect(clippy::too_many_lines, reason = "one case after the other")]
fn names_line_and_rule_of_what_is_wrong() {
    let coordinator =
        |rest: &str| format!("[[coordinator]]\nid = \"c\"\nname = {{ en = \"C\", fr = \"C\" }}\n{rest}\n");
    let member = |rest: &str| format!("areas = [\"B\"]\n{rest}\n");
    let crossing = |rest: &str| format!("[[cross_border]]\nid = \"X\"\nname = {{ en = \"X\", fr = \"X\" }}\n{rest}\n");
    let cases: Vec<(&str, String, &str, &str)> = vec![
        ("version = 1\ntitle", "version = 0\ntitle".into(), "version = 0", "charter-number-range"),
        ("id = \"small\"", "id = \"Small\"".into(), "id = \"Small\"", "document-wrong-type"),
        ("ends = 2030", "ends = 2010".into(), "ends = 2010", "charter-dates"),
        (
            "legal_authority = {",
            "authority = \"a\"\nlegal_authority = {".into(),
            "authority = \"a\"",
            "charter-outdated-key",
        ),
        ("legal_authority = { en = \"a\", fr = \"a\" }", String::new(), "[[member]]", "document-missing-key"),
        (
            "{ en = \"o\", fr = \"o\" }",
            "{ en = \"o\", fr = \"\" }".into(),
            "target_population",
            "document-missing-language",
        ),
        ("class = \"public\"", "class = \"public\"\nquorum = 3".into(), "quorum", "charter-number-range"),
        ("file = \"geography.csv\"", "file = \"geo.csv\"".into(), "file = ", "charter-file-missing"),
        ("file = \"geography.csv\"", "file = \"signatures/g.csv\"".into(), "file = ", "charter-file-outside"),
        ("id = \"country\"", "id = \"region\"".into(), "levels = [{ id = \"region", "charter-id-twice"),
        (LEVELS, "[]".into(), "levels = []", "document-missing-key"),
        (LEVELS, "[\"country\", \"region\"]".into(), "levels = [\"", "charter-outdated-key"),
        ("below = 50", "below = 500".into(), "below = 500", "charter-bands"),
        ("below = 50\n", String::new(), "[[band]]\nid = \"low\"", "charter-bands"),
        ("areas = [\"B\"]", "areas = [\"C\"]".into(), "areas = [\"C\"]", "charter-area-shared"),
        ("areas = [\"B\"]", "areas = [\"B\", \"B\"]".into(), "areas = [\"B\", ", "charter-area-shared"),
        ("areas = [\"B\"]", "areas = []".into(), "areas = []", "charter-number-range"),
        ("areas = [\"B\"]", "areas = [\"X\"]".into(), "areas = [\"X\"]", "charter-unknown-reference"),
        (
            "class =",
            "licence_url = { en = \"https://l\", fr = \"https://l\" }\nclass =".into(),
            "licence_url",
            "charter-licence-url",
        ),
        (
            "class =",
            "licence = { en = \"L\", fr = \"L\" }\nlicence_url = { en = \"https://l\", fr = \"javascript:l\" }\nclass =".into(),
            "licence_url",
            "charter-licence-url",
        ),
        ("areas = [\"B\"]", member("endpoint = \"https://b:1\""), "endpoint", "charter-endpoint"),
        ("areas = [\"B\"]", member("authority = \"b.pem\""), "authority = \"b", "charter-file-missing"),
        ("areas = [\"B\"]", member("authority = \"geography.csv\""), "authority = \"g", "charter-no-certificate"),
        ("areas = [\"B\"]", member("jurisdiction = \"\""), "jurisdiction", "document-wrong-type"),
        ("areas = [\"B\"]", member("jurisdiction = \"New Quebec\""), "jurisdiction", "document-wrong-type"),
        ("areas = [\"B\"]", member("signing_key = \"b\""), "signing_key", "document-wrong-type"),
        ("id = \"b\"", "id = \"a\"".into(), "id = \"a\"\nname = { en = \"B", "charter-id-twice"),
        (
            "[[member]]",
            coordinator("identity = \"spiffe://other/coordinator/c\"") + "[[member]]",
            "identity",
            "charter-identity",
        ),
        (
            "[[member]]",
            coordinator("identity = \"spiffe://small/coordinator/\"") + "[[member]]",
            "identity",
            "charter-identity",
        ),
        (
            "[[member]]",
            coordinator("identity = \"spiffe://small/member/a/node/c\"") + "[[member]]",
            "identity",
            "charter-identity",
        ),
        ("[[member]]", coordinator("") + "[[member]]", "[[coordinator]]", "document-missing-key"),
        ("[[member]]", crossing("parts = [\"A\"]") + "[[member]]", "parts", "charter-number-range"),
        ("[[member]]", crossing("parts = [\"A\", \"A\"]") + "[[member]]", "parts", "charter-id-twice"),
        ("[[member]]", crossing("parts = [\"A\", \"C\"]") + "[[member]]", "parts", "charter-parts-level"),
        ("[[member]]", crossing("parts = [\"A\", \"Z\"]") + "[[member]]", "parts", "charter-unknown-reference"),
        ("groups = [\"sex\", \"age\"]", "groups = [\"sexe\"]".into(), "groups = [\"sexe", "charter-unknown-reference"),
        (
            "groups = [\"sex\", \"age\"]",
            "groups = [\"sex\", \"sex\"]".into(),
            "groups = [\"sex\", \"sex",
            "charter-id-twice",
        ),
        ("id = \"net\"", "id = \"age\"".into(), "id = \"age\"\ndimension", "charter-id-twice"),
        ("id = \"net\"", "id = \"weight\"".into(), "id = \"weight\"", "charter-id-reserved"),
        ("id = \"net\"", "id = \"members\"".into(), "id = \"members\"", "charter-id-reserved"),
        ("id = \"net\"", "id = \"use_se\"".into(), "id = \"use_se\"", "charter-id-reserved"),
        ("id = \"net\"", "id = \"share_low\"".into(), "id = \"share_low\"", "charter-id-reserved"),
        ("dimension = \"access\"", "dimension = \"x\"".into(), "dimension = \"x\"", "charter-unknown-reference"),
        ("worse = \"no\"", "worse = \"higher\"".into(), "worse = \"higher\"", "document-not-allowed"),
        ("worse = \"no\"", "wrose = \"no\"".into(), "wrose", "document-unknown-key"),
        ("worse = \"no\"", "worse = \"no\"\nweight = 0".into(), "weight = 0", "charter-number-range"),
        ("type = \"yes_no\"", "type = \"yesno\"".into(), "type = \"yesno\"", "document-not-allowed"),
        ("fr = \"Accès\" }", "fr = \"Accès\" }\nmin_answered = 2".into(), "min_answered", "charter-number-range"),
        (
            "[[indicator]]",
            "[[dimension]]\nid = \"empty\"\nlabel = { en = \"E\", fr = \"E\" }\n[[indicator]]".into(),
            "id = \"empty\"",
            "charter-dimension-empty",
        ),
        ("[\"0-17\"] },", "[] },".into(), "coarser_levels", "charter-coarser-level"),
        ("[\"18-64\", \"65+\"] },", "[\"18-64\"] },".into(), "coarser_levels", "charter-coarser-level"),
        ("[\"18-64\", \"65+\"] },", "[\"18-64\", \"65+\", \"0-17\"] },".into(), "coarser_levels", "charter-coarser-level"),
        (
            "[\"0-17\"] },\n  { id = \"adult\", label = { en = \"f\", fr = \"f\" }, of = [\"18-64\", \"65+\"] },",
            "[\"0-17\", \"18-64\", \"65+\"] },".into(),
            "coarser_levels",
            "charter-coarser-level",
        ),
        ("coarser_levels =", "coarser =".into(), "coarser =", "charter-outdated-key"),
        ("coarser_levels = [{ id = \"adult\"", "coarser_levels = [{ id = \"age\"".into(), "coarser_levels", "charter-id-twice"),
        ("{ id = \"f\"", "{ id = \" f\"".into(), "id = \" f\"", "charter-label"),
        (
            "fr = \"F\" } }",
            "fr = \"F\" }, other = true }, { id = \"x\", other = true, label = { en = \"x\", fr = \"x\" } }".into(),
            "categories = [{ id = \"f\"",
            "charter-second-other",
        ),
    ];
    for (from, to, at, key) in &cases {
        // The last occurrence: that of the second member, not the first.
        let place = SMALL.rfind(from).unwrap_or_else(|| panic!("{from}"));
        let broken = format!("{}{to}{}", &SMALL[..place], &SMALL[place + from.len()..]);
        let line = 1 + broken[..broken.rfind(at).unwrap()].matches('\n').count() as u64;
        let found = keys(&broken);
        assert!(found.contains(&((*key).to_owned(), line)), "{to}: {found:?}, no {key} at {line}");
        assert!(found.len() <= 2, "{to}: {found:?}");
    }
}

#[test]
fn a_value_of_another_type_is_one_problem() {
    for (from, to, key) in [
        ("areas = [\"B\"]", "areas = \"B\"", "document-wrong-type"),
        ("type = \"yes_no\"", "type = 1", "document-unquoted"),
        ("legal_authority = { en = \"a\", fr = \"a\" }", "legal_authority = 1", "document-wrong-type"),
        ("class = \"public\"", "class = 1", "document-wrong-type"),
        ("vintage = \"2020\"", "vintage = 2020", "document-unquoted"),
        ("level = \"region\"", "level = 1", "document-unquoted"),
        ("{ id = \"m\"", "{ id = 1", "document-unquoted"),
    ] {
        let found = keys(&SMALL.replace(from, to));
        assert_eq!(found.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), [key], "{to}");
    }
}

#[test]
fn lists_that_must_not_be_empty_are_not() {
    for name in ["member", "table", "indicator"] {
        let kept: Vec<&str> = SMALL.split("\n[").filter(|part| !part.starts_with(&format!("[{name}]]"))).collect();
        let found = keys(&format!("{name} = []{}", kept.join("\n[")));
        assert!(found.contains(&("document-missing-key".to_owned(), 1)), "{name}: {found:?}");
    }
}

/// A key that no rule reads is still shown to people.
#[test]
fn the_disclosure_section_deceives_nobody() {
    for hidden in ["\"\\u001b[2J\" = 1", "knowledge = \"\\u202Epopulation\"", "a = { b = [\"\\u009b\"] }"] {
        let found = keys(&format!("{SMALL}[disclosure]\n{hidden}\n"));
        assert_eq!(found, [("document-not-plain".to_owned(), SMALL.lines().count() as u64 + 2)], "{hidden}");
    }
}

/// One problem for each mistake, under the key that is in the file.
#[test]
fn what_a_class_does_not_allow_is_refused_by_name() {
    let number = |kind: &str| format!("type = \"number\"\nnormalise = {{ kind = \"{kind}\" }}\nworse = \"higher\"");
    let of = |class: &str, from: &str, to: &str| {
        let text = SMALL.replace("class = \"public\"", &format!("class = \"{class}\""));
        let weights = if to.starts_with("weights") { "version = 1\n" } else { "version = 1\nweights = \"none\"\n" };
        let text = text.replace("version = 1\n[[dimension]]", &format!("{weights}[[dimension]]"));
        assert!(text.contains(from), "{from}");
        keys(&text.replace(from, to)).into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    let method = "[[dimension]]";
    let end = "[[member]]\nid = \"a\"";
    let with = |lines: &str, rest: &str| format!("{lines}\n{rest}");
    for (class, from, to, expected) in [
        ("private", "type = \"yes_no\"\nworse = \"no\"", number("percentile"), "charter-not-private"),
        ("controlled", "type = \"yes_no\"\nworse = \"no\"", number("rank"), "charter-not-private"),
        ("public", "type = \"yes_no\"\nworse = \"no\"", number("rank"), "document-not-allowed"),
        ("private", "type = \"yes_no\"\nworse = \"no\"", number("bound"), "document-not-allowed"),
        ("private", method, with("normalisation = \"rank\"", method), "charter-not-private"),
        ("controlled", method, with("imputation = \"mean\"", method), "charter-not-private"),
        ("private", method, with("imputation = \"mean\"", method), "charter-not-private"),
        ("private", method, with("weights = \"calibrated\"", method), "charter-weights-calibrated"),
        ("private", end, with("[[impossible]]\nage = \"0-17\"", end), "charter-impossible"),
        ("private", end, with("[disclosure]\nimpossible = []", end), "charter-impossible"),
        ("private", end, with("[privacy]\nimpossible = []", end), "charter-impossible"),
        ("controlled", end, with("[[impossible]]\nage = \"0-17\"", end), "charter-keys-gone"),
        ("controlled", end, with("[disclosure]\nbudget = []\nreleases = 2\narea_people = 9", end), "charter-keys-gone"),
        ("controlled", end, with("[disclosure]\npersons = 11", end), "charter-outdated-key"),
        ("controlled", end, with("[disclosure]\nknowledge = \"population\"", end), "charter-outdated-key"),
        ("controlled", end, with("[disclosure]\nknowledge = \"sample\"", end), "charter-keys-gone"),
        ("private", end, with("[disclosure]\nknowledge = \"population\"", end), "charter-keys-gone"),
        ("private", end, with("[disclosure]\nmin_frequency = 11", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\nshow_from = 11", end), "charter-outdated-key"),
        ("controlled", end, with("[disclosure]\nshow_from = 11", end), "charter-outdated-key"),
        ("private", end, with("[privacy]\nshow_from = 11", end), "charter-outdated-key"),
        ("public", end, with("[privacy]\nemphasis = { index = 2 }", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\npersons = 11", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\nweight_cap_means = 3", end), "charter-outdated-key"),
        ("controlled", end, with("[disclosure]\nweight_cap_means = 3", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\nshows_from = 11", end), "document-unknown-key"),
        ("private", end, with("[privacy]\nlifetime_rho = \"0.5\"", end), "policy-lifetime-elsewhere"),
        ("private", end, with("[privacy]\nrho = 0.185", end), "document-unquoted"),
        ("private", end, with("[privacy]\nrho = \"NaN\"", end), "charter-rho"),
        ("private", end, with("[privacy]\nrho = \"-1\"", end), "charter-rho"),
        ("private", end, with("[privacy]\nrho = \"1e308\"", end), "charter-rho"),
        ("private", end, with("[privacy]\ndelta = \"0\"", end), "charter-number-range"),
        ("private", end, with("[privacy]\ndelta = \"1\"", end), "charter-number-range"),
    ] {
        assert_eq!(of(class, from, &to), [expected], "{class}: {to}");
    }
}

/// Problems of both files are reported at once.
#[test]
fn problems_of_both_files_are_told_together() {
    let found = keys_of(&with(|files| {
        files.insert("charter.toml".into(), SMALL.replace("version = 1\ntitle", "version = 0\ntitle").into_bytes());
        files.get_mut("geography.csv").unwrap().extend(b"Z,region,X,Z,Z\n");
    }));
    let found: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(found, ["charter-number-range", "charter-area-parent"]);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 600, ..Default::default() })]

    /// After any random edit of a charter, reading ends with a charter or with problems at their lines.
    #[test]
    fn a_random_edit_gives_a_charter_or_findings_with_lines(geography: bool, at: proptest::sample::Index, byte: u8, removed in 0_usize..12) {
        let mut files = crate::charter::template(None);
        let text = files.get_mut(if geography { "geography.csv" } else { "charter.toml" }).unwrap();
        let at = at.index(text.len());
        let end = (at + removed).min(text.len());
        text.splice(at..end, [byte]);
        if let Err(findings) = Charter::parse(&files) {
            proptest::prop_assert!(!findings.is_empty());
            for problem in findings.shown() {
                proptest::prop_assert!(problem.place.line.is_some(), "{problem} at {:?}", problem.place);
            }
        }
    }
}
