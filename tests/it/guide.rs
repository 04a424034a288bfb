//! The guide on the terminal: pages, the self-assessment as a file, exercises on a demonstration's bundle, and the draft of
//! an agreement.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use super::fixture::{Ended, archipel, archipel_in, copy, program};

const LANGUAGES: [&str; 2] = ["en", "fr"];
const PAGES: [&str; 8] =
    ["index", "governance", "agreement", "technology", "skills", "privacy", "readiness", "exercises"];
/// Persons of the demonstration's country: as few as it can have.
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

/// Lines of a CSV file of a bundle, by column.
fn lines(bundle: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(bundle.join(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Columns of groups: every one between the area and the persons.
fn groups(bundle: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(bundle.join("index.csv")).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    header.into_iter().skip(2).take_while(|column| column != "persons").collect()
}

/// Whether a line stands for everybody.
fn everybody(line: &BTreeMap<String, String>, groups: &[String]) -> bool {
    groups.iter().all(|group| line[group].is_empty())
}

/// Answers an exercise, in words that may hold spaces.
fn answer(bundle: &Path, number: u8, answer: &str, more: &str) -> Ended {
    let mut command: Command =
        program(&format!("guide exercise {number} --bundle {} {more} --answer", bundle.display()));
    let run = command.arg(answer).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(run.stdout), text(run.stderr));
    Ended { arguments: format!("exercise {number}: {answer}"), code: run.status.code().unwrap(), stdout, stderr }
}

/// Refuses an answer in both languages, with one key, and without telling the right one.
fn refuse(bundle: &Path, number: u8, wrong: &str, right: &str) {
    for lang in LANGUAGES {
        let told = answer(bundle, number, wrong, &format!("--lang {lang} --json"));
        assert_eq!(told.refusal(), (3, "exercise-wrong".to_owned()), "{told:?}");
        assert_eq!(told.json()["right"], false);
        let is_right = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+') == right;
        // Lines that count repetitions hold numbers of their own.
        let lines = told.stdout.lines().chain(told.stderr.lines()).filter(|line| !line.contains("\"co"));
        let mut words = lines.flat_map(str::split_whitespace);
        assert!(!words.any(is_right), "{told:?} gives {right} away");
    }
}

fn accept(bundle: &Path, number: u8, right: &str) {
    let told = answer(bundle, number, right, "--json").ok().json();
    assert_eq!((&told["exercise"], &told["right"]), (&number.into(), &true.into()));
}

#[test]
fn exercises_are_checked_against_the_bundle() {
    let home = tempfile::tempdir().unwrap();
    let bundle = &home.path().join("guide-demo");
    let demo = archipel(&format!("demo --people {PEOPLE} --out {} --json", bundle.display())).ok().json();
    let groups = groups(bundle);

    // 1: the member whose province has the highest index.
    let provinces = demo["members"].as_array().unwrap();
    let index = lines(bundle, "index.csv");
    let figure = |line: &BTreeMap<String, String>| line["index"].parse::<f64>().unwrap();
    let of_level = index.iter().filter(|line| line["level"] == "province" && everybody(line, &groups));
    let highest = of_level.filter(|line| line["status"] == "published").max_by(|a, b| figure(a).total_cmp(&figure(b)));
    let charter = archipel(&format!("charter show {} --json", bundle.join("charter").display())).ok().json();
    let owner = |code: &str| {
        let owns = |member: &&serde_json::Value| member["areas"].as_array().unwrap().iter().any(|area| area == code);
        charter["members"].as_array().unwrap().iter().find(owns).unwrap()
    };
    let member = owner(&highest.unwrap()["area"]);
    let id = member["id"].as_str().unwrap();
    for right in [id, &id.to_lowercase(), &format!(" “{id}” "), member["name"]["fr"].as_str().unwrap()] {
        accept(bundle, 1, right);
    }
    let other = provinces.iter().map(|member| member["member"].as_str().unwrap_or("AB")).find(|other| *other != id);
    refuse(bundle, 1, other.unwrap(), id);

    // 2: Ottawa–Gatineau.
    let across = lines(bundle, "cross_border.csv");
    let row = across.iter().find(|line| line["area"] == "505" && everybody(line, &groups)).unwrap();
    let right = format!("{:.1}", figure(row));
    accept(bundle, 2, &right);
    accept(bundle, 2, &right.replace('.', ","));
    refuse(bundle, 2, &format!("{:.1}", figure(row) + 0.2), &right);
    refuse(bundle, 2, "much", &right);

    // 3: the age whose index is least sure.
    let by_age = lines(bundle, "coverage_categories.csv").into_iter();
    let by_age = by_age.filter(|line| [&line["groups"], &line["group"]] == ["age", "age"]);
    let ages: BTreeSet<String> = by_age.map(|line| line["category"].clone()).collect();
    let mut errors: Vec<(f64, String)> = Vec::new();
    for line in lines(bundle, "index.csv") {
        let alone = ["gender", "activity_limitation", "first_nations", "metis", "inuit", "recent_immigrant"];
        let by_age = line["level"] == "metropolitan" && alone.iter().all(|group| line[*group].is_empty());
        if by_age && ages.contains(&line["age"]) {
            errors.push((line["index_se"].parse().unwrap_or(0.0), line["age"].clone()));
        }
    }
    errors.sort_by(|a, b| b.0.total_cmp(&a.0));
    let right = errors[0].1.clone();
    let wrong = errors.iter().find(|(_, age)| *age != right).unwrap().1.clone();
    accept(bundle, 3, &right);
    refuse(bundle, 3, &wrong, &right);

    // 4: what subtraction leaves.
    let weight = |level: &str, area: &dyn Fn(&str) -> bool| -> f64 {
        let own = lines(bundle, "index.csv").into_iter().filter(|line| line["level"] == level && area(&line["area"]));
        let groups = ["age", "gender", "activity_limitation", "first_nations", "metis", "inuit", "recent_immigrant"];
        let whole = own.filter(|line| groups.iter().all(|group| line[*group].is_empty()));
        whole.map(|line| line["weight"].parse::<f64>().unwrap()).sum()
    };
    let geography = lines(bundle, "charter/geography.csv");
    let parts: Vec<String> =
        geography.iter().filter(|line| line["parent"] == "10").map(|line| line["code"].clone()).collect();
    let left =
        weight("province", &|area| area == "10") - weight("metropolitan", &|area| parts.iter().any(|p| p == area));
    assert!(parts.len() > 1 && left.abs() <= 10.0, "{left}");
    accept(bundle, 4, &format!("{left}"));
    accept(bundle, 4, "0");
    refuse(bundle, 4, "1 234", "0");
    assert_eq!(answer(bundle, 4, "-1 234", "").code, 3);

    // What people see of both.
    for lang in LANGUAGES {
        let more = format!("--lang {lang}");
        let (learnt, hint) = (answer(bundle, 4, &format!("{left}"), &more).ok(), answer(bundle, 4, "1234", &more));
        assert!(learnt.stdout.lines().count() > 1 && learnt.stdout.lines().all(|line| line.chars().count() <= 80));
        assert_eq!((hint.code, hint.stdout.as_str()), (3, ""));
        assert!(hint.stderr.contains("[exercise-wrong]") && !hint.stderr.contains("exercise-hint"), "{}", hint.stderr);
    }

    change_a_figure(home.path(), bundle);
}

/// Exercise 5.
fn change_a_figure(home: &Path, bundle: &Path) {
    refuse(bundle, 5, "bundle-checksum", "bundle-checksum");
    let changed = &home.join("changed");
    copy(bundle, changed);
    fs::write(changed.join("index.csv~"), "x").unwrap();
    let beside = answer(changed, 5, "bundle-checksum", "");
    assert!(beside.code == 3 && beside.stderr.contains("index.csv~"), "{}", beside.stderr);
    fs::remove_file(changed.join("index.csv~")).unwrap();

    let text = fs::read_to_string(changed.join("index.csv")).unwrap();
    let line = text.lines().find(|line| line.contains(",published,1,")).unwrap();
    let number = line.split(',').find(|field| field.contains('.')).unwrap();
    let other = line.replacen(number, "12.5", 1);
    fs::write(changed.join("index.csv"), text.replacen(line, &other, 1)).unwrap();
    accept(changed, 5, "bundle-checksum");
    accept(changed, 5, "[Bundle-Checksum]");
    refuse(changed, 5, "bundle-figures", "bundle-checksum");
    // The other exercises say nothing about a bundle that doesn't hold.
    assert_eq!(answer(changed, 1, "NU", "--json").refusal(), (6, "bundle-checksum".to_owned()));

    let sums = fs::read_to_string(changed.join("SHA256SUMS")).unwrap();
    let sum = |folder: &Path| {
        let digest = ring::digest::digest(&ring::digest::SHA256, &fs::read(folder.join("index.csv")).unwrap());
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    fs::write(changed.join("SHA256SUMS"), sums.replace(&sum(bundle), &sum(changed))).unwrap();
    accept(changed, 5, "bundle-figures");
    refuse(changed, 5, "bundle-checksum", "bundle-figures");

    let another = &home.join("another");
    copy(bundle, another);
    fs::write(another.join("members.csv"), "x").unwrap();
    let elsewhere = answer(another, 5, "bundle-checksum", "");
    assert!(elsewhere.code == 3 && elsewhere.stderr.contains("members.csv"), "{}", elsewhere.stderr);
    assert_eq!(answer(&home.join("none"), 5, "x", "--json").refusal(), (3, "folder-unreadable".to_owned()));
}

#[test]
fn an_exercise_that_a_bundle_does_not_allow_is_said_to_be_so() {
    let home = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands");
    let [charter, data] = ["charter", "data"].map(|name| example.join(name).display().to_string());
    archipel_in(home.path(), &format!("simulate --charter {charter} --data {data} --out bundle")).ok();
    let bundle = &home.path().join("bundle");
    for number in 2..=4 {
        assert_eq!(answer(bundle, number, "1", "--json").refusal(), (3, "exercise-unfit".to_owned()));
    }
    let listed = archipel("guide exercise --json").ok().json();
    assert_eq!(listed.as_array().unwrap().len(), 5);
    for lang in LANGUAGES {
        for number in 1..=5 {
            let task = archipel(&format!("guide exercise {number} --lang {lang}")).ok().stdout;
            assert!(task.starts_with(&format!("{number}. ")), "{task}");
        }
    }
    assert_eq!(archipel("guide exercise 6").code, 2);
    assert_eq!(archipel("guide exercise 1 --answer NU").code, 2);
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
        let template = fs::read_to_string(root.join(format!("src/cli/charter/agreement.{lang}.md"))).unwrap();
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

/// What the officer signs says what is lost, defaults too, and that releases wait.
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
