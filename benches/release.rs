//! A whole release of class `private`: its plan, its cells, their noise and the estimates. 5 million persons, 26 group subsets at
//! three levels, tiered to about 3 million cells.

#[path = "yardstick.rs"]
mod yardstick;

use std::sync::Arc;

use archipel::charter::{Agreement, Emphasis, Policy};
use archipel::cube;
use archipel::disclosure::Protected;
use archipel::disclosure::private::{NoiseStream, Plan};
use archipel::model::{Clock as _, Period, Rho};
use archipel::node::{EditionState, Node, open_log};
use archipel::store::{MasterKey, Replace, Store};
use archipel::system::{SystemClock, SystemEntropy};
use divan::Bencher;
use yardstick::{Dice, InMemory};

fn main() {
    divan::main();
}

fn rho() -> Rho {
    "0.185".parse().expect("a number")
}

/// From the charter alone, by subdivisions.
#[divan::bench(args = [100, 1000, 10_000], sample_count = 5, sample_size = 1)]
fn plan(bencher: Bencher<'_, '_>, areas: u32) {
    let charter = yardstick::tiered(areas);
    bencher.bench_local(|| Plan::new(&charter, &charter.members[0].id, rho(), Emphasis::default()).expect("a plan"));
}

/// Persons, and whether the lattice is the whole or a tenth.
#[divan::bench(args = [(5_000_000, 10_000), (500_000, 10_000), (5_000_000, 1000)], sample_count = 1, sample_size = 1)]
fn private(bencher: Bencher<'_, '_>, (persons, areas): (usize, u32)) {
    let charter = yardstick::tiered(areas);
    let records = InMemory::tiered(&charter, persons, &mut Dice(1));
    let member = &charter.members[0].id;
    let plan = Plan::new(&charter, member, rho(), Emphasis::default()).expect("a plan");
    bencher.bench_local(|| {
        let began = std::time::Instant::now();
        let (exact, _) =
            cube::build(&charter, &records, Default::default(), 2, &|| {}).unwrap_or_else(|never| match never {});
        let (inhabited, cube) = (exact.cells(), began.elapsed());
        let stream = NoiseStream::new(&[1; 32]);
        let (protected, measured) = Protected::private(exact, &charter, member, &plan, &stream, None);
        println!(
            "{inhabited} inhabited cells in {cube:?}, {} cells measured and estimated in {:?}",
            protected.cells(),
            began.elapsed() - cube
        );
        (protected, measured)
    });
    println!("{} MiB at most", memory_at_most());
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
            let edition = node.open_edition(&agreement.digest, (&period, 0)).expect("an edition");
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
