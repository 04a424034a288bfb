//! A whole federation in one process: one real node per member on 127.0.0.1, throw-away authorities, the coordinator
//! over mutual TLS. The same code as in service; only keys, addresses and the waiving of signatures are made here.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::load::{self, Loaded, Source};
use super::memory::signed;
use super::result;
use super::shell::Shell;
use crate::audit::{REHEARSAL, Verified};
use crate::charter::{Agreement, Charter, CharterFiles, Class, Policy, edition_id};
use crate::config::{CallLimits, Limits};
use crate::coordinator::{self, OnClaim, OnStage, Run, Stage, Timings};
use crate::identity::{
    Authority, Credentials, Expected, Party, Role, Speaker, SpiffeId, Terms, Trust, client_config, create_folder,
    request, server_config, write_private, write_public,
};
use crate::model::{Clock, Entropy, Findings, MemberId, Period, Problem, Seeded, problems};
use crate::node::{Deed, Node, open_log};
use crate::note::SigningKey;
use crate::report::{Layers, Published, Require, Standing};
use crate::rpc::{Address, RemotePeers, Serving, TransportError, serve};
use crate::store::{Catalogue, MasterKey, Replace, Store};
use crate::system::{SystemClock, SystemEntropy, peak_rss_bytes, raise_open_files, stop_signal};

/// Days for which the keys of a rehearsal are good.
const DAYS: u32 = 1;

/// Members that something is done for at a time, at least.
const AT_A_TIME: usize = 8;

/// What a rehearsal is made of.
pub(super) struct Cast {
    pub agreement: Agreement,
    /// The files of its charter.
    pub charter_files: CharterFiles,
    pub period: Period,
    /// The file of each member, by id.
    pub sources: BTreeMap<MemberId, Source>,
    pub threads: usize,
    pub require: Require,
    /// Where the secrets of the stores, and with them the noise, come from: synthetic people need no secret, and the same
    /// seed then gives the same bytes.
    pub seed: Option<u64>,
    /// What is laid beside the figures.
    pub layers: Layers,
    /// What the bundle says of itself.
    pub standing: Standing,
}

/// A federation under way: nodes serve until this is dropped or stopped.
pub(super) struct Rehearsal {
    cast: Cast,
    folder: TempDir,
    papers: Arc<Papers>,
    /// With which the coordinator signs as a witness.
    witness: Arc<SigningKey>,
    nodes: BTreeMap<MemberId, (Arc<Node>, SocketAddr)>,
    stop: watch::Sender<bool>,
    serving: JoinSet<Result<(), Problem>>,
    ingest: Spent,
}

/// A node that is ready to serve.
struct Started {
    node: Arc<Node>,
    credentials: Credentials,
    spent: Spent,
    /// What its data held.
    loaded: Loaded,
}

/// Time and rows, summed over members.
#[derive(Clone, Copy, Default)]
struct Spent {
    time: Duration,
    rows: u64,
}

/// What goes into the bundle besides the result, and what verifying the logs in it came to, by the name of the member.
pub(super) struct Beside {
    pub files: BTreeMap<String, Vec<u8>>,
    pub logs: Vec<(String, Verified)>,
}

/// What a run gave, and what it took.
pub(super) struct Outcome {
    pub published: Published,
    timings: Timings,
    began: Instant,
}

impl Rehearsal {
    /// Makes keys, loads every member's file into a new store, and starts the nodes.
    pub(super) async fn start(shell: &Shell, cast: Cast) -> Result<Self, Findings> {
        let (clock, entropy) = (SystemClock, SystemEntropy);
        let folder = tempfile::Builder::new().prefix("archipel-").tempdir().map_err(|error| temporary(&error))?;
        must_fit(cast.agreement.charter().members.len())?;
        let federation = cast.agreement.charter().id.clone();
        let members = cast.agreement.charter().members.iter().map(|member| Party::Member(member.id.clone()));
        let mut trust = Trust::new(&federation)?;
        let mut authorities = BTreeMap::new();
        for party in members.chain([coordinator(cast.agreement.charter()).party()]) {
            let authority = Authority::generate(&federation, party.clone(), DAYS, &clock, &entropy)?;
            trust.add(party.clone(), "authority.pem", authority.certificate_pem().as_bytes())?;
            authorities.insert(party, authority);
        }
        let (stop, _) = watch::channel(false);
        let papers = Arc::new(Papers { trust, authorities });
        let (nodes, serving, ingest) = (BTreeMap::new(), JoinSet::new(), Spent::default());
        let name = format!("{federation}/{}/witness", coordinator_id(cast.agreement.charter()));
        let witness = Arc::new(SigningKey::generate(&name, &entropy)?);
        let mut rehearsal = Self { cast, folder, papers, witness, nodes, stop, serving, ingest };
        rehearsal.start_all(shell).await?;
        Ok(rehearsal)
    }

