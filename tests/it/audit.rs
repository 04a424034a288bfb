//! The log, as officers, outsiders and witnesses meet it.
#![allow(clippy::disallowed_methods, reason = "tests damage the files")]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::fixture::{Ended, Federation, MEMBERS, PERIOD, archipel, copy, files, until};

mod bundles;
mod copies;
mod kills;

pub(super) use bundles::resum;

/// The reason that an officer gives: it must be only where it can be erased.
const REASON: &str = "plantedreason because of the agreement";

/// A federation of class `controlled` that has computed once.
pub(crate) fn computed() -> Federation {
    let federation = Federation::new();
    federation.write_controlled_charter("controlled");
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "controlled");
        federation.ingest(member);
    });
    federation.init_coordinator_under("controlled");
    let nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    for member in MEMBERS {
        let releases = federation.of_node(member, "releases list --json").ok().json();
        let edition = releases[0]["edition"].as_str().unwrap().to_owned();
        let words = ["--by", "Plantedname", "--reason", REASON];
        federation.of_node_with(member, &format!("releases approve {edition}"), &words).ok();
    }
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    for (_, node) in nodes {
        node.stop();
    }
    federation
}

fn audit(federation: &Federation, member: &str, order: &str) -> Ended {
    archipel(&format!("audit {order} --config {}", federation.at(&format!("{member}/node.toml"))))
}

