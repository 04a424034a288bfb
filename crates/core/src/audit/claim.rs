//! Claims: a member's announced spending, which its witnesses keep for ever, so that no node restored from a copy can
//! spend it twice.

use std::fmt;

use super::member_of;
use crate::model::{Digest, EditionId, Rho};
use crate::note::{VerifierKey, text_and_signatures};

/// First line of the signed text; the number counts up when the lines change.
const HEAD: &str = "archipel claim 1";

/// Total cost of all releases about a member's people once something is done: the text that the member's log signs, and
/// then its witnesses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    /// Name of the member's log.
    pub log: String,
    /// Digest of the member's witnesses.
    pub witnesses: Digest,
    /// Purpose of the spending.
    pub purpose: Purpose,
    /// Total cost of all releases after it.
    pub total: Rho,
}

/// Action that a member announces.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// Draw the release of an edition: the commitment to its secret, and its cost.
    Draw(EditionId, Digest, Rho),
    /// Replace the witnesses by others from then on.
    Witnesses(Digest),
}

/// Answer that a witness may give to a claim.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// The witness may sign the claim.
    Sign(Claim),
    /// The witness has signed another claim that this one doesn't follow: that one, as it was signed.
    Knows(String),
}

impl Claim {
    /// Reads the text that [`fmt::Display`] writes, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
        let lines: Vec<Vec<&str>> = rest.lines().map(|line| line.split(' ').collect()).collect();
        let [log, witnesses, purpose, total] = lines.as_slice() else { return None };
        let [["log", log], ["witnesses", witnesses], ["total", total]] = [&log[..], &witnesses[..], &total[..]] else {
            return None;
        };
        let purpose = match purpose[..] {
            ["draw", edition, seed, rho] => Purpose::Draw(edition.parse().ok()?, seed.parse().ok()?, millionths(rho)?),
            ["go-by", witnesses] => Purpose::Witnesses(witnesses.parse().ok()?),
            _ => return None,
        };
        let (log, witnesses, total) = ((*log).to_owned(), witnesses.parse().ok()?, millionths(total)?);
        Some(Self { log, witnesses, purpose, total }).filter(|claim| claim.to_string() == text)
    }

    /// Claim in a note that the log with this key signed.
    pub fn open(note: &str, key: &VerifierKey) -> Option<Self> {
        Self::parse(key.open(note)?).filter(|claim| claim.log == key.name() && member_of(&claim.log).is_some())
    }

    /// Claim in a note; signatures aren't checked.
    pub fn of(note: &str) -> Option<Self> {
        Self::parse(text_and_signatures(note)?.0)
    }

    /// Answer that a witness may give to a note presented as signed by the log with this key, where `known` is its last
    /// signed claim of the member. `None` if the note holds no claim signed with the key.
    pub fn judge(note: &str, key: &VerifierKey, known: Option<&str>) -> Option<Verdict> {
        let claim = Self::open(note, key)?;
        match known {
            Some(known) if !Self::of(known).is_some_and(|known| claim.follows(&known)) => {
                Some(Verdict::Knows(known.to_owned()))
            }
            _ => Some(Verdict::Sign(claim)),
        }
    }

    /// Cost of the announced action.
    pub fn rho(&self) -> Rho {
        match self.purpose {
            Purpose::Draw(_, _, rho) => rho,
            Purpose::Witnesses(_) => Rho::NONE,
        }
    }

    /// Edition whose release is to be drawn.
    pub fn edition(&self) -> Option<EditionId> {
        match self.purpose {
            Purpose::Draw(edition, ..) => Some(edition),
            Purpose::Witnesses(_) => None,
        }
    }

    /// Whether a witness that has signed an earlier claim of the member may sign this one: it repeats the earlier one;
    /// or it counts everything before, under the member's current witnesses, or as the step to them.
    pub fn follows(&self, known: &Self) -> bool {
        let now = match known.purpose {
            Purpose::Draw(..) => known.witnesses,
            Purpose::Witnesses(next) => next,
        };
        let by_them = self.witnesses == now || self.purpose == Purpose::Witnesses(now);
        self == known || by_them && self.total >= known.total.plus(self.rho())
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}\nlog {}\nwitnesses {}", self.log, self.witnesses)?;
        match &self.purpose {
            Purpose::Draw(edition, seed, rho) => writeln!(f, "draw {edition} {seed} {}", rho.in_millionths())?,
            Purpose::Witnesses(next) => writeln!(f, "go-by {next}")?,
        }
        writeln!(f, "total {}", self.total.in_millionths())
    }
}

fn millionths(text: &str) -> Option<Rho> {
    text.parse().ok().map(Rho::millionths)
}

/// Those of a member's witnesses that have signed a note.
pub fn signed_by<'k>(note: &str, witnesses: &'k [VerifierKey]) -> Vec<&'k VerifierKey> {
    witnesses.iter().filter(|key| key.open(note).is_some()).collect()
}

/// Whether more than half of some witnesses have signed: any two such majorities share a witness. No
/// signature is never enough.
pub fn is_enough(signed: usize, witnesses: usize) -> bool {
    signed > 0 && 2 * signed > witnesses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(total: u64, seed: &[u8]) -> Claim {
        let purpose = Purpose::Draw(EditionId::new(Digest::of(b"e")), Digest::of(seed), Rho::millionths(185_000));
        let log = "isles/north/audit".to_owned();
        Claim { log, witnesses: Digest::of(b"w"), purpose, total: Rho::millionths(total) }
    }

    #[test]
    fn a_claim_is_read_as_it_is_written_and_nothing_else_is_one() {
        let claims = [draw(185_000, b"1"), Claim { purpose: Purpose::Witnesses(Digest::of(b"next")), ..draw(0, b"") }];
        for claim in claims {
            let text = claim.to_string();
            assert_eq!(Claim::parse(&text), Some(claim));
            for (from, to) in [(" 1\n", " 2\n"), ("total ", "total +"), ("log ", "log  "), ("witnesses", "witness")] {
                assert_eq!(Claim::parse(&text.replacen(from, to, 1)), None, "{from}");
            }
            assert_eq!(Claim::parse(&(text.clone() + "more\n")), None);
        }
    }

    #[test]
    fn a_claim_counts_everything_before_it_and_goes_by_the_witnesses_of_the_last() {
        let first = draw(185_000, b"1");
        assert!(first.follows(&first), "once more");
        assert!(!draw(185_000, b"2").follows(&first), "another secret at the same total");
        assert!(!draw(369_999, b"2").follows(&first));
        assert!(draw(370_000, b"2").follows(&first));
        let (old, new) = (first.witnesses, Digest::of(b"next"));
        let change = Claim { purpose: Purpose::Witnesses(new), ..first.clone() };
        assert!(change.follows(&first) && !first.follows(&change));
        let later = draw(555_000, b"3");
        assert!(!Claim { witnesses: old, ..later.clone() }.follows(&change), "a member that has left these witnesses");
        let later = Claim { witnesses: new, ..later };
        assert!(later.follows(&change));
        // A copy from before the change can repeat the change, and nothing more.
        let again = Claim { total: later.total, ..change.clone() };
        assert!(again.follows(&later) && !Claim { total: first.total, ..change }.follows(&later));
        assert!(!is_enough(0, 0) && is_enough(1, 1) && !is_enough(1, 2) && is_enough(2, 2) && is_enough(2, 3));
    }
}
