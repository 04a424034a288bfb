use std::collections::VecDeque;

use super::{Node, WitnessError};
use crate::audit::Entry;
use crate::model::Problem;

/// Number of witnesses that must have seen the node's answers, and the time that it goes on without them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct WitnessRule {
    /// Number of witnesses; 0 where none is needed.
    pub needed: usize,
    /// Seconds after which the node asks for witnesses.
    pub warn: i64,
    /// Seconds after which it answers no more.
    pub stop: i64,
}

/// Answers that too few witnesses have seen.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    rule: WitnessRule,
    /// Minutes with answers, oldest first.
    minutes: VecDeque<Minute>,
    /// Whether the process has logged a warning.
    warned: bool,
}

/// Answers of one minute.
#[derive(Debug)]
struct Minute {
    /// Time of the first. *Unit:* seconds since 1970 UTC.
    first: i64,
    /// Number of the last record.
    last: u64,
}

const MINUTE: i64 = 60;

impl Unseen {
    pub(super) fn add(&mut self, seq: u64, now: i64) {
        match self.minutes.back_mut() {
            _ if self.rule.needed == 0 => {}
            Some(minute) if now < minute.first + MINUTE => minute.last = seq.max(minute.last),
            _ => self.minutes.push_back(Minute { first: now, last: seq }),
        }
    }

    /// Forgets records below a size that enough witnesses have seen.
    fn seen(&mut self, size: u64) {
        while self.minutes.front().is_some_and(|minute| minute.last < size) {
            self.minutes.pop_front();
            self.warned = false;
        }
    }

    fn age(&self, now: i64) -> Option<i64> {
        self.minutes.front().map(|minute| now - minute.first)
    }
}

impl Node {
    /// Holds the node to a rule from now on; earlier answers count too. *Errors:* the log has fewer witnesses than the
    /// rule needs.
    pub fn require_witnesses(&self, rule: WitnessRule) -> Result<(), Problem> {
        let (needed, witnesses) = (rule.needed, self.witnesses());
        if needed > witnesses {
            return Err(WitnessError::TooMany { needed, witnesses }.into());
        }
        let mut unseen = Unseen { rule, ..Unseen::default() };
        if rule.needed > 0 {
            let folder = self.journal().folder();
            let (from, size) = (self.seen_size(rule.needed), self.journal().size());
            folder.each_from(from, size, |seq, record| {
                let entry = Entry::parse(record).filter(|entry| entry.kind == "table.answered");
                let time = entry.and_then(|entry| entry.time.parse::<jiff::Timestamp>().ok());
                time.into_iter().for_each(|time| unseen.add(seq, time.as_second()));
            })?;
        }
        *self.log.unseen() = unseen;
        Ok(())
    }

    /// Size of the checkpoint that at least `needed` witnesses have seen.
    fn seen_size(&self, needed: usize) -> u64 {
        let mut sizes: Vec<u64> = self.witness_sizes().into_iter().map(|(_, size, _)| size).collect();
        sizes.sort_unstable_by_key(|size| std::cmp::Reverse(*size));
        needed.checked_sub(1).and_then(|place| sizes.get(place)).copied().unwrap_or(0)
    }

    /// Witnesses, each with the size of the checkpoint that it cosigned last, and the time (seconds since 1970 UTC).
    pub(super) fn witness_sizes(&self) -> Vec<(String, u64, u64)> {
        // An unreadable file counts for nothing here; the node doesn't start with it.
        let cosigned = self.journal().folder().cosigned().unwrap_or_default();
        cosigned.iter().map(|last| (last.key.name().to_owned(), last.checkpoint.size, last.time)).collect()
    }

    /// Updates what is unseen after witnesses have cosigned.
    pub(super) fn witnesses_have_seen(&self) {
        let needed = self.log.unseen().rule.needed;
        if needed > 0 {
            let size = self.seen_size(needed);
            self.log.unseen().seen(size);
        }
    }

    /// Whether the node wants its log to be seen by witnesses.
    pub fn wants_witnesses(&self) -> bool {
        let unseen = self.log.unseen();
        unseen.age(self.clock.unix_seconds()).is_some_and(|age| age >= unseen.rule.warn)
    }

    /// Checks that witnesses have seen enough for the node to go on.
    pub(super) fn is_seen(&self) -> Result<(), WitnessError> {
        let now = self.clock.unix_seconds();
        let mut unseen = self.log.unseen();
        let (rule, age) = (unseen.rule, unseen.age(now).unwrap_or(0));
        if rule.needed > 0 && age >= rule.warn && !std::mem::replace(&mut unseen.warned, true) {
            tracing::warn!(age_s = age, code = "log-not-seen", "too few witnesses have seen the log");
        }
        match rule.needed > 0 && rule.stop > 0 && age >= rule.stop {
            true => Err(WitnessError::NotSeen { needed: rule.needed, hours: rule.stop / 3600 }),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_unseen_answer_counts() {
        let rule = WitnessRule { needed: 2, warn: 10, stop: 100 };
        let mut unseen = Unseen { rule, ..Unseen::default() };
        assert_eq!(unseen.age(0), None);
        [(3, 0), (4, 59), (7, 60), (9, 200)].into_iter().for_each(|(seq, now)| unseen.add(seq, now));
        assert_eq!(unseen.age(200), Some(200));
        unseen.seen(4);
        assert_eq!(unseen.age(200), Some(200), "the last of its minute isn't seen");
        unseen.seen(5);
        assert_eq!(unseen.age(200), Some(140));
        unseen.seen(10);
        assert_eq!(unseen.age(200), None);
        let mut nobody = Unseen::default();
        nobody.add(1, 0);
        assert_eq!(nobody.age(1000), None);
    }
}
