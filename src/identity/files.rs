#![expect(clippy::disallowed_methods, reason = "keys and certificates are files")]

use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::IdentityError;

/// Most bytes in a file of keys or certificates.
const LIMIT: u64 = 1 << 20;

/// Reads a key file, which must be readable for its owner alone.
pub fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mode = file.metadata().map_err(|error| unreadable(path, &error))?.permissions().mode() & 0o7777;
    if mode & 0o177 != 0 {
        return Err(IdentityError::OpenKey { path: path.display().to_string(), mode: format!("{mode:04o}") });
    }
    read(file, path)
}

/// Reads a file that may be public.
pub fn read_public(path: &Path) -> Result<Vec<u8>, IdentityError> {
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    read(file, path).map(|bytes| bytes.to_vec())
}

/// Writes a key file with mode 0600: as a whole or not at all, on disk when this returns, and never over another file.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), IdentityError> {
    let file = finished(path, bytes, 0o600).map_err(|error| unwritable(path, &error))?;
    file.persist_noclobber(path).map_err(|error| unwritable(path, &error.error))?;
    sync_folder(path)
}

/// Writes a public file, mode 0644 less the umask: as a whole or not at all, on disk when this returns. An older file
/// is replaced.
pub fn write_public(path: &Path, bytes: &[u8]) -> Result<(), IdentityError> {
    let file = finished(path, bytes, 0o644).map_err(|error| unwritable(path, &error))?;
    file.persist(path).map_err(|error| unwritable(path, &error.error))?;
    sync_folder(path)
}

/// Makes a folder for such files, where there is none.
pub fn create_folder(path: &Path) -> Result<(), IdentityError> {
    fs::create_dir_all(path).map_err(|error| unwritable(path, &error))
}

fn read(file: File, path: &Path) -> Result<Zeroizing<Vec<u8>>, IdentityError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if read as u64 > LIMIT {
        return Err(unreadable(path, &io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    Ok(bytes)
}

/// Writes and syncs a temporary file beside `path`; a crash leaves at most this one behind.
fn finished(path: &Path, bytes: &[u8], mode: u32) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new()
        .prefix(".archipel-")
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes a new name survive a power cut, like the file's bytes.
fn sync_folder(path: &Path) -> Result<(), IdentityError> {
    File::open(folder_of(path)).and_then(|folder| folder.sync_all()).map_err(|error| unwritable(path, &error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unreadable(path: &Path, error: &io::Error) -> IdentityError {
    IdentityError::Unreadable { path: path.display().to_string(), reason: error.to_string() }
}

fn unwritable(path: &Path, error: &io::Error) -> IdentityError {
    let path = path.display().to_string();
    match error.kind() {
        io::ErrorKind::AlreadyExists => IdentityError::Exists { path },
        _ => IdentityError::Unwritable { path, reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_file_is_for_its_owner_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        write_private(&path, b"one").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(write_private(&path, b"two"), Err(IdentityError::Exists { path: path.display().to_string() }));
        assert_eq!(read_private(&path).unwrap().as_slice(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays behind");
    }

    #[test]
    fn a_private_file_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        write_private(&path, b"one").unwrap();
        for mode in [0o640, 0o604, 0o660, 0o700] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let expected = IdentityError::OpenKey { path: path.display().to_string(), mode: format!("{mode:04o}") };
            assert_eq!(read_private(&path).map(|_| ()), Err(expected));
        }
        fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
        assert!(read_private(&path).is_ok());
    }

    #[test]
    fn a_public_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        write_public(&path, b"one").unwrap();
        write_public(&path, b"two").unwrap();
        assert_eq!(read_public(&path).unwrap(), b"two");
        assert!(matches!(write_public(&folder.path().join("no/a.pem"), b""), Err(IdentityError::Unwritable { .. })));
    }
}
