use ring::hmac;

/// Secret from which record keys are derived: a number for every record, whose sum over a cell is the cell key. Two
/// cells have equal keys if the same records contribute the same to both, and a key reveals nothing else.
///
/// *Source:* G. Thompson, S. Broadfoot, D. Elazar, Methodology for the Automatic Confidentialisation of Statistical
/// Outputs from Remote Servers at the Australian Bureau of Statistics, 2013.
pub struct RecordKeySecret(hmac::Key);

impl RecordKeySecret {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Record key of a person with a weight and, by dimension, a score and whether it is present: all other
    /// contributions of the person follow from these. `text` is a buffer.
    pub(super) fn record_key(
        &self,
        person: u128,
        weight: u64,
        scores: impl Iterator<Item = (u64, bool)>,
        text: &mut Vec<u8>,
    ) -> u128 {
        text.clear();
        text.extend_from_slice(&person.to_le_bytes());
        text.extend_from_slice(&weight.to_le_bytes());
        for (score, present) in scores {
            // A score is less than 2^63.
            text.extend_from_slice(&(score << 1 | u64::from(present)).to_le_bytes());
        }
        let tag = hmac::sign(&self.0, text);
        let (half, _) = tag.as_ref().split_first_chunk().expect("a tag has 32 bytes");
        u128::from_le_bytes(*half)
    }
}
