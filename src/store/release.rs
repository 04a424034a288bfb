use std::sync::PoisonError;

use serde::{Deserialize, Serialize};

use super::{Store, StoreError, codec, encode};
use crate::disclosure::{Notes, Protected, Review};
use crate::model::{Digest, EditionId, Entropy, Period};

/// What the catalogue knows of a release.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReleaseRecord {
    /// The computation it belongs to.
    pub edition: EditionId,
    /// Counts the releases of the store, from 1.
    pub number: u32,
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
    /// Names what it tells: [`crate::model::release_digest`].
    pub digest: Digest,
    /// Where the cells are.
    pub file: Digest,
    /// Where the officer's review is, if the class has one.
    pub review: Option<Digest>,
    /// Where the notes for the next release are, likewise.
    pub notes: Option<Digest>,
    /// Loads from which its blocks were last told; they are kept, so that the next release can be held against them.
    pub bases: Vec<Digest>,
    /// Whether it takes a share of the budget: something in it is told anew.
    pub spends: bool,
    /// What its figures mean: [`crate::charter::Charter::meaning`].
    pub meaning: Digest,
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

impl ReleaseRecord {
    /// Whether somebody may have heard of it, or may yet.
    pub fn is_told(&self) -> bool {
        matches!(self.state, ReleaseState::Pending | ReleaseState::Active | ReleaseState::Withdrawn)
    }

    /// Whether a load is needed to judge what the release and a later one tell together.
    pub(super) fn rests_on(&self, dataset: &Digest) -> bool {
        self.is_told() && self.bases.contains(dataset)
    }
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
        self.write_sealed(&review_key(edition), review, entropy)
    }

    /// The officer's review of a release.
    pub fn review(&self, record: &ReleaseRecord) -> Result<Option<Review>, StoreError> {
        self.sealed(&review_key(&record.edition), record.review)
    }

    /// Writes what a release leaves for the next one, sealed likewise.
    pub fn write_notes(&self, edition: &EditionId, notes: &Notes, entropy: &dyn Entropy) -> Result<Digest, StoreError> {
        self.write_sealed(&notes_key(edition), notes, entropy)
    }

    /// What a release leaves for the next one.
    pub fn notes(&self, record: &ReleaseRecord) -> Result<Option<Notes>, StoreError> {
        self.sealed(&notes_key(&record.edition), record.notes)
    }

    fn write_sealed(&self, key: &str, value: &impl Serialize, entropy: &dyn Entropy) -> Result<Digest, StoreError> {
        self.files.write(&self.key.seal(key.as_bytes(), &encode(value), entropy))
    }

    fn sealed<T: for<'de> Deserialize<'de>>(&self, key: &str, file: Option<Digest>) -> Result<Option<T>, StoreError> {
        let damaged = || StoreError::Damaged { what: key.to_owned() };
        let Some(file) = file else { return Ok(None) };
        let plain = self.key.open(key.as_bytes(), self.files.read(&file)?).ok_or_else(damaged)?;
        serde_json::from_slice(&plain).map(Some).map_err(|_| damaged())
    }

    /// Makes a release the one of its edition, in its state, in one step. *Errors:* a load that it rests on was replaced
    /// meanwhile, and is gone.
    pub fn put_release(&self, record: &ReleaseRecord) -> Result<(), StoreError> {
        self.files.sync()?;
        // Held to the end, as by a load that becomes a dataset: it looks for releases that rest on the one before.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        for basis in record.bases.iter().filter(|_| record.is_told()) {
            self.load(basis)?.ok_or_else(|| StoreError::Damaged { what: super::basis_key(basis) })?;
        }
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

fn notes_key(edition: &EditionId) -> String {
    format!("notes/{edition}")
}

fn release_key(edition: &EditionId) -> String {
    format!("release/{edition}")
}
