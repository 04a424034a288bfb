//! Charters that differ, for tests.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects")]

use super::*;
use crate::charter::template;

macro_rules! key {
    () => {
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    };
}

pub(super) fn parse(files: &CharterFiles) -> Charter {
    Charter::parse(files).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The template after replacements in charter.toml (first place only) and in the geography.
pub(super) fn edited_files(charter: &[(&str, &str)], geography: &[(&str, &str)]) -> CharterFiles {
    let mut files = template(None);
    for (name, edits) in [("charter.toml", charter), ("geography.csv", geography)] {
        let mut text = String::from_utf8(files[name].clone()).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            // A new column is added to every line.
            text = text.replacen(from, to, if *from == "\n" { usize::MAX } else { 1 });
        }
        files.insert(name.to_owned(), text.into_bytes());
    }
    files
}

const CROSSING: &str = "[[cross_border]]\nid = \"HARBOURS\"\nname = { en = \"Twin Harbours\", fr = \"Havres jumeaux\" }\nparts = [\"GUL-2\", \"PIN-1\"]\n";
const NEW_DIMENSION: &str = "[[dimension]]\nid = \"trust\"\nlabel = { en = \"Trust\", fr = \"Confiance\" }\n\n[[indicator]]\nid = \"trusts\"\ndimension = \"trust\"\nlabel = { en = \"Trusts\", fr = \"Confiant\" }\ntype = \"yes_no\"\nworse = \"no\"\n\n[[band]]";
const NEW_GROUP: &str = "[[group]]\nid = \"sex\"\nlabel = { en = \"Sex\", fr = \"Sexe\" }\ncategories = [{ id = \"f\", label = { en = \"F\", fr = \"F\" } }, { id = \"m\", label = { en = \"M\", fr = \"H\" } }]\n\n[method]";

/// File, edits, and the sentences about them: forward, and back again.
pub(super) type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

