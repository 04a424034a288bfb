//! Witnesses: their reaction to two histories of one log, and a node without them.
#![allow(clippy::disallowed_methods, reason = "a test reads what nodes wrote")]

use std::collections::BTreeSet;
use std::fs;
use std::sync::{Arc, Barrier};

use archipel::audit::{Certified, Claim, ClaimOutcome, CosignOutcome, Look, Purpose, Word};
use archipel::charter::{Agreement, Charter, Policy};
use archipel::journal::{Journal, RealDisk};
use archipel::model::{Digest, EditionId, Rho};
use archipel::node::{Node, WitnessRule, open_log};
use archipel::note::SigningKey;
use archipel::store::{MasterKey, Store};
use archipel::system::{SystemClock, SystemEntropy};
use archipel::tlog::Submission;
use tempfile::TempDir;

use serde_json::Value;

use super::fixture::{At, Federation, archipel, files};

mod size;

/// Node of a member, which isn't in service.
fn witness(home: &TempDir, member: &str) -> Arc<Node> {
    let charter = Charter::parse(&Federation::new().charter_files()).unwrap();
    let agreement = Agreement::on_this_machine(charter, archipel::model::Clock::today(&SystemClock)).unwrap();
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
    let id = member.parse().unwrap();
    let store = Store::create(&home.path().join(format!("{member}/data")), &id, &master, &SystemEntropy).unwrap();
    let log = open_log(&home.path().join(format!("{member}/log")), &store, agreement.charter()).unwrap();
    let policy = Policy::none(agreement.charter(), &id);
    Node::new(agreement, policy, store, log, Arc::new(SystemClock), Arc::new(SystemEntropy), 1).unwrap()
}

/// Two histories of one log, which differ after three records.
fn fork(home: &TempDir) -> (SigningKey, [Journal; 2]) {
    let key = || SigningKey::from_seed("isles/east/audit", zeroize::Zeroizing::new([9; 32])).unwrap();
    let history = |which: u32| {
        let path = home.path().join(format!("east-{which}"));
        let log = Journal::create(&path, Box::new(RealDisk), key()).unwrap();
        for _ in 0..3 {
            log.append(|seq| format!("{{\"seq\":{seq}}}").into_bytes()).unwrap();
        }
        log
    };
    (key(), [history(0), history(1)])
}

/// A coordinator may bring a claim any number of times: it fills no log with it.
#[test]
fn a_claim_that_comes_again_has_the_same_signature_and_no_new_record() {
    let home = tempfile::tempdir().unwrap();
    let witness = witness(&home, "north");
    let key = SigningKey::from_seed("isles/east/audit", zeroize::Zeroizing::new([9; 32])).unwrap();
    let claim = |total: u64| {
        let purpose = Purpose::Draw(EditionId::new(Digest::of(b"e")), Digest::of(&[1]), Rho::millionths(100));
        let (log, witnesses) = (key.verifier().name().to_owned(), Digest::of(b"w"));
        key.sign(&Claim { log, witnesses, purpose, total: Rho::millionths(total) }.to_string())
    };
    for (total, records) in [(100, 1), (100, 1), (100, 1), (300, 2), (300, 2)] {
        let ClaimOutcome::Signed(line) = witness.sign_claim(key.verifier(), &claim(total)).unwrap() else {
            panic!("not signed: {total}")
        };
        let signed = claim(total) + &line;
        assert!(witness.witness_key().cosigner().cosigned_at(&signed).is_some());
        assert_eq!(witness.journal().size(), records, "{total}");
        let ClaimOutcome::Signed(again) = witness.sign_claim(key.verifier(), &claim(total)).unwrap() else {
            panic!("not signed again: {total}")
        };
        assert_eq!(again, line);
    }
    let lower = witness.sign_claim(key.verifier(), &claim(200)).unwrap();
    assert!(matches!(lower, ClaimOutcome::Knows(_)), "{lower:?}");
}

