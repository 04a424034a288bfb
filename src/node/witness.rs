use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Node;
use super::set::is_called;
use crate::audit::{CosignOutcome, Disagreement, Event, Seen, Word, is_log_of, member_of, witness_of};
use crate::charter::Act;
use crate::journal::JournalError;
use crate::model::{Digest, MemberId, Problem, problems};
use crate::note::{SigningKey, VerifierKey, only_by, text_and_signatures};
use crate::tlog::{COSIGNED, Checkpoint, Submission, verify_consistency};

problems! {
    /// Reason why a checkpoint isn't cosigned, or why its log keeps a node from answering.
    pub enum WitnessError {
        /// The log isn't that of another member.
        Unknown(Policy, "witness-unknown-log") { log: String },
        /// The checkpoint isn't signed with the key that the log had.
        OtherKey(Integrity, "witness-other-key") { log: String },
        /// The log has lost records, or has others in their place.
        Disagreed(Integrity, "witness-disagreed") { log: String, known: u64, found: u64 },
        /// Two checkpoints of this node's own log can't both be true: an officer must look into it.
        Stopped(Policy, "log-stopped") {},
        /// Too few witnesses have seen the node's answers.
        NotSeen(Policy, "log-not-seen") { needed: usize, hours: i64 },
        /// The rule needs more witnesses than the log has.
        TooMany(Operator, "witness-rule-unmet") { needed: usize, witnesses: usize },
        /// There is no disagreement to settle.
        NotStopped(Usage, "log-not-stopped") {},
        /// The reported checkpoint isn't signed with this log's key, or is in this log.
        NoEvidence(Usage, "log-no-evidence") {},
    }
}

/// The last checkpoint of another log that this node saw.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Known {
    key: String,
    /// Signed note.
    checkpoint: String,
}

/// File with the checkpoints that this node saw of other logs, by member.
const SEEN: &str = "seen.json";
impl Node {
    /// The key with which this node cosigns; its public half is [`SigningKey::cosigner`].
    pub fn witness_key(&self) -> SigningKey {
        let log = self.log_key().name();
        let name = format!("{}/witness", log.strip_suffix("/audit").unwrap_or(log));
        SigningKey::from_seed(&name, self.store.secret("witness key")).expect("the log's own name is one")
    }

    /// Sizes of the last checkpoints that this node saw of other logs; 0 where it saw none.
    pub fn witnessed(&self, logs: &[String]) -> Result<Vec<u64>, Problem> {
        let seen = self.seen()?;
        let size = |log: &String| {
            let known = self.other_member(log).and_then(|member| seen.get(member.as_str()));
            known.and_then(Known::checkpoint).map_or(0, |known| known.size)
        };
        Ok(logs.iter().map(size).collect())
    }

    /// The other member whose log has this name.
    pub(super) fn other_member(&self, log: &str) -> Option<&MemberId> {
        let id: MemberId = member_of(log)?.parse().ok()?;
        self.charter().member(&id).map(|member| &member.id).filter(|id| *id != self.member())
    }

