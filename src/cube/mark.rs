use ring::hmac;

/// Marks what each person adds to a cell. A cell's sum of marks says nothing but whether two cells have the same
/// contributors with the same contributions.
pub struct RecordKey(hmac::Key);

/// What a mark is left on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mark {
    /// Who is there.
    Persons,
    /// Band and weight.
    Bands,
    /// Weight.
    Weight,
    /// Index and weight.
    Index,
    /// Score of a dimension, and weight.
    Dimension(usize),
    /// Whether the dimension is there, and weight.
    DimensionWeight(usize),
}

impl RecordKey {
    /// Takes 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The mark of one person: the first half of HMAC-SHA-256.
    pub(super) fn mark(&self, mark: Mark, person: u128, value: u64, weight: u64) -> u128 {
        let code = match mark {
            Mark::Persons => [0, 0],
            Mark::Bands => [1, 0],
            Mark::Weight => [2, 0],
            Mark::Index => [3, 0],
            Mark::Dimension(dimension) => [4, dimension as u8],
            Mark::DimensionWeight(dimension) => [5, dimension as u8],
        };
        // One block of SHA-256: a person costs two compressions a mark.
        let mut text = [0; 34];
        text[..2].copy_from_slice(&code);
        text[2..18].copy_from_slice(&person.to_le_bytes());
        text[18..26].copy_from_slice(&value.to_le_bytes());
        text[26..].copy_from_slice(&weight.to_le_bytes());
        let tag = hmac::sign(&self.0, &text);
        let (half, _) = tag.as_ref().split_first_chunk().expect("a tag has 32 bytes");
        u128::from_le_bytes(*half)
    }
}
