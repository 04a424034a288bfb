//! Signed texts: C2SP signed notes with Ed25519, and the cosignatures of witnesses (C2SP tlog-cosignature, v1).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

use crate::model::{Digest, Entropy, problems};

problems! {
    /// Problems of the keys of signed notes.
    pub enum NoteError {
        /// A text that isn't a signing key.
        BadKey(Data, "note-bad-key") {},
    }
}

/// Largest number of signatures of a note: above the largest number of members and coordinators.
const SIGNATURES: usize = 1000;

/// Statement behind a signature, as its signature type in the C2SP documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum SignatureType {
    /// The text itself.
    Note = 1,
    /// The text is the largest checkpoint of its log that the witness has seen at a given time.
    Cosignature = 4,
}

/// A public key with its name, in the form `<name>+<key id>+<base64>` (C2SP signed-note, verifier key).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureType,
    public: [u8; 32],
}

impl VerifierKey {
    /// Name of the signer.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is the same key as `other`, whatever their names.
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.public == other.public
    }

    /// The key itself, without its name.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// Name of the key for people: `<name>+<key id>`.
    pub fn short(&self) -> String {
        format!("{}+{:08x}", self.name, u32::from_be_bytes(self.id()))
    }

    /// First four bytes of SHA-256 over name, newline, type and key.
    fn id(&self) -> [u8; 4] {
        let digest = Digest::of(&[self.name.as_bytes(), &[b'\n', self.kind as u8], &self.public].concat());
        [0, 1, 2, 3].map(|i| digest.as_bytes()[i])
    }

    /// Text of a note, if this key has signed it.
    pub fn open<'n>(&self, note: &'n str) -> Option<&'n str> {
        self.signed(note).map(|(text, ..)| text)
    }

    /// Signature of this key in a note that it has signed: the part after its name.
    pub fn signature_in(&self, note: &str) -> Option<String> {
        let (_, line, _) = self.signed(note)?;
        line.trim_end().rsplit_once(' ').map(|(_, signature)| signature.to_owned())
    }

    /// Whether such a signature is valid for a text.
    pub fn holds(&self, text: &str, signature: &str) -> bool {
        self.open(&format!("{text}\n— {} {signature}\n", self.name)) == Some(text)
    }

    /// Time at which a witness with this key cosigned the note, in seconds since 1970 UTC.
    pub fn cosigned_at(&self, note: &str) -> Option<u64> {
        self.signed(note)?.2
    }

    /// Text of a note, the line by which this key has signed it, and the time in the line.
    pub fn signed<'n>(&self, note: &'n str) -> Option<(&'n str, &'n str, Option<u64>)> {
        let (text, signatures) = text_and_signatures(note)?;
        let mut own = signatures.split_inclusive('\n').filter(|line| signer(line) == Some(&self.name));
        own.find_map(|line| Some((text, line, self.time_of(text, line)?)))
    }

    /// Time in a line of this name; the outer `None` where the line isn't this key's signature over the text.
    fn time_of(&self, text: &str, line: &str) -> Option<Option<u64>> {
        let bytes = BASE64.decode(line.trim_end().rsplit_once(' ')?.1).ok()?;
        let (_, signature) = bytes.split_at_checked(4).filter(|(id, _)| *id == self.id())?;
        let (time, message, signature) = match self.kind {
            SignatureType::Note => (None, text.to_owned(), signature),
            SignatureType::Cosignature => {
                let (time, signature) = signature.split_first_chunk()?;
                let time = u64::from_be_bytes(*time);
                (Some(time), cosigned(text, time), signature)
            }
        };
        let holds = UnparsedPublicKey::new(&ED25519, self.public).verify(message.as_bytes(), signature);
        holds.is_ok().then_some(time)
    }
}

/// Text that a witness signs.
fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Claimed signer of a signature line of a note.
pub fn signer(line: &str) -> Option<&str> {
    line.strip_prefix("— ")?.split_once(' ').map(|(name, _)| name)
}

/// Returns the note with the signature of this key alone, if it holds.
pub fn only_by(note: &str, key: &VerifierKey) -> Option<String> {
    key.signed(note).map(|(text, line, _)| format!("{text}\n{line}"))
}

