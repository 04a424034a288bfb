use tonic::{Request, Response, Status};

use super::authorizer::{Authorizer, RpcMethod};
use super::proto::audit::audit_service_server::AuditService;
use super::proto::audit::{
    AddClaimsRequest, AddClaimsResponse, AddCosignaturesRequest, AddCosignaturesResponse, CheckpointSubmission,
    ConsistencyProof, CosignOutcome as WireOutcome, CosignRequest, CosignResponse, GetCheckpointRequest,
    GetCheckpointResponse, GetClaimsRequest, GetClaimsResponse, GetReceiptsRequest, GetReceiptsResponse,
    GetWitnessedRequest, GetWitnessedResponse, ReportDisagreementRequest, ReportDisagreementResponse, SignClaimRequest,
    SignClaimResponse,
};
use super::status::CallError;
use crate::audit::{ClaimOutcome, CosignOutcome};
use crate::model::{Digest, Problem};
use crate::note::VerifierKey;
use crate::tlog::Submission;

/// Most checkpoints or records in one call.
const AT_ONCE: usize = 4096;

/// The node's answers to those who verify its log.
pub(super) struct AuditGrpcService(pub Authorizer);

#[tonic::async_trait]
impl AuditService for AuditGrpcService {
    async fn get_checkpoint(
        &self,
        request: Request<GetCheckpointRequest>,
    ) -> Result<Response<GetCheckpointResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::GetCheckpoint)?;
        let GetCheckpointRequest { old_sizes, checkpoint } = request.into_inner();
        let grown = self.0.decide(caller, RpcMethod::GetCheckpoint, move |node, _| {
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
        let caller = self.0.authorise(&request, RpcMethod::GetReceipts)?;
        let GetReceiptsRequest { checkpoint, records } = request.into_inner();
        let proved = self.0.decide(caller, RpcMethod::GetReceipts, move |node, caller| {
            if records.len() > AT_ONCE {
                return Err(CallError::BadRequest {}.into());
            }
            let receipt = |seq: u64| Ok(node.receipt_for(caller, seq, &checkpoint)?.to_string());
            Ok(GetReceiptsResponse { receipts: records.into_iter().map(receipt).collect::<Result<_, Problem>>()? })
        });
        Ok(Response::new(proved.await?))
    }

    async fn get_witnessed(
        &self,
        request: Request<GetWitnessedRequest>,
    ) -> Result<Response<GetWitnessedResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let logs = request.into_inner().logs;
        let seen = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            if logs.len() > node.parties() {
                return Err(CallError::BadRequest {}.into());
            }
            let (sizes, witness_key) = (node.witnessed(&logs)?, node.witness_key().cosigner().to_string());
            Ok(GetWitnessedResponse { sizes, witness_key })
        });
        Ok(Response::new(seen.await?))
    }

    async fn cosign(&self, request: Request<CosignRequest>) -> Result<Response<CosignResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let submissions = request.into_inner().submissions;
        let cosigned = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            let read = |submission: &CheckpointSubmission| {
                Some((submission.log_key.parse().ok()?, Submission::parse(&submission.text)?))
            };
            let read = submissions.iter().map(read).collect::<Option<Vec<_>>>();
            let read = read.filter(|read| read.len() <= node.parties()).ok_or(CallError::BadRequest {})?;
            Ok(CosignResponse { outcomes: node.cosign(&read)?.into_iter().map(wire_outcome).collect() })
        });
        Ok(Response::new(cosigned.await?))
    }

    async fn add_cosignatures(
        &self,
        request: Request<AddCosignaturesRequest>,
    ) -> Result<Response<AddCosignaturesResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let AddCosignaturesRequest { checkpoint, witness_keys } = request.into_inner();
        let added = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            let keys = witness_keys.iter().map(|key| VerifierKey::parse_cosigner(key)).collect::<Option<Vec<_>>>();
            let keys = keys.filter(|keys| keys.len() <= node.parties()).ok_or(CallError::BadRequest {})?;
            node.add_cosignatures(&checkpoint, &keys)
        });
        added.await?;
        Ok(Response::new(AddCosignaturesResponse {}))
    }

    async fn report_disagreement(
        &self,
        request: Request<ReportDisagreementRequest>,
    ) -> Result<Response<ReportDisagreementResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let ReportDisagreementRequest { known, found } = request.into_inner();
        let reported =
            self.0.decide(caller, RpcMethod::Witness, move |node, _| node.report_disagreement(&known, &found));
        reported.await?;
        Ok(Response::new(ReportDisagreementResponse {}))
    }

    async fn get_claims(&self, request: Request<GetClaimsRequest>) -> Result<Response<GetClaimsResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let claims = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            Ok(GetClaimsResponse { claims: node.claims()?, witnesses: node.claims_for() })
        });
        Ok(Response::new(claims.await?))
    }

    async fn sign_claim(&self, request: Request<SignClaimRequest>) -> Result<Response<SignClaimResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let SignClaimRequest { log_key, claim } = request.into_inner();
        let signed = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            let key = log_key.parse().map_err(|_| CallError::BadRequest {})?;
            Ok(match node.sign_claim(&key, &claim)? {
                ClaimOutcome::Signed(signature) => SignClaimResponse { signature, known: String::new() },
                ClaimOutcome::Knows(known) => SignClaimResponse { signature: String::new(), known },
            })
        });
        Ok(Response::new(signed.await?))
    }

    async fn add_claims(&self, request: Request<AddClaimsRequest>) -> Result<Response<AddClaimsResponse>, Status> {
        let caller = self.0.authorise(&request, RpcMethod::Witness)?;
        let AddClaimsRequest { claims, known } = request.into_inner();
        let added = self.0.decide(caller, RpcMethod::Witness, move |node, _| {
            if claims.len() > AT_ONCE || known.len() > AT_ONCE {
                return Err(CallError::BadRequest {}.into());
            }
            node.add_claims(&claims, &known)
        });
        added.await?;
        Ok(Response::new(AddClaimsResponse {}))
    }
}

fn wire_outcome(outcome: CosignOutcome) -> WireOutcome {
    let none = String::new;
    let (cosignature, known, reason) = match outcome {
        CosignOutcome::Cosigned(line) => (line, none(), none()),
        CosignOutcome::Knows(known) => (none(), known.unwrap_or_default(), none()),
        CosignOutcome::Refused(reason) => (none(), none(), reason),
        CosignOutcome::Disagreed(known) => (none(), known, CosignOutcome::DISAGREED.to_owned()),
    };
    WireOutcome { cosignature, known, reason }
}

fn wire_proof(hashes: &[Digest]) -> ConsistencyProof {
    ConsistencyProof { hashes: hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect() }
}