fn kinds(records: &Value) -> Vec<&str> {
    records.as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap()).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn an_officer_sees_proves_hands_on_and_erases() {
    let federation = computed();
    let log = federation.at("north/log");
    archipel(&format!("audit verify {log}")).ok();
    let all = audit(&federation, "north", "log --json").ok().json();
    let seen = kinds(&all);
    for kind in [
        "dataset.loaded",
        "node.started",
        "edition.proposed",
        "release.built",
        "release.approved",
        "release.activated",
        "request.refused",
        "table.answered",
        "table.sent",
        "witness.cosigned",
        "node.stopped",
        "log.viewed",
    ] {
        assert!(seen.contains(&kind), "{kind} in {seen:?}");
    }
    // The caller, the reason and the authority of each question about a dataset.
    let asked =
        audit(&federation, "north", &format!("log --kind table --dataset {PERIOD} --peer hub --json")).ok().json();
    assert_eq!(asked.as_array().unwrap().len(), 15);
    let levels: Vec<&Value> = asked.as_array().unwrap().iter().map(|record| &record["level"]).collect();
    assert!(levels.contains(&&json!("country")) && levels.contains(&&json!("town")), "{levels:?}");
    assert!(asked[0]["outside"] == true && asked[0]["reason"] == Value::Null);
    assert_eq!(audit(&federation, "north", "log --to 2020 --json").ok().json(), json!([]));
    assert_eq!(audit(&federation, "north", "log --from yesterday --json").refusal(), (2, "audit-date".into()));
    let csv = federation.at("register.csv");
    let report = audit(&federation, "north", &format!("report --json --csv {csv}")).ok().json();
    let line = &report["register"][0];
    let authority = json!({ "en": "None", "fr": "Aucun" });
    assert_eq!((&line["answers"], &line["outside"], &line["authority"]), (&json!(15), &Value::Null, &authority));
    assert_eq!((report["unsent"].as_array().unwrap().len(), report["register"].as_array().unwrap().len()), (0, 1));
    assert_eq!(report["refusals"][0]["reason"], "edition-not-approved");
    let register = fs::read_to_string(csv).unwrap();
    assert!(register.starts_with("\"recipient / destinataire\",\"nature\"") && register.lines().count() == 2);

    // The officer's words lie beside the log, and in the log in no form.
    let approved = seen.iter().position(|kind| *kind == "release.approved").unwrap();
    let shown = audit(&federation, "north", &format!("show {approved} --json")).ok().json();
    assert_eq!(shown["detail"], json!({ "by": "Plantedname", "reason": REASON }));
    assert!(shown["record"]["detail"].as_str().unwrap().len() == 64);
    let words = |folder: &str| {
        let found = files(&federation.path(folder)).into_iter().filter(|(_, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            text.contains("planted") || text.contains("Planted")
        });
        found.map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!((words("north/log"), words("north/data/details")), (vec![], vec![]));
    audit(&federation, "north", &format!("erase {approved} --yes")).ok();
    let again = audit(&federation, "north", &format!("erase {approved} --yes --json"));
    assert_eq!(again.refusal(), (2, "log-no-detail".into()));
    assert_eq!(audit(&federation, "north", &format!("show {approved} --json")).ok().json()["detail"], Value::Null);

    // An outsider verifies the copy that they are given.
    let pack = federation.at("pack");
    audit(&federation, "north", &format!("export {pack} --prove {approved} --prove 3")).ok();
    let found = archipel(&format!("audit verify {pack} --json")).ok().json();
    assert_eq!((&found["log"], &found["proofs"]), (&json!("isles/north/audit"), &json!(2)));
    assert_eq!(found["witnesses"].as_array().unwrap().len(), 3);
    archipel(&format!("audit verify {pack} --witness-policy {pack}/witness-policy.txt")).ok();
    // The caller, the reason and the authority of each question about these data.
    let about = |dataset: &str| {
        let report = audit(&federation, "north", &format!("report --dataset {dataset} --json")).ok().json();
        report["register"].as_array().unwrap().clone()
    };
    assert!(about("1999").is_empty());
    assert!(about(PERIOD)[0]["purpose"]["fr"].is_string() && about(PERIOD)[0]["authority"]["en"] == "None");
    let last = audit(&federation, "north", "log --json").ok().json();
    let actions: Vec<_> =
        last.as_array().unwrap().iter().filter(|record| record["kind"] == "operator.action").collect();
    assert_eq!((actions.len(), &actions[0]["action"]), (1, &json!("detail-erased")));
    assert!(kinds(&last).contains(&"log.exported"));
    archipel(&format!("audit verify {log}")).ok();
    let proof = federation.at("one.tlog-proof");
    archipel(&format!("audit prove 3 --copy {pack} --out {proof}")).ok();
    assert!(fs::read_to_string(proof).unwrap().starts_with("c2sp.org/tlog-proof@v1\nextra "));
}

/// The register compares what the charter states of the member and of the recipient, and claims nothing else.
#[test]
fn the_register_says_who_is_outside_as_far_as_the_charter_states_it() {
    let federation = Federation::new();
    federation.write_edited_charter("stated", "Stated", |text| {
        let member = |text: String, id: &str, law: &str| {
            let line = format!("id = \"{id}\"\n");
            text.replace(&line, &format!("{line}jurisdiction = \"{law}\"\n"))
        };
        [("east", "CA-ON"), ("north", "ca-qc"), ("secretariat", "CA-QC")]
            .into_iter()
            .fold(text, |text, (id, law)| member(text, id, law))
    });
    MEMBERS.iter().for_each(|id| {
        federation.init_node(id, "stated");
        federation.ingest(id);
    });
    federation.init_coordinator_under("stated");
    let nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    for (id, outside, word, said) in [
        ("east", json!(true), "yes / oui", "yes (CA-ON → CA-QC)"),
        ("north", json!(false), "no / non", "no (ca-qc)"),
        ("west", Value::Null, "not stated / non précisé", "not stated"),
    ] {
        let csv = federation.at(&format!("{id}.csv"));
        let report = audit(&federation, id, &format!("report --json --csv {csv}")).ok().json();
        assert_eq!(report["register"][0]["outside"], outside, "{id}");
        assert!(fs::read_to_string(csv).unwrap().contains(&format!("\"{word}\"")), "{id}");
        let page = audit(&federation, id, "report").ok().stdout;
        assert!(page.contains(&format!("Outside the member’s jurisdiction: {said}")), "{page}");
    }
    // A charter that isn't given says nothing.
    let other =
        audit(&federation, "east", &format!("report --json --charter {}", federation.at("charter"))).ok().json();
    assert_eq!(other["register"][0]["outside"], Value::Null);
    drop(nodes);
}

/// Changes between two runs of a node, and an officer's decisions, have records of their own kinds.
#[test]
fn changes_and_decisions_have_their_records() {
    let federation = computed();
    let edition =
        federation.of_node("north", "releases list --json").ok().json()[0]["edition"].as_str().unwrap().to_owned();
    let words = ["--yes", "--by", "Somebody", "--reason", ""];
    federation.of_node_with("north", &format!("releases withdraw {edition}"), &words).ok();
    let withdrawn = |member: &str| {
        let records = audit(&federation, member, "log --kind release.withdrawn --json").ok().json();
        audit(&federation, member, &format!("show {} --json", records[0]["seq"])).ok().json()
    };
    let shown = withdrawn("north");
    assert_eq!(shown["detail"], json!({ "by": "Somebody", "reason": null }));
    audit(&federation, "north", &format!("erase {} --yes", shown["record"]["seq"])).ok();
    // Words that say nothing are no detail, and a node in service takes them alike.
    let east = federation.serve("east");
    let words = ["--yes", "--by", "", "--reason", ""];
    federation.of_node_with("east", &format!("releases withdraw {edition}"), &words).ok();
    east.stop();
    let shown = withdrawn("east");
    assert_eq!((&shown["record"]["by"], &shown["record"]["detail"]), (&Value::Null, &Value::Null));
    federation.ingest_again("north");
    federation.write("north/policy.toml", "[disclosure]\nmin_frequency = 20\n");
    let papers = federation.papers(super::fixture::node("north"));
    fs::remove_file(federation.path("north/node.key")).unwrap();
    federation.write_papers("north", "node", &papers);
    federation.serve("north").stop();
    let records = audit(&federation, "north", "log --json").ok().json();
    let seen = kinds(&records);
    for kind in ["release.withdrawn", "operator.action", "dataset.retired", "policy.changed", "certificate.changed"] {
        assert!(seen.contains(&kind), "{kind} in {seen:?}");
    }
    let settings = fs::read_to_string(federation.path("north/node.toml")).unwrap();
    federation.write_charter("other", "Another");
    federation.write("north/node.toml", &settings.replace(&federation.at("controlled"), &federation.at("other")));
    fs::remove_file(federation.path("north/policy.toml")).unwrap();
    federation.serve("north").stop();
    let records = audit(&federation, "north", "log --json").ok().json();
    let charter = records.as_array().unwrap().iter().find(|record| record["kind"] == "charter.changed").unwrap();
    assert_eq!(charter["after"], charter["charter_digest"]);
    assert!(
        records
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["kind"] == "node.started")
            .all(|record| record["clean"] == true)
    );
}

