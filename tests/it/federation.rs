//! Three nodes and a coordinator as processes, from settings to bundle.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;

use super::fixture::{
    Federation, MEMBERS, PEOPLE, PERIOD, archipel, check_sums, files, lasting, people, program, until,
};

#[test]
fn processes_compute_what_a_rehearsal_does() {
    let federation = Federation::ready();
    let mut nodes = federation.serve_all();
    let all = |state| MEMBERS.map(|member| json!({ "member": member, "state": state, "obstacle": null })).to_vec();

    let hub = federation.at("hub/coordinator.toml");
    let status = archipel(&format!("coordinator status --json --config {hub}")).ok().json();
    let status: Vec<_> = status["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| ["member", "periods", "obstacle"].map(|key| m[key].clone()))
        .collect();
    assert_eq!(status, MEMBERS.map(|member| [json!(member), json!([PERIOD]), json!(null)]));
    let plan = federation.of_hub("edition plan --json").ok().json();
    assert_eq!(plan["able"], 3);
    assert_eq!(plan["tables"].as_array().unwrap().len(), 6 + 6 + 3);
    assert_eq!(federation.of_hub("edition status --json").ok().json()["members"], json!(all(None)));
    let opened = federation.of_hub("edition open --json").ok().json();
    let ready = |member| json!({ "member": member, "ready": true, "obstacle": null });
    assert_eq!((&opened["edition"], &opened["members"]), (&plan["edition"], &json!(MEMBERS.map(ready))));
    assert_eq!(federation.of_hub("edition status --json").ok().json()["members"], json!(all(Some("ready"))));

    let computed = federation.of_hub(&format!("index compute --json --out {}", federation.at("bundle"))).ok().json();
    let [charter, data, out] = ["charter", "data", "rehearsal"].map(|name| federation.at(name));
    archipel(&format!("simulate --charter {charter} --data {data} --out {out} --period {PERIOD}")).ok();
    check_sums(&files(&federation.path("bundle")));
    let (bundle, rehearsal) = (lasting(&federation.path("bundle")), lasting(&federation.path("rehearsal")));
    assert_eq!(bundle.keys().collect::<Vec<_>>(), rehearsal.keys().collect::<Vec<_>>());
    // A rehearsal says that it is one.
    for (name, bytes) in rehearsal.iter().filter(|(name, _)| !["edition.json", "report.html"].contains(&name.as_str()))
    {
        assert!(bundle[name] == *bytes, "{name}: {}", String::from_utf8_lossy(&bundle[name]));
    }
    assert_eq!(computed["whole"]["persons"], json!((3 * PEOPLE) as f64));
    let again = federation.of_hub(&format!("index compute --json --out {}", federation.at("bundle")));
    assert_eq!(again.code, 3, "nothing is overwritten");

    // A node's release outlives its process.
    let of_north =
        |json: &serde_json::Value| (json["running"].clone(), json["datasets"].clone(), json["editions"].clone());
    let running = of_north(&federation.of_node("north", "status --json").ok().json());
    assert_eq!(running.0, true);
    assert_eq!((&running.1[0]["period"], &running.1[0]["rows"]), (&json!(PERIOD), &json!(PEOPLE)));
    assert_eq!(running.2, json!([{ "edition": plan["edition"], "period": PERIOD, "state": "ready" }]));
    assert_eq!(federation.of_node("north", "datasets --json").ok().json(), running.1);

    let north = nodes.remove("north").unwrap();
    let socket = north.socket.clone();
    assert_eq!(north.stop().code(), Some(0));
    assert!(!socket.exists());
    let stopped = of_north(&federation.of_node("north", "status --json").ok().json());
    assert_eq!(stopped, (json!(false), running.1.clone(), running.2));
    assert_eq!(federation.of_node("north", "datasets --json").ok().json(), running.1);

    nodes.insert("north", federation.serve("north"));
    federation.of_hub(&format!("index compute --out {}", federation.at("again"))).ok();
    assert!(lasting(&federation.path("again")) == bundle);
}

#[test]
fn a_running_node_loads_for_its_operator() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let node = federation.serve("east");
    federation.write("more.csv", &people("east", 401, 9));
    let order = format!("ingest {} --period {PERIOD} --json", federation.at("more.csv"));
    let rows = || federation.of_node("east", "datasets --json").ok().json()[0]["rows"].clone();

    assert_eq!(federation.of_node("east", &order).refusal(), (4, "store-period-taken".into()));
    assert_eq!(rows(), json!(PEOPLE));
    // With the socket alone: these settings lead neither to the store nor to its key.
    let settings = fs::read_to_string(federation.path("east/node.toml")).unwrap();
    let blind = settings.replace("\"data\"", "\"nowhere\"").replace("\"master.key\"", "\"no.key\"");
    assert_ne!(settings, blind);
    federation.write("east/blind.toml", &blind);
    let blindly = format!("--config {}", federation.at("east/blind.toml"));
    let loaded = archipel(&format!("node {order} --replace {blindly}")).ok().json();
    assert_eq!(loaded["rows"], 401);
    assert_eq!(rows(), 401);
    assert_eq!(archipel(&format!("node status --json {blindly}")).ok().json()["running"], true);

    let second = archipel(&format!("node serve --json --config {}", federation.at("east/node.toml")));
    assert_eq!(second.refusal(), (1, "store-locked".into()));
    assert_eq!(rows(), 401, "the first one goes on");
    assert_eq!(node.stop().code(), Some(0));
    assert_eq!(archipel(&format!("node status --json {blindly}")).refusal(), (1, "identity-file-unreadable".into()));
    assert_eq!(rows(), 401);
}

