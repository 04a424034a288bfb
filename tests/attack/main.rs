//! Attacks against whole releases of planted worlds. Each succeeds with the defence in question off, then fails with
//! it on.
//!
//! | attack | where |
//! | --- | --- |
//! | A1, A9, A13, other questions than the lattice's | can't be asked: `tests/it/refusals.rs` |
//! | A2, A3, A5, A6, complements, levels, margins | `inference`, with everything published; `differencing` |
//! | A4, areas that overlap | one tree; areas across borders are sums of published cells: `tests/it/federation.rs` |
//! | A7, A8, A12, averaging | `versions`; over all looks at a person: `membership` |
//! | A10, A11, two versions; slow drip | `versions` |
//! | A14, dominance | `src/disclosure/tests/dominance.rs` |
//! | A15, everybody alike; empty cells | `extremes`, `membership` |
//! | A16, weights | `weights` |
//! | A17, rounding | `rounding` |
//! | A18, an index taken apart | `composite` |
//! | A19, what a refusal tells | sizes: `src/rpc/wire.rs`; words: `tests/it/refusals.rs`; statuses: `membership`; times are measured: `benches/answer.rs` |
//! | A22, restart, restored snapshot | `tests/it/versions.rs` |
//! | A23, clocks | nothing that is told depends on one: the budget counts releases (`tests/it/versions.rs`) |
//! | A29, one person at two members | what the charter assumes away, and says: `docs/en/explanation/how-it-works.md` |
//! | A30, support of floating-point noise | `rounding`: every figure is rounded after its noise; counts are whole |
//! | A24, A32, keys | `versions`, `src/store/tests.rs` |
//! | the report that an officer signs | `officer` |
//! | A31, planted records | `membership`: an attacker who knows all records but one |
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod composite;
mod differencing;
mod errors;
mod extremes;
mod forecast;
mod inference;
mod membership;
mod officer;
#[path = "../reference.rs"]
mod reference;
mod rounding;
mod sizes;
mod versions;
mod weights;
mod world;
