use super::attack::RIGHT;
use crate::charter::{Charter, Class, Knowledge, Weights};

/// Something that a charter can't promise: a sentence of the catalogue, `limit-<key>`, and the numbers in it.
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
    let limit = |key| Limit { key, words: Vec::new() };
    let rules = &charter.rules;
    match charter.class {
        Class::Private => vec![limit("class-private")],
        Class::Public => {
            ["class-public", "feared-public", "guess-public", "together-public", "editions-public"].map(limit).to_vec()
        }
        Class::Controlled => {
            let percent = (100.0 * RIGHT).round() as u64;
            let [feared, guess, editions] = match rules.knowledge {
                Knowledge::Population => [
                    limit("feared-population"),
                    Limit { key: "guess-population", words: vec![("percent", percent)] },
                    Limit { key: "editions-population", words: vec![("releases", rules.releases.into())] },
                ],
                // Where nobody has a weight, everybody may be in the data, and be known to be.
                Knowledge::Sample if charter.method.weights == Some(Weights::None) => {
                    ["feared-register", "guess-sample", "editions-sample"].map(limit)
                }
                Knowledge::Sample => ["feared-sample", "guess-sample", "editions-sample"].map(limit),
            };
            vec![limit("class-controlled"), feared, guess, limit("together-controlled"), editions]
        }
    }
}
