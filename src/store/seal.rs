use std::fmt::Write as _;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{hkdf, hmac};
use zeroize::{Zeroize as _, Zeroizing};

use super::error::StoreError;
use crate::model::Entropy;

const KEY_LEN: usize = 32;

/// First byte of every sealed piece: the format of the sealing and of the bytes inside. It counts up when either
/// changes.
const FORMAT: u8 = 1;
/// Length of the head before the ciphertext: the format, then the nonce.
const HEAD_LEN: usize = 1 + NONCE_LEN;

/// Reason why a sealed piece doesn't open.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unopened {
    /// Its format is unknown to this version.
    UnknownFormat,
    /// Its first byte was changed, and nothing else.
    Relabelled,
    /// It was changed, or sealed for another purpose or under another key.
    Changed,
}

impl Unopened {
    /// Returns the problem of the part of the store that `what` names.
    pub(super) fn of(self, what: &str) -> StoreError {
        let what = what.to_owned();
        match self {
            Self::UnknownFormat => StoreError::PartFormat { what },
            Self::Relabelled | Self::Changed => StoreError::Damaged { what },
        }
    }
}

/// Key that wraps the data keys of a store. It lies outside of the store: in a file of mode 0600, or as a systemd
/// credential.
pub struct MasterKey(Sealer);

impl MasterKey {
    /// Parses 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().as_bytes();
        let mut secret = Zeroizing::new([0; KEY_LEN]);
        if digits.len() != 2 * KEY_LEN || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        for (byte, pair) in secret.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(Sealer::new(&secret)))
    }

    /// Makes a new key, in the form that [`Self::parse`] reads.
    pub fn generate_text(entropy: &dyn Entropy) -> Zeroizing<String> {
        let mut secret = Zeroizing::new([0; KEY_LEN]);
        entropy.fill(secret.as_mut_slice());
        // At full length from the start: growing would leave a part of the key behind.
        let mut text = Zeroizing::new(String::with_capacity(2 * KEY_LEN + 1));
        for byte in secret.iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        text
    }

    pub(super) fn wrap(&self, key: &DataKey, entropy: &dyn Entropy) -> Vec<u8> {
        self.0.seal(b"data key", key.secret.as_slice(), entropy)
    }

    pub(super) fn unwrap(&self, wrapped: &[u8]) -> Result<DataKey, Unopened> {
        DataKey::of(self.0.open(b"data key", wrapped.to_vec())?).ok_or(Unopened::Changed)
    }
}

/// Key that seals the files of one store.
pub(super) struct DataKey {
    secret: Zeroizing<[u8; KEY_LEN]>,
    sealer: Sealer,
}

impl DataKey {
    pub(super) fn generate(entropy: &dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0; KEY_LEN]);
        entropy.fill(secret.as_mut_slice());
        Self::new(secret)
    }

    fn new(secret: Zeroizing<[u8; KEY_LEN]>) -> Self {
        let sealer = Sealer::new(&secret);
        Self { secret, sealer }
    }

    /// The key with these bytes.
    pub(super) fn of(secret: Vec<u8>) -> Option<Self> {
        let secret = Zeroizing::new(secret);
        Some(Self::new(Zeroizing::new(secret.as_slice().try_into().ok()?)))
    }

    pub(super) fn secret(&self) -> &[u8] {
        self.secret.as_slice()
    }

    /// Seals `plain`. `purpose` is bound in: a file can't be passed off as another, of its kind or not.
    pub(super) fn seal(&self, purpose: &[u8], plain: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        self.sealer.seal(purpose, plain, entropy)
    }

    pub(super) fn open(&self, purpose: &[u8], sealed: Vec<u8>) -> Result<Vec<u8>, Unopened> {
        self.sealer.open(purpose, sealed)
    }
}

/// AES-256-GCM under a random nonce, which comes first, after the format. One key seals far fewer than 2^32 pieces.
struct Sealer(LessSafeKey);

impl Sealer {
    fn new(secret: &[u8; KEY_LEN]) -> Self {
        Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, secret).expect("the length is right")))
    }

    fn seal(&self, purpose: &[u8], plain: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(HEAD_LEN + plain.len() + AES_256_GCM.tag_len());
        sealed.push(FORMAT);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let tag = self.0.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            bound(purpose),
            &mut sealed[HEAD_LEN..],
        );
        sealed.extend_from_slice(tag.expect("a piece is far below 64 GiB").as_ref());
        sealed
    }

    fn open(&self, purpose: &[u8], mut sealed: Vec<u8>) -> Result<Vec<u8>, Unopened> {
        let Some(&[format, ref nonce @ ..]) = sealed.first_chunk::<HEAD_LEN>() else { return Err(Unopened::Changed) };
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.0.open_within(nonce, bound(purpose), &mut sealed, HEAD_LEN..).map(|plain| plain.len());
        match (format == FORMAT, plain) {
            (true, Ok(length)) => {
                sealed.truncate(length);
                Ok(sealed)
            }
            (true, Err(_)) => Err(Unopened::Changed),
            // The tag covers the format that it was sealed in, whatever the first byte says.
            (false, Ok(_)) => {
                sealed.zeroize();
                Err(Unopened::Relabelled)
            }
            (false, Err(_)) => Err(Unopened::UnknownFormat),
        }
    }
}

