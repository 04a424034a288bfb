//! A whole controlled release: cells, rules, audit, noise. 5 million persons, 26 group subsets at three levels, tiered
//! to about 3 million cells.

#[path = "yardstick.rs"]
mod yardstick;

use std::sync::Arc;

use archipel::charter::{Agreement, Charter, Policy};
use archipel::cube::{self, Guard, RecordKey};
use archipel::disclosure::{Earlier, NoiseKey, Notes, Protected, Terms};
use archipel::model::{Clock as _, Digest, Period};
use archipel::node::{EditionState, Node, open_log};
use archipel::store::{MasterKey, Replace, Store};
use archipel::system::{SystemClock, SystemEntropy};
use divan::Bencher;
use yardstick::{Dice, InMemory};

fn main() {
    divan::main();
}

/// Persons in millions, and whether the lattice is the whole or a tenth.
#[divan::bench(args = [(5_000_000, 10_000), (500_000, 10_000), (5_000_000, 1000)], sample_count = 1, sample_size = 1)]
fn controlled(bencher: Bencher<'_, '_>, (persons, areas): (usize, u32)) {
    let charter = yardstick::tiered(areas);
    let records = InMemory::tiered(&charter, persons, &mut Dice(1));
    bencher.bench_local(|| build(&charter, &records, None));
}

/// A later release of the same size, after some of the people changed: so many in a thousand.
#[divan::bench(args = [10, 1000], sample_count = 1, sample_size = 1)]
fn later(bencher: Bencher<'_, '_>, changed: usize) {
    let charter = yardstick::tiered(10_000);
    let mut records = InMemory::tiered(&charter, 5_000_000, &mut Dice(1));
    let (cells, notes) = build(&charter, &records, None);
    let before = InMemory::tiered(&charter, 5_000_000, &mut Dice(1));
    records.change(changed);
    let key = RecordKey::new(&[1; 32]);
    let guard = || Guard { key: &key, weight_cap: None };
    bencher.bench_local(|| {
        let began = std::time::Instant::now();
        let changes = cube::changes(&charter, (&before, guard()), (&records, guard()), 2);
        let changes = vec![changes.unwrap_or_else(|never| match never {})];
        println!("{} persons changed, found in {:?}", changes[0].len(), began.elapsed());
        build(&charter, &records, Some(&Earlier { cells: cells.clone(), notes: notes.clone(), changes }))
    });
}

/// The same as a node does it: from sealed records to a durable release. Says how much memory the process had at most, so
/// run it alone.
#[divan::bench(args = [500_000, 5_000_000], sample_count = 1, sample_size = 1)]
fn through_the_store(bencher: Bencher<'_, '_>, persons: usize) {
    let agreement = Agreement::on_this_machine(yardstick::tiered(10_000), SystemClock.today()).expect("in force");
    let folder = tempfile::tempdir().expect("a folder");
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).expect("a key");
    let member = &agreement.members[0].id;
    let store = Store::create(&folder.path().join("data"), member, &master, &SystemEntropy).expect("a store");
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    let log = open_log(&folder.path().join("log"), &store, &agreement).expect("a log");
    let policy = Policy::none(&agreement, member);
    let node = Node::new(agreement.clone(), policy, store, log, clock, entropy, 2).expect("a node");
    let period: Period = "2021".parse().expect("a period");
    let mut load = node.begin_load(period.clone(), Replace::No).expect("a load");
    yardstick::tiered_rows(&agreement, persons, &mut Dice(1)).for_each(|rows| load.add(rows).expect("rows"));
    node.commit(load).expect("a dataset");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    println!("{} MiB at most before the build", memory_at_most());
    bencher.bench_local(|| {
        runtime.block_on(async {
            let edition = node.open_edition(&agreement.digest, &period).expect("an edition");
            let mut progress = node.watch_edition(&edition).expect("progress");
            progress.wait_for(|progress| progress.state != EditionState::Building).await.expect("a release").clone()
        })
    });
    println!("{} MiB at most", memory_at_most());
}

/// Peak of the resident memory of this process, in MiB, where the system tells it.
#[expect(clippy::disallowed_methods, reason = "the system tells it in a file")]
fn memory_at_most() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).map_or(0, |kib: u64| kib / 1024)
}

fn build(charter: &Charter, records: &InMemory, earlier: Option<&Earlier>) -> (Protected, Notes) {
    let key = RecordKey::new(&[1; 32]);
    let began = std::time::Instant::now();
    let (exact, _) = cube::build(charter, records, Some(Guard { key: &key, weight_cap: None }), 2, &|| {})
        .unwrap_or_else(|never| match never {});
    let cells = exact.cells();
    let cube = began.elapsed();
    let noise = NoiseKey::new(&[1; 32]);
    let terms = Terms {
        charter,
        member: &charter.members[0].id,
        rules: &charter.rules,
        key: &noise,
        cap: None,
        dataset: Digest::of(b"yardstick"),
        earlier,
        danger_without: &[],
    };
    let (protected, review, notes) = Protected::controlled(exact, &terms);
    println!(
        "{cells} exact cells in {cube:?}, {} cells protected in {:?}; {:?}, safe: {}, {:?}",
        protected.cells(),
        began.elapsed() - cube,
        review.audit,
        review.safe,
        review.since
    );
    let coverage: Vec<String> = charter
        .lattice
        .tables()
        .iter()
        .zip(&review.tables)
        .map(|(table, review)| format!("{}/{}: {:.2}", table.level, table.axes.len(), review.coverage))
        .collect();
    println!("{}", coverage.join(" "));
    (protected, notes)
}
