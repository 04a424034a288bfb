//! Scoring and grouping: all exact cells of the yardstick lattice {province: 3 groups; subdivision: 1 group}.

#[path = "yardstick.rs"]
mod yardstick;

use archipel::charter::Public;
use archipel::cube::{self, Counting};
use divan::Bencher;
use yardstick::{InMemory, PERSONS};

/// Rule for counting, as in the charter.
const COUNTING: Counting<'_, Public> = Counting { key: (), weight_cap: None };

fn main() {
    divan::main();
}

#[divan::bench(args = [(1, false), (2, false), (1, true), (2, true)], sample_count = 7)]
fn exact_cells(bencher: Bencher<'_, '_>, (threads, weighted): (usize, bool)) {
    let charter = yardstick::charter();
    let records = InMemory::new(&charter, PERSONS, weighted);
    bencher
        .counter(divan::counter::ItemsCount::new(PERSONS))
        .bench_local(|| cube::build(charter.public().expect("a class"), &records, COUNTING, threads, &|| {}));
}
