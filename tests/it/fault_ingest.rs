//! `kill -9` at any moment of a load: the dataset is the old one or the new one, whole, and nothing else stays behind.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use archipel::cube::Records as _;
use archipel::store::{MasterKey, Store};
use serde_json::json;

use super::fixture::{Dice, Federation, PERIOD, people, program};

const MEMBER: &str = "east";
/// Persons in the two files that take each other's place.
const COUNTS: [u64; 2] = [2500, 4000];

/// `ARCHIPEL_SEED`, or another one each time; printed, so that a failure can be looked at again.
fn seed() -> u64 {
    let given = std::env::var("ARCHIPEL_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().hash_one(0) >> 32);
    println!("ARCHIPEL_SEED={seed}");
    seed
}

/// A federation whose one node has nothing loaded, and files of both lengths.
fn stage() -> Federation {
    let federation = Federation::new();
    federation.init_node(MEMBER, "charter");
    COUNTS.iter().for_each(|count| federation.write(&format!("{count}.csv"), &people(MEMBER, *count, *count)));
    federation
}

fn order(federation: &Federation, count: u64) -> String {
    format!("ingest {} --period {PERIOD} --replace --json", federation.at(&format!("{count}.csv")))
}

/// Time that a load takes here: moments to kill at are drawn from a little more than it.
fn duration(federation: &Federation) -> Duration {
    let began = Instant::now();
    federation.of_node(MEMBER, &order(federation, COUNTS[0])).ok();
    began.elapsed() * 5 / 4
}

/// When a load is killed.
enum Moment {
    /// At any moment of it.
    Any(Duration),
    /// Soon after the first change among its files: between them and the word of the program lies what must hold.
    Writing,
}

/// Kills a load at some moment. Whether it had ended well before.
fn kill(federation: &Federation, mut child: Child, moment: &Moment, dice: &mut Dice) -> bool {
    let within = match moment {
        Moment::Any(within) => *within,
        Moment::Writing => {
            let names = || sizes(&segments(federation)).into_keys().collect::<Vec<_>>();
            let before = names();
            while before == names() && child.try_wait().unwrap().is_none() {}
            Duration::from_millis(6)
        }
    };
    std::thread::sleep(Duration::from_micros(dice.below(within.as_micros() as u64)));
    child.kill().unwrap();
    child.wait().unwrap().success()
}

fn load(federation: &Federation, count: u64) -> Child {
    let settings = federation.at(&format!("{MEMBER}/node.toml"));
    let mut command = program(&format!("node {} --config {settings}", order(federation, count)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the store holds after a kill, by the program's word and by its files: the number of persons, or nothing.
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
    // Opened once more, there is nothing left to tidy up, and every record unseals.
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
    let federation = stage();
    let moments = [Moment::Any(duration(&federation)), Moment::Writing];
    let dice = &mut Dice(seed());
    let mut before = COUNTS[0];
    let mut tally = BTreeMap::new();
    for round in 0..60 {
        let new = COUNTS.into_iter().find(|count| *count != before).unwrap();
        let acknowledged = kill(&federation, load(&federation, new), &moments[round % 2], dice);
        let after = rows(&federation).unwrap_or_else(|| panic!("round {round}: the dataset is gone"));
        assert!(after == new || after == before && !acknowledged, "round {round}: {before} → {new}: {after}");
        *tally.entry((acknowledged, after == new)).or_insert(0) += 1;
        before = after;
    }
    println!("(acknowledged, replaced): {tally:?}");
    assert!(tally.keys().any(|(acknowledged, _)| !acknowledged), "no kill came before the end: {tally:?}");
}

#[test]
fn a_kill_during_the_first_load_leaves_nothing_or_the_whole() {
    let federation = stage();
    let data = federation.path(&format!("{MEMBER}/data"));
    let blank = federation.path("blank");
    copy(&data, &blank);
    let moments = [Moment::Any(duration(&federation)), Moment::Writing];
    let dice = &mut Dice(seed());
    let mut cut_short = 0;
    for round in 0..20 {
        fs::remove_dir_all(&data).unwrap();
        copy(&blank, &data);
        let acknowledged = kill(&federation, load(&federation, COUNTS[0]), &moments[round % 2], dice);
        let after = rows(&federation);
        assert!(after == Some(COUNTS[0]) || after.is_none() && !acknowledged, "round {round}: {after:?}");
        cut_short += u32::from(!acknowledged);
    }
    assert!(cut_short > 0, "no kill came before the end");
}

/// The node itself dies while it loads for its operator.
#[test]
fn a_kill_of_the_node_while_it_loads_leaves_the_old_or_the_new_one() {
    let federation = stage();
    let most = duration(&federation);
    let dice = &mut Dice(seed());
    let mut before = COUNTS[0];
    for round in 0..8 {
        let new = COUNTS.into_iter().find(|count| *count != before).unwrap();
        let node = federation.serve(MEMBER);
        let mut client = load(&federation, new);
        std::thread::sleep(Duration::from_micros(dice.below(most.as_micros() as u64)));
        node.kill();
        let acknowledged = client.wait().unwrap().success();
        let after = rows(&federation).unwrap_or_else(|| panic!("round {round}: the dataset is gone"));
        assert!(after == new || after == before && !acknowledged, "round {round}: {before} → {new}: {after}");
        before = after;
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
