//! Folders of plain files: read as a whole, written as a whole or not at all.
#![expect(clippy::disallowed_methods, reason = "this is where such folders are read and written")]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::model::{Problem, problems, text_of};

problems! {
    /// Errors of folders of settings and bundles.
    pub enum FolderError {
        /// The folder, or a file in it, can't be read.
        Unreadable(Data, "folder-unreadable") { path: String, reason: String },
        /// An entry of the folder isn't a plain file.
        NotPlain(Data, "folder-not-plain") { path: String },
        /// The folder must be new, and exists.
        Exists(Data, "folder-exists") { path: String },
        /// The folder can't be written.
        Unwritable(Operator, "folder-unwritable") { path: String, reason: String },
        /// The folder is larger than a charter can be.
        TooLarge(Data, "folder-too-large") { path: String, limit_mib: u64 },
    }
}

/// Most bytes in all files together: a charter is text, not data.
const LIMIT: u64 = 64 << 20;

/// Most bytes in all files of a bundle together: they are held in memory.
const LARGE: u64 = 4 << 30;

/// Reads every file below `folder` by relative name, `/` between folders. Hidden files are left out. Links to files are
/// followed; links to folders only from the folder itself to its own inside, as Kubernetes makes them: others could
/// lead anywhere, or in circles.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    read_with(folder, LIMIT)
}

/// Makes a folder for temporary files, which is removed with its handle.
pub fn temporary(prefix: &str) -> Result<TempDir, FolderError> {
    tempfile::Builder::new().prefix(prefix).tempdir().map_err(|error| temporary_failed(&error))
}

/// Error where the folder for temporary files can't be used.
pub fn temporary_failed(error: &io::Error) -> FolderError {
    FolderError::Unwritable { path: std::env::temp_dir().display().to_string(), reason: error.to_string() }
}

/// Reads like [`read`] a folder that holds data, such as a bundle with logs.
pub fn read_large(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    read_with(folder, LARGE)
}

/// Reads like [`read_large`] a folder from another party: nothing in it may be hidden, or lie elsewhere.
pub fn read_published(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    check_plain(folder)?;
    read_large(folder)
}

/// Refuses links and hidden files.
fn check_plain(folder: &Path) -> Result<(), FolderError> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(|error| unreadable(folder, error))?);
        if kind.is_symlink() || entry.file_name().as_encoded_bytes().starts_with(b".") {
            return Err(FolderError::NotPlain { path: path.display().to_string() });
        }
        if kind.is_dir() {
            check_plain(&path)?;
        }
    }
    Ok(())
}

fn read_with(folder: &Path, limit: u64) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    let (mut files, mut left) = (BTreeMap::new(), limit);
    let read = collect(folder, "", &mut files, &mut left);
    read.map_err(|error| match error {
        FolderError::TooLarge { path, .. } => FolderError::TooLarge { path, limit_mib: limit >> 20 },
        error => error,
    })?;
    Ok(files)
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    left: &mut u64,
) -> Result<(), FolderError> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') {
            continue;
        }
        let about = fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if about.is_dir() && (!is_link || prefix.is_empty() && lies_in(&path, folder)) {
            collect(&path, &format!("{prefix}{name}/"), files, left)?;
        } else if about.is_file() {
            let bytes = read_up_to(*left, &path).map_err(|error| unreadable(&path, error))?;
            *left = left
                .checked_sub(bytes.len() as u64)
                .ok_or_else(|| FolderError::TooLarge { path: folder.display().to_string(), limit_mib: LIMIT >> 20 })?;
            files.insert(format!("{prefix}{name}"), bytes);
        } else {
            return Err(FolderError::NotPlain { path: path.display().to_string() });
        }
    }
    Ok(())
}

/// Whether `path`, with all links followed, lies in `folder`.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let [path, folder] = [path, folder].map(fs::canonicalize);
    path.is_ok_and(|path| folder.is_ok_and(|folder| path.starts_with(folder)))
}

