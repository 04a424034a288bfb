use std::sync::{Arc, PoisonError};

use super::{Dataset, SegmentRecord, Store, StoreError, codec, encode, purpose, segment_key};
use crate::charter::{Charter, Method};
use crate::cube::cluster;
use crate::model::{Digest, Entropy, Period, Rows};

/// A load under way: segments are on disk, but nothing names them until [`Load::commit`]. Dropped before, it leaves
/// nothing behind.
pub struct Load {
    store: Arc<Store>,
    charter: Arc<Charter>,
    entropy: Arc<dyn Entropy>,
    period: Period,
    replace: Replace,
    segments: Vec<SegmentRecord>,
    rows: u64,
    weight: f64,
    weighted: bool,
    committed: bool,
}

/// Whether a load may take the place of the dataset that is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Replace {
    /// Refuse.
    No,
    /// Take its place in one step.
    Yes,
}

impl Load {
    /// Persons in one segment.
    pub const SEGMENT_ROWS: usize = 1 << 19;

    /// Begins a load for a period. *Errors:* a dataset is there and may not be replaced.
    pub fn begin(
        store: Arc<Store>,
        charter: Arc<Charter>,
        entropy: Arc<dyn Entropy>,
        period: Period,
        replace: Replace,
    ) -> Result<Self, StoreError> {
        if replace == Replace::No && store.dataset(&period)?.is_some() {
            return Err(StoreError::PeriodTaken { period });
        }
        Ok(Self {
            store,
            charter,
            entropy,
            period,
            replace,
            segments: Vec::new(),
            rows: 0,
            weight: 0.0,
            weighted: false,
            committed: false,
        })
    }

    /// Adds up the weights of more persons. *Errors:* they would not fit into the sums.
    pub fn weigh(&mut self, rows: &Rows) -> Result<(), StoreError> {
        let cap = self.charter.clipped_at(&self.store.member).unwrap_or(Method::MAX_WEIGHT);
        self.weighted |= rows.weights.is_some();
        self.weight += match &rows.weights {
            None => rows.len() as f64,
            Some(weights) => weights.iter().map(|weight| weight.min(cap)).sum(),
        };
        if self.weight >= Method::MAX_TOTAL_WEIGHT {
            return Err(StoreError::TooHeavy { limit: Method::MAX_TOTAL_WEIGHT.to_string() });
        }
        Ok(())
    }

    /// What it speaks of.
    pub fn period(&self) -> &Period {
        &self.period
    }

    /// Weighs and writes one segment of at most [`Self::SEGMENT_ROWS`] persons.
    pub fn add(&mut self, rows: Rows) -> Result<(), StoreError> {
        self.weigh(&rows)?;
        let count = rows.len() as u64;
        let clustered = cluster(&self.charter, rows);
        let write = |kind: &str, plain: Vec<u8>| {
            let purpose = purpose(kind, &self.period, self.segments.len());
            self.store.files.write(&self.store.key.seal(purpose.as_bytes(), &plain, self.entropy.as_ref()))
        };
        let columns = write("columns", codec::encode_segment(&clustered.segment))?;
        let keys = match write("keys", codec::encode_keys(&clustered.ids)) {
            Ok(keys) => keys,
            Err(error) => {
                self.store.files.remove([columns]);
                return Err(error);
            }
        };
        self.segments.push(SegmentRecord { columns, keys });
        self.rows += count;
        Ok(())
    }

    /// Makes the load a dataset, in place of the one before: whole or not at all, and durable when this returns.
    ///
    /// *Errors:* another load has taken the period meanwhile.
    pub fn commit(mut self, now: i64) -> Result<Dataset, StoreError> {
        self.store.files.sync()?;
        let store = self.store.clone();
        // Held to the end: between looking at what is there and taking its place, nobody else may.
        let _turn = store.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.store.dataset(&self.period)?;
        if self.replace == Replace::No && before.is_some() {
            return Err(StoreError::PeriodTaken { period: self.period.clone() });
        }
        let dataset = Dataset {
            period: self.period.clone(),
            id: self.id(),
            rows: self.rows,
            mean_weight: self.weighted.then(|| self.weight / self.rows.max(1) as f64),
            segments: self.segments.len() as u32,
            dictionary: self.charter.dictionary(&self.store.member),
            loaded_at: now,
        };
        let mut batch = sled::Batch::default();
        let mut old_files = Vec::new();
        if let Some(before) = &before {
            for segment in 0..before.segments {
                let key = segment_key(&before.id, segment);
                if let Some(record) = self.store.record::<SegmentRecord>(&key)? {
                    old_files.extend([record.columns, record.keys]);
                }
                batch.remove(key.as_str());
            }
        }
        for (segment, record) in (0..).zip(&self.segments) {
            batch.insert(segment_key(&dataset.id, segment).as_str(), encode(record));
        }
        batch.insert(format!("dataset/{}", dataset.period).as_str(), encode(&dataset));
        // From here on the catalogue may name the new files, even where it can't be said to be durable.
        self.committed = true;
        self.store.commit(batch)?;
        self.store.files.remove(old_files);
        Ok(dataset)
    }

    /// Names the load: digest over its files so far.
    pub fn id(&self) -> Digest {
        let files = self.segments.iter().flat_map(|segment| [segment.columns, segment.keys]);
        Digest::of(&files.flat_map(|file| *file.as_bytes()).collect::<Vec<u8>>())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        if !self.committed {
            self.store.files.remove(self.segments.iter().flat_map(|segment| [segment.columns, segment.keys]));
        }
    }
}
