//! Periods as users write them.

use crate::model::{Period, problems};

problems! {
    /// Reason why a period can't be read.
    pub(super) enum PeriodError {
        /// The text isn't a period.
        Malformed(Usage, "load-bad-period") { period: String },
    }
}

pub(super) fn period(text: &str) -> Result<Period, PeriodError> {
    text.parse().map_err(|_| PeriodError::Malformed { period: text.to_owned() })
}
