//! Answers → scores. Each person's dimension scores and index, from 0 to 100 (100 = most vulnerable), as fixed-point
//! numbers, so that all later sums are exact.

mod dimension;
mod mean;
mod score;
#[cfg(test)]
mod tests;

pub use score::{BLOCK, Score, Scorer, Scores};
