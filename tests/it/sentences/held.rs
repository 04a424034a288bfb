//! The promise of each sentence, checked in a computed index.

use super::*;

pub(super) fn missing() {
    let lines = people(&[SOMEBODY, "GUL-1,16-24,alone,1,60,,1,4", "GUL-1,16-24,alone,,,,,"]);
    let left_out = index(&[], COLUMNS, &lines);
    near(figure(gulls(&left_out), "persons"), 1.0);
    near(figure(gulls(&left_out), "index"), 29.1667);
    for (lang, words) in [("en", "lacks the score of at least one"), ("fr", "manque le score d’au moins une")] {
        let said = shown_in(&Isles::new(&[]), lang);
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{said}");
    }
    let averaged = index(&[("\"leave_out_person\"\n", "\"average_of_answered\"\n")], COLUMNS, &lines);
    // The second person is counted by the answers given; the third, who has none, nowhere.
    near(figure(gulls(&averaged), "persons"), 2.0);
    near(figure(gulls(&averaged), "index"), f64::midpoint(29.1667, 22.2222));
}

pub(super) fn means() {
    let lines = people(&[SOMEBODY]);
    let of = |mean: &str, lines: &[String]| {
        figure(
            gulls(&index(&[("aggregate = \"arithmetic\"", &format!("aggregate = \"{mean}\""))], COLUMNS, lines)),
            "index",
        )
    };
    near(of("arithmetic", &lines), 29.1667);
    near(of("geometric", &lines), 26.8642);
    near(of("harmonic", &lines), 25.0);
    // A score below 1 counts as 1.
    near(of("geometric", &people(&["GUL-1,16-24,alone,1,0,3,1,4"])), 13.2957);
    // Weights of dimensions and of indicators, and the number of answers that a dimension needs.
    let weight = index(&[("weight = 2.0", "weight = 1.0"), ("weight = 0.5", "weight = 1.0")], COLUMNS, &lines);
    near(figure(gulls(&weight), "access"), 25.0);
    near(figure(gulls(&weight), "index"), 100.0 / 3.0);
    let lines = people(&[SOMEBODY, "GUL-1,16-24,alone,1,,3,1,4"]);
    near(figure(gulls(&index(&[], COLUMNS, &lines)), "persons"), 2.0);
    near(figure(gulls(&index(&[("min_answered = 1", "min_answered = 2")], COLUMNS, &lines)), "persons"), 1.0);
}

pub(super) fn scales() {
    let of = |edit: &[(&str, &str)], line: &str, column: &str| {
        figure(gulls(&index(edit, COLUMNS, &people(&[line]))), column)
    };
    let line = "GUL-1,16-24,alone,1,30,2,1,4";
    near(of(&[], line, "access"), 25.0 * 0.5 / 1.5);
    near(of(&[("worse = \"no\"", "worse = \"yes\"")], line, "access"), (100.0 + 12.5) / 1.5);
    near(of(&[("worse = \"higher\"", "worse = \"lower\"")], line, "access"), 75.0 * 0.5 / 1.5);
    near(of(&[], "GUL-1,16-24,alone,1,500,2,1,4", "access"), 50.0 / 1.5);
    near(of(&[], line, "comfort"), 75.0);
    near(of(&[("steps = 5\nworse = \"lower\"", "steps = 5\nworse = \"higher\"")], line, "comfort"), 25.0);
}

pub(super) fn weights() {
    let header = format!("{COLUMNS},weight");
    let lines = people(&[&format!("{SOMEBODY},900"), "GUL-1,16-24,alone,0,120,1,0,0,1"]);
    let weighed = |edits: &[(&str, &str)]| index(edits, &header, &lines);
    near(figure(gulls(&weighed(&[])), "weight"), 901.0);
    near(figure(gulls(&weighed(&[])), "index"), (900.0 * 29.1667 + 100.0) / 901.0);
    near(figure(gulls(&weighed(&[("#weight_cap", "weight_cap")])), "weight"), 501.0);
    near(figure(gulls(&index(&[], COLUMNS, &people(&[SOMEBODY, SOMEBODY]))), "weight"), 2.0);
}

