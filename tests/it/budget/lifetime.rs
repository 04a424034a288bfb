//! The lifetime: the most that all editions may cost together.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond() {
    let federation = private();
    let nodes = federation.serve_all();
    // No lifetime is set: nothing is even put to the officer.
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("edition-no-lifetime")));
    drop(nodes);
    // Nor does the file alone change anything.
    MEMBERS.iter().for_each(|member| federation.write(&format!("{member}/policy.toml"), "lifetime_rho = \"0.3\"\n"));
    let nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("edition-no-lifetime")));
    let alone = federation.of_node("north", "budget --adopt --json");
    assert_eq!(alone.refusal(), (4, "budget-no-witness".to_owned()));
    drop(nodes);
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "0.3"));
    let nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("edition-not-approved")));
    let pending = release(&federation, "north", "2025");
    assert_eq!((&pending["state"], &pending["cells"], &pending["file"]), (&json!("pending"), &json!(0), &Value::Null));
    let edition = pending["edition"].as_str().unwrap().to_owned();
    let shown = federation.of_node("north", &format!("releases show {edition}")).ok().stdout;
    assert!(shown.contains("0.185") && shown.contains("No figure is drawn yet"), "{shown}");
    assert_eq!(
        federation.of_node("north", &format!("attack {edition} --json")).refusal(),
        (4, "release-state".to_owned())
    );
    // Refused before anything is reserved, it has cost nothing.
    federation.decide("west", &format!("refuse {edition} --yes")).ok();
    assert_eq!(federation.of_node("west", "budget --json").ok().json()["spent"], 0);
    for member in ["north", "east"] {
        federation.approve(member, &edition);
        assert_eq!(release(&federation, member, "2025")["state"], "approved");
    }
    let out = federation.path("bundle");
    federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display())).ok();
    let bundle = files(&out);
    assert_eq!(members(&bundle)[2].2, "edition-not-approved");
    let plan = String::from_utf8(bundle["answers/north.plan"].clone()).unwrap();
    assert!(plan.starts_with("archipel plan 1\nrho 0.185\n"), "{plan}");
    archipel(&format!("index verify {}", out.display())).ok();
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved", "budget.spent"]);
    // The officer sees what leaves, figure by figure.
    let shown = federation.of_node("north", &format!("releases show {edition} --json")).ok().json();
    let mut answered = csv::Reader::from_reader(bundle["answers/north.csv"].as_slice());
    let mut answered = answered.deserialize().map(|row| row.unwrap()).inspect(|row: &BTreeMap<String, String>| {
        assert_eq!(row["status"], "published");
    });
    for told in shown["tables"].as_array().unwrap() {
        let cells = told["published"].as_u64().unwrap() as usize;
        let people: f64 = answered.by_ref().take(cells).map(|row| row["weight"].parse::<f64>().unwrap()).sum();
        assert!((told["people"].as_f64().unwrap() - people).abs() < 1e-6 * people.abs().max(1.0), "{people}: {told}");
        assert_eq!(told["withheld"], 0);
    }
    assert_eq!(answered.count(), 0);
    let attacked = federation.of_node("north", &format!("attack {edition} --json")).ok().json();
    assert_eq!(attacked["succeeded"], json!([]));
    for (lang, amounts) in [("en", ["0.185", "0.115"]), ("fr", ["0,185", "0,115"])] {
        let page = federation.of_node("north", &format!("attack {edition} --lang {lang}")).ok().stdout;
        assert!(page.contains(&edition[..12]) && page.lines().all(|line| line.chars().count() <= 80), "{page}");
        let budget = federation.of_node("north", &format!("budget --lang {lang}")).ok().stdout;
        assert!(
            amounts.iter().all(|amount| budget.contains(amount))
                // Keys are copied, so they aren't broken.
                && budget.lines().all(|line| line.chars().count() <= 80 || line.contains("/witness+")),
            "{budget}"
        );
    }
    // The secret is gone; asking again costs nothing and gives the same figures.
    let after = federation.path("after");
    federation.of_hub(&format!("index compute --require quorum=2 --out {}", after.display())).ok();
    assert_eq!(files(&after)["answers/north.csv"], bundle["answers/north.csv"]);
    assert_eq!(kinds(&federation, "north").len(), 4);
    drop(nodes);

    // Another period of the same people is another release about them: there isn't enough left, whatever the data are.
    for member in ["north", "east"] {
        let file = federation.at(&format!("data/{member}.csv"));
        federation.of_node(member, &format!("ingest {file} --period 2026")).ok();
    }
    let _nodes = federation.serve_all();
    let told = obstacles(&federation, "2026");
    assert_eq!(told, [json!("edition-budget-spent"), json!("edition-budget-spent"), json!("member-no-data")]);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

/// The budget is the member's, across its charters: an edition under another one counts on top.
#[test]
fn a_budget_is_one_over_all_charters() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "0.4"));
    let nodes = federation.serve_all();
    let first = asked(&federation);
    federation.approve("north", &first);
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    drop(nodes);
    let mut before = "private".to_owned();
    for (number, spent, obstacle) in [(2, 370_000, Value::Null), (3, 370_000, json!("edition-budget-spent"))] {
        let name = format!("private-{number}");
        federation.write_next_charter(&before, &name, |text| {
            text.replacen(&format!("version = {}", number - 1), &format!("version = {number}"), 1)
        });
        move_all(&federation, &before, &name);
        let _nodes = federation.serve_all();
        // An edition that the budget has no room for isn't put to the officer.
        if obstacle.is_null() {
            assert_eq!(obstacles(&federation, "2025")[1], json!("edition-not-approved"));
            let asked = release(&federation, "north", "2025");
            assert_eq!(asked["spending"]["total"], spent, "what was spent under the other charter as well");
            let edition = asked["edition"].as_str().unwrap();
            assert_ne!(edition, first);
            federation.approve("north", edition);
        }
        assert_eq!(obstacles(&federation, "2025")[1], obstacle);
        assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], spent);
        before = name;
    }
    let charters = ["private", "private-2"].map(|name| format!("--charter {}", federation.at(name))).join(" ");
    archipel(&format!("audit verify {} {charters}", federation.at("north/log"))).ok();
}

/// A revision is an edition of its own, asked for by its number; a period can have a hundred.
#[test]
fn a_revision_is_another_edition_and_costs_again() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let nodes = federation.serve_all();
    let first = asked(&federation);
    MEMBERS.iter().for_each(|member| federation.approve(member, &first));
    let open = |more: &str| federation.of_hub(&format!("edition open --json {more}"));
    assert_eq!(open("--revision 100").code, 2);
    assert_eq!(open("").ok().json()["edition"], first);
    let corrected = open("--revision 1").json()["edition"].as_str().unwrap().to_owned();
    assert_ne!(corrected, first);
    MEMBERS.iter().for_each(|member| federation.approve(member, &corrected));
    let out = federation.at("bundle");
    federation.of_hub(&format!("index compute --revision 1 --out {out}")).ok();
    archipel(&format!("index verify {out}")).ok();
    let edition: Value =
        serde_json::from_slice(&std::fs::read(federation.path("bundle/edition.json")).unwrap()).unwrap();
    assert_eq!((&edition["edition"], &edition["revision"]), (&json!(corrected), &json!(1)));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 370_000);
    drop(nodes);
    // In another class the same people would be told of twice.
    federation.write_controlled_charter("controlled");
    move_all(&federation, "private", "controlled");
    MEMBERS.iter().for_each(|member| std::fs::remove_file(federation.path(&format!("{member}/policy.toml"))).unwrap());
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("edition-class-changed")));
}
