//! The log, as officers, outsiders and witnesses meet it.
#![allow(clippy::disallowed_methods, reason = "tests damage the files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::fixture::{Ended, Federation, MEMBERS, PERIOD, archipel, copy, files};

/// The text that an officer gives as a reason: it must be nowhere but where it can be erased.
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
    // Who asked about a dataset, why, under what authority.
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

    // What an officer wrote is beside the log, and in the log in no form.
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

    // A stranger verifies what they are handed.
    let pack = federation.at("pack");
    audit(&federation, "north", &format!("export {pack} --prove {approved} --prove 3")).ok();
    let found = archipel(&format!("audit verify {pack} --json")).ok().json();
    assert_eq!((&found["log"], &found["proofs"]), (&json!("isles/north/audit"), &json!(2)));
    assert_eq!(found["witnesses"].as_array().unwrap().len(), 3);
    archipel(&format!("audit verify {pack} --witness-policy {pack}/witness-policy.txt")).ok();
    // Who asked about these data, why, and on which authority.
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
    // A charter that isn't here says nothing.
    let other =
        audit(&federation, "east", &format!("report --json --charter {}", federation.at("charter"))).ok().json();
    assert_eq!(other["register"][0]["outside"], Value::Null);
    drop(nodes);
}

/// Takes what a witness said out of a copy of a log, key and all.
fn without(copy: &Path, party: &str) {
    let cosigned = fs::read_to_string(copy.join("cosigned")).unwrap();
    let of = |line: &&str| !line.contains(&format!("isles/{party}/witness"));
    let rest: String = cosigned.split_inclusive('\n').filter(of).collect();
    assert_eq!(cosigned.lines().count() - rest.lines().count(), 2);
    fs::write(copy.join("cosigned"), rest).unwrap();
}

/// Two of three witnesses, and others that nobody has heard of.
#[test]
fn a_witness_policy_counts_who_has_cosigned() {
    let federation = computed();
    let pack = federation.at("pack");
    audit(&federation, "north", &format!("export {pack}")).ok();
    let names = ["east", "west", "secretariat"];
    let mut policy = format!("log {}", fs::read_to_string(federation.path("pack/log.vkey")).unwrap());
    let cosigned = fs::read_to_string(federation.path("pack/cosigned")).unwrap();
    for (name, party) in ["e", "w", "s"].iter().zip(names) {
        let key = cosigned.lines().find(|line| line.starts_with(&format!("isles/{party}/witness+"))).unwrap();
        policy += &format!("witness {name} {key}\n");
    }
    federation.write("policy.txt", &(policy.clone() + "group g 2 e w s\nquorum g\n"));
    let verify =
        |path: &str| archipel(&format!("audit verify {path} --json --witness-policy {}", federation.at("policy.txt")));
    verify(&pack).ok();
    without(&federation.path("pack"), "east");
    verify(&pack).ok();
    without(&federation.path("pack"), "west");
    assert_eq!(verify(&pack).refusal(), (6, "audit-quorum".into()));
    federation.write("policy.txt", &(policy + "group g 5 e w s\nquorum g\n"));
    assert_eq!(verify(&pack).refusal(), (3, "audit-witness-policy".into()));
}

/// A pack holds its log to the rule that its node has, and to no weaker one.
#[test]
fn a_pack_says_how_many_witnesses_its_node_wants() {
    let federation = computed();
    let settings = fs::read_to_string(federation.path("north/node.toml")).unwrap();
    let export = |needed: u32| {
        let wanted = settings.replace("# needed = 0", &format!("needed = {needed}"));
        federation.write("north/node.toml", &wanted);
        let pack = federation.at(&format!("pack-{needed}"));
        audit(&federation, "north", &format!("export {pack}")).ok();
        pack
    };
    let pack = export(3);
    let verify = || archipel(&format!("audit verify {pack} --json --witness-policy {pack}/witness-policy.txt"));
    verify().ok();
    without(&federation.path("pack-3"), "west");
    assert_eq!(verify().refusal(), (6, "audit-quorum".into()));
    export(4);
    assert!(!federation.path("pack-4/witness-policy.txt").exists());
}

