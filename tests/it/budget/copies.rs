//! Copies of a node, and earlier states of it that were put back: spent cost stays spent.

use super::*;
use crate::fixture::Served;

/// A node that is put back from a copy draws nothing twice, whatever its coordinator forgets.
#[test]
fn a_copy_of_a_node_spends_what_the_node_spent() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "0.4"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("north").unwrap().stop();
    let (folder, aside) = (federation.path("north"), federation.path("aside"));
    copy(&folder, &aside);
    nodes.insert("north", federation.serve("north"));
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    let first = federation.path("first");
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", first.display())).ok();

    let put_back = |nodes: &mut std::collections::BTreeMap<&str, Served>| {
        nodes.remove("north").unwrap().stop();
        std::fs::remove_dir_all(&folder).unwrap();
        copy(&aside, &folder);
        // A coordinator that has forgotten the log, and its own signatures.
        for file in ["north.vkey", "north.checkpoint", "north.claim", &format!("{edition}/north.release")] {
            let _ = std::fs::remove_file(federation.path(&format!("hub/memory/{file}")));
        }
        nodes.insert("north", federation.serve("north"));
    };
    put_back(&mut nodes);
    // Its witnesses tell it: nothing can be drawn for this edition any more, as its figures would differ.
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"));
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"));
    assert_eq!(release(&federation, "north", "2025")["state"], "burnt");
    assert_eq!(
        kinds(&federation, "north"),
        ["budget.ruled", "budget.approved", "budget.reserved", "budget.burnt"],
        "what was drawn before counts as what is reserved now"
    );
    // There is room for one more: a revision.
    assert_eq!(revision_obstacles(&federation, "2025", 1)[1], json!("edition-not-approved"));
    let releases = federation.of_node("north", "releases list --json").ok().json();
    let corrected = releases.as_array().unwrap().iter().find(|release| release["revision"] == 1).unwrap().clone();
    assert_eq!(corrected["spending"]["total"], 370_000);
    federation.approve("north", corrected["edition"].as_str().unwrap());
    assert_eq!(revision_obstacles(&federation, "2025", 1)[1], Value::Null);
    // Once more from the same copy: two were drawn, so nothing is left.
    put_back(&mut nodes);
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"));
    assert!(kinds(&federation, "north").contains(&"budget.found".to_owned()));
    assert_eq!(revision_obstacles(&federation, "2025", 1)[1], json!("edition-lost"));
    assert_eq!(revision_obstacles(&federation, "2025", 2)[1], json!("edition-budget-spent"));
    let budget = federation.of_node("north", "budget --json").ok().json();
    let rows = budget["editions"].as_array().unwrap().iter().map(|row| row["rho"].as_u64().unwrap());
    assert_eq!((&budget["spent"], rows.sum::<u64>()), (&json!(370_000), 370_000), "{budget}");
    drop(nodes);
    // Figures of the earlier node may be out: figures without a bound aren't told beside them.
    federation.write_controlled_charter("controlled");
    move_all(&federation, "private", "controlled");
    MEMBERS.iter().for_each(|member| std::fs::remove_file(federation.path(&format!("{member}/policy.toml"))).unwrap());
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-class-changed"));
}

/// A node that was replaced by a copy from before its edition was drawn; and the edition.
fn put_back() -> (Federation, String) {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "0.4"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("north").unwrap().stop();
    copy(&federation.path("north"), &federation.path("aside"));
    nodes.insert("north", federation.serve("north"));
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at("first"))).ok();
    for (_, node) in nodes {
        node.stop();
    }
    again(&federation);
    (federation, edition)
}

/// Puts the copy of a stopped node back in its place.
fn again(federation: &Federation) {
    std::fs::remove_dir_all(federation.path("north")).unwrap();
    copy(&federation.path("aside"), &federation.path("north"));
}

