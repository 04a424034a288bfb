use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;

use super::progress::report_to;
use super::shell::Shell;
use crate::charter::{Agreement, Charter, CharterFiles, edition_id};
use crate::config::CoordinatorConfig;
use crate::coordinator::{ComputeError, CoordinatorMemory, Description, IndexRun, describe_all};
use crate::folder;
use crate::identity::{Credentials, Expected, SpiffeId, Trust, client_config, create_folder, write_public};
use crate::model::{Clock as _, Findings, MemberId, Period, Problem, problems};
use crate::note::SigningKey;
use crate::report::Require;
use crate::rpc::{Address, RemotePeers};
use crate::system::{SystemClock, SystemEntropy};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init {
        folder: PathBuf,
        #[arg(long, value_name = "ID")]
        id: String,
        #[arg(long, value_name = "DIR")]
        charter: PathBuf,
    },
    Status {
        #[arg(long, value_name = "FILE", default_value = "coordinator.toml")]
        config: PathBuf,
    },
}

problems! {
    /// Problem with a coordinator's settings.
    pub(super) enum CoordinatorError {
        /// The charter doesn't name the coordinator.
        NotNamed(Data, "coordinator-not-named") { id: String },
    }
}

pub(super) fn run(shell: &Shell, command: Command) -> Result<(), Findings> {
    match command {
        Command::Init { folder, id, charter } => init(shell, &folder, &id, &charter),
        Command::Status { config } => status(shell, &config),
    }
}

fn init(shell: &Shell, into: &Path, id: &str, charter: &Path) -> Result<(), Findings> {
    let (_, parsed) = super::open_charter(charter)?;
    let own = parsed.coordinators.iter().find(|coordinator| coordinator.id == id);
    let own = own.ok_or_else(|| CoordinatorError::NotNamed { id: id.to_owned() })?;
    let identity: SpiffeId = own.identity.parse()?;
    let name = identity.speaker().name();
    let file = into.join("coordinator.toml");
    folder::must_be_new(&file)?;
    let charter = std::path::absolute(charter).unwrap_or(charter.to_owned());
    let text = CoordinatorConfig::template(id, name, &charter.display().to_string());
    CoordinatorConfig::parse(&file, &text)?;
    create_folder(into)?;
    write_public(&file, text.as_bytes())?;
    let words = [
        ("folder", (&into.display()).into()),
        ("id", id.into()),
        ("name", name.into()),
        ("federation", (&parsed.id).into()),
    ];
    shell.data(&json!({ "folder": into, "id": id, "charter_digest": parsed.digest().to_string() }), || {
        shell.line("coordinator-init-done", &words)
    });
    shell.say("coordinator-init-next", &words);
    Ok(())
}

/// A coordinator ready to ask: its settings, the agreement, and the client of the members' nodes.
pub(super) struct CoordinatorSession {
    pub config: CoordinatorConfig,
    pub files: CharterFiles,
    pub agreement: Agreement,
    /// Name in its certificate.
    pub identity: String,
    pub peers: Arc<RemotePeers>,
}

impl CoordinatorSession {
    pub(super) fn open(path: &Path) -> Result<Self, Findings> {
        let config = CoordinatorConfig::parse(path, &folder::read_file(path)?)?;
        let (files, charter) = super::open_charter(&config.charter)?;
        let trust = Trust::of_charter(&charter, &files)?;
        let agreement = Agreement::in_force(charter, &files, None, SystemClock.today())?;
        let own = agreement.charter().coordinators.iter().find(|coordinator| coordinator.id == config.id);
        let own = own.ok_or_else(|| CoordinatorError::NotNamed { id: config.id.clone() })?;
        let expected = Expected::Exactly(own.identity.parse::<SpiffeId>()?);
        let credentials = Credentials::load(&config.certificate, &config.key, &expected, &trust, &SystemClock)?;
        let mut addresses = BTreeMap::new();
        for member in &agreement.charter().members {
            // A member without an address yet is missing, like others that don't answer.
            let Some(endpoint) = member.endpoint.clone().filter(|_| member.authority.is_some()) else { continue };
            let tls = Arc::new(client_config(&credentials, &trust, &member.id, Arc::new(SystemClock))?);
            addresses.insert(member.id.clone(), Address { endpoint, tls });
        }
        let peers = Arc::new(RemotePeers::new(agreement.shared(), addresses, config.limits.clone()));
        Ok(Self { identity: credentials.peer().id.to_string(), config, files, agreement, peers })
    }

