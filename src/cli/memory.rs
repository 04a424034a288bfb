use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::charter::Charter;
use crate::coordinator::Remembered;
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::model::{EditionId, Findings, MemberId, problems};
use crate::note::VerifierKey;
use crate::report::MemberOutcome;
use crate::tlog::Checkpoint;

problems! {
    /// What can be wrong with what a coordinator remembers.
    pub(super) enum MemoryError {
        /// A file isn't what was written there.
        Damaged(Data, "memory-damaged") { path: String },
    }
}

/// What a coordinator knows of nodes from earlier runs: `<member>.vkey`, the key of its log; `<member>.checkpoint`, the last
/// checkpoint of it; `<edition>/<member>.release`, which names the release.
pub(super) struct Memory<'p>(pub &'p Path);

impl Memory<'_> {
    fn key(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.vkey"))
    }

    fn checkpoint(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.checkpoint"))
    }

    fn release(&self, edition: &EditionId, member: &MemberId) -> PathBuf {
        self.0.join(edition.to_string()).join(format!("{member}.release"))
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
            let path = self.checkpoint(member);
            let checkpoint = folder::read_file(&path)?;
            Checkpoint::open(&checkpoint, &key).ok_or_else(|| damaged(&path))?;
            let path = self.release(edition, member);
            let release = path.exists().then(|| folder::read_file(&path)).transpose()?;
            let release = release.map(|text| text.trim().parse().map_err(|_| damaged(&path))).transpose()?;
            known.insert(member.clone(), Remembered { key, checkpoint, release });
        }
        Ok(known)
    }

    /// Keeps what the members that answered said: on disk when this returns.
    pub(super) fn keep(&self, edition: &EditionId, members: &[MemberOutcome]) -> Result<(), Findings> {
        for outcome in members {
            let Some(vouched) = &outcome.vouched else { continue };
            let (key, release) = (self.key(&outcome.member), self.release(edition, &outcome.member));
            create_folder(release.parent().unwrap_or(self.0))?;
            // The rest counts beside a known key alone, so the key comes last; a new key makes the rest void.
            let known = key.exists();
            if !known || !release.exists() {
                write_public(&release, format!("{}\n", vouched.release).as_bytes())?;
            }
            write_public(&self.checkpoint(&outcome.member), vouched.checkpoint.as_bytes())?;
            if !known {
                write_public(&key, format!("{}\n", vouched.key).as_bytes())?;
            }
        }
        Ok(())
    }
}
