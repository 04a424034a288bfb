//! Members that can't answer: they are named, and left out where the quorum allows it.

use std::fs;

use serde_json::Value;

use super::super::fixture::{Federation, MEMBERS, archipel, files, members};

#[test]
fn a_member_under_another_charter_or_without_data_is_named() {
    let federation = Federation::new();
    federation.write_charter("other", "The isles, amended");
    federation.init_node("east", "charter");
    federation.init_node("north", "other");
    federation.init_node("west", "charter");
    federation.init_coordinator();
    ["east", "north"].iter().for_each(|member| federation.ingest(member));
    let _nodes = federation.serve_all();
    let reasons = [("east", None), ("north", Some("member-other-charter")), ("west", Some("member-no-data"))];

    let status = archipel(&format!("coordinator status --json --config {}", federation.at("hub/coordinator.toml")));
    let obstacles: Vec<_> =
        status.ok().json()["members"].as_array().unwrap().iter().map(|m| m["obstacle"].clone()).collect();
    assert_eq!(obstacles, [Value::Null, "member-other-charter".into(), Value::Null], "whatever the period");
    let plan = federation.of_hub("edition plan --json").ok().json();
    let planned: Vec<_> =
        MEMBERS.iter().enumerate().map(|(i, member)| (*member, plan["members"][i]["obstacle"].as_str())).collect();
    assert_eq!((&plan["able"], planned), (&1.into(), reasons.to_vec()));
    let opened = federation.of_hub("edition open --json");
    assert_eq!(opened.refusal(), (5, "edition-not-opened".into()));

    let all = federation.of_hub(&format!("index compute --out {}", federation.at("all")));
    assert_eq!(all.code, 5);
    assert!(!federation.path("all").exists());
    let some = federation.of_hub(&format!("index compute --require quorum=1 --out {}", federation.at("some"))).ok();
    for said in [&all.stderr, &some.stderr] {
        for (member, reason) in reasons {
            assert_eq!(said.contains(&format!("{member} is missing: ")), reason.is_some(), "{said}");
            assert!(reason.is_none_or(|reason| said.contains(&format!("[{reason}]"))), "{said}");
        }
    }
    let expected = reasons.map(|(member, reason)| {
        let status = if reason.is_none() { "answered" } else { "missing" };
        (member.to_owned(), status.to_owned(), reason.unwrap_or_default().to_owned())
    });
    assert_eq!(members(&files(&federation.path("some"))), expected);
}

/// Endpoint and authority may come into a charter later than their member.
#[test]
fn a_member_that_can_not_be_reached_yet_is_missing_and_named() {
    for line in ["endpoint = ", "authority = \"authorities/north"] {
        let federation = Federation::new();
        let without = |text: String| {
            let (before, north) = text.split_once("id = \"north\"").unwrap();
            let lines: Vec<_> = north.lines().collect();
            let left_out = lines.iter().position(|known| known.starts_with(line)).unwrap();
            format!("{before}id = \"north\"{}", [&lines[..left_out], &lines[left_out + 1..]].concat().join("\n"))
        };
        federation.write_edited_charter("partial", "The isles", without);
        federation.init_coordinator();
        let settings = fs::read_to_string(federation.path("hub/coordinator.toml")).unwrap();
        federation
            .write("hub/coordinator.toml", &settings.replace(&federation.at("charter"), &federation.at("partial")));
        let _nodes = ["east", "west"].map(|member| {
            federation.init_node(member, "partial");
            federation.ingest(member);
            federation.serve(member)
        });
        let hub = federation.at("hub/coordinator.toml");
        let status = archipel(&format!("coordinator status --json --config {hub}"));
        assert_eq!(status.refusal(), (3, "charter-no-endpoint".into()), "{line}");
        let obstacles =
            status.json()["members"].as_array().unwrap().iter().map(|m| m["obstacle"].clone()).collect::<Vec<_>>();
        assert_eq!(obstacles, [Value::Null, "charter-no-endpoint".into(), Value::Null]);
        let all = federation.of_hub(&format!("index compute --json --out {}", federation.at("all")));
        assert_eq!(all.refusal(), (5, "index-too-few-members".into()));
        federation.of_hub(&format!("index compute --require quorum=2 --out {}", federation.at("two"))).ok();
        let missing = ("north".into(), "missing".into(), "charter-no-endpoint".into());
        assert_eq!(members(&files(&federation.path("two")))[1], missing);
    }
}
