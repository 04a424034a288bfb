//! The program's output is complete in both languages, fits a terminal, and is the same for machines.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use serde_json::Value;

use super::fixture::{Ended, Federation, PERIOD, archipel};

const LANGUAGES: [(&str, &str); 2] = [("en", "Commands:"), ("fr", "Commandes\u{a0}:")];

/// Help of every command, found through the help of the command above it.
fn help(lang: &str, heading: &str, command: &str, found: &mut Vec<(String, String)>) {
    let ended = archipel(&format!("{command} --help --lang {lang}")).ok();
    assert_eq!(ended.stderr, "", "{command}");
    let inner = ended.stdout.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty());
    let names: Vec<String> = inner
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect();
    found.push((command.to_owned(), ended.stdout));
    names.iter().for_each(|name| help(lang, heading, format!("{command} {name}").trim(), found));
}

#[test]
fn help_is_whole_and_fits_a_terminal() {
    let mut commands = Vec::new();
    for (lang, heading) in LANGUAGES {
        let mut found = Vec::new();
        help(lang, heading, "", &mut found);
        let mut faults = Vec::new();
        for (command, text) in &found {
            let wide = text.lines().filter(|line| line.chars().count() > 80);
            faults.extend(wide.map(|line| format!("{command}: {line}")));
            faults.extend(text.contains("help-").then(|| format!("{command}: a key without text")));
        }
        assert!(faults.is_empty(), "{lang}\n{}", faults.join("\n"));
        commands.push(found.into_iter().map(|(command, _)| command).collect::<Vec<_>>());
    }
    assert_eq!(commands[0], commands[1]);
    for known in ["demo", "simulate", "charter check", "node serve", "pki issue", "edition open", "index compute"] {
        assert!(commands[0].iter().any(|command| command == known), "{known}");
    }
}

/// Commands that fail, one for each exit code that is possible without a federation.
fn mistakes(federation: &Federation) -> Vec<(String, i32, &'static str)> {
    let at = |name: &str| federation.at(name);
    federation.write("mistaken/charter.toml", "[charter]\nid = 1\n");
    federation.write("bad.csv", "person_id,area\n1,E1\n");
    let (east, west) = (at("east/node.toml"), at("west/node.toml"));
    let ingest = |file: &str, more: &str| format!("node ingest {} --config {east} {more}", at(file));
    vec![
        (format!("charter check {}", at("mistaken")), 3, "document-missing-key"),
        (format!("charter check {}", at("nowhere")), 3, "folder-unreadable"),
        (format!("node init {} --member south --charter {}", at("south"), at("charter")), 2, "charter-not-a-member"),
        (format!("node init {} --member east --charter {}", at("east"), at("charter")), 3, "folder-exists"),
        (format!("node status --config {west}"), 3, "folder-unreadable"),
        (ingest("bad.csv", "--period 2001"), 3, "ingest-column-absent"),
        (ingest("none.csv", "--period 2001"), 3, "ingest-file-missing"),
        (ingest("data/east.csv", "--period soon"), 2, "load-bad-period"),
        (ingest("data/east.csv", &format!("--period {PERIOD}")), 4, "store-period-taken"),
        (format!("pki show {}", at("east/node.key")), 2, "identity-secret"),
        (
            format!("coordinator init {} --id rival --charter {}", at("rival"), at("charter")),
            3,
            "coordinator-not-named",
        ),
        (format!("coordinator status --config {}", at("hub/coordinator.toml")), 5, "peer-unreachable"),
        (
            format!("index compute --period {PERIOD} --out {} --config {}", at("x"), at("hub/coordinator.toml")),
            5,
            "index-too-few-members",
        ),
        (
            format!(
                "index compute --period {PERIOD} --require quorum=4 --out x --config {}",
                at("hub/coordinator.toml")
            ),
            2,
            "index-quorum-too-large",
        ),
        (format!("simulate --charter {} --data {} --out {}", at("charter"), at("hub"), at("x")), 3, "load-no-file"),
        (
            format!("simulate --charter {} --data {} --out x --require quorum=4", at("charter"), at("hub")),
            2,
            "index-quorum-too-large",
        ),
    ]
}

#[test]
fn a_mistake_has_one_key_and_two_texts() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    federation.init_coordinator();
    federation.limit("hub/coordinator.toml", "attempts = 1\n");
    for (command, code, key) in mistakes(&federation) {
        let said = |lang: &str, json: &str| archipel(&format!("{command} --lang {lang} {json}"));
        let told = LANGUAGES.map(|(lang, _)| {
            let plain = said(lang, "");
            assert_eq!(plain.code, code, "{command}: {}", plain.stderr);
            assert!(plain.stderr.contains(&format!("[{key}]")), "{command}: {}", plain.stderr);
            assert!(!plain.stderr.contains("err-") && !plain.stderr.contains("fix-"), "{command}: {}", plain.stderr);
            let machine = said(lang, "--json");
            assert_eq!(machine.code, code);
            keys_and_texts(&machine)
        });
        let [(english, in_english), (french, in_french)] = told;
        assert_eq!(english, french, "{command}");
        assert!(english.iter().any(|english| english == key), "{command}: {english:?}");
        assert!(in_english.iter().zip(&in_french).all(|(en, fr)| en != fr), "{command}: {in_english:?}");
    }
}

#[test]
fn a_wrong_address_is_refused_before_anything_is_made() {
    let federation = Federation::new();
    let folder = federation.at("south");
    let ended =
        archipel(&format!("node init {folder} --member east --charter {} --listen :7443", federation.at("charter")));
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("[usage-bad-value]"), "{}", ended.stderr);
    assert!(!federation.path("south").exists());
}

/// Keys of the errors, and the remedy of each.
fn keys_and_texts(ended: &Ended) -> (Vec<String>, Vec<String>) {
    let errors: Value = serde_json::from_str(&ended.stderr).unwrap_or_else(|error| panic!("{error}: {ended:?}"));
    let field = |name: &str| {
        let errors = errors["errors"].as_array().unwrap().iter();
        errors.map(|error| error[name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    (field("key"), field("fix"))
}

/// Data of every command that runs without a federation; the data of others are read as JSON in their own tests.
#[test]
fn data_are_json_alone_if_asked_for() {
    let federation = Federation::new();
    let at = |name: &str| federation.at(name);
    let [charter, data, out, node, hub] = ["charter", "data", "bundle", "made", "hub"].map(at);
    let settings = format!("{node}/node.toml");
    for (command, key) in [
        (format!("demo --people 65000 --out {}", at("demo")), "/members/6/national_survey"),
        (format!("charter check {charter}"), "/digest"),
        (format!("simulate --charter {charter} --data {data} --out {out} --period {PERIOD}"), "/whole/index"),
        (format!("node init {node} --member east --charter {charter}"), "/charter_digest"),
        (format!("node ingest {data}/east.csv --period {PERIOD} --check --config {settings}"), "/rows"),
        (format!("node ingest {data}/east.csv --period {PERIOD} --config {settings}"), "/columns/0/name"),
        (format!("node datasets --config {settings}"), "/0/period"),
        (format!("node status --config {settings}"), "/charter_digest"),
        (format!("coordinator init {hub} --id secretariat --charter {charter}"), "/charter_digest"),
    ] {
        // In French, so that nothing can depend on English words.
        let ended = archipel(&format!("{command} --json --lang fr")).ok();
        assert_eq!(ended.stderr, "", "{command}");
        assert!(ended.json().pointer(key).is_some_and(|value| !value.is_null()), "{command}: {}", ended.stdout);
    }
}
