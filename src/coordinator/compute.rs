use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::{Description, Peers, Require};
use crate::charter::Charter;
use crate::model::{EditionId, MemberId, Period, Problem, PublishedTable, problems};
use crate::report::{MemberOutcome, Published};

problems! {
    /// Why there is no result.
    pub enum ComputeError {
        /// Fewer members answered than the rule asks for.
        TooFew(Peer, "index-too-few-members") { answered: usize, needed: usize },
        /// A member acts under another charter.
        OtherCharter(Policy, "member-other-charter") { ours: String, theirs: String },
        /// A member has no data for the period.
        NoData(Policy, "member-no-data") { period: Period },
        /// The node says that it is another member's.
        OtherMember(Integrity, "member-other-member") { found: MemberId },
        /// A member names the same computation differently.
        OtherEdition(Integrity, "member-other-edition") { ours: String, theirs: String },
        /// Asking broke off.
        Broke(Bug, "member-asking-broke") {},
    }
}

/// What a member's part of the run is at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Its release is being built: parts per thousand.
    Building(u32),
    /// Its tables are being fetched.
    Answering,
    /// All its tables are here.
    Done,
    /// It is missing from the result.
    Missing,
}

/// What a run took, summed over members, waiting for builds left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    /// Fetching tables.
    pub answer: Duration,
    /// Cells fetched.
    pub cells: u64,
    /// Adding up.
    pub combine: Duration,
}

/// Computes the index of a period over all members that answer. `report` hears how far each member is.
///
/// *Errors:* fewer members answered than `require` asks for; the outcomes say why each one is missing.
pub async fn compute<P: Peers>(
    charter: Arc<Charter>,
    peers: Arc<P>,
    edition: EditionId,
    period: &Period,
    require: Require,
    at_a_time: usize,
    report: Arc<dyn Fn(&MemberId, Stage) + Send + Sync>,
) -> Result<(Published, Timings), (Problem, Vec<MemberOutcome>)> {
    let ask = {
        let (charter, period, report) = (charter.clone(), period.clone(), report.clone());
        move |member: MemberId| {
            let (charter, peers, period, report) = (charter.clone(), peers.clone(), period.clone(), report.clone());
            async move {
                let answer = ask_member(&charter, peers.as_ref(), &member, &edition, &period, report.as_ref()).await;
                report(&member, if answer.result.is_ok() { Stage::Done } else { Stage::Missing });
                answer
            }
        }
    };
    let broken = |member, problem| Answer { member, software: None, result: Err(problem), spent: Duration::ZERO };
    let answers = each_member(&charter, at_a_time, ask, broken).await;

    let mut timings = Timings::default();
    let mut outcomes = Vec::new();
    let mut tables = Vec::new();
    for answer in answers {
        timings.answer += answer.spent;
        let (missing, own) = match answer.result {
            Err(problem) => (Some(problem), None),
            Ok(own) => {
                timings.cells += own.iter().map(|table| table.len() as u64).sum::<u64>();
                let whole = charter.lattice.tables().iter().position(|table| table.axes.is_empty());
                let summary = whole.map(|whole| own[whole].clone());
                tables.push((answer.member.clone(), own));
                (None, summary)
            }
        };
        outcomes.push(MemberOutcome { member: answer.member, software: answer.software, missing, own });
    }
    let (answered, needed) = (tables.len(), require.needed(charter.members.len()));
    if answered < needed {
        return Err((ComputeError::TooFew { answered, needed }.into(), outcomes));
    }
    let began = Instant::now();
    let (tables, cross_border, coverage) = Published::combine(&charter, &tables);
    timings.combine = began.elapsed();
    let require = require.to_string();
    let published = Published {
        charter,
        edition,
        period: period.clone(),
        require,
        tables,
        cross_border,
        members: outcomes,
        coverage,
    };
    Ok((published, timings))
}

struct Answer {
    member: MemberId,
    software: Option<String>,
    result: Result<Vec<PublishedTable>, Problem>,
    spent: Duration,
}

async fn ask_member<P: Peers>(
    charter: &Charter,
    peers: &P,
    member: &MemberId,
    edition: &EditionId,
    period: &Period,
    report: &(dyn Fn(&MemberId, Stage) + Send + Sync),
) -> Answer {
    let mut answer = Answer { member: member.clone(), software: None, result: Ok(Vec::new()), spent: Duration::ZERO };
    let description = match peers.describe(member).await {
        Ok(description) => description,
        Err(problem) => return Answer { result: Err(problem), ..answer },
    };
    answer.software = Some(description.software.clone());
    let result = async {
        check(charter, member, &description, period)?;
        let theirs = peers.open_edition(member, period).await?;
        if theirs != *edition {
            let (ours, theirs) = (edition.digest().short(), theirs.digest().short());
            return Err(ComputeError::OtherEdition { ours, theirs }.into());
        }
        peers.wait_until_ready(member, edition, &|done| report(member, Stage::Building(done))).await?;
        report(member, Stage::Answering);
        let began = Instant::now();
        let mut tables = Vec::with_capacity(charter.lattice.tables().len());
        for table in charter.lattice.tables() {
            tables.push(peers.table(member, edition, table).await?);
        }
        Ok::<_, Problem>((tables, began.elapsed()))
    };
    match result.await {
        Ok((tables, spent)) => Answer { result: Ok(tables), spent, ..answer },
        Err(problem) => Answer { result: Err(problem), ..answer },
    }
}

/// Whether what a node says of itself lets it answer for the period.
pub(super) fn check(
    charter: &Charter,
    member: &MemberId,
    description: &Description,
    period: &Period,
) -> Result<(), ComputeError> {
    if description.member != *member {
        return Err(ComputeError::OtherMember { found: description.member.clone() });
    }
    if description.charter != charter.digest {
        return Err(ComputeError::OtherCharter { ours: charter.digest.short(), theirs: description.charter.short() });
    }
    if !description.periods.contains(period) {
        return Err(ComputeError::NoData { period: period.clone() });
    }
    Ok(())
}

/// Asks all members, so many at a time, and gives the answers in the order of their ids. A member never waits for
/// another one, and a broken task is one missing member.
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
    let turns = Arc::new(Semaphore::new(at_a_time.max(1)));
    let mut tasks = JoinSet::new();
    for (position, member) in charter.members.iter().enumerate() {
        let (turns, asking) = (turns.clone(), ask(member.id.clone()));
        tasks.spawn(async move {
            // The semaphore is never closed.
            let _turn = turns.acquire_owned().await;
            (position, asking.await)
        });
    }
    let mut answers: Vec<Option<T>> = charter.members.iter().map(|_| None).collect();
    while let Some(done) = tasks.join_next().await {
        if let Ok((position, answer)) = done {
            answers[position] = Some(answer);
        }
    }
    let whole = answers.into_iter().zip(&charter.members);
    whole
        .map(|(answer, member)| answer.unwrap_or_else(|| broken(member.id.clone(), ComputeError::Broke {}.into())))
        .collect()
}
