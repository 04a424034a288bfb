use tonic::{Request, Response, Status};

use super::desk::{Call, Desk};
use super::proto::audit::audit_service_server::AuditService;
use super::proto::audit::{
    ConsistencyProof, GetCheckpointRequest, GetCheckpointResponse, GetReceiptsRequest, GetReceiptsResponse,
};
use super::status::CallError;
use crate::model::{Digest, Problem};

/// Checkpoints or records in one call, at most.
const AT_ONCE: usize = 4096;

/// What others may verify of the node's log.
pub(super) struct AuditRpc(pub Desk);

#[tonic::async_trait]
impl AuditService for AuditRpc {
    async fn get_checkpoint(
        &self,
        request: Request<GetCheckpointRequest>,
    ) -> Result<Response<GetCheckpointResponse>, Status> {
        let by = self.0.authorise(&request, Call::GetCheckpoint).await?;
        let GetCheckpointRequest { old_sizes, checkpoint } = request.into_inner();
        let grown = self.0.decide(by, Call::GetCheckpoint, move |node, _| {
            if old_sizes.len() > AT_ONCE {
                return Err(CallError::BadRequest {}.into());
            }
            let journal = node.journal();
            let checkpoint = if checkpoint.is_empty() { journal.checkpoint() } else { checkpoint };
            let proof = |old: u64| Ok(wire_proof(&journal.consistency(old, &checkpoint)?));
            let proofs = old_sizes.into_iter().map(proof).collect::<Result<_, Problem>>()?;
            Ok(GetCheckpointResponse { checkpoint, proofs })
        });
        Ok(Response::new(grown.await?))
    }

    async fn get_receipts(
        &self,
        request: Request<GetReceiptsRequest>,
    ) -> Result<Response<GetReceiptsResponse>, Status> {
        let by = self.0.authorise(&request, Call::GetReceipts).await?;
        let GetReceiptsRequest { checkpoint, records } = request.into_inner();
        let proved = self.0.decide(by, Call::GetReceipts, move |node, by| {
            if records.len() > AT_ONCE {
                return Err(CallError::BadRequest {}.into());
            }
            let receipt = |seq: u64| Ok(node.receipt_for(by, seq, &checkpoint)?.to_string());
            Ok(GetReceiptsResponse { receipts: records.into_iter().map(receipt).collect::<Result<_, Problem>>()? })
        });
        Ok(Response::new(proved.await?))
    }
}

fn wire_proof(hashes: &[Digest]) -> ConsistencyProof {
    ConsistencyProof { hashes: hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect() }
}
