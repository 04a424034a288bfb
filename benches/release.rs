//! A whole release of class `private`: its plan, its cells, their noise and the estimates. 5 million persons, 26 group subsets at
//! three levels, tiered to about 3 million cells.

#[path = "yardstick.rs"]
mod yardstick;

use std::sync::Arc;

use archipel::charter::{Private, Workload};
use archipel::cube::{self, Counting, cluster};
use archipel::disclosure::Protected;
use archipel::disclosure::private::{NoiseStream, Plan};
use archipel::model::{Digest, EditionId, Period, Random, Rho};
use archipel::store::{DatasetWriter, MasterKey, Replace, Store};
use archipel::system::SystemEntropy;
use divan::Bencher;
use yardstick::{InMemory, Tiers};

/// Rule for counting, as in the charter.
const COUNTING: Counting<'_, Private> = Counting { key: (), weight_cap: None };

fn main() {
    divan::main();
}

fn rho() -> Rho {
    "0.185".parse().expect("a number")
}

/// Plans from the charter alone: for Ontario, and for a nation by subdivisions.
#[divan::bench(args = [577, 1000, 10_000], sample_count = 5, sample_size = 1)]
fn plan(bencher: Bencher<'_, '_>, areas: u32) {
    let charter = yardstick::tiered(&if areas == 577 { Tiers::ONTARIO } else { Tiers::nation(areas) });
    bencher.bench_local(|| Plan::new(&charter, &charter.members[0].id, rho(), Workload::default()).expect("a plan"));
}

/// Release for all people of Ontario.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn ontario(bencher: Bencher<'_, '_>) {
    release(bencher, 14_200_000, &Tiers::ONTARIO);
}

/// Release by number of persons and of areas: the whole lattice or a tenth.
#[divan::bench(args = [(5_000_000, 10_000), (500_000, 10_000), (5_000_000, 1000)], sample_count = 1, sample_size = 1)]
fn private(bencher: Bencher<'_, '_>, (persons, areas): (usize, u32)) {
    release(bencher, persons, &Tiers::nation(areas));
}

fn release(bencher: Bencher<'_, '_>, persons: usize, tiers: &Tiers) {
    let charter = yardstick::tiered(tiers);
    let records = InMemory::tiered(&charter, persons, &mut Random::seeded(1));
    let member = &charter.members[0].id;
    let plan = Plan::new(&charter, member, rho(), Workload::default()).expect("a plan");
    bencher.bench_local(|| {
        let began = std::time::Instant::now();
        let (exact, _) = cube::build(charter.private().expect("a class"), &records, COUNTING, 2, &|| {})
            .unwrap_or_else(|never| match never {});
        let (inhabited, cube) = (exact.cells(), began.elapsed());
        let stream = NoiseStream::new(&[1; 32]);
        let (protected, measured) = Protected::private(exact, member, &plan, &stream, None);
        println!(
            "{inhabited} inhabited cells in {cube:?}, {} cells measured and estimated in {:?}",
            protected.cells(),
            began.elapsed() - cube
        );
        (protected, measured)
    });
    println!("{} MiB at most", memory_at_most());
}

/// Release through a store: from sealed records to a durable release, by persons. Prints the peak memory of the
/// process, so run it alone.
#[divan::bench(args = [500_000, 5_000_000], sample_count = 1, sample_size = 1)]
fn through_the_store(bencher: Bencher<'_, '_>, persons: usize) {
    let charter = Arc::new(yardstick::tiered(&Tiers::nation(10_000)));
    let member = &charter.members[0].id;
    let plan = Plan::new(&charter, member, rho(), Workload::default()).expect("a plan");
    let folder = tempfile::tempdir().expect("a folder");
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).expect("a key");
    let store = Arc::new(Store::create(&folder.path().join("data"), member, &master, &SystemEntropy).expect("a store"));
    let period: Period = "2021".parse().expect("a period");
    let entropy = Arc::new(SystemEntropy);
    let mut writer = DatasetWriter::begin(store.clone(), entropy, period, Replace::No).expect("a dataset");
    yardstick::tiered_rows(&charter, persons, &mut Random::seeded(1))
        .for_each(|rows| writer.add(&cluster(&charter, rows)).expect("rows"));
    let dataset = writer.commit(None, charter.dictionary(member), 0).expect("a dataset");
    println!("{} MiB at most before the build", memory_at_most());
    bencher.bench_local(|| {
        let records = store.records(&dataset);
        let (exact, _) =
            cube::build(charter.private().expect("a class"), &records, COUNTING, 2, &|| {}).expect("cells");
        let stream = NoiseStream::new(&[1; 32]);
        let (protected, measured) = Protected::private(exact, member, &plan, &stream, None);
        let edition = EditionId::new(Digest::of(b"edition"));
        store.write_release(&edition, &protected, &SystemEntropy).expect("a release");
        store.write_measured(&edition, &measured, &SystemEntropy).expect("measurements");
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
