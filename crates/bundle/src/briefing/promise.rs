//! All rules of a charter's class in force, set by the charter or by default, as sentences.

use serde_json::{Value as Json, json};

use crate::charter::{Charter, Class, Member, Weights, groups_word};
use crate::disclosure::MOST;
use crate::disclosure::private::precision::{LevelPrecision, people_by_level};
use crate::disclosure::private::promise::{
    Guess, MOST_OF_A_CHANGE, epsilon, guess_at_most, guess_of_the_surest, guesses, thousandth,
};
use crate::disclosure::private::{PlanError, answers_cost};
use crate::model::{Findings, Rho, problems};
use crate::text::{Texts, Variable};

/// Error of an index, in points, for which people are told the needed number of people.
const POINTS: f64 = 2.0;
/// Error of an index, in points, beyond which it says nothing.
const USELESS: f64 = 20.0;
/// Number of people needed for any usable figure, above which that is mentioned too.
const MANY: f64 = 1000.0;
/// Lifetime budgets for which people are told the number of editions.
const LIFETIMES: [Rho; 3] = [Rho::millionths(500_000), Rho::millionths(1_000_000), Rho::millionths(2_000_000)];

problems! {
    /// Reasons against signing.
    enum PromiseError {
        /// Members without any usable figure; a sufficient ρ, or 0.
        NoFigure(Policy, "private-no-figure") { members: String, rho: Rho, table: String, enough: Rho },
    }
}

