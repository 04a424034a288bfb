//! `--keep`: nodes that go on serving, and a file from which another client learns how to reach them.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use archipel::charter::Charter;
use archipel::config::CallLimits;
use archipel::coordinator::NodeClient as _;
use archipel::folder;
use archipel::identity::{Credentials, Expected, Party, SpiffeId, Trust, client_config};
use archipel::model::MemberId;
use archipel::rpc::{Address, RemotePeers};
use archipel::system::SystemClock;
use serde_json::Value;

use crate::fixture::{archipel, program, until};

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn a_kept_rehearsal_answers_other_clients_until_it_is_stopped() {
    let islands = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/three-islands");
    let folder = tempfile::tempdir().unwrap();
    let (bundle, live) = (folder.path().join("bundle"), folder.path().join("live.json"));
    let arguments = format!(
        "simulate --charter {} --data {} --out {} --keep",
        islands.join("charter").display(),
        islands.join("data").display(),
        bundle.display()
    );
    let mut kept = program(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let told: Value = until("live.json", || serde_json::from_slice(&fs::read(&live).ok()?).ok());

    // A second run beside it, or one that would overwrite its file, ends before it begins.
    let beside = arguments.replace("/bundle", "/other");
    for another in [beside.clone(), beside.replace("--keep", &format!("--timings {}", live.display()))] {
        let refused = archipel(&another);
        assert!(refused.code == 3 && refused.stderr.contains("[folder-exists]"), "{refused:?}");
    }
    assert!(!folder.path().join("other").exists());

    let charter = Arc::new(Charter::parse(&folder::read(&islands.join("charter")).unwrap()).unwrap());
    assert_eq!(told["charter_digest"], charter.digest().to_string());
    let mut trust = Trust::new(&charter.id).unwrap();
    let path = |value: &Value| PathBuf::from(value.as_str().unwrap());
    for (member, about) in told["members"].as_object().unwrap() {
        let authority = fs::read(path(&about["authority"])).unwrap();
        trust.add(Party::Member(member.parse().unwrap()), "authority", &authority).unwrap();
    }
    let coordinator: SpiffeId = charter.coordinators[0].identity.parse().unwrap();
    let own_authority = fs::read(path(&told["coordinator"]["authority"])).unwrap();
    trust.add(coordinator.speaker().party(), "authority", &own_authority).unwrap();
    let (chain, key) = (path(&told["coordinator"]["certificate"]), path(&told["coordinator"]["key"]));
    let own = Credentials::load(&chain, &key, &Expected::Exactly(coordinator), &trust, &SystemClock).unwrap();
    let addresses: BTreeMap<MemberId, Address> = told["members"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(member, about)| {
            let member: MemberId = member.parse().unwrap();
            let tls = Arc::new(client_config(&own, &trust, &member, Arc::new(SystemClock)).unwrap());
            (member, Address { endpoint: about["address"].as_str().unwrap().to_owned(), tls })
        })
        .collect();
    let peers = RemotePeers::new(charter.clone(), addresses.clone(), CallLimits::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for member in addresses.keys() {
        let edition = told["edition"].as_str().unwrap().parse().unwrap();
        let table = &charter.lattice.tables()[0];
        let cells = runtime.block_on(peers.table(member, &edition, table)).unwrap();
        assert!(!cells.0.is_empty(), "{member}");
        // The officer's credentials are there as well, and only their owner can read the key.
        assert!(path(&told["members"][member.as_str()]["officer"]["certificate"]).exists());
        assert!(archipel::identity::read_private(&path(&told["members"][member.as_str()]["officer"]["key"])).is_ok());
    }
    drop((peers, runtime));

    let interrupt = std::process::Command::new("kill").args(["-INT", &kept.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let ended = until("the end", || kept.try_wait().unwrap());
    assert!(ended.success());
    assert!(!live.exists() && !chain.exists() && bundle.join("SHA256SUMS").exists());
}
