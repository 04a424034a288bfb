use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::proto::node::node_service_server::NodeService;
use super::proto::node::{
    DescribeRequest, DescribeResponse, EditionState as WireState, EditionSummary, GetTableRequest, GetTableResponse,
    OpenEditionRequest, OpenEditionResponse, WatchEditionRequest, WatchEditionResponse,
};
use super::status::{CallError, to_status};
use super::wire::{TableQuestion, responses};
use crate::identity::{Peer, Role, Speaker, SpiffeId};
use crate::model::{Clock, Period, Problem};
use crate::node::{EditionError, EditionProgress, EditionState, Node};

/// The node's answers to coordinators.
pub(super) struct NodeRpc {
    node: Arc<Node>,
    clock: Arc<dyn Clock>,
    columns: Arc<[String]>,
}

/// What a caller wants to do. Whatever isn't listed in [`allowed`] is refused.
#[derive(Clone, Copy, Debug)]
enum Call {
    Describe,
    OpenEdition,
    WatchEdition,
    GetTable,
}

/// Who may do what.
fn allowed(call: Call, id: &SpiffeId, node: &Node) -> bool {
    match (call, id.speaker()) {
        (Call::Describe, Speaker::Member { member, role: Role::Officer | Role::Operator, .. }) => {
            member == node.member()
        }
        (Call::Describe | Call::OpenEdition | Call::WatchEdition | Call::GetTable, Speaker::Coordinator { .. }) => {
            let named = &node.agreement().coordinators;
            // Without coordinators in the charter (a rehearsal), the authority alone vouches for them.
            named.is_empty() || named.iter().any(|coordinator| coordinator.identity == id.to_string())
        }
        _ => false,
    }
}

impl NodeRpc {
    pub(super) fn new(node: Arc<Node>, clock: Arc<dyn Clock>) -> Self {
        let charter = node.agreement();
        let columns = charter.statistics().names(&charter.dimension_ids(), &charter.band_ids()).into();
        Self { node, clock, columns }
    }

    fn authorise<T>(&self, request: &Request<T>, call: Call) -> Result<(), Status> {
        let nobody = || to_status(&CallError::NotAllowed { who: "?".to_owned() }.into());
        let peer = request.extensions().get::<Peer>().ok_or_else(nobody)?;
        let in_date = peer.not_after >= self.clock.unix_seconds();
        if in_date && allowed(call, &peer.id, &self.node) {
            return Ok(());
        }
        tracing::warn!(peer = %peer.id, ?call, code = "call-not-allowed", "call refused");
        Err(to_status(&CallError::NotAllowed { who: peer.id.to_string() }.into()))
    }

    /// Runs what touches the disk where waiting does no harm.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<Node>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Status> {
        let node = self.node.clone();
        let done = tokio::task::spawn_blocking(move || work(&node)).await;
        done.map_err(|_| to_status(&EditionError::BuildBroke {}.into()))?.map_err(|problem| to_status(&problem))
    }
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl NodeService for NodeRpc {
    async fn describe(&self, request: Request<DescribeRequest>) -> Result<Response<DescribeResponse>, Status> {
        self.authorise(&request, Call::Describe)?;
        let (editions, fitting) = self.blocking(|node| Ok((node.editions()?, node.fitting_datasets()?))).await?;
        let editions = editions.into_iter().map(|(edition, period, state)| EditionSummary {
            state: wire_state(&state).into(),
            edition: edition.to_string(),
            period: period.to_string(),
        });
        Ok(Response::new(DescribeResponse {
            member: self.node.member().to_string(),
            software: env!("CARGO_PKG_VERSION").to_owned(),
            charter_digest: self.node.agreement().digest.to_string(),
            periods: fitting.into_iter().map(|dataset| dataset.period.to_string()).collect(),
            editions: editions.collect(),
        }))
    }

    async fn open_edition(
        &self,
        request: Request<OpenEditionRequest>,
    ) -> Result<Response<OpenEditionResponse>, Status> {
        self.authorise(&request, Call::OpenEdition)?;
        let request = request.into_inner();
        let (Ok(charter), Ok(period)) = (request.charter_digest.parse(), request.period.parse::<Period>()) else {
            return Err(to_status(&CallError::BadRequest {}.into()));
        };
        let runtime = tokio::runtime::Handle::current();
        let opened = move |node: &Arc<Node>| {
            // The build is started from here.
            let _runtime = runtime.enter();
            let edition = node.open_edition(&charter, &period)?;
            let progress = node.watch_edition(&edition)?;
            let state = wire_state(&progress.borrow().state);
            Ok((edition, state))
        };
        let (edition, state) = self.blocking(opened).await?;
        Ok(Response::new(OpenEditionResponse { edition: edition.to_string(), state: state.into() }))
    }

    type WatchEditionStream = Answers<WatchEditionResponse>;

    async fn watch_edition(
        &self,
        request: Request<WatchEditionRequest>,
    ) -> Result<Response<Self::WatchEditionStream>, Status> {
        self.authorise(&request, Call::WatchEdition)?;
        let edition = request.into_inner().edition.parse();
        let edition = edition.map_err(|_: String| to_status(&CallError::BadRequest {}.into()))?;
        let progress = self.node.watch_edition(&edition).map_err(|problem| to_status(&problem))?;
        // A build may take longer than a call: whoever still waits then watches again.
        let (reports, stream) = mpsc::channel(4);
        tokio::spawn(report(progress, reports));
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }

    type GetTableStream = Answers<GetTableResponse>;

    async fn get_table(&self, request: Request<GetTableRequest>) -> Result<Response<Self::GetTableStream>, Status> {
        self.authorise(&request, Call::GetTable)?;
        let request = request.into_inner();
        // Whatever lies outside of the lattice is refused alike.
        let answer = self.blocking(move |node| {
            let charter = node.agreement();
            let question = TableQuestion::read(charter, &request).ok_or(EditionError::OutsideLattice {})?;
            let keep = question.filter(charter);
            let keep = keep.as_ref().map(|keep| keep as &dyn Fn(_) -> bool);
            node.table(&question.edition, &question.table, keep)
        });
        let messages = responses(answer.await?, self.columns.clone());
        Ok(Response::new(Box::pin(tokio_stream::iter(messages.map(Ok)))))
    }
}

async fn report(
    mut progress: watch::Receiver<EditionProgress>,
    to: mpsc::Sender<Result<WatchEditionResponse, Status>>,
) {
    loop {
        let now = progress.borrow_and_update().clone();
        let report = match &now.state {
            EditionState::Failed(problem) => Err(to_status(problem)),
            EditionState::Waiting => Err(to_status(&EditionError::NotApproved {}.into())),
            state => Ok(WatchEditionResponse {
                state: wire_state(state).into(),
                done_permille: now.done_permille,
                release_digest: now.release.as_ref().map(|release| release.digest.to_string()).unwrap_or_default(),
                release_key: now.release.as_ref().map(|release| release.key.to_string()).unwrap_or_default(),
                release_note: now.release.map(|release| release.note).unwrap_or_default(),
            }),
        };
        if to.send(report).await.is_err() || now.state != EditionState::Building {
            return;
        }
        tokio::select! {
            changed = progress.changed() => if changed.is_err() { return },
            // The caller has left.
            () = to.closed() => return,
        }
    }
}

fn wire_state(state: &EditionState) -> WireState {
    match state {
        EditionState::Building => WireState::Building,
        EditionState::Ready => WireState::Ready,
        EditionState::Waiting => WireState::Waiting,
        EditionState::Failed(_) => WireState::Failed,
    }
}
