use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::charter::{CharterFiles, Emphasis, groups_word};
use crate::disclosure::private::Plan;
use crate::disclosure::private::precision::Precision;
use crate::model::{Statistics, Status};

const TOWNS: [(&str, &str); 5] = [("T0", "P0"), ("T1", "P0"), ("T2", "P0"), ("T3", "P1"), ("T4", "P1")];

/// A country, two provinces, five towns; whether somebody is `yes` or `no`, and three ages, in two for some; one member.
fn charter(class: &str, tables: &[(&str, &str)]) -> Arc<Charter> {
    charter_of(class, tables, &[("m", "C")], "")
}

/// The same of members that speak for an area each, with more lines.
fn charter_of(class: &str, tables: &[(&str, &str)], members: &[(&str, &str)], more: &str) -> Arc<Charter> {
    let label = r#"{ en = "x", fr = "x" }"#;
    let weights = if class == "public" { "" } else { "weights = \"design\"\nweight_cap = 2.0" };
    let category = |id: &str| format!("{{ id = \"{id}\", label = {label} }}");
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{class}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n\
         [[group]]\nid = \"said\"\nlabel = {label}\ncategories = [{}, {}]\n\
         [[group]]\nid = \"age\"\nlabel = {label}\ncategories = [{}, {}, {}]\n\
         coarser = [{{ id = \"in_two\", label = {label}, categories = [\
         {{ id = \"young\", label = {label}, of = [\"0\", \"1\"] }}, {{ id = \"old\", label = {label}, of = [\"2\"] }}] }}]\n\
         [method]\nid = \"m\"\nversion = 1\n{weights}\n[[dimension]]\nid = \"d\"\nlabel = {label}\n\
         [[indicator]]\nid = \"i\"\ndimension = \"d\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\"\n\
         [[band]]\nid = \"low\"\nlabel = {label}\nbelow = 50\n[[band]]\nid = \"high\"\nlabel = {label}\n",
        category("yes"),
        category("no"),
        category("0"),
        category("1"),
        category("2"),
    );
    for (level, groups) in tables {
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{groups}]");
    }
    for (member, area) in members {
        let _ = writeln!(toml, "[[member]]\nid = \"{member}\"\nname = {label}\nareas = [\"{area}\"]");
    }
    toml += more;
    let mut geography =
        "code,level,parent,name_en,name_fr\nC,country,,C,C\nP0,province,C,p,p\nP1,province,C,p,p\n".to_owned();
    for (town, province) in TOWNS {
        let _ = writeln!(geography, "{town},town,{province},t,t");
    }
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Arc::new(Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}")))
}

/// What is published: so many persons, each of weight 2, or nothing.
type Figures<'f> = &'f dyn Fn(&str, &str, &[u16]) -> Option<f64>;

/// All tables, each cell as `figures` has it: by the word of the table's groups, the area's code, and the categories.
fn tables(charter: &Charter, figures: Figures<'_>) -> Vec<PublishedTable> {
    let one = |table: &Table| {
        let mut cells = PublishedTable::empty(charter.statistics());
        for (area, known) in (0..).zip(charter.geography.areas(table.level)) {
            for combination in 0..table.combinations(&charter.groups) as u32 {
                let categories = table.categories(&charter.groups, combination);
                let persons = figures(&groups_word(charter, table), known.code.as_str(), &categories);
                cells.rows.push(RowKey { area, combination });
                cells.status.push(if persons.is_some() { Status::Published } else { Status::Withheld });
                let statistics = charter.statistics();
                let sums = (0..statistics.dimensions).map(|d| statistics.dimension(d)).collect::<Vec<_>>();
                for (column, figures) in cells.columns.iter_mut().enumerate() {
                    // Means equal persons, and all bands have as many.
                    let of = |persons: f64| match column {
                        Statistics::WEIGHT => 2.0 * persons,
                        _ if sums.contains(&column) => 2.0 * persons * (persons - 50.0),
                        _ if (0..statistics.contrasts()).any(|band| statistics.contrast(band) == column) => 0.0,
                        _ => persons,
                    };
                    figures.push(persons.map_or(f64::NAN, of));
                }
            }
        }
        cells
    };
    charter.lattice.tables().iter().map(one).collect()
}

