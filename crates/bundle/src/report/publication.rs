use std::collections::BTreeMap;

use super::{Published, SUMS};
use crate::charter::{Charter, Coordinator};
use crate::model::{Bilingual, Digest, is_plain, problems};
use crate::note::SigningKey;
use crate::text::Texts;

/// Folder of a bundle with its coordinators' signatures; the only one that the checksums leave out.
const FOLDER: &str = "publication/";

problems! {
    /// Errors of the sign-off of a bundle.
    pub enum PublicationError {
        /// The charter names no coordinator with a signing key.
        NoKeys(Policy, "publication-no-keys") {},
        /// A rehearsal, whose nodes' keys were made for it.
        Rehearsal(Policy, "publication-rehearsal") {},
        /// A key of no coordinator of the charter.
        NotACoordinator(Policy, "publication-not-a-coordinator") { key: String },
        /// A signature that doesn't verify for this bundle, or isn't by a coordinator in the charter.
        BadSignature(Integrity, "publication-bad-signature") { path: String },
    }
}

/// Pilot or publication, and the corrected publication: stated by the coordinator that computes it, before any signs.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// Whether it is a trial, marked as one wherever it is shown.
    pub pilot: bool,
    /// Correction of an earlier publication by this one.
    pub correction: Option<Correction>,
}

/// Statement that a publication replaces another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Correction {
    /// Number of this publication, which counts up from the corrected one; the first publication has 1.
    pub number: u32,
    /// Digest of the corrected bundle's checksums.
    pub corrects: Digest,
    /// Reason of the correction.
    pub reason: Bilingual,
}

/// Largest number of characters of a reason.
const LONGEST: usize = 500;

impl Correction {
    /// Whether the reason isn't empty and can be shown, and the number counts on from another publication.
    pub(crate) fn is_sound(&self) -> bool {
        let reasons = [&self.reason.en, &self.reason.fr];
        let said = |text: &&String| !text.is_empty() && text.chars().count() <= LONGEST && is_plain(text);
        self.number > 1 && reasons.iter().all(said)
    }
}

impl Standing {
    /// Number of the publication or pilot, from 1; the two count separately.
    pub fn number(&self) -> u32 {
        self.correction.as_ref().map_or(1, |correction| correction.number)
    }

    /// `publication 2`, `pilot 1`.
    pub fn named(&self, texts: &Texts) -> String {
        let key = if self.pilot { "publication-pilot-number" } else { "publication-number" };
        texts.line(key, &[("number", self.number().into())])
    }
}

/// Signatures of a bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignOff {
    /// Ids of the coordinators.
    pub signed: Vec<String>,
    /// Number of coordinators that must sign.
    pub needed: usize,
}

impl SignOff {
    /// Whether the bundle is published.
    pub fn is_reached(&self) -> bool {
        self.needed > 0 && self.signed.len() >= self.needed
    }
}

/// The file of a coordinator's signature.
pub fn publication_file(coordinator: &str) -> String {
    format!("{FOLDER}{coordinator}.note")
}

/// Whether a file of a bundle holds signatures over its checksums, so that these can't name it.
pub(crate) fn is_publication(name: &str) -> bool {
    name.starts_with(FOLDER)
}

/// Text that a coordinator signs: its id, the computation, the number of its publication or pilot, and the digest of
/// the checksums of every other file.
fn statement(published: &Published, coordinator: &Coordinator, sums: &Digest) -> String {
    let pilot = if published.standing.pilot { "pilot " } else { "" };
    statement_of(published, coordinator, sums, pilot)
}

fn statement_of(published: &Published, coordinator: &Coordinator, sums: &Digest, pilot: &str) -> String {
    let (federation, edition, number) = (&published.charter.id, published.edition, published.standing.number());
    format!("archipel publication\n{federation}\n{}\n{edition}\n{pilot}{number}\n{sums}\n", coordinator.id)
}

fn coordinators(charter: &Charter) -> impl Iterator<Item = &Coordinator> {
    charter.coordinators.iter().filter(|coordinator| coordinator.signing_key.is_some())
}

impl Published {
    /// Signs a bundle, whose checksums have the digest `sums`, with the key of a coordinator. Returns the coordinator,
    /// and the note.
    pub fn sign(&self, sums: &Digest, key: &SigningKey) -> Result<(&Coordinator, String), PublicationError> {
        if self.rehearsal {
            return Err(PublicationError::Rehearsal {});
        }
        if coordinators(&self.charter).next().is_none() {
            return Err(PublicationError::NoKeys {});
        }
        let own = coordinators(&self.charter).find(|known| known.signing_key.as_ref() == Some(key.verifier()));
        let own = own.ok_or_else(|| PublicationError::NotACoordinator { key: key.verifier().short() })?;
        Ok((own, key.sign(&statement(self, own, sums))))
    }

    /// Coordinators that signed the files of a bundle. *Errors:* a signature that doesn't verify; a file of no
    /// coordinator.
    pub fn sign_off(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<SignOff, PublicationError> {
        let sums = Digest::of(files.get(SUMS).map_or(&[], Vec::as_slice));
        let mut signed = Vec::new();
        for (name, bytes) in files.iter().filter(|(name, _)| is_publication(name)) {
            let by = coordinators(&self.charter).find(|known| publication_file(&known.id) == *name);
            let key = by.and_then(|known| known.signing_key.as_ref());
            let text = std::str::from_utf8(bytes).ok().zip(key).and_then(|(note, key)| key.open(note));
            // Pilots were once signed like publications; their standing is under the checksums in any case.
            let texts = |known: &Coordinator| [statement(self, known, &sums), statement_of(self, known, &sums, "")];
            let expected = |known: &&Coordinator| texts(known).iter().any(|expected| text == Some(expected));
            match by.filter(expected) {
                Some(coordinator) => signed.push(coordinator.id.clone()),
                None => return Err(PublicationError::BadSignature { path: name.clone() }),
            }
        }
        Ok(SignOff { signed, needed: self.charter.sign_off })
    }
}