/// Every class of bytes, and files dropped, swapped, cut and doubled: refused, and told where.
#[test]
fn a_damaged_copy_is_refused() {
    let federation = computed();
    let pack = federation.path("pack");
    audit(&federation, "north", &format!("export {} --prove 4", pack.display())).ok();
    let verify = |path: &Path| archipel(&format!("audit verify {} --json", path.display()));
    let sound = files(&pack);
    let scratch = federation.path("damaged");
    let damaged = |edit: &dyn Fn(&Path)| {
        let _ = fs::remove_dir_all(&scratch);
        copy(&pack, &scratch);
        edit(&scratch);
        verify(&scratch)
    };
    assert_eq!(damaged(&|_| ()).code, 0);
    // Pages for people, and the rule they may hold the copy to, aren't evidence.
    let checked = |name: &&String| !name.ends_with(".md") && *name != "witness-policy.txt";
    for name in sound.keys().filter(checked) {
        let bytes = &sound[name];
        for at in [0, 5, bytes.len() / 2, bytes.len() - 2] {
            let ended = damaged(&|folder| {
                let mut bytes = bytes.clone();
                bytes[at] ^= 2;
                fs::write(folder.join(name), bytes).unwrap();
            });
            assert_eq!(ended.code, 6, "{name} byte {at}: {}", ended.stderr);
        }
        // Witnesses that are gone are so many less; everything else is missed.
        if !name.starts_with("proofs/") && name != "cosigned" && name != "records.jsonl" {
            let gone = damaged(&|folder| fs::remove_file(folder.join(name)).unwrap());
            assert_eq!(gone.code, 6, "{name} gone");
        }
        let cut = damaged(&|folder| fs::write(folder.join(name), &bytes[..bytes.len() - 3]).unwrap());
        assert_eq!(cut.code, 6, "{name} cut: {}", cut.stderr);
    }
    // Records in another order, or twice, or left out, in both places: the first bad one is named.
    let lines: Vec<&[u8]> = sound["records.jsonl"].split_inclusive(|byte| *byte == b'\n').collect();
    let entries = sound.keys().find(|name| name.starts_with("tile/entries")).unwrap();
    let edits: [(&str, Vec<&[u8]>, u64); 3] = [
        ("swapped", [&lines[..5], &[lines[6], lines[5]], &lines[7..]].concat(), 5),
        ("doubled", [&lines[..7], &[lines[6]], &lines[7..lines.len() - 1]].concat(), 7),
        ("left out", [&lines[..3], &lines[4..], &[lines[3]]].concat(), 3),
    ];
    for (what, lines, first) in edits {
        let ended = damaged(&|folder| {
            let bundle = lines.iter().flat_map(|line| {
                let record = &line[..line.len() - 1];
                [&(record.len() as u16).to_be_bytes()[..], record].concat()
            });
            fs::write(folder.join(entries), bundle.collect::<Vec<u8>>()).unwrap();
            fs::write(folder.join("records.jsonl"), lines.concat()).unwrap();
        });
        assert_eq!(ended.refusal(), (6, "log-record".into()), "{what}");
        assert!(ended.stderr.contains(&format!("Record {first} ")), "{what}: {}", ended.stderr);
    }
}

