//! Whole numbers of different meanings are fields of a named type, not of a tuple.

use super::source::{Source, sources};

const NUMBERS: [&str; 8] = ["usize", "u8", "u16", "u32", "u64", "i16", "i32", "i64"];

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

#[test]
fn positions_have_names() {
    let found: Vec<String> =
        sources().iter().filter(|source| tuples(source) > 0).map(|source| source.path.clone()).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn tuples_are_told_from_calls() {
    let number = |text: &str| tuples(&Source::new("x.rs", text));
    assert_eq!(number("fn f(a: &[(usize, u32)]) -> Vec<(u64, u64,)> {}"), 2);
    assert_eq!(number("fn f(a: impl Fn(usize, usize), (b, c): (f64, Area)) { Shape(1, 2) }"), 0);
}
