#![expect(clippy::disallowed_methods, reason = "this is where the log's files are written and read")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::error::JournalError;

/// Disk of a log: the real one, or one in tests that fails on demand, before a write or after it.
pub trait Disk: Send + Sync {
    /// Writes whole files, over those of the same names, and makes them and the names in these folders durable.
    /// *Errors:* the worst of them, where there are several.
    fn write(&self, files: &[(PathBuf, Vec<u8>)], folders: &[PathBuf]) -> io::Result<()>;
    /// Renames a file over another, in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes the names in a folder durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above, where they don't exist.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder of files that are no longer needed, if that is possible.
    fn remove_folder(&self, path: &Path);
}

/// The file system.
pub struct RealDisk;

impl Disk for RealDisk {
    /// All files at a time: a file system commits them together. Each is synced through the handle that wrote it, as
    /// only that one reports the errors of its writes.
    fn write(&self, files: &[(PathBuf, Vec<u8>)], folders: &[PathBuf]) -> io::Result<()> {
        let mut handles = Vec::with_capacity(files.len() + folders.len());
        for (path, bytes) in files {
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o640).open(path)?;
            file.write_all(bytes)?;
            handles.push(file);
        }
        for folder in folders {
            handles.push(File::open(folder)?);
        }
        let outcomes: Vec<io::Result<()>> = thread::scope(|scope| {
            let syncing: Vec<_> = handles.into_iter().map(|file| start_sync(scope, file)).collect();
            syncing.into_iter().map(finish_sync).collect()
        });
        let errors = outcomes.into_iter().filter_map(Result::err);
        errors.max_by_key(|error| !may_pass(error)).map_or(Ok(()), Err)
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

/// An fsync under way, or done.
type Syncing<'s> = Result<ScopedJoinHandle<'s, io::Result<()>>, io::Result<()>>;

/// Starts an fsync in a thread; if no thread is available, the calling one does it.
fn start_sync<'s>(scope: &'s Scope<'s, '_>, file: File) -> Syncing<'s> {
    let again = file.try_clone();
    let syncing = thread::Builder::new().spawn_scoped(scope, move || file.sync_all());
    syncing.map_err(|_| again.and_then(|file| file.sync_all()))
}

fn finish_sync(syncing: Syncing<'_>) -> io::Result<()> {
    match syncing {
        Ok(syncing) => syncing.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())),
        Err(done) => done,
    }
}

/// Replaces a file in one step; durable when this returns.
pub(super) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    disk.write(&[(new.clone(), bytes.to_vec())], &[])?;
    disk.rename(&new, path)?;
    disk.sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Whether the same write may succeed later. A disk reports an error at an fsync only once: after any error other than
/// a lack of room, the pages that it lost count as written. Limits of the process are met before the disk is.
pub(super) fn may_pass(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    /// Too many open files, in the system and in the process: the library has no name for them.
    const OPEN_FILES: [i32; 2] = [23, 24];
    let limited = error.raw_os_error().is_some_and(|number| OPEN_FILES.contains(&number));
    limited
        || matches!(error.kind(), FileTooLarge | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull)
}

/// Keeps other processes from writing the log in a folder, for as long as the file is held.
pub(super) fn lock(folder: &Path) -> Result<File, JournalError> {
    let path = folder.join(".lock");
    let failed = |error: io::Error| JournalError::full(&path, &error);
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(JournalError::Locked { path: folder.display().to_string() }),
        Err(fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Returns the bytes of a file; `None` if it can't be read.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// Returns the bytes of a file; `None` where there is none.
pub(super) fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lines of a file, without their ends; an unended last line is left out.
pub(super) fn lines(path: &Path) -> Option<impl Iterator<Item = Vec<u8>> + use<>> {
    let mut file = BufReader::new(File::open(path).ok()?);
    Some(std::iter::from_fn(move || {
        let mut line = Vec::new();
        file.read_until(b'\n', &mut line).ok()?;
        (line.pop() == Some(b'\n')).then_some(line)
    }))
}
