//! Class `private`: witnesses know what is about to be spent before it is spent. This file holds the node's own claims,
//! and its answers to the claims of others.

use std::collections::BTreeMap;

use super::Node;
use super::budget::{BudgetError, BudgetStatus, act};
use super::witness::WitnessError;
use crate::audit::{
    BudgetRule, Claim, ClaimOutcome, Event, Outcome, Purpose, Verdict, Word, is_enough, member_of, signed_by,
};
use crate::journal::JournalError;
use crate::model::{EditionId, Problem, Rho};
use crate::note::{VerifierKey, only_by};

/// File with the last claim of each member that this node has signed as a witness: it is never forgotten.
const KNOWN: &str = "claims.json";
/// Folder of this node's own claims, with the witnesses' signatures.
const OWN: &str = "claims";

impl Node {
    /// Signs a claim of another member, whose log has this key; the claim is durable before its signature leaves. The
    /// highest total of a member is kept for ever, whatever becomes of its log, its key or its charter. A claim that
    /// comes again gets the same signature, and leaves no new record.
    pub fn sign_claim(&self, key: &VerifierKey, note: &str) -> Result<ClaimOutcome, Problem> {
        let log = key.name().to_owned();
        let unknown = || WitnessError::Unknown { log: log.clone() };
        let member =
            member_of(key.name()).and_then(|id| self.charter().member(&id.parse().ok()?)).ok_or_else(unknown)?;
        if member.id == *self.member() {
            return Err(unknown().into());
        }
        let other_key = || WitnessError::OtherKey { log: log.clone() };
        let _turn = self.log.witness_turn();
        // A log keeps its key until an officer has looked into it; the total that it has spent is kept beyond that.
        let same_key = self.known_key(&member.id)?.is_none_or(|known| known == key.to_string());
        let mut known = self.known_claims()?;
        let earlier = known.get(member.id.as_str()).map(String::as_str);
        let claim = match Claim::judge(note, key, earlier).filter(|_| same_key).ok_or_else(other_key)? {
            Verdict::Sign(claim) => claim,
            Verdict::Knows(known) => return Ok(ClaimOutcome::Knows(known)),
        };
        let own = self.witness_key();
        let again = earlier.filter(|note| Claim::open(note, key).as_ref() == Some(&claim));
        if let Some((_, line, _)) = again.and_then(|note| own.cosigner().signed(note)) {
            return Ok(ClaimOutcome::Signed(line.to_owned()));
        }
        let line = own.cosign(&claim.to_string(), self.clock.unix_seconds().max(0).cast_unsigned());
        known.insert(member.id.to_string(), only_by(note, key).unwrap_or_default() + &line);
        // The record comes first: after a kill between the two the claim isn't known, and is recorded when it comes again.
        self.record(Event::BudgetWitnessed { log: Word::new(&claim.log), total: claim.total })?;
        self.log.journal.put(KNOWN, &serde_json::to_vec(&known).expect("plain JSON"))?;
        Ok(ClaimOutcome::Signed(line))
    }

    fn known_claims(&self) -> Result<BTreeMap<String, String>, Problem> {
        let folder = self.log.journal.folder();
        let Some(text) = folder.required(KNOWN)? else { return Ok(BTreeMap::new()) };
        let known: Option<BTreeMap<String, String>> = serde_json::from_str(&text).ok();
        // An unreadable file must not pass for an empty one.
        let sound = known.filter(|known| known.values().all(|note| Claim::of(note).is_some()));
        Ok(sound.ok_or_else(|| JournalError::Damaged { path: folder.path(KNOWN) })?)
    }

    /// Claims of this node that too few of its witnesses have signed: signed notes, with the signatures so far.
    pub fn claims(&self) -> Result<Vec<String>, Problem> {
        let mut notes = Vec::new();
        for claim in self.open_claims() {
            let note = self.claim_note(&claim)?;
            if !self.is_known(&note) {
                notes.push(note);
            }
        }
        Ok(notes)
    }

    /// Claims of reservations that aren't drawn, by their totals, and of a change of the witnesses.
    fn open_claims(&self) -> Vec<Claim> {
        let ledger = self.ledger();
        let Some(rule) = ledger.rule() else { return Vec::new() };
        let claim =
            |purpose, total| Claim { log: self.log_key().name().to_owned(), witnesses: rule.names(), purpose, total };
        let open = ledger.reservations().filter(|(_, known)| known.outcome == Outcome::Open);
        let draws = open.map(|(edition, known)| claim(Purpose::Draw(*edition, known.seed, known.rho), known.total));
        let mut claims: Vec<Claim> = draws.collect();
        claims.sort_by_key(|claim| claim.total);
        // A change of witnesses waits until nothing is open: the log then counts only what was drawn, and a copy that
        // has lost some of it shows.
        if claims.is_empty() {
            claims.extend(ledger.next().map(|next| claim(Purpose::Witnesses(next.names()), ledger.total())));
        }
        claims
    }

