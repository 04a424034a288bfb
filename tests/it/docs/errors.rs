//! The page of errors is made from the catalogues and from the fault of each error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use archipel::model::Lang;
use archipel::text::{Texts, Variable};

use super::{files, page, root};

/// Rewrites generated pages instead of comparing them.
const WRITE: &str = "ARCHIPEL_WRITE_DOCS";

/// The fault of each key, from the declarations of errors in the source: `Variant(Fault, "key")`.
fn faults() -> BTreeMap<String, &'static str> {
    const FAULTS: [&str; 7] = ["Usage", "Data", "Policy", "Peer", "Integrity", "Operator", "Bug"];
    let mut faults = BTreeMap::new();
    for path in ["src", "crates"].into_iter().flat_map(|folder| files(&root().join(folder), ".rs")) {
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

/// Keys of the catalogue's errors, each with the variables of its two texts.
fn catalogue(lang: Lang) -> BTreeMap<String, Vec<String>> {
    let source = fs::read_to_string(root().join(format!("crates/bundle/src/text/{}.ftl", lang.code()))).unwrap();
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
        // Mistakes in arguments are reported before there is an error of ours.
        let fault = if key.starts_with("usage-") { Some(&"Usage") } else { faults.get(&key) };
        let fault: &str = fault.unwrap_or_else(|| panic!("nothing in the source says {key}"));
        let own = key.split('-').next().unwrap();
        if own != part {
            let _ = write!(list, "\n## {own}\n");
            part = own.to_owned();
        }
        let words: Vec<(&str, Variable)> =
            words.iter().map(|word| (word.as_str(), Variable::Text(format!("‹{word}›")))).collect();
        let [what, fix] = ["err", "fix"].map(|half| texts.line(&format!("{half}-{key}"), &words).replace('<', "&lt;"));
        let who = match (lang, fault) {
            (Lang::En, "Usage") => "whoever wrote the command or the call · 2",
            (Lang::En, "Data") => "whoever wrote the file · 3",
            (Lang::En, "Policy") => "whoever decides: officer, parties to the charter · 4",
            (Lang::En, "Peer") => "the operator of the other machine · 5",
            (Lang::En, "Integrity") => "operator and privacy officer together · 6",
            (Lang::En, "Operator") => "the operator of this machine · 1",
            (Lang::En, _) => "the authors of the program · 1",
            (Lang::Fr, "Usage") => "qui a écrit la commande ou l’appel · 2",
            (Lang::Fr, "Data") => "qui a écrit le fichier · 3",
            (Lang::Fr, "Policy") => "qui décide\u{a0}: responsable, parties à la charte · 4",
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
