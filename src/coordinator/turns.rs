//! Work done for every member, for a number of them at a time.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::error::ComputeError;
use crate::charter::Charter;
use crate::model::{MemberId, Problem};

/// Asks all members, `at_a_time` of them together. A broken task counts as a missing member. *Shape:* by member, in the
/// order of the charter.
pub(super) async fn each_member<T, F>(
    charter: &Charter,
    at_a_time: usize,
    ask: impl Fn(MemberId) -> F,
    broken: impl Fn(MemberId, Problem) -> T,
) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let ids = charter.members.iter().map(|member| member.id.clone());
    let answers = in_turns(ids, at_a_time, ask).await;
    let whole = answers.into_iter().zip(&charter.members);
    whole
        .map(|(answer, member)| answer.unwrap_or_else(|| broken(member.id.clone(), ComputeError::Broke {}.into())))
        .collect()
}

/// Does some work for each item, for `at_a_time` of them together. *Shape:* in their order; `None` where a task broke.
pub(super) async fn in_turns<I, T, F>(
    each: impl IntoIterator<Item = I>,
    at_a_time: usize,
    work: impl Fn(I) -> F,
) -> Vec<Option<T>>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let turns = Arc::new(Semaphore::new(at_a_time.max(1)));
    let mut tasks = JoinSet::new();
    for (position, work) in each.into_iter().map(work).enumerate() {
        let turns = turns.clone();
        tasks.spawn(async move {
            // The semaphore is never closed.
            let _turn = turns.acquire_owned().await;
            (position, work.await)
        });
    }
    let mut done: Vec<Option<T>> = (0..tasks.len()).map(|_| None).collect();
    while let Some(ended) = tasks.join_next().await {
        if let Ok((position, found)) = ended {
            done[position] = Some(found);
        }
    }
    done
}
