//! The guide on the terminal: pages, the self-assessment as a file, exercises on a demonstration's bundle, and the draft of
//! an agreement.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::fixture::{Ended, archipel, archipel_in, copy, program};

mod exercises;

const LANGUAGES: [&str; 2] = ["en", "fr"];
const PAGES: [&str; 8] =
    ["index", "governance", "agreement", "technology", "skills", "privacy", "readiness", "exercises"];
/// Number of persons of the demonstration's country: the smallest that it can have.
const PEOPLE: &str = "65000";

fn page(lang: &str, id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{lang}/guide/{id}.md"));
    fs::read_to_string(path).unwrap()
}

/// Lines of the code in a page.
fn code(markdown: &str) -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        if inside && !fence {
            lines.push(line.trim().to_owned());
        }
        inside ^= fence;
    }
    lines
}

#[test]
fn pages_are_listed_and_shown_in_both_languages() {
    for lang in LANGUAGES {
        let listed = archipel(&format!("guide --lang {lang} --json")).ok().json();
        let ids: Vec<&str> = listed.as_array().unwrap().iter().map(|page| page["page"].as_str().unwrap()).collect();
        assert_eq!(ids, PAGES);
        let list = archipel(&format!("guide --lang {lang}")).ok().stdout;
        assert_eq!(list.lines().count(), 1 + PAGES.len());
        assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
        for id in PAGES {
            let markdown = page(lang, id);
            let told = archipel(&format!("guide show {id} --lang {lang} --json")).ok().json();
            assert_eq!(told["text"], markdown);
            assert_eq!(format!("# {}", told["title"].as_str().unwrap()), markdown.lines().next().unwrap());
            let shown = archipel(&format!("guide show {id} --lang {lang}")).ok().stdout;
            let code = code(&markdown);
            for line in shown.lines() {
                let whole = !line.trim().contains(' ') || code.iter().any(|code| code == line.trim());
                assert!(whole || line.chars().count() <= 80, "{lang} {id}: {line}");
                assert!(!line.contains("**") && !line.contains("](") && !line.contains("```"), "{lang} {id}: {line}");
            }
            assert!(code.iter().all(|code| shown.contains(code.as_str())), "{lang} {id}");
            let headings = markdown.lines().filter_map(|line| line.strip_prefix("## "));
            headings.for_each(|heading| assert!(shown.lines().any(|line| line == heading), "{lang} {id}: {heading}"));
        }
    }
    let unknown = archipel("guide show govrnance");
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("governance"), "{}", unknown.stderr);
}

#[test]
fn a_self_assessment_is_written_filled_in_and_shown() {
    for lang in LANGUAGES {
        let home = tempfile::tempdir().unwrap();
        let run = |arguments: &str| archipel_in(home.path(), &format!("{arguments} --lang {lang}"));
        let at = |name: &str| home.path().join(name);
        run("guide readiness new a.toml").ok();
        let blank = fs::read_to_string(at("a.toml")).unwrap();
        assert_eq!(blank.matches("answer = \"\"").count(), 28);
        assert_eq!(run("guide readiness new a.toml --json").refusal(), (3, "folder-exists".to_owned()));
        assert_eq!(fs::read_to_string(at("a.toml")).unwrap(), blank);

        let empty = run("guide readiness show a.toml --json").ok().json();
        let count = |told: &serde_json::Value, answer: &str| -> u64 {
            told["sections"].as_array().unwrap().iter().map(|section| section[answer].as_u64().unwrap()).sum()
        };
        assert_eq!((count(&empty, "empty"), count(&empty, "yes")), (28, 0));

        let filled = ["yes", "partly", "no", "unknown"]
            .iter()
            .fold(blank.clone(), |text, answer| text.replacen("answer = \"\"", &format!("answer = \"{answer}\""), 1));
        fs::write(at("a.toml"), &filled).unwrap();
        let told = run("guide readiness show a.toml --json --out a.csv").ok().json();
        assert_eq!(["yes", "partly", "no", "unknown", "empty"].map(|answer| count(&told, answer)), [1, 1, 1, 1, 24]);
        let statements = told["statements"].as_array().unwrap();
        let mut lines = csv::Reader::from_path(at("a.csv")).unwrap();
        assert_eq!(lines.headers().unwrap(), ["section", "statement", "answer", "text", "next"].as_slice());
        let lines: Vec<BTreeMap<String, String>> = lines.deserialize().map(Result::unwrap).collect();
        assert_eq!(lines.len(), statements.len());
        for (line, statement) in lines.iter().zip(statements) {
            line.iter().for_each(|(key, value)| assert_eq!(statement[key], *value));
            assert_eq!(line["next"].is_empty(), line["answer"] == "yes");
        }
        let before = fs::read(at("a.csv")).unwrap();
        let again = run("guide readiness show a.toml --json --out a.csv");
        assert_eq!(again.refusal(), (3, "folder-exists".to_owned()));
        assert_eq!((again.stdout.as_str(), fs::read(at("a.csv")).unwrap()), ("", before));

        let shown = run("guide readiness show a.toml").ok().stdout;
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
        let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = |place: usize, key: &str| {
            let text = statements[place][key].as_str().unwrap();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert!(!one_line.contains(&sentence(0, "text")));
        (1..28).for_each(|place| assert!(one_line.contains(&sentence(place, "next")), "{}", sentence(place, "next")));
        let all = filled.lines().map(|line| if line.starts_with("answer") { "answer = \"yes\"" } else { line });
        fs::write(at("all.toml"), all.collect::<Vec<_>>().join("\n")).unwrap();
        let all = run("guide readiness show all.toml --json").ok().json();
        assert_eq!(count(&all, "yes"), 28);
    }
}

#[test]
fn a_bad_answer_is_one_error_with_line_and_key() {
    let home = tempfile::tempdir().unwrap();
    archipel_in(home.path(), "guide readiness new a.toml").ok();
    let blank = fs::read_to_string(home.path().join("a.toml")).unwrap();
    let line = |text: &str| blank.lines().position(|line| line == text).unwrap() as u64 + 1;
    for (bad, line, key, error) in [
        (
            blank.replacen("answer = \"\"", "answer = \"perhaps\"", 1),
            line("answer = \"\""),
            "governance.decision.answer",
            "document-not-allowed",
        ),
        (
            blank.replacen("answer = \"\"", "answer = 1", 1),
            line("answer = \"\""),
            "governance.decision.answer",
            "document-unquoted",
        ),
        (
            blank.replacen("[skills.exercises]", "[skills.excercises]", 1),
            line("[skills.exercises]"),
            "skills.excercises",
            "document-unknown-key",
        ),
    ] {
        fs::write(home.path().join("b.toml"), bad).unwrap();
        let ended = archipel_in(home.path(), "guide readiness show b.toml --json");
        assert_eq!(ended.refusal(), (3, error.to_owned()));
        let errors: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
        assert_eq!(errors["total"], 1, "{errors}");
        let place = &errors["errors"][0]["place"];
        assert_eq!((place["line"].as_u64(), place["key"].as_str()), (Some(line), Some(key)));
        if error == "document-unknown-key" {
            assert!(ended.stderr.contains("exercises"), "{}", ended.stderr);
        }
    }
}

/// Headings of a Markdown text.
fn headings(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.starts_with("##")).collect()
}

