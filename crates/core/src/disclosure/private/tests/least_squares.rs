//! Estimates against least squares over all measurements at once, on trees small enough for it.

use super::Made;
use crate::charter::{Charter, Group, Table, TableIndex, Workload};
use crate::disclosure::member_layout::MemberLayout;
use crate::disclosure::private::estimate::Estimator;
use crate::disclosure::private::measure::Measured;
use crate::disclosure::private::plan::Plan;
use crate::model::AreaIndex;

/// One measured number as a sum over the finest cells, written down from the definition; and its variance.
pub(super) struct Measurement {
    pub(super) table: TableIndex,
    pub(super) place: usize,
    pub(super) of: Vec<f64>,
    pub(super) variance: f64,
}

/// Finest cells: areas of the finest level × combinations of the finest categories of all groups.
fn finest(charter: &Charter) -> Vec<(AreaIndex, Vec<u16>)> {
    let areas = AreaIndex::first(charter.geography.areas(charter.geography.finest()).len());
    let mut cells: Vec<(AreaIndex, Vec<u16>)> = areas.map(|area| (area, Vec::new())).collect();
    for group in &charter.groups {
        let longer = |(area, own): &(AreaIndex, Vec<u16>)| {
            let (area, own) = (*area, own.clone());
            (0..group.categories.len() as u16).map(move |c| (area, [own.as_slice(), &[c]].concat()))
        };
        cells = cells.iter().flat_map(longer).collect();
    }
    cells
}

/// Contribution of a person of a category to the contrast of another one: from the definition, category against
/// category.
fn contrast(group: &Group, group_level: usize, of: u16, person: u16) -> f64 {
    let block = |category: u16| {
        let finest = (0..group.categories.len() as u16).find(|&f| group.project(group_level, f) == category).unwrap();
        if group_level + 1 < group.levels() { group.project(group_level + 1, finest) } else { 0 }
    };
    let categories = 0..group.categories_of(group_level).len() as u16;
    let size = |b: u16| categories.clone().filter(|&c| block(c) == b).count() as u64;
    let scale = categories
        .clone()
        .map(|c| size(block(c)))
        .fold(1, |lcm, m| (lcm..).step_by(lcm as usize).find(|n| n % m == 0).unwrap());
    let person = group.project(group_level, person);
    if block(person) != block(of) {
        return 0.0;
    }
    let m = size(block(of));
    (scale / m) as f64 * (if person == of { m as f64 } else { 0.0 } - 1.0)
}

fn area_of(charter: &Charter, table: &Table, area: AreaIndex) -> AreaIndex {
    charter.geography.ancestor(charter.geography.finest(), area, table.level)
}

pub(super) fn measurements(charter: &Charter, plan: &Plan) -> Vec<Measurement> {
    let cells = finest(charter);
    let mut found = Vec::new();
    for (t, table) in charter.lattice.numbered() {
        let combinations = table.combinations(&charter.groups) as u32;
        for area in AreaIndex::first(charter.geography.areas(table.level).len()) {
            for combination in 0..combinations {
                let own = table.categories(&charter.groups, combination);
                let of = |(place, categories): &(AreaIndex, Vec<u16>)| {
                    let there = area_of(charter, table, *place) == area;
                    let product = table.axes.iter().zip(&own).map(|(axis, &own)| {
                        contrast(&charter.groups[axis.group], axis.group_level, own, categories[axis.group])
                    });
                    if there { product.product() } else { 0.0 }
                };
                found.push(Measurement {
                    table: t,
                    place: (area.0 * combinations + combination) as usize,
                    of: cells.iter().map(of).collect(),
                    variance: plan.variance(t, 0).value(),
                });
            }
        }
    }
    found
}

/// Sum over the finest cells that make up a cell of a table.
pub(super) fn cell(charter: &Charter, table: &Table, area: AreaIndex, combination: u32) -> Vec<f64> {
    let own = table.categories(&charter.groups, combination);
    let of = |(place, categories): &(AreaIndex, Vec<u16>)| {
        let there = area_of(charter, table, *place) == area
            && table.axes.iter().zip(&own).all(|(axis, &own)| {
                charter.groups[axis.group].project(axis.group_level, categories[axis.group]) == own
            });
        f64::from(u8::from(there))
    };
    finest(charter).iter().map(of).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Orthonormal vectors that span the columns: Gram–Schmidt, twice over.
fn basis(columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let length = dot(&column, &column).sqrt();
        let mut left = column;
        for _ in 0..2 {
            for known in &basis {
                let along = dot(known, &left);
                left.iter_mut().zip(known).for_each(|(left, known)| *left -= along * known);
            }
        }
        let norm = dot(&left, &left).sqrt();
        if norm > 1e-9 * length {
            left.iter_mut().for_each(|left| *left /= norm);
            basis.push(left);
        }
    }
    basis
}

