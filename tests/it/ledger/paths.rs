//! Real nodes along the longest paths of the model.

use super::*;

impl Stage {
    /// Makes an event of the model happen, and compares the visible state of the node with it.
    #[expect(clippy::too_many_lines, reason = "one arm for each event")]
    fn follow(&mut self, event: Event, before: &World, after: &World) {
        let revision =
            |stage: &Self, slot: usize| before.nodes[0].slots[slot].id().map(|id| stage.revisions[&id]).unwrap();
        match event {
            Event::Snapshot => {
                self.stop();
                fs::remove_dir_all(self.federation.path("aside")).unwrap();
                copy(&self.federation.path(OWN), &self.federation.path("aside"));
                self.serve();
            }
            Event::Swap => {
                self.stop();
                let [own, aside, third] = [OWN, "aside", "third"].map(|name| self.federation.path(name));
                for (from, to) in [(&own, &third), (&aside, &own), (&third, &aside)] {
                    fs::rename(from, to).unwrap();
                }
                self.serve();
            }
            Event::Crash => {
                self.node.take().unwrap().kill();
                self.serve();
            }
            Event::Upgrade => self.federation.ingest_again(OWN),
            Event::Leave => {
                self.stop();
                self.rule(&[1, 2, 3]);
                self.serve();
            }
            Event::Anew => {
                self.stop();
                fs::remove_dir_all(self.federation.path(OWN)).unwrap();
                self.federation.init_node(OWN, "private");
                self.begin();
                self.serve();
            }
            // No outsider sees it: the officer is asked, and approves.
            Event::Seed(slot) => {
                let id = after.nodes[0].slots[slot].id().unwrap();
                self.revisions.insert(id, self.next);
                self.next += 1;
            }
            Event::Record(slot) => {
                let revision = revision(self, slot);
                for _ in 0..2 {
                    let waits = self.open(revision).unwrap_err();
                    assert_eq!(waits.key, "edition-not-approved", "{waits}");
                    self.approve(revision);
                }
            }
            Event::Sign(witness, slot) => {
                let note = self.note(slot.map(|slot| revision(self, slot)));
                let word = self.ask(witness, &note);
                assert!(matches!(word, ClaimOutcome::Signed(_)), "{word:?}");
            }
            Event::MakeUp(witness) => {
                let notes = self.open_notes(before);
                let known = self.known(&[witness], &notes);
                assert!(!known.is_empty());
                self.bring(&[], &known);
            }
            Event::MakeUpForAnother => {
                let (notes, key) = (self.open_notes(before), self.log_key());
                let mut known = self.known(&[[0, 1, 2], [1, 2, 3]][before.nodes[0].set], &notes);
                known.retain(|note| Claim::open(note, &key).is_none());
                self.bring(&[], &known);
            }
            Event::Spend(slot) => {
                let signed: Vec<String> = self.open_notes(before).iter().map(|note| self.signed(note)).collect();
                self.bring(&signed, &[]);
                let revision = revision(self, slot);
                match (after.nodes[0].slots[slot], self.open(revision)) {
                    (Slot::Spent(..), Ok(())) => self.answers(revision),
                    (Slot::Empty, Err(lost)) => assert_eq!(lost.key, "edition-lost", "{lost}"),
                    (slot, opened) => panic!("{slot:?}, {opened:?}"),
                }
            }
            Event::Answer(slot) => self.answers(revision(self, slot)),
            Event::Cancel(slot) => {
                let edition = self.edition(revision(self, slot));
                self.federation.decide(OWN, &format!("withdraw {edition} --yes")).ok();
            }
            Event::HandOver => {
                let note = self.note(None);
                self.bring(&[self.signed(&note)], &[]);
            }
            Event::Forget(_) => panic!("witnesses don't"),
        }
        let budget = self.budget();
        let total = u64::from(after.nodes[0].total) * RHO;
        assert_eq!(budget["spent"].as_u64(), Some(total), "{budget}");
        assert_eq!(budget["waits"], after.nodes[0].leaving, "{budget}");
        assert!(u64::from(after.draws) <= self.told.len() as u64);
    }
}

/// The states of nodes after most steps, for each kind of step that changes what they or others know.
#[test]
#[ignore = "slow lane: hundreds of steps of real nodes"]
fn real_nodes_go_where_the_model_goes() {
    let all = Scope { lifetime: 1, at_once: 1, change: true, anew: true, upgrade: true, cancel: true };
    let same = Scope { lifetime: 2, at_once: 2, change: false, ..all };
    let mut paths = Vec::new();
    for scope in [all, same] {
        let found = explore(scope, Without::default());
        let longest = found.longest.values().map(Vec::len).max().unwrap();
        let telling = ["Record", "Sign", "MakeUp", "MakeUpForAnother", "Spend", "Answer", "Cancel", "HandOver"];
        let kept = found.longest.into_iter().filter(|(kind, path)| path.len() == longest || telling.contains(&&**kind));
        paths.extend(kept.map(|(kind, path)| (scope, kind, path)));
    }
    at_a_time(6, &paths, |(scope, kind, path)| {
        let words: Vec<String> = path.iter().map(|(event, _)| format!("{event:?}")).collect();
        let words = words.join(" ");
        let mut stage = Stage::new(scope.lifetime.into());
        let mut before = World::NEW;
        for (place, (event, after)) in path.iter().enumerate() {
            let step = std::panic::AssertUnwindSafe(|| stage.follow(*event, &before, after));
            if let Err(why) = std::panic::catch_unwind(step) {
                println!("step {place} of {words}: {event:?}, {before:?}");
                std::panic::resume_unwind(why);
            }
            before = *after;
        }
        let outcomes: Vec<Value> =
            stage.budget()["editions"].as_array().unwrap().iter().map(|row| row["outcome"].clone()).collect();
        println!(
            "lifetime {}, to the last {kind}, {} steps: {words}\n  {} told; in the log {outcomes:?}",
            scope.lifetime,
            path.len(),
            stage.told.len()
        );
    });
}
