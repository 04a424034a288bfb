use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::record::Entry;
use crate::model::Digest;

/// Selection of records. Every given condition must hold.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A kind, or the part before its dot.
    pub kind: Option<String>,
    /// First day, month or year.
    pub from: Option<String>,
    /// Last day, month or year.
    pub to: Option<String>,
    /// Name in the caller's certificate, whole or its end.
    pub peer: Option<String>,
    /// Edition, or the beginning of its identifier.
    pub edition: Option<String>,
    /// Dataset: the period, or the beginning of its identifier.
    pub dataset: Option<String>,
}

impl Query {
    /// Whether a record is selected.
    pub fn accepts(&self, entry: &Entry) -> bool {
        let holds = |given: &Option<String>, test: &dyn Fn(&str) -> bool| given.as_deref().is_none_or(test);
        let kind = |kind: &str| entry.kind == kind || entry.kind.starts_with(&format!("{kind}."));
        let peer = |peer: &str| {
            let name = entry.text("peer");
            name == peer || name.ends_with(&format!("/{peer}"))
        };
        let dataset = |dataset: &str| entry.text("period") == dataset || starts_with(entry.text("dataset"), dataset);
        self.accepts_time(&entry.time)
            && holds(&self.kind, &kind)
            && holds(&self.peer, &peer)
            && holds(&self.edition, &|edition| starts_with(entry.text("edition"), edition))
            && holds(&self.dataset, &dataset)
    }

    /// Times and days have one form, so that their beginnings compare as texts.
    fn accepts_time(&self, time: &str) -> bool {
        let part = |day: &str| time.get(..day.len()).unwrap_or(time).to_owned();
        self.from.as_deref().is_none_or(|from| *part(from) >= *from)
            && self.to.as_deref().is_none_or(|to| *part(to) <= *to)
    }
}

/// Six digits identify a digest well enough.
fn starts_with(id: &str, beginning: &str) -> bool {
    beginning.len() >= 6 && id.starts_with(beginning)
}

/// Facts that an officer must be able to report about a stretch of time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Recipients, and the tables that each got.
    pub register: Vec<Registered>,
    /// Refused calls, by caller, call and reason.
    pub refusals: Vec<Refusal>,
    /// Changes, decisions and discoveries, in order.
    pub events: Vec<Happening>,
    /// Numbers by month.
    pub months: BTreeMap<String, Month>,
    /// Answers that are not known to have left whole: the node died, or the caller went away.
    pub unsent: Vec<Unsent>,
}

/// Answers to one recipient from one release.
#[derive(Clone, Debug, Serialize)]
pub struct Registered {
    /// The name in the recipient's certificate.
    pub recipient: String,
    /// Edition.
    pub edition: String,
    /// Period of the data.
    pub period: String,
    /// Digest of the release.
    pub release: String,
    /// Charter that it was released under: it names purpose and legal authority.
    pub charter: Digest,
    /// Tables, as level and groups.
    pub tables: BTreeSet<String>,
    /// Node that logged it: federation and member.
    pub node: String,
    /// Number of answers.
    pub answers: u64,
    /// Cells with figures, of each table once.
    pub published: u64,
    /// Cells without figures, of each table once.
    pub withheld: u64,
    /// Time of the first answer.
    pub first: String,
    /// Time of the last answer.
    pub last: String,
    /// Largest numbers of cells of each table in one answer: with figures, and without.
    #[serde(skip)]
    most: BTreeMap<String, AnswerCells>,
}

/// Number of cells of an answer.
#[derive(Clone, Copy, Debug, Default)]
struct AnswerCells {
    published: u64,
    withheld: u64,
}

/// Calls that were refused for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Refusal {
    /// Caller; empty where it couldn't prove its identity.
    pub peer: String,
    /// Refused call.
    pub call: String,
    /// Reason, as a stable key.
    pub reason: String,
    /// Number of calls.
    pub count: u64,
}

/// An event in the report.
#[derive(Clone, Debug, Serialize)]
pub struct Happening {
    /// Number of its record.
    pub seq: u64,
    /// Time of the event.
    pub time: String,
    /// Kind of the event.
    pub kind: String,
    /// Object of the event.
    pub about: String,
    /// Authority behind an officer's decision, as in the record.
    pub decided_by: Option<String>,
}

/// An answer that is not known to have left whole.
#[derive(Clone, Debug, Serialize)]
pub struct Unsent {
    /// Number of its record.
    pub seq: u64,
    /// Time of the answer.
    pub time: String,
    /// Recipient of the answer.
    pub recipient: String,
}

