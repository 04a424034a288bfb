//! Attacks against whole releases of planted worlds. Each succeeds with the defence in question off, then fails with
//! it on.
//!
//! | attack | where |
//! | --- | --- |
//! | A1, A9, A13, other questions than the lattice's | can't be asked: `tests/it/refusals.rs` |
//! | A2, A3, A5, A6, A18, B9, B12, B13, everything published taken together | `membership`: the best attack of one who knows all others; `learner`: one who learns it from shadow releases |
//! | A4, areas that overlap | one tree; areas across borders are sums of published cells: `tests/it/federation.rs` |
//! | A7, A8, A10, A11, A12, B8, B10, B11, averaging and looking again | one reservation, one draw: `ledger`; `tests/it/budget.rs` |
//! | A14, B1, B3, B4, B6, B7, statuses that were decided on exact cells | `statuses`: each old decision is written out there, and distinguished two worlds |
//! | A15, B5, people who are all alike; empty cells | `statuses`: a release has the same rows whatever people are in it |
//! | A16, weights | `membership`, of a person with a weight above the cap |
//! | A17, A30, rounding and the support of noise | whole numbers: `crates/core/src/disclosure/private/tests/gaussian.rs` |
//! | A19, information in a refusal | sizes: `src/rpc/wire.rs`; words: `tests/it/refusals.rs`; times: a release is drawn before it is asked for |
//! | A20, a race for the budget | `tests/it/budget.rs`, many openings at once |
//! | A21, amounts that are none | no caller names one; `crates/core/src/model/rho.rs` |
//! | A22, A23, restored copies, clocks, the escapes of witnesses, refunds and other programs | `ledger`, in every order; real nodes along its longest paths, and killed at every step: `tests/it/ledger.rs` |
//! | A24, A32, keys | `src/store/tests.rs`; `statuses` |
//! | A25, A26, A27, A28, shares of a secret sum | there is none: each member’s figures are protected before they leave |
//! | means of few values in class `controlled`, which give counts away | `controlled` |
//! | A29, one person at two members | the charter assumes that there is none, and says so: `docs/en/explanation/how-it-works.md` |
//! | A31, planted records | `membership`: an attacker who knows all records but one |
//! | B2, equal contributors | `statuses` |
//! | the report that an officer signs | `officer` |
//! | one secret for two programs | `measured` |
//!
//! Attacks that take thousands of releases are left to the slow lane: `bash .ci/slow`.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects"
)]

mod additive;
mod controlled;
mod errors;
mod intervals;
mod learner;
mod ledger;
mod measured;
mod membership;
mod officer;
mod places;
#[path = "../reference.rs"]
mod reference;
mod statuses;
mod world;
