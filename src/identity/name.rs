use std::fmt;
use std::str::FromStr;

use super::IdentityError;
use crate::model::MemberId;

/// Role of a certificate's holder at a member.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// Serves the member's data.
    Node,
    /// Runs the node.
    Operator,
    /// Decides on privacy: approves releases, and reads the log.
    Officer,
    /// Cosigns other nodes' logs.
    Witness,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Node, Self::Operator, Self::Officer, Self::Witness];

    /// Word in a name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Operator => "operator",
            Self::Officer => "officer",
            Self::Witness => "witness",
        }
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.id() == word).ok_or_else(|| Self::ALL.map(Self::id).join(" | "))
    }
}

/// Party that an authority speaks for; it speaks for no other.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Party {
    /// A member: its node, operators, officers and witnesses.
    Member(MemberId),
    /// A coordinator, by the name in its certificate.
    Coordinator(String),
}

/// `member/on`, `coordinator/hub`
impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member/{id}"),
            Self::Coordinator(name) => write!(f, "coordinator/{name}"),
        }
    }
}

impl FromStr for Party {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let bad = || IdentityError::Name { name: text.to_owned() };
        match text.split_once('/').ok_or_else(bad)? {
            ("member", id) => Ok(Self::Member(id.parse().map_err(|_| bad())?)),
            ("coordinator", name) if is_segment(name) => Ok(Self::Coordinator(name.to_owned())),
            _ => Err(bad()),
        }
    }
}

/// Holder of a certificate, within a federation.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Speaker {
    /// A machine or person of a member.
    Member {
        /// The member.
        member: MemberId,
        /// Its role.
        role: Role,
        /// Its name within the role.
        name: String,
    },
    /// A coordinator.
    Coordinator {
        /// Its name.
        name: String,
    },
}

impl Speaker {
    /// Party whose authority must have issued its certificate.
    pub fn party(&self) -> Party {
        match self {
            Self::Member { member, .. } => Party::Member(member.clone()),
            Self::Coordinator { name } => Party::Coordinator(name.clone()),
        }
    }

    /// Last part of the name.
    pub fn name(&self) -> &str {
        match self {
            Self::Member { name, .. } | Self::Coordinator { name } => name,
        }
    }

    /// Whether it may answer TLS connections: only nodes may.
    pub(super) fn serves(&self) -> bool {
        matches!(self, Self::Member { role: Role::Node, .. })
    }
}

/// The one name in a certificate: `spiffe://<federation>/member/<id>/<role>/<name>` or
/// `spiffe://<federation>/coordinator/<name>`. The federation is the charter's id, in lower case as SPIFFE asks.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SpiffeId {
    federation: String,
    speaker: Speaker,
}

impl SpiffeId {
    /// Name of `speaker` in `federation`.
    pub fn new(federation: &str, speaker: Speaker) -> Result<Self, IdentityError> {
        check_federation(federation)?;
        if !is_segment(speaker.name()) {
            return Err(IdentityError::Name { name: speaker.name().to_owned() });
        }
        Ok(Self { federation: federation.to_owned(), speaker })
    }

    /// Id of the charter.
    pub fn federation(&self) -> &str {
        &self.federation
    }

    /// Holder of the name.
    pub fn speaker(&self) -> &Speaker {
        &self.speaker
    }
}

impl fmt::Display for SpiffeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "spiffe://{}/", self.federation)?;
        match &self.speaker {
            Speaker::Member { member, role, name } => write!(f, "member/{member}/{}/{name}", role.id()),
            Speaker::Coordinator { name } => write!(f, "coordinator/{name}"),
        }
    }
}

impl FromStr for SpiffeId {
    type Err = IdentityError;

    fn from_str(text: &str) -> Result<Self, IdentityError> {
        let bad = || IdentityError::Name { name: text.to_owned() };
        let parts: Vec<&str> = text.strip_prefix("spiffe://").ok_or_else(bad)?.split('/').collect();
        let (federation, speaker) = match parts[..] {
            [federation, "member", member, role, name] => {
                let (member, role) = (member.parse().map_err(|_| bad())?, role.parse().map_err(|_| bad())?);
                (federation, Speaker::Member { member, role, name: name.to_owned() })
            }
            [federation, "coordinator", name] => (federation, Speaker::Coordinator { name: name.to_owned() }),
            _ => return Err(bad()),
        };
        Self::new(federation, speaker).map_err(|error| match error {
            IdentityError::Name { .. } => bad(),
            other => other,
        })
    }
}