/// Both at once, again and again: each witness keeps to one view, keeps the other as evidence, and never goes back.
#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn two_views_at_once_leave_one() {
    let home = tempfile::tempdir().unwrap();
    let witnesses = ["north", "west"].map(|member| witness(&home, member));
    let (key, views) = fork(&home);
    let submit = |log: &Journal, old: u64| {
        let checkpoint = log.checkpoint();
        let hashes = log.consistency(old, &checkpoint).unwrap();
        (key.verifier().clone(), Submission { old, hashes, checkpoint })
    };
    // The common part of both.
    for witness in &witnesses {
        let [first] = witness.cosign(&[submit(&views[0], 0)]).unwrap().try_into().unwrap();
        let CosignOutcome::Cosigned(line) = first else { panic!("{first:?}") };
        let cosigned = views[0].checkpoint() + &line;
        assert!(witness.witness_key().cosigner().cosigned_at(&cosigned).is_some());
    }
    let common = views[0].checkpoint();
    for (which, log) in views.iter().enumerate() {
        for _ in 0..2 + which {
            log.append(move |seq| format!("{{\"seq\":{seq},\"view\":{which}}}").into_bytes()).unwrap();
        }
    }
    let barrier = Barrier::new(16);
    let said: Vec<(usize, usize, CosignOutcome)> = std::thread::scope(|scope| {
        let ask = |turn: usize| {
            let (which, view) = (turn % 2, turn / 2 % 2);
            let (barrier, submission, witness) = (&barrier, submit(&views[view], 3), &witnesses[which]);
            scope.spawn(move || {
                barrier.wait();
                let [said] = witness.cosign(&[submission]).unwrap().try_into().unwrap();
                (which, view, said)
            })
        };
        (0..16).map(ask).collect::<Vec<_>>().into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    for (which, witness) in witnesses.iter().enumerate() {
        let of = |said: &CosignOutcome| matches!(said, CosignOutcome::Cosigned(_));
        let cosigned: BTreeSet<usize> =
            said.iter().filter(|(who, _, said)| *who == which && of(said)).map(|(_, view, _)| *view).collect();
        let [view] = cosigned.into_iter().collect::<Vec<_>>()[..] else { panic!("{said:?}") };
        let other = &views[1 - view];
        let size = witness.witnessed(&["isles/east/audit".to_owned()]).unwrap()[0];
        assert_eq!(size, 5 + view as u64);
        // The other view, asked for with the size that the witness knows, isn't shown to extend what it has seen.
        let [again] = witness
            .cosign(&[(
                key.verifier().clone(),
                Submission { old: size, hashes: Vec::new(), checkpoint: longer(other) },
            )])
            .unwrap()
            .try_into()
            .unwrap();
        assert!(matches!(again, CosignOutcome::Disagreed(_)), "{again:?}");
        let member = ["north", "west"][which];
        assert!(!files(&home.path().join(format!("{member}/log/evidence"))).is_empty());
        // An older checkpoint of its own view isn't cosigned either.
        let [older] = witness
            .cosign(&[(
                key.verifier().clone(),
                Submission { old: size, hashes: Vec::new(), checkpoint: common.clone() },
            )])
            .unwrap()
            .try_into()
            .unwrap();
        assert!(matches!(older, CosignOutcome::Knows(Some(_))), "{older:?}");
    }
    // Another key under the same name, and the log of no member.
    let other = SigningKey::from_seed("isles/east/audit", zeroize::Zeroizing::new([8; 32])).unwrap();
    let stranger = SigningKey::from_seed("isles/nobody/audit", zeroize::Zeroizing::new([8; 32])).unwrap();
    let own = SigningKey::from_seed("isles/north/audit", zeroize::Zeroizing::new([8; 32])).unwrap();
    for (key, reason) in [(other, "witness-other-key"), (stranger, "witness-unknown-log"), (own, "witness-unknown-log")]
    {
        let checkpoint =
            key.sign(&format!("{}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", key.verifier().name()));
        let submission = (key.verifier().clone(), Submission { old: 0, hashes: Vec::new(), checkpoint });
        let [said] = witnesses[0].cosign(&[submission]).unwrap().try_into().unwrap();
        assert!(matches!(&said, CosignOutcome::Refused(key) if key == reason), "{said:?}");
    }
}

/// A later checkpoint of a view.
fn longer(log: &Journal) -> String {
    while log.size() < 8 {
        log.append(|seq| format!("{{\"seq\":{seq}}}").into_bytes()).unwrap();
    }
    log.checkpoint()
}

/// Answers stop after a while if too few witnesses have seen them, and nothing else does.
#[test]
fn answers_that_nobody_has_seen_stop_more_of_them() {
    let federation = Federation::ready();
    let mut nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    let east = nodes.remove("east").unwrap();
    drop(nodes);
    // Only the coordinator is left to see it.
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at("alone"))).ok();
    east.stop();
    let charter = Charter::parse(&federation.charter_files()).unwrap();
    let edition = archipel::charter::edition_id(&charter, &super::fixture::PERIOD.parse().unwrap(), 0);
    let id = "east".parse().unwrap();
    let agreement = Agreement::on_this_machine(charter, archipel::model::Clock::today(&SystemClock)).unwrap();
    let key = std::fs::read_to_string(federation.path("east/master.key")).unwrap();
    let store = Store::open(&federation.path("east/data"), &id, &MasterKey::parse(&key).unwrap()).unwrap();
    let log = open_log(&federation.path("east/log"), &store, agreement.charter()).unwrap();
    let later = At(archipel::model::Clock::unix_seconds(&SystemClock) + 5 * 3600);
    let policy = Policy::none(agreement.charter(), &id);
    let node = Node::new(agreement, policy, store, log, Arc::new(later), Arc::new(SystemEntropy), 1).unwrap();
    let by = Certified { peer: Word::new("hub"), certificate: Digest::of(b""), outside: true };
    let ask = || {
        let table = node.charter().lattice.tables()[0].clone();
        node.answer(&by, (&edition, &table), None).map(drop).map_err(|problem| problem.key.into_owned())
    };
    let rule = |needed| WitnessRule { needed, warn: 3600, stop: 4 * 3600 };
    for (needed, wants, answer) in [(0, false, Ok(())), (1, false, Ok(())), (2, true, Err("log-not-seen".to_owned()))] {
        node.require_witnesses(rule(needed)).unwrap();
        assert_eq!((node.wants_witnesses(), ask()), (wants, answer), "{needed}");
    }
    assert_eq!(
        node.require_witnesses(rule(4)).unwrap_err().key,
        "witness-rule-unmet",
        "two others and the coordinator"
    );
    node.require_witnesses(WitnessRule { stop: 0, ..rule(2) }).unwrap();
    assert_eq!((node.wants_witnesses(), ask()), (true, Ok(())));
}

