use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Node;
use crate::audit::{Decision, Event, Seen, Word};
use crate::journal::JournalError;
use crate::model::{Digest, Problem, problems};
use crate::note::{SigningKey, VerifierKey, text_and_signatures};
use crate::tlog::{Checkpoint, Submission, verify_consistency};

problems! {
    /// Why a checkpoint isn't cosigned, or a node doesn't answer for the sake of its log.
    pub enum WitnessError {
        /// Not a log of another member.
        Unknown(Policy, "witness-unknown-log") { log: String },
        /// Not signed with the key that the log had.
        OtherKey(Integrity, "witness-other-key") { log: String },
        /// The log has lost records, or has others in their place.
        Disagreed(Integrity, "witness-disagreed") { log: String, known: u64, found: u64 },
        /// Two checkpoints of this node's own log can't both be true: an officer must look into it.
        Stopped(Policy, "log-stopped") {},
        /// Too few witnesses have seen what was answered.
        NotSeen(Policy, "log-not-seen") { needed: usize, hours: i64 },
        /// Nothing to settle.
        NotStopped(Usage, "log-not-stopped") {},
        /// What was reported isn't signed with this log's key, or is in this log.
        NoEvidence(Usage, "log-no-evidence") {},
    }
}

/// What a witness says to a checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cosigned {
    /// The signature line.
    Yes(String),
    /// It knows another one than the caller thought: this signed note, or none.
    Knows(Option<String>),
    /// It doesn't: the log is unknown, has another key, or was rolled back or rewritten. In the last case with the
    /// signed note that it knows.
    No(Problem, Option<String>),
}

/// The last checkpoint of another log that this node saw.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Known {
    key: String,
    /// Signed note.
    checkpoint: String,
}

/// File of what this node saw of other logs, by origin.
const SEEN: &str = "seen.json";
/// File that is there while two checkpoints of this log contradict each other.
const STOPPED: &str = "stopped";

impl Node {
    /// The key with which this node cosigns; its public half is [`SigningKey::cosigner`].
    pub fn witness_key(&self) -> SigningKey {
        let log = self.log_key().name();
        let name = format!("{}/witness", log.strip_suffix("/audit").unwrap_or(log));
        SigningKey::from_seed(&name, self.store.secret("witness key")).expect("the log's own name is one")
    }

    /// Sizes of the last checkpoints that this node saw of other logs; 0 for none.
    pub fn witnessed(&self, logs: &[String]) -> Result<Vec<u64>, Problem> {
        let seen = self.seen()?;
        let size = |log: &String| seen.get(log).and_then(Known::checkpoint).map_or(0, |known| known.size);
        Ok(logs.iter().map(size).collect())
    }

    /// Cosigns checkpoints of other members' logs, each with its key: consistency is proved, and what was seen and said is
    /// durable, before a signature exists.
    pub fn cosign(&self, submissions: &[(VerifierKey, Submission)]) -> Result<Vec<Cosigned>, Problem> {
        // Looking at what is known and taking its place is one step.
        let _turn = self.log.witness_turn();
        let mut seen = self.seen()?;
        let mut judged = Vec::with_capacity(submissions.len());
        let mut cosigned = Vec::new();
        for (key, submission) in submissions {
            judged.push(self.judge(&seen, key, submission));
            if let Some(Ok(checkpoint)) = judged.last() {
                let (key, note) = (key.to_string(), submission.checkpoint.clone());
                seen.insert(checkpoint.origin.clone(), Known { key, checkpoint: note });
                cosigned.push(Seen {
                    log: Word::new(&checkpoint.origin),
                    size: checkpoint.size,
                    root: checkpoint.root,
                });
            }
        }
        if !cosigned.is_empty() {
            let text = serde_json::to_vec(&seen).expect("plain JSON");
            self.log.journal.put(SEEN, &text)?;
            self.record(Event::WitnessCosigned { logs: cosigned })?;
        }
        let (own, now) = (self.witness_key(), self.clock.unix_seconds().max(0).cast_unsigned());
        let say =
            |(outcome, (_, submission)): (Result<Checkpoint, Box<Refused>>, &(VerifierKey, Submission))| match outcome
                .map_err(|refused| *refused)
            {
                Ok(_) => {
                    let text = text_and_signatures(&submission.checkpoint).map_or("", |(text, _)| text);
                    Ok(Cosigned::Yes(own.cosign(text, now)))
                }
                Err(Refused::Knows(note)) => Ok(Cosigned::Knows(note)),
                Err(Refused::No(problem, None)) => Ok(Cosigned::No(problem, None)),
                Err(Refused::No(problem, Some(disagreement))) => {
                    self.keep_evidence(&disagreement, false)?;
                    Ok(Cosigned::No(problem, Some(disagreement.known)))
                }
            };
        judged.into_iter().zip(submissions).map(say).collect()
    }

