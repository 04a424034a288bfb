//! What Archipel publishes: the index and its figures, the page on them, and every file that says how they came to be; and what
//! people read about charters, logs and the program itself. Values in, values out: no file is opened here.
//!
//! [`text`] is what people read, in English and French: two catalogues, and the look-up by key.
//!
//! [`map`] makes boundaries of areas light enough for a page, and draws them.
//!
//! [`facilities`] knows where people are served, and what lies near.
//!
//! [`report`] adds members' protected cells up to the published index, and writes it as the files of a bundle.
//!
//! [`briefing`] puts a charter into words, for those who decide about it.
//!
//! [`register`] tells officers who got which figures, out of a node's log.
//!
//! [`verify`] holds a bundle against itself: checksums, charter, receipts, figures, logs.
//!
//! [`guide`] is for people who are new to all this: pages, a self-assessment, and exercises on a bundle.
#![forbid(unsafe_code)]

use archipel_core::{audit, charter, delimited, disclosure, model, note, tlog};

pub mod text;

pub mod briefing;
pub mod facilities;
pub mod guide;
pub mod map;
pub mod register;
pub mod report;
pub mod verify;

#[cfg(test)]
#[path = "../../../tests/reference.rs"]
mod reference;
