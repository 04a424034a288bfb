//! Archipel, a federated data-sharing node: each jurisdiction keeps its person records, publishes protected tables, and
//! a coordinator adds these up to one index. Three crates, and three pages that are their map, in the order in which data flow;
//! imports point up these pages only, and `tests/architecture` holds them to it:
//!
//! 1. `archipel-core`: values in, values out. Charter, method, exact cells, disclosure control, notes, log.
//! 2. `archipel-bundle`: the published files, values in, values out. Texts, maps, the index and its files.
//! 3. This one: files, sockets, clocks, and people.
//!
//! # Edges: one kind of input and output each
//!
//! [`folder`] reads folders of plain files whole, and writes them whole or not at all.
//!
//! [`config`] reads the settings of a node and of a coordinator, before any port opens.
//!
//! [`ingest`] reads person records from CSV or Parquet files into checked rows, and names what is wrong by line and
//! column, never by content.
//!
//! [`store`] keeps a node's data sets and releases: sealed files, and a catalogue that names them.
//!
//! [`journal`] keeps a node's transparency log: plain files that only grow, durable before anything is acknowledged.
//!
//! [`identity`] decides on identities: names in certificates, the authorities that speak for members, and mutual TLS.
//!
//! [`system`] is the machine: its clock, its randomness, its signals.
//!
//! [`telemetry`] starts the log of a process.
//!
//! # Services: one step after another
//!
//! [`node`] is a member's side: records in, one release per edition built in the background, answers out of releases.
//!
//! [`coordinator`] asks all members at once, adds up their answers, and names the missing ones. It reaches them through
//! the trait [`coordinator::NodeClient`].
//!
//! # A country: values in, values out
//!
//! [`country`] makes up the people of the demonstration, and its charter.
//!
//! # Shells: speak to peers and people
//!
//! [`rpc`] carries the services over gRPC, and has their clients: between members over mutual TLS; for the operator and
//! the officer of a node over Unix sockets of its machine, without TLS.
//!
//! [`daemon`] is a node as a process: made, opened, and in service at its ports.
//!
//! [`rehearsal`] runs a whole federation in one process, over the same ports as in service.
//!
//! [`cli`] is the command `archipel`, one file per noun.
#![forbid(unsafe_code)]

pub use archipel_bundle::{briefing, facilities, guide, map, register, report, text, verify};
pub use archipel_core::{audit, charter, cube, delimited, disclosure, method, model, note, tlog};

pub mod config;
pub mod folder;
pub mod identity;
pub mod ingest;
pub mod journal;
pub mod store;
pub mod system;
pub mod telemetry;

pub mod coordinator;
pub mod node;

pub mod country;

pub mod cli;
pub mod daemon;
pub mod rehearsal;
pub mod rpc;

#[cfg(test)]
#[path = "../tests/reference.rs"]
mod reference;
