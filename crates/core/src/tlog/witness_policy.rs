use std::collections::{BTreeMap, BTreeSet};

use super::checkpoint::{Checkpoint, decimal};
use crate::note::VerifierKey;

/// Trusted logs, and the number of cosignatures required from each group of witnesses (C2SP tlog-policy).
#[derive(Clone, Debug)]
pub struct WitnessPolicy {
    logs: Vec<VerifierKey>,
    witnesses: BTreeMap<String, VerifierKey>,
    groups: BTreeMap<String, WitnessGroup>,
    /// Group that must have cosigned; `None` if no cosignature is needed.
    quorum: Option<String>,
}

/// A group of witnesses of which a number must have cosigned.
#[derive(Clone, Debug)]
struct WitnessGroup {
    needed: usize,
    names: Vec<String>,
}

impl WitnessPolicy {
    /// Reads the text of a policy file. *Errors:* the line that can't be read; the one after the last where the quorum
    /// is missing.
    pub fn parse(text: &str) -> Result<Self, u64> {
        let mut policy = Self { logs: Vec::new(), witnesses: BTreeMap::new(), groups: BTreeMap::new(), quorum: None };
        let (mut has_quorum, mut members) = (false, BTreeSet::new());
        for (number, line) in (1_u64..).zip(text.lines()) {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            match words.split_first() {
                None => {}
                Some((word, _)) if word.starts_with('#') => {}
                Some((&"quorum", ["none"])) if !has_quorum => has_quorum = true,
                Some((&"quorum", [name])) if !has_quorum && policy.has(name) => {
                    (policy.quorum, has_quorum) = (Some((*name).to_owned()), true);
                }
                Some((word, rest)) => policy.line(word, rest, &mut members).ok_or(number)?,
            }
        }
        if has_quorum { Ok(policy) } else { Err(text.lines().count() as u64 + 1) }
    }

