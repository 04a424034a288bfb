//! Cosigning of members' logs, by other members' nodes and by the coordinator.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::client::{NodeClient, NodeObstacle};
use super::plan::describe_all;
use super::run::{Evidence, IndexRun};
use super::turns::each_member;
use crate::audit::{CosignOutcome, Disagreement, Vouched, is_log_of, witness_of};
use crate::charter::Charter;
use crate::model::{MemberId, Problem};
use crate::note::{SigningKey, VerifierKey, only_by, text_and_signatures};
use crate::report::MemberOutcome;
use crate::tlog::{Checkpoint, Submission, verify_consistency};

/// Log to be cosigned.
#[derive(Clone)]
struct Candidate {
    member: MemberId,
    key: VerifierKey,
    checkpoint: String,
    size: u64,
    /// Witnesses that its node wants.
    witnesses: Vec<String>,
}

/// Asks the witnesses of every member that answered to cosign its checkpoint, cosigns it, and hands every node its
/// cosignatures. The checkpoints must be remembered before: a cosignature says that they are.
///
/// A witness that is behind, or can't be reached, doesn't cosign; that is no error. A fork is one: both checkpoints are
/// kept.
pub async fn witness<P: NodeClient>(
    run: &IndexRun<P>,
    members: &mut [MemberOutcome],
    own: &SigningKey,
    now: u64,
) -> Vec<Evidence> {
    let candidate = |outcome: &MemberOutcome| {
        let Vouched { key, checkpoint, wanted, .. } = outcome.vouched.as_ref()?;
        let size = Checkpoint::open(checkpoint, key)?.size;
        let (member, witnesses) = (outcome.member.clone(), wanted.clone());
        Some(Candidate { member, key: key.clone(), checkpoint: checkpoint.clone(), size, witnesses })
    };
    let candidates: Vec<Candidate> = members.iter().filter_map(candidate).collect();
    let (mut lines, evidence) = cosign_all(run, &candidates).await;
    let mut notes = CosignedNotes::new();
    for outcome in members.iter_mut() {
        let (member, Some(vouched)) = (&outcome.member, &mut outcome.vouched) else { continue };
        let (said, mut keys) = lines.remove(member).unwrap_or_default();
        let text = text_and_signatures(&vouched.checkpoint).map_or("", |(text, _)| text);
        let cosigned = format!("{}{said}{}", vouched.checkpoint, own.cosign(text, now));
        keys.push(own.cosigner());
        notes.insert(member.clone(), (cosigned.clone(), keys.clone()));
        (vouched.checkpoint, vouched.witnesses) = (cosigned, keys);
    }
    hand_back(run, notes).await;
    evidence
}

/// A checkpoint of each member's log with all lines of its witnesses, and their keys.
type CosignedNotes = BTreeMap<MemberId, (String, Vec<VerifierKey>)>;

/// Hands every node the cosignatures of its log. A node that can't be reached gets them another time.
async fn hand_back<P: NodeClient>(run: &IndexRun<P>, notes: CosignedNotes) {
    let (peers, notes) = (run.nodes.clone(), Arc::new(notes));
    let each = move |member: MemberId| {
        let (peers, notes) = (peers.clone(), notes.clone());
        async move {
            if let Some((note, keys)) = notes.get(&member) {
                let _ = peers.add_cosignatures(&member, note, keys).await;
            }
        }
    };
    each_member(&run.charter, run.at_a_time, each, |_, _| ()).await;
}

/// Witnesses' lines for each member's log, and their keys.
type WitnessLines = BTreeMap<MemberId, (String, Vec<VerifierKey>)>;

