use std::collections::BTreeMap;

use super::compute::{Run, each_member};
use super::{Peers, Said};
use crate::audit::{Vouched, is_log_of, witness_of};
use crate::model::{MemberId, Problem};
use crate::note::{SigningKey, VerifierKey, only_by, text_and_signatures};
use crate::report::MemberOutcome;
use crate::tlog::{Checkpoint, Submission, verify_consistency};

/// Two signed checkpoints of a member's log that can't both be true.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Disagreement {
    /// Whose log it is.
    pub member: MemberId,
    /// Who knew another one.
    pub witness: MemberId,
    /// The signed note that the witness knew.
    pub known: String,
    /// The one that was found.
    pub found: String,
    /// Whether they can't both be true; else the log only doesn't show that they are.
    pub proved: bool,
}

/// A log to be cosigned.
#[derive(Clone)]
struct Candidate {
    member: MemberId,
    key: VerifierKey,
    checkpoint: String,
    size: u64,
}

/// Has the members that answered cosign each other's checkpoints, cosigns them, and hands every node what was said to its
/// own. The checkpoints must be remembered before: a cosignature says that they are.
///
/// A witness that is behind, or can't be reached, doesn't cosign; that is no error. A fork is one: both sides keep it.
pub async fn witness<P: Peers>(
    run: &Run<P>,
    members: &mut [MemberOutcome],
    own: &SigningKey,
    now: u64,
) -> Vec<Disagreement> {
    let candidate = |outcome: &MemberOutcome| {
        let Vouched { key, checkpoint, .. } = outcome.vouched.as_ref()?;
        let size = Checkpoint::open(checkpoint, key)?.size;
        Some(Candidate { member: outcome.member.clone(), key: key.clone(), checkpoint: checkpoint.clone(), size })
    };
    let candidates: Vec<Candidate> = members.iter().filter_map(candidate).collect();
    let (mut lines, disagreements) = cosign_all(run, &candidates).await;
    for outcome in members.iter_mut() {
        let (member, Some(vouched)) = (&outcome.member, &mut outcome.vouched) else { continue };
        let (said, mut keys) = lines.remove(member).unwrap_or_default();
        let text = text_and_signatures(&vouched.checkpoint).map_or("", |(text, _)| text);
        let cosigned = format!("{}{said}{}", vouched.checkpoint, own.cosign(text, now));
        keys.push(own.cosigner());
        let _ = run.peers.add_cosignatures(member, &cosigned, &keys).await;
        for receipt in &mut vouched.receipts {
            receipt.proof.checkpoint.clone_from(&cosigned);
        }
        (vouched.checkpoint, vouched.witnesses) = (cosigned, keys);
    }
    disagreements
}

/// What witnesses said to each member's log: their lines and their keys.
type Lines = BTreeMap<MemberId, (String, Vec<VerifierKey>)>;

/// Has nodes that want it seen by witnesses, as they would answer no more otherwise, before anything else is asked. The
/// coordinator doesn't cosign here: it has remembered nothing yet.
pub async fn witness_first<P: Peers>(run: &Run<P>) -> Vec<Disagreement> {
    let described = super::describe_all(&run.charter, run.peers.clone(), run.at_a_time).await;
    let mut candidates = Vec::new();
    for (member, said) in described {
        let Some(said) = said.ok().filter(|said| said.wants_witnesses && said.member == member) else { continue };
        let Ok(grown) = run.peers.checkpoint(&member, &[], None).await else { continue };
        let (key, checkpoint) = (said.log_key, grown.checkpoint);
        let own = is_log_of(key.name(), member.as_str());
        let known = run.remembered.get(&member).is_none_or(|known| known.key == key);
        let Some(size) = Checkpoint::open(&checkpoint, &key).filter(|_| own && known).map(|known| known.size) else {
            continue;
        };
        candidates.push(Candidate { member, key, checkpoint, size });
    }
    if candidates.is_empty() {
        return Vec::new();
    }
    let (lines, disagreements) = cosign_all(run, &candidates).await;
    for candidate in candidates {
        if let Some((said, keys)) = lines.get(&candidate.member) {
            let cosigned = format!("{}{said}", candidate.checkpoint);
            let _ = run.peers.add_cosignatures(&candidate.member, &cosigned, keys).await;
        }
    }
    disagreements
}