fn published(charter: &Arc<Charter>, figures: Figures<'_>) -> Published {
    let member: MemberId = "m".parse().unwrap();
    let answers = [Answered { member: member.clone(), plan: None, tables: tables(charter, figures) }];
    let (tables, cross_border, coverage) = Published::combine(charter, &answers, &Missing::default());
    Published {
        charter: charter.clone(),
        edition: EditionId::new(Digest::of(b"")),
        period: "2021".parse().unwrap(),
        revision: 0,
        require: "all".to_owned(),
        software: "0".to_owned(),
        tables,
        cross_border,
        members: vec![MemberOutcome {
            member,
            software: None,
            weighted: None,
            vouched: None,
            missing: None,
            own: None,
            population: None,
        }],
        coverage,
        answers: answers.into(),
        layers: Layers::default(),
        standing: Standing::default(),
        rehearsal: false,
        synthetic: false,
    }
}

/// Level, groups, group and category → published, withheld, coverage, of the file.
fn by_category(published: &Published) -> BTreeMap<String, String> {
    let file = String::from_utf8(published.figures()["coverage_categories.csv"].clone()).unwrap();
    let lines = file.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        (fields[..4].join(" "), fields[5..].join(" "))
    });
    lines.collect()
}

#[test]
fn a_category_is_covered_as_far_as_its_people_are() {
    let charter = charter("controlled", &[("province", "\"said\""), ("town", "\"said\"")]);
    // Of 200 who said yes, 50 live in the town whose figures are withheld.
    let published = published(&charter, &|_, area, categories| match (area, categories) {
        ("T0", [_]) => None,
        ("P0" | "P1", [0]) => Some(100.0),
        (town, [0]) if town.starts_with('T') => Some(37.5),
        _ => Some(1000.0),
    });
    let lines = by_category(&published);
    assert_eq!(lines["town said said yes"], "4 1 0.75", "{lines:?}");
    assert_eq!(lines["province said said yes"], "2 0 1");
    let said_yes = published.covered_categories(charter.lattice.tables().len() - 1)[0].cells;
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
    // Of those who said yes, three towns of five are published, one crossed with three ages, four crossed with two.
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
    // Ages are published whole, ages in two are not where they are crossed with the other group.
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
    // Nobody said yes in the whole country: there is no row, and nobody is left out.
    let mut tables = tables(&charter, &|_, _, _| Some(3.0));
    tables[1] = tables[1].filtered(|row| row.combination == 1);
    let answers = [Answered { member: "m".parse().unwrap(), plan: None, tables }];
    published.coverage = Published::combine(&charter, &answers, &Missing::default()).2;
    assert_eq!(by_category(&published)["town said said yes"], "0 0 1");
}

/// The page between two of its headings, in English.
fn section(published: &Published, id: &str) -> String {
    let page = String::from_utf8(html::page(published)).unwrap();
    let section = page.split(&format!("<section id=\"{id}\"")).nth(1).expect("a section");
    section.split("</section>").next().unwrap().to_owned()
}

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
    // What stands for a part only says so.
    assert!(row("P1").contains("41.0"));
}

#[test]
fn marks_follow_from_the_count_and_never_from_the_figure() {
    let charter = charter("controlled", &[("town", "")]);
    // Of a town with so many persons of weight 2, and an index that noise may have taken off the scale.
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
        assert_eq!(town(35.0, index).seen(0, Shown::INDEX), Some(Seen::Figure(index.clamp(0.0, 100.0))));
        let Some(Seen::Between([low, high])) = town(34.0, index).seen(0, Shown::INDEX) else { panic!("{index}") };
        assert!(0.0 <= low && low < high && high <= 100.0, "{index}: {low}–{high}");
    }
    assert_eq!(town(1.0, 31.0).seen(0, Shown::INDEX), Some(Seen::Between([0.0, 100.0])), "hardly anybody");
    assert_eq!(town(50.0, 31.0).seen_people(0), Some(Seen::Figure(100.0)));
    assert!(matches!(town(-1.0, 31.0).seen_people(0), Some(Seen::Between([0.0, high])) if high > 0.0));
}

