//! Class `private` at real nodes: what an edition costs is approved before anything is drawn, and counts whatever comes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use archipel::model::MemberId;

use super::fixture::{Federation, MEMBERS, PERIOD, archipel, archipel_in, copy, files, members};
use super::officer::move_all;

/// Nodes loaded under a charter of class `private`.
pub(crate) fn private() -> Federation {
    let federation = Federation::new();
    federation.write_private_charter("private");
    loaded(federation)
}

fn loaded(federation: Federation) -> Federation {
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "private");
        federation.ingest(member);
    });
    federation.init_coordinator_under("private");
    federation
}

fn obstacles(federation: &Federation, period: &str) -> Vec<Value> {
    revision_obstacles(federation, period, 0)
}

fn revision_obstacles(federation: &Federation, period: &str, revision: u32) -> Vec<Value> {
    let settings = federation.at("hub/coordinator.toml");
    let open = archipel(&format!("edition open --period {period} --revision {revision} --json --config {settings}"));
    open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect()
}

fn release(federation: &Federation, member: &str, period: &str) -> Value {
    let listed = federation.of_node(member, "releases list --json").ok().json();
    listed.as_array().unwrap().iter().find(|release| release["period"] == period).unwrap().clone()
}

/// The edition that every officer is asked about, of the period before all others.
pub(crate) fn asked(federation: &Federation) -> String {
    obstacles(federation, "2025");
    release(federation, "north", "2025")["edition"].as_str().unwrap().to_owned()
}

/// While nobody can read the records of a node.
fn without_records(federation: &Federation, then: impl FnOnce()) {
    let [records, aside] = ["north/data/segments", "aside-segments"].map(|folder| federation.path(folder));
    std::fs::rename(&records, &aside).unwrap();
    then();
    std::fs::rename(&aside, &records).unwrap();
}