/// Text of a note with its final newline, and the signature lines after the blank line.
pub fn text_and_signatures(note: &str) -> Option<(&str, &str)> {
    let at = note.rfind("\n\n")?;
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    let plain = !note.contains(|c: char| c.is_ascii_control() && c != '\n');
    let few = signatures.lines().take(SIGNATURES + 1).count() <= SIGNATURES;
    let signed = few && signatures.ends_with('\n') && signatures.lines().all(|line| line.starts_with("— "));
    (plain && signed).then_some((text, signatures))
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind as u8], self.public.as_slice()].concat();
        write!(f, "{}+{}", self.short(), BASE64.encode(key))
    }
}

impl VerifierKey {
    /// Reads the key of a witness.
    pub fn parse_cosigner(text: &str) -> Option<Self> {
        Self::parse(text, SignatureType::Cosignature)
    }

    fn parse(text: &str, expected: SignatureType) -> Option<Self> {
        let (name, id, kind, bytes) = parse_key(text)?;
        let key = Self { name: name.to_owned(), kind, public: *bytes };
        (kind == expected && u32::from_be_bytes(key.id()) == id).then_some(key)
    }
}

/// Reads a key that signs texts.
impl FromStr for VerifierKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text, SignatureType::Note).ok_or_else(|| "<name>+<key id>+<base64>".to_owned())
    }
}

/// An Ed25519 key that signs notes. Prints as nothing.
pub struct SigningKey {
    seed: Zeroizing<[u8; 32]>,
    verifier: VerifierKey,
}

impl SigningKey {
    /// A new key for `name`, which has neither spaces nor `+`.
    pub fn generate(name: &str, entropy: &dyn Entropy) -> Result<Self, NoteError> {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(seed.as_mut_slice());
        Self::from_seed(name, seed)
    }

    /// The key for `name` whose secret half is `seed`.
    pub fn from_seed(name: &str, seed: Zeroizing<[u8; 32]>) -> Result<Self, NoteError> {
        let bad = || NoteError::BadKey {};
        if !is_name(name) {
            return Err(bad());
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).map_err(|_| bad())?;
        let public = pair.public_key().as_ref().try_into().map_err(|_| bad())?;
        Ok(Self { seed, verifier: VerifierKey { name: name.to_owned(), kind: SignatureType::Note, public } })
    }

    /// Reads `PRIVATE+KEY+<name>+<key id>+<base64>`.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(NoteError::BadKey {})?;
        let (name, id, kind, seed) = parse_key(rest).ok_or(NoteError::BadKey {})?;
        let key = Self::from_seed(name, seed)?;
        if kind == SignatureType::Note && u32::from_be_bytes(key.verifier.id()) == id {
            Ok(key)
        } else {
            Err(NoteError::BadKey {})
        }
    }

    /// Text that [`Self::parse`] reads: a secret, for a file with mode 0600.
    pub fn secret_text(&self) -> Zeroizing<String> {
        let id = u32::from_be_bytes(self.verifier.id());
        let bytes = Zeroizing::new([&[SignatureType::Note as u8], self.seed.as_slice()].concat());
        let encoded = Zeroizing::new(BASE64.encode(&*bytes));
        Zeroizing::new(format!("PRIVATE+KEY+{}+{id:08x}+{}\n", self.verifier.name, *encoded))
    }

    /// Public half of the key.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// `text`, which ends with a newline, as a signed note.
    pub fn sign(&self, text: &str) -> String {
        let bytes = [self.verifier.id().as_slice(), &self.signature(text)].concat();
        format!("{text}\n— {} {}\n", self.verifier.name, BASE64.encode(bytes))
    }

    /// Public half of a witness that cosigns with this key.
    pub fn cosigner(&self) -> VerifierKey {
        VerifierKey { kind: SignatureType::Cosignature, ..self.verifier.clone() }
    }

    /// Signature line of a witness that saw this checkpoint's text at a time.
    pub fn cosign(&self, text: &str, time: u64) -> String {
        let (id, time_bytes) = (self.cosigner().id(), time.to_be_bytes());
        let bytes = [id.as_slice(), &time_bytes, &self.signature(&cosigned(text, time))].concat();
        format!("— {} {}\n", self.verifier.name, BASE64.encode(bytes))
    }

    fn signature(&self, message: &str) -> Vec<u8> {
        let pair = Ed25519KeyPair::from_seed_unchecked(self.seed.as_slice()).expect("the seed was accepted before");
        pair.sign(message.as_bytes()).as_ref().to_vec()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ‹secret›)", self.verifier.name)
    }
}

