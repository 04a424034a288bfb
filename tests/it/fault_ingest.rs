//! `kill -9` at any call of a load: the dataset is the old one or the new one, complete, and nothing else is left.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use archipel::cube::Records as _;
use archipel::store::{MasterKey, Store};
use serde_json::json;

use super::fixture::{Federation, PERIOD, copy, people};
use super::traced::{Watched, counts, kill_at, strace_is_there, under};

const MEMBER: &str = "east";
/// Number of persons in the two files that replace each other.
const COUNTS: [u64; 2] = [2500, 4000];

/// Calls that change the disk, or tell another process of it. A kill between two of them leaves the same as one at the
/// next.
const CALLS: [&str; 8] = [
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "fsync,fdatasync",
    "rename,renameat,renameat2",
    "unlink,unlinkat",
    "mkdir",
];

/// A federation with one node without data, and files of both lengths.
fn stage() -> Federation {
    let federation = Federation::new();
    federation.init_node(MEMBER, "charter");
    COUNTS.iter().for_each(|count| federation.write(&format!("{count}.csv"), &people(MEMBER, *count, *count)));
    federation
}

fn order(federation: &Federation, count: u64) -> String {
    format!("ingest {} --period {PERIOD} --replace --json", federation.at(&format!("{count}.csv")))
}

/// Begins a load, alone or under another program.
fn load(federation: &Federation, count: u64, wrapper: &[&str]) -> Child {
    let program = [wrapper, &[env!("CARGO_BIN_EXE_archipel")]].concat();
    let mut command = Command::new(program[0]);
    let order = format!("node {} --config {}", order(federation, count), federation.at(&format!("{MEMBER}/node.toml")));
    command.args(&program[1..]).args(order.split_whitespace());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Runs `round` for one kind of call after another, with the kind and the number of the call to kill at, until it
/// returns that nothing was killed. Returns the number of kills.
fn kill_at_each(calls: &[&str], mut round: impl FnMut(&str, u32) -> bool) -> usize {
    calls.iter().map(|calls| counts().take_while(|count| round(calls, *count)).count()).sum()
}

/// Number of persons in the store after a kill, by the program and by its files; `None` if it is empty.
fn rows(federation: &Federation) -> Option<u64> {
    let listed = federation.of_node(MEMBER, "datasets --json").ok().json();
    let segments = segments(federation);
    let sizes = sizes(&segments);
    let [dataset] = listed.as_array().unwrap().as_slice() else {
        assert_eq!((&listed, sizes.len()), (&json!([]), 0));
        return None;
    };
    // One segment: its columns and its keys. Every byte is the dataset's.
    assert_eq!(sizes.len(), 2);
    assert_eq!(dataset["bytes"], sizes.values().sum::<u64>());
    // Opened once more, it has no files left to remove, and every record unseals.
    let text = fs::read_to_string(federation.path(&format!("{MEMBER}/master.key"))).unwrap();
    let data = federation.path(&format!("{MEMBER}/data"));
    let store = Store::open(&data, &MEMBER.parse().unwrap(), &MasterKey::parse(&text).unwrap()).unwrap();
    let dataset = store.dataset(&PERIOD.parse().unwrap()).unwrap().unwrap();
    let whole: u32 = store.records(&dataset).segment(0).unwrap().runs.iter().map(|run| run.rows).sum();
    assert_eq!((dataset.segments, u64::from(whole)), (1, dataset.rows));
    assert_eq!(self::sizes(&segments), sizes);
    Some(dataset.rows)
}

fn segments(federation: &Federation) -> PathBuf {
    federation.path(&format!("{MEMBER}/data/segments"))
}

/// Size of every file, by name. Files may come and go meanwhile.
fn sizes(folder: &Path) -> BTreeMap<String, u64> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.filter_map(|entry| Some((entry.file_name().into_string().unwrap(), entry.metadata().ok()?.len()))).collect()
}

#[test]
fn a_kill_while_a_dataset_is_replaced_leaves_the_old_or_the_new_one() {
    if !strace_is_there() {
        return;
    }
    let federation = stage();
    federation.of_node(MEMBER, &order(&federation, COUNTS[0])).ok();
    let mut before = COUNTS[0];
    let mut tally = BTreeMap::new();
    let kills = kill_at_each(&CALLS, |calls, call| {
        let new = COUNTS.into_iter().find(|count| *count != before).unwrap();
        let acknowledged = load(&federation, new, &under(&kill_at(calls, call))).wait().unwrap().success();
        let after = rows(&federation).unwrap_or_else(|| panic!("{calls} {call}: the dataset is gone"));
        assert!(after == new || after == before && !acknowledged, "{calls} {call}: {before} → {new}: {after}");
        *tally.entry((acknowledged, after == new)).or_insert(0) += 1;
        before = after;
        !acknowledged
    });
    println!("{kills} kills; (acknowledged, replaced): {tally:?}");
    assert!([false, true].iter().all(|replaced| tally.contains_key(&(false, *replaced))), "{tally:?}");
}

#[test]
fn a_kill_during_the_first_load_leaves_nothing_or_the_whole() {
    if !strace_is_there() {
        return;
    }
    let federation = stage();
    let [data, blank] = [format!("{MEMBER}/data"), "blank".to_owned()].map(|name| federation.path(&name));
    copy(&data, &blank);
    let kills = kill_at_each(&["write", "fsync,fdatasync", "rename,renameat,renameat2"], |calls, call| {
        fs::remove_dir_all(&data).unwrap();
        copy(&blank, &data);
        let acknowledged = load(&federation, COUNTS[0], &under(&kill_at(calls, call))).wait().unwrap().success();
        let after = rows(&federation);
        assert!(after == Some(COUNTS[0]) || after.is_none() && !acknowledged, "{calls} {call}: {after:?}");
        !acknowledged
    });
    assert!(kills > 2, "{kills}");
}

/// The node itself is killed while it loads for its operator.
#[test]
fn a_kill_of_the_node_while_it_loads_leaves_the_old_or_the_new_one() {
    if !strace_is_there() {
        return;
    }
    let federation = stage();
    federation.of_node(MEMBER, &order(&federation, COUNTS[0])).ok();
    let mut before = COUNTS[0];
    let kills = kill_at_each(&["write", "fsync,fdatasync", "rename,renameat,renameat2"], |calls, call| {
        let new = COUNTS.into_iter().find(|count| *count != before).unwrap();
        let node = federation.serve(MEMBER);
        let watched = Watched::attach(node.process(), &kill_at(calls, call));
        let acknowledged = load(&federation, new, &[]).wait().unwrap().success();
        let killed = watched.was_killed();
        drop(watched);
        node.kill();
        let after = rows(&federation).unwrap_or_else(|| panic!("{calls} {call}: the dataset is gone"));
        assert!(after == new || after == before && !acknowledged, "{calls} {call}: {before} → {new}: {after}");
        before = after;
        killed
    });
    assert!(kills > 2, "{kills}");
}
