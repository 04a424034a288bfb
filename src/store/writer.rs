use std::sync::{Arc, PoisonError};

use super::catalogue::Changes;
use super::codec;
use super::dataset::{COLUMNS, KEYS, dataset_key, purpose, segment_key};
use super::error::StoreError;
use super::open::Store;
use super::record::{Dataset, SegmentRecord};
use crate::cube::Clustered;
use crate::model::{Digest, Entropy, Period};

/// A dataset that is being written: its segments are on disk, but unnamed until [`DatasetWriter::commit`]. If it is
/// dropped before, it leaves nothing behind.
pub struct DatasetWriter {
    store: Arc<Store>,
    entropy: Arc<dyn Entropy>,
    period: Period,
    replace: Replace,
    segments: Vec<SegmentRecord>,
    rows: u64,
    committed: bool,
}

/// Whether a load may replace the dataset that is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Replace {
    /// Refuse the load.
    No,
    /// Replace the dataset in one step.
    Yes,
}

impl DatasetWriter {
    /// Begins a dataset of a period. *Errors:* there is one that may not be replaced.
    pub fn begin(
        store: Arc<Store>,
        entropy: Arc<dyn Entropy>,
        period: Period,
        replace: Replace,
    ) -> Result<Self, StoreError> {
        if replace == Replace::No && store.dataset(&period)?.is_some() {
            return Err(StoreError::PeriodTaken { period });
        }
        Ok(Self { store, entropy, period, replace, segments: Vec::new(), rows: 0, committed: false })
    }

    /// Period of the dataset.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// Number of persons so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes one segment.
    pub fn add(&mut self, rows: &Clustered) -> Result<(), StoreError> {
        let write = |kind: &str, plain: &[u8]| {
            let purpose = purpose(kind, &self.period, self.segments.len());
            self.store.seal_file(&purpose, plain, self.entropy.as_ref())
        };
        let columns = write(COLUMNS, &codec::encode_segment(&rows.segment))?;
        let keys = write(KEYS, &codec::encode_keys(&rows.ids)).inspect_err(|_| self.store.files.remove([columns]))?;
        self.segments.push(SegmentRecord { columns, keys });
        self.rows += rows.ids.persons.len() as u64;
        Ok(())
    }

    /// Makes the load a dataset, which replaces the one before: as a whole or not at all, and durable when this
    /// returns.
    ///
    /// *Errors:* another load has taken the period meanwhile.
    pub fn commit(
        mut self,
        mean_weight: Option<f64>,
        dictionary: Digest,
        loaded_at: i64,
    ) -> Result<Dataset, StoreError> {
        self.store.files.sync()?;
        let store = self.store.clone();
        // Held to the end: no other load may come between reading the present dataset and replacing it.
        let _turn = store.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let before = store.dataset(&self.period)?;
        if self.replace == Replace::No && before.is_some() {
            return Err(StoreError::PeriodTaken { period: self.period.clone() });
        }
        let dataset = Dataset {
            period: self.period.clone(),
            id: self.id(),
            rows: self.rows,
            mean_weight,
            segments: self.segments.len() as u32,
            dictionary,
            loaded_at,
        };
        let mut changes = Changes::default();
        let mut old_files = Vec::new();
        if let Some(before) = &before {
            for segment in 0..before.segments {
                let key = segment_key(&before.id, segment);
                let record: Option<SegmentRecord> = store.catalogue.get(&key)?;
                old_files.extend(record.iter().flat_map(SegmentRecord::files));
                changes.remove(&key);
            }
        }
        for (segment, record) in (0..).zip(&self.segments) {
            changes.put(&segment_key(&dataset.id, segment), record);
        }
        changes.put(&dataset_key(&dataset.period), &dataset);
        // From here on the catalogue may name the new files, even if the write can't be confirmed as durable.
        self.committed = true;
        store.catalogue.apply(changes)?;
        store.files.remove(old_files);
        Ok(dataset)
    }

    /// Name of the load: digest over its files so far.
    pub fn id(&self) -> Digest {
        Digest::of(&self.files().flat_map(|file| *file.as_bytes()).collect::<Vec<u8>>())
    }

    fn files(&self) -> impl Iterator<Item = Digest> {
        self.segments.iter().flat_map(SegmentRecord::files)
    }
}

impl Drop for DatasetWriter {
    fn drop(&mut self) {
        if !self.committed {
            self.store.files.remove(self.files());
        }
    }
}
