use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use super::*;

/// Key → variables, read from the source of a catalogue.
fn entries(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut entries: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let text = match line.split_once('=') {
            Some((name, text)) if !line.starts_with(' ') && !line.starts_with('}') => {
                key = name.trim().to_owned();
                assert!(entries.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
                text
            }
            _ => line,
        };
        for part in text.split('$').skip(1) {
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            entries.get_mut(&key).unwrap().insert(name);
        }
    }
    entries
}

/// Every key of a language with its variables.
pub(crate) fn catalogue(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    entries(CATALOGUES[Lang::ALL.iter().position(|&known| known == lang).unwrap()])
}

#[test]
fn catalogues_have_the_same_keys_and_variables() {
    let [en, fr] = CATALOGUES.map(entries);
    let missing = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(missing(&en, &fr), Vec::<String>::new(), "not in French");
    assert_eq!(missing(&fr, &en), Vec::<String>::new(), "not in English");
    for (key, variables) in &en {
        assert_eq!(variables, &fr[key], "variables of {key}");
    }
}

#[test]
fn catalogues_parse_and_every_text_is_there() {
    for (source, lang) in CATALOGUES.iter().zip(Lang::ALL) {
        FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(_, errors)| panic!("{lang:?}: {errors:?}"));
        let texts = Texts::new(lang);
        for key in entries(source).keys() {
            assert!(texts.find(key, &[]).is_some_and(|text| !text.is_empty()), "{lang:?} {key}");
        }
    }
}

#[test]
fn numbers_follow_the_language() {
    let [en, fr] = Lang::ALL.map(Texts::new);
    assert_eq!(en.number(36_991_981.0, 0), "36,991,981");
    assert_eq!(fr.number(36_991_981.0, 0), "36\u{202f}991\u{202f}981");
    assert_eq!(fr.number(-27.25, 1), "-27,2");
    assert_eq!(en.number(-0.01, 1), "0.0");
}
