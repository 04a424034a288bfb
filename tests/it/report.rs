//! What people do with a result: look at it, open it elsewhere, lay a map below it, sign it.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::fixture::{Ended, archipel_in, copy, files, lasting};

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands").join(name).display().to_string()
}

/// The three islands, with their map and their service points, as a bundle of this name.
fn islands(folder: &Path, out: &str, more: &str) -> Ended {
    let [charter, data] = ["charter", "data"].map(example);
    archipel_in(folder, &format!("simulate --json --charter {charter} --data {data} --out {out} {more}"))
}

fn layers() -> String {
    let [boundaries, points] = ["boundaries.geojson", "service-points.csv"].map(example);
    format!("--boundaries {boundaries} --service-points {points} --within 30")
}

/// Every file of figures is byte for byte what it was. `ARCHIPEL_WRITE_GOLDEN=1` writes them anew: look at the difference.
#[test]
fn every_format_is_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    islands(home.path(), "bundle", &layers()).ok();
    let found: BTreeMap<String, Vec<u8>> = lasting(&home.path().join("bundle"))
        .into_iter()
        .filter(|(name, _)| !name.starts_with("charter/") && !name.starts_with("answers/"))
        .collect();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/three-islands");
    if std::env::var_os("ARCHIPEL_WRITE_GOLDEN").is_some() {
        for (name, bytes) in &found {
            fs::create_dir_all(golden.join(name).parent().unwrap()).unwrap();
            fs::write(golden.join(name), bytes).unwrap();
        }
    }
    let expected = files(&golden);
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, bytes) in &expected {
        assert!(found[name] == *bytes, "{name} has changed");
    }
}

#[test]
fn layers_are_part_of_what_is_verified() {
    let home = tempfile::tempdir().unwrap();
    islands(home.path(), "bundle", &layers()).ok();
    archipel_in(home.path(), "index verify bundle").ok();
    // Each file that somebody could want to change, with its checksum put right again.
    for name in [
        "report.html",
        "index.parquet",
        "index.sdmx.json",
        "index.geojson",
        "datapackage.json",
        "areas.csv",
        "service_points.csv",
        "layers/boundaries.geojson",
        "layers/service-points.csv",
    ] {
        let (bad, file) = (home.path().join("bad"), home.path().join("bad").join(name));
        copy(&home.path().join("bundle"), &bad);
        let mut bytes = fs::read(&file).unwrap();
        let digit = bytes.iter().rposition(|byte| (b'1'..b'9').contains(byte)).unwrap();
        bytes[digit] += 1;
        fs::write(&file, bytes).unwrap();
        assert_eq!(verify(home.path(), "bad"), (6, "bundle-checksum".to_owned()), "{name}");
        put_right(&bad, name);
        let (code, key) = verify(home.path(), "bad");
        assert!(code == 6 && key == "bundle-figures", "{name}: {code} {key}");
        fs::remove_dir_all(&bad).unwrap();
    }
}

/// Exit code and key of `index verify`.
fn verify(folder: &Path, bundle: &str) -> (i32, String) {
    archipel_in(folder, &format!("index verify {bundle} --json")).refusal()
}

/// Writes the checksum of one file anew.
fn put_right(bundle: &Path, name: &str) {
    let sum = archipel::model::Digest::of(&fs::read(bundle.join(name)).unwrap());
    let sums = fs::read_to_string(bundle.join("SHA256SUMS")).unwrap();
    let line = |line: &str| match line.split_once("  ") {
        Some((_, listed)) if listed == name => format!("{sum}  {name}\n"),
        _ => format!("{line}\n"),
    };
    fs::write(bundle.join("SHA256SUMS"), sums.lines().map(line).collect::<String>()).unwrap();
}

