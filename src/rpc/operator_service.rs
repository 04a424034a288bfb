#![expect(clippy::disallowed_methods, reason = "the operator socket is a file")]

use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::net::{UnixListener, UnixSocket, UnixStream};
use tokio::sync::{RwLock, mpsc};
use tokio_stream::wrappers::{ReceiverStream, UnixListenerStream};
use tokio_stream::{Stream, StreamExt as _};
use tonic::transport::server::Router;
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};

use super::listener::{TransportError, with_grace};
use super::proto::operator::ingest_response::Report;
use super::proto::operator::officer_service_client::OfficerServiceClient;
use super::proto::operator::officer_service_server::{OfficerService, OfficerServiceServer};
use super::proto::operator::operator_service_client::OperatorServiceClient;
use super::proto::operator::operator_service_server::{OperatorService, OperatorServiceServer};
use super::proto::operator::{
    Act, AttackRelease, Decide, GetStatusRequest, GetStatusResponse, IngestProgress, IngestRequest, IngestResponse,
    ListReleases, Look as WireLook, NoteLook, OfficerRequest, OfficerResponse, ShowBudget, ShowDetail, ShowRelease,
    officer_request, officer_response,
};
use super::status::{CallError, from_status, to_status};
use crate::audit::Look;
use crate::model::{Explain as _, Place, Problem};
use crate::node::{Decision, Deed};

/// What an operator wants loaded.
#[derive(Clone, Debug)]
pub struct IngestOrder {
    /// CSV or Parquet file on the node's machine.
    pub file: PathBuf,
    /// Its mapping.
    pub mapping: Option<PathBuf>,
    /// Period that the data speak of.
    pub period: String,
    /// Whether a dataset of this period may be replaced.
    pub replace: bool,
    /// Only report; load nothing.
    pub check_only: bool,
}

/// What an officer wants of a node.
#[derive(Clone, Debug)]
pub enum OfficerOrder {
    /// Every release.
    List,
    /// One release.
    Show(String),
    /// Attack one.
    Attack(String),
    /// Decide.
    Decide(DecideOrder),
    /// Say what the officer would have to sign to decide so.
    Draft(Deed),
    /// Write down that the log is looked at.
    Look(Look),
    /// Show what lies beside a record.
    Detail(u64),
    /// What all releases may cost together, and what they have cost.
    Budget,
}

/// What an officer decides.
#[derive(Clone, Debug)]
pub struct DecideOrder {
    /// What.
    pub deed: Deed,
    /// Who decides.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The decision, signed.
    pub note: Option<String>,
}

/// One report of a load.
#[derive(Clone, Debug)]
pub enum IngestReport {
    /// Bytes read, bytes of the file, rows read.
    Progress(u64, u64, u64),
    /// Ended well: JSON of the dataset or of the check.
    Done(String),
    /// Refused: JSON of the problems.
    Refused(String),
}

/// What a running node does for its operator.
pub trait Operations: Send + Sync + 'static {
    /// Its state as JSON.
    fn status(&self) -> Result<String, Problem>;

    /// Follows an officer's order; the answer as JSON, or the JSON of the problems.
    fn officer(&self, order: OfficerOrder) -> Result<String, String>;

    /// Loads or checks a file; blocks, and reports as it goes. The last report is done or refused.
    fn ingest(&self, order: IngestOrder, report: &dyn Fn(IngestReport));
}

/// A Unix socket for commands on the same machine; gone from the disk when serving ends.
pub struct OperatorSocket {
    path: PathBuf,
    listener: UnixListener,
}

