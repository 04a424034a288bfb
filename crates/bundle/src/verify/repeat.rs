//! Every file of a bundle made again from the members' answers, and compared.

use std::collections::{BTreeMap, BTreeSet};

use super::checksums::file;
use super::{BundleError, BundleFiles};
use crate::charter::signature_file;
use crate::report::{Published, Require, SUMS, is_publication};

/// Files whose words depend on the version of the software; every other file is equal in all versions.
const WORDED: [&str; 6] =
    ["report.html", "datapackage.json", "index.parquet", "index.sdmx.json", "index.sdmx.xml", "index.xlsx"];

/// Checks that every file of the bundle follows from the answers, and from the few statements that don't. Returns the
/// files by another version of the software, which this one can't make again.
pub(super) fn check_files(files: &BundleFiles, published: &Published) -> Result<Vec<String>, BundleError> {
    let expected = published.files(BTreeMap::new());
    // The charter's digest leaves out its members' signatures, and nothing else.
    let signatures: BTreeSet<String> =
        published.charter.members.iter().map(|member| signature_file(&member.id)).collect();
    let of_charter = |name: &str| !name.starts_with("signatures/") || signatures.contains(name);
    let beside = |name: &str| {
        name.strip_prefix("charter/").is_some_and(of_charter) || name.starts_with("logs/") || is_publication(name)
    };
    if let Some(more) = files.keys().find(|name| !expected.contains_key(*name) && !beside(name)) {
        return Err(BundleError::More { path: more.clone() });
    }
    let needed = published.require.parse::<Require>().map(|require| require.needed(published.members.len()));
    if needed.map_or(true, |needed| needed > published.answered()) {
        return Err(BundleError::Figures { path: "edition.json".to_owned() });
    }
    let other = published.software != env!("CARGO_PKG_VERSION");
    let mut unrepeated = Vec::new();
    for (name, bytes) in expected.into_iter().filter(|(name, _)| name != SUMS) {
        let worded = other && WORDED.contains(&name.as_str());
        match file(files, &name) {
            Ok(found) if found == bytes => {}
            Ok(_) | Err(_) if worded => unrepeated.push(name),
            Ok(_) => return Err(BundleError::Figures { path: name }),
            Err(error) => return Err(error),
        }
    }
    Ok(unrepeated)
}
