//! Periods as people write them.

use crate::model::{Period, problems};

problems! {
    /// Why a period can't be read.
    pub(super) enum PeriodError {
        /// Not a period.
        Malformed(Usage, "load-bad-period") { period: String },
    }
}

pub(super) fn period(text: &str) -> Result<Period, PeriodError> {
    text.parse().map_err(|_| PeriodError::Malformed { period: text.to_owned() })
}
