//! Clients of the operator's and the officer's calls: they block until the node has answered.

use std::path::Path;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio_stream::StreamExt as _;
use tonic::transport::Channel;
use tonic::{Response, Status};

use super::operator_socket::connect;
use super::operator_wire::{Malformed, each, ingest_request, look_request, needed};
use super::proto::operator::ingest_response::Report;
use super::proto::operator::officer_service_client::OfficerServiceClient;
use super::proto::operator::operator_service_client::OperatorServiceClient;
use super::proto::operator::{
    AdoptBudgetRequest, AttackReleaseRequest, DecideReleaseRequest, DraftDecisionRequest, EraseDetailRequest,
    ForgetLogRequest, GetBudgetRequest, GetDetailRequest, GetReleaseRequest, GetStatusRequest, ListReleasesRequest,
    ReleaseDecision as WireDecision, SettleLogRequest,
};
use super::status::{CallError, from_detailed_status};
use crate::audit::Look;
use crate::ingest::Progress;
use crate::model::{Findings, Problem, problems};
use crate::node::{
    AttackReport, BudgetStatus, Deed, IngestOrder, Ingested, NodeStatus, OfficerOperations, OperatorOperations,
    ReleaseDecision, ReleaseReview,
};
use crate::store::{Detail, ReleaseRecord};

/// Time within which a node must answer, or begin to.
const PATIENCE: Duration = Duration::from_secs(60);
/// Most bytes of an answer.
const ANSWER_BYTES: usize = 64 << 20;

problems! {
    /// Reason why an answer of a node in service is of no use.
    pub enum OperatorCallError {
        /// It can't be read.
        BadAnswer(Operator, "node-bad-answer") {},
    }
}

impl From<Malformed> for Problem {
    fn from(_: Malformed) -> Self {
        OperatorCallError::BadAnswer {}.into()
    }
}

/// Client of a node in service, for its operator.
pub struct OperatorClient {
    runtime: Runtime,
    service: OperatorServiceClient<Channel>,
}

impl OperatorClient {
    /// Connects to the node of this socket; `None` if no node answers. *Errors:* the socket isn't for this user.
    pub fn connect(runtime: Runtime, socket: &Path) -> Result<Option<Self>, Problem> {
        let channel = runtime.block_on(connect(socket))?;
        let client = |channel| OperatorServiceClient::new(channel).max_decoding_message_size(ANSWER_BYTES);
        Ok(channel.map(|channel| Self { runtime, service: client(channel) }))
    }

    async fn follow_load(&self, order: &IngestOrder, progress: &dyn Fn(Progress)) -> Result<Ingested, Findings> {
        let mut service = self.service.clone();
        let mut reports = begun(service.ingest(ingest_request(order))).await?;
        while let Some(message) = reports.next().await {
            match message.map_err(|status| from_detailed_status(&status))?.report {
                Some(Report::Progress(report)) => progress(report.into()),
                Some(Report::Done(done)) => return Ok(Ingested::try_from(done).map_err(Problem::from)?),
                Some(Report::Refused(refused)) => return Err(refused.try_into().map_err(Problem::from)?),
                None => {}
            }
        }
        Err(OperatorCallError::BadAnswer {}.into())
    }
}

impl OperatorOperations for OperatorClient {
    fn status(&self) -> Result<NodeStatus, Problem> {
        let mut service = self.service.clone();
        let answer = self.runtime.block_on(async { begun(service.get_status(GetStatusRequest {})).await })?;
        Ok(answer.try_into()?)
    }

    fn ingest(&self, order: &IngestOrder, progress: &dyn Fn(Progress)) -> Result<Ingested, Findings> {
        self.runtime.block_on(self.follow_load(order, progress))
    }
}

/// Returns the answer to a call, or its beginning where it is a stream.
async fn begun<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Problem> {
    let answer = tokio::time::timeout(PATIENCE, call).await.map_err(|_| CallError::Deadline {})?;
    Ok(answer.map_err(|status| from_detailed_status(&status))?.into_inner())
}

/// Client of a node in service, for its privacy officer.
pub struct OfficerClient {
    runtime: Runtime,
    service: OfficerServiceClient<Channel>,
}

