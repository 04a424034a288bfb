use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::check::LogError;
use super::ledger::{BudgetRule, Ledger};
use super::record::Entry;
use crate::charter::{Act, Charter, Class};
use crate::model::{Digest, MemberId, Rho};

/// Number of decisions in a log, by the evidence for the officer's word.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Decided {
    /// Signed with the officer's key that the charter names.
    pub signed: u64,
    /// Under a charter that names no key of the officer.
    pub by_account: u64,
    /// Under a charter that isn't here.
    pub other_charter: u64,
}

/// Load, plan, cost, and total cost including it.
type Grant = (String, String, [u64; 2]);

/// Checks the decisions of a log, record by record in order, against the charters that name their officers.
#[derive(Debug)]
pub struct Decisions<'c> {
    charters: BTreeMap<Digest, &'c Charter>,
    decided: Decided,
    /// Edition and release of each of the officer's approvals.
    approved: BTreeSet<(String, String)>,
    /// Class `private`: the load, plan and cost with which an edition may be drawn.
    granted: BTreeMap<String, Grant>,
    /// Editions whose cost counts, each once for ever; and those that were drawn.
    reserved: BTreeSet<String>,
    drawn: BTreeSet<String>,
    /// Editions and releases that may answer.
    active: BTreeSet<(String, String)>,
    /// Spending, computed again.
    ledger: Ledger,
}

impl<'c> Decisions<'c> {
    /// Starts without records, against these charters.
    pub fn new(charters: impl IntoIterator<Item = &'c Charter>) -> Self {
        let charters = charters.into_iter().map(|charter| (charter.digest(), charter)).collect();
        Self {
            charters,
            decided: Decided::default(),
            approved: BTreeSet::new(),
            granted: BTreeMap::new(),
            reserved: BTreeSet::new(),
            drawn: BTreeSet::new(),
            active: BTreeSet::new(),
            ledger: Ledger::default(),
        }
    }

    /// Takes in the next record.
    ///
    /// *Errors:* a decision that the officer didn't sign, though the charter names the officer's key; or a record that
    /// follows from a missing decision.
    pub fn add(&mut self, entry: &Entry) -> Result<(), LogError> {
        let bad = || LogError::Decision { seq: entry.seq };
        if entry.decision != "allow" {
            return Ok(());
        }
        // Spending counts under every charter.
        self.ledger.take(entry);
        let Some(&charter) = self.charters.get(&entry.charter_digest) else {
            let standing = entry.kind == "release.activated" && entry.more.contains_key("decided_by");
            self.decided.other_charter += u64::from(is_decision(entry) || standing);
            return Ok(());
        };
        let member: MemberId = entry.node.rsplit('/').next().unwrap_or_default().parse().map_err(|_| bad())?;
        let standing = entry.flag("standing")
            && (entry.kind == "budget.approved"
                || entry.kind == "release.activated" && charter.class() != Class::Public);
        let editions = u32::try_from(entry.number("editions")).unwrap_or(u32::MAX);
        let statement = match (is_decision(entry), standing) {
            (_, true) => Some(charter.standing_approval(&member, editions)),
            (true, _) => Some(charter.statement(&member, act(entry).ok_or_else(bad)?)),
            _ => None,
        };
        let Some(key) = charter.officer_key(&member) else {
            self.decided.by_account += u64::from(statement.is_some());
            return Ok(());
        };
        if let Some(statement) = &statement {
            let signed = key.holds(&statement.text(), entry.text("signature"));
            signed.then_some(()).ok_or_else(bad)?;
            self.decided.signed += 1;
        }
        if self.follows(entry, charter, standing.then_some(editions)) { Ok(()) } else { Err(bad()) }
    }