pub(super) fn bands() {
    // The index is 25, where one band ends and the next begins.
    let lines = people(&["GUL-1,16-24,alone,1,90,4,1,4", "GUL-1,16-24,alone,0,120,1,0,0"]);
    let rows = index(&[], COLUMNS, &lines);
    near(figure(gulls(&rows), "share_low"), 0.0);
    near(figure(gulls(&rows), "share_medium"), 0.5);
    near(figure(gulls(&rows), "share_high"), 0.5);
    near(figure(gulls(&index(&[("below = 25.0", "below = 26.0")], COLUMNS, &lines)), "share_low"), 0.5);
    let text = String::from_utf8(template(None)["charter.toml"].clone()).unwrap();
    let start = text.find("below = 25.0").unwrap();
    let others = &text[start..text.find("# What may be published").unwrap()];
    near(figure(gulls(&index(&[(others, "\n")], COLUMNS, &lines)), "share_low"), 1.0);
}

pub(super) fn groups() {
    let lines = people(&["GUL-1,16-24,castle,1,60,3,1,4"]);
    assert_eq!(Isles::new(&[]).run(COLUMNS, &lines).refusal().0, 3);
    let other = ("\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\"");
    let rows = index(&[other], COLUMNS, &lines);
    assert!(rows.iter().any(|row| row["area"] == "GUL" && row["household"] == "elsewhere" && row["persons"] == "1"));
    // A record can't be in an area that isn't of the finest level.
    assert_eq!(Isles::new(&[]).run(COLUMNS, &people(&["GUL,16-24,alone,1,60,3,1,4"])).refusal().0, 3);
    let text = String::from_utf8(template(None)["charter.toml"].clone()).unwrap();
    let all = &text[text.find("# A group: a property").unwrap()..text.find("[method]").unwrap()];
    let tables = ("groups = [\"age\", \"household\"]", "groups = []");
    let rows =
        index(&[(all, ""), tables, tables, ("groups = [\"age\"]", "groups = []")], COLUMNS, &people(&[SOMEBODY]));
    assert!(rows.iter().all(|row| !row.contains_key("age")) && rows.iter().any(|row| row["area"] == "GUL"));
}

/// `age+household` for the groups in which a row has categories, with the level.
pub(super) fn table(row: &Row) -> String {
    let coarse = ["16-64", "65+"].contains(&row["age"].as_str());
    let age = if row["age"].is_empty() {
        ""
    } else if coarse {
        " age_in_two"
    } else {
        " age"
    };
    format!("{}{age}{}", row["level"], if row["household"].is_empty() { "" } else { " household" })
}

pub(super) fn tables() {
    let lines = people(&[SOMEBODY, "GUL-2,25-64,shared,1,60,3,1,4", "GUL-2,65-74,shared,1,60,3,1,4"]);
    let found = |edits: &[(&str, &str)]| index(edits, COLUMNS, &lines);
    let whole = found(&[]);
    let names: BTreeSet<String> = whole.iter().map(table).collect();
    let island = ["", " age_in_two", " age", " household", " age_in_two household", " age household"];
    let mut expected: BTreeSet<String> =
        ["archipelago", "island"].iter().flat_map(|level| island.map(|groups| format!("{level}{groups}"))).collect();
    expected.extend(["", " age_in_two", " age"].map(|groups| format!("town{groups}")));
    assert_eq!(names, expected);
    assert!(whole.len() <= 147);
    let persons = |age: &str| {
        let own = whole.iter().filter(|row| row["area"] == "ARC" && row["age"] == age && row["household"].is_empty());
        own.map(|row| figure(row, "persons")).sum::<f64>()
    };
    near(persons("16-64"), persons("16-24") + persons("25-64"));
    let without = found(&[("[[table]]\nlevel = \"island\"\ngroups = [\"age\", \"household\"]\n", "")]);
    assert!(without.iter().all(|row| row["level"] != "island"));
}

