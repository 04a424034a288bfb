//! The documentation, held against the program: links, parity of languages, and every page that lists what code knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use archipel::model::Lang;
use archipel::text::{Texts, Word};

/// Rewrites generated pages instead of comparing them.
const WRITE: &str = "ARCHIPEL_WRITE_DOCS";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below `folder` with this ending, by path; built and hidden ones are left out.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn page(lang: Lang, name: &str) -> String {
    let path = root().join("docs").join(lang.code()).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Anchors of a page, made from its headings as code hosts make them.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings = prose(markdown).filter(|line| line.starts_with('#')).collect::<Vec<_>>();
    let anchor = |heading: &String| {
        let kept = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.iter().map(anchor).collect()
}

/// Lines outside of code blocks.
fn prose(markdown: &str) -> impl Iterator<Item = String> {
    let mut code = false;
    markdown.lines().filter_map(move |line| {
        code ^= line.starts_with("```");
        (!code && !line.starts_with("```")).then(|| line.to_owned())
    })
}

#[test]
fn relative_links_lead_somewhere() {
    let mut broken = Vec::new();
    for path in files(root(), ".md") {
        let text = fs::read_to_string(&path).unwrap();
        let prose: Vec<String> = prose(&text).collect();
        for target in prose.iter().flat_map(|line| line.split("](").skip(1)).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let known = there.exists()
                && (anchor.is_empty() || anchors(&fs::read_to_string(&there).unwrap()).contains(anchor));
            if !known {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn both_languages_have_the_same_pages() {
    let [en, fr] = Lang::ALL.map(|lang| {
        let folder = root().join("docs").join(lang.code());
        let names = files(&folder, "").into_iter().map(|path| path.strip_prefix(&folder).unwrap().to_owned());
        names.collect::<BTreeSet<_>>()
    });
    assert_eq!(en, fr);
    assert!(en.iter().all(|name| name.components().all(|part| matches!(part, Component::Normal(_)))));
    for readme in files(root(), "README.md").iter().filter(|path| !path.starts_with(root().join("tests"))) {
        let text = fs::read_to_string(readme).unwrap();
        let bilingual = readme.with_file_name("README.fr.md").exists() || text.contains("## Fran") || text.contains("une fédération");
        assert!(bilingual, "{} has no French", readme.display());
    }
}

/// Every command of the program, with its options.
fn commands() -> BTreeMap<String, BTreeSet<String>> {
    fn walk(path: &[&str], found: &mut BTreeMap<String, BTreeSet<String>>) {
        let run = Command::new(env!("CARGO_BIN_EXE_archipel")).args(path).args(["--help", "--lang", "en"]).output();
        let help = String::from_utf8(run.unwrap().stdout).unwrap();
        let below = help.split("\nCommands:\n").nth(1).map(|rest| rest.split("\n\n").next().unwrap());
        let Some(below) = below else {
            let options = help.split("\nExamples:").next().unwrap().split_whitespace();
            let options = options.filter(|word| word.starts_with("--")).map(|word| word.trim_end_matches([']', '>', ',', ')', ';']));
            let options = options.filter(|option| !["--lang", "--json", "--help", "--version"].contains(option));
            found.insert(path.join(" "), options.map(str::to_owned).collect());
            return;
        };
        // Continuation lines of a description are indented further than names.
        for line in below.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
            walk(&[path, &[line.split_whitespace().next().unwrap()]].concat(), found);
        }
    }
    let mut found = BTreeMap::new();
    walk(&[], &mut found);
    assert!(found.len() > 10, "{found:?}");
    found
}

#[test]
fn the_reference_has_every_command_with_every_option() {
    for lang in Lang::ALL {
        let text = page(lang, "reference/commands.md");
        let sections: BTreeMap<&str, &str> = text
            .split("\n## ")
            .flat_map(|part| part.split("\n### "))
            .filter_map(|part| part.split_once('\n'))
            .map(|(title, body)| (title.trim().trim_matches('`'), body))
            .collect();
        for (command, options) in commands() {
            let title = format!("archipel {command}");
            let body = sections.get(title.as_str()).unwrap_or_else(|| panic!("{lang:?}: no section for {title}"));
            for option in options {
                assert!(body.contains(&format!("`{option}")), "{lang:?}: {title} lacks {option}");
            }
        }
        let documented = sections.keys().filter_map(|title| title.strip_prefix("archipel ")).map(str::to_owned);
        let unknown: Vec<_> = documented.filter(|command| !commands().contains_key(command)).collect();
        assert!(unknown.is_empty(), "{lang:?}: {unknown:?} are no commands");
    }
}

#[test]
fn the_reference_has_every_setting_with_its_default() {
    for sample in ["node.toml", "coordinator.toml"] {
        let sample = fs::read_to_string(root().join("deploy").join(sample)).unwrap();
        let mut limits = false;
        for line in sample.lines() {
            limits |= line.starts_with("[limits]");
            let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
            for lang in Lang::ALL {
                let text = page(lang, "reference/configuration.md");
                let row = if limits { format!("| `{key}` | {value} |") } else { format!("| `{key}` |") };
                assert!(text.contains(&row), "{lang:?}: no row {row}");
            }
        }
    }
}

#[test]
fn the_reference_has_every_key_of_a_charter() {
    let charter = fs::read_to_string(root().join("examples/three-islands/charter/charter.toml")).unwrap();
    let is_key = |key: &&str| !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let own = charter.lines().filter_map(|line| line.trim_start_matches('#').split_once(" = ")).map(|(key, _)| key);
    let keys: BTreeSet<&str> = own.filter(is_key).collect();
    assert!(keys.len() > 30, "{keys:?}");
    for lang in Lang::ALL {
        let text = page(lang, "reference/charter.md");
        let missing: Vec<_> = keys.iter().filter(|key| !text.contains(&format!("`{key}`"))).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}

#[test]
fn the_reference_has_every_file_column_and_key_of_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let example = root().join("examples/three-islands");
    let mut command = Command::new(env!("CARGO_BIN_EXE_archipel"));
    let command = command.current_dir(folder.path()).args(["simulate", "--out", "bundle", "--charter"]);
    let run = command.arg(example.join("charter")).arg("--data").arg(example.join("data")).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let mut words = BTreeSet::new();
    for path in files(&folder.path().join("bundle"), "") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        if name.ends_with(".csv") {
            // Columns that the charter names itself are explained as such.
            let own = ["age", "household", "access", "comfort", "skills", "share_low", "share_medium", "share_high"];
            words.extend(text.lines().next().unwrap().split(',').filter(|name| !own.contains(name)).map(str::to_owned));
        }
        if name.ends_with(".json") {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            for (key, value) in value.as_object().unwrap() {
                words.insert(key.clone());
                let inner = if let Some(list) = value.as_array() { &list[0] } else { value };
                words.extend(inner.as_object().into_iter().flat_map(|inner| inner.keys().cloned()));
            }
        }
        words.insert(name);
    }
    for lang in Lang::ALL {
        let text = page(lang, "reference/bundle.md");
        let missing: Vec<_> = words.iter().filter(|word| !text.contains(&format!("`{word}`"))).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}

/// Who must act on each key, as the declarations of errors in the source say: `Variant(Fault, "key")`.
fn faults() -> BTreeMap<String, &'static str> {
    const FAULTS: [&str; 7] = ["Usage", "Data", "Policy", "Peer", "Integrity", "Operator", "Bug"];
    let mut faults = BTreeMap::new();
    for path in files(&root().join("src"), ".rs") {
        for line in fs::read_to_string(&path).unwrap().lines().filter(|line| !line.trim_start().starts_with("//")) {
            for fault in FAULTS {
                let key = line.split_once(&format!("({fault}, \"")).and_then(|(_, rest)| rest.split('"').next());
                let twice = key.and_then(|key| faults.insert(key.to_owned(), fault));
                assert!(twice.is_none(), "{} declares {key:?} twice", path.display());
            }
        }
    }
    faults
}

/// Keys of the catalogue's errors, each with the words that its two texts take.
fn catalogue(lang: Lang) -> BTreeMap<String, Vec<String>> {
    let source = fs::read_to_string(root().join(format!("src/text/{}.ftl", lang.code()))).unwrap();
    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut last = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with(' ')) {
            last = key.strip_prefix("err-").or(key.strip_prefix("fix-")).unwrap_or_default().to_owned();
        }
        if !last.is_empty() {
            let words = line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).map(str::to_owned);
            errors.entry(last.clone()).or_default().extend(words);
        }
    }
    errors
}

