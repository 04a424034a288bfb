//! Attacks against whole releases of planted worlds. Each succeeds with the defence in question off, then fails with
//! it on.

mod inference;
mod membership;
mod world;
