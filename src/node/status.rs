use serde::Serialize;

use super::{BudgetStatus, Node, WitnessSet};
use crate::model::{Digest, EditionId, EditionState, Period, Problem};

/// State of a node, for its operator. The form of `node status --json`.
#[derive(Debug, Serialize)]
pub struct NodeStatus {
    /// Member id.
    pub member: String,
    /// Version of the software.
    pub software: String,
    /// Identifier and version of the charter, and its digest.
    pub charter: String,
    /// SHA-256 of the charter.
    pub charter_digest: Digest,
    /// Last day in force.
    pub charter_ends: String,
    /// Datasets by period.
    pub datasets: Vec<DatasetStatus>,
    /// Editions with a release, standing or under way.
    pub editions: Vec<EditionStatus>,
    /// The transparency log.
    pub log: LogStatus,
    /// State of the budget, in class `private`.
    pub budget: Option<BudgetStatus>,
}

/// The log, as its operator sees it.
#[derive(Debug, Serialize)]
pub struct LogStatus {
    /// Its key.
    pub key: String,
    /// Number of records.
    pub size: u64,
    /// Stable key of the reason why the node doesn't answer, if its log is the reason.
    pub obstacle: Option<String>,
    /// Witnesses: name, size of the checkpoint that each cosigned last, and time (RFC 3339 UTC).
    pub witnesses: Vec<(String, u64, String)>,
    /// Present and next witnesses of the log.
    pub witness_set: WitnessSet,
    /// Key with which the node signs as a witness of other logs.
    pub witness_key: String,
}

/// One dataset, as its operator sees it.
#[derive(Debug, Serialize)]
pub struct DatasetStatus {
    /// Period of the data.
    pub period: String,
    /// Number of persons.
    pub rows: u64,
    /// Bytes on disk, with the keys of the identifiers.
    pub bytes: u64,
    /// Time of acceptance, RFC 3339 UTC.
    pub loaded_at: String,
    /// Whether its columns fit the charter.
    pub fits_charter: bool,
}

/// One edition, as its operator sees it.
#[derive(Debug, Serialize)]
pub struct EditionStatus {
    /// Identifier.
    pub edition: EditionId,
    /// Period of the data.
    pub period: String,
    /// State of its release.
    pub state: EditionState,
}

impl Node {
    /// State of the node.
    pub fn status(&self) -> Result<NodeStatus, Problem> {
        let charter = self.charter();
        let dictionary = charter.dictionary(self.member());
        let mut datasets = Vec::new();
        for dataset in self.store.datasets()? {
            datasets.push(DatasetStatus {
                bytes: self.store.dataset_bytes(&dataset)?,
                rows: dataset.rows,
                loaded_at: moment(dataset.loaded_at),
                fits_charter: dataset.dictionary == dictionary,
                period: dataset.period.to_string(),
            });
        }
        let edition = |(edition, period, state): (EditionId, Period, EditionState)| EditionStatus {
            edition,
            period: period.to_string(),
            state,
        };
        Ok(NodeStatus {
            member: self.member().to_string(),
            software: env!("CARGO_PKG_VERSION").to_owned(),
            charter: format!("{} {}", charter.id, charter.version),
            charter_digest: charter.digest(),
            charter_ends: charter.ends.to_string(),
            datasets,
            editions: self.editions()?.into_iter().map(edition).collect(),
            log: self.log_status(),
            budget: self.budget(),
        })
    }
}

impl Node {
    fn log_status(&self) -> LogStatus {
        let witness = |(name, size, time): (String, u64, u64)| (name, size, moment(time.cast_signed()));
        let unwritable = self.log.journal.obstacle().map(|error| Problem::from(error).key.into_owned());
        let silent = || self.may_speak().err().map(|error| Problem::from(error).key.into_owned());
        LogStatus {
            key: self.log_key().to_string(),
            size: self.journal().size(),
            obstacle: unwritable.or_else(silent),
            witnesses: self.witness_sizes().into_iter().map(witness).collect(),
            witness_set: self.witness_set(),
            witness_key: self.witness_key().cosigner().to_string(),
        }
    }
}

/// Formats a time in UTC, for people and machines.
pub fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default()
}