    pub(super) fn memory(&self) -> CoordinatorMemory {
        CoordinatorMemory::new(&self.config.memory)
    }

    /// Key with which it signs as a witness; made when it is first needed.
    pub(super) fn witness_key(&self) -> Result<SigningKey, Findings> {
        self.memory().witness_key(self.agreement.charter(), &self.config.id, &SystemEntropy)
    }

    /// Makes a run for a period.
    pub(super) fn run(
        &self,
        shell: &Shell,
        (period, revision): (&Period, u32),
        require: Require,
    ) -> Result<IndexRun<RemotePeers>, Findings> {
        let (charter, memory) = (self.agreement.shared(), self.memory());
        let edition = edition_id(&charter, period, revision);
        Ok(IndexRun {
            edition,
            remembered: Arc::new(memory.recall(&charter, &edition)?),
            nodes: self.peers.clone(),
            period: period.clone(),
            revision,
            caller: self.identity.clone(),
            require,
            at_a_time: self.config.limits.members_at_a_time,
            report: report_to(shell, &charter),
            evidence: memory.on_evidence(),
            claim: memory.on_claim(self.witness_key()?, Arc::new(SystemClock)),
            charter,
        })
    }
}

fn status(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let session = CoordinatorSession::open(path)?;
    let charter = session.agreement.shared();
    let asked = describe_all(&charter, session.peers.clone(), session.config.limits.members_at_a_time);
    let members = super::runtime(super::cores())?.block_on(asked);
    let json = |(member, said): &(MemberId, Result<Description, Problem>)| match said {
        Ok(said) => member_json(member, Some(said), other_charter(&charter, said).map(Problem::from).as_ref()),
        Err(problem) => member_json(member, None, Some(problem)),
    };
    let own = session.witness_key()?.cosigner().to_string();
    let value = json!({ "witness_key": own, "members": members.iter().map(json).collect::<Vec<_>>() });
    shell.data(&value, || {
        let header =
            ["member", "software", "charter", "periods"].map(|name| shell.line(&format!("status-{name}"), &[]));
        let row = |(member, said): &(MemberId, Result<Description, Problem>)| match said {
            Ok(said) => {
                let other = other_charter(&charter, said).is_some();
                let words = shell.line(if other { "status-charter-other" } else { "status-charter-same" }, &[]);
                let periods = said.periods.iter().map(Period::as_str).collect::<Vec<_>>().join(" ");
                vec![member.to_string(), said.software.clone(), words, periods]
            }
            Err(problem) => {
                vec![member.to_string(), "–".to_owned(), "–".to_owned(), shell.texts().problem(problem).0]
            }
        };
        shell.table(&header, &members.iter().map(row).collect::<Vec<_>>(), usize::MAX..)
    });
    shell.say("coordinator-witness-key", &[("key", own.into())]);
    let silent = members.into_iter().find_map(|(_, said)| said.err());
    silent.map_or(Ok(()), |problem| Err(problem.into()))
}

fn other_charter(charter: &Charter, said: &Description) -> Option<ComputeError> {
    let (ours, theirs) = (charter.digest(), said.charter);
    (ours != theirs).then(|| ComputeError::OtherCharter { ours: ours.short(), theirs: theirs.short() })
}

pub(super) fn member_json(
    member: &MemberId,
    said: Option<&Description>,
    obstacle: Option<&Problem>,
) -> serde_json::Value {
    json!({
        "member": member.to_string(),
        "reached": said.is_some(),
        "software": said.map(|said| &said.software),
        "charter_digest": said.map(|said| said.charter.to_string()),
        "periods": said.map(|said| said.periods.iter().map(Period::as_str).collect::<Vec<_>>()),
        "obstacle": obstacle.map(|problem| &problem.key),
    })
}