    /// The signed note of a claim, with the witnesses' signatures.
    fn claim_note(&self, claim: &Claim) -> Result<String, Problem> {
        let kept = self.log.journal.folder().required(&file(claim))?;
        let own = kept.filter(|note| Claim::open(note, self.log_key()).as_ref() == Some(claim));
        Ok(own.unwrap_or_else(|| self.log.journal.sign(&claim.to_string())))
    }

    /// Names of the keys of the witnesses that the node's claims are for.
    pub fn claims_for(&self) -> Vec<String> {
        self.budget_witnesses().iter().map(|key| key.name().to_owned()).collect()
    }

    /// Whether more than half of the witnesses have signed a note.
    fn is_known(&self, note: &str) -> bool {
        let witnesses = self.budget_witnesses();
        is_enough(signed_by(note, &witnesses).len(), witnesses.len())
    }

    fn budget_witnesses(&self) -> Vec<VerifierKey> {
        self.ledger().rule().map(|rule| rule.witnesses.clone()).unwrap_or_default()
    }

    /// Whether more than half of the witnesses know what is reserved for an edition, so that it may be drawn. It may be
    /// drawn again after the log says that it was.
    pub(super) fn may_draw(&self, edition: &EditionId) -> Result<bool, Problem> {
        if matches!(self.ledger().of(edition).map(|known| known.outcome), Some(Outcome::Spent(_))) {
            return Ok(true);
        }
        let claims = self.open_claims();
        let own = claims.iter().find(|claim| claim.edition() == Some(*edition));
        own.map_or(Ok(false), |claim| Ok(self.is_known(&self.claim_note(claim)?)))
    }

    /// Takes in the witnesses' signatures under claims of this node, and claims known to them that this log has lost.
    pub fn add_claims(&self, notes: &[String], known: &[String]) -> Result<(), Problem> {
        // The reservation may be given up here: it must neither be drawn nor decided about meanwhile.
        let _undrawn = self.editions.decision_turn();
        let _turn = self.log.witness_turn();
        self.make_up_for(known)?;
        for claim in self.open_claims() {
            let of_it = notes.iter().filter(|note| Claim::open(note, self.log_key()).as_ref() == Some(&claim));
            for note in of_it {
                self.add_lines(&claim, note)?;
            }
        }
        self.give_up_overtaken()
    }

    /// Gives up claims where more than half of the witnesses have signed a higher total first: they sign no lower one
    /// any more.
    fn give_up_overtaken(&self) -> Result<(), Problem> {
        let claims = self.open_claims();
        let mut known = Vec::with_capacity(claims.len());
        for claim in &claims {
            known.push(self.is_known(&self.claim_note(claim)?));
        }
        let last = known.iter().rposition(|known| *known).unwrap_or(0);
        self.give_up(claims.iter().zip(known).take(last).filter(|(_, known)| !known).map(|(claim, _)| claim))
    }

