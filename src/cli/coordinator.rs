use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;

use super::node::trust;
use super::rehearsal::report_to;
use super::shell::Shell;
use crate::charter::Agreement;
use crate::config::CoordinatorConfig;
use crate::coordinator::{MemberPlan, Require, Run, plan};
use crate::folder;
use crate::identity::{Credentials, Expected, SpiffeId, client_config, create_folder, write_public};
use crate::model::{Clock as _, Findings, Period, problems};
use crate::node::edition_id;
use crate::rpc::{Address, RemotePeers};
use crate::system::SystemClock;

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
    /// What can be wrong with a coordinator's settings.
    pub(super) enum CoordinatorError {
        /// The charter doesn't name it.
        NotNamed(Data, "coordinator-not-named") { id: String },
        /// The charter doesn't say where a member's node is.
        NoEndpoint(Data, "charter-no-endpoint") { member: String },
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
    create_folder(into)?;
    write_public(&file, CoordinatorConfig::template(id, name, &charter.display().to_string()).as_bytes())?;
    let words = [
        ("folder", (&into.display()).into()),
        ("id", id.into()),
        ("name", name.into()),
        ("federation", (&parsed.id).into()),
    ];
    shell.data(&json!({ "folder": into, "id": id, "charter_digest": parsed.digest.to_string() }), || {
        shell.line("coordinator-init-done", &words)
    });
    shell.say("coordinator-init-next", &words);
    Ok(())
}

/// A coordinator ready to ask: its settings, the agreement, and the way to every member.
pub(super) struct Desk {
    pub config: CoordinatorConfig,
    pub agreement: Agreement,
    pub peers: Arc<RemotePeers>,
}

impl Desk {
    pub(super) fn open(path: &Path) -> Result<Self, Findings> {
        let config = CoordinatorConfig::parse(path, &folder::read_file(path)?)?;
        let (files, charter) = super::open_charter(&config.charter)?;
        let trust = trust(&charter, &files)?;
        let agreement = Agreement::in_force(charter, &files, None, SystemClock.today())?;
        let own = agreement.coordinators.iter().find(|coordinator| coordinator.id == config.id);
        let own = own.ok_or_else(|| CoordinatorError::NotNamed { id: config.id.clone() })?;
        let expected = Expected::Exactly(own.identity.parse::<SpiffeId>()?);
        let credentials = Credentials::load(&config.certificate, &config.key, &expected, &trust, &SystemClock)?;
        let mut addresses = BTreeMap::new();
        for member in &agreement.members {
            let endpoint = member.endpoint.clone();
            let endpoint = endpoint.ok_or_else(|| CoordinatorError::NoEndpoint { member: member.id.to_string() })?;
            let tls = Arc::new(client_config(&credentials, &trust, &member.id, Arc::new(SystemClock))?);
            addresses.insert(member.id.clone(), Address { endpoint, tls });
        }
        let peers = Arc::new(RemotePeers::new(agreement.charter(), addresses, config.limits.clone()));
        Ok(Self { config, agreement, peers })
    }

    /// A run for a period.
    pub(super) fn run(&self, shell: &Shell, period: &Period, require: Require) -> Run<RemotePeers> {
        let charter = self.agreement.charter();
        Run {
            edition: edition_id(&charter, period),
            peers: self.peers.clone(),
            period: period.clone(),
            require,
            at_a_time: self.config.limits.members_at_a_time,
            report: report_to(shell, charter.members.len()),
            charter,
        }
    }
}

fn status(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let desk = Desk::open(path)?;
    let charter = desk.agreement.charter();
    // Any period will do: what is looked at is what the nodes say of themselves.
    let any = super::load::period(&charter.starts.year().to_string())?;
    let asked = plan(charter.clone(), desk.peers.clone(), &any, desk.config.limits.members_at_a_time);
    let plan = super::runtime(super::cores())?.block_on(asked);
    let value: Vec<_> = plan.members.iter().map(member_json).collect();
    shell.data(&value, || {
        let header =
            ["member", "software", "charter", "periods"].map(|name| shell.line(&format!("status-{name}"), &[]));
        let row = |member: &MemberPlan| match &member.description {
            Some(description) => {
                let same =
                    if description.charter == charter.digest { "status-charter-same" } else { "status-charter-other" };
                let periods = description.periods.iter().map(Period::as_str).collect::<Vec<_>>().join(" ");
                vec![member.member.to_string(), description.software.clone(), shell.line(same, &[]), periods]
            }
            None => {
                let what = member.obstacle.as_ref().map(|problem| shell.texts().problem(problem).0).unwrap_or_default();
                vec![member.member.to_string(), "–".to_owned(), "–".to_owned(), what]
            }
        };
        shell.table(&header, &plan.members.iter().map(row).collect::<Vec<_>>(), usize::MAX..)
    });
    let silent = plan.members.iter().find(|member| member.description.is_none());
    match silent.and_then(|member| member.obstacle.clone()) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

pub(super) fn member_json(member: &MemberPlan) -> serde_json::Value {
    let description = member.description.as_ref();
    json!({
        "member": member.member.to_string(),
        "reached": description.is_some(),
        "software": description.map(|description| &description.software),
        "charter_digest": description.map(|description| description.charter.to_string()),
        "periods": description.map(|description| description.periods.iter().map(Period::as_str).collect::<Vec<_>>()),
        "obstacle": member.obstacle.as_ref().map(|problem| &problem.key),
    })
}
