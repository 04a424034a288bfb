//! The product's rules: what a witness signs, and when enough have signed.

use archipel::audit::{Claim, Purpose, is_enough};
use archipel::model::{Digest, EditionId, Rho};

use super::{SETS, Signed, Without};

impl Without {
    /// Whether enough of a set have signed, as the product decides it.
    pub(super) fn enough(self, lines: u8, set: usize) -> bool {
        let signed = SETS[set].iter().filter(|witness| lines >> **witness & 1 == 1).count();
        if self.majority { signed > 0 } else { is_enough(signed, SETS[set].len()) }
    }
}

/// Claims that the product lets a witness sign after each other claim.
pub(super) struct Rules(Vec<bool>);

impl Rules {
    const PAIRS: usize = 1 << 9;

    pub(super) fn new(without: Without) -> Self {
        // If all have one name, a witness can't know that a member has left it.
        let second: &[u8] = if without.leaving { b"first" } else { b"second" };
        let sets = [Digest::of(b"first"), Digest::of(second)];
        let claim = |draw: Option<&[u8]>, total: usize, set: usize| Claim {
            log: "isles/north/audit".to_owned(),
            witnesses: sets[set],
            purpose: match draw.map(Digest::of) {
                Some(seed) => Purpose::Draw(EditionId::new(seed), seed, Rho::millionths(1)),
                None => Purpose::Witnesses(sets[1]),
            },
            total: Rho::millionths(total as u64),
        };
        let follows = |pair: usize| {
            let is = |bit: usize| pair >> bit & 1 == 1;
            let other: &[u8] = if is(2) { b"own" } else { b"other" };
            let own = claim(is(0).then_some(b"own"), pair >> 3 & 3, pair >> 7 & 1);
            own.follows(&claim(is(1).then_some(other), pair >> 5 & 3, pair >> 8 & 1))
        };
        Self((0..Self::PAIRS).map(follows).collect())
    }

    pub(super) fn follows(&self, claim: Signed, known: Signed) -> bool {
        let [draw, known_draw] = [claim, known].map(|signed| usize::from(signed.draw.is_some()));
        let same = usize::from(claim.draw == known.draw);
        let totals = usize::from(claim.total) | usize::from(known.total) << 2;
        self.0[draw | known_draw << 1 | same << 2 | totals << 3 | claim.set << 7 | known.set << 8]
    }
}