/// The node's own key signs another history. Witnesses that saw the first one don't sign, both sides keep what they
/// have seen, and nothing is answered until an officer has settled it.
#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn a_rewritten_log_is_refused_by_its_witnesses() {
    let federation = Federation::ready();
    let nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    for (_, node) in nodes {
        node.stop();
    }
    copy(&federation.path("east"), &federation.path("east.before"));
    let nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("first"))).ok();
    for (_, node) in nodes {
        node.stop();
    }
    // Back to its earlier state, with the same key, and a longer other history.
    fs::remove_dir_all(federation.path("east")).unwrap();
    copy(&federation.path("east.before"), &federation.path("east"));
    let nodes = federation.serve_all();
    let compute =
        |out: &str| federation.of_hub(&format!("index compute --require quorum=2 --out {} --json", federation.at(out)));
    let members = |out: &str| String::from_utf8(files(&federation.path(out))["members.csv"].clone()).unwrap();
    // A coordinator that remembers nothing is told by the witnesses.
    fs::rename(federation.path("hub/memory"), federation.path("hub/before")).unwrap();
    let told = compute("second");
    assert_eq!(told.refusal(), (6, "index-log-disagreement".into()), "{}", told.stderr);
    assert!(!federation.path("second").exists());
    let evidence = |folder: &str| files(&federation.path(folder)).len();
    assert_eq!(
        (evidence("hub/memory/evidence"), evidence("north/log/evidence"), evidence("west/log/evidence")),
        (2, 1, 1)
    );
    assert!(evidence("east/log/evidence") >= 1);
    assert_eq!(compute("third").code, 0);
    assert!(members("third").contains("east,missing,log-stopped,"), "{}", members("third"));
    for (member, own) in [("east", true), ("north", false)] {
        let found = audit(&federation, member, "log --kind witness.disagreed --json").ok().json();
        assert!(
            found.as_array().unwrap().iter().all(|record| record["own"] == own)
                && found[0]["log"] == "isles/east/audit"
        );
    }
    // Once all sides have settled it, it goes on.
    audit(&federation, "east", "settle").ok();
    assert_eq!(audit(&federation, "east", "settle --json").refusal(), (2, "log-not-stopped".into()));
    for witness in ["north", "west"] {
        audit(&federation, witness, "settle --log isles/east/audit").ok();
    }
    assert_eq!(compute("fourth").code, 0);
    archipel(&format!("index verify {}", federation.at("fourth"))).ok();
    assert!(members("fourth").contains("east,answered,"));
    // A coordinator that remembers the first history needs no witness, and keeps both.
    fs::rename(federation.path("hub/memory"), federation.path("hub/fresh")).unwrap();
    fs::rename(federation.path("hub/before"), federation.path("hub/memory")).unwrap();
    assert_eq!(compute("fifth").code, 0);
    assert!(members("fifth").contains("east,missing,member-log-forked,"), "{}", members("fifth"));
    assert!(federation.path("hub/memory/evidence/east-east.notes").exists());
    // A disagreement that the officer has looked into doesn't stop the node again.
    assert!(!federation.path("east/log/stopped").exists());
    drop(nodes);
}

