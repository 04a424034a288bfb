//! Nodes that answer for another member's area, or with other tables than the release that they name: none of their
//! figures are used, and they are named.

#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::sync::Arc;

use archipel::audit::{self, Certified, ClaimOutcome, CosignOutcome, Decision, Disagreement, Event, Frame, Word};
use archipel::charter::{Charter, Class, Table, edition_id, groups_word};
use archipel::coordinator::{ConsistencyProofs, Description, IndexRun, KnownNode, NodeClient, compute};
use archipel::disclosure::private::Plan;
use archipel::journal::{Journal, RealDisk};
use archipel::model::{
    AreaIndex, CellStatus, Digest, EditionId, MemberId, Period, Problem, PublishedTable, RowKey, release_digest,
    table_digest,
};
use archipel::node::WitnessError;
use archipel::note::{SigningKey, VerifierKey};
use archipel::report::Require;
use archipel::tlog::Submission;

use archipel::system::SystemEntropy;

use super::fixture::{Federation, MEMBERS, PERIOD, files, of_class};

/// The nodes of all members; each has one person in every area that it names.
struct Nodes {
    charter: Arc<Charter>,
    liar: MemberId,
    /// Answers with another release than the one that it names.
    forgetful: MemberId,
    /// Logs that it answered for the edition of another period.
    careless: Option<MemberId>,
    /// Whether each leaves out the last row of its first table.
    short: bool,
    /// In class `private`, a member with a figure that is slightly more than the sum of its parts.
    uneven: Option<MemberId>,
    logs: BTreeMap<MemberId, Journal>,
    _folder: tempfile::TempDir,
}

impl NodeClient for Nodes {
    async fn describe(&self, member: &MemberId) -> Result<Description, Problem> {
        Ok(Description {
            member: member.clone(),
            software: "0".to_owned(),
            charter: self.charter.digest(),
            log_key: self.logs[member].key().clone(),
            wants_witnesses: false,
            witnesses: Vec::new(),
            periods: vec![PERIOD.parse().unwrap()],
            weighted: Vec::new(),
            editions: Vec::new(),
        })
    }

    async fn open_edition(
        &self,
        member: &MemberId,
        (period, revision): (&Period, u32),
        _: &(dyn Fn(u32) + Send + Sync),
    ) -> Result<(EditionId, Option<String>), Problem> {
        let plan = self.plan(member).map(|plan| plan.text(&self.charter));
        Ok((edition_id(&self.charter, period, revision), plan))
    }

    async fn table(
        &self,
        member: &MemberId,
        edition: &EditionId,
        table: &Table,
    ) -> Result<(PublishedTable, String), Problem> {
        let mut tables: Vec<_> = self.charter.lattice.tables().iter().map(|table| self.cells(member, table)).collect();
        if *member == self.forgetful {
            tables[0].columns[0][0] += 1.0;
        }
        let plan = self.plan(member).map(|plan| plan.digest(&self.charter));
        let release = release_digest(plan, tables.iter().map(table_digest));
        let edition = match self.careless.as_ref() == Some(member) {
            true => edition_id(&self.charter, &"1999".parse().unwrap(), 0),
            false => *edition,
        };
        let digest = Digest::of(b"");
        let (federation, cells) = (&self.charter.id, self.cells(member, table));
        let frame = Frame {
            node: Word::new(format!("{federation}/{member}")),
            software: Word::new("0"),
            policy_digest: digest,
            charter_digest: self.charter.digest(),
        };
        let event = Event::TableAnswered {
            by: Certified { peer: Word::new("hub"), certificate: digest, outside: true },
            edition,
            period: PERIOD.parse().unwrap(),
            dataset: digest,
            release,
            level: Word::new(&self.charter.geography.levels()[table.level]),
            groups: Word::new(groups_word(&self.charter, table)),
            whole: true,
            answer: table_digest(&cells),
            published: cells.status.iter().filter(|status| **status == CellStatus::Published).count() as u64,
            withheld: cells.status.iter().filter(|status| **status == CellStatus::Withheld).count() as u64,
        };
        let record = move |seq| {
            audit::record(&frame, seq, [0; 16], "2026-01-01T00:00:00Z", (&event, Decision::Allow, None), None)
        };
        Ok((cells, self.logs[member].append(record).unwrap().to_string()))
    }

    async fn checkpoint(&self, member: &MemberId, old: &[u64], _: Option<&str>) -> Result<ConsistencyProofs, Problem> {
        let log = &self.logs[member];
        let checkpoint = log.checkpoint();
        let proofs = old.iter().map(|old| log.consistency(*old, &checkpoint).unwrap_or_default()).collect();
        Ok(ConsistencyProofs { checkpoint, proofs })
    }

    async fn receipts(&self, member: &MemberId, checkpoint: &str, records: &[u64]) -> Result<Vec<String>, Problem> {
        let log = &self.logs[member];
        Ok(records.iter().map(|seq| log.prove(*seq, checkpoint).unwrap().to_string()).collect())
    }

