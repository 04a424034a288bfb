//! Claims: the spending that members of class `private` are about to do, known to their witnesses first.

use std::collections::BTreeSet;

use super::client::NodeClient;
use super::run::IndexRun;
use crate::audit::{Claim, ClaimOutcome, witness_of};
use crate::model::{MemberId, Problem};
use crate::note::VerifierKey;

/// Most claims of a member that a run takes to its witnesses: each leaves a record in their logs. Others wait for the next
/// run.
const MOST_CLAIMS: usize = 64;

/// Takes a member's claims to its witnesses, and their answers back to it. Returns whether there was any claim. A
/// witness that can't be reached signs another time.
pub(super) async fn make_known<P: NodeClient>(
    run: &IndexRun<P>,
    member: &MemberId,
    key: &VerifierKey,
) -> Result<bool, Problem> {
    let (notes, witnesses) = run.nodes.claims(member).await?;
    let (mut claims, witnesses) = (first_claims(notes, key), BTreeSet::from_iter(witnesses));
    let mut known = Vec::new();
    // Lower totals first: a witness that has signed a higher one signs no lower one any more.
    for note in &mut claims {
        let claim = note.clone();
        for name in &witnesses {
            match ask(run, name, member, key, &claim).await {
                Some(ClaimOutcome::Signed(line)) => *note += &line,
                Some(ClaimOutcome::Knows(other)) => known.push(other),
                None => {}
            }
        }
    }
    if claims.is_empty() {
        return Ok(false);
    }
    run.nodes.add_claims(member, &claims, &known).await?;
    Ok(true)
}

/// The first claims that a member's log signed, each once, in their order.
fn first_claims(notes: Vec<String>, key: &VerifierKey) -> Vec<String> {
    let mut found: Vec<Claim> = Vec::new();
    let is_new = |note: &String| {
        let claim = Claim::open(note, key).filter(|claim| !found.contains(claim));
        found.extend(claim.clone());
        claim.is_some()
    };
    notes.into_iter().filter(is_new).take(MOST_CLAIMS).collect()
}

/// Asks the witness whose key has this name to sign a claim: another member's node, or this coordinator.
async fn ask<P: NodeClient>(
    run: &IndexRun<P>,
    name: &str,
    member: &MemberId,
    key: &VerifierKey,
    claim: &str,
) -> Option<ClaimOutcome> {
    let other = witness_of(name).and_then(|id| run.charter.member(&id.parse().ok()?)).map(|other| &other.id);
    match other {
        Some(other) if other == member => None,
        Some(other) => run.nodes.sign_claim(other, key, claim).await.ok(),
        None => (run.claim)(name, member, key, claim),
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::audit::Purpose;
    use crate::model::{Digest, EditionId, Rho};
    use crate::note::SigningKey;

    /// A member may send any number of claims, and each taken to a witness leaves a record in a log.
    #[test]
    fn a_claim_goes_to_witnesses_once_and_no_flood_of_them() {
        let key = SigningKey::from_seed("isles/north/audit", Zeroizing::new([1; 32])).expect("a name");
        let note = |total: u64| {
            let purpose = Purpose::Draw(EditionId::new(Digest::of(b"e")), Digest::of(b"s"), Rho::millionths(1));
            let (log, witnesses) = (key.verifier().name().to_owned(), Digest::of(b"w"));
            key.sign(&Claim { log, witnesses, purpose, total: Rho::millionths(total) }.to_string())
        };
        let again: Vec<String> = [3, 1, 3, 2, 1].map(note).into();
        assert_eq!(first_claims(again, key.verifier()), [3, 1, 2].map(note));
        let many: Vec<String> = (1..=2 * MOST_CLAIMS as u64).map(note).collect();
        assert_eq!(first_claims(many.clone(), key.verifier()), many[..MOST_CLAIMS]);
        assert!(first_claims(vec!["no claim".to_owned()], key.verifier()).is_empty());
    }
}
