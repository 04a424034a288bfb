//! Every sentence of `charter show` is held to what happens: where the charter says otherwise, so do the figures. A new
//! sentence that nothing here holds fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use archipel::charter::template;
use tempfile::TempDir;

use super::fixture::{Ended, archipel_in, files};

/// What holds a sentence.
enum Held {
    /// A heading, a lead-in or a form of words: it says nothing by itself.
    Part,
    /// What members state; the program shows it as the charter has it, once it has been changed from this to that.
    Stated(&'static str, &'static str),
    /// What the program does.
    By(fn()),
    /// What it does, in a test of this name.
    In(&'static str),
}
use Held::{By, In, Part, Stated};

const SENTENCES: &[(&str, Held)] = &[
    ("missing-leave-out missing-average show-missing", By(missing)),
    ("mean-arithmetic mean-geometric mean-harmonic show-index show-dimension", By(means)),
    ("scale-yes-no-yes scale-yes-no-no scale-ordered-higher scale-ordered-lower", By(scales)),
    ("scale-number-higher scale-number-lower show-scores show-indicators show-indicator", By(scales)),
    ("show-weights show-unweighted show-weight-cap", By(weights)),
    ("show-bands show-band-first show-band-between show-band-last show-band-all", By(bands)),
    ("show-group show-group-other show-groups show-no-groups show-records", By(groups)),
    ("show-records-unweighted", In("whether_people_have_weights_is_for_the_charter_to_say")),
    ("show-partition show-tables show-table-everybody show-table-groups show-cells", By(tables)),
    ("show-cross-border-head show-cross-border", By(across)),
    ("show-totals", By(totals)),
    ("show-figures show-precision show-never", By(columns)),
    ("show-class-public show-class-controlled show-class-private", By(classes)),
    ("rule-noise rule-averages", By(bridge)),
    ("rule-register", In("transcript_of_classes")),
    ("rule-show-from", By(hidden)),
    ("rule-rho", In("epsilons_are_those_of_the_conversion")),
    ("rule-guess-answers rule-guess-presence rule-guess-two-members", In("guesses_are_those_of_the_table")),
    (
        "rule-guess-household-2 rule-guess-household-4 rule-guess-surest rule-guess-change",
        In("guesses_are_those_of_the_table"),
    ),
    ("rule-lifetimes rule-lifetime-one", In("a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond")),
    ("show-budget", In("a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond")),
    ("rule-people rule-people-groups rule-people-any", In("errors_are_what_the_plan_says")),
    ("show-dates", By(dates)),
    ("show-only", In("every_question_beyond_the_lattice_gets_the_same_refusal")),
    ("show-quorum", In("a_charter_is_in_force_once_enough_members_and_we_have_signed")),
    ("show-rules-stricter", In("a_policy_is_stricter_or_an_error_and_approves_for_good")),
    ("show-signature-waits", In("nothing_is_answered_before_the_officer_approves")),
    ("show-signature-limits", In("processes_compute_what_a_rehearsal_does")),
    ("show-coordinators-limits", In("a_coordinator_that_the_charter_does_not_name_may_ask_nothing")),
    ("show-member-no-officer show-member-officer", In("no_decision_is_the_officers_without_the_officers_key")),
    ("show-member-no-officer-private", In("nothing_is_put_to_nobody")),
    ("show-signature-meaning", In("signing_leaves_one_file_more_and_nothing_else_changed")),
    ("show-digest", In("anyone_can_repeat_the_digest")),
    ("show-purpose", Stated("en = \"Show where", "en = \"Say where")),
    ("show-authority", Stated("Statistics Act", "Census Act")),
    ("show-target-population", Stated("aged 16", "aged 18")),
    ("show-reference-date", Stated("January 1 of", "March 1 of")),
    ("show-witnesses", In("few_have_all_others_and_the_coordinators")),
    ("show-licence show-no-licence", Stated("Invented Open Licence", "Made-up Licence")),
    ("show-member show-members", Stated("Lantern Island", "Lamp Island")),
    ("show-member-weight-cap", Stated("areas = [\"PIN\"]", "areas = [\"PIN\"]\nweight_cap = 43.5")),
    ("show-member-population", Stated("areas = [\"PIN\"]", "areas = [\"PIN\"]\npopulation = 4321")),
    ("show-member-trust", Stated("#endpoint = \"node.gulls", "endpoint = \"node.gulls")),
    ("show-coordinator show-coordinators", Stated("Secretariat of", "Office of")),
    ("show-geography show-level", Stated("vintage = \"2026\"", "vintage = \"2031\"")),
    ("show-notes", Stated("An invented index", "A made-up index")),
    (
        "show-weights-are weights-none weights-unsaid weights-design weights-calibrated",
        In("whether_people_have_weights_is_for_the_charter_to_say"),
    ),
    (
        "show-coordinator-trust show-jurisdiction-none",
        Stated("Trois-Îles\" }\n#jurisdiction", "Trois-Îles\" }\njurisdiction"),
    ),
    ("show-no-coordinators", In("a_coordinator_that_the_charter_does_not_name_may_ask_nothing")),
    ("show-authority-file", Part),
    ("show-rules charter-summary word-none word-quoted", Part),
];

/// Keys that the command asks for by name, or as a beginning with an end.
fn asked() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = std::fs::read_to_string(root.join("crates/bundle/src/text/en.ftl")).unwrap();
    let keys = catalogue.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
    let sources: String = ["src", "crates/core/src"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
        .filter(|(name, _)| {
            ["cli/charter/show", "cli/charter/rules.rs", "cli/charter/values.rs", "charter/changes.rs"]
                .iter()
                .any(|part| name.starts_with(part))
        })
        .map(|(_, text)| String::from_utf8(text).unwrap())
        .collect();
    let says = |key: &&str| {
        let kinds = ["show-", "rule-", "mean-", "missing-", "scale-", "weights-"];
        kinds.iter().any(|kind| key.starts_with(kind)) || sources.contains(&format!("page.line(\"{key}\""))
    };
    // Headings name a part of the page.
    keys.filter(says).filter(|key| !key.starts_with("show-heading-")).map(str::to_owned).collect()
}

#[test]
fn every_sentence_of_a_charter_is_what_happens() {
    let held: Vec<&str> = SENTENCES.iter().flat_map(|(keys, _)| keys.split(' ')).collect();
    let unheld: Vec<String> = asked().into_iter().filter(|key| !held.contains(&key.as_str())).collect();
    assert!(unheld.is_empty(), "nothing holds {unheld:?}");
    let checks: BTreeMap<usize, fn()> = SENTENCES
        .iter()
        .filter_map(|(_, held)| match held {
            By(check) => Some((*check as usize, *check)),
            _ => None,
        })
        .collect();
    std::thread::scope(|scope| {
        // Whatever panics fails the test when the scope ends.
        checks.into_values().for_each(|check| drop(scope.spawn(check)));
        for (keys, held) in SENTENCES {
            match held {
                Part | By(_) => {}
                In(test) => assert!(is_a_test(test), "{keys}: there is no test {test}"),
                Stated(from, to) => {
                    let (before, after) = (shown(&Isles::new(&[])), shown(&Isles::new(&[(*from, *to)])));
                    let differ = |one: &str, other: &str| one.lines().filter(|line| !other.contains(line)).count();
                    let told = differ(&before, &after) + differ(&after, &before);
                    assert!((1..=24).contains(&told), "{keys}: {from} → {to}");
                }
            }
        }
    });
}

/// Whether a file of tests has a test of this name.
fn is_a_test(name: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = ["tests", "src", "crates"].into_iter().flat_map(|folder| files(&root.join(folder)));
    let texts = tests.filter(|(name, _)| name.ends_with(".rs")).map(|(_, text)| String::from_utf8(text).unwrap());
    let named = |text: &str| text.split_once(&format!("fn {name}(")).map(|(before, _)| before.trim_end().to_owned());
    texts
        .filter_map(|text| named(&text))
        .any(|before| before.lines().rev().take(2).any(|line| line.trim().starts_with("#[") && line.contains("test")))
}

/// The charter of the three islands, changed, in a folder of its own.
struct Isles {
    home: TempDir,
}

type Row = BTreeMap<String, String>;

/// The columns of a file of persons, as the charter calls them.
const COLUMNS: &str = "person_id,area,age,household,home_internet,internet_cost,ease,uses_internet,online_tasks";
/// Somebody with access 16.667, comfort 50 and skills 25.
const SOMEBODY: &str = "GUL-1,16-24,alone,1,60,3,1,4";

impl Isles {
    fn new(edits: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join("charter")).unwrap();
        for (name, bytes) in template(None) {
            let mut text = String::from_utf8(bytes).unwrap();
            for (from, to) in edits.iter().filter(|_| name == "charter.toml") {
                assert!(text.contains(from), "{from}");
                text = text.replacen(from, to, 1);
            }
            std::fs::write(home.path().join("charter").join(name), text).unwrap();
        }
        Self { home }
    }