/// A mistake in a file of the coordinator's ends in one clear message, before anything is run or written.
#[test]
fn broken_layers_are_refused_before_anything_runs() {
    let home = tempfile::tempdir().unwrap();
    let boundaries = fs::read_to_string(example("boundaries.geojson")).unwrap();
    let ring = |points: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"GUL"}},"geometry":{{"type":"Polygon","coordinates":[[{points}]]}}}}]}}"#
        )
    };
    let points = "id,name_en,name_fr,owner,latitude,longitude,services,languages\n";
    let cases: [(&str, String, &str, &str, i32); 11] = [
        ("b", boundaries[..boundaries.len() / 2].to_owned(), "--boundaries b", "map-bad-json", 3),
        ("b", "{\"type\":\"Point\"}".to_owned(), "--boundaries b", "map-not-features", 3),
        (
            "b",
            boundaries.replace("\"code\"", "\"kode\"").replace("GUL", "G").replace("LAN", "L").replace("PIN", "P"),
            "--boundaries b",
            "map-no-codes",
            3,
        ),
        ("b", ring("[0,0],[1,1],[1,0],[0,1],[0,0]"), "--boundaries b", "map-crossing", 3),
        ("b", ring("[0,0],[1,1],[1,0],[0,0.5]"), "--boundaries b", "map-ring", 3),
        ("b", ring("[45,-120],[46,-120],[46,-119],[45,-120]"), "--boundaries b", "map-swapped", 3),
        (
            "b",
            ring("[500000,600000],[500100,600000],[500100,600100],[500000,600000]"),
            "--boundaries b",
            "map-not-degrees",
            3,
        ),
        ("p", format!("{points}a,A,A,o,99,0,,\n"), "--service-points p", "service-degrees", 3),
        ("p", format!("{points}a,A,A,o,45,0,,\n"), "--service-points p", "service-no-places", 2),
        ("p", format!("{points}a,A,A,o,45,0,,\n"), "--service-points p --within 0", "service-within", 2),
        ("p", format!("{points}a,A,A,o,45,0,,\n"), "--service-points p --catchments p", "service-header", 3),
    ];
    for (file, text, order, key, code) in cases {
        fs::write(home.path().join(file), text).unwrap();
        let refused = islands(home.path(), "bundle", order);
        assert_eq!(refused.refusal(), (code, key.to_owned()), "{order}");
        assert!(!home.path().join("bundle").exists(), "{key}");
    }
}

/// A copy of the example's charter with two coordinators who sign, and their keys.
fn two_coordinators(home: &Path, more: &str) {
    copy(&PathBuf::from(example("charter")), &home.join("charter"));
    let key = |name: &str| {
        let made = archipel_in(home, &format!("pki signing-key --json --name {name} --out {name}.key")).ok().json();
        format!("signing_key = \"{}\"\n", made["verifier"].as_str().unwrap())
    };
    let identity = "identity = \"spiffe://three-islands/coordinator/council\"\n";
    let second =
        format!("[[coordinator]]\nid = \"council\"\nname = {{ en = \"Council\", fr = \"Conseil\" }}\n{identity}");
    let (one, two) = (key("secretariat"), key("council"));
    key("stranger");
    let path = home.join("charter/charter.toml");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("#authority = \"authorities/secretariat.pem\"\n", &format!("{one}\n{second}{two}\n"));
    fs::write(&path, text.replace("#sign_off = 1\n", more)).unwrap();
}

fn rehearse(home: &Path, out: &str, more: &str) -> Ended {
    archipel_in(home, &format!("simulate --json --charter charter --data {} --out {out} {more}", example("data")))
}

fn publish(home: &Path, bundle: &str, key: &str) -> Ended {
    archipel_in(home, &format!("index publish {bundle} --key {key}.key --json"))
}

#[test]
fn a_bundle_is_published_once_enough_coordinators_have_signed() {
    let home = tempfile::tempdir().unwrap();
    two_coordinators(home.path(), "");
    rehearse(home.path(), "bundle", "").ok();
    assert_eq!(publish(home.path(), "bundle", "stranger").refusal(), (4, "publication-not-a-coordinator".to_owned()));
    let one = publish(home.path(), "bundle", "secretariat").ok().json();
    assert_eq!((&one["written"], &one["published"]), (&true.into(), &false.into()));
    let unpublished = archipel_in(home.path(), "index verify bundle --published --json");
    assert_eq!(unpublished.refusal(), (4, "publication-not-published".to_owned()));
    archipel_in(home.path(), "index verify bundle").ok();
    let two = publish(home.path(), "bundle", "council").ok().json();
    assert_eq!((&two["published"], &two["number"]), (&true.into(), &1.into()));
    // Once more changes nothing.
    let before = files(&home.path().join("bundle"));
    assert_eq!(publish(home.path(), "bundle", "council").ok().json()["written"], false);
    assert_eq!(files(&home.path().join("bundle")), before);
    let sound = archipel_in(home.path(), "index verify bundle --published --json").ok().json();
    assert_eq!(sound["publication"]["signed"], serde_json::json!(["council", "secretariat"]));

    // A signature of another bundle, of another coordinator, or by nobody, is none.
    let note = |name: &str| home.path().join("bundle/publication").join(format!("{name}.note"));
    let good = fs::read(note("council")).unwrap();
    rehearse(home.path(), "other", "").ok();
    publish(home.path(), "other", "council").ok();
    let foreign = fs::read(home.path().join("other/publication/council.note")).unwrap();
    for (name, bytes) in [("council", &foreign), ("secretariat", &good), ("nobody", &good)] {
        let was = fs::read(note(name)).ok();
        fs::write(note(name), bytes).unwrap();
        assert_eq!(verify(home.path(), "bundle"), (6, "publication-bad-signature".to_owned()), "{name}");
        match was {
            Some(was) => fs::write(note(name), was).unwrap(),
            None => fs::remove_file(note(name)).unwrap(),
        }
    }
}

