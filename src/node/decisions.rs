use super::{Deed, Node, ReleaseDecision};
use crate::audit::{DecidedBy, Word};
use crate::charter::{Act, DecisionError};
use crate::model::Problem;

impl Node {
    /// The text that the officer has to sign for an order. *Errors:* the charter names no key to sign it with; the order
    /// can't be followed anyway.
    pub fn draft(&self, deed: &Deed) -> Result<String, Problem> {
        self.policy.officer().ok_or_else(|| DecisionError::NoKey { member: self.member().clone() })?;
        let act = match deed {
            Deed::Release(decision, edition) => {
                let release = self.review(&self.find_release(edition)?)?.release;
                decision.outcome(&release, self.is_reserved(&release.edition))?;
                decision.act(&release, self.is_again(&release)?)
            }
            Deed::Erase(seq) => self.erasure(*seq)?,
            Deed::Settle => self.settlement()?,
            Deed::Forget(log) => self.forgetting(log)?,
            Deed::Budget => super::budget::act(self.ledger().rules() + 1, &self.budget_rule()?),
        };
        Ok(self.charter().statement(self.member(), act).text())
    }

    /// Returns by whose decision an act is done. *Errors:* the charter names the officer's key, and the note isn't that
    /// officer's signature under this very act.
    pub(super) fn on_word(&self, act: Act, note: Option<&str>) -> Result<DecidedBy, DecisionError> {
        let statement = self.charter().statement(self.member(), act);
        match (self.policy.officer(), note) {
            (None, None) => Ok(DecidedBy::OperatorAccount),
            (None, Some(_)) => Err(DecisionError::NoKey { member: self.member().clone() }),
            (Some(key), None) => Err(DecisionError::Unsigned { key: key.short() }),
            (Some(key), Some(note)) => {
                let signature = statement.signed(note, key)?;
                Ok(DecidedBy::OfficerKey { key: Word::new(key.short()), signature })
            }
        }
    }
}

impl Deed {
    /// Whether an act is the one that was ordered, so that an officer never signs another one unseen.
    pub fn is(&self, act: &Act) -> bool {
        let begins = |whole: &dyn ToString, beginning: &str| whole.to_string().starts_with(beginning);
        match (self, act) {
            (
                Self::Release(ReleaseDecision::Approve, edition),
                Act::Approve(whole, _) | Act::ApproveAgain(whole, _) | Act::Spend(whole, ..),
            )
            | (Self::Release(ReleaseDecision::Refuse, edition), Act::Refuse(whole, _))
            | (Self::Release(ReleaseDecision::Withdraw, edition), Act::Withdraw(whole, _)) => begins(whole, edition),
            (Self::Erase(seq), Act::Erase(object)) => object.starts_with(&format!("{seq}@")),
            (Self::Settle, Act::Settle(_)) | (Self::Budget, Act::Budget(..)) => true,
            (Self::Forget(log), Act::Forget(object)) => object.starts_with(&format!("{log}@")),
            _ => false,
        }
    }
}