/// A load that was acknowledged isn't undone by another at the same time.
#[test]
fn loads_at_the_same_time_take_turns() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let node = federation.serve("east");
    let counts = [3001_u64, 3002];
    counts.iter().for_each(|count| federation.write(&format!("{count}.csv"), &people("east", *count, *count)));
    let load_both = |period: &str, replace: &str| -> Vec<u64> {
        let settings = federation.at("east/node.toml");
        let load = |count: u64| {
            let order = format!("{} --period {period} {replace}", federation.at(&format!("{count}.csv")));
            let mut command = program(&format!("node ingest {order} --config {settings}"));
            (count, command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
        };
        let loads = counts.map(load);
        let done = loads.into_iter().map(|(count, mut child)| (count, child.wait().unwrap().code()));
        done.filter(|(_, code)| *code == Some(0)).map(|(count, _)| count).collect()
    };
    for round in 0..5 {
        let period = format!("{}", 2001 + round);
        let acknowledged = load_both(&period, "");
        assert_eq!(acknowledged.len(), 1, "one of them is told that the period is taken");
        let datasets = federation.of_node("east", "datasets --json").ok().json();
        assert_eq!(datasets[round]["rows"], acknowledged[0]);
        assert_eq!(load_both(&period, "--replace").len(), 2);
    }
    node.stop();
    let datasets = federation.of_node("east", "datasets --json").ok().json();
    assert_eq!(datasets.as_array().unwrap().len(), 5);
    assert_eq!(files(&federation.path("east/data/segments")).len(), 10, "nothing stays of what was replaced");
}

