use serde::{Deserialize, Serialize};

use super::{Store, StoreError, codec, encode};
use crate::disclosure::{Protected, Review};
use crate::model::{Digest, EditionId, Entropy, Period};

/// What the catalogue knows of a release.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReleaseRecord {
    /// The computation it belongs to.
    pub edition: EditionId,
    /// Period of the dataset.
    pub period: Period,
    /// The charter under which it was made.
    pub charter: Digest,
    /// The load from which it was made.
    pub dataset: Digest,
    /// Whether it may be asked.
    pub state: ReleaseState,
    /// Number of cells.
    pub cells: u64,
    /// Where the cells are.
    pub file: Digest,
    /// Where the officer's review is, if the class has one.
    pub review: Option<Digest>,
    /// When it was built, seconds since 1970 UTC.
    pub built_at: i64,
    /// When an officer last decided, likewise.
    pub decided_at: Option<i64>,
}

/// Whether a release may be asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// Waits for the officer.
    Pending,
    /// It failed its own audit; nobody can approve it.
    Unsafe,
    /// Answers come from it.
    Active,
    /// The officer said no.
    Refused,
    /// It was active, and the officer took it back.
    Withdrawn,
}

impl ReleaseState {
    /// The word in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Unsafe => "unsafe",
            Self::Active => "active",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Store {
    /// Writes the cells of a release; they count once [`Self::put_release`] names the file.
    pub fn write_release(
        &self,
        edition: &EditionId,
        cells: &Protected,
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        let plain = codec::encode_tables(cells.tables());
        self.files.write(&self.key.seal(release_key(edition).as_bytes(), &plain, entropy))
    }

    /// Writes the officer's review of a release, sealed like the cells.
    pub fn write_review(
        &self,
        edition: &EditionId,
        review: &Review,
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.files.write(&self.key.seal(review_key(edition).as_bytes(), &encode(review), entropy))
    }

    /// The officer's review of a release.
    pub fn review(&self, record: &ReleaseRecord) -> Result<Option<Review>, StoreError> {
        let key = review_key(&record.edition);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let Some(file) = &record.review else { return Ok(None) };
        let plain = self.key.open(key.as_bytes(), self.files.read(file)?).ok_or_else(damaged)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| damaged())
    }

    /// Makes a release the one of its edition, in its state, in one step.
    pub fn put_release(&self, record: &ReleaseRecord) -> Result<(), StoreError> {
        self.files.sync()?;
        let mut batch = sled::Batch::default();
        batch.insert(release_key(&record.edition).as_str(), encode(record));
        self.commit(batch)
    }

    /// The release of an edition.
    pub fn release(&self, edition: &EditionId) -> Result<Option<ReleaseRecord>, StoreError> {
        self.record(&release_key(edition))
    }

    /// Every release.
    pub fn releases(&self) -> Result<Vec<ReleaseRecord>, StoreError> {
        self.all("release/")
    }

    /// The cells of a release.
    pub fn release_cells(&self, record: &ReleaseRecord) -> Result<Protected, StoreError> {
        let key = release_key(&record.edition);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let sealed = self.files.read(&record.file)?;
        let plain = self.key.open(key.as_bytes(), sealed).ok_or_else(damaged)?;
        codec::decode_tables(&plain).map(Protected::restored).ok_or_else(damaged)
    }

    /// Bytes on disk of the files of a dataset, ids' keys included.
    pub fn dataset_bytes(&self, dataset: &super::Dataset) -> Result<u64, StoreError> {
        let mut bytes = 0;
        for segment in 0..dataset.segments {
            let record: Option<super::SegmentRecord> = self.record(&super::segment_key(&dataset.id, segment))?;
            for file in record.iter().flat_map(|record| [record.columns, record.keys]) {
                bytes += self.files.size(&file)?;
            }
        }
        Ok(bytes)
    }
}

/// Where the catalogue names a release; bound into its file, so that it opens for no other edition.
fn review_key(edition: &EditionId) -> String {
    format!("review/{edition}")
}

fn release_key(edition: &EditionId) -> String {
    format!("release/{edition}")
}