/// Reads a file, or `limit` bytes of it and one more, which shows that it is too large.
fn read_up_to(limit: u64, path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: impl ToString) -> FolderError {
    FolderError::Unreadable { path: path.display().to_string(), reason: error.to_string() }
}

fn unwritable(path: &Path, error: &io::Error) -> FolderError {
    FolderError::Unwritable { path: path.display().to_string(), reason: error.to_string() }
}

/// Reads a settings file as text. *Errors:* it can't be read, or isn't text.
pub fn read_file(path: &Path) -> Result<String, Problem> {
    let bytes = read_one(path, LIMIT)?;
    let text = text_of(&bytes).map_err(|problem| problem.in_file(path.display().to_string()))?;
    Ok(text.to_owned())
}

/// Reads a file of data, such as boundaries of areas.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FolderError> {
    read_one(path, LARGE)
}

fn read_one(path: &Path, limit: u64) -> Result<Vec<u8>, FolderError> {
    let bytes = read_up_to(limit, path).map_err(|error| unreadable(path, error))?;
    let fits = bytes.len() as u64 <= limit;
    if fits { Ok(bytes) } else { Err(unreadable(path, io::Error::from(io::ErrorKind::FileTooLarge))) }
}

/// Whether there is a file. *Errors:* the disk doesn't tell.
pub fn exists(path: &Path) -> Result<bool, FolderError> {
    path.try_exists().map_err(|error| unreadable(path, error))
}

/// Waits until no other process has the folder, and keeps others from it for as long as the file is held.
pub fn lock(folder: &Path) -> Result<File, FolderError> {
    let path = folder.join(".lock");
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
    let locked = file.and_then(|file| file.lock().map(|()| file));
    locked.map_err(|error| unwritable(&path, &error))
}

/// Refuses a folder that exists: checked before long work, as nothing is ever overwritten.
pub fn must_be_new(folder: &Path) -> Result<(), FolderError> {
    if folder.exists() { Err(FolderError::Exists { path: folder.display().to_string() }) } else { Ok(()) }
}

/// `path`, or the first of `path-2`, `path-3`, … that is free.
pub fn free_name(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| PathBuf::from(format!("{}-{number}", path.display())));
    std::iter::once(path.to_owned()).chain(numbered).find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// Writes a file that must be new.
pub fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => FolderError::Exists { path: path.display().to_string() },
        _ => unwritable(path, &error),
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Its name appears only when all of it is on disk.
    let mut file =
        tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o644)).tempfile_in(parent).map_err(refused)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(refused)?;
    file.persist_noclobber(path).map(drop).map_err(|error| refused(error.error))
}

/// Removes a file, if it is there.
pub fn remove_file(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Writes a new folder: its name appears only when every file in it is on disk.
pub fn write_new(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderError> {
    let failed = |error: io::Error| unwritable(folder, &error);
    must_be_new(folder)?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(failed)?;
    let staged = tempfile::Builder::new().prefix(".archipel-").tempdir_in(parent).map_err(failed)?;
    let files: Vec<(&String, &Vec<u8>)> = files.iter().collect();
    let write = |(name, bytes): &(&String, &Vec<u8>)| write_synced(&staged.path().join(name), bytes);
    some_at_a_time(&files, write).and_then(|()| open_to_readers(staged.path())).map_err(failed)?;
    let mut folders = Vec::new();
    let found = folders_below(staged.path(), &mut folders);
    let sync = |folder: &PathBuf| File::open(folder)?.sync_all();
    found.and_then(|()| some_at_a_time(&folders, sync)).map_err(failed)?;
    fs::rename(staged.path(), folder).map_err(failed)?;
    // Renamed: nothing is left under the temporary name.
    let _ = staged.keep();
    File::open(parent).and_then(|parent| parent.sync_all()).map_err(failed)
}

/// Writes a file in a folder that may not exist yet. Its bytes are durable when this returns.
fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut file = File::create(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all())
}

/// Writes the files of a folder that is new or empty. *Errors:* leave the files written so far.
pub fn fill(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderError> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(FolderError::Exists { path: folder.display().to_string() });
    }
    files.iter().try_for_each(|(name, bytes)| {
        let path = folder.join(name);
        let written = fs::create_dir_all(path.parent().unwrap_or(folder))
            .and_then(|()| File::create_new(&path)?.write_all(bytes));
        written.map_err(|error| unwritable(&path, &error))
    })
}

