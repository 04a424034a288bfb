//! Answers of a witness about another log, in types that node, coordinator and wire share.

use crate::model::Digest;
use crate::note::text_and_signatures;

/// Answer of a witness that was asked to cosign a checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum CosignOutcome {
    /// Signature line.
    Cosigned(String),
    /// The witness knows another checkpoint than the caller assumed: this signed note, or none.
    Knows(Option<String>),
    /// Stable key of the reason: the log is unknown or has another key.
    Refused(String),
    /// The log has lost or replaced records: the signed note that the witness knows.
    Disagreed(String),
}

impl CosignOutcome {
    /// Stable key of the reason of [`Self::Disagreed`].
    pub const DISAGREED: &str = "witness-disagreed";
}

/// Answer of a witness that was asked to sign a claim.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ClaimOutcome {
    /// Signature line.
    Signed(String),
    /// The witness has signed another claim that this one doesn't follow: that one, as it was signed.
    Knows(String),
}

/// Two signed checkpoints of one log, the second of which isn't shown to extend the first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disagreement {
    /// Signed note that was known.
    pub known: String,
    /// Signed note that was found.
    pub found: String,
}

impl Disagreement {
    /// Name of the two checkpoints, independent of their other signatures.
    pub fn name(&self) -> String {
        let text = |note: &str| text_and_signatures(note).map_or(String::new(), |(text, _)| text.to_owned());
        Digest::of(format!("{}\n{}", text(&self.known), text(&self.found)).as_bytes()).short()
    }
}
