//! Class `private`: a node that is copied, put back, stopped at any step, and whose witnesses and records change, as far as the
//! model of its ledger says that it can come. It tells no more than a lifetime allows.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use archipel::audit::{Claim, Purpose, Verdict};
use archipel::charter::{Charter, edition_id};
use archipel::coordinator::{Peers as _, Word};
use archipel::folder;
use archipel::model::{Digest, EditionId, MemberId, Problem, table_digest};
use archipel::note::{SigningKey, VerifierKey, only_by};
use archipel::rpc::RemotePeers;
use serde_json::Value;

use super::fixture::{Federation, MEMBERS, PERIOD, Served, archipel, copy, until};

#[path = "../attack/ledger/model.rs"]
mod model;

use model::{Event, Scope, Slot, Without, World, explore};

const OWN: &str = "north";
/// What a release costs, in millionths.
const RHO: u64 = 185_000;

/// Who witnesses: two nodes, and two who have nothing but a key and what they signed last.
enum Witness {
    Node(&'static str),
    Key(SigningKey, Option<String>),
}

/// A node, a copy of it, its witnesses, and somebody who brings whatever was signed to whomever they like.
struct Stage {
    federation: Federation,
    charter: Arc<Charter>,
    runtime: tokio::runtime::Runtime,
    peers: RemotePeers,
    node: Option<Served>,
    _others: Vec<Served>,
    witnesses: [Witness; 4],
    lifetime: u64,
    /// Claims as logs signed them, by key and text, and the signatures of witnesses, by text.
    notes: BTreeMap<(String, String), String>,
    lines: BTreeMap<String, String>,
    /// Revisions that were opened, by reservation of the model.
    revisions: BTreeMap<usize, u32>,
    next: u32,
    /// Everything that was ever told, by edition.
    told: BTreeMap<EditionId, Vec<Digest>>,
}

impl Stage {
    fn new(lifetime: u64) -> Self {
        let federation = Federation::new();
        federation.write_private_charter("private");
        MEMBERS.iter().for_each(|member| federation.init_node(member, "private"));
        let charter = Arc::new(Charter::parse(&folder::read(&federation.path("private")).unwrap()).unwrap());
        let peers = federation.peers("private");
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let key = |name: &str, seed| SigningKey::from_seed(name, zeroize::Zeroizing::new([seed; 32])).unwrap();
        let witnesses = [
            Witness::Node("east"),
            Witness::Key(key("isles/secretariat/witness", 1), None),
            Witness::Node("west"),
            Witness::Key(key("elsewhere.example/witness", 2), None),
        ];
        let others = ["east", "west"].map(|member| federation.serve(member));
        let mut stage = Self {
            federation,
            charter,
            runtime,
            peers,
            node: None,
            _others: others.into(),
            witnesses,
            lifetime,
            notes: BTreeMap::new(),
            lines: BTreeMap::new(),
            revisions: BTreeMap::new(),
            next: 0,
            told: BTreeMap::new(),
        };
        stage.begin();
        copy(&stage.federation.path(OWN), &stage.federation.path("aside"));
        stage.serve();
        stage
    }

    fn key_of(&self, witness: usize) -> (String, VerifierKey) {
        match &self.witnesses[witness] {
            Witness::Node(member) => {
                let status = self.federation.of_node(member, "status --json").ok().json();
                let key = status["log"]["witness_key"].as_str().unwrap();
                ((*member).to_owned(), VerifierKey::parse_cosigner(key).unwrap())
            }
            Witness::Key(key, _) => {
                let id =
                    if key.verifier().name().starts_with("isles/") { "secretariat" } else { key.verifier().name() };
                (id.to_owned(), key.cosigner())
            }
        }
    }

    /// What the officer decides: the same lifetime for ever, and three of the witnesses.
    fn rule(&self, witnesses: &[usize]) {
        let lifetime = self.lifetime * RHO;
        let mut policy = format!("lifetime_rho = \"{}.{:06}\"\n", lifetime / 1_000_000, lifetime % 1_000_000);
        for witness in witnesses {
            let (id, key) = self.key_of(*witness);
            policy += &format!("[[witness]]\nid = \"{id}\"\nkey = \"{key}\"\n");
        }
        self.federation.write(&format!("{OWN}/policy.toml"), &policy);
        let key = self.federation.at(&format!("desk/{OWN}.key"));
        self.federation.of_node(OWN, &format!("budget --adopt --key {key}")).ok();
    }

    /// A folder with people and a budget, and an empty log.
    fn begin(&self) {
        self.federation.ingest(OWN);
        self.rule(&[0, 1, 2]);
    }

    fn serve(&mut self) {
        self.node = Some(self.federation.serve(OWN));
    }

