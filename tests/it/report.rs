//! What people do with a result: look at it, open it elsewhere, lay a map below it, sign it.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::fixture::{
    COORDINATOR, Ended, FEDERATION, Federation, MEMBERS, PERIOD, Served, archipel, archipel_in, copy, files, lasting,
    members,
};

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
        ("p", format!("{points}a,A,A,o,45,0,,\n"), "--service-points p --catchments p", "delimited-header", 3),
    ];
    for (file, text, order, key, code) in cases {
        fs::write(home.path().join(file), text).unwrap();
        let refused = islands(home.path(), "bundle", order);
        assert_eq!(refused.refusal(), (code, key.to_owned()), "{order}");
        assert!(!home.path().join("bundle").exists(), "{key}");
    }
}

/// What is odd about layers, but no mistake for sure, is told with a stable key: people read it, machines find it in the data.
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
    // People read the same, in their language.
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

/// A federation that serves, whose charter names two coordinators who sign; a third key is nobody's.
pub(crate) fn publishing(sign_off: &str) -> (Federation, BTreeMap<&'static str, Served>) {
    let federation = Federation::new();
    let key = |name: &str| {
        let made = archipel_in(&federation.path(""), &format!("pki signing-key --json --name {name} --out {name}.key"));
        format!("signing_key = \"{}\"\n", made.ok().json()["verifier"].as_str().unwrap())
    };
    let (one, two) = (key("secretariat"), key("council"));
    key("stranger");
    let id = COORDINATOR.0;
    let authority = format!("authority = \"authorities/{id}.pem\"\n");
    let identity = format!("identity = \"spiffe://{FEDERATION}/coordinator/council\"\n");
    let second =
        format!("[[coordinator]]\nid = \"council\"\nname = {{ en = \"Council\", fr = \"Conseil\" }}\n{identity}{two}");
    federation.write_edited_charter("signed", "Signed", |text| {
        let text = text.replace(&authority, &format!("{authority}{one}{second}"));
        text.replacen("[charter]\n", &format!("[charter]\n{sign_off}"), 1)
    });
    MEMBERS.iter().for_each(|member| federation.init_node(member, "signed"));
    MEMBERS.iter().for_each(|member| federation.ingest(member));
    federation.init_coordinator_under("signed");
    let nodes = federation.serve_all();
    (federation, nodes)
}

pub(crate) fn compute(federation: &Federation, out: &str, more: &str) -> Ended {
    federation.of_hub(&format!("index compute --json --out {} {more}", federation.at(out)))
}

fn publish(federation: &Federation, bundle: &str, key: &str) -> Ended {
    publish_with(federation, bundle, &format!("--key {key}.key --config hub/coordinator.toml"))
}

fn publish_with(federation: &Federation, bundle: &str, order: &str) -> Ended {
    archipel_in(&federation.path(""), &format!("index publish {bundle} {order} --json"))
}

fn refused(federation: &Federation, bundle: &str, more: &str) -> (i32, String) {
    archipel_in(&federation.path(""), &format!("index verify {bundle} --json {more}")).refusal()
}

#[test]
fn a_bundle_is_published_once_enough_coordinators_have_signed() {
    let (federation, _nodes) = publishing("");
    let home = federation.path("");
    compute(&federation, "bundle", "").ok();
    assert_eq!(publish(&federation, "bundle", "stranger").refusal(), (4, "publication-not-a-coordinator".to_owned()));
    let one = publish(&federation, "bundle", "secretariat").ok().json();
    assert_eq!((&one["written"], &one["published"]), (&true.into(), &false.into()));
    assert_eq!(refused(&federation, "bundle", "--published"), (4, "publication-not-published".to_owned()));
    archipel_in(&home, "index verify bundle").ok();
    let two = publish(&federation, "bundle", "council").ok().json();
    assert_eq!((&two["published"], &two["number"]), (&true.into(), &1.into()));
    // Once more changes nothing.
    let before = files(&home.join("bundle"));
    assert_eq!(publish(&federation, "bundle", "council").ok().json()["written"], false);
    assert_eq!(files(&home.join("bundle")), before);
    let sound = archipel_in(&home, "index verify bundle --published --json").ok().json();
    assert_eq!(sound["publication"]["signed"].as_array().unwrap().len(), 2);

    // A signature of another bundle, of another coordinator, or by nobody, is none.
    let note = |bundle: &str, name: &str| home.join(bundle).join(format!("publication/{name}.note"));
    let good = fs::read(note("bundle", "council")).unwrap();
    compute(&federation, "other", "--pilot").ok();
    publish(&federation, "other", "council").ok();
    let foreign = fs::read(note("other", "council")).unwrap();
    for (name, bytes) in [("council", &foreign), (COORDINATOR.0, &good), ("nobody", &good)] {
        let was = fs::read(note("bundle", name)).ok();
        fs::write(note("bundle", name), bytes).unwrap();
        assert_eq!(refused(&federation, "bundle", ""), (6, "publication-bad-signature".to_owned()), "{name}");
        match was {
            Some(was) => fs::write(note("bundle", name), was).unwrap(),
            None => fs::remove_file(note("bundle", name)).unwrap(),
        }
    }
    // Nor is anything else in the folder of signatures, of the charter or of the bundle; hidden files aren't either.
    for (name, key) in [
        ("publication/x.txt", "publication-bad-signature"),
        ("charter/signatures/x.html", "bundle-more"),
        ("x.html", "bundle-more"),
        (".htaccess", "folder-not-plain"),
    ] {
        fs::write(home.join("bundle").join(name), "x").unwrap();
        let found = refused(&federation, "bundle", "").1;
        assert!(found == key, "{name}: {found}");
        fs::remove_file(home.join("bundle").join(name)).unwrap();
    }
    archipel_in(&home, "index verify bundle --published").ok();
}

