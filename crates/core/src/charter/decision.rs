use super::{Charter, Class};
use crate::model::{Digest, EditionId, MemberId, Rho, problems};
use crate::note::VerifierKey;

/// First line of the text that an officer signs; the number counts up when the lines change.
const HEAD: &str = "archipel decision 1";

/// Text that an officer signs to let out another release of the same people in class `controlled`.
const AGAIN: &str =
    "that from two releases of the same people together more can be computed than from each, often exactly";

problems! {
    /// Reasons to reject a decision as not the officer's.
    pub enum DecisionError {
        /// The charter names the officer's key, and the decision has no signature.
        Unsigned(Policy, "decision-unsigned") { key: String },
        /// The charter names no key to verify a signature with.
        NoKey(Policy, "decision-no-key") { member: MemberId },
        /// The signature is by another key than the charter names.
        OtherKey(Policy, "decision-other-key") { key: String },
        /// The officer signed another decision.
        OtherText(Policy, "decision-other-text") { act: String },
        /// The text isn't that of a decision.
        NotOne(Data, "decision-not-one") {},
    }
}

/// Decisions of an officer, each with its object, under names that never change, so that a signature serves for nothing
/// else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    /// A release answers from now on.
    Approve(EditionId, Digest),
    /// Approval in class `controlled`, where another release of the same people answers or has answered.
    ApproveAgain(EditionId, Digest),
    /// A release of class `private` is drawn, and answers from then on: its plan, its cost, and the total cost with it.
    Spend(EditionId, Digest, [Rho; 2]),
    /// Largest total loss of all releases of class `private`, and the witnesses that must know the spending; numbered,
    /// so that an earlier rule can't be repeated.
    Budget(u32, Rho, Vec<VerifierKey>),
    /// A release never answers.
    Refuse(EditionId, Digest),
    /// A release answers no more.
    Withdraw(EditionId, Digest),
    /// Erasure of the details beside a record: number and name of the record.
    Erase(String),
    /// Settlement of a disagreement about the node's own log: names of the evidence.
    Settle(String),
    /// Removal of another party's log or key from the node's knowledge: its name, and digest of the known content.
    Forget(String),
    /// Releases under this charter need no further decision; another charter is another agreement, and needs a new one.
    /// Class `private` adds the largest cost of a release, and the number of releases.
    Standing(Digest, Option<(Rho, u32)>),
}