/// Noise on the people weighs in whether a figure is sure: with it two points take 176.6 people, and without it they would take 173.2.
#[test]
fn a_figure_is_sure_only_where_its_people_are() {
    let charter = charter("controlled", &[("town", "")]);
    let needed = Precision::new(&charter, &charter.members[0].id).unwrap().people_for(2.0, 0, 0, 0);
    assert!((needed - 124_800.0_f64.sqrt() / 2.0).abs() < 1e-9, "{needed}");
    // Persons of weight 2.
    for (persons, sure) in [(87.0, 0.0), (88.2, 0.0), (88.4, 1.0)] {
        assert_eq!(published(&charter, &|_, _, _| Some(persons)).sure(0), sure, "{persons}");
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
    // What is too unreliable to be shown is in no picture.
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

/// Points that serve these towns, by a table.
fn serving(towns: &[&[u32]]) -> Service {
    let header = "id,name_en,name_fr,owner,latitude,longitude,services,languages\n";
    let lines = (0..towns.len()).map(|point| format!("p{point},P,P,o{point},45,{},,\n", -75 - point as i32));
    let file = [header.to_owned()].into_iter().chain(lines).collect::<String>().into_bytes();
    let points = crate::service::read_points("p", &file).unwrap();
    let served = towns.iter().map(|towns| towns.to_vec()).collect();
    Service { points, file, within_km: 50.0, served: Some((served, Vec::new())) }
}

#[test]
fn catchments_are_sums_of_what_is_published() {
    let charter = charter("controlled", &[("province", ""), ("town", "")]);
    let shown = Reading::new(&charter).shown;
    let persons = |area: &str| area.trim_start_matches(['T', 'P']).parse::<f64>().unwrap() * 10.0 + 20.0;
    let mut published = published(&charter, &|_, area, _| (area != "T3").then(|| persons(area)));
    published.layers.service = Some(serving(&[&[0, 1], &[3], &[2, 3], &[]]));
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
    // All of it; nothing that is shown; a part of which nobody knows how large it is; no area.
    assert_eq!(ends, ["1", "", "", ""]);
    assert_eq!(column("status"), ["published", "withheld", "partial", ""]);
    // Of four published towns the fifth with the highest index is one: the last, which no point serves.
    assert_eq!(catchments.gaps.iter().map(|gap| gap.area).collect::<Vec<_>>(), [4]);
    assert!(catchments.far.is_none() && catchments.close.is_empty());
}

#[test]
fn a_catchment_with_an_area_of_a_missing_member_is_in_part() {
    let charter = charter("public", &[("town", "")]);
    let mut published = published(&charter, &|_, area, _| Some(if area == "T4" { 0.0 } else { 5.0 }));
    published.layers.service = Some(serving(&[&[0, 1]]));
    let share = |published: &Published| published.catchments().unwrap().points[0].sums.as_ref().unwrap().stands_for[0];
    assert_eq!(share(&published), 1.0);
    published.members[0].missing = Some(AnswerError::IncompleteTable {}.into());
    // Of one of the towns there is nothing.
    let rest = published.tables[0].cells.filtered(|key| key.area == 0);
    let answers = [Answered { member: "m".parse().unwrap(), plan: None, tables: vec![rest] }];
    published.tables = Published::combine(&charter, &answers, &Missing::default()).0;
    assert!(share(&published).is_nan());
}

/// Two members share a country and an area across their border; each has a town.
fn two_members(class: &str) -> Arc<Charter> {
    let label = r#"{ en = "x", fr = "x" }"#;
    let weights = if class == "public" { "" } else { "weights = \"design\"\nweight_cap = 2.0" };
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\nlegal_authority = {label}\ntarget_population = {label}\nreference_date = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"{class}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n\
         [[group]]\nid = \"said\"\nlabel = {label}\ncategories = [{{ id = \"yes\", label = {label} }}, {{ id = \"no\", label = {label} }}]\n\
         [method]\nid = \"m\"\nversion = 1\n{weights}\n[[dimension]]\nid = \"d\"\nlabel = {label}\n\
         [[indicator]]\nid = \"i\"\ndimension = \"d\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\"\n\
         [[cross_border]]\nid = \"both\"\nname = {label}\nparts = [\"T0\", \"T1\"]\n"
    );
    for level in ["country", "town"] {
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [\"said\"]");
    }
    for (member, town) in [("a", "T0"), ("b", "T1")] {
        let _ = writeln!(toml, "[[member]]\nid = \"{member}\"\nname = {label}\nareas = [\"{town}\"]");
    }
    let geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\nT0,town,C,t,t\nT1,town,C,t,t\n";
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.as_bytes().to_vec()),
    ]);
    Arc::new(Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}")))
}

