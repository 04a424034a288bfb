use super::{Run, Segment};
use crate::charter::Charter;
use crate::model::{Answers, Rows};

/// Rows brought into the order in which the cube reads them, with the keys of persons and households beside.
pub struct Clustered {
    /// What the cube reads.
    pub segment: Segment,
    /// Keyed person ids, in the order of the segment's rows.
    pub persons: Vec<u128>,
    /// Keyed household ids, in the same order.
    pub households: Option<Vec<u128>>,
}

/// Puts rows of the same area and groups together, so that a scan runs through the cells in order. Of the area nothing
/// finer is kept than the lattice may publish.
pub fn cluster(charter: &Charter, rows: Rows) -> Clustered {
    let geography = &charter.geography;
    let areas = geography.ancestors(geography.finest(), charter.lattice.finest_level());
    let mut order: Vec<(u64, u32)> = rows
        .areas
        .iter()
        .zip(&rows.combinations)
        .zip(0..)
        .map(|((&area, &combination), row)| (u64::from(areas[area as usize]) << 32 | u64::from(combination), row))
        .collect();
    order.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    let mut last = None;
    for &(key, _) in &order {
        if last != Some(key) {
            runs.push(Run { area: (key >> 32) as u32, combination: key as u32, rows: 0 });
            last = Some(key);
        }
        if let Some(run) = runs.last_mut() {
            run.rows += 1;
        }
    }
    let answers = rows.indicators.iter().map(|answers| match answers {
        Answers::Codes(codes) => Answers::Codes(gather(codes, &order)),
        Answers::Numbers(numbers) => Answers::Numbers(gather(numbers, &order)),
    });
    let segment = Segment {
        runs,
        answers: answers.collect(),
        weights: rows.weights.as_ref().map(|weights| gather(weights, &order)),
    };
    let households = rows.households.as_ref().map(|households| gather(households, &order));
    Clustered { segment, persons: gather(&rows.persons, &order), households }
}

fn gather<T: Copy>(values: &[T], order: &[(u64, u32)]) -> Vec<T> {
    order.iter().map(|&(_, row)| values[row as usize]).collect()
}
