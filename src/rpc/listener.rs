use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::{Sleep, sleep};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;
use tonic::transport::server::Connected;

use super::audit_service::AuditGrpcService;
use super::authorizer::Authorizer;
use super::concurrency_limit::PerPeerConcurrencyLimitLayer;
use super::node_service::NodeGrpcService;
use super::peer_limiter::PeerLimiter;
use super::proto::audit::audit_service_server::AuditServiceServer;
use super::proto::node::node_service_server::NodeServiceServer;
use crate::config::Limits;
use crate::identity::{Peer, handshake_problem, peer_of};
use crate::model::{Clock, Explain as _, Place, Problem, problems};
use crate::node::Node;

problems! {
    /// Reason why a node can't serve.
    pub enum TransportError {
        /// The address isn't available.
        Bind(Operator, "serve-bind") { address: String, reason: String },
        /// The operator socket's path is taken, and not by the leftover of a node.
        SocketTaken(Operator, "serve-socket-taken") { path: String },
        /// The socket is for other users.
        SocketClosed(Operator, "serve-socket-closed") { path: String },
        /// Serving broke off.
        Serve(Operator, "serve-broke") { reason: String },
    }
}

/// Settings of a server, besides the node.
pub struct Serving {
    /// Listening socket.
    pub listener: TcpListener,
    /// TLS with client certificates.
    pub tls: Arc<ServerConfig>,
    /// All limits.
    pub limits: Limits,
    /// Clock by which certificates are checked again at every call.
    pub clock: Arc<dyn Clock>,
}

/// Serves coordinators until `stop` resolves, then lets the calls under way finish within a connection's grace.
pub async fn serve(node: Arc<Node>, serving: Serving, stop: impl Future<Output = ()>) -> Result<(), Problem> {
    let Serving { listener, tls, limits, clock } = serving;
    let authorizer = Authorizer { node: node.clone(), clock };
    let logged =
        AuditServiceServer::new(AuditGrpcService(authorizer.clone())).max_decoding_message_size(limits.message_bytes);
    let service = NodeServiceServer::new(NodeGrpcService::new(authorizer))
        .max_decoding_message_size(limits.message_bytes)
        .max_encoding_message_size(usize::MAX);
    let (connected, incoming) = mpsc::channel(16);
    let accepting = tokio::spawn(accept(node.clone(), listener, tls, limits.clone(), connected));
    let flushing = tokio::spawn(flush(node));
    let server = Server::builder()
        .layer(PerPeerConcurrencyLimitLayer::new(&limits))
        .max_concurrent_streams(limits.streams_per_connection)
        // Asks the peer to leave. With tonic's own grace it would only be cut off, hence the end in `Connection`.
        .max_connection_age(limits.connection_age)
        .http2_keepalive_interval(Some(limits.keepalive))
        .http2_keepalive_timeout(Some(limits.keepalive_timeout))
        .http2_max_pending_accept_reset_streams(Some(limits.pending_resets))
        .http2_max_local_error_reset_streams(Some(limits.pending_resets))
        .http2_max_header_list_size(limits.header_bytes)
        .add_service(service)
        .add_service(logged);
    // A call that never ends, or a peer that never reads, must not keep the node from stopping.
    let (stop, cut) = with_grace(stop, async { sleep(limits.connection_grace).await });
    let served = tokio::select! {
        served = server.serve_with_incoming_shutdown(ReceiverStream::new(incoming), stop) => served,
        () = cut => Ok(()),
    };
    accepting.abort();
    flushing.abort();
    served.map_err(|error| TransportError::Serve { reason: error.to_string() }.at(Place::default()))
}

/// Returns when to stop taking calls, and when to cut those under way: `grace` later.
pub(super) fn with_grace(
    stop: impl Future<Output = ()>,
    grace: impl Future<Output = ()>,
) -> (impl Future<Output = ()>, impl Future<Output = ()>) {
    let (stopping, stopped) = oneshot::channel();
    let stop = async {
        stop.await;
        let _ = stopping.send(());
    };
    let cut = async {
        match stopped.await {
            Ok(()) => grace.await,
            Err(_) => std::future::pending().await,
        }
    };
    (stop, cut)
}

/// Records once a second what no caller waits for.
async fn flush(node: Arc<Node>) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        seconds.tick().await;
        if !node.has_unwritten() {
            continue;
        }
        let node = node.clone();
        // A failed write is in the process's own log.
        let _ = tokio::task::spawn_blocking(move || node.flush_log()).await;
    }
}