    /// Runs a rehearsal over these lines of the gulls' file; the others have one person each.
    fn run(&self, header: &str, gulls: &[String]) -> Ended {
        let data = self.home.path().join("data");
        std::fs::create_dir_all(&data).unwrap();
        let extra = header.matches(',').count() - COLUMNS.matches(',').count();
        let one = |id: &str, area: &str| format!("{id},{area},25-64,shared,1,60,3,1,4{}", ",1".repeat(extra));
        for (member, lines) in [
            ("gulls", gulls.to_vec()),
            ("lanterns", vec![one("lantern", "LAN-1")]),
            ("pines", vec![one("pine", "PIN-1")]),
        ] {
            std::fs::write(data.join(format!("{member}.csv")), format!("{header}\n{}\n", lines.join("\n"))).unwrap();
        }
        archipel_in(self.home.path(), "--json simulate --charter charter --data data --out bundle --period 2026")
    }

    /// The rows of a file of the bundle that this comes to.
    fn rows(&self, header: &str, gulls: &[String], file: &str) -> Vec<Row> {
        self.run(header, gulls).ok();
        let reader = csv::Reader::from_path(self.home.path().join("bundle").join(file));
        reader.unwrap().deserialize().map(Result::unwrap).collect()
    }
}

/// Rows of the index under a charter changed so.
fn index(edits: &[(&str, &str)], header: &str, gulls: &[String]) -> Vec<Row> {
    Isles::new(edits).rows(header, gulls, "index.csv")
}

