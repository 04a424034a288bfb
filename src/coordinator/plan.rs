use std::sync::Arc;

use super::compute::{check, each_member};
use super::{Description, Peers};
use crate::charter::Charter;
use crate::model::{MemberId, Period, Problem};

/// Who can answer for a period, before anything runs.
#[derive(Debug)]
pub struct Plan {
    /// Every member, by id.
    pub members: Vec<MemberPlan>,
}

/// What one member can do.
#[derive(Debug)]
pub struct MemberPlan {
    /// The member.
    pub member: MemberId,
    /// What its node says of itself, if it answers.
    pub description: Option<Description>,
    /// Why it can't answer for the period; `None` if it can.
    pub obstacle: Option<Problem>,
}

impl Plan {
    /// Members that can answer.
    pub fn able(&self) -> usize {
        self.members.iter().filter(|member| member.obstacle.is_none()).count()
    }
}

/// Asks every member what it holds. A member that can answer for a period can answer every table of the lattice that
/// reaches its areas: the lattice is the charter's, not the member's.
pub async fn plan<P: Peers>(charter: Arc<Charter>, peers: Arc<P>, period: &Period, at_a_time: usize) -> Plan {
    let period = period.clone();
    let ask = {
        let charter = charter.clone();
        move |member: MemberId| {
            let (charter, peers, period) = (charter.clone(), peers.clone(), period.clone());
            async move {
                let (description, obstacle) = match peers.describe(&member).await {
                    Err(problem) => (None, Some(problem)),
                    Ok(description) => {
                        let obstacle = check(&charter, &member, &description, &period).err().map(Problem::from);
                        (Some(description), obstacle)
                    }
                };
                MemberPlan { member, description, obstacle }
            }
        }
    };
    let broken = |member, problem| MemberPlan { member, description: None, obstacle: Some(problem) };
    Plan { members: each_member(&charter, at_a_time, ask, broken).await }
}
