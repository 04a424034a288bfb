//! The log of a member during a run: an answer counts only if it is in the log.

use super::client::{Description, NodeClient, NodeObstacle};
use super::error::ComputeError;
use super::run::{Evidence, IndexRun};
use crate::audit::{About, Disagreement, Receipt, ReceiptError, Vouched, is_log_of};
use crate::charter::{Table, groups_word};
use crate::model::{MemberId, Problem, PublishedTable};
use crate::note::{VerifierKey, only_by};
use crate::report::Answered;
use crate::tlog::{Checkpoint, Proof, verify_consistency};

/// The log of a member, as a run sees it.
pub(super) struct MemberLog<'r, P> {
    run: &'r IndexRun<P>,
    member: &'r MemberId,
    key: VerifierKey,
    node: String,
    /// Witnesses that its node wants.
    witnesses: Vec<String>,
}

impl<'r, P: NodeClient> MemberLog<'r, P> {
    /// The log of the key that a node names. *Errors:* the key is another party's, or not the one that was known.
    pub(super) fn of(
        run: &'r IndexRun<P>,
        member: &'r MemberId,
        description: &Description,
    ) -> Result<Self, ComputeError> {
        let key = description.log_key.clone();
        if !is_log_of(key.name(), member.as_str()) {
            return Err(ComputeError::ForeignLog { log: key.name().to_owned() });
        }
        if let Some(known) = run.remembered.get(member).filter(|known| known.key != key) {
            return Err(ComputeError::OtherKey { known: known.key.short(), found: key.short() });
        }
        let node = format!("{}/{member}", run.charter.id);
        Ok(Self { run, member, key, node, witnesses: description.witnesses.clone() })
    }

    /// Verifies the receipt for a table, and returns it.
    pub(super) fn open(&self, receipt: &str, table: &Table, cells: &PublishedTable) -> Result<Receipt, Problem> {
        let charter = &self.run.charter;
        let receipt = Receipt::open(receipt, &self.key)?;
        receipt.check(&About {
            node: &self.node,
            charter: &charter.digest(),
            edition: &self.run.edition,
            level: &charter.geography.levels()[table.level],
            groups: &groups_word(charter, table),
            period: &self.run.period,
            cells,
        })?;
        // A record of an earlier run, or of another caller's question, doesn't prove this answer.
        let known = self.run.remembered.get(self.member).and_then(|known| known.checkpoint.as_deref());
        let before = known.and_then(|known| Checkpoint::open(known, &self.key)).map_or(0, |known| known.size);
        if receipt.proof.index < before {
            return Err(ReceiptError::OtherAnswer { field: "seq".to_owned() }.into());
        }
        if !receipt.is_for(&self.run.caller) {
            return Err(ReceiptError::OtherAnswer { field: "peer".to_owned() }.into());
        }
        Ok(receipt)
    }

    /// Handles a checkpoint that doesn't extend the remembered one: the node is told, and both are kept.
    async fn forked(&self, found: &str) -> Problem {
        let known = self.run.remembered.get(self.member).map(|known| known.checkpoint.clone().unwrap_or_default());
        let known = known.unwrap_or_default();
        let disagreement = Disagreement { known, found: found.to_owned() };
        // If the node doesn't accept the report, the evidence against it stays.
        let _ = self.run.nodes.report_disagreement(self.member, &disagreement).await;
        let size = |note: &str| Checkpoint::open(note, &self.key).map_or(0, |checkpoint| checkpoint.size);
        let forked = ComputeError::LogForked { known: size(&disagreement.known), found: size(found) }.into();
        let member = self.member.clone();
        (self.run.evidence)(Evidence { witness: member.clone(), member, disagreement, proved: true });
        forked
    }

    /// Proves all answers under one checkpoint that extends the remembered one.
    pub(super) async fn prove(&self, receipts: Vec<Receipt>, answered: &Answered) -> Result<Vouched, Problem> {
        let (peers, known) = (&self.run.nodes, self.run.remembered.get(self.member));
        let found = answered.digest(&self.run.charter);
        if let Some(named) = receipts.iter().map(Receipt::release).find(|named| *named != Some(found)) {
            let named = named.map(|named| named.short()).unwrap_or_default();
            return Err(ComputeError::OtherRelease { named, found: found.short() }.into());
        }
        if known.and_then(|known| known.release).is_some_and(|known| known != found) {
            return Err(ComputeError::ChangedRelease {}.into());
        }
        let before = known.and_then(|known| Checkpoint::open(known.checkpoint.as_deref()?, &self.key));
        let old: Vec<u64> = before.iter().map(|before| before.size).collect();
        let not_proved = || ReceiptError::NotProved {};
        let grown = match peers.checkpoint(self.member, &old, None).await {
            Err(problem) if NodeObstacle::NoRecord.is(&problem) => {
                let found = receipts.last().map(|last| last.proof.checkpoint.clone()).unwrap_or_default();
                return Err(self.forked(&found).await);
            }
            grown => grown?,
        };
        let checkpoint = Checkpoint::open(&grown.checkpoint, &self.key).ok_or_else(not_proved)?;
        if let Some(before) = before {
            let proof = grown.proofs.first().ok_or_else(not_proved)?;
            if !verify_consistency(before.size, checkpoint.size, &before.root, &checkpoint.root, proof) {
                return Err(self.forked(&grown.checkpoint).await);
            }
        }
        let records: Vec<u64> = receipts.iter().map(|receipt| receipt.proof.index).collect();
        let under_one = peers.receipts(self.member, &grown.checkpoint, &records).await?;
        if under_one.len() != receipts.len() {
            return Err(not_proved().into());
        }
        let mut proved = Vec::with_capacity(receipts.len());
        for (text, first) in under_one.iter().zip(receipts) {
            // It must be the same record, in the log that extends the remembered checkpoint.
            let proof = Proof::parse(text).filter(|proof| proof.checkpoint == grown.checkpoint);
            let receipt = Receipt::under(proof.ok_or_else(not_proved)?, &checkpoint)?;
            if receipt.entry != first.entry {
                return Err(not_proved().into());
            }
            proved.push(receipt);
        }
        // Other lines of the note would be published with it.
        let own = only_by(&grown.checkpoint, &self.key).ok_or_else(not_proved)?;
        let (key, wanted, witnesses) = (self.key.clone(), self.witnesses.clone(), Vec::new());
        Ok(Vouched { key, checkpoint: own, wanted, witnesses, receipts: proved, release: found })
    }
}
