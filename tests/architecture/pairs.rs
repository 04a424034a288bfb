//! Whole numbers of different meanings are fields of a named type, not of a tuple.

use std::collections::BTreeSet;

use super::source::{Source, sources};

const NUMBERS: [&str; 8] = ["usize", "u8", "u16", "u32", "u64", "i16", "i32", "i64"];

/// Files that still have such tuples.
const KNOWN: &[&str] = &[
    "charter/changes/parties.rs",
    "charter/geography.rs",
    "charter/group.rs",
    "charter/parties.rs",
    "charter/population.rs",
    "charter/read/parties.rs",
    "charter/read/tables.rs",
    "charter/section.rs",
    "cli/demo_protection.rs",
    "node/seen.rs",
];

/// Number of types `(usize, u32)`, with whole numbers only; arguments of a function type aren't a tuple.
fn tuples(source: &Source) -> usize {
    let opens = source.code.match_indices('(').map(|(at, _)| at);
    opens.filter(|at| is_tuple(&source.code[..*at], &source.code[at + 1..])).count()
}

fn is_tuple(before: &str, after: &str) -> bool {
    let inside = after.split([')', '(', '<', '{', ';']).next().unwrap_or_default();
    let closed = after[inside.len()..].starts_with(')');
    let fields: Vec<&str> = inside.split(',').map(str::trim).filter(|field| !field.is_empty()).collect();
    let called = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    closed && !called && fields.len() > 1 && fields.iter().all(|field| NUMBERS.contains(field))
}

/// Every exception is listed, and every listed exception is needed.
fn only_known(found: impl IntoIterator<Item = String>, known: &[&str]) {
    let found: BTreeSet<String> = found.into_iter().collect();
    let known: BTreeSet<String> = known.iter().map(|known| (*known).to_owned()).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(new.is_empty(), "against the rule: {new:#?}");
    assert!(gone.is_empty(), "no exception any more, so take it off the list: {gone:#?}");
}

#[test]
fn positions_have_names() {
    only_known(sources().iter().filter(|source| tuples(source) > 0).map(|source| source.path.clone()), KNOWN);
}

#[test]
fn tuples_are_told_from_calls() {
    let number = |text: &str| tuples(&Source::new("x.rs", text));
    assert_eq!(number("fn f(a: &[(usize, u32)]) -> Vec<(u64, u64,)> {}"), 2);
    assert_eq!(number("fn f(a: impl Fn(usize, usize), (b, c): (f64, Area)) { Shape(1, 2) }"), 0);
}
