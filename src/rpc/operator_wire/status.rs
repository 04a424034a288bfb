use super::{Malformed, each, known, needed, parsed};
use crate::model::EditionState;
use crate::node::{DatasetStatus, EditionStatus, LogStatus, NextSet, NodeStatus, WitnessSet};
use crate::rpc::proto::operator as wire;

impl From<NodeStatus> for wire::GetStatusResponse {
    fn from(status: NodeStatus) -> Self {
        Self {
            member: status.member,
            software: status.software,
            charter: status.charter,
            charter_digest: status.charter_digest.to_string(),
            charter_ends: status.charter_ends,
            datasets: status.datasets.into_iter().map(Into::into).collect(),
            editions: status.editions.into_iter().map(Into::into).collect(),
            log: Some(status.log.into()),
            budget: status.budget.map(Into::into),
        }
    }
}

impl TryFrom<wire::GetStatusResponse> for NodeStatus {
    type Error = Malformed;

    fn try_from(wire: wire::GetStatusResponse) -> Result<Self, Malformed> {
        Ok(Self {
            member: wire.member,
            software: wire.software,
            charter: wire.charter,
            charter_digest: parsed(&wire.charter_digest)?,
            charter_ends: wire.charter_ends,
            datasets: wire.datasets.into_iter().map(Into::into).collect(),
            editions: each(wire.editions)?,
            log: needed(wire.log)?,
            budget: wire.budget.map(TryInto::try_into).transpose()?,
        })
    }
}

impl From<DatasetStatus> for wire::Dataset {
    fn from(dataset: DatasetStatus) -> Self {
        let DatasetStatus { period, rows, bytes, loaded_at, fits_charter } = dataset;
        Self { period, rows, bytes, loaded_at, fits_charter }
    }
}

impl From<wire::Dataset> for DatasetStatus {
    fn from(wire: wire::Dataset) -> Self {
        let wire::Dataset { period, rows, bytes, loaded_at, fits_charter } = wire;
        Self { period, rows, bytes, loaded_at, fits_charter }
    }
}

impl From<EditionStatus> for wire::Edition {
    fn from(edition: EditionStatus) -> Self {
        let state = match edition.state {
            EditionState::Building => wire::EditionState::Building,
            EditionState::Waiting => wire::EditionState::Waiting,
            EditionState::Withdrawn => wire::EditionState::Withdrawn,
            EditionState::Ready => wire::EditionState::Ready,
            EditionState::Failed => wire::EditionState::Failed,
        };
        Self { edition: edition.edition.to_string(), period: edition.period, state: state.into() }
    }
}

impl TryFrom<wire::Edition> for EditionStatus {
    type Error = Malformed;

    fn try_from(wire: wire::Edition) -> Result<Self, Malformed> {
        let state = match known(wire.state)? {
            wire::EditionState::Unspecified => return Err(Malformed),
            wire::EditionState::Building => EditionState::Building,
            wire::EditionState::Waiting => EditionState::Waiting,
            wire::EditionState::Withdrawn => EditionState::Withdrawn,
            wire::EditionState::Ready => EditionState::Ready,
            wire::EditionState::Failed => EditionState::Failed,
        };
        Ok(Self { edition: parsed(&wire.edition)?, period: wire.period, state })
    }
}

impl From<LogStatus> for wire::Log {
    fn from(log: LogStatus) -> Self {
        let witness = |(name, size, time)| wire::Witness { name, size, time };
        let next = log.witness_set.next.map(|NextSet { record, witnesses }| wire::NextWitnessSet { record, witnesses });
        Self {
            key: log.key,
            size: log.size,
            obstacle: log.obstacle,
            witnesses: log.witnesses.into_iter().map(witness).collect(),
            witness_set: Some(wire::WitnessSet { now: log.witness_set.now, next }),
            witness_key: log.witness_key,
        }
    }
}

impl TryFrom<wire::Log> for LogStatus {
    type Error = Malformed;

    fn try_from(wire: wire::Log) -> Result<Self, Malformed> {
        let witness = |wire::Witness { name, size, time }| (name, size, time);
        let wire::WitnessSet { now, next } = wire.witness_set.ok_or(Malformed)?;
        let next = next.map(|wire::NextWitnessSet { record, witnesses }| NextSet { record, witnesses });
        Ok(Self {
            key: wire.key,
            size: wire.size,
            obstacle: wire.obstacle,
            witnesses: wire.witnesses.into_iter().map(witness).collect(),
            witness_set: WitnessSet { now, next },
            witness_key: wire.witness_key,
        })
    }
}