    /// Loads the members' files and starts their nodes, some at a time: most of it is waiting for the disk.
    async fn start_all(&mut self, shell: &Shell) -> Result<(), Findings> {
        let bar = shell.progress("progress-ingest", self.cast.sources.len() as u64);
        let catalogue = Arc::new(Catalogue::create(&self.folder.path().join(".shared"))?);
        let mut waiting: Vec<(MemberId, Source)> = self.cast.sources.clone().into_iter().rev().collect();
        let mut starting: JoinSet<Result<Started, Findings>> = JoinSet::new();
        loop {
            while starting.len() < self.at_a_time() {
                let Some((member, source)) = waiting.pop() else { break };
                let (agreement, period, threads) =
                    (self.cast.agreement.clone(), self.cast.period.clone(), self.cast.threads);
                let folder = self.folder.path().join(member.as_str());
                let (seed, papers, catalogue) = (self.cast.seed, self.papers.clone(), catalogue.clone());
                let witness = self.witness.cosigner();
                starting.spawn_blocking(move || {
                    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).expect("just made");
                    let seeded = seed.map(|seed| Seeded::new(seed, member.as_str()));
                    let entropy: &dyn Entropy = seeded.as_ref().map_or(&SystemEntropy, |seeded| seeded);
                    let store = Store::create_among(&catalogue, &folder, &member, &master, entropy)?;
                    let officer =
                        SigningKey::generate(&format!("{}/{member}/officer", agreement.charter().id), &SystemEntropy)?;
                    let policy = Policy::rehearsal(agreement.charter(), &member, &officer, witness);
                    let journal = open_log(&folder.join("log"), &store, agreement.charter())?;
                    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
                    let node = Node::new(agreement, policy, store, journal, clock, entropy, threads)?;
                    if node.charter().class == Class::Private {
                        node.rule_budget(Some(&officer.sign(&node.draft(&Deed::Budget)?)))?;
                    }
                    let began = Instant::now();
                    let loaded = load::load(&node, &source, period, Replace::No, &|_| ())?;
                    let spent = Spent { time: began.elapsed(), rows: loaded.rows };
                    let speaker = Speaker::Member { member, role: Role::Node, name: "node".to_owned() };
                    let credentials = papers.credentials(speaker)?;
                    node.started(credentials.peer().certificate_sha256)?;
                    Ok(Started { node, credentials, spent, loaded })
                });
            }
            let Some(done) = starting.join_next().await else { break };
            let started = done.map_err(|error| temporary(&std::io::Error::other(error)))??;
            self.ingest.time += started.spent.time;
            self.ingest.rows += started.spent.rows;
            bar.inc(1);
            let file = self.cast.sources.get(started.node.member()).map(|source| source.file.display().to_string());
            bar.suspend(|| started.loaded.say_multiline(shell, &file.unwrap_or_default()));
            self.serve(started).await?;
        }
        bar.finish_and_clear();
        Ok(())
    }

    /// Members that something is done for at a time.
    fn at_a_time(&self) -> usize {
        self.cast.threads.max(AT_A_TIME)
    }

    async fn serve(&mut self, started: Started) -> Result<(), Findings> {
        let Started { node, credentials, .. } = started;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let bind =
            |error: std::io::Error| TransportError::Bind { address: address.to_string(), reason: error.to_string() };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let tls = Arc::new(server_config(&credentials, &self.papers.trust, clock.clone()));
        let serving = Serving { listener, tls, limits: Limits::default(), clock };
        let mut stop = self.stop.subscribe();
        self.nodes.insert(node.member().clone(), (node.clone(), address));
        self.serving.spawn(serve(node, serving, async move {
            let _ = stop.wait_for(|stop| *stop).await;
        }));
        Ok(())
    }

    /// Runs the coordinator over mutual TLS.
    pub(super) async fn compute(&mut self, shell: &Shell, began: Instant) -> Result<Outcome, Findings> {
        let charter = self.cast.agreement.shared();
        let peers = self.peers()?;
        let run = Run {
            edition: edition_id(&charter, &self.cast.period, 0),
            peers: Arc::new(peers),
            period: self.cast.period.clone(),
            revision: 0,
            caller: SpiffeId::new(self.papers.trust.federation(), coordinator(&charter))?.to_string(),
            require: self.cast.require,
            at_a_time: self.at_a_time(),
            remembered: Arc::default(),
            report: report_to(shell, &charter),
            // Nothing is remembered, so nothing can contradict it.
            evidence: Arc::new(|_| ()),
            claim: self.sign_claims(),
            charter,
        };
        let computed = coordinator::compute(&run).await;
        let (mut published, timings) = computed.map_err(|(problem, outcomes)| {
            // Its nodes are on this machine: what keeps one from writing isn't only its operator's business.
            let mut obstacles = self.nodes.values().filter_map(|(node, _)| node.journal().obstacle());
            obstacles.next().map_or_else(|| result::refusal(shell, problem, &outcomes), Findings::from)
        })?;
        published.layers = std::mem::take(&mut self.cast.layers);
        published.standing = std::mem::take(&mut self.cast.standing);
        published.rehearsal = true;
        published.synthetic = self.cast.seed.is_some();
        let now = SystemClock.unix_seconds().max(0).cast_unsigned();
        let found = coordinator::witness(&run, &mut published.members, &self.witness, now).await;
        if let Some(found) = found.first() {
            return Err(super::memory::disagreement(found).into());
        }
        Ok(Outcome { published, timings, began })
    }

    /// What goes into the bundle besides the result: the charter, and every node's log. And what verifying these came to.
    pub(super) fn beside(&self, shell: &Shell) -> Result<Beside, Findings> {
        let mut files = super::index::charter_files(&self.cast.charter_files);
        let mut verified = Vec::new();
        for (member, (node, _)) in &self.nodes {
            node.flush_log()?;
            let (log, found) = super::logs::copied(node.journal().folder(), member)?;
            files.extend(log);
            let name = self.cast.agreement.charter().member(member).map_or("", |of| of.name.get(shell.texts().lang()));
            verified.push((name.to_owned(), found));
        }
        Ok(Beside { files, logs: verified })
    }

    /// The coordinator of the rehearsal is the one outside who knows what its members spend.
    fn sign_claims(&self) -> OnClaim {
        let (own, known) = (self.witness.clone(), Mutex::new(BTreeMap::<MemberId, String>::new()));
        Arc::new(move |name, member, key, note| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            let earlier = known.get(member).map(String::as_str);
            let (word, kept) = signed(&own, key, note, earlier).filter(|_| name == own.verifier().name())?;
            kept.map(|kept| known.insert(member.clone(), kept));
            Some(word)
        })
    }

    fn peers(&self) -> Result<RemotePeers, Findings> {
        let own = self.papers.credentials(coordinator(self.cast.agreement.charter()))?;
        let address = |(member, (_, address)): (&MemberId, &(Arc<Node>, SocketAddr))| {
            let tls = Arc::new(client_config(&own, &self.papers.trust, member, Arc::new(SystemClock))?);
            Ok::<_, Findings>((member.clone(), Address { endpoint: address.to_string(), tls }))
        };
        let addresses = self.nodes.iter().map(address).collect::<Result<_, _>>()?;
        Ok(RemotePeers::new(self.cast.agreement.shared(), addresses, CallLimits::default()))
    }

    /// The form of `--timings`.
    pub(super) fn timings(&self, outcome: &Outcome) -> serde_json::Value {
        let edition = &outcome.published.edition;
        let builds: Vec<_> = self.nodes.values().filter_map(|(node, _)| node.build_report(edition)).collect();
        let sum = |of: fn(&crate::node::Build) -> Duration| builds.iter().map(of).sum::<Duration>().as_secs_f64();
        json!({
            "ingest": { "seconds": self.ingest.time.as_secs_f64(), "rows": self.ingest.rows },
            "build": {
                "seconds": sum(|build| build.whole),
                "cube_seconds": sum(|build| build.cube),
                "rows": builds.iter().map(|build| build.rows).sum::<u64>(),
                "cells": builds.iter().map(|build| build.cells).sum::<u64>(),
            },
            "answer": { "seconds": outcome.timings.answer.as_secs_f64(), "cells": outcome.timings.cells },
            "combine": { "seconds": outcome.timings.combine.as_secs_f64() },
            "total_seconds": outcome.began.elapsed().as_secs_f64(),
            "peak_rss_bytes": peak_rss_bytes(),
        })
    }

    /// Goes on serving until Ctrl-C, with everything written down that another client needs.
    pub(super) async fn keep(self, shell: &Shell, live: &Path) -> Result<(), Findings> {
        let stopping = stop_signal();
        let description = self.write_identities()?;
        let mut text = serde_json::to_vec_pretty(&description).expect("plain JSON");
        text.push(b'\n');
        // Never over that of another run.
        write_private(live, &text)?;
        shell.say("rehearsal-live", &[("path", (&live.display()).into())]);
        stopping.await;
        crate::folder::remove_file(live);
        self.end().await;
        Ok(())
    }

    /// Stops the nodes; calls under way finish.
    pub(super) async fn end(mut self) {
        self.stop.send_replace(true);
        for (node, _) in self.nodes.values() {
            // Its folder is gone in a moment: nobody will read in its log that it has stopped.
            node.drain().await;
        }
        // Connections of clients that never hang up must not keep us.
        let _ =
            tokio::time::timeout(Duration::from_secs(5), async { while self.serving.join_next().await.is_some() {} })
                .await;
    }

    /// Certificates and keys of one coordinator and one officer per member, in the temporary folder.
    fn write_identities(&self) -> Result<serde_json::Value, Findings> {
        let folder = self.folder.path().join("live");
        create_folder(&folder)?;
        let identity = |name: &str, speaker: Speaker| -> Result<serde_json::Value, Findings> {
            let (key, chain) = self.papers.issue(speaker)?;
            let paths = [folder.join(format!("{name}.pem")), folder.join(format!("{name}.key"))];
            write_public(&paths[0], chain.as_bytes())?;
            write_private(&paths[1], key.as_bytes())?;
            Ok(json!({ "certificate": paths[0], "key": paths[1] }))
        };
        let authority = |name: &str, party: &Party| -> Result<PathBuf, Findings> {
            let path = folder.join(format!("{name}.authority.pem"));
            write_public(&path, self.papers.authorities[party].certificate_pem().as_bytes())?;
            Ok(path)
        };
        let mut members = serde_json::Map::new();
        for (member, (_, address)) in &self.nodes {
            let officer = Speaker::Member { member: member.clone(), role: Role::Officer, name: "officer".to_owned() };
            let entry = json!({
                "address": address.to_string(),
                "authority": authority(member.as_str(), &Party::Member(member.clone()))?,
                "officer": identity(&format!("{member}.officer"), officer)?,
            });
            members.insert(member.to_string(), entry);
        }
        let speaker = coordinator(self.cast.agreement.charter());
        let party = speaker.party();
        let mut coordinator = identity("coordinator", speaker)?;
        coordinator["authority"] = json!(authority("coordinator", &party)?);
        let charter = self.cast.agreement.charter();
        Ok(json!({
            "federation": charter.id,
            "charter_digest": charter.digest.to_string(),
            "edition": edition_id(charter, &self.cast.period, 0).to_string(),
            "period": self.cast.period.to_string(),
            "coordinator": coordinator,
            "members": members,
        }))
    }
}

