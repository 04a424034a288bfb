//! Folders of plain files: read whole, written whole or not at all.
#![expect(clippy::disallowed_methods, reason = "this is where such folders are read and written")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::model::problems;

problems! {
    /// Why a folder of settings can't be read.
    pub enum FolderError {
        /// The folder, or a file in it.
        Unreadable(Data, "folder-unreadable") { path: String, reason: String },
        /// A folder that must be new is there.
        Exists(Data, "folder-exists") { path: String },
        /// It can't be written.
        Unwritable(Operator, "folder-unwritable") { path: String, reason: String },
        /// More than a charter can be.
        TooLarge(Data, "folder-too-large") { path: String, limit_mib: u64 },
    }
}

/// Bytes in all files together, at most: a charter is text, not data.
const LIMIT: u64 = 64 << 20;

/// Every file below `folder` by relative name, `/` between folders. Hidden files are left out.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
    let mut files = BTreeMap::new();
    let mut left = LIMIT;
    collect(folder, "", &mut files, &mut left)?;
    Ok(files)
}

fn collect(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    left: &mut u64,
) -> Result<(), FolderError> {
    let unreadable = |path: &Path, error: std::io::Error| FolderError::Unreadable {
        path: path.display().to_string(),
        reason: error.to_string(),
    };
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let entry = entry.map_err(|error| unreadable(folder, error))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with('.') {
            continue;
        }
        let about = fs::metadata(&path).map_err(|error| unreadable(&path, error))?;
        if about.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files, left)?;
        } else {
            *left = left
                .checked_sub(about.len())
                .ok_or_else(|| FolderError::TooLarge { path: folder.display().to_string(), limit_mib: LIMIT >> 20 })?;
            files.insert(format!("{prefix}{name}"), fs::read(&path).map_err(|error| unreadable(&path, error))?);
        }
    }
    Ok(())
}

/// One settings file as text.
pub fn read_file(path: &Path) -> Result<String, FolderError> {
    let unreadable = |reason: String| FolderError::Unreadable { path: path.display().to_string(), reason };
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))
}

/// Refuses a folder that is there already: asked before long work, as nothing is ever overwritten.
pub fn must_be_new(folder: &Path) -> Result<(), FolderError> {
    if folder.exists() { Err(FolderError::Exists { path: folder.display().to_string() }) } else { Ok(()) }
}

/// `path`, or the first of `path-2`, `path-3`, … that is free.
pub fn free_name(path: &Path) -> PathBuf {
    let numbered = (2..).map(|number| PathBuf::from(format!("{}-{number}", path.display())));
    std::iter::once(path.to_owned()).chain(numbered).find(|path| !path.exists()).unwrap_or_else(|| path.to_owned())
}

/// Removes a file that may be gone.
pub fn remove_file(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Writes a new folder: its name appears only when every file in it is on disk.
pub fn write_new(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderError> {
    let unwritable = |error: std::io::Error| FolderError::Unwritable {
        path: folder.display().to_string(),
        reason: error.to_string(),
    };
    must_be_new(folder)?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(unwritable)?;
    let staged = tempfile::Builder::new().prefix(".archipel-").tempdir_in(parent).map_err(unwritable)?;
    for (name, bytes) in files {
        let path = staged.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(parent)).map_err(unwritable)?;
        let mut file = File::create(&path).map_err(unwritable)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(unwritable)?;
    }
    open_to_readers(staged.path()).and_then(|()| sync_folders(staged.path())).map_err(unwritable)?;
    fs::rename(staged.path(), folder).map_err(unwritable)?;
    // Renamed: there is nothing left under the temporary name.
    let _ = staged.keep();
    File::open(parent).and_then(|parent| parent.sync_all()).map_err(unwritable)
}

/// Writes the files of a folder that is new or empty. *Errors:* leave what was written so far.
pub fn fill(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), FolderError> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(FolderError::Exists { path: folder.display().to_string() });
    }
    files.iter().try_for_each(|(name, bytes)| replace(&folder.join(name), bytes))
}

/// Writes a file so that, whatever happens, either the old or the new one is there, never a part. Makes its folder
/// where that isn't there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        // Hidden, so that a folder read meanwhile doesn't hold it.
        let next = folder.join(format!(".{}.new", path.file_name().unwrap_or_default().to_string_lossy()));
        let mut file = File::create(&next)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&next, path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| FolderError::Unwritable { path: path.display().to_string(), reason: error.to_string() })
}

/// Makes the names in a folder, and in all folders below it, durable.
fn sync_folders(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}

/// Temporary folders are private; what is published isn't.
fn open_to_readers(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(test)]
mod tests {
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
    fn a_folder_appears_whole_and_open_to_readers() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let files = BTreeMap::from([("x".to_owned(), b"1".to_vec()), ("c/d/y".to_owned(), b"2".to_vec())]);
        write_new(&folder, &files).unwrap();
        assert_eq!(read(&folder).unwrap(), files);
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(fs::read_dir(home.path().join("a")).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("x");
        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        assert!(matches!(replace(&path.join("y"), b""), Err(FolderError::Unwritable { .. })));
    }
}
