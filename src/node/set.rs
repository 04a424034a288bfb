//! The witnesses of a node's log: a set holds until most of it has seen the record that another one follows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Node;
use crate::audit::{Event, Word, witness_of};
use crate::charter::{Charter, Policy};
use crate::journal::JournalError;
use crate::model::{MemberId, Problem};
use crate::note::VerifierKey;
use crate::tlog::Cosignatures;

/// File of the set, beside the log.
const FILE: &str = "witness-set.json";

/// The present witnesses of a node, and the next ones.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct WitnessSet {
    /// Identifiers of members and coordinators, or names of other witnesses' keys.
    pub now: Vec<String>,
    /// The set that was recorded last, while it doesn't hold yet.
    pub next: Option<NextSet>,
}

/// A set that doesn't hold yet.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct NextSet {
    /// Number of the record that names it.
    pub record: u64,
    /// Its witnesses, named like those of the present set.
    pub witnesses: Vec<String>,
}

impl WitnessSet {
    /// The set that holds once the open change is done.
    fn last(&self) -> &[String] {
        self.next.as_ref().map_or(&self.now, |next| &next.witnesses)
    }

    /// Whether more than half of the set have cosigned a checkpoint that covers a record.
    pub fn has_seen(&self, record: u64, cosigned: &Cosignatures) -> bool {
        let saw = |id: &&String| cosigned.iter().any(|last| is_called(&last.key, id) && last.checkpoint.size > record);
        self.now.iter().filter(saw).count() * 2 > self.now.len() || self.now.is_empty()
    }
}

/// Whether a key is the witness key of the party `id` of the charter, or an outside witness's key of that name.
pub(super) fn is_called(key: &VerifierKey, id: &str) -> bool {
    key.name() == id || witness_of(key.name()) == Some(id)
}

/// Witnesses that a node should have: those that its policy names; else those that it had, with others drawn from the
/// charter in place of those that are no longer parties.
fn wanted(charter: &Charter, policy: &Policy, member: &MemberId, before: &[String]) -> Vec<String> {
    let named = policy.witnesses();
    if !named.is_empty() {
        return named.iter().map(|witness| witness.id.clone()).collect();
    }
    let drawn = drawn(charter, member);
    let mut wanted: Vec<String> = before.iter().filter(|id| charter.is_party(id)).cloned().collect();
    let room = drawn.len().saturating_sub(wanted.len());
    let more = drawn.into_iter().filter(|id| !before.contains(id)).take(room).collect::<Vec<_>>();
    wanted.extend(more);
    wanted
}

fn drawn(charter: &Charter, member: &MemberId) -> Vec<String> {
    let drawn = charter.drawn_witnesses().remove(member).unwrap_or_default();
    drawn.into_iter().map(str::to_owned).collect()
}

impl Node {
    /// Takes up the witnesses that the node had, or draws the first ones. If it should have others, the new set is
    /// recorded, and takes over when most of the old one has seen that record.
    pub(super) fn begin_set(&self) -> Result<(), Problem> {
        let (journal, charter) = (&self.log.journal, self.charter());
        let stored = journal.folder().required(FILE)?;
        let damaged = || JournalError::Damaged { path: journal.folder().path(FILE) };
        let known = stored.map(|text| serde_json::from_str(&text).map_err(|_| damaged())).transpose()?;
        let mut set = match known {
            Some(set) => set,
            None => {
                let set = WitnessSet { now: drawn(charter, self.member()), next: None };
                self.keep_set(&set)?;
                set
            }
        };
        let wanted = wanted(charter, &self.policy, self.member(), set.last());
        // The order of names doesn't matter.
        let all = |ids: &[String]| ids.iter().cloned().collect::<BTreeSet<String>>();
        if all(&wanted) != all(set.last()) {
            let words = |ids: &[String]| ids.iter().map(Word::new).collect();
            let event = Event::WitnessesChanged { before: words(&set.now), after: words(&wanted) };
            let record = self.record(event)?.index;
            set.next = Some(NextSet { record, witnesses: wanted });
            self.keep_set(&set)?;
        }
        *self.log.set() = set;
        self.set_may_hold(&journal.folder().cosigned()?)
    }

    /// The present witnesses of the node, and the next ones.
    pub fn witness_set(&self) -> WitnessSet {
        self.log.set().clone()
    }

