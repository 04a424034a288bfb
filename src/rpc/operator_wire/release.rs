use super::{Malformed, digest, known, needed, parsed, rho};
use crate::disclosure::private::{Attack, Noise};
use crate::model::{Digest, ReleaseState, Rho};
use crate::node::{AttackReport, LedgerReview, ReleaseReview, TableReview};
use crate::rpc::proto::operator as wire;
use crate::store::{ReleaseRecord, Spending};

impl From<ReleaseRecord> for wire::Release {
    fn from(release: ReleaseRecord) -> Self {
        Self {
            edition: release.edition.to_string(),
            number: release.number,
            period: release.period.to_string(),
            revision: release.revision,
            charter: release.charter.to_string(),
            dataset: release.dataset.to_string(),
            state: wire::ReleaseState::from(release.state).into(),
            cells: release.cells,
            digest: release.digest.to_string(),
            file: release.file.as_ref().map(Digest::to_string),
            spending: release.spending.map(Into::into),
            class: release.class,
            built_at: release.built_at,
            decided_at: release.decided_at,
        }
    }
}

impl TryFrom<wire::Release> for ReleaseRecord {
    type Error = Malformed;

    fn try_from(wire: wire::Release) -> Result<Self, Malformed> {
        Ok(Self {
            edition: parsed(&wire.edition)?,
            number: wire.number,
            period: parsed(&wire.period)?,
            revision: wire.revision,
            charter: parsed(&wire.charter)?,
            dataset: parsed(&wire.dataset)?,
            state: known::<wire::ReleaseState>(wire.state)?.try_into()?,
            cells: wire.cells,
            digest: parsed(&wire.digest)?,
            file: digest(wire.file)?,
            spending: wire.spending.map(TryInto::try_into).transpose()?,
            class: wire.class,
            built_at: wire.built_at,
            decided_at: wire.decided_at,
        })
    }
}

impl From<ReleaseState> for wire::ReleaseState {
    fn from(state: ReleaseState) -> Self {
        match state {
            ReleaseState::Pending => Self::Pending,
            ReleaseState::Approved => Self::Approved,
            ReleaseState::Burnt => Self::Burnt,
            ReleaseState::Active => Self::Active,
            ReleaseState::Refused => Self::Refused,
            ReleaseState::Withdrawn => Self::Withdrawn,
        }
    }
}

impl TryFrom<wire::ReleaseState> for ReleaseState {
    type Error = Malformed;

    fn try_from(state: wire::ReleaseState) -> Result<Self, Malformed> {
        Ok(match state {
            wire::ReleaseState::Unspecified => return Err(Malformed),
            wire::ReleaseState::Pending => Self::Pending,
            wire::ReleaseState::Approved => Self::Approved,
            wire::ReleaseState::Burnt => Self::Burnt,
            wire::ReleaseState::Active => Self::Active,
            wire::ReleaseState::Refused => Self::Refused,
            wire::ReleaseState::Withdrawn => Self::Withdrawn,
        })
    }
}

impl From<Spending> for wire::Spending {
    fn from(spending: Spending) -> Self {
        Self {
            rho_millionths: spending.rho.in_millionths(),
            total_millionths: spending.total.in_millionths(),
            plan: spending.plan.to_string(),
            plan_text: spending.plan_text,
            seed: spending.seed.as_ref().map(Digest::to_string),
            measured: spending.measured.as_ref().map(Digest::to_string),
            min_frequency: spending.min_frequency,
        }
    }
}

impl TryFrom<wire::Spending> for Spending {
    type Error = Malformed;

    fn try_from(wire: wire::Spending) -> Result<Self, Malformed> {
        Ok(Self {
            rho: Rho::millionths(wire.rho_millionths),
            total: Rho::millionths(wire.total_millionths),
            plan: parsed(&wire.plan)?,
            plan_text: wire.plan_text,
            seed: digest(wire.seed)?,
            measured: digest(wire.measured)?,
            min_frequency: wire.min_frequency,
        })
    }
}

impl From<ReleaseReview> for wire::GetReleaseResponse {
    fn from(review: ReleaseReview) -> Self {
        let table =
            |TableReview { published, withheld, people, sure }| wire::TableReview { published, withheld, people, sure };
        Self { release: Some(review.release.into()), tables: review.tables.into_iter().map(table).collect() }
    }
}

impl TryFrom<wire::GetReleaseResponse> for ReleaseReview {
    type Error = Malformed;

    fn try_from(wire: wire::GetReleaseResponse) -> Result<Self, Malformed> {
        let table =
            |wire::TableReview { published, withheld, people, sure }| TableReview { published, withheld, people, sure };
        Ok(Self { release: needed(wire.release)?, tables: wire.tables.into_iter().map(table).collect() })
    }
}

impl From<AttackReport> for wire::AttackReleaseResponse {
    fn from(report: AttackReport) -> Self {
        let AttackReport { release, ledger, attack, succeeded, at } = report;
        let [apart, claimed] = attack.apart;
        Self {
            release: Some(release.into()),
            spent_millionths: ledger.spent.in_millionths(),
            lifetime_millionths: ledger.lifetime.map(Rho::in_millionths),
            ledger_sound: ledger.sound,
            guesses: attack.guesses,
            right: attack.right,
            promised: attack.promised,
            apart,
            claimed,
            noise: attack.noise.into_iter().map(Into::into).collect(),
            additive: attack.additive,
            statuses: attack.statuses,
            succeeded,
            at,
        }
    }
}

impl TryFrom<wire::AttackReleaseResponse> for AttackReport {
    type Error = Malformed;

    fn try_from(wire: wire::AttackReleaseResponse) -> Result<Self, Malformed> {
        let attack = Attack {
            guesses: wire.guesses,
            right: wire.right,
            promised: wire.promised,
            apart: [wire.apart, wire.claimed],
            noise: wire.noise.into_iter().map(Into::into).collect(),
            additive: wire.additive,
            statuses: wire.statuses,
        };
        let (spent, lifetime) = (Rho::millionths(wire.spent_millionths), rho(wire.lifetime_millionths));
        Ok(Self {
            release: needed(wire.release)?,
            ledger: LedgerReview { spent, lifetime, sound: wire.ledger_sound },
            attack,
            succeeded: wire.succeeded,
            at: wire.at,
        })
    }
}

impl From<Noise> for wire::AttackNoise {
    fn from(noise: Noise) -> Self {
        let Noise { level, family, numbers, ratio, between: [low, high] } = noise;
        Self { level, family, numbers, ratio, low, high }
    }
}

impl From<wire::AttackNoise> for Noise {
    fn from(wire: wire::AttackNoise) -> Self {
        let wire::AttackNoise { level, family, numbers, ratio, low, high } = wire;
        Self { level, family, numbers, ratio, between: [low, high] }
    }
}
