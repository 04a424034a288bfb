//! Members of a computation, each with its answer, or the reason that it is missing.

use super::{Combined, Shown};
use crate::audit::Vouched;
use crate::model::{MemberId, Problem};

/// Outcome of the query to a member.
#[derive(Clone, Debug)]
pub struct MemberOutcome {
    /// The member.
    pub member: MemberId,
    /// Version of its node's software, if it said so.
    pub software: Option<String>,
    /// Whether its people have weights, if it said so; else each of them counts 1.
    pub weighted: Option<bool>,
    /// Its receipts and their proofs, if it answered.
    pub vouched: Option<Vouched>,
    /// Reason that it is missing; `None` if it answered.
    pub missing: Option<Problem>,
    /// Its own figures over all people in the coarsest table without groups, if it answered.
    pub own: Option<Combined>,
    /// Number of people that it speaks for, if it is missing and this is known. *Units:* weight.
    pub population: Option<AbsentPopulation>,
}

/// Number of people that a missing member speaks for. *Units:* weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AbsentPopulation {
    /// Number in the charter.
    Declared(f64),
    /// Number in its last answer, as the coordinator remembers it.
    Answered(f64),
}

impl AbsentPopulation {
    /// The number.
    pub fn people(self) -> f64 {
        match self {
            Self::Declared(people) | Self::Answered(people) => people,
        }
    }
}

impl MemberOutcome {
    /// Number of people that it speaks for, and the source of the number: its answer, an earlier one, or the charter.
    pub fn people(&self) -> Option<(f64, &'static str)> {
        let own = |own: &Combined| own.figures[Shown::WEIGHT][0];
        match (&self.own, self.population) {
            (Some(sums), _) if self.missing.is_none() => {
                // Noise may make few people negative.
                Some((own(sums).max(0.0), "answer")).filter(|_| own(sums).is_finite())
            }
            (_, Some(AbsentPopulation::Answered(people))) => Some((people, "earlier")),
            (_, Some(AbsentPopulation::Declared(people))) => Some((people, "charter")),
            _ => None,
        }
    }

    /// Whether the people in its answer have weights: `given` or `none`.
    pub fn weights(&self) -> Option<&'static str> {
        self.weighted.filter(|_| self.missing.is_none()).map(|weighted| if weighted { "given" } else { "none" })
    }
}
