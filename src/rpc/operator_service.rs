#![expect(clippy::disallowed_methods, reason = "the operator socket is a file")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::mpsc;
use tokio_stream::wrappers::{ReceiverStream, UnixListenerStream};
use tokio_stream::{Stream, StreamExt as _};
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Request, Response, Status};

use super::listener::TransportError;
use super::proto::operator::ingest_response::Report;
use super::proto::operator::operator_service_client::OperatorServiceClient;
use super::proto::operator::operator_service_server::{OperatorService, OperatorServiceServer};
use super::proto::operator::{GetStatusRequest, GetStatusResponse, IngestProgress, IngestRequest, IngestResponse};
use super::status::{CallError, from_status, to_status};
use crate::model::{Explain as _, Place, Problem};

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

    /// Loads or checks a file; blocks, and reports as it goes. The last report is done or refused.
    fn ingest(&self, order: IngestOrder, report: &dyn Fn(IngestReport));
}

/// A Unix socket that only its owner can open; gone from the disk when serving ends.
pub struct OperatorSocket {
    path: PathBuf,
    listener: UnixListener,
}

impl OperatorSocket {
    /// Listens at `path`: commands find the node from here on.
    pub fn bind(path: &Path) -> Result<Self, Problem> {
        let failed = |error: std::io::Error| TransportError::Bind {
            address: path.display().to_string(),
            reason: error.to_string(),
        };
        // The store's lock has shown that no other node runs on this data folder, so a socket here is a leftover.
        let _ = std::fs::remove_file(path);
        let listener = UnixListener::bind(path).map_err(failed)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), listener })
    }

    /// Serves the operator's commands until `stop` resolves.
    pub async fn serve(self, operations: Arc<dyn Operations>, stop: impl Future<Output = ()>) -> Result<(), Problem> {
        let _removed_at_the_end = Removal(self.path);
        let service = OperatorServiceServer::new(OperatorRpc(operations));
        let incoming = UnixListenerStream::new(self.listener);
        let served = Server::builder().add_service(service).serve_with_incoming_shutdown(incoming, stop).await;
        served.map_err(|error| TransportError::Serve { reason: error.to_string() }.at(Place::default()))
    }
}

struct Removal(PathBuf);

impl Drop for Removal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

struct OperatorRpc(Arc<dyn Operations>);

#[tonic::async_trait]
impl OperatorService for OperatorRpc {
    async fn get_status(&self, _: Request<GetStatusRequest>) -> Result<Response<GetStatusResponse>, Status> {
        let operations = self.0.clone();
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
        let operations = self.0.clone();
        tokio::task::spawn_blocking(move || {
            // A caller that has gone away doesn't stop a load: whole or not at all.
            operations.ingest(order, &|report| match report {
                IngestReport::Progress(..) => drop(reports.try_send(Ok(to_wire(report)))),
                last => drop(reports.blocking_send(Ok(to_wire(last)))),
            });
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(stream))))
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

/// Time for a node to say how it is.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command's way to a running node.
pub struct OperatorClient(OperatorServiceClient<Channel>);

impl OperatorClient {
    /// Connects to the node whose socket this is; `None` if none answers.
    pub async fn connect(socket: &Path) -> Option<Self> {
        let socket = socket.to_owned();
        let connector = tower::service_fn(move |_| {
            let socket = socket.clone();
            async move { UnixStream::connect(socket).await.map(TokioIo::new) }
        });
        let channel = Endpoint::from_static("http://node").connect_with_connector(connector).await.ok()?;
        Some(Self(OperatorServiceClient::new(channel).max_decoding_message_size(64 << 20)))
    }

    /// State of the node as JSON.
    pub async fn status(&mut self) -> Result<String, Problem> {
        let asked = tokio::time::timeout(PATIENCE, self.0.get_status(GetStatusRequest {}));
        let answer = asked.await.map_err(|_| CallError::Deadline {})?.map_err(|status| from_status(&status))?;
        Ok(answer.into_inner().json)
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
        let mut stream = self.0.ingest(request).await.map_err(|status| from_status(&status))?.into_inner();
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