#[test]
fn fewer_signatures_are_enough_where_the_charter_says_so() {
    let home = tempfile::tempdir().unwrap();
    two_coordinators(home.path(), "sign_off = 1\n");
    rehearse(home.path(), "bundle", "").ok();
    assert_eq!(publish(home.path(), "bundle", "council").ok().json()["published"], true);
    islands(home.path(), "unsigned", "").ok();
    let refused = publish(home.path(), "unsigned", "council");
    assert_eq!(refused.refusal(), (4, "publication-no-keys".to_owned()), "its charter names no key");
}

#[test]
fn a_correction_counts_on_and_says_why() {
    let home = tempfile::tempdir().unwrap();
    two_coordinators(home.path(), "sign_off = 1\n");
    rehearse(home.path(), "first", "--pilot").ok();
    let correct = "--corrects first --reason-en Boundaries --reason-fr Limites";
    let refused = rehearse(home.path(), "second", correct);
    assert_eq!(refused.refusal(), (4, "publication-not-published".to_owned()));
    publish(home.path(), "first", "council").ok();
    let refused = rehearse(home.path(), "second", &format!("{correct} --period 2030"));
    assert_eq!(refused.refusal(), (2, "publication-other-edition".to_owned()));
    rehearse(home.path(), "second", &format!("{correct} {}", layers())).ok();
    let report = |bundle: &str| fs::read_to_string(home.path().join(bundle).join("report.html")).unwrap();
    assert!(report("first").contains("PILOT · PILOTE") && report("first").contains("body class=\"pilot\""));
    assert!(!report("second").contains("body class=\"pilot\""));
    assert!(report("second").contains("Publication 2") && report("second").contains("Limites"));
    let told: serde_json::Value =
        serde_json::from_slice(&fs::read(home.path().join("second/edition.json")).unwrap()).unwrap();
    let sums = archipel::model::Digest::of(&fs::read(home.path().join("first/SHA256SUMS")).unwrap());
    assert_eq!(told["publication"]["corrects"], sums.to_string());
    // The third corrects the second.
    publish(home.path(), "second", "council").ok();
    let third = correct.replace("first", "second");
    rehearse(home.path(), "third", &third).ok();
    assert_eq!(publish(home.path(), "third", "secretariat").ok().json()["number"], 3);
    // What a bundle says of itself is under the signatures.
    let edition = home.path().join("third/edition.json");
    fs::write(&edition, fs::read_to_string(&edition).unwrap().replace("\"number\": 3", "\"number\": 4")).unwrap();
    put_right(&home.path().join("third"), "edition.json");
    assert_eq!(verify(home.path(), "third").0, 6);
}

/// Another version's words can't be repeated; its figures can.
#[test]
fn what_another_version_worded_is_named_and_its_figures_are_checked_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    islands(home.path(), "bundle", "").ok();
    let bundle = home.path().join("bundle");
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(bundle.join(name)).unwrap();
        assert!(text.contains(from), "{name}");
        fs::write(bundle.join(name), text.replacen(from, to, 1)).unwrap();
        put_right(&bundle, name);
    };
    let own = format!("\"coordinator\": \"{}\"", env!("CARGO_PKG_VERSION"));
    change("edition.json", &own, "\"coordinator\": \"0.0.1\"");
    change("report.html", "Skip to the figures", "Skip to figures");
    let sound = archipel_in(home.path(), "index verify bundle --json").ok().json();
    let unrepeated: Vec<&str> =
        sound["unrepeated"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert!(unrepeated.contains(&"report.html") && !unrepeated.contains(&"index.csv"), "{unrepeated:?}");
    change("index.csv", ",0.", ",1.");
    assert_eq!(verify(home.path(), "bundle"), (6, "bundle-figures".to_owned()));
}