    /// The checkpoint, if it may be cosigned.
    fn judge(
        &self,
        seen: &BTreeMap<String, Known>,
        key: &VerifierKey,
        submission: &Submission,
    ) -> Result<Checkpoint, Box<Refused>> {
        let log = key.name().to_owned();
        let mut others = self.agreement.members.iter().map(|member| &member.id).filter(|id| *id != self.member());
        if !others.any(|id| log.ends_with(&format!("/{id}/audit"))) {
            return Err(no(WitnessError::Unknown { log }, None));
        }
        let known = seen.get(&log);
        let checkpoint = Checkpoint::open(&submission.checkpoint, key);
        let Some(checkpoint) = checkpoint.filter(|_| known.is_none_or(|known| known.key == key.to_string())) else {
            return Err(no(WitnessError::OtherKey { log }, None));
        };
        let Some((note, known)) = known.and_then(|known| Some((known.checkpoint.clone(), known.checkpoint()?))) else {
            return if submission.old == 0 { Ok(checkpoint) } else { Err(Box::new(Refused::Knows(None))) };
        };
        let grew = verify_consistency(known.size, checkpoint.size, &known.root, &checkpoint.root, &submission.hashes);
        let contradicts = known.size == checkpoint.size && known.root != checkpoint.root;
        if submission.old == known.size && !grew && checkpoint.size >= known.size || contradicts {
            let problem = WitnessError::Disagreed { log, known: known.size, found: checkpoint.size };
            let disagreement = Disagreement { known: note, found: submission.checkpoint.clone(), key: key.clone() };
            return Err(no(problem, Some(disagreement)));
        }
        if submission.old != known.size || checkpoint.size < known.size {
            return Err(Box::new(Refused::Knows(Some(note))));
        }
        Ok(checkpoint)
    }

    /// Takes in what witnesses said to a checkpoint of this log: the note with their lines, and their keys.
    pub fn add_cosignatures(&self, note: &str, keys: &[VerifierKey]) -> Result<(), Problem> {
        let not_ours = || JournalError::Damaged { path: self.log.journal.folder().path("witnesses") };
        let checkpoint = Checkpoint::open(note, self.log_key()).ok_or_else(not_ours)?;
        if self.log.journal.root(checkpoint.size)? != checkpoint.root {
            return Err(not_ours().into());
        }
        let _turn = self.log.witness_turn();
        let (text, signatures) = text_and_signatures(note).ok_or_else(not_ours)?;
        for key in keys.iter().filter(|key| key.cosigned_at(note).is_some()) {
            let name = key.file_name();
            let (key_file, note_file) = (format!("witnesses/{name}.vkey"), format!("witnesses/{name}.checkpoint"));
            let folder = self.log.journal.folder();
            if folder.text(&key_file).is_some_and(|known| known.trim() != key.to_string()) {
                // The witness has another key than before: what it says is worth nothing until an officer has looked.
                tracing::warn!(witness = key.name(), code = "witness-other-key", "cosignature not taken in");
                continue;
            }
            let before = folder.text(&note_file).and_then(|note| Checkpoint::open(&note, self.log_key()));
            if before.is_some_and(|before| before.size > checkpoint.size) {
                continue;
            }
            let own = [self.log_key().name(), key.name()].map(|name| format!("— {name} "));
            let lines = signatures.split_inclusive('\n').filter(|line| own.iter().any(|own| line.starts_with(own)));
            self.log.journal.put(&note_file, format!("{text}\n{}", lines.collect::<String>()).as_bytes())?;
            self.log.journal.put(&key_file, format!("{key}\n").as_bytes())?;
        }
        self.witnesses_have_seen();
        Ok(())
    }

