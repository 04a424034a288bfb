//! The answer of a member.

use crate::charter::{Charter, Class};
use crate::disclosure::private::{Plan, PlanError};
use crate::model::{Digest, MemberId, PublishedTable, release_digest, table_digest};

/// Tables that a member answered with.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The member.
    pub member: MemberId,
    /// In class `private`: how its cells were measured.
    pub plan: Option<Plan>,
    /// The tables of the lattice, in its order.
    pub tables: Vec<PublishedTable>,
}

impl Answered {
    /// Names what was answered.
    pub fn digest(&self, charter: &Charter) -> Digest {
        let plan = self.plan.as_ref().map(|plan| plan.digest(charter));
        release_digest(plan, self.tables.iter().map(table_digest))
    }
}

/// The plan that belongs to an answer. *Errors:* there is none where the class has one, or it isn't one of this charter, or costs
/// more than this allows.
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
