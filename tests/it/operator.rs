//! The operator's socket: files that may exist at its path, and clients that misbehave.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use hyper_util::rt::TokioIo;
use tokio::net::UnixStream;
use tonic::Code;
use tonic::transport::{Channel, Endpoint};

use super::audit::computed;
use super::fixture::{Federation, PERIOD, archipel, people, until};
use proto::officer_service_client::OfficerServiceClient;
use proto::operator_service_client::OperatorServiceClient;
use proto::{DecideReleaseRequest, DraftDecisionRequest, IngestRequest, RecordLookRequest};

/// Types generated from `proto/`, as another client would generate them.
#[allow(
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "generated code; the .proto files carry the comments"
)]
#[allow(unreachable_pub, clippy::allow_attributes_without_reason, reason = "generated code")]
mod proto {
    tonic::include_proto!("archipel.operator.v1");
}

#[test]
fn what_stands_at_the_path_of_the_socket_stays_unless_it_is_a_leftover() {
    let federation = Federation::new();
    ["east", "north"].iter().for_each(|member| federation.init_node(member, "charter"));
    let serve = |member: &str| {
        archipel(&format!("node serve --json --config {}", federation.at(&format!("{member}/node.toml"))))
    };
    let taken = (1, "serve-socket-taken".to_owned());
    federation.write("east/node.sock", "precious");
    assert_eq!(serve("east").refusal(), taken);
    assert_eq!(fs::read_to_string(federation.path("east/node.sock")).unwrap(), "precious");

    fs::remove_file(federation.path("east/node.sock")).unwrap();
    let east = federation.serve("east");
    assert_eq!(fs::metadata(&east.socket).unwrap().permissions().mode() & 0o777, 0o600);
    let settings = fs::read_to_string(federation.path("north/node.toml")).unwrap();
    federation.write("north/node.toml", &settings.replace("node.sock", &east.socket.display().to_string()));
    assert_eq!(serve("north").refusal(), taken);
    assert_eq!(federation.of_node("east", "status --json").ok().json()["running"], true);
    east.kill();
    assert!(federation.path("east/node.sock").exists());
    assert_eq!(federation.serve("east").stop().code(), Some(0), "a leftover is in nobody’s way");
}

async fn connect(endpoint: &Endpoint, socket: PathBuf) -> Channel {
    let connector = tower::service_fn(move |_| {
        let socket = socket.clone();
        async move { UnixStream::connect(socket).await.map(TokioIo::new) }
    });
    endpoint.connect_with_connector(connector).await.unwrap()
}

/// A value that the node doesn't know is no order, and least of all one that can't be undone.
#[tokio::test]
async fn an_order_with_a_word_that_the_node_does_not_know_changes_nothing() {
    let federation = computed();
    let north = federation.serve("north");
    let releases = || federation.of_node("north", "releases list --json").ok().json();
    let records = || fs::read(federation.path("north/log/checkpoint")).unwrap();
    let (before, written) = (releases(), records());
    assert_eq!(before[0]["state"], "active");
    let socket = Endpoint::from_static("http://node");
    let mut client = OfficerServiceClient::new(connect(&socket, north.socket.with_file_name("officer.sock")).await);
    let edition = before[0]["edition"].as_str().unwrap().to_owned();
    let mut refused = vec![client.draft_decision(DraftDecisionRequest { deed: None }).await.unwrap_err()];
    for decision in [0, 4, 99, -1, i32::MAX] {
        let request = DecideReleaseRequest { edition: edition.clone(), decision, ..DecideReleaseRequest::default() };
        refused.push(client.decide_release(request).await.unwrap_err());
    }
    for look in [0, 6, -1] {
        refused.push(client.record_look(RecordLookRequest { look, size: 0 }).await.unwrap_err());
    }
    for refused in refused {
        assert_eq!((refused.code(), refused.message()), (Code::InvalidArgument, "call-bad-request"));
    }
    assert_eq!((releases(), records()), (before, written));
}

#[tokio::test]
async fn a_client_that_reads_nothing_holds_up_neither_its_load_nor_the_node() {
    // More pieces than there is room for reports.
    const MANY: u64 = 150_000;
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.write("many.csv", &people("east", MANY, 1));
    let served = federation.serve("east");
    let deaf = Endpoint::from_static("http://node").initial_stream_window_size(0);
    let mut client = OperatorServiceClient::new(connect(&deaf, served.socket.clone()).await);
    let order = IngestRequest { file: federation.at("many.csv"), period: PERIOD.into(), ..IngestRequest::default() };
    let unread = client.ingest(order).await.unwrap();
    let loaded = tokio::task::spawn_blocking(move || {
        until("the load is durable", || {
            let datasets = federation.of_node("east", "datasets --json").ok().json();
            (datasets[0]["rows"] == MANY).then_some(())
        });
        federation
    });
    let _federation = loaded.await.unwrap();
    let stopped = tokio::task::spawn_blocking(move || served.stop().code());
    // Far more than the few seconds that it is waited for.
    let stopped = tokio::time::timeout(Duration::from_secs(20), stopped).await.expect("an end, though nothing is read");
    assert_eq!(stopped.unwrap(), Some(0));
    drop(unread);
}