    /// Looks into two checkpoints that bear this log's signature and are said to contradict each other. If one of them is
    /// not in this log, nothing is answered any more until an officer has settled it.
    pub fn report_disagreement(&self, one: &str, other: &str) -> Result<(), Problem> {
        let key = self.log_key().clone();
        let no_evidence = || WitnessError::NoEvidence {};
        let open = |note: &str| Checkpoint::open(note, &key).ok_or_else(no_evidence);
        let (first, second) = (open(one)?, open(other)?);
        let journal = &self.log.journal;
        let strange = |checkpoint: &Checkpoint| {
            checkpoint.size > journal.size() || journal.root(checkpoint.size).is_ok_and(|own| own != checkpoint.root)
        };
        if !strange(&first) && !strange(&second) {
            return Err(no_evidence().into());
        }
        self.keep_evidence(&Disagreement { known: one.to_owned(), found: other.to_owned(), key }, true)
    }

    /// Keeps both notes, and writes down that they contradict each other; stops answers if they are of this log.
    fn keep_evidence(&self, disagreement: &Disagreement, own: bool) -> Result<(), Problem> {
        let Disagreement { known, found, key } = disagreement;
        let name = Digest::of(format!("{known}{found}").as_bytes()).short();
        let text = format!("{known}\n{found}");
        self.log.journal.put(&format!("evidence/{name}.notes"), text.as_bytes())?;
        if own {
            self.log.journal.put(STOPPED, format!("{name}\n").as_bytes())?;
        }
        if let (Some(known), Some(found)) = (Checkpoint::open(known, key), Checkpoint::open(found, key)) {
            let event = Event::WitnessDisagreed {
                log: Word::new(key.name()),
                size: found.size,
                root: found.root,
                known_size: known.size,
                known_root: known.root,
                own,
            };
            self.record_decision(event, Decision::Deny, Some(Word::new("witness-disagreed")), None)?;
        }
        tracing::error!(log = key.name(), own, code = "witness-disagreed", "checkpoints contradict each other");
        Ok(())
    }

    /// Whether the node may answer as far as its log goes.
    pub(super) fn may_speak(&self) -> Result<(), WitnessError> {
        if self.is_stopped() {
            return Err(WitnessError::Stopped {});
        }
        self.is_seen()
    }

    /// Whether a disagreement about this log waits for the officer.
    pub(super) fn is_stopped(&self) -> bool {
        self.log.journal.folder().text(STOPPED).is_some()
    }

    /// An officer has looked into a disagreement about this log: answers go on. The evidence stays.
    pub fn settle(&self) -> Result<(), Problem> {
        let stopped = self.log.journal.folder().text(STOPPED).ok_or(WitnessError::NotStopped {})?;
        let (action, object) = (Word::new("log-settled"), Word::new(stopped.trim()));
        self.record(Event::OperatorAction { action, object })?;
        Ok(self.log.journal.remove(STOPPED)?)
    }

    /// An officer has looked into what this node, as a witness, knew of another log: it begins anew. The evidence stays.
    pub fn forget_log(&self, log: &str) -> Result<(), Problem> {
        let _turn = self.log.witness_turn();
        let mut seen = self.seen()?;
        seen.remove(log).ok_or_else(|| WitnessError::Unknown { log: log.to_owned() })?;
        self.acted("witness-forgot", log)?;
        Ok(self.log.journal.put(SEEN, &serde_json::to_vec(&seen).expect("plain JSON"))?)
    }

    fn seen(&self) -> Result<BTreeMap<String, Known>, Problem> {
        let folder = self.log.journal.folder();
        let Some(text) = folder.text(SEEN) else { return Ok(BTreeMap::new()) };
        let damaged = |_| JournalError::Damaged { path: folder.path(SEEN) };
        Ok(serde_json::from_str(&text).map_err(damaged)?)
    }
}

/// Two signed notes that can't both be true.
struct Disagreement {
    known: String,
    found: String,
    key: VerifierKey,
}

fn no(problem: WitnessError, disagreement: Option<Disagreement>) -> Box<Refused> {
    Box::new(Refused::No(problem.into(), disagreement))
}

/// Why a checkpoint isn't cosigned.
#[expect(clippy::large_enum_variant, reason = "it stands in a box")]
enum Refused {
    Knows(Option<String>),
    No(Problem, Option<Disagreement>),
}

impl Known {
    fn checkpoint(&self) -> Option<Checkpoint> {
        Checkpoint::open(&self.checkpoint, &self.key.parse().ok()?)
    }
}