impl OperatorSocket {
    /// Listens at `path`: commands find the node from here on. *Errors:* whatever is there already, unless a node that
    /// was killed left it behind. `mode` says who may open it.
    pub async fn bind(path: &Path, mode: u32) -> Result<Self, Problem> {
        let address = || path.display().to_string();
        let failed = |error: io::Error| TransportError::Bind { address: address(), reason: error.to_string() };
        if let Ok(there) = std::fs::symlink_metadata(path) {
            let leftover = there.file_type().is_socket()
                && UnixStream::connect(path).await.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused);
            if !leftover {
                return Err(TransportError::SocketTaken { path: address() }.into());
            }
            std::fs::remove_file(path).map_err(failed)?;
        }
        let socket = UnixSocket::new_stream().map_err(failed)?;
        socket.bind(path).map_err(failed)?;
        // Nobody can connect before it listens, so nobody does with the mode that it was made with.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), listener: socket.listen(16).map_err(failed)? })
    }

    /// Serves the operator's commands until `stop` resolves, then finishes the loads in hand.
    pub async fn serve(self, operations: Arc<dyn Operations>, stop: impl Future<Output = ()>) -> Result<(), Problem> {
        let loads = Arc::<RwLock<()>>::default();
        let service = OperatorServiceServer::new(OperatorRpc { operations, loads: loads.clone() });
        self.run(Server::builder().add_service(service), stop, async {
            let _idle = loads.write().await;
            tokio::time::sleep(PARTING).await;
        })
        .await
    }

    /// Serves the officer's commands until `stop` resolves.
    pub async fn serve_officer(
        self,
        operations: Arc<dyn Operations>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Problem> {
        let service = OfficerServiceServer::new(OfficerRpc(operations));
        self.run(Server::builder().add_service(service), stop, tokio::time::sleep(PARTING)).await
    }

    async fn run(
        self,
        router: Router,
        stop: impl Future<Output = ()>,
        parting: impl Future<Output = ()>,
    ) -> Result<(), Problem> {
        let _removed_at_the_end = Removal(self.path);
        let (stop, cut) = with_grace(stop, parting);
        let served = tokio::select! {
            served = router.serve_with_incoming_shutdown(UnixListenerStream::new(self.listener), stop) => served,
            () = cut => Ok(()),
        };
        served.map_err(|error| TransportError::Serve { reason: error.to_string() }.at(Place::default()))
    }
}

/// Time to read the last report of a load when the node stops.
const PARTING: Duration = Duration::from_secs(5);

struct Removal(PathBuf);

impl Drop for Removal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

struct OperatorRpc {
    operations: Arc<dyn Operations>,
    /// Every load in hand holds it for reading.
    loads: Arc<RwLock<()>>,
}

#[tonic::async_trait]
impl OperatorService for OperatorRpc {
    async fn get_status(&self, _: Request<GetStatusRequest>) -> Result<Response<GetStatusResponse>, Status> {
        let operations = self.operations.clone();
        let status = tokio::task::spawn_blocking(move || operations.status()).await;
        let json = status.map_err(|_| Status::internal("status"))?.map_err(|problem| to_status(&problem))?;
        Ok(Response::new(GetStatusResponse { json }))
    }

    type IngestStream = Pin<Box<dyn Stream<Item = Result<IngestResponse, Status>> + Send>>;

