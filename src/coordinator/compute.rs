//! Computes an index over all members that answer.

use std::time::{Duration, Instant};

use super::client::NodeClient;
use super::error::ComputeError;
use super::member_log::MemberLog;
use super::prepare::make_ready;
use super::run::{IndexRun, Stage};
use super::turns::{each_member, in_turns};
use crate::audit::Vouched;
use crate::charter::Table;
use crate::model::{MemberId, Problem, PublishedTable};
use crate::report::{self, Answered, Layers, MemberOutcome, Missing, Published, Standing};

/// Number of tables of one member that are fetched at a time: their records then share a commit of its log.
const TABLES_AT_A_TIME: usize = 8;

/// Duration of a run, summed over members, without the wait for builds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timings {
    /// Time of fetching tables.
    pub answer: Duration,
    /// Number of cells fetched.
    pub cells: u64,
    /// Time of adding up.
    pub combine: Duration,
}

/// Result of a run.
pub struct Computed {
    /// Index and figures.
    pub published: Published,
    /// Duration of the run.
    pub timings: Timings,
}

/// A run without a result.
#[derive(Debug)]
pub struct RefusedRun {
    /// Reason.
    pub problem: Problem,
    /// Outcome of each member, with the reason why it is missing; empty where the reason isn't theirs.
    pub members: Vec<MemberOutcome>,
}

impl<E: Into<Problem>> From<E> for RefusedRun {
    fn from(error: E) -> Self {
        Self { problem: error.into(), members: Vec::new() }
    }
}

/// Computes the index of a period over all members that answer. *Errors:* fewer members answered than the rule asks for.
pub async fn compute<P: NodeClient>(run: &IndexRun<P>) -> Result<Computed, RefusedRun> {
    let asked = run.clone();
    let ask = move |member: MemberId| {
        let run = asked.clone();
        async move {
            let answer = ask_member(&run, &member).await;
            (run.report)(&member, if answer.result.is_ok() { Stage::Done } else { Stage::Missing });
            answer
        }
    };
    let broken = |member, problem| MemberAnswer { result: Err(problem), ..MemberAnswer::of(member) };
    let charter = run.charter.clone();
    let asked_all = each_member(&charter, run.at_a_time, ask, broken).await;

    let mut timings = Timings::default();
    let (mut members, mut answers) = (Vec::new(), Vec::new());
    for answer in asked_all {
        timings.answer += answer.spent;
        timings.cells += answer.result.iter().flat_map(|own| &own.tables).map(|table| table.len() as u64).sum::<u64>();
        let (outcome, own) = answer.outcome(run);
        members.push(outcome);
        answers.extend(own);
    }
    let (answered, needed) = (answers.len(), run.require.needed(charter.members.len()));
    if answered < needed {
        return Err(RefusedRun { problem: ComputeError::TooFew { answered, needed }.into(), members });
    }
    let began = Instant::now();
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::of(&charter, &members));
    timings.combine = began.elapsed();
    let published = Published {
        charter,
        edition: run.edition,
        period: run.period.clone(),
        revision: run.revision,
        require: run.require.to_string(),
        software: env!("CARGO_PKG_VERSION").to_owned(),
        tables,
        cross_border,
        members,
        coverage,
        answers,
        layers: Layers::default(),
        standing: Standing::default(),
        rehearsal: false,
        synthetic: false,
    };
    Ok(Computed { published, timings })
}

/// Answer of one member.
struct MemberAnswer {
    member: MemberId,
    software: Option<String>,
    weighted: Option<bool>,
    vouched: Option<Vouched>,
    result: Result<Answered, Problem>,
    spent: Duration,
}

impl MemberAnswer {
    fn of(member: MemberId) -> Self {
        let result = Err(ComputeError::Broke {}.into());
        Self { member, software: None, weighted: None, vouched: None, result, spent: Duration::ZERO }
    }

    /// Outcome of the member, with its tables if all of them are here.
    fn outcome<P>(self, run: &IndexRun<P>) -> (MemberOutcome, Option<Answered>) {
        let Self { member, software, weighted, vouched, result, .. } = self;
        let (missing, answered) = match result {
            Ok(answered) => (None, Some(answered)),
            Err(problem) => (Some(problem), None),
        };
        let own = answered.as_ref().and_then(|own| report::whole(&run.charter, own));
        let population = missing.as_ref().and_then(|_| run.population(&member));
        (MemberOutcome { member, software, weighted, vouched, missing, own, population }, answered)
    }
}

async fn ask_member<P: NodeClient>(run: &IndexRun<P>, member: &MemberId) -> MemberAnswer {
    let mut answer = MemberAnswer::of(member.clone());
    let description = match run.nodes.describe(member).await {
        Ok(description) => description,
        Err(problem) => return MemberAnswer { result: Err(problem), ..answer },
    };
    answer.software = Some(description.software.clone());
    answer.weighted = Some(description.weighted.contains(&run.period));
    let result = async {
        description.must_fit(&run.charter, member, &run.period)?;
        let log = MemberLog::of(run, member, &description)?;
        let plan = make_ready(run, member, &description.log_key).await?;
        (run.report)(member, Stage::Answering);
        let began = Instant::now();
        let told = fetch(run, member).await?;
        let mut tables = Vec::with_capacity(told.len());
        let mut receipts = Vec::with_capacity(told.len());
        for (table, (cells, receipt)) in run.charter.lattice.tables().iter().zip(told) {
            // No cell is used that isn't in the log.
            receipts.push(log.open(&receipt, table, &cells)?);
            tables.push(cells);
        }
        report::check_answer(&run.charter, member, &tables)?;
        let spent = began.elapsed();
        let answered = Answered { member: member.clone(), plan, tables };
        let vouched = log.prove(receipts, &answered).await?;
        Ok::<_, Problem>((answered, vouched, spent))
    };
    match result.await {
        Ok((answered, vouched, spent)) => {
            MemberAnswer { result: Ok(answered), vouched: Some(vouched), spent, ..answer }
        }
        Err(problem) => MemberAnswer { result: Err(problem), ..answer },
    }
}

/// All tables of a member, each with the text of its receipt.
async fn fetch<P: NodeClient>(run: &IndexRun<P>, member: &MemberId) -> Result<Vec<(PublishedTable, String)>, Problem> {
    let (asked, member) = (run.clone(), member.clone());
    let ask = move |table: Table| {
        let (run, member) = (asked.clone(), member.clone());
        async move { run.nodes.table(&member, &run.edition, &table).await }
    };
    let told = in_turns(run.charter.lattice.tables().to_vec(), TABLES_AT_A_TIME, ask).await;
    told.into_iter().map(|told| told.unwrap_or_else(|| Err(ComputeError::Broke {}.into()))).collect()
}