    /// Whether a record follows from those before it: a release needs a decision, and an answer needs a release.
    /// `standing` is the number of editions of a standing approval.
    fn follows(&mut self, entry: &Entry, charter: &Charter, standing: Option<u32>) -> bool {
        let text = |field: &str| entry.text(field).to_owned();
        let edition = || text("edition");
        let release = (edition(), text("release"));
        let grant = || (text("dataset"), text("plan"), ["rho", "total"].map(|field| entry.number(field)));
        match entry.kind.as_str() {
            "budget.ruled" => entry.number("number") == u64::from(self.ledger.rules()),
            "budget.approved" => {
                self.granted.insert(edition(), grant());
                standing.is_none_or(|editions| self.ledger.on_standing_word(&entry.charter_digest) <= editions)
            }
            "budget.reserved" => {
                let first = self.reserved.insert(edition());
                let total = self.ledger.total();
                let within = self.ledger.rule().is_some_and(|rule| total <= rule.lifetime);
                let granted = self.granted.get(&edition()) == Some(&grant());
                first && within && granted && total.in_millionths() == entry.number("total")
            }
            "budget.spent" => {
                self.approved.insert(release);
                self.reserved.contains(&edition()) && self.drawn.insert(edition())
            }
            "release.approved" => {
                self.approved.insert(release);
                true
            }
            "release.activated" => {
                let public = charter.class() == Class::Public;
                let follows = standing.is_some() || public || self.approved.contains(&release);
                self.active.insert(release);
                follows
            }
            // A refused release is approved no more; nothing was drawn of it, or no further answer leaves.
            "release.refused" => {
                self.approved.remove(&release);
                self.granted.remove(&edition());
                true
            }
            "release.withdrawn" => {
                let undrawn = self.reserved.contains(&edition()) && !self.drawn.contains(&edition());
                self.active.remove(&release) || undrawn
            }
            "table.answered" => self.active.contains(&release),
            _ => true,
        }
    }

    /// Number of decisions taken in.
    pub fn finish(self) -> Decided {
        self.decided
    }
}

/// Whether a record is one of an officer's decisions.
fn is_decision(entry: &Entry) -> bool {
    let acted = ["detail-erased", "log-settled", "witness-forgot"];
    let kinds = ["budget.approved", "budget.ruled", "release.approved", "release.refused", "release.withdrawn"];
    kinds.contains(&entry.kind.as_str()) || entry.kind == "operator.action" && acted.contains(&entry.text("action"))
}

