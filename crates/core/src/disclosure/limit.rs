use super::private::answers_cost;
use super::private::promise::{guess_of_the_surest, guesses};
use crate::charter::{Charter, Class};

/// A promise that a charter can or can't make: a sentence of the catalogue, `limit-<key>`, and the numbers in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limit {
    /// Key of the sentence.
    pub key: &'static str,
    /// Variables of the sentence.
    pub words: Vec<(&'static str, u64)>,
}

/// Facts that people must know before they sign a charter or act under it: the reach of its class, the assumed
/// attacker, possible guesses, people with less protection, and the possible number of editions. One short line each.
pub fn limits(charter: &Charter) -> Vec<Limit> {
    let plain = |key| Limit { key, words: Vec::new() };
    let percent = |share: f64| (100.0 * share).ceil() as u64;
    match charter.class() {
        Class::Private => {
            let rho = charter.rules.privacy.rho;
            let guesses = guesses(rho, answers_cost(charter));
            let guess = |key, guess: usize| Limit {
                key,
                words: vec![("about", percent(guesses[guess].about)), ("most", percent(guesses[guess].at_most))],
            };
            // About answers, like the first line.
            let surest = percent(guess_of_the_surest(rho.value() * answers_cost(charter), 0.01));
            vec![
                plain("class-private"),
                guess("guess-answers", 0),
                guess("guess-presence", 1),
                Limit { key: "guess-surest", words: vec![("percent", surest)] },
                guess("guess-household", 4),
            ]
        }
        Class::Public => {
            ["class-public", "feared-public", "guess-public", "together-public", "editions-public"].map(plain).to_vec()
        }
        Class::Controlled => {
            let off = Limit { key: "counts-controlled", words: vec![("off", super::MOST.unsigned_abs())] };
            let rest = ["together-controlled", "feared-controlled", "editions-controlled"].map(plain);
            [plain("class-controlled"), off].into_iter().chain(rest).collect()
        }
    }
}
