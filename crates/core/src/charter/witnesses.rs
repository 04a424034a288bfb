use std::collections::BTreeMap;

use super::Charter;
use crate::model::{Digest, MemberId};

/// Identifier of the coordinator of a rehearsal whose charter names none.
pub const REHEARSAL: &str = "rehearsal";

impl Charter {
    /// Whether this is the identifier of a member or of a coordinator.
    pub fn is_party(&self, id: &str) -> bool {
        let member = self.members.binary_search_by(|member| member.id.as_str().cmp(id)).is_ok();
        member || self.coordinators.iter().any(|coordinator| coordinator.id == id)
    }

    /// Whether a certificate with this SPIFFE name belongs to a coordinator in the charter. Without coordinators in the
    /// charter (a rehearsal) the authority alone vouches for them.
    pub fn is_coordinator(&self, identity: &str) -> bool {
        let name = identity.strip_prefix(&format!("spiffe://{}/coordinator/", self.id));
        name.is_some_and(|name| !name.contains('/'))
            && (self.coordinators.is_empty() || self.coordinators.iter().any(|known| known.identity == identity))
    }

    /// Whether logs of members may be cosigned by a key named after `id`: a member's, or a coordinator's by its
    /// identifier or by the name in its certificate.
    pub fn may_witness(&self, id: &str) -> bool {
        let named = |identity: &str| identity.rsplit('/').next() == Some(id);
        self.is_party(id)
            || self.coordinators.iter().any(|coordinator| named(&coordinator.identity))
            || self.coordinators.is_empty() && id == REHEARSAL
    }

    /// Witnesses of each member's log: identifiers of members and coordinators. The draw can be repeated: members stand
    /// in a circle, in the order of SHA-256 over the charter's digest and their id, and the `witnesses` members after a
    /// member witness its log. So all of them witness equally many, however many members there are. If there are too
    /// few, all others and the coordinators are witnesses.
    pub fn drawn_witnesses(&self) -> BTreeMap<&MemberId, Vec<&str>> {
        let place = |id: &MemberId| Digest::of(format!("archipel witness\n{}\n{id}\n", self.digest).as_bytes());
        let mut circle: Vec<(Digest, &MemberId)> =
            self.members.iter().map(|member| (place(&member.id), &member.id)).collect();
        circle.sort_unstable();
        let few = circle.len() <= self.witnesses;
        let coordinators = self.coordinators.iter().map(|coordinator| coordinator.id.as_str()).filter(|_| few);
        let coordinators: Vec<&str> = coordinators.collect();
        let behind = |at: usize| {
            let next = (1..circle.len()).take(self.witnesses).map(|step| circle[(at + step) % circle.len()].1.as_str());
            next.chain(coordinators.iter().copied()).collect()
        };
        (0..circle.len()).map(|at| (circle[at].1, behind(at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charter::template;

    fn charter(members: usize) -> Charter {
        let mut charter = Charter::parse(&template(None)).unwrap();
        let one = charter.members[0].clone();
        let member = |n: usize| super::super::Member { id: format!("m{n:04}").parse().unwrap(), ..one.clone() };
        charter.members = (0..members).map(member).collect();
        charter
    }

    #[test]
    fn each_member_has_seven_others_and_witnesses_seven() {
        for members in [9, 13, 130] {
            let charter = charter(members);
            let drawn = charter.drawn_witnesses();
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for (member, witnesses) in &drawn {
                let others: BTreeSet<&str> = witnesses.iter().copied().collect();
                assert!(others.len() == 7 && !others.contains(member.as_str()), "{member}: {witnesses:?}");
                others.into_iter().for_each(|witness| *seen.entry(witness).or_default() += 1);
            }
            assert!(seen.len() == members && seen.values().all(|logs| *logs == 7));
            // Another charter draws other witnesses.
            let other = Charter { digest: Digest::of(b"another"), ..charter.clone() };
            assert_ne!(other.drawn_witnesses(), drawn);
        }
    }

    #[test]
    fn few_have_all_others_and_the_coordinators() {
        for members in [1, 3, 7] {
            let charter = charter(members);
            let coordinators = charter.coordinators.len();
            assert!(coordinators > 0);
            assert!(charter.drawn_witnesses().values().all(|witnesses| witnesses.len() == members - 1 + coordinators));
        }
        assert!(charter(8).drawn_witnesses().values().all(|witnesses| witnesses.len() == 7));
        let more = Charter { witnesses: 9, ..charter(13) };
        assert!(more.drawn_witnesses().values().all(|witnesses| witnesses.len() == 9));
    }
}
