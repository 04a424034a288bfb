use super::mapping::Mapping;
use crate::charter::Charter;
use crate::model::{MemberId, Problem, Rows};

/// Inputs of a load besides the file.
pub struct Intake<'a> {
    /// The dictionary and the geography.
    pub charter: &'a Charter,
    /// Member of the file; persons may live in its areas only.
    pub member: &'a MemberId,
    /// Mapping from the file to the charter's items.
    pub mapping: &'a Mapping,
    /// Function for the keyed 128-bit value of a person's or household's id. The ids themselves aren't kept.
    pub pseudonym: &'a (dyn Fn(&[u8]) -> u128 + Sync),
    /// Number of persons in each batch for the sink; the last one has fewer.
    pub batch_rows: usize,
}

/// Progress of reading a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Number of bytes read.
    pub bytes: u64,
    /// Number of bytes of the whole file.
    pub total_bytes: u64,
    /// Number of records read.
    pub rows: u64,
}

/// Receiver of a batch of checked persons.
pub type Sink<'a> = dyn FnMut(Rows) -> Result<(), Problem> + 'a;
