use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::model::problems;

problems! {
    /// Why a folder of settings can't be read.
    pub enum FolderError {
        /// The folder, or a file in it.
        Unreadable(Data, "folder-unreadable") { path: String, reason: String },
        /// More than a charter can be.
        TooLarge(Data, "folder-too-large") { path: String, limit_mib: u64 },
    }
}

/// Bytes in all files together, at most: a charter is text, not data.
const LIMIT: u64 = 64 << 20;

/// Every file below `folder` by relative name, `/` between folders. Hidden files are left out.
pub fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, FolderError> {
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
