//! Number of people from which figures are sure enough: known before any record is read.

pub use super::measures::{OFF_EQUAL, OFF_MIDDLE};
use super::plan::{Plan, PlanError};
use crate::charter::{Charter, Class, Table, TableIndex};
use crate::disclosure::Accuracy;
use crate::model::{AreaIndex, FigureColumns, MemberId};

/// Error of a mean at the distance `off` from the middle, times the number of people, from the variances of its sum and
/// of its people: known without looking at the figure.
pub fn foreseen(sum: f64, people: f64, off: f64) -> f64 {
    (sum + off * off * people).sqrt()
}

/// Precision of the cells of one member.
pub struct Precision {
    accuracy: Accuracy,
    /// Factor of each column in the sum of the index. *Shape:* columns of [`crate::model::FigureColumns`]. *Units:* none.
    factors: Vec<f64>,
}

/// Largest number of areas of a table that are looked at: the others are like them.
const AREAS: usize = 64;

impl Precision {
    /// Precision of a member's cells; in class `private` from the plan.
    pub fn new(charter: &Charter, member: &MemberId) -> Result<Self, PlanError> {
        let privacy = &charter.rules.privacy;
        let plan = || Plan::new(charter, member, privacy.rho, privacy.workload);
        let plan = (charter.class() == Class::Private).then(plan).transpose()?;
        let statistics = charter.statistics();
        let mut factors = vec![0.0; statistics.width()];
        let total: f64 = charter.method.dimensions.iter().map(|dimension| dimension.weight).sum();
        match statistics.index() {
            Some(column) => factors[column] = 1.0,
            None => (0..).zip(&charter.method.dimensions).for_each(|(d, dimension)| {
                factors[statistics.dimension(d)] = dimension.weight / total;
            }),
        }
        Ok(Self { accuracy: Accuracy::new(charter, member, plan.as_ref()), factors })
    }

    /// Number of people of a cell whose index has an error of this many points, where the index is some 20 points off
    /// the middle.
    pub fn people_for(&self, points: f64, table: TableIndex, area: AreaIndex, combination: u32) -> f64 {
        let covariance = self.accuracy.covariance(table, area, combination);
        let used = (0..).zip(&self.factors).filter(|(_, factor)| **factor != 0.0);
        let sum: f64 = used.map(|(column, factor)| factor * factor * covariance.between(column, column)).sum();
        let people = covariance.between(FigureColumns::WEIGHT, FigureColumns::WEIGHT);
        foreseen(sum, people, OFF_MIDDLE) / points
    }

    /// Number of people of the cells of a table for this error, as the quadratic mean over the cells.
    pub fn people_for_cells(&self, points: f64, charter: &Charter, member: &MemberId, table: TableIndex) -> f64 {
        let of: &Table = &charter.lattice.tables()[table.at()];
        let reach = &charter.reach(member)[of.level];
        let areas: Vec<AreaIndex> = AreaIndex::marked(reach).collect();
        let step = areas.len().div_ceil(AREAS).max(1);
        let combinations = of.combinations(&charter.groups) as u32;
        let every = combinations.div_ceil(4096).max(1) as usize;
        let cells =
            areas.iter().step_by(step).flat_map(|&area| (0..combinations).step_by(every).map(move |c| (area, c)));
        let (sum, count) = cells.fold((0.0, 0.0), |(sum, count), (area, combination)| {
            (sum + self.people_for(points, table, area, combination).powi(2), count + 1.0)
        });
        (sum / f64::max(count, 1.0)).sqrt()
    }
}

/// Number of people from which the error of a member's index is at most this many points, by level with tables: of the
/// table without groups, if there is one, and of the tables with most groups.
pub fn people_by_level(charter: &Charter, member: &MemberId, points: f64) -> Result<Vec<LevelPrecision>, PlanError> {
    let precision = Precision::new(charter, member)?;
    let tables = charter.lattice.tables();
    let mut levels: Vec<usize> = tables.iter().map(|table| table.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let of = |level: usize| {
        let own = || charter.lattice.numbered().filter(|(_, table)| table.level == level);
        let people = |table: TableIndex| precision.people_for_cells(points, charter, member, table).ceil() as u64;
        let everybody = own().find(|(_, table)| table.axes.is_empty()).map_or(0, |(table, _)| people(table));
        let most = own().map(|(_, table)| table.axes.len()).max().unwrap_or(0);
        let deepest = own().filter(|(_, table)| table.axes.len() == most).map(|(table, _)| people(table));
        LevelPrecision { level, everybody, finest: deepest.max().unwrap_or(0) }
    };
    Ok(levels.into_iter().map(of).collect())
}

/// Numbers of people that figures of one level need.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LevelPrecision {
    /// Position of the level.
    pub level: usize,
    /// Number of people in an area, without groups.
    pub everybody: u64,
    /// Number of people in a cell of the tables with most groups.
    pub finest: u64,
}
