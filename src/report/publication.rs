use std::collections::BTreeMap;

use super::{Published, SUMS};
use crate::charter::{Charter, Coordinator};
use crate::model::{Bilingual, Digest, EditionId, problems};
use crate::note::SigningKey;

/// Folder of a bundle with what its coordinators signed; the only one that the checksums leave out.
const FOLDER: &str = "publication/";

problems! {
    /// What can be wrong with the sign-off of a bundle.
    pub enum PublicationError {
        /// The charter names no coordinator with a signing key.
        NoKeys(Policy, "publication-no-keys") {},
        /// The key is that of no coordinator of the charter.
        NotACoordinator(Policy, "publication-not-a-coordinator") { key: String },
        /// A signature that doesn't hold for this bundle, or by nobody whom the charter names.
        BadSignature(Integrity, "publication-bad-signature") { path: String },
    }
}

/// What a bundle is, besides its figures: said by whoever computes it, before anybody signs.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// A trial, and marked as one wherever it is shown.
    pub pilot: bool,
    /// The publication that this one takes the place of.
    pub correction: Option<Correction>,
}

/// A publication that takes the place of another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Correction {
    /// Counts up from the publication that is corrected; the first has 1.
    pub number: u32,
    /// Digest of the corrected bundle's checksums.
    pub corrects: Digest,
    /// Why.
    pub reason: Bilingual,
}

impl Standing {
    /// 1 for a first publication.
    pub fn number(&self) -> u32 {
        self.correction.as_ref().map_or(1, |correction| correction.number)
    }
}

/// Who signed a bundle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignOff {
    /// Ids of the coordinators.
    pub signed: Vec<String>,
    /// How many must have.
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
pub fn is_publication(name: &str) -> bool {
    name.starts_with(FOLDER)
}

/// What a coordinator signs: the computation, the number of its publication, and the checksums of every other file.
fn statement(charter: &Charter, edition: &EditionId, standing: &Standing, sums: &[u8]) -> String {
    let (number, sums) = (standing.number(), Digest::of(sums));
    format!("archipel publication\n{}\n{edition}\n{number}\n{sums}\n", charter.id)
}

fn coordinators(charter: &Charter) -> impl Iterator<Item = &Coordinator> {
    charter.coordinators.iter().filter(|coordinator| coordinator.signing_key.is_some())
}

impl Published {
    /// The checksums of the bundle's files.
    fn sums<'f>(&self, files: &'f BTreeMap<String, Vec<u8>>) -> &'f [u8] {
        files.get(SUMS).map_or(&[], Vec::as_slice)
    }

    /// Signs the files of a bundle with the key of a coordinator: whose it is, and the signed note.
    pub fn sign(
        &self,
        files: &BTreeMap<String, Vec<u8>>,
        key: &SigningKey,
    ) -> Result<(&Coordinator, String), PublicationError> {
        if coordinators(&self.charter).next().is_none() {
            return Err(PublicationError::NoKeys {});
        }
        let own = coordinators(&self.charter).find(|known| known.signing_key.as_ref() == Some(key.verifier()));
        let own = own.ok_or_else(|| PublicationError::NotACoordinator { key: key.verifier().short() })?;
        Ok((own, key.sign(&statement(&self.charter, &self.edition, &self.standing, self.sums(files)))))
    }

    /// Who signed the files of a bundle. *Errors:* a signature that doesn't hold; a file that is no coordinator's.
    pub fn sign_off(&self, files: &BTreeMap<String, Vec<u8>>) -> Result<SignOff, PublicationError> {
        let expected = statement(&self.charter, &self.edition, &self.standing, self.sums(files));
        let mut signed = Vec::new();
        for (name, bytes) in files.iter().filter(|(name, _)| is_publication(name)) {
            let by = coordinators(&self.charter).find(|known| publication_file(&known.id) == *name);
            let key = by.and_then(|known| known.signing_key.as_ref());
            let text = std::str::from_utf8(bytes).ok().zip(key).and_then(|(note, key)| key.open(note));
            match by.filter(|_| text == Some(&expected)) {
                Some(coordinator) => signed.push(coordinator.id.clone()),
                None => return Err(PublicationError::BadSignature { path: name.clone() }),
            }
        }
        Ok(SignOff { signed, needed: self.charter.sign_off })
    }
}