    /// Identifier of the party whose witness key this may be: another member, a coordinator of the charter, or an
    /// outside witness that the node's policy names with this key.
    fn party_of<'k>(&self, key: &'k VerifierKey) -> Option<&'k str> {
        if self.policy.witnesses().iter().any(|witness| witness.id == key.name() && witness.key.as_ref() == Some(key)) {
            return Some(key.name());
        }
        witness_of(key.name()).filter(|id| *id != self.member().as_str() && self.charter().may_witness(id))
    }

    /// Most checkpoints or keys that one call may bring: one of each member and each coordinator.
    pub fn parties(&self) -> usize {
        self.charter().members.len() + self.charter().coordinators.len().max(1)
    }

    /// Cosigns checkpoints of other members' logs, each with its key. Consistency is proved, and the checkpoint is
    /// durable, before a signature exists.
    pub fn cosign(&self, submissions: &[(VerifierKey, Submission)]) -> Result<Vec<CosignOutcome>, Problem> {
        // Reading what is known and replacing it is one step.
        let _turn = self.log.witness_turn();
        let mut seen = self.seen()?;
        let mut judged = Vec::with_capacity(submissions.len());
        let mut cosigned = Vec::new();
        for (key, submission) in submissions {
            judged.push(self.judge(&seen, key, submission));
            if let Some(Ok(checkpoint)) = judged.last() {
                // Other lines of the note are not kept.
                let own = only_by(&submission.checkpoint, key).unwrap_or_default();
                if let Some(member) = self.other_member(&checkpoint.origin) {
                    seen.insert(member.to_string(), Known { key: key.to_string(), checkpoint: own });
                }
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
        let say = |(judged, (key, submission)): (Result<_, Refused>, &(VerifierKey, Submission))| match judged {
            Ok(_) => {
                let text = text_and_signatures(&submission.checkpoint).map_or("", |(text, _)| text);
                Ok(CosignOutcome::Cosigned(own.cosign(text, now)))
            }
            Err(Refused::Knows(note)) => Ok(CosignOutcome::Knows(note)),
            Err(Refused::No(error)) => Ok(CosignOutcome::Refused(Problem::from(error).key.into_owned())),
            Err(Refused::Disagreed(disagreement)) => {
                self.keep_evidence(&disagreement, key, false)?;
                Ok(CosignOutcome::Disagreed(disagreement.known))
            }
        };
        judged.into_iter().zip(submissions).map(say).collect()
    }

    /// Returns the checkpoint if it may be cosigned.
    fn judge(
        &self,
        seen: &BTreeMap<String, Known>,
        key: &VerifierKey,
        submission: &Submission,
    ) -> Result<Checkpoint, Refused> {
        let log = key.name().to_owned();
        let Some(member) = self.other_member(&log) else { return Err(Refused::No(WitnessError::Unknown { log })) };
        // A member has one log, which keeps its name and its key.
        let known = seen.get(member.as_str());
        let checkpoint = Checkpoint::open(&submission.checkpoint, key);
        let Some(checkpoint) = checkpoint.filter(|_| known.is_none_or(|known| known.key == key.to_string())) else {
            return Err(Refused::No(WitnessError::OtherKey { log }));
        };
        let Some((note, known)) = known.and_then(|known| Some((known.checkpoint.clone(), known.checkpoint()?))) else {
            return if submission.old == 0 { Ok(checkpoint) } else { Err(Refused::Knows(None)) };
        };
        let grew = verify_consistency(known.size, checkpoint.size, &known.root, &checkpoint.root, &submission.hashes);
        if submission.old == known.size && !grew && checkpoint.size >= known.size {
            return Err(Refused::Disagreed(Disagreement { known: note, found: submission.checkpoint.clone() }));
        }
        if submission.old != known.size || checkpoint.size < known.size {
            return Err(Refused::Knows(Some(note)));
        }
        Ok(checkpoint)
    }

    /// Takes in cosignatures under a checkpoint of this log: the note with the witnesses' lines, and their keys.
    pub fn add_cosignatures(&self, note: &str, keys: &[VerifierKey]) -> Result<(), Problem> {
        let not_ours = || WitnessError::NoEvidence {};
        let checkpoint = Checkpoint::open(note, self.log_key()).ok_or_else(not_ours)?;
        if checkpoint.size > self.log.journal.size() || self.log.journal.root(checkpoint.size)? != checkpoint.root {
            return Err(not_ours().into());
        }
        let _turn = self.log.witness_turn();
        let mut cosigned = self.log.journal.folder().cosigned()?;
        let mut taken: Vec<&VerifierKey> = Vec::new();
        for key in keys {
            let Some(party) = self.party_of(key) else { continue };
            // A party is one witness, and keeps its key.
            let pinned = self.policy.witnesses().iter().filter(|witness| is_called(key, &witness.id));
            let mut known = cosigned.iter().map(|last| &last.key).chain(taken.iter().copied());
            let strange = pinned.filter_map(|witness| witness.key.as_ref()).any(|pinned| pinned != key)
                || known.any(|known| {
                    let same = is_called(known, party);
                    same != known.is_same_key(key) || same && known != key
                });
            if strange {
                // Its cosignature is worth nothing until an officer has looked into it.
                tracing::warn!(witness = key.name(), code = "witness-other-key", "cosignature not taken in");
            } else {
                taken.push(key);
            }
        }
        let more = cosigned.add(note, self.log_key(), taken);
        if more {
            self.log.journal.put(COSIGNED, cosigned.to_string().as_bytes())?;
            self.set_may_hold(&cosigned)?;
            self.witnesses_have_seen();
        }
        Ok(())
    }

    /// The party of a log or of a witness's key.
    fn party<'n>(&'n self, name: &'n str) -> &'n str {
        self.other_member(name).map(MemberId::as_str).or(witness_of(name)).unwrap_or(name)
    }

    /// The act that an officer signs to forget a party. It names the party's state by digest, so it serves once only.
    pub(super) fn forgetting(&self, name: &str) -> Result<Act, Problem> {
        let (seen, cosigned) = (self.seen()?, self.log.journal.folder().cosigned()?);
        let log = self.other_member(name).and_then(|member| seen.get(member.as_str()));
        let said = cosigned.iter().filter(|last| is_called(&last.key, self.party(name)));
        let said = said.map(|last| format!("{}\n{}", last.key, last.checkpoint));
        let known: Vec<String> = log.map(|known| known.checkpoint.clone()).into_iter().chain(said).collect();
        match known.is_empty() {
            true => Err(WitnessError::Unknown { log: name.to_owned() }.into()),
            false => {
                let object = Word::new(format!("{name}@{}", Digest::of(known.concat().as_bytes())));
                Ok(Act::Forget(object.as_str().to_owned()))
            }
        }
    }

    /// Forgets a party on the word of an officer who has looked into its log or its witness key: what this node, as a
    /// witness, knew of the log, and the party's own cosignatures. Both begin anew. The evidence stays.
    pub fn forget_party(&self, name: &str, note: Option<&str>) -> Result<(), Problem> {
        let _turn = self.log.witness_turn();
        let act = self.forgetting(name)?;
        let by = self.on_word(act.clone(), note)?;
        let (mut seen, mut cosigned) = (self.seen()?, self.log.journal.folder().cosigned()?);
        if let Some(member) = self.other_member(name) {
            seen.remove(member.as_str());
        }
        let said = cosigned.forget(|key| is_called(key, self.party(name)));
        self.acted_on_word("witness-forgot", act.object(), by)?;
        self.log.journal.put(SEEN, &serde_json::to_vec(&seen).expect("plain JSON"))?;
        if said {
            self.log.journal.put_or_remove(COSIGNED, cosigned.to_string().as_bytes())?;
        }
        Ok(())
    }

    /// Key that another member's log had when this node last saw it.
    pub(super) fn known_key(&self, member: &MemberId) -> Result<Option<String>, Problem> {
        Ok(self.seen()?.remove(member.as_str()).map(|known| known.key))
    }

    fn seen(&self) -> Result<BTreeMap<String, Known>, Problem> {
        let folder = self.log.journal.folder();
        let Some(text) = folder.required(SEEN)? else { return Ok(BTreeMap::new()) };
        let damaged = || JournalError::Damaged { path: folder.path(SEEN) };
        let seen: BTreeMap<String, Known> = serde_json::from_str(&text).map_err(|_| damaged())?;
        let sound = |(member, known): (&String, &Known)| {
            known.checkpoint().is_some_and(|checkpoint| is_log_of(&checkpoint.origin, member))
        };
        // An unreadable file must not pass for an empty one.
        if seen.iter().all(sound) { Ok(seen) } else { Err(damaged().into()) }
    }
}

/// Reason why a checkpoint isn't cosigned.
enum Refused {
    /// The witness knows another checkpoint than the caller assumed.
    Knows(Option<String>),
    /// Nothing is held against the log but its name or its key.
    No(WitnessError),
    /// The log isn't shown to extend the known checkpoint.
    Disagreed(Disagreement),
}

impl Known {
    fn checkpoint(&self) -> Option<Checkpoint> {
        Checkpoint::open(&self.checkpoint, &self.key.parse().ok()?)
    }
}
