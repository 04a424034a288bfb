use super::*;

const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

fn parse(files: &CharterFiles) -> Charter {
    Charter::parse(files).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The template after replacements in charter.toml (first place only) and in the geography.
fn edited(charter: &[(&str, &str)], geography: &[(&str, &str)]) -> CharterFiles {
    let mut files = template(None);
    for (name, edits) in [("charter.toml", charter), ("geography.csv", geography)] {
        let mut text = String::from_utf8(files[name].clone()).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        files.insert(name.to_owned(), text.into_bytes());
    }
    files
}

fn keys(old: &CharterFiles, new: &CharterFiles) -> Vec<&'static str> {
    changes(&parse(old), &parse(new)).iter().map(|change| change.key).collect()
}

#[test]
fn a_charter_does_not_differ_from_itself_nor_from_another_spelling() {
    assert!(keys(&template(None), &template(None)).is_empty());
    let spelled = edited(&[("weight = 2.0", "weight = 2"), ("[charter]\n", "[charter]  # here\n")], &[]);
    assert!(keys(&template(None), &spelled).is_empty());
    assert_ne!(digest(&template(None)), digest(&spelled));
}

/// One planted change of each kind, there and back: the sentences in order, and no others.
#[test]
fn each_kind_of_change_is_found() {
    let check = |file: &str, edits: &[(&str, &str)], there: &str, back: &str| {
        let (charter, geography) = if file == "charter.toml" { (edits, [].as_slice()) } else { ([].as_slice(), edits) };
        let (old, new) = (template(None), edited(charter, geography));
        assert_eq!(keys(&old, &new).join(" "), there, "{edits:?}");
        assert_eq!(keys(&new, &old).join(" "), back, "back: {edits:?}");
    };
    let crossing = "[[cross_border]]\nid = \"HARBOURS\"\nname = { en = \"Twin Harbours\", fr = \"Havres jumeaux\" }\nparts = [\"GUL-2\", \"PIN-1\"]\n";
    let coordinator = "id = \"secretariat\"";
    let last_member = "areas = [\"LAN\"]\n";
    check("charter.toml", &[("class = \"public\"", "class = \"controlled\"")], "class", "class");
    check("charter.toml", &[("#[disclosure]", "[disclosure]"), ("#knowledge", "knowledge")], "threshold", "threshold");
    check("charter.toml", &[("en = \"Show where", "en = \"Show why")], "purpose", "purpose");
    check(
        "charter.toml",
        &[("Digital ease in", "Ease in"), ("Aisance numérique aux", "Aisance aux")],
        "title title",
        "title title",
    );
    check("charter.toml", &[("section 7", "section 8")], "authority", "authority");
    check("charter.toml", &[("starts = 2026", "starts = 2027")], "starts", "starts");
    check("charter.toml", &[("ends = 2099", "ends = 2098")], "ends", "ends");
    check("charter.toml", &[("#quorum = 2", "quorum = 2")], "quorum", "quorum");
    check(
        "charter.toml",
        &[(
            last_member,
            "areas = [\"LAN-1\"]\n[[member]]\nid = \"x\"\nname = { en = \"X\", fr = \"X\" }\nareas = [\"LAN-2\"]\n",
        )],
        "member-joins member-areas-fewer member-areas-more quorum",
        "member-leaves member-areas-fewer member-areas-more quorum",
    );
    check("charter.toml", &[("en = \"Gull Island\"", "en = \"Gulls\"")], "member-name", "member-name");
    check(
        "charter.toml",
        &[(last_member, "areas = [\"LAN\"]\nendpoint = \"h:1\"\n")],
        "member-endpoint",
        "member-endpoint",
    );
    check(
        "charter.toml",
        &[(last_member, &format!("{last_member}signing_key = \"{KEY}\"\n"))],
        "member-key",
        "member-key",
    );
    check(
        "charter.toml",
        &[("level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"household\"]")],
        "table-removed table-removed table-added",
        "table-removed table-added table-added",
    );
    check("charter.toml", &[("below = 25.0", "below = 20.0")], "band-below", "band-below");
    check("charter.toml", &[("en = \"Medium\"", "en = \"Middling\"")], "band-label", "band-label");
    check(
        "charter.toml",
        &[(
            "[[band]]\nid = \"high\"",
            "[[band]]\nid = \"more\"\nlabel = { en = \"m\", fr = \"m\" }\nbelow = 75\n[[band]]\nid = \"high\"",
        )],
        "band-added",
        "band-removed",
    );
    check(
        "charter.toml",
        &[(crossing, "")],
        "table-cells table-cells table-cells cross-border-removed",
        "table-cells table-cells table-cells cross-border-added",
    );
    check(
        "charter.toml",
        &[("\"GUL-2\", \"PIN-1\"", "\"GUL-2\", \"PIN-2\"")],
        "cross-border-parts",
        "cross-border-parts",
    );
    check("charter.toml", &[("en = \"Twin Harbours\"", "en = \"Harbours\"")], "cross-border-name", "cross-border-name");
    check("charter.toml", &[("en = \"Household\"", "en = \"Home\"")], "group-label", "group-label");
    check("charter.toml", &[("en = \"Lives alone\"", "en = \"Alone\"")], "category-label", "category-label");
    check("charter.toml", &[("en = \"Under 65\"", "en = \"Younger\"")], "category-label", "category-label");
    check("charter.toml", &[("en = \"Age, in two\"", "en = \"Age (2)\"")], "partition-label", "partition-label");
    check(
        "charter.toml",
        &[("[\"16-24\", \"25-64\"]", "[\"16-24\"]"), ("[\"65-74\", \"75+\"]", "[\"25-64\", \"65-74\", \"75+\"]")],
        "partition-of",
        "partition-of",
    );
    check(
        "charter.toml",
        &[("fr = \"Vit avec d’autres\" } }", "fr = \"Vit avec d’autres\" }, other = true }")],
        "group-other",
        "group-other",
    );
    check(
        "charter.toml",
        &[("\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\"")],
        "table-cells table-cells table-cells table-cells table-cells table-cells category-added group-other",
        "table-cells table-cells table-cells table-cells table-cells table-cells category-removed group-other",
    );
    check("charter.toml", &[("vintage = \"2026\"", "vintage = \"2021\"")], "vintage", "vintage");
    check("geography.csv", &[("Wick Hill", "Wick")], "areas-renamed", "areas-renamed");
    check("geography.csv", &[("LAN-1,town,LAN", "LAN-1,town,PIN")], "areas-moved", "areas-moved");
    check(
        "geography.csv",
        &[("LAN-1,town,LAN,Wick Hill,Butte-à-la-Mèche\n", "")],
        "table-cells table-cells table-cells areas-fewer",
        "table-cells table-cells table-cells areas-more",
    );
    check(
        "charter.toml",
        &[(coordinator, "id = \"office\"")],
        "coordinator-leaves coordinator-joins",
        "coordinator-leaves coordinator-joins",
    );
    check(
        "charter.toml",
        &[("coordinator/secretariat", "coordinator/office")],
        "coordinator-identity",
        "coordinator-identity",
    );
    check("charter.toml", &[("en = \"Secretariat of", "en = \"Office of")], "coordinator-name", "coordinator-name");
    check(
        "charter.toml",
        &[(coordinator, &format!("{coordinator}\nsigning_key = \"{KEY}\""))],
        "coordinator-key",
        "coordinator-key",
    );
    check("charter.toml", &[("id = \"digital-ease\"", "id = \"ease-index\"")], "method-id", "method-id");
    check(
        "charter.toml",
        &[("aggregate = \"arithmetic\"", "aggregate = \"geometric\"")],
        "method-aggregate",
        "method-aggregate",
    );
    check(
        "charter.toml",
        &[("\"leave_out_person\"\n", "\"average_of_answered\"\n")],
        "method-missing",
        "method-missing",
    );
    check("charter.toml", &[("#weight_cap", "weight_cap")], "method-weight-cap", "method-weight-cap");
    check("charter.toml", &[("measures nothing.", "measures little.")], "method-notes", "method-notes");
    check("charter.toml", &[("\nnotes = {", "\n#notes = {")], "method-notes-removed", "method-notes-added");
    check("charter.toml", &[("weight = 2.0", "weight = 3.0")], "dimension-weight", "dimension-weight");
    check("charter.toml", &[("en = \"Comfort\"", "en = \"Ease\"")], "dimension-label", "dimension-label");
    check(
        "charter.toml",
        &[("min_answered = 1", "min_answered = 2")],
        "dimension-min-answered",
        "dimension-min-answered",
    );
    check("charter.toml", &[("weight = 0.5", "weight = 0.25")], "indicator-weight", "indicator-weight");
    check("charter.toml", &[("steps = 5", "steps = 4")], "indicator-scale", "indicator-scale");
    check(
        "charter.toml",
        &[("en = \"Internet at home\"", "en = \"Home Internet\"")],
        "indicator-label",
        "indicator-label",
    );
    check(
        "charter.toml",
        &[("id = \"internet_cost\"\ndimension = \"access\"", "id = \"internet_cost\"\ndimension = \"skills\"")],
        "indicator-dimension",
        "indicator-dimension",
    );
    check(
        "charter.toml",
        &[("id = \"online_tasks\"", "id = \"tasks\"")],
        "indicator-removed indicator-added",
        "indicator-removed indicator-added",
    );
    check(
        "charter.toml",
        &[("changement convenu.\nversion = 1", "changement convenu.\nversion = 2")],
        "version",
        "version",
    );
}

