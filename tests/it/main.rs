//! The whole program, as people and peers meet it: one binary.

mod charter;
mod docs;
mod fault_ingest;
mod faults;
mod federation;
mod fixture;
mod languages;
mod pki;
mod pooled;
mod privacy;
mod reference;
mod refusals;
