//! Programs under `strace`, which ends them at a call by its number: a kill depends on what is done, never on how long
//! it takes.
#![allow(clippy::disallowed_methods, reason = "a test looks at a process")]

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::fixture::{skipped, until};

/// `strace` with its faults follows threads, prints nothing, and isn't the parent of the program.
const WORDS: [&str; 6] = ["strace", "-D", "-f", "-qq", "-o", "/dev/null"];

pub(crate) fn strace_is_there() -> bool {
    let there = Command::new("strace").arg("-V").output().is_ok();
    if !there {
        skipped("strace is not there");
    }
    there
}

/// `strace` and its arguments, to be put before a program; `fault` in the form of its manual.
pub(crate) fn under(fault: &str) -> Vec<&str> {
    [&WORDS[..], &["-e", fault]].concat()
}

/// Fault that kills a program when one of its threads comes to the `count`th of some calls.
pub(crate) fn kill_at(calls: &str, count: u32) -> String {
    format!("inject={calls}:signal=SIGKILL:when={count}")
}

/// Numbers of the calls to kill at: each of the first ones, then further and further apart.
pub(crate) fn counts() -> impl Iterator<Item = u32> {
    std::iter::successors(Some(1), |count| Some(count + 1 + count / 3))
}

/// Process that is watched until this is dropped.
pub(crate) struct Watched {
    process: u32,
    tracer: Child,
}

impl Watched {
    /// Returns once every thread of the process is watched.
    pub(crate) fn attach(process: u32, fault: &str) -> Self {
        let mut tracer = Command::new("strace");
        tracer.args(["-f", "-qq", "-o", "/dev/null", "-e", fault, "-p", &process.to_string()]);
        let tracer = tracer.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("it is watched", || {
            let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap().map(|task| task.unwrap().path());
            let watched = |path: PathBuf| {
                fs::read_to_string(path.join("status")).is_ok_and(|status| !status.contains("TracerPid:\t0\n"))
            };
            threads.into_iter().all(watched).then_some(())
        });
        Self { process, tracer }
    }

    /// Whether the process was killed. A dead process that its parent hasn't waited for has no program any more.
    pub(crate) fn was_killed(&self) -> bool {
        fs::read_link(format!("/proc/{}/exe", self.process)).is_err()
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.tracer.kill();
        let _ = self.tracer.wait();
    }
}
