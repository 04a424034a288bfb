//! Class `private`: every figure follows from measurements with noise, and all of them together have a proven bound.
//!
//! Each table of the lattice is measured once, as far as it doesn't follow from coarser tables; independent noise of
//! known size is added to every whole number, and least squares make unbiased figures of them that add up over areas
//! and groups.
//!
//! *Source:* the residual bases follow Y. Xiao, G. He, D. Zhang, D. Kifer, An Optimal and Scalable Matrix Mechanism for
//! Noisy Marginals (ResidualPlanner), 2023; the estimates over the tree of areas, the two passes of Hay, Rastogi,
//! Miklau, Suciu, Boosting the Accuracy of Differentially Private Histograms, 2010.

mod attack;
mod calibrate;
mod estimate;
mod gaussian;
mod measure;
mod measures;
mod operator;
mod plan;
pub mod precision;
pub mod promise;
mod quantity;
mod stream;
#[cfg(test)]
mod tests;
mod tree;

pub use attack::{Attack, GAP, Noise, attack, largest_gap};
pub(super) use calibrate::Calibration;
pub use estimate::Estimator;
pub use gaussian::{Bits, Variance, gaussian};
pub use measure::{MEASUREMENT, Measured};
pub use plan::{Plan, PlanError};

pub use quantity::Units;
pub use stream::{Draw, DrawBits, NoiseStream};

use crate::charter::Charter;
use measures::MeasuredColumns;

/// Largest cost of a change of all answers of a person who stays in the data, in times ρ.
pub fn answers_cost(charter: &Charter) -> f64 {
    MeasuredColumns::new(&charter.method).answers_cost(charter.rules.privacy.workload)
}
