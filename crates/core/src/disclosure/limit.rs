use super::private::answers_cost;
use super::private::promise::{guess_of_the_surest, guesses};
use crate::charter::{Charter, Class};

/// Something that a charter can't promise, or can: a sentence of the catalogue, `limit-<key>`, and the numbers in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Limit {
    /// Names the sentence.
    pub key: &'static str,
    /// Variables of the sentence.
    pub words: Vec<(&'static str, u64)>,
}

/// What people have to know before they sign a charter or act under it: how far its class goes, who is feared, what can
/// be guessed, who is protected less, and how many editions there can be. One short line each.
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
            // About answers, as the first line is.
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
