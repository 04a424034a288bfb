use std::borrow::Cow;

use super::controlled;
use super::covariance::Covariance;
use super::member_layout::MemberLayout;
use super::private::{Calibration, Estimator, Plan};
use crate::charter::{Charter, Class, TableIndex, Weights};
use crate::model::{AreaIndex, FigureColumns, MemberId, PublishedTable, Random};

/// Errors that disclosure control adds to the columns of a member's cells: public knowledge, from the charter and the
/// plan.
pub struct Accuracy {
    statistics: FigureColumns,
    kind: ErrorModel,
}

enum ErrorModel {
    /// A register, published as it is: no error.
    Exact,
    /// A survey, published as it is: its sampling error, as far as it is known, is in the cells.
    Sampled,
    /// Variances that are the same in all cells. *Shape:* columns.
    Even(Vec<f64>),
    /// Variances from the plan.
    Planned(Box<Estimator>),
    /// Variances from the plan, for figures calibrated to public totals.
    Calibrated(Box<Calibration>),
}

impl Accuracy {
    /// Accuracy of a member's answer; in class `private` by its plan.
    pub fn new(charter: &Charter, member: &MemberId, plan: Option<&Plan>) -> Self {
        let kind = match (charter.class(), plan) {
            // A person who counts for one person alone wasn't sampled from others.
            (Class::Public, _) if charter.method.weights == Some(Weights::None) => ErrorModel::Exact,
            (Class::Private, Some(plan)) => {
                ErrorModel::Planned(Box::new(Estimator::new(charter, MemberLayout::new(charter, member), plan)))
            }
            (Class::Controlled, _) => {
                let units = controlled::units(charter, member).into_iter();
                ErrorModel::Even(units.map(|unit| controlled::VARIANCE * unit * unit).collect())
            }
            _ => ErrorModel::Sampled,
        };
        Self { statistics: charter.statistics(), kind }
    }

    /// Accuracy of figures calibrated to the charter's totals, if it has any for the member; and these figures.
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
                    (0..).map(TableIndex).zip(tables).map(|(table, cells)| calibration.table(table, cells)).collect();
                let kind = ErrorModel::Calibrated(Box::new(calibration));
                (Self { statistics: charter.statistics(), kind }, Cow::Owned(calibrated))
            }
        }
    }

    /// Number of a member's public totals that its figures add up to one by one, and number of all its totals; `None`
    /// if it has none, or its figures couldn't be calibrated to them.
    pub fn totals_held(&self) -> Option<[usize; 2]> {
        if let ErrorModel::Calibrated(calibration) = &self.kind { Some(calibration.held()) } else { None }
    }

    /// Covariance of the columns of a cell; NaN where it isn't known.
    pub fn covariance(&self, table: TableIndex, area: AreaIndex, combination: u32) -> Covariance {
        match &self.kind {
            ErrorModel::Planned(estimator) => Covariance::of(estimator.variances(table, area, combination)),
            _ => self.covariance_of_sum(table, combination, &[(area, 1.0)]),
        }
    }

    /// Covariance of the columns of a sum of cells of one combination over areas, each with a factor.
    pub fn covariance_of_sum(&self, table: TableIndex, combination: u32, areas: &[(AreaIndex, f64)]) -> Covariance {
        let squares = || areas.iter().map(|(_, factor)| factor * factor).sum::<f64>();
        Covariance::of(match &self.kind {
            ErrorModel::Exact => vec![0.0; self.statistics.width()],
            ErrorModel::Sampled => {
                let mut variances = vec![f64::NAN; self.statistics.width()];
                variances[FigureColumns::PERSONS] = 0.0;
                variances
            }
            ErrorModel::Even(variances) => variances.iter().map(|variance| variance * squares()).collect(),
            ErrorModel::Planned(estimator) => estimator.variances_of_sum(table, combination, areas),
            ErrorModel::Calibrated(calibration) => return calibration.covariance(table, combination, areas),
        })
    }

    /// Possible noise on all areas of a table without groups, on weight and on a sum of the columns with these factors.
    /// *Shape:* by area of the member. *Units:* those of [`FigureColumns`]. `None` where the noise of different areas is independent.
    pub fn drawn(&self, table: TableIndex, factors: &[f64], random: &mut Random) -> Option<Vec<(AreaIndex, [f64; 2])>> {
        match &self.kind {
            ErrorModel::Planned(estimator) => Some(estimator.drawn(table, factors, random)),
            ErrorModel::Calibrated(calibration) => Some(calibration.drawn(table, factors, random)),
            _ => None,
        }
    }
}
