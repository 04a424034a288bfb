use super::*;

fn files(charter: &str) -> CharterFiles {
    let geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\nA,region,C,A,A\nB,region,C,B,B\n";
    CharterFiles::from([
        ("charter.toml".to_owned(), charter.as_bytes().to_vec()),
        ("geography.csv".to_owned(), geography.as_bytes().to_vec()),
    ])
}

const SMALL: &str = r#"
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
levels = [{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }]
[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "0-17", label = { en = "a", fr = "a" } },
  { id = "18-64", label = { en = "b", fr = "b" } },
  { id = "65+", label = { en = "c", fr = "c" } },
]
coarser = [{ id = "adult", label = { en = "d", fr = "d" }, categories = [
  { id = "minor", label = { en = "e", fr = "e" }, of = ["0-17"] },
  { id = "adult", label = { en = "f", fr = "f" }, of = ["18-64", "65+"] },
] }]
[[group]]
id = "sex"
label = { en = "Sex", fr = "Sexe" }
categories = [{ id = "f", label = { en = "F", fr = "F" } }, { id = "m", label = { en = "M", fr = "H" } }]
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
[[band]]
id = "low"
label = { en = "Low", fr = "Faible" }
below = 50
[[band]]
id = "high"
label = { en = "High", fr = "Élevée" }
[[table]]
level = "country"
groups = ["sex", "age"]
[[table]]
level = "region"
groups = []
[[member]]
id = "a"
name = { en = "A", fr = "A" }
areas = ["A"]
[[member]]
id = "b"
name = { en = "B", fr = "B" }
areas = ["B"]
"#;

fn keys_of(files: &CharterFiles) -> Vec<(String, u64)> {
    let findings = Charter::parse(files).unwrap_err();
    let shown = findings.shown().iter();
    shown.map(|problem| (problem.key.to_string(), problem.place.line.unwrap_or(0))).collect()
}

fn keys(charter: &str) -> Vec<(String, u64)> {
    keys_of(&files(charter))
}

fn with(change: impl FnOnce(&mut CharterFiles)) -> CharterFiles {
    let mut files = files(SMALL);
    change(&mut files);
    files
}

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

#[test]
fn closes_the_lattice_over_subsets_and_coarser_partitions() {
    let charter = Charter::parse(&files(SMALL)).unwrap();
    let shape: Vec<(usize, Vec<(usize, usize)>)> = charter
        .lattice
        .tables()
        .iter()
        .map(|table| (table.level, table.axes.iter().map(|axis| (axis.group, axis.rung)).collect()))
        .collect();
    let expected = [
        (0, vec![]),
        (0, vec![(0, 1)]),
        (0, vec![(0, 0)]),
        (0, vec![(1, 0)]),
        (0, vec![(0, 1), (1, 0)]),
        (0, vec![(0, 0), (1, 0)]),
        (1, vec![]),
    ];
    assert_eq!(shape, expected);
    assert_eq!(charter.groups[0].coarser[0].of, [0, 1, 1]);
    assert_eq!(charter.quorum, 2);
    assert_eq!(charter.owners(), [Some(0), Some(1)]);
    assert_eq!(charter.reach(&charter.members[0].id), [vec![true], vec![true, false]]);
    let cells: Vec<u64> = charter.lattice.tables().iter().map(|table| charter.cells(table)).collect();
    assert_eq!(cells, [1, 2, 3, 2, 4, 6, 2]);
}

const LEVELS: &str = r#"[{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }]"#;