/// The tables of a member over its own town, each cell of 30 persons of weight 2; `told` says which are published.
fn answer(charter: &Charter, member: &str, told: &dyn Fn(&Table, u32) -> bool) -> Answered {
    let member: MemberId = member.parse().unwrap();
    let all = tables(charter, &|_, _, _| Some(30.0));
    let own = charter.lattice.tables().iter().zip(all).map(|(table, cells)| {
        let reach = &charter.reach(&member)[table.level];
        let mut cells = cells.filtered(|key| reach[key.area as usize]);
        for row in 0..cells.len() {
            if !told(table, cells.rows[row].combination) {
                cells.status[row] = Status::Withheld;
                cells.columns.iter_mut().for_each(|column| column[row] = f64::NAN);
            }
        }
        cells
    });
    let tables = own.collect();
    Answered { member, plan: None, tables }
}

/// What is published where one of two members didn't answer.
fn one_of_two(charter: &Arc<Charter>, population: Option<Population>) -> Published {
    let answers = vec![answer(charter, "a", &|_, _| true)];
    let outcome = |member: &MemberId| MemberOutcome {
        member: member.clone(),
        software: None,
        weighted: None,
        vouched: None,
        missing: (member.as_str() == "b").then(|| AnswerError::IncompleteTable {}.into()),
        own: None,
        population: population.filter(|_| member.as_str() == "b"),
    };
    let members: Vec<MemberOutcome> = charter.members.iter().map(|member| outcome(&member.id)).collect();
    let (tables, cross_border, coverage) = Published::combine(charter, &answers, &Missing::of(charter, &members));
    Published { tables, cross_border, coverage, members, answers, ..published_nothing(charter) }
}

fn published_nothing(charter: &Arc<Charter>) -> Published {
    Published {
        charter: charter.clone(),
        edition: EditionId::new(Digest::of(b"")),
        period: "2021".parse().unwrap(),
        revision: 0,
        require: "all".to_owned(),
        software: "0".to_owned(),
        tables: Vec::new(),
        cross_border: Vec::new(),
        members: Vec::new(),
        coverage: Vec::new(),
        answers: Vec::new(),
        layers: Layers::default(),
        standing: Standing::default(),
        rehearsal: false,
        synthetic: false,
    }
}

/// Values of some columns of a CSV file of the bundle, row by row.
fn of_file(published: &Published, name: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = String::from_utf8(published.files(BTreeMap::new())[name].clone()).unwrap();
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let places = columns.iter().map(|name| header.iter().position(|known| known == name).unwrap());
    let places: Vec<usize> = places.collect();
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| fields[*place].to_owned()).collect()
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn a_sum_without_a_member_says_so_in_every_class() {
    for class in ["public", "controlled"] {
        let charter = two_members(class);
        let shown = ["area", "said", "status", "stands_for", "members", "of_members"];
        let country = |population| of_file(&one_of_two(&charter, population), "index.csv", &shown)[0].join(" ");
        assert_eq!(country(None), "C  partial  1 2", "{class}: nobody knows how many are missing");
        assert_eq!(country(Some(Population::Declared(180.0))), "C  partial 0.25 1 2", "{class}");
        assert_eq!(country(Some(Population::Answered(60.0))), "C  partial 0.5 1 2", "{class}");
        let published = one_of_two(&charter, Some(Population::Declared(180.0)));
        // How many of the missing said yes, nobody knows.
        let said = of_file(&published, "index.csv", &shown);
        assert!(said.iter().any(|row| row.join(" ") == "C yes partial  1 2"), "{said:?}");
        // The town of the member that answered lacks nothing.
        assert!(said.iter().any(|row| row.join(" ") == "T0  published 1 1 1"), "{said:?}");
        // An area across the border is whole, or has no figures.
        let crossing = ["index", "status", "members", "of_members"];
        let crossing = of_file(&published, "cross_border.csv", &crossing);
        assert!(crossing.iter().all(|row| row.join(" ") == " withheld 1 2"), "{crossing:?}");
        let whole = published.whole().unwrap();
        assert_eq!((whole.stands_for[0], whole.parts[0]), (0.25, [1, 2]));
        let headline = section(&published, "headline");
        assert!(headline.contains("1 of 2 members") && headline.contains('†'), "{headline}");
    }
}