/// Has the logs cosigned whose nodes need it, as they would refuse to answer otherwise. Runs before anything else is
/// asked. The coordinator doesn't cosign here: it has remembered nothing yet.
pub async fn witness_first<P: NodeClient>(run: &IndexRun<P>) -> Vec<Evidence> {
    let described = describe_all(&run.charter, run.nodes.clone(), run.at_a_time).await;
    let mut candidates = Vec::new();
    for (member, said) in described {
        let Some(said) = said.ok().filter(|said| said.wants_witnesses && said.member == member) else { continue };
        let Ok(grown) = run.nodes.checkpoint(&member, &[], None).await else { continue };
        let (key, checkpoint) = (said.log_key, grown.checkpoint);
        let own = is_log_of(key.name(), member.as_str());
        let known = run.remembered.get(&member).is_none_or(|known| known.key == key);
        let Some(size) = Checkpoint::open(&checkpoint, &key).filter(|_| own && known).map(|known| known.size) else {
            continue;
        };
        candidates.push(Candidate { member, key, checkpoint, size, witnesses: said.witnesses });
    }
    if candidates.is_empty() {
        return Vec::new();
    }
    let (mut lines, evidence) = cosign_all(run, &candidates).await;
    let note = |candidate: Candidate| {
        let (said, keys) = lines.remove(&candidate.member)?;
        Some((candidate.member, (candidate.checkpoint + &said, keys)))
    };
    hand_back(run, candidates.into_iter().filter_map(note).collect()).await;
    evidence
}

/// Asks the witnesses of every log to cosign it, each for all of its logs at once, and reports forks to the nodes of
/// the forked logs.
async fn cosign_all<P: NodeClient>(run: &IndexRun<P>, candidates: &[Candidate]) -> (WitnessLines, Vec<Evidence>) {
    let (asked, logs) = (run.clone(), Arc::new(logs_by_witness(&run.charter, candidates)));
    let each = move |witness: MemberId| {
        let (run, logs) = (asked.clone(), logs.clone());
        async move {
            let said = match logs.get(&witness) {
                Some(logs) => ask_witness(&run, &witness, logs).await.ok(),
                None => None,
            };
            (witness, said)
        }
    };
    let broken = |witness, _| (witness, None);
    let said = each_member(&run.charter, run.at_a_time, each, broken).await;

    let mut lines = WitnessLines::new();
    let mut evidence = Vec::new();
    for (witness, said) in said {
        let Some((key, said)) = said else { continue };
        for (candidate, said) in said {
            match said {
                CosignOutcome::Cosigned(line) => add_line(&mut lines, candidate, &line, &key),
                CosignOutcome::Disagreed(known) | CosignOutcome::Knows(Some(known)) => {
                    let proved = match held_against(run, &candidate, &known).await {
                        Held::Fits => continue,
                        Held::Contradicts => true,
                        Held::Unproved => false,
                    };
                    let (member, witness) = (candidate.member, witness.clone());
                    let disagreement = Disagreement { known, found: candidate.checkpoint };
                    evidence.push(Evidence { member, witness, disagreement, proved });
                }
                CosignOutcome::Knows(None) | CosignOutcome::Refused(_) => {}
            }
        }
    }
    for Evidence { member, disagreement, .. } in evidence.iter().filter(|found| found.proved) {
        // If the node doesn't accept the report, the evidence against it stays.
        let _ = run.nodes.report_disagreement(member, disagreement).await;
    }
    (lines, evidence)
}

/// Logs that each witness is asked about: those whose nodes name it, or for which the charter draws it.
fn logs_by_witness(charter: &Charter, candidates: &[Candidate]) -> BTreeMap<MemberId, Vec<Candidate>> {
    let drawn = charter.drawn_witnesses();
    let mut logs: BTreeMap<MemberId, Vec<Candidate>> = BTreeMap::new();
    for log in candidates {
        let named = log.witnesses.iter().map(String::as_str).collect::<Vec<_>>();
        let witnesses = if named.is_empty() { drawn.get(&log.member).unwrap_or(&named) } else { &named };
        // No member is a witness of its own log.
        let others = witnesses.iter().filter_map(|id| id.parse::<MemberId>().ok()).filter(|id| *id != log.member);
        others.for_each(|witness| logs.entry(witness).or_default().push(log.clone()));
    }
    logs
}

