//! Bytes from other parties that once deserved a look, each through its target. `fuzz/` looks for more of them.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[allow(unreachable_pub, reason = "elsewhere it is a crate of its own")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// Kept inputs by target: those that a reader accepts, and those that all refuse.
const KEPT: [(&str, &[&str], &[&str]); 9] = [
    ("answers", &["cut", "empty", "header", "order", "sound", "withheld"], &["words"]),
    (
        "boundaries",
        &["hole", "hole-outside", "meridian", "sound", "turning", "unknown-code"],
        &["crossing", "flat", "not-json", "open-ring"],
    ),
    (
        "charter",
        &["controlled", "private", "sound"],
        &[
            "circle",
            "controlled-without-weights",
            "empty",
            "no-geography",
            "not-toml",
            "private-without-weights",
            "unknown-key",
        ],
    ),
    (
        "delimited",
        &["form-0", "form-1", "form-4", "geography", "mark", "windows"],
        &["after-quote", "empty", "form-13", "form-2", "form-8", "not-utf-8", "open-quote", "title", "utf-16"],
    ),
    ("mapping", &["not-there", "sound", "two-columns"], &["both", "delimiter", "not-toml"]),
    (
        "note",
        &["cosigned", "extended", "key", "key-in-large-letters", "policy", "policy-of-none", "sound", "text"],
        &["control", "cut", "policy-of-signers", "zero"],
    ),
    ("proof", &["no-record", "sound", "submission", "submission-of-none"], &["cut", "index"]),
    ("receipt", &["answered"], &["another-place", "cut", "deep", "number", "record"]),
    (
        "table",
        &["empty", "sound"],
        &["beyond", "cut", "infinite", "order", "rows", "two-messages", "unspecified", "withheld-figure"],
    ),
];

#[test]
fn every_kept_input_does_what_its_target_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let entries = |folder: &Path| {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<BTreeSet<_>>()
    };
    let listed = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let targets = targets::TARGETS.map(|(name, _)| name);
    assert_eq!(entries(&corpus), listed(&targets), "each target has its inputs");
    assert_eq!(KEPT.map(|(name, ..)| name), targets);
    for ((name, target), (_, accepted, refused)) in targets::TARGETS.into_iter().zip(KEPT) {
        assert_eq!(entries(&corpus.join(name)), listed(&[accepted, refused].concat()), "{name}");
        for file in [accepted, refused].concat() {
            let bytes = fs::read(corpus.join(name).join(file)).unwrap();
            let found = catch_unwind(|| target(&bytes)).ok();
            assert_eq!(found, Some(accepted.contains(&file)), "{name}/{file}");
        }
    }
}