/// Associated data: the tag covers them besides the ciphertext. They have the format, so that no piece is ever read by
/// the rules of another format.
fn bound(purpose: &[u8]) -> Aad<Vec<u8>> {
    Aad::from([&[FORMAT], purpose].concat())
}

/// Key that turns ids into keyed 128-bit values: the first half of HMAC-SHA-256.
pub(super) struct Pseudonyms {
    secret: Zeroizing<[u8; KEY_LEN]>,
    key: hmac::Key,
}

impl Pseudonyms {
    pub(super) fn generate(entropy: &dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0; KEY_LEN]);
        entropy.fill(secret.as_mut_slice());
        Self::new(secret.as_slice()).expect("the length is right")
    }

    pub(super) fn new(secret: &[u8]) -> Option<Self> {
        let secret = Zeroizing::new(<[u8; KEY_LEN]>::try_from(secret).ok()?);
        Some(Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice()), secret })
    }

    pub(super) fn secret(&self) -> &[u8] {
        self.secret.as_slice()
    }

    /// Derives another secret of the same store, for another purpose.
    pub(super) fn derive(&self, purpose: &str) -> Zeroizing<[u8; KEY_LEN]> {
        let mut secret = Zeroizing::new([0; KEY_LEN]);
        let parent = hkdf::Salt::new(hkdf::HKDF_SHA256, b"archipel store").extract(self.secret.as_slice());
        let derived =
            parent.expand(&[purpose.as_bytes()], hkdf::HKDF_SHA256).map(|okm| okm.fill(secret.as_mut_slice()));
        derived.and_then(|filled| filled).expect("the length is the hash's own");
        secret
    }

    pub(super) fn of(&self, id: &[u8]) -> u128 {
        let tag = hmac::sign(&self.key, id);
        let (half, _) = tag.as_ref().split_first_chunk().expect("a tag has 32 bytes");
        u128::from_le_bytes(*half)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::SystemEntropy;

    #[test]
    fn a_master_key_reads_back_and_nothing_else_does() {
        let text = MasterKey::generate_text(&SystemEntropy);
        let key = DataKey::generate(&SystemEntropy);
        let wrapped = MasterKey::parse(&text).unwrap().wrap(&key, &SystemEntropy);
        assert_eq!(MasterKey::parse(&text.to_uppercase()).unwrap().unwrap(&wrapped).unwrap().secret, key.secret);
        assert!(MasterKey::parse(&"0".repeat(64)).unwrap().unwrap(&wrapped).is_err());
        for text in ["", "0", &"0".repeat(63), &"0".repeat(65), &"+1".repeat(32), &"é".repeat(32)] {
            assert!(MasterKey::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_piece_opens_in_its_own_format_and_unchanged_or_not_at_all() {
        let key = DataKey::generate(&SystemEntropy);
        let sealed = key.seal(b"purpose", b"plain", &SystemEntropy);
        assert_eq!(sealed[0], FORMAT);
        assert_eq!(key.open(b"purpose", sealed.clone()).unwrap(), b"plain");
        assert_eq!(key.open(b"another purpose", sealed.clone()), Err(Unopened::Changed));
        for length in 0..sealed.len() {
            assert!(key.open(b"purpose", sealed[..length].to_vec()).is_err(), "{length}");
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            let expected = if at == 0 { Unopened::Relabelled } else { Unopened::Changed };
            assert_eq!(key.open(b"purpose", changed.clone()), Err(expected), "{at}");
            changed[0] = FORMAT + 1;
            let expected = if at == 0 { Unopened::Relabelled } else { Unopened::UnknownFormat };
            assert_eq!(key.open(b"purpose", changed), Err(expected), "{at}");
        }
    }

    /// If two formats are known one day, neither passes for the other.
    #[test]
    fn the_format_is_under_the_tag() {
        let sealer = Sealer::new(&[7; KEY_LEN]);
        let nonce = || Nonce::assume_unique_for_key([3; NONCE_LEN]);
        let mut plain = *b"plain";
        let other = Aad::from([&[FORMAT + 1][..], b"purpose"].concat());
        let tag = sealer.0.seal_in_place_separate_tag(nonce(), other, &mut plain).unwrap();
        let relabelled = [&[FORMAT][..], &[3; NONCE_LEN], &plain, tag.as_ref()].concat();
        assert_eq!(sealer.open(b"purpose", relabelled), Err(Unopened::Changed));
    }
}
