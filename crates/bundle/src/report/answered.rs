//! The answer of a member.

use crate::charter::{Charter, Class};
use crate::disclosure::private::{Plan, PlanError};
use crate::model::{Digest, MemberId, PublishedTable, release_digest, table_digest};

/// Tables that a member answered with. *Units:* sums of cells, as in [`FigureColumns`](crate::model::FigureColumns).
#[derive(Clone, Debug)]
pub struct Answered {
    /// The member.
    pub member: MemberId,
    /// Plan of the measurements of its cells, in class `private`.
    pub plan: Option<Plan>,
    /// Tables of the lattice, in its order.
    pub tables: Vec<PublishedTable>,
}

impl Answered {
    /// Digest of the answer.
    pub fn digest(&self, charter: &Charter) -> Digest {
        let plan = self.plan.as_ref().map(|plan| plan.digest(charter));
        release_digest(plan, self.tables.iter().map(table_digest))
    }
}

/// Plan of an answer. *Errors:* a missing plan where the class has one, a plan of another charter, or one that costs
/// more than the charter allows.
pub fn plan_of(charter: &Charter, member: &MemberId, text: Option<&str>) -> Result<Option<Plan>, PlanError> {
    if charter.class() != Class::Private {
        return Ok(None);
    }
    let plan = Plan::parse(text.unwrap_or_default(), charter, member)?;
    if plan.rho() > charter.rules.privacy.rho {
        return Err(PlanError::NotOne { line: 2 });
    }
    Ok(Some(plan))
}
