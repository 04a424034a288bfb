//! A whole federation in one process: one real node per member on 127.0.0.1, throw-away authorities, the coordinator
//! over mutual TLS. The code is that of the service; only keys, addresses and the waiving of signatures are made here.

mod authorities;
mod live;
mod member;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::audit::Verified;
use crate::charter::{Agreement, Charter, REHEARSAL, edition_id};
use crate::config::{CallLimits, Limits};
use crate::coordinator::{self, ClaimAnswer, Computed, IndexRun, OnClaim, OnStage, RefusedRun, answer_claim};
use crate::folder;
use crate::identity::{Party, Speaker, SpiffeId, client_config, server_config};
use crate::model::{Clock, Findings, MemberId, Period, Problem, problems};
use crate::node::{Build, Node, verify_log};
use crate::note::SigningKey;
use crate::report::{Layers, Require, Standing};
use crate::rpc::{Address, RemotePeers, Serving, TransportError, serve};
use crate::store::Catalogue;
use crate::system::{SystemClock, SystemEntropy, peak_rss_bytes, raise_open_files};
use authorities::Authorities;
use member::{NodeSetup, StartedNode};

/// Least number of members that are worked on at a time.
const AT_A_TIME: usize = 8;

problems! {
    /// Reason why a federation can't run in one process.
    pub enum RehearsalError {
        /// It needs more open files than this process may have.
        OpenFiles(Operator, "rehearsal-open-files") { members: usize, needed: u64, allowed: u64 },
        /// The task that set up a node broke off.
        Broke(Bug, "rehearsal-broke") {},
    }
}

/// Loads the records of a member into its node, for the period of the rehearsal. Returns the number of persons.
pub type LoadRecords = Arc<dyn Fn(&Node) -> Result<u64, Findings> + Send + Sync>;

/// Settings of a federation to rehearse.
#[derive(Clone)]
pub struct RehearsalSetup {
    /// Charter of all parties.
    pub agreement: Agreement,
    /// Period of the records.
    pub period: Period,
    /// Source of the members' records.
    pub load: LoadRecords,
    /// Threads of each node. Also the number of members that are worked on at a time, if more than eight.
    pub threads: usize,
    /// Number of members that must answer.
    pub require: Require,
    /// Seed for the secrets of the stores, and so for the noise: synthetic people need no secret, and the same seed
    /// then gives the same bytes.
    pub seed: Option<u64>,
}

/// A federation under way: its nodes serve until it is dropped or stopped.
pub struct Rehearsal {
    setup: RehearsalSetup,
    folder: TempDir,
    authorities: Arc<Authorities>,
    /// Key with which the coordinator signs as a witness.
    witness: Arc<SigningKey>,
    /// Its answers to claims: it is the only outside witness of what the members spend, for as long as they serve.
    claim: OnClaim,
    nodes: BTreeMap<MemberId, ServingNode>,
    stop: watch::Sender<bool>,
    serving: JoinSet<Result<(), Problem>>,
    ingest: IngestTotals,
}

struct ServingNode {
    node: Arc<Node>,
    address: SocketAddr,
}

/// Time and persons of all loads together.
#[derive(Clone, Copy, Default)]
struct IngestTotals {
    time: Duration,
    rows: u64,
}

/// Logs of the members' nodes, as a bundle has them.
pub struct LogCopies {
    /// Files, by path in the bundle.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Result of verifying each of them.
    pub verified: Vec<(MemberId, Verified)>,
}

impl Rehearsal {
    /// Makes keys, loads every member's records into a new store, and starts the nodes; `on_ready` is called for each
    /// loaded one.
    pub async fn start(setup: RehearsalSetup, on_ready: impl FnMut(&MemberId)) -> Result<Self, Findings> {
        let folder = folder::temporary("archipel-")?;
        let charter = setup.agreement.charter();
        must_fit(charter.members.len())?;
        let members = charter.members.iter().map(|member| Party::Member(member.id.clone()));
        let authorities = Authorities::new(&charter.id, members.chain([coordinator(charter).party()]))?;
        let name = format!("{}/{}/witness", charter.id, coordinator_id(charter));
        let witness = Arc::new(SigningKey::generate(&name, &SystemEntropy)?);
        let mut rehearsal = Self {
            setup,
            folder,
            authorities: Arc::new(authorities),
            claim: sign_claims(witness.clone()),
            witness,
            nodes: BTreeMap::new(),
            stop: watch::channel(false).0,
            serving: JoinSet::new(),
            ingest: IngestTotals::default(),
        };
        rehearsal.start_all(on_ready).await?;
        Ok(rehearsal)
    }

