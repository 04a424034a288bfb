//! Releases about the same people, one period after the other.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fixture::{Federation, archipel, files, people};

/// A charter for a register, in which so many releases share the budget.
fn agree(federation: &Federation, name: &str, releases: u32) {
    let rules = format!(
        "[disclosure]\nknowledge = \"population\"\nreleases = {releases}\narea_people = 30\narea_households = 5\nnoise_points = 50\n"
    );
    federation.write_edited_charter(name, name, |text| {
        text.replace("\"public\"", "\"controlled\"").replace("[method]\n", "[method]\nweight_cap = 4.0\n") + &rules
    });
}

/// Puts the north and the coordinator under another charter folder.
fn move_to(federation: &Federation, from: &str, to: &str) {
    for settings in ["north/node.toml", "hub/coordinator.toml"] {
        let text = std::fs::read_to_string(federation.path(settings)).unwrap();
        federation.write(settings, &text.replace(&federation.at(from), &federation.at(to)));
    }
}

fn federation() -> Federation {
    let federation = Federation::new();
    agree(&federation, "two", 2);
    federation.init_node("north", "two");
    federation.init_coordinator_under("two");
    federation
}

fn load(federation: &Federation, text: &str, period: &str) {
    federation.write("people.csv", text);
    federation.of_node("north", &format!("ingest {} --period {period}", federation.at("people.csv"))).ok();
}

/// With two periods of other people.
fn loaded(federation: Federation) -> Federation {
    load(&federation, &people("north", 2000, 5), "2025");
    load(&federation, &people("north", 2000, 6), "2026");
    federation
}

/// The same, and the release of the first period approved.
fn told_once() -> Federation {
    let federation = loaded(federation());
    let node = federation.serve("north");
    open(&federation, "2025");
    federation.of_node("north", &format!("releases approve {}", waiting(&federation))).ok();
    node.stop();
    federation
}

/// Asks for an edition; what keeps the north from answering, or nothing.
fn open(federation: &Federation, period: &str) -> Value {
    let config = federation.at("hub/coordinator.toml");
    let opened = archipel(&format!("edition open --json --period {period} --config {config}")).json();
    let members = opened["members"].as_array().unwrap().clone();
    members.into_iter().find(|member| member["member"] == "north").unwrap()["obstacle"].clone()
}

fn compute(federation: &Federation, period: &str) -> String {
    let (config, out) = (federation.at("hub/coordinator.toml"), federation.path(period));
    let out_text = out.display();
    archipel(&format!("index compute --require quorum=1 --period {period} --config {config} --out {out_text}")).ok();
    String::from_utf8(files(&out)["index.csv"].clone()).unwrap()
}

/// Lines about an area, without its ranks: these change with other areas.
fn of_area<'t>(index: &'t str, area: &str) -> Vec<Vec<&'t str>> {
    let names: Vec<&str> = index.lines().next().unwrap().split(',').collect();
    let lines = index.lines().filter(|line| line.contains(&format!(",{area},")));
    let own = |line: &'t str| {
        let fields = line.split(',').zip(&names).filter(|(_, name)| !name.starts_with("rank_"));
        fields.map(|(field, _)| field).collect()
    };
    lines.map(own).collect()
}

/// The newest release that waits.
fn waiting(federation: &Federation) -> String {
    let listed = federation.of_node("north", "releases list --json").ok().json();
    let waits = |release: &&Value| release["state"] == "pending";
    listed.as_array().unwrap().iter().find(waits).unwrap()["edition"].as_str().unwrap().to_owned()
}

#[test]
fn a_second_release_keeps_what_few_persons_changed() {
    let federation = federation();
    let first = people("north", 4000, 5);
    load(&federation, &first, "2025");
    let node = federation.serve("north");
    assert_eq!(open(&federation, "2025"), "edition-not-approved");
    let edition = waiting(&federation);
    let shown = federation.of_node("north", &format!("releases show {edition} --json")).ok().json();
    assert_eq!(shown["review"]["since"], Value::Null);
    federation.of_node("north", &format!("releases approve {edition}")).ok();
    let told = compute(&federation, "2025");
    node.stop();

    // The file of the first period is replaced; the release still rests on the load before it. In one town one
    // person leaves and one joins; in the others many answer otherwise.
    let other = people("north", 4000, 6);
    federation.write("other.csv", &other);
    federation.of_node("north", &format!("ingest {} --period 2025 --replace", federation.at("other.csv"))).ok();
    let changed = |line: &str| {
        let mut fields: Vec<&str> = line.split(',').collect();
        let many = fields[2] != "N3" && fields[0].ends_with(['1', '2', '3']);
        fields[6] = if many { if fields[6] == "0" { "1" } else { "0" } } else { fields[6] };
        fields.join(",")
    };
    let newcomer = "north-new,north-hnew,N3,1.00,old,alone,1,10.5,2\n";
    let left = first.lines().find(|line| line.contains(",N3,")).unwrap();
    let mut second: String = first.lines().filter(|line| *line != left).map(|line| changed(line) + "\n").collect();
    second.push_str(newcomer);
    load(&federation, &second, "2026");
    load(&federation, &other, "2027");
    let node = federation.serve("north");
    assert_eq!(open(&federation, "2026"), "edition-not-approved");
    let edition = waiting(&federation);
    // Another period has to wait for the officer, then for a budget that is spent.
    assert_eq!(open(&federation, "2027"), "edition-release-waits");
    let shown = federation.of_node("north", &format!("releases show {edition} --json")).ok().json();
    let since = &shown["review"]["since"];
    assert!(since["kept"].as_u64().unwrap() > 0 && since["moved"].as_u64().unwrap() > 0, "{since}");
    let simulated = federation.of_node("north", &format!("releases show {edition} --simulate persons=11 --json"));
    assert_eq!(simulated.ok().json()["review"], shown["review"]);
    federation.of_node("north", &format!("releases approve {edition}")).ok();
    assert_eq!(open(&federation, "2027"), "edition-budget-spent");
    assert_eq!(open(&federation, "2026"), Value::Null);

    // What one person changed shows nowhere; what many did shows where they are.
    let now = compute(&federation, "2026");
    let groups = told.lines().next().unwrap().split(',').position(|name| name == "persons").unwrap();
    // Categories, of every table, of which an area's figures are others.
    let moved = |area: &str| -> BTreeSet<Vec<&str>> {
        let (told, now) = (of_area(&told, area), of_area(&now, area));
        assert!(told.len() == now.len() && told.len() > 3, "{area}");
        let differ = told.into_iter().zip(now).filter(|(told, now)| told != now);
        differ.map(|(told, _)| told[2..groups].to_vec()).collect()
    };
    let [north, one, two] = ["N", "N1", "N2"].map(moved);
    assert_eq!(moved("N3").len(), 0);
    assert!(!north.is_empty() && one.len() + two.len() > 0);
    // If both of the others moved on beside their province, the third would be what is left: one of them waits.
    let told_apart: Vec<_> = north.iter().filter(|row| one.contains(*row) && two.contains(*row)).collect();
    assert!(told_apart.is_empty(), "{told_apart:?}");
    // A restart changes nothing, and what was told before still answers as it did.
    node.stop();
    let node = federation.serve("north");
    std::fs::remove_dir_all(federation.path("2025")).unwrap();
    assert_eq!(compute(&federation, "2025"), told);
    node.stop();
}