/// Each socket has its own calls and its own users.
#[test]
fn officers_and_operators_have_sockets_of_their_own() {
    use archipel::node::{OfficerOperations as _, OperatorOperations as _};
    use archipel::rpc::{OfficerClient, OperatorClient};
    use std::os::unix::fs::PermissionsExt as _;
    let federation = Federation::ready();
    let node = federation.serve("north");
    let [operator, officer] = ["node.sock", "officer.sock"].map(|name| federation.path(&format!("north/{name}")));
    let mode = |path: &Path| fs::metadata(path).map_or(0, |about| about.permissions().mode() & 0o777);
    // The second one may still be starting when the first one answers.
    until("both sockets", || ((mode(&operator), mode(&officer)) == (0o600, 0o660)).then_some(()));
    let runtime = || tokio::runtime::Runtime::new().unwrap();
    let as_officer = |socket: &Path| OfficerClient::connect(runtime(), socket).unwrap().unwrap();
    let as_operator = |socket: &Path| OperatorClient::connect(runtime(), socket).unwrap().unwrap();
    assert_eq!(as_officer(&operator).releases().unwrap_err().key, "peer-malformed", "no such call");
    assert!(as_operator(&officer).status().is_err());
    assert!(as_operator(&operator).status().is_ok());
    assert_eq!(as_officer(&officer).releases(), Ok(Vec::new()));
    // A reader of the log may read all of it, and nothing of the data.
    let group_reads = |name: &str| mode(&federation.path(&format!("north/{name}"))) & 0o040 != 0;
    assert!(group_reads("log") && group_reads("log/checkpoint") && group_reads("log/tile/entries/000.p"));
    assert!(!group_reads("data") && !group_reads("data/segments") && !group_reads("master.key"));
    node.stop();
}

/// Callers who can't prove an identity, and callers without the right to ask, are in the log.
#[test]
fn refused_callers_are_in_the_log() {
    let federation = Federation::ready();
    let north = federation.serve("north");
    // No TLS at all.
    use std::io::Write as _;
    let mut stranger = std::net::TcpStream::connect(federation.address("north")).unwrap();
    stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    drop(stranger);
    until("the refusal is written down", || {
        let refused = audit(&federation, "north", "log --kind request.refused --json").ok().json();
        let found = refused.as_array().unwrap().iter().find(|record| record["call"] == "handshake")?;
        assert!(found["count"] == 1 && found["decision"] == "deny" && found.get("peer").is_none());
        Some(())
    });
    north.stop();
}
