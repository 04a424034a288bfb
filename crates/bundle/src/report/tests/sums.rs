//! Sums that lack a member or a part, and their errors.

use super::*;
use crate::charter::Workload;
use crate::disclosure::private::Plan;

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

/// Tables of a member over its own town, each cell of 30 persons of weight 2; `told` selects the published ones.
fn answer(charter: &Charter, member: &str, told: &dyn Fn(&Table, u32) -> bool) -> Answered {
    let member: MemberId = member.parse().unwrap();
    let all = tables(charter, &|_, _, _| Some(30.0));
    let own = charter.lattice.tables().iter().zip(all).map(|(table, cells)| {
        let reach = &charter.reach(&member)[table.level];
        let mut cells = cells.filtered(|key| reach[key.area.at()]);
        for row in 0..cells.len() {
            if !told(table, cells.rows[row].combination) {
                cells.status[row] = CellStatus::Withheld;
                cells.columns.iter_mut().for_each(|column| column[row] = f64::NAN);
            }
        }
        cells
    });
    let tables = own.collect();
    Answered { member, plan: None, tables }
}

/// Publication where one of two members didn't answer.
fn one_of_two(charter: &Arc<Charter>, population: Option<AbsentPopulation>) -> Published {
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

#[test]
fn a_sum_without_a_member_says_so_in_every_class() {
    for class in ["public", "controlled"] {
        let charter = two_members(class);
        let shown = ["area", "said", "status", "stands_for", "members", "of_members"];
        let country = |population| of_file(&one_of_two(&charter, population), "index.csv", &shown)[0].join(" ");
        assert_eq!(country(None), "C  partial  1 2", "{class}: nobody knows how many are missing");
        assert_eq!(country(Some(AbsentPopulation::Declared(180.0))), "C  partial 0.25 1 2", "{class}");
        assert_eq!(country(Some(AbsentPopulation::Answered(60.0))), "C  partial 0.5 1 2", "{class}");
        let published = one_of_two(&charter, Some(AbsentPopulation::Declared(180.0)));
        // The number of people of the missing member who said yes is unknown.
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

/// Errors of areas of one member are correlated by its tree; those of different members are independent.
#[test]
fn a_sum_over_areas_is_as_sure_as_the_tree_makes_it() {
    let border =
        "[[cross_border]]\nid = \"X\"\nname = { en = \"x\", fr = \"x\" }\nparts = [\"T0\", \"T1\", \"T2\", \"T3\"]\n";
    let tables = [("province", "\"said\""), ("town", "\"said\"")];
    let charter = charter_of("private", &tables, &[("a", "P0"), ("b", "P1")], border);
    let answers = ["a", "b"].map(|member| {
        let own = answer(&charter, member, &|_, _| true);
        let plan = Plan::new(&charter, &own.member, "0.185".parse().unwrap(), Workload::default()).unwrap();
        Answered { plan: Some(plan), ..own }
    });
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::default());
    let answers = answers.to_vec();
    let mut published = Published { tables, cross_border, coverage, answers, ..published_nothing(&charter) };
    published.layers.facilities = Some(serving(&[&[0, 1, 2, 3]]));
    let reading = Reading::new(&charter);
    let lattice = charter.lattice.tables();
    let catchments = published.catchments().unwrap();
    let catchment = catchments.points[0].sums.as_ref().unwrap();
    let everybody = charter.lattice.position(&Table { level: 2, axes: Vec::new() }).unwrap();
    let borders = published.cross_border.iter().map(|part| (part.table, &part.rows));
    let mut seen = Vec::new();
    for (table, sums) in borders.chain([(everybody, catchment)]) {
        let above = Table { level: 1, axes: lattice[table.at()].axes.clone() };
        let above = charter.lattice.position(&above).unwrap();
        for (row, key) in sums.cells.rows.iter().enumerate() {
            let of = |table: TableIndex, area: AreaIndex| {
                let cells = &published.tables[table.at()];
                cells.covariances[cells.row(area, key.combination).unwrap()].clone()
            };
            // All towns of the first member are its province; the second has one town.
            let mut expected = of(above, AreaIndex(0));
            expected.add(&of(table, AreaIndex(3)));
            for column in FigureColumns::WEIGHT..charter.statistics().width() {
                let [found, expected] = [&sums.covariances[row], &expected].map(|of| of.between(column, column));
                assert!((found / expected - 1.0).abs() < 1e-9, "{column}: {found} {expected}");
                let apart: f64 = AreaIndex::first(4).map(|town| of(table, town).between(column, column)).sum();
                assert!(apart > 1.1 * expected, "{column}: {apart} {expected}");
            }
            let own: Vec<f64> = sums.cells.columns.iter().map(|column| column[row]).collect();
            let error = reading.read(&own, &expected).errors[Shown::INDEX];
            assert!((sums.index_error(row) / error - 1.0).abs() < 1e-9, "{} {error}", sums.index_error(row));
            // Two digits.
            seen.push(format!("{error:.1e}").parse::<f64>().unwrap().to_string());
        }
    }
    // These errors are also the printed ones.
    let printed = |file: &str| of_file(&published, file, &["index_se"]).concat();
    let printed = [printed("cross_border.csv"), printed("service_points.csv")].concat();
    assert_eq!(printed, seen);
}
