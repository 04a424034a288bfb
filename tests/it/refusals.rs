//! Who and what a node refuses: callers before any answer, calls by role, questions beyond the lattice, and too much of
//! everything.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use archipel::charter::{Agreement, Charter, Policy};
use archipel::config::Limits;
use archipel::identity::{
    Authority, Party, Role, Speaker, SpiffeId, Trust, client_config, handshake_problem, server_config,
};
use archipel::model::Clock as _;
use archipel::node::{Node, open_log};
use archipel::rpc::{Serving, serve};
use archipel::store::{MasterKey, Store};
use archipel::system::{SystemClock, SystemEntropy};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};

use super::fixture::{
    At, COORDINATOR, FEDERATION, Federation, MEMBERS, PERIOD, Papers, archipel, authority, days_ago, files, hub,
    members, node, of_member, until,
};
use proto::node_service_client::NodeServiceClient;
use proto::{CategoryFilter, DescribeRequest, GetTableRequest, OpenEditionRequest, TableAxis, WatchEditionRequest};

/// Generated from `proto/`, as a client of another make would.
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

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Longer than anything here ever takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a holder of these papers calls the node of `member`. It believes in its own papers whoever issued them.
fn caller(
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

/// The same with papers by the right authority.
fn rightful(federation: &Federation, member: &str, speaker: Speaker) -> ClientConfig {
    let issuer = &federation.authorities[&speaker.party()];
    caller(federation, member, speaker.clone(), issuer, &federation.papers(speaker), &days_ago(0))
}

/// A client of another make: it looks for a host name, and shows no certificate.
fn stranger(federation: &Federation, member: &str) -> ClientConfig {
    let authority = &federation.authorities[&Party::Member(member.parse().unwrap())];
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.certificate_pem().as_bytes()).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&rustls::version::TLS13]);
    let mut config = config.unwrap().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

async fn connect(address: SocketAddr, tls: ClientConfig) -> io::Result<TlsStream<TcpStream>> {
    shake_hands(TcpStream::connect(address).await?, tls).await
}

