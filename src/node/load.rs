use std::sync::Arc;

use super::Node;
use crate::audit::{Decision, Event, Word};
use crate::charter::{Charter, Method};
use crate::cube::cluster;
use crate::model::{Period, Problem, Rows, problems};
use crate::store::{Dataset, DatasetWriter, Replace};

problems! {
    /// Reason why rows aren't loaded.
    pub enum WeightsError {
        /// Weights that would not fit into the sums.
        TooLarge(Data, "store-weights-too-large") { limit: String },
    }
}

/// A load under way: its rows are put into the order of the cells and written, and their weights added up within a
/// bound. If it is dropped before [`Node::commit`], it leaves nothing behind.
pub struct Load {
    charter: Arc<Charter>,
    /// Largest weight of a person; a larger one counts as this.
    weight_cap: f64,
    writer: DatasetWriter,
    total_weight: f64,
    weighted: bool,
}

impl Load {
    /// Persons in one segment.
    pub const SEGMENT_ROWS: usize = 1 << 19;

    /// Adds up the weights, and writes one segment of at most [`Self::SEGMENT_ROWS`] persons.
    pub fn add(&mut self, rows: Rows) -> Result<(), Problem> {
        self.weigh(&rows)?;
        Ok(self.writer.add(&cluster(&self.charter, rows))?)
    }

    /// Adds up the weights of more persons. *Errors:* they would not fit into the sums.
    pub fn weigh(&mut self, rows: &Rows) -> Result<(), WeightsError> {
        self.weighted |= rows.weights.is_some();
        self.total_weight += match &rows.weights {
            None => rows.len() as f64,
            Some(weights) => weights.iter().map(|weight| weight.min(self.weight_cap)).sum(),
        };
        if self.total_weight >= Method::MAX_TOTAL_WEIGHT {
            return Err(WeightsError::TooLarge { limit: Method::MAX_TOTAL_WEIGHT.to_string() });
        }
        Ok(())
    }

    /// Mean weight; `None` where every person counts 1.
    fn mean_weight(&self) -> Option<f64> {
        self.weighted.then(|| self.total_weight / self.writer.rows().max(1) as f64)
    }
}

impl Node {
    /// Begins a load; see [`Load`].
    pub fn begin_load(&self, period: Period, replace: Replace) -> Result<Load, Problem> {
        self.agreement.check_dates(self.clock.today())?;
        Ok(Load {
            charter: self.agreement.shared(),
            weight_cap: self.charter().clipped_at(self.member()).unwrap_or(Method::MAX_WEIGHT),
            writer: DatasetWriter::begin(self.store.clone(), self.entropy.clone(), period, replace)?,
            total_weight: 0.0,
            weighted: false,
        })
    }

    /// Makes a load a dataset.
    pub fn commit(&self, load: Load) -> Result<Dataset, Problem> {
        let (period, dataset) = (load.writer.period().clone(), load.writer.id());
        let before = self.store.dataset(&period)?.map(|before| before.id);
        // The record comes first: a dataset without its record can't exist.
        self.record(Event::DatasetLoaded { period: period.clone(), dataset })?;
        let (mean_weight, dictionary) = (load.mean_weight(), self.charter().dictionary(self.member()));
        let committed = load.writer.commit(mean_weight, dictionary, self.clock.unix_seconds()).map_err(Problem::from);
        match (&committed, before) {
            (Ok(_), Some(before)) => drop(self.record(Event::DatasetRetired { period, dataset: before })?),
            (Ok(_), None) => {}
            (Err(problem), _) => {
                let reason = Some(Word::new(&*problem.key));
                self.record_decision(Event::DatasetLoaded { period, dataset }, Decision::Error, reason, None)?;
            }
        }
        committed
    }
}
