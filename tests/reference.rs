//! Inputs of tests that aren't part of the project: for the tests of the crates, and for those of the whole program.
#![allow(clippy::disallowed_methods, reason = "a test reads its environment")]

use std::io::Write as _;
use std::path::PathBuf;

/// Says that a test isn't run because something is missing. CI has everything: there the test fails.
pub(crate) fn skipped(why: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{why}");
    // Without a macro: the test runner would drop the output of a test that passes.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// Folder of reference figures, outside of the project. `None` where it isn't given; CI must give it.
pub(crate) fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("ARCHIPEL_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        skipped("ARCHIPEL_REFERENCE is not set");
    }
    folder
}

/// The charter of the public microdata, written before levels had labels, in the present form.
#[allow(dead_code, reason = "not every test reads it")]
pub(crate) fn todays_charter(text: &str) -> String {
    let both = |text: &str| format!("{{ en = \"{text}\", fr = \"{text}\" }}");
    let level = |id: &str| format!("{{ id = \"{id}\", label = {} }}", both(id));
    let line = |line: &str| match line {
        "authority = \"Public-use microdata\"" => format!(
            "legal_authority = {}\ntarget_population = {}\nreference_date = {}",
            both("Public-use microdata"),
            both("32 urban areas"),
            both("2018-Q4")
        ),
        line if line.starts_with("levels = [") => {
            format!("levels = [{}]", ["country", "region", "agglomerate"].map(level).join(", "))
        }
        line => line.to_owned(),
    };
    text.lines().map(|text| line(text) + "\n").collect()
}