    async fn ingest(&self, request: Request<IngestRequest>) -> Result<Response<Self::IngestStream>, Status> {
        let request = request.into_inner();
        let order = IngestOrder {
            file: request.file.into(),
            mapping: Some(request.mapping).filter(|path| !path.is_empty()).map(PathBuf::from),
            period: request.period,
            replace: request.replace,
            check_only: request.check_only,
        };
        let (reports, stream) = mpsc::channel(16);
        let (operations, in_hand) = (self.operations.clone(), self.loads.clone().read_owned().await);
        tokio::task::spawn_blocking(move || {
            let _in_hand = in_hand;
            // A caller that has gone away doesn't stop a load: whole or not at all. One that doesn't read doesn't
            // either: it misses progress, and there is always room for the last report.
            operations.ingest(order, &|report| {
                if reports.capacity() > 1 || !matches!(report, IngestReport::Progress(..)) {
                    let _ = reports.try_send(Ok(to_wire(report)));
                }
            });
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
    }
}

struct OfficerRpc(Arc<dyn Operations>);

#[tonic::async_trait]
impl OfficerService for OfficerRpc {
    async fn officer(&self, request: Request<OfficerRequest>) -> Result<Response<OfficerResponse>, Status> {
        let bad = || to_status(&CallError::BadRequest {}.into());
        let order = request.into_inner().order.and_then(from_wire).ok_or_else(bad)?;
        let operations = self.0.clone();
        let answer = tokio::task::spawn_blocking(move || operations.officer(order)).await;
        let answer = match answer.map_err(|_| Status::internal("officer"))? {
            Ok(json) => officer_response::Answer::Json(json),
            Err(json) => officer_response::Answer::RefusedJson(json),
        };
        Ok(Response::new(OfficerResponse { answer: Some(answer) }))
    }
}

/// What an officer wants; `None` where a word isn't one that this node knows.
fn from_wire(order: officer_request::Order) -> Option<OfficerOrder> {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(match order {
        officer_request::Order::List(_) => OfficerOrder::List,
        officer_request::Order::Show(show) => OfficerOrder::Show(show.edition),
        officer_request::Order::Attack(attack) => OfficerOrder::Attack(attack.edition),
        officer_request::Order::Detail(detail) => OfficerOrder::Detail(detail.seq),
        officer_request::Order::Decide(decide) => OfficerOrder::Decide(DecideOrder {
            deed: deed(&decide)?,
            by: given(decide.by),
            reason: given(decide.reason),
            note: given(decide.note),
        }),
        officer_request::Order::Draft(decide) => OfficerOrder::Draft(deed(&decide)?),
        officer_request::Order::Budget(_) => OfficerOrder::Budget,
        officer_request::Order::Look(NoteLook { look, size }) => OfficerOrder::Look(match look.try_into().ok()? {
            WireLook::Unspecified => return None,
            WireLook::Log => Look::Log,
            WireLook::Show => Look::Show,
            WireLook::Prove => Look::Prove,
            WireLook::Report => Look::Report,
            WireLook::Export => Look::Export(size),
        }),
    })
}

/// What is to be decided, and about what.
fn deed(decide: &Decide) -> Option<Deed> {
    let subject = decide.subject.clone();
    Some(match decide.act.try_into().ok()? {
        Act::Unspecified => return None,
        Act::Approve => Deed::Release(Decision::Approve, subject),
        Act::Refuse => Deed::Release(Decision::Refuse, subject),
        Act::Withdraw => Deed::Release(Decision::Withdraw, subject),
        Act::Erase => Deed::Erase(subject.parse().ok()?),
        Act::Settle => Some(Deed::Settle).filter(|_| subject.is_empty())?,
        Act::Forget => Deed::Forget(subject),
        Act::Budget => Deed::Budget,
    })
}

/// The same on the wire.
fn to_wire_deed(deed: Deed) -> Decide {
    let (act, subject) = match deed {
        Deed::Release(Decision::Approve, edition) => (Act::Approve, edition),
        Deed::Release(Decision::Refuse, edition) => (Act::Refuse, edition),
        Deed::Release(Decision::Withdraw, edition) => (Act::Withdraw, edition),
        Deed::Erase(seq) => (Act::Erase, seq.to_string()),
        Deed::Settle => (Act::Settle, String::new()),
        Deed::Forget(log) => (Act::Forget, log),
        Deed::Budget => (Act::Budget, String::new()),
    };
    Decide { act: act.into(), subject, ..Decide::default() }
}

fn to_wire_order(order: OfficerOrder) -> officer_request::Order {
    match order {
        OfficerOrder::List => officer_request::Order::List(ListReleases {}),
        OfficerOrder::Show(edition) => officer_request::Order::Show(ShowRelease { edition }),
        OfficerOrder::Attack(edition) => officer_request::Order::Attack(AttackRelease { edition }),
        OfficerOrder::Detail(seq) => officer_request::Order::Detail(ShowDetail { seq }),
        OfficerOrder::Decide(DecideOrder { deed, by, reason, note }) => {
            let [by, reason, note] = [by, reason, note].map(Option::unwrap_or_default);
            officer_request::Order::Decide(Decide { by, reason, note, ..to_wire_deed(deed) })
        }
        OfficerOrder::Draft(deed) => officer_request::Order::Draft(to_wire_deed(deed)),
        OfficerOrder::Budget => officer_request::Order::Budget(ShowBudget {}),
        OfficerOrder::Look(look) => {
            let (look, size) = match look {
                Look::Log => (WireLook::Log, 0),
                Look::Show => (WireLook::Show, 0),
                Look::Prove => (WireLook::Prove, 0),
                Look::Report => (WireLook::Report, 0),
                Look::Export(size) => (WireLook::Export, size),
            };
            officer_request::Order::Look(NoteLook { look: look.into(), size })
        }
    }
}

fn to_wire(report: IngestReport) -> IngestResponse {
    let report = match report {
        IngestReport::Progress(bytes, total_bytes, rows) => {
            Report::Progress(IngestProgress { bytes, total_bytes, rows })
        }
        IngestReport::Done(json) => Report::DoneJson(json),
        IngestReport::Refused(json) => Report::RefusedJson(json),
    };
    IngestResponse { report: Some(report) }
}

/// Time for a node to say how it is, or that it begins.
const PATIENCE: Duration = Duration::from_secs(60);

/// The way to the node whose socket this is; `None` if none answers. *Errors:* one may, and it isn't for us.
async fn connect(socket: &Path) -> Result<Option<Channel>, Problem> {
    if UnixStream::connect(socket).await.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        return Err(TransportError::SocketClosed { path: socket.display().to_string() }.into());
    }
    let socket = socket.to_owned();
    let connector = tower::service_fn(move |_| {
        let socket = socket.clone();
        async move { UnixStream::connect(socket).await.map(TokioIo::new) }
    });
    Ok(Endpoint::from_static("http://node").connect_with_connector(connector).await.ok())
}

/// An officer's way to a running node.
pub struct OfficerClient(OfficerServiceClient<Channel>);

impl OfficerClient {
    /// Connects to the node whose socket this is; `None` if none answers. *Errors:* the socket isn't for this user.
    pub async fn connect(socket: &Path) -> Result<Option<Self>, Problem> {
        let client = |channel| Self(OfficerServiceClient::new(channel).max_decoding_message_size(64 << 20));
        Ok(connect(socket).await?.map(client))
    }