/// Whether a text may name a key: it has no separator of a key or of a signature line.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

/// Name, id, kind and the 32 bytes, which may be a secret seed.
fn parse_key(text: &str) -> Option<(&str, u32, SignatureType, Zeroizing<[u8; 32]>)> {
    let mut parts = text.splitn(3, '+');
    let (name, id, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let id = u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 8)?;
    let bytes = Zeroizing::new(BASE64.decode(encoded).ok()?);
    let (kind, key) = bytes.split_first()?;
    let kind = [SignatureType::Note, SignatureType::Cosignature].into_iter().find(|known| *known as u8 == *kind)?;
    is_name(name).then_some((name, id, kind, Zeroizing::new(key.try_into().ok()?)))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Fake randomness: one byte repeated.
    pub(crate) struct Fixed(pub u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    // Key and note of the package golang.org/x/mod/sumdb/note, documented example.
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const NOTE: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    const COSIGNER: &str = "witness.example/w1+aa4a09d1+BOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
    const COSIGNATURE: &str = "— witness.example/w1 qkoJ0QAAAABkGFDLWr4Jea05CAgwNVtwky0Jgz6WfX0QJgM//FkB/W9BoT9TX0DkTxG+2cT4p/ViKNhUM/SnUwFcYQzugGFQ15LwDw==\n";

    #[test]
    fn opens_the_reference_note_and_no_altered_one() {
        let key: VerifierKey = PUBLIC.parse().unwrap();
        assert_eq!(key.to_string(), PUBLIC);
        assert!(key.open(NOTE).unwrap().ends_with("your problem is.\n"));
        let altered = NOTE.replace("answer", "Answer");
        for altered in [&altered, "text\n", &NOTE.replace("\nthen", "\r\nthen"), &NOTE.replace("PeterNeumann", "Peter")]
        {
            assert_eq!(key.open(altered), None, "{altered}");
        }
    }

    #[test]
    fn a_key_reads_back_and_its_notes_open() {
        let key = SigningKey::generate("charter/on", &Fixed(7)).unwrap();
        let again = SigningKey::parse(&key.secret_text()).unwrap();
        let note = again.sign("hello\n");
        assert_eq!(key.verifier().open(&note), Some("hello\n"));
        assert!(!format!("{key:?}").contains("BwcH"));
        for bad in ["", "a b", "a+b", "a\u{a0}b", "a\u{7}b"] {
            assert!(SigningKey::generate(bad, &Fixed(7)).is_err(), "{bad:?}");
        }
    }

    /// *Source:* C2SP tlog-cosignature, v1. Key id, message and payload were assembled by hand from the document with
    /// another implementation of Ed25519 and SHA-256; the seed is 32 times 07.
    #[test]
    fn a_cosignature_is_the_line_of_the_document() {
        let key = SigningKey::generate("witness.example/w1", &Fixed(7)).unwrap();
        assert_eq!(key.cosigner().to_string(), COSIGNER);
        let note = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let line = key.cosign(note, 1_679_315_147);
        assert_eq!(line, COSIGNATURE);
        let cosigned = format!("{note}\n{line}");
        assert_eq!(key.cosigner().cosigned_at(&cosigned), Some(1_679_315_147));
        assert_eq!(VerifierKey::parse_cosigner(COSIGNER), Some(key.cosigner()));
        // The same key signs texts under another id: neither signature is valid as the other.
        assert_eq!(key.verifier().open(&cosigned), None);
        assert_eq!(key.cosigner().open(&key.sign(note)), None);
        assert!(COSIGNER.parse::<VerifierKey>().is_err());
        assert_eq!(VerifierKey::parse_cosigner(&key.verifier().to_string()), None);
        let later = cosigned.replacen("20852163", "20852164", 1);
        assert_eq!(key.cosigner().cosigned_at(&later), None);
    }
}
