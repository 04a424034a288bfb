use super::Made;
use crate::charter::{Charter, CharterFiles, Workload};
use crate::disclosure::private::measures::{Family, MeasuredColumns};
use crate::disclosure::private::operator::Residual;
use crate::disclosure::private::plan::{Plan, PlanError};
use crate::model::Rho;

fn plan(charter: &Charter, rho: &str) -> Plan {
    Plan::new(charter, &charter.members[0].id, rho.parse().unwrap(), Workload::default()).unwrap()
}

fn made(method: &'static str) -> Made<'static> {
    Made {
        children: &[&[2], &[3, 2]],
        groups: &[(7, &[&[&[0, 1], &[2, 3, 4], &[5, 6]]]), (2, &[]), (3, &[])],
        tables: &[(0, &[0, 1, 2]), (1, &[0, 1]), (2, &[1])],
        method,
        bands: 4,
    }
}

/// Five levels, some of which groups skip.
fn deep(method: &'static str) -> Made<'static> {
    Made {
        children: &[&[2], &[1, 2], &[2, 1, 1], &[1, 2, 1, 2]],
        tables: &[(0, &[0, 1, 2]), (1, &[0, 1]), (2, &[1]), (3, &[2]), (4, &[0])],
        ..made(method)
    }
}

/// Cost of the worst person, tried out on the measurements themselves: never more than the plan allows, and hardly
/// less.
#[test]
fn a_plan_costs_what_it_may_and_no_person_more() {
    for method in [
        "",
        "aggregate = \"geometric\"",
        "missing_dimension = \"average_of_answered\"",
        "weights = \"design\"\nweight_cap = 12.5",
    ] {
        for charter in [made(method), Made { bands: 1, ..made(method) }, deep(method)].map(|made| made.charter()) {
            let measures = MeasuredColumns::new(&charter.method);
            for rho in ["0.013", "0.185", "0.5", "2.5"] {
                let plan = plan(&charter, rho);
                let mut worst: f64 = 0.0;
                for person in 0..7 * 2 * 3 {
                    let categories = [person / 6, person / 3 % 2, person % 3].map(|category| category as u16);
                    let mut cost = 0.0;
                    for (t, table) in charter.lattice.numbered() {
                        let residual = Residual::new(&charter.groups, table);
                        let mut cells = vec![0_i128; residual.combinations];
                        let place = table.axes.iter().fold(0, |place, axis| {
                            let group = &charter.groups[axis.group];
                            let own = group.project(axis.group_level, categories[axis.group]);
                            place * group.categories_of(axis.group_level).len() + usize::from(own)
                        });
                        cells[place] = 1;
                        residual.measure(&mut cells);
                        let length: i128 = cells.iter().map(|moved| moved * moved).sum();
                        for (family, of) in measures.families.iter().enumerate() {
                            let moved = measures.length(*of, plan.units()) as f64 * length as f64;
                            cost += moved / (2.0 * plan.variance(t, family).value());
                        }
                    }
                    worst = worst.max(cost);
                }
                let rho: Rho = rho.parse().unwrap();
                assert!(worst <= rho.value() && worst > 0.999 * rho.value(), "{method} {worst} {rho}");
                let by_level: f64 = plan.costs_by_level(&charter).values().sum();
                assert!(by_level <= rho.value() && by_level >= 0.999_999 * worst, "{by_level} {worst}");
            }
        }
    }
}

/// The share of a single band is known beforehand: nothing of it is measured, and nothing is spent on it.
#[test]
fn a_single_band_is_not_measured() {
    let charter = Made { bands: 1, ..made("weights = \"none\"") }.charter_of("private", CharterFiles::new());
    let (plan, measures) = (plan(&charter, "0.185"), MeasuredColumns::new(&charter.method));
    assert_eq!(measures.families, [Family::Weight, Family::Dimensions]);
    // Persons are counted separately.
    assert_eq!(measures.list.len() + 1, charter.statistics().width());
    assert_eq!(Plan::parse(&plan.text(&charter), &charter, &charter.members[0].id).as_ref(), Ok(&plan));
    // A person with other answers moves sums of dimensions from one end to the other, and nothing else.
    let [_, share] = measures.shares(Workload::default())[..] else { panic!("two families") };
    assert!((measures.answers_cost(Workload::default()) - 4.0 * share).abs() < 1e-12);
}

#[test]
fn a_plan_reads_back_as_it_was_written_and_not_otherwise() {
    let charter = made("").charter();
    let plan = plan(&charter, "0.185");
    let text = plan.text(&charter);
    assert_eq!(Plan::parse(&text, &charter, &charter.members[0].id).as_ref(), Ok(&plan));
    assert_eq!(plan.digest(&charter), self::plan(&charter, "0.185").digest(&charter));
    // One number that is a tenth smaller costs more than stated.
    let cheaper = text.lines().map(|line| match line.split_once("l2 - ") {
        Some((_, numbers)) => {
            let (first, rest) = numbers.split_once(' ').unwrap();
            let (own, parts) = first.split_once('/').unwrap();
            format!("l2 - {}/{parts} {rest}\n", own.parse::<u64>().unwrap() * 9 / 10)
        }
        None => format!("{line}\n"),
    });
    let cheaper: String = cheaper.collect();
    for bad in [
        "",
        &text[..text.len() - 1],
        &text.replace("l1 g1", "l1 g9"),
        &text.replace("rho 0.185", "rho 0.184"),
        &cheaper,
    ] {
        assert!(matches!(Plan::parse(bad, &charter, &charter.members[0].id), Err(PlanError::NotOne { .. })), "{bad}");
    }
}

#[test]
fn units_are_as_fine_as_the_noise_leaves_room_for() {
    let charter = made("").charter();
    assert!(plan(&charter, "0.5").text(&charter).contains("\npoint 256\n"));
    let many = Made { groups: &[(200, &[]), (100, &[]), (3, &[])], tables: &[(0, &[0, 1, 2]), (2, &[1])], ..made("") };
    let charter = many.charter();
    assert!(plan(&charter, "0.5").text(&charter).contains("\npoint 1\n"));
    let refused = Plan::new(&charter, &charter.members[0].id, Rho::millionths(1), Workload::default());
    assert_eq!(refused, Err(PlanError::TooFine { rho: "0.000001".to_owned() }));
}
