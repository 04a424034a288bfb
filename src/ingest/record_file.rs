use std::ops::ControlFlow;

use super::intake::Progress;
use crate::delimited::{DelimitedError, DelimitedRecord};
use crate::model::Problem;

/// Gets one record, or what is wrong with it, and its line; says whether to read on.
pub(super) type Take<'a> = dyn FnMut(u64, Result<DelimitedRecord<'_>, DelimitedError>) -> ControlFlow<()> + 'a;

/// A file of records under a header.
pub(super) trait RecordSource {
    /// Names of the columns, without the spaces around them.
    fn names(&self) -> &[String];

    /// Line of the header, in a file that has lines.
    fn header_line(&self) -> Option<u64>;

    /// The line of the first of a few records that `is_header`; nothing else can be read then.
    fn header_below(&mut self, is_header: &dyn Fn(DelimitedRecord<'_>) -> bool) -> Option<u64>;

    /// Every record, in order. Fields of columns that aren't `wanted` may be empty.
    fn each(&mut self, wanted: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Problem>;
}
