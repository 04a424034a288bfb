#![expect(clippy::disallowed_methods, reason = "this is where the store's files are written and read")]

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use crate::model::Digest;

/// A folder of files named by the SHA-256 of their bytes.
pub(super) struct DigestFiles {
    folder: PathBuf,
}

impl DigestFiles {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        create_folder(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Writes a file whole: readable under its name only once its bytes are on disk. The name itself is durable after
    /// [`Self::sync`].
    pub(super) fn write(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        let temporary = self.folder.join(format!("{digest}.new"));
        let write = || {
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&temporary, self.path(&digest))
        };
        write().map_err(|error| {
            // On a full disk, the part of a file would take the last room.
            let _ = fs::remove_file(&temporary);
            io(&temporary, error)
        })?;
        Ok(digest)
    }

    /// Makes the names of all files written so far durable.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        sync(&self.folder)
    }

    pub(super) fn read(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let path = self.path(digest);
        fs::read(&path).map_err(|error| io(&path, error))
    }

    /// Size on disk in bytes.
    pub(super) fn size(&self, digest: &Digest) -> Result<u64, StoreError> {
        let path = self.path(digest);
        fs::metadata(&path).map(|about| about.len()).map_err(|error| io(&path, error))
    }

    /// Removes files that no record names any more. A file that can't be removed is tried again at the next start.
    pub(super) fn remove(&self, digests: impl IntoIterator<Item = Digest>) {
        for digest in digests {
            let _ = fs::remove_file(self.path(&digest));
        }
    }

    /// Removes all other files, unfinished ones too. Folders, such as `lost+found`, are left alone.
    pub(super) fn keep_only(&self, named: &BTreeSet<Digest>) -> Result<(), StoreError> {
        let names: BTreeSet<String> = named.iter().map(Digest::to_string).collect();
        for entry in fs::read_dir(&self.folder).map_err(|error| io(&self.folder, error))? {
            let entry = entry.map_err(|error| io(&self.folder, error))?;
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if !folder && !entry.file_name().to_str().is_some_and(|name| names.contains(name)) {
                fs::remove_file(entry.path()).map_err(|error| io(&entry.path(), error))?;
            }
        }
        Ok(())
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.folder.join(digest.to_string())
    }
}

/// Writes a whole file for its owner alone; its bytes are durable when this returns, its name after [`sync`].
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| io(path, error))
}

/// Returns the bytes of a file; `None` where there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io(path, error)),
    }
}

/// Overwrites a small file and removes it. Returns whether it was there.
pub(super) fn erase(path: &Path) -> Result<bool, StoreError> {
    let Some(bytes) = read_if_there(path)? else { return Ok(false) };
    let overwrite = || {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(&vec![0; bytes.len()])?;
        file.sync_all()?;
        fs::remove_file(path)
    };
    overwrite().map_err(|error| io(path, error))?;
    Ok(true)
}

/// Makes the bytes of a file, or the names in a folder, outlive a power cut.
pub(super) fn sync(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| io(path, error))
}

/// Makes a folder that only its owner may enter.
pub(super) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| io(folder, error))
}

fn io(path: &Path, error: std::io::Error) -> StoreError {
    StoreError::Io { path: path.display().to_string(), reason: error.to_string() }
}
