use super::error::CharterError;
use crate::model::{Rho, Section};

/// Privacy loss of an edition of class `private`.
#[derive(Clone, Debug, PartialEq)]
pub struct Privacy {
    /// Largest loss of one edition for each person.
    pub rho: Rho,
    /// δ at which ε is stated beside ρ, as written.
    pub delta: String,
    /// Weights by which the budget is divided among the queries.
    pub workload: Workload,
}

impl Privacy {
    /// Names of common values of ρ.
    pub const PRESETS: [(&str, Rho); 3] = [
        ("strict", Rho::millionths(50_000)),
        ("standard", Rho::millionths(185_000)),
        ("wide", Rho::millionths(500_000)),
    ];
    /// Default of δ.
    pub const DELTA: &str = "1e-10";

    /// Reads `rho` of a section, a preset or decimal text, if it is there; reports other values.
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

/// Workload: the weight of each kind of figure in the division of the budget.
///
/// *Source:* McKenna et al. 2018 (HDMM); only the ratios of weights count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workload {
    /// Weight of the index.
    pub index: f64,
    /// Weight of the means of dimensions, all together.
    pub dimensions: f64,
    /// Weight of the shares of bands, all together.
    pub shares: f64,
}

impl Default for Workload {
    fn default() -> Self {
        Self { index: 1.0, dimensions: 1.0, shares: 1.0 }
    }
}