/// Numbers of one month.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Month {
    /// Answers.
    pub answers: u64,
    /// Refused calls.
    pub refused: u64,
    /// Releases built.
    pub built: u64,
    /// Releases that an officer approved.
    pub approved: u64,
    /// Releases that an officer refused or withdrew.
    pub refused_or_withdrawn: u64,
    /// Cells in answers, with figures.
    pub published: u64,
    /// Cells in answers, without figures.
    pub withheld: u64,
}

/// Builds a report from records in their order.
#[derive(Debug, Default)]
pub struct Reporter {
    query: Query,
    register: BTreeMap<(String, String, String), Registered>,
    refusals: BTreeMap<(String, String, String), u64>,
    report: Report,
    unsent: BTreeMap<u64, Unsent>,
}

impl Reporter {
    /// Starts without records, for this selection.
    pub fn new(query: Query) -> Self {
        Self { query, ..Self::default() }
    }

    /// Takes in one record.
    pub fn add(&mut self, entry: &Entry) {
        if entry.kind == "table.sent" {
            self.sent(entry);
        }
        if !self.query.accepts(entry) {
            return;
        }
        let month = self.report.months.entry(entry.time.chars().take(7).collect()).or_default();
        match entry.kind.as_str() {
            "table.answered" => {
                month.answers += 1;
                month.published = month.published.saturating_add(entry.number("published"));
                month.withheld = month.withheld.saturating_add(entry.number("withheld"));
                self.answered(entry);
            }
            "request.refused" => {
                month.refused = month.refused.saturating_add(entry.number("count"));
                let reason = entry.reason.clone().unwrap_or_default();
                let key = (entry.text("peer").to_owned(), entry.text("call").to_owned(), reason);
                let count = self.refusals.entry(key).or_default();
                *count = count.saturating_add(entry.number("count"));
            }
            "table.sent" | "witness.cosigned" => {}
            kind => {
                month.built += u64::from(kind == "release.built");
                month.approved += u64::from(kind == "release.approved");
                month.refused_or_withdrawn += u64::from(matches!(kind, "release.refused" | "release.withdrawn"));
                let named =
                    ["edition", "period", "dataset", "action", "object", "command", "log", "after", "certificate"];
                let about = named.iter().map(|field| short(entry.text(field))).filter(|word| !word.is_empty());
                self.report.events.push(Happening {
                    seq: entry.seq,
                    time: entry.time.clone(),
                    kind: kind.to_owned(),
                    about: about.collect::<Vec<_>>().join(" "),
                    decided_by: Some(entry.text("decided_by").to_owned()).filter(|word| !word.is_empty()),
                });
            }
        }
    }

    fn answered(&mut self, entry: &Entry) {
        let text = |field: &str| entry.text(field).to_owned();
        let key = (text("peer"), text("edition"), text("release"));
        let line = self.register.entry(key).or_insert_with(|| Registered {
            recipient: text("peer"),
            edition: text("edition"),
            period: text("period"),
            release: text("release"),
            charter: entry.charter_digest,
            tables: BTreeSet::new(),
            node: entry.node.clone(),
            answers: 0,
            published: 0,
            withheld: 0,
            first: entry.time.clone(),
            last: String::new(),
            most: BTreeMap::new(),
        });
        line.answers += 1;
        line.last.clone_from(&entry.time);
        // Of several answers from one table, the one with the most figures.
        let table = format!("{} {}", entry.text("level"), entry.text("groups")).trim().to_owned();
        let most = line.most.entry(table.clone()).or_default();
        let now = AnswerCells {
            published: entry.number("published").max(most.published),
            withheld: entry.number("withheld").max(most.withheld),
        };
        line.published = line.published.saturating_add(now.published - most.published);
        line.withheld = line.withheld.saturating_add(now.withheld - most.withheld);
        *most = now;
        line.tables.insert(table);
        let unsent = Unsent { seq: entry.seq, time: entry.time.clone(), recipient: text("peer") };
        self.unsent.insert(entry.seq, unsent);
    }

    /// Few answers are under way at a time, so few are searched.
    fn sent(&mut self, entry: &Entry) {
        let stretches = entry.more.get("records").and_then(|records| records.as_array());
        for stretch in stretches.into_iter().flatten() {
            let end = |place: usize| stretch.get(place).and_then(serde_json::Value::as_u64);
            let Some((first, last)) = end(0).zip(end(1)) else { continue };
            let sent: Vec<u64> = self.unsent.range(first..=last.max(first)).map(|(seq, _)| *seq).collect();
            sent.iter().for_each(|seq| drop(self.unsent.remove(seq)));
        }
    }

