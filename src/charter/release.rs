use crate::note::{SigningKey, VerifierKey};
use crate::model::{Digest, EditionId, MemberId};

/// What a node says of a release from which it answers, signed: a C2SP signed note.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedRelease {
    /// Names what the release tells: [`crate::model::release_digest`].
    pub digest: Digest,
    /// The note.
    pub note: String,
    /// The node's key.
    pub key: VerifierKey,
}

impl SignedRelease {
    /// Signs that a release answers as an edition of a charter.
    pub fn sign(key: &SigningKey, member: &MemberId, charter: &Digest, edition: &EditionId, digest: Digest) -> Self {
        let note = key.sign(&statement(member, charter, edition, &digest));
        Self { digest, note, key: key.verifier().clone() }
    }

    /// Whether the note is signed with the key, and says just that.
    pub fn is_of(&self, member: &MemberId, charter: &Digest, edition: &EditionId) -> bool {
        self.key.open(&self.note).is_some_and(|text| text == statement(member, charter, edition, &self.digest))
    }
}

fn statement(member: &MemberId, charter: &Digest, edition: &EditionId, release: &Digest) -> String {
    format!("archipel release\nmember {member}\ncharter {charter}\nedition {edition}\nrelease {release}\n")
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    #[test]
    fn a_signed_release_is_of_its_member_charter_and_edition_alone() {
        let key = |seed| SigningKey::from_seed("c/m", Zeroizing::new([seed; 32])).unwrap();
        let [charter, other] = [&b"1"[..], b"2"].map(Digest::of);
        let (member, edition): (MemberId, _) = ("m".parse().unwrap(), EditionId::new(Digest::of(b"e")));
        let signed = SignedRelease::sign(&key(1), &member, &charter, &edition, Digest::of(b"told"));
        assert!(signed.is_of(&member, &charter, &edition));
        assert!(!signed.is_of(&"n".parse().unwrap(), &charter, &edition));
        assert!(!signed.is_of(&member, &other, &edition));
        assert!(!signed.is_of(&member, &charter, &EditionId::new(other)));
        assert!(!SignedRelease { digest: other, ..signed.clone() }.is_of(&member, &charter, &edition));
        assert!(!SignedRelease { key: key(2).verifier().clone(), ..signed }.is_of(&member, &charter, &edition));
    }
}
