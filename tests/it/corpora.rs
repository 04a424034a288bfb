//! Bytes from other parties that once deserved a look, each through its target. `fuzz/` looks for more of them.
#![allow(clippy::disallowed_methods, reason = "a test reads its own files")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[allow(unreachable_pub, reason = "elsewhere it is a crate of its own")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

#[test]
fn every_kept_input_does_what_its_target_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let entries =
        |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<BTreeSet<_>>();
    let named = targets::TARGETS.iter().map(|(name, _)| corpus.join(name)).collect();
    assert_eq!(entries(&corpus), named, "each target has its inputs");
    for (name, target) in targets::TARGETS {
        for file in entries(&corpus.join(name)) {
            let bytes = fs::read(&file).unwrap();
            assert!(catch_unwind(|| target(&bytes)).is_ok(), "{}", file.display());
        }
    }
}
