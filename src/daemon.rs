//! A node as a process: made in a new folder, opened from its settings, and in service at its ports until a signal.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::charter::{Agreement, Charter, CharterFiles, Class, Policy};
use crate::config::NodeConfig;
use crate::folder;
use crate::identity::{
    Credentials, Expected, Role, Trust, create_folder, read_private, server_config, write_private, write_public,
};
use crate::model::{Clock, Findings, MemberId, Problem};
use crate::node::{Node, WitnessRule, open_log};
use crate::rpc::{OperatorSocket, Serving, TransportError, serve};
use crate::store::{MasterKey, Store, StoreError};
use crate::system::{SystemClock, SystemEntropy, cores, stop_signal};

/// Makes the folder of a new node: its settings, its master key, its store and its log.
pub fn create(
    into: &Path,
    member: &MemberId,
    (charter, path): (&Charter, &Path),
    listen: SocketAddr,
) -> Result<(), Findings> {
    charter.known_member(member)?;
    let settings = into.join("node.toml");
    folder::must_be_new(&settings)?;
    let path = std::path::absolute(path).unwrap_or(path.to_owned());
    let text = NodeConfig::template(member, &path.display().to_string(), listen);
    let config = NodeConfig::parse(&settings, &text)?;
    create_folder(into)?;
    write_private(&config.master_key, MasterKey::generate_text(&SystemEntropy).as_bytes())?;
    let store = Store::create(&config.data, member, &master_key(&config)?, &SystemEntropy)?;
    open_log(&config.log, &store, charter)?;
    if charter.class() == Class::Private && !config.policy.exists() {
        write_public(&config.policy, Policy::template(charter, member).as_bytes())?;
    }
    // Last: if the settings exist, so does everything else.
    Ok(write_public(&settings, text.as_bytes())?)
}

/// Opens a node for a command while none is in service. Nothing leaves the machine, so signatures may still be missing.
pub fn open_here(config: &NodeConfig, charter: Charter) -> Result<Arc<Node>, Findings> {
    open(config, Agreement::on_this_machine(charter, SystemClock.today())?)
}

fn open(config: &NodeConfig, agreement: Agreement) -> Result<Arc<Node>, Findings> {
    let store = Store::open(&config.data, &config.member, &master_key(config)?)?;
    let threads = if config.threads == 0 { cores() } else { config.threads };
    let policy = match config.policy.exists() {
        true => {
            let (name, text) = (config.policy.display().to_string(), folder::read_file(&config.policy)?);
            Policy::parse(&name, &text, agreement.charter(), &config.member)?
        }
        false => Policy::none(agreement.charter(), &config.member),
    };
    let journal = open_log(&config.log, &store, agreement.charter())?;
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
    Ok(Node::new(agreement, policy, store, journal, clock, entropy, threads)?)
}

fn master_key(config: &NodeConfig) -> Result<MasterKey, Findings> {
    let bytes = read_private(&config.master_key)?;
    let key = std::str::from_utf8(&bytes).ok().and_then(MasterKey::parse);
    let path = config.master_key.display().to_string();
    Ok(key.ok_or(StoreError::KeyFile { path, reason: "64 × 0-9 a-f".to_owned() })?)
}

/// Events that are told to people at the node.
#[derive(Clone, Copy, Debug)]
pub enum DaemonEvent {
    /// The node serves at this address.
    Serving(SocketAddr),
    /// The node was asked to stop, and finishes its work in hand.
    Stopping,
}

/// A node that has started, and doesn't serve yet.
pub struct Daemon {
    config: NodeConfig,
    node: Arc<Node>,
    credentials: Credentials,
    trust: Trust,
}

impl Daemon {
    /// Opens the node of these settings under the charter in force, and records that it starts.
    pub fn start(config: NodeConfig, charter: Charter, files: &CharterFiles) -> Result<Self, Findings> {
        let trust = Trust::of_charter(&charter, files)?;
        let agreement = Agreement::in_force(charter, files, Some(&config.member), SystemClock.today())?;
        let (federation, member) = (agreement.charter().id.clone(), config.member.clone());
        let expected = Expected::Anyone { federation, member, role: Role::Node };
        let credentials = Credentials::load(&config.certificate, &config.key, &expected, &trust, &SystemClock)?;
        let node = open(&config, agreement)?;
        node.require_witnesses(witness_rule(&config))?;
        node.started(credentials.peer().certificate_sha256)?;
        Ok(Self { config, node, credentials, trust })
    }

    /// Serves coordinators, the operator and the officer until the process is asked to stop, and finishes work in hand.
    pub async fn serve(self, tell: impl Fn(DaemonEvent)) -> Result<(), Problem> {
        let stopping = stop_signal();
        let (serving, address) = self.bind().await?;
        let Self { config, node, .. } = self;
        // The operator is the node's own user; the socket's group decides which users are officers.
        let operator = OperatorSocket::bind(&config.operator_socket, 0o600).await?;
        let officer = OperatorSocket::bind(&config.officer_socket, 0o660).await?;
        let (stop, _) = watch::channel(false);
        let operator = operator.serve(node.clone(), stopped(stop.subscribe()));
        let officer = officer.serve_officer(node.clone(), stopped(stop.subscribe()));
        let coordinators = serve(node.clone(), serving, stopped(stop.subscribe()));
        tell(DaemonEvent::Serving(address));
        tracing::info!(member = %config.member, %address, "node serving");
        let waiting = async {
            stopping.await;
            tell(DaemonEvent::Stopping);
            stop.send_replace(true);
            node.drain().await;
            Ok(())
        };
        tokio::try_join!(operator, officer, coordinators, waiting)?;
        node.stopped()
    }

    /// Listens for coordinators; they are answered once the node serves.
    async fn bind(&self) -> Result<(Serving, SocketAddr), TransportError> {
        let listen = self.config.listen;
        let failed =
            |error: std::io::Error| TransportError::Bind { address: listen.to_string(), reason: error.to_string() };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let tls = Arc::new(server_config(&self.credentials, &self.trust, clock.clone()));
        Ok((Serving { listener, tls, limits: self.config.limits.clone(), clock }, address))
    }
}

fn witness_rule(config: &NodeConfig) -> WitnessRule {
    let seconds = |hours: u64| i64::try_from(hours).unwrap_or(i64::MAX).saturating_mul(3600);
    let witnesses = config.witnesses;
    WitnessRule { needed: witnesses.needed, warn: seconds(witnesses.warn_h), stop: seconds(witnesses.stop_h) }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}
