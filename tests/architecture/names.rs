//! One name, one meaning: the name of a type is defined once.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, sources};

const WORDS: [&str; 5] = ["struct", "enum", "trait", "union", "type"];

/// Names of the parser's types, which each noun of the program defines for its own arguments.
const PARSERS: [&str; 2] = ["Arguments", "Command"];

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

/// Names that more than one file defines, and these files.
fn twice(sources: &[Source]) -> BTreeMap<String, Vec<&str>> {
    let mut places = BTreeMap::<String, Vec<&str>>::new();
    for source in sources {
        let parser = |name: &String| source.module() == "cli" && PARSERS.contains(&name.as_str());
        for name in defined(source).into_iter().filter(|name| !parser(name)) {
            places.entry(name).or_default().push(&source.path);
        }
    }
    places.into_iter().filter(|(_, places)| places.len() > 1).collect()
}

#[test]
fn a_type_has_a_name_of_its_own() {
    let sources = sources();
    let twice = twice(&sources);
    assert!(twice.is_empty(), "{twice:#?}");
}

#[test]
fn a_second_type_of_a_name_is_found() {
    let source = |path: &str| Source::new(path, "enum Command {} struct Cell;");
    let found = |paths: [&str; 2]| twice(&paths.map(source)).into_keys().collect::<Vec<_>>();
    assert_eq!(found(["cube.rs", "node.rs"]), ["Cell", "Command"]);
    assert_eq!(found(["cli/node.rs", "cli/charter.rs"]), ["Cell"]);
}

#[test]
fn associated_types_are_none_of_a_file() {
    let text =
        "pub(crate) struct A<T>(T); impl<T> Iterator for A<T> { type Item = T; } fn f() { enum B {} } type C = u8;";
    assert_eq!(defined(&Source::new("x.rs", text)).into_iter().collect::<Vec<_>>(), ["A", "B", "C"]);
}
