//! The core of Archipel: values in, values out. It opens no file and no socket and reads no clock; code that needs a
//! clock or randomness is lent one. This page is the map, in the order in which data flow; imports point up this page
//! only.
//!
//! # Words
//!
//! [`model`] has the words that all crates share: identifiers, periods, rows, published tables, problems and their
//! places, the strict reader of settings files, and the two things that are lent to the core, a clock and randomness.
//!
//! # Core
//!
//! [`delimited`] splits tables of text into records, each with its first line.
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
//! [`tlog`] is the tree of a transparency log: hashes, proofs, checkpoints, the names of its files, and their
//! verification.
//!
//! [`audit`] has the records that a node writes into its log, and the readings of it by others: receipts and reports.
#![forbid(unsafe_code)]

pub mod model;

pub mod audit;
pub mod charter;
pub mod cube;
pub mod delimited;
pub mod disclosure;
pub mod method;
pub mod note;
pub mod tlog;