impl Act {
    /// Word for the act.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Approve(..) => "approve",
            Self::ApproveAgain(..) => "approve-again",
            Self::Spend(..) => "spend",
            Self::Budget(..) => "budget",
            Self::Refuse(..) => "refuse",
            Self::Withdraw(..) => "withdraw",
            Self::Erase(_) => "erase",
            Self::Settle(_) => "settle",
            Self::Forget(_) => "forget",
            Self::Standing(..) => "standing-approval",
        }
    }

    /// Name of the act's object, where one word is enough.
    pub fn object(&self) -> &str {
        match self {
            Self::Erase(object) | Self::Settle(object) | Self::Forget(object) => object,
            Self::Approve(..)
            | Self::ApproveAgain(..)
            | Self::Spend(..)
            | Self::Budget(..)
            | Self::Refuse(..)
            | Self::Withdraw(..)
            | Self::Standing(..) => "",
        }
    }

    /// Lines about the act's object.
    fn subject(&self) -> String {
        match self {
            Self::Approve(edition, release) | Self::Refuse(edition, release) | Self::Withdraw(edition, release) => {
                format!("edition {edition}\nrelease {release}\n")
            }
            Self::ApproveAgain(edition, release) => format!("edition {edition}\nrelease {release}\nknowing {AGAIN}\n"),
            Self::Spend(edition, plan, [rho, total]) => {
                format!("edition {edition}\nplan {plan}\nrho {rho}\ntotal {total}\n")
            }
            Self::Budget(number, lifetime, witnesses) => {
                let witnesses: String = witnesses.iter().map(|key| format!("witness {key}\n")).collect();
                format!("number {number}\nlifetime {lifetime}\n{witnesses}")
            }
            Self::Erase(object) | Self::Settle(object) | Self::Forget(object) => format!("object {object}\n"),
            Self::Standing(charter, None) => format!("charter {charter}\n"),
            Self::Standing(charter, Some((rho, editions))) => {
                format!("charter {charter}\nrho {rho}\neditions {editions}\n")
            }
        }
    }

    fn read(act: &str, subject: &[(&str, &str)]) -> Option<Self> {
        Some(match (act, subject) {
            ("approve", [("edition", edition), ("release", release)]) => {
                Self::Approve(edition.parse().ok()?, release.parse().ok()?)
            }
            ("approve-again", [("edition", edition), ("release", release), ("knowing", AGAIN)]) => {
                Self::ApproveAgain(edition.parse().ok()?, release.parse().ok()?)
            }
            ("spend", [("edition", edition), ("plan", plan), ("rho", rho), ("total", total)]) => {
                let amounts = [rho.parse().ok()?, total.parse().ok()?];
                Self::Spend(edition.parse().ok()?, plan.parse().ok()?, amounts)
            }
            ("budget", [("number", number), ("lifetime", lifetime), witnesses @ ..]) => {
                let key = |(word, key): &(&str, &str)| VerifierKey::parse_cosigner(key).filter(|_| *word == "witness");
                let witnesses = witnesses.iter().map(key).collect::<Option<_>>()?;
                Self::Budget(number.parse().ok()?, lifetime.parse().ok()?, witnesses)
            }
            ("refuse", [("edition", edition), ("release", release)]) => {
                Self::Refuse(edition.parse().ok()?, release.parse().ok()?)
            }
            ("withdraw", [("edition", edition), ("release", release)]) => {
                Self::Withdraw(edition.parse().ok()?, release.parse().ok()?)
            }
            ("erase", [("object", object)]) => Self::Erase((*object).to_owned()),
            ("settle", [("object", object)]) => Self::Settle((*object).to_owned()),
            ("forget", [("object", object)]) => Self::Forget((*object).to_owned()),
            ("standing-approval", [("charter", charter)]) => Self::Standing(charter.parse().ok()?, None),
            ("standing-approval", [("charter", charter), ("rho", rho), ("editions", editions)]) => {
                Self::Standing(charter.parse().ok()?, Some((rho.parse().ok()?, editions.parse().ok()?)))
            }
            _ => return None,
        })
    }
}

/// Text of a decision to be signed, with the officer's member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Statement {
    /// Id of the charter.
    pub federation: String,
    /// The member whose officer decides.
    pub member: MemberId,
    /// Act that is decided.
    pub act: Act,
}

impl Statement {
    /// The text to sign.
    pub fn text(&self) -> String {
        let Self { federation, member, act } = self;
        let (act, subject) = (act.id(), act.subject());
        format!("{HEAD}\nfederation {federation}\nmember {member}\nact {act}\n{subject}")
    }

    /// Reads the text that [`Self::text`] writes, and nothing else.
    pub fn parse(text: &str) -> Result<Self, DecisionError> {
        let read = || {
            let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
            let lines: Vec<(&str, &str)> = rest.lines().map(|line| line.split_once(' ')).collect::<Option<_>>()?;
            let [("federation", federation), ("member", member), ("act", act), subject @ ..] = &lines[..] else {
                return None;
            };
            let act = Act::read(act, subject)?;
            Some(Self { federation: (*federation).to_owned(), member: member.parse().ok()?, act })
        };
        read().filter(|read| read.text() == text).ok_or(DecisionError::NotOne {})
    }

    /// Signature of the officer with this key in a note over exactly this text, as a record keeps it.
    pub fn signed(&self, note: &str, key: &VerifierKey) -> Result<String, DecisionError> {
        let signature = key.signature_in(note).ok_or_else(|| DecisionError::OtherKey { key: key.short() })?;
        match key.holds(&self.text(), &signature) {
            true => Ok(signature),
            false => Err(DecisionError::OtherText { act: self.act.id().to_owned() }),
        }
    }
}

impl Charter {
    /// Decision of a member's officer under this charter.
    pub fn statement(&self, member: &MemberId, act: Act) -> Statement {
        Statement { federation: self.id.clone(), member: member.clone(), act }
    }

    /// Decision that releases under this charter need no further one; in class `private` with their number.
    pub fn standing_approval(&self, member: &MemberId, editions: u32) -> Statement {
        let spending = (self.class == Class::Private).then_some((self.rules.privacy.rho, editions));
        self.statement(member, Act::Standing(self.digest, spending))
    }

