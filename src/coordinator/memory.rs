//! The coordinator's memory of nodes between runs: trust on first use, and the claims that it signed as a witness.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::ComputeError;
use super::run::{Evidence, KnownNode, OnClaim, OnEvidence};
use crate::audit::{Claim, ClaimOutcome, Disagreement, Verdict, Vouched};
use crate::charter::Charter;
use crate::folder;
use crate::identity::{create_folder, read_private, write_private, write_public};
use crate::model::{Clock, EditionId, Entropy, Findings, MemberId, Problem, problems};
use crate::note::{SigningKey, VerifierKey, only_by};
use crate::report::MemberOutcome;
use crate::tlog::Checkpoint;

problems! {
    /// Problem with what a coordinator remembers.
    pub enum MemoryError {
        /// A file has other contents than were written.
        Damaged(Data, "memory-damaged") { path: String },
        /// Two of a log's checkpoints can't both be true.
        Disagreement(Integrity, "index-log-disagreement") { member: MemberId, witness: MemberId },
        /// A log doesn't show that it extends the checkpoint that a witness saw.
        Unproved(Peer, "index-log-unproved") { member: MemberId, witness: MemberId },
    }
}

impl Evidence {
    /// Problem that keeps the result from being published.
    pub fn problem(&self) -> Problem {
        let (member, witness) = (self.member.clone(), self.witness.clone());
        match self.proved {
            true => MemoryError::Disagreement { member, witness }.into(),
            false => MemoryError::Unproved { member, witness }.into(),
        }
    }
}

/// Answer of a witness to a claim.
pub struct ClaimAnswer {
    /// The answer itself.
    pub outcome: ClaimOutcome,
    /// Signed claim to keep before the answer is given; `None` where nothing was signed.
    pub kept: Option<String>,
}

/// Judges a claim as the witness `own` would; `known` is the last claim that it signed. `None` if the note isn't a
/// claim.
pub fn answer_claim(
    own: &SigningKey,
    key: &VerifierKey,
    note: &str,
    known: Option<&str>,
    clock: &dyn Clock,
) -> Option<ClaimAnswer> {
    Some(match Claim::judge(note, key, known)? {
        Verdict::Knows(known) => ClaimAnswer { outcome: ClaimOutcome::Knows(known), kept: None },
        Verdict::Sign(claim) => {
            let line = own.cosign(&claim.to_string(), clock.unix_seconds().max(0).cast_unsigned());
            let kept = Some(only_by(note, key)? + &line);
            ClaimAnswer { outcome: ClaimOutcome::Signed(line), kept }
        }
    })
}

/// Folder with what a coordinator knows of nodes from earlier runs.
///
/// *Files:* `<member>.vkey`, the key of its log; `<member>.checkpoint`, the last checkpoint of it; `<member>.claim`, the last
/// claim that the coordinator signed; `<member>.people`, the number of people behind its last answer;
/// `<edition>/<member>.release`, the digest of its release; `witness.key`, with which the coordinator signs; `evidence/`, pairs of
/// checkpoints that can't both be true; `.lock`, which the process that writes holds.
#[derive(Clone, Debug)]
pub struct CoordinatorMemory(PathBuf);

impl CoordinatorMemory {
    /// The memory in a folder, which need not exist yet.
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    fn file(&self, member: &MemberId, kind: &str) -> PathBuf {
        self.0.join(format!("{member}.{kind}"))
    }

    fn release(&self, edition: &EditionId, member: &MemberId) -> PathBuf {
        self.0.join(edition.to_string()).join(format!("{member}.release"))
    }

    /// Returns what is known of every member that once answered.
    pub fn recall(&self, charter: &Charter, edition: &EditionId) -> Result<BTreeMap<MemberId, KnownNode>, Findings> {
        let mut known = BTreeMap::new();
        for member in charter.members.iter().map(|member| &member.id) {
            let Some(key) = read(&self.file(member, "vkey"), |text| text.trim().parse::<VerifierKey>().ok())? else {
                continue;
            };
            // The key may have been put here before the first run.
            let sound = |note: &str| Checkpoint::open(note, &key).is_some().then(|| note.to_owned());
            let checkpoint = read(&self.file(member, "checkpoint"), sound)?;
            let release = read(&self.release(edition, member), |text| text.trim().parse().ok())?;
            let number = |text: &str| text.trim().parse().ok().filter(|people: &f64| *people >= 0.0);
            let people = read(&self.file(member, "people"), number)?;
            known.insert(member.clone(), KnownNode { key, checkpoint, release, people });
        }
        Ok(known)
    }

    /// Key with which the coordinator cosigns; made when it is first needed.
    pub fn witness_key(
        &self,
        charter: &Charter,
        coordinator: &str,
        entropy: &dyn Entropy,
    ) -> Result<SigningKey, Findings> {
        let path = self.0.join("witness.key");
        if !folder::exists(&path)? {
            create_folder(&self.0)?;
            let key = SigningKey::generate(&format!("{}/{coordinator}/witness", charter.id), entropy)?;
            write_private(&path, key.secret_text().as_bytes())?;
        }
        let bytes = read_private(&path)?;
        let key = std::str::from_utf8(&bytes).ok().and_then(|text| SigningKey::parse(text).ok());
        Ok(key.ok_or_else(|| damaged(&path))?)
    }