/// Collects a folder and all folders below it.
fn folders_below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders_below(&entry.path(), found)?;
        }
    }
    found.push(folder.to_owned());
    Ok(())
}

/// Calls `each`, which waits for the disk, for all items, several at a time: a file system commits them together.
fn some_at_a_time<T: Sync>(all: &[T], each: impl Fn(&T) -> io::Result<()> + Sync) -> io::Result<()> {
    const AT_A_TIME: usize = 8;
    let (share, each) = (all.len().div_ceil(AT_A_TIME).max(1), &each);
    std::thread::scope(|scope| {
        let mut working = Vec::with_capacity(AT_A_TIME);
        for part in all.chunks(share) {
            let part = std::thread::Builder::new().spawn_scoped(scope, move || part.iter().try_for_each(each));
            working.push(part?);
        }
        working.into_iter().try_for_each(|part| part.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())))
    })
}

/// Opens a temporary folder, which is private, to readers of the published one.
fn open_to_readers(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_folder_is_made_once_and_reads_back() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let files = BTreeMap::from([("x".to_owned(), b"1".to_vec()), ("inner/y".to_owned(), b"2".to_vec())]);
        fill(&folder, &files).unwrap();
        assert_eq!(read(&folder).unwrap(), files);
        let again = fill(&folder, &files);
        assert_eq!(again, Err(FolderError::Exists { path: folder.display().to_string() }));
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.csv");
        write_new_file(&file, b"one").unwrap();
        let again = write_new_file(&file, b"two");
        assert_eq!(again, Err(FolderError::Exists { path: file.display().to_string() }));
        assert_eq!(fs::read(&file).unwrap(), b"one");
        let nowhere = write_new_file(&home.path().join("no/a.csv"), b"");
        assert!(matches!(nowhere, Err(FolderError::Unwritable { .. })));
    }

    #[test]
    fn a_folder_appears_whole_and_open_to_readers() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let files = BTreeMap::from([("x".to_owned(), b"1".to_vec()), ("c/d/y".to_owned(), b"2".to_vec())]);
        write_new(&folder, &files).unwrap();
        assert_eq!(read(&folder).unwrap(), files);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1);
    }

    /// The mount of a ConfigMap in Kubernetes: files and folders are links into a hidden folder.
    #[test]
    fn links_are_followed_to_files_and_to_folders_within() {
        let home = tempfile::tempdir().unwrap();
        let (folder, outside) = (home.path().join("a"), home.path().join("b"));
        let inner = folder.join("..data/signatures");
        fs::create_dir_all(&inner).unwrap();
        fs::write(outside.with_extension("txt"), b"1").unwrap();
        fs::write(inner.join("y"), b"2").unwrap();
        symlink("..data/signatures", folder.join("signatures")).unwrap();
        symlink("../b.txt", folder.join("x")).unwrap();
        let files = BTreeMap::from([("x".to_owned(), b"1".to_vec()), ("signatures/y".to_owned(), b"2".to_vec())]);
        assert_eq!(read(&folder).unwrap(), files);

        fs::create_dir(&outside).unwrap();
        for (target, link) in [("../b", "z"), (".", "z"), ("..", "..data/signatures/z"), ("/dev/zero", "z")] {
            let link = folder.join(link);
            symlink(target, &link).unwrap();
            assert!(matches!(read(&folder), Err(FolderError::NotPlain { .. })), "{target}");
            fs::remove_file(link).unwrap();
        }
    }
}
