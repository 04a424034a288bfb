//! Members that die, hang or never answer while an index is computed: they are named, waited for no longer than the
//! limit, and leave no trace in what the others published.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use archipel::identity::server_config;
use archipel::system::SystemClock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::fixture::{Federation, MEMBERS, Served, files, members, node, until};

/// Limits as short as settings allow.
const LIMITS: &str = "connect_s = 1\ncall_s = 1\nbuild_s = 60\nattempts = 2\n";

/// A federation in which every node serves and has its release ready.
fn open_federation() -> (Federation, BTreeMap<&'static str, Served>) {
    let federation = Federation::ready();
    let nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    federation.limit("hub/coordinator.toml", LIMITS);
    (federation, nodes)
}

/// Checks both rules: no result, then one without the member, which is named with the reason.
fn misses(federation: &Federation, missing: &str, reason: &str) {
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

/// Checks the same, and that both runs end long before the limits without settings would end them.
fn misses_soon(federation: &Federation, missing: &str, reason: &str) {
    let (done, ended) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            misses(federation, missing, reason);
            let _ = done.send(());
        });
        ended.recv_timeout(Duration::from_secs(40)).expect("an end, by the limits that were set");
    });
}

#[test]
fn a_member_that_was_killed_is_named() {
    let (federation, mut nodes) = open_federation();
    nodes.remove("north").unwrap().kill();
    misses(&federation, "north", "peer-unreachable");
    // It left its socket and its lock behind, and restarts with what it had released.
    assert!(federation.path("north/node.sock").exists());
    assert_eq!(federation.of_node("north", "status --json").ok().json()["running"], false);
    nodes.insert("north", federation.serve("north"));
    federation.of_hub(&format!("index compute --require all --out {}", federation.at("whole"))).ok();
}

#[test]
fn a_member_that_hangs_is_waited_for_as_long_as_was_set() {
    let (federation, nodes) = open_federation();
    nodes["west"].signal("STOP");
    misses_soon(&federation, "west", "peer-deadline");
    nodes["west"].signal("CONT");
    federation.of_hub(&format!("index compute --require all --out {}", federation.at("whole"))).ok();
}

/// Between any two answers, or in the middle of one: the answers of a member before its death are in no figure.
#[test]
fn a_member_that_dies_while_it_answers_is_named() {
    let (federation, mut nodes) = open_federation();
    let settings = std::fs::read_to_string(federation.path("north/node.toml")).unwrap();
    let charter_says = federation.address("north").to_string();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    nodes.remove("north").unwrap().kill();
    federation.write("north/node.toml", &settings.replace(&charter_says, "127.0.0.1:0"));
    let heard = {
        let north = federation.serve("north");
        let wire = runtime.block_on(Wire::lay(federation.address("north"), behind(&north), u64::MAX));
        federation.of_hub(&format!("index compute --require all --out {}", federation.at("whole"))).ok();
        wire.heard.load(Ordering::Relaxed)
    };
    for part in [4, 6, 8, 9] {
        let north = federation.serve("north");
        let wire = runtime.block_on(Wire::lay(federation.address("north"), behind(&north), heard * part / 10));
        let killer = std::thread::spawn(move || {
            until("the wire is worn out", || wire.broken.load(Ordering::Relaxed).then_some(()));
            north.kill();
        });
        misses(&federation, "north", "peer-unreachable");
        killer.join().unwrap();
        std::fs::remove_dir_all(federation.path("peer-unreachable")).unwrap();
    }
}

/// Address of a node that chose its own port.
fn behind(node: &Served) -> SocketAddr {
    // Its operator's socket exists a moment before it says so.
    until("the node says where", || {
        let said = node.own_log();
        let (_, rest) = said.rsplit_once("address=")?;
        rest.split_whitespace().next()?.parse().ok()
    })
}

/// Proxy that carries calls to a node up to a number of bytes of answers; then it breaks, and all calls with it.
struct Wire {
    heard: Arc<AtomicU64>,
    broken: Arc<AtomicBool>,
    carrying: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

impl Wire {
    async fn lay(from: SocketAddr, to: SocketAddr, strength: u64) -> Self {
        let (heard, broken) = (Arc::<AtomicU64>::default(), Arc::<AtomicBool>::default());
        let listener = TcpListener::bind(from).await.unwrap();
        let carrying = tokio::spawn({
            let (heard, broken) = (heard.clone(), broken.clone());
            async move {
                while let Ok((caller, _)) = listener.accept().await {
                    let Ok(node) = TcpStream::connect(to).await else { continue };
                    let (heard, broken) = (heard.clone(), broken.clone());
                    tokio::spawn(async move {
                        let (mut from_caller, mut to_caller) = caller.into_split();
                        let (mut from_node, mut to_node) = node.into_split();
                        let asking = tokio::spawn(async move { tokio::io::copy(&mut from_caller, &mut to_node).await });
                        let mut piece = [0; 512];
                        while let Ok(bytes @ 1..) = from_node.read(&mut piece).await {
                            if heard.fetch_add(bytes as u64, Ordering::Relaxed) > strength {
                                broken.store(true, Ordering::Relaxed);
                                break;
                            }
                            to_caller.write_all(&piece[..bytes]).await.unwrap();
                        }
                        asking.abort();
                    });
                }
            }
        });
        Self { heard, broken, carrying }
    }
}

/// Callers learn nothing of a member's disk; its operator can read the details.
#[test]
fn what_went_wrong_inside_a_node_stands_in_its_own_log_alone() {
    let federation = Federation::ready();
    let segments = federation.path("north/data/segments");
    let lost: Vec<_> = files(&segments).into_keys().collect();
    lost.iter().for_each(|name| std::fs::remove_file(segments.join(name)).unwrap());
    let nodes = federation.serve_all();
    let opened = federation.of_hub("edition open --json");
    assert_eq!(opened.json()["members"][1]["obstacle"], "peer-internal");
    let why = until("the operator can read why", || {
        nodes["north"].log().lines().find(|line| line.contains("call failed")).map(str::to_owned)
    });
    assert!(why.contains("store-io path=") && lost.iter().any(|name| why.contains(name)), "{why}");
    assert!(!lost.iter().any(|name| opened.stdout.contains(name) || opened.stderr.contains(name)));
}

/// The worst kind of node: it shakes hands, takes the question, and never answers.
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
    misses_soon(&federation, "east", "peer-deadline");
}