#[test]
fn what_matters_most_to_an_officer_comes_first() {
    let new = edited(
        &[
            ("weight = 2.0", "weight = 3.0"),
            ("below = 25.0", "below = 20.0"),
            ("ends = 2099", "ends = 2098"),
            ("class = \"public\"", "class = \"controlled\""),
        ],
        &[],
    );
    let found = changes(&parse(&template(None)), &parse(&new));
    assert!(found.is_sorted_by_key(|change| change.topic));
    assert_eq!(
        found.iter().map(|change| change.key).collect::<Vec<_>>(),
        ["class", "ends", "band-below", "dimension-weight"]
    );
}

#[test]
fn files_count_as_far_as_they_mean_something() {
    let pem = |word: &str| format!("-----BEGIN CERTIFICATE-----\n{word}\n").into_bytes();
    let with = |files: &[(&str, Vec<u8>)]| {
        let mut charter = edited(&[("#authority = \"authorities/gulls.pem\"", "authority = \"ca.pem\"")], &[]);
        charter.extend(files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())));
        charter
    };
    let old = with(&[("ca.pem", pem("AA"))]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AB"))])), ["member-authority"]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AA")), ("notes.md", b"x".to_vec())])), ["file-added"]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AA")), ("signatures/gulls.note", b"x".to_vec())])), [""; 0]);
}

