//! Conditions for a bundle to be published, or to replace another.

use super::VerifiedBundle;
use crate::charter::Charter;
use crate::model::{Bilingual, Period, problems};
use crate::report::{Correction, Standing};

problems! {
    /// Reasons that a bundle isn't published, or can't replace another.
    pub enum CorrectionError {
        /// A text that isn't a reason.
        Reason(Usage, "publication-reason") {},
        /// A bundle of another agreement, or another period.
        OtherEdition(Usage, "publication-other-edition") {},
        /// A bundle that doesn't correct the named one.
        NotACorrection(Integrity, "publication-not-a-correction") {},
        /// A pilot in place of a publication, or the reverse: each counts by itself.
        OtherStanding(Usage, "publication-pilot") {},
        /// An unpublished bundle, which needs no correction.
        NotPublished(Policy, "publication-not-published") { signed: usize, needed: usize },
    }
}

impl VerifiedBundle {
    /// Refuses a bundle that too few coordinators have signed.
    pub fn must_be_published(&self) -> Result<(), CorrectionError> {
        let (signed, needed) = (self.sign_off.signed.len(), self.sign_off.needed);
        if self.sign_off.is_reached() { Ok(()) } else { Err(CorrectionError::NotPublished { signed, needed }) }
    }

    /// Refuses a bundle that isn't the next publication after `old`.
    pub fn must_correct(&self, old: &Self) -> Result<(), CorrectionError> {
        let next = |correction: &Correction| {
            correction.corrects == old.sums && correction.number == old.published.standing.number() + 1
        };
        let follows = self.published.standing.correction.as_ref().is_some_and(next);
        if follows { Ok(()) } else { Err(CorrectionError::NotACorrection {}) }
    }

    /// Correction of this bundle by one of a charter and a period, which is a pilot or not.
    pub fn corrected(
        &self,
        charter: &Charter,
        period: &Period,
        pilot: bool,
        reason: Bilingual,
    ) -> Result<Standing, CorrectionError> {
        let old = &self.published;
        if old.charter.id != charter.id || old.period != *period {
            return Err(CorrectionError::OtherEdition {});
        }
        self.must_be_published()?;
        if old.standing.pilot != pilot {
            return Err(CorrectionError::OtherStanding {});
        }
        let correction = Correction { number: old.standing.number() + 1, corrects: self.sums, reason };
        if !correction.is_sound() {
            return Err(CorrectionError::Reason {});
        }
        Ok(Standing { pilot, correction: Some(correction) })
    }
}