/// One planted change of each kind.
pub(super) const CASES: &[Case] = &[
    (
        "charter.toml",
        &[("class = \"public\"", "class = \"private\""), ("#weights = \"none\"", "weights = \"none\"")],
        "class method-weights",
        "class method-weights",
    ),
    (
        "charter.toml",
        &[("class = \"public\"", "class = \"controlled\""), ("#weights = \"none\"", "weights = \"none\"")],
        "class threshold method-weights",
        "class threshold method-weights",
    ),
    // A default that is written out doesn't change what is in force.
    ("charter.toml", &[("#[privacy]\n#rho", "[privacy]\nrho"), ("#delta", "delta")], "", ""),
    (
        "charter.toml",
        &[
            ("#[privacy]\n#rho = \"standard\"", "[privacy]\nrho = \"0.2\""),
            ("#workload = { index = 1", "workload = { index = 2"),
        ],
        "threshold threshold",
        "threshold threshold",
    ),
    ("charter.toml", &[("en = \"Show where", "en = \"Show why")], "purpose", "purpose"),
    (
        "charter.toml",
        &[("Digital ease in", "Ease in"), ("Aisance numérique aux", "Aisance aux")],
        "title title",
        "title title",
    ),
    ("charter.toml", &[("section 7", "section 8")], "authority", "authority"),
    ("charter.toml", &[("en = \"Invented Open", "en = \"Open")], "licence", "licence"),
    ("charter.toml", &[("#licence_url", "licence_url")], "licence-url licence-url", "licence-url licence-url"),
    ("charter.toml", &[("who live on the isles", "on the isles")], "target-population", "target-population"),
    ("charter.toml", &[("January 1 of the period", "July 1 of the period")], "reference-date", "reference-date"),
    (
        "charter.toml",
        &[("#legal_authority", "legal_authority")],
        "member-legal-authority member-legal-authority",
        "member-legal-authority member-legal-authority",
    ),
    ("charter.toml", &[("en = \"Towns\"", "en = \"Villages\"")], "level-label", "level-label"),
    ("charter.toml", &[("starts = 2026", "starts = 2027")], "starts", "starts"),
    ("charter.toml", &[("ends = 2099", "ends = 2098")], "ends", "ends"),
    ("charter.toml", &[("#quorum = 2", "quorum = 2")], "quorum", "quorum"),
    ("charter.toml", &[("#witnesses = 7", "witnesses = 7")], "", ""),
    ("charter.toml", &[("#witnesses = 7", "witnesses = 5")], "witnesses", "witnesses"),
    (
        "charter.toml",
        &[(
            "areas = [\"LAN\"]\n",
            "areas = [\"LAN-1\"]\n[[member]]\nid = \"x\"\nname = { en = \"X\", fr = \"X\" }\nareas = [\"LAN-2\"]\n",
        )],
        "member-joins member-areas-fewer member-areas-more quorum",
        "member-leaves member-areas-fewer member-areas-more quorum",
    ),
    ("charter.toml", &[("en = \"Gull Island\"", "en = \"Gulls\"")], "member-name", "member-name"),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", "areas = [\"LAN\"]\npopulation = 12\n")],
        "member-population",
        "member-population",
    ),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", "areas = [\"LAN\"]\nweight_cap = 12.5\n")],
        "member-weight-cap",
        "member-weight-cap",
    ),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", "areas = [\"LAN\"]\nendpoint = \"h:1\"\n")],
        "member-endpoint",
        "member-endpoint",
    ),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", "areas = [\"LAN\"]\njurisdiction = \"CA-QC\"\n")],
        "member-jurisdiction",
        "member-jurisdiction",
    ),
    (
        "charter.toml",
        &[("id = \"secretariat\"", "id = \"secretariat\"\njurisdiction = \"CA-QC\"")],
        "coordinator-jurisdiction",
        "coordinator-jurisdiction",
    ),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", concat!("areas = [\"LAN\"]\nsigning_key = \"", key!(), "\"\n"))],
        "member-key",
        "member-key",
    ),
    (
        "charter.toml",
        &[("areas = [\"LAN\"]\n", concat!("areas = [\"LAN\"]\nofficer_key = \"", key!(), "\"\n"))],
        "member-officer-key",
        "member-officer-key",
    ),
    (
        "charter.toml",
        &[("level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"household\"]")],
        "table-removed table-removed table-added",
        "table-removed table-added table-added",
    ),
    ("charter.toml", &[("below = 25.0", "below = 20.0")], "band-below", "band-below"),
    ("charter.toml", &[("en = \"Medium\"", "en = \"Middling\"")], "band-label", "band-label"),
    (
        "charter.toml",
        &[(
            "[[band]]\nid = \"high\"",
            "[[band]]\nid = \"more\"\nlabel = { en = \"m\", fr = \"m\" }\nbelow = 75\n[[band]]\nid = \"high\"",
        )],
        "band-added",
        "band-removed",
    ),
    (
        "charter.toml",
        &[(CROSSING, "")],
        "table-cells table-cells table-cells cross-border-removed",
        "table-cells table-cells table-cells cross-border-added",
    ),
    ("charter.toml", &[("\"GUL-2\", \"PIN-1\"", "\"GUL-2\", \"PIN-2\"")], "cross-border-parts", "cross-border-parts"),
    ("charter.toml", &[("en = \"Twin Harbours\"", "en = \"Harbours\"")], "cross-border-name", "cross-border-name"),
    ("charter.toml", &[("en = \"Household\"", "en = \"Home\"")], "group-label", "group-label"),
    ("charter.toml", &[("en = \"Lives alone\"", "en = \"Alone\"")], "category-label", "category-label"),
    ("charter.toml", &[("en = \"Under 65\"", "en = \"Younger\"")], "category-label", "category-label"),
    ("charter.toml", &[("en = \"Age, in two\"", "en = \"Age (2)\"")], "coarser-level-label", "coarser-level-label"),
    (
        "charter.toml",
        &[("[\"16-24\", \"25-64\"]", "[\"16-24\"]"), ("[\"65-74\", \"75+\"]", "[\"25-64\", \"65-74\", \"75+\"]")],
        "coarser-level-of",
        "coarser-level-of",
    ),
    (
        "charter.toml",
        &[("fr = \"Vit avec d’autres\" } }", "fr = \"Vit avec d’autres\" }, other = true }")],
        "group-other",
        "group-other",
    ),
    (
        "charter.toml",
        &[("\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\"")],
        "table-cells table-cells table-cells table-cells table-cells table-cells category-added group-other",
        "table-cells table-cells table-cells table-cells table-cells table-cells category-removed group-other",
    ),
    ("charter.toml", &[("vintage = \"2026\"", "vintage = \"2021\"")], "vintage", "vintage"),
    ("geography.csv", &[("Wick Hill", "Wick")], "areas-renamed", "areas-renamed"),
    (
        "geography.csv",
        &[("\n", ",\n"), ("name_fr,", "name_fr,dguid"), ("la-Mèche,", "la-Mèche,2021A00050000001")],
        "areas-identified",
        "areas-identified",
    ),
    ("geography.csv", &[("LAN-1,town,LAN", "LAN-1,town,PIN")], "areas-moved", "areas-moved"),
    (
        "geography.csv",
        &[("LAN-1,town,LAN,Wick Hill,Butte-à-la-Mèche\n", "")],
        "table-cells table-cells table-cells areas-fewer",
        "table-cells table-cells table-cells areas-more",
    ),
    (
        "charter.toml",
        &[("id = \"secretariat\"", "id = \"office\"")],
        "coordinator-leaves coordinator-joins",
        "coordinator-leaves coordinator-joins",
    ),
    (
        "charter.toml",
        &[(
            "#authority = \"authorities/secretariat.pem\"\n#signing_key",
            concat!(
                "[[coordinator]]\nid = \"x\"\nname = { en = \"X\", fr = \"X\" }\nidentity = \"spiffe://three-islands/coordinator/x\"\n",
                "signing_key = \"",
                key!(),
                "\"\n[[coordinator]]\nid = \"y\"\nname = { en = \"Y\", fr = \"Y\" }\nidentity = \"spiffe://three-islands/coordinator/y\"\nsigning_key"
            ),
        )],
        "sign-off coordinator-joins coordinator-joins",
        "sign-off coordinator-leaves coordinator-leaves",
    ),
    (
        "charter.toml",
        &[("coordinator/secretariat", "coordinator/office")],
        "coordinator-identity",
        "coordinator-identity",
    ),
    ("charter.toml", &[("en = \"Secretariat of", "en = \"Office of")], "coordinator-name", "coordinator-name"),
    (
        "charter.toml",
        &[("id = \"secretariat\"", concat!("id = \"secretariat\"\nsigning_key = \"", key!(), "\""))],
        "coordinator-key",
        "coordinator-key",
    ),
    ("charter.toml", &[("id = \"digital-ease\"", "id = \"ease-index\"")], "method-id", "method-id"),
    (
        "charter.toml",
        &[("aggregate = \"arithmetic\"", "aggregate = \"geometric\"")],
        "method-aggregate",
        "method-aggregate",
    ),
    ("charter.toml", &[("\"leave_out_person\"\n", "\"average_of_answered\"\n")], "method-missing", "method-missing"),
    ("charter.toml", &[("#weights", "weights")], "method-weights", "method-weights"),
    ("charter.toml", &[("#weight_cap", "weight_cap")], "method-weight-cap", "method-weight-cap"),
    ("charter.toml", &[("measures nothing.", "measures little.")], "method-notes", "method-notes"),
    ("charter.toml", &[("\nnotes = {", "\n#notes = {")], "method-notes-removed", "method-notes-added"),
    ("charter.toml", &[("weight = 2.0", "weight = 3.0")], "dimension-weight", "dimension-weight"),
    ("charter.toml", &[("en = \"Comfort\"", "en = \"Ease\"")], "dimension-label", "dimension-label"),
    ("charter.toml", &[("min_answered = 1", "min_answered = 2")], "dimension-min-answered", "dimension-min-answered"),
    ("charter.toml", &[("weight = 0.5", "weight = 0.25")], "indicator-weight", "indicator-weight"),
    ("charter.toml", &[("steps = 5", "steps = 4")], "indicator-scale", "indicator-scale"),
    ("charter.toml", &[("en = \"Internet at home\"", "en = \"Home Internet\"")], "indicator-label", "indicator-label"),
    (
        "charter.toml",
        &[("id = \"internet_cost\"\ndimension = \"access\"", "id = \"internet_cost\"\ndimension = \"skills\"")],
        "indicator-dimension",
        "indicator-dimension",
    ),
    (
        "charter.toml",
        &[("id = \"online_tasks\"", "id = \"tasks\"")],
        "indicator-removed indicator-added",
        "indicator-removed indicator-added",
    ),
    ("charter.toml", &[("changement convenu.\nversion = 1", "changement convenu.\nversion = 2")], "version", "version"),
    (
        "charter.toml",
        &[("id = \"three-islands\"", "id = \"isles\""), ("spiffe://three-islands/", "spiffe://isles/")],
        "coordinator-identity id",
        "coordinator-identity id",
    ),
    (
        "charter.toml",
        &[(
            "Augmente à chaque changement de méthode.\nversion = 1",
            "Augmente à chaque changement de méthode.\nversion = 2",
        )],
        "method-version",
        "method-version",
    ),
    (
        "charter.toml",
        &[(
            "label = { en = \"Comfort\", fr = \"Aisance\" }",
            "label = { en = \"Comfort\", fr = \"Aisance\" }\naggregate = \"harmonic\"",
        )],
        "dimension-aggregate",
        "dimension-aggregate",
    ),
    (
        "charter.toml",
        &[("[[band]]", NEW_DIMENSION)],
        "dimension-added indicator-added",
        "dimension-removed indicator-removed",
    ),
    ("charter.toml", &[("[method]", NEW_GROUP)], "group-added", "group-removed"),
    (
        "charter.toml",
        &[
            ("[method]", NEW_GROUP),
            ("level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"sex\", \"age\"]"),
        ],
        "table-added table-added table-added group-added",
        "table-removed table-removed table-removed group-removed",
    ),
    (
        "charter.toml",
        &[(
            "\n  { id = \"age_in_two\"",
            "\n  { id = \"age_in_three\", label = { en = \"3\", fr = \"3\" }, categories = [\n    { id = \"a\", label = { en = \"a\", fr = \"a\" }, of = [\"16-24\"] },\n    { id = \"b\", label = { en = \"b\", fr = \"b\" }, of = [\"25-64\"] },\n    { id = \"c\", label = { en = \"c\", fr = \"c\" }, of = [\"65-74\", \"75+\"] },\n  ] },\n  { id = \"age_in_two\"",
        )],
        "table-added table-added table-added table-added table-added coarser-level-added",
        "table-removed table-removed table-removed table-removed table-removed coarser-level-removed",
    ),
    (
        "charter.toml",
        &[(
            "groups = [\"age\", \"household\"]\n\n[[table]]\nlevel = \"island\"",
            "groups = [\"age\", \"household\"]\n\n[[table]]\nlevel = \"town\"\ngroups = []\n\n[[table]]\nlevel = \"island\"",
        )],
        "order",
        "order",
    ),
];