    // No run gets as far as witnesses here.
    async fn witnessed(&self, _: &MemberId, _: &[String]) -> Result<(Vec<u64>, VerifierKey), Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn cosign(&self, _: &MemberId, _: &[(VerifierKey, Submission)]) -> Result<Vec<CosignOutcome>, Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn add_cosignatures(&self, _: &MemberId, _: &str, _: &[VerifierKey]) -> Result<(), Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn report_disagreement(&self, _: &MemberId, _: &Disagreement) -> Result<(), Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn claims(&self, _: &MemberId) -> Result<(Vec<String>, Vec<String>), Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn sign_claim(&self, _: &MemberId, _: &VerifierKey, _: &str) -> Result<ClaimOutcome, Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }

    async fn add_claims(&self, _: &MemberId, _: &[String], _: &[String]) -> Result<(), Problem> {
        Err(WitnessError::NoEvidence {}.into())
    }
}

impl Nodes {
    fn cells(&self, member: &MemberId, table: &Table) -> PublishedTable {
        let reach = &self.charter.reach(member)[table.level];
        let named = AreaIndex::first(reach.len()).zip(reach).filter(|(_, own)| **own || *member == self.liar);
        let combinations =
            if self.charter.class() == Class::Public { 1 } else { table.combinations(&self.charter.groups) };
        let whole = |(area, _)| (0..combinations as u32).map(move |combination| RowKey { area, combination });
        let mut rows: Vec<RowKey> = named.flat_map(whole).collect();
        if self.short && *table == self.charter.lattice.tables()[0] {
            rows.pop();
        }
        let width = self.charter.statistics().width();
        let mut figures: Vec<f64> = rows.iter().map(|key| self.figure(member, table, *key)).collect();
        if self.uneven.as_ref() == Some(member) && *table == self.charter.lattice.tables()[0] {
            figures[0] += 0.001;
        }
        PublishedTable { status: vec![CellStatus::Published; rows.len()], columns: vec![figures; width], rows }
    }

    /// One person; in class `private` one in each finest cell, so that figures add up.
    fn figure(&self, member: &MemberId, table: &Table, key: RowKey) -> f64 {
        if self.charter.class() != Class::Private {
            return 1.0;
        }
        let (geography, finest) = (&self.charter.geography, self.charter.geography.finest());
        let own = &self.charter.reach(member)[finest];
        let lies = |area: &AreaIndex| geography.ancestor(finest, *area, table.level) == key.area;
        let places = AreaIndex::marked(own).filter(lies).count();
        let categories = table.categories(&self.charter.groups, key.combination);
        let of = |(place, group): (usize, &archipel::charter::Group)| {
            let axis = table.axes.iter().zip(&categories).find(|(axis, _)| axis.group == place);
            let within = |c: &u16| axis.is_none_or(|(axis, own)| group.project(axis.group_level, *c) == *own);
            (0..group.categories.len() as u16).filter(within).count()
        };
        (places * self.charter.groups.iter().enumerate().map(of).product::<usize>()) as f64
    }

    /// Plan of a member's measurements, in class `private`.
    fn plan(&self, member: &MemberId) -> Option<Plan> {
        let privacy = &self.charter.rules.privacy;
        let plan = || Plan::new(&self.charter, member, privacy.rho, privacy.workload).unwrap();
        (self.charter.class() == Class::Private).then(plan)
    }
}

/// Outcome of each member in a run, after earlier ones of which the coordinator remembers something.
fn told(peers: Nodes, remembered: BTreeMap<MemberId, KnownNode>) -> Vec<(Option<String>, Option<f64>)> {
    let (charter, period): (_, Period) = (peers.charter.clone(), PERIOD.parse().unwrap());
    let run = IndexRun {
        nodes: Arc::new(peers),
        edition: edition_id(&charter, &period, 0),
        period,
        revision: 0,
        caller: "hub".to_owned(),
        require: Require::Quorum(1),
        at_a_time: 3,
        remembered: Arc::new(remembered),
        report: Arc::new(|_, _| ()),
        evidence: Arc::new(|_| ()),
        claim: Arc::new(|_, _, _, _| None),
        charter,
    };
    let computed = tokio::runtime::Runtime::new().unwrap().block_on(compute(&run));
    let members = computed.map_or_else(|refused| refused.members, |computed| computed.published.members);
    let of = |member: &archipel::report::MemberOutcome| {
        let missing = member.missing.as_ref().map(|problem| problem.key.to_string());
        (missing, member.own.as_ref().map(|own| own.cells.columns[0][0]))
    };
    members.iter().map(of).collect()
}

fn nodes(liar: &str, forgetful: &str, careless: Option<&str>) -> Nodes {
    let folder = tempfile::tempdir().unwrap();
    let log = |member: &str| {
        let key = SigningKey::generate(&format!("isles/{member}/audit"), &SystemEntropy).unwrap();
        let journal = Journal::create(&folder.path().join(member), Box::new(RealDisk), key).unwrap();
        (member.parse().unwrap(), journal)
    };
    Nodes {
        logs: MEMBERS.map(log).into(),
        _folder: folder,
        charter: Arc::new(Charter::parse(&Federation::new().charter_files()).unwrap()),
        liar: liar.parse().unwrap(),
        forgetful: forgetful.parse().unwrap(),
        careless: careless.map(|member| member.parse().unwrap()),
        short: false,
        uneven: None,
    }
}

