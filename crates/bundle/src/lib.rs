//! Publications of Archipel: the index and its figures, the page on them, and every file about their origin; and texts
//! for people about charters, logs and the program itself. Values in, values out: no file is opened here.
//!
//! [`text`] has the texts for people, in English and French: two catalogues, and the look-up by key.
//!
//! [`map`] makes boundaries of areas light enough for a page, and draws them.
//!
//! [`facilities`] reads service points, and finds the areas near them.
//!
//! [`report`] adds members' protected cells up to the published index, and writes it as the files of a bundle.
//!
//! [`briefing`] puts a charter into words, for people who decide about it.
//!
//! [`register`] tells officers which recipients got which figures, from a node's log.
//!
//! [`verify`] checks a bundle from its own files: checksums, charter, receipts, figures, logs.
//!
//! [`guide`] is for new users: pages, a self-assessment, and exercises on a bundle.
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