pub(super) fn across() {
    let lines = people(&["GUL-2,25-64,shared,1,60,3,1,4", SOMEBODY]);
    let rows = Isles::new(&[]).rows(COLUMNS, &lines, "cross_border.csv");
    let whole = rows.iter().find(|row| row["area"] == "HARBOURS" && row["age"].is_empty()).unwrap();
    // One of the gulls, and the one on Pine Island.
    near(figure(whole, "persons"), 2.0);
    let parts = ("parts = [\"GUL-2\", \"PIN-1\"]", "parts = [\"GUL-1\", \"GUL-2\"]");
    let rows = Isles::new(&[parts]).rows(COLUMNS, &lines, "cross_border.csv");
    near(figure(rows.iter().find(|row| row["age"].is_empty()).unwrap(), "persons"), 2.0);
}

pub(super) fn columns() {
    let isles = Isles::new(&[]);
    let lines = [format!("unforgettable,{SOMEBODY}"), "p2,GUL-1,16-24,alone,0,119.25,1,0,0".to_owned()];
    let rows = isles.rows(COLUMNS, &lines, "index.csv");
    let known = "level area age household persons weight index access comfort skills share_low share_medium share_high cv status";
    let precise = ["_se", "_low", "_high", "stands_for", "members"];
    let told = gulls(&rows).keys().map(String::as_str).filter(|name| !precise.iter().any(|end| name.ends_with(end)));
    let known = known.split(' ').filter(|name| !precise.iter().any(|end| name.ends_with(end)));
    assert_eq!(told.collect::<BTreeSet<_>>(), known.collect());
    for (name, bytes) in files(&isles.home.path().join("bundle")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("unforgettable") && !text.contains("119.25"), "{name}");
    }
    // The errors of the figures, in both classes.
    let protected = crowd("private", "[privacy]\n");
    for row in rows.iter().chain(&protected).filter(|row| row["area"] == "GUL" && !row["index"].is_empty()) {
        assert!(
            figure(row, "index_low") <= figure(row, "index") && figure(row, "index") <= figure(row, "index_high"),
            "{row:?}"
        );
    }
}

pub(super) fn classes() {
    assert!(index(&[], COLUMNS, &people(&[SOMEBODY])).iter().all(|row| row["status"] == "published"));
    let bridged = crowd("controlled", "[disclosure]\nmin_frequency = 40\n");
    assert!(bridged.iter().any(|row| row["status"] == "withheld"));
    assert!(bridged.iter().any(|row| row["status"] == "published"));
    // Every cell has figures, whatever people are in it; and other noise the next time.
    let [once, again] = [(); 2].map(|()| crowd("private", ""));
    assert!(once.iter().all(|row| row["status"] == "published"));
    assert!(once.len() == again.len() && once != again);
}

pub(super) fn totals() {
    let isles =
        Isles::new(&[("class = \"public\"", "class = \"private\""), ("#weights = \"none\"", "weights = \"none\"")]);
    let lines = people(&[SOMEBODY; 300].map(|line| line));
    let csv = "level,area,people\nisland,GUL,123456\nisland,LAN,40000\nisland,PIN,50000\n";
    std::fs::write(isles.home.path().join("charter/totals.csv"), csv).unwrap();
    assert!(shown(&isles).contains("totals.csv"));
    let rows = isles.rows(COLUMNS, &lines, "index.csv");
    near(figure(gulls(&rows), "weight"), 123_456.0);
    near(figure(gulls(&rows), "weight_se"), 0.0);
    // The other islands surely have no people: nothing adds up there, and that is said.
    let told = std::fs::read(isles.home.path().join("bundle/edition.json")).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["totals"]["held"], serde_json::json!({ "gulls": [1, 1], "lanterns": null, "pines": null }));
    archipel_in(isles.home.path(), "index verify bundle").ok();
}

pub(super) fn dates() {
    let over = Isles::new(&[("starts = 2026-01-01\nends = 2099-12-31", "starts = 2020-01-01\nends = 2020-12-31")]);
    assert_eq!(over.run(COLUMNS, &people(&[SOMEBODY])).refusal(), (4, "charter-ended".to_owned()));
}

/// Number of persons by town: GUL-1, GUL-2, GUL-3; ages and households differ, the last of each is rare.
pub(super) const CROWD: [usize; 3] = [600, 240, 90];