#[test]
fn an_answer_for_anothers_area_or_out_of_another_release_is_refused_whole() {
    let told = told(nodes("north", "west", None), BTreeMap::new());
    let missing = |key: &str| (Some(key.to_owned()), None);
    let expected = [(None, Some(1.0)), missing("member-foreign-area"), missing("member-other-release")];
    assert_eq!((told, MEMBERS), (expected.into(), ["east", "north", "west"]));
}

#[test]
fn a_node_that_changes_its_key_or_its_word_is_named() {
    let nodes = nodes("nobody", "nobody", Some("west"));
    let member = |id: &str| id.parse::<MemberId>().unwrap();
    let other = SigningKey::generate("n", &SystemEntropy).unwrap();
    let (key, checkpoint) = (nodes.logs[&member("north")].key().clone(), nodes.logs[&member("north")].checkpoint());
    let remembered = BTreeMap::from([
        (
            member("east"),
            KnownNode {
                key: other.verifier().clone(),
                checkpoint: Some(checkpoint.clone()),
                release: None,
                people: None,
            },
        ),
        (
            member("north"),
            KnownNode { key, checkpoint: Some(checkpoint), release: Some(Digest::of(b"something else")), people: None },
        ),
    ]);
    let keys: Vec<_> = told(nodes, remembered).into_iter().map(|(missing, _)| missing.unwrap()).collect();
    assert_eq!(keys, ["member-other-key", "member-changed-release", "receipt-other-answer"]);
}

/// A protected table has a row for every place and combination, or the member is missing.
#[test]
fn a_protected_table_without_a_row_is_not_used() {
    let federation = Federation::new();
    federation.write_edited_charter("controlled", "controlled", |text| of_class(&text, "controlled"));
    let charter = archipel::folder::read(&federation.path("controlled")).unwrap();
    for short in [false, true] {
        let charter = Arc::new(Charter::parse(&charter).unwrap());
        let told = told(Nodes { charter, short, ..nodes("nobody", "nobody", None) }, BTreeMap::new());
        let expected = short.then(|| "member-incomplete-table".to_owned());
        assert!(told.iter().all(|(missing, _)| *missing == expected), "{short}: {told:?}");
    }
}

/// In class `private` all figures follow from the same measurements, so they add up, or the member is missing.
#[test]
fn figures_of_class_private_that_do_not_add_up_are_not_used() {
    let federation = Federation::new();
    federation.write_private_charter_of_nobody("private");
    let charter = archipel::folder::read(&federation.path("private")).unwrap();
    for uneven in [None, Some("north")] {
        let charter = Arc::new(Charter::parse(&charter).unwrap());
        let (uneven, expected) =
            (uneven.map(|id| id.parse().unwrap()), uneven.map(|_| "member-not-additive".to_owned()));
        let told = told(Nodes { charter, uneven, ..nodes("nobody", "nobody", None) }, BTreeMap::new());
        let missing: Vec<_> = told.into_iter().map(|(missing, _)| missing).collect();
        assert_eq!(missing, [None, expected, None]);
    }
}

/// The memory lasts between runs, over real nodes and files.
#[test]
fn a_coordinator_remembers_keys_and_releases() {
    let federation = Federation::ready();
    let mut nodes = federation.serve_all();
    let compute = |out: &str| {
        federation.of_hub(&format!("index compute --require quorum=2 --out {}", federation.at(out))).ok();
        String::from_utf8(files(&federation.path(out))["members.csv"].clone()).unwrap()
    };
    assert_eq!(compute("first").matches(",answered,").count(), 3);
    let memory = files(&federation.path("hub/memory"));
    assert_eq!((memory.len(), memory.contains_key("north.vkey")), (13, true), "{:?}", memory.keys());
    // A restart changes neither.
    nodes.remove("east").unwrap().stop();
    nodes.insert("east", federation.serve("east"));
    assert_eq!(compute("second").matches(",answered,").count(), 3);
    for file in ["vkey", "checkpoint"] {
        let norths = std::str::from_utf8(&memory[&format!("north.{file}")]).unwrap();
        federation.write(&format!("hub/memory/east.{file}"), norths);
    }
    let third = compute("third");
    assert!(third.contains("east,missing,member-other-key,"), "{third}");
    // As the remedy says: once a key is removed, the new one is trusted, and nothing noted under the old one counts.
    std::fs::remove_file(federation.path("hub/memory/east.vkey")).unwrap();
    let note = memory.keys().find(|name| name.ends_with("/east.release")).unwrap();
    federation.write(&format!("hub/memory/{note}"), &Digest::of(b"under a key that is gone").to_string());
    for out in ["anew", "again"] {
        assert_eq!(compute(out).matches(",answered,").count(), 3);
    }
    federation.write("hub/memory/east.vkey", "no key");
    let damaged = federation.of_hub(&format!("index compute --json --out {}", federation.at("fourth")));
    assert_eq!(damaged.refusal(), (3, "memory-damaged".to_owned()));
}