fn kinds(federation: &Federation, member: &str) -> Vec<String> {
    let settings = federation.at(&format!("{member}/node.toml"));
    let records = archipel(&format!("audit log --config {settings} --json")).ok().json();
    let kinds = records.as_array().unwrap().iter().map(|record| record["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind.starts_with("budget.") && kind != "budget.witnessed").collect()
}

#[test]
fn a_lifetime_allows_what_it_allows_and_nothing_is_drawn_beyond() {
    let federation = private();
    let nodes = federation.serve_all();
    // Nobody has decided what all may cost: nothing is even put to the officer.
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
    // The secret is gone, and asking again costs nothing and tells the same.
    let after = federation.path("after");
    federation.of_hub(&format!("index compute --require quorum=2 --out {}", after.display())).ok();
    assert_eq!(files(&after)["answers/north.csv"], bundle["answers/north.csv"]);
    assert_eq!(kinds(&federation, "north").len(), 4);
    drop(nodes);

    // Another period of the same people is another look at them: there isn't enough left, whatever the data are.
    for member in ["north", "east"] {
        let file = federation.at(&format!("data/{member}.csv"));
        federation.of_node(member, &format!("ingest {file} --period 2026")).ok();
    }
    let _nodes = federation.serve_all();
    let told = obstacles(&federation, "2026");
    assert_eq!(told, [json!("edition-budget-spent"), json!("edition-budget-spent"), json!("member-no-data")]);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

#[test]
fn nothing_is_put_to_nobody() {
    let federation = Federation::new();
    federation.write_private_charter_of_nobody("private");
    let federation = loaded(federation);
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [(); 3].map(|()| json!("budget-no-officer")));
    assert_eq!(kinds(&federation, "north"), [""; 0]);
}

/// A node that is stopped between any two steps goes on where it was, with the same figures and the same cost.
#[test]
fn a_release_that_was_reserved_is_drawn_once() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let nodes = federation.serve_all();
    let edition = asked(&federation);
    drop(nodes);
    MEMBERS.iter().for_each(|member| federation.approve(member, &edition));
    // New records before anything is reserved: the officer is asked again, and nothing is spent.
    federation.ingest_again("north");
    let nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025"), [Value::Null, json!("edition-not-approved"), Value::Null]);
    federation.approve("north", &edition);
    // What can't be read costs nothing.
    without_records(&federation, || assert_ne!(obstacles(&federation, "2025")[1], Value::Null));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 0);
    assert_eq!(obstacles(&federation, "2025"), [Value::Null, Value::Null, Value::Null]);
    drop(nodes);
    assert_eq!(
        kinds(&federation, "north"),
        ["budget.ruled", "budget.approved", "budget.approved", "budget.reserved", "budget.spent"]
    );
    // Whatever is loaded afterwards, what was drawn stays drawn.
    federation.ingest_again("north");
    let _nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    assert_eq!(kinds(&federation, "north").len(), 5);
    federation.decide("north", &format!("withdraw {edition} --yes")).ok();
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

/// Too few witnesses: nothing is drawn, what is reserved waits, and is drawn once when they are there.
#[test]
fn nothing_is_drawn_before_more_than_half_of_the_witnesses_know() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("east");
    nodes.remove("west");
    // The coordinator alone is one of three.
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed"));
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    // Whoever withholds a witness learns no time from it: nothing is read again meanwhile.
    without_records(&federation, || assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed")));
    assert_eq!(release(&federation, "north", "2025")["state"], "approved");
    let budget = federation.of_node("north", "budget --json").ok().json();
    assert_eq!((&budget["spent"], &budget["editions"][0]["outcome"]), (&json!(185_000), &json!("reserved")));
    nodes.insert("east", federation.serve("east"));
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    assert_eq!(kinds(&federation, "north").len(), 4);
    drop(nodes);

    // Other witnesses take their places once more than half of those before know of it.
    let policy = std::fs::read_to_string(federation.path("north/policy.toml")).unwrap();
    let without_west = policy.split("[[witness]]").filter(|witness| !witness.contains("\"west\"")).collect::<Vec<_>>();
    federation.write("north/policy.toml", &without_west.join("[[witness]]"));
    let differs = federation.of_node("north", "budget --json").ok().json();
    let proposed = &differs["proposed"];
    assert_eq!((&proposed["lifetime"], proposed["witnesses"].as_array().unwrap().len()), (&json!(1_000_000), 2));
    assert_eq!(differs["waits"], false);
    let key = federation.at("desk/north.key");
    let adopted = federation.of_node("north", &format!("budget --adopt --json --key {key}")).ok().json();
    assert_eq!((&adopted["waits"], adopted["witnesses"].as_array().unwrap().len()), (&json!(true), 3));
    federation.of_node("north", &format!("ingest {} --period 2026", federation.at("data/north.csv"))).ok();
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2026")[1], json!("edition-not-approved"));
    let held = federation.of_node("north", "budget --json").ok().json();
    assert_eq!((&held["waits"], held["witnesses"].as_array().unwrap().len()), (&json!(false), 2));
    assert_eq!(kinds(&federation, "north")[4..], ["budget.ruled", "budget.handed-over"]);
}

/// What is drawn is what was approved and reserved, whatever the policy says by then: in the node as in a copy of it, so that one
/// secret gives one set of figures.
#[test]
fn what_was_reserved_is_drawn_by_its_own_plan() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let rule = std::fs::read_to_string(federation.path("north/policy.toml")).unwrap();
    let strict = format!("{rule}[privacy]\nrho = \"strict\"\n");
    federation.write("north/policy.toml", &strict);
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    nodes.remove("east");
    nodes.remove("west");
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-not-witnessed"));
    nodes.remove("north").unwrap().stop();
    let (folder, aside) = (federation.path("north"), federation.path("aside"));
    copy(&folder, &aside);
    // What was approved at 0.05 is drawn at 0.05, and doesn't wait for another word.
    federation.write("north/policy.toml", &rule);
    MEMBERS.iter().for_each(|member| drop(nodes.insert(member, federation.serve(member))));
    let drawn = || release(&federation, "north", "2025")["digest"].clone();
    let out = federation.path("bundle");
    federation.of_hub(&format!("index compute --require quorum=1 --out {}", out.display())).ok();
    archipel(&format!("index verify {}", out.display())).ok();
    assert!(files(&out)["answers/north.plan"].starts_with(b"archipel plan 1\nrho 0.05\n"));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 50_000);
    let first = drawn();

    nodes.remove("north").unwrap().stop();
    std::fs::remove_dir_all(&folder).unwrap();
    copy(&aside, &folder);
    for file in ["north.vkey", "north.checkpoint", &format!("{edition}/north.release")] {
        let _ = std::fs::remove_file(federation.path(&format!("hub/memory/{file}")));
    }
    federation.write("north/policy.toml", &strict.replace("strict", "0.1"));
    nodes.insert("north", federation.serve("north"));
    assert_eq!(obstacles(&federation, "2025")[1], Value::Null);
    assert_eq!(drawn(), first);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 50_000);
}

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

    let put_back = |nodes: &mut std::collections::BTreeMap<&str, super::fixture::Served>| {
        nodes.remove("north").unwrap().stop();
        std::fs::remove_dir_all(&folder).unwrap();
        copy(&aside, &folder);
        // A coordinator that has forgotten the log, and what it signed.
        for file in ["north.vkey", "north.checkpoint", "north.claim", &format!("{edition}/north.release")] {
            let _ = std::fs::remove_file(federation.path(&format!("hub/memory/{file}")));
        }
        nodes.insert("north", federation.serve("north"));
    };
    put_back(&mut nodes);
    // Its witnesses tell it: of this edition nothing can be drawn any more, as its figures would be others.
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
    // Figures of the node before may be out: nothing that has no bound is told beside them.
    federation.write_controlled_charter("controlled");
    move_all(&federation, "private", "controlled");
    MEMBERS.iter().for_each(|member| std::fs::remove_file(federation.path(&format!("{member}/policy.toml"))).unwrap());
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-class-changed"));
}

/// A node whose edition was drawn after a copy was made of it, which takes its place; and the edition.
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

/// Puts the copy of a node that is stopped back in its place.
fn again(federation: &Federation) {
    std::fs::remove_dir_all(federation.path("north")).unwrap();
    copy(&federation.path("aside"), &federation.path("north"));
}