/// A node that needs witnesses gets them before it is asked for more.
#[test]
fn witnesses_come_first_where_they_are_wanted() {
    let federation = Federation::ready();
    let settings = std::fs::read_to_string(federation.path("east/node.toml")).unwrap();
    federation.write("east/node.toml", &settings.replace("# needed = 0\n# warn_h = 1", "needed = 2\nwarn_h = 0"));
    let nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("first"))).ok();
    let seen = || {
        let status = federation.of_node("east", "status --json").ok().json();
        let sizes = |status: &Value| {
            let witnesses = status["log"]["witnesses"].as_array().unwrap().iter();
            witnesses.map(|witness| witness[1].as_u64().unwrap()).collect::<Vec<_>>()
        };
        (sizes(&status), status["log"]["obstacle"].clone())
    };
    let (first, obstacle) = seen();
    assert_eq!((first.len(), obstacle), (3, Value::Null));
    drop(nodes);
    // The others see answers that only the coordinator saw, before there are more.
    let east = federation.serve("east");
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at("second"))).ok();
    let (second, _) = seen();
    assert!(second.iter().max() > first.iter().max() && second.iter().min() == first.iter().min(), "{second:?}");
    let others = ["north", "west"].map(|member| federation.serve(member));
    federation.of_hub(&format!("index compute --out {}", federation.at("third"))).ok();
    let kinds = archipel(&format!("audit log --json --config {}", federation.at("west/node.toml"))).ok().json();
    let cosigned = kinds.as_array().unwrap().iter().filter(|record| record["kind"] == "witness.cosigned").count();
    assert_eq!(cosigned, 3, "in the first run, before the last, and after it");
    drop((east, others));
}

