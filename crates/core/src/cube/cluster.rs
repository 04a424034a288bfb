use super::{RecordIds, Run, Segment};
use crate::charter::Charter;
use crate::model::{Answers, AreaIndex, Rows};

/// Rows in the order in which the cube reads them, and the keys of persons and households.
pub struct Clustered {
    /// Segment for the cube.
    pub segment: Segment,
    /// Keyed ids, in the order of the segment's rows.
    pub ids: RecordIds,
}

/// Sorts rows by area and groups, so that a scan goes through the cells in order. Of the area no finer level is kept
/// than the lattice may publish.
pub fn cluster(charter: &Charter, rows: Rows) -> Clustered {
    let geography = &charter.geography;
    let areas = geography.ancestors(geography.finest(), charter.lattice.finest_level());
    let cells = rows.areas.iter().zip(&rows.combinations);
    let keys = cells.map(|(&area, &combination)| u64::from(areas[area.at()].0) << 32 | u64::from(combination));
    let (order, keys) = in_order(keys.collect());
    let runs = keys.chunk_by(|a, b| a == b);
    let runs = runs.map(|same| Run {
        area: AreaIndex((same[0] >> 32) as u32),
        combination: same[0] as u32,
        rows: same.len() as u32,
    });
    let runs = runs.collect();
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
    Clustered { segment, ids: RecordIds { persons: gather(&rows.persons, &order), households } }
}

/// Row numbers in the order of their keys, and the keys in that order: a radix sort from the last byte to the first,
/// over the bytes that differ at all, as keys of areas and groups have few of them.
fn in_order(mut keys: Vec<u64>) -> (Vec<u32>, Vec<u64>) {
    let mut order: Vec<u32> = (0..keys.len() as u32).collect();
    let (mut next_keys, mut next_order) = (keys.clone(), order.clone());
    let (all, any) = keys.iter().fold((u64::MAX, 0), |(all, any), key| (all & key, any | key));
    for shift in (0..64).step_by(8).filter(|shift| (all ^ any) >> shift & 0xff != 0) {
        let digit = |key: u64| (key >> shift & 0xff) as usize;
        let mut places = [0_usize; 257];
        keys.iter().for_each(|&key| places[digit(key) + 1] += 1);
        (1..257).for_each(|digit| places[digit] += places[digit - 1]);
        for (&key, &row) in keys.iter().zip(&order) {
            let place = &mut places[digit(key)];
            next_keys[*place] = key;
            next_order[*place] = row;
            *place += 1;
        }
        std::mem::swap(&mut keys, &mut next_keys);
        std::mem::swap(&mut order, &mut next_order);
    }
    (order, keys)
}

fn gather<T: Copy>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row| values[row as usize]).collect()
}
