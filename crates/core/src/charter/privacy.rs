use super::error::CharterError;
use crate::model::{Rho, Section};

/// Privacy loss of an edition of class `private`.
#[derive(Clone, Debug, PartialEq)]
pub struct Privacy {
    /// Largest loss of one edition for each person.
    pub rho: Rho,
    /// The chance that is left out where ε is said beside ρ, as written.
    pub delta: String,
    /// Weights of the queries among which the budget is parted.
    pub workload: Workload,
}

impl Privacy {
    /// Words for amounts that are in use.
    pub const PRESETS: [(&str, Rho); 3] = [
        ("strict", Rho::millionths(50_000)),
        ("standard", Rho::millionths(185_000)),
        ("wide", Rho::millionths(500_000)),
    ];
    /// δ where the charter says nothing.
    pub const DELTA: &str = "1e-10";

    /// `rho` of a section, a preset or decimal text, if it is there; reports what is neither.
    pub(super) fn rho(section: &Section<'_, '_>) -> Option<Rho> {
        let text = section.optional_text("rho")?;
        let preset = Self::PRESETS.into_iter().find(|(word, _)| *word == text).map(|(_, rho)| rho);
        let rho = preset.or_else(|| text.parse().ok());
        if rho.is_none() {
            let presets = Self::PRESETS.map(|(word, _)| word).join(", ");
            section.report("rho", &CharterError::Rho { presets, most: Rho::MOST.to_string() });
        }
        rho
    }

    /// δ as a number.
    pub fn delta(&self) -> f64 {
        self.delta.parse().unwrap_or(f64::NAN)
    }
}

impl Default for Privacy {
    fn default() -> Self {
        let (_, rho) = Self::PRESETS[1];
        Self { rho, delta: Self::DELTA.to_owned(), workload: Workload::default() }
    }
}

/// Workload: the weight of each kind of figure when the budget is parted.
///
/// *Source:* McKenna et al. 2018 (HDMM); only the ratios of weights count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workload {
    /// The index.
    pub index: f64,
    /// Means of dimensions, all together.
    pub dimensions: f64,
    /// Shares of bands, all together.
    pub shares: f64,
}

impl Default for Workload {
    fn default() -> Self {
        Self { index: 1.0, dimensions: 1.0, shares: 1.0 }
    }
}