/// Act that a decision is about.
fn act(entry: &Entry) -> Option<Act> {
    let object = || entry.text("object").to_owned();
    let release = || Some((entry.text("edition").parse().ok()?, entry.text("release").parse().ok()?));
    Some(match (entry.kind.as_str(), entry.text("action")) {
        ("release.approved", _) if entry.flag("again") => {
            release().map(|(edition, release)| Act::ApproveAgain(edition, release))?
        }
        ("release.approved", _) => release().map(|(edition, release)| Act::Approve(edition, release))?,
        ("budget.approved", _) => {
            let amounts = ["rho", "total"].map(|field| Rho::millionths(entry.number(field)));
            Act::Spend(entry.text("edition").parse().ok()?, entry.text("plan").parse().ok()?, amounts)
        }
        ("budget.ruled", _) => {
            let BudgetRule { lifetime, witnesses } = BudgetRule::of(entry);
            Act::Budget(entry.number("number").try_into().ok()?, lifetime, witnesses)
        }
        ("release.refused", _) => release().map(|(edition, release)| Act::Refuse(edition, release))?,
        ("release.withdrawn", _) => release().map(|(edition, release)| Act::Withdraw(edition, release))?,
        (_, "detail-erased") => Act::Erase(object()),
        (_, "log-settled") => Act::Settle(object()),
        (_, "witness-forgot") => Act::Forget(object()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::charter::template;
    use crate::model::EditionId;
    use crate::note::SigningKey;
    use crate::note::tests::Fixed;

    /// A log of the template's first member, which names its officer's key, record by record.
    struct Log {
        charter: Charter,
        key: SigningKey,
        entries: Vec<Entry>,
    }

    impl Log {
        fn new() -> Self {
            let key = SigningKey::generate("gulls/officer", &Fixed(7)).unwrap();
            let mut charter = Charter::parse(&template(None)).unwrap().of_class(Class::Controlled);
            charter.members[0].officer_key = Some(key.verifier().clone());
            Self { charter, key, entries: Vec::new() }
        }

        fn add(mut self, kind: &str, more: Value) -> Self {
            let (digest, member) = (self.charter.digest(), &self.charter.members[0].id);
            let mut value = json!({
                "seq": self.entries.len(), "event_id": "00", "time": "", "node": format!("three-islands/{member}"),
                "software": "1", "policy_digest": digest, "charter_digest": digest, "decision": "allow", "reason": null,
                "kind": kind, "edition": edition(), "release": release(), "standing": false,
            });
            value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            self.entries.push(Entry::parse(&serde_json::to_vec(&value).unwrap()).unwrap());
            self
        }

        /// A decision signed for an act, which may differ from its own.
        fn signed(self, kind: &str, act: Act, more: Value) -> Self {
            let statement = self.charter.statement(&self.charter.members[0].id, act);
            let note = self.key.sign(&statement.text());
            let signature = statement.signed(&note, self.key.verifier()).unwrap();
            let mut more = more;
            more["signature"] = signature.into();
            self.add(kind, more)
        }

        fn approved(self) -> Self {
            let act = Act::Approve(edition(), release());
            self.signed("release.approved", act, json!({})).add("release.activated", json!({}))
        }

        /// Number of signed decisions, or the record that isn't signed.
        fn judged(&self) -> Result<u64, LogError> {
            let mut decisions = Decisions::new([&self.charter]);
            self.entries.iter().try_for_each(|entry| decisions.add(entry))?;
            Ok(decisions.finish().signed)
        }
    }

    fn edition() -> EditionId {
        EditionId::new(Digest::of(b"edition"))
    }

    fn release() -> Digest {
        Digest::of(b"release")
    }

    /// A release is drawn as it was approved: from the same records, by the same plan, at the same cost.
    #[test]
    fn a_reservation_is_what_the_officer_approved() {
        let [plan, load, seed] = [&b"plan"[..], b"load", b"seed"].map(Digest::of);
        let amounts = [185_000, 185_000].map(Rho::millionths);
        let amount = json!({ "dataset": load, "plan": plan, "rho": 185_000, "total": 185_000 });
        let rule = json!({ "number": 1, "lifetime": 1_000_000, "witnesses": [] });
        let ruled = Act::Budget(1, Rho::millionths(1_000_000), Vec::new());
        let judged = |changed: Value| {
            let approved = Act::Spend(edition(), plan, amounts);
            let log = Log::new().signed("budget.ruled", ruled.clone(), rule.clone());
            let log = log.signed("budget.approved", approved, amount.clone());
            let mut reserved = amount.clone();
            reserved["seed"] = json!(seed);
            reserved.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
            log.add("budget.reserved", reserved).judged()
        };
        assert_eq!(judged(json!({})), Ok(2));
        let other = Digest::of(b"another");
        for changed in
            [json!({ "plan": other }), json!({ "dataset": other }), json!({ "rho": 50_000, "total": 50_000 })]
        {
            assert_eq!(judged(changed.clone()), Err(LogError::Decision { seq: 2 }), "{changed}");
        }
    }

    #[test]
    fn an_answer_needs_a_signed_decision_that_still_holds() {
        let bad = |seq| Err(LogError::Decision { seq });
        let withdraw = || Act::Withdraw(edition(), release());
        let answered = |log: Log| log.add("table.answered", json!({}));
        assert_eq!(answered(Log::new()).judged(), bad(0), "nobody approved");
        assert_eq!(Log::new().add("release.activated", json!({})).judged(), bad(0));
        let sound = answered(Log::new().approved()).signed("release.withdrawn", withdraw(), json!({}));
        assert_eq!(sound.judged(), Ok(2));
        assert_eq!(answered(sound).judged(), bad(4), "after the withdrawal");
        let other = Log::new().approved().add("table.answered", json!({ "release": Digest::of(b"another") }));
        assert_eq!(other.judged(), bad(2), "another release");
        assert_eq!(Log::new().signed("release.approved", withdraw(), json!({})).judged(), bad(0), "another act");
        assert_eq!(Log::new().add("release.refused", json!({ "decided_by": "operator-account" })).judged(), bad(0));
        let standing = Act::Standing(Log::new().charter.digest(), None);
        let more = json!({ "standing": true });
        assert_eq!(answered(Log::new().signed("release.activated", standing, more.clone())).judged(), Ok(1));
        let stale = Act::Standing(Digest::of(b"an older charter"), None);
        assert_eq!(Log::new().signed("release.activated", stale, more).judged(), bad(0));
        let erased = json!({ "action": "detail-erased", "object": "4@00" });
        let erase = |object: &str| Act::Erase(object.to_owned());
        assert_eq!(Log::new().signed("operator.action", erase("4@00"), erased.clone()).judged(), Ok(1));
        assert_eq!(Log::new().signed("operator.action", erase("4@01"), erased).judged(), bad(0), "another record");
        // Where the charter names no key, the node's operator decided.
        let mut log = answered(Log::new().add("release.refused", json!({})));
        log.charter.members[0].officer_key = None;
        assert_eq!(log.judged(), Ok(0));
    }
}