/// Pairs of charters that together produce every sentence about a difference.
pub fn every_kind() -> Vec<(Charter, Charter)> {
    let edited = CASES.iter().map(|case| (template(None), with_edits(case)));
    let pem = |word: &str| format!("-----BEGIN CERTIFICATE-----\n{word}\n").into_bytes();
    let with = |more: &[(&str, Vec<u8>)]| {
        let authorities = [
            ("#authority = \"authorities/gulls.pem\"", "authority = \"a\""),
            ("#authority = \"authorities/secretariat.pem\"", "authority = \"a\""),
        ];
        let mut files = edited_files(&authorities, &[]);
        files.extend(more.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())));
        files
    };
    let files = [(with(&[("a", pem("1")), ("b", vec![1])]), with(&[("a", pem("2")), ("b", vec![2]), ("c", vec![])]))];
    let both = edited
        .chain(files)
        .chain([(template(None), renamed_level())])
        .flat_map(|(old, new)| [(old.clone(), new.clone()), (new, old)]);
    both.map(|(old, new)| (parse(&old), parse(&new))).collect()
}

/// The template with its towns renamed to villages.
pub(super) fn renamed_level() -> CharterFiles {
    let rename = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).unwrap();
        (name, text.replace("\"town\"", "\"village\"").replace(",town,", ",village,").into_bytes())
    };
    template(None).into_iter().map(rename).collect()
}

pub(super) fn with_edits((file, edits, ..): &Case) -> CharterFiles {
    if *file == "charter.toml" { edited_files(edits, &[]) } else { edited_files(&[], edits) }
}