async fn shake_hands(stream: TcpStream, tls: ClientConfig) -> io::Result<TlsStream<TcpStream>> {
    TlsConnector::from(Arc::new(tls)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

/// Says hello in HTTP/2. What comes back: bytes, or the alert that ended the connection before any.
async fn knock(address: SocketAddr, tls: ClientConfig) -> Result<usize, String> {
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

async fn client(address: SocketAddr, tls: ClientConfig) -> NodeServiceClient<Channel> {
    client_of(Endpoint::from_static("http://node"), address, tls).await
}

async fn client_of(endpoint: Endpoint, address: SocketAddr, tls: ClientConfig) -> NodeServiceClient<Channel> {
    let tls = Arc::new(tls);
    let connector = tower::service_fn(move |_| {
        let tls = tls.clone();
        async move { connect(address, (*tls).clone()).await.map(TokioIo::new) }
    });
    let channel = endpoint.connect_with_connector(connector).await.unwrap();
    NodeServiceClient::new(channel).max_encoding_message_size(usize::MAX)
}

/// Everything that a caller learns from a refusal.
fn learned<T>(answer: Result<T, Status>) -> (Code, String, Option<String>) {
    let status = answer.err().expect("a refusal");
    let details = status.metadata().get_bin("archipel-problem-bin").map(|bytes| bytes.to_bytes().unwrap());
    let details = details.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap());
    (status.code(), status.message().to_owned(), details)
}

fn not_allowed(speaker: Speaker) -> (Code, String, Option<String>) {
    let who = SpiffeId::new(FEDERATION, speaker).unwrap();
    (Code::PermissionDenied, "call-not-allowed".into(), Some(format!("call-not-allowed\nwho={who}")))
}

/// A certificate by an authority for somebody that it doesn't speak for: what a thief of its key could make.
fn forged(authority: &Authority, speaker: Speaker) -> Papers {
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

#[tokio::test]
async fn callers_are_refused_before_any_answer() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let served = federation.serve("east");
    let address = federation.address("east");
    let (own, other) = (Party::Coordinator(COORDINATOR.1.into()), Party::Member("west".parse().unwrap()));
    let (today, then) = (days_ago(0), days_ago(50));

    let rogue = authority(own.clone());
    let by_rogue = Papers::issue(&rogue, hub(), 30, &today);
    let west = &federation.authorities[&other];
    let by_west = forged(west, hub());
    let right = &federation.authorities[&own];
    let expired = Papers::issue(right, hub(), 1, &then);
    let rival = Speaker::Coordinator { name: "rival".into() };
    let unknown = authority(rival.party());
    let by_unknown = Papers::issue(&unknown, rival.clone(), 30, &today);
    let call = |speaker: Speaker, issuer, papers, clock| caller(&federation, "east", speaker, issuer, papers, clock);
    for (tls, alert, reason) in [
        (call(hub(), &rogue, &by_rogue, &today), "DecryptError", "identity-wrong-authority"),
        (call(hub(), west, &by_west, &today), "UnknownCA", "identity-wrong-authority"),
        (call(hub(), right, &expired, &then), "CertificateExpired", "identity-expired"),
        (call(rival, &unknown, &by_unknown, &today), "CertificateUnknown", "identity-unknown-party"),
        (stranger(&federation, "east"), "CertificateRequired", "identity-no-certificate"),
    ] {
        let named = || served.log().matches(&format!("handshake refused code={reason}")).count();
        let before = named();
        assert_eq!(knock(address, tls).await, Err(alert.to_owned()));
        until("the operator can read why", || (named() == before + 1).then_some(()));
    }

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&client_hello_1_2()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    // One alert record: fatal, 70 = protocol_version.
    assert_eq!((answer[0], &answer[3..]), (21, [0, 2, 2, 70].as_slice()));

    assert!(knock(address, rightful(&federation, "east", hub())).await.unwrap() > 0, "the right one is heard");
}

#[tokio::test]
async fn a_call_takes_the_right_role() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let _served = federation.serve("east");
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest.to_string();
    let open = OpenEditionRequest { charter_digest: digest, period: PERIOD.into(), revision: 0 };
    let watch = WatchEditionRequest { edition: "0".repeat(64) };
    for speaker in [
        of_member("east", Role::Officer),
        of_member("east", Role::Operator),
        of_member("east", Role::Witness),
        node("east"),
        node("west"),
        of_member("west", Role::Officer),
    ] {
        let mut client = client(federation.address("east"), rightful(&federation, "east", speaker.clone())).await;
        let described = client.describe(DescribeRequest {}).await;
        if [of_member("east", Role::Officer), of_member("east", Role::Operator)].contains(&speaker) {
            assert_eq!(described.unwrap().into_inner().member, "east");
        } else {
            assert_eq!(learned(described), not_allowed(speaker.clone()));
        }
        assert_eq!(learned(client.open_edition(open.clone()).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.watch_edition(watch.clone()).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.get_table(GetTableRequest::default()).await), not_allowed(speaker.clone()));
    }
    let mut client = client(federation.address("east"), rightful(&federation, "east", hub())).await;
    // Officers aren't asked about revisions without end.
    let beyond = OpenEditionRequest { revision: 100, ..open.clone() };
    assert_eq!(learned(client.open_edition(beyond).await).1, "call-bad-request");
    let described = client.describe(DescribeRequest {}).await.unwrap().into_inner();
    assert!(described.editions.is_empty(), "nothing was opened: {:?}", described.editions);
    client.open_edition(open).await.unwrap();
}

/// The node of a member in this process, with another trust or other limits than its charter and settings give.
async fn serve_here(federation: &Federation, member: &str, trust: &Trust, limits: Limits) -> SocketAddr {
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

/// Should an authority ever be believed that the charter doesn't name, its coordinator may still ask nothing.
#[tokio::test]
async fn a_coordinator_that_the_charter_does_not_name_may_ask_nothing() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let rival = Speaker::Coordinator { name: "rival".into() };
    // Its id in the charter isn't the name in its certificate.
    let id = Speaker::Coordinator { name: COORDINATOR.0.into() };
    let mut trust = federation.trust();
    let authorities = [&rival, &id].map(|speaker| authority(speaker.party()));
    for authority in &authorities {
        trust.add(authority.party().clone(), "authority.pem", authority.certificate_pem().as_bytes()).unwrap();
    }
    let address = serve_here(&federation, "east", &trust, Limits::default()).await;
    for (speaker, authority) in [rival, id].into_iter().zip(&authorities) {
        let papers = Papers::issue(authority, speaker.clone(), 30, &SystemClock);
        let tls = caller(&federation, "east", speaker.clone(), authority, &papers, &days_ago(0));
        let mut client = client(address, tls).await;
        assert_eq!(learned(client.describe(DescribeRequest {}).await), not_allowed(speaker.clone()));
        let open = OpenEditionRequest::default();
        assert_eq!(learned(client.open_edition(open).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.get_table(GetTableRequest::default()).await), not_allowed(speaker.clone()));
    }
    let mut client = client(address, rightful(&federation, "east", hub())).await;
    assert_eq!(client.describe(DescribeRequest {}).await.unwrap().into_inner().member, "east");
}

#[tokio::test]
async fn every_question_beyond_the_lattice_gets_the_same_refusal() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let _served = federation.serve("east");
    let mut client = client(federation.address("east"), rightful(&federation, "east", hub())).await;
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest.to_string();
    let open = OpenEditionRequest { charter_digest: digest, period: PERIOD.into(), revision: 0 };
    let edition = client.open_edition(open).await.unwrap().into_inner().edition;
    let mut reports =
        client.watch_edition(WatchEditionRequest { edition: edition.clone() }).await.unwrap().into_inner();
    while reports.message().await.unwrap().is_some() {}

    let axis = |group: &str, partition: &str| TableAxis { group: group.into(), partition: partition.into() };
    let only = |group: &str, category: &str| CategoryFilter { group: group.into(), categories: vec![category.into()] };
    let good = GetTableRequest {
        edition,
        level: "town".into(),
        axes: vec![axis("age", "")],
        areas: vec!["E1".into(), "W1".into()],
        categories: vec![only("age", "old")],
    };
    let mut answer = client.get_table(good.clone()).await.unwrap().into_inner();
    let rows = answer.message().await.unwrap().unwrap().areas.len();
    assert_eq!(rows, 1, "its own town, and nothing about another member’s");

    let change = |change: fn(&mut GetTableRequest)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    let both = vec![axis("age", ""), axis("home", "")];
    let questions = [
        ("edition", change(|q| q.edition = "0".repeat(64))),
        ("no edition", change(|q| q.edition = "0".into())),
        ("level", change(|q| q.level = "street".into())),
        ("table", GetTableRequest { axes: both, ..good.clone() }),
        ("group", GetTableRequest { axes: vec![axis("income", "")], categories: vec![], ..good.clone() }),
        ("group twice", GetTableRequest { axes: vec![axis("age", ""), axis("age", "")], ..good.clone() }),
        ("partition", GetTableRequest { axes: vec![axis("age", "age_in_nine")], ..good.clone() }),
        ("area", change(|q| q.areas = vec!["E1".into(), "E9".into()])),
        ("area of another level", change(|q| q.areas = vec!["E".into()])),
        ("category", GetTableRequest { categories: vec![only("age", "ancient")], ..good.clone() }),
        ("category of another partition", GetTableRequest { categories: vec![only("age", "older")], ..good.clone() }),
        ("category of another group", GetTableRequest { categories: vec![only("home", "alone")], ..good.clone() }),
    ];
    let mut answers = BTreeSet::new();
    for (what, question) in questions {
        let (code, message, details) = learned(client.get_table(question).await);
        assert_eq!(code, Code::FailedPrecondition, "{what}");
        answers.insert((message, details));
    }
    assert_eq!(answers, BTreeSet::from([("edition-outside-lattice".into(), Some("edition-outside-lattice".into()))]));
}