#[test]
fn a_check_finds_everything_and_loads_nothing() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let node = federation.serve("east");
    federation.write("bad.csv", &people("east", 50, 3).replace(",old,", ",ancient,"));
    for file in ["bad.csv", "data/east.csv"] {
        let order = format!("ingest {} --period {PERIOD} --json", federation.at(file));
        let through_the_node = federation.of_node("east", &format!("{order} --check"));
        assert_eq!(federation.of_node("east", "datasets --json").ok().json(), json!([]));
        assert_eq!(through_the_node.code, if file == "bad.csv" { 3 } else { 0 });
    }
    let odd: String = people("east", 1, 3).lines().map(|line| format!("{line},\u{1b}[2J\n")).collect();
    federation.write("odd.csv", &odd);
    let odd =
        federation.of_node("east", &format!("ingest {} --period {PERIOD} --check", federation.at("odd.csv"))).ok();
    assert!(odd.stdout.contains("\u{fffd}[2J") && !odd.stdout.contains('\u{1b}'), "{}", odd.stdout);
    let load = format!("ingest {} --period {PERIOD} --json", federation.at("bad.csv"));
    let running = federation.of_node("east", &load);
    assert_eq!(running.refusal(), (3, "ingest-category-unknown".into()));
    node.stop();
    let stopped = federation.of_node("east", &load);
    assert_eq!((stopped.code, stopped.stderr), (running.code, running.stderr), "with and without a running node");
    assert_eq!(federation.of_node("east", "datasets --json").ok().json(), json!([]));
}

#[test]
fn a_check_finds_what_only_the_load_as_a_whole_meets() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let heavy = (0..110_000).map(|person| format!("{person},E1,10000000,old,alone,1,5,3\n"));
    let heavy = "person_id,area,weight,age,home,online,cost,ease\n".to_owned() + &heavy.collect::<String>();
    federation.write("heavy.csv", &heavy);
    let order = |file: &str, options: &str| {
        federation.of_node("east", &format!("ingest {} --period {PERIOD} --json {options}", federation.at(file)))
    };
    for options in ["--check", ""] {
        assert_eq!(order("heavy.csv", options).refusal(), (3, "store-weights-too-large".into()), "{options}");
    }
    federation.ingest("east");
    let taken = order("data/east.csv", "--check");
    assert_eq!(taken.refusal(), (4, "store-period-taken".into()));
    assert_eq!(taken.json()["rows"], PEOPLE, "the file was read all the same");
    order("data/east.csv", "--check --replace").ok();
}

/// The file is a pipe, so that the test decides how long the load takes.
#[test]
fn a_node_that_is_asked_to_stop_finishes_the_load_in_hand() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let node = federation.serve("east");
    let pipe = federation.at("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let settings = federation.at("east/node.toml");
    let mut command = program(&format!("node ingest {pipe} --period {PERIOD} --json --config {settings}"));
    let mut client = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let text = people("east", PEOPLE, 1);
    let (half, rest) = text.split_at(text.len() / 2);
    let mut file = fs::File::options().write(true).open(&pipe).unwrap();
    file.write_all(half.as_bytes()).unwrap();
    node.signal("TERM");
    until("the node knows that it shall stop", || node.log().contains("Stopping").then_some(()));
    assert!(client.try_wait().unwrap().is_none());
    file.write_all(rest.as_bytes()).unwrap();
    drop(file);
    assert_eq!(node.stop().code(), Some(0));
    assert_eq!(client.wait().unwrap().code(), Some(0));
    assert_eq!(federation.of_node("east", "datasets --json").ok().json()[0]["rows"], PEOPLE);
}

/// A release has the shape of its own charter's lattice.
#[test]
fn a_release_answers_under_its_own_charter_alone() {
    let federation = Federation::ready();
    let nodes = federation.serve_all();
    federation.of_hub("edition open").ok();
    drop(nodes);
    let editions = || federation.of_node("north", "status --json").ok().json()["editions"].clone();
    assert_eq!(editions().as_array().unwrap().len(), 1);
    federation.write_charter("other", "Another title");
    let settings = fs::read_to_string(federation.path("north/node.toml")).unwrap();
    let (one, other) = (federation.at("charter"), federation.at("other"));
    federation.write("north/node.toml", &settings.replace(&one, &other));
    assert_eq!(editions(), json!([]));
    assert_eq!(federation.of_node("north", "datasets --json").ok().json()[0]["fits_charter"], true);
}
