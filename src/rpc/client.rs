use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio_stream::StreamExt as _;
use tonic::transport::Channel;
use tonic::{Request, Response, Status};

use super::channel::{Address, connect, refused_handshake};
use super::proto::audit::audit_service_client::AuditServiceClient;
use super::proto::audit::{
    AddClaimsRequest, AddCosignaturesRequest, CheckpointSubmission, ConsistencyProof, CosignOutcome as WireOutcome,
    CosignRequest, GetCheckpointRequest, GetClaimsRequest, GetReceiptsRequest, GetWitnessedRequest,
    ReportDisagreementRequest, SignClaimRequest,
};
use super::proto::node::node_service_client::NodeServiceClient;
use super::proto::node::{
    DescribeRequest, EditionState as WireState, EditionSummary, OpenEditionRequest, WatchEditionRequest,
};
use super::status::{CallError, broke_off, from_status, may_retry};
use super::wire::{TableReader, table_request};
use crate::audit::{ClaimOutcome, CosignOutcome, Disagreement};
use crate::charter::{Charter, Table};
use crate::config::CallLimits;
use crate::coordinator::{ConsistencyProofs, Description, NodeClient};
use crate::model::{Digest, EditionId, EditionState, MemberId, Period, Problem, PublishedTable, is_plain, visible};
use crate::note::VerifierKey;
use crate::tlog::Submission;

/// Most characters of the version of a node's software.
const LONGEST_VERSION: usize = 64;

/// Most witnesses that a node may want.
const MOST_WITNESSES: usize = 64;

/// Client of the members' nodes over mutual TLS.
pub struct RemotePeers {
    charter: Arc<Charter>,
    columns: Vec<String>,
    addresses: BTreeMap<MemberId, Address>,
    limits: CallLimits,
    channels: BTreeMap<MemberId, Mutex<Option<Channel>>>,
}

impl RemotePeers {
    /// Makes a client, which connects at the first call. A member without an address counts as one that doesn't answer.
    pub fn new(charter: Arc<Charter>, addresses: BTreeMap<MemberId, Address>, limits: CallLimits) -> Self {
        let columns = charter.statistics().names(&charter.dimension_ids(), &charter.band_ids());
        let channels = addresses.keys().map(|member| (member.clone(), Mutex::default())).collect();
        Self { charter, columns, addresses, limits, channels }
    }

    /// Calls a node, again where that can help: every call here may be repeated.
    async fn call<T, F>(
        &self,
        member: &MemberId,
        deadline: Duration,
        call: impl Fn(NodeServiceClient<Channel>) -> F,
    ) -> Result<T, Problem>
    where
        F: Future<Output = Result<T, Status>>,
    {
        let limit = self.limits.message_bytes;
        let client = move |channel| NodeServiceClient::new(channel).max_decoding_message_size(limit);
        self.call_over(member, deadline, move |channel| call(client(channel))).await
    }

    /// Calls the audit service of a member's node, about its log.
    async fn call_log<Q: Clone, T, F>(
        &self,
        member: &MemberId,
        request: Q,
        call: impl Fn(AuditServiceClient<Channel>, Q) -> F,
    ) -> Result<T, Problem>
    where
        F: Future<Output = Result<Response<T>, Status>>,
    {
        let limit = self.limits.message_bytes;
        let client = move |channel| AuditServiceClient::new(channel).max_decoding_message_size(limit);
        let answer =
            self.call_over(member, self.limits.call, move |channel| call(client(channel), request.clone())).await?;
        Ok(answer.into_inner())
    }

    async fn call_over<T, F>(
        &self,
        member: &MemberId,
        deadline: Duration,
        call: impl Fn(Channel) -> F,
    ) -> Result<T, Problem>
    where
        F: Future<Output = Result<T, Status>>,
    {
        let mut pause = Duration::from_millis(100);
        let mut attempt = 0;
        loop {
            attempt += 1;
            let outcome = match self.channel(member).await {
                Ok(channel) => tokio::time::timeout(deadline, call(channel)).await.map_err(|_| CallError::Deadline {}),
                Err(problem)
                    if attempt < self.limits.attempts
                        && problem.is(&CallError::Unreachable { reason: String::new() }) =>
                {
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                    continue;
                }
                Err(problem) => return Err(problem),
            };
            match outcome? {
                Ok(answer) => return Ok(answer),
                Err(status) if may_retry(&status) && attempt < self.limits.attempts => {
                    // The connection, which may be broken, is dropped and made anew.
                    self.forget(member).await;
                    tokio::time::sleep(pause).await;
                    pause *= 2;
                }
                Err(status) => return Err(refused_handshake(&status).unwrap_or_else(|| from_status(&status))),
            }
        }
    }

    async fn channel(&self, member: &MemberId) -> Result<Channel, Problem> {
        let no_address = || CallError::NoAddress { member: member.clone() };
        let (address, slot) = self.addresses.get(member).zip(self.channels.get(member)).ok_or_else(no_address)?;
        let mut slot = slot.lock().await;
        Ok(match &*slot {
            Some(channel) => channel.clone(),
            None => slot.insert(connect(address, self.limits.connect).await?).clone(),
        })
    }

