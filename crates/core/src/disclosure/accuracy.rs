use std::borrow::Cow;

use super::controlled;
use super::private::{Calibration, Estimator, Plan};
use super::scope::Scope;
use crate::charter::{Charter, Class, Weights};
use crate::model::{MemberId, PublishedTable, Random, Statistics};

/// How the errors of the columns of a row hang together.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    /// Of what each column has by itself.
    variances: Vec<f64>,
    /// Of what columns have in common, columns × columns; empty where that is nothing.
    common: Vec<f64>,
}

impl Covariance {
    /// Of columns that have nothing in common.
    pub fn of(variances: Vec<f64>) -> Self {
        Self { variances, common: Vec::new() }
    }

    /// Of columns of which all but the persons have something in common: columns × columns of these.
    pub(super) fn with_common(variances: Vec<f64>, common: &[f64]) -> Self {
        let (columns, behind) = (variances.len(), 1 + Statistics::PERSONS);
        let mut whole = vec![0.0; columns * columns];
        for (row, own) in common.chunks_exact(columns - behind).enumerate() {
            whole[(row + behind) * columns..][behind..columns].copy_from_slice(own);
        }
        Self { variances, common: whole }
    }

    /// Of two columns.
    pub fn between(&self, one: usize, other: usize) -> f64 {
        let own = if one == other { self.variances[one] } else { 0.0 };
        own + self.common.get(one * self.variances.len() + other).unwrap_or(&0.0)
    }

    /// Adds that of figures which were made apart from these.
    pub fn add(&mut self, more: &Self) {
        self.variances.iter_mut().zip(&more.variances).for_each(|(sum, more)| *sum += more);
        if self.common.is_empty() {
            self.common.clone_from(&more.common);
        } else {
            self.common.iter_mut().zip(&more.common).for_each(|(sum, more)| *sum += more);
        }
    }
}

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
    /// The same, once figures add up to public totals.
    Calibrated(Box<Calibration>),
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

    /// The same of figures that were made to add up to the charter's totals, if it has any for the member; and these figures.
    pub fn calibrated<'t>(
        charter: &Charter,
        member: &MemberId,
        plan: Option<&Plan>,
        tables: &'t [PublishedTable],
    ) -> (Self, Cow<'t, [PublishedTable]>) {
        match plan.and_then(|plan| Calibration::new(charter, member, plan, tables)) {
            None => (Self::new(charter, member, plan), tables.into()),
            Some(calibration) => {
                let calibrated =
                    tables.iter().enumerate().map(|(table, cells)| calibration.table(table, cells)).collect();
                let kind = Kind::Calibrated(Box::new(calibration));
                (Self { statistics: charter.statistics(), kind }, Cow::Owned(calibrated))
            }
        }
    }

    /// How many of a member's public totals its figures add up to one by one, and how many there are; `None` if it has none, or
    /// its figures couldn't be brought to them.
    pub fn totals_held(&self) -> Option<[usize; 2]> {
        if let Kind::Calibrated(calibration) = &self.kind { Some(calibration.held()) } else { None }
    }

    /// Of the columns of a cell; NaN where nobody knows.
    pub fn covariance(&self, table: usize, area: u32, combination: u32) -> Covariance {
        match &self.kind {
            Kind::Planned(estimator) => Covariance::of(estimator.variances(table, area, combination)),
            _ => self.covariance_of_sum(table, combination, &[(area, 1.0)]),
        }
    }

    /// The same of a sum of cells of one combination over areas, each with a factor.
    pub fn covariance_of_sum(&self, table: usize, combination: u32, areas: &[(u32, f64)]) -> Covariance {
        let squares = || areas.iter().map(|(_, factor)| factor * factor).sum::<f64>();
        Covariance::of(match &self.kind {
            Kind::Exact => vec![0.0; self.statistics.width()],
            Kind::Sampled => {
                let mut variances = vec![f64::NAN; self.statistics.width()];
                variances[Statistics::PERSONS] = 0.0;
                variances
            }
            Kind::Even(variances) => variances.iter().map(|variance| variance * squares()).collect(),
            Kind::Planned(estimator) => estimator.variances_of_sum(table, combination, areas),
            Kind::Calibrated(calibration) => return calibration.covariance(table, combination, areas),
        })
    }

    /// Noise that might have come on all areas of a table without groups: by area of the member, for weight and a sum of
    /// the columns with these factors. `None` where noise on different areas has nothing in common.
    pub fn drawn(&self, table: usize, factors: &[f64], random: &mut Random) -> Option<Vec<(u32, [f64; 2])>> {
        match &self.kind {
            Kind::Planned(estimator) => Some(estimator.drawn(table, factors, random)),
            Kind::Calibrated(calibration) => Some(calibration.drawn(table, factors, random)),
            _ => None,
        }
    }
}
