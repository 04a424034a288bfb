//! Charters and worlds that are made for tests are in no program: the feature of the core that gives them is on through
//! development dependencies alone.

use std::fs;
use std::path::{Path, PathBuf};

const FEATURE: &str = "fixtures";

/// Lines of a manifest that turn the feature on for more than tests; its declaration turns nothing on.
fn turned_on(manifest: &str) -> Vec<&str> {
    let mut section = "";
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        section = if line.starts_with('[') && line.ends_with(']') { line } else { section };
        let declared = section == "[features]" && line == "fixtures = []";
        if line.contains(FEATURE) && section != "[dev-dependencies]" && !declared {
            found.push(line);
        }
    }
    found
}

/// Manifests of all crates.
fn manifests() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below =
        ["bindings", "crates"].into_iter().flat_map(|folder| fs::read_dir(root.join(folder)).expect("a folder"));
    let below = below.map(|entry| entry.expect("an entry").path());
    let folders = [root.to_owned(), root.join("fuzz")].into_iter().chain(below);
    folders.map(|folder| folder.join("Cargo.toml")).filter(|manifest| manifest.exists()).collect()
}

#[test]
fn fixtures_are_for_tests_alone() {
    let manifests = manifests();
    assert!(manifests.len() > 4, "{manifests:?}");
    for manifest in manifests {
        let text = fs::read_to_string(&manifest).expect("a manifest");
        assert_eq!(turned_on(&text), Vec::<&str>::new(), "{}", manifest.display());
    }
}

#[test]
fn a_program_with_fixtures_is_found() {
    let on = "archipel-core = { workspace = true, features = [\"fixtures\"] }";
    assert!(turned_on(&format!("[dev-dependencies]\n{on}\n[features]\n# fixtures\nfixtures = []\n")).is_empty());
    for manifest in [
        format!("[dependencies]\n{on}\n[dev-dependencies]\n"),
        format!("[dev-dependencies]\nproptest = \"1\"\n[build-dependencies]\n{on}\n"),
        "[dev-dependencies]\n[dependencies.archipel-core]\nfeatures = [\n\"fixtures\",\n]\n".to_owned(),
        "[features]\nfixtures = []\ndefault = [\"parallel\", \"fixtures\"]\n".to_owned(),
    ] {
        assert_eq!(turned_on(&manifest).len(), 1, "{manifest}");
    }
}