/// Accepts connections, and passes on those whose handshake succeeds. Nothing slow happens on this loop.
async fn accept(
    node: Arc<Node>,
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    limits: Limits,
    connected: mpsc::Sender<io::Result<Connection>>,
) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let strangers = PeerLimiter::new(limits.connections_per_peer);
    let peers = Arc::new(PeerLimiter::new(limits.connections_per_peer));
    let acceptor = TlsAcceptor::from(tls);
    loop {
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Most likely out of descriptors: wait for some to come back instead of spinning.
                tracing::warn!(%error, "connection not accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        // A caller that hasn't proved an identity takes no more than its address may, whatever others need.
        let Some(stranger) = strangers.take(&address.ip()) else {
            node.refused_stranger("too-many-handshakes");
            tracing::warn!(code = "too-many-handshakes", %address, "connection shed");
            continue;
        };
        let Ok(permit) = room.clone().try_acquire_owned() else {
            node.refused_stranger("too-many-connections");
            tracing::warn!(code = "too-many-connections", %address, "connection shed");
            continue;
        };
        let (acceptor, connected, peers) = (acceptor.clone(), connected.clone(), peers.clone());
        let node = node.clone();
        tokio::spawn(async move {
            let handshake = tokio::time::timeout(limits.handshake, shake_hands(acceptor, stream)).await;
            drop(stranger);
            match handshake {
                Ok(Ok((stream, peer))) => match peers.take(&peer.id) {
                    Some(place) => {
                        let end = Box::pin(sleep(limits.connection_age + limits.connection_grace));
                        let _ = connected.send(Ok(Connection { stream, peer, end, _places: [permit, place] })).await;
                    }
                    None => tracing::warn!(peer = %peer.id, code = "too-many-connections", %address, "connection shed"),
                },
                Ok(Err(problem)) => {
                    node.refused_stranger(&problem.key);
                    tracing::warn!(code = %problem.key, %address, "handshake refused");
                }
                Err(_) => {
                    node.refused_stranger("handshake-deadline");
                    tracing::warn!(code = "handshake-deadline", %address, "handshake took too long");
                }
            }
        });
    }
}

async fn shake_hands(acceptor: TlsAcceptor, stream: TcpStream) -> Result<(TlsStream<TcpStream>, Peer), Problem> {
    // A failure costs speed, nothing else.
    let _ = stream.set_nodelay(true);
    let stream = acceptor.accept(stream).await.map_err(|error| handshake_problem(&error))?;
    let peer = peer_of(stream.get_ref().1.peer_certificates().unwrap_or_default())?;
    Ok((stream, peer))
}

/// A connection whose peer is known. It is cut at its end, whatever is under way.
struct Connection {
    stream: TlsStream<TcpStream>,
    peer: Peer,
    end: Pin<Box<Sleep>>,
    _places: [OwnedSemaphorePermit; 2],
}

impl Connection {
    /// The stream, until the end. Also wakes the task at the end, if it waits for the peer then.
    fn stream(&mut self, context: &mut Context<'_>) -> io::Result<Pin<&mut TlsStream<TcpStream>>> {
        match self.end.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::TimedOut.into()),
            Poll::Pending => Ok(Pin::new(&mut self.stream)),
        }
    }
}

impl Connected for Connection {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.peer.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream(context)?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.stream(context)?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream(context)?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream(context)?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;

    fn has_ended(future: Pin<&mut impl Future<Output = ()>>) -> bool {
        future.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    /// Calls under way get the whole grace, which begins with the order to stop and not before.
    #[test]
    fn calls_are_cut_once_the_grace_after_the_stop_is_over() {
        for order_first in [true, false] {
            let (order, ordered) = oneshot::channel::<()>();
            let (end, ended) = oneshot::channel::<()>();
            let (stop, cut) = with_grace(async { drop(ordered.await) }, async { drop(ended.await) });
            let (mut stop, mut cut) = (pin!(stop), pin!(cut));
            assert!(!has_ended(stop.as_mut()) && !has_ended(cut.as_mut()));
            if order_first {
                order.send(()).unwrap();
                assert!(has_ended(stop.as_mut()) && !has_ended(cut.as_mut()), "the grace begins");
                end.send(()).unwrap();
            } else {
                end.send(()).unwrap();
                assert!(!has_ended(cut.as_mut()), "nothing was ordered");
                order.send(()).unwrap();
                assert!(has_ended(stop.as_mut()));
            }
            assert!(has_ended(cut.as_mut()));
        }
    }
}
