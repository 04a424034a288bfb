//! A federation of three members and a coordinator on this machine, and the program as its users run it. Everything
//! lies in a temporary folder; every process ends with its handle.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

mod bundle;
mod charter;
mod federation;
mod identity;
mod people;
mod program;
mod serve;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

pub(crate) use bundle::{check_sums, copy, files, lasting, members};
pub(crate) use charter::of_class;
pub(crate) use federation::Federation;
pub(crate) use identity::{At, Papers, authority, days_ago, hub, node, of_member};
pub(crate) use people::{Dice, people};
pub(crate) use program::{Ended, archipel, archipel_in, program, until};
pub(crate) use serve::Served;

#[path = "../reference.rs"]
mod given;
pub(crate) use given::{reference, skipped};

/// The charter of the public microdata, in a folder of its own.
pub(crate) fn reference_charter(reference: &Path) -> TempDir {
    let (from, to) = (reference.join("examples/eph/charter"), tempfile::tempdir().unwrap());
    let text = fs::read_to_string(from.join("charter.toml")).unwrap();
    fs::write(to.path().join("charter.toml"), given::todays_charter(&text)).unwrap();
    fs::copy(from.join("geography.csv"), to.path().join("geography.csv")).unwrap();
    to
}

/// Id of the charter.
pub(crate) const FEDERATION: &str = "isles";

/// Members by id, the order of all lists.
pub(crate) const MEMBERS: [&str; 3] = ["east", "north", "west"];

/// Id of the coordinator in the charter, and the name in its certificate.
pub(crate) const COORDINATOR: (&str, &str) = ("secretariat", "hub");

/// Period of the members' files.
pub(crate) const PERIOD: &str = "2025";

/// Number of persons in each of the files.
pub(crate) const PEOPLE: u64 = 300;
