use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::authorizer::{Authorizer, RpcMethod};
use super::proto::node::node_service_server::NodeService;
use super::proto::node::{
    DescribeRequest, DescribeResponse, EditionState as WireState, EditionSummary, GetTableRequest, GetTableResponse,
    OpenEditionRequest, OpenEditionResponse, WatchEditionRequest, WatchEditionResponse,
};
use super::status::{CallError, to_status};
use super::wire::{TableQuestion, responses};
use crate::audit::Certified;
use crate::charter::LAST_REVISION;
use crate::model::{EditionId, EditionState, Period, Problem, ReleaseState};
use crate::node::{EditionError, EditionProgress};

/// Service that answers coordinators.
pub(super) struct NodeGrpcService {
    authorizer: Authorizer,
    columns: Arc<[String]>,
}

impl NodeGrpcService {
    pub(super) fn new(authorizer: Authorizer) -> Self {
        let charter = authorizer.node.charter();
        let columns = charter.statistics().names(&charter.dimension_ids(), &charter.band_ids()).into();
        Self { authorizer, columns }
    }
}

type AnswerStream<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl NodeService for NodeGrpcService {
    async fn describe(&self, request: Request<DescribeRequest>) -> Result<Response<DescribeResponse>, Status> {
        self.authorizer.authorise(&request, RpcMethod::Describe)?;
        let (editions, fitting) =
            self.authorizer.blocking(|node| Ok((node.editions()?, node.fitting_datasets()?))).await?;
        let editions = editions.into_iter().map(|(edition, period, state)| EditionSummary {
            state: wire_state(state).into(),
            edition: edition.to_string(),
            period: period.to_string(),
        });
        let weighted = fitting.iter().filter(|dataset| dataset.mean_weight.is_some());
        Ok(Response::new(DescribeResponse {
            member: self.authorizer.node.member().to_string(),
            software: env!("CARGO_PKG_VERSION").to_owned(),
            charter_digest: self.authorizer.node.charter().digest().to_string(),
            log_key: self.authorizer.node.log_key().to_string(),
            wants_witnesses: self.authorizer.node.wants_witnesses(),
            witnesses: self.authorizer.node.witness_set().now,
            weighted_periods: weighted.map(|dataset| dataset.period.to_string()).collect(),
            periods: fitting.iter().map(|dataset| dataset.period.to_string()).collect(),
            editions: editions.collect(),
        }))
    }

    async fn open_edition(
        &self,
        request: Request<OpenEditionRequest>,
    ) -> Result<Response<OpenEditionResponse>, Status> {
        let caller = self.authorizer.authorise(&request, RpcMethod::OpenEdition)?;
        let request = request.into_inner();
        let runtime = tokio::runtime::Handle::current();
        let opened = self.authorizer.decide(caller, RpcMethod::OpenEdition, move |node, caller| {
            let (Ok(charter), Ok(period)) = (request.charter_digest.parse(), request.period.parse::<Period>()) else {
                return Err(CallError::BadRequest {}.into());
            };
            if request.revision > LAST_REVISION {
                return Err(CallError::BadRequest {}.into());
            }
            // The build is spawned on this runtime.
            let _runtime = runtime.enter();
            let edition = node.propose_edition(caller, &charter, (&period, request.revision))?;
            let progress = node.watch_edition(&edition)?;
            let state = wire_state(progress.borrow().state());
            Ok((edition, state))
        });
        let (edition, state) = opened.await?;
        Ok(Response::new(OpenEditionResponse { edition: edition.to_string(), state: state.into() }))
    }

    type WatchEditionStream = AnswerStream<WatchEditionResponse>;

    async fn watch_edition(
        &self,
        request: Request<WatchEditionRequest>,
    ) -> Result<Response<Self::WatchEditionStream>, Status> {
        let caller = self.authorizer.authorise(&request, RpcMethod::WatchEdition)?;
        let edition = request.into_inner().edition.parse::<EditionId>();
        let watched = self.authorizer.decide(caller.clone(), RpcMethod::WatchEdition, move |node, _| {
            let edition = edition.map_err(|_| CallError::BadRequest {})?;
            Ok((edition, node.watch_edition(&edition)?))
        });
        let (edition, progress) = watched.await?;
        // A build may take longer than a call: a caller that still waits then watches again.
        let (reports, stream) = mpsc::channel(4);
        tokio::spawn(report(edition, progress, reports, self.authorizer.clone(), caller));
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }

    type GetTableStream = AnswerStream<GetTableResponse>;

    async fn get_table(&self, request: Request<GetTableRequest>) -> Result<Response<Self::GetTableStream>, Status> {
        let caller = self.authorizer.authorise(&request, RpcMethod::GetTable)?;
        let request = request.into_inner();
        // Everything outside of the lattice is refused alike.
        let answer = self.authorizer.decide(caller, RpcMethod::GetTable, move |node, caller| {
            let charter = node.charter();
            let question = TableQuestion::read(charter, &request).ok_or(EditionError::OutsideLattice {})?;
            let keep = question.filter(charter);
            let keep = keep.as_ref().map(|keep| keep as &dyn Fn(_) -> bool);
            node.answer(caller, (&question.edition, &question.table), keep)
        });
        let (answer, proof) = answer.await?;
        let node = self.authorizer.node.clone();
        let receipt = proof.to_string();
        // Polled again when the last message has been taken.
        let left = std::iter::from_fn(move || {
            node.sent(proof.index);
            None
        });
        let messages = responses(answer, receipt, self.columns.clone()).map(Ok).chain(left);
        Ok(Response::new(Box::pin(tokio_stream::iter(messages))))
    }
}

