//! Nodes that are killed at each step of a release.

use super::*;
use crate::traced::{Watched, kill_at, strace_is_there};

/// Steps of a release, in their order.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The officer's decision is recorded.
    Approve,
    /// A secret is stored, and the record that commits to it.
    Reserve,
    /// The witnesses' answers are taken in.
    Witness,
    /// Figures are written, recorded as drawn and as active, and the secret is destroyed.
    Draw,
}

impl Step {
    const ALL: [Self; 4] = [Self::Approve, Self::Reserve, Self::Witness, Self::Draw];
}

impl Stage {
    /// Takes one step of a revision, as far as the node lives. Returns whether the node answered.
    fn take(&mut self, step: Step, revision: u32) -> Result<(), Problem> {
        match step {
            Step::Approve => {
                self.federation.decide(OWN, &format!("approve {}", self.edition(revision)));
                Ok(())
            }
            Step::Reserve | Step::Draw => self.open(revision),
            Step::Witness => {
                let note = self.note(Some(revision));
                for witness in [0, 1] {
                    self.ask(witness, &note);
                }
                self.runtime.block_on(self.peers.add_claims(&self.own(), &[self.signed(&note)], &[]))
            }
        }
    }

    /// Does all remaining steps of a revision. Returns whether it answers; otherwise it is lost.
    fn finish(&mut self, revision: u32) -> bool {
        for _ in 0..4 {
            match self.open(revision) {
                Ok(()) => {
                    self.answers(revision);
                    return true;
                }
                Err(problem) if problem.key == "edition-lost" => return false,
                Err(problem) => assert_eq!(problem.key, "edition-not-approved", "{problem}"),
            }
            self.approve(revision);
            if !self.runtime.block_on(self.peers.claims(&self.own())).unwrap().0.is_empty() {
                let _ = self.take(Step::Witness, revision);
            }
        }
        panic!("neither drawn nor lost: {:?}", self.release(revision));
    }

    fn kinds(&self, revision: u32) -> Vec<String> {
        let settings = self.federation.at(&format!("{OWN}/node.toml"));
        let records = archipel(&format!("audit log --config {settings} --json")).ok().json();
        let edition = self.edition(revision).to_string();
        let about = records.as_array().unwrap().iter().filter(|record| record["edition"] == edition);
        about.map(|record| record["kind"].as_str().unwrap().to_owned()).collect()
    }
}

/// Number of kills, by what was being written.
type Tally = BTreeMap<String, u32>;

/// Kills the node at each call of one kind, one after the other, until a step is done unharmed.
fn kill_at_each(step: Step, call: &str) -> Tally {
    let mut stage = Stage::new(54);
    let mut tally = Tally::new();
    for count in 1.. {
        let revision = stage.next;
        stage.next += 1;
        let before = stage.budget()["spent"].as_u64().unwrap();
        assert_eq!(stage.open(revision).unwrap_err().key, "edition-not-approved");
        for earlier in Step::ALL.into_iter().take(step as usize) {
            let _ = stage.take(earlier, revision);
        }
        let watched = Watched::attach(stage.node.as_ref().unwrap().process(), &kill_at(call, count));
        let _ = stage.take(step, revision);
        let killed = watched.was_killed();
        drop(watched);
        if !killed {
            break;
        }
        stage.node.take().unwrap().kill();
        let last = stage.kinds(revision).last().cloned().unwrap_or_default();
        stage.serve();
        let answers = stage.finish(revision);
        let outcome = if answers { "answers" } else { "burnt" };
        *tally.entry(format!("{outcome}: {step:?}, {call} after {last}")).or_default() += 1;
        // Figures that were told are told again, also after another stop.
        stage.node.take().unwrap().kill();
        stage.serve();
        assert_eq!(stage.finish(revision), answers);
        let kinds = stage.kinds(revision);
        let count = |kind: &str| kinds.iter().filter(|own| *own == kind).count();
        assert_eq!(count("budget.reserved"), 1, "{kinds:?}");
        assert_eq!((count("budget.spent"), count("budget.burnt")), if answers { (1, 0) } else { (0, 1) }, "{kinds:?}");
        let state = stage.release(revision).unwrap()["state"].clone();
        assert_eq!(state, if answers { "active" } else { "burnt" });
        assert_eq!(stage.budget()["spent"].as_u64(), Some(before + RHO), "{kinds:?}");
    }
    archipel(&format!("audit verify {}", stage.federation.at(&format!("{OWN}/log")))).ok();
    tally
}

/// At whatever point a node is killed, it tells the same figures at the same cost, or nothing.
#[test]
#[ignore = "slow lane: dozens of kills"]
fn a_kill_at_any_step_of_a_release_draws_once_or_burns() {
    if !strace_is_there() {
        return;
    }
    // Calls that make something durable, and calls before a record.
    let calls = ["fsync", "rename", "mkdir", "unlink"];
    let kills: Vec<(Step, &str)> =
        Step::ALL.into_iter().rev().flat_map(|step| calls.map(|call| (step, call))).collect();
    let tally = at_a_time(6, &kills, |(step, call)| kill_at_each(*step, call));
    let tally: Tally = tally.into_iter().flatten().collect();
    for (what, often) in &tally {
        println!("{what}: {often}");
    }
    for record in ["edition.proposed", "budget.approved", "budget.reserved", "budget.spent", "release.activated"] {
        assert!(tally.keys().any(|what| what.ends_with(record)), "no kill after {record}: {tally:?}");
    }
}
