//! Every sentence of `charter show` is compared with what happens: if the charter says otherwise, so do the figures. A
//! new sentence without a check here fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use archipel::charter::template;
use tempfile::TempDir;

use super::fixture::{Ended, archipel_in, files};

/// Check of a sentence.
enum Held {
    /// None: a heading, a lead-in or a form of words, which says nothing by itself.
    Part,
    /// A statement of the members: the program shows it as in the charter, after this text is changed to that.
    Stated(&'static str, &'static str),
    /// A behaviour of the program, checked by this function.
    By(fn()),
    /// A behaviour of the program, checked by the test of this name.
    In(&'static str),
}
mod held;

use Held::{By, In, Part, Stated};

const SENTENCES: &[(&str, Held)] = &[
    ("missing-leave-out missing-average show-missing", By(held::missing)),
    ("mean-arithmetic mean-geometric mean-harmonic show-index show-dimension", By(held::means)),
    ("scale-yes-no-yes scale-yes-no-no scale-ordered-higher scale-ordered-lower", By(held::scales)),
    ("scale-number-higher scale-number-lower show-scores show-indicators show-indicator", By(held::scales)),
    ("show-weights show-unweighted show-weight-cap", By(held::weights)),
    ("show-bands show-band-first show-band-between show-band-last show-band-all", By(held::bands)),
    ("show-group show-group-other show-groups show-no-groups show-records", By(held::groups)),
    ("show-records-unweighted", In("whether_people_have_weights_is_for_the_charter_to_say")),
    ("show-coarser-level show-tables show-table-everybody show-table-groups show-cells", By(held::tables)),
    ("show-cross-border-head show-cross-border", By(held::across)),
    ("show-totals", By(held::totals)),
    ("show-figures show-precision show-never", By(held::columns)),
    ("show-class-public show-class-controlled show-class-private", By(held::classes)),
    ("rule-noise rule-averages", By(held::bridge)),
    ("rule-register", In("transcript_of_classes")),
    ("rule-min-frequency", By(held::hidden)),
    ("rule-rho", In("epsilons_are_those_of_the_conversion")),
    ("rule-guess-answers rule-guess-presence rule-guess-two-members", In("guesses_are_those_of_the_table")),
    (
        "rule-guess-household-2 rule-guess-household-4 rule-guess-surest rule-guess-change",
        In("guesses_are_those_of_the_table"),
    ),
    ("rule-lifetimes rule-lifetime-one", In("a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond")),
    ("show-budget", In("a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond")),
    ("rule-people rule-people-groups rule-people-any", In("errors_are_what_the_plan_says")),
    ("show-dates", By(held::dates)),
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
    let sources: String = ["crates/bundle/src", "crates/core/src"]
        .iter()
        .flat_map(|folder| files(&root.join(folder)))
        .filter(|(name, _)| {
            ["briefing/sentences", "briefing/promise.rs", "briefing/values.rs", "charter/changes.rs"]
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
        // A panic fails the test when the scope ends.
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

/// Columns of a file of persons, by the charter's names.
const COLUMNS: &str = "person_id,area,age,household,home_internet,internet_cost,ease,uses_internet,online_tasks";
/// A person with access 16.667, comfort 50 and skills 25.
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

    /// Runs a rehearsal over these lines of the gulls' file; the other members have one person each.
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

    /// Rows of a file of the resulting bundle.
    fn rows(&self, header: &str, gulls: &[String], file: &str) -> Vec<Row> {
        self.run(header, gulls).ok();
        let reader = csv::Reader::from_path(self.home.path().join("bundle").join(file));
        reader.unwrap().deserialize().map(Result::unwrap).collect()
    }
}

/// Rows of the index under the changed charter.
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

/// Row of all people on Gull Island.
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
