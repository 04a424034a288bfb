//! What Archipel publishes: the index and its figures, the page on them, and every file that says how they came to be. Values in,
//! values out: no file is opened here.
//!
//! [`text`] is what people read, in English and French: two catalogues, and the look-up by key.
//!
//! [`map`] makes boundaries of areas light enough for a page, and draws them.
//!
//! [`service`] knows where people are served, and what lies near.
//!
//! [`report`] adds members' protected cells up to the published index, and writes it as the files of a bundle.
//!
//! [`verify`] holds a bundle against itself: checksums, charter, receipts, figures, logs.
#![forbid(unsafe_code)]

use archipel_core::{audit, charter, delimited, disclosure, model, note, tlog};

pub mod text;

pub mod map;
pub mod report;
pub mod service;
pub mod verify;

#[cfg(test)]
#[path = "../../../tests/reference.rs"]
mod reference;
