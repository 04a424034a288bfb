//! Class `private` at real nodes: the cost of an edition is approved before anything is drawn, and counts in any case.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use archipel::model::MemberId;

use super::fixture::{Federation, MEMBERS, PERIOD, archipel, archipel_in, copy, files, members};
use super::officer::move_all;

mod copies;
mod lifetime;

/// Nodes with loaded data under a charter of class `private`.
pub(crate) fn private() -> Federation {
    let federation = Federation::new();
    federation.write_private_charter("private");
    loaded(federation)
}

fn loaded(federation: Federation) -> Federation {
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "private");
        federation.ingest(member);
    });
    federation.init_coordinator_under("private");
    federation
}

fn obstacles(federation: &Federation, period: &str) -> Vec<Value> {
    revision_obstacles(federation, period, 0)
}

fn revision_obstacles(federation: &Federation, period: &str, revision: u32) -> Vec<Value> {
    let settings = federation.at("hub/coordinator.toml");
    let open = archipel(&format!("edition open --period {period} --revision {revision} --json --config {settings}"));
    open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect()
}

fn release(federation: &Federation, member: &str, period: &str) -> Value {
    let listed = federation.of_node(member, "releases list --json").ok().json();
    listed.as_array().unwrap().iter().find(|release| release["period"] == period).unwrap().clone()
}

/// Edition that every officer is asked about, of the period before all others.
pub(crate) fn asked(federation: &Federation) -> String {
    obstacles(federation, "2025");
    release(federation, "north", "2025")["edition"].as_str().unwrap().to_owned()
}

/// Runs `then` while the records of a node can't be read.
fn without_records(federation: &Federation, then: impl FnOnce()) {
    let [records, aside] = ["north/data/segments", "aside-segments"].map(|folder| federation.path(folder));
    std::fs::rename(&records, &aside).unwrap();
    then();
    std::fs::rename(&aside, &records).unwrap();
}

fn kinds(federation: &Federation, member: &str) -> Vec<String> {
    let settings = federation.at(&format!("{member}/node.toml"));
    let records = archipel(&format!("audit log --config {settings} --json")).ok().json();
    let kinds = records.as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind.starts_with("budget.") && kind != "budget.witnessed").collect()
}

#[test]
fn nothing_is_put_to_nobody() {
    let federation = Federation::new();
    federation.write_private_charter_of_nobody("private");
    let federation = loaded(federation);
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("budget-no-officer")));
    assert_eq!(kinds(&federation, "north"), [""; 0]);
}

/// A node that is stopped between any two steps goes on from there, with the same figures and the same cost.
#[test]
fn a_release_that_was_reserved_is_drawn_once() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let nodes = federation.serve_all();
    let edition = asked(&federation);
    drop(nodes);
    MEMBERS.iter().for_each(|member| federation.approve(member, &edition));
    // New records before anything is reserved: the officer is asked again, and nothing is spent.
    federation.ingest_again("north");
    let nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [Value::Null, json!("edition-not-approved"), Value::Null]);
    federation.approve("north", &edition);
    // Unreadable records cost nothing.
    without_records(&federation, || assert_ne!(obstacles(&federation, "2025")[1], Value::Null));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 0);
    assert_eq!(obstacles(&federation, "2025"), [Value::Null, Value::Null, Value::Null]);
    drop(nodes);
    assert_eq!(
        kinds(&federation, "north"),
        ["budget.ruled", "budget.approved", "budget.approved", "budget.reserved", "budget.spent"]
    );
    // Data that are loaded afterwards don't change a drawn release.
    federation.ingest_again("north");
    let _nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    assert_eq!(kinds(&federation, "north").len(), 5);
    federation.decide("north", &format!("withdraw {edition} --yes")).ok();
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

/// Too few witnesses: nothing is drawn; the reservation waits, and is drawn once when they are there.
#[test]
fn nothing_is_drawn_before_more_than_half_of_the_witnesses_know() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("east");
    nodes.remove("west");
    // The coordinator alone is one of three.
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed"));
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    // An attacker who withholds a witness learns no time from it: nothing is read again meanwhile.
    without_records(&federation, || assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed")));
    assert_eq!(release(&federation, "north", "2025")["state"], "approved");
    let budget = federation.of_node("north", "budget --json").ok().json();
    assert_eq!((&budget["spent"], &budget["editions"][0]["outcome"]), (&json!(185_000), &json!("reserved")));
    nodes.insert("east", federation.serve("east"));
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    assert_eq!(kinds(&federation, "north").len(), 4);
    drop(nodes);

    // Other witnesses take over once more than half of those before know of it.
    let policy = std::fs::read_to_string(federation.path("north/policy.toml")).unwrap();
    let without_west = policy.split("[[witness]]").filter(|witness| !witness.contains("\"west\"")).collect::<Vec<_>>();
    federation.write("north/policy.toml", &without_west.join("[[witness]]"));
    let differs = federation.of_node("north", "budget --json").ok().json();
    let proposed = &differs["proposed"];
    assert_eq!((&proposed["lifetime"], proposed["witnesses"].as_array().unwrap().len()), (&json!(1_000_000), 2));
    assert_eq!(differs["waits"], false);
    let key = federation.at("desk/north.key");
    let adopted = federation.of_node("north", &format!("budget --adopt --json --key {key}")).ok().json();
    assert_eq!((&adopted["waits"], adopted["witnesses"].as_array().unwrap().len()), (&json!(true), 3));
    federation.of_node("north", &format!("ingest {} --period 2026", federation.at("data/north.csv"))).ok();
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2026")[1], json!("edition-not-approved"));
    let held = federation.of_node("north", "budget --json").ok().json();
    assert_eq!((&held["waits"], held["witnesses"].as_array().unwrap().len()), (&json!(false), 2));
    assert_eq!(kinds(&federation, "north")[4..], ["budget.ruled", "budget.handed-over"]);
}