    /// Key with which a member's officer signs decisions.
    pub fn officer_key(&self, member: &MemberId) -> Option<&VerifierKey> {
        self.member(member)?.officer_key.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::SigningKey;
    use crate::note::tests::Fixed;

    fn all() -> Vec<Act> {
        let (edition, release) = (EditionId::new(Digest::of(b"e")), Digest::of(b"r"));
        let object = "4@c4c0".to_owned();
        vec![
            Act::Approve(edition, release),
            Act::ApproveAgain(edition, release),
            Act::Refuse(edition, release),
            Act::Withdraw(edition, release),
            Act::Approve(edition, Digest::of(b"another")),
            Act::Approve(EditionId::new(Digest::of(b"another")), release),
            Act::Spend(edition, release, [Rho::millionths(1), Rho::millionths(2)]),
            Act::Spend(edition, release, [Rho::millionths(1), Rho::millionths(3)]),
            Act::Spend(edition, release, [Rho::millionths(2), Rho::millionths(2)]),
            Act::Erase(object.clone()),
            Act::Settle(object.clone()),
            Act::Forget(object),
            Act::Standing(release, None),
            Act::Standing(Digest::of(b"another"), None),
            Act::Standing(release, Some((Rho::millionths(1), 2))),
            Act::Standing(release, Some((Rho::millionths(2), 2))),
            Act::Standing(release, Some((Rho::millionths(1), 3))),
            Act::Budget(1, Rho::millionths(1), vec![witness(1)]),
            Act::Budget(1, Rho::millionths(2), vec![witness(1)]),
            Act::Budget(2, Rho::millionths(1), vec![witness(1)]),
            Act::Budget(1, Rho::millionths(1), vec![witness(2)]),
            Act::Budget(1, Rho::millionths(1), vec![witness(1), witness(2)]),
        ]
    }

    fn witness(secret: u8) -> VerifierKey {
        let key = SigningKey::generate("isles/east/witness", &Fixed(secret)).unwrap();
        key.cosigner()
    }

    fn statement(federation: &str, member: &str, act: Act) -> Statement {
        Statement { federation: federation.to_owned(), member: member.parse().unwrap(), act }
    }

    /// The format never changes: signatures in logs are over these bytes.
    #[test]
    fn the_text_of_a_decision_is_fixed() {
        let [edition, release] = [b"e", b"r"].map(|bytes| Digest::of(bytes));
        let text = format!(
            "archipel decision 1\nfederation isles\nmember north\nact approve\nedition {edition}\nrelease {release}\n"
        );
        assert_eq!(statement("isles", "north", Act::Approve(EditionId::new(edition), release)).text(), text);
        for bad in [
            "",
            "archipel charter\nisles\n1\nx\n",
            &text[..text.len() - 1],
            &format!("{text}\n"),
            &format!("{text}budget 1\n"),
            &text.replace("approve", "aprove"),
            &text.replace("decision 1", "decision 2"),
            &text.replace("member", "  member"),
            &text.to_uppercase(),
        ] {
            assert_eq!(Statement::parse(bad), Err(DecisionError::NotOne {}), "{bad}");
        }
    }

    #[test]
    fn a_signature_serves_for_its_own_decision_alone() {
        let key = SigningKey::generate("isles/north/officer", &Fixed(7)).unwrap();
        let other = SigningKey::generate("isles/north/officer", &Fixed(8)).unwrap();
        let statements: Vec<Statement> = ["isles", "lakes"]
            .iter()
            .flat_map(|federation| ["north", "east"].map(|member| (federation, member)))
            .flat_map(|(federation, member)| all().into_iter().map(move |what| statement(federation, member, what)))
            .collect();
        for one in &statements {
            assert_eq!(Statement::parse(&one.text()).as_ref(), Ok(one));
            let note = key.sign(&one.text());
            for two in &statements {
                assert_eq!(two.signed(&note, key.verifier()).is_ok(), one == two, "{one:?} {two:?}");
            }
            assert!(matches!(one.signed(&note, other.verifier()), Err(DecisionError::OtherKey { .. })));
            // A record keeps the signature alone: the text is made again.
            let kept = one.signed(&note, key.verifier()).unwrap();
            assert!(key.verifier().holds(&one.text(), &kept) && !other.verifier().holds(&one.text(), &kept));
        }
    }
}
