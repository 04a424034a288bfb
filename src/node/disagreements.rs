//! Disagreements about logs: checkpoints that can't both be true, the evidence of them, and their settlement by the
//! officer.

use super::Node;
use super::witness::WitnessError;
use crate::audit::{Decision, Disagreement, Event, Word};
use crate::charter::Act;
use crate::model::{Digest, Explain as _, Problem};
use crate::note::{VerifierKey, only_by};
use crate::tlog::Checkpoint;

/// File with the names of the checkpoints that an officer has looked into.
const SETTLED: &str = "settled";
/// Most pairs of checkpoints that are kept of one log though they prove nothing by themselves.
const EVIDENCE: usize = 8;
/// File that exists while two checkpoints of this log contradict each other.
const STOPPED: &str = "stopped";

impl Node {
    /// Looks into two checkpoints that bear this log's signature and are said to contradict each other. If one of them is
    /// not in this log, nothing is answered any more until an officer has settled it.
    pub fn report_disagreement(&self, one: &str, other: &str) -> Result<(), Problem> {
        let key = self.log_key().clone();
        let no_evidence = || WitnessError::NoEvidence {};
        let open = |note: &str| Checkpoint::open(note, &key).ok_or_else(no_evidence);
        let (first, second) = (open(one)?, open(other)?);
        let journal = &self.log.journal;
        let strange = |checkpoint: &Checkpoint| {
            let own = if checkpoint.size > journal.size() { None } else { Some(journal.root(checkpoint.size)?) };
            Ok::<_, Problem>(own != Some(checkpoint.root))
        };
        let _turn = self.log.witness_turn();
        let settled = journal.folder().required(SETTLED)?.unwrap_or_default();
        let mut open = Vec::new();
        for checkpoint in [&first, &second] {
            let name = Digest::of(checkpoint.to_string().as_bytes()).short();
            if strange(checkpoint)? && !settled.lines().any(|line| line == name) {
                open.push(name);
            }
        }
        if open.is_empty() {
            return Err(no_evidence().into());
        }
        // First of all, answers stop.
        let mut stopped = journal.folder().required(STOPPED)?.unwrap_or_default();
        for name in open.into_iter().filter(|name| !stopped.lines().any(|line| line == name)).collect::<Vec<_>>() {
            stopped += &format!("{name}\n");
        }
        journal.put(STOPPED, stopped.as_bytes())?;
        self.keep_evidence(&Disagreement { known: one.to_owned(), found: other.to_owned() }, &key, true)
    }

    /// Records that one checkpoint isn't shown to extend another, and keeps both notes, once for each pair. Any caller
    /// can show the same pair again and again, so the number of unproved pairs of each log is limited.
    pub(super) fn keep_evidence(
        &self,
        disagreement: &Disagreement,
        key: &VerifierKey,
        own: bool,
    ) -> Result<(), Problem> {
        let Disagreement { known, found } = disagreement;
        let journal = &self.log.journal;
        let log = self.other_member(key.name()).unwrap_or(self.member());
        let file = format!("evidence/{log}-{}.notes", disagreement.name());
        let Some((known_one, found_one)) = Checkpoint::open(known, key).zip(Checkpoint::open(found, key)) else {
            return Ok(());
        };
        let kept = journal.folder().names_in("evidence");
        let proved = own || known_one.size == found_one.size;
        let many = kept.iter().filter(|name| name.starts_with(&format!("{log}-"))).count() >= EVIDENCE;
        if journal.folder().text(&file).is_some() || many && !proved {
            return Ok(());
        }
        let error =
            WitnessError::Disagreed { log: key.name().to_owned(), known: known_one.size, found: found_one.size };
        let event = Event::WitnessDisagreed {
            log: Word::new(key.name()),
            size: found_one.size,
            root: found_one.root,
            known_size: known_one.size,
            known_root: known_one.root,
            own,
        };
        self.record_decision(event, Decision::Deny, Some(Word::new(error.key())), None)?;
        tracing::error!(log = key.name(), own, code = error.key(), "a log is not shown to go on");
        let only = |note: &str| only_by(note, key).unwrap_or_default();
        Ok(journal.put(&file, format!("{}\n{}", only(known), only(found)).as_bytes())?)
    }

    /// Checks that the node's log lets it answer.
    pub(super) fn may_speak(&self) -> Result<(), WitnessError> {
        if self.is_stopped() {
            return Err(WitnessError::Stopped {});
        }
        self.is_seen()
    }

    /// Whether a disagreement about this log waits for the officer.
    pub(super) fn is_stopped(&self) -> bool {
        // An unreadable file counts as one that stops the node.
        !matches!(self.log.journal.folder().required(STOPPED), Ok(None))
    }

    /// The act that an officer signs to settle a disagreement about this log; it names the checkpoints.
    pub(super) fn settlement(&self) -> Result<Act, Problem> {
        let stopped = self.log.journal.folder().required(STOPPED)?.ok_or(WitnessError::NotStopped {})?;
        let names = stopped.lines().collect::<Vec<_>>().join("+");
        Ok(Act::Settle(Word::new(names).as_str().to_owned()))
    }

    /// Settles a disagreement about this log on an officer's word: answers go on. The evidence stays.
    pub fn settle(&self, note: Option<&str>) -> Result<(), Problem> {
        let _turn = self.log.witness_turn();
        let act = self.settlement()?;
        let by = self.on_word(act.clone(), note)?;
        let folder = self.log.journal.folder();
        let stopped = folder.required(STOPPED)?.unwrap_or_default();
        let settled = folder.required(SETTLED)?.unwrap_or_default() + &stopped;
        self.acted_on_word("log-settled", act.object(), by)?;
        // The same checkpoints don't stop the node again.
        self.log.journal.put(SETTLED, settled.as_bytes())?;
        Ok(self.log.journal.remove(STOPPED)?)
    }
}
