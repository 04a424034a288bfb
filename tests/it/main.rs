//! The whole program, as people and peers meet it: one binary.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]
#![allow(clippy::disallowed_methods, reason = "tests run the program over real files")]

mod charter;
mod pki;
mod pooled;
