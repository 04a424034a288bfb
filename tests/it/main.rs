//! Whole-system tests, one binary.

mod docs;
mod pki;
mod pooled;
