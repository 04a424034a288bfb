//! Services for the operator's and the officer's calls, answered by a node.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{RwLock, Semaphore, mpsc};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::operator_wire::{Malformed, decision};
use super::proto::operator::ingest_response::Report;
use super::proto::operator::officer_service_server::OfficerService;
use super::proto::operator::operator_service_server::OperatorService;
use super::proto::operator::{
    AdoptBudgetRequest, AdoptBudgetResponse, AttackReleaseRequest, AttackReleaseResponse, DecideReleaseRequest,
    DecideReleaseResponse, DraftDecisionRequest, DraftDecisionResponse, EraseDetailRequest, EraseDetailResponse,
    ForgetLogRequest, ForgetLogResponse, GetBudgetRequest, GetBudgetResponse, GetDetailRequest, GetDetailResponse,
    GetReleaseRequest, GetReleaseResponse, GetStatusRequest, GetStatusResponse, IngestRequest, IngestResponse,
    ListReleasesRequest, ListReleasesResponse, RecordLookRequest, RecordLookResponse, SettleLogRequest,
    SettleLogResponse,
};
use super::status::{CallError, to_detailed_status};
use crate::audit::Look;
use crate::ingest::Progress;
use crate::model::Problem;
use crate::node::{Deed, IngestOrder, OfficerOperations, OperatorOperations};
use crate::store::Detail;

/// Service for the operator's calls.
pub(super) struct OperatorGrpcService {
    pub operations: Arc<dyn OperatorOperations>,
    /// Lock that every load in hand holds for reading.
    pub loads: Arc<RwLock<()>>,
}

#[tonic::async_trait]
impl OperatorService for OperatorGrpcService {
    async fn get_status(&self, _: Request<GetStatusRequest>) -> Result<Response<GetStatusResponse>, Status> {
        let operations = self.operations.clone();
        blocking(move || operations.status().map(Into::into)).await
    }

    type IngestStream = Pin<Box<dyn Stream<Item = Result<IngestResponse, Status>> + Send>>;

