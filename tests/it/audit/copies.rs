//! Copies of a log, damaged, signed anew, and checked against a witness policy.

use std::fs;
use std::path::Path;

use super::super::fixture::{archipel, copy, files};
use super::{audit, computed};

/// Removes a witness's cosignature and key from a copy of a log.
fn without(copy: &Path, party: &str) {
    let cosigned = fs::read_to_string(copy.join("cosigned")).unwrap();
    let of = |line: &&str| !line.contains(&format!("isles/{party}/witness"));
    let rest: String = cosigned.split_inclusive('\n').filter(of).collect();
    assert_eq!(cosigned.lines().count() - rest.lines().count(), 2);
    fs::write(copy.join("cosigned"), rest).unwrap();
}

/// Two of three witnesses, and others that are unknown.
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

/// A copy holds its log to the node's own rule for witnesses, and to no weaker one.
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

/// Every class of bytes is changed, and files are dropped, swapped, cut and doubled: refused, with the place.
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
    // Pages for people, and the rule for witnesses, aren't evidence.
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
        // Missing cosignatures only lower the number of witnesses; any other missing file is an error.
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

/// The node's own key can sign anything; it can't change what its witnesses have seen.
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
        // One recipient is replaced.
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
    // Nor can another log's checkpoint replace its own.
    audit(&federation, "west", &format!("export {}", federation.at("west.pack"))).ok();
    fs::copy(federation.path("west.pack/checkpoint"), pack.join("checkpoint")).unwrap();
    assert_eq!(archipel(&format!("audit verify {} --json", pack.display())).refusal(), (6, "log-checkpoint".into()));
}

/// A log of an earlier version is refused by name, a node's own and a copy, and following the remedy is enough.
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
