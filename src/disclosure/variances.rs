//! How large the noise of class `controlled` is. It follows from the charter, the areas of a member and its largest weight,
//! so that whoever reads the figures can say how far they may be off.

use super::scope::{Scope, Shape};
use crate::charter::{Charter, Knowledge, Method, MissingDimension, Rules};
use crate::model::MemberId;

/// Variances of the noise on the independent quantities of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Variances {
    /// Of a count of persons.
    pub persons: f64,
    /// Of a weight, that of a dimension too; that of the persons where everybody counts 1.
    pub weight: f64,
    /// Of a sum of w(x − 50), a dimension's or that of an index that isn't linear.
    pub sum: f64,
    /// Of the weight of a band, for all bands but the last, which is the rest.
    pub band: f64,
}

impl Variances {
    /// Those of a level with so many tables, of which a share of the budget is kept; `cap` is the largest weight, if people
    /// have weights.
    ///
    /// In `population` a person adds to one cell of each table; with V = tables / (0.4 × share), counts of variance V,
    /// bands of variance 2V and dimensions of variance 2500 m V together cost 0.5 × share in zero-concentrated privacy
    /// loss, so that all levels together let a guess at membership be right at most 69 times in 100.
    pub(super) fn new(method: &Method, rules: &Rules, cap: Option<f64>, tables: usize, share: f64) -> Self {
        let largest = cap.unwrap_or(1.0).powi(2);
        let dimensions = method.dimensions.len();
        let (persons, sum, band) = match rules.knowledge {
            Knowledge::Sample => (3.0, 2500.0, 3.0),
            Knowledge::Population => {
                let unit = tables as f64 / (0.4 * share);
                let partial = method.missing_dimension == MissingDimension::AverageOfAnswered;
                let counted = 1 + usize::from(cap.is_some()) + if partial { dimensions } else { 0 };
                let summed = dimensions + usize::from(!method.is_linear());
                (unit * counted as f64, 2500.0 * unit * summed as f64, 2.0 * unit)
            }
        };
        Self { persons, weight: largest * persons, sum: largest * sum, band: largest * band }
    }

    /// Of the sum of w(x − 50) of the index, x the index of a person.
    pub fn index(&self, method: &Method) -> f64 {
        if !method.is_linear() {
            return self.sum;
        }
        // It comes from the noisy dimensions, each with its weight.
        let weights = || method.dimensions.iter().map(|dimension| dimension.weight);
        self.sum * weights().map(|weight| weight * weight).sum::<f64>() / weights().sum::<f64>().powi(2)
    }
}

/// Per table of a member's scope: how large its noise is. The same people under two names have the figures of the finer
/// one, whose noise they have then.
pub(super) fn of_tables(charter: &Charter, scope: &Scope, rules: &Rules, cap: Option<f64>) -> Vec<Variances> {
    let mut levels: Vec<usize> = scope.tables.iter().map(|shape| shape.level).collect();
    levels.sort_unstable();
    levels.dedup();
    // A table all of whose areas are the finer table's under other names is no further look at anybody.
    let counted = |level: usize| {
        let own = scope.tables.iter().filter(|shape| shape.level == level);
        own.filter(|shape| (0..shape.areas.len()).any(|area| shape.twin(area).is_none())).count().max(1)
    };
    let variances = |shape: &Shape| {
        let level = levels.iter().position(|level| *level == shape.level).unwrap_or_default();
        let share = rules.budget.get(level).copied().unwrap_or(1.0) / f64::from(rules.releases);
        Variances::new(&charter.method, rules, cap, counted(shape.level), share)
    };
    scope.tables.iter().map(variances).collect()
}

/// How large the noise of a member's published cells is.
pub struct Loudness {
    scope: Scope,
    tables: Vec<Variances>,
}

impl Loudness {
    /// Under a charter of class `controlled`; `mean` is the mean weight of the member's people, if they have weights.
    pub fn new(charter: &Charter, member: &MemberId, mean: Option<f64>) -> Self {
        let scope = Scope::new(charter, member);
        let cap = mean.map(|mean| charter.rules.largest_weight(mean, charter.method.weight_cap));
        Self { tables: of_tables(charter, &scope, &charter.rules, cap), scope }
    }

    /// Of the cells of an area in a table of the lattice.
    pub fn of(&self, table: usize, area: u32) -> Variances {
        let (mut table, mut place) = (table, self.scope.tables[table].place(area));
        while let Some((finer, twin)) = self.scope.tables[table].twin(place) {
            (table, place) = (finer, twin);
        }
        self.tables[table]
    }
}
