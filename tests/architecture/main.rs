//! What keeps the source easy to find one's way in: who imports whom, how long a file is, and what names say.
#![allow(clippy::disallowed_methods, reason = "the test reads the source")]

mod circles;
mod imports;
mod names;
mod pairs;
mod rooms;
mod size;
#[path = "../source/mod.rs"]
mod source;

use std::collections::BTreeSet;

/// Exceptions are written down, and nothing is an exception that needs none.
fn only_known(found: impl IntoIterator<Item = String>, known: &[&str]) {
    let found: BTreeSet<String> = found.into_iter().collect();
    let known: BTreeSet<String> = known.iter().map(|known| (*known).to_owned()).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(new.is_empty(), "against the rule: {new:#?}");
    assert!(gone.is_empty(), "no exception any more, so take it off the list: {gone:#?}");
}
