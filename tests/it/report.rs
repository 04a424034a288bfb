//! Uses of a result: it is viewed, opened elsewhere, laid over a map, and signed.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::fixture::{
    COORDINATOR, Ended, FEDERATION, Federation, MEMBERS, PERIOD, Served, archipel, archipel_in, copy, files, lasting,
    members,
};

pub(crate) mod publication;

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands").join(name).display().to_string()
}

/// Runs the three islands, with their map and their service points, into a bundle of this name.
fn islands(folder: &Path, out: &str, more: &str) -> Ended {
    let [charter, data] = ["charter", "data"].map(example);
    archipel_in(folder, &format!("simulate --json --charter {charter} --data {data} --out {out} {more}"))
}

fn layers() -> String {
    let [boundaries, points] = ["boundaries.geojson", "service-points.csv"].map(example);
    format!("--boundaries {boundaries} --service-points {points} --within 30")
}

/// Every file of figures equals its golden file, byte for byte. `ARCHIPEL_WRITE_GOLDEN=1` writes them anew: review the
/// difference.
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
    // Each file that an attacker could want to change, with its checksum corrected.
    for name in [
        "report.html",
        "index.parquet",
        "index.sdmx.json",
        "index.sdmx.xml",
        "index.xlsx",
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

/// Corrects the checksum of one file.
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
        ("p", format!("{points}a,A,A,o,45,0,,\n"), "--service-points p --catchments p", "delimited-header", 3),
    ];
    for (file, text, order, key, code) in cases {
        fs::write(home.path().join(file), text).unwrap();
        let refused = islands(home.path(), "bundle", order);
        assert_eq!(refused.refusal(), (code, key.to_owned()), "{order}");
        assert!(!home.path().join("bundle").exists(), "{key}");
    }
}

/// Anything odd about layers that isn't surely a mistake is told with a stable key: as a message, and in the data for
/// machines.
#[test]
fn what_is_odd_about_layers_is_told_and_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let points = fs::read_to_string(example("service-points.csv")).unwrap();
    let odd = format!("{points}swapped,S,S,o,-31.35,40.61,,\nsign,S,S,o,40.61,31.35,,\nnull,N,N,o,0,0,,\n");
    fs::write(home.path().join("p"), odd).unwrap();
    // Another property has the codes too, for other shapes, and one area has no extent.
    let boundaries: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(example("boundaries.geojson")).unwrap()).unwrap();
    let mut boundaries = boundaries;
    let features = boundaries["features"].as_array_mut().unwrap();
    let codes: Vec<serde_json::Value> = features.iter().map(|feature| feature["properties"]["code"].clone()).collect();
    for (feature, code) in features.iter_mut().zip(codes.iter().cycle().skip(1)) {
        feature["properties"]["next"] = code.clone();
    }
    features[0]["geometry"] =
        serde_json::json!({ "type": "Polygon", "coordinates": [[[0, 0], [0, 0], [0, 0], [0, 0]]] });
    fs::write(home.path().join("b"), boundaries.to_string()).unwrap();
    let order = "--boundaries b --service-points p --within 30";
    assert_eq!(islands(home.path(), "bundle", order).refusal(), (3, "map-draw".to_owned()));
    let order = format!("{order} --boundaries-property code");
    let told = islands(home.path(), "bundle", &order).ok().json();
    assert_eq!(told["boundaries"]["property"], "code");
    let warnings = told["warnings"].as_array().unwrap();
    let keys: Vec<&str> = warnings.iter().map(|warning| warning["warning"].as_str().unwrap()).collect();
    assert_eq!(keys, ["boundaries-without-extent", "points-nowhere", "points-exchanged"]);
    let text = |i: usize| warnings[i]["text"].as_str().unwrap();
    assert!(text(1).contains("3 of 6 points") && text(1).contains("30 km") && text(1).contains("swapped, sign, null"));
    assert!(text(2).contains(": swapped. "), "{}", text(2));
    archipel_in(home.path(), "index verify bundle").ok();
    // People read the warnings in their language.
    let [charter, data] = ["charter", "data"].map(example);
    for (lang, word) in [("en", "warning: 3 of 6 points"), ("fr", "avertissement\u{a0}: 3 points sur 6")] {
        let said = archipel_in(
            home.path(),
            &format!("--lang {lang} simulate --charter {charter} --data {data} --out {lang} {order}"),
        )
        .ok();
        assert!(said.stderr.contains(word) && said.stderr.contains("[points-nowhere]"), "{}", said.stderr);
        assert!(said.stderr.contains("code"), "the property is named");
    }
}

/// Another version's texts can't be reproduced; its figures can.
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
    assert_eq!(verify(home.path(), "bundle"), (6, "bundle-other-version".to_owned()));
    let sound = archipel_in(home.path(), "index verify bundle --other-version --json").ok().json();
    let unrepeated = sound["unrepeated"].as_array().unwrap();
    assert!(unrepeated.contains(&"report.html".into()) && !unrepeated.contains(&"index.csv".into()), "{unrepeated:?}");
    change("index.csv", ",0.", ",1.");
    let refused = archipel_in(home.path(), "index verify bundle --other-version --json");
    assert_eq!(refused.refusal(), (6, "bundle-figures".to_owned()));
}

/// Sums over people with weights and people who count 1 each are marked as such.
#[test]
fn mixed_weights_are_said_by_member() {
    let home = tempfile::tempdir().unwrap();
    copy(Path::new(&example("data")), &home.path().join("data"));
    let run = |out: &str| {
        let run =
            archipel_in(home.path(), &format!("simulate --charter {} --data data --out {out}", example("charter")));
        let members = fs::read_to_string(home.path().join(out).join("members.csv")).unwrap();
        let words: Vec<_> = members.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().to_owned()).collect();
        (run.ok().stderr, words)
    };
    let (told, words) = run("alike");
    assert!(words.iter().all(|word| word == "given") && !told.contains("Mixed weights"), "{told}");
    let mapping = fs::read_to_string(home.path().join("data/mapping.toml")).unwrap();
    fs::write(home.path().join("data/pines.mapping.toml"), mapping.replace("weight = \"weight\"", "weight = false"))
        .unwrap();
    let (told, words) = run("mixed");
    assert_eq!(words, ["given", "given", "none"]);
    assert!(told.contains("Mixed weights: the people of pines have none"), "{told}");
    archipel_in(home.path(), "index verify mixed").ok();
}
