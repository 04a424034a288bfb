//! No file of more than 400 lines.

use std::fs;
use std::path::Path;

use super::only_known;
use super::source::walk;

const FOLDERS: [&str; 8] = ["benches", "bindings", "crates", "examples", "fuzz", "src", "tests", "xtask"];
const MOST_LINES: usize = 400;

/// Files that are still longer.
const KNOWN: &[&str] = &[];

#[test]
fn files_are_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    FOLDERS
        .map(|folder| root.join(folder))
        .iter()
        .filter(|folder| folder.exists())
        .for_each(|folder| walk(folder, &mut files));
    let long =
        files.iter().filter(|file| fs::read_to_string(file).expect("a source file").lines().count() > MOST_LINES);
    let below = |file: &Path| file.strip_prefix(root).expect("a file below").display().to_string();
    only_known(long.map(|file| below(file)), KNOWN);
}
