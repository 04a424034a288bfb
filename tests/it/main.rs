//! The whole program, as people and peers meet it: one binary.

mod charter;
mod docs;
mod pki;
mod pooled;