/// Has every member cosign every log that isn't its own, and reports forks to the nodes whose logs they are.
async fn cosign_all<P: Peers>(run: &Run<P>, candidates: &[Candidate]) -> (Lines, Vec<Disagreement>) {
    let (asked, logs) = (run.clone(), candidates.to_vec());
    let each = move |witness: MemberId| {
        let (run, logs) = (asked.clone(), logs.clone());
        async move {
            let said = ask_witness(&run, &witness, &logs).await;
            (witness, said)
        }
    };
    let broken = |witness, problem| (witness, Err(problem));
    let said = each_member(&run.charter, run.at_a_time, each, broken).await;

    let mut lines = Lines::new();
    let mut disagreements = Vec::new();
    for (witness, said) in said {
        let Ok((key, said)) = said else { continue };
        for (candidate, said) in said {
            match said {
                Said::Cosigned(line) => {
                    // The one line that holds, whatever else the witness sends.
                    let cosigned = only_by(&format!("{}{line}", candidate.checkpoint), &key);
                    if let Some((_, own)) = cosigned.as_deref().and_then(text_and_signatures) {
                        let (lines, keys) = lines.entry(candidate.member).or_default();
                        *lines += own;
                        keys.push(key.clone());
                    }
                }
                Said::Disagreed(known) | Said::Knows(Some(known)) => {
                    let proved = match held_against(run, &candidate, &known).await {
                        Held::Fits => continue,
                        Held::Contradicts => true,
                        Held::Unproved => false,
                    };
                    let (member, witness) = (candidate.member, witness.clone());
                    disagreements.push(Disagreement { member, witness, known, found: candidate.checkpoint, proved });
                }
                Said::Knows(None) | Said::Refused(_) => {}
            }
        }
    }
    for disagreement in disagreements.iter().filter(|found| found.proved) {
        let Disagreement { member, known, found, .. } = disagreement;
        // A node that doesn't listen doesn't change what is known of it.
        let _ = run.peers.report_disagreement(member, known, found).await;
    }
    (lines, disagreements)
}

/// What came of holding a checkpoint that a witness knows against the log itself.
enum Held {
    /// One grew to the other, or the witness has nothing that the log signed.
    Fits,
    /// They can't be of the same log.
    Contradicts,
    /// The log answers, and doesn't show it.
    Unproved,
}

/// Holds a checkpoint that a witness knows against the log. A witness's word alone is worth nothing.
async fn held_against<P: Peers>(run: &Run<P>, log: &Candidate, known: &str) -> Held {
    let open = |note: &str| Checkpoint::open(note, &log.key);
    let Some((theirs, ours)) = open(known).zip(open(&log.checkpoint)) else { return Held::Fits };
    let later = theirs.size > ours.size;
    let (old, new, note) = if later { (ours, theirs, known) } else { (theirs, ours, log.checkpoint.as_str()) };
    if old.size == new.size {
        return if old.root == new.root { Held::Fits } else { Held::Contradicts };
    }
    match run.peers.checkpoint(&log.member, &[old.size], Some(note)).await {
        Ok(grown) => {
            let proof = grown.proofs.into_iter().next().unwrap_or_default();
            let grew = verify_consistency(old.size, new.size, &old.root, &new.root, &proof);
            if grew { Held::Fits } else { Held::Contradicts }
        }
        Err(problem) if problem.key == "log-no-record" => Held::Contradicts,
        // A log that can't be reached is no log that has lost records.
        Err(problem) if out_of_reach(&problem) => Held::Fits,
        Err(_) => Held::Unproved,
    }
}

/// Whether a node couldn't be asked at all; what a node itself says never has these keys.
fn out_of_reach(problem: &Problem) -> bool {
    matches!(problem.key.as_ref(), "peer-unreachable" | "peer-deadline" | "peer-busy")
}

/// What a member's node says to the logs of all others.
async fn ask_witness<P: Peers>(
    run: &Run<P>,
    witness: &MemberId,
    logs: &[Candidate],
) -> Result<(VerifierKey, Vec<(Candidate, Said)>), Problem> {
    let logs: Vec<Candidate> = logs.iter().filter(|log| log.member != *witness).cloned().collect();
    let origins: Vec<String> = logs.iter().map(|log| log.key.name().to_owned()).collect();
    let (sizes, key) = run.peers.witnessed(witness, &origins).await?;
    if witness_of(key.name()) != Some(witness.as_str()) {
        // It poses as somebody else.
        return Ok((key, Vec::new()));
    }
    let mut asked = Vec::with_capacity(logs.len());
    let mut submissions = Vec::with_capacity(logs.len());
    for (log, old) in logs.into_iter().zip(sizes) {
        let behind = old == 0 || old > log.size;
        let hashes = match behind {
            true => Vec::new(),
            false => match run.peers.checkpoint(&log.member, &[old], Some(&log.checkpoint)).await {
                Ok(grown) => grown.proofs.into_iter().next().unwrap_or_default(),
                // It can't be reached, and nothing is known against it.
                Err(problem) if out_of_reach(&problem) => continue,
                // It doesn't show that it grew: the witness is to say what it knows.
                Err(_) => Vec::new(),
            },
        };
        submissions.push((log.key.clone(), Submission { old, hashes, checkpoint: log.checkpoint.clone() }));
        asked.push(log);
    }
    let said = run.peers.cosign(witness, &submissions).await?;
    Ok((key, asked.into_iter().zip(said).collect()))
}
