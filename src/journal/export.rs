#![expect(clippy::disallowed_methods, reason = "this is where copies of logs are written")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use super::error::JournalError;
use super::folder::LogFolder;
use crate::tlog::{CHECKPOINT, COSIGNED, Checkpoint, KEY, RECORDS, Tile, entries_path, join_records};

/// Folder with proofs of single records.
pub const PROOFS: &str = "proofs";

impl LogFolder {
    /// Copies the present log into a new folder, in the form that others verify: the checkpoint, only the tiles that it
    /// needs, keys, cosignatures, and the records as lines. The copy appears as a whole. The log may grow meanwhile.
    pub fn export(&self, to: &Path) -> Result<Checkpoint, JournalError> {
        if to.exists() {
            return Err(JournalError::Exists { path: to.display().to_string() });
        }
        let (checkpoint, note) =
            self.checkpoint().ok_or_else(|| JournalError::Damaged { path: self.path(CHECKPOINT) })?;
        let failed = |error: io::Error| JournalError::full(to, &error);
        let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(failed)?;
        let staged = tempfile::Builder::new().prefix(".archipel-").tempdir_in(parent).map_err(failed)?;
        let copy = |name: &str, bytes: &[u8]| {
            let path = staged.path().join(name);
            fs::create_dir_all(path.parent().unwrap_or(staged.path())).and_then(|()| fs::write(path, bytes))
        };
        let mut lines = BufWriter::new(File::create(staged.path().join(RECORDS)).map_err(failed)?);
        for tile in Tile::of_level(0, checkpoint.size) {
            let records = self.records(tile, checkpoint.size).map_err(|damage| self.damaged(&damage))?;
            let bundle = join_records(records.iter().map(Vec::as_slice));
            copy(&entries_path(tile.index, tile.width), &bundle).map_err(failed)?;
            records
                .iter()
                .try_for_each(|record| lines.write_all(record).and_then(|()| lines.write_all(b"\n")))
                .map_err(failed)?;
        }
        lines.flush().map_err(failed)?;
        for level in 0.. {
            let mut tiles = Tile::of_level(level, checkpoint.size).peekable();
            if tiles.peek().is_none() {
                break;
            }
            for tile in tiles {
                let hashes = self.tile(tile, checkpoint.size).map_err(|damage| self.damaged(&damage))?;
                let bytes: Vec<u8> = hashes.iter().flat_map(|hash| *hash.as_bytes()).collect();
                copy(&tile.path(), &bytes).map_err(failed)?;
            }
        }
        // Cosignatures on anything newer than this copy are left out.
        let cosigned = self.cosigned()?.up_to(checkpoint.size).to_string();
        if !cosigned.is_empty() {
            copy(COSIGNED, cosigned.as_bytes()).map_err(failed)?;
        }
        copy(KEY, self.text(KEY).unwrap_or_default().as_bytes()).map_err(failed)?;
        copy(CHECKPOINT, note.as_bytes()).map_err(failed)?;
        fs::rename(staged.path(), to).map_err(failed)?;
        let _ = staged.keep();
        open_to_readers(to).map_err(failed)?;
        Ok(checkpoint)
    }

    /// Names of the files in a folder beside the tiles.
    pub fn names_in(&self, folder: &str) -> Vec<String> {
        names_in(&self.root().join(folder))
    }

    /// Names of the files with proofs of single records.
    pub fn proof_files(&self) -> Vec<String> {
        self.names_in(PROOFS).into_iter().map(|name| format!("{PROOFS}/{name}")).collect()
    }
}

/// Opens a temporary folder, which is private, to readers of the copy.
fn open_to_readers(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.ends_with(".new"));
    names.sort();
    names
}
