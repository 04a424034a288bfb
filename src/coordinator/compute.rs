use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::claims::make_known;
use super::{Description, Disagreement, Peers, Remembered, Word};
use crate::audit::{About, Receipt, ReceiptError, Vouched, is_log_of};
use crate::charter::{Charter, Class, Table, groups_word};
use crate::disclosure::private::Plan;
use crate::model::{EditionId, MemberId, Period, Problem, PublishedTable, problems};
use crate::note::{VerifierKey, only_by};
use crate::report::{self, Answered, Layers, MemberOutcome, Missing, Population, Published, Require, Standing};
use crate::tlog::{Checkpoint, Proof, verify_consistency};

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
        /// A member's tables aren't the release that it named.
        OtherRelease(Integrity, "member-other-release") { named: String, found: String },
        /// The key of a member's log is named after somebody else.
        ForeignLog(Integrity, "member-foreign-log") { log: String },
        /// A member's log has another key than before.
        OtherKey(Integrity, "member-other-key") { known: String, found: String },
        /// A member told something else of the same edition before.
        ChangedRelease(Integrity, "member-changed-release") {},
        /// A member's log has lost records that it had, or has others in their place.
        LogForked(Integrity, "member-log-forked") { known: u64, found: u64 },
        /// A node that answered has no release of the edition any more.
        NoRelease(Policy, "member-no-release") {},
        /// Too few of a member's witnesses know what it is about to spend.
        NotWitnessed(Peer, "member-not-witnessed") {},
        /// It has answered for the edition before, and would draw other figures now.
        LostRelease(Integrity, "member-lost-release") {},
        /// Asking broke off.
        Broke(Bug, "member-asking-broke") {},
    }
}

/// Tables of one member that are fetched at a time: their records then share a commit of its log.
const TABLES_AT_A_TIME: usize = 8;

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

/// Hears how far a member is; called from several tasks at a time.
pub type OnStage = Arc<dyn Fn(&MemberId, Stage) + Send + Sync>;

/// Hears of two checkpoints of a log that can't both be true; called from several tasks at a time.
pub type OnEvidence = Arc<dyn Fn(Disagreement) + Send + Sync>;

/// Signs, as a witness whose key has this name, what a member is about to spend, if that is this coordinator's; called from several
/// tasks at a time. What it signs it has written down, for good.
pub type OnClaim = Arc<dyn Fn(&str, &MemberId, &VerifierKey, &str) -> Option<Word> + Send + Sync>;

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

/// One run of a coordinator.
pub struct Run<P> {
    /// The agreement.
    pub charter: Arc<Charter>,
    /// The members' nodes.
    pub peers: Arc<P>,
    /// The computation.
    pub edition: EditionId,
    /// Period of the data.
    pub period: Period,
    /// Which correction of it; 0 for the first release.
    pub revision: u32,
    /// The name in the coordinator's certificate: receipts are for it.
    pub caller: String,
    /// How many members must answer.
    pub require: Require,
    /// Members that are talked to at a time.
    pub at_a_time: usize,
    /// What earlier runs knew of members.
    pub remembered: Arc<BTreeMap<MemberId, Remembered>>,
    /// Hears how far each member is.
    pub report: OnStage,
    /// Hears of two checkpoints of a log that can't both be true.
    pub evidence: OnEvidence,
    /// Signs what members are about to spend.
    pub claim: OnClaim,
}

impl<P> Run<P> {
    /// How many people a member speaks for, as far as anybody knows without asking it: by what it answered last, or by the
    /// charter.
    fn population(&self, member: &MemberId) -> Option<Population> {
        let answered = self.remembered.get(member).and_then(|known| known.people);
        let declared = self.charter.member(member).and_then(|known| known.population);
        answered.map(Population::Answered).or(declared.map(|people| Population::Declared(people as f64)))
    }
}

// Written out, as deriving would ask for a `Clone` peer.
impl<P> Clone for Run<P> {
    fn clone(&self) -> Self {
        Self {
            charter: self.charter.clone(),
            peers: self.peers.clone(),
            edition: self.edition,
            period: self.period.clone(),
            revision: self.revision,
            caller: self.caller.clone(),
            require: self.require,
            at_a_time: self.at_a_time,
            remembered: self.remembered.clone(),
            report: self.report.clone(),
            evidence: self.evidence.clone(),
            claim: self.claim.clone(),
        }
    }
}

