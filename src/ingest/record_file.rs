use std::ops::ControlFlow;

use super::intake::Progress;
use crate::delimited::{DelimitedError, DelimitedRecord};
use crate::model::Problem;

/// Receiver of one record, or of its problem, with its line; returns whether to read on.
pub(super) type Take<'a> = dyn FnMut(u64, Result<DelimitedRecord<'_>, DelimitedError>) -> ControlFlow<()> + 'a;

/// A file of records under a header.
pub(super) trait RecordSource {
    /// Names of the columns, without the spaces around them.
    fn names(&self) -> &[String];

    /// Line of the header, if the file has lines.
    fn header_line(&self) -> Option<u64>;

    /// Line of the first of a few records that `is_header` accepts; nothing else can be read then.
    fn header_below(&mut self, is_header: &dyn Fn(DelimitedRecord<'_>) -> bool) -> Option<u64>;

    /// Hands on every record, in order. Fields of columns that aren't `wanted` may be empty.
    fn each(&mut self, wanted: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Problem>;
}
