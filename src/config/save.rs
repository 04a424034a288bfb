use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::model::problems;

problems! {
    /// Why settings can't be written.
    pub enum SaveError {
        /// Something is already there.
        NotEmpty(Usage, "folder-not-empty") { path: String },
        /// The folder, or a file in it.
        Unwritable(Operator, "file-unwritable") { path: String, reason: String },
    }
}

/// Writes the files of a new folder, which must be empty or not be there. *Errors:* leave what was written so far.
pub fn create_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), SaveError> {
    let occupied = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(unwritable(folder, &error)),
    };
    if occupied {
        return Err(SaveError::NotEmpty { path: folder.display().to_string() });
    }
    files.iter().try_for_each(|(name, bytes)| replace_file(&folder.join(name), bytes))
}

/// Writes a file so that, whatever happens, either the old or the new one is there, never a part. Makes its folder
/// where that isn't there.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        // Hidden, so that a folder read meanwhile doesn't hold it.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let next = folder.join(format!(".{name}.new"));
        let mut file = File::create(&next)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&next, path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> SaveError {
    SaveError::Unwritable { path: path.display().to_string(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::read_folder;

    #[test]
    fn a_folder_is_made_once_and_reads_back() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let files = BTreeMap::from([("x".to_owned(), b"1".to_vec()), ("inner/y".to_owned(), b"2".to_vec())]);
        create_folder(&folder, &files).unwrap();
        assert_eq!(read_folder(&folder).unwrap(), files);
        let again = create_folder(&folder, &files);
        assert_eq!(again, Err(SaveError::NotEmpty { path: folder.display().to_string() }));
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("x");
        replace_file(&path, b"old").unwrap();
        replace_file(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        assert!(matches!(replace_file(&path.join("y"), b""), Err(SaveError::Unwritable { .. })));
    }
}