/// One line for each of the crowd, without an identifier: town, age, household, answers.
pub(super) fn crowd_lines() -> Vec<String> {
    let ages = ["16-24", "25-64", "25-64", "65-74", "75+"];
    let person = |town: usize, i: usize| {
        let (age, home) = (ages[i % 5], if i.is_multiple_of(3) { "alone" } else { "shared" });
        format!(
            "GUL-{},{age},{home},{},{},{},1,{}",
            town + 1,
            u8::from(!i.is_multiple_of(4)),
            i * 7 % 121,
            1 + i % 5,
            i % 9
        )
    };
    (0..3).flat_map(|town| (0..CROWD[town]).map(move |i| person(town, i))).collect()
}

/// The index of the crowd under a class with some section of its own.
pub(super) fn crowd(class: &str, section: &str) -> Vec<Row> {
    let class = format!("class = \"{class}\"");
    let edits = [
        ("class = \"public\"", class.as_str()),
        ("#weights = \"none\"", "weights = \"none\""),
        ("#[privacy]\n#rho = \"standard\"\n", section),
    ];
    let lines = people(&crowd_lines().iter().map(String::as_str).collect::<Vec<_>>());
    index(&edits, COLUMNS, &lines).into_iter().filter(|row| row["area"].starts_with("GUL")).collect()
}

pub(super) fn is_published(row: &&Row) -> bool {
    row["status"] == "published"
}

/// Number of people of the crowd that a row is about.
pub(super) fn truth(row: &Row) -> usize {
    let people = crowd_lines();
    let fits = |line: &&String| {
        let fields: Vec<&str> = line.split(',').collect();
        let coarse = |age: &str| if ["16-24", "25-64"].contains(&age) { "16-64" } else { "65+" };
        (row["area"] == "GUL" || row["area"] == fields[0])
            && (row["age"].is_empty() || row["age"] == fields[1] || row["age"] == coarse(fields[1]))
            && (row["household"].is_empty() || row["household"] == fields[2])
    };
    people.iter().filter(fits).count()
}

/// Class `controlled`: no count is off by more than five, and all tables together are nearer to a total than one is.
pub(super) fn bridge() {
    let rows = crowd("controlled", "[disclosure]\nmin_frequency = 1\n");
    for row in rows.iter().filter(is_published) {
        assert!((figure(row, "persons") - truth(row) as f64).abs() <= 5.0, "{row:?}");
    }
    let mut totals: BTreeMap<(String, String), (f64, usize)> = BTreeMap::new();
    for row in &rows {
        let sum = totals.entry((row["level"].clone(), table(row))).or_default();
        *sum = (sum.0 + if is_published(&row) { figure(row, "persons") } else { 0.0 }, sum.1 + 1);
    }
    let all: f64 = CROWD.iter().sum::<usize>() as f64;
    // Each sum, weighted by the number of its cells.
    let (sum, weight) = totals
        .values()
        .fold((0.0, 0.0), |(sum, weight), (total, cells)| (sum + total / *cells as f64, weight + 1.0 / *cells as f64));
    assert!((sum / weight - all).abs() <= 5.0, "{} {all}", sum / weight);
}

/// Withheld figures follow from the others, and the rule looks only at the noisy count.
pub(super) fn hidden() {
    let rows = crowd("private", "[privacy]\nmin_frequency = 60\n");
    let counts: Vec<f64> = rows.iter().filter(is_published).map(|row| figure(row, "persons")).collect();
    assert!(!counts.is_empty() && counts.iter().all(|persons| *persons >= 60.0), "{counts:?}");
    // One age on the isle, withheld in some town: the difference to the isle is the figure that no town shows.
    let of = |level: &str, age: &str| -> Vec<f64> {
        let own = rows.iter().filter(|row| table(row) == format!("{level} age") && row["age"] == age);
        own.filter(is_published).map(|row| figure(row, "persons")).collect()
    };
    let ages = ["16-24", "25-64", "65-74", "75+"];
    let found = ages.iter().any(|age| match (of("island", age).as_slice(), of("town", age).as_slice()) {
        ([isle], towns) if towns.len() == 2 => (isle - towns.iter().sum::<f64>()).abs() < 60.5,
        _ => false,
    });
    assert!(found, "{rows:?}");
}
