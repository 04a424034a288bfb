use std::collections::BTreeMap;
use std::fmt;

use super::checkpoint::Checkpoint;
use super::proof::with_signatures;
use crate::note::{VerifierKey, text_and_signatures};

/// Cosignatures of a log: each witness with its key, and the last checkpoint that it cosigned.
///
/// Text: the keys, one a line, by name; then every such checkpoint once, the smallest first, as the log signed it, with
/// the lines of all witnesses whose last one it is. Blank lines separate them.
#[derive(Clone, Debug, Default)]
pub struct Cosignatures(BTreeMap<String, Cosignature>);

/// Last cosignature of one witness.
#[derive(Clone, Debug)]
pub struct Cosignature {
    /// Key of the witness.
    pub key: VerifierKey,
    /// Checkpoint that it cosigned.
    pub checkpoint: Checkpoint,
    /// Time of the cosignature, in seconds since 1970 UTC.
    pub time: u64,
    /// The signed note, with the lines of the log and of this witness alone.
    pub note: String,
}

impl Cosignatures {
    /// Reads the text. Every signature must hold, every key must have one, and nothing else may be there.
    pub fn parse(text: &str, log: &VerifierKey) -> Option<Self> {
        let mut found = Self::default();
        let mut parts = text.strip_suffix('\n')?.split("\n\n");
        let keys = parts.next()?.split('\n').map(VerifierKey::parse_cosigner).collect::<Option<Vec<_>>>()?;
        while let Some(body) = parts.next() {
            let note = format!("{body}\n\n{}\n", parts.next()?);
            found.add(&note, log, &keys);
        }
        // Written again it is the same, or it is damaged.
        (found.to_string() == text).then_some(found)
    }

    /// Adds the cosignatures of a note that the log signed. Returns whether any is new: a signature that holds, over a
    /// checkpoint that isn't smaller than the one before.
    pub fn add<'k>(&mut self, note: &str, log: &VerifierKey, keys: impl IntoIterator<Item = &'k VerifierKey>) -> bool {
        let Some((text, own, _)) = log.signed(note) else { return false };
        let Some(checkpoint) = Checkpoint::parse(text).filter(|checkpoint| checkpoint.origin == log.name()) else {
            return false;
        };
        let mut more = false;
        for key in keys {
            let Some((_, line, Some(time))) = key.signed(note) else { continue };
            let note = format!("{text}\n{own}{line}");
            let older = |before: &Cosignature| before.checkpoint.size > checkpoint.size || before.note == note;
            if !self.0.get(key.name()).is_some_and(older) {
                let last = Cosignature { key: key.clone(), checkpoint: checkpoint.clone(), time, note };
                self.0.insert(key.name().to_owned(), last);
                more = true;
            }
        }
        more
    }

    /// Cosignature of each witness, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Cosignature> {
        self.0.values()
    }

    /// Every checkpoint with all signatures under it, the smallest first.
    pub fn notes(&self) -> Vec<(&Checkpoint, String)> {
        let mut notes: BTreeMap<(u64, &str), (&Checkpoint, String)> = BTreeMap::new();
        for last in self.0.values() {
            // Two checkpoints of the same size have different roots: the log forked.
            let (text, _) = text_and_signatures(&last.note).unwrap_or_default();
            let (_, note) =
                notes.entry((last.checkpoint.size, text)).or_insert_with(|| (&last.checkpoint, last.note.clone()));
            *note = with_signatures(note, &last.note).unwrap_or_default();
        }
        notes.into_values().collect()
    }

    /// Removes the cosignatures of some witnesses. Returns whether there were any.
    pub fn forget(&mut self, whose: impl Fn(&VerifierKey) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|_, last| !whose(&last.key));
        self.0.len() < before
    }

    /// Cosignatures of checkpoints of at most `size` records.
    pub fn up_to(mut self, size: u64) -> Self {
        self.0.retain(|_, last| last.checkpoint.size <= size);
        self
    }
}

impl fmt::Display for Cosignatures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.values().try_for_each(|last| writeln!(f, "{}", last.key))?;
        self.notes().iter().try_for_each(|(_, note)| write!(f, "\n{note}"))
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

    #[test]
    fn one_note_holds_what_all_have_said_and_any_damage_shows() {
        let log = key("isles/north/audit", 1);
        let witnesses = [2, 3, 4].map(|seed| key(&format!("isles/w{seed}/witness"), seed));
        let checkpoint =
            |size| Checkpoint { origin: "isles/north/audit".to_owned(), size, root: Digest::of(b"") }.to_string();
        let mut said = Cosignatures::default();
        for (size, who) in [(5, &[0, 1, 2][..]), (9, &[2, 0]), (7, &[0])] {
            let (text, log_key) = (checkpoint(size), log.verifier());
            let lines: String = who.iter().map(|who| witnesses[*who].cosign(&text, 70 + size)).collect();
            let note = log.sign(&text) + &lines + "— isles/w4/witness AAAA\n";
            let new = |who: &usize| said.add(&note, log_key, [&witnesses[*who].cosigner()]);
            assert_eq!(who.iter().map(new).collect::<Vec<_>>(), vec![size != 7; who.len()]);
            let stranger = key("isles/w2/witness", 9).cosigner();
            assert!(!said.add(&note, log_key, [&stranger]) && !said.add("hello", log_key, [&stranger]));
        }
        let sizes: Vec<(u64, u64)> = said.iter().map(|last| (last.checkpoint.size, last.time)).collect();
        assert_eq!(sizes, [(9, 79), (5, 75), (9, 79)]);
        let text = said.to_string();
        assert_eq!((text.matches("isles/north/audit\n").count(), text.matches("— ").count()), (2, 5));
        let again = Cosignatures::parse(&text, log.verifier()).unwrap();
        assert_eq!(again.to_string(), text);
        assert_eq!(again.up_to(5).iter().count(), 1);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 2;
            let read = String::from_utf8(bytes).ok().and_then(|text| Cosignatures::parse(&text, log.verifier()));
            assert!(read.is_none(), "byte {at}");
        }
        for cut in ["", "\n", "hello\n", &text[..text.len() - 1], &text.replacen("\n\n", "\n", 1)] {
            assert!(Cosignatures::parse(cut, log.verifier()).is_none(), "{cut:?}");
        }
        assert!(Cosignatures::parse(&text, key("isles/north/audit", 8).verifier()).is_none());
    }
}
