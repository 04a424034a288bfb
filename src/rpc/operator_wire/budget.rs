use super::{Malformed, each, known, parsed, rho};
use crate::model::{EditionId, Rho};
use crate::node::{BudgetProposal, BudgetStatus, EditionSpending, SpendingState};
use crate::rpc::proto::operator as wire;

impl From<BudgetStatus> for wire::Budget {
    fn from(budget: BudgetStatus) -> Self {
        let proposed = |proposed: BudgetProposal| wire::BudgetProposal {
            lifetime_millionths: proposed.lifetime.in_millionths(),
            witnesses: proposed.witnesses,
        };
        Self {
            rho_millionths: budget.rho.in_millionths(),
            lifetime_millionths: budget.lifetime.map(Rho::in_millionths),
            witnesses: budget.witnesses,
            proposed: budget.proposed.map(proposed),
            lacks: budget.lacks,
            waits: budget.waits,
            spent_millionths: budget.spent.in_millionths(),
            editions: budget.editions.into_iter().map(Into::into).collect(),
        }
    }
}

impl TryFrom<wire::Budget> for BudgetStatus {
    type Error = Malformed;

    fn try_from(wire: wire::Budget) -> Result<Self, Malformed> {
        let proposed = |proposed: wire::BudgetProposal| BudgetProposal {
            lifetime: Rho::millionths(proposed.lifetime_millionths),
            witnesses: proposed.witnesses,
        };
        Ok(Self {
            rho: Rho::millionths(wire.rho_millionths),
            lifetime: rho(wire.lifetime_millionths),
            witnesses: wire.witnesses,
            proposed: wire.proposed.map(proposed),
            lacks: wire.lacks,
            waits: wire.waits,
            spent: Rho::millionths(wire.spent_millionths),
            editions: each(wire.editions)?,
        })
    }
}

impl From<EditionSpending> for wire::EditionSpending {
    fn from(spending: EditionSpending) -> Self {
        let state = match spending.outcome {
            SpendingState::Reserved => wire::SpendingState::Reserved,
            SpendingState::Cosigned => wire::SpendingState::Cosigned,
            SpendingState::Spent => wire::SpendingState::Spent,
            SpendingState::Burnt => wire::SpendingState::Burnt,
            SpendingState::Found => wire::SpendingState::Found,
        };
        Self {
            edition: spending.edition.as_ref().map(EditionId::to_string),
            period: spending.period,
            rho_millionths: spending.rho.in_millionths(),
            state: state.into(),
        }
    }
}

impl TryFrom<wire::EditionSpending> for EditionSpending {
    type Error = Malformed;

    fn try_from(wire: wire::EditionSpending) -> Result<Self, Malformed> {
        let outcome = match known(wire.state)? {
            wire::SpendingState::Unspecified => return Err(Malformed),
            wire::SpendingState::Reserved => SpendingState::Reserved,
            wire::SpendingState::Cosigned => SpendingState::Cosigned,
            wire::SpendingState::Spent => SpendingState::Spent,
            wire::SpendingState::Burnt => SpendingState::Burnt,
            wire::SpendingState::Found => SpendingState::Found,
        };
        let edition = wire.edition.as_deref().map(parsed).transpose()?;
        Ok(Self { edition, period: wire.period, rho: Rho::millionths(wire.rho_millionths), outcome })
    }
}
