//! A coordinator's treatment of nodes that follow the contract in their own way, or don't.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use archipel::charter::Charter;
use archipel::config::CallLimits;
use archipel::coordinator::NodeClient as _;
use archipel::identity::{client_config, server_config};
use archipel::model::{Digest, EditionId, MemberId};
use archipel::note::{SigningKey, VerifierKey};
use archipel::rpc::{Address, RemotePeers};
use archipel::system::SystemClock;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_stream::Stream;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::Server;
use tonic::{Request, Response, Status};

use super::fixture::{Federation, PERIOD, hub, node};
use super::refusals::proto;
use proto::node_service_server::{NodeService, NodeServiceServer};
use proto::{
    DescribeRequest, DescribeResponse, EditionState, GetTableRequest, GetTableResponse, OpenEditionRequest,
    OpenEditionResponse, WatchEditionRequest, WatchEditionResponse,
};

/// A node of another implementation.
#[derive(Clone, Default)]
struct Other {
    software: String,
    /// Number of watches that it ends before the release is ready.
    short_watches: u32,
    watches: Arc<AtomicU32>,
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

fn key() -> VerifierKey {
    SigningKey::from_seed("east", zeroize::Zeroizing::new([1; 32])).unwrap().verifier().clone()
}

#[tonic::async_trait]
impl NodeService for Other {
    async fn describe(&self, _: Request<DescribeRequest>) -> Result<Response<DescribeResponse>, Status> {
        Ok(Response::new(DescribeResponse {
            member: "east".into(),
            software: self.software.clone(),
            charter_digest: "0".repeat(64),
            log_key: key().to_string(),
            ..DescribeResponse::default()
        }))
    }

    async fn open_edition(&self, _: Request<OpenEditionRequest>) -> Result<Response<OpenEditionResponse>, Status> {
        let edition = Digest::from_bytes([7; 32]).to_string();
        Ok(Response::new(OpenEditionResponse { edition, state: EditionState::Building.into() }))
    }

    type WatchEditionStream = Answers<WatchEditionResponse>;

    async fn watch_edition(
        &self,
        _: Request<WatchEditionRequest>,
    ) -> Result<Response<Self::WatchEditionStream>, Status> {
        let report = |state: EditionState| {
            Ok(WatchEditionResponse { state: state.into(), done_permille: 0, plan: String::new() })
        };
        let watch = self.watches.fetch_add(1, Ordering::Relaxed);
        let reports = match watch < self.short_watches {
            true => vec![report(EditionState::Building), Err(Status::deadline_exceeded(""))],
            false => vec![report(EditionState::Building), report(EditionState::Ready)],
        };
        Ok(Response::new(Box::pin(tokio_stream::iter(reports))))
    }

    type GetTableStream = Answers<GetTableResponse>;

    async fn get_table(&self, _: Request<GetTableRequest>) -> Result<Response<Self::GetTableStream>, Status> {
        Err(Status::unimplemented(""))
    }
}

/// Serves as the node of a member, with its credentials.
async fn serve(federation: &Federation, member: &str, other: Other) -> SocketAddr {
    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let behind = plain.local_addr().unwrap();
    let service = NodeServiceServer::new(other);
    tokio::spawn(Server::builder().add_service(service).serve_with_incoming(TcpListenerStream::new(plain)));

    let trust = federation.trust();
    let credentials = federation.papers(node(member)).credentials(node(member), &trust, &SystemClock);
    let acceptor = TlsAcceptor::from(Arc::new(server_config(&credentials, &trust, Arc::new(SystemClock))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut caller = acceptor.accept(stream).await.unwrap();
            let mut node = TcpStream::connect(behind).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut caller, &mut node).await });
        }
    });
    address
}

/// The coordinator's client of one such node.
async fn peers(federation: &Federation, member: &MemberId, other: Other, limits: CallLimits) -> RemotePeers {
    let trust = federation.trust();
    let own = federation.papers(hub()).credentials(hub(), &trust, &SystemClock);
    let tls = Arc::new(client_config(&own, &trust, member, Arc::new(SystemClock)).unwrap());
    let endpoint = serve(federation, member.as_str(), other).await.to_string();
    let charter = Arc::new(Charter::parse(&federation.charter_files()).unwrap());
    RemotePeers::new(charter, [(member.clone(), Address { endpoint, tls })].into(), limits)
}

/// Builds may outlive the deadlines of calls and the age of connections, more often than a call is attempted.
#[tokio::test]
async fn a_watch_that_ends_before_the_build_is_begun_anew() {
    let (federation, east) = (Federation::new(), "east".parse().unwrap());
    let other = Other { short_watches: 2, ..Other::default() };
    let watches = other.watches.clone();
    let peers = peers(&federation, &east, other, CallLimits { attempts: 1, ..CallLimits::default() }).await;
    let edition = EditionId::new(Digest::from_bytes([7; 32]));
    assert_eq!(peers.open_edition(&east, (&PERIOD.parse().unwrap(), 0), &|_| ()).await.unwrap(), (edition, None));
    assert_eq!(watches.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_version_that_could_deceive_a_reader_is_malformed() {
    let (federation, east) = (Federation::new(), "east".parse().unwrap());
    let long = "é".repeat(65);
    for (software, sound) in [
        ("1.2.3-β", true),
        (&long[2..], true),
        (&long, false),
        ("1\u{1b}[2J", false),
        ("1\u{202e}", false),
        ("1\n2", false),
    ] {
        let other = Other { software: software.into(), ..Other::default() };
        let described = peers(&federation, &east, other, CallLimits::default()).await.describe(&east).await;
        match sound {
            true => assert_eq!(described.unwrap().software, software),
            false => assert_eq!(described.unwrap_err().key, "peer-malformed", "{software:?}"),
        }
    }
}
