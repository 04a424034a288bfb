//! Nodes that are killed, and disks that fail, while answers leave.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::fixture::{Ended, Federation, archipel, files};
use super::audit;
use crate::traced::{Watched, counts, kill_at, strace_is_there, under};

/// Killed at calls that write something or make it durable, the node restarts with a log that verifies, and every
/// accepted receipt is in it.
#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn a_kill_at_any_sync_loses_no_answer() {
    if !strace_is_there() {
        return;
    }
    let federation = Federation::ready();
    let others: Vec<_> = ["north", "west"].iter().map(|member| federation.serve(member)).collect();
    let east = federation.serve("east");
    federation.of_hub("edition open").ok();
    east.stop();
    let mut unsent = BTreeSet::new();
    let (mut answered, mut kills) = (0, 0);
    let compute = |out: &Path| federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display()));
    let mut judge = |out: &Path, done: Ended| {
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
        if done.code == 0 {
            let bundle = archipel(&format!("index verify {} --json", out.display())).ok().json();
            answered +=
                bundle["members"].as_array().unwrap().iter().filter(|member| member["member"] == "east").count();
        }
        let report = audit(&federation, "east", "report --json").ok().json();
        unsent.extend(report["unsent"].as_array().unwrap().iter().map(|unsent| unsent["seq"].as_u64().unwrap()));
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
    };
    // Just before a checkpoint is renamed, at one record after another: threads count their renames by themselves.
    let mut served = 0;
    for turn in 2..=8 {
        let fault = kill_at("rename", turn);
        let Some(east) = federation.serve_under(&under(&fault), "east") else { continue };
        served += 1;
        let out = federation.path(&format!("renamed-{turn}"));
        let done = compute(&out);
        drop(east);
        judge(&out, done);
    }
    assert!(served > 0, "killed before it served, each time");
    // Also where it makes something durable, or sends something.
    for calls in ["fsync", "writev", "sendto"] {
        for count in counts() {
            let east = federation.serve("east");
            let watched = Watched::attach(east.process(), &kill_at(calls, count));
            let out = federation.path(&format!("{calls}-{count}"));
            let done = compute(&out);
            let killed = watched.was_killed();
            drop(watched);
            east.kill();
            judge(&out, done);
            if !killed {
                break;
            }
            kills += 1;
        }
    }
    assert!(kills >= 10, "{kills}");
    let _east = federation.serve("east");
    let last = federation.path("last");
    let done = compute(&last);
    judge(&last, done);
    // Some answers were recorded and are not known to have left; none left without a record.
    assert!(!unsent.is_empty() && answered > 0, "{unsent:?}, {answered}");
    drop(others);
}

/// A disk that has no room, and one that fails: no answer leaves that isn't in the log.
#[test]
fn a_log_that_can_not_be_written_stops_answers() {
    if !strace_is_there() {
        return;
    }
    let federation = Federation::ready();
    let others: Vec<_> = ["north", "west"].iter().map(|member| federation.serve(member)).collect();
    let east = federation.serve("east");
    federation.of_hub("edition open").ok();
    east.stop();
    // Commits are distinguished by the file of records that each writes: that of the node's start is written.
    for (error, some) in [("ENOSPC", 40), ("EIO", 40), ("ENOSPC", 1)] {
        let size = archipel(&format!("audit verify {} --json", federation.at("east/log"))).ok().json()["size"].clone();
        let first = size.as_u64().unwrap() + if some == 1 { 4 } else { 2 };
        let commits = (first..first + some).map(|width| federation.at(&format!("east/log/tile/entries/000.p/{width}")));
        let fault = format!("inject=fsync:error={error}");
        let commits: Vec<String> = commits.collect();
        let wrapper = [under(&fault), commits.iter().flat_map(|file| ["-P", file]).collect()].concat();
        let east = federation.serve_under(&wrapper, "east");
        let Some(east) = east else { panic!("the first syncs succeed") };
        let out = federation.path(&format!("bundle-{error}-{some}"));
        let done = federation.of_hub(&format!("index compute --require quorum=2 --out {} --json", out.display()));
        assert_eq!(done.code, 0, "{}", done.stderr);
        let members = String::from_utf8(files(&out)["members.csv"].clone()).unwrap();
        if some > 1 {
            assert!(members.contains("east,missing,"), "{error}: {members}");
        }
        drop(east);
        archipel(&format!("audit verify {}", federation.at("east/log"))).ok();
    }
    // With room again, nothing of it remains.
    let _east = federation.serve("east");
    federation.of_hub(&format!("index compute --out {}", federation.at("after"))).ok();
    drop(others);
}
