//! The reference pages name every command, option, file and key.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use archipel::model::Lang;

use super::{files, page, root};
use crate::fixture::{archipel, archipel_in};

/// Every command of the program, with its options.
fn commands() -> BTreeMap<String, BTreeSet<String>> {
    fn walk(path: &[&str], found: &mut BTreeMap<String, BTreeSet<String>>) {
        let help = archipel(&format!("{} --help --lang en", path.join(" "))).ok().stdout;
        let below = help.split("\nCommands:\n").nth(1).map(|rest| rest.split("\n\n").next().unwrap());
        let Some(below) = below else {
            let options = help.split("\nExamples:").next().unwrap().split_whitespace();
            let options = options
                .filter(|word| word.starts_with("--"))
                .map(|word| word.trim_end_matches([']', '>', ',', ')', ';']));
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
    let commands = commands();
    for lang in Lang::ALL {
        let text = page(lang, "reference/commands.md");
        let sections: BTreeMap<&str, &str> = text
            .split("\n## ")
            .flat_map(|part| part.split("\n### "))
            .filter_map(|part| part.split_once('\n'))
            .map(|(title, body)| (title.trim().trim_matches('`'), body))
            .collect();
        for (command, options) in &commands {
            let title = format!("archipel {command}");
            let body = sections.get(title.as_str()).unwrap_or_else(|| panic!("{lang:?}: no section for {title}"));
            for option in options {
                assert!(body.contains(&format!("`{option}")), "{lang:?}: {title} lacks {option}");
            }
        }
        let documented = sections.keys().filter_map(|title| title.strip_prefix("archipel ")).map(str::to_owned);
        let unknown: Vec<_> = documented.filter(|command| !commands.contains_key(command)).collect();
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
#[expect(clippy::too_many_lines, reason = "one section of the page after another")]
fn the_reference_has_every_file_column_and_key_of_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let example = root().join("examples/three-islands");
    let (charter, data) = (example.join("charter"), example.join("data"));
    let [boundaries, points] = ["boundaries.geojson", "service-points.csv"].map(|name| example.join(name));
    let order = format!(
        "simulate --out bundle --charter {} --data {} --boundaries {} --service-points {}",
        charter.display(),
        data.display(),
        boundaries.display(),
        points.display()
    );
    archipel_in(folder.path(), &order).ok();
    let mut words = BTreeSet::new();
    for path in files(&folder.path().join("bundle"), "") {
        let inner = path.strip_prefix(folder.path().join("bundle")).unwrap();
        let mut name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(parent) = inner.parent().and_then(|parent| parent.iter().next()) {
            // The contents of the folder are explained together.
            name = format!("{}/", parent.to_string_lossy());
            words.insert(name.clone());
            if name != "answers/" {
                continue;
            }
        }
        words.insert(name.clone());
        if !path.extension().is_some_and(|end| end == "csv" || end == "json") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|end| end == "csv") {
            // Columns that the charter names itself are explained as such.
            let own = ["age", "household", "access", "comfort", "skills", "share_low", "share_medium", "share_high"];
            // Their errors are, too.
            let own =
                |name: &&str| !own.contains(name) && !name.strip_suffix("_se").is_some_and(|name| own.contains(&name));
            let columns = text.lines().next().unwrap().split(',').filter(own);
            // The part that the charter names comes after a slash.
            words.extend(columns.map(|column| match column.split_once('/') {
                Some((kind, _)) => format!("{kind}/"),
                None => column.to_owned(),
            }));
        }
        // The keys of other formats are explained elsewhere.
        if name == "edition.json" {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            for (key, value) in value.as_object().unwrap() {
                words.insert(key.clone());
                let inner = if let Some(list) = value.as_array() { &list[0] } else { value };
                words.extend(inner.as_object().into_iter().flat_map(|inner| inner.keys().cloned()));
            }
        }
    }
    for lang in Lang::ALL {
        let text = page(lang, "reference/bundle.md");
        let end = |word: &str| if word.ends_with('/') { "" } else { "`" };
        let missing: Vec<_> = words.iter().filter(|word| !text.contains(&format!("`{word}{}", end(word)))).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}

#[test]
fn the_reference_has_every_kind_of_record() {
    let kinds: BTreeSet<&str> = archipel::audit::KINDS.iter().map(|(kind, _)| *kind).collect();
    for lang in Lang::ALL {
        let text = page(lang, "reference/records.md");
        let titles = text.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
        assert_eq!(titles.collect::<BTreeSet<_>>(), kinds, "{lang:?}");
        for kind in &kinds {
            assert!(text.contains(&format!("\"kind\":\"{kind}\"")), "{lang:?}: no example of {kind}");
        }
    }
}
