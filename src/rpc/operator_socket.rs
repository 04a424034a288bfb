//! Unix sockets for commands on the same machine: one for the operator, one for the privacy officer.
#![expect(clippy::disallowed_methods, reason = "the operator socket is a file")]

use std::io;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::net::{UnixListener, UnixSocket, UnixStream};
use tokio::sync::RwLock;
use tokio_stream::wrappers::UnixListenerStream;
use tonic::transport::server::Router;
use tonic::transport::{Channel, Endpoint, Server};

use super::listener::{TransportError, with_grace};
use super::operator_service::{OfficerGrpcService, OperatorGrpcService};
use super::proto::operator::officer_service_server::OfficerServiceServer;
use super::proto::operator::operator_service_server::OperatorServiceServer;
use crate::model::{Explain as _, Place, Problem};
use crate::node::{OfficerOperations, OperatorOperations};

/// Unix socket for commands on the same machine; removed when serving ends.
pub struct OperatorSocket {
    path: PathBuf,
    listener: UnixListener,
}

impl OperatorSocket {
    /// Listens at `path`: commands find the node from here on; `mode` is that of the file. *Errors:* something is there
    /// already, unless a killed node left it behind.
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
        // No client can connect before it listens, so none does under the mode that it was made with.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(failed)?;
        Ok(Self { path: path.to_owned(), listener: socket.listen(16).map_err(failed)? })
    }

    /// Serves the operator's commands until `stop` resolves, then finishes the loads in hand.
    pub async fn serve(
        self,
        operations: Arc<dyn OperatorOperations>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Problem> {
        let loads = Arc::<RwLock<()>>::default();
        let service = OperatorServiceServer::new(OperatorGrpcService { operations, loads: loads.clone() });
        self.run(Server::builder().add_service(service), stop, async {
            let _idle = loads.write().await;
            tokio::time::sleep(PARTING).await;
        })
        .await
    }

    /// Serves the officer's commands until `stop` resolves.
    pub async fn serve_officer(
        self,
        operations: Arc<dyn OfficerOperations>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Problem> {
        let service = OfficerServiceServer::new(OfficerGrpcService::new(operations));
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

/// Time that a client has to read the last report of a load when the node stops.
const PARTING: Duration = Duration::from_secs(5);

struct Removal(PathBuf);

impl Drop for Removal {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Most bytes of the headers that end a call: a problem lies in them, with words as long as those of the command.
const STATUS_BYTES: u32 = 1 << 20;

/// Connects to the node of this socket; `None` if no node answers. *Errors:* one may answer, and it isn't for this
/// user.
pub(super) async fn connect(socket: &Path) -> Result<Option<Channel>, Problem> {
    if UnixStream::connect(socket).await.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
        return Err(TransportError::SocketClosed { path: socket.display().to_string() }.into());
    }
    let socket = socket.to_owned();
    let connector = tower::service_fn(move |_| {
        let socket = socket.clone();
        async move { UnixStream::connect(socket).await.map(TokioIo::new) }
    });
    let endpoint = Endpoint::from_static("http://node").http2_max_header_list_size(STATUS_BYTES);
    Ok(endpoint.connect_with_connector(connector).await.ok())
}
