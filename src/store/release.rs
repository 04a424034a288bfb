use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Store, StoreError, codec, encode};
use crate::disclosure::Protected;
use crate::disclosure::private::Measured;
use crate::model::{Digest, EditionId, Entropy, Period, Rho};

/// What the catalogue knows of a release.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReleaseRecord {
    /// The computation it belongs to.
    pub edition: EditionId,
    /// Counts the releases of the store, from 1.
    pub number: u32,
    /// Period of the dataset.
    pub period: Period,
    /// Which correction of the period's release it is; the first one corrects nothing.
    pub revision: u32,
    /// The charter under which it was made.
    pub charter: Digest,
    /// The load from which it was made.
    pub dataset: Digest,
    /// Whether it may be asked.
    pub state: ReleaseState,
    /// Number of cells.
    pub cells: u64,
    /// Names what it tells: [`crate::model::release_digest`]; in class `private` its plan, until it is drawn.
    pub digest: Digest,
    /// Where the cells are, once they are drawn.
    pub file: Option<Digest>,
    /// What it costs, in class `private`.
    pub spending: Option<Spending>,
    /// How figures were protected: a class of the charter.
    pub class: String,
    /// When it was built, seconds since 1970 UTC.
    pub built_at: i64,
    /// When an officer last decided, likewise.
    pub decided_at: Option<i64>,
}

/// What a release of class `private` costs, and what is needed to draw it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Spending {
    /// What it costs each person, at most.
    pub rho: Rho,
    /// What all cost together then.
    pub total: Rho,
    /// Names its plan.
    pub plan: Digest,
    /// The plan, as everybody may read it.
    pub plan_text: String,
    /// Where the secret of its noise is, from the reservation to the draw.
    pub seed: Option<Digest>,
    /// Where the measurements are, once they are drawn.
    pub measured: Option<Digest>,
    /// From what noisy count on cells were shown when they were drawn.
    pub show_from: Option<u32>,
}

/// Whether a release may be asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseState {
    /// Waits for the officer.
    Pending,
    /// Class `private`: the officer said yes, and it isn't drawn yet.
    Approved,
    /// Its cost counts, and its figures are gone or never came to be.
    Burnt,
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
        let told = [ReleaseState::Pending, ReleaseState::Approved, ReleaseState::Active, ReleaseState::Withdrawn];
        told.contains(&self.state)
    }
}

impl ReleaseState {
    /// The word in `--json`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Burnt => "burnt",
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

    /// Writes the secret of a reservation, sealed likewise; it counts once [`Self::put_release`] names the file.
    pub fn write_seed(
        &self,
        edition: &EditionId,
        seed: &[u8; 64],
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.files.write(&self.key.seal(seed_key(edition).as_bytes(), seed, entropy))
    }

    /// The secret of a reservation.
    pub fn seed(&self, record: &ReleaseRecord) -> Result<Option<Zeroizing<[u8; 64]>>, StoreError> {
        let Some(file) = record.spending.as_ref().and_then(|spending| spending.seed) else { return Ok(None) };
        let key = seed_key(&record.edition);
        let plain = self.key.open(key.as_bytes(), self.files.read(&file)?).map(Zeroizing::new);
        let seed = plain.and_then(|plain| <[u8; 64]>::try_from(plain.as_slice()).ok()).map(Zeroizing::new);
        seed.map(Some).ok_or(StoreError::Damaged { what: key })
    }

    /// Writes what was measured, sealed likewise.
    pub fn write_measured(
        &self,
        edition: &EditionId,
        measured: &Measured,
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.files.write(&self.key.seal(measured_key(edition).as_bytes(), &measured.to_bytes(), entropy))
    }

    /// What was measured.
    pub fn measured(&self, record: &ReleaseRecord) -> Result<Vec<u8>, StoreError> {
        let key = measured_key(&record.edition);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let file = record.spending.as_ref().and_then(|spending| spending.measured).ok_or_else(damaged)?;
        self.key.open(key.as_bytes(), self.files.read(&file)?).ok_or_else(damaged)
    }

    /// Destroys files that no release names any more.
    pub fn forget_files(&self, files: impl IntoIterator<Item = Digest>) {
        self.files.remove(files);
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

    /// The cells of a release. *Errors:* also where they aren't drawn yet.
    pub fn release_cells(&self, record: &ReleaseRecord) -> Result<Protected, StoreError> {
        let key = release_key(&record.edition);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let sealed = self.files.read(&record.file.ok_or_else(damaged)?)?;
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
fn seed_key(edition: &EditionId) -> String {
    format!("seed/{edition}")
}

fn measured_key(edition: &EditionId) -> String {
    format!("measured/{edition}")
}

fn release_key(edition: &EditionId) -> String {
    format!("release/{edition}")
}
