use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Node;
use super::set::is_called;
use crate::audit::{Decision, Event, REHEARSAL, Seen, Word, is_log_of, member_of, witness_of};
use crate::charter::{Act, Coordinator};
use crate::journal::JournalError;
use crate::model::{Digest, MemberId, Problem, problems};
use crate::note::{SigningKey, VerifierKey, only_by, text_and_signatures};
use crate::tlog::{COSIGNED, Checkpoint, Submission, verify_consistency};

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
        /// More witnesses must have seen what was answered than the log has.
        TooMany(Operator, "witness-rule-unmet") { needed: usize, witnesses: usize },
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

/// File of what this node saw of other logs, by member.
const SEEN: &str = "seen.json";
/// File with the names of checkpoints that an officer has looked into.
const SETTLED: &str = "settled";
/// Pairs of one log that prove nothing by themselves and are kept, at most.
const EVIDENCE: usize = 8;
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
        let size = |log: &String| {
            let known = self.other_member(log).and_then(|member| seen.get(member.as_str()));
            known.and_then(Known::checkpoint).map_or(0, |known| known.size)
        };
        Ok(logs.iter().map(size).collect())
    }

    /// The other member whose log has this name.
    fn other_member(&self, log: &str) -> Option<&MemberId> {
        let id: MemberId = member_of(log)?.parse().ok()?;
        self.charter().member(&id).map(|member| &member.id).filter(|id| *id != self.member())
    }

    /// Whose witness a key may be: that of another member, of a coordinator that the charter names, or of somebody whom the
    /// node's policy names with this key.
    fn party_of<'k>(&self, key: &'k VerifierKey) -> Option<&'k str> {
        if self.policy.witnesses().iter().any(|witness| witness.id == key.name() && witness.key.as_ref() == Some(key)) {
            return Some(key.name());
        }
        let id = witness_of(key.name())?;
        let coordinators = &self.charter().coordinators;
        let coordinator = coordinators.iter().any(|coordinator| bears(coordinator, id));
        let rehearsal = coordinators.is_empty() && id == REHEARSAL;
        let party = self.charter().is_party(id) || coordinator || rehearsal;
        (id != self.member().as_str() && party).then_some(id)
    }

    /// Checkpoints or keys that one call may bring, at most: one of each member and each coordinator.
    pub fn parties(&self) -> usize {
        self.charter().members.len() + self.charter().coordinators.len().max(1)
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
                // Whatever else stands in the note is nobody's business here.
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
        let Some(member) = self.other_member(&log) else { return Err(no(WitnessError::Unknown { log }, None)) };
        // A member has one log, which keeps its name and its key.
        let known = seen.get(member.as_str());
        let checkpoint = Checkpoint::open(&submission.checkpoint, key);
        let Some(checkpoint) = checkpoint.filter(|_| known.is_none_or(|known| known.key == key.to_string())) else {
            return Err(no(WitnessError::OtherKey { log }, None));
        };
        let Some((note, known)) = known.and_then(|known| Some((known.checkpoint.clone(), known.checkpoint()?))) else {
            return if submission.old == 0 { Ok(checkpoint) } else { Err(Box::new(Refused::Knows(None))) };
        };
        let grew = verify_consistency(known.size, checkpoint.size, &known.root, &checkpoint.root, &submission.hashes);
        if submission.old == known.size && !grew && checkpoint.size >= known.size {
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
                // What it says is worth nothing until an officer has looked.
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
        // First of all: nothing more is answered.
        let mut stopped = journal.folder().required(STOPPED)?.unwrap_or_default();
        for name in open.into_iter().filter(|name| !stopped.lines().any(|line| line == name)).collect::<Vec<_>>() {
            stopped += &format!("{name}\n");
        }
        journal.put(STOPPED, stopped.as_bytes())?;
        self.keep_evidence(&Disagreement { known: one.to_owned(), found: other.to_owned(), key }, true)
    }

    /// Writes down that one checkpoint isn't shown to go on from another, and keeps both notes. Once for each pair: anybody
    /// can show the same again and again, and of what nothing is proved only so much is kept of each log.
    fn keep_evidence(&self, disagreement: &Disagreement, own: bool) -> Result<(), Problem> {
        let Disagreement { known, found, key } = disagreement;
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
        let event = Event::WitnessDisagreed {
            log: Word::new(key.name()),
            size: found_one.size,
            root: found_one.root,
            known_size: known_one.size,
            known_root: known_one.root,
            own,
        };
        self.record_decision(event, Decision::Deny, Some(Word::new("witness-disagreed")), None)?;
        tracing::error!(log = key.name(), own, code = "witness-disagreed", "a log is not shown to go on");
        let only = |note: &str| only_by(note, key).unwrap_or_default();
        Ok(journal.put(&file, format!("{}\n{}", only(known), only(found)).as_bytes())?)
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
        // What can't be read may say so.
        !matches!(self.log.journal.folder().required(STOPPED), Ok(None))
    }

    /// What an officer signs so that a disagreement about this log is settled: names of the checkpoints.
    pub(super) fn settlement(&self) -> Result<Act, Problem> {
        let stopped = self.log.journal.folder().required(STOPPED)?.ok_or(WitnessError::NotStopped {})?;
        let names = stopped.lines().collect::<Vec<_>>().join("+");
        Ok(Act::Settle(Word::new(names).as_str().to_owned()))
    }

    /// An officer has looked into a disagreement about this log: answers go on. The evidence stays.
    pub fn settle(&self, note: Option<&str>) -> Result<(), Problem> {
        let _turn = self.log.witness_turn();
        let act = self.settlement()?;
        let by = self.on_word(act.clone(), note)?;
        let folder = self.log.journal.folder();
        let stopped = folder.required(STOPPED)?.unwrap_or_default();
        let settled = folder.required(SETTLED)?.unwrap_or_default() + &stopped;
        self.acted_on_word("log-settled", act.object(), by)?;
        // The same checkpoints don't stop it again.
        self.log.journal.put(SETTLED, settled.as_bytes())?;
        Ok(self.log.journal.remove(STOPPED)?)
    }

    /// The party of a log or of a witness's key.
    fn party<'n>(&'n self, name: &'n str) -> &'n str {
        self.other_member(name).map(MemberId::as_str).or(witness_of(name)).unwrap_or(name)
    }

    /// What an officer signs so that a party is forgotten: as it was known, which it is once only.
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

    /// An officer has looked into another log, or into the key of a witness: what this node knew of it as a witness, and
    /// what its party said as one, is forgotten, and begins anew. The evidence stays.
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

    /// The key that another member's log had, as far as this node has seen it.
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
        // What can't be read is not the same as nothing.
        if seen.iter().all(sound) { Ok(seen) } else { Err(damaged().into()) }
    }
}

/// Two signed notes that can't both be true.
struct Disagreement {
    known: String,
    found: String,
    key: VerifierKey,
}

/// Whether a coordinator's certificate has this name.
fn bears(coordinator: &Coordinator, name: &str) -> bool {
    coordinator.identity.ends_with(&format!("/coordinator/{name}"))
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

impl Disagreement {
    /// Names the two checkpoints, whoever else signed them.
    fn name(&self) -> String {
        let text = |note: &str| text_and_signatures(note).map_or(String::new(), |(text, _)| text.to_owned());
        Digest::of(format!("{}\n{}", text(&self.known), text(&self.found)).as_bytes()).short()
    }
}

impl Known {
    fn checkpoint(&self) -> Option<Checkpoint> {
        Checkpoint::open(&self.checkpoint, &self.key.parse().ok()?)
    }
}
