//! The whole program, as users and peers meet it: one binary.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]
#![allow(clippy::disallowed_methods, reason = "tests run the program over real files")]

mod audit;
mod budget;
mod charter;
mod corpora;
mod docs;
mod fault_ingest;
mod faults;
mod federation;
mod fixture;
mod guide;
mod languages;
mod ledger;
mod liar;
mod live;
mod officer;
mod operator;
mod output;
mod peers;
mod pki;
mod pooled;
mod privacy;
mod reference;
mod refusals;
mod report;
mod sentences;
mod spending;
mod traced;
mod witness;
