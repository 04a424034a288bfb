//! Verification of a bundle in a folder, and its summary.

use std::path::Path;

use super::shell::Shell;
use crate::charter::Coordinator;
use crate::folder;
use crate::model::Findings;
use crate::report::key_file;
use crate::text::wrap;
use crate::verify::{BundleError, BundleFiles, KnownKeys, VerifiedBundle, Versions};

/// Verifies a bundle in a folder; `keys` is a folder of known keys of logs.
pub(super) fn verify(path: &Path, keys: Option<&Path>, versions: Versions) -> Result<VerifiedBundle, Findings> {
    let files = folder::read_published(path)?;
    let known = keys.map(|keys| known_keys(keys, &files)).transpose()?;
    crate::verify::verify(&files, known.as_ref(), versions)
}

/// Reads `MEMBER.vkey` for each member with a key in the bundle, and ignores other files of the folder.
fn known_keys(folder: &Path, files: &BundleFiles) -> Result<KnownKeys, Findings> {
    let member = |name: &String| name.split('/').nth(1)?.parse().ok().filter(|member| key_file(member) == *name);
    let mut known = KnownKeys::new();
    for member in files.keys().filter_map(member) {
        let key = folder::read_file(&folder.join(format!("{member}.vkey")))?;
        // A file that isn't a key isn't a missing one: it differs from the key in the bundle.
        let key = key.trim().parse().map_err(|_| BundleError::Key { member: member.clone() })?;
        known.insert(member, key);
    }
    Ok(known)
}

/// Shows what was verified, to machines and to people.
pub(super) fn show(sound: &VerifiedBundle, shell: &Shell, path: &Path, keys: Option<&Path>) {
    let statement = sound.statement(shell.texts());
    shell.data(&sound.to_json(), || {
        shell.table(&statement.header, &statement.rows, 1..) + "\n" + &wrap(&statement.verdict, "", "")
    });
    statement.notes.iter().for_each(|note| shell.say_text(note));
    say_keys(shell, keys);
    let signs = |coordinator: &Coordinator| coordinator.signing_key.is_some();
    let able = sound.published.charter.coordinators.iter().any(signs);
    if able && !sound.published.rehearsal && !sound.sign_off.is_reached() {
        shell.say("bundle-next-publish", &[("path", (&path.display()).into())]);
    }
}

/// Says whether the keys of logs were compared with known ones.
pub(super) fn say_keys(shell: &Shell, keys: Option<&Path>) {
    match keys {
        Some(keys) => shell.say("bundle-keys-known", &[("path", (&keys.display()).into())]),
        None => shell.say("bundle-sound-next", &[]),
    }
}
