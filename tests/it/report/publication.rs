//! Bundles are published by their signatories.

use super::*;

/// A federation that serves, whose charter names two signing coordinators; a third key belongs to neither.
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
    // Signing once more changes nothing.
    let before = files(&home.join("bundle"));
    assert_eq!(publish(&federation, "bundle", "council").ok().json()["written"], false);
    assert_eq!(files(&home.join("bundle")), before);
    let sound = archipel_in(&home, "index verify bundle --published --json").ok().json();
    assert_eq!(sound["publication"]["signed"].as_array().unwrap().len(), 2);

    // A signature of another bundle, of another coordinator, or of an unknown key doesn't count.
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
    // Nor does any other file in the folder of signatures, of the charter or of the bundle; nor do hidden files.
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

/// Members may have withdrawn the releases that a bundle rests on.
#[test]
fn nothing_is_published_that_a_member_has_withdrawn() {
    let (federation, mut nodes) = publishing("sign_off = 1\n");
    compute(&federation, "bundle", "").ok();
    let signed = || federation.path("bundle/publication").exists();
    // A member that can't be asked is named, and stops it unless the coordinator answers for that.
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
    // A member that has withdrawn stops it in any case.
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

/// A pilot and a publication never have the same number 1.
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
    // Neither replaces the other.
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
    // A bundle's statements about itself are under the signatures.
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