    fn line(&mut self, word: &str, rest: &[&str], members: &mut BTreeSet<String>) -> Option<()> {
        match (word, rest) {
            ("log", [key] | [key, _]) => {
                let key: VerifierKey = key.parse().ok()?;
                let known = self.logs.iter().any(|log| log.is_same_key(&key));
                (!known).then(|| self.logs.push(key))
            }
            ("witness", [name, key] | [name, key, _]) if *name != "none" && !self.has(name) => {
                let key = VerifierKey::parse_cosigner(key)?;
                let known = self.witnesses.values().any(|witness| witness.is_same_key(&key));
                (!known).then(|| drop(self.witnesses.insert((*name).to_owned(), key)))
            }
            ("group", [name, count, names @ ..]) if *name != "none" && !self.has(name) && !names.is_empty() => {
                let needed = match *count {
                    "all" => names.len(),
                    "any" => 1,
                    count => decimal(count)?.try_into().ok()?,
                };
                let fits = (1..=names.len()).contains(&needed);
                // A witness in two groups would count twice.
                let new = names.iter().all(|name| self.has(name) && members.insert((*name).to_owned()));
                let names = names.iter().map(|name| (*name).to_owned()).collect();
                (fits && new).then(|| drop(self.groups.insert((*name).to_owned(), WitnessGroup { needed, names })))
            }
            _ => None,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.witnesses.contains_key(name) || self.groups.contains_key(name)
    }

    /// Number of records up to which enough witnesses have seen the log, by its checkpoints among `notes`, which may
    /// differ: a witness that saw a larger one saw the smaller ones too. `None`: the log isn't trusted, or too few
    /// witnesses have seen any of it. A policy without logs accepts every log; one without a quorum covers all of it.
    pub fn covers(&self, log: &VerifierKey, notes: &[String], size: u64) -> Option<u64> {
        if !self.logs.is_empty() && !self.logs.contains(log) {
            return None;
        }
        let Some(quorum) = &self.quorum else { return Some(size) };
        let sized = |note: &String| Some((Checkpoint::open(note, log)?.size, note.clone()));
        let mut notes: Vec<(u64, String)> = notes.iter().filter_map(sized).collect();
        notes.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
        let enough = |seen: usize| self.cosigned(quorum, &notes[..=seen]);
        (0..notes.len()).find(|seen| enough(*seen)).map(|seen| notes[seen].0)
    }

    fn cosigned(&self, name: &str, notes: &[(u64, String)]) -> bool {
        if let Some(key) = self.witnesses.get(name) {
            return notes.iter().any(|(_, note)| key.cosigned_at(note).is_some());
        }
        self.groups
            .get(name)
            .is_some_and(|group| group.names.iter().filter(|name| self.cosigned(name, notes)).count() >= group.needed)
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::model::Digest;
    use crate::note::SigningKey;

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(name, Zeroizing::new([seed; 32])).unwrap()
    }

    /// *Source:* C2SP tlog-policy, the example's shape: two groups of witnesses, and both needed.
    #[test]
    fn a_quorum_counts_groups_of_witnesses() {
        let log = key("isles/north/audit", 1);
        let witnesses: Vec<_> = (2..7).map(|seed| key(&format!("w{seed}"), seed)).collect();
        let names = ["X1", "X2", "X3", "Y1", "Y2"];
        let mut text = format!("# ours\nlog {} https://north.example\n\n", log.verifier());
        for (name, witness) in names.iter().zip(&witnesses) {
            text += &format!("\twitness {name}  {}\n", witness.cosigner());
        }
        text += "group X 2 X1 X2 X3\ngroup Y any Y1 Y2\ngroup both all X Y\nquorum both\n";
        let policy = WitnessPolicy::parse(&text).unwrap();
        let checkpoint = Checkpoint { origin: "isles/north/audit".into(), size: 1, root: Digest::of(b"") }.to_string();
        let cosigned = |who: &[usize]| {
            let lines: String = who.iter().map(|who| witnesses[*who].cosign(&checkpoint, 7)).collect();
            vec![log.sign(&checkpoint) + &lines]
        };
        for (who, accepted) in [
            (&[0, 1, 3][..], true),
            (&[0, 2, 4], true),
            (&[0, 1, 2, 3, 4], true),
            (&[0, 3, 4], false),
            (&[0, 1, 2], false),
            (&[], false),
        ] {
            assert_eq!(policy.covers(log.verifier(), &cosigned(who), 1), accepted.then_some(1), "{who:?}");
        }
        // Witnesses may have seen different checkpoints, but of this log.
        let at = |size: u64, who: usize| {
            let text = Checkpoint { origin: "isles/north/audit".into(), size, root: Digest::of(b"") }.to_string();
            log.sign(&text) + &witnesses[who].cosign(&text, 7)
        };
        let apart = [at(9, 0), at(3, 1), at(5, 2), at(7, 3)];
        assert_eq!(policy.covers(log.verifier(), &apart, 10), Some(5), "two of three saw five, and one of two seven");
        assert_eq!(policy.covers(key("isles/north/audit", 9).verifier(), &apart, 10), None);
        for (wrong, line) in [
            (text.replace("group X 2", "group X 4"), 9),
            (text.replace("group X 2", "group X 02"), 9),
            (text.replace("any Y1 Y2", "any Y1 X1"), 10),
            (text.replace("all X Y", "all X Z"), 11),
            (text.replace("quorum both", "quorum nobody"), 12),
            (text.replace("quorum both\n", ""), 12),
            (text.replace("witness X2 ", "witness X1 "), 5),
            (text.replace("quorum both", "quorum none\nquorum both"), 13),
        ] {
            assert_eq!(WitnessPolicy::parse(&wrong).map(drop), Err(line), "{wrong}");
        }
        assert_eq!(WitnessPolicy::parse("quorum none\n").unwrap().covers(log.verifier(), &[], 10), Some(10));
    }
}
