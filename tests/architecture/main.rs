//! Rules that keep the source easy to navigate: allowed imports, the length of a file, and names.
#![allow(clippy::disallowed_methods, reason = "the test reads the source")]

mod circles;
mod columns;
mod imports;
mod manifests;
mod names;
mod pairs;
mod rooms;
mod size;
#[path = "../source/mod.rs"]
mod source;
