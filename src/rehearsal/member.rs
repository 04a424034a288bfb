//! The node of one member: a store in a temporary folder, new keys, and its loaded records.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::authorities::Authorities;
use super::{IngestTotals, RehearsalSetup};
use crate::charter::{Class, Policy};
use crate::identity::{Credentials, Role, Speaker};
use crate::model::{Entropy, Findings, MemberId, Seeded};
use crate::node::{Deed, Node, open_log};
use crate::note::{SigningKey, VerifierKey};
use crate::store::{Catalogue, MasterKey, Store};
use crate::system::{SystemClock, SystemEntropy};

/// Settings of a node to be started.
pub(super) struct NodeSetup {
    pub(super) member: MemberId,
    pub(super) folder: PathBuf,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) rehearsal: RehearsalSetup,
    pub(super) authorities: Arc<Authorities>,
    /// Key of the coordinator as a witness.
    pub(super) witness: VerifierKey,
}

/// Node that is ready to serve.
pub(super) struct StartedNode {
    pub(super) node: Arc<Node>,
    pub(super) credentials: Credentials,
    pub(super) ingest: IngestTotals,
}

impl NodeSetup {
    /// Starts the node; blocks on the disk.
    pub(super) fn start(self) -> Result<StartedNode, Findings> {
        let Self { member, folder, catalogue, rehearsal, authorities, witness } = self;
        let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).expect("just made");
        let seeded = rehearsal.seed.map(|seed| Seeded::new(seed, member.as_str()));
        let entropy: &dyn Entropy = seeded.as_ref().map_or(&SystemEntropy, |seeded| seeded);
        let store = Store::create_among(&catalogue, &folder, &member, &master, entropy)?;
        let agreement = rehearsal.agreement;
        let charter = agreement.charter();
        let officer = SigningKey::generate(&format!("{}/{member}/officer", charter.id), &SystemEntropy)?;
        let policy = Policy::rehearsal(charter, &member, &officer, witness);
        let journal = open_log(&folder.join("log"), &store, charter)?;
        let (clock, entropy) = (Arc::new(SystemClock), Arc::new(SystemEntropy));
        let node = Node::new(agreement, policy, store, journal, clock, entropy, rehearsal.threads)?;
        if node.charter().class() == Class::Private {
            node.rule_budget(Some(&officer.sign(&node.draft(&Deed::Budget)?)))?;
        }
        let began = Instant::now();
        let rows = (rehearsal.load)(&node)?;
        let ingest = IngestTotals { time: began.elapsed(), rows };
        let speaker = Speaker::Member { member, role: Role::Node, name: "node".to_owned() };
        let credentials = authorities.credentials(speaker)?;
        node.started(credentials.peer().certificate_sha256)?;
        Ok(StartedNode { node, credentials, ingest })
    }
}
