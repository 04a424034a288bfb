//! Charters as their authors write, read, compare and sign them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use archipel::charter::{AreaPosition, Charter};
use archipel::folder::read as read_folder;
use archipel::model::Entropy;
use archipel::note::SigningKey;
use serde_json::Value;

use super::fixture::{Ended, archipel_in, reference, reference_charter};

mod transcripts;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A fixed seed, so that keys and transcripts are the same in every run.
struct Fixed(u8);

impl Entropy for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

fn key(number: u8) -> SigningKey {
    SigningKey::generate(&format!("officer-{number}"), &Fixed(number)).unwrap()
}

/// A person at a terminal, in a folder of their own; all input and output is kept.
struct Session {
    home: tempfile::TempDir,
    lang: &'static str,
    transcript: String,
}

impl Session {
    fn new(lang: &'static str) -> Self {
        Self { home: tempfile::tempdir().unwrap(), lang, transcript: String::new() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&mut self, line: &str) -> Ended {
        let ended = archipel_in(self.home.path(), &format!("--lang {} {line}", self.lang));
        self.transcript += &format!("$ archipel {line}\n{}", ended.stdout);
        ended.stderr.lines().for_each(|line| self.transcript += &format!("! {line}\n"));
        self.transcript += &format!("[{}]\n\n", ended.code);
        ended
    }

    fn json(&mut self, line: &str) -> Value {
        self.run(&format!("--json {line}")).ok().json()
    }

    fn edit(&self, name: &str, edits: &[(&str, &str)]) {
        let mut text = std::fs::read_to_string(self.path(name)).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Makes a charter of another class than the proposed one.
    fn new_of_class(&mut self, folder: &str, class: &str) {
        self.run(&format!("charter new {folder}"));
        let class = format!("class = \"{class}\"");
        self.edit(&format!("{folder}/charter.toml"), &[("class = \"private\"", &class)]);
    }

    /// Gives each member an officer's key, and the first two members keys to sign with, whose secret halves lie beside
    /// the charter.
    fn give_keys(&self, folder: &str) {
        for (number, area) in [(11, "GUL"), (12, "LAN"), (13, "PIN")] {
            let line = format!("areas = [\"{area}\"]\n");
            let with_key = format!("{line}officer_key = \"{}\"\n", key(number).verifier());
            self.edit(&format!("{folder}/charter.toml"), &[(&line, &with_key)]);
        }
        for (number, area) in [(1, "GUL"), (2, "LAN")] {
            let line = format!("areas = [\"{area}\"]\n");
            let with_key = format!("{line}signing_key = \"{}\"\n", key(number).verifier());
            self.edit(&format!("{folder}/charter.toml"), &[(&line, &with_key)]);
            std::fs::write(self.path(&format!("{number}.key")), key(number).secret_text().as_bytes()).unwrap();
        }
        self.edit(&format!("{folder}/charter.toml"), &[("#quorum = 2", "quorum = 2")]);
    }

    /// Compares the transcript with the file; `UPDATE_TRANSCRIPTS=1` writes it instead, to be read before it is
    /// committed.
    fn matches(&self, name: &str) {
        let path = Path::new(ROOT).join("tests/cli").join(format!("{name}.{}.txt", self.lang));
        if std::env::var("UPDATE_TRANSCRIPTS").is_ok() {
            std::fs::write(&path, &self.transcript).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(self.transcript == expected, "not as in {}:\n{}", path.display(), self.transcript);
    }
}

#[test]
fn a_forecast_says_how_sure_tables_would_be() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.run("charter new isles");
        std::fs::write(session.path("people.csv"), "code,people\nGUL,9000\nLAN,700\n").unwrap();
        let shares = "group,category,share\nage,16-24,0.2\nage,25-64,0.6\nage,65-74,0.195\nage,75+,0.005\n";
        std::fs::write(session.path("shares.csv"), shares).unwrap();
        let line = "charter forecast isles --people people.csv --shares shares.csv";
        let page = session.run(line).ok().stdout;
        for line in page.lines() {
            assert!(line.chars().count() <= 80 && !line.contains("forecast-"), "{line}");
        }
        // The promise comes first.
        assert!(page.contains("(rho, delta)"), "{page}");
        let told = session.json(line);
        assert_eq!(told["rules"], session.json("charter check isles")["rules"]);
        assert_eq!((&told["people"], &told["rho"], &told["points"]), (&9700.0.into(), &"0.185".into(), &2.0.into()));
        assert_eq!(told["even_shares"], serde_json::json!(["household"]));
        assert_eq!((&told["areas_without_count"], &told["people_without_member"]), (&3.into(), &0.into()));
        assert_eq!(told["members_without_people"], serde_json::json!(["pines"]));
        let of = |told: &Value, level: &str, groups: &str| {
            let tables = told["tables"].as_array().unwrap().iter();
            let mut own = tables.filter(|table| table["level"] == level && table["groups"] == groups);
            own.next().unwrap().clone()
        };
        let sure = |told: &Value, level: &str, groups: &str| of(told, level, groups)["sure"].as_f64().unwrap();
        // Three thousand in a town, and 350: fifteen and two of them are over 74.
        assert_eq!(sure(&told, "town", ""), 1.0);
        assert!(sure(&told, "town", "age") < 1.0 && sure(&told, "town", "age") > 0.9, "{told}");
        // With a larger permitted error more are sure.
        let lenient = session.json(&format!("{line} --points 20"));
        let needs = |told: &Value| of(told, "town", "age")["people_for_points"][1].as_f64().unwrap();
        assert!(needs(&lenient) * 9.0 < needs(&told) && sure(&lenient, "town", "age") >= sure(&told, "town", "age"));
        let one = session.json(&format!("{line} --member gulls"));
        assert_eq!(one["members"][0], told["members"][0]);
        assert_eq!((one["members"].as_array().unwrap().len(), &one["areas_without_count"]), (1, &0.into()));
    }
}

#[test]
fn data_for_machines_say_the_same_and_only_to_stdout() {
    let mut session = Session::new("en");
    let written = session.json("charter new isles");
    assert_eq!(written["written"].as_array().unwrap().len(), 2);
    session.give_keys("isles");
    let signed = session.json("charter sign isles --member gulls --key 1.key");
    assert_eq!((&signed["written"], &signed["signed"], &signed["needed"]), (&true.into(), &1.into(), &2.into()));
    assert_eq!(session.json("charter sign isles --member gulls --key 1.key")["written"], false);
    let checked = session.json("charter check isles");
    assert_eq!(checked["members"][0]["signature"], "holds");
    assert_eq!(checked["members"][2]["signature"], "no-key");
    assert_eq!(checked["quorum"]["reached"], false);
    assert_eq!(checked["cells"], 147);
    assert_eq!(checked["digest"], signed["digest"]);
    let quiet = session.run("--json charter check isles");
    assert!(quiet.stderr.is_empty());

    session.json("charter new twins");
    let named = [
        ("areas = [\"GUL\"]", "areas = [\"GUL\"]\nauthority = \"a\""),
        ("areas = [\"PIN\"]", "areas = [\"PIN\"]\nauthority = \"b\""),
    ];
    session.edit("twins/charter.toml", &named);
    for name in ["a", "b"] {
        std::fs::write(session.path("twins").join(name), "-----BEGIN CERTIFICATE-----\n").unwrap();
    }
    assert_eq!(session.json("charter check twins")["shared_authorities"], serde_json::json!([["gulls", "pines"]]));

    let charter = Charter::parse(&read_folder(&session.path("isles")).unwrap()).unwrap();
    let shown = session.json("charter show isles");
    assert_eq!(shown["tables"].as_array().unwrap().len(), charter.lattice.tables().len());
    assert_eq!(shown["groups"][0]["coarser_levels"][0]["of"]["75+"], "65+");
    assert_eq!(shown["indicators"][1]["scale"]["words"]["high"], 120.0);

    session.json("charter new other");
    let differences = session.json("charter diff isles other");
    let told: Vec<&str> =
        differences["changes"].as_array().unwrap().iter().map(|change| change["change"].as_str().unwrap()).collect();
    let officers = ["member-key", "member-officer-key", "member-key", "member-officer-key", "member-officer-key"];
    assert_eq!(told, [officers.as_slice(), &["quorum"]].concat());
    assert_eq!(differences["changes"][5]["words"]["now"], 3);
    assert_eq!(differences["same_bytes"], false);
}

/// Any command that reads the charter names it.
#[test]
fn a_mistake_names_the_folder_that_it_lies_in() {
    let mut session = Session::new("en");
    session.run("charter new isles");
    session.edit("isles/charter.toml", &[("below = 25.0", "below = 75.0")]);
    for command in [
        "charter check isles",
        "simulate --charter isles --data isles --out x",
        "node init gulls --member gulls --charter isles",
        "coordinator init hub --id secretariat --charter isles",
    ] {
        let told = session.run(command).stderr;
        assert!(told.contains("isles/charter.toml, line "), "{command}: {told}");
    }
}

#[test]
fn plain_words_name_each_table_once() {
    for lang in archipel::model::Lang::ALL {
        let mut session = Session::new(lang.code());
        session.run("charter new isles");
        let charter = Charter::parse(&read_folder(&session.path("isles")).unwrap()).unwrap();
        let shown = session.run("charter show isles").stdout;
        let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let quote = |text: &str| if lang.code() == "en" { format!("“{text}”") } else { format!("« {text} »") };
        for table in charter.lattice.tables() {
            let labels =
                table.axes.iter().map(|axis| quote(charter.groups[axis.group].label_of(axis.group_level).get(lang)));
            let by = labels.collect::<Vec<_>>().join(" × ");
            let level = quote(charter.geography.label(table.level).get(lang));
            let sentence = match (by.as_str(), lang.code()) {
                ("", "en") => format!("{level}, everybody together:"),
                ("", _) => format!("{level}, toute la population :"),
                (by, "en") => format!("{level} by {by}:"),
                (by, _) => format!("{level} selon {by} :"),
            };
            assert_eq!(one_line.matches(&sentence).count(), 1, "{sentence}");
        }
    }
}

#[test]
fn signing_leaves_one_file_more_and_nothing_else_changed() {
    let mut session = Session::new("en");
    session.run("charter new isles");
    session.give_keys("isles");
    let mut before = read_folder(&session.path("isles")).unwrap();
    session.run("charter sign isles --member gulls --key 1.key");
    let mut after = read_folder(&session.path("isles")).unwrap();
    let note = after.remove("signatures/gulls.note").unwrap();
    assert_eq!(before, after);
    assert!(key(1).verifier().open(std::str::from_utf8(&note).unwrap()).unwrap().starts_with("archipel charter\n"));
    // A signature for older bytes is replaced.
    session.edit("isles/geography.csv", &[("Wick Hill", "Wick")]);
    assert_eq!(session.json("charter sign isles --member gulls --key 1.key")["written"], true);
    assert_eq!(session.json("charter check isles")["members"][0]["signature"], "holds");
    before = read_folder(&session.path("isles")).unwrap();
    assert_ne!(before["signatures/gulls.note"], note);
    let hidden = std::fs::read_dir(session.path("isles/signatures")).unwrap().count();
    assert_eq!(hidden, 1, "no half-written file is left");
}

/// The command in the reference gives our digest, whatever the names of the files.
#[test]
fn anyone_can_repeat_the_digest() {
    let mut session = Session::new("en");
    session.run("charter new isles");
    let folder = session.path("isles");
    for name in ["a b", "a'b\"c", "-n", "é/a", "é/.b/c", ".c", "signatures/x.note", "..data/d", "z/signatures/y", "$d*"]
    {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
    for (target, link) in [("..data/d", "linked file"), ("..data", "linked")] {
        std::os::unix::fs::symlink(target, folder.join(link)).unwrap();
    }
    let digest = session.json("charter check isles")["digest"].as_str().unwrap().to_owned();
    for lang in ["en", "fr"] {
        let page = std::fs::read_to_string(Path::new(ROOT).join(format!("docs/{lang}/reference/charter.md"))).unwrap();
        let command = page.split("```\n").find(|block| block.starts_with("find ")).unwrap();
        let told = Command::new("bash").current_dir(&folder).args(["-c", command]).output().unwrap();
        assert_eq!(String::from_utf8(told.stdout).unwrap(), format!("{digest}  -\n"), "{lang}");
    }
}

/// The sender of a folder can't choose a file for signing to overwrite.
#[test]
fn signing_replaces_a_planted_link_and_not_what_it_leads_to() {
    let mut session = Session::new("en");
    session.run("charter new isles");
    session.give_keys("isles");
    std::fs::write(session.path("other"), "mine").unwrap();
    std::fs::create_dir(session.path("isles/signatures")).unwrap();
    for link in ["gulls.note", ".gulls.note.new"] {
        std::os::unix::fs::symlink("../../other", session.path("isles/signatures").join(link)).unwrap();
    }
    assert_eq!(session.json("charter sign isles --member gulls --key 1.key")["written"], true);
    assert_eq!(session.json("charter check isles")["members"][0]["signature"], "holds");
    assert_eq!(std::fs::read(session.path("other")).unwrap(), b"mine");
}

/// The example's files of people agree with its charter and mapping.
#[test]
fn the_example_is_whole() {
    let example = Path::new(ROOT).join("examples/three-islands");
    let charter = Charter::parse(&read_folder(&example.join("charter")).unwrap()).unwrap();
    let mapping: toml::Table = std::fs::read_to_string(example.join("data/mapping.toml")).unwrap().parse().unwrap();
    let columns = mapping["columns"].as_table().unwrap();
    let asked = charter.groups.iter().map(|group| &group.id).chain(charter.method.indicators.iter().map(|i| &i.id));
    let mut asked: BTreeSet<&str> = asked.map(String::as_str).collect();
    asked.extend(["person_id", "household_id", "area", "weight"]);
    assert_eq!(columns.keys().map(String::as_str).collect::<BTreeSet<_>>(), asked);
    let owners = charter.owners();
    for (i, member) in charter.members.iter().enumerate() {
        let file = example.join(format!("data/{}.csv", member.id));
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(file).unwrap();
        let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
        assert!((30..=60).contains(&rows.len()), "{} rows", rows.len());
        let value = |row: &BTreeMap<String, String>, name: &str| -> Option<String> {
            let (column, codes, missing) = match &columns[name] {
                toml::Value::Table(own) => (own["column"].as_str().unwrap(), own.get("codes"), own.get("missing")),
                plain => (plain.as_str().unwrap(), None, None),
            };
            let written = row[column].clone();
            let is_missing =
                missing.is_some_and(|list| list.as_array().unwrap().iter().any(|m| m.as_str() == Some(&written)));
            (!is_missing).then(|| codes.map_or(written.clone(), |codes| codes[&written].as_str().unwrap().to_owned()))
        };
        let mut people = BTreeSet::new();
        for row in &rows {
            assert!(row["person"].starts_with("invented-") && people.insert(row["person"].clone()));
            let AreaPosition { level, area } = charter.geography.find(&value(row, "area").unwrap()).unwrap();
            assert_eq!((level, owners[area.at()]), (charter.geography.finest(), Some(i)));
            for group in &charter.groups {
                assert!(group.find(&value(row, &group.id).unwrap()).is_some_and(|found| found.group_level == 0));
            }
            for indicator in &charter.method.indicators {
                let Some(answer) = value(row, &indicator.id) else { continue };
                let answer: f64 = answer.replace(',', ".").parse().unwrap();
                match indicator.scale {
                    archipel::charter::Scale::YesNo { .. } => assert!(answer == 0.0 || answer == 1.0),
                    archipel::charter::Scale::Ordered { steps, .. } => assert!((1.0..=steps.into()).contains(&answer)),
                    archipel::charter::Scale::Number { .. } => assert!(answer >= 0.0),
                }
            }
        }
    }
}

/// The reference federation: 32 members over real public places.
#[test]
fn the_reference_charter_is_sound() {
    let Some(reference) = reference() else { return };
    let agreed = reference_charter(&reference);
    let folder = agreed.path();
    let mut session = Session::new("fr");
    let checked = session.json(&format!("charter check {}", folder.display()));
    assert_eq!(checked["members"].as_array().unwrap().len(), 32);
    assert_eq!(checked["areas_without_member"].as_array().unwrap().len(), 0);
    assert_eq!(checked["cells"], 195);
    session.run(&format!("charter show {}", folder.display())).ok();
}
