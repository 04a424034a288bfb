//! No file of more than 400 lines.

use std::fs;
use std::path::Path;

use super::source::walk;

const FOLDERS: [&str; 7] = ["benches", "bindings", "crates", "examples", "fuzz", "src", "tests"];
const MOST_LINES: usize = 400;

fn is_long(text: &str) -> bool {
    text.lines().count() > MOST_LINES
}

#[test]
fn files_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    FOLDERS.iter().for_each(|folder| walk(&root.join(folder), &mut files));
    files.retain(|file| is_long(&fs::read_to_string(file).expect("a source file")));
    assert!(files.is_empty(), "{files:#?}");
}

#[test]
fn a_line_more_is_too_long() {
    assert!(!is_long(&"x\n".repeat(MOST_LINES)) && is_long(&"x\n".repeat(MOST_LINES + 1)));
}
