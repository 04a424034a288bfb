//! Commands whose output can't be written, and limits of the process.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::path::Path;
use std::process::{Command, Output};

use super::fixture::Federation;

/// Runs a line of the shell, where `$A` is the program and `$S` the three islands.
fn shell(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("bash");
    command.current_dir(folder).args(["-c", line]).env("LC_ALL", "C").env("A", env!("CARGO_BIN_EXE_archipel"));
    command.env("S", Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands"));
    command.output().unwrap()
}

fn code(folder: &Path, line: &str) -> i32 {
    shell(folder, line).status.code().unwrap()
}

/// Exit code and messages.
fn said(folder: &Path, line: &str) -> (i32, String) {
    let output = shell(folder, line);
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn messages_that_cannot_be_written_change_nothing() {
    let home = tempfile::tempdir().unwrap();
    for (line, expected) in [
        ("$A charter check $S/charter", 0),
        ("$A charter check nowhere", 3),
        ("$A charter check nowhere --json", 3),
        ("$A charter chekc", 2),
        ("$A", 2),
        ("$A simulate --charter $S/charter --data $S/data --out out", 0),
    ] {
        assert_eq!(code(home.path(), &format!("{line} 2>/dev/full")), expected, "{line}");
        // The reader has gone, or never was there.
        let closed = format!("rm -rf out; {line} 2> >(true); wait");
        assert!([expected, 0].contains(&code(home.path(), &closed)), "{line}");
        assert_eq!(code(home.path(), &format!("rm -rf out; {line} 2>&-")), expected, "{line}");
    }
    assert_eq!(code(home.path(), "$A index verify out"), 0);
}

#[test]
fn data_that_cannot_be_written_are_missed() {
    let home = tempfile::tempdir().unwrap();
    for line in ["$A charter show $S/charter", "$A charter show $S/charter --json", "$A --help", "$A --version"] {
        let (code, told) = said(home.path(), &format!("{line} >/dev/full"));
        assert!(code == 1 && told.contains("output-unwritten") && told.contains("no space left"), "{line}: {told}");
        // A reader that stops early causes no error.
        assert_eq!(self::code(home.path(), &format!("{line} | head -c 1; exit ${{PIPESTATUS[0]}}")), 0, "{line}");
    }
    // The work is done: only the line for the charter must be asked for again.
    let (code, told) = said(home.path(), "$A pki signing-key --name a/b --out k.key --lang fr >/dev/full");
    assert!(code == 1 && told.contains("plus d’espace libre"), "{told}");
    assert_eq!(self::code(home.path(), "$A pki show k.key"), 0);
    // A command that fails says why, even if its data can't be written.
    assert_eq!(self::code(home.path(), "$A charter show nowhere >/dev/full"), 3);
}

/// `ulimit -f` counts in KiB here, `ulimit -n` in files.
#[test]
fn limits_of_the_process_are_named() {
    let home = tempfile::tempdir().unwrap();
    let run = "$A simulate --charter $S/charter --data $S/data --out out --lang";
    for (limit, en, fr) in [
        ("-f 8", "file too large: see ulimit -f", "fichier trop volumineux\u{a0}: voyez ulimit -f"),
        ("-n 20", "needs more open files", "ulimit -n"),
    ] {
        for (lang, word) in [("en", en), ("fr", fr)] {
            let (code, told) = said(home.path(), &format!("ulimit {limit}; {run} {lang}"));
            assert!(code == 1 && told.contains(word), "{limit}: {code} {told}");
            assert!(!home.path().join("out").exists(), "{limit}");
        }
    }
}

/// A service goes on when the reader of its log is gone, and stops as it should.
#[test]
fn a_node_serves_without_a_log() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    for wrapper in [
        ["sh", "-c", "exec \"$@\" 2>/dev/full", "sh"],
        ["bash", "-c", "exec \"$@\" 2> >(head -c 1 >/dev/null)", "bash"],
    ] {
        let node = federation.serve_under(&wrapper, "east").expect("it serves");
        federation.of_node("east", "status").ok();
        assert_eq!(node.stop().code(), Some(0), "{wrapper:?}");
    }
}
