//! Figures that add up to public totals: checked against the meaning of totals, and their errors against the effect of
//! every measurement on them.

use super::Made;
use super::least_squares::{cell, measurements};
use crate::charter::{Charter, CharterFiles, TableIndex, Workload};
use crate::disclosure::Accuracy;
use crate::disclosure::member_layout::MemberLayout;
use crate::disclosure::private::estimate::Estimator;
use crate::disclosure::private::measure::Measured;
use crate::disclosure::private::measures::MeasuredColumns;
use crate::disclosure::private::plan::Plan;
use crate::model::{AreaIndex, CellStatus, FigureColumns, MemberId, PublishedTable, Random, RowKey};

/// A lattice with totals of one of its tables.
struct Case {
    made: Made<'static>,
    /// Level and groups by column name of the strata, with the number of categories of each.
    strata: (usize, &'static [(&'static str, &'static str, usize)]),
    /// Whether some table must be split in proportion to people, a split that errors take for certain.
    split: bool,
}

fn cases() -> Vec<Case> {
    let made = |children, groups, tables| Made { children, groups, tables, method: "weights = \"none\"", bands: 3 };
    vec![
        // Every table has the groups of the strata, or is split by them in another table.
        Case {
            made: made(&[&[2], &[3, 1]], &[(2, &[]), (3, &[])], &[(0, &[0, 1]), (1, &[0, 1]), (2, &[1])]),
            strata: (1, &[("g1", "g1c", 3)]),
            split: false,
        },
        // Strata by area alone, below tables with groups.
        Case {
            made: made(&[&[2], &[3, 1]], &[(2, &[])], &[(0, &[0]), (1, &[0]), (2, &[0])]),
            strata: (2, &[]),
            split: false,
        },
        // Strata of a coarser level, and no table of both groups below the root.
        Case {
            made: made(&[&[3]], &[(5, &[&[&[0, 1], &[2, 3], &[4]]]), (2, &[])], &[(0, &[0, 1]), (1, &[0]), (1, &[1])]),
            strata: (0, &[("g0r0", "g0r0b", 3)]),
            split: true,
        },
    ]
}

impl Case {
    fn strata(&self, charter: &Charter) -> Vec<(AreaIndex, Vec<usize>)> {
        let areas = AreaIndex::first(charter.geography.areas(self.strata.0).len());
        let mut cells: Vec<(AreaIndex, Vec<usize>)> = areas.map(|area| (area, Vec::new())).collect();
        for (_, _, count) in self.strata.1 {
            let longer = |(area, own): &(AreaIndex, Vec<usize>)| {
                let (area, own) = (*area, own.clone());
                (0..*count).map(move |c| (area, [own.as_slice(), &[c]].concat()))
            };
            cells = cells.iter().flat_map(longer).collect();
        }
        cells
    }

    /// Charter with a total for each stratum.
    fn charter(&self, totals: &dyn Fn(usize) -> u32) -> Charter {
        let plain = self.made.charter();
        let names: Vec<&str> = self.strata.1.iter().map(|(name, ..)| *name).collect();
        let mut csv = ["level", "area"].iter().chain(&names).chain(&["people"]).copied().collect::<Vec<_>>().join(",");
        for (h, (area, categories)) in self.strata(&plain).iter().enumerate() {
            let code = plain.geography.areas(self.strata.0)[area.at()].code.to_string();
            let categories = self.strata.1.iter().zip(categories).map(|((_, id, _), c)| format!("{id}{c},"));
            csv += &format!("\nl{},{code},{}{}", self.strata.0, categories.collect::<String>(), totals(h));
        }
        self.made.charter_of("private", CharterFiles::from([("totals.csv".to_owned(), csv.into_bytes())]))
    }
}

/// Tables of a column for each measure, summed up from the finest cells.
fn tables(charter: &Charter, finest: &dyn Fn(usize, usize) -> f64) -> Vec<PublishedTable> {
    let columns = MeasuredColumns::new(&charter.method).list.len();
    let of = |table: &crate::charter::Table| {
        let combinations = table.combinations(&charter.groups) as u32;
        let areas = AreaIndex::first(charter.geography.areas(table.level).len());
        let rows: Vec<RowKey> =
            areas.flat_map(|area| (0..combinations).map(move |combination| RowKey { area, combination })).collect();
        let sum = |column: usize| {
            let of = |key: &RowKey| {
                let within = cell(charter, table, key.area, key.combination);
                within.iter().enumerate().map(|(x, there)| there * finest(column, x)).sum()
            };
            rows.iter().map(of).collect::<Vec<f64>>()
        };
        let mut columns: Vec<Vec<f64>> = (0..columns).map(sum).collect();
        columns.insert(FigureColumns::PERSONS, columns[0].clone());
        PublishedTable { status: vec![CellStatus::Published; rows.len()], rows, columns }
    };
    charter.lattice.tables().iter().map(of).collect()
}

/// Some thousands of people in each finest cell, with any answers.
fn somebody() -> impl Fn(usize, usize) -> f64 {
    let mut random = Random::new(7, "somebody");
    let drawn: Vec<f64> = (0..4096).map(|_| random.draw() as f64 / u64::MAX as f64).collect();
    move |column, x| {
        let people = 20_000.0 + (20_000.0 * drawn[x]).floor();
        if column == 0 { people } else { people * 60.0 * (drawn[512 * column + x] - 0.4) }
    }
}

struct World {
    charter: Charter,
    plan: Plan,
}

impl World {
    fn new(charter: Charter) -> Self {
        let plan = Plan::new(&charter, &charter.members[0].id, "0.5".parse().unwrap(), Workload::default()).unwrap();
        Self { charter, plan }
    }

