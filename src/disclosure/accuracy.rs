use super::controlled;
use super::private::{Estimator, Plan};
use super::scope::Scope;
use crate::charter::{Charter, Class, Weights};
use crate::model::{MemberId, Random, Statistics};

/// How far the columns of a member's cells may be off by what was done to them: public knowledge, from the charter and the plan.
pub struct Accuracy {
    statistics: Statistics,
    kind: Kind,
}

enum Kind {
    /// A register that is published as it is.
    Exact,
    /// A survey that is published as it is: what is known of its sampling error stands in the cells.
    Sampled,
    /// One variance per column, in all cells.
    Even(Vec<f64>),
    /// What the plan says.
    Planned(Box<Estimator>),
}

impl Accuracy {
    /// Of what a member answers; in class `private` by its plan.
    pub fn new(charter: &Charter, member: &MemberId, plan: Option<&Plan>) -> Self {
        let kind = match (charter.class, plan) {
            // Who counts for one alone was not drawn from others.
            (Class::Public, _) if charter.method.weights == Some(Weights::None) => Kind::Exact,
            (Class::Private, Some(plan)) => {
                Kind::Planned(Box::new(Estimator::new(charter, Scope::new(charter, member), plan)))
            }
            (Class::Controlled, _) => {
                let units = controlled::units(charter, member).into_iter();
                Kind::Even(units.map(|unit| controlled::VARIANCE * unit * unit).collect())
            }
            _ => Kind::Sampled,
        };
        Self { statistics: charter.statistics(), kind }
    }

    /// Variance of each column of a cell; NaN where nobody knows.
    pub fn variances(&self, table: usize, area: u32, combination: u32) -> Vec<f64> {
        let columns = self.statistics.width();
        match &self.kind {
            Kind::Exact => vec![0.0; columns],
            Kind::Sampled => self.sampled(),
            Kind::Even(variances) => variances.clone(),
            Kind::Planned(estimator) => estimator.variances(table, area, combination),
        }
    }

    /// The same of a sum of cells of one combination over areas, each with a factor.
    pub fn variances_of_sum(&self, table: usize, combination: u32, areas: &[(u32, f64)]) -> Vec<f64> {
        let squares = || areas.iter().map(|(_, factor)| factor * factor).sum::<f64>();
        match &self.kind {
            Kind::Exact => vec![0.0; self.statistics.width()],
            Kind::Sampled => self.sampled(),
            Kind::Even(variances) => variances.iter().map(|variance| variance * squares()).collect(),
            Kind::Planned(estimator) => estimator.variances_of_sum(table, combination, areas),
        }
    }

    /// Noise that might have come on all areas of a table without groups: by area of the member, for weight and a sum of
    /// the columns with these factors. `None` where noise on different areas has nothing in common.
    pub(crate) fn drawn(&self, table: usize, factors: &[f64], random: &mut Random) -> Option<Vec<(u32, [f64; 2])>> {
        match &self.kind {
            Kind::Planned(estimator) => Some(estimator.drawn(table, factors, random)),
            _ => None,
        }
    }

    fn sampled(&self) -> Vec<f64> {
        let mut variances = vec![f64::NAN; self.statistics.width()];
        variances[Statistics::PERSONS] = 0.0;
        variances
    }
}