    fn stop(&mut self) {
        assert!(self.node.take().unwrap().stop().success());
    }

    fn own(&self) -> MemberId {
        OWN.parse().unwrap()
    }

    fn edition(&self, revision: u32) -> EditionId {
        edition_id(&self.charter, &PERIOD.parse().unwrap(), revision)
    }

    fn open(&self, revision: u32) -> Result<(), Problem> {
        let asked = (&PERIOD.parse().unwrap(), revision);
        self.runtime.block_on(self.peers.open_edition(&self.own(), asked, &|_| ())).map(drop)
    }

    fn release(&self, revision: u32) -> Option<Value> {
        let listed = self.federation.of_node(OWN, "releases list --json").ok().json();
        listed.as_array().unwrap().iter().find(|release| release["revision"] == revision).cloned()
    }

    fn budget(&self) -> Value {
        self.federation.of_node(OWN, "budget --json").ok().json()
    }

    /// The officer says yes, if they are asked.
    fn approve(&self, revision: u32) {
        if self.release(revision).is_some_and(|release| release["state"] == "pending") {
            self.federation.approve(OWN, &self.edition(revision).to_string());
        }
    }

    /// The key of the node's log: another one where another log was begun.
    fn log_key(&self) -> VerifierKey {
        self.runtime.block_on(self.peers.describe(&self.own())).unwrap().log_key
    }

    /// What is open for a revision, or the change of witnesses, as the node signed it. The node itself brings it no more once enough
    /// witnesses have signed.
    fn note(&mut self, revision: Option<u32>) -> String {
        let key = self.log_key();
        let (claims, _) = self.runtime.block_on(self.peers.claims(&self.own())).unwrap();
        for note in &claims {
            let text = Claim::open(note, &key).unwrap().to_string();
            self.notes.insert((key.to_string(), text), only_by(note, &key).unwrap());
        }
        let edition = revision.map(|revision| self.edition(revision));
        let total = self.budget()["spent"].as_u64();
        let is_it = |note: &&String| {
            let claim = Claim::open(note, &key);
            claim.is_some_and(|claim| match claim.purpose {
                Purpose::Draw(own, ..) => Some(own) == edition,
                Purpose::Witnesses(_) => edition.is_none() && Some(claim.total.in_millionths()) == total,
            })
        };
        self.notes.values().find(is_it).cloned().unwrap_or_else(|| panic!("no claim of {revision:?}"))
    }

    /// The same of all that is open in a world of the model.
    fn open_notes(&mut self, world: &World) -> Vec<String> {
        let node = &world.nodes[0];
        let open = node.slots.iter().filter(|slot| matches!(slot, Slot::Open(..))).filter_map(Slot::id);
        let mut revisions: Vec<Option<u32>> = open.map(|id| Some(self.revisions[&id])).collect();
        if revisions.is_empty() && node.leaving {
            revisions.push(None);
        }
        revisions.into_iter().map(|revision| self.note(revision)).collect()
    }

    /// A claim with all signatures that there are.
    fn signed(&self, note: &str) -> String {
        let lines = self.lines.get(&Claim::of(note).unwrap().to_string());
        note.to_owned() + lines.map_or("", String::as_str)
    }

    /// What a witness says to a claim; if that is yes, the signature is kept.
    fn ask(&mut self, witness: usize, note: &str) -> Word {
        let key = self.log_key();
        let word = match &mut self.witnesses[witness] {
            Witness::Node(member) => {
                let member = member.parse().unwrap();
                self.runtime.block_on(self.peers.sign_claim(&member, &key, note)).unwrap()
            }
            Witness::Key(own, known) => match Claim::judge(note, &key, known.as_deref()).unwrap() {
                Verdict::Sign(claim) => {
                    let line = own.cosign(&claim.to_string(), 1);
                    *known = Some(note.to_owned() + &line);
                    Word::Signed(line)
                }
                Verdict::Knows(known) => Word::Knows(known),
            },
        };
        if let Word::Signed(line) = &word {
            *self.lines.entry(Claim::of(note).unwrap().to_string()).or_default() += line;
        }
        word
    }

    /// What some witnesses know that claims don't go with. One that would sign isn't asked: it would know more than before.
    fn known(&mut self, witnesses: &[usize], notes: &[String]) -> Vec<String> {
        let mut known = Vec::new();
        for witness in witnesses {
            let last = match &self.witnesses[*witness] {
                Witness::Key(_, known) => known.clone(),
                Witness::Node(member) => {
                    let kept = fs::read(self.federation.path(&format!("{member}/log/claims.json"))).unwrap_or_default();
                    serde_json::from_slice::<BTreeMap<String, String>>(&kept).unwrap_or_default().remove(OWN)
                }
            };
            let last = last.and_then(|last| Claim::of(&last));
            let refused = |note: &&String| last.as_ref().is_some_and(|last| !Claim::of(note).unwrap().follows(last));
            for note in notes.iter().filter(refused) {
                let Word::Knows(note) = self.ask(*witness, note) else { panic!("{witness} signs") };
                known.push(note);
            }
        }
        known
    }

