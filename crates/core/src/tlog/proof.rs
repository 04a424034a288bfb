use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::checkpoint::{Checkpoint, decimal};
use super::tree::{leaf_hash, verify_inclusion};
use crate::model::Digest;
use crate::note::{VerifierKey, text_and_signatures};

const HEADER: &str = "c2sp.org/tlog-proof@v1\n";
/// Largest number of hashes of a proof: the number of levels of a tree of 2^63 leaves.
const LONGEST: usize = 63;

/// Proof that a record is in a log, in one text that can be verified by itself (C2SP tlog-proof).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proof {
    /// The record itself, if the proof carries it.
    pub record: Option<Vec<u8>>,
    /// Position of the record in the log.
    pub index: u64,
    /// Hashes from the leaf's neighbour to below the root.
    pub hashes: Vec<Digest>,
    /// A signed note over a [`Checkpoint`], with cosignatures or without.
    pub checkpoint: String,
}

impl Proof {
    /// Reads the text.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        Self::parse_head(head, checkpoint)
    }

    /// Reads the text before the blank line, as [`Self::head`] writes it without its last line end. Many proofs may
    /// share one checkpoint.
    pub fn parse_head(head: &str, checkpoint: &str) -> Option<Self> {
        let mut lines = head.strip_prefix(HEADER)?.split('\n').peekable();
        let extra = lines.next_if(|line| line.starts_with("extra ")).map(|line| BASE64.decode(&line[6..]));
        let record = extra.transpose().ok()?;
        let index = decimal(lines.next()?.strip_prefix("index ")?)?;
        let hashes = lines.map(hash).collect::<Option<Vec<_>>>()?;
        (hashes.len() <= LONGEST).then(|| Self { record, index, hashes, checkpoint: checkpoint.to_owned() })
    }

    /// Checkpoint, if the log's key signed it and a record with these bytes is at the proof's position.
    pub fn verify(&self, record: &[u8], key: &VerifierKey) -> Option<Checkpoint> {
        Checkpoint::open(&self.checkpoint, key).filter(|checkpoint| self.leads_to(record, checkpoint))
    }

    /// Whether a record with these bytes is at the proof's position, in the log of this checkpoint.
    pub fn leads_to(&self, record: &[u8], checkpoint: &Checkpoint) -> bool {
        verify_inclusion(checkpoint.size, self.index, &leaf_hash(record), &self.hashes, &checkpoint.root)
    }
}

impl Proof {
    /// Text of the proof without the checkpoint, and without the blank line before it.
    pub fn head(&self) -> String {
        let mut head = HEADER.to_owned();
        if let Some(record) = &self.record {
            head += &format!("extra {}\n", BASE64.encode(record));
        }
        head += &format!("index {}\n", self.index);
        self.hashes.iter().for_each(|hash| head += &(BASE64.encode(hash.as_bytes()) + "\n"));
        head
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.head(), self.checkpoint)
    }
}

/// Request to a witness to cosign: a checkpoint, and the consistency proof from the last one that the witness saw (the
/// body of `add-checkpoint` in C2SP tlog-witness).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Submission {
    /// Size of the last checkpoint that the witness cosigned, 0 for none.
    pub old: u64,
    /// Consistency proof: the log only grew since.
    pub hashes: Vec<Digest>,
    /// A signed note over a [`Checkpoint`].
    pub checkpoint: String,
}

impl Submission {
    /// Reads the text.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = decimal(lines.next()?.strip_prefix("old ")?)?;
        let hashes = lines.map(hash).collect::<Option<Vec<_>>>()?;
        (hashes.len() <= LONGEST).then(|| Self { old, hashes, checkpoint: checkpoint.to_owned() })
    }
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.hashes.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

/// Note over the same text with the signatures of both: those of `more` after those of `note`. `None` where the texts
/// differ.
pub fn with_signatures(note: &str, more: &str) -> Option<String> {
    let ((text, _), (other, signatures)) = (text_and_signatures(note)?, text_and_signatures(more)?);
    if text != other {
        return None;
    }
    let mut whole = note.to_owned();
    for line in signatures.split_inclusive('\n').filter(|line| !note.contains(line)) {
        whole += line;
    }
    Some(whole)
}

fn hash(line: &str) -> Option<Digest> {
    let bytes: [u8; 32] = BASE64.decode(line).ok()?.try_into().ok()?;
    Some(Digest::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::super::tree::node_hash;
    use super::*;
    use crate::note::SigningKey;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed("isles/north/audit", Zeroizing::new([seed; 32])).unwrap()
    }

    /// *Source:* C2SP tlog-proof: header, extra, index, hashes, a blank line, the checkpoint as it is.
    #[test]
    fn a_proof_is_the_text_of_the_document_and_proves_one_record() {
        let (left, right) = (leaf_hash(b"{}"), leaf_hash(b"[]"));
        let root = node_hash(&left, &right);
        let checkpoint = Checkpoint { origin: "isles/north/audit".to_owned(), size: 2, root };
        let note = key(1).sign(&checkpoint.to_string());
        let proof = Proof { record: Some(b"[]".to_vec()), index: 1, hashes: vec![left], checkpoint: note.clone() };
        let text = format!("c2sp.org/tlog-proof@v1\nextra W10=\nindex 1\n{}\n\n{note}", BASE64.encode(left.as_bytes()));
        assert_eq!(proof.to_string(), text);
        assert_eq!(Proof::parse(&text), Some(proof.clone()));
        let bare = Proof { record: None, ..proof.clone() };
        assert_eq!(Proof::parse(&bare.to_string()), Some(bare));
        assert_eq!(proof.verify(b"[]", key(1).verifier()), Some(checkpoint));
        assert_eq!(proof.verify(b"{}", key(1).verifier()), None);
        assert_eq!(proof.verify(b"[]", key(2).verifier()), None);
        for (from, to) in [("@v1", "@v2"), ("index 1", "index 01"), ("extra W10=", "extra W10"), ("\n\n", "\n")] {
            assert_eq!(Proof::parse(&text.replacen(from, to, 1)), None, "{from:?} → {to:?}");
        }
    }

    /// *Source:* C2SP tlog-witness, body of add-checkpoint.
    #[test]
    fn a_submission_reads_back() {
        let submission = Submission { old: 20, hashes: vec![Digest::of(b"1")], checkpoint: key(1).sign("a\n") };
        let text = submission.to_string();
        assert!(text.starts_with("old 20\n") && text.contains("\n\na\n\n— "));
        assert_eq!(Submission::parse(&text), Some(submission));
        assert_eq!(Submission::parse(&text.replacen("old 20", "old -1", 1)), None);
    }

    #[test]
    fn signatures_of_the_same_text_stand_together() {
        let (one, other) = (key(1).sign("a\n"), key(2).sign("a\n"));
        let both = with_signatures(&one, &other).unwrap();
        assert!(key(1).verifier().open(&both).is_some() && key(2).verifier().open(&both).is_some());
        assert_eq!(with_signatures(&both, &other), Some(both));
        assert_eq!(with_signatures(&one, &key(2).sign("b\n")), None);
    }
}
