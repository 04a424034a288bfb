//! Cost of a bundle's page and formats at the size of Canada: for the federation that `examples/canada.rs` wrote into
//! the folder of ARCHIPEL_CANADA, with boundaries and service points.
#![allow(clippy::disallowed_methods, reason = "it reads the federation that is measured")]

use std::path::PathBuf;
use std::process::Command;

use archipel::charter::Charter;
use archipel::map::Boundaries;
use divan::Bencher;

fn main() {
    divan::main();
}

fn country() -> PathBuf {
    PathBuf::from(std::env::var("ARCHIPEL_CANADA").expect("ARCHIPEL_CANADA names the folder"))
}

/// Reads GeoJSON at its usual size into boundaries small enough for a page.
#[divan::bench(sample_count = 7)]
fn read_boundaries(bencher: Bencher<'_, '_>) {
    let files = archipel::folder::read(&country().join("charter")).expect("a charter");
    let charter = Charter::parse(&files).expect("a charter");
    let bytes = std::fs::read(country().join("boundaries.geojson")).expect("boundaries");
    bencher
        .counter(divan::counter::BytesCount::new(bytes.len()))
        .bench_local(|| Boundaries::read("boundaries.geojson", &bytes, &charter.geography, None).expect("boundaries"));
}

/// Verifies a bundle from the members' answers: every format, the page, receipts, and the comparison with its files.
#[divan::bench(sample_count = 7)]
fn verify_bundle() {
    let mut verify = Command::new(env!("CARGO_BIN_EXE_archipel"));
    let ended = verify.args(["index", "verify"]).arg(country().join("bundle")).output().expect("the program runs");
    assert!(ended.status.success());
}