    /// Loads the members' records and starts their nodes, several at a time: most of the time is spent waiting for the
    /// disk.
    async fn start_all(&mut self, mut on_ready: impl FnMut(&MemberId)) -> Result<(), Findings> {
        let catalogue = Arc::new(Catalogue::create(&self.folder.path().join(".shared"))?);
        let agreement = self.setup.agreement.clone();
        let mut waiting = agreement.charter().members.iter().map(|member| member.id.clone());
        let mut starting: JoinSet<Result<StartedNode, Findings>> = JoinSet::new();
        loop {
            while starting.len() < self.at_a_time() {
                let Some(member) = waiting.next() else { break };
                let node = NodeSetup {
                    folder: self.folder.path().join(member.as_str()),
                    catalogue: catalogue.clone(),
                    rehearsal: self.setup.clone(),
                    authorities: self.authorities.clone(),
                    witness: self.witness.cosigner(),
                    member,
                };
                starting.spawn_blocking(move || node.start());
            }
            let Some(done) = starting.join_next().await else { return Ok(()) };
            // The message of a panic may cite data, and is left out.
            let started = done.map_err(|_| RehearsalError::Broke {})??;
            self.ingest.time += started.ingest.time;
            self.ingest.rows += started.ingest.rows;
            on_ready(started.node.member());
            self.serve(started).await?;
        }
    }

    /// Number of members that are worked on at a time.
    fn at_a_time(&self) -> usize {
        self.setup.threads.max(AT_A_TIME)
    }

    async fn serve(&mut self, started: StartedNode) -> Result<(), Findings> {
        let StartedNode { node, credentials, .. } = started;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let bind =
            |error: std::io::Error| TransportError::Bind { address: address.to_string(), reason: error.to_string() };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let tls = Arc::new(server_config(&credentials, self.authorities.trust(), clock.clone()));
        let serving = Serving { listener, tls, limits: Limits::default(), clock };
        let mut stop = self.stop.subscribe();
        self.nodes.insert(node.member().clone(), ServingNode { node: node.clone(), address });
        self.serving.spawn(serve(node, serving, async move {
            let _ = stop.wait_for(|stop| *stop).await;
        }));
        Ok(())
    }

    /// Runs the coordinator over mutual TLS. The result states that it is a rehearsal.
    pub async fn compute(&self, report: OnStage, layers: Layers, standing: Standing) -> Result<Computed, RefusedRun> {
        let run = self.run(report)?;
        let mut computed = coordinator::compute(&run).await.map_err(|refused| {
            // The nodes are on this machine: why one can't write isn't only its operator's business.
            let mut obstacles = self.nodes.values().filter_map(|serving| serving.node.journal().obstacle());
            obstacles.next().map_or(refused, RefusedRun::from)
        })?;
        let published = &mut computed.published;
        (published.layers, published.standing) = (layers, standing);
        published.rehearsal = true;
        published.synthetic = self.setup.seed.is_some();
        let now = SystemClock.unix_seconds().max(0).cast_unsigned();
        let found = coordinator::witness(&run, &mut published.members, &self.witness, now).await;
        match found.first() {
            Some(found) => Err(found.problem().into()),
            None => Ok(computed),
        }
    }

    fn run(&self, report: OnStage) -> Result<IndexRun<RemotePeers>, Problem> {
        let (charter, period) = (self.setup.agreement.shared(), self.setup.period.clone());
        Ok(IndexRun {
            edition: edition_id(&charter, &period, 0),
            nodes: Arc::new(self.peers()?),
            period,
            revision: 0,
            caller: SpiffeId::new(&charter.id, coordinator(&charter))?.to_string(),
            require: self.setup.require,
            at_a_time: self.at_a_time(),
            remembered: Arc::default(),
            report,
            // Nothing is remembered, so there can be no contradiction.
            evidence: Arc::new(|_| ()),
            claim: self.claim.clone(),
            charter,
        })
    }

    /// Client of all nodes, as the coordinator has it.
    pub fn peers(&self) -> Result<RemotePeers, Problem> {
        let own = self.authorities.credentials(coordinator(self.setup.agreement.charter()))?;
        let address = |(member, serving): (&MemberId, &ServingNode)| {
            let tls = Arc::new(client_config(&own, self.authorities.trust(), member, Arc::new(SystemClock))?);
            Ok((member.clone(), Address { endpoint: serving.address.to_string(), tls }))
        };
        let addresses = self.nodes.iter().map(address).collect::<Result<_, Problem>>()?;
        Ok(RemotePeers::new(self.setup.agreement.shared(), addresses, CallLimits::default()))
    }

