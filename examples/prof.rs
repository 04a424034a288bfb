#[path = "../benches/yardstick.rs"]
mod yardstick;
use archipel::cube::Records;
fn main() {
    let charter = yardstick::charter();
    let weighted = std::env::args().nth(1).is_some();
    let records = yardstick::InMemory::new(&charter, yardstick::PERSONS, weighted);
    let runs: usize = (0..records.segments()).map(|i| records.segment(i).unwrap().runs.len()).sum();
    println!("runs {runs}");
    for threads in [1, 1, 1, 1, 2, 2, 2] {
        let t = std::time::Instant::now();
        let (exact, spent) = archipel::cube::build(&charter, &records, threads, &|| {}).unwrap();
        println!("{threads} {:?} {:?} cells {}", t.elapsed(), spent, exact.cells());
    }
}
