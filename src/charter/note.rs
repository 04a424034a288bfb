use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

use crate::model::{Digest, Entropy, problems};

problems! {
    /// What can be wrong with the keys of signed notes.
    pub enum NoteError {
        /// Not a signing key.
        BadKey(Data, "note-bad-key") {},
    }
}

/// Signature type Ed25519 of the C2SP signed-note document.
const ED25519_TYPE: u8 = 1;

/// A public key with its name, in the form `<name>+<key id>+<base64>` (C2SP signed-note, verifier key).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifierKey {
    name: String,
    public: [u8; 32],
}

impl VerifierKey {
    /// Name of the signer.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether whoever signs with `other` signs with this one too: a name is only a word beside the key.
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.public == other.public
    }

    /// `<name>+<key id>`: what people call the key by.
    pub fn short(&self) -> String {
        format!("{}+{:08x}", self.name, u32::from_be_bytes(self.id()))
    }

    /// The first four bytes of SHA-256 over name, newline, type and key.
    fn id(&self) -> [u8; 4] {
        let digest = Digest::of(&[self.name.as_bytes(), &[b'\n', ED25519_TYPE], &self.public].concat());
        [0, 1, 2, 3].map(|i| digest.as_bytes()[i])
    }

    /// The text of a note, if this key has signed it.
    pub fn open<'n>(&self, note: &'n str) -> Option<&'n str> {
        let (text, signatures) = split(note)?;
        let signature = signatures.lines().find_map(|line| {
            let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = BASE64.decode(encoded).ok()?;
            let (id, signature) = bytes.split_at_checked(4)?;
            (name == self.name && id == self.id()).then(|| signature.to_vec())
        })?;
        UnparsedPublicKey::new(&ED25519, self.public).verify(text.as_bytes(), &signature).is_ok().then_some(text)
    }
}

/// The text with its final newline, and the signature lines behind the blank line.
fn split(note: &str) -> Option<(&str, &str)> {
    let at = note.rfind("\n\n")?;
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    let plain = !note.contains(|c: char| c.is_ascii_control() && c != '\n');
    let signed = signatures.ends_with('\n') && signatures.lines().all(|line| line.starts_with("— "));
    (plain && signed).then_some((text, signatures))
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[ED25519_TYPE], self.public.as_slice()].concat();
        write!(f, "{}+{}", self.short(), BASE64.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = parse_key(text).and_then(|(name, id, bytes)| {
            let key = Self { name: name.to_owned(), public: *bytes };
            (u32::from_be_bytes(key.id()) == id).then_some(key)
        });
        parsed.ok_or_else(|| "<name>+<key id>+<base64>".to_owned())
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
        Ok(Self { seed, verifier: VerifierKey { name: name.to_owned(), public } })
    }

    /// Reads `PRIVATE+KEY+<name>+<key id>+<base64>`.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(NoteError::BadKey {})?;
        let (name, id, seed) = parse_key(rest).ok_or(NoteError::BadKey {})?;
        let key = Self::from_seed(name, seed)?;
        if u32::from_be_bytes(key.verifier.id()) == id { Ok(key) } else { Err(NoteError::BadKey {}) }
    }

    /// The form that [`Self::parse`] reads: a secret, for a file with mode 0600.
    pub fn secret_text(&self) -> Zeroizing<String> {
        let id = u32::from_be_bytes(self.verifier.id());
        let bytes = Zeroizing::new([&[ED25519_TYPE], self.seed.as_slice()].concat());
        let encoded = Zeroizing::new(BASE64.encode(&*bytes));
        Zeroizing::new(format!("PRIVATE+KEY+{}+{id:08x}+{}\n", self.verifier.name, *encoded))
    }

    /// Its public half.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// `text`, which ends with a newline, as a signed note.
    pub fn sign(&self, text: &str) -> String {
        let pair = Ed25519KeyPair::from_seed_unchecked(self.seed.as_slice()).expect("the seed was accepted before");
        let bytes = [self.verifier.id().as_slice(), pair.sign(text.as_bytes()).as_ref()].concat();
        format!("{text}\n— {} {}\n", self.verifier.name, BASE64.encode(bytes))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, ‹secret›)", self.verifier.name)
    }
}

/// Names of keys: whatever can't be taken for a separator of a key or of a signature line.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

/// Name, id and the 32 bytes, which may be a secret seed.
fn parse_key(text: &str) -> Option<(&str, u32, Zeroizing<[u8; 32]>)> {
    let mut parts = text.splitn(3, '+');
    let (name, id, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let id = u32::from_str_radix(id, 16).ok().filter(|_| id.len() == 8)?;
    let bytes = Zeroizing::new(BASE64.decode(encoded).ok()?);
    let (kind, key) = bytes.split_first()?;
    (*kind == ED25519_TYPE && is_name(name)).then_some((name, id, Zeroizing::new(key.try_into().ok()?)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Randomness that is none: one byte over and over.
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
}
