//! Archipel, a federated data-sharing node: each jurisdiction keeps its person records, publishes protected tables, and
//! a coordinator adds these up to one index. This page is the map of the crate, in the order in which data flow;
//! imports point up this page only, and `tests/architecture.rs` holds them to it.
//!
//! # Words
//!
//! [`model`] has the words that all modules share: identifiers, periods, rows, published tables, problems and where they
//! lie, the strict reader of settings files, and the two things that are lent to the core, a clock and randomness.
//!
//! [`text`] is what people read, in English and French: two catalogues, and the look-up by key.
//!
//! # Core: values in, values out
//!
//! [`delimited`] takes tables of text apart into records, and says on which line each of them stands.
//!
//! [`note`] signs texts, and has witnesses cosign them, so that others can verify both.
//!
//! [`charter`] is the agreement as data. A folder's files become one checked charter with its geography, groups,
//! method and lattice of tables, and one digest that members sign; two charters give the changes between them.
//!
//! [`method`] scores persons: answers become dimension scores and an index, in fixed point.
//!
//! [`cube`] adds scored persons up to the finest cells, and these to all exact cells of the lattice, with whole-number
//! sums that neither the order of rows nor the number of threads can change.
//!
//! [`disclosure`] turns exact cells into protected ones. The exact cells are gone then, and nothing else can be stored
//! as a release, sent or printed.
//!
//! [`map`] makes boundaries of areas light enough for a page, and draws them.
//!
//! [`service`] knows where people are served, and what lies near.
//!
//! [`report`] adds members' protected cells up to the published index, and writes it as the files of a bundle.
//!
//! [`tlog`] is the tree of a transparency log: hashes, proofs, checkpoints, the names of its files, and whether these hold
//! together.
//!
//! [`audit`] is what a node writes into its log, and what others read out of it: records and receipts.
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
//! [`journal`] keeps a node's transparency log: plain files that only grow, durable before anybody is told.
//!
//! [`identity`] says who is who: names in certificates, the authorities that speak for members, and mutual TLS.
//!
//! [`system`] is the machine: its clock, its randomness, its signals. [`telemetry`] starts the log of a process.
//!
//! # Services: one step after another
//!
//! [`node`] is a member's side: records in, one release per edition built in the background, answers out of releases.
//!
//! [`coordinator`] asks all members at once, adds up what they answer, and names who is missing. It reaches them
//! through the trait [`coordinator::Peers`].
//!
//! # Shells: speak to peers and people
//!
//! [`rpc`] carries the services over gRPC and mutual TLS, and is the coordinator's way to its peers.
//!
//! [`cli`] is the command `archipel`, one file per noun.
#![forbid(unsafe_code)]

pub mod model;
pub mod text;

pub mod audit;
pub mod charter;
pub mod cube;
pub mod delimited;
pub mod disclosure;
pub mod map;
pub mod method;
pub mod note;
pub mod report;
pub mod service;
pub mod tlog;

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

pub mod cli;
pub mod rpc;

#[cfg(test)]
#[path = "../tests/reference.rs"]
mod reference;