/// Whoever lets a log begin anew, as witness or coordinator, forgets what it has seen of it, and not what was spent.
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
    // What a coordinator is told to remove, and whatever else it knows of the member.
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
    // Once more, and this time the coordinator alone knows.
    again(&federation);
    for witness in ["east", "west"] {
        std::fs::remove_file(federation.path(&format!("{witness}/log/claims.json"))).unwrap();
    }
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-lost"), "by the coordinator");
    assert_eq!(spent(), (json!(185_000), json!("burnt")));
}

/// A coordinator that has a release brings no claim for another one, so that the officer hears of it before more is spent.
#[test]
fn a_coordinator_that_has_figures_has_no_others_drawn() {
    let (federation, _) = put_back();
    let _nodes = federation.serve_all();
    assert_eq!(obstacles(&federation, "2025")[1], json!("member-lost-release"));
    let out = federation.at("second");
    let computed = federation.of_hub(&format!("index compute --require quorum=1 --out {out} --json"));
    assert_eq!(computed.refusal(), (5, "index-too-few-members".to_owned()));
    // It is reserved as before, and waits: nobody was told.
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    let budget = federation.of_node("north", "budget --json").ok().json();
    assert_eq!(budget["editions"][0]["outcome"], "reserved");
}

/// The budget is the member's, whatever its charters: an edition under another one counts on top.
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
        // What the budget has no room for isn't put to the officer.
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

/// However many ask at once, before and after its witnesses know, what was approved once is reserved once and drawn once.
#[test]
fn an_edition_that_many_open_at_once_is_drawn_once() {
    use archipel::coordinator::{Peers as _, Word};
    let federation = private();
    federation.adopt_budget("north", "1");
    federation.limit("north/node.toml", "calls_per_peer = 128\n");
    let _nodes = federation.serve_all();
    federation.approve("north", &asked(&federation));
    let (peers, north) = (std::sync::Arc::new(federation.peers("private")), "north".parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let open_at_once = || -> Vec<String> {
        let open = |_| {
            let (peers, north) = (peers.clone(), MemberId::clone(&north));
            runtime.spawn(async move {
                let opened = peers.open_edition(&north, (&PERIOD.parse().unwrap(), 0), &|_| ()).await;
                opened.map_or_else(|problem| problem.key.to_string(), |(edition, _)| edition.to_string())
            })
        };
        let open: Vec<_> = (0..64).map(open).collect();
        open.into_iter().map(|one| runtime.block_on(one).unwrap()).collect()
    };
    let told = open_at_once();
    assert!(told.iter().all(|told| told == "edition-not-approved"), "{told:?}");
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved"]);
    runtime.block_on(async {
        let key = peers.describe(&north).await.unwrap().log_key;
        let mut note = peers.claims(&north).await.unwrap().0.remove(0);
        for witness in ["east", "west"] {
            let said = peers.sign_claim(&witness.parse().unwrap(), &key, &note).await.unwrap();
            let Word::Signed(line) = said else { panic!("{said:?}") };
            note += &line;
        }
        peers.add_claims(&north, &[note], &[]).await.unwrap();
    });
    let told = open_at_once();
    let edition = release(&federation, "north", PERIOD)["edition"].as_str().unwrap().to_owned();
    assert!(told.iter().all(|told| *told == edition), "{told:?}");
    assert_eq!(kinds(&federation, "north"), ["budget.ruled", "budget.approved", "budget.reserved", "budget.spent"]);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 185_000);
}

/// What an officer let through is stopped at no cost before anything is reserved; afterwards its cost counts.
#[test]
fn an_officer_may_think_better_of_it() {
    let federation = private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let mut nodes = federation.serve_all();
    let edition = asked(&federation);
    federation.approve("north", &edition);
    federation.decide("north", &format!("refuse {edition} --yes")).ok();
    assert_eq!(obstacles(&federation, "2025")[1], json!("edition-not-approved"));
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 0);
    federation.approve("west", &edition);
    nodes.remove("north");
    nodes.remove("east");
    assert_eq!(obstacles(&federation, "2025")[2], json!("member-not-witnessed"));
    let refused = federation.decide("west", &format!("refuse {edition} --yes --json"));
    assert_eq!(refused.refusal(), (4, "release-state".to_owned()));
    federation.decide("west", &format!("withdraw {edition} --yes")).ok();
    assert_eq!(release(&federation, "west", "2025")["state"], "withdrawn");
    nodes.insert("north", federation.serve("north"));
    assert_eq!(obstacles(&federation, "2025")[2], json!("edition-withdrawn"));
    let budget = federation.of_node("west", "budget --json").ok().json();
    assert_eq!((&budget["spent"], &budget["editions"][0]["outcome"]), (&json!(185_000), &json!("burnt")));
    for member in ["north", "west"] {
        let log = federation.at(&format!("{member}/log"));
        archipel(&format!("audit verify {log} --charter {}", federation.at("private"))).ok();
    }
}

/// The officer's word on a budget serves once: an earlier one doesn't come back.
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
    // What was followed changes nothing when it comes again.
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

/// A correction is an edition of its own, asked for by its number; there are a hundred of a period.
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
