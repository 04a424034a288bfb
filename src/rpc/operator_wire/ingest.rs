use std::path::{Path, PathBuf};

use super::{Malformed, needed, parsed};
use crate::ingest::{Accepted, ColumnCounts, Progress};
use crate::model::Findings;
use crate::node::{IngestOrder, Ingested, Loaded, RecordFile};
use crate::rpc::proto::operator as wire;
use crate::store::Replace;

/// Converts the order to its message.
pub(in crate::rpc) fn ingest_request(order: &IngestOrder) -> wire::IngestRequest {
    let path = |path: &Path| path.to_string_lossy().into_owned();
    wire::IngestRequest {
        file: path(&order.source.file),
        mapping: order.source.mapping.as_deref().map(path),
        period: order.period.to_string(),
        replace: order.replace == Replace::Yes,
        check_only: order.check_only,
    }
}

impl TryFrom<wire::IngestRequest> for IngestOrder {
    type Error = Malformed;

    fn try_from(wire: wire::IngestRequest) -> Result<Self, Malformed> {
        Ok(Self {
            source: RecordFile { file: wire.file.into(), mapping: wire.mapping.map(PathBuf::from) },
            period: parsed(&wire.period)?,
            replace: if wire.replace { Replace::Yes } else { Replace::No },
            check_only: wire.check_only,
        })
    }
}

impl From<Progress> for wire::IngestProgress {
    fn from(progress: Progress) -> Self {
        let Progress { bytes, total_bytes, rows } = progress;
        Self { bytes, total_bytes, rows }
    }
}

impl From<wire::IngestProgress> for Progress {
    fn from(wire: wire::IngestProgress) -> Self {
        let wire::IngestProgress { bytes, total_bytes, rows } = wire;
        Self { bytes, total_bytes, rows }
    }
}

impl From<Result<Ingested, Findings>> for wire::IngestResponse {
    fn from(ended: Result<Ingested, Findings>) -> Self {
        let report = match ended {
            Ok(ingested) => wire::ingest_response::Report::Done(ingested.into()),
            Err(findings) => wire::ingest_response::Report::Refused(findings.into()),
        };
        Self { report: Some(report) }
    }
}

impl From<Ingested> for wire::IngestResult {
    fn from(ingested: Ingested) -> Self {
        let Ingested { loaded: Loaded { period, accepted }, findings, release_stands } = ingested;
        Self {
            period: period.to_string(),
            rows: accepted.rows,
            columns: accepted.columns.into_iter().map(Into::into).collect(),
            ignored: accepted.ignored,
            multiline: accepted.multiline,
            first_multiline: accepted.first_multiline,
            findings: Some(findings.into()),
            release_stands,
        }
    }
}

impl TryFrom<wire::IngestResult> for Ingested {
    type Error = Malformed;

    fn try_from(wire: wire::IngestResult) -> Result<Self, Malformed> {
        let accepted = Accepted {
            rows: wire.rows,
            columns: wire.columns.into_iter().map(Into::into).collect(),
            ignored: wire.ignored,
            multiline: wire.multiline,
            first_multiline: wire.first_multiline,
        };
        let loaded = Loaded { period: parsed(&wire.period)?, accepted };
        Ok(Self { loaded, findings: needed(wire.findings)?, release_stands: wire.release_stands })
    }
}

impl From<ColumnCounts> for wire::IngestColumn {
    fn from(column: ColumnCounts) -> Self {
        let ColumnCounts { name, columns, answered, missing, out_of_range, unknown } = column;
        Self { name, columns, answered, missing, out_of_range, unknown }
    }
}

impl From<wire::IngestColumn> for ColumnCounts {
    fn from(wire: wire::IngestColumn) -> Self {
        let wire::IngestColumn { name, columns, answered, missing, out_of_range, unknown } = wire;
        Self { name, columns, answered, missing, out_of_range, unknown }
    }
}
