use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::audit::{Claim, Verdict};
use crate::charter::Charter;
use crate::coordinator::{Disagreement, Remembered, Word};
use crate::folder;
use crate::identity::{create_folder, read_private, write_private, write_public};
use crate::model::{Clock as _, EditionId, Findings, MemberId, Problem, problems};
use crate::note::{SigningKey, VerifierKey, only_by};
use crate::report::MemberOutcome;
use crate::system::{SystemClock, SystemEntropy};
use crate::tlog::Checkpoint;

problems! {
    /// What can be wrong with what a coordinator remembers.
    pub(super) enum MemoryError {
        /// A file isn't what was written there.
        Damaged(Data, "memory-damaged") { path: String },
        /// Two of a log's checkpoints can't both be true.
        Disagreement(Integrity, "index-log-disagreement") { member: MemberId, witness: MemberId },
        /// A log doesn't show that it goes on from what a witness saw.
        Unproved(Peer, "index-log-unproved") { member: MemberId, witness: MemberId },
    }
}

/// Two of a log's checkpoints can't both be true.
pub(super) fn disagreement(found: &Disagreement) -> Problem {
    let (member, witness) = (found.member.clone(), found.witness.clone());
    match found.proved {
        true => MemoryError::Disagreement { member, witness }.into(),
        false => MemoryError::Unproved { member, witness }.into(),
    }
}

/// What a witness with this key says to a claim, and what it has to keep before it does; nothing where the note isn't one.
pub(super) fn signed(
    own: &SigningKey,
    key: &VerifierKey,
    note: &str,
    known: Option<&str>,
) -> Option<(Word, Option<String>)> {
    Some(match Claim::judge(note, key, known)? {
        Verdict::Knows(known) => (Word::Knows(known), None),
        Verdict::Sign(claim) => {
            let line = own.cosign(&claim.to_string(), SystemClock.unix_seconds().max(0).cast_unsigned());
            (Word::Signed(line.clone()), Some(only_by(note, key)? + &line))
        }
    })
}

/// What a coordinator knows of nodes from earlier runs: `<member>.vkey`, the key of its log; `<member>.checkpoint`, the last
/// checkpoint of it; `<member>.claim`, what it was last about to spend; `<member>.people`, how many it spoke for in its last answer; `<edition>/<member>.release`, which names
/// the release.
pub(super) struct Memory<'p>(pub &'p Path);

impl Memory<'_> {
    fn key(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.vkey"))
    }

    fn checkpoint(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.checkpoint"))
    }

    fn people(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.people"))
    }

    fn claim(&self, member: &MemberId) -> PathBuf {
        self.0.join(format!("{member}.claim"))
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
            // A key may be put here before the first run.
            let checkpoint = path.exists().then(|| folder::read_file(&path)).transpose()?;
            if checkpoint.as_ref().is_some_and(|note| Checkpoint::open(note, &key).is_none()) {
                return Err(damaged(&path).into());
            }
            let path = self.release(edition, member);
            let release = path.exists().then(|| folder::read_file(&path)).transpose()?;
            let release = release.map(|text| text.trim().parse().map_err(|_| damaged(&path))).transpose()?;
            let path = self.people(member);
            let people = path.exists().then(|| folder::read_file(&path)).transpose()?;
            let people = people.map(|text| text.trim().parse().ok().filter(|people: &f64| *people >= 0.0));
            let people = people.map(|people| people.ok_or_else(|| damaged(&path))).transpose()?;
            known.insert(member.clone(), Remembered { key, checkpoint, release, people });
        }
        Ok(known)
    }

    /// The key with which the coordinator cosigns; made when it is first needed.
    pub(super) fn witness_key(&self, charter: &Charter, coordinator: &str) -> Result<SigningKey, Findings> {
        let path = self.0.join("witness.key");
        if !path.exists() {
            create_folder(self.0)?;
            let key = SigningKey::generate(&format!("{}/{coordinator}/witness", charter.id), &SystemEntropy)?;
            write_private(&path, key.secret_text().as_bytes())?;
        }
        let bytes = read_private(&path)?;
        let damaged = || MemoryError::Damaged { path: path.display().to_string() };
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged())?;
        Ok(SigningKey::parse(text).map_err(|_| damaged())?)
    }

    /// Signs, as a witness, what a member is about to spend, and keeps that for good before a signature exists; or says what was
    /// signed before. `None` where it isn't this coordinator's to sign, or can't be kept.
    pub(super) fn sign_claim(
        &self,
        own: &SigningKey,
        member: &MemberId,
        key: &VerifierKey,
        note: &str,
    ) -> Result<Option<Word>, Findings> {
        let (path, pinned) = (self.claim(member), self.key(member));
        let known = path.exists().then(|| folder::read_file(&path)).transpose()?;
        let pinned = pinned.exists().then(|| folder::read_file(&pinned)).transpose()?;
        if pinned.is_some_and(|pinned| pinned.trim() != key.to_string()) {
            return Ok(None);
        }
        if known.as_deref().is_some_and(|known| Claim::of(known).is_none()) {
            return Err(MemoryError::Damaged { path: path.display().to_string() }.into());
        }
        let Some((word, kept)) = signed(own, key, note, known.as_deref()) else { return Ok(None) };
        if let Some(kept) = kept {
            create_folder(self.0)?;
            write_public(&path, kept.as_bytes())?;
        }
        Ok(Some(word))
    }

    /// Keeps two checkpoints of a log that can't both be true.
    pub(super) fn keep_evidence(&self, found: &Disagreement) -> Result<(), Findings> {
        let Disagreement { member, witness, known, found, .. } = found;
        let path = self.0.join(format!("evidence/{member}-{witness}.notes"));
        create_folder(path.parent().unwrap_or(self.0))?;
        Ok(write_public(&path, format!("{known}\n{found}").as_bytes())?)
    }

    /// Keeps what witnesses found. *Errors:* whatever they found: nothing is published then.
    pub(super) fn judge(&self, found: &[Disagreement]) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for found in found {
            if found.proved {
                self.keep_evidence(found)?;
            }
            findings.push(disagreement(found));
        }
        findings.or_else(())
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
            if let Some((people, _)) = outcome.people() {
                write_public(&self.people(&outcome.member), format!("{people}\n").as_bytes())?;
            }
            write_public(&self.checkpoint(&outcome.member), vouched.checkpoint.as_bytes())?;
            if !known {
                write_public(&key, format!("{}\n", vouched.key).as_bytes())?;
            }
        }
        Ok(())
    }
}
