//! Receipts in a bundle: they prove exactly the answers beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::str::Split;

use super::checksums::{file, missing, text_file};
use super::{BundleError, BundleFiles, KnownKeys, in_file};
use crate::audit::{About, Receipt, ReceiptError, Vouched, is_log_of, witness_of};
use crate::charter::{Charter, groups_word};
use crate::model::{EditionId, Findings, MemberId, Period};
use crate::note::{VerifierKey, signer, text_and_signatures};
use crate::report::{Answered, WITNESS_KEYS, check_answer, checkpoint_file, key_file, proofs_file};
use crate::tlog::{Checkpoint, Proof};

/// Facts that every receipt of a bundle must agree with.
pub(super) struct ReceiptCheck<'b> {
    pub(super) files: &'b BundleFiles,
    pub(super) charter: &'b Charter,
    edition: EditionId,
    period: &'b Period,
    /// Keys of logs that are known from elsewhere.
    known: Option<&'b KnownKeys>,
    /// Keys of witnesses in the bundle, by name.
    witnesses: BTreeMap<String, VerifierKey>,
}

impl<'b> ReceiptCheck<'b> {
    pub(super) fn new(
        files: &'b BundleFiles,
        charter: &'b Charter,
        (edition, period): (EditionId, &'b Period),
        known: Option<&'b KnownKeys>,
    ) -> Result<Self, BundleError> {
        Ok(Self { files, charter, edition, period, known, witnesses: witness_keys(files, charter)? })
    }

    /// Checks that a member's receipts prove exactly these answers, all under one checkpoint.
    pub(super) fn check(&self, answer: &Answered) -> Result<Vouched, Findings> {
        let member = &answer.member;
        let key = self.log_key(member)?;
        let release = answer.digest(self.charter);
        let name = proofs_file(member);
        let checkpoint = Signed { note: text_file(self.files, &checkpoint_file(member))?, key: &key };
        let proofs = text_file(self.files, &name)?;
        let mut heads = proofs.strip_suffix('\n').unwrap_or_default().split("\n\n");
        let receipts = self.receipts(answer, &mut heads, &checkpoint)?;
        check_answer(self.charter, member, &answer.tables)?;
        if receipts.iter().any(|receipt| receipt.release() != Some(release)) {
            return Err(BundleError::Release { member: member.clone() }.into());
        }
        if heads.next().is_some() {
            return Err(BundleError::More { path: name }.into());
        }
        let witnesses = self.cosigners(member, &checkpoint)?;
        let checkpoint = checkpoint.note.to_owned();
        Ok(Vouched { key, checkpoint, wanted: Vec::new(), witnesses, receipts, release })
    }

    /// Key of a member's log; it must be the known one if keys are known.
    fn log_key(&self, member: &MemberId) -> Result<VerifierKey, BundleError> {
        let file = key_file(member);
        let key: VerifierKey = text_file(self.files, &file)?.trim().parse().map_err(|_| missing(&file))?;
        let other = || BundleError::Key { member: member.clone() };
        if !is_log_of(key.name(), member.as_str()) {
            return Err(other());
        }
        match self.known.map(|known| known.get(member)) {
            None => Ok(key),
            Some(Some(known)) if *known == key => Ok(key),
            Some(Some(_)) => Err(other()),
            Some(None) => Err(BundleError::Unknown { member: member.clone() }),
        }
    }

    /// Receipts of an answer, one for each table in the charter's order, all for one coordinator.
    fn receipts(
        &self,
        answer: &Answered,
        heads: &mut Split<'_, &str>,
        checkpoint: &Signed<'_>,
    ) -> Result<Vec<Receipt>, Findings> {
        let (charter, member, name) = (self.charter, &answer.member, proofs_file(&answer.member));
        let node = format!("{}/{member}", charter.id);
        let signed = Checkpoint::open(checkpoint.note, checkpoint.key);
        let mut receipts: Vec<Receipt> = Vec::with_capacity(answer.tables.len());
        for (table, cells) in charter.lattice.tables().iter().zip(&answer.tables) {
            let proof = heads.next().and_then(|head| Proof::parse_head(head, checkpoint.note));
            let receipt = proof.zip(signed.as_ref()).ok_or(ReceiptError::NotProved {});
            let receipt = receipt.and_then(|(proof, signed)| Receipt::under(proof, signed));
            let receipt = receipt.map_err(|error| in_file(error, &name))?;
            let about = About {
                node: &node,
                charter: &charter.digest(),
                edition: &self.edition,
                period: self.period,
                level: &charter.geography.levels()[table.level],
                groups: &groups_word(charter, table),
                cells,
            };
            receipt.check(&about).map_err(|error| in_file(error, &name))?;
            let caller = receipt.entry.text("peer");
            if !charter.is_coordinator(caller) || receipts.first().is_some_and(|first| !first.is_for(caller)) {
                return Err(BundleError::Caller { member: member.clone() }.into());
            }
            receipts.push(receipt);
        }
        Ok(receipts)
    }

    /// Keys of the witnesses under a checkpoint: every signature is by the log or a witness whose key is here, and
    /// verifies.
    fn cosigners(&self, member: &MemberId, checkpoint: &Signed<'_>) -> Result<Vec<VerifierKey>, BundleError> {
        let (text, signatures) = text_and_signatures(checkpoint.note).unwrap_or_default();
        let mut cosigners: Vec<VerifierKey> = Vec::new();
        for line in signatures.split_inclusive('\n') {
            let alone = format!("{text}\n{line}");
            let witness = signer(line).and_then(|name| self.witnesses.get(name));
            match witness.filter(|witness| witness.cosigned_at(&alone).is_some()) {
                // No member is a witness of its own log.
                Some(witness)
                    if !cosigners.contains(witness) && witness_of(witness.name()) != Some(member.as_str()) =>
                {
                    cosigners.push(witness.clone());
                }
                None if checkpoint.key.open(&alone).is_some() => {}
                _ => return Err(BundleError::Signatures { member: member.clone() }),
            }
        }
        Ok(cosigners)
    }
}

/// A checkpoint as a signed note, and the key of its log.
struct Signed<'c> {
    note: &'c str,
    key: &'c VerifierKey,
}

/// Keys of witnesses: of other members and coordinators, one each. By name.
fn witness_keys(files: &BundleFiles, charter: &Charter) -> Result<BTreeMap<String, VerifierKey>, BundleError> {
    let bad = || BundleError::Witness { path: WITNESS_KEYS.to_owned() };
    let text = std::str::from_utf8(file(files, WITNESS_KEYS)?).map_err(|_| bad())?;
    let (mut keys, mut parties, mut known) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for line in text.lines() {
        let key = VerifierKey::parse_cosigner(line).ok_or_else(bad)?;
        let id = witness_of(key.name()).unwrap_or_default().to_owned();
        if !charter.may_witness(&id) || !parties.insert(id) || !known.insert(*key.public()) {
            return Err(bad());
        }
        keys.insert(key.name().to_owned(), key);
    }
    Ok(keys)
}
