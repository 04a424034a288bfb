#![expect(clippy::disallowed_methods, reason = "this is where the log's files are written and read")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use super::JournalError;

/// What a log needs of a disk. The real one, and one in tests that fails on demand, before a write or after it.
pub trait Disk: Send + Sync {
    /// Writes a whole file over whatever has its name.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes the bytes of a file durable.
    fn sync(&self, path: &Path) -> io::Result<()>;
    /// Gives a file the name of another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder, and those above, if they aren't there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder of files that nobody needs, if it can.
    fn remove_folder(&self, path: &Path);
}

/// The file system.
pub struct RealDisk;

impl Disk for RealDisk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o640).open(path)?;
        file.write_all(bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_data()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o750).create(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) {
        let _ = fs::remove_dir_all(path);
    }
}

/// Keeps other processes from writing the log in a folder, for as long as the file is held.
pub(super) fn lock(folder: &Path) -> Result<File, JournalError> {
    let path = folder.join(".lock");
    let failed = |error: io::Error| super::full(&path, &error);
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(JournalError::Locked { path: folder.display().to_string() }),
        Err(fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// The bytes of a file, if it can be read.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// The lines of a file, without their ends; one that isn't ended is none.
pub(super) fn lines(path: &Path) -> Option<impl Iterator<Item = Vec<u8>> + use<>> {
    let mut file = BufReader::new(File::open(path).ok()?);
    Some(std::iter::from_fn(move || {
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).ok()?;
        (line.pop() == Some(b'\n')).then_some(line)
    }))
}
