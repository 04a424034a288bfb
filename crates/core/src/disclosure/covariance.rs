use crate::model::FigureColumns;

/// Covariance of the errors of the columns of a row.
///
/// *Units:* products of the units of [`FigureColumns`].
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    /// Variance of the part that each column has by itself. *Shape:* columns.
    variances: Vec<f64>,
    /// Covariance of the parts that columns share. *Shape:* columns × columns; empty where they share nothing.
    common: Vec<f64>,
}

impl Covariance {
    /// Covariance of independent columns.
    pub fn of(variances: Vec<f64>) -> Self {
        Self { variances, common: Vec::new() }
    }

    /// Covariance of columns that share a part, all but the persons: columns × columns of these.
    pub(super) fn with_common(variances: Vec<f64>, common: &[f64]) -> Self {
        let (columns, behind) = (variances.len(), 1 + FigureColumns::PERSONS);
        let mut whole = vec![0.0; columns * columns];
        for (row, own) in common.chunks_exact(columns - behind).enumerate() {
            whole[(row + behind) * columns..][behind..columns].copy_from_slice(own);
        }
        Self { variances, common: whole }
    }

    /// Covariance of two columns.
    pub fn between(&self, one: usize, other: usize) -> f64 {
        let own = if one == other { self.variances[one] } else { 0.0 };
        own + self.common.get(one * self.variances.len() + other).unwrap_or(&0.0)
    }

    /// Adds the covariance of independent figures.
    pub fn add(&mut self, more: &Self) {
        self.variances.iter_mut().zip(&more.variances).for_each(|(sum, more)| *sum += more);
        if self.common.is_empty() {
            self.common.clone_from(&more.common);
        } else {
            self.common.iter_mut().zip(&more.common).for_each(|(sum, more)| *sum += more);
        }
    }
}
