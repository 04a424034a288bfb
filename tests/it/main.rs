//! Whole-system tests, one binary.

mod charter;
mod docs;
mod pki;
mod pooled;
