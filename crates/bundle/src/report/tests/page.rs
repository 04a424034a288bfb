//! Content of the page, and content that it must never have.

use super::*;
use crate::disclosure::private::precision::Precision;

#[test]
fn the_page_says_what_is_withheld_and_never_a_figure_of_it() {
    let charter = charter("controlled", &[("province", ""), ("town", "")]);
    let published = published(&charter, &|_, area, _| (area != "T3").then_some(41.0));
    let areas = section(&published, "areas");
    let row = |code: &str| {
        let row = areas.split(&format!("<td>{code}")).nth(1).expect("a row");
        row.split("<tr>").next().unwrap().to_owned()
    };
    assert!(row("T2").contains("41.0") && !row("T2").contains("withheld"), "{}", row("T2"));
    assert!(row("T3").contains("withheld") && !row("T3").contains("41"), "{}", row("T3"));
    // A figure of a part is marked as one.
    assert!(row("P1").contains("41.0"));
}

#[test]
fn marks_follow_from_the_count_and_never_from_the_figure() {
    let charter = charter("controlled", &[("town", "")]);
    // A town with this number of persons of weight 2, and an index that noise may have taken off the scale.
    let town = |persons: f64, index: f64| {
        let mut tables = tables(&charter, &|_, _, _| Some(persons));
        tables[0].columns[charter.statistics().dimension(0)][0] = 2.0 * persons * (index - 50.0);
        let answers = [Answered { member: "m".parse().unwrap(), plan: None, tables }];
        Published::combine(&charter, &answers, &Missing::default()).0.remove(0)
    };
    // A unit of noise is two people across the scale, and has a variance of 3.
    let error = |persons: f64| (3.0_f64 * 200.0 * 200.0 + 20.0 * 20.0 * 3.0 * 2.0 * 2.0).sqrt() / (2.0 * persons);
    for index in [-4.0, 0.0, 31.0, 50.0, 99.0, 104.0] {
        assert!((town(50.0, index).marking_error(0, Shown::INDEX) - error(50.0)).abs() < 1e-9, "{index}");
        // 1.96 × 5.0 is below 10, 1.96 × 5.2 isn't.
        assert_eq!(town(35.0, index).seen(0, Shown::INDEX), Some(Displayed::Figure(index.clamp(0.0, 100.0))));
        let Some(Displayed::Between([low, high])) = town(34.0, index).seen(0, Shown::INDEX) else { panic!("{index}") };
        assert!(0.0 <= low && low < high && high <= 100.0, "{index}: {low}–{high}");
    }
    assert_eq!(town(1.0, 31.0).seen(0, Shown::INDEX), Some(Displayed::Between([0.0, 100.0])), "hardly anybody");
    assert_eq!(town(50.0, 31.0).seen_people(0), Some(Displayed::Figure(100.0)));
    assert!(matches!(town(-1.0, 31.0).seen_people(0), Some(Displayed::Between([0.0, high])) if high > 0.0));
}

/// Noise on the people counts in whether a figure is sure: with it two points take 176.6 people, without it 173.2.
#[test]
fn a_figure_is_sure_only_where_its_people_are() {
    let charter = charter("controlled", &[("town", "")]);
    let needed =
        Precision::new(&charter, &charter.members[0].id).unwrap().people_for(2.0, TableIndex(0), AreaIndex(0), 0);
    assert!((needed - 124_800.0_f64.sqrt() / 2.0).abs() < 1e-9, "{needed}");
    // Persons of weight 2.
    for (persons, sure) in [(87.0, 0.0), (88.2, 0.0), (88.4, 1.0)] {
        assert_eq!(published(&charter, &|_, _, _| Some(persons)).sure(TableIndex(0)), sure, "{persons}");
    }
}

