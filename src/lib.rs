//! Archipel, a federated data-sharing node.
#![forbid(unsafe_code)]

pub mod charter;
pub mod cli;
pub mod config;
pub mod ingest;
pub mod model;
pub mod system;
pub mod text;
