//! Files of a bundle against its list of checksums.

use std::collections::BTreeSet;

use super::{BundleError, BundleFiles};
use crate::model::Digest;
use crate::report::{SUMS, is_publication};

pub(super) fn missing(path: &str) -> BundleError {
    BundleError::Missing { path: path.to_owned() }
}

pub(super) fn file<'f>(files: &'f BundleFiles, name: &str) -> Result<&'f [u8], BundleError> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| missing(name))
}

pub(super) fn text_file<'f>(files: &'f BundleFiles, name: &str) -> Result<&'f str, BundleError> {
    std::str::from_utf8(file(files, name)?).map_err(|_| missing(name))
}

/// Checks that every file has its checksum, and every checksum its file. Returns the number of files.
pub(super) fn check_sums(files: &BundleFiles) -> Result<usize, BundleError> {
    let mut listed = BTreeSet::new();
    for line in text_file(files, SUMS)?.lines() {
        let (sum, name) = line.split_once("  ").ok_or_else(|| BundleError::Sum { path: SUMS.to_owned() })?;
        if Digest::of(file(files, name)?).to_string() != sum {
            return Err(BundleError::Sum { path: name.to_owned() });
        }
        listed.insert(name);
    }
    match files.keys().find(|name| *name != SUMS && !is_publication(name) && !listed.contains(name.as_str())) {
        Some(path) => Err(BundleError::More { path: path.clone() }),
        None => Ok(listed.len()),
    }
}
