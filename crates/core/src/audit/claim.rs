//! What a member is about to spend, as its witnesses remember it for ever: no node that was put back from a copy can spend it
//! twice.

use std::fmt;

use super::member_of;
use crate::model::{Digest, EditionId, Rho};
use crate::note::{VerifierKey, text_and_signatures};

/// First line of what is signed; the number counts up when the lines change.
const HEAD: &str = "archipel claim 1";

/// What all releases about a member's people have cost once something is done: the text that the member's log signs, and then
/// witnesses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    /// Name of the member's log.
    pub log: String,
    /// Names the witnesses by whom the member goes.
    pub witnesses: Digest,
    /// What is to be done.
    pub purpose: Purpose,
    /// What all cost together then.
    pub total: Rho,
}

/// What a member is about to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// Draw the release of an edition: the commitment to its secret, and what it costs.
    Draw(EditionId, Digest, Rho),
    /// Go by other witnesses from then on.
    Witnesses(Digest),
}

/// What a witness may say to a claim.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It may sign it.
    Sign(Claim),
    /// It has signed another one that this doesn't follow: that one, as it signed it.
    Knows(String),
}

impl Claim {
    /// Reads what [`fmt::Display`] gives, and nothing else.
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

    /// The claim in a note that the log with this key signed.
    pub fn open(note: &str, key: &VerifierKey) -> Option<Self> {
        Self::parse(key.open(note)?).filter(|claim| claim.log == key.name() && member_of(&claim.log).is_some())
    }

    /// The claim in a note; signatures aren't checked.
    pub fn of(note: &str) -> Option<Self> {
        Self::parse(text_and_signatures(note)?.0)
    }

    /// What a witness may say to a note that the log with this key is said to have signed, where it has signed `known` about the
    /// member before. `None` where it isn't one.
    pub fn judge(note: &str, key: &VerifierKey, known: Option<&str>) -> Option<Verdict> {
        let claim = Self::open(note, key)?;
        match known {
            Some(known) if !Self::of(known).is_some_and(|known| claim.follows(&known)) => {
                Some(Verdict::Knows(known.to_owned()))
            }
            _ => Some(Verdict::Sign(claim)),
        }
    }

    /// What it costs.
    pub fn rho(&self) -> Rho {
        match self.purpose {
            Purpose::Draw(_, _, rho) => rho,
            Purpose::Witnesses(_) => Rho::NONE,
        }
    }

    /// The edition whose release is to be drawn.
    pub fn edition(&self) -> Option<EditionId> {
        match self.purpose {
            Purpose::Draw(edition, ..) => Some(edition),
            Purpose::Witnesses(_) => None,
        }
    }

    /// Whether a witness who has signed an earlier claim of the member may sign this one: the same once more; or one that counts
    /// everything before, by the witnesses by whom the member goes since, or by which it goes over to these.
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

/// The witnesses who have put their names to a note, of those by whom a member goes.
pub fn signed_by<'k>(note: &str, witnesses: &'k [VerifierKey]) -> Vec<&'k VerifierKey> {
    witnesses.iter().filter(|key| key.open(note).is_some()).collect()
}

/// Whether more than half of some witnesses have signed: any two such halves have one in common. There is at least one.
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
        // A copy from before the change finds the way there, and no further.
        let again = Claim { total: later.total, ..change.clone() };
        assert!(again.follows(&later) && !Claim { total: first.total, ..change }.follows(&later));
        assert!(!is_enough(0, 0) && is_enough(1, 1) && !is_enough(1, 2) && is_enough(2, 2) && is_enough(2, 3));
    }
}
