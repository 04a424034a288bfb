//! Whether each member can answer for a period, found out before anything runs.

use std::sync::Arc;

use super::client::{Description, NodeClient};
use super::turns::each_member;
use crate::charter::Charter;
use crate::model::{MemberId, Period, Problem};

/// Members of a charter, and whether each can answer for a period.
#[derive(Debug)]
pub struct EditionPlan {
    /// Every member, by id.
    pub members: Vec<MemberPlan>,
}

/// Ability of one member to answer.
#[derive(Debug)]
pub struct MemberPlan {
    /// The member.
    pub member: MemberId,
    /// Its node's description of itself, if it answers.
    pub description: Option<Description>,
    /// Reason why it can't answer for the period; `None` if it can.
    pub obstacle: Option<Problem>,
}

impl EditionPlan {
    /// Number of members that can answer.
    pub fn able(&self) -> usize {
        self.members.iter().filter(|member| member.obstacle.is_none()).count()
    }
}

/// Asks every member's node for its description.
pub async fn describe_all<P: NodeClient>(
    charter: &Charter,
    peers: Arc<P>,
    at_a_time: usize,
) -> Vec<(MemberId, Result<Description, Problem>)> {
    let ask = move |member: MemberId| {
        let peers = peers.clone();
        async move {
            let said = peers.describe(&member).await;
            (member, said)
        }
    };
    each_member(charter, at_a_time, ask, |member, problem| (member, Err(problem))).await
}

/// Asks every member's node for its description. A member that can answer for a period can answer every table of the
/// lattice that reaches its areas: the lattice is the charter's, not the member's.
pub async fn plan<P: NodeClient>(charter: &Charter, peers: Arc<P>, period: &Period, at_a_time: usize) -> EditionPlan {
    let said = describe_all(charter, peers, at_a_time).await;
    let members = said.into_iter().map(|(member, said)| match said {
        Err(problem) => MemberPlan { member, description: None, obstacle: Some(problem) },
        Ok(description) => {
            let obstacle = description.must_fit(charter, &member, period).err().map(Problem::from);
            MemberPlan { member, description: Some(description), obstacle }
        }
    });
    EditionPlan { members: members.collect() }
}
