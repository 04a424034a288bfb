use tonic::{Request, Response, Status};

use super::desk::{Call, Desk};
use super::proto::audit::audit_service_server::AuditService;
use super::proto::audit::{
    AddClaimsRequest, AddClaimsResponse, AddCosignaturesRequest, AddCosignaturesResponse, CheckpointSubmission,
    ConsistencyProof, CosignOutcome, CosignRequest, CosignResponse, GetCheckpointRequest, GetCheckpointResponse,
    GetClaimsRequest, GetClaimsResponse, GetReceiptsRequest, GetReceiptsResponse, GetWitnessedRequest,
    GetWitnessedResponse, ReportDisagreementRequest, ReportDisagreementResponse, SignClaimRequest, SignClaimResponse,
};
use super::status::CallError;
use crate::model::{Digest, Problem};
use crate::node::{Claimed, Cosigned};
use crate::note::VerifierKey;
use crate::tlog::Submission;

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
        let by = self.0.authorise(&request, Call::GetCheckpoint)?;
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
        let by = self.0.authorise(&request, Call::GetReceipts)?;
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

    async fn get_witnessed(
        &self,
        request: Request<GetWitnessedRequest>,
    ) -> Result<Response<GetWitnessedResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let logs = request.into_inner().logs;
        let seen = self.0.decide(by, Call::Witness, move |node, _| {
            if logs.len() > node.parties() {
                return Err(CallError::BadRequest {}.into());
            }
            let (sizes, witness_key) = (node.witnessed(&logs)?, node.witness_key().cosigner().to_string());
            Ok(GetWitnessedResponse { sizes, witness_key })
        });
        Ok(Response::new(seen.await?))
    }

    async fn cosign(&self, request: Request<CosignRequest>) -> Result<Response<CosignResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let submissions = request.into_inner().submissions;
        let cosigned = self.0.decide(by, Call::Witness, move |node, _| {
            let read = |submission: &CheckpointSubmission| {
                Some((submission.log_key.parse().ok()?, Submission::parse(&submission.text)?))
            };
            let read = submissions.iter().map(read).collect::<Option<Vec<_>>>();
            let read = read.filter(|read| read.len() <= node.parties()).ok_or(CallError::BadRequest {})?;
            let outcomes = node.cosign(&read)?.into_iter().map(|cosigned| match cosigned {
                Cosigned::Yes(cosignature) => CosignOutcome { cosignature, ..CosignOutcome::default() },
                Cosigned::Knows(known) => {
                    CosignOutcome { known: known.unwrap_or_default(), ..CosignOutcome::default() }
                }
                Cosigned::No(problem, known) => CosignOutcome {
                    reason: problem.key.into_owned(),
                    known: known.unwrap_or_default(),
                    ..CosignOutcome::default()
                },
            });
            Ok(CosignResponse { outcomes: outcomes.collect() })
        });
        Ok(Response::new(cosigned.await?))
    }

    async fn add_cosignatures(
        &self,
        request: Request<AddCosignaturesRequest>,
    ) -> Result<Response<AddCosignaturesResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let AddCosignaturesRequest { checkpoint, witness_keys } = request.into_inner();
        let added = self.0.decide(by, Call::Witness, move |node, _| {
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
        let by = self.0.authorise(&request, Call::Witness)?;
        let ReportDisagreementRequest { known, found } = request.into_inner();
        let reported = self.0.decide(by, Call::Witness, move |node, _| node.report_disagreement(&known, &found));
        reported.await?;
        Ok(Response::new(ReportDisagreementResponse {}))
    }

    async fn get_claims(&self, request: Request<GetClaimsRequest>) -> Result<Response<GetClaimsResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let claims = self.0.decide(by, Call::Witness, move |node, _| {
            Ok(GetClaimsResponse { claims: node.claims()?, witnesses: node.claims_for() })
        });
        Ok(Response::new(claims.await?))
    }

    async fn sign_claim(&self, request: Request<SignClaimRequest>) -> Result<Response<SignClaimResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let SignClaimRequest { log_key, claim } = request.into_inner();
        let signed = self.0.decide(by, Call::Witness, move |node, _| {
            let key = log_key.parse().map_err(|_| CallError::BadRequest {})?;
            Ok(match node.sign_claim(&key, &claim)? {
                Claimed::Yes(signature) => SignClaimResponse { signature, known: String::new() },
                Claimed::Knows(known) => SignClaimResponse { signature: String::new(), known },
            })
        });
        Ok(Response::new(signed.await?))
    }

    async fn add_claims(&self, request: Request<AddClaimsRequest>) -> Result<Response<AddClaimsResponse>, Status> {
        let by = self.0.authorise(&request, Call::Witness)?;
        let AddClaimsRequest { claims, known } = request.into_inner();
        let added = self.0.decide(by, Call::Witness, move |node, _| {
            if claims.len() > AT_ONCE || known.len() > AT_ONCE {
                return Err(CallError::BadRequest {}.into());
            }
            node.add_claims(&claims, &known)
        });
        added.await?;
        Ok(Response::new(AddClaimsResponse {}))
    }
}

fn wire_proof(hashes: &[Digest]) -> ConsistencyProof {
    ConsistencyProof { hashes: hashes.iter().map(|hash| hash.as_bytes().to_vec()).collect() }
}
