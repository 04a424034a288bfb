//! Share of the people in figures.

use super::*;

#[test]
fn a_category_is_covered_as_far_as_its_people_are() {
    let charter = charter("controlled", &[("province", "\"said\""), ("town", "\"said\"")]);
    // Of 200 people who said yes, 50 live in the town whose figures are withheld.
    let published = published(&charter, &|_, area, categories| match (area, categories) {
        ("T0", [_]) => None,
        ("P0" | "P1", [0]) => Some(100.0),
        (town, [0]) if town.starts_with('T') => Some(37.5),
        _ => Some(1000.0),
    });
    let lines = by_category(&published);
    assert_eq!(lines["town said said yes"], "4 1 0.75", "{lines:?}");
    assert_eq!(lines["province said said yes"], "2 0 1");
    let said_yes = published.covered_categories(TableIndex(charter.lattice.tables().len() - 1))[0].cells;
    assert_eq!((said_yes.people, said_yes.of), (300.0, Some(400.0)), "{said_yes:?}");
}

#[test]
fn a_category_that_is_always_withheld_is_there_with_nothing() {
    let charter = charter("controlled", &[("town", "\"said\", \"age\"")]);
    let published = published(&charter, &|_, _, categories| match categories {
        [1] | [_, 1] => None,
        _ => Some(40.0),
    });
    let lines = by_category(&published);
    // In three ages: the second, which is the second of `said`, too.
    assert_eq!(lines["town age age 1"], "0 5 0", "{lines:?}");
    assert_eq!(lines["town said+age age 1"], "0 10 0");
    assert_eq!(lines["town age age 0"], "5 0 1");
}

#[test]
fn what_nobody_can_say_is_not_claimed() {
    let charter = charter("controlled", &[("town", "\"said\"")]);
    let published = published(&charter, &|_, area, categories| {
        (categories.is_empty() || area != "T1" || categories == [1]).then_some(50.0)
    });
    let lines = by_category(&published);
    assert_eq!(lines["town said said yes"], "4 1 ", "no table says how many there are in all");
    assert_eq!(lines["town said said no"], "5 0 1");
    let all = published.coverage.iter().map(|line| line.whole.share()).collect::<Vec<_>>();
    assert_eq!(all, [Some(1.0), Some(1.0)], "noise may take the sum of cells above the whole");
}

#[test]
fn the_best_that_is_published_need_not_be_whole() {
    let charter = charter("controlled", &[("town", "\"said\", \"age\"")]);
    // Of the people who said yes, three towns of five are published, one crossed with three ages, four crossed with
    // two.
    let published = published(&charter, &|groups, area, categories| match (groups, area) {
        ("said", "T0" | "T1") | ("said+age", "T0" | "T1" | "T2") if categories[0] == 0 => None,
        ("said+age" | "said+age:in_two", "T4") => None,
        ("said+age", _) => Some(20.0),
        _ => Some(60.0),
    });
    let lines = by_category(&published);
    assert_eq!(lines["town said+age:in_two said yes"], "8 2 ", "nothing better is published: {lines:?}");
    // Three towns of 60 persons, of 480 in four towns of two ages; then one town of three ages, 20 persons each.
    assert_eq!(lines["town said said yes"], "3 2 0.375");
    assert_eq!(lines["town said+age said yes"], "3 12 0.125");
}

#[test]
fn coarser_categories_are_known_by_the_finest() {
    let charter = charter("controlled", &[("province", "\"said\", \"age\"")]);
    // Ages are published whole; the two coarser ages aren't where they are crossed with the other group.
    let published = published(&charter, &|groups, area, categories| match groups {
        "said+age:in_two" if area == "P0" && categories[1] == 0 => None,
        "said+age:in_two" => Some(30.0),
        "age:in_two" => None,
        _ => Some(20.0),
    });
    let lines = by_category(&published);
    // Two cells of 30 of four cells of 20.
    assert_eq!(lines["province said+age:in_two age:in_two young"], "2 2 0.75", "{lines:?}");
    assert_eq!(lines["province age:in_two age:in_two young"], "0 2 0");
}

#[test]
fn public_figures_cover_everybody() {
    let charter = charter("public", &[("town", "\"said\"")]);
    let mut published = published(&charter, &|_, _, _| Some(3.0));
    assert!(by_category(&published).values().all(|line| line == "5 0 1"));
    // No person said yes in the whole country: there is no row, and no person is left out.
    let mut tables = tables(&charter, &|_, _, _| Some(3.0));
    tables[1] = tables[1].filtered(|row| row.combination == 1);
    let answers = [Answered { member: "m".parse().unwrap(), plan: None, tables }];
    published.coverage = Published::combine(&charter, &answers, &Missing::default()).2;
    assert_eq!(by_category(&published)["town said said yes"], "0 0 1");
}
