//! Whether members stand by the releases that a bundle rests on.

use std::sync::Arc;

use super::client::{Description, NodeClient};
use super::error::ComputeError;
use super::plan::describe_all;
use crate::audit::Vouched;
use crate::model::{EditionState, Findings, MemberId, Problem, problems};
use crate::report::Published;

problems! {
    /// Reason why a bundle isn't signed though it verifies.
    pub enum SignOffError {
        /// A member has withdrawn the release that the bundle rests on.
        Withdrawn(Policy, "publication-withdrawn") { member: MemberId },
        /// Some members couldn't be asked whether they stand by their releases.
        NotAsked(Peer, "publication-not-asked") { members: String },
    }
}

/// Members that couldn't be asked whether they stand by their releases, with the reason of each.
pub struct Unasked(pub Vec<(MemberId, Problem)>);

impl Unasked {
    /// Refuses to go on if there is any.
    pub fn must_be_none(&self) -> Result<(), SignOffError> {
        let names: Vec<&str> = self.0.iter().map(|(member, _)| member.as_str()).collect();
        if names.is_empty() { Ok(()) } else { Err(SignOffError::NotAsked { members: names.join(", ") }) }
    }

    /// All members whose answers are in a result, where none can be asked.
    pub fn all_of(published: &Published, why: &Problem) -> Self {
        let answered = published.members.iter().filter(|member| member.vouched.is_some());
        Self(answered.map(|member| (member.member.clone(), why.clone())).collect())
    }
}

/// Asks every member whose answers are in a result whether it stands by its release. *Errors:* a member has withdrawn it.
pub async fn must_stand<P: NodeClient>(
    published: &Published,
    peers: Arc<P>,
    at_a_time: usize,
) -> Result<Unasked, Findings> {
    let (mut unasked, mut withdrawn) = (Vec::new(), Findings::default());
    for (member, stands) in standing(published, peers, at_a_time).await {
        match stands {
            Ok(true) => {}
            Ok(false) => withdrawn.push(SignOffError::Withdrawn { member }.into()),
            Err(problem) => unasked.push((member, problem)),
        }
    }
    withdrawn.or_else(Unasked(unasked))
}

/// Asks every member whose answers are in a result whether it stands by its release: yes, no, or the reason why it
/// can't be asked.
async fn standing<P: NodeClient>(
    published: &Published,
    peers: Arc<P>,
    at_a_time: usize,
) -> Vec<(MemberId, Result<bool, Problem>)> {
    let said = describe_all(&published.charter, peers, at_a_time).await;
    let vouched = |member: &MemberId| {
        published.members.iter().find(|outcome| outcome.member == *member).and_then(|outcome| outcome.vouched.as_ref())
    };
    let answered = said.into_iter().filter_map(|(member, said)| Some((vouched(&member)?, member, said)));
    let stands = |(vouched, member, said): (&Vouched, MemberId, Result<Description, Problem>)| {
        let stands = said.and_then(|said| stands(published, &member, vouched, &said));
        (member, stands)
    };
    answered.map(stands).collect()
}

fn stands(published: &Published, member: &MemberId, vouched: &Vouched, said: &Description) -> Result<bool, Problem> {
    match said.must_fit(&published.charter, member, &published.period) {
        // The records may be gone: the release no longer depends on them.
        Ok(()) | Err(ComputeError::NoData { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if said.log_key != vouched.key {
        let (known, found) = (vouched.key.short(), said.log_key.short());
        return Err(ComputeError::OtherKey { known, found }.into());
    }
    match said.editions.iter().find(|(edition, _)| *edition == published.edition) {
        Some((_, EditionState::Ready)) => Ok(true),
        // It answered once, as its receipts prove: if it waits now, it was withdrawn.
        Some((_, EditionState::Withdrawn | EditionState::Waiting)) => Ok(false),
        Some((_, EditionState::Building | EditionState::Failed)) | None => Err(ComputeError::NoRelease {}.into()),
    }
}
