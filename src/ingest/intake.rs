use super::mapping::Mapping;
use crate::charter::Charter;
use crate::model::{MemberId, Problem, Rows};

/// Everything that a load rests on besides the file.
pub struct Intake<'a> {
    /// The dictionary and the geography.
    pub charter: &'a Charter,
    /// Whose file it is; persons may live in its areas only.
    pub member: &'a MemberId,
    /// How the file says what the charter asks for.
    pub mapping: &'a Mapping,
    /// Keyed 128-bit value of the bytes of a person or household id. The ids themselves are forgotten.
    pub pseudonym: &'a (dyn Fn(&[u8]) -> u128 + Sync),
    /// Persons in each batch that the sink gets; the last one has fewer.
    pub batch_rows: usize,
}

/// How far a file is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Bytes of the file read.
    pub bytes: u64,
    /// Bytes of the whole file.
    pub total_bytes: u64,
    /// Records read.
    pub rows: u64,
}

/// Takes a batch of checked persons.
pub type Sink<'a> = dyn FnMut(Rows) -> Result<(), Problem> + 'a;
