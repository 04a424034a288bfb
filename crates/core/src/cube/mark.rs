use ring::hmac;

/// Marks what each person adds to a cell. A cell's sum of marks says nothing but whether two cells have the same
/// contributors with the same contributions.
pub struct RecordKey(hmac::Key);

impl RecordKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The mark of a person with a weight and, by dimension, a score and whether there is one: everything else that a person
    /// adds follows from these. `text` is room to write in.
    pub(super) fn mark(
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