    /// Copies every node's log, and verifies the copies.
    pub fn logs(&self) -> Result<LogCopies, Findings> {
        let (mut files, mut verified) = (BTreeMap::new(), Vec::new());
        for (member, ServingNode { node, .. }) in &self.nodes {
            node.flush_log()?;
            let scratch = folder::temporary("archipel-log-")?;
            let copy = scratch.path().join("log");
            node.journal().folder().export(&copy)?;
            verified.push((member.clone(), verify_log(&copy)?));
            let named = |(name, bytes): (String, Vec<u8>)| (format!("logs/{member}/{name}"), bytes);
            files.extend(folder::read_large(&copy)?.into_iter().map(named));
        }
        Ok(LogCopies { files, verified })
    }

    /// Times and sizes of a run that began at `began`: the form of `--timings`. *Units:* seconds, bytes.
    pub fn timings(&self, computed: &Computed, began: Instant) -> serde_json::Value {
        let edition = &computed.published.edition;
        let builds: Vec<_> = self.nodes.values().filter_map(|serving| serving.node.build_report(edition)).collect();
        let sum = |of: fn(&Build) -> Duration| builds.iter().map(of).sum::<Duration>().as_secs_f64();
        json!({
            "ingest": { "seconds": self.ingest.time.as_secs_f64(), "rows": self.ingest.rows },
            "build": {
                "seconds": sum(|build| build.whole),
                "cube_seconds": sum(|build| build.cube),
                "rows": builds.iter().map(|build| build.rows).sum::<u64>(),
                "cells": builds.iter().map(|build| build.cells).sum::<u64>(),
            },
            "answer": { "seconds": computed.timings.answer.as_secs_f64(), "cells": computed.timings.cells },
            "combine": { "seconds": computed.timings.combine.as_secs_f64() },
            "total_seconds": began.elapsed().as_secs_f64(),
            "peak_rss_bytes": peak_rss_bytes(),
        })
    }

    /// Writes the settings that another client needs to connect, and serves until `stopping`.
    pub async fn keep(
        self,
        live: &Path,
        stopping: impl Future<Output = ()>,
        on_live: impl FnOnce(),
    ) -> Result<(), Findings> {
        live::write(&self, live)?;
        on_live();
        stopping.await;
        folder::remove_file(live);
        self.end().await;
        Ok(())
    }

    /// Stops the nodes; calls under way finish.
    pub async fn end(mut self) {
        self.stop.send_replace(true);
        for ServingNode { node, .. } in self.nodes.values() {
            // Its folder is about to be removed: no one will read in its log that it has stopped.
            node.drain().await;
        }
        // Connections of clients that never close must not delay the end.
        let _ =
            tokio::time::timeout(Duration::from_secs(5), async { while self.serving.join_next().await.is_some() {} })
                .await;
    }
}

/// Signs claims with a key, and remembers the last one of each member.
fn sign_claims(own: Arc<SigningKey>) -> OnClaim {
    let known = Mutex::new(BTreeMap::<MemberId, String>::new());
    Arc::new(move |name, member, key, note| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = known.get(member).map(String::as_str);
        let answer = answer_claim(&own, key, note, earlier, &SystemClock);
        let ClaimAnswer { outcome, kept } = answer.filter(|_| name == own.verifier().name())?;
        kept.map(|kept| known.insert(member.clone(), kept));
        Some(outcome)
    })
}

/// The first coordinator of the charter.
fn coordinator(charter: &Charter) -> Speaker {
    let named = charter.coordinators.first().and_then(|coordinator| coordinator.identity.parse::<SpiffeId>().ok());
    named.map_or_else(|| Speaker::Coordinator { name: REHEARSAL.to_owned() }, |id| id.speaker().clone())
}

fn coordinator_id(charter: &Charter) -> &str {
    charter.coordinators.first().map_or(REHEARSAL, |coordinator| &coordinator.id)
}

/// Open files and connections of one node while it serves, with those of its clients' ends.
const OF_A_NODE: u64 = 7;
/// Open files of the process itself, and of the work done at a time.
const OF_THE_PROCESS: u64 = 150;

/// Refuses a federation that would run out of open files midway.
fn must_fit(members: usize) -> Result<(), RehearsalError> {
    let needed = OF_THE_PROCESS + OF_A_NODE * members as u64;
    match raise_open_files().filter(|allowed| *allowed < needed) {
        Some(allowed) => Err(RehearsalError::OpenFiles { members, needed, allowed }),
        None => Ok(()),
    }
}
