//! Content of the folder: files, keys, areas.

use super::*;

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
    // A coordinator may not sign with it either.
    let coordinator = format!(
        "{one}\n[[coordinator]]\nid = \"x\"\nname = {{ en = \"X\", fr = \"X\" }}\nidentity = \"spiffe://{}/coordinator/x\"\nsigning_key = \"{KEY}\"\n",
        Charter::parse(&files(&one)).unwrap().id
    );
    assert_eq!(keys(&coordinator)[0].0, "charter-key-shared");
    assert!(Charter::parse(&files(&one)).is_ok());
    // One person may hold both keys of a member, and no key of another.
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
                let area = charter.geography.find("B").map(|area| charter.geography.area(area));
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