/// Members may have taken back what a bundle rests on.
#[test]
fn nothing_is_published_that_a_member_has_withdrawn() {
    let (federation, mut nodes) = publishing("sign_off = 1\n");
    compute(&federation, "bundle", "").ok();
    let signed = || federation.path("bundle/publication").exists();
    // Who can't be asked is named, and stops it unless somebody answers for that.
    nodes.remove("east").unwrap().stop();
    let silent = publish(&federation, "bundle", "council");
    assert_eq!(silent.refusal(), (5, "publication-not-asked".to_owned()));
    assert!(silent.stderr.contains("east") && !silent.stderr.contains("west") && !signed(), "{}", silent.stderr);
    let nowhere = publish_with(&federation, "bundle", "--key council.key");
    assert!(nowhere.code != 0 && !signed(), "{}", nowhere.stderr);
    let unasked = publish_with(&federation, "bundle", "--key council.key --config hub/coordinator.toml --unasked");
    assert_eq!(unasked.ok().json()["unasked"], serde_json::json!(["east"]));
    fs::remove_dir_all(federation.path("bundle/publication")).unwrap();
    let unasked = publish_with(&federation, "bundle", "--key council.key --unasked").ok().json();
    assert_eq!(unasked["unasked"].as_array().unwrap().len(), 3);
    fs::remove_dir_all(federation.path("bundle/publication")).unwrap();
    // Who has withdrawn stops it in any case.
    let edition = federation.of_node("north", "releases list --json").ok().json()[0]["edition"].clone();
    let order = format!("releases withdraw {} --yes", edition.as_str().unwrap());
    federation.of_node("north", &order).ok();
    for more in ["", "--unasked"] {
        let order = format!("--key council.key --config hub/coordinator.toml {more}");
        let withdrawn = publish_with(&federation, "bundle", &order);
        assert_eq!(withdrawn.refusal(), (4, "publication-withdrawn".to_owned()), "{more}");
        assert!(withdrawn.stderr.contains("north") && !signed(), "{}", withdrawn.stderr);
    }
    // Without the member it goes on.
    nodes.insert("east", federation.serve("east"));
    compute(&federation, "without", "--require quorum=2").ok();
    publish(&federation, "without", "council").ok();
    let bundle = files(&federation.path("without"));
    assert_eq!(members(&bundle)[1], ("north".to_owned(), "missing".to_owned(), "edition-withdrawn".to_owned()));
    archipel_in(&federation.path(""), "index verify without --published").ok();
}

