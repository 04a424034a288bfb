use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::catalogue::Catalogue;
use super::error::StoreError;
use super::files::{self, DigestFiles};
use super::node_state::NodeState;
use super::record::{ReleaseRecord, SegmentRecord};
use super::seal::{DataKey, MasterKey, Pseudonyms, Unopened};
use crate::cube::RecordKeySecret;
use crate::disclosure::NoiseKey;
use crate::model::{Digest, Entropy, MemberId};

/// Record of the store's member and its keys.
#[derive(Deserialize, Serialize)]
struct Head {
    format: u32,
    member: MemberId,
    /// Data key, sealed by the master key.
    data_key: Vec<u8>,
    /// Key of the pseudonyms, sealed by the data key.
    pseudonym_key: Vec<u8>,
}

/// Format of the catalogue's records.
const FORMAT: u32 = 3;
const HEAD: &str = "head";

/// An opened store, by one process at a time.
pub struct Store {
    pub(super) folder: PathBuf,
    member: MemberId,
    pub(super) catalogue: Catalogue,
    pub(super) files: DigestFiles,
    pub(super) key: DataKey,
    pseudonyms: Pseudonyms,
    /// Lock for the one load at a time that becomes a dataset.
    pub(super) turn: Mutex<()>,
}

impl Store {
    /// Makes a new store in `folder`, which must not hold one.
    pub fn create(
        folder: &Path,
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        Self::begin(folder, Catalogue::create(folder)?, member, master, entropy)
    }

    /// Makes a new store whose records are in a catalogue that other stores share.
    pub fn create_among(
        catalogue: &Catalogue,
        folder: &Path,
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        files::create_folder(folder)?;
        Self::begin(folder, catalogue.part(member.as_str())?, member, master, entropy)
    }

    fn begin(
        folder: &Path,
        catalogue: Catalogue,
        member: &MemberId,
        master: &MasterKey,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let key = DataKey::generate(entropy);
        let pseudonyms = Pseudonyms::generate(entropy);
        let head = Head {
            format: FORMAT,
            member: member.clone(),
            data_key: master.wrap(&key, entropy),
            pseudonym_key: key.seal(b"pseudonyms", pseudonyms.secret(), entropy),
        };
        let store = Self::with(folder, catalogue, member.clone(), key, pseudonyms)?;
        store.catalogue.put(HEAD, &head)?;
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        [&store.catalogue.folder(), folder, parent].into_iter().try_for_each(files::sync)?;
        Ok(store)
    }

    /// Opens the store in `folder` and removes what a kill may have left.
    pub fn open(folder: &Path, member: &MemberId, master: &MasterKey) -> Result<Self, StoreError> {
        let catalogue = Catalogue::open(folder)?;
        let path = || folder.display().to_string();
        let head = catalogue.bytes(HEAD)?.ok_or_else(|| StoreError::Absent { path: path() })?;
        let head: Head = serde_json::from_slice(head.as_ref()).map_err(|_| StoreError::Format { path: path() })?;
        if head.format != FORMAT {
            return Err(StoreError::Format { path: path() });
        }
        if head.member != *member {
            return Err(StoreError::OtherMember { path: path(), member: head.member });
        }
        let key = master.unwrap(&head.data_key).map_err(|unopened| match unopened {
            Unopened::Changed => StoreError::WrongKey {},
            certain => certain.of(HEAD),
        })?;
        // The key is the right one: it opened.
        let secret = key.open(b"pseudonyms", head.pseudonym_key).map_err(|unopened| unopened.of(HEAD))?;
        let pseudonyms = Pseudonyms::new(&Zeroizing::new(secret)).ok_or_else(|| Unopened::Changed.of(HEAD))?;
        let store = Self::with(folder, catalogue, head.member, key, pseudonyms)?;
        store.files.keep_only(&store.named_files()?)?;
        Ok(store)
    }

    fn with(
        folder: &Path,
        catalogue: Catalogue,
        member: MemberId,
        key: DataKey,
        pseudonyms: Pseudonyms,
    ) -> Result<Self, StoreError> {
        let files = DigestFiles::open(&folder.join("segments"))?;
        Ok(Self { folder: folder.to_owned(), member, catalogue, files, key, pseudonyms, turn: Mutex::default() })
    }

    /// Member of this store.
    pub fn member(&self) -> &MemberId {
        &self.member
    }

    /// State of the node itself.
    pub fn node_state(&self) -> NodeState<'_> {
        NodeState(&self.catalogue)
    }

    /// Keyed 128-bit value of an id: always the same for the same id in this store, and without meaning elsewhere.
    pub fn pseudonym(&self, id: &[u8]) -> u128 {
        self.pseudonyms.of(id)
    }

    /// Secret from which the record keys of persons are derived. Like the noise key, it is derived from the key of the
    /// pseudonyms: it lives and is backed up with the data, and changes only with a new store.
    pub fn record_key(&self) -> RecordKeySecret {
        RecordKeySecret::new(&self.pseudonyms.derive("record key"))
    }

    /// Key of the noise of this store's releases.
    pub fn noise_key(&self) -> NoiseKey {
        NoiseKey::new(&self.pseudonyms.derive("noise key"))
    }

    /// Secret of this store for one purpose, such as a key's secret half; it stays the same for the life of the store.
    pub fn secret(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        self.pseudonyms.derive(purpose)
    }

    /// Seals and writes a file, which counts once the catalogue names it.
    pub(super) fn seal_file(&self, purpose: &str, plain: &[u8], entropy: &dyn Entropy) -> Result<Digest, StoreError> {
        self.files.write(&self.key.seal(purpose.as_bytes(), plain, entropy))
    }

    /// Reads and opens a file that was sealed for `purpose`. An error calls it `what`.
    pub(super) fn open_file(&self, file: &Digest, purpose: &str, what: &str) -> Result<Vec<u8>, StoreError> {
        self.key.open(purpose.as_bytes(), self.files.read(file)?).map_err(|unopened| unopened.of(what))
    }

    fn named_files(&self) -> Result<BTreeSet<Digest>, StoreError> {
        let segments: Vec<SegmentRecord> = self.catalogue.all("segment/")?;
        let releases: Vec<ReleaseRecord> = self.catalogue.all("release/")?;
        let of_segments = segments.iter().flat_map(SegmentRecord::files);
        Ok(of_segments.chain(releases.iter().flat_map(ReleaseRecord::files)).collect())
    }
}