    /// Number of witnesses that the log has or will have; coordinators cosign it in any case.
    pub(super) fn witnesses(&self) -> usize {
        let set = self.log.set();
        let coordinators = &self.charter().coordinators;
        let more = coordinators.iter().filter(|coordinator| !set.last().contains(&coordinator.id)).count();
        set.last().len() + more
    }

    /// Lets the new set take over if most of the old one has seen the record of it.
    pub(super) fn set_may_hold(&self, cosigned: &Cosignatures) -> Result<(), Problem> {
        let mut set = self.log.set();
        let Some(next) = set.next.clone().filter(|next| set.has_seen(next.record, cosigned)) else { return Ok(()) };
        let held = WitnessSet { now: next.witnesses, next: None };
        self.keep_set(&held)?;
        *set = held;
        Ok(())
    }

    fn keep_set(&self, set: &WitnessSet) -> Result<(), JournalError> {
        self.log.journal.put(FILE, &serde_json::to_vec(set).expect("plain JSON"))
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::charter::template;
    use crate::model::Digest;
    use crate::note::SigningKey;
    use crate::tlog::Checkpoint;

    #[test]
    fn more_than_half_must_have_seen_the_record() {
        let log = SigningKey::from_seed("isles/north/audit", Zeroizing::new([1; 32])).unwrap();
        let ids = ["a", "b", "c", "outside.example/w"];
        let set = WitnessSet { now: ids.map(str::to_owned).into(), next: None };
        let mut cosigned = Cosignatures::default();
        let mut cosign = |name: &str, size: u64| {
            let key = SigningKey::from_seed(name, Zeroizing::new([size as u8 + name.len() as u8; 32])).unwrap();
            let origin = "isles/north/audit".to_owned();
            let text = Checkpoint { origin, size, root: Digest::of(b"") }.to_string();
            assert!(cosigned.add(&(log.sign(&text) + &key.cosign(&text, 1)), log.verifier(), [&key.cosigner()]));
            set.has_seen(7, &cosigned)
        };
        assert!(!cosign("isles/a/witness", 8));
        assert!(!cosign("outside.example/w", 9));
        assert!(!cosign("isles/stranger/witness", 9), "nobody of the set");
        assert!(!cosign("isles/b/witness", 7), "up to the record, and not it");
        assert!(cosign("isles/c/witness", 8));
        assert!(WitnessSet::default().has_seen(7, &Cosignatures::default()), "there is nobody to ask");
    }

    #[test]
    fn a_set_stays_and_only_who_left_is_replaced() {
        let charter = Charter::parse(&template(None)).unwrap();
        let member = charter.members[0].id.clone();
        let policy = Policy::none(&charter, &member);
        let first = wanted(&charter, &policy, &member, &[]);
        assert_eq!(first, drawn(&charter, &member));
        let mut files = template(None);
        files.get_mut("charter.toml").unwrap().extend(b"# Another.\n");
        let other = Charter::parse(&files).unwrap();
        assert_ne!(other.digest(), charter.digest());
        assert_eq!(wanted(&other, &policy, &member, &first), first, "another charter, the same parties");
        let mut before = first.clone();
        before[0] = "gone".to_owned();
        let again = wanted(&charter, &policy, &member, &before);
        assert_eq!((again.len(), again.contains(&first[0]), &again[..1]), (first.len(), true, &before[1..2]));
        let text = "[[witness]]\nid = \"nobody\"\n";
        assert!(Policy::parse("policy.toml", text, &charter, &member).is_err(), "nobody knows its key");
        let key = SigningKey::from_seed("outside.example/w", Zeroizing::new([3; 32])).unwrap().cosigner();
        let text = format!(
            "[[witness]]\nid = \"{}\"\n[[witness]]\nid = \"outside.example/w\"\nkey = \"{key}\"\n",
            charter.members[1].id
        );
        let policy = Policy::parse("policy.toml", &text, &charter, &member).unwrap();
        assert_eq!(wanted(&charter, &policy, &member, &first), [charter.members[1].id.as_str(), "outside.example/w"]);
        assert!(Policy::parse("policy.toml", &(text.clone() + &text), &charter, &member).is_err(), "each once");
    }
}