    async fn ingest(&self, request: Request<IngestRequest>) -> Result<Response<Self::IngestStream>, Status> {
        let order = IngestOrder::try_from(request.into_inner()).map_err(bad_request)?;
        let (reports, stream) = mpsc::channel(16);
        let (operations, in_hand) = (self.operations.clone(), self.loads.clone().read_owned().await);
        tokio::task::spawn_blocking(move || {
            let _in_hand = in_hand;
            // A load goes on when its caller has gone: it is done whole or not at all. A caller that doesn't read
            // doesn't stop it either: it misses progress, and there is always room for the last report.
            let progress = |progress: Progress| {
                if reports.capacity() > 1 {
                    let report = Some(Report::Progress(progress.into()));
                    let _ = reports.try_send(Ok(IngestResponse { report }));
                }
            };
            let ended = operations.ingest(&order, &progress);
            let _ = reports.try_send(Ok(ended.into()));
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }
}

/// Service for the officer's calls.
pub(super) struct OfficerGrpcService {
    operations: Arc<dyn OfficerOperations>,
    /// Permit for the one attack at a time, which takes all cores for a while.
    attacks: Arc<Semaphore>,
}

impl OfficerGrpcService {
    pub(super) fn new(operations: Arc<dyn OfficerOperations>) -> Self {
        Self { operations, attacks: Arc::new(Semaphore::new(1)) }
    }

    /// Performs an operation where blocking does no harm.
    async fn perform<T: Send + 'static>(
        &self,
        operation: impl FnOnce(&dyn OfficerOperations) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Response<T>, Status> {
        let operations = self.operations.clone();
        blocking(move || operation(&*operations)).await
    }
}

#[tonic::async_trait]
impl OfficerService for OfficerGrpcService {
    async fn list_releases(&self, _: Request<ListReleasesRequest>) -> Result<Response<ListReleasesResponse>, Status> {
        self.perform(|node| {
            Ok(ListReleasesResponse { releases: node.releases()?.into_iter().map(Into::into).collect() })
        })
        .await
    }

    async fn get_release(&self, request: Request<GetReleaseRequest>) -> Result<Response<GetReleaseResponse>, Status> {
        let edition = request.into_inner().edition;
        self.perform(move |node| node.review(&edition).map(Into::into)).await
    }

    async fn attack_release(
        &self,
        request: Request<AttackReleaseRequest>,
    ) -> Result<Response<AttackReleaseResponse>, Status> {
        let edition = request.into_inner().edition;
        let turn = self.attacks.clone().acquire_owned().await;
        self.perform(move |node| {
            // The attack goes on when its caller has gone, and keeps its turn.
            let _turn = turn;
            node.attack(&edition).map(Into::into)
        })
        .await
    }

    async fn decide_release(
        &self,
        request: Request<DecideReleaseRequest>,
    ) -> Result<Response<DecideReleaseResponse>, Status> {
        let DecideReleaseRequest { edition, decision: wanted, by, reason, note } = request.into_inner();
        let (wanted, detail) = (decision(wanted).map_err(bad_request)?, Detail { by, reason });
        self.perform(move |node| {
            let release = node.decide(&edition, wanted, &detail, note.as_deref())?;
            Ok(DecideReleaseResponse { release: Some(release.into()) })
        })
        .await
    }

    async fn get_budget(&self, _: Request<GetBudgetRequest>) -> Result<Response<GetBudgetResponse>, Status> {
        self.perform(|node| Ok(GetBudgetResponse { budget: node.budget()?.map(Into::into) })).await
    }

    async fn adopt_budget(
        &self,
        request: Request<AdoptBudgetRequest>,
    ) -> Result<Response<AdoptBudgetResponse>, Status> {
        let note = request.into_inner().note;
        self.perform(move |node| {
            Ok(AdoptBudgetResponse { budget: node.adopt_budget(note.as_deref())?.map(Into::into) })
        })
        .await
    }

    async fn get_detail(&self, request: Request<GetDetailRequest>) -> Result<Response<GetDetailResponse>, Status> {
        let seq = request.into_inner().seq;
        self.perform(move |node| Ok(GetDetailResponse { detail: node.detail(seq)?.map(Into::into) })).await
    }

    async fn erase_detail(
        &self,
        request: Request<EraseDetailRequest>,
    ) -> Result<Response<EraseDetailResponse>, Status> {
        let EraseDetailRequest { seq, note } = request.into_inner();
        self.perform(move |node| node.erase_detail(seq, note.as_deref()).map(|()| EraseDetailResponse {})).await
    }

    async fn settle_log(&self, request: Request<SettleLogRequest>) -> Result<Response<SettleLogResponse>, Status> {
        let note = request.into_inner().note;
        self.perform(move |node| node.settle(note.as_deref()).map(|()| SettleLogResponse {})).await
    }

    async fn forget_log(&self, request: Request<ForgetLogRequest>) -> Result<Response<ForgetLogResponse>, Status> {
        let ForgetLogRequest { log, note } = request.into_inner();
        self.perform(move |node| node.forget(&log, note.as_deref()).map(|()| ForgetLogResponse {})).await
    }

    async fn record_look(&self, request: Request<RecordLookRequest>) -> Result<Response<RecordLookResponse>, Status> {
        let look = Look::try_from(request.into_inner()).map_err(bad_request)?;
        self.perform(move |node| node.record_look(look).map(|()| RecordLookResponse {})).await
    }

    async fn draft_decision(
        &self,
        request: Request<DraftDecisionRequest>,
    ) -> Result<Response<DraftDecisionResponse>, Status> {
        let deed = Deed::try_from(request.into_inner()).map_err(bad_request)?;
        self.perform(move |node| Ok(DraftDecisionResponse { text: node.draft(&deed)? })).await
    }
}

/// Performs work where blocking does no harm.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<Response<T>, Status> {
    let done = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(CallError::Internal {}.into()));
    done.map(Response::new).map_err(to_detailed_status)
}

fn bad_request(_: Malformed) -> Status {
    to_detailed_status(CallError::BadRequest {}.into())
}
