use std::collections::BTreeMap;
use std::ops::Bound;

use super::record::Outline;
use crate::model::{Digest, Problem, problems};
use crate::note::{VerifierKey, text_and_signatures};
use crate::tlog::{
    CHECKPOINT, COSIGNED, Checkpoint, Cosignature, Cosignatures, Damage, Proof, RECORDS, RightEdge, TileReader,
    leaf_hash, root, verify,
};

problems! {
    /// Problems of the files beside a log's tiles.
    pub enum LogError {
        /// A record that isn't one of this log's node, or isn't in its place.
        Form(Integrity, "log-record-form") { seq: u64 },
        /// A line of the copy isn't the record.
        Line(Integrity, "log-line") { path: String, seq: u64 },
        /// A cosignature doesn't hold.
        Cosignature(Integrity, "log-cosignature") { path: String },
        /// A decision without the officer's signature, though the charter names the key; or a record that follows from
        /// a missing decision.
        Decision(Integrity, "log-decision") { seq: u64 },
        /// A proof doesn't hold.
        Proof(Integrity, "log-proof") { path: String },
    }
}

/// Result of the verification of a whole log.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Checkpoint that the log's key signed.
    pub checkpoint: Checkpoint,
    /// The log's key.
    pub key: VerifierKey,
    /// Last cosignature of each witness, by its name.
    pub witnesses: BTreeMap<String, LastCosigned>,
    /// Notes that the witnesses cosigned: each signature holds, and each note is of this log.
    pub seen: Vec<String>,
    /// Number of proofs that hold.
    pub proofs: u64,
}

/// The largest checkpoint that a witness has cosigned.
#[derive(Clone, Copy, Debug)]
pub struct LastCosigned {
    /// Number of records of the log.
    pub size: u64,
    /// *Unit:* seconds since 1970 UTC.
    pub time: u64,
}

/// Roots that others have signed too, by number of records, each with the file that it comes from.
type KnownRoots<'c> = BTreeMap<u64, Vec<(&'c str, Digest)>>;

/// Copy of a log, as it is handed on.
pub struct Copy<'c> {
    /// Its tiles.
    pub tiles: &'c dyn TileReader,
    /// The log's key.
    pub key: VerifierKey,
    /// The signed note over the checkpoint.
    pub checkpoint: String,
    /// Text of the file of cosigned notes, if there is one.
    pub cosigned: Option<String>,
    /// Names and texts of proofs.
    pub proofs: Vec<(String, String)>,
    /// Checkpoints known from elsewhere, each with its origin.
    pub known: Vec<(String, Checkpoint)>,
    /// Lines of the copy of the records, in order.
    pub lines: Option<Box<dyn Iterator<Item = Vec<u8>> + 'c>>,
}

