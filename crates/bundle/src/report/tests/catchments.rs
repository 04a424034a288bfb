//! Sums over the areas that a service point serves.

use super::*;

#[test]
fn catchments_are_sums_of_what_is_published() {
    let charter = charter("controlled", &[("province", ""), ("town", "")]);
    let shown = Reading::new(&charter).shown;
    let persons = |area: &str| area.trim_start_matches(['T', 'P']).parse::<f64>().unwrap() * 10.0 + 20.0;
    let mut published = published(&charter, &|_, area, _| (area != "T3").then(|| persons(area)));
    published.layers.facilities = Some(serving(&[&[0, 1], &[3], &[2, 3], &[]]));
    let catchments = published.catchments().unwrap();
    let figure = |point: usize, column: usize| catchments.points[point].sums.as_ref().unwrap().figures[column][0];
    // Towns 0 and 1 have 20 and 30 persons, each of weight 2; their means equal their persons.
    assert_eq!((figure(0, Shown::PERSONS), figure(0, Shown::WEIGHT)), (50.0, 100.0));
    assert_eq!(figure(0, Shown::INDEX), (20.0 * 40.0 + 30.0 * 60.0) / 100.0);
    assert_eq!(figure(0, shown.share(0)), 0.5);
    let files = published.files(BTreeMap::new());
    let lines = String::from_utf8(files["service_points.csv"].clone()).unwrap();
    let column = |name: &str| {
        let place = lines.lines().next().unwrap().split(',').position(|known| known == name).unwrap();
        lines.lines().skip(1).map(|line| line.split(',').nth(place).unwrap()).collect::<Vec<_>>()
    };
    let ends = column("stands_for");
    // All of it; nothing that is shown; a part of unknown size; no area.
    assert_eq!(ends, ["1", "", "", ""]);
    assert_eq!(column("status"), ["published", "withheld", "partial", ""]);
    // Of four published towns the fifth with the highest index is one: the last, which no point serves.
    assert_eq!(catchments.gaps.iter().map(|gap| gap.area).collect::<Vec<_>>(), [AreaIndex(4)]);
    assert!(catchments.far.is_none() && catchments.close.is_empty());
}

#[test]
fn a_catchment_with_an_area_of_a_missing_member_is_in_part() {
    let charter = charter("public", &[("town", "")]);
    let mut published = published(&charter, &|_, area, _| Some(if area == "T4" { 0.0 } else { 5.0 }));
    published.layers.facilities = Some(serving(&[&[0, 1]]));
    let share = |published: &Published| published.catchments().unwrap().points[0].sums.as_ref().unwrap().stands_for[0];
    assert_eq!(share(&published), 1.0);
    published.members[0].missing = Some(AnswerError::IncompleteTable {}.into());
    // One of the towns has no row.
    let rest = published.tables[0].cells.filtered(|key| key.area == AreaIndex(0));
    let answers = [Answered { member: "m".parse().unwrap(), plan: None, tables: vec![rest] }];
    published.tables = Published::combine(&charter, &answers, &Missing::default()).0;
    assert!(share(&published).is_nan());
}
