use std::sync::Arc;

use super::compute::{ComputeError, check};
use super::{Description, Peers, Readiness, describe_all};
use crate::audit::Vouched;
use crate::model::{MemberId, Problem};
use crate::report::Published;

/// Asks every member whose answers are in a result whether it stands by its release: yes, no, or why it can't be told.
pub async fn standing<P: Peers>(
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
    match check(&published.charter, member, said, &published.period) {
        // The records may be gone: the release isn't made of them any more.
        Ok(()) | Err(ComputeError::NoData { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if said.log_key != vouched.key {
        let (known, found) = (vouched.key.short(), said.log_key.short());
        return Err(ComputeError::OtherKey { known, found }.into());
    }
    match said.editions.iter().find(|(edition, _)| *edition == published.edition) {
        Some((_, Readiness::Ready)) => Ok(true),
        // It answered once, as its receipts prove: what waits now was taken back.
        Some((_, Readiness::Withdrawn | Readiness::Waiting)) => Ok(false),
        Some((_, Readiness::Building | Readiness::Failed)) | None => Err(ComputeError::NoRelease {}.into()),
    }
}
