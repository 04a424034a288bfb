//! Texts for people, in every language: two Fluent catalogues written together, and the look-up by key.

use std::fmt::Display;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::model::{Lang, Problem};

const CATALOGUES: [&str; 2] = [include_str!("text/en.ftl"), include_str!("text/fr.ftl")];

/// The catalogue of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// A variable of a text: words, or a number that decides between singular and plural.
#[derive(Clone, Debug)]
pub enum Word {
    /// Taken as it is.
    Text(String),
    /// Written plain: [`Texts::number`] gives it as people write it, as a text.
    Number(f64),
}

impl<T: Display + ?Sized> From<&T> for Word {
    fn from(word: &T) -> Self {
        Self::Text(word.to_string())
    }
}

impl From<String> for Word {
    fn from(word: String) -> Self {
        Self::Text(word)
    }
}

macro_rules! number_words {
    ($($type:ty),*) => {
        $(impl From<$type> for Word {
            fn from(number: $type) -> Self {
                Self::Number(number as f64)
            }
        })*
    };
}
number_words!(u16, u32, u64, usize, i64, f64);

impl Texts {
    /// The catalogue of `lang`.
    pub fn new(lang: Lang) -> Self {
        let locale: LanguageIdentifier = lang.code().parse().expect("a language code");
        let mut bundle = FluentBundle::new(vec![locale]);
        // Isolation marks are for mixed directions of writing; terminals show them as boxes.
        bundle.set_use_isolating(false);
        let source = CATALOGUES[Lang::ALL.iter().position(|&l| l == lang).expect("every language has a catalogue")];
        let resource =
            FluentResource::try_new(source.to_owned()).expect("the catalogue parses: a test holds it to that");
        bundle.add_resource(resource).expect("no key stands twice: a test holds it to that");
        Self { lang, bundle }
    }

    /// The language of the catalogue.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of `key`; the key itself where there is none.
    pub fn line(&self, key: &str, words: &[(&str, Word)]) -> String {
        self.find(key, words).unwrap_or_else(|| key.to_owned())
    }

    /// The text of `key`, if there is one.
    pub fn find(&self, key: &str, words: &[(&str, Word)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, word) in words {
            match word {
                Word::Text(text) => args.set(*name, FluentValue::from(text.as_str())),
                Word::Number(number) => args.set(*name, FluentValue::from(*number)),
            }
        }
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
        debug_assert!(faults.is_empty(), "{key}: {faults:?}");
        Some(text)
    }

    /// What happened, and what to do about it.
    pub fn problem(&self, problem: &Problem) -> (String, String) {
        let args = problem.args.iter().map(|(name, word)| (name.as_ref(), Word::from(word))).collect::<Vec<_>>();
        let texts = ["err", "fix"].map(|half| self.find(&format!("{half}-{}", problem.key), &args).unwrap_or_default());
        let [what, remedy] = texts;
        if what.is_empty() { (problem.to_string(), remedy) } else { (what, remedy) }
    }

    /// A number as people of this language write it: thousands apart, `decimals` digits behind the mark.
    pub fn number(&self, number: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", number.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let (thousands, mark) = match self.lang {
            Lang::En => (",", "."),
            Lang::Fr => ("\u{202f}", ","),
        };
        let mut out =
            String::from(if number < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "-" } else { "" });
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 {
                out.push_str(thousands);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(mark);
            out.push_str(fraction);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let [en, fr] = Lang::ALL.map(Texts::new);
        assert_eq!(en.number(36_991_981.0, 0), "36,991,981");
        assert_eq!(fr.number(36_991_981.0, 0), "36\u{202f}991\u{202f}981");
        assert_eq!(fr.number(-27.25, 1), "-27,2");
        assert_eq!(en.number(-0.01, 1), "0.0");
    }
}