/// A release is drawn as it was approved and reserved, whatever the policy says by then: in the node and in a copy of
/// it, so that one secret gives one set of figures.
#[test]
fn what_was_reserved_is_drawn_by_its_own_plan() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let rule = std::fs::read_to_string(federation.path("north/policy.toml")).unwrap();
    let strict = format!("{rule}[privacy]\nrho = \"strict\"\n");
    federation.write("north/policy.toml", &strict);
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("east");
    nodes.remove("west");
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed"));
    nodes.remove("north").unwrap().stop();
    let (folder, aside) = (federation.path("north"), federation.path("aside"));
    copy(&folder, &aside);
    // Approved at 0.05, it is drawn at 0.05, and doesn't wait for another decision.
    federation.write("north/policy.toml", &rule);
    MEMBERS.iter().for_each(|member| drop(nodes.insert(member, federation.serve(member))));
    let drawn = || release(&federation, "north", "2025")["digest"].clone();
    let out = federation.path("bundle");
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", out.display())).ok();
    archipel(&format!("index verify {}", out.display())).ok();
    assert!(files(&out)["answers/north.plan"].starts_with(b"archipel plan 1\nrho 0.05\n"));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 50_000);
    let first = drawn();

    nodes.remove("north").unwrap().stop();
    std::fs::remove_dir_all(&folder).unwrap();
    copy(&aside, &folder);
    for file in ["north.vkey", "north.checkpoint", &format!("{edition}/north.release")] {
        let _ = std::fs::remove_file(federation.path(&format!("hub/memory/{file}")));
    }
    federation.write("north/policy.toml", &strict.replace("strict", "0.1"));
    nodes.insert("north", federation.serve("north"));
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    assert_eq!(drawn(), first);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 50_000);
}

/// However many callers ask at once, before and after its witnesses know, an approved release is reserved once and
/// drawn once.
#[test]
fn an_edition_that_many_open_at_once_is_drawn_once() {
    use archipel::audit::ClaimOutcome;
    use archipel::coordinator::NodeClient as _;
    let federation = private();
    federation.adopt_budget("north", "1");
    federation.limit("north/node.toml", "calls_per_peer = 128\n");
    let _nodes = federation.serve_all();
    federation.approve("north", &asked(&federation));
    let (peers, north) = (std::sync::Arc::new(federation.peers("private")), "north".parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let open_at_once = || -> Vec<String> {
        let open = |_| {
            let (peers, north) = (peers.clone(), MemberId::clone(&north));
            runtime.spawn(async move {
                let opened = peers.open_edition(&north, (&PERIOD.parse().unwrap(), 0), &|_| ()).await;
                opened.map_or_else(|problem| problem.key.to_string(), |(edition, _)| edition.to_string())
            })
        };
        let open: Vec<_> = (0..64).map(open).collect();
        open.into_iter().map(|one| runtime.block_on(one).unwrap()).collect()
    };
    let told = open_at_once();
    assert!(told.iter().all(|told| told == "edition-not-approved"), "{told:?}");
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    runtime.block_on(async {
        let key = peers.describe(&north).await.unwrap().log_key;
        let mut note = peers.claims(&north).await.unwrap().0.remove(0);
        for witness in ["east", "west"] {
            let said = peers.sign_claim(&witness.parse().unwrap(), &key, &note).await.unwrap();
            let ClaimOutcome::Signed(line) = said else { panic!("{said:?}") };
            note += &line;
        }
        peers.add_claims(&north, &[note], &[]).await.unwrap();
    });
    let told = open_at_once();
    let edition = release(&federation, "north", PERIOD)["edition"].as_str().unwrap().to_owned();
    assert!(told.iter().all(|told| *told == edition), "{told:?}");
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved", "budget.spent"]);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

/// An approved release is stopped at no cost before anything is reserved; afterwards its cost counts.
#[test]
fn an_officer_may_think_better_of_it() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    federation.decide("north", &format!("refuse {edition} --yes")).ok();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-not-approved"));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 0);
    federation.approve("west", &edition);
    nodes.remove("north");
    nodes.remove("east");
    assert_eq!(obstacles(&federation, "2025")[2], json!("member-not-witnessed"));
    let refused = federation.decide("west", &format!("refuse {edition} --yes --json"));
    assert_eq!(refused.refusal(), (4, "release-state".to_owned()));
    federation.decide("west", &format!("withdraw {edition} --yes")).ok();
    assert_eq!(release(&federation, "west", "2025")["state"], "withdrawn");
    nodes.insert("north", federation.serve("north"));
    assert_eq!(obstacles(&federation, "2025")[2], json!("edition-withdrawn"));
    let budget = federation.of_node("west", "budget --json").ok().json();
    assert_eq!((&budget["spent"], &budget["editions"][0]["outcome"]), (&json!(185_000), &json!("burnt")));
    for member in ["north", "west"] {
        let log = federation.at(&format!("{member}/log"));
        archipel(&format!("audit verify {log} --charter {}", federation.at("private"))).ok();
    }
}