fn cases() -> Vec<Made<'static>> {
    let plain = |children, groups, tables| Made { children, groups, tables, method: "", bands: 3 };
    vec![
        plain(&[&[2], &[3, 1]], &[(2, &[]), (3, &[])], &[(0, &[0, 1]), (1, &[0]), (2, &[])]),
        plain(&[&[1], &[4]], &[(3, &[]), (2, &[])], &[(0, &[0, 1]), (1, &[0, 1]), (2, &[1])]),
        plain(&[&[3]], &[(2, &[]), (4, &[])], &[(0, &[0, 1]), (1, &[0, 1])]),
        // Blocks of unequal size, and a level between that a group skips.
        plain(
            &[&[2], &[2, 1]],
            &[(7, &[&[&[0, 1], &[2, 3, 4], &[5, 6]]]), (2, &[])],
            &[(0, &[0, 1]), (1, &[1]), (2, &[0])],
        ),
        // Four levels, three of them with both groups; a single band.
        Made {
            bands: 1,
            ..plain(
                &[&[2], &[2, 1], &[1, 2, 2]],
                &[(2, &[]), (3, &[])],
                &[(0, &[0, 1]), (1, &[0, 1]), (2, &[1]), (3, &[0, 1])],
            )
        },
        // Five levels, each with a table; three levels of one group.
        plain(
            &[&[2], &[1, 2], &[2, 1, 1], &[1, 2, 1, 2]],
            &[(3, &[&[&[0, 1], &[2]]])],
            &[(0, &[0]), (1, &[]), (2, &[0]), (3, &[]), (4, &[0])],
        ),
        // Three levels, and a category that is a block of its own.
        plain(&[&[1, 2]], &[(5, &[&[&[0, 1], &[2, 3], &[4]], &[&[0, 1, 2, 3], &[4]]])], &[(0, &[0]), (1, &[0])]),
    ]
}

/// Estimates are linear in the measurements, so the coefficients of all measurements determine them: they are unbiased
/// iff the coefficients give exactly the cell back, and of least variance iff, times the variances, these are in the
/// image of the cells among the measurements.
#[test]
fn estimates_are_those_of_least_squares_over_everything() {
    for made in cases() {
        let charter = made.charter();
        let plan = Plan::new(&charter, &charter.members[0].id, "0.5".parse().unwrap(), Workload::default()).unwrap();
        let scope = MemberLayout::new(&charter, &charter.members[0].id);
        let estimator = Estimator::new(&charter, scope, &plan);
        let all = measurements(&charter, &plan);
        let responses: Vec<Vec<Vec<Vec<f64>>>> =
            all.iter().map(|one| estimator.estimate(&Measured::unit(&charter, one.table, 0, one.place))).collect();
        // Image of all cells among the measurements, weighted by the standard deviations.
        let columns = (0..all[0].of.len()).map(|x| all.iter().map(|one| one.of[x] / one.variance.sqrt()).collect());
        let basis = basis(columns.collect());
        for (t, table) in charter.lattice.numbered() {
            let combinations = table.combinations(&charter.groups) as u32;
            for area in AreaIndex::first(charter.geography.areas(table.level).len()) {
                for combination in 0..combinations {
                    let place = (area.0 * combinations + combination) as usize;
                    let takes: Vec<f64> = responses.iter().map(|response| response[t.at()][0][place]).collect();
                    let exact = cell(&charter, table, area, combination);
                    for (x, exact) in exact.iter().enumerate() {
                        let given: f64 = takes.iter().zip(&all).map(|(takes, one)| takes * one.of[x]).sum();
                        assert!((given - exact).abs() < 1e-12, "bias {t:?} {area:?} {combination}: {given} {exact}");
                    }
                    let weighted: Vec<f64> = takes.iter().zip(&all).map(|(g, one)| g * one.variance.sqrt()).collect();
                    let variance = dot(&weighted, &weighted);
                    let within: f64 = basis.iter().map(|known| dot(known, &weighted).powi(2)).sum();
                    assert!(
                        (within / variance - 1.0).abs() < 1e-12,
                        "least {t:?} {area:?} {combination}: {within} {variance}"
                    );
                    let said = estimator.variances(t, area, combination)[1];
                    assert!(
                        (said / variance - 1.0).abs() < 1e-12,
                        "said {t:?} {area:?} {combination}: {said} {variance}"
                    );
                }
            }
        }
    }
}

/// The variance of a sum of areas, each with a factor, is that of the sum's coefficients of the measurements.
#[test]
fn errors_of_sums_and_differences_follow_from_the_tree() {
    for made in cases() {
        let charter = made.charter();
        let plan = Plan::new(&charter, &charter.members[0].id, "0.5".parse().unwrap(), Workload::default()).unwrap();
        let estimator = Estimator::new(&charter, MemberLayout::new(&charter, &charter.members[0].id), &plan);
        let all = measurements(&charter, &plan);
        let responses: Vec<_> =
            all.iter().map(|one| estimator.estimate(&Measured::unit(&charter, one.table, 0, one.place))).collect();
        for (t, table) in charter.lattice.numbered() {
            let combinations = table.combinations(&charter.groups) as u32;
            let areas = charter.geography.areas(table.level).len();
            for combination in 0..combinations {
                for factors in [[1.0, 1.0, 1.0], [1.0, -1.0, 0.0], [0.5, 2.0, -3.0]] {
                    let sum: Vec<(usize, f64)> = (0..areas).map(|area| (area, factors[area % 3])).collect();
                    let variance: f64 = responses
                        .iter()
                        .zip(&all)
                        .map(|(response, one)| {
                            let place = |area: usize| area * combinations as usize + combination as usize;
                            let takes: f64 = sum.iter().map(|&(a, f)| f * response[t.at()][0][place(a)]).sum();
                            takes * takes * one.variance
                        })
                        .sum();
                    let areas: Vec<(AreaIndex, f64)> =
                        sum.iter().map(|&(area, factor)| (AreaIndex(area as u32), factor)).collect();
                    let said = estimator.variances_of_sum(t, combination, &areas)[1];
                    assert!(
                        (said - variance).abs() <= 1e-11 * variance.max(1e-9),
                        "{t:?} {combination}: {said} {variance}"
                    );
                }
            }
        }
    }
}