/// Adds a witness's line to those of a log: only the valid one, whatever else the witness sends.
fn add_line(lines: &mut WitnessLines, candidate: Candidate, line: &str, key: &VerifierKey) {
    let cosigned = only_by(&format!("{}{line}", candidate.checkpoint), key);
    if let Some((_, own)) = cosigned.as_deref().and_then(text_and_signatures) {
        let (lines, keys) = lines.entry(candidate.member).or_default();
        *lines += own;
        keys.push(key.clone());
    }
}

/// Result of comparing a checkpoint that a witness knows with the log itself.
enum Held {
    /// One extends the other, or the witness has nothing that the log signed.
    Fits,
    /// They can't be of the same log.
    Contradicts,
    /// The log answers, and doesn't show it.
    Unproved,
}

/// Compares a checkpoint that a witness knows with the log. The witness's word alone proves nothing.
async fn held_against<P: NodeClient>(run: &IndexRun<P>, log: &Candidate, known: &str) -> Held {
    let open = |note: &str| Checkpoint::open(note, &log.key);
    let Some((theirs, ours)) = open(known).zip(open(&log.checkpoint)) else { return Held::Fits };
    let later = theirs.size > ours.size;
    let (old, new, note) = if later { (ours, theirs, known) } else { (theirs, ours, log.checkpoint.as_str()) };
    if old.size == new.size {
        return if old.root == new.root { Held::Fits } else { Held::Contradicts };
    }
    match run.nodes.checkpoint(&log.member, &[old.size], Some(note)).await {
        Ok(grown) => {
            let proof = grown.proofs.into_iter().next().unwrap_or_default();
            let grew = verify_consistency(old.size, new.size, &old.root, &new.root, &proof);
            if grew { Held::Fits } else { Held::Contradicts }
        }
        Err(problem) if NodeObstacle::NoRecord.is(&problem) => Held::Contradicts,
        // A log that can't be reached hasn't lost records by that.
        Err(problem) if out_of_reach(&problem) => Held::Fits,
        Err(_) => Held::Unproved,
    }
}

/// Whether a node couldn't be asked at all; a node's own problems never have these keys.
fn out_of_reach(problem: &Problem) -> bool {
    matches!(problem.key.as_ref(), "peer-unreachable" | "peer-deadline" | "peer-busy")
}

/// Asks a member's node, as a witness, about logs of others.
async fn ask_witness<P: NodeClient>(
    run: &IndexRun<P>,
    witness: &MemberId,
    logs: &[Candidate],
) -> Result<(VerifierKey, Vec<(Candidate, CosignOutcome)>), Problem> {
    let origins: Vec<String> = logs.iter().map(|log| log.key.name().to_owned()).collect();
    let (sizes, key) = run.nodes.witnessed(witness, &origins).await?;
    if witness_of(key.name()) != Some(witness.as_str()) {
        // It claims to be another party.
        return Ok((key, Vec::new()));
    }
    let mut asked = Vec::with_capacity(logs.len());
    let mut submissions = Vec::with_capacity(logs.len());
    for (log, old) in logs.iter().zip(sizes) {
        let behind = old == 0 || old > log.size;
        let hashes = match behind {
            true => Vec::new(),
            false => match run.nodes.checkpoint(&log.member, &[old], Some(&log.checkpoint)).await {
                Ok(grown) => grown.proofs.into_iter().next().unwrap_or_default(),
                // It can't be reached, and nothing is known against it.
                Err(problem) if out_of_reach(&problem) => continue,
                // It doesn't show that it extends what the witness saw: the witness is asked which checkpoint it knows.
                Err(_) => Vec::new(),
            },
        };
        submissions.push((log.key.clone(), Submission { old, hashes, checkpoint: log.checkpoint.clone() }));
        asked.push(log.clone());
    }
    let said = run.nodes.cosign(witness, &submissions).await?;
    Ok((key, asked.into_iter().zip(said).collect()))
}
