//! Connections to members' nodes: HTTP/2 over mutual TLS.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tonic::Status;
use tonic::transport::{Channel, Endpoint};

use super::status::CallError;
use crate::identity::handshake_problem;
use crate::model::{Explain as _, Place, Problem};

/// Address of a member's node, with the TLS settings that identify it.
#[derive(Clone)]
pub struct Address {
    /// Host and port.
    pub endpoint: String,
    /// TLS that accepts this member's nodes and no others.
    pub tls: Arc<ClientConfig>,
}

pub(super) async fn connect(address: &Address, deadline: Duration) -> Result<Channel, Problem> {
    let (tls, target) = (TlsConnector::from(address.tls.clone()), address.endpoint.clone());
    let connector = tower::service_fn(move |_| {
        let (tls, target) = (tls.clone(), target.clone());
        async move {
            let stream = TcpStream::connect(&target).await?;
            stream.set_nodelay(true)?;
            // Names in certificates are SPIFFE URIs; the verifier ignores this one.
            let name = ServerName::try_from("node.invalid").map_err(io::Error::other)?;
            tls.connect(name, stream).await.map(TokioIo::new)
        }
    });
    // The scheme keeps tonic from adding TLS: ours lies below it.
    let endpoint = Endpoint::from_static("http://node")
        .initial_stream_window_size(4 << 20)
        .initial_connection_window_size(8 << 20)
        .tcp_nodelay(true);
    let connecting = tokio::time::timeout(deadline, endpoint.connect_with_connector(connector));
    let failed = |error: tonic::transport::Error| {
        let io = error.source().and_then(find_io);
        let tls = io.filter(|error| error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()));
        let unreachable = || {
            let reason = io.map_or_else(|| error.to_string(), ToString::to_string);
            CallError::Unreachable { reason }.at(Place::default())
        };
        tls.map_or_else(unreachable, handshake_problem)
    };
    connecting.await.map_err(|_| CallError::Deadline {})?.map_err(failed)
}

/// In TLS 1.3 a client learns only at its first call that the server has refused its certificate.
pub(super) fn refused_handshake(status: &Status) -> Option<Problem> {
    let io = status.source().and_then(find_io)?;
    io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()).then(|| handshake_problem(io))
}

fn find_io<'e>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e io::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            return Some(io);
        }
        next = error.source();
    }
    None
}