impl Copy<'_> {
    /// Verifies everything.
    ///
    /// *Errors:* the first check that fails; of records, the first bad one.
    pub fn verify(mut self) -> Result<Verified, Problem> {
        let checkpoint = Checkpoint::open(&self.checkpoint, &self.key)
            .ok_or_else(|| Damage::Checkpoint { path: CHECKPOINT.to_owned() })?;
        let cosigned = self.cosigned()?;
        let keys: Vec<VerifierKey> = cosigned.iter().map(|last| last.key.clone()).collect();
        if !self.signed_by(&keys, &self.checkpoint) {
            return Err(Damage::Checkpoint { path: CHECKPOINT.to_owned() }.into());
        }
        let proofs = self.opened_proofs(&keys)?;
        let known = std::mem::take(&mut self.known);
        let roots = known_roots(&cosigned, &proofs, &known);
        if let Some((size, at)) = roots.range((Bound::Excluded(checkpoint.size), Bound::Unbounded)).next() {
            let path = at[0].0.to_owned();
            return Err(Damage::Root { path, from: checkpoint.size, to: *size }.into());
        }
        let mut lines = self.lines.take();
        let (mut good, mut last) = (0, RightEdge::default());
        // A log belongs to one member, `<federation>/<member>/audit`, and its records say so.
        let origin = checkpoint.origin.clone();
        let member = origin.strip_suffix("/audit").and_then(|node| node.rsplit('/').next());
        verify(&checkpoint, self.tiles, |edge, record| {
            good = agreed(&roots, edge, good)?;
            let seq = edge.size();
            let form = || LogError::Form { seq };
            let outline = Outline::parse(record).filter(|outline| outline.seq == seq).ok_or_else(form)?;
            if outline.node.rsplit('/').next() != member {
                return Err(form().into());
            }
            if let Some(lines) = &mut lines
                && lines.next().as_deref() != Some(record)
            {
                return Err(LogError::Line { path: RECORDS.to_owned(), seq }.into());
            }
            if seq + 1 == checkpoint.size {
                last = edge.clone();
                last.push(leaf_hash(record));
            }
            Ok::<_, Problem>(())
        })?;
        agreed(&roots, &last, good)?;
        if lines.is_some_and(|mut lines| lines.next().is_some()) {
            return Err(LogError::Line { path: RECORDS.to_owned(), seq: checkpoint.size }.into());
        }
        let witness = |last: &Cosignature| {
            (last.key.name().to_owned(), LastCosigned { size: last.checkpoint.size, time: last.time })
        };
        let witnesses = cosigned.iter().map(witness).collect();
        let seen = cosigned.notes().into_iter().map(|(_, note)| note).collect();
        Ok(Verified { checkpoint, key: self.key, witnesses, seen, proofs: proofs.len() as u64 })
    }

    /// Cosignatures of each witness. A signature without its key proves nothing, but a careless reader could count it:
    /// an error.
    fn cosigned(&self) -> Result<Cosignatures, LogError> {
        let Some(text) = &self.cosigned else { return Ok(Cosignatures::default()) };
        let read = Cosignatures::parse(text, &self.key);
        read.ok_or_else(|| LogError::Cosignature { path: COSIGNED.to_owned() })
    }

    /// Whether every signature of a note is by the log or by a witness whose key is here, and holds. Others are
    /// refused, because damage to them would go unnoticed.
    fn signed_by(&self, witnesses: &[VerifierKey], note: &str) -> bool {
        let Some((text, signatures)) = text_and_signatures(note) else { return false };
        signatures.split_inclusive('\n').all(|line| {
            let alone = format!("{text}\n{line}");
            [&self.key].into_iter().chain(witnesses).any(|key| key.open(&alone).is_some())
        })
    }

    /// Proofs that hold by themselves, each with the checkpoint that covers it.
    fn opened_proofs(&self, witnesses: &[VerifierKey]) -> Result<Vec<(String, Proof, Checkpoint)>, LogError> {
        let open = |(path, text): &(String, String)| {
            let proof = Proof::parse(text)?;
            let covered = proof.verify(proof.record.as_deref()?, &self.key)?;
            let named = path.ends_with(&format!("/{}.tlog-proof", proof.index));
            (named && self.signed_by(witnesses, &proof.checkpoint)).then(|| (path.clone(), proof, covered))
        };
        let bad = |path: &str| LogError::Proof { path: path.to_owned() };
        self.proofs.iter().map(|proof| open(proof).ok_or_else(|| bad(&proof.0))).collect()
    }
}

/// Roots on the way to the checkpoint: of cosignatures, of proofs, and of checkpoints known from elsewhere.
fn known_roots<'c>(
    cosigned: &Cosignatures,
    proofs: &'c [(String, Proof, Checkpoint)],
    known: &'c [(String, Checkpoint)],
) -> KnownRoots<'c> {
    let mut roots = KnownRoots::new();
    let cosigned = cosigned.iter().map(|last| (COSIGNED, &last.checkpoint));
    let proofs = proofs.iter().map(|(path, _, covered)| (path.as_str(), covered));
    let known = known.iter().map(|(path, known)| (path.as_str(), known));
    for (path, checkpoint) in cosigned.chain(proofs).chain(known) {
        roots.entry(checkpoint.size).or_default().push((path, checkpoint.root));
    }
    roots
}

/// Compares the root of the log so far with the known ones. Returns the number of records up to which all agree; `good`
/// is the number before this root.
fn agreed(roots: &KnownRoots<'_>, edge: &RightEdge, good: u64) -> Result<u64, Damage> {
    let Some(at) = roots.get(&edge.size()).filter(|_| edge.size() > 0) else { return Ok(good) };
    let found = root(edge.size(), edge).expect("the edge has what the root needs");
    match at.iter().find(|(_, root)| *root != found) {
        Some((path, _)) => Err(Damage::Root { path: (*path).to_owned(), from: good, to: edge.size() }),
        None => Ok(edge.size()),
    }
}
