use super::fixtures::{CASES, edited_files, parse, renamed_level, with_edits};
use super::*;

fn keys(old: &CharterFiles, new: &CharterFiles) -> Vec<&'static str> {
    changes(&parse(old), &parse(new)).iter().map(|change| change.key).collect()
}

#[test]
fn a_charter_does_not_differ_from_itself_nor_from_another_spelling() {
    assert!(keys(&template(None), &template(None)).is_empty());
    let spelled = edited_files(&[("weight = 2.0", "weight = 2"), ("[charter]\n", "[charter]  # here\n")], &[]);
    assert!(keys(&template(None), &spelled).is_empty());
    assert_ne!(digest(&template(None)), digest(&spelled));
}

/// Exactly these sentences, in order; the missing new version of the method has a test of its own.
#[test]
fn each_kind_of_change_is_found() {
    let found = |old: &CharterFiles, new: &CharterFiles| {
        let mut keys = keys(old, new);
        keys.retain(|key| *key != "method-unversioned");
        keys.join(" ")
    };
    for case in CASES {
        let (old, new) = (template(None), with_edits(case));
        let (_, edits, there, back) = case;
        assert_eq!(found(&old, &new), *there, "{edits:?}");
        assert_eq!(found(&new, &old), *back, "back: {edits:?}");
    }
}

/// A change of figures needs a new version; a change of words for people doesn't.
#[test]
fn a_method_that_changes_under_its_version_is_said_to() {
    let version = ("changement de méthode.\nversion = 1", "changement de méthode.\nversion = 2");
    for (edit, other) in [
        (("aggregate = \"arithmetic\"", "aggregate = \"geometric\""), true),
        (("\"leave_out_person\"", "\"average_of_answered\""), true),
        (("#weight_cap", "weight_cap"), true),
        (("weight = 2.0", "weight = 1.0"), true),
        (("min_answered = 1", "min_answered = 2"), true),
        (("worse = \"higher\"", "worse = \"lower\""), true),
        (("high = 120.0", "high = 100.0"), true),
        (("steps = 5", "steps = 4"), true),
        (("below = 25.0", "below = 20.0"), true),
        (("en = \"Comfort\"", "en = \"Ease\""), false),
        (("An invented index", "A made-up index"), false),
        (("en = \"Low\"", "en = \"Little\""), false),
    ] {
        let unsaid =
            |edits: &[(&str, &str)]| keys(&template(None), &edited_files(edits, &[])).contains(&"method-unversioned");
        assert_eq!(unsaid(&[edit]), other, "{edit:?}");
        assert!(!unsaid(&[edit, version]), "{edit:?}");
    }
}

#[test]
fn a_level_of_another_name_is_another_level() {
    let expected = "table-removed table-removed table-removed table-added table-added table-added levels";
    assert_eq!(keys(&template(None), &renamed_level()).join(" "), expected);
}

#[test]
fn what_matters_most_to_an_officer_comes_first() {
    let new = edited_files(
        &[
            ("weight = 2.0", "weight = 3.0"),
            ("below = 25.0", "below = 20.0"),
            ("ends = 2099", "ends = 2098"),
            ("class = \"public\"", "class = \"private\""),
            ("#weights = \"none\"", "weights = \"none\""),
        ],
        &[],
    );
    let found = changes(&parse(&template(None)), &parse(&new));
    assert!(found.is_sorted_by_key(|change| change.topic));
    assert_eq!(
        found.iter().map(|change| change.key).collect::<Vec<_>>(),
        ["class", "ends", "band-below", "method-unversioned", "method-weights", "dimension-weight"]
    );
}

#[test]
fn files_count_as_far_as_they_mean_something() {
    let pem = |word: &str| format!("-----BEGIN CERTIFICATE-----\n{word}\n").into_bytes();
    let with = |files: &[(&str, Vec<u8>)]| {
        let mut charter = edited_files(&[("#authority = \"authorities/gulls.pem\"", "authority = \"ca.pem\"")], &[]);
        charter.extend(files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())));
        charter
    };
    let old = with(&[("ca.pem", pem("AA"))]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AB"))])), ["member-authority"]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AA")), ("notes.md", b"x".to_vec())])), ["file-added"]);
    assert_eq!(keys(&old, &with(&[("ca.pem", pem("AA")), ("signatures/gulls.note", b"x".to_vec())])), [""; 0]);
    // Digests that begin alike are still different.
    let (old, mut new) = (parse(&old), parse(&old));
    let mut digest = *old.files["ca.pem"].as_bytes();
    digest[31] ^= 1;
    new.files.insert("ca.pem".to_owned(), Digest::from_bytes(digest));
    assert_eq!(changes(&old, &new)[0].key, "member-authority");
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
    let new = edited_files(&[swap.as_slice(), &labels].concat(), &[]);
    assert_eq!(keys(&template(None), &new), ["order"]);
}