/// A trial and the real thing are never both number 1 of the same.
#[test]
fn pilots_and_publications_count_apart() {
    let (federation, _nodes) = publishing("sign_off = 1\n");
    let correct = |old: &str| format!("--corrects {} --reason-en Boundaries --reason-fr Limites", federation.at(old));
    let said = |bundle: &str, lang: &str| {
        let order = format!("index publish {bundle} --key council.key --config hub/coordinator.toml --lang {lang}");
        archipel_in(&federation.path(""), &order).ok().stdout
    };
    compute(&federation, "trial", "--pilot").ok();
    compute(&federation, "real", "").ok();
    assert!(said("trial", "en").contains("pilot 1 of the edition") && said("trial", "fr").contains("pilote 1"));
    assert!(said("real", "en").contains("publication 1 of the edition"));
    let report = |bundle: &str| fs::read_to_string(federation.path(&format!("{bundle}/report.html"))).unwrap();
    assert!(report("trial").contains("pilot 1") && !report("trial").contains("publication 1"));
    assert!(report("real").contains("publication 1") && !report("real").contains("pilot 1"));
    let note = fs::read_to_string(federation.path("trial/publication/council.note")).unwrap();
    assert!(note.contains("\npilot 1\n"), "{note}");
    // Neither takes the other's place.
    for (old, more) in [("trial", ""), ("real", "--pilot")] {
        let mixed = compute(&federation, "mixed", &format!("{} {more}", correct(old)));
        assert_eq!(mixed.refusal(), (2, "publication-pilot".to_owned()), "{old}");
    }
    compute(&federation, "trial2", &format!("{} --pilot", correct("trial"))).ok();
    assert!(said("trial2", "en").contains("pilot 2") && report("trial2").contains("Pilot 2, in the place"));
    archipel_in(&federation.path(""), "index verify trial2 --corrects trial").ok();
}

#[test]
fn a_correction_counts_on_and_says_why() {
    let (federation, _nodes) = publishing("sign_off = 1\n");
    let home = federation.path("");
    compute(&federation, "first", "").ok();
    compute(&federation, "pilot", "--pilot").ok();
    let correct = format!("--corrects {} --reason-en Boundaries --reason-fr Limites", federation.at("first"));
    let early = compute(&federation, "second", &correct);
    assert_eq!(early.refusal(), (4, "publication-not-published".to_owned()));
    publish(&federation, "first", "council").ok();
    compute(&federation, "second", &correct).ok();
    let report = |bundle: &str| fs::read_to_string(home.join(bundle).join("report.html")).unwrap();
    assert!(report("pilot").contains("PILOT · PILOTE") && report("pilot").contains("body class=\"pilot\""));
    assert!(!report("second").contains("body class=\"pilot\""));
    assert!(report("second").contains("Publication 2") && report("second").contains("Limites"));
    let told: serde_json::Value = serde_json::from_slice(&fs::read(home.join("second/edition.json")).unwrap()).unwrap();
    let sums = archipel::model::Digest::of(&fs::read(home.join("first/SHA256SUMS")).unwrap());
    assert_eq!(told["publication"]["corrects"], sums.to_string());
    // The third corrects the second.
    publish(&federation, "second", "council").ok();
    compute(&federation, "third", &correct.replace("first", "second")).ok();
    assert_eq!(publish(&federation, "third", "secretariat").ok().json()["number"], 3);
    archipel_in(&home, "index verify third --corrects second").ok();
    for other in ["first", "third"] {
        let found = refused(&federation, "third", &format!("--corrects {other}"));
        assert_eq!(found, (6, "publication-not-a-correction".to_owned()), "{other}");
    }
    // What a bundle says of itself is under the signatures.
    let edition = home.join("third/edition.json");
    fs::write(&edition, fs::read_to_string(&edition).unwrap().replace("\"number\": 3", "\"number\": 4")).unwrap();
    put_right(&home.join("third"), "edition.json");
    assert_eq!(refused(&federation, "third", "").0, 6);
}

#[test]
fn nobody_publishes_a_rehearsal_nor_under_a_charter_without_keys() {
    let (federation, _nodes) = publishing("");
    let [charter, data] = ["signed", "data"].map(|name| federation.at(name));
    let out = federation.at("rehearsal");
    archipel(&format!("simulate --charter {charter} --data {data} --out {out} --period {PERIOD}")).ok();
    let refusal = publish(&federation, "rehearsal", "council").refusal();
    assert_eq!(refusal, (4, "publication-rehearsal".to_owned()));
    assert_eq!(archipel(&format!("index verify {out} --json")).ok().json()["rehearsal"], true);
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
    assert_eq!(verify(home.path(), "bundle"), (6, "bundle-other-version".to_owned()));
    let sound = archipel_in(home.path(), "index verify bundle --other-version --json").ok().json();
    let unrepeated = sound["unrepeated"].as_array().unwrap();
    assert!(unrepeated.contains(&"report.html".into()) && !unrepeated.contains(&"index.csv".into()), "{unrepeated:?}");
    change("index.csv", ",0.", ",1.");
    let refused = archipel_in(home.path(), "index verify bundle --other-version --json");
    assert_eq!(refused.refusal(), (6, "bundle-figures".to_owned()));
}

/// Sums over people who have weights and people who count 1 each are told as such.
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