/// Each case plants one mistake and expects its key, at the line of the mistake.
#[test]
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
        ("id = \"country\"", "id = \"region\"".into(), "levels", "charter-id-twice"),
        (LEVELS, "[]".into(), "levels", "document-missing-key"),
        (LEVELS, "[\"country\", \"region\"]".into(), "levels", "charter-outdated-key"),
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
        ("[\"0-17\"] },", "[] },".into(), "coarser", "charter-partition"),
        ("[\"18-64\", \"65+\"] },", "[\"18-64\"] },".into(), "coarser", "charter-partition"),
        ("[\"18-64\", \"65+\"] },", "[\"18-64\", \"65+\", \"0-17\"] },".into(), "coarser", "charter-partition"),
        (
            "[\"0-17\"] },\n  { id = \"adult\", label = { en = \"f\", fr = \"f\" }, of = [\"18-64\", \"65+\"] },",
            "[\"0-17\", \"18-64\", \"65+\"] },".into(),
            "coarser",
            "charter-partition",
        ),
        ("coarser = [{ id = \"adult\"", "coarser = [{ id = \"age\"".into(), "coarser", "charter-id-twice"),
        ("{ id = \"f\"", "{ id = \" f\"".into(), "id = \" f\"", "charter-label"),
        (
            "fr = \"F\" } }",
            "fr = \"F\" }, other = true }, { id = \"x\", other = true, label = { en = \"x\", fr = \"x\" } }".into(),
            "categories = [{ id = \"f\"",
            "charter-second-other",
        ),
    ];
    for (from, to, at, key) in &cases {
        // The last place where it stands: the second member, not the first.
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
fn cross_border_areas_lie_at_a_published_level() {
    let regions = "[[table]]\nlevel = \"region\"\ngroups = []\n";
    let crossing = "[[cross_border]]\nid = \"X\"\nname = { en = \"X\", fr = \"X\" }\nparts = [\"B\", \"A\"]\n";
    let charter = Charter::parse(&files(&format!("{SMALL}{crossing}"))).unwrap();
    assert_eq!(charter.cross_border[0].parts, [0, 1]);
    assert_eq!(charter.cells(charter.lattice.tables().last().unwrap()), 3);
    let found = keys(&format!("{}{crossing}", SMALL.replace(regions, "")));
    assert_eq!(found.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["charter-parts-unpublished"]);
}

#[test]
fn a_mistaken_partition_before_another_is_a_finding_and_no_panic() {
    let second = "] },\n{ id = \"third\", label = { en = \"g\", fr = \"g\" }, categories = [] }, { id = \"fourth\", \
        label = { en = \"g\", fr = \"g\" }, categories = [{ id = \"z\", label = { en = \"g\", fr = \"g\" }, of = [] }] }]\n";
    let found = keys(&SMALL.replacen("] }]\n", second, 1));
    assert!(found.iter().filter(|(key, _)| key == "charter-partition").count() == 2, "{found:?}");
}

#[test]
fn lattices_too_large_to_compute_are_refused_before_they_are_built() {
    let group = |i: usize, categories: usize| {
        let categories: String =
            (0..categories).map(|c| format!("{{ id = \"{c}\", label = {{ en = \"c\", fr = \"c\" }} }}, ")).collect();
        format!("[[group]]\nid = \"g{i}\"\nlabel = {{ en = \"g\", fr = \"g\" }}\ncategories = [{categories}]\n")
    };
    let with_groups_at = |level: &str, count: usize, categories: usize| {
        let groups: String = (0..count).map(|i| group(i, categories)).collect();
        let names: Vec<String> = (0..count).map(|i| format!("\"g{i}\"")).collect();
        let table = format!("[[table]]\nlevel = \"{level}\"\ngroups = [{}]\n", names.join(", "));
        format!("{SMALL}{groups}{table}")
    };
    let with_groups = |count, categories| with_groups_at("country", count, categories);
    let found = |charter: &str| keys(charter).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(found(&with_groups(13, 2)), ["charter-tables-too-many"]);
    assert_eq!(found(&with_groups(7, 1000)), ["charter-groups-too-fine", "charter-lattice-too-large"]);
    assert_eq!(found(&with_groups(1, 1001)), ["charter-number-range"]);
    // 64 million combinations: enough for one area, too many for two.
    assert!(Charter::parse(&files(&with_groups(3, 400))).is_ok());
    assert_eq!(found(&with_groups_at("region", 3, 400)), ["charter-lattice-too-large"]);
    assert!(Charter::parse(&files(&with_groups(12, 2))).is_ok());
    assert_eq!(found(&with_groups(1, 1)), ["charter-number-range"]);
}

#[test]
fn lists_that_must_not_be_empty_are_not() {
    for name in ["member", "table", "indicator"] {
        let kept: Vec<&str> = SMALL.split("\n[").filter(|part| !part.starts_with(&format!("[{name}]]"))).collect();
        let found = keys(&format!("{name} = []{}", kept.join("\n[")));
        assert!(found.contains(&("document-missing-key".to_owned(), 1)), "{name}: {found:?}");
    }
}

#[test]
fn the_folder_holds_nothing_that_the_digest_or_a_colleague_must_not_see() {
    let secret = "a text\n-----BEGIN EC PRIVATE KEY-----\n";
    let found = keys_of(&with(|files| drop(files.insert("ca/a.pem".into(), secret.into()))));
    assert_eq!(found, [("charter-private-key".to_owned(), 2)]);
    let found = keys_of(&with(|files| drop(files.insert("key".into(), b"PRIVATE+KEY+a+00000000+AA==\n".to_vec()))));
    assert_eq!(found, [("charter-private-key".to_owned(), 1)]);
    for name in ["a\nb", "a\\b", "a\u{fffd}", "a\u{202e}b"] {
        let found = keys_of(&with(|files| drop(files.insert(name.into(), Vec::new()))));
        assert_eq!(found[0].0, "charter-file-name", "{name:?}");
    }
    let found = keys_of(&with(|files| files.get_mut("charter.toml").unwrap().extend(b"\xff")));
    assert_eq!(found, [("text-not-utf8".to_owned(), SMALL.lines().count() as u64 + 1)]);
}

#[test]
fn one_key_signs_for_one_member_only() {
    let shared = SMALL.replace("areas = [\"", &format!("signing_key = \"{KEY}\"\nareas = [\""));
    assert_eq!(keys(&shared).iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["charter-key-shared"]);
    // The same key under another name.
    let renamed = KEY.replace("PeterNeumann+c74f20a3", "other+ad158023");
    assert_eq!(keys(&shared.replacen(KEY, &renamed, 1))[0].0, "charter-key-shared");
    let one = SMALL.replacen("areas = [\"", &format!("signing_key = \"{KEY}\"\nareas = [\""), 1);
    // Nor may a coordinator sign with it.
    let coordinator = format!(
        "{one}\n[[coordinator]]\nid = \"x\"\nname = {{ en = \"X\", fr = \"X\" }}\nidentity = \"spiffe://{}/coordinator/x\"\nsigning_key = \"{KEY}\"\n",
        Charter::parse(&files(&one)).unwrap().id
    );
    assert_eq!(keys(&coordinator)[0].0, "charter-key-shared");
    assert!(Charter::parse(&files(&one)).is_ok());
    // One person may hold both keys of a member, and none of another's.
    let both = one.replacen("signing_key", &format!("officer_key = \"{KEY}\"\nsigning_key"), 1);
    assert!(Charter::parse(&files(&both)).is_ok());
    let decides = shared.replacen("signing_key", "officer_key", 1);
    assert_eq!(keys(&decides)[0].0, "charter-key-shared");
    assert_eq!(keys(&decides.replace("signing_key", "officer_key"))[0].0, "charter-key-shared");
    assert_eq!(keys(&one.replace("PeterNeumann", "Peter Neumann"))[0].0, "document-wrong-type");
}

#[test]
fn the_geography_is_one_tree_with_named_areas_down_to_the_finest_level() {
    let cases = [
        ("B,region,C,B,B\n", "B,region,C,B,\n", "charter-geography-name", 4),
        ("B,region,C,B,B\n", "B,region,C,B,\u{1b}[2J\n", "charter-geography-name", 4),
        ("B,region,C,B,B\n", "B,region,C,B\n", "delimited-field-count", 4),
        ("B,region,C,B,B\n", "B,region,A,B,B\n", "charter-area-parent", 4),
        ("B,region,C,B,B\n", "B,region,C,B,B\nB,region,C,B,B\n", "charter-area-twice", 5),
        ("B,region,C,B,B\n", "B,village,C,B,B\n", "charter-geography-area", 4),
        ("C,country,,C,C\n", "C,country,,C,C\nD,country,,D,D\n", "charter-geography-roots", 1),
        ("code,level", "id,level", "delimited-header", 1),
    ];
    for (from, to, key, line) in cases {
        let found = keys_of(&with(|files| {
            let csv = String::from_utf8(files["geography.csv"].clone()).unwrap();
            files.insert("geography.csv".into(), csv.replace(from, to).into_bytes());
        }));
        assert_eq!(found[0], (key.to_owned(), line), "{to}");
    }
    for (dguid, sound) in [("", true), ("2021A000235", true), ("2021A00", false), ("X021A000235", false)] {
        let found = Charter::parse(&with(|files| {
            let csv = String::from_utf8(files["geography.csv"].clone()).unwrap();
            let csv = csv
                .replace('\n', ",\n")
                .replace("name_fr,", "name_fr,dguid")
                .replace("B,B,\n", &format!("B,B,{dguid}\n"));
            files.insert("geography.csv".into(), csv.into_bytes());
        }));
        match found {
            Ok(charter) => {
                let area =
                    charter.geography.find("B").map(|(level, area)| &charter.geography.areas(level)[area as usize]);
                assert!(sound && area.unwrap().dguid.as_deref().unwrap_or_default() == dguid, "{dguid}");
            }
            Err(found) => assert!(!sound && found.shown()[0].key == "charter-geography-dguid", "{dguid}: {found}"),
        }
    }
    let bare = with(|files| {
        let text = SMALL
            .replace(LEVELS, &LEVELS.replace("]", ", { id = \"town\", label = { en = \"Towns\", fr = \"Villes\" } }]"));
        files.insert("charter.toml".into(), text.into_bytes());
        files.get_mut("geography.csv").unwrap().extend(b"A1,town,A,A,A\n");
    });
    assert_eq!(keys_of(&bare), [("charter-area-barren".to_owned(), 4)]);
    let none = with(|files| {
        let text = SMALL
            .replace(LEVELS, &LEVELS.replace("]", ", { id = \"town\", label = { en = \"Towns\", fr = \"Villes\" } }]"));
        files.insert("charter.toml".into(), text.into_bytes());
    });
    assert_eq!(keys_of(&none).len(), 2);
    let marked = with(|files| drop(files.get_mut("geography.csv").unwrap().splice(0..0, *b"\xef\xbb\xbf")));
    assert!(Charter::parse(&marked).is_ok());
}

/// What no rule reads yet is shown to people all the same.
#[test]
fn the_disclosure_section_deceives_nobody() {
    for hidden in ["\"\\u001b[2J\" = 1", "knowledge = \"\\u202Epopulation\"", "a = { b = [\"\\u009b\"] }"] {
        let found = keys(&format!("{SMALL}[disclosure]\n{hidden}\n"));
        assert_eq!(found, [("document-not-plain".to_owned(), SMALL.lines().count() as u64 + 2)], "{hidden}");
    }
}

/// One problem for each thing that is wrong, under the name that people give it.
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
        ("private", end, with("[disclosure]\nshow_from = 11", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\npersons = 11", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\nweight_cap_means = 3", end), "charter-outdated-key"),
        ("controlled", end, with("[disclosure]\nweight_cap_means = 3", end), "charter-outdated-key"),
        ("private", end, with("[disclosure]\nshown_from = 11", end), "document-unknown-key"),
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

/// Each case plants one mistake into public totals and expects its key, at its line and column, and what its words say.
#[test]
fn names_what_is_wrong_with_public_totals() {
    const TOTALS: &str = "level,area,sex,people\nregion,A,f,10\nregion,A,m,20\nregion,B,f,30\nregion,B,m,40\n";
    let private = SMALL
        .replace("class = \"public\"", "class = \"private\"")
        .replace("version = 1\n[[dimension]]", "version = 1\nweights = \"none\"\n[[dimension]]")
        .replace("groups = []", "groups = [\"sex\"]");
    let of = |charter: &str, totals: &str| {
        let mut files = files(charter);
        files.insert("totals.csv".to_owned(), totals.as_bytes().to_vec());
        Charter::parse(&files)
    };
    // A member has all of its totals, or none.
    for (totals, count) in [(TOTALS, 4), (&TOTALS[..TOTALS.find("region,B").unwrap()], 2)] {
        assert_eq!(of(&private, totals).unwrap().totals.unwrap().count(), count);
    }
    let hidden = private.replace("[[dimension]]", "[privacy]\nshow_from = 11\n[[dimension]]");
    let nowhere = (0, "");
    for (charter, from, to, key, place, words) in [
        (SMALL, "", "", "totals-class", nowhere, "private"),
        (&hidden, "", "", "totals-show-from", nowhere, ""),
        (&private, ",sex,", ",gender,", "delimited-header", (1, ""), "level,area,people"),
        (&private, "A,f,10", "A,f", "delimited-field-count", (2, ""), "4 3"),
        (&private, "region,A,f", "town,A,f", "totals-level", (2, "level"), "country, region"),
        (&private, "region,B,f", "country,C,f", "totals-level", (4, "level"), "region"),
        (&private, "region,A,m", "region,D,m", "totals-area", (3, "area"), "D"),
        (&private, "region,A,m", "region,C,m", "totals-area", (3, "area"), "C"),
        (&private, "A,m", "A,x", "totals-category", (3, "sex"), "sex f, m"),
        (&private, ",30", ",0", "totals-count", (4, "people"), ""),
        (&private, ",30", ",-30", "totals-count", (4, "people"), ""),
        (&private, ",30", ",30.5", "totals-count", (4, "people"), ""),
        (&private, ",30", ",4294967296", "totals-count", (4, "people"), ""),
        (&private, "region,B,f", "region,A,f", "totals-twice", (4, "people"), "2"),
        (
            &private,
            TOTALS,
            "level,area,adult,people\nregion,A,old,1\n",
            "totals-category",
            (2, "adult"),
            "age minor, adult",
        ),
        (&private, TOTALS, "level,area,age,people\nregion,A,65+,1\n", "totals-no-table", nowhere, "region age"),
        (
            &private,
            TOTALS,
            "level,area,sex,people\ncountry,C,f,1\ncountry,C,m,1\n",
            "totals-area-shared",
            (2, "area"),
            "C",
        ),
        (&private, "region,B,m,40\n", "", "totals-missing", nowhere, "b 1"),
    ] {
        let findings = of(charter, &TOTALS.replacen(from, to, 1)).unwrap_err();
        let found = &findings.shown()[0];
        let (line, column) =
            (Some(place.0).filter(|line| *line > 0), Some(place.1).filter(|column| !column.is_empty()));
        let expected =
            Place { file: Some("totals.csv".to_owned()), line, column: column.map(str::to_owned), key: None };
        let said: Vec<&str> = found.args.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!((&*found.key, &found.place, said.join(" ").as_str()), (key, &expected, words), "{to}");
        assert_eq!(findings.total(), 1, "{to}: {findings}");
    }
}

/// Problems of both files are told at once.
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

    /// Whatever a slip of the hand does to a charter, reading it ends with a charter or with problems at their lines.
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