/// New dimensions, groups and levels, each with all that follows from it.
#[test]
fn whole_new_parts_are_told_with_what_they_bring() {
    let dimension = "[[dimension]]\nid = \"trust\"\nlabel = { en = \"Trust\", fr = \"Confiance\" }\n\n[[indicator]]\nid = \"trusts\"\ndimension = \"trust\"\nlabel = { en = \"Trusts\", fr = \"Confiant\" }\ntype = \"yes_no\"\nworse = \"no\"\n\n[[band]]";
    let new = edited(&[("[[band]]", dimension)], &[]);
    assert_eq!(keys(&template(None), &new), ["dimension-added", "indicator-added"]);
    assert_eq!(keys(&new, &template(None)), ["dimension-removed", "indicator-removed"]);
    let group = "[[group]]\nid = \"sex\"\nlabel = { en = \"Sex\", fr = \"Sexe\" }\ncategories = [{ id = \"f\", label = { en = \"F\", fr = \"F\" } }, { id = \"m\", label = { en = \"M\", fr = \"H\" } }]\n\n[method]";
    let new = edited(
        &[
            ("[method]", group),
            ("level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"sex\", \"age\"]"),
        ],
        &[],
    );
    assert_eq!(keys(&template(None), &new), ["table-added", "table-added", "table-added", "group-added"]);
    assert_eq!(keys(&new, &template(None)), ["table-removed", "table-removed", "table-removed", "group-removed"]);
}

#[test]
fn another_order_is_told_as_such() {
    let swap =
        [("id = \"alone\"", "id = \"?\""), ("id = \"shared\"", "id = \"alone\""), ("id = \"?\"", "id = \"shared\"")];
    let labels = [
        ("\"Lives alone\"", "\"?\""),
        ("\"Lives with others\"", "\"Lives alone\""),
        ("\"?\"", "\"Lives with others\""),
        ("\"Vit seul\"", "\"?\""),
        ("\"Vit avec d’autres\"", "\"Vit seul\""),
        ("\"?\"", "\"Vit avec d’autres\""),
    ];
    let new = edited(&[swap.as_slice(), &labels].concat(), &[]);
    assert_eq!(keys(&template(None), &new), ["order"]);
}