#[test]
fn what_is_too_unsure_is_an_interval_in_every_part() {
    let charter = charter("controlled", &[("country", ""), ("town", "")]);
    let mut published = published(&charter, &|_, _, _| Some(10.0));
    published.members[0].own = published.whole();
    for part in ["headline", "bands", "areas"] {
        let part = section(&published, part);
        assert!(part.contains("class=\"unsure\"") && !part.contains('±'), "{part}");
        assert!(!part.contains("10.0") && !part.contains("50.0%") && !part.contains("<circle"), "{part}");
    }
}

#[test]
fn words_of_a_charter_are_never_markup() {
    let mut charter = (*charter("public", &[("town", "")])).clone();
    charter.title.en = "<script>alert(1)</script>".to_owned();
    charter.title.fr = "\"><img src=x>".to_owned();
    let page = String::from_utf8(html::page(&published(&Arc::new(charter), &|_, _, _| Some(1.0)))).unwrap();
    assert!(!page.contains("<script>alert") && !page.contains("<img"), "escaped");
    assert!(page.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn unreliable_figures_are_marked_and_not_shown() {
    let charter = charter("public", &[("province", ""), ("town", "")]);
    let mut published = published(&charter, &|_, _, _| Some(50.0));
    // cv = 100 × error / index, of an index of 50.
    for (row, cv) in [(0, 16.5), (1, 16.7), (2, 33.4)] {
        published.tables[1].errors[Shown::INDEX][row] = 0.5 * cv;
    }
    let areas = section(&published, "areas");
    let marks: Vec<&str> = (0..3)
        .map(|town| {
            let row = areas.split(&format!("<td>T{town}")).nth(1).expect("a row");
            row.split("<tr>").next().unwrap().rsplit("<td>").next().unwrap().split('<').next().unwrap()
        })
        .collect();
    // A row without a mark ends with its people.
    assert_eq!(marks, ["100", "E", "F"]);
}

#[test]
fn a_picture_has_the_marks_of_its_figures() {
    let charter = charter("public", &[("province", ""), ("town", "")]);
    let mut published = published(&charter, &|_, _, _| Some(50.0));
    let mut own = published.whole().unwrap();
    for (cv, marked) in [(16.5, "<i></i>"), (16.7, "<i>E</i>")] {
        own.errors[Shown::INDEX][0] = 0.5 * cv;
        published.members[0].own = Some(own.clone());
        let headline = section(&published, "headline");
        assert!(headline.contains("<circle") && headline.contains(marked), "{cv}");
    }
    // A figure that is too unreliable to be shown is in no picture.
    own.errors[Shown::INDEX][0] = 0.5 * 33.4;
    published.members[0].own = Some(own);
    assert!(!section(&published, "headline").contains("<circle"));
}

#[test]
fn a_missing_member_is_named_and_its_areas_have_no_data() {
    let charter = charter("public", &[("town", "")]);
    let mut published = published(&charter, &|_, _, _| Some(1.0));
    published.members[0].missing = Some(AnswerError::IncompleteTable {}.into());
    published.tables = Published::combine(&charter, &[], &Missing::default()).0;
    assert!(section(&published, "members").contains("missing [member-incomplete-table]"));
    assert_eq!(section(&published, "areas").matches("no data").count(), TOWNS.len());
    assert!(section(&published, "headline").contains("There is no published figure over all members."));
}

#[test]
fn one_person_is_no_reliable_figure() {
    let charter = charter("public", &[("province", ""), ("town", "")]);
    let published = published(&charter, &|_, area, _| Some(if area == "T1" { 1.0 } else { 2.0 }));
    let areas = section(&published, "areas");
    let row = |code: &str| areas.split(&format!("<td>{code}")).nth(1).unwrap().split("<tr>").next().unwrap().to_owned();
    assert!(row("T1").contains("<td>F") && !row("T0").contains("<td>F"), "{}", row("T1"));
}

#[test]
fn identifiers_in_sdmx_are_their_own() {
    let ids = sdmx::identifiers(["a-b", "a_b", "A_B_2", "9", "REF_AREA"].into_iter(), &["REF_AREA"]);
    assert_eq!(ids, ["A_B", "A_B_2", "A_B_2_2", "G_9", "REF_AREA_2"]);
}
