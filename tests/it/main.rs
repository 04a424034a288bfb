//! Whole-system tests, one binary.

mod pki;
mod pooled;
