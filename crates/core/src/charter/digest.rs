use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::Digest;

/// Files of a charter folder by relative name (`/` between folders).
pub type CharterFiles = BTreeMap<String, Vec<u8>>;

/// SHA-256 over the sorted lines `<sha-256 of the file>  <name>`, the format of `sha256sum`, so that the digest can be
/// repeated without our program. `signatures/` is left out: signatures are over this digest.
pub fn digest(files: &CharterFiles) -> Digest {
    let mut lines = String::new();
    for (name, sum) in sums(files) {
        let _ = writeln!(lines, "{sum}  {name}");
    }
    Digest::of(lines.as_bytes())
}

/// SHA-256 of every file that the digest covers.
pub(super) fn sums(files: &CharterFiles) -> BTreeMap<String, Digest> {
    let covered = files.iter().filter(|(name, _)| !name.starts_with("signatures/"));
    covered.map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_names_and_bytes_and_leaves_signatures_out() {
        let files = CharterFiles::from([("b".into(), b"2".to_vec()), ("a".into(), b"1".to_vec())]);
        // printf 1 >a; printf 2 >b; sha256sum a b | sha256sum
        let expected = "68c2919f4305e50800082ab7f11eb17d96c7832f59154e97b1d373a5179a63ea";
        assert_eq!(digest(&files).to_string(), expected);
        let mut signed = files.clone();
        signed.insert("signatures/x.note".into(), b"3".to_vec());
        assert_eq!(digest(&signed), digest(&files));
        signed.insert("c".into(), b"3".to_vec());
        assert_ne!(digest(&signed), digest(&files));
    }
}