/// Opens the edition at every member and waits until its release answers. Says per member why it won't.
pub async fn open<P: Peers>(run: &Run<P>) -> Vec<(MemberId, Option<Problem>)> {
    let asked = run.clone();
    let ask = move |member: MemberId| {
        let run = asked.clone();
        async move {
            let opened = async {
                let description = run.peers.describe(&member).await?;
                check(&run.charter, &member, &description, &run.period)?;
                Log::of(&run, &member, &description)?;
                make_ready(&run, &member, &description.log_key).await.map(drop)
            };
            let obstacle = opened.await.err();
            (run.report)(&member, if obstacle.is_none() { Stage::Done } else { Stage::Missing });
            (member, obstacle)
        }
    };
    each_member(&run.charter, run.at_a_time, ask, |member, problem| (member, Some(problem))).await
}

/// Computes the index of a period over all members that answer.
///
/// *Errors:* fewer members answered than the rule asks for; the outcomes say why each one is missing.
pub async fn compute<P: Peers>(run: &Run<P>) -> Result<(Published, Timings), (Problem, Vec<MemberOutcome>)> {
    let asked = run.clone();
    let ask = move |member: MemberId| {
        let run = asked.clone();
        async move {
            let answer = ask_member(&run, &member).await;
            (run.report)(&member, if answer.result.is_ok() { Stage::Done } else { Stage::Missing });
            answer
        }
    };
    let broken = |member, problem| Answer { result: Err(problem), ..Answer::of(member) };
    let charter = run.charter.clone();
    let answers = each_member(&charter, run.at_a_time, ask, broken).await;

    let mut timings = Timings::default();
    let mut outcomes = Vec::new();
    let mut tables = Vec::new();
    for answer in answers {
        timings.answer += answer.spent;
        let (missing, own) = match answer.result {
            Err(problem) => (Some(problem), None),
            Ok(own) => {
                timings.cells += own.tables.iter().map(|table| table.len() as u64).sum::<u64>();
                let whole = report::whole(&charter, &own);
                tables.push(own);
                (None, whole)
            }
        };
        let (member, software, weighted, vouched) = (answer.member, answer.software, answer.weighted, answer.vouched);
        let population = missing.as_ref().and_then(|_| run.population(&member));
        outcomes.push(MemberOutcome { member, software, weighted, vouched, missing, own, population });
    }
    let (answered, needed) = (tables.len(), run.require.needed(charter.members.len()));
    if answered < needed {
        return Err((ComputeError::TooFew { answered, needed }.into(), outcomes));
    }
    let began = Instant::now();
    let answers = tables;
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::of(&charter, &outcomes));
    timings.combine = began.elapsed();
    let (period, require) = (run.period.clone(), run.require.to_string());
    let published = Published {
        charter,
        edition: run.edition,
        period,
        revision: run.revision,
        require,
        software: env!("CARGO_PKG_VERSION").to_owned(),
        tables,
        cross_border,
        members: outcomes,
        coverage,
        answers,
        layers: Layers::default(),
        standing: Standing::default(),
        rehearsal: false,
        synthetic: false,
    };
    Ok((published, timings))
}

struct Answer {
    member: MemberId,
    software: Option<String>,
    weighted: Option<bool>,
    vouched: Option<Vouched>,
    result: Result<Answered, Problem>,
    spent: Duration,
}

impl Answer {
    fn of(member: MemberId) -> Self {
        let result = Err(ComputeError::Broke {}.into());
        Self { member, software: None, weighted: None, vouched: None, result, spent: Duration::ZERO }
    }
}

async fn ask_member<P: Peers>(run: &Run<P>, member: &MemberId) -> Answer {
    let mut answer = Answer::of(member.clone());
    let description = match run.peers.describe(member).await {
        Ok(description) => description,
        Err(problem) => return Answer { result: Err(problem), ..answer },
    };
    answer.software = Some(description.software.clone());
    answer.weighted = Some(description.weighted.contains(&run.period));
    let result = async {
        check(&run.charter, member, &description, &run.period)?;
        let log = Log::of(run, member, &description)?;
        let plan = make_ready(run, member, &description.log_key).await?;
        (run.report)(member, Stage::Answering);
        let began = Instant::now();
        let told = fetch(run, member).await?;
        let mut tables = Vec::with_capacity(told.len());
        let mut receipts = Vec::with_capacity(told.len());
        for (table, (cells, receipt)) in run.charter.lattice.tables().iter().zip(told) {
            // Nothing is looked at that isn't in the log.
            receipts.push(log.open(&receipt, table, &cells)?);
            tables.push(cells);
        }
        report::check_answer(&run.charter, member, &tables)?;
        let spent = began.elapsed();
        let answered = Answered { member: member.clone(), plan, tables };
        let vouched = log.vouch(receipts, &answered).await?;
        Ok::<_, Problem>((answered, vouched, spent))
    };
    match result.await {
        Ok((answered, vouched, spent)) => Answer { result: Ok(answered), vouched: Some(vouched), spent, ..answer },
        Err(problem) => Answer { result: Err(problem), ..answer },
    }
}

