use zeroize::Zeroizing;

use super::codec;
use super::error::StoreError;
use super::open::Store;
use super::record::ReleaseRecord;
use crate::disclosure::Protected;
use crate::disclosure::private::Measured;
use crate::model::{Digest, EditionId, Entropy};

impl Store {
    /// Writes the cells of a release; they count once [`Self::put_release`] names the file.
    pub fn write_release(
        &self,
        edition: &EditionId,
        cells: &Protected,
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.seal_file(&release_key(edition), &codec::encode_tables(cells.tables()), entropy)
    }

    /// Writes the secret of a reservation, which counts once [`Self::put_release`] names the file.
    pub fn write_seed(
        &self,
        edition: &EditionId,
        seed: &[u8; 64],
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.seal_file(&seed_key(edition), seed, entropy)
    }

    /// Secret of a reservation.
    pub fn seed(&self, record: &ReleaseRecord) -> Result<Option<Zeroizing<[u8; 64]>>, StoreError> {
        let Some(file) = record.spending.as_ref().and_then(|spending| spending.seed) else { return Ok(None) };
        let key = seed_key(&record.edition);
        let plain = Zeroizing::new(self.open_file(&file, &key, &key)?);
        let seed = <[u8; 64]>::try_from(plain.as_slice()).map_err(|_| StoreError::Damaged { what: key })?;
        Ok(Some(Zeroizing::new(seed)))
    }

    /// Writes the measurements of a release, which count once [`Self::put_release`] names the file.
    pub fn write_measured(
        &self,
        edition: &EditionId,
        measured: &Measured,
        entropy: &dyn Entropy,
    ) -> Result<Digest, StoreError> {
        self.seal_file(&measured_key(edition), &measured.to_bytes(), entropy)
    }

    /// Measurements of a release.
    pub fn measured(&self, record: &ReleaseRecord) -> Result<Vec<u8>, StoreError> {
        let key = measured_key(&record.edition);
        let file = record.spending.as_ref().and_then(|spending| spending.measured);
        let file = file.ok_or_else(|| StoreError::Damaged { what: key.clone() })?;
        self.open_file(&file, &key, &key)
    }

    /// Destroys files that no release names any more.
    pub fn forget_files(&self, files: impl IntoIterator<Item = Digest>) {
        self.files.remove(files);
    }

    /// Makes a release that of its edition, in its state, in one step.
    pub fn put_release(&self, record: &ReleaseRecord) -> Result<(), StoreError> {
        self.files.sync()?;
        self.catalogue.put(&release_key(&record.edition), record)
    }

    /// Release of an edition.
    pub fn release(&self, edition: &EditionId) -> Result<Option<ReleaseRecord>, StoreError> {
        self.catalogue.get(&release_key(edition))
    }

    /// All releases.
    pub fn releases(&self) -> Result<Vec<ReleaseRecord>, StoreError> {
        self.catalogue.all("release/")
    }

    /// Cells of a release. *Errors:* also where they aren't drawn yet.
    pub fn release_cells(&self, record: &ReleaseRecord) -> Result<Protected, StoreError> {
        let key = release_key(&record.edition);
        let damaged = || StoreError::Damaged { what: key.clone() };
        let plain = self.open_file(&record.file.ok_or_else(damaged)?, &key, &key)?;
        codec::decode_tables(&plain).map(Protected::restored).ok_or_else(damaged)
    }
}

fn seed_key(edition: &EditionId) -> String {
    format!("seed/{edition}")
}

fn measured_key(edition: &EditionId) -> String {
    format!("measured/{edition}")
}

/// Key of a release in the catalogue. It is bound into the release's file, which so opens for no other edition.
fn release_key(edition: &EditionId) -> String {
    format!("release/{edition}")
}