fn shown_in(isles: &Isles, lang: &str) -> String {
    archipel_in(isles.home.path(), &format!("--lang {lang} charter show charter")).ok().stdout
}

fn shown(isles: &Isles) -> String {
    let stdout = shown_in(isles, "en");
    // The digest differs with every byte.
    stdout.split("The digest").next().unwrap().to_owned()
}

/// Lines of a file: `p1,…`, `p2,…`.
fn people(lines: &[&str]) -> Vec<String> {
    (1..).zip(lines).map(|(number, line)| format!("p{number},{line}")).collect()
}

/// Everybody on Gull Island.
fn gulls(rows: &[Row]) -> &Row {
    let everybody =
        |row: &&Row| row["area"] == "GUL" && ["age", "household"].iter().all(|group| row[*group].is_empty());
    rows.iter().find(everybody).unwrap()
}

fn figure(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.01, "{found} is not {expected}");
}

fn missing() {
    let lines = people(&[SOMEBODY, "GUL-1,16-24,alone,1,60,,1,4", "GUL-1,16-24,alone,,,,,"]);
    let left_out = index(&[], COLUMNS, &lines);
    near(figure(gulls(&left_out), "persons"), 1.0);
    near(figure(gulls(&left_out), "index"), 29.1667);
    for (lang, words) in [("en", "lacks the score of at least one"), ("fr", "manque le score d’au moins une")] {
        let said = shown_in(&Isles::new(&[]), lang);
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{said}");
    }
    let averaged = index(&[("\"leave_out_person\"\n", "\"average_of_answered\"\n")], COLUMNS, &lines);
    // The second is counted by what there is; the third, who has nothing, nowhere.
    near(figure(gulls(&averaged), "persons"), 2.0);
    near(figure(gulls(&averaged), "index"), f64::midpoint(29.1667, 22.2222));
}