    /// Answers a member's claim as a witness, and stores what it signs for good before the signature leaves. `None`
    /// where this coordinator isn't the one to sign.
    fn sign_claim(
        &self,
        own: &SigningKey,
        member: &MemberId,
        key: &VerifierKey,
        note: &str,
        clock: &dyn Clock,
    ) -> Result<Option<ClaimOutcome>, Findings> {
        let path = self.file(member, "claim");
        create_folder(&self.0)?;
        // Reading what is known and replacing it is one step.
        let _turn = folder::lock(&self.0)?;
        let known = read(&path, |text| Claim::of(text).map(|_| text.to_owned()));
        let pinned = read(&self.file(member, "vkey"), |text| Some(text.trim().to_owned()))?;
        if pinned.is_some_and(|pinned| pinned != key.to_string()) {
            return Ok(None);
        }
        let Some(ClaimAnswer { outcome, kept }) = answer_claim(own, key, note, known?.as_deref(), clock) else {
            return Ok(None);
        };
        if let Some(kept) = kept {
            write_public(&path, kept.as_bytes())?;
        }
        Ok(Some(outcome))
    }

    /// Signs claims with the key `own` during a run, where a member's officer named this coordinator.
    pub fn on_claim(&self, own: SigningKey, clock: Arc<dyn Clock>) -> OnClaim {
        let memory = self.clone();
        Arc::new(move |name, member, key, note| {
            if name != own.verifier().name() {
                return None;
            }
            memory.sign_claim(&own, member, key, note, &*clock).unwrap_or_else(|findings| {
                tracing::error!(%member, %findings, "claim not kept");
                None
            })
        })
    }

    /// Stores the evidence that a run finds.
    pub fn on_evidence(&self) -> OnEvidence {
        let memory = self.clone();
        Arc::new(move |found| {
            if let Err(findings) = memory.keep_evidence(&found) {
                tracing::error!(member = %found.member, %findings, "evidence not kept");
            }
        })
    }

    /// Stores two checkpoints of a log that can't both be true.
    fn keep_evidence(&self, found: &Evidence) -> Result<(), Findings> {
        let Evidence { member, witness, disagreement: Disagreement { known, found }, .. } = found;
        let path = self.0.join(format!("evidence/{member}-{witness}.notes"));
        create_folder(path.parent().unwrap_or(&self.0))?;
        Ok(write_public(&path, format!("{known}\n{found}").as_bytes())?)
    }

    /// Stores the evidence that witnesses found. *Errors:* there is any: nothing is published then.
    pub fn judge(&self, found: &[Evidence]) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for found in found {
            if found.proved {
                self.keep_evidence(found)?;
            }
            findings.push(found.problem());
        }
        findings.or_else(())
    }

    /// Stores the answers of the members of a run: durable when this returns. *Errors:* another run has found another key
    /// of a member's log meanwhile.
    pub fn keep(&self, edition: &EditionId, members: &[MemberOutcome]) -> Result<(), Findings> {
        create_folder(&self.0)?;
        let _turn = folder::lock(&self.0)?;
        members.iter().try_for_each(|outcome| self.keep_answer(edition, outcome))
    }

    fn keep_answer(&self, edition: &EditionId, outcome: &MemberOutcome) -> Result<(), Findings> {
        let Some(Vouched { key, checkpoint, release, .. }) = &outcome.vouched else { return Ok(()) };
        let file = |kind| self.file(&outcome.member, kind);
        let known = read(&file("vkey"), |text| text.trim().parse::<VerifierKey>().ok())?;
        if let Some(known) = known.as_ref().filter(|known| *known != key) {
            return Err(ComputeError::OtherKey { known: known.short(), found: key.short() }.into());
        }
        let released = self.release(edition, &outcome.member);
        create_folder(released.parent().unwrap_or(&self.0))?;
        // The other files count only beside a known key, so the key comes last; a new key makes them void.
        if known.is_none() || !folder::exists(&released)? {
            write_public(&released, format!("{release}\n").as_bytes())?;
        }
        if let Some((people, _)) = outcome.people() {
            write_public(&file("people"), format!("{people}\n").as_bytes())?;
        }
        // A run that began earlier may end later: what is known of a log never shrinks.
        let size = |note: &str| Checkpoint::open(note, key).map(|checkpoint| checkpoint.size);
        let before = if known.is_some() { read(&file("checkpoint"), |note| Some(size(note)))? } else { None };
        if size(checkpoint) >= before.flatten() {
            write_public(&file("checkpoint"), checkpoint.as_bytes())?;
        }
        if known.is_none() {
            write_public(&file("vkey"), format!("{key}\n").as_bytes())?;
        }
        Ok(())
    }
}

/// Reads a file of the memory, if it is there. *Errors:* `parse` refuses it.
fn read<T>(path: &Path, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Findings> {
    if !folder::exists(path)? {
        return Ok(None);
    }
    let text = folder::read_file(path)?;
    Ok(Some(parse(&text).ok_or_else(|| damaged(path))?))
}

fn damaged(path: &Path) -> MemoryError {
    MemoryError::Damaged { path: path.display().to_string() }
}