    fn bring(&self, notes: &[String], known: &[String]) {
        self.runtime.block_on(self.peers.add_claims(&self.own(), notes, known)).unwrap();
    }

    /// Everything that the node answers of a revision: the same as ever.
    fn answers(&mut self, revision: u32) {
        let edition = self.edition(revision);
        let table = |table| {
            let answer = self.runtime.block_on(self.peers.table(&self.own(), &edition, table));
            table_digest(&answer.unwrap_or_else(|problem| panic!("{problem}")).0)
        };
        let figures: Vec<Digest> = self.charter.lattice.tables().iter().map(table).collect();
        let before = self.told.entry(edition).or_insert_with(|| figures.clone());
        assert_eq!(*before, figures, "other figures of one reservation");
        assert!(self.told.len() as u64 <= self.lifetime, "more was told than a lifetime allows");
    }

    /// Lets happen what happened in the model, and holds what is seen of the node against it.
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
            // Nobody sees it: the officer is asked, and says yes.
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
                assert!(matches!(word, Word::Signed(_)), "{word:?}");
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

/// Where nodes come after most steps, by each kind of step that changes what they or others know.
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

/// The steps of a release, in their order.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The officer's word is written down.
    Approve,
    /// A secret, and the record that commits to it.
    Reserve,
    /// What witnesses said is taken in.
    Witness,
    /// Figures, the record that they are drawn, the one that they answer, and the end of the secret.
    Draw,
}

impl Step {
    const ALL: [Self; 4] = [Self::Approve, Self::Reserve, Self::Witness, Self::Draw];
}

impl Stage {
    /// Goes through one step of a revision, as far as the node lives. Whether it answers.
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

    /// Does all that is left to do about a revision. Whether it answers; else it is lost.
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

/// What was being written when a node was killed, and how often.
type Tally = BTreeMap<String, u32>;

/// Kills the node at each call of one kind, one after the other, until a step goes by unharmed.
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
        let node = stage.node.as_ref().unwrap().process();
        let inject = format!("inject={call}:signal=SIGKILL:when={count}");
        let mut tracer = Command::new("strace");
        tracer.args(["-f", "-qq", "-o", "/dev/null", "-e", &inject, "-p", &node.to_string()]);
        let mut tracer = tracer.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("it is watched", || {
            let threads = fs::read_dir(format!("/proc/{node}/task")).unwrap().map(|task| task.unwrap().path());
            let watched = |path: PathBuf| {
                fs::read_to_string(path.join("status")).is_ok_and(|status| !status.contains("TracerPid:\t0\n"))
            };
            threads.into_iter().all(watched).then_some(())
        });
        let _ = stage.take(step, revision);
        // One that nobody has waited for has no program any more.
        let killed = fs::read_link(format!("/proc/{node}/exe")).is_err();
        let _ = tracer.kill();
        tracer.wait().unwrap();
        if !killed {
            break;
        }
        stage.node.take().unwrap().kill();
        let last = stage.kinds(revision).last().cloned().unwrap_or_default();
        stage.serve();
        let answers = stage.finish(revision);
        let outcome = if answers { "answers" } else { "burnt" };
        *tally.entry(format!("{outcome}: {step:?}, {call} after {last}")).or_default() += 1;
        // What was told is told again, also after another stop.
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

/// Whatever a node is at when it is killed, it tells what it would have told, at the same cost, or nothing.
#[test]
#[ignore = "slow lane: dozens of kills"]
fn a_kill_at_any_step_of_a_release_draws_once_or_burns() {
    if Command::new("strace").arg("-V").output().is_err() {
        return eprintln!("skipped: strace is not there");
    }
    // What makes something durable, and what comes before a record.
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

/// Does something for each, so many at a time: nodes wait for whole steps most of the time.
fn at_a_time<I: Sync, T: Send>(at_a_time: usize, each: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || {
            let own = || each.get(next.fetch_add(1, Ordering::Relaxed)).map(&work);
            std::iter::from_fn(own).collect::<Vec<T>>()
        };
        let working: Vec<_> = (0..at_a_time).map(|_| scope.spawn(work)).collect();
        working.into_iter().flat_map(|one| one.join().unwrap()).collect()
    })
}