#[test]
fn a_release_of_another_meaning_is_not_judged_with_the_first() {
    let federation = told_once();
    // Other noise: the data fit, the releases don't.
    agree(&federation, "three", 3);
    move_to(&federation, "two", "three");
    let _node = federation.serve("north");
    assert_eq!(open(&federation, "2026"), json!("edition-other-meaning"));
}

/// A charter is amended after the budget is spent: for the same data the new edition is the old one to the byte, and costs
/// nothing; for other data there is none.
#[test]
fn an_amended_charter_costs_nothing_where_nobody_changed() {
    let federation = Federation::new();
    ["one", "amended"].into_iter().for_each(|name| agree(&federation, name, 1));
    federation.init_node("north", "one");
    federation.init_coordinator_under("one");
    let federation = loaded(federation);
    let digests = || {
        let listed = federation.of_node("north", "releases list --json").ok().json();
        listed.as_array().unwrap().iter().map(|release| release["digest"].clone()).collect::<Vec<_>>()
    };
    let mut told = Vec::new();
    for charter in ["one", "amended"] {
        move_to(&federation, "one", charter);
        let node = federation.serve("north");
        open(&federation, "2025");
        federation.of_node("north", &format!("releases approve {}", waiting(&federation))).ok();
        assert_eq!(open(&federation, "2026"), "edition-budget-spent");
        told.push(digests());
        node.stop();
    }
    assert_eq!(told[0], told[1]);
}

/// A22: what was built before a snapshot came back is built again to the byte: there is no second look.
#[test]
fn a_restored_snapshot_draws_no_new_noise() {
    let federation = federation();
    load(&federation, &people("north", 2000, 5), "2025");
    let (data, snapshot) = (federation.path("north/data"), federation.path("snapshot"));
    copy(&data, &snapshot);
    let digest = || {
        let node = federation.serve("north");
        assert_eq!(open(&federation, "2025"), "edition-not-approved");
        let listed = federation.of_node("north", "releases list --json").ok().json();
        node.stop();
        listed[0]["digest"].as_str().unwrap().to_owned()
    };
    let first = digest();
    std::fs::remove_dir_all(&data).unwrap();
    copy(&snapshot, &data);
    assert!(federation.of_node("north", "releases list --json").ok().json().as_array().unwrap().is_empty());
    assert_eq!(digest(), first);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).unwrap();
        if entry.is_dir() {
            copy(&entry, &to);
        } else {
            std::fs::copy(&entry, &to).unwrap();
        }
    }
}

/// Two editions are asked for at once: one is built, the other hears that it has to wait.
#[test]
fn two_builds_at_once_are_one_after_the_other() {
    let federation = loaded(federation());
    let _node = federation.serve("north");
    let obstacles: Vec<Value> = std::thread::scope(|scope| {
        let asked = ["2025", "2026"].map(|period| scope.spawn(|| open(&federation, period)));
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(obstacles.contains(&json!("edition-not-approved")), "{obstacles:?}");
    assert!(obstacles.contains(&json!("edition-release-waits")), "{obstacles:?}");
    waiting(&federation);
}

/// A release that can't be written is none, says so, and leaves the one that stands as it was.
#[test]
fn a_full_disk_leaves_what_stands() {
    let federation = told_once();
    let Some(node) = federation.serve_on_full_disk("north") else {
        println!("left out: nobody may mount a disk here");
        return;
    };
    // Others learn that it isn't ready; why, stands in the node's own log.
    let obstacle = open(&federation, "2026");
    assert!(obstacle.is_string() && obstacle != "edition-not-approved", "{obstacle}");
    assert!(node.own_log().contains("store-io"), "{obstacle} {}", node.own_log());
    let listed = federation.of_node("north", "releases list --json").ok().json();
    assert_eq!(listed.as_array().unwrap().len(), 1);
    compute(&federation, "2025");
    node.stop();
    let _node = federation.serve("north");
    assert_eq!(open(&federation, "2026"), "edition-not-approved");
}