/// Who speaks for whom, for as long as the rehearsal lasts.
struct Papers {
    trust: Trust,
    authorities: BTreeMap<Party, Authority>,
}

impl Papers {
    fn credentials(&self, speaker: Speaker) -> Result<Credentials, Findings> {
        let expected = Expected::Exactly(SpiffeId::new(self.trust.federation(), speaker.clone())?);
        let (key, chain) = self.issue(speaker)?;
        Ok(Credentials::from_pem(chain.as_bytes(), key.as_bytes(), &expected, &self.trust, &SystemClock)?)
    }

    fn issue(&self, speaker: Speaker) -> Result<(zeroize::Zeroizing<String>, String), Findings> {
        let authority = &self.authorities[&speaker.party()];
        let id = SpiffeId::new(self.trust.federation(), speaker)?;
        let (key, csr) = request(&id)?;
        // Clients of other makes look for a host name.
        let (dns, addresses) = (["localhost".to_owned()], [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        let terms = Terms { id: &id, dns: &dns, addresses: &addresses, days: DAYS };
        Ok((key, authority.issue(csr.as_bytes(), terms, &SystemClock, &SystemEntropy)?))
    }
}

/// The first coordinator of the charter.
fn coordinator(charter: &Charter) -> Speaker {
    let named = charter.coordinators.first().and_then(|coordinator| coordinator.identity.parse::<SpiffeId>().ok());
    named.map_or_else(|| Speaker::Coordinator { name: REHEARSAL.to_owned() }, |id| id.speaker().clone())
}

fn coordinator_id(charter: &Charter) -> &str {
    charter.coordinators.first().map_or(REHEARSAL, |coordinator| &coordinator.id)
}

/// Shows how far each member is: one bar over all, with the name of one that is waited for.
pub(super) fn report_to(shell: &Shell, charter: &Charter) -> OnStage {
    let bar = shell.progress("progress-compute", charter.members.len() as u64 * 1000);
    let ids = charter.members.iter().map(|member| (member.id.clone(), 0));
    let done: Mutex<BTreeMap<MemberId, u64>> = Mutex::new(ids.collect());
    let waiting = shell.line("progress-waiting", &[]);
    let end = EndOfBar(bar);
    Arc::new(move |member, stage| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        let share = match stage {
            Stage::Building(done) => u64::from(done) * 9 / 10,
            Stage::Answering => 900,
            Stage::Done | Stage::Missing => 1000,
        };
        done.insert(member.clone(), share);
        end.0.set_prefix(waited_for(&waiting, &done));
        end.0.set_position(done.values().sum());
    })
}

/// Members that are named as being waited for; of more, how many.
const NAMED: usize = 3;

/// Who isn't done yet.
fn waited_for(words: &str, done: &BTreeMap<MemberId, u64>) -> String {
    let waiting: Vec<&str> = done.iter().filter(|(_, done)| **done < 1000).map(|(member, _)| member.as_str()).collect();
    let named = waiting[..waiting.len().min(NAMED)].join(", ");
    match waiting.len() {
        0 => String::new(),
        count if count > NAMED => format!("{words} {named} +{}", count - NAMED),
        _ => format!("{words} {named}"),
    }
}

struct EndOfBar(ProgressBar);

impl Drop for EndOfBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

problems! {
    /// Why a federation can't run in one process.
    enum RehearsalError {
        /// More open files than this process may have.
        OpenFiles(Operator, "rehearsal-open-files") { members: usize, needed: u64, allowed: u64 },
    }
}

/// Open files and connections of one node while it serves, those of its clients' ends among them.
const OF_A_NODE: u64 = 7;
/// Those of the process itself, and of what is done at a time.
const OF_THE_PROCESS: u64 = 150;

/// Refuses a federation that would run out of open files halfway.
fn must_fit(members: usize) -> Result<(), RehearsalError> {
    let needed = OF_THE_PROCESS + OF_A_NODE * members as u64;
    match raise_open_files().filter(|allowed| *allowed < needed) {
        Some(allowed) => Err(RehearsalError::OpenFiles { members, needed, allowed }),
        None => Ok(()),
    }
}

/// Why the folder for temporary files can't be used.
pub(super) fn temporary(error: &std::io::Error) -> Findings {
    let path = std::env::temp_dir().display().to_string();
    crate::folder::FolderError::Unwritable { path, reason: error.to_string() }.into()
}
