//! Access of a command to a node: to the one in service, or to one that is opened here when none is.

use std::path::Path;
use std::sync::Arc;

use crate::cli::{open_charter, runtime};
use crate::config::NodeConfig;
use crate::daemon;
use crate::folder;
use crate::model::Findings;
use crate::node::{Node, OfficerOperations, OperatorOperations};
use crate::rpc::{OfficerClient, OperatorClient};

pub(in crate::cli) fn load_config(path: &Path) -> Result<NodeConfig, Findings> {
    NodeConfig::parse(path, &folder::read_file(path)?)
}

fn open_here(config: &NodeConfig) -> Result<Arc<Node>, Findings> {
    let (_, charter) = open_charter(&config.charter)?;
    daemon::open_here(config, charter)
}

/// Node opened for its operator.
pub(super) struct ForOperator {
    pub operations: Arc<dyn OperatorOperations>,
    /// Whether the node is in service.
    pub running: bool,
}

impl ForOperator {
    pub(super) fn reach(config: &NodeConfig) -> Result<Self, Findings> {
        Ok(match OperatorClient::connect(runtime(1)?, &config.operator_socket)? {
            Some(client) => Self { operations: Arc::new(client), running: true },
            None => Self { operations: open_here(config)?, running: false },
        })
    }
}

/// Opens the node of these settings for its officer.
pub(in crate::cli) fn officer(config: &Path) -> Result<Arc<dyn OfficerOperations>, Findings> {
    let config = load_config(config)?;
    Ok(match OfficerClient::connect(runtime(1)?, &config.officer_socket)? {
        Some(client) => Arc::new(client),
        None => open_here(&config)?,
    })
}