/// The node's own key can sign anything; what its witnesses have seen it can't.
#[test]
fn a_log_that_was_signed_anew_is_refused() {
    use archipel::journal::{Journal, LogFolder, RealDisk};
    use archipel::note::SigningKey;
    use archipel::store::{MasterKey, Store};
    let federation = computed();
    let (pack, other) = (federation.path("pack"), federation.path("other"));
    audit(&federation, "north", &format!("export {}", pack.display())).ok();
    let master = fs::read_to_string(federation.path("north/master.key")).unwrap();
    let id = "north".parse().unwrap();
    let store = Store::open(&federation.path("north/data"), &id, &MasterKey::parse(&master).unwrap()).unwrap();
    let key = SigningKey::from_seed("isles/north/audit", store.secret("log key")).unwrap();
    let log = Journal::create(&federation.path("again"), Box::new(RealDisk), key).unwrap();
    let records: Vec<Vec<u8>> = files(&pack)["records.jsonl"]
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(<[u8]>::to_vec)
        .collect();
    for (seq, record) in records.iter().enumerate() {
        // One recipient is somebody else.
        let text = String::from_utf8(record.clone()).unwrap();
        let text = if seq == 12 { text.replace("coordinator/hub", "coordinator/pub") } else { text };
        assert!(seq != 12 || text.contains("coordinator/pub"), "{text}");
        log.append(move |_| text.into_bytes()).unwrap();
    }
    log.folder().export(&other).unwrap();
    archipel(&format!("audit verify {}", other.display())).ok();
    fs::copy(pack.join("cosigned"), other.join("cosigned")).unwrap();
    let refused = archipel(&format!("audit verify {} --json", other.display()));
    assert_eq!(refused.refusal(), (6, "log-root".into()), "{}", refused.stderr);
    assert_eq!(LogFolder::new(&other).checkpoint().unwrap().0.size, records.len() as u64);
    // Nor can another log's checkpoint stand for its own.
    audit(&federation, "west", &format!("export {}", federation.at("west.pack"))).ok();
    fs::copy(federation.path("west.pack/checkpoint"), pack.join("checkpoint")).unwrap();
    assert_eq!(archipel(&format!("audit verify {} --json", pack.display())).refusal(), (6, "log-checkpoint".into()));
}

/// What changes between two runs of a node, and what an officer decides, is there in its own kind.
#[test]
fn changes_and_decisions_have_their_records() {
    let federation = computed();
    let edition =
        federation.of_node("north", "releases list --json").ok().json()[0]["edition"].as_str().unwrap().to_owned();
    federation.of_node_with("north", &format!("releases withdraw {edition}"), &["--yes", "--by", "Somebody"]).ok();
    let withdrawn =
        audit(&federation, "north", "log --kind release.withdrawn --json").ok().json()[0]["seq"].to_string();
    audit(&federation, "north", &format!("erase {withdrawn} --yes")).ok();
    federation.ingest_again("north");
    federation.write("north/policy.toml", "[disclosure]\nshow_from = 20\n");
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

/// The node's own key signs another history: witnesses that saw the first one don't, both sides keep what they have seen,
/// and nothing is answered until an officer has settled it.
#[test]
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
    // Back to what it was, with the same key, and a longer other history.
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
    // Settled on all sides, it goes on.
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
    // What the officer has looked into doesn't stop the node again.
    assert!(!federation.path("east/log/stopped").exists());
    drop(nodes);
}

