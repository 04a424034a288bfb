//! Every rule of a charter's class that is in force, set by the charter or by default, as sentences.

use serde_json::{Value as Json, json};

use crate::charter::{Charter, Class};
use crate::disclosure::MOST;
use crate::disclosure::private::precision::people_by_level;
use crate::disclosure::private::promise::{epsilon, guess_of_the_surest, guesses, thousandth};
use crate::disclosure::private::{PlanError, answers_cost};
use crate::model::Rho;
use crate::text::{Texts, Word};

/// Points that the error of an index is to be below where people are told from how many on it is.
const POINTS: f64 = 2.0;
/// Lifetimes of which people are told how many editions they allow.
const LIFETIMES: [Rho; 3] = [Rho::millionths(500_000), Rho::millionths(1_000_000), Rho::millionths(2_000_000)];

type Sentence = (String, Vec<(&'static str, Word)>);

/// Key and words of each sentence: what is lost, what can be guessed, how sure figures are. None in class `public`. *Errors:* the
/// lattice is too fine for what it may cost.
pub(super) fn sentences(texts: &Texts, charter: &Charter) -> Result<Vec<Sentence>, PlanError> {
    let whole = |number: u64| Word::from(texts.number(number as f64, 0));
    let mut found: Vec<Sentence> = match charter.class {
        Class::Public => return Ok(Vec::new()),
        Class::Controlled => vec![
            ("rule-noise".to_owned(), vec![("persons", whole(MOST.unsigned_abs()))]),
            ("rule-averages".to_owned(), Vec::new()),
        ],
        Class::Private => private(texts, charter)?,
    };
    if let Some(least) = charter.rules.show_from {
        found.push(("rule-show-from".to_owned(), vec![("value", whole(least.into()))]));
    }
    Ok(found)
}

fn private(texts: &Texts, charter: &Charter) -> Result<Vec<Sentence>, PlanError> {
    let privacy = &charter.rules.privacy;
    let percent = |share: f64| Word::from(texts.number((1000.0 * share).ceil() / 10.0, 1));
    let upward = |number: f64| Word::from(texts.number((1000.0 * number).ceil() / 1000.0, 3));
    let decimal =
        |rho: Rho| Word::from(texts.number(rho.value(), rho.to_string().split('.').nth(1).map_or(0, str::len)));
    let mut found = vec![(
        "rule-rho".to_owned(),
        vec![
            ("rho", decimal(privacy.rho)),
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
    let editions = LIFETIMES.map(|lifetime| {
        let words = [
            ("lifetime", decimal(lifetime)),
            ("editions", texts.number(privacy.rho.times_in(lifetime) as f64, 0).into()),
        ];
        texts.line("rule-lifetime-one", &words)
    });
    found.push(("rule-lifetimes".to_owned(), vec![("editions", editions.join("; ").into())]));
    for level in people_by_level(charter, POINTS)? {
        let label = charter.geography.label(level.level).get(texts.lang());
        let words = vec![
            ("level", label.into()),
            ("everybody", texts.number(level.everybody as f64, 0).into()),
            ("finest", texts.number(level.finest as f64, 0).into()),
        ];
        found.push((if level.everybody > 0 { "rule-people" } else { "rule-people-groups" }.to_owned(), words));
    }
    Ok(found)
}

/// Share of right guesses among the hundredth that an attacker is surest of: about presence, and about answers.
fn surest(charter: &Charter) -> [f64; 2] {
    let rho = charter.rules.privacy.rho.value();
    [1.0, answers_cost(charter)].map(|cost| guess_of_the_surest(rho * cost, 0.01))
}

/// The same as data; null in class `public`.
pub(super) fn facts(charter: &Charter) -> Json {
    let (privacy, show_from) = (&charter.rules.privacy, charter.rules.show_from);
    match charter.class {
        Class::Public => Json::Null,
        Class::Controlled => json!({ "counts_off_by": MOST, "show_from": show_from }),
        Class::Private => {
            let guesses = guesses(privacy.rho, answers_cost(charter));
            let [presence, answers] = surest(charter);
            let guess = |guess: &crate::disclosure::private::promise::Guess| {
                (guess.key.to_owned(), json!({ "about": guess.about, "at_most": guess.at_most }))
            };
            let level = |level: &crate::disclosure::private::precision::LevelPrecision| json!({ "level": charter.geography.levels()[level.level], "everybody": level.everybody, "finest": level.finest });
            let people = people_by_level(charter, POINTS);
            json!({
                "rho": privacy.rho.to_string(),
                "delta": privacy.delta,
                "epsilon": thousandth(epsilon(privacy.rho.value(), privacy.delta())),
                "emphasis": {
                    "index": privacy.emphasis.index, "dimensions": privacy.emphasis.dimensions, "shares": privacy.emphasis.shares,
                },
                "guesses": guesses.iter().map(guess).collect::<serde_json::Map<_, _>>(),
                "surest_percent": { "presence": thousandth(presence), "answers": thousandth(answers) },
                "people_for_two_points": people.ok().map(|levels| levels.iter().map(level).collect::<Vec<_>>()),
                "show_from": show_from,
            })
        }
    }
}
