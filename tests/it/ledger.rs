//! Class `private`: a node that is copied, put back, stopped at any step, and whose witnesses and records change, along
//! the paths of the model of its ledger. It tells no more than a lifetime allows.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use archipel::audit::{Claim, ClaimOutcome, Purpose, Verdict};
use archipel::charter::{Charter, edition_id};
use archipel::coordinator::NodeClient as _;
use archipel::folder;
use archipel::model::{Digest, EditionId, MemberId, Problem, table_digest};
use archipel::note::{SigningKey, VerifierKey, only_by};
use archipel::rpc::RemotePeers;
use serde_json::Value;

use super::fixture::{Federation, MEMBERS, PERIOD, Served, archipel, copy};

mod kills;
#[path = "../attack/ledger/model/mod.rs"]
mod model;
mod paths;

use model::{Event, Scope, Slot, Without, World, explore};

const OWN: &str = "north";
/// Cost of a release, in millionths.
const RHO: u64 = 185_000;

/// A witness: two are nodes, and two have only a key and the claim that they signed last.
enum Witness {
    Node(&'static str),
    Key(SigningKey, Option<String>),
}

/// A node, a copy of it, its witnesses, and an attacker who brings any signature to any party.
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
    /// Opened revisions, by reservation of the model.
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

    /// Sets the officer's rule: the same lifetime for ever, and three of the witnesses.
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

    /// Makes a folder with people and a budget, and an empty log.
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

    /// Approves a release for the officer, if they are asked.
    fn approve(&self, revision: u32) {
        if self.release(revision).is_some_and(|release| release["state"] == "pending") {
            self.federation.approve(OWN, &self.edition(revision).to_string());
        }
    }

    /// Key of the node's log, which changes with a new log.
    fn log_key(&self) -> VerifierKey {
        self.runtime.block_on(self.peers.describe(&self.own())).unwrap().log_key
    }

    /// Claim for a revision, or for the change of witnesses, as the node signed it. The node itself no longer brings it
    /// once enough witnesses have signed.
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

    /// Claims of all that is open in a world of the model, as the node signed them.
    fn open_notes(&mut self, world: &World) -> Vec<String> {
        let node = &world.nodes[0];
        let open = node.slots.iter().filter(|slot| matches!(slot, Slot::Open(..))).filter_map(Slot::id);
        let mut revisions: Vec<Option<u32>> = open.map(|id| Some(self.revisions[&id])).collect();
        if revisions.is_empty() && node.leaving {
            revisions.push(None);
        }
        revisions.into_iter().map(|revision| self.note(revision)).collect()
    }

    /// A claim with all its signatures so far.
    fn signed(&self, note: &str) -> String {
        let lines = self.lines.get(&Claim::of(note).unwrap().to_string());
        note.to_owned() + lines.map_or("", String::as_str)
    }

    /// Asks a witness to sign a claim, and keeps the signature if there is one.
    fn ask(&mut self, witness: usize, note: &str) -> ClaimOutcome {
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
                    ClaimOutcome::Signed(line)
                }
                Verdict::Knows(known) => ClaimOutcome::Knows(known),
            },
        };
        if let ClaimOutcome::Signed(line) = &word {
            *self.lines.entry(Claim::of(note).unwrap().to_string()).or_default() += line;
        }
        word
    }

    /// Claims known to some witnesses that keep them from signing. A witness that would sign isn't asked: it would know
    /// more than before.
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
                let ClaimOutcome::Knows(note) = self.ask(*witness, note) else { panic!("{witness} signs") };
                known.push(note);
            }
        }
        known
    }

    fn bring(&self, notes: &[String], known: &[String]) {
        self.runtime.block_on(self.peers.add_claims(&self.own(), notes, known)).unwrap();
    }

    /// Compares all answers of the node for a revision with its earlier ones.
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
}

/// Does some work for each item, `at_a_time` of them together: nodes wait for whole steps most of the time.
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