/// A witness or coordinator that lets a log begin anew forgets what it has seen of it, and not what was spent.
#[test]
fn what_was_spent_is_known_beyond_what_a_witness_forgets() {
    let (federation, edition) = put_back();
    for witness in ["east", "west"] {
        let key = federation.at(&format!("desk/{witness}.key"));
        let settings = federation.at(&format!("{witness}/node.toml"));
        archipel(&format!("audit settle --log isles/north/audit --key {key} --config {settings}")).ok();
        let seen = std::fs::read_to_string(federation.path(&format!("{witness}/log/seen.json"))).unwrap();
        assert!(!seen.contains("north"), "{seen}");
    }
    // The files that a coordinator is told to remove, and all others on the member.
    let forget = |files: &[&str]| {
        files.iter().for_each(|file| std::fs::remove_file(federation.path(&format!("hub/memory/{file}"))).unwrap());
    };
    let release = format!("{edition}/north.release");
    forget(&["north.vkey", "north.checkpoint", &release, "north.claim"]);
    let nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"), "by its witnesses");
    let spent = || {
        let budget = federation.of_node("north", "budget --json").ok().json();
        (budget["spent"].clone(), budget["editions"][0]["outcome"].clone())
    };
    assert_eq!(spent(), (json!(185_000), json!("burnt")));
    drop(nodes);
    // Once more, and this time only the coordinator knows.
    again(&federation);
    for witness in ["east", "west"] {
        std::fs::remove_file(federation.path(&format!("{witness}/log/claims.json"))).unwrap();
    }
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"), "by the coordinator");
    assert_eq!(spent(), (json!(185_000), json!("burnt")));
}

/// The officer's decision on a budget serves once: an earlier one doesn't come back.
#[test]
fn an_earlier_budget_does_not_come_again() {
    let federation = private();
    let rules = || kinds(&federation, "north").iter().filter(|kind| *kind == "budget.ruled").count();
    federation.adopt_budget("north", "2");
    let generous = std::fs::read_to_string(federation.path("north/policy.toml")).unwrap();
    let text = federation.of_node("north", "budget --print --json").ok().json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("number 2\nlifetime 2\nwitness isles/"), "{text}");
    let desk = federation.path("desk");
    let sign = |text: &str, name: &str| {
        federation.write(&format!("desk/{name}.txt"), text);
        archipel_in(&desk, &format!("pki sign {name}.txt --key north.key --out {name}.note")).ok();
        federation.at(&format!("desk/{name}.note"))
    };
    let first = sign(&text.replace("number 2", "number 1"), "first");
    let of_node = |note: &str| federation.of_node("north", &format!("budget --adopt --note {note} --json"));
    // A decision that has been followed changes nothing when it comes again.
    of_node(&first).ok();
    assert_eq!(rules(), 1);
    federation.write("north/policy.toml", &generous.replace("\"2\"", "\"0.5\""));
    let text = federation.of_node("north", "budget --print --json").ok().json()["text"].as_str().unwrap().to_owned();
    of_node(&sign(&text, "second")).ok();
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["lifetime"], 500_000);
    federation.write("north/policy.toml", &generous);
    assert_eq!(of_node(&first).refusal(), (4, "decision-other-text".to_owned()));
    assert_eq!((rules(), &federation.of_node("north", "budget --json").ok().json()["lifetime"]), (2, &json!(500_000)));
}

/// A coordinator that has a release brings no claim for another one, so that the officer learns of it before more is
/// spent.
#[test]
fn a_coordinator_that_has_figures_has_no_others_drawn() {
    let (federation, _) = put_back();
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-lost-release"));
    let out = federation.at("second");
    let computed = federation.of_hub(&format!("index compute --require quorum=1 --out {out} --json"));
    assert_eq!(computed.refusal(), (5, "index-too-few-members".to_owned()));
    // It is reserved as before, and waits: no coordinator was told.
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    let budget = federation.of_node("north", "budget --json").ok().json();
    assert_eq!(budget["editions"][0]["outcome"], "reserved");
}
