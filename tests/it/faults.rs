//! Members that die, hang or never answer while an index is computed: named, waited for no longer than was set, and
//! without a trace in what the others published.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use archipel::identity::server_config;
use archipel::system::SystemClock;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::fixture::{Federation, MEMBERS, Served, files, members, node};

/// As short as settings allow, and far shorter than the limits that they stand in for.
const LIMITS: &str = "connect_s = 1\ncall_s = 1\nbuild_s = 60\nattempts = 2\n";
/// What a run may take besides: far more than one ever does, and less than the limits without settings.
const SLACK: Duration = Duration::from_secs(20);

/// Every node serves and has its release ready.
fn open_federation() -> (Federation, BTreeMap<&'static str, Served>) {
    let federation = Federation::ready();
    let nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    federation.limit("hub/coordinator.toml", LIMITS);
    (federation, nodes)
}

/// Under both rules: no result, then one without the member, which is named with the reason.
fn misses(federation: &Federation, missing: &str, reason: &str) {
    let began = Instant::now();
    let out = federation.path("all");
    let all = federation.of_hub(&format!("index compute --require all --out {}", out.display()));
    assert_eq!(all.code, 5, "{}", all.stderr);
    assert!(!out.exists());
    assert!(all.stderr.contains(&format!("{missing} is missing: ")), "{}", all.stderr);
    for key in [reason, "index-too-few-members"] {
        assert!(all.stderr.contains(&format!("[{key}]")), "{}", all.stderr);
    }
    let out = federation.path(reason);
    let some = federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display())).ok();
    assert!(some.stderr.contains(&format!("{missing} is missing: ")), "{}", some.stderr);
    assert!(began.elapsed() < 2 * SLACK, "{:?}", began.elapsed());
    let bundle = files(&out);
    let expected = MEMBERS.map(|member| match member == missing {
        true => (member.to_owned(), "missing".to_owned(), reason.to_owned()),
        false => (member.to_owned(), "answered".to_owned(), String::new()),
    });
    assert_eq!(members(&bundle), expected);
    let index = String::from_utf8(bundle["index.csv"].clone()).unwrap();
    let area = |member: &str| format!("\nprovince,{},", member[..1].to_uppercase());
    MEMBERS.iter().for_each(|member| assert_eq!(index.contains(&area(member)), *member != missing, "{member}"));
}

#[test]
fn a_member_that_was_killed_is_named() {
    let (federation, mut nodes) = open_federation();
    nodes.remove("north").unwrap().kill();
    misses(&federation, "north", "peer-unreachable");
    // It left its socket and its lock behind, and comes back to what it had released.
    assert!(federation.path("north/node.sock").exists());
    assert_eq!(federation.of_node("north", "status --json").ok().json()["running"], false);
    nodes.insert("north", federation.serve("north"));
    federation.of_hub(&format!("index compute --require all --out {}", federation.at("whole"))).ok();
}

#[test]
fn a_member_that_hangs_is_waited_for_as_long_as_was_set() {
    let (federation, nodes) = open_federation();
    nodes["west"].signal("STOP");
    misses(&federation, "west", "peer-deadline");
    nodes["west"].signal("CONT");
    federation.of_hub(&format!("index compute --require all --out {}", federation.at("whole"))).ok();
}

/// The worst kind: it shakes hands, takes the question, and says nothing.
#[test]
fn a_member_that_never_answers_is_waited_for_as_long_as_was_set() {
    let (federation, mut nodes) = open_federation();
    nodes.remove("east").unwrap().kill();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let credentials = federation.papers(node("east")).credentials(node("east"), &federation.trust(), &SystemClock);
    let tls = server_config(&credentials, &federation.trust(), Arc::new(SystemClock));
    let listener = runtime.block_on(TcpListener::bind(federation.address("east"))).unwrap();
    runtime.spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await.unwrap();
                let mut heard = [0; 1024];
                while stream.read(&mut heard).await.is_ok_and(|bytes| bytes > 0) {}
            });
        }
    });
    misses(&federation, "east", "peer-deadline");
}