#[tokio::test]
async fn too_large_a_question_is_refused() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let limits = Limits { message_bytes: 10_000, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let mut client = client(address, rightful(&federation, "east", hub())).await;
    let question = |areas: usize| GetTableRequest { areas: vec!["E1".into(); areas], ..GetTableRequest::default() };
    assert_eq!(learned(client.get_table(question(2000)).await).1, "edition-outside-lattice");
    let (code, _, details) = learned(client.get_table(question(3000)).await);
    assert_eq!((code, details), (Code::OutOfRange, None));
    assert_eq!(client.describe(DescribeRequest {}).await.unwrap().into_inner().member, "east", "and it serves on");
}

/// RFC 9113, section 4.1.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = &(payload.len() as u32).to_be_bytes()[1..];
    [length, &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// The headers of a call of `Describe` whose message never comes, as RFC 7541 writes them without any table.
fn hanging_call(stream: u32) -> Vec<u8> {
    let text = |text: &str| [&[text.len() as u8], text.as_bytes()].concat();
    let headers = [
        vec![0x83, 0x86],
        [vec![0x04], text("/archipel.node.v1.NodeService/Describe")].concat(),
        [vec![0x01], text("node")].concat(),
        [vec![0x0f, 0x10], text("application/grpc")].concat(),
        [vec![0x00], text("te"), text("trailers")].concat(),
    ];
    frame(1, 4, stream, &headers.concat())
}

/// Kind, flags, stream and payload.
type Frame = (u8, u8, u32, Vec<u8>);

async fn read_frame(stream: &mut TlsStream<TcpStream>) -> io::Result<Frame> {
    let mut head = [0; 9];
    stream.read_exact(&mut head).await?;
    let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let mut payload = vec![0; number(&head[..3]) as usize];
    stream.read_exact(&mut payload).await?;
    Ok((head[3], head[4], number(&head[5..]), payload))
}

/// Opens calls that never go on; gives the connection and the first `wanted` frames that end one.
async fn hang(address: SocketAddr, tls: ClientConfig, calls: u32, wanted: usize) -> (TlsStream<TcpStream>, Vec<Frame>) {
    let mut stream = connect(address, tls).await.unwrap();
    let opening = (0..calls).map(|call| hanging_call(2 * call + 1)).collect::<Vec<_>>().concat();
    stream.write_all(&[PREFACE, &frame(4, 0, 0, &[]), &opening].concat()).await.unwrap();
    let mut ends = Vec::new();
    let reading = async {
        while ends.len() < wanted {
            let (kind, flags, of, payload) = read_frame(&mut stream).await.unwrap();
            if of > 0 && (kind == 3 || flags & 1 == 1) {
                ends.push((kind, flags, of, payload));
            }
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("refusals");
    (stream, ends)
}

#[tokio::test]
async fn too_many_calls_at_a_time_are_refused() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let limits = Limits { streams_per_connection: 3, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    // RST_STREAM on the fourth, with the code REFUSED_STREAM: nothing was done, and it may come again.
    let (_, refused) = hang(address, rightful(&federation, "east", hub()), 4, 1).await;
    assert_eq!(refused, [(3, 0, 7, vec![0, 0, 0, 7])]);
}

#[tokio::test]
async fn calls_beyond_what_is_worked_on_are_shed() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let limits = Limits { calls_per_peer: 2, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    // Two of the six wait for their message; each of the others ends with headers alone.
    let (_, shed) = hang(address, rightful(&federation, "east", hub()), 6, 4).await;
    let streams: BTreeSet<u32> = shed.iter().map(|(_, _, stream, _)| *stream).collect();
    assert_eq!(streams.len(), 4, "{shed:?}");
    assert!(shed.iter().all(|(kind, ..)| *kind == 1), "{shed:?}");
}

/// RFC 9113, section 6.8.
const GOAWAY: u8 = 7;

#[tokio::test]
async fn a_connection_that_is_old_enough_is_asked_to_go_and_then_cut() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let second = Duration::from_secs(1);
    let limits = Limits { connection_age: second, connection_grace: second, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let began = Instant::now();
    let (mut stream, _) = hang(address, rightful(&federation, "east", hub()), 1, 0).await;
    let mut asked = None;
    let reading = async {
        while let Ok((kind, ..)) = read_frame(&mut stream).await {
            asked = asked.or((kind == GOAWAY).then(|| began.elapsed()));
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("an end, though a call is under way");
    assert!(asked.is_some_and(|asked| asked >= second), "{asked:?}");
    assert!(began.elapsed() >= 2 * second, "{:?}", began.elapsed());
    let mut client = client(address, rightful(&federation, "east", hub())).await;
    for _ in 0..3 {
        client.describe(DescribeRequest {}).await.expect("a client goes over to another connection by itself");
        tokio::time::sleep(second * 3 / 2).await;
    }
}

#[tokio::test]
async fn an_address_that_says_nothing_does_not_shut_out_others() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let limits = Limits { connections: 3, connections_per_peer: 2, handshake: PATIENCE, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let mut silent = Vec::new();
    for _ in 0..6 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    for shed in &mut silent[2..] {
        let end = tokio::time::timeout(PATIENCE, shed.read(&mut [0])).await.expect("an end");
        assert!(end.is_err() || end.is_ok_and(|bytes| bytes == 0));
    }
    let elsewhere = TcpSocket::new_v4().unwrap();
    elsewhere.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let stream = elsewhere.connect(address).await.unwrap();
    let mut stream = shake_hands(stream, rightful(&federation, "east", hub())).await.unwrap();
    stream.write_all(&[PREFACE, &frame(4, 0, 0, &[])].concat()).await.unwrap();
    assert!(stream.read(&mut [0; 64]).await.unwrap() > 0, "it is heard");
}

/// An answer that nobody reads is worked on all the same, whichever connection it was asked over.
#[tokio::test]
async fn answers_that_are_not_read_count_as_calls() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let limits = Limits { calls_per_peer: 2, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let tls = rightful(&federation, "east", hub());
    let mut client = client(address, tls.clone()).await;
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest.to_string();
    let open = OpenEditionRequest { charter_digest: digest, period: PERIOD.into(), revision: 0 };
    let edition = client.open_edition(open).await.unwrap().into_inner().edition;
    let watch = WatchEditionRequest { edition: edition.clone() };
    let mut reports = client.watch_edition(watch).await.unwrap().into_inner();
    while reports.message().await.unwrap().is_some() {}

    let deaf = Endpoint::from_static("http://node").initial_stream_window_size(0);
    let mut deaf = client_of(deaf, address, tls).await;
    let question = GetTableRequest { edition, level: "province".into(), ..GetTableRequest::default() };
    let mut unread = Vec::new();
    for _ in 0..2 {
        unread.push(deaf.get_table(question.clone()).await.unwrap());
    }
    let officer = rightful(&federation, "east", of_member("east", Role::Officer));
    for busy in [client.describe(DescribeRequest {}).await.map(drop), deaf.get_table(question).await.map(drop)] {
        assert_eq!(busy.unwrap_err().code(), Code::ResourceExhausted);
    }
    self::client(address, officer).await.describe(DescribeRequest {}).await.expect("a place of its own");
    drop(unread);
    let began = Instant::now();
    while client.describe(DescribeRequest {}).await.is_err() {
        assert!(began.elapsed() < PATIENCE, "places come back");
    }
}

/// Nobody outside may keep a node from stopping.
#[tokio::test]
async fn a_call_that_never_ends_does_not_keep_a_node_from_stopping() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.limit("east/node.toml", "connection_grace_s = 1\nstreams_per_connection = 1\n");
    let served = federation.serve("east");
    let (mut stream, refused) = hang(federation.address("east"), rightful(&federation, "east", hub()), 2, 1).await;
    assert_eq!(refused.len(), 1, "the node works on the first call");
    let began = Instant::now();
    let stopped = tokio::task::spawn_blocking(|| served.stop());
    assert_eq!(stopped.await.unwrap().code(), Some(0));
    // Far more than the second that was set, and less than any other limit.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

#[test]
fn a_member_under_another_charter_or_without_data_is_named() {
    let federation = Federation::new();
    federation.write_charter("other", "The isles, amended");
    federation.init_node("east", "charter");
    federation.init_node("north", "other");
    federation.init_node("west", "charter");
    federation.init_coordinator();
    ["east", "north"].iter().for_each(|member| federation.ingest(member));
    let _nodes = federation.serve_all();
    let reasons = [("east", None), ("north", Some("member-other-charter")), ("west", Some("member-no-data"))];

    let status = archipel(&format!("coordinator status --json --config {}", federation.at("hub/coordinator.toml")));
    let obstacles: Vec<_> =
        status.ok().json()["members"].as_array().unwrap().iter().map(|m| m["obstacle"].clone()).collect();
    assert_eq!(obstacles, [Value::Null, "member-other-charter".into(), Value::Null], "whatever the period");
    let plan = federation.of_hub("edition plan --json").ok().json();
    let planned: Vec<_> =
        MEMBERS.iter().enumerate().map(|(i, member)| (*member, plan["members"][i]["obstacle"].as_str())).collect();
    assert_eq!((&plan["able"], planned), (&1.into(), reasons.to_vec()));
    let opened = federation.of_hub("edition open --json");
    assert_eq!(opened.refusal(), (5, "edition-not-opened".into()));

    let all = federation.of_hub(&format!("index compute --out {}", federation.at("all")));
    assert_eq!(all.code, 5);
    assert!(!federation.path("all").exists());
    let some = federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at("some"))).ok();
    for said in [&all.stderr, &some.stderr] {
        for (member, reason) in reasons {
            assert_eq!(said.contains(&format!("{member} is missing: ")), reason.is_some(), "{said}");
            assert!(reason.is_none_or(|reason| said.contains(&format!("[{reason}]"))), "{said}");
        }
    }
    let expected = reasons.map(|(member, reason)| {
        let status = if reason.is_none() { "answered" } else { "missing" };
        (member.to_owned(), status.to_owned(), reason.unwrap_or_default().to_owned())
    });
    assert_eq!(members(&files(&federation.path("some"))), expected);
}

/// Endpoint and authority may come into a charter later than their member.
#[test]
fn a_member_that_can_not_be_reached_yet_is_missing_and_named() {
    for line in ["endpoint = ", "authority = \"authorities/north"] {
        let federation = Federation::new();
        let without = |text: String| {
            let (before, north) = text.split_once("id = \"north\"").unwrap();
            let lines: Vec<_> = north.lines().collect();
            let left_out = lines.iter().position(|known| known.starts_with(line)).unwrap();
            format!("{before}id = \"north\"{}", [&lines[..left_out], &lines[left_out + 1..]].concat().join("\n"))
        };
        federation.write_edited_charter("partial", "The isles", without);
        federation.init_coordinator();
        let settings = fs::read_to_string(federation.path("hub/coordinator.toml")).unwrap();
        federation
            .write("hub/coordinator.toml", &settings.replace(&federation.at("charter"), &federation.at("partial")));
        let _nodes = ["east", "west"].map(|member| {
            federation.init_node(member, "partial");
            federation.ingest(member);
            federation.serve(member)
        });
        let hub = federation.at("hub/coordinator.toml");
        let status = archipel(&format!("coordinator status --json --config {hub}"));
        assert_eq!(status.refusal(), (3, "charter-no-endpoint".into()), "{line}");
        let obstacles =
            status.json()["members"].as_array().unwrap().iter().map(|m| m["obstacle"].clone()).collect::<Vec<_>>();
        assert_eq!(obstacles, [Value::Null, "charter-no-endpoint".into(), Value::Null]);
        let all = federation.of_hub(&format!("index compute --json --out {}", federation.at("all")));
        assert_eq!(all.refusal(), (5, "index-too-few-members".into()));
        federation.of_hub(&format!("index compute --require quorum=2 --out {}", federation.at("two"))).ok();
        let missing = ("north".into(), "missing".into(), "charter-no-endpoint".into());
        assert_eq!(members(&files(&federation.path("two")))[1], missing);
    }
}

/// RFC 5246, section 7.4.1.2: no `supported_versions`, so 1.2 is the most that the client speaks.
fn client_hello_1_2() -> Vec<u8> {
    let counted = |bytes: &[u8]| [&(bytes.len() as u16).to_be_bytes(), bytes].concat();
    let extension = |kind: u16, bytes: &[u8]| [&kind.to_be_bytes(), counted(bytes).as_slice()].concat();
    let groups = extension(10, &counted(&[0, 23, 0, 24]));
    let schemes = extension(13, &counted(&[4, 3, 5, 3, 8, 4, 4, 1]));
    let suites = counted(&[0xc0, 0x2b, 0xc0, 0x2c, 0xc0, 0x2f, 0xc0, 0x30]);
    let extensions = counted(&[groups, extension(11, &[1, 0]), schemes].concat());
    let body = [&[3, 3], [7; 32].as_slice(), &[0], &suites, &[1, 0], &extensions].concat();
    let handshake = [&[1, 0], counted(&body).as_slice()].concat();
    [&[22, 3, 1], counted(&handshake).as_slice()].concat()
}
