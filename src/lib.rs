//! Archipel, a federated data-sharing node.
#![forbid(unsafe_code)]

pub mod charter;
pub mod cli;
pub mod config;
pub mod coordinator;
pub mod cube;
pub mod disclosure;
pub mod folder;
pub mod identity;
pub mod ingest;
pub mod method;
pub mod model;
pub mod node;
pub mod report;
pub mod rpc;
pub mod store;
pub mod system;
pub mod telemetry;
pub mod text;