/// All tables of a member, each with the text of its receipt.
async fn fetch<P: Peers>(run: &Run<P>, member: &MemberId) -> Result<Vec<(PublishedTable, String)>, Problem> {
    let (asked, member) = (run.clone(), member.clone());
    let ask = move |table: Table| {
        let (run, member) = (asked.clone(), member.clone());
        async move { run.peers.table(&member, &run.edition, &table).await }
    };
    let told = in_turns(run.charter.lattice.tables().to_vec(), TABLES_AT_A_TIME, ask).await;
    told.into_iter().map(|told| told.unwrap_or_else(|| Err(ComputeError::Broke {}.into()))).collect()
}

/// The log of a member, as a run sees it.
struct Log<'r, P> {
    run: &'r Run<P>,
    member: &'r MemberId,
    key: VerifierKey,
    node: String,
    /// Whom its node wants to see it.
    witnesses: Vec<String>,
}

impl<'r, P: Peers> Log<'r, P> {
    /// The log whose key a node names. *Errors:* it is somebody else's, or another one than before.
    fn of(run: &'r Run<P>, member: &'r MemberId, description: &Description) -> Result<Self, ComputeError> {
        let key = description.log_key.clone();
        if !is_log_of(key.name(), member.as_str()) {
            return Err(ComputeError::ForeignLog { log: key.name().to_owned() });
        }
        if let Some(known) = run.remembered.get(member).filter(|known| known.key != key) {
            return Err(ComputeError::OtherKey { known: known.key.short(), found: key.short() });
        }
        let node = format!("{}/{member}", run.charter.id);
        Ok(Self { run, member, key, node, witnesses: description.witnesses.clone() })
    }

    /// The receipt for a table, verified.
    fn open(&self, receipt: &str, table: &Table, cells: &PublishedTable) -> Result<Receipt, Problem> {
        let charter = &self.run.charter;
        let receipt = Receipt::open(receipt, &self.key)?;
        receipt.check(&About {
            node: &self.node,
            charter: &charter.digest,
            edition: &self.run.edition,
            level: &charter.geography.levels()[table.level],
            groups: &groups_word(charter, table),
            period: &self.run.period,
            cells,
        })?;
        // A record of an earlier run, or of somebody else's question, is none of this answer.
        let known = self.run.remembered.get(self.member).and_then(|known| known.checkpoint.as_deref());
        let before = known.and_then(|known| Checkpoint::open(known, &self.key)).map_or(0, |known| known.size);
        if receipt.proof.index < before {
            return Err(ReceiptError::OtherAnswer { field: "seq".to_owned() }.into());
        }
        if !receipt.is_for(&self.run.caller) {
            return Err(ReceiptError::OtherAnswer { field: "peer".to_owned() }.into());
        }
        Ok(receipt)
    }

    /// The log shows a checkpoint that doesn't go on from the one that is remembered: its node is told, and both are kept.
    async fn forked(&self, found: &str) -> Problem {
        let known = self.run.remembered.get(self.member).map(|known| known.checkpoint.clone().unwrap_or_default());
        let known = known.unwrap_or_default();
        // A node that doesn't listen doesn't change what is known of it.
        let _ = self.run.peers.report_disagreement(self.member, &known, found).await;
        let size = |note: &str| Checkpoint::open(note, &self.key).map_or(0, |checkpoint| checkpoint.size);
        let forked = ComputeError::LogForked { known: size(&known), found: size(found) }.into();
        let (member, found) = (self.member.clone(), found.to_owned());
        (self.run.evidence)(Disagreement { witness: member.clone(), member, known, found, proved: true });
        forked
    }

