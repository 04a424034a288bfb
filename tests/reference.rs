//! Where reference figures lie: for the tests of the crate, and for those of the whole program.
#![allow(clippy::disallowed_methods, reason = "a test reads its environment")]

use std::io::Write as _;
use std::path::PathBuf;

/// The folder of reference figures, outside of the project. `None` where it isn't given, which CI must do.
pub(crate) fn reference() -> Option<PathBuf> {
    let folder = std::env::var_os("ARCHIPEL_REFERENCE").map(PathBuf::from);
    if folder.is_none() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "ARCHIPEL_REFERENCE must be set");
        // Not by a macro: the test runner would swallow what a test that passes says.
        let _ = writeln!(std::io::stderr(), "skipped: ARCHIPEL_REFERENCE is not set");
    }
    folder
}