/// A caller that hands a node cosignatures can't invent witnesses, nor spoil what true ones signed.
#[test]
fn only_parties_of_the_charter_count_as_witnesses() {
    let home = tempfile::tempdir().unwrap();
    let north = witness(&home, "north");
    let checkpoint = north.journal().checkpoint();
    // An empty log has no record yet; any record will do.
    north.looked(Look::Log).unwrap();
    assert_ne!(north.journal().checkpoint(), checkpoint);
    let checkpoint = north.journal().checkpoint();
    let (text, _) = archipel::note::text_and_signatures(&checkpoint).unwrap();
    let key = |name: &str| SigningKey::from_seed(name, zeroize::Zeroizing::new([5; 32])).unwrap();
    let names =
        ["nobody/0/witness", "isles/north/witness", "isles/east/audit", "isles.east.witness", "isles/east/witness"];
    let keys = names.map(key);
    let mut note = checkpoint.clone();
    keys.iter().for_each(|key| note += &key.cosign(text, 7));
    note += "— isles/east/witness AAAA\n";
    let public: Vec<_> = keys.iter().map(SigningKey::cosigner).collect();
    north.add_cosignatures(&note, &public).unwrap();
    let kept = || std::fs::read_to_string(home.path().join("north/log/cosigned")).unwrap();
    assert!(kept().starts_with(&format!("{}\n\nisles/north/audit\n", keys[4].cosigner())));
    assert_eq!(kept().matches("— ").count(), 2, "the log's line, and the one that holds: {}", kept());
    archipel(&format!("audit verify {}", home.path().join("north/log").display())).ok();
    // Another key under a known name, and notes of another log.
    let other = SigningKey::from_seed("isles/east/witness", zeroize::Zeroizing::new([6; 32])).unwrap();
    north.add_cosignatures(&(checkpoint.clone() + &other.cosign(text, 8)), &[other.cosigner()]).unwrap();
    assert!(!kept().contains(&other.cosigner().to_string()) && kept().matches("— ").count() == 2);
    for strange in ["hello", "isles/north/audit\n9\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— a b\n"] {
        assert_eq!(north.add_cosignatures(strange, &public).unwrap_err().key, "log-no-evidence");
        assert_eq!(north.report_disagreement(strange, &checkpoint).unwrap_err().key, "log-no-evidence");
    }
    // A checkpoint of the log is no evidence against it.
    assert_eq!(north.report_disagreement(&checkpoint, &checkpoint).unwrap_err().key, "log-no-evidence");
}