fn means() {
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
    // Weights of dimensions and of indicators, and how many answers a dimension needs.
    let weight = index(&[("weight = 2.0", "weight = 1.0"), ("weight = 0.5", "weight = 1.0")], COLUMNS, &lines);
    near(figure(gulls(&weight), "access"), 25.0);
    near(figure(gulls(&weight), "index"), 100.0 / 3.0);
    let lines = people(&[SOMEBODY, "GUL-1,16-24,alone,1,,3,1,4"]);
    near(figure(gulls(&index(&[], COLUMNS, &lines)), "persons"), 2.0);
    near(figure(gulls(&index(&[("min_answered = 1", "min_answered = 2")], COLUMNS, &lines)), "persons"), 1.0);
}

fn scales() {
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

fn weights() {
    let header = format!("{COLUMNS},weight");
    let lines = people(&[&format!("{SOMEBODY},900"), "GUL-1,16-24,alone,0,120,1,0,0,1"]);
    let weighed = |edits: &[(&str, &str)]| index(edits, &header, &lines);
    near(figure(gulls(&weighed(&[])), "weight"), 901.0);
    near(figure(gulls(&weighed(&[])), "index"), (900.0 * 29.1667 + 100.0) / 901.0);
    near(figure(gulls(&weighed(&[("#weight_cap", "weight_cap")])), "weight"), 501.0);
    near(figure(gulls(&index(&[], COLUMNS, &people(&[SOMEBODY, SOMEBODY]))), "weight"), 2.0);
}

fn bands() {
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

fn groups() {
    let lines = people(&["GUL-1,16-24,castle,1,60,3,1,4"]);
    assert_eq!(Isles::new(&[]).run(COLUMNS, &lines).refusal().0, 3);
    let other = ("\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\"");
    let rows = index(&[other], COLUMNS, &lines);
    assert!(rows.iter().any(|row| row["area"] == "GUL" && row["household"] == "elsewhere" && row["persons"] == "1"));
    // An area that isn't of the finest level is none for a record.
    assert_eq!(Isles::new(&[]).run(COLUMNS, &people(&["GUL,16-24,alone,1,60,3,1,4"])).refusal().0, 3);
    let text = String::from_utf8(template(None)["charter.toml"].clone()).unwrap();
    let all = &text[text.find("# A group: a property").unwrap()..text.find("[method]").unwrap()];
    let tables = ("groups = [\"age\", \"household\"]", "groups = []");
    let rows =
        index(&[(all, ""), tables, tables, ("groups = [\"age\"]", "groups = []")], COLUMNS, &people(&[SOMEBODY]));
    assert!(rows.iter().all(|row| !row.contains_key("age")) && rows.iter().any(|row| row["area"] == "GUL"));
}

/// `age+household` for the groups that a row has categories of, with the level.
fn table(row: &Row) -> String {
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

fn tables() {
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

fn across() {
    let lines = people(&["GUL-2,25-64,shared,1,60,3,1,4", SOMEBODY]);
    let rows = Isles::new(&[]).rows(COLUMNS, &lines, "cross_border.csv");
    let whole = rows.iter().find(|row| row["area"] == "HARBOURS" && row["age"].is_empty()).unwrap();
    // One of the gulls, and the one on Pine Island.
    near(figure(whole, "persons"), 2.0);
    let parts = ("parts = [\"GUL-2\", \"PIN-1\"]", "parts = [\"GUL-1\", \"GUL-2\"]");
    let rows = Isles::new(&[parts]).rows(COLUMNS, &lines, "cross_border.csv");
    near(figure(rows.iter().find(|row| row["age"].is_empty()).unwrap(), "persons"), 2.0);
}

fn columns() {
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
    // How far the figures may be off, in both classes.
    let protected = crowd("private", "[privacy]\n");
    for row in rows.iter().chain(&protected).filter(|row| row["area"] == "GUL" && !row["index"].is_empty()) {
        assert!(
            figure(row, "index_low") <= figure(row, "index") && figure(row, "index") <= figure(row, "index_high"),
            "{row:?}"
        );
    }
}

fn classes() {
    assert!(index(&[], COLUMNS, &people(&[SOMEBODY])).iter().all(|row| row["status"] == "published"));
    let bridged = crowd("controlled", "[disclosure]\nshow_from = 40\n");
    assert!(bridged.iter().any(|row| row["status"] == "withheld"));
    assert!(bridged.iter().any(|row| row["status"] == "published"));
    // Every cell has figures, whoever is in it; and other noise the next time.
    let [once, again] = [(); 2].map(|()| crowd("private", ""));
    assert!(once.iter().all(|row| row["status"] == "published"));
    assert!(once.len() == again.len() && once != again);
}

fn totals() {
    let isles =
        Isles::new(&[("class = \"public\"", "class = \"private\""), ("#weights = \"none\"", "weights = \"none\"")]);
    let lines = people(&[SOMEBODY; 300].map(|line| line));
    let csv = "level,area,people\nisland,GUL,123456\nisland,LAN,40000\nisland,PIN,50000\n";
    std::fs::write(isles.home.path().join("charter/totals.csv"), csv).unwrap();
    assert!(shown(&isles).contains("totals.csv"));
    let rows = isles.rows(COLUMNS, &lines, "index.csv");
    near(figure(gulls(&rows), "weight"), 123_456.0);
    near(figure(gulls(&rows), "weight_se"), 0.0);
    // Nobody is surely on the other islands: there nothing adds up, and that is said.
    let told = std::fs::read(isles.home.path().join("bundle/edition.json")).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    assert_eq!(told["totals"]["held"], serde_json::json!({ "gulls": [1, 1], "lanterns": null, "pines": null }));
    archipel_in(isles.home.path(), "index verify bundle").ok();
}

fn dates() {
    let over = Isles::new(&[("starts = 2026-01-01\nends = 2099-12-31", "starts = 2020-01-01\nends = 2020-12-31")]);
    assert_eq!(over.run(COLUMNS, &people(&[SOMEBODY])).refusal(), (4, "charter-ended".to_owned()));
}

/// Persons by town: GUL-1, GUL-2, GUL-3; ages and households differ, the last of each is rare.
const CROWD: [usize; 3] = [600, 240, 90];

/// One line for each of the crowd, without an identifier: town, age, household, answers.
fn crowd_lines() -> Vec<String> {
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
fn crowd(class: &str, section: &str) -> Vec<Row> {
    let class = format!("class = \"{class}\"");
    let edits = [
        ("class = \"public\"", class.as_str()),
        ("#weights = \"none\"", "weights = \"none\""),
        ("#[privacy]\n#rho = \"standard\"\n", section),
    ];
    let lines = people(&crowd_lines().iter().map(String::as_str).collect::<Vec<_>>());
    index(&edits, COLUMNS, &lines).into_iter().filter(|row| row["area"].starts_with("GUL")).collect()
}

fn is_published(row: &&Row) -> bool {
    row["status"] == "published"
}

/// Of the crowd, whom a row is about.
fn truth(row: &Row) -> usize {
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

/// Class `controlled`: no count is off by more than five, and all tables together come nearer to a total than one does.
fn bridge() {
    let rows = crowd("controlled", "[disclosure]\nshow_from = 1\n");
    for row in rows.iter().filter(is_published) {
        assert!((figure(row, "persons") - truth(row) as f64).abs() <= 5.0, "{row:?}");
    }
    let mut totals: BTreeMap<(String, String), (f64, usize)> = BTreeMap::new();
    for row in &rows {
        let sum = totals.entry((row["level"].clone(), table(row))).or_default();
        *sum = (sum.0 + if is_published(&row) { figure(row, "persons") } else { 0.0 }, sum.1 + 1);
    }
    let all: f64 = CROWD.iter().sum::<usize>() as f64;
    // Each sum by how many cells make it up.
    let (sum, weight) = totals
        .values()
        .fold((0.0, 0.0), |(sum, weight), (total, cells)| (sum + total / *cells as f64, weight + 1.0 / *cells as f64));
    assert!((sum / weight - all).abs() <= 5.0, "{} {all}", sum / weight);
}

/// What is hidden follows from what isn't, and the rule looks at the noisy count alone.
fn hidden() {
    let rows = crowd("private", "[privacy]\nshow_from = 60\n");
    let counts: Vec<f64> = rows.iter().filter(is_published).map(|row| figure(row, "persons")).collect();
    assert!(!counts.is_empty() && counts.iter().all(|persons| *persons >= 60.0), "{counts:?}");
    // Of one age on the isle, hidden in some town: what is left of the isle is what stands in no town.
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