    async fn forget(&self, member: &MemberId) {
        if let Some(slot) = self.channels.get(member) {
            *slot.lock().await = None;
        }
    }
}

impl NodeClient for RemotePeers {
    async fn describe(&self, member: &MemberId) -> Result<Description, Problem> {
        let ask = |mut client: NodeServiceClient<Channel>| async move { client.describe(DescribeRequest {}).await };
        let answer = self.call(member, self.limits.call, ask).await?.into_inner();
        // The version is shown to people and published.
        let plain = is_plain(&answer.software) && !answer.software.contains(char::is_control);
        if !plain || answer.software.chars().count() > LONGEST_VERSION {
            return Err(CallError::Malformed {}.into());
        }
        let malformed = |_| CallError::Malformed {};
        let periods = |periods: &[String]| periods.iter().map(|period| period.parse()).collect::<Result<_, _>>();
        Ok(Description {
            member: answer.member.parse().map_err(malformed)?,
            software: answer.software,
            charter: answer.charter_digest.parse().map_err(malformed)?,
            wants_witnesses: answer.wants_witnesses,
            witnesses: answer.witnesses.into_iter().take(MOST_WITNESSES).collect(),
            log_key: answer.log_key.parse().map_err(|_| CallError::Malformed {})?,
            editions: answer.editions.iter().map(read_summary).collect::<Option<_>>().ok_or(CallError::Malformed {})?,
            periods: periods(&answer.periods).map_err(malformed)?,
            weighted: periods(&answer.weighted_periods).map_err(malformed)?,
        })
    }