/// A bundle with one thing changed, and its checksums made anew: everything hangs together.
#[test]
fn a_changed_bundle_is_refused_offline() {
    let federation = computed();
    let bundle = federation.path("bundle");
    let verify = |path: &Path, more: &str| archipel(&format!("index verify {} --json {more}", path.display()));
    let found = verify(&bundle, &format!("--keys {}", federation.at("hub/memory"))).ok().json();
    assert_eq!(found["members"].as_array().unwrap().len(), 3);
    assert!(
        found["members"].as_array().unwrap().iter().all(|member| member["receipts"] == 15 && member["witnesses"] == 3)
    );
    let scratch = federation.path("changed");
    let changed = |name: &str, from: &str, to: &str, sums: bool| {
        let _ = fs::remove_dir_all(&scratch);
        copy(&bundle, &scratch);
        let text = fs::read_to_string(scratch.join(name)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        fs::write(scratch.join(name), text.replacen(from, to, 1)).unwrap();
        if sums {
            resum(&scratch);
        }
        verify(&scratch, "").refusal()
    };
    let key = |key: &str| (6, key.to_owned());
    assert_eq!(changed("index.csv", "published", "withheld", false), key("bundle-checksum"));
    assert_eq!(changed("index.csv", "published", "withheld", true), key("bundle-figures"));
    assert_eq!(changed("answers/north.csv", "published", "withheld", true), key("receipt-other-answer"));
    assert_eq!(
        changed("edition.json", "\"period\": \"2025\"", "\"period\": \"2024\"", true),
        key("bundle-other-edition")
    );
    assert_eq!(changed("charter/charter.toml", "Controlled", "controlled", true), key("bundle-other-charter"));
    assert_eq!(changed("members.csv", "north,answered", "north,missing", true), key("bundle-figures"));
    assert_eq!(changed("receipts/west/proofs", "index ", "index 1", true), key("receipt-not-proved"));
    assert_eq!(
        changed("receipts/west/checkpoint", "\n— isles/west", "\n— isles/east", true),
        key("receipt-not-proved")
    );
    fs::write(scratch.join("more.txt"), "more").unwrap();
    assert_eq!(verify(&scratch, "").code, 6);
    // Signatures of witnesses, and what nobody answered for.
    let stranger = ("receipts/north/checkpoint", "— isles/secretariat/witness ", "— isles/nobody/witness ");
    assert_eq!(changed(stranger.0, stranger.1, stranger.2, true), key("bundle-signatures"));
    assert_eq!(changed("receipts/witnesses.vkeys", "isles/", "Isles/", true), key("bundle-witness"));
    // One note and one file of proofs for each member, and each key once.
    let sound = files(&bundle);
    let receipts = sound.keys().filter(|name| name.starts_with("receipts/")).collect::<Vec<_>>();
    assert_eq!(receipts.len(), 3 * MEMBERS.len() + 1, "{receipts:?}");
    let text = |name: &str| String::from_utf8(sound[name].clone()).unwrap();
    assert_eq!(text("receipts/witnesses.vkeys").lines().count(), MEMBERS.len() + 1);
    assert!(
        !text("receipts/north/proofs").contains("— ") && text("receipts/north/checkpoint").matches("— ").count() == 4
    );
    let more = text("receipts/north/proofs").split_inclusive("\n\n").next().unwrap().to_owned();
    assert_eq!(changed("receipts/north/proofs", &more, &(more.clone() + &more), true), key("receipt-other-answer"));
    // As earlier versions wrote them.
    let _ = fs::remove_dir_all(&scratch);
    copy(&bundle, &scratch);
    let edition = fs::read_to_string(scratch.join("edition.json")).unwrap();
    fs::write(scratch.join("edition.json"), edition.replace("\"format\": 3,", "\"format\": 2,")).unwrap();
    resum(&scratch);
    let old = verify(&scratch, "");
    assert_eq!(old.refusal(), (3, "bundle-old-form".to_owned()));
    assert!(old.stderr.contains("form 2") && old.stderr.contains("form 3"), "{}", old.stderr);
    let _ = fs::remove_dir_all(&scratch);
    copy(&bundle, &scratch);
    fs::copy(bundle.join("answers/north.csv"), scratch.join("answers/atlantis.csv")).unwrap();
    resum(&scratch);
    assert_eq!(verify(&scratch, "").refusal(), key("bundle-more"));
    // A key that somebody knows from elsewhere.
    let memory = federation.path("hub/memory");
    // Whatever else lies beside it.
    fs::File::create(memory.join("large")).unwrap().set_len(80 << 20).unwrap();
    verify(&bundle, &format!("--keys {}", memory.display())).ok();
    fs::copy(memory.join("east.vkey"), memory.join("north.vkey")).unwrap();
    let other = verify(&bundle, &format!("--keys {}", memory.display()));
    assert_eq!(other.refusal(), key("bundle-other-key"));
}

/// A bundle of class `private`, with a plan that was changed, and with figures that its member's log vouches for and that don't add
/// up.
#[test]
fn a_bundle_of_another_plan_or_of_figures_that_do_not_add_up_is_refused_offline() {
    let federation = super::budget::private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let nodes = federation.serve_all();
    let edition = super::budget::asked(&federation);
    MEMBERS.iter().for_each(|member| federation.approve(member, &edition));
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    for (_, node) in nodes {
        node.stop();
    }
    let (bundle, scratch) = (federation.path("bundle"), federation.path("changed"));
    let verify = |path: &Path| archipel(&format!("index verify {} --json", path.display()));
    verify(&bundle).ok();
    let changed = |name: &str, text: &str| {
        let _ = fs::remove_dir_all(&scratch);
        copy(&bundle, &scratch);
        fs::write(scratch.join(name), text).unwrap();
        resum(&scratch);
        verify(&scratch).refusal()
    };
    let key = |key: &str| (6, key.to_owned());
    // The last variance of the plan, a tenth smaller or larger; what it says to cost; what the charter allows.
    let plan = fs::read_to_string(bundle.join("answers/north.plan")).unwrap();
    let (before, last) = plan.trim_end().rsplit_once(' ').unwrap();
    let (number, parts) = last.split_once('/').map_or((last, String::new()), |(n, parts)| (n, format!("/{parts}")));
    let variance = |tenths: u64| format!("{before} {}{parts}\n", number.parse::<u64>().unwrap() * tenths / 10);
    assert_eq!(variance(10), plan);
    for (text, refusal) in [
        (variance(9), "private-plan"),
        (plan.replace("rho 0.185", "rho 0.184"), "private-plan"),
        (plan.replace("rho 0.185", "rho 0.186"), "private-plan"),
        (String::new(), "private-plan"),
        // It costs less than it says, and isn't what the member's log names.
        (variance(11), "bundle-other-release"),
    ] {
        assert_eq!(changed("answers/north.plan", &text), key(refusal), "{text}");
    }
    // One more person in the country, and nowhere in it.
    let answers = fs::read_to_string(bundle.join("answers/north.csv")).unwrap();
    let mut lines: Vec<String> = answers.lines().map(str::to_owned).collect();
    let weight = lines[0].split(',').position(|column| column == "weight").unwrap();
    let mut fields: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
    fields[weight] = (fields[weight].parse::<f64>().unwrap() + 1.0).to_string();
    lines[1] = fields.join(",");
    let uneven = lines.join("\n") + "\n";
    assert_eq!(changed("answers/north.csv", &uneven), key("receipt-other-answer"));
    vouch(&federation, &scratch, [&answers, &uneven].map(String::as_str), &plan);
    assert_eq!(verify(&scratch).refusal(), key("member-not-additive"));
}

/// Has the log of a member, with its own key, say that it answered something else, in the receipts of a bundle.
fn vouch(federation: &Federation, bundle: &Path, [before, now]: [&str; 2], plan: &str) {
    use archipel::charter::Charter;
    use archipel::disclosure::private::Plan;
    use archipel::journal::{Journal, RealDisk};
    use archipel::model::{Digest, MemberId, release_digest, table_digest};
    use archipel::note::SigningKey;
    use archipel::report::read_answers;
    use archipel::store::{MasterKey, Store};
    let id: MemberId = "north".parse().unwrap();
    let charter = Charter::parse(&files(&federation.path("private"))).unwrap();
    let plan = Plan::parse(plan, &charter, &id).unwrap().digest(&charter);
    let digests = |answers: &str| -> Vec<Digest> {
        let tables = read_answers(&charter, answers.as_bytes()).unwrap();
        let own = tables.iter().map(table_digest);
        own.chain([release_digest(Some(plan), tables.iter().map(table_digest))]).collect()
    };
    let changes: Vec<_> = digests(before).into_iter().zip(digests(now)).collect();
    let master = fs::read_to_string(federation.path("north/master.key")).unwrap();
    let store = Store::open(&federation.path("north/data"), &id, &MasterKey::parse(&master).unwrap()).unwrap();
    let key = SigningKey::from_seed("isles/north/audit", store.secret("log key")).unwrap();
    drop(store);
    let log = Journal::create(&federation.path("again"), Box::new(RealDisk), key).unwrap();
    audit(federation, "north", &format!("export {}", federation.at("pack"))).ok();
    for record in fs::read_to_string(federation.path("pack/records.jsonl")).unwrap().lines() {
        let record = changes
            .iter()
            .fold(record.to_owned(), |text, (before, now)| text.replace(&before.to_string(), &now.to_string()));
        log.append(move |_| record.into_bytes()).unwrap();
    }
    let checkpoint = log.checkpoint();
    let proofs = fs::read_to_string(bundle.join("receipts/north/proofs")).unwrap();
    let places = proofs.lines().filter_map(|line| line.strip_prefix("index ")).map(|seq| seq.parse().unwrap());
    let heads: Vec<String> = places.map(|seq| log.prove(seq, &checkpoint).unwrap().head()).collect();
    fs::write(bundle.join("receipts/north/proofs"), heads.join("\n")).unwrap();
    fs::write(bundle.join("receipts/north/checkpoint"), checkpoint).unwrap();
    resum(bundle);
}

/// A log of an earlier version is refused by name, a node's own and a copy, and what to do about it is enough.
#[test]
fn files_for_each_witness_are_of_an_earlier_version() {
    let federation = computed();
    let (log, own) = (federation.path("north/log"), federation.path("north/log/witnesses"));
    fs::create_dir(&own).unwrap();
    fs::write(own.join("east.vkey"), "isles/east/witness+872887fd+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU\n")
        .unwrap();
    let refused = archipel(&format!("audit verify {} --json", log.display()));
    assert_eq!(refused.refusal(), (1, "log-old-form".to_owned()), "{}", refused.stderr);
    let node = archipel(&format!("node serve --json --config {}", federation.at("north/node.toml")));
    assert_eq!(node.refusal(), (1, "log-old-form".to_owned()), "{}", node.stderr);
    fs::rename(own, federation.path("north/before")).unwrap();
    federation.serve("north").stop();
    archipel(&format!("audit verify {}", log.display())).ok();
}

/// Makes the checksums of a bundle anew.
pub(super) fn resum(bundle: &Path) {
    let line = |(name, bytes): (&String, &Vec<u8>)| format!("{}  {name}\n", archipel::model::Digest::of(bytes));
    let all = files(bundle);
    let sums: String = all.iter().filter(|(name, _)| *name != "SHA256SUMS").map(line).collect();
    fs::write(bundle.join("SHA256SUMS"), sums).unwrap();
}

/// Each socket has its own calls, and its own people.
#[tokio::test]
async fn officers_and_operators_have_sockets_of_their_own() {
    use archipel::node::{Decision, Deed};
    use archipel::rpc::{DecideOrder, OfficerClient, OfficerOrder, OperatorClient};
    use std::os::unix::fs::PermissionsExt as _;
    let federation = Federation::ready();
    let node = federation.serve("north");
    let [operator, officer] = ["node.sock", "officer.sock"].map(|name| federation.path(&format!("north/{name}")));
    let mode = |path: &Path| fs::metadata(path).map_or(0, |about| about.permissions().mode() & 0o777);
    // The second one may still be on its way when the first one answers.
    super::fixture::until("both sockets", || ((mode(&operator), mode(&officer)) == (0o600, 0o660)).then_some(()));
    let deed = Deed::Release(Decision::Approve, "abcdef".into());
    let decide = || OfficerOrder::Decide(DecideOrder { deed: deed.clone(), by: None, reason: None, note: None });
    assert!(OfficerClient::connect(&operator).await.unwrap().unwrap().officer(decide()).await.is_err());
    assert!(OperatorClient::connect(&officer).await.unwrap().unwrap().status().await.is_err());
    assert!(OperatorClient::connect(&operator).await.unwrap().unwrap().status().await.is_ok());
    let listed = OfficerClient::connect(&officer).await.unwrap().unwrap().officer(OfficerOrder::List).await.unwrap();
    assert_eq!(listed, Ok("[]".to_owned()));
    // Who may read the log may read it whole, and nothing of the data.
    let group_reads = |name: &str| mode(&federation.path(&format!("north/{name}"))) & 0o040 != 0;
    assert!(group_reads("log") && group_reads("log/checkpoint") && group_reads("log/tile/entries/000.p"));
    assert!(!group_reads("data") && !group_reads("data/segments") && !group_reads("master.key"));
    node.stop();
}

/// Whoever can't prove who they are, and whoever may not ask, is in the log.
#[test]
fn refused_callers_are_in_the_log() {
    let federation = Federation::ready();
    let north = federation.serve("north");
    // No TLS at all.
    use std::io::Write as _;
    let mut stranger = std::net::TcpStream::connect(federation.address("north")).unwrap();
    stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    drop(stranger);
    super::fixture::until("the refusal is written down", || {
        let refused = audit(&federation, "north", "log --kind request.refused --json").ok().json();
        let found = refused.as_array().unwrap().iter().find(|record| record["call"] == "handshake")?;
        assert!(found["count"] == 1 && found["decision"] == "deny" && found.get("peer").is_none());
        Some(())
    });
    north.stop();
}

/// Faults are injected into system calls by strace; CI installs it.
fn strace_is_there() -> bool {
    let there = Command::new("strace").arg("-V").output().is_ok();
    if !there {
        eprintln!("skipped: strace is not there");
    }
    there
}

/// Killed at calls that write something or make it durable, the node comes back with a log that verifies, and every
/// receipt that was accepted is in it.
#[test]
fn a_kill_at_any_sync_loses_no_answer() {
    if !strace_is_there() {
        return;
    }
    let federation = Federation::ready();
    let others: Vec<_> = ["north", "west"].iter().map(|member| federation.serve(member)).collect();
    let east = federation.serve("east");
    federation.of_hub("edition open").ok();
    east.stop();
    let mut unsent = BTreeSet::new();
    let mut answered = 0;
    let compute = |out: &Path| federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display()));
    let mut judge = |out: &Path, done: Ended| {
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
        if done.code == 0 {
            let bundle = archipel(&format!("index verify {} --json", out.display())).ok().json();
            answered +=
                bundle["members"].as_array().unwrap().iter().filter(|member| member["member"] == "east").count();
        }
        let report = audit(&federation, "east", "report --json").ok().json();
        unsent.extend(report["unsent"].as_array().unwrap().iter().map(|unsent| unsent["seq"].as_u64().unwrap()));
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
    };
    // Just before a checkpoint takes its place, at one record after another: threads count their renames by themselves.
    for turn in 2..=8 {
        let inject = format!("inject=rename:signal=SIGKILL:when={turn}");
        let wrapper = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &inject];
        let Some(east) = federation.serve_under(&wrapper, "east") else { continue };
        let out = federation.path(&format!("renamed-{turn}"));
        let done = compute(&out);
        drop(east);
        judge(&out, done);
    }
    // And at any time at all.
    for turn in 0..16 {
        let east = federation.serve("east");
        let out = federation.path(&format!("killed-{turn}"));
        let done = std::thread::scope(|scope| {
            let computing = scope.spawn(|| compute(&out));
            std::thread::sleep(std::time::Duration::from_millis(30 + 9 * turn));
            east.kill();
            computing.join().unwrap()
        });
        judge(&out, done);
    }
    let _east = federation.serve("east");
    let last = federation.path("last");
    let done = compute(&last);
    judge(&last, done);
    // Some answers were recorded and are not known to have left; none left without a record.
    assert!(!unsent.is_empty() && answered > 0, "{unsent:?}, {answered}");
    drop(others);
}

