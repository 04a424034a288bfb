//! What leaves a node of class `controlled`, and who says so.

use serde_json::{Value, json};

use super::fixture::{Federation, MEMBERS, archipel, files, members};

/// Nodes loaded and serving under a charter of class `controlled`.
fn controlled() -> Federation {
    let federation = Federation::new();
    federation.write_controlled_charter("controlled");
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "controlled");
        federation.ingest(member);
    });
    federation.init_coordinator_under("controlled");
    federation
}

fn releases(federation: &Federation, member: &str) -> Vec<Value> {
    federation.of_node(member, "releases list --json").ok().json().as_array().unwrap().clone()
}

#[test]
fn nothing_is_answered_before_the_officer_approves() {
    let federation = controlled();
    let mut nodes = federation.serve_all();
    let open = federation.of_hub("edition open --json");
    assert_eq!(open.code, 5, "{}", open.stderr);
    let obstacles: Vec<Value> =
        open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect();
    assert_eq!(obstacles, [(); 3].map(|()| json!("edition-not-approved")));
    let status = federation.of_hub("edition status --json").ok().json();
    assert!(status["members"].as_array().unwrap().iter().all(|member| member["state"] == "waiting"));

    let edition = releases(&federation, "north")[0]["edition"].as_str().unwrap().to_owned();
    for member in MEMBERS {
        let listed = releases(&federation, member);
        assert_eq!((listed.len(), &listed[0]["state"]), (1, &json!("pending")));
        let shown = federation.of_node(member, &format!("releases show {edition} --json")).ok().json();
        assert_eq!(shown["review"]["safe"], true);
        assert!(shown["review"]["audit"]["narrowest"].as_f64().is_none_or(|width| width >= 11.0));
        let attacked = federation.of_node(member, &format!("attack {edition} --json")).ok().json();
        assert_eq!(attacked["succeeded"], json!([]));
        assert!(attacked["attack"]["averaging"]["cells"].as_u64().unwrap() > 0, "{attacked}");
    }
    // The north approves with its node running, the east with its node stopped, the west refuses.
    federation.of_node("north", &format!("releases approve {}", &edition[..8])).ok();
    nodes.remove("east").unwrap().stop();
    federation.of_node("east", &format!("releases approve {edition}")).ok();
    nodes.insert("east", federation.serve("east"));
    federation.of_node("west", &format!("releases refuse {edition}")).ok();
    let again = federation.of_node("west", &format!("releases approve {edition} --json"));
    assert_eq!(again.refusal(), (4, "release-state".to_owned()));

    let out = federation.path("bundle");
    federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display())).ok();
    let bundle = files(&out);
    let missing = ("west".to_owned(), "missing".to_owned(), "edition-not-approved".to_owned());
    assert_eq!(members(&bundle)[2], missing);
    // Every cell that could be there is, with figures or without: what is missing would tell.
    let index = String::from_utf8(bundle["index.csv"].clone()).unwrap();
    let towns = index.lines().filter(|line| line.starts_with("town,")).count();
    assert_eq!(towns, 6 * (1 + 3 + 2));
    assert!(
        index.lines().any(|line| line.ends_with(",withheld,,"))
            && index.lines().any(|line| line.contains(",published,1,"))
    );
    for line in index.lines().skip(1).filter(|line| line.contains(",published,1,")) {
        let persons: f64 = line.split(',').nth(4).unwrap().parse().unwrap();
        assert!(persons % 5.0 == 0.0, "{line}");
    }

    for lang in ["en", "fr"] {
        let page = federation.of_node("north", &format!("attack {edition} --lang {lang}")).ok().stdout;
        assert!(page.contains(&edition[..12]) && page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
    federation.of_node("north", &format!("releases withdraw {edition}")).ok();
    let after = federation.of_hub(&format!("index compute --require quorum=2 --out {}", federation.at("after")));
    assert_eq!(after.code, 5, "{}", after.stderr);
    let unknown = federation.of_node("north", "releases show ffffffff --json");
    assert_eq!(unknown.refusal(), (2, "release-unknown".to_owned()));
}

#[test]
fn a_policy_is_stricter_or_an_error_and_approves_for_good() {
    let federation = controlled();
    let charter = archipel(&format!("charter show {} --json", federation.at("controlled"))).ok().json();
    let lattice = charter["lattice_digest"].as_str().unwrap();
    let standing = |threshold: &str| {
        format!(
            "[disclosure]\n{threshold}\n[[standing_approval]]\ncharter = \"isles\"\nmethod = \"ease\"\nmethod_version = 1\nlattice = \"{lattice}\"\n"
        )
    };
    federation.write("north/policy.toml", &standing("persons = 5"));
    assert_eq!(federation.of_node("north", "status --json").refusal(), (4, "policy-looser".to_owned()));
    federation.write("north/policy.toml", &standing("persons = 12"));
    let _north = federation.serve("north");
    federation.of_hub("edition open");
    assert_eq!(releases(&federation, "north")[0]["state"], "active");
    let edition = releases(&federation, "north")[0]["edition"].as_str().unwrap().to_owned();
    let show = |more: &str| federation.of_node("north", &format!("releases show {edition} {more} --json"));
    let published = |shown: Value| -> u64 {
        shown["review"]["tables"].as_array().unwrap().iter().map(|table| table["published"].as_u64().unwrap()).sum()
    };
    let (own, stricter) = (published(show("").ok().json()), published(show("--simulate persons=60").ok().json()));
    assert!(stricter < own, "{stricter} {own}");
    assert_eq!(show("--simulate people=3").refusal(), (2, "release-threshold".to_owned()));
}

/// Puts every node, and the coordinator, under another charter folder.
fn move_all(federation: &Federation, from: &str, to: &str) {
    let nodes = MEMBERS.iter().map(|member| format!("{member}/node.toml"));
    for settings in nodes.chain(["hub/coordinator.toml".to_owned()]) {
        let text = std::fs::read_to_string(federation.path(&settings)).unwrap();
        federation.write(&settings, &text.replace(&federation.at(from), &federation.at(to)));
    }
}

/// Exact cells beside protected ones of the same people would undo the protection.
#[test]
fn a_charter_of_another_class_is_refused_while_a_release_stands() {
    let federation = controlled();
    let nodes = federation.serve_all();
    federation.of_hub("edition open");
    for member in MEMBERS {
        let edition = releases(&federation, member)[0]["edition"].as_str().unwrap().to_owned();
        federation.of_node(member, &format!("releases approve {edition}")).ok();
    }
    drop(nodes);
    move_all(&federation, "controlled", "charter");
    let nodes = federation.serve_all();
    let open = federation.of_hub("edition open --json");
    let obstacles: Vec<Value> =
        open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect();
    assert_eq!(obstacles, [(); 3].map(|()| json!("edition-class-changed")));
    drop(nodes);
    // Back under its own charter, the standing release answers as before.
    move_all(&federation, "charter", "controlled");
    let _nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
}