    /// Gives an officer's order; the answer as JSON, or the JSON of the problems.
    pub async fn officer(&mut self, order: OfficerOrder) -> Result<Result<String, String>, Problem> {
        let order = to_wire_order(order);
        // No deadline: an attack draws noise anew.
        let answer = self.0.officer(OfficerRequest { order: Some(order) }).await;
        match answer.map_err(|status| from_status(&status))?.into_inner().answer {
            Some(officer_response::Answer::Json(json)) => Ok(Ok(json)),
            Some(officer_response::Answer::RefusedJson(json)) => Ok(Err(json)),
            None => Err(CallError::Malformed {}.into()),
        }
    }
}

/// An operator's way to a running node.
pub struct OperatorClient(OperatorServiceClient<Channel>);

impl OperatorClient {
    /// Connects to the node whose socket this is; `None` if none answers. *Errors:* the socket isn't for this user.
    pub async fn connect(socket: &Path) -> Result<Option<Self>, Problem> {
        let client = |channel| Self(OperatorServiceClient::new(channel).max_decoding_message_size(64 << 20));
        Ok(connect(socket).await?.map(client))
    }

    /// State of the node as JSON.
    pub async fn status(&mut self) -> Result<String, Problem> {
        Ok(begun(self.0.get_status(GetStatusRequest {})).await?.json)
    }

    /// Lets the node load a file. The last report is done or refused.
    pub async fn ingest(&mut self, order: IngestOrder, mut report: impl FnMut(IngestReport)) -> Result<(), Problem> {
        let path = |path: PathBuf| path.to_string_lossy().into_owned();
        let request = IngestRequest {
            file: path(order.file),
            mapping: order.mapping.map(path).unwrap_or_default(),
            period: order.period,
            replace: order.replace,
            check_only: order.check_only,
        };
        let mut stream = begun(self.0.ingest(request)).await?;
        while let Some(message) = stream.next().await {
            match message.map_err(|status| from_status(&status))?.report {
                Some(Report::Progress(progress)) => {
                    report(IngestReport::Progress(progress.bytes, progress.total_bytes, progress.rows));
                }
                Some(Report::DoneJson(json)) => report(IngestReport::Done(json)),
                Some(Report::RefusedJson(json)) => report(IngestReport::Refused(json)),
                None => {}
            }
        }
        Ok(())
    }
}

/// The answer to a call, or its beginning where it is a stream.
async fn begun<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Problem> {
    let answer = tokio::time::timeout(PATIENCE, call).await.map_err(|_| CallError::Deadline {})?;
    Ok(answer.map_err(|status| from_status(&status))?.into_inner())
}