impl OfficerClient {
    /// Connects to the node of this socket; `None` if no node answers. *Errors:* the socket isn't for this user.
    pub fn connect(runtime: Runtime, socket: &Path) -> Result<Option<Self>, Problem> {
        let channel = runtime.block_on(connect(socket))?;
        let client = |channel| OfficerServiceClient::new(channel).max_decoding_message_size(ANSWER_BYTES);
        Ok(channel.map(|channel| Self { runtime, service: client(channel) }))
    }

    /// Calls without a deadline: an attack draws noise anew.
    fn call<T>(
        &self,
        call: impl AsyncFnOnce(OfficerServiceClient<Channel>) -> Result<Response<T>, Status>,
    ) -> Result<T, Problem> {
        let answer = self.runtime.block_on(call(self.service.clone()));
        Ok(answer.map_err(|status| from_detailed_status(&status))?.into_inner())
    }
}

impl OfficerOperations for OfficerClient {
    fn releases(&self) -> Result<Vec<ReleaseRecord>, Problem> {
        let answer = self.call(async |mut service| service.list_releases(ListReleasesRequest {}).await)?;
        Ok(each(answer.releases)?)
    }

    fn review(&self, edition: &str) -> Result<ReleaseReview, Problem> {
        let request = GetReleaseRequest { edition: edition.to_owned() };
        Ok(self.call(async |mut service| service.get_release(request).await)?.try_into()?)
    }

    fn attack(&self, edition: &str) -> Result<AttackReport, Problem> {
        let request = AttackReleaseRequest { edition: edition.to_owned() };
        Ok(self.call(async |mut service| service.attack_release(request).await)?.try_into()?)
    }

    fn decide(
        &self,
        edition: &str,
        decision: ReleaseDecision,
        detail: &Detail,
        note: Option<&str>,
    ) -> Result<ReleaseRecord, Problem> {
        let Detail { by, reason } = detail.clone();
        let decision = WireDecision::from(decision).into();
        let request = DecideReleaseRequest { edition: edition.to_owned(), decision, by, reason, note: owned(note) };
        Ok(needed(self.call(async |mut service| service.decide_release(request).await)?.release)?)
    }

    fn budget(&self) -> Result<Option<BudgetStatus>, Problem> {
        let answer = self.call(async |mut service| service.get_budget(GetBudgetRequest {}).await)?;
        Ok(answer.budget.map(TryInto::try_into).transpose()?)
    }

    fn adopt_budget(&self, note: Option<&str>) -> Result<Option<BudgetStatus>, Problem> {
        let request = AdoptBudgetRequest { note: owned(note) };
        let answer = self.call(async |mut service| service.adopt_budget(request).await)?;
        Ok(answer.budget.map(TryInto::try_into).transpose()?)
    }

    fn detail(&self, seq: u64) -> Result<Option<Detail>, Problem> {
        let answer = self.call(async |mut service| service.get_detail(GetDetailRequest { seq }).await)?;
        Ok(answer.detail.map(Into::into))
    }

    fn erase_detail(&self, seq: u64, note: Option<&str>) -> Result<(), Problem> {
        let request = EraseDetailRequest { seq, note: owned(note) };
        self.call(async |mut service| service.erase_detail(request).await).map(drop)
    }

    fn settle(&self, note: Option<&str>) -> Result<(), Problem> {
        let request = SettleLogRequest { note: owned(note) };
        self.call(async |mut service| service.settle_log(request).await).map(drop)
    }

    fn forget(&self, log: &str, note: Option<&str>) -> Result<(), Problem> {
        let request = ForgetLogRequest { log: log.to_owned(), note: owned(note) };
        self.call(async |mut service| service.forget_log(request).await).map(drop)
    }

    fn record_look(&self, look: Look) -> Result<(), Problem> {
        self.call(async |mut service| service.record_look(look_request(look)).await).map(drop)
    }

    fn draft(&self, deed: &Deed) -> Result<String, Problem> {
        Ok(self.call(async |mut service| service.draft_decision(DraftDecisionRequest::from(deed.clone())).await)?.text)
    }
}

fn owned(note: Option<&str>) -> Option<String> {
    note.map(str::to_owned)
}
