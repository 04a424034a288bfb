//! Asks every member, adds up what they answer, and writes it down.

mod combine;

pub use combine::{combine, cv, total};
