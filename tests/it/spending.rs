//! Class `private`: standing approvals for several editions, allowed witnesses, and the statement of a rehearsal about
//! itself.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use serde_json::{Value, json};

use super::fixture::{Federation, MEMBERS, PERIOD, archipel, files};

/// Nodes with loaded data under a charter of class `private`.
fn private() -> Federation {
    let federation = Federation::new();
    federation.write_private_charter("private");
    for member in MEMBERS {
        federation.init_node(member, "private");
        federation.ingest(member);
    }
    federation.init_coordinator_under("private");
    federation
}

fn policy(federation: &Federation) -> String {
    std::fs::read_to_string(federation.path("north/policy.toml")).unwrap()
}

/// A standing approval names ρ and a number of editions, and lets exactly this number through.
#[test]
fn a_standing_approval_lets_so_many_editions_through() {
    let federation = private();
    federation.adopt_budget("north", "1");
    let [charter, key] = ["private", "desk/north.key"].map(|name| federation.at(name));
    let standing = |more: &str| archipel(&format!("charter standing-approval {charter} --member north {more} --json"));
    assert_eq!(standing("").refusal(), (2, "standing-no-editions".to_owned()));
    let text = standing("--editions 2").ok().json()["text"].as_str().unwrap().to_owned();
    assert!(
        text.contains("act standing-approval\n") && text.contains("0.185") && text.contains("editions 2"),
        "{text}"
    );
    let signed = standing(&format!("--editions 2 --key {key}")).ok().json()["section"].as_str().unwrap().to_owned();
    let rule = policy(&federation);
    // Signed for two, it serves for no other number; and an outsider's signature serves for none.
    federation.write("north/policy.toml", &format!("{rule}{}", signed.replace("editions = 2", "editions = 20")));
    assert_eq!(federation.of_node("north", "releases list --json").refusal(), (4, "policy-unsigned".to_owned()));
    let stranger = federation.at("desk/east.key");
    assert_eq!(standing(&format!("--editions 2 --key {stranger}")).refusal(), (4, "decision-other-key".to_owned()));

    federation.write("north/policy.toml", &format!("{rule}{signed}"));
    let nodes = federation.serve_all();
    let obstacle = |revision: u32| {
        let opened = federation.of_hub(&format!("edition open --revision {revision} --json")).json();
        opened["members"].as_array().unwrap().iter().find(|member| member["member"] == "north").unwrap()["obstacle"]
            .clone()
    };
    assert_eq!((obstacle(0), obstacle(1)), (Value::Null, Value::Null));
    assert_eq!((obstacle(2), obstacle(2)), (json!("edition-not-approved"), json!("edition-not-approved")));
    drop(nodes);
    assert_eq!(federation.of_node("north", "budget --json").ok().json()["spent"], 370_000);
    let settings = federation.at("north/node.toml");
    let records = archipel(&format!("audit log --kind budget.approved --json --config {settings}")).ok().json();
    let approved: Vec<_> =
        records.as_array().unwrap().iter().map(|r| (r["standing"].clone(), r["editions"].clone())).collect();
    assert_eq!(approved, [(json!(true), json!(2)), (json!(true), json!(2))]);
    archipel(&format!("audit verify {} --charter {charter}", federation.at("north/log"))).ok();
    // The officer's own decision goes beyond.
    let releases = federation.of_node("north", "releases list --json").ok().json();
    let third = releases.as_array().unwrap().iter().find(|release| release["revision"] == 2).unwrap().clone();
    federation.approve("north", third["edition"].as_str().unwrap());
    let nodes = federation.serve_all();
    assert_eq!(obstacle(2), Value::Null);
    drop(nodes);
    archipel(&format!("audit verify {} --charter {charter}", federation.at("north/log"))).ok();
}

/// A member with its own key among its witnesses has none: it could make every statement about itself twice.
#[test]
fn nobody_witnesses_what_they_spend_themselves() {
    let federation = private();
    federation.adopt_budget("north", "1");
    let rule = policy(&federation);
    let before = federation.of_node("north", "budget --json").ok().json();
    let status = federation.of_node("north", "status --json").ok().json();
    let own = format!("[[witness]]\nid = \"north\"\nkey = \"{}\"\n", status["log"]["witness_key"].as_str().unwrap());
    let key = federation.at("desk/north.key");
    for policy in [format!("{rule}{own}"), format!("lifetime_rho = \"1\"\n{own}")] {
        federation.write("north/policy.toml", &policy);
        let adopted = federation.of_node("north", &format!("budget --adopt --json --key {key}"));
        assert_eq!(adopted.refusal(), (4, "budget-no-witness".to_owned()), "{policy}");
        let after = federation.of_node("north", "budget --json").ok().json();
        assert_eq!((&after["witnesses"], &after["lacks"]), (&before["witnesses"], &json!("budget-no-witness")));
    }
    // Nor does its node sign a claim of its own, whatever caller brings it.
    federation.write("north/policy.toml", &rule);
    let nodes = federation.serve_all();
    federation.of_hub("edition open");
    let listed = federation.of_node("north", "releases list --json").ok().json();
    federation.approve("north", listed[0]["edition"].as_str().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (peers, north) = (federation.peers("private"), "north".parse().unwrap());
    let told = runtime.block_on(async {
        use archipel::coordinator::NodeClient as _;
        let opened = peers.open_edition(&north, (&PERIOD.parse().unwrap(), 0), &|_| ()).await;
        assert_eq!(opened.unwrap_err().key, "edition-not-approved");
        let key = peers.describe(&north).await.unwrap().log_key;
        let (claims, _) = peers.claims(&north).await.unwrap();
        peers.sign_claim(&north, &key, &claims[0]).await.unwrap_err()
    });
    assert_eq!(told.key, "witness-unknown-log");
    drop(nodes);
}

/// Each run on real files is another release about the same people, which no budget counts: it says so, and its page is
/// marked.
#[test]
fn a_rehearsal_on_real_files_says_that_nobody_counts_it() {
    let federation = Federation::new();
    federation.write_private_charter("private");
    let [charter, data] = ["private", "data"].map(|name| federation.at(name));
    let simulate = |out: &str, lang: &str| {
        let out = federation.at(out);
        archipel(&format!("simulate --charter {charter} --data {data} --out {out} --period {PERIOD} --lang {lang}"))
            .ok()
    };
    let said = |what: &str, lang: &str| {
        let texts =
            std::fs::read_to_string(format!("{}/crates/bundle/src/text/{lang}.ftl", env!("CARGO_MANIFEST_DIR")))
                .unwrap();
        let line = texts.lines().find_map(|line| line.strip_prefix(&format!("{what} = "))).unwrap();
        // Lines are broken at the width of a terminal.
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for lang in ["en", "fr"] {
        let ended = simulate(lang, lang);
        let words = format!("{}\n{}", ended.stdout, ended.stderr);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&said("simulate-unpaid", lang)), "{words}");
    }
    let of = |bundle: &str| {
        let files = files(&federation.path(bundle));
        let edition: Value = serde_json::from_slice(&files["edition.json"]).unwrap();
        let page = String::from_utf8(files["report.html"].clone()).unwrap();
        let body = page.split("<body").nth(1).unwrap().split('>').next().unwrap().to_owned();
        (edition["rehearsal"].clone(), edition["synthetic"].clone(), body.contains("rehearsal"))
    };
    assert_eq!(of("en"), (json!(true), json!(false), true));
}
