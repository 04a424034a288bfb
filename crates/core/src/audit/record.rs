use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::event::{Decision, Event, Word};
use crate::model::Digest;

/// Version of the record format.
const SCHEMA: u32 = 1;

/// Fields that every record of a node has.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Frame {
    /// Owner of the log: federation and member.
    pub node: Word,
    /// Version of the software.
    pub software: Word,
    /// SHA-256 of the node's own policy, or of an empty text if it has none.
    pub policy_digest: Digest,
    /// SHA-256 of the charter in force on the node.
    pub charter_digest: Digest,
}

#[cfg(test)]
impl Frame {
    /// Frame of a log of nothing but invented records.
    pub(super) fn example() -> Self {
        let digest = Digest::of(b"");
        let (node, software) = (Word::new("isles/north"), Word::new("1"));
        Self { node, software, policy_digest: digest, charter_digest: digest }
    }
}

#[derive(Serialize)]
struct Record<'r> {
    schema: u32,
    seq: u64,
    event_id: String,
    time: &'r str,
    #[serde(flatten)]
    frame: &'r Frame,
    decision: Decision,
    reason: Option<&'r Word>,
    /// Commitment to the sealed details beside the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Digest>,
    #[serde(flatten)]
    event: &'r Event,
}

/// Text form of a record's name.
pub fn event_name(event_id: [u8; 16]) -> String {
    event_id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a record: one line of JSON, without its end. `time` is in UTC (RFC 3339), `event_id` is random.
pub fn record(
    frame: &Frame,
    seq: u64,
    event_id: [u8; 16],
    time: &str,
    (event, decision, reason): (&Event, Decision, Option<&Word>),
    detail: Option<Digest>,
) -> Vec<u8> {
    let event_id = event_name(event_id);
    let record = Record { schema: SCHEMA, seq, event_id, time, frame, decision, reason, detail, event };
    serde_json::to_vec(&record).expect("our own records serialise")
}

/// Fields that all records have, read as strictly as by [`Entry`], without parsing the rest.
#[derive(Deserialize)]
#[allow(dead_code, reason = "that they are there, and are what they are, is all that is asked")]
pub(super) struct Outline<'r> {
    schema: u32,
    pub seq: u64,
    event_id: &'r str,
    time: &'r str,
    pub node: &'r str,
    kind: &'r str,
    decision: &'r str,
    reason: Option<&'r str>,
    software: &'r str,
    policy_digest: Digest,
    charter_digest: Digest,
    detail: Option<Digest>,
}

impl<'r> Outline<'r> {
    /// Reads the bytes of a record in this version's format.
    pub(super) fn parse(bytes: &'r [u8]) -> Option<Self> {
        // The text is validated as UTF-8 once, and not string by string.
        let text = str::from_utf8(bytes).ok()?;
        serde_json::from_str(text).ok().filter(|outline: &Self| outline.schema == SCHEMA)
    }
}

/// A record as read: the common fields, and the rest by name, also of kinds that this version doesn't know.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct Entry {
    /// Its place in the log.
    pub seq: u64,
    /// Name of the record.
    pub event_id: String,
    /// Time in UTC (RFC 3339).
    pub time: String,
    /// Owner of the log: federation and member.
    pub node: String,
    /// Kind of the event.
    pub kind: String,
    /// `allow`, `deny` or `error`.
    pub decision: String,
    /// Reason of a refusal or failure, as a stable key.
    pub reason: Option<String>,
    /// Version of the software.
    pub software: String,
    /// Digest of the node's own policy at that time.
    pub policy_digest: Digest,
    /// Digest of the charter at that time.
    pub charter_digest: Digest,
    /// Commitment to the details beside the log.
    pub detail: Option<Digest>,
    /// Other fields of the kind.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Entry {
    /// Reads the bytes of a record.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// A field as text; empty where the kind has none.
    pub fn text(&self, field: &str) -> &str {
        self.more.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field as a number; 0 where the kind has none.
    pub fn number(&self, field: &str) -> u64 {
        self.more.get(field).and_then(Value::as_u64).unwrap_or_default()
    }

    /// A field that is yes or no; no where the kind has none.
    pub fn flag(&self, field: &str) -> bool {
        self.more.get(field).and_then(Value::as_bool).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Certified;

    #[test]
    fn a_record_is_one_line_in_a_fixed_order() {
        let digest = Digest::of(b"");
        let frame = Frame::example();
        let by = Certified { peer: Word::new("spiffe://isles/coordinator/hub"), certificate: digest, outside: true };
        let event = Event::RequestRefused { by: Some(by), call: Word::new("get-table"), count: 1 };
        let reason = Word::new("call-not-allowed");
        let what = (&event, Decision::Deny, Some(&reason));
        let bytes = record(&frame, 7, [1; 16], "2026-01-01T00:00:00Z", what, None);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let expected = format!(
            "{{\"schema\":1,\"seq\":7,\"event_id\":\"01010101010101010101010101010101\",\"time\":\"2026-01-01T00:00:00Z\",\
             \"node\":\"isles/north\",\"software\":\"1\",\"policy_digest\":\"{digest}\",\"charter_digest\":\"{digest}\",\
             \"decision\":\"deny\",\"reason\":\"call-not-allowed\",\"kind\":\"request.refused\",\
             \"peer\":\"spiffe://isles/coordinator/hub\",\"certificate\":\"{digest}\",\"outside\":true,\
             \"call\":\"get-table\",\"count\":1}}"
        );
        assert_eq!(text, expected);
        let entry = Entry::parse(&bytes).unwrap();
        assert_eq!((entry.seq, entry.kind.as_str(), entry.text("call")), (7, "request.refused", "get-table"));
        assert!(entry.flag("outside") && entry.number("count") == 1 && entry.detail.is_none());
    }
}