/// Holders whose certificate is accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Expected {
    /// Only this holder.
    Exactly(SpiffeId),
    /// Any holder of this role for this member.
    Anyone {
        /// Id of the charter.
        federation: String,
        /// Id of the member.
        member: MemberId,
        /// Role of the holder.
        role: Role,
    },
}

impl Expected {
    /// Refuses every other name.
    pub fn check(&self, found: &SpiffeId) -> Result<(), IdentityError> {
        let admitted = match (self, &found.speaker) {
            (Self::Exactly(id), _) => id == found,
            (Self::Anyone { federation, member, role }, Speaker::Member { member: its, role: has, .. }) => {
                (federation, member, role) == (&found.federation, its, has)
            }
            (Self::Anyone { .. }, Speaker::Coordinator { .. }) => false,
        };
        let other = || IdentityError::OtherName { found: found.to_string(), expected: self.to_string() };
        admitted.then_some(()).ok_or_else(other)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(id) => id.fmt(f),
            Self::Anyone { federation, member, role } => {
                write!(f, "spiffe://{federation}/member/{member}/{}/*", role.id())
            }
        }
    }
}

/// Refuses a charter id that can't be a SPIFFE trust domain: those are in lower case.
pub(super) fn check_federation(federation: &str) -> Result<(), IdentityError> {
    if is_segment(federation) && !federation.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Ok(())
    } else {
        Err(IdentityError::Federation { federation: federation.to_owned() })
    }
}

/// Whether a text has the form of ids in a charter, which names must have.
fn is_segment(text: &str) -> bool {
    text.parse::<MemberId>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_what_they_write() {
        for text in [
            "spiffe://evi-2026/member/ON/node/n1",
            "spiffe://evi-2026/member/on/operator/jane.doe",
            "spiffe://evi-2026/member/on/officer/o_1",
            "spiffe://evi-2026/member/on/witness/w",
            "spiffe://e.v_i/coordinator/hub",
        ] {
            assert_eq!(text.parse::<SpiffeId>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn everything_else_is_no_name() {
        for text in [
            "",
            "spiffe://",
            "https://evi/coordinator/hub",
            "SPIFFE://evi/coordinator/hub",
            "spiffe://evi/coordinator/",
            "spiffe://evi/coordinator/hub/",
            "spiffe://evi/coordinator/hub?x",
            "spiffe://evi/coordinator/hub#x",
            "spiffe://evi/coordinator/h%41b",
            "spiffe://evi/coordinator/..",
            "spiffe://evi:443/coordinator/hub",
            "spiffe://evi/member/on",
            "spiffe://evi/member/on/node",
            "spiffe://evi/member/on/Node/n1",
            "spiffe://evi/member/on/coordinator/n1",
            "spiffe://evi/member/on/node/*",
            "spiffe://evi/member//node/n1",
            "spiffe://evi/member/on/node/n1/more",
            "spiffe://evi//coordinator/hub",
            "spiffe:///coordinator/hub",
        ] {
            assert!(text.parse::<SpiffeId>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_federation_in_upper_case_is_told_apart() {
        let error = "spiffe://EVI/coordinator/hub".parse::<SpiffeId>().unwrap_err();
        assert_eq!(error, IdentityError::Federation { federation: "EVI".into() });
    }

    #[test]
    fn a_role_is_expected_of_one_member_and_under_any_name() {
        let expected = Expected::Anyone { federation: "evi".into(), member: "on".parse().unwrap(), role: Role::Node };
        let admitted = |text: &str| expected.check(&text.parse().unwrap()).is_ok();
        assert!(admitted("spiffe://evi/member/on/node/n1") && admitted("spiffe://evi/member/on/node/n2"));
        for other in [
            "spiffe://evi/member/on/officer/n1",
            "spiffe://evi/member/o/node/n1",
            "spiffe://evi/member/on2/node/n1",
            "spiffe://ev/member/on/node/n1",
            "spiffe://evi/coordinator/n1",
        ] {
            assert!(!admitted(other), "{other}");
        }
    }
}