    /// The report.
    pub fn finish(mut self) -> Report {
        self.report.register = self.register.into_values().collect();
        let refusal = |((peer, call, reason), count)| Refusal { peer, call, reason, count };
        self.report.refusals = self.refusals.into_iter().map(refusal).collect();
        self.report.unsent = self.unsent.into_values().collect();
        self.report
    }
}

/// Digests are shown by their beginnings.
fn short(word: &str) -> &str {
    if word.len() == 64 { word.get(..12).unwrap_or(word) } else { word }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(seq: u64, time: &str, kind: &str, more: serde_json::Value) -> Entry {
        let digest = Digest::of(b"").to_string();
        let mut value = json!({
            "schema": 1, "seq": seq, "event_id": "00", "time": time, "node": "isles/north", "software": "1",
            "policy_digest": digest, "charter_digest": digest, "decision": "allow", "reason": null, "kind": kind,
        });
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        Entry::parse(&serde_json::to_vec(&value).unwrap()).unwrap()
    }

    fn answered(seq: u64, time: &str, level: &str) -> Entry {
        let more = json!({
            "peer": "spiffe://isles/coordinator/hub", "outside": true, "edition": "e1", "period": "2025", "release": "r",
            "dataset": "d00d1e", "level": level, "groups": "", "published": 5, "withheld": 2,
        });
        entry(seq, time, "table.answered", more)
    }

    #[test]
    fn a_query_holds_in_all_its_conditions() {
        let one = answered(0, "2026-02-28T23:59:59Z", "town");
        let accepts = |query: Query| query.accepts(&one);
        let some = |text: &str| Some(text.to_owned());
        for (query, holds) in [
            (Query::default(), true),
            (Query { kind: some("table"), ..Query::default() }, true),
            (Query { kind: some("tab"), ..Query::default() }, false),
            (Query { peer: some("hub"), ..Query::default() }, true),
            (Query { peer: some("ub"), ..Query::default() }, false),
            (Query { dataset: some("2025"), ..Query::default() }, true),
            (Query { dataset: some("d00d1e"), ..Query::default() }, true),
            (Query { dataset: some("d00"), ..Query::default() }, false),
            (Query { from: some("2026-02-28"), to: some("2026-02-28"), ..Query::default() }, true),
            (Query { from: some("2026-03"), ..Query::default() }, false),
            (Query { to: some("2026-02"), ..Query::default() }, true),
            (Query { to: some("2025"), ..Query::default() }, false),
        ] {
            assert_eq!(accepts(query.clone()), holds, "{query:?}");
        }
    }

    #[test]
    fn a_report_has_who_got_what_and_what_may_not_have_left() {
        let mut reporter = Reporter::new(Query { from: Some("2026-02".to_owned()), ..Query::default() });
        let refused = json!({ "peer": "p", "call": "get-table", "count": 3, "reason": "call-not-allowed" });
        let entries = [
            answered(0, "2026-01-31T00:00:00Z", "town"),
            answered(1, "2026-02-01T00:00:00Z", "town"),
            answered(2, "2026-02-02T00:00:00Z", "town"),
            answered(3, "2026-03-02T00:00:00Z", "country"),
            entry(4, "2026-03-02T00:00:01Z", "table.sent", json!({ "records": [[0, 1], [3, 3]] })),
            entry(5, "2026-03-03T00:00:00Z", "request.refused", refused),
            entry(
                6,
                "2026-03-04T00:00:00Z",
                "release.approved",
                json!({ "edition": "e1", "decided_by": "officer-key" }),
            ),
        ];
        entries.iter().for_each(|entry| reporter.add(entry));
        let report = reporter.finish();
        assert_eq!(report.unsent.iter().map(|unsent| unsent.seq).collect::<Vec<_>>(), [2]);
        let [line] = report.register.as_slice() else { panic!("{:?}", report.register) };
        assert_eq!((line.answers, line.published, line.withheld, line.node.as_str()), (3, 10, 4, "isles/north"));
        assert_eq!((line.first.as_str(), line.last.as_str()), ("2026-02-01T00:00:00Z", "2026-03-02T00:00:00Z"));
        assert_eq!((report.refusals.len(), report.refusals[0].count), (1, 3));
        let march = Month { answers: 1, refused: 3, approved: 1, published: 5, withheld: 2, ..Month::default() };
        assert_eq!((report.months.len(), report.months["2026-03"]), (2, march));
        assert_eq!(report.events.iter().map(|event| event.seq).collect::<Vec<_>>(), [6]);
        assert_eq!(report.events[0].decided_by.as_deref(), Some("officer-key"));
    }
}
