//! Too much of everything: questions, calls, connections, and answers that aren't read.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use archipel::charter::Charter;
use archipel::config::Limits;
use archipel::identity::Role;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::client::TlsStream;
use tonic::Code;
use tonic::transport::Endpoint;

use super::super::fixture::{Federation, PERIOD, hub, of_member};
use super::caller::{PATIENCE, PREFACE, client, client_of, connect, frame, learned, rightful, serve_here, shake_hands};
use super::proto::node_service_client::NodeServiceClient;
use super::proto::{DescribeRequest, GetTableRequest, OpenEditionRequest, WatchEditionRequest};

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

/// The headers of a call of `Describe` whose message never comes, in the form of RFC 7541 without any table.
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

/// Opens calls that never go on; returns the connection and the first `wanted` frames that end one.
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
    // RST_STREAM on the fourth, with the code REFUSED_STREAM: nothing was done, and the call may be repeated.
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

/// Type of the frame, by RFC 9113, section 6.8.
const GOAWAY: u8 = 7;

#[tokio::test]
async fn a_connection_that_is_old_enough_is_asked_to_go_and_then_cut() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let moment = Duration::from_millis(100);
    let limits = Limits { connection_age: moment, connection_grace: moment, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let (mut stream, _) = hang(address, rightful(&federation, "east", hub()), 1, 0).await;
    let mut kinds = Vec::new();
    let reading = async {
        while let Ok((kind, ..)) = read_frame(&mut stream).await {
            kinds.push(kind);
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect("an end, though a call is under way");
    assert!(kinds.contains(&GOAWAY), "{kinds:?}");
    let connections = Arc::new(AtomicUsize::new(0));
    let (counted, tls) = (connections.clone(), rightful(&federation, "east", hub()));
    let connector = tower::service_fn(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let tls = tls.clone();
        async move { connect(address, tls).await.map(TokioIo::new) }
    });
    let channel = Endpoint::from_static("http://node").connect_with_connector(connector).await.unwrap();
    let mut client = NodeServiceClient::new(channel);
    while connections.load(Ordering::Relaxed) < 3 {
        client.describe(DescribeRequest {}).await.expect("a client goes over to another connection by itself");
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

/// An answer that isn't read still counts as work, whatever connection it was asked over.
#[tokio::test]
async fn answers_that_are_not_read_count_as_calls() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let limits = Limits { calls_per_peer: 2, ..Limits::default() };
    let address = serve_here(&federation, "east", &federation.trust(), limits).await;
    let tls = rightful(&federation, "east", hub());
    let mut client = client(address, tls.clone()).await;
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest().to_string();
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
    super::caller::client(address, officer).await.describe(DescribeRequest {}).await.expect("a place of its own");
    drop(unread);
    let served = async { while client.describe(DescribeRequest {}).await.is_err() {} };
    tokio::time::timeout(PATIENCE, served).await.expect("places come back");
}

/// No outsider may keep a node from stopping.
#[tokio::test]
async fn a_call_that_never_ends_does_not_keep_a_node_from_stopping() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.limit("east/node.toml", "connection_grace_s = 1\nstreams_per_connection = 1\n");
    let served = federation.serve("east");
    let (mut stream, refused) = hang(federation.address("east"), rightful(&federation, "east", hub()), 2, 1).await;
    assert_eq!(refused.len(), 1, "the node works on the first call");
    let stopped = tokio::task::spawn_blocking(|| served.stop());
    // Far more than the second that was set, and less than any other limit.
    let stopped =
        tokio::time::timeout(Duration::from_secs(20), stopped).await.expect("an end, though a call is under way");
    assert_eq!(stopped.unwrap().code(), Some(0));
    let _ = stream.read_to_end(&mut Vec::new()).await;
}