#[test]
fn a_withheld_part_is_as_missing_as_a_member() {
    let charter = two_members("controlled");
    let withheld = |table: &Table, combination: u32| table.axes.is_empty() || combination == 1;
    let answers = vec![answer(&charter, "a", &|_, _| true), answer(&charter, "b", &withheld)];
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::default());
    let published = Published { tables, cross_border, coverage, answers, ..published_nothing(&charter) };
    let shown = ["area", "said", "index", "status", "stands_for", "members", "of_members"];
    let rows: Vec<String> = of_file(&published, "index.csv", &shown).iter().map(|row| row.join(" ")).collect();
    assert!(rows.contains(&"C yes 30 partial  1 2".to_owned()), "{rows:?}");
    assert!(rows.contains(&"C no 30 published 1 2 2".to_owned()), "{rows:?}");
    let rows = of_file(&published, "cross_border.csv", &shown);
    let rows: Vec<String> = rows.iter().map(|row| row[1..].join(" ")).collect();
    assert_eq!(rows, [" 30 published 1 2 2", "yes  withheld  1 2", "no 30 published 1 2 2"]);
}

/// Errors of areas of one member hang together as its tree has them; those of members have nothing in common.
#[test]
fn a_sum_over_areas_is_as_sure_as_the_tree_makes_it() {
    let border =
        "[[cross_border]]\nid = \"X\"\nname = { en = \"x\", fr = \"x\" }\nparts = [\"T0\", \"T1\", \"T2\", \"T3\"]\n";
    let tables = [("province", "\"said\""), ("town", "\"said\"")];
    let charter = charter_of("private", &tables, &[("a", "P0"), ("b", "P1")], border);
    let answers = ["a", "b"].map(|member| {
        let own = answer(&charter, member, &|_, _| true);
        let plan = Plan::new(&charter, &own.member, "0.185".parse().unwrap(), Emphasis::default()).unwrap();
        Answered { plan: Some(plan), ..own }
    });
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::default());
    let answers = answers.to_vec();
    let mut published = Published { tables, cross_border, coverage, answers, ..published_nothing(&charter) };
    published.layers.service = Some(serving(&[&[0, 1, 2, 3]]));
    let reading = Reading::new(&charter);
    let lattice = charter.lattice.tables();
    let catchments = published.catchments().unwrap();
    let catchment = catchments.points[0].sums.as_ref().unwrap();
    let everybody = lattice.iter().position(|table| table.level == 2 && table.axes.is_empty()).unwrap();
    let borders = published.cross_border.iter().map(|part| (part.table, &part.rows));
    let mut seen = Vec::new();
    for (table, sums) in borders.chain([(everybody, catchment)]) {
        let above = Table { level: 1, axes: lattice[table].axes.clone() };
        let above = charter.lattice.position(&above).unwrap();
        for (row, key) in sums.cells.rows.iter().enumerate() {
            let of = |table: usize, area: u32| {
                let cells = &published.tables[table];
                cells.covariances[cells.row(area, key.combination).unwrap()].clone()
            };
            // All towns of the first member are its province; of the second there is one.
            let mut expected = of(above, 0);
            expected.add(&of(table, 3));
            for column in Statistics::WEIGHT..charter.statistics().width() {
                let [found, expected] = [&sums.covariances[row], &expected].map(|of| of.between(column, column));
                assert!((found / expected - 1.0).abs() < 1e-9, "{column}: {found} {expected}");
                let apart: f64 = (0..4).map(|town| of(table, town).between(column, column)).sum();
                assert!(apart > 1.1 * expected, "{column}: {apart} {expected}");
            }
            let own: Vec<f64> = sums.cells.columns.iter().map(|column| column[row]).collect();
            let error = reading.index_error(&own, &expected);
            assert!((sums.index_error(row) / error - 1.0).abs() < 1e-9, "{} {error}", sums.index_error(row));
            // Two digits.
            seen.push(format!("{error:.1e}").parse::<f64>().unwrap().to_string());
        }
    }
    // And these errors are what is printed.
    let printed = |file: &str| of_file(&published, file, &["index_se"]).concat();
    let printed = [printed("cross_border.csv"), printed("service_points.csv")].concat();
    assert_eq!(printed, seen);
}
