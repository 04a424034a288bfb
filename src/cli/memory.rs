use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::charter::Charter;
use crate::note::VerifierKey;
use crate::coordinator::Remembered;
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::model::{EditionId, Findings, MemberId, problems};
use crate::report::MemberOutcome;

problems! {
    /// What can be wrong with what a coordinator remembers.
    pub(super) enum MemoryError {
        /// A file isn't what was written there.
        Damaged(Data, "memory-damaged") { path: String },
    }
}

/// What a coordinator knows of nodes from earlier runs: `<member>.vkey`, and `<edition>/<member>.note`.
pub(super) struct Memory<'p>(pub &'p Path);

impl Memory<'_> {
    fn key(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.vkey"))
    }

    fn note(&self, edition: &EditionId, member: &MemberId) -> PathBuf {
        self.0.join(edition.to_string()).join(format!("{member}.note"))
    }

    /// What is known of every member that once answered.
    pub(super) fn recall(
        &self,
        charter: &Charter,
        edition: &EditionId,
    ) -> Result<BTreeMap<MemberId, Remembered>, Findings> {
        let mut known = BTreeMap::new();
        for member in charter.members.iter().map(|member| &member.id) {
            let path = self.key(member);
            if !path.exists() {
                continue;
            }
            let damaged = |path: &Path| MemoryError::Damaged { path: path.display().to_string() };
            let key: VerifierKey = folder::read_file(&path)?.trim().parse().map_err(|_| damaged(&path))?;
            let path = self.note(edition, member);
            let note = path.exists().then(|| folder::read_file(&path)).transpose()?;
            known.insert(member.clone(), Remembered { key, note });
        }
        Ok(known)
    }

    /// Keeps what the members that answered said: on disk when this returns.
    pub(super) fn keep(&self, edition: &EditionId, members: &[MemberOutcome]) -> Result<(), Findings> {
        for outcome in members {
            let Some(release) = &outcome.release else { continue };
            let (key, note) = (self.key(&outcome.member), self.note(edition, &outcome.member));
            create_folder(note.parent().unwrap_or(self.0))?;
            // A note counts beside a known key alone, so the key comes last; a new key makes older notes void.
            let known = key.exists();
            if !known || !note.exists() {
                write_public(&note, release.note.as_bytes())?;
            }
            if !known {
                write_public(&key, format!("{}\n", release.key).as_bytes())?;
            }
        }
        Ok(())
    }
}
