use super::{Malformed, known};
use crate::audit::Look;
use crate::node::{Deed, ReleaseDecision};
use crate::rpc::proto::operator as wire;
use crate::rpc::proto::operator::draft_decision_request::Deed as WireDeed;
use crate::store::Detail;

/// Converts a look at the log to its message.
pub(in crate::rpc) fn look_request(look: Look) -> wire::RecordLookRequest {
    let (look, size) = match look {
        Look::Log => (wire::Look::Log, 0),
        Look::Show => (wire::Look::Show, 0),
        Look::Prove => (wire::Look::Prove, 0),
        Look::Report => (wire::Look::Report, 0),
        Look::Export(size) => (wire::Look::Export, size),
    };
    wire::RecordLookRequest { look: look.into(), size }
}

impl TryFrom<wire::RecordLookRequest> for Look {
    type Error = Malformed;

    fn try_from(wire: wire::RecordLookRequest) -> Result<Self, Malformed> {
        Ok(match known(wire.look)? {
            wire::Look::Unspecified => return Err(Malformed),
            wire::Look::Log => Self::Log,
            wire::Look::Show => Self::Show,
            wire::Look::Prove => Self::Prove,
            wire::Look::Report => Self::Report,
            wire::Look::Export => Self::Export(wire.size),
        })
    }
}

impl From<ReleaseDecision> for wire::ReleaseDecision {
    fn from(decision: ReleaseDecision) -> Self {
        match decision {
            ReleaseDecision::Approve => Self::Approve,
            ReleaseDecision::Refuse => Self::Refuse,
            ReleaseDecision::Withdraw => Self::Withdraw,
        }
    }
}

/// Converts a decision about a release from its number.
pub(in crate::rpc) fn decision(value: i32) -> Result<ReleaseDecision, Malformed> {
    Ok(match known(value)? {
        wire::ReleaseDecision::Unspecified => return Err(Malformed),
        wire::ReleaseDecision::Approve => ReleaseDecision::Approve,
        wire::ReleaseDecision::Refuse => ReleaseDecision::Refuse,
        wire::ReleaseDecision::Withdraw => ReleaseDecision::Withdraw,
    })
}

impl From<Deed> for wire::DraftDecisionRequest {
    fn from(deed: Deed) -> Self {
        let deed = match deed {
            Deed::Release(decision, edition) => {
                let decision = wire::ReleaseDecision::from(decision).into();
                WireDeed::Release(wire::ReleaseDeed { edition, decision })
            }
            Deed::Erase(seq) => WireDeed::Erase(seq),
            Deed::Settle => WireDeed::Settle(wire::SettleDeed {}),
            Deed::Forget(log) => WireDeed::Forget(log),
            Deed::Budget => WireDeed::Adopt(wire::AdoptDeed {}),
        };
        Self { deed: Some(deed) }
    }
}

impl TryFrom<wire::DraftDecisionRequest> for Deed {
    type Error = Malformed;

    fn try_from(wire: wire::DraftDecisionRequest) -> Result<Self, Malformed> {
        Ok(match wire.deed.ok_or(Malformed)? {
            WireDeed::Release(release) => Self::Release(decision(release.decision)?, release.edition),
            WireDeed::Erase(seq) => Self::Erase(seq),
            WireDeed::Settle(_) => Self::Settle,
            WireDeed::Forget(log) => Self::Forget(log),
            WireDeed::Adopt(_) => Self::Budget,
        })
    }
}

impl From<Detail> for wire::Detail {
    fn from(detail: Detail) -> Self {
        Self { by: detail.by, reason: detail.reason }
    }
}

impl From<wire::Detail> for Detail {
    fn from(wire: wire::Detail) -> Self {
        Self { by: wire.by, reason: wire.reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_malformed() {
        for unknown in [0, 4] {
            decision(unknown).unwrap_err();
            Look::try_from(wire::RecordLookRequest { look: unknown * 2, size: 0 }).unwrap_err();
        }
        Deed::try_from(wire::DraftDecisionRequest { deed: None }).unwrap_err();
    }
}