/// Key in the catalogue, and words of the sentence.
pub(super) type Sentence = (String, Vec<(&'static str, Variable)>);

/// Guarantees and expected errors of a charter, computed once: plans of many places take a while.
pub struct Promise<'c> {
    charter: &'c Charter,
    /// Number of people from which on figures of each member are sure, in class `private`.
    people: Result<Vec<Vec<LevelPrecision>>, PlanError>,
}

impl<'c> Promise<'c> {
    /// Computes the promise; in class `private`, from the plan of each member.
    pub fn new(charter: &'c Charter) -> Self {
        let members = charter.members.iter().filter(|_| charter.class() == Class::Private);
        let people = members.map(|member| people_by_level(charter, &member.id, POINTS)).collect();
        Self { charter, people }
    }

    /// Checks that figures would say something. *Errors:* the tables are too fine for the budget of an edition, or for
    /// members with so few people.
    pub fn check(&self) -> Result<(), Findings> {
        let (charter, rho) = (self.charter, self.charter.rules.privacy.rho);
        let lack = |(member, needs): (&'c Member, f64)| Some((member.id.as_str(), needs / member.population? as f64));
        let lacks = charter.members.iter().zip(self.needs()?).filter_map(lack).filter(|(_, lack)| *lack > 1.0);
        let (members, lacks): (Vec<&str>, Vec<f64>) = lacks.unzip();
        let Some(table) = charter.lattice.tables().iter().max_by_key(|table| charter.cells(table)) else {
            return Ok(());
        };
        if members.is_empty() {
            return Ok(());
        }
        let table = [charter.geography.levels()[table.level].clone(), groups_word(charter, table)];
        // Errors shrink with the square root of the budget.
        let enough = rounded_up(rho.value() * lacks.into_iter().fold(1.0, f64::max).powi(2));
        let enough = if enough <= Rho::MOST { enough } else { Rho::NONE };
        Err(PromiseError::NoFigure { members: members.join(", "), rho, table: table.join(" × "), enough }.into())
    }

    /// Number of people that each member needs at least for a usable figure.
    fn needs(&self) -> Result<impl Iterator<Item = f64>, PlanError> {
        let least = |levels: &Vec<LevelPrecision>| {
            let people = levels.iter().map(|level| if level.everybody > 0 { level.everybody } else { level.finest });
            people.min().unwrap_or(0) as f64 * POINTS / USELESS
        };
        Ok(self.people.as_ref().map_err(Clone::clone)?.iter().map(least))
    }

    /// Needed number of people by level, of the member where it is largest.
    fn people(&self) -> Result<Vec<LevelPrecision>, PlanError> {
        let most = |all: Vec<LevelPrecision>, own: &Vec<LevelPrecision>| {
            let both = own.iter().enumerate().map(|(i, own)| {
                let [everybody, finest] = all.get(i).map_or([0, 0], |all| [all.everybody, all.finest]);
                LevelPrecision { everybody: own.everybody.max(everybody), finest: own.finest.max(finest), ..*own }
            });
            both.collect()
        };
        Ok(self.people.as_ref().map_err(Clone::clone)?.iter().fold(Vec::new(), most))
    }

    /// Key and words of each sentence: privacy loss, guesses, errors of figures. None in class `public`. *Errors:* the
    /// lattice is too fine for its budget.
    pub(super) fn sentences(&self, texts: &Texts) -> Result<Vec<Sentence>, PlanError> {
        let whole = |number: u64| Variable::from(texts.number(number as f64, 0));
        let charter = self.charter;
        let mut found: Vec<Sentence> = match charter.class() {
            Class::Public => return Ok(Vec::new()),
            Class::Controlled => vec![
                ("rule-noise".to_owned(), vec![("persons", whole(MOST.unsigned_abs()))]),
                ("rule-averages".to_owned(), Vec::new()),
            ],
            Class::Private => self.private(texts)?,
        };
        if charter.class() == Class::Controlled && charter.method.weights == Some(Weights::None) {
            found.push(("rule-register".to_owned(), Vec::new()));
        }
        if let Some(least) = charter.rules.min_frequency {
            found.push(("rule-min-frequency".to_owned(), vec![("value", whole(least.into()))]));
        }
        Ok(found)
    }

    fn private(&self, texts: &Texts) -> Result<Vec<Sentence>, PlanError> {
        let charter = self.charter;
        let privacy = &charter.rules.privacy;
        let percent = |share: f64| Variable::from(texts.number(100.0 * thousandth(share), 1));
        let upward = |number: f64| Variable::from(texts.number(thousandth(number), 3));
        let mut found = vec![(
            "rule-rho".to_owned(),
            vec![
                ("rho", privacy.rho.into()),
                ("epsilon", upward(epsilon(privacy.rho.value(), privacy.delta()))),
                ("delta", privacy.delta.clone().into()),
            ],
        )];
        for guess in guesses(privacy.rho, answers_cost(charter)) {
            let words = vec![("about", percent(guess.about)), ("most", percent(guess.at_most))];
            found.push((format!("rule-guess-{}", guess.key), words));
        }
        let [presence, answers] = surest(charter).map(percent);
        found.push(("rule-guess-surest".to_owned(), vec![("answers", answers), ("presence", presence)]));
        let most = Rho::millionths(MOST_OF_A_CHANGE * privacy.rho.in_millionths());
        let words = vec![("rho", most.into()), ("most", percent(guess_at_most(most.value())))];
        found.push(("rule-guess-change".to_owned(), words));
        let editions = LIFETIMES.map(|lifetime| {
            let editions = texts.number(privacy.rho.times_in(lifetime) as f64, 0);
            texts.line("rule-lifetime-one", &[("lifetime", lifetime.into()), ("editions", editions.into())])
        });
        found.push(("rule-lifetimes".to_owned(), vec![("editions", editions.join("; ").into())]));
        for level in self.people()? {
            let label = charter.geography.label(level.level).get(texts.lang());
            let words = vec![
                ("level", label.into()),
                ("everybody", texts.number(level.everybody as f64, 0).into()),
                ("finest", texts.number(level.finest as f64, 0).into()),
            ];
            found.push((if level.everybody > 0 { "rule-people" } else { "rule-people-groups" }.to_owned(), words));
        }
        let unknown = charter.members.iter().zip(self.needs()?).filter(|(member, _)| member.population.is_none());
        let needs = unknown.map(|(_, needs)| needs).fold(0.0, f64::max);
        if needs > MANY {
            found.push(("rule-people-any".to_owned(), vec![("people", texts.number(needs.ceil(), 0).into())]));
        }
        Ok(found)
    }

    /// Guarantees as data; null in class `public`.
    pub(super) fn facts(&self) -> Json {
        let charter = self.charter;
        let (privacy, min_frequency) = (&charter.rules.privacy, charter.rules.min_frequency);
        match charter.class() {
            Class::Public => Json::Null,
            Class::Controlled => json!({ "counts_off_by": MOST, "min_frequency": min_frequency }),
            Class::Private => {
                let [presence, answers] = surest(charter);
                let guess =
                    |guess: Guess| (guess.key.to_owned(), json!({ "about": guess.about, "at_most": guess.at_most }));
                let guesses = guesses(privacy.rho, answers_cost(charter)).into_iter().map(guess);
                let level = |level: LevelPrecision| {
                    let id = &charter.geography.levels()[level.level];
                    json!({ "level": id, "everybody": level.everybody, "finest": level.finest })
                };
                json!({
                    "rho": privacy.rho.to_string(),
                    "delta": privacy.delta,
                    "epsilon": thousandth(epsilon(privacy.rho.value(), privacy.delta())),
                    "workload": {
                        "index": privacy.workload.index, "dimensions": privacy.workload.dimensions, "shares": privacy.workload.shares,
                    },
                    "guesses": guesses.collect::<serde_json::Map<_, _>>(),
                    "surest": { "presence": thousandth(presence), "answers": thousandth(answers) },
                    "people_for_two_points": self.people().ok().map(|levels| levels.into_iter().map(level).collect::<Vec<_>>()),
                    "min_frequency": min_frequency,
                })
            }
        }
    }
}

/// Share of right guesses among the hundredth of which an attacker is surest: about presence, and about answers.
fn surest(charter: &Charter) -> [f64; 2] {
    let rho = charter.rules.privacy.rho.value();
    [1.0, answers_cost(charter)].map(|cost| guess_of_the_surest(rho * cost, 0.01))
}

/// The amount, rounded up to two digits.
fn rounded_up(rho: f64) -> Rho {
    let millionths = rho * Rho::millionths(1).value().recip();
    let digit = 10_f64.powf(millionths.log10().floor() - 1.0).max(1.0);
    Rho::millionths(((millionths / digit).ceil() * digit) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_up_to_two_digits() {
        let text = |rho: f64| rounded_up(rho).to_string();
        assert_eq!([0.1234, 0.12, 3.01, 0.000_001_2, 123.4].map(text), ["0.13", "0.12", "3.1", "0.000002", "130"]);
    }
}
