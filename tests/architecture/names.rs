//! One name, one meaning: the name of a type is defined once.

use std::collections::{BTreeMap, BTreeSet};

use super::only_known;
use super::source::{Source, sources};

const WORDS: [&str; 5] = ["struct", "enum", "trait", "union", "type"];

/// Names of the parser's types, which each noun of the program defines for its own arguments.
const PARSERS: [&str; 2] = ["Arguments", "Command"];

/// Names that are still defined twice.
const KNOWN: &[&str] = &[];

/// Types that a file defines, without associated types.
fn defined(source: &Source) -> BTreeSet<String> {
    let of = |word: &'static str| {
        source.words(word).filter_map(move |at| Some((word, at, name_after(source, at + word.len())?)))
    };
    let found = WORDS.into_iter().flat_map(of);
    found
        .filter(|(word, at, _)| *word != "type" || !is_associated(&source.code[..*at]))
        .map(|(.., name)| name)
        .collect()
}

fn name_after(source: &Source, at: usize) -> Option<String> {
    let rest = source.code[at..].strip_prefix(' ')?;
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    name.starts_with(char::is_uppercase).then_some(name)
}

/// Whether the innermost open block is an `impl` or a `trait`.
fn is_associated(before: &str) -> bool {
    let mut depth = 0;
    let open = before.char_indices().rev().find(|(_, c)| {
        depth += i32::from(*c == '}') - i32::from(*c == '{');
        depth < 0
    });
    let Some((open, _)) = open else { return false };
    let header = before[..open].rsplit([';', '{', '}']).next().unwrap_or_default();
    header.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == "impl" || word == "trait")
}

#[test]
fn a_type_has_a_name_of_its_own() {
    let mut places = BTreeMap::<String, Vec<String>>::new();
    for source in sources() {
        let parser = |name: &String| source.module() == "cli" && PARSERS.contains(&name.as_str());
        for name in defined(&source).into_iter().filter(|name| !parser(name)) {
            places.entry(name).or_default().push(source.path.clone());
        }
    }
    let twice: BTreeMap<String, Vec<String>> = places.into_iter().filter(|(_, places)| places.len() > 1).collect();
    // Printed for the reader of a failed test.
    println!("{twice:#?}");
    only_known(twice.into_keys(), KNOWN);
}

#[test]
fn associated_types_are_none_of_a_file() {
    let text =
        "pub(crate) struct A<T>(T); impl<T> Iterator for A<T> { type Item = T; } fn f() { enum B {} } type C = u8;";
    assert_eq!(defined(&Source::new("x.rs", text)).into_iter().collect::<Vec<_>>(), ["A", "B", "C"]);
}
