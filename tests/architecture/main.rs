//! Rules that keep the source easy to navigate: allowed imports, the length of a file, and names.
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

/// Every exception is listed, and every listed exception is needed.
fn only_known(found: impl IntoIterator<Item = String>, known: &[&str]) {
    let found: BTreeSet<String> = found.into_iter().collect();
    let known: BTreeSet<String> = known.iter().map(|known| (*known).to_owned()).collect();
    let new: Vec<&String> = found.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(new.is_empty(), "against the rule: {new:#?}");
    assert!(gone.is_empty(), "no exception any more, so take it off the list: {gone:#?}");
}
