//! Writes the yardstick world as a charter folder and a CSV file, for measuring whole commands:
//!
//! ```text
//! cargo run --release --example yardstick -- FOLDER
//! archipel simulate --charter FOLDER/charter --data FOLDER/data --out FOLDER/bundle --threads 1 --timings FOLDER/timings.json
//! ```
#![expect(clippy::disallowed_methods, reason = "it writes files")]

#[path = "../benches/yardstick.rs"]
mod yardstick;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or_else(|| io::Error::other("which folder?"))?);
    let persons = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(yardstick::PERSONS);
    let (charter, data) = (folder.join("charter"), folder.join("data"));
    fs::create_dir_all(&charter)?;
    fs::create_dir_all(&data)?;
    for (name, bytes) in yardstick::files() {
        fs::write(charter.join(name), bytes)?;
    }
    let mut out = BufWriter::with_capacity(1 << 20, File::create(data.join("m.csv"))?);
    yardstick::write_csv(persons, &mut out)?;
    out.flush()
}
