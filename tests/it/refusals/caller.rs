//! Callers of a node as their authors wrote them, over real connections.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use archipel::charter::{Agreement, Charter, Policy};
use archipel::config::Limits;
use archipel::identity::{Authority, Party, Speaker, SpiffeId, Trust, client_config, handshake_problem, server_config};
use archipel::model::Clock as _;
use archipel::node::{Node, open_log};
use archipel::rpc::{Serving, serve};
use archipel::store::{MasterKey, Store};
use archipel::system::{SystemClock, SystemEntropy};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};

use super::super::fixture::{At, FEDERATION, Federation, Papers, days_ago, node};
use proto::node_service_client::NodeServiceClient;

/// Types generated from `proto/`, as another client would generate them.
#[allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated code; the .proto files carry the comments"
)]
#[allow(unreachable_pub, clippy::allow_attributes_without_reason, reason = "generated code")]
pub(crate) mod proto {
    tonic::include_proto!("archipel.node.v1");
}

pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Longer than anything here ever takes.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// TLS settings with which a holder of these credentials calls the node of `member`. The holder trusts `issuer` for
/// them.
pub(super) fn caller(
    federation: &Federation,
    member: &str,
    speaker: Speaker,
    issuer: &Authority,
    papers: &Papers,
    clock: &At,
) -> ClientConfig {
    let member = Party::Member(member.parse().unwrap());
    let mut trust = Trust::new(FEDERATION).unwrap();
    let mut believe = |party: Party, authority: &Authority| {
        trust.add(party, "authority.pem", authority.certificate_pem().as_bytes()).unwrap();
    };
    believe(member.clone(), &federation.authorities[&member]);
    if speaker.party() != member {
        believe(speaker.party(), issuer);
    }
    let credentials = papers.credentials(speaker, &trust, clock);
    let Party::Member(member) = member else { panic!("a node belongs to a member") };
    client_config(&credentials, &trust, &member, Arc::new(SystemClock)).unwrap()
}

/// TLS settings of a caller with credentials by the right authority.
pub(super) fn rightful(federation: &Federation, member: &str, speaker: Speaker) -> ClientConfig {
    let issuer = &federation.authorities[&speaker.party()];
    caller(federation, member, speaker.clone(), issuer, &federation.papers(speaker), &days_ago(0))
}

/// TLS settings of another client, which looks for a host name and shows no certificate.
pub(super) fn stranger(federation: &Federation, member: &str) -> ClientConfig {
    let authority = &federation.authorities[&Party::Member(member.parse().unwrap())];
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.certificate_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&rustls::version::TLS13]);
    let mut config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

pub(super) async fn connect(address: SocketAddr, tls: ClientConfig) -> io::Result<TlsStream<TcpStream>> {
    shake_hands(TcpStream::connect(address).await?, tls).await
}

pub(super) async fn shake_hands(stream: TcpStream, tls: ClientConfig) -> io::Result<TlsStream<TcpStream>> {
    TlsConnector::from(Arc::new(tls)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

/// Sends an HTTP/2 preface. Returns the number of bytes that come back, or the alert that ended the connection before
/// any.
pub(super) async fn knock(address: SocketAddr, tls: ClientConfig) -> Result<usize, String> {
    let knocking = async {
        let mut stream = connect(address, tls).await?;
        stream.write_all(&[PREFACE, &frame(4, 0, 0, &[])].concat()).await?;
        stream.read(&mut [0; 64]).await
    };
    let answer = tokio::time::timeout(PATIENCE, knocking).await.expect("an answer or an end");
    answer.map_err(|error| {
        let problem = handshake_problem(&error);
        assert_eq!(problem.key, "identity-refused", "{error}");
        problem.args[0].1.clone()
    })
}

pub(super) async fn client(address: SocketAddr, tls: ClientConfig) -> NodeServiceClient<Channel> {
    client_of(Endpoint::from_static("http://node"), address, tls).await
}

pub(super) async fn client_of(
    endpoint: Endpoint,
    address: SocketAddr,
    tls: ClientConfig,
) -> NodeServiceClient<Channel> {
    let tls = Arc::new(tls);
    let connector = tower::service_fn(move |_| {
        let tls = tls.clone();
        async move { connect(address, (*tls).clone()).await.map(TokioIo::new) }
    });
    let channel = endpoint.connect_with_connector(connector).await.unwrap();
    NodeServiceClient::new(channel).max_encoding_message_size(usize::MAX)
}

/// Everything that a caller learns from a refusal.
pub(super) fn learned<T>(answer: Result<T, Status>) -> (Code, String, Option<String>) {
    let status = answer.err().expect("a refusal");
    let details = status.metadata().get_bin("archipel-problem-bin").map(|bytes| bytes.to_bytes().unwrap());
    let details = details.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
    (status.code(), status.message().to_owned(), details)
}

pub(super) fn not_allowed(speaker: Speaker) -> (Code, String, Option<String>) {
    let who = SpiffeId::new(FEDERATION, speaker).unwrap();
    (Code::PermissionDenied, "call-not-allowed".into(), Some(format!("call-not-allowed\nwho={who}")))
}

/// A certificate by an authority for a party that it doesn't speak for, as a thief of its key could make it.
pub(super) fn forged(authority: &Authority, speaker: Speaker) -> Papers {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    let name = SpiffeId::new(FEDERATION, speaker).unwrap().to_string();
    params.subject_alt_names = vec![rcgen::SanType::URI(name.as_str().try_into().unwrap())];
    params.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    params.is_ca = rcgen::IsCa::ExplicitNoCa;
    params.not_after = rcgen::date_time_ymd(2090, 1, 1);
    let signer = rcgen::KeyPair::from_pem(&authority.key_pem()).unwrap();
    let issuer = rcgen::Issuer::from_ca_cert_pem(authority.certificate_pem(), signer).unwrap();
    Papers { chain: params.signed_by(&key, &issuer).unwrap().pem(), key: key.serialize_pem() }
}

/// Serves the node of a member in this process, with another trust or other limits than its charter and settings give.
pub(super) async fn serve_here(federation: &Federation, member: &str, trust: &Trust, limits: Limits) -> SocketAddr {
    let charter = Charter::parse(&federation.charter_files()).unwrap();
    let id = member.parse().unwrap();
    let agreement = Agreement::in_force(charter, &federation.charter_files(), Some(&id), SystemClock.today()).unwrap();
    let key = fs::read_to_string(federation.path(&format!("{member}/master.key"))).unwrap();
    let data = federation.path(&format!("{member}/data"));
    let store = Store::open(&data, &id, &MasterKey::parse(&key).unwrap()).unwrap();
    let log = open_log(&federation.path(&format!("{member}/log")), &store, agreement.charter()).unwrap();
    let (policy, clock, entropy) =
        (Policy::none(agreement.charter(), &id), Arc::new(SystemClock), Arc::new(SystemEntropy));
    let own = Node::new(agreement.clone(), policy, store, log, clock, entropy, 1).unwrap();
    let credentials = federation.papers(node(member)).credentials(node(member), trust, &SystemClock);
    let tls = Arc::new(server_config(&credentials, trust, Arc::new(SystemClock)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = Serving { listener, tls, limits, clock: Arc::new(SystemClock) };
    tokio::spawn(serve(own, serving, std::future::pending()));
    address
}

/// A frame by RFC 9113, section 4.1.
pub(super) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = &(payload.len() as u32).to_be_bytes()[1..];
    [length, &[kind, flags], &stream.to_be_bytes(), payload].concat()
}