    /// Burns what is reserved by claims that no witness signs.
    fn give_up<'c>(&self, claims: impl Iterator<Item = &'c Claim>) -> Result<(), Problem> {
        for edition in claims.filter_map(Claim::edition) {
            if let Some(mut record) = self.release(&edition)? {
                self.burn(&mut record)?;
            }
        }
        Ok(())
    }

    fn add_lines(&self, claim: &Claim, note: &str) -> Result<(), Problem> {
        let before = self.claim_note(claim)?;
        let witnesses = self.budget_witnesses();
        let mut both = before.clone();
        for key in &witnesses {
            if let Some((_, line, _)) = key.signed(note).filter(|_| key.open(&both).is_none()) {
                both += line;
            }
        }
        if both != before {
            self.log.journal.put(&file(claim), both.as_bytes())?;
        }
        if matches!(claim.purpose, Purpose::Witnesses(_)) && self.is_known(&both) {
            let next =
                self.ledger().next().map(|rule| rule.witnesses.iter().map(|key| Word::new(key.to_string())).collect());
            if let Some(witnesses) = next {
                self.record(Event::BudgetHandedOver { witnesses })?;
            }
        }
        Ok(())
    }

    /// Makes up for claims of this member that witnesses have signed and that aren't in this log: it was put back from
    /// a copy. Their cost counts from now on. Reservations below it can't be drawn any more, as no witness would sign
    /// them. Cost that is counted already stays, so that an old claim, shown again, spends no budget. A claim that this
    /// log hasn't signed itself, as it had another key before, needs more than half of the witnesses.
    fn make_up_for(&self, notes: &[String]) -> Result<(), Problem> {
        let witnesses = self.budget_witnesses();
        let mut strange: Vec<(&VerifierKey, Rho)> = Vec::new();
        let (mut lost, mut edition) = (Rho::NONE, None);
        for note in notes {
            let Some(claim) = Claim::of(note).filter(|claim| self.has_lost(claim)) else { continue };
            let vouched = signed_by(note, &witnesses);
            if Claim::open(note, self.log_key()).is_some() {
                if !vouched.is_empty() && claim.total > lost {
                    (lost, edition) = (claim.total, claim.edition());
                }
            } else {
                strange.extend(vouched.into_iter().map(|key| (key, claim.total)));
            }
        }
        strange.sort_by_key(|(key, total)| (key.to_string(), *total));
        strange.dedup_by_key(|(key, _)| key.to_string());
        if is_enough(strange.len(), witnesses.len()) {
            let least = strange.into_iter().map(|(_, total)| total).min().unwrap_or(Rho::NONE);
            if least > lost {
                (lost, edition) = (least, None);
            }
        }
        if lost == Rho::NONE {
            return Ok(());
        }
        let open = self.open_claims();
        self.give_up(open.iter().filter(|claim| claim.total < lost.plus(claim.rho())))?;
        let total = self.ledger().total();
        // A release that was drawn isn't drawn again, even where its cost is covered by reservations that were just
        // given up.
        let forgotten = edition.is_some_and(|edition| {
            let ledger = self.ledger();
            ledger.of(&edition).is_none() && !ledger.is_lost(&edition)
        });
        if lost > total || forgotten {
            self.record(Event::BudgetFound { edition, rho: lost.minus(total), total: lost.max(total) })?;
            tracing::warn!(code = "budget-made-up", "this log had lost what was spent: it counts again");
        }
        Ok(())
    }

    /// Whether a claim is this member's and unknown to its log.
    fn has_lost(&self, claim: &Claim) -> bool {
        let ledger = self.ledger();
        member_of(&claim.log) == Some(self.member().as_str())
            && match &claim.purpose {
                Purpose::Draw(_, seed, _) => !ledger.has(seed),
                Purpose::Witnesses(next) => {
                    let known = [ledger.rule(), ledger.next()].into_iter().flatten();
                    !known.map(BudgetRule::names).any(|names| names == *next)
                }
            }
    }

    /// Rule that `policy.toml` proposes to the officer. *Errors:* it sets no lifetime, or names no outside witness.
    pub(super) fn budget_rule(&self) -> Result<BudgetRule, Problem> {
        let lifetime = self.policy.lifetime().ok_or(BudgetError::NoLifetime {})?;
        let witnesses = self.policy.budget_witnesses(self.member());
        if witnesses.is_empty() {
            return Err(BudgetError::NoWitness {}.into());
        }
        Ok(BudgetRule { lifetime, witnesses })
    }

    /// Sets the rule of `policy.toml` on the officer's word: the file alone changes nothing.
    pub fn rule_budget(&self, note: Option<&str>) -> Result<Option<BudgetStatus>, Problem> {
        let _turn = self.editions.decision_turn();
        let rule = self.budget_rule()?;
        let (rules, holds) = {
            let ledger = self.ledger();
            (ledger.rules(), ledger.next().or(ledger.rule()) == Some(&rule))
        };
        // A signed decision that has been followed changes nothing when it comes again.
        if note.is_some() && holds && self.on_word(act(rules, &rule), note).is_ok() {
            return Ok(self.budget());
        }
        let number = rules + 1;
        let by = self.on_word(act(number, &rule), note)?;
        let witnesses = rule.witnesses.iter().map(|key| Word::new(key.to_string())).collect();
        self.record(Event::BudgetRuled { number, lifetime: rule.lifetime, witnesses, by })?;
        Ok(self.budget())
    }
}

/// Name of the file that keeps a claim for good.
fn file(claim: &Claim) -> String {
    match &claim.purpose {
        Purpose::Draw(_, seed, _) => format!("{OWN}/{seed}"),
        Purpose::Witnesses(next) => format!("{OWN}/{next}"),
    }
}
