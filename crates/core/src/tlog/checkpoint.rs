use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::model::Digest;
use crate::note::VerifierKey;

/// Size of a log, and the root over it: the text that a log signs and witnesses cosign (C2SP tlog-checkpoint).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of records.
    pub size: u64,
    /// Root over all records.
    pub root: Digest,
}

impl Checkpoint {
    /// Reads the text of a note. Lines after the third are extensions, which are ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty())?;
        let size = decimal(lines.next()?)?;
        let root: [u8; 32] = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
        let plain = lines.all(|line| !line.is_empty());
        plain.then(|| Self { origin: origin.to_owned(), size, root: Digest::from_bytes(root) })
    }

    /// Checkpoint in a note that the log with this key signed.
    pub fn open(note: &str, key: &VerifierKey) -> Option<Self> {
        Self::parse(key.open(note)?).filter(|checkpoint| checkpoint.origin == key.name())
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, BASE64.encode(self.root.as_bytes()))
    }
}

/// Reads a number in its only accepted form: no sign, no leading zeros.
pub(super) fn decimal(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|number: &u64| number.to_string() == digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// *Source:* C2SP tlog-checkpoint: origin, size, root in base64, a line each.
    #[test]
    fn a_checkpoint_is_three_lines_and_reads_back() {
        let checkpoint = Checkpoint { origin: "north.example/audit".to_owned(), size: 0, root: Digest::of(b"") };
        let text = "north.example/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        assert_eq!(checkpoint.to_string(), text);
        assert_eq!(Checkpoint::parse(text), Some(checkpoint.clone()));
        assert_eq!(Checkpoint::parse(&format!("{text}extension\n")), Some(checkpoint));
        for (from, to) in
            [("0\n4", "00\n4"), ("0\n4", "+0\n4"), ("\n0", "\n-1"), ("=\n", "\n"), ("=\n", "="), ("=\n", "=\n\n")]
        {
            assert_eq!(Checkpoint::parse(&text.replacen(from, to, 1)), None, "{from:?} → {to:?}");
        }
        assert_eq!(Checkpoint::parse("\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"), None);
    }
}