#[test]
fn an_agreement_is_filled_in_from_a_charter() {
    let home = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    archipel_in(home.path(), &format!("demo --people {PEOPLE} --out demo")).ok();
    let charters = [root.join("examples/three-islands/charter"), home.path().join("demo/charter")];
    for lang in LANGUAGES {
        let template =
            fs::read_to_string(root.join(format!("crates/bundle/src/briefing/agreement.{lang}.md"))).unwrap();
        for charter in &charters {
            let order = format!("charter agreement {} --lang {lang}", charter.display());
            let facts = archipel(&format!("charter show {} --json", charter.display())).ok().json();
            let text = archipel(&order).ok().stdout;
            assert!(!text.contains("{{") && !text.contains("}}"), "{text}");
            assert_eq!(headings(&text), headings(&template));
            assert!(text.contains(facts["digest"].as_str().unwrap()));
            assert!(
                facts["members"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|member| text.contains(member["name"][lang].as_str().unwrap()))
            );
            let public = facts["class"] == "public";
            assert_eq!(text.contains("(rho, delta)"), facts["class"] == "private");
            assert_eq!(text.contains("lifetime_rho"), facts["class"] == "private");
            assert_eq!(facts["rules"].is_null(), public);

            let out = home.path().join(format!("{lang}-{}.md", facts["id"].as_str().unwrap()));
            let said = archipel(&format!("{order} --out {}", out.display())).ok();
            assert!(said.stderr.contains("charter show"), "{}", said.stderr);
            assert_eq!(fs::read_to_string(&out).unwrap().trim_end(), text.trim_end());
            let again = archipel(&format!("{order} --out {} --json", out.display()));
            assert_eq!(again.refusal(), (3, "folder-exists".to_owned()));
        }
    }
}

/// The officer's page says what is lost, for default values too, and that releases wait.
#[test]
fn a_charter_of_class_private_shows_what_it_promises() {
    let home = tempfile::tempdir().unwrap();
    archipel_in(home.path(), "charter new isles").ok();
    let order = format!("charter show {}", home.path().join("isles").display());
    let rules = archipel(&format!("{order} --json")).ok().json()["rules"].clone();
    assert_eq!((&rules["rho"], &rules["epsilon"]), (&"0.185".into(), &3.997.into()));
    assert_eq!(rules["guesses"]["answers"]["at_most"], 0.752);
    for (lang, waits) in [("en", "each release waits for you"), ("fr", "chaque diffusion vous attend")] {
        let shown = archipel(&format!("{order} --lang {lang}")).ok().stdout;
        let shown = shown.split(' ').flat_map(str::lines).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        assert!(shown.contains("(rho, delta)") && shown.contains(waits), "{shown}");
    }
}