    async fn open_edition(
        &self,
        member: &MemberId,
        (period, revision): (&Period, u32),
        done: &(dyn Fn(u32) + Send + Sync),
    ) -> Result<(EditionId, Option<String>), Problem> {
        let request = OpenEditionRequest {
            charter_digest: self.charter.digest().to_string(),
            period: period.to_string(),
            revision,
        };
        // A build may outlive a call's deadline and a connection's age, and a restarted node has forgotten its
        // watchers. Such an end is no failed attempt: the edition is opened once more.
        let ask = |mut client: NodeServiceClient<Channel>| {
            let request = request.clone();
            async move {
                let edition = client.open_edition(request).await?.into_inner().edition;
                let watch = WatchEditionRequest { edition: edition.clone() };
                let mut reports = client.watch_edition(watch).await?.into_inner();
                let mut heard = false;
                while let Some(report) = reports.next().await {
                    match report {
                        Ok(report) if report.state == WireState::Ready as i32 => {
                            return Ok(Some((edition, report.plan)));
                        }
                        Ok(report) => done(report.done_permille.min(1000)),
                        Err(status) if heard && broke_off(&status) => break,
                        Err(status) => return Err(status),
                    }
                    heard = true;
                }
                if heard { Ok(None) } else { Err(Status::unavailable("the reports broke off")) }
            }
        };
        let opened = async {
            loop {
                if let Some(edition) = self.call(member, self.limits.build, ask).await? {
                    return Ok::<_, Problem>(edition);
                }
                self.forget(member).await;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        let opened = tokio::time::timeout(self.limits.build, opened).await.map_err(|_| CallError::Deadline {})??;
        let (edition, plan) = opened;
        let edition = edition.parse().map_err(|_: String| CallError::Malformed {})?;
        Ok((edition, Some(plan).filter(|plan| !plan.is_empty())))
    }

    async fn table(
        &self,
        member: &MemberId,
        edition: &EditionId,
        table: &Table,
    ) -> Result<(PublishedTable, String), Problem> {
        let request = table_request(&self.charter, edition, table);
        let ask = |mut client: NodeServiceClient<Channel>| {
            let request = request.clone();
            async move {
                let mut stream = client.get_table(Request::new(request)).await?.into_inner();
                let mut reader = TableReader::new(&self.charter, table, &self.columns);
                while let Some(message) = stream.next().await {
                    if reader.add(message?).is_none() {
                        return Ok(None);
                    }
                }
                Ok(reader.finish())
            }
        };
        Ok(self.call(member, self.limits.call, ask).await?.ok_or(CallError::Malformed {})?)
    }

    async fn checkpoint(
        &self,
        member: &MemberId,
        old_sizes: &[u64],
        checkpoint: Option<&str>,
    ) -> Result<ConsistencyProofs, Problem> {
        let request = GetCheckpointRequest {
            old_sizes: old_sizes.to_vec(),
            checkpoint: checkpoint.map(str::to_owned).unwrap_or_default(),
        };
        let answer = self
            .call_log(member, request, |mut client, request| async move { client.get_checkpoint(request).await })
            .await?;
        let hashes = |proof: &ConsistencyProof| proof.hashes.iter().map(|hash| digest(hash)).collect();
        let proofs = answer.proofs.iter().map(hashes).collect::<Option<_>>().ok_or(CallError::Malformed {})?;
        Ok(ConsistencyProofs { checkpoint: answer.checkpoint, proofs })
    }

    async fn receipts(&self, member: &MemberId, checkpoint: &str, records: &[u64]) -> Result<Vec<String>, Problem> {
        let request = GetReceiptsRequest { checkpoint: checkpoint.to_owned(), records: records.to_vec() };
        Ok(self
            .call_log(member, request, |mut client, request| async move { client.get_receipts(request).await })
            .await?
            .receipts)
    }

    async fn witnessed(&self, member: &MemberId, logs: &[String]) -> Result<(Vec<u64>, VerifierKey), Problem> {
        let request = GetWitnessedRequest { logs: logs.to_vec() };
        let answer = self
            .call_log(member, request, |mut client, request| async move { client.get_witnessed(request).await })
            .await?;
        let key = VerifierKey::parse_cosigner(&answer.witness_key).ok_or(CallError::Malformed {})?;
        Ok((answer.sizes, key))
    }

    async fn cosign(
        &self,
        member: &MemberId,
        submissions: &[(VerifierKey, Submission)],
    ) -> Result<Vec<CosignOutcome>, Problem> {
        let submission = |(key, submission): &(VerifierKey, Submission)| CheckpointSubmission {
            log_key: key.to_string(),
            text: submission.to_string(),
        };
        let request = CosignRequest { submissions: submissions.iter().map(submission).collect() };
        Ok(self
            .call_log(member, request, |mut client, request| async move { client.cosign(request).await })
            .await?
            .outcomes
            .into_iter()
            .map(read_outcome)
            .collect())
    }

    async fn add_cosignatures(&self, member: &MemberId, checkpoint: &str, keys: &[VerifierKey]) -> Result<(), Problem> {
        let witness_keys = keys.iter().map(ToString::to_string).collect();
        let request = AddCosignaturesRequest { checkpoint: checkpoint.to_owned(), witness_keys };
        self.call_log(member, request, |mut client, request| async move { client.add_cosignatures(request).await })
            .await
            .map(drop)
    }

    async fn report_disagreement(&self, member: &MemberId, disagreement: &Disagreement) -> Result<(), Problem> {
        let Disagreement { known, found } = disagreement.clone();
        let request = ReportDisagreementRequest { known, found };
        self.call_log(member, request, |mut client, request| async move { client.report_disagreement(request).await })
            .await
            .map(drop)
    }

    async fn claims(&self, member: &MemberId) -> Result<(Vec<String>, Vec<String>), Problem> {
        let ask = |mut client: AuditServiceClient<Channel>, request| async move { client.get_claims(request).await };
        let answer = self.call_log(member, GetClaimsRequest {}, ask).await?;
        Ok((answer.claims, answer.witnesses.into_iter().take(MOST_WITNESSES).collect()))
    }

    async fn sign_claim(&self, member: &MemberId, key: &VerifierKey, claim: &str) -> Result<ClaimOutcome, Problem> {
        let request = SignClaimRequest { log_key: key.to_string(), claim: claim.to_owned() };
        let answer = self
            .call_log(member, request, |mut client, request| async move { client.sign_claim(request).await })
            .await?;
        Ok(match answer.signature.is_empty() {
            true => ClaimOutcome::Knows(answer.known),
            false => ClaimOutcome::Signed(answer.signature),
        })
    }

    async fn add_claims(&self, member: &MemberId, claims: &[String], known: &[String]) -> Result<(), Problem> {
        let request = AddClaimsRequest { claims: claims.to_vec(), known: known.to_vec() };
        self.call_log(member, request, |mut client, request| async move { client.add_claims(request).await })
            .await
            .map(drop)
    }
}

fn digest(bytes: &[u8]) -> Option<Digest> {
    bytes.try_into().ok().map(Digest::from_bytes)
}

fn read_outcome(outcome: WireOutcome) -> CosignOutcome {
    match outcome {
        WireOutcome { cosignature, .. } if !cosignature.is_empty() => CosignOutcome::Cosigned(cosignature),
        WireOutcome { reason, known, .. } if reason.is_empty() => {
            CosignOutcome::Knows(Some(known).filter(|known| !known.is_empty()))
        }
        WireOutcome { reason, known, .. } if known.is_empty() => CosignOutcome::Refused(visible(&reason)),
        WireOutcome { known, .. } => CosignOutcome::Disagreed(known),
    }
}

fn read_summary(summary: &EditionSummary) -> Option<(EditionId, EditionState)> {
    let state = match summary.state() {
        WireState::Building => EditionState::Building,
        WireState::Ready => EditionState::Ready,
        WireState::Failed => EditionState::Failed,
        WireState::Waiting => EditionState::Waiting,
        WireState::Withdrawn => EditionState::Withdrawn,
        WireState::Unspecified => return None,
    };
    Some((summary.edition.parse().ok()?, state))
}
