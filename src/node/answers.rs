//! Answers to questions: cells out of a release, each recorded before it exists.

use std::sync::Arc;

use super::Node;
use super::edition::{EditionError, Released};
use crate::audit::{Certified, Event, Word};
use crate::charter::{Table, TableIndex, groups_word};
use crate::model::{CellStatus, Digest, EditionId, Problem, PublishedTable, RowKey, table_digest};
use crate::tlog::Proof;

/// A table of a release, or some of its rows. Only a release gives one.
///
/// ```
/// # use archipel::{model::PublishedTable, node::Answer};
/// fn look(answer: &Answer) -> &PublishedTable {
///     answer.cells()
/// }
/// ```
///
/// ```compile_fail,E0451
/// # use archipel::{model::PublishedTable, node::Answer};
/// fn pretend(other: Answer, cells: PublishedTable) -> Answer {
///     Answer { part: Some(cells), ..other }
/// }
/// ```
pub struct Answer {
    released: Arc<Released>,
    table: TableIndex,
    /// Rows of it, where not all were asked for.
    part: Option<PublishedTable>,
}

impl Answer {
    /// The cells.
    pub fn cells(&self) -> &PublishedTable {
        self.part.as_ref().unwrap_or_else(|| &self.released.cells.tables()[self.table.at()])
    }

    fn digest(&self) -> Digest {
        self.part.as_ref().map_or_else(|| self.released.tables[self.table.at()], table_digest)
    }
}

impl Node {
    /// Cells of one table: of all its rows, or of those that `keep` accepts.
    pub fn table(
        &self,
        edition: &EditionId,
        table: &Table,
        keep: Option<&dyn Fn(RowKey) -> bool>,
    ) -> Result<Answer, Problem> {
        self.agreement.check_dates(self.clock.today())?;
        let position = self.charter().lattice.position(table).ok_or(EditionError::OutsideLattice {})?;
        let released = self.cells(edition)?;
        let part = keep.map(|keep| released.cells.tables()[position.at()].filtered(keep));
        Ok(Answer { released, table: position, part })
    }

    /// Answers like [`Self::table`], on behalf of the caller `by`: the log's record is durable before the answer
    /// exists.
    pub fn answer(
        &self,
        by: &Certified,
        (edition, table): (&EditionId, &Table),
        keep: Option<&dyn Fn(RowKey) -> bool>,
    ) -> Result<(Answer, Proof), Problem> {
        self.may_speak()?;
        let _undecided = self.editions.answer_turn();
        let answer = self.table(edition, table, keep)?;
        let (cells, released) = (answer.cells(), &answer.released);
        let published = cells.status.iter().filter(|status| **status == CellStatus::Published).count() as u64;
        let proof = self.record(Event::TableAnswered {
            by: by.clone(),
            edition: *edition,
            period: released.period.clone(),
            dataset: released.dataset,
            release: released.digest,
            level: Word::new(&self.charter().geography.levels()[table.level]),
            groups: Word::new(groups_word(self.charter(), table)),
            whole: keep.is_none(),
            answer: answer.digest(),
            published,
            withheld: cells.len() as u64 - published,
        })?;
        self.log.unseen().add(proof.index, self.clock.unix_seconds());
        Ok((answer, proof))
    }
}
