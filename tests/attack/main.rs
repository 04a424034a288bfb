//! Attacks against whole releases of planted worlds. Each succeeds with the defence in question off, then fails with
//! it on.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod differencing;
mod extremes;
mod forecast;
mod inference;
mod membership;
#[path = "../reference.rs"]
mod reference;
mod rounding;
mod sizes;
mod versions;
mod world;
