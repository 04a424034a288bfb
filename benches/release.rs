//! A whole controlled release: cells, rules, audit, noise. 5 million persons, 26 group subsets at three levels, tiered
//! to about 3 million cells.

#[path = "yardstick.rs"]
mod yardstick;

use archipel::charter::Charter;
use archipel::cube::{self, Guard, RecordKey};
use archipel::disclosure::{Earlier, NoiseKey, Notes, Protected, Terms};
use archipel::model::Digest;
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