/// A disk that has no room, and one that fails: nothing is answered that isn't in the log.
#[test]
fn a_log_that_can_not_be_written_stops_answers() {
    if !strace_is_there() {
        return;
    }
    let federation = Federation::ready();
    let others: Vec<_> = ["north", "west"].iter().map(|member| federation.serve(member)).collect();
    let east = federation.serve("east");
    federation.of_hub("edition open").ok();
    east.stop();
    // Commits are told apart by the file of records that each writes: that of the node's start is written.
    for (error, some) in [("ENOSPC", 40), ("EIO", 40), ("ENOSPC", 1)] {
        let size = archipel(&format!("audit verify {} --json", federation.at("east/log"))).ok().json()["size"].clone();
        let first = size.as_u64().unwrap() + if some == 1 { 4 } else { 2 };
        let commits = (first..first + some).map(|width| federation.at(&format!("east/log/tile/entries/000.p/{width}")));
        let inject = format!("inject=fsync:error={error}");
        let mut wrapper = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &inject].map(str::to_owned).to_vec();
        commits.for_each(|file| wrapper.extend(["-P".to_owned(), file]));
        let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
        let east = federation.serve_under(&wrapper, "east");
        let Some(east) = east else { panic!("the first syncs succeed") };
        let out = federation.path(&format!("bundle-{error}-{some}"));
        let done = federation.of_hub(&format!("index compute --require quorum=2 --out {} --json", out.display()));
        assert_eq!(done.code, 0, "{}", done.stderr);
        let members = String::from_utf8(files(&out)["members.csv"].clone()).unwrap();
        if some > 1 {
            assert!(members.contains("east,missing,"), "{error}: {members}");
        }
        drop(east);
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
    }
    // With room again, nothing is left of it.
    let _east = federation.serve("east");
    federation.of_hub(&format!("index compute --out {}", federation.at("after"))).ok();
    drop(others);
}