/// The generated half of the page: all errors, by the part of the program that their key begins with.
fn list_of_errors(lang: Lang) -> String {
    let texts = Texts::new(lang);
    let faults = faults();
    let mut list = String::new();
    let mut part = String::new();
    for (key, words) in catalogue(lang) {
        let fault = match faults.get(&key) {
            Some(fault) => fault,
            None if key.starts_with("usage-") => "Usage",
            None => panic!("nothing in the source says {key}"),
        };
        let own = key.split('-').next().unwrap();
        if own != part {
            let _ = write!(list, "\n## {own}\n");
            part = own.to_owned();
        }
        let words: Vec<(&str, Word)> = words.iter().map(|word| (word.as_str(), Word::Text(format!("‹{word}›")))).collect();
        let [what, fix] = ["err", "fix"].map(|half| texts.line(&format!("{half}-{key}"), &words).replace('<', "&lt;"));
        let who = match (lang, *fault) {
            (Lang::En, "Usage") => "whoever wrote the command or the call · 2",
            (Lang::En, "Data") => "whoever wrote the file · 3",
            (Lang::En, "Policy") => "whoever decides: officer, parties to the charter · 4",
            (Lang::En, "Peer") => "the operator of the other machine · 5",
            (Lang::En, "Integrity") => "operator and privacy officer together · 6",
            (Lang::En, "Operator") => "the operator of this machine · 1",
            (Lang::En, _) => "the authors of the program · 1",
            (Lang::Fr, "Usage") => "qui a écrit la commande ou l’appel · 2",
            (Lang::Fr, "Data") => "qui a écrit le fichier · 3",
            (Lang::Fr, "Policy") => "qui décide : responsable, parties à la charte · 4",
            (Lang::Fr, "Peer") => "l’exploitant de l’autre machine · 5",
            (Lang::Fr, "Integrity") => "exploitant et responsable, ensemble · 6",
            (Lang::Fr, "Operator") => "l’exploitant de cette machine · 1",
            (Lang::Fr, _) => "les auteurs du programme · 1",
        };
        let _ = write!(list, "\n### `{key}`\n\n{what}<br>\n{fix}<br>\n*{who}*\n");
    }
    list
}

#[test]
fn the_list_of_errors_is_that_of_the_catalogue() {
    const MARK: &str = "<!-- ARCHIPEL_WRITE_DOCS=1 cargo test docs -->\n";
    let known: BTreeSet<String> = catalogue(Lang::En).into_keys().collect();
    let unsaid: Vec<_> = faults().into_keys().filter(|key| !known.contains(key)).collect();
    assert!(unsaid.is_empty(), "no texts for {unsaid:?}");
    for lang in Lang::ALL {
        let text = page(lang, "reference/errors.md");
        let (head, list) = text.split_once(MARK).expect("the page says where the list begins");
        let expected = list_of_errors(lang);
        if std::env::var_os(WRITE).is_some() {
            let path = root().join("docs").join(lang.code()).join("reference/errors.md");
            fs::write(path, format!("{head}{MARK}{expected}")).unwrap();
        } else {
            let differing = list.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
            assert!(list == expected, "{lang:?}: {differing:?}; rewrite with {WRITE}=1 cargo test docs");
        }
    }
}
