use std::sync::Arc;

use tonic::{Request, Status};

use super::status::{CallError, to_status};
use crate::audit::{Certified, Word};
use crate::identity::{Peer, Role, Speaker, SpiffeId};
use crate::model::{Clock, Problem};
use crate::node::{EditionError, Node};

/// Decides which caller may call which method, and records every refusal.
#[derive(Clone)]
pub(super) struct Authorizer {
    pub(super) node: Arc<Node>,
    pub(super) clock: Arc<dyn Clock>,
}

/// Method of a service. A method that isn't listed in [`allowed`] is refused.
#[derive(Clone, Copy, Debug)]
pub(super) enum RpcMethod {
    Describe,
    OpenEdition,
    WatchEdition,
    GetTable,
    GetCheckpoint,
    GetReceipts,
    Witness,
}

impl RpcMethod {
    /// Identifier in records.
    fn id(self) -> &'static str {
        match self {
            Self::Describe => "describe",
            Self::OpenEdition => "open-edition",
            Self::WatchEdition => "watch-edition",
            Self::GetTable => "get-table",
            Self::GetCheckpoint => "get-checkpoint",
            Self::GetReceipts => "get-receipts",
            Self::Witness => "witness",
        }
    }
}

/// Whether a caller may call a method of a node.
fn allowed(method: RpcMethod, id: &SpiffeId, node: &Node) -> bool {
    match (method, id.speaker()) {
        (RpcMethod::Describe, Speaker::Member { member, role: Role::Officer | Role::Operator, .. }) => {
            member == node.member()
        }
        (
            RpcMethod::Describe
            | RpcMethod::OpenEdition
            | RpcMethod::WatchEdition
            | RpcMethod::GetTable
            | RpcMethod::GetCheckpoint
            | RpcMethod::GetReceipts
            | RpcMethod::Witness,
            Speaker::Coordinator { .. },
        ) => node.charter().is_coordinator(&id.to_string()),
        _ => false,
    }
}

impl Authorizer {
    /// Returns the caller, if the call is allowed. Refusals are counted, and recorded within a second: a caller without
    /// rights may still call as often as it likes.
    pub(super) fn authorise<T>(&self, request: &Request<T>, method: RpcMethod) -> Result<Certified, Status> {
        let nobody = || to_status(&CallError::NotAllowed { who: "?".to_owned() }.into());
        let peer = request.extensions().get::<Peer>().ok_or_else(nobody)?;
        let caller = Certified {
            peer: Word::new(peer.id.to_string()),
            certificate: peer.certificate_sha256,
            outside: !matches!(peer.id.speaker(), Speaker::Member { member, .. } if member == self.node.member()),
        };
        let in_date = peer.not_after >= self.clock.unix_seconds();
        if in_date && allowed(method, &peer.id, &self.node) {
            return Ok(caller);
        }
        tracing::warn!(peer = %peer.id, ?method, code = "call-not-allowed", "call refused");
        let problem = CallError::NotAllowed { who: peer.id.to_string() }.into();
        self.node.refused_known(caller, method.id(), "call-not-allowed");
        Err(to_status(&problem))
    }

    /// Runs work that touches the disk where blocking does no harm, and records a refusal before it is told.
    pub(super) async fn decide<T: Send + 'static>(
        &self,
        caller: Certified,
        method: RpcMethod,
        work: impl FnOnce(&Arc<Node>, &Certified) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Status> {
        self.blocking(move |node| {
            let done = work(node, &caller);
            if let Err(problem) = &done {
                node.refused(caller, method.id(), problem);
            }
            done
        })
        .await
    }

    /// Runs work that touches the disk where blocking does no harm.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<Node>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Status> {
        let node = self.node.clone();
        let done = tokio::task::spawn_blocking(move || work(&node)).await;
        done.map_err(|_| to_status(&EditionError::BuildBroke {}.into()))?.map_err(|problem| to_status(&problem))
    }
}