    fn member(&self) -> &MemberId {
        &self.charter.members[0].id
    }

    fn calibrated(&self, tables: &[PublishedTable]) -> (Accuracy, Vec<PublishedTable>) {
        let (accuracy, calibrated) = Accuracy::calibrated(&self.charter, self.member(), Some(&self.plan), tables);
        assert!(accuracy.totals_held().is_some());
        (accuracy, calibrated.into_owned())
    }

    fn strata(&self) -> &crate::charter::Totals {
        self.charter.totals.as_ref().unwrap()
    }
}

#[test]
fn strata_add_up_to_their_totals_and_tables_to_each_other() {
    for case in cases() {
        let world = World::new(case.charter(&|h| 900_000 + 70_000 * (h as u32 % 7)));
        let charter = &world.charter;
        let made = tables(charter, &somebody());
        let (accuracy, found) = world.calibrated(&made);
        let all = case.strata(charter).len();
        assert_eq!(accuracy.totals_held(), Some([all, all]));
        let strata = charter.lattice.position(&world.strata().table).unwrap().at();
        for (row, &key) in found[strata].rows.iter().enumerate() {
            let [people, wanted] = [found[strata].columns[1][row], world.strata().people(key).unwrap()];
            assert!((people / wanted - 1.0).abs() < 1e-12, "{people} {wanted}");
            // Means within a stratum stay unchanged.
            for (column, own) in found[strata].columns.iter().enumerate().skip(2) {
                let [now, before] =
                    [own[row] / people, made[strata].columns[column][row] / made[strata].columns[1][row]];
                assert!((now - before).abs() < 1e-9, "{now} {before}");
            }
        }
        // The parts of a cell of another table add up to it.
        let lattice = charter.lattice.tables();
        for (coarse, table) in lattice.iter().enumerate() {
            for (fine, _) in lattice.iter().enumerate().filter(|(_, other)| table.follows_from(other)) {
                let within: Vec<Vec<f64>> = found[fine]
                    .rows
                    .iter()
                    .map(|key| cell(charter, &lattice[fine], key.area, key.combination))
                    .collect();
                for (row, key) in found[coarse].rows.iter().enumerate() {
                    let whole = cell(charter, table, key.area, key.combination);
                    for column in 1..found[coarse].columns.len() {
                        let lies = |cell: &Vec<f64>| cell.iter().zip(&whole).all(|(own, whole)| own <= whole);
                        let parts = within.iter().zip(&found[fine].columns[column]).filter(|(cell, _)| lies(cell));
                        let [sum, said] =
                            [parts.map(|(_, figure)| figure).sum::<f64>(), found[coarse].columns[column][row]];
                        assert!((sum - said).abs() < 1e-9 * (1e6 + said.abs()), "{coarse} {fine}: {sum} {said}");
                    }
                }
            }
        }
    }
}

#[test]
fn totals_so_many_times_the_estimates_make_figures_so_many_times_as_large() {
    for case in cases() {
        let plain = case.made.charter();
        let made = tables(&plain, &somebody());
        let strata = case.charter(&|_| 1).totals.unwrap().table;
        let people = &made[plain.lattice.position(&strata).unwrap().at()].columns[1];
        // Three times as many people, as far as whole numbers allow.
        let world = World::new(case.charter(&|h| (3.0 * people[h]).round() as u32));
        let (_, found) = world.calibrated(&made);
        for (own, before) in found.iter().zip(&made) {
            for (own, before) in own.columns.iter().zip(&before.columns).skip(1) {
                own.iter().zip(before).for_each(|(own, before)| {
                    assert!((own - 3.0 * before).abs() < 1e-9 * (1e4 + before.abs()), "{own} {before}");
                });
            }
            assert_eq!(own.columns[0], before.columns[0]);
        }
    }
}

/// A small change of each measurement changes the figures by its effect, from which their errors follow.
#[test]
fn errors_are_those_of_the_same_map() {
    for case in cases() {
        let world = World::new(case.charter(&|h| 900_000 + 70_000 * (h as u32 % 7)));
        let charter = &world.charter;
        let base = tables(charter, &somebody());
        let (accuracy, _) = world.calibrated(&base);
        let estimator = Estimator::new(charter, MemberLayout::new(charter, world.member()), &world.plan);
        let columns = MeasuredColumns::new(&charter.method).list.len();
        let mut found: Vec<Vec<Vec<f64>>> =
            base.iter().map(|table| vec![vec![0.0; (columns + 1).pow(2)]; table.len()]).collect();
        let families = columns_by_family(charter);
        for one in measurements(charter, &world.plan) {
            for (column, family) in families.iter().enumerate() {
                let response = estimator.estimate(&Measured::unit(charter, one.table, column, one.place));
                let moved = |by: f64| world.calibrated(&moved(&base, &response, by)).1;
                let by = world.plan.variance(one.table, *family).value().sqrt();
                let [up, down] = [moved(by), moved(-by)];
                for (t, rows) in found.iter_mut().enumerate() {
                    for (row, sums) in rows.iter_mut().enumerate() {
                        let slope = |c: usize| (up[t].columns[c][row] - down[t].columns[c][row]) / 2.0;
                        for a in 0..=columns {
                            for b in 0..=columns {
                                sums[a * (columns + 1) + b] += slope(a) * slope(b);
                            }
                        }
                    }
                }
            }
        }
        let limit = if case.split { 0.05 } else { 1e-3 };
        assert_covariances(&accuracy, &families, &base, &found, limit);
    }
}

/// Tables with `by` times a response added to every measured column.
fn moved(tables: &[PublishedTable], response: &[Vec<Vec<f64>>], by: f64) -> Vec<PublishedTable> {
    let mut tables = tables.to_vec();
    for (table, response) in tables.iter_mut().zip(response) {
        for (own, more) in table.columns[1..].iter_mut().zip(response) {
            own.iter_mut().zip(more).for_each(|(own, more)| *own += by * more);
        }
        table.columns[0] = table.columns[1].clone();
    }
    tables
}

/// Compares the covariances, by table and row, columns × columns, with the computed ones.
fn assert_covariances(
    accuracy: &Accuracy,
    families: &[usize],
    base: &[PublishedTable],
    found: &[Vec<Vec<f64>>],
    limit: f64,
) {
    let columns = families.len();
    for (t, rows) in found.iter().enumerate() {
        for (sums, key) in rows.iter().zip(&base[t].rows) {
            let said = accuracy.covariance(TableIndex(t), key.area, key.combination);
            for a in 1..=columns {
                for b in 1..=columns {
                    // Contrasts of bands are balanced, and checked one by one.
                    if families[a - 1] == families[b - 1] && a != b {
                        continue;
                    }
                    let measured = sums[a * (columns + 1) + b];
                    let scale = (sums[a * (columns + 2)] * sums[b * (columns + 2)]).sqrt().max(1.0);
                    let off = (said.between(a, b) - measured).abs() / scale;
                    assert!(
                        off < limit,
                        "table {t} {key:?} columns {a} {b}: {} {measured}, of {scale}",
                        said.between(a, b)
                    );
                }
            }
            assert!((said.between(0, 0) - sums[0]).abs() < 1e-6 * sums[0]);
        }
    }
}

/// Position of the family of each measured column.
fn columns_by_family(charter: &Charter) -> Vec<usize> {
    let measures = MeasuredColumns::new(&charter.method);
    measures.list.iter().map(|measure| measures.position(measure.family())).collect()
}