/// The last report; in class `private` with the plan of the release.
async fn ready(authorizer: &Authorizer, edition: EditionId) -> Result<WatchEditionResponse, Status> {
    let plan = authorizer.blocking(move |node| node.plan_of(&edition)).await?.unwrap_or_default();
    Ok(WatchEditionResponse { state: WireState::Ready.into(), done_permille: 1000, plan })
}

async fn report(
    edition: EditionId,
    mut progress: watch::Receiver<EditionProgress>,
    to: mpsc::Sender<Result<WatchEditionResponse, Status>>,
    authorizer: Authorizer,
    caller: Certified,
) {
    loop {
        let now = progress.borrow_and_update().clone();
        let building = matches!(now, EditionProgress::Building(_));
        let report = match now {
            EditionProgress::Building(done_permille) => {
                Ok(WatchEditionResponse { state: WireState::Building.into(), done_permille, plan: String::new() })
            }
            EditionProgress::Ended(ReleaseState::Active) => ready(&authorizer, edition).await,
            EditionProgress::Ended(ReleaseState::Withdrawn) => {
                Err(refused(&authorizer, &caller, EditionError::Withdrawn {}.into()).await)
            }
            EditionProgress::Ended(_) => Err(refused(&authorizer, &caller, EditionError::NotApproved {}.into()).await),
            EditionProgress::Failed(problem) => Err(refused(&authorizer, &caller, problem).await),
        };
        if to.send(report).await.is_err() || !building {
            return;
        }
        tokio::select! {
            changed = progress.changed() => if changed.is_err() { return },
            // The caller has left.
            () = to.closed() => return,
        }
    }
}

/// Status of a refusal at the end of a watch.
async fn refused(authorizer: &Authorizer, caller: &Certified, problem: Problem) -> Status {
    let told = authorizer.decide::<()>(caller.clone(), RpcMethod::WatchEdition, move |_, _| Err(problem)).await;
    told.err().unwrap_or_else(|| to_status(&EditionError::BuildBroke {}.into()))
}

fn wire_state(state: EditionState) -> WireState {
    match state {
        EditionState::Building => WireState::Building,
        EditionState::Ready => WireState::Ready,
        EditionState::Waiting => WireState::Waiting,
        EditionState::Withdrawn => WireState::Withdrawn,
        EditionState::Failed => WireState::Failed,
    }
}
