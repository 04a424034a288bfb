use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Node;
use super::seen::Unseen;
use super::set::WitnessSet;
use super::status::moment;
use crate::audit::{self, Certified, DecidedBy, Decision, Entry, Event, Frame, Look, Word};
use crate::charter::{Act, Agreement, Charter};
use crate::journal::{Journal, JournalError, LogFolder, RealDisk};
use crate::model::{Digest, Fault, Problem, problems};
use crate::note::{SigningKey, VerifierKey};
use crate::store::{Detail, Store};
use crate::tlog::Proof;

/// A refusal: the caller if known, the call, and the reason.
type CountedRefusal = (Option<Certified>, &'static str, String);

/// The node's log, and what waits to be written into it.
pub(super) struct NodeLog {
    pub journal: Journal,
    frame: Frame,
    /// Numbers of records whose answers have been sent whole.
    sent: Mutex<Vec<u64>>,
    /// Number of refused calls by caller if known, call and reason. Such callers can call as often as they like, so
    /// their calls are counted and not recorded one by one.
    strangers: Mutex<BTreeMap<CountedRefusal, u64>>,
    /// Lock for changes of what is known of other logs and of witnesses.
    witnessing: Mutex<()>,
    unseen: Mutex<Unseen>,
    set: Mutex<WitnessSet>,
}

problems! {
    /// Reason why an officer's order about the log can't be followed.
    pub enum LogOrderError {
        /// The record has no detail beside it, or no longer.
        NoDetail(Usage, "log-no-detail") { seq: u64 },
    }
}

/// Most ranges of answers in one record, so that it fits into a leaf.
const STRETCHES: usize = 1000;

/// Opens the log of a store, or makes it where there never was one.
///
/// *Errors:* it is gone, damaged, or shorter than it was when the node last stopped.
pub fn open_log(path: &Path, store: &Store, charter: &Charter) -> Result<Journal, Problem> {
    let known = store.node_state().log_mark()?;
    let name = LogFolder::new(path)
        .key()
        .map_or_else(|| format!("{}/{}/audit", charter.id, store.member()), |key| key.name().to_owned());
    let key = SigningKey::from_seed(&name, store.secret("log key")).expect("identifiers are names");
    // An existing log with our key is ours: a kill came between making it and remembering it.
    let journal = match known.is_some() || LogFolder::new(path).checkpoint_note().is_some() {
        true => Journal::open(path, Box::new(RealDisk), key)?,
        false => Journal::create(path, Box::new(RealDisk), key)?,
    };
    let (size, root) = known.unwrap_or((0, Digest::of(b"")));
    if journal.size() < size || journal.root(size)? != root {
        let path = path.display().to_string();
        return Err(JournalError::RolledBack { path, size: journal.size(), known: size }.into());
    }
    // Nor may it be shorter than what witnesses have cosigned.
    for seen in journal.folder().cosigned()?.iter().map(|last| &last.checkpoint) {
        if journal.size() < seen.size || journal.root(seen.size)? != seen.root {
            let path = path.display().to_string();
            return Err(JournalError::RolledBack { path, size: journal.size(), known: seen.size }.into());
        }
    }
    mark(store, &journal)?;
    Ok(journal)
}

/// Stores the size and root of the log in the store: a rolled-back log would have to agree with this second place too.
fn mark(store: &Store, journal: &Journal) -> Result<(), Problem> {
    let size = journal.size();
    Ok(store.node_state().put_log_mark(size, journal.root(size)?)?)
}

impl NodeLog {
    pub(super) fn new(journal: Journal, agreement: &Agreement, store: &Store, policy: Digest) -> Self {
        let frame = Frame {
            node: Word::new(format!("{}/{}", agreement.charter().id, store.member())),
            software: Word::new(env!("CARGO_PKG_VERSION")),
            policy_digest: policy,
            charter_digest: agreement.charter().digest(),
        };
        Self {
            journal,
            frame,
            sent: Mutex::default(),
            strangers: Mutex::default(),
            witnessing: Mutex::default(),
            unseen: Mutex::default(),
            set: Mutex::default(),
        }
    }

    pub(super) fn witness_turn(&self) -> MutexGuard<'_, ()> {
        self.witnessing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn unseen(&self) -> MutexGuard<'_, Unseen> {
        self.unseen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set(&self) -> MutexGuard<'_, WitnessSet> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last record; `None` in an empty log.
    fn last(&self) -> Result<Option<Entry>, Problem> {
        let (size, checkpoint) = (self.journal.size(), self.journal.checkpoint());
        let Some(last) = size.checked_sub(1) else { return Ok(None) };
        let proof = self.journal.prove(last, &checkpoint)?;
        Ok(proof.record.as_deref().and_then(Entry::parse))
    }
}

impl Node {
    /// Records an event: durable when this returns.
    pub(super) fn record(&self, event: Event) -> Result<Proof, Problem> {
        self.record_decision(event, Decision::Allow, None, None)
    }

    pub(super) fn record_decision(
        &self,
        event: Event,
        decision: Decision,
        reason: Option<Word>,
        detail: Option<(Digest, [u8; 16])>,
    ) -> Result<Proof, Problem> {
        let mut event_id = [0; 16];
        self.entropy.fill(&mut event_id);
        let (detail, event_id) = detail.map_or((None, event_id), |(commitment, id)| (Some(commitment), id));
        let (frame, time) = (self.log.frame.clone(), moment(self.clock.unix_seconds()));
        let spends = event.is_about_the_budget();
        let draft = move |seq| audit::record(&frame, seq, event_id, &time, (&event, decision, reason.as_ref()), detail);
        let written = self.log.journal.append(draft).map_err(|error| {
            tracing::error!(code = %Problem::from(error.clone()).key, %error, "record not written");
            error
        })?;
        // The ledger follows the log to the last record.
        if let Some(entry) = written.record.as_deref().filter(|_| spends).and_then(Entry::parse) {
            self.ledger().take(&entry);
        }
        Ok(written)
    }

    /// Records an event with the detail that lies beside it; the detail is durable first.
    pub(super) fn record_with(&self, event: Event, detail: &Detail) -> Result<Proof, Problem> {
        let Some(detail) = detail.said() else { return self.record(event) };
        let mut event_id = [0; 16];
        self.entropy.fill(&mut event_id);
        let name = audit::event_name(event_id);
        let commitment = self.store.put_detail(&name, &detail, self.entropy.as_ref())?;
        let written = self.record_decision(event, Decision::Allow, None, Some((commitment, event_id)));
        let broken = JournalError::Broken { path: String::new(), reason: String::new() };
        if written.as_ref().is_err_and(|problem| !problem.is(&broken)) {
            // No record names this detail, so no order could ever erase it. After a failed write a record may name it.
            let _ = self.store.erase_detail(&name);
        }
        written
    }

    /// Records another action of the operator's account.
    pub(super) fn acted(&self, action: &str, object: impl ToString) -> Result<(), Problem> {
        let (action, object) = (Word::new(action), Word::new(object.to_string()));
        self.record(Event::OperatorAction { action, object, by: None }).map(drop)
    }

    /// Records an action that an officer decided.
    pub(super) fn acted_on_word(&self, action: &str, object: &str, by: DecidedBy) -> Result<(), Problem> {
        let (action, object, by) = (Word::new(action), Word::new(object), Some(by));
        self.record(Event::OperatorAction { action, object, by }).map(drop)
    }

    /// Records that an officer reads the log.
    pub fn looked(&self, look: Look) -> Result<(), Problem> {
        self.record(look.event()).map(drop)
    }

    /// Detail beside a record; `None` where it was erased.
    pub fn detail(&self, seq: u64) -> Result<Option<Detail>, Problem> {
        let (event_id, commitment) = self.beside(seq)?;
        Ok(self.store.detail(&event_id, &commitment)?)
    }

    /// The act that an officer signs to destroy the detail beside a record: it names the record's number and its unique
    /// name.
    pub(super) fn erasure(&self, seq: u64) -> Result<Act, Problem> {
        let (event_id, _) = self.beside(seq)?;
        // Not opened: a damaged detail must be erasable too.
        match self.store.has_detail(&event_id) {
            true => Ok(Act::Erase(format!("{seq}@{event_id}"))),
            false => Err(LogOrderError::NoDetail { seq }.into()),
        }
    }

    /// Destroys the detail beside a record: the decision is recorded first, and the log stays as it is.
    pub fn erase_detail(&self, seq: u64, note: Option<&str>) -> Result<(), Problem> {
        let act = self.erasure(seq)?;
        let (by, (event_id, _)) = (self.on_word(act.clone(), note)?, self.beside(seq)?);
        self.acted_on_word("detail-erased", act.object(), by)?;
        self.store.erase_detail(&event_id)?;
        Ok(())
    }

    /// Name of a record that has a detail beside it, and the commitment to the detail.
    fn beside(&self, seq: u64) -> Result<(String, Digest), Problem> {
        let proof = self.log.journal.prove(seq, &self.log.journal.checkpoint())?;
        let entry = proof.record.as_deref().and_then(Entry::parse);
        let found = entry.and_then(|entry| Some((entry.event_id, entry.detail?)));
        Ok(found.ok_or(LogOrderError::NoDetail { seq })?)
    }

    /// Records that a call was refused. The call stays refused even if the record can't be written.
    pub fn refused(&self, by: Certified, call: &str, problem: &Problem) {
        let event = Event::RequestRefused { by: Some(by), call: Word::new(call), count: 1 };
        let asker = matches!(problem.fault, Fault::Usage | Fault::Data | Fault::Policy);
        let decision = if asker { Decision::Deny } else { Decision::Error };
        let _ = self.record_decision(event, decision, Some(Word::new(&*problem.key)), None);
    }

    /// Counts a refusal of a caller who couldn't prove an identity; [`Self::flush_log`] records it with the others.
    pub fn refused_stranger(&self, reason: &str) {
        self.count_refusal((None, "handshake", reason.to_owned()), 1);
    }

    /// Counts a refusal of a known caller who may not make a call; [`Self::flush_log`] records it.
    pub fn refused_known(&self, by: Certified, call: &'static str, reason: &str) {
        self.count_refusal((Some(by), call, reason.to_owned()), 1);
    }

    fn count_refusal(&self, refusal: CountedRefusal, times: u64) {
        *self.log.strangers.lock().unwrap_or_else(PoisonError::into_inner).entry(refusal).or_default() += times;
    }

    /// Notes that the answer of a record has been sent whole; [`Self::flush_log`] records it.
    pub fn sent(&self, seq: u64) {
        self.log.sent.lock().unwrap_or_else(PoisonError::into_inner).push(seq);
    }

    /// Whether there is anything for [`Self::flush_log`] to write.
    pub fn has_unwritten(&self) -> bool {
        let sent = !self.log.sent.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        sent || !self.log.strangers.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Records what no caller waits for: answers that have been sent, and counted refusals.
    pub fn flush_log(&self) -> Result<(), Problem> {
        let mut sent = std::mem::take(&mut *self.log.sent.lock().unwrap_or_else(PoisonError::into_inner));
        sent.sort_unstable();
        let mut records: Vec<[u64; 2]> = Vec::new();
        for seq in sent {
            match records.last_mut() {
                Some([_, last]) if *last + 1 == seq => *last = seq,
                _ => records.push([seq, seq]),
            }
        }
        let mut unwritten = records.as_slice();
        while !unwritten.is_empty() {
            let (stretch, rest) = unwritten.split_at(unwritten.len().min(STRETCHES));
            if let Err(problem) = self.record(Event::TableSent { records: stretch.to_vec() }) {
                // They are recorded the next time.
                let again = unwritten.iter().flat_map(|[first, last]| *first..=*last);
                self.log.sent.lock().unwrap_or_else(PoisonError::into_inner).extend(again);
                return Err(problem);
            }
            unwritten = rest;
        }
        let strangers = std::mem::take(&mut *self.log.strangers.lock().unwrap_or_else(PoisonError::into_inner));
        let mut written = Ok(());
        for ((by, call, reason), count) in strangers {
            let event = Event::RequestRefused { by: by.clone(), call: Word::new(call), count };
            let this = self.record_decision(event, Decision::Deny, Some(Word::new(&reason)), None);
            if let Err(problem) = this {
                self.count_refusal((by, call, reason), count);
                written = Err(problem);
            }
        }
        written
    }

    /// Records changes since the last record: of the node's own policy, or of the charter.
    pub(super) fn note_changes(&self) -> Result<(), Problem> {
        let Some(last) = self.log.last()? else { return Ok(()) };
        let frame = &self.log.frame;
        if last.charter_digest != frame.charter_digest {
            self.record(Event::CharterChanged { before: last.charter_digest, after: frame.charter_digest })?;
        }
        if last.policy_digest != frame.policy_digest {
            self.record(Event::PolicyChanged { before: last.policy_digest, after: frame.policy_digest })?;
        }
        Ok(())
    }

    /// Records that the node begins to serve with this certificate.
    pub fn started(&self, certificate: Digest) -> Result<(), Problem> {
        let state = self.store.node_state();
        let (clean, before) = (!state.is_serving()?, state.known_certificate()?);
        self.record(Event::NodeStarted { certificate, clean })?;
        if let Some(before) = before.filter(|before| *before != certificate) {
            self.record(Event::CertificateChanged { before, after: certificate })?;
        }
        if before != Some(certificate) {
            state.put_known_certificate(&certificate)?;
        }
        Ok(state.put_serving(true)?)
    }

    /// Records that the node has stopped, and stores the size of the log.
    pub fn stopped(&self) -> Result<(), Problem> {
        self.flush_log()?;
        self.record(Event::NodeStopped {})?;
        self.store.node_state().put_serving(false)?;
        mark(&self.store, &self.log.journal)
    }

    /// Receipt for an answer to the caller `by`, under a checkpoint of this log. A caller may not see records about
    /// others.
    pub fn receipt_for(&self, by: &Certified, seq: u64, checkpoint: &str) -> Result<Proof, Problem> {
        let proof = self.log.journal.prove(seq, checkpoint)?;
        let entry = proof.record.as_deref().and_then(Entry::parse);
        let own = entry.is_some_and(|entry| entry.kind == "table.answered" && entry.text("peer") == by.peer.as_str());
        let no_record = || JournalError::NoRecord { seq, size: self.log.journal.size() };
        if own { Ok(proof) } else { Err(no_record().into()) }
    }

    /// The key of the node's log.
    pub fn log_key(&self) -> &VerifierKey {
        self.log.journal.key()
    }

    /// The node's log, to read and to prove from.
    pub fn journal(&self) -> &Journal {
        &self.log.journal
    }
}
