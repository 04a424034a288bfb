//! The guide for new users of the program: pages, a self-assessment, and exercises that are checked.

mod exercise;
mod pages;
mod readiness;

pub use exercise::{ExerciseError, Judged, LAST, judge, section};
pub use pages::{PAGES, page, plain_page, title};
pub use readiness::{ReadinessAnswer, SelfAssessment, blank};