    /// Everything that was answered under one checkpoint, which grew from the one that is remembered.
    async fn vouch(&self, receipts: Vec<Receipt>, answered: &Answered) -> Result<Vouched, Problem> {
        let (peers, known) = (&self.run.peers, self.run.remembered.get(self.member));
        let found = answered.digest(&self.run.charter);
        if let Some(named) = receipts.iter().map(Receipt::release).find(|named| *named != Some(found)) {
            let named = named.map(|named| named.short()).unwrap_or_default();
            return Err(ComputeError::OtherRelease { named, found: found.short() }.into());
        }
        if known.and_then(|known| known.release).is_some_and(|known| known != found) {
            return Err(ComputeError::ChangedRelease {}.into());
        }
        let before = known.and_then(|known| Checkpoint::open(known.checkpoint.as_deref()?, &self.key));
        let old: Vec<u64> = before.iter().map(|before| before.size).collect();
        let not_proved = || ReceiptError::NotProved {};
        let grown = match peers.checkpoint(self.member, &old, None).await {
            Err(problem) if problem.key == "log-no-record" => {
                let found = receipts.last().map(|last| last.proof.checkpoint.clone()).unwrap_or_default();
                return Err(self.forked(&found).await);
            }
            grown => grown?,
        };
        let checkpoint = Checkpoint::open(&grown.checkpoint, &self.key).ok_or_else(not_proved)?;
        if let Some(before) = before {
            let proof = grown.proofs.first().ok_or_else(not_proved)?;
            if !verify_consistency(before.size, checkpoint.size, &before.root, &checkpoint.root, proof) {
                return Err(self.forked(&grown.checkpoint).await);
            }
        }
        let records: Vec<u64> = receipts.iter().map(|receipt| receipt.proof.index).collect();
        let under_one = peers.receipts(self.member, &grown.checkpoint, &records).await?;
        if under_one.len() != receipts.len() {
            return Err(not_proved().into());
        }
        let mut proved = Vec::with_capacity(receipts.len());
        for (text, first) in under_one.iter().zip(receipts) {
            // The same record, and in the log that grew from what is remembered.
            let proof = Proof::parse(text).filter(|proof| proof.checkpoint == grown.checkpoint);
            let receipt = Receipt::under(proof.ok_or_else(not_proved)?, &checkpoint)?;
            if receipt.entry != first.entry {
                return Err(not_proved().into());
            }
            proved.push(receipt);
        }
        // What else stands in the note would be published with it.
        let own = only_by(&grown.checkpoint, &self.key).ok_or_else(not_proved)?;
        let (key, wanted, witnesses) = (self.key.clone(), self.witnesses.clone(), Vec::new());
        Ok(Vouched { key, checkpoint: own, wanted, witnesses, receipts: proved, release: found })
    }
}

/// Opens the edition at a member and waits until its release answers.
async fn make_ready<P: Peers>(run: &Run<P>, member: &MemberId, key: &VerifierKey) -> Result<Option<Plan>, Problem> {
    let report = |done| (run.report)(member, Stage::Building(done));
    let mut opened = run.peers.open_edition(member, (&run.period, run.revision), &report).await;
    let waits =
        |opened: &Result<_, Problem>| opened.as_ref().is_err_and(|problem| problem.key == "edition-not-approved");
    let private = run.charter.class == Class::Private;
    if waits(&opened) && private && run.remembered.get(member).is_some_and(|known| known.release.is_some()) {
        return Err(ComputeError::LostRelease {}.into());
    }
    if waits(&opened) && private && make_known(run, member, key).await? {
        opened = run.peers.open_edition(member, (&run.period, run.revision), &report).await;
        if waits(&opened) && !run.peers.claims(member).await?.0.is_empty() {
            return Err(ComputeError::NotWitnessed {}.into());
        }
    }
    let (theirs, plan) = opened?;
    if theirs != run.edition {
        let (ours, theirs) = (run.edition.digest().short(), theirs.digest().short());
        return Err(ComputeError::OtherEdition { ours, theirs }.into());
    }
    Ok(report::plan_of(&run.charter, member, plan.as_deref())?)
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

/// Asks all members, so many at a time, and gives the answers in the order of their ids. A broken task is one missing
/// member.
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

/// Does something for each of several, so many at a time, and gives what came of it in their order; nothing where a task
/// broke.
async fn in_turns<I, T, F>(each: impl IntoIterator<Item = I>, at_a_time: usize, work: impl Fn(I) -> F) -> Vec<Option<T>>
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
