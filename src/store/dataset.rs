use super::codec;
use super::error::StoreError;
use super::open::Store;
use super::record::{Dataset, SegmentRecord};
use crate::cube::{RecordIds, Records, Segment};
use crate::model::{Digest, Period};

impl Store {
    /// Datasets by period.
    pub fn datasets(&self) -> Result<Vec<Dataset>, StoreError> {
        self.catalogue.all("dataset/")
    }

    /// Dataset of a period.
    pub fn dataset(&self, period: &Period) -> Result<Option<Dataset>, StoreError> {
        self.catalogue.get(&dataset_key(period))
    }

    /// Load of this name, if it is the dataset of a period.
    pub fn load(&self, id: &Digest) -> Result<Option<Dataset>, StoreError> {
        Ok(self.datasets()?.into_iter().find(|dataset| dataset.id == *id))
    }

    /// Persons of a dataset, in the form that the cube reads.
    pub fn records(&self, dataset: &Dataset) -> StoredRecords<'_> {
        StoredRecords { store: self, dataset: dataset.clone() }
    }

    /// Bytes on disk of the files of a dataset, with the keys of the identifiers.
    pub fn dataset_bytes(&self, dataset: &Dataset) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for segment in 0..dataset.segments {
            let record: Option<SegmentRecord> = self.catalogue.get(&segment_key(&dataset.id, segment))?;
            for file in record.iter().flat_map(SegmentRecord::files) {
                bytes += self.files.size(&file)?;
            }
        }
        Ok(bytes)
    }
}

/// Segments of one dataset.
pub struct StoredRecords<'s> {
    store: &'s Store,
    dataset: Dataset,
}

impl Records for StoredRecords<'_> {
    type Error = StoreError;
    type Handle<'a>
        = Segment
    where
        Self: 'a;

    fn segments(&self) -> usize {
        self.dataset.segments as usize
    }

    fn weighted(&self) -> bool {
        self.dataset.mean_weight.is_some()
    }

    fn segment(&self, segment: usize) -> Result<Segment, StoreError> {
        self.read(segment, COLUMNS, |record| record.columns, codec::decode_segment)
    }

    fn ids(&self, segment: usize) -> Result<RecordIds, StoreError> {
        self.read(segment, KEYS, |record| record.keys, codec::decode_keys)
    }
}

impl StoredRecords<'_> {
    /// Opens one file of a segment.
    fn read<T>(
        &self,
        segment: usize,
        kind: &str,
        file: fn(&SegmentRecord) -> Digest,
        decode: fn(&[u8]) -> Option<T>,
    ) -> Result<T, StoreError> {
        let key = segment_key(&self.dataset.id, segment as u32);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let record: SegmentRecord = self.store.catalogue.get(&key)?.ok_or_else(damaged)?;
        let purpose = purpose(kind, &self.dataset.period, segment);
        decode(&self.store.open_file(&file(&record), &purpose, &key)?).ok_or_else(damaged)
    }
}

/// Names of the two kinds of files of a segment.
pub(super) const COLUMNS: &str = "columns";
pub(super) const KEYS: &str = "keys";

pub(super) fn dataset_key(period: &Period) -> String {
    format!("dataset/{period}")
}

pub(super) fn segment_key(dataset: &Digest, segment: u32) -> String {
    format!("segment/{dataset}/{segment:08}")
}

/// Purpose that is bound into a sealed file of a segment: at another place, or in another period, it doesn't open.
pub(super) fn purpose(kind: &str, period: &Period, segment: usize) -> String {
    format!("{kind} {period} {segment}")
}