/// A node that should have other witnesses keeps the old ones until most of them have seen that.
#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn another_set_holds_once_most_of_the_old_one_has_seen_it() {
    let federation = Federation::ready();
    let set = || {
        let status = federation.of_node("east", "status --json").ok().json();
        let set = &status["log"]["witness_set"];
        let ids = |list: &Value| {
            let ids = list.as_array().into_iter().flatten().map(|id| id.as_str().unwrap().to_owned());
            ids.collect::<BTreeSet<_>>()
        };
        (ids(&set["now"]), ids(&set["next"]["witnesses"]))
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>();
    let drawn = ids(&["north", "west", "secretariat"]);
    assert_eq!(set(), (drawn.clone(), BTreeSet::new()), "few have all others");
    let outside = SigningKey::from_seed("outside.example/w", zeroize::Zeroizing::new([7; 32])).unwrap().cosigner();
    let policy = format!("[[witness]]\nid = \"north\"\n[[witness]]\nid = \"outside.example/w\"\nkey = \"{outside}\"\n");
    federation.write("east/policy.toml", &policy);
    let mut nodes = federation.serve_all();
    let wanted = ids(&["north", "outside.example/w"]);
    assert_eq!(set(), (drawn.clone(), wanted.clone()));
    // One of three isn't most of them, however often it looks.
    let (north, west) = (nodes.remove("north").unwrap(), nodes.remove("west").unwrap());
    drop((north, west));
    let compute =
        |out: &str| federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at(out)));
    for out in ["first", "second"] {
        compute(out).ok();
        assert_eq!(set(), (drawn.clone(), wanted.clone()), "{out}");
    }
    let north = federation.serve("north");
    compute("third").ok();
    assert_eq!(set(), (wanted.clone(), BTreeSet::new()));
    // A former witness is no longer asked.
    let west = federation.serve("west");
    compute("fourth").ok();
    let cosigned = || {
        let records = archipel(&format!("audit log --json --config {}", federation.at("west/node.toml"))).ok().json();
        let logs = records.as_array().unwrap().iter().filter(|record| record["kind"] == "witness.cosigned");
        logs.flat_map(|record| record["logs"].as_array().unwrap().clone())
            .map(|log| log["log"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(cosigned(), ["isles/north/audit"]);
    // The change is in the log, once, and stays after a restart.
    nodes.remove("east").unwrap().stop();
    nodes.insert("east", federation.serve("east"));
    assert_eq!(set(), (wanted, BTreeSet::new()));
    let changes =
        archipel(&format!("audit log --kind witnesses.changed --json --config {}", federation.at("east/node.toml")));
    let changes = changes.ok().json();
    assert_eq!(changes.as_array().unwrap().len(), 1);
    assert_eq!(changes[0]["after"], serde_json::json!(["north", "outside.example/w"]));
    // Another key under the name that the policy gives.
    drop((north, west, nodes));
    federation.write("east/policy.toml", &policy.replace("outside.example/w\"\nkey", "other.example/w\"\nkey"));
    let refused = archipel(&format!("node serve --json --config {}", federation.at("east/node.toml")));
    assert_eq!(refused.refusal(), (3, "policy-witness".to_owned()));
}

/// Every file of a log in a bundle is checked, even if its checksum was corrected; an unreadable file doesn't pass for
/// an empty one.
#[test]
fn a_log_in_a_bundle_is_refused_for_each_of_its_files() {
    let home = tempfile::tempdir().unwrap();
    size::write_world(home.path(), 3);
    super::fixture::archipel_in(home.path(), "simulate --charter charter --data data --out bundle").ok();
    let bundle = home.path().join("bundle");
    let sound = files(&bundle);
    let refused = |file: &str, bytes: Option<&[u8]>| {
        let changed = bundle.join("logs/m00").join(file);
        match bytes {
            Some(bytes) => fs::write(&changed, bytes).unwrap(),
            None => fs::remove_file(&changed).unwrap(),
        }
        super::audit::resum(&bundle);
        let ended = archipel(&format!("index verify {} --json", bundle.display()));
        match sound.get(&format!("logs/m00/{file}")) {
            Some(before) => fs::write(&changed, before).unwrap(),
            None => fs::remove_file(&changed).unwrap(),
        }
        ended.refusal().1
    };
    let own = |file: &str| sound[&format!("logs/m00/{file}")].clone();
    let with = |file: &str, more: &[u8]| [own(file).as_slice(), more].concat();
    assert_eq!(refused("cosigned", Some(b"\xff")), "log-cosignature");
    assert_eq!(refused("cosigned", Some(&with("cosigned", b"\xff"))), "log-cosignature");
    assert_eq!(refused("records.jsonl", Some(&with("records.jsonl", b"\n"))), "log-line");
    assert_eq!(refused("records.jsonl", Some(b"")), "log-line");
    assert_eq!(refused("checkpoint", None), "log-file-missing");
    assert_eq!(refused("log.vkey", Some(b"\xff")), "log-file-missing");
    let other = sound["logs/m01/log.vkey"].clone();
    assert_eq!(refused("log.vkey", Some(&other)), "log-checkpoint");
    assert_eq!(refused("more", Some(b"")), "bundle-more");
    super::audit::resum(&bundle);
    archipel(&format!("index verify {}", bundle.display())).ok();
}
