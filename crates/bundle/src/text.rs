//! Texts for people, in every language: two Fluent catalogues written together, and the look-up by key. And plain text
//! of 80 columns, made from them or from Markdown.

mod markdown;
mod page;

use std::fmt::Display;
use std::io::{Error, ErrorKind};

use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub use markdown::{Link, PlainText, plain};
pub use page::{Pieces, TextPage, WIDTH, fill, fit, width, wrap, wrap_to};

use crate::model::{Again, Lang, Problem, Rho};

/// Texts for people by key: English, then French.
pub const CATALOGUES: [&str; 2] = [include_str!("text/en.ftl"), include_str!("text/fr.ftl")];

/// The catalogue of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// A variable of a text. A number decides between singular and plural.
#[derive(Clone, Debug)]
pub enum Variable {
    /// A text, taken as it is. The output of [`Texts::number`], and a whole number in digits alone, are numbers too.
    Text(String),
    /// A number, written plain.
    Number(f64),
    /// An amount of privacy loss, to its last digit.
    Rho(Rho),
}

impl<T: Display + ?Sized> From<&T> for Variable {
    fn from(word: &T) -> Self {
        Self::Text(word.to_string())
    }
}

impl From<String> for Variable {
    fn from(word: String) -> Self {
        Self::Text(word)
    }
}

impl From<Rho> for Variable {
    fn from(rho: Rho) -> Self {
        Self::Rho(rho)
    }
}

macro_rules! number_words {
    ($($type:ty),*) => {
        $(impl From<$type> for Variable {
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
        bundle.set_formatter(Some(match lang {
            Lang::En => |value, _| numeral(Lang::En, value),
            Lang::Fr => |value, _| numeral(Lang::Fr, value),
        }));
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

    /// Text of `key`; the key itself where there is none.
    pub fn line(&self, key: &str, words: &[(&str, Variable)]) -> String {
        self.find(key, words).unwrap_or_else(|| key.to_owned())
    }

    /// Text of `key`, if there is one.
    pub fn find(&self, key: &str, words: &[(&str, Variable)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, word) in words {
            args.set(
                *name,
                match word {
                    Variable::Text(text) => self.value(text),
                    Variable::Number(number) => FluentValue::from(*number),
                    Variable::Rho(rho) => FluentValue::from(self.rho(*rho)),
                },
            );
        }
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
        debug_assert!(faults.is_empty(), "{key}: {faults:?}");
        Some(text)
    }

    /// Description of a problem by its key alone: `…` replaces its words, which aren't at hand.
    pub fn brief(&self, key: &str) -> String {
        let message = self.bundle.get_message(&format!("err-{key}"));
        let Some(value) = message.and_then(|message| message.value()) else { return key.to_owned() };
        let text = self.bundle.format_pattern(value, None, &mut Vec::new());
        let mut parts = text.split("{$");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + "…" + part.split_once('}').map_or("", |(_, rest)| rest))
    }

    /// Description of a problem, and its remedy.
    pub fn problem(&self, problem: &Problem) -> (String, String) {
        /// Words that are amounts of privacy loss, in decimal text.
        const AMOUNTS: [&str; 5] = ["rho", "left", "lifetime", "total", "enough"];
        let word = |name: &str, word: &str| match word.parse() {
            Ok(rho) if AMOUNTS.contains(&name) => Variable::Rho(rho),
            _ if name == "reason" => self.reason(word).into(),
            _ => word.into(),
        };
        let args = problem.args.iter().map(|(name, text)| (name.as_ref(), word(name, text))).collect::<Vec<_>>();
        let texts = ["err", "fix"].map(|half| self.find(&format!("{half}-{}", problem.key), &args).unwrap_or_default());
        let [what, remedy] = texts;
        if what.is_empty() { (problem.to_string(), remedy) } else { (what, remedy) }
    }

    /// `charter.toml, line 12, key indicator[3].worse`
    pub fn place(&self, problem: &Problem) -> String {
        let place = &problem.place;
        let parts = [
            place.file.clone(),
            place.line.map(|line| self.line("place-line", &[("line", line.into())])),
            place.column.as_ref().map(|column| self.line("place-column", &[("column", column.into())])),
            place.key.as_ref().map(|key| self.line("place-key", &[("key", key.into())])),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// `The same on 5,769 more lines: 3, 4, 5, 6, …; 6 different codes`
    pub fn again(&self, again: &Again) -> String {
        let mut lines: Vec<String> = again.lines.iter().map(u64::to_string).collect();
        if again.count > again.lines.len() as u64 {
            lines.push("…".to_owned());
        }
        let number = self.number(again.count as f64, 0);
        let words = [("count", again.count.into()), ("number", number.into()), ("lines", lines.join(", ").into())];
        let lines = self.line("again-lines", &words);
        match again.codes {
            0 => lines,
            codes => format!("{lines}; {}", self.line("again-codes", &[("count", codes.into())])),
        }
    }

    /// Reason from the operating system, in the reader's language as far as the catalogue has it; its number stays, so
    /// that it can be looked up.
    fn reason(&self, reason: &str) -> String {
        /// Numbers of "too many open files", in the system and in the process: the library has no word for them.
        const OPEN_FILES: [&str; 2] = ["23", "24"];
        // After the number some reasons name a temporary path of ours, which is of no use to the reader.
        let reason = reason.split(" at path \"").next().unwrap_or(reason);
        let number =
            reason.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (os error ")).map(|(_, number)| number);
        let key =
            match number.and_then(|number| number.parse().ok()).map(|number| Error::from_raw_os_error(number).kind()) {
                _ if number.is_some_and(|number| OPEN_FILES.contains(&number)) => "os-open-files",
                Some(ErrorKind::NotFound) => "os-not-found",
                Some(ErrorKind::PermissionDenied) => "os-permission-denied",
                Some(ErrorKind::ConnectionRefused) => "os-connection-refused",
                Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe) => {
                    "os-connection-lost"
                }
                Some(ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable) => "os-unreachable",
                Some(ErrorKind::TimedOut) => "os-timed-out",
                Some(ErrorKind::AddrInUse) => "os-address-in-use",
                Some(ErrorKind::AddrNotAvailable) => "os-address-not-available",
                Some(ErrorKind::AlreadyExists) => "os-already-exists",
                Some(ErrorKind::NotADirectory) => "os-not-a-folder",
                Some(ErrorKind::IsADirectory) => "os-a-folder",
                Some(ErrorKind::ReadOnlyFilesystem) => "os-read-only",
                Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => "os-storage-full",
                Some(ErrorKind::FileTooLarge) => "os-file-too-large",
                _ => return reason.to_owned(),
            };
        self.line(key, &[("number", number.unwrap_or_default().into())])
    }

    /// A number as written in this language: with separators of thousands, and `decimals` digits after the decimal
    /// mark.
    pub fn number(&self, number: f64, decimals: usize) -> String {
        write(self.lang, number, decimals, Grouping::Thousands)
    }

    /// An amount of privacy loss, with as many digits as it has.
    pub fn rho(&self, rho: Rho) -> String {
        rho.to_string().replace('.', marks(self.lang).1)
    }

    /// Margin of a figure with one decimal: never 0.00, as the figure isn't exact.
    pub fn margin(&self, margin: f64) -> String {
        format!("±{}", self.number(margin.max(0.01), if margin < 0.1 { 2 } else { 1 }))
    }

    /// A word as a number if it is one, which will be written unchanged: so a caller need not declare that a count is a
    /// number.
    fn value<'w>(&self, word: &'w str) -> FluentValue<'w> {
        let (thousands, mark) = marks(self.lang);
        let plain = word.replace(thousands, "").replace(mark, ".");
        let decimals = plain.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let grouping = if word.contains(thousands) { Grouping::Thousands } else { Grouping::None };
        match plain.parse::<f64>() {
            Ok(number) if write(self.lang, number, decimals, grouping) != word => FluentValue::from(word),
            Ok(number) if decimals == 0 && grouping == Grouping::None => FluentValue::from(number),
            Ok(number) => {
                let mut number = FluentNumber::new(number, Default::default());
                number.options.use_grouping = grouping == Grouping::Thousands;
                number.options.minimum_fraction_digits = Some(decimals);
                FluentValue::Number(number)
            }
            Err(_) => FluentValue::from(word),
        }
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Grouping {
    Thousands,
    None,
}

/// Separator of thousands, and decimal mark.
fn marks(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => (",", "."),
        Lang::Fr => ("\u{202f}", ","),
    }
}

/// A number that came from a word with marks in it, written as that word.
fn numeral(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let grouping = if number.options.use_grouping { Grouping::Thousands } else { Grouping::None };
    Some(write(lang, number.value, number.options.minimum_fraction_digits?, grouping))
}

fn write(lang: Lang, number: f64, decimals: usize, grouping: Grouping) -> String {
    let plain = format!("{:.decimals$}", number.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (thousands, mark) = marks(lang);
    let mut out =
        String::from(if number < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "-" } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if grouping == Grouping::Thousands && i > 0 && (whole.len() - i) % 3 == 0 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_the_process_are_named_in_both_languages() {
        for (number, word) in [(23, "LimitNOFILE"), (24, "LimitNOFILE"), (27, "LimitFSIZE")] {
            let reason = Error::from_raw_os_error(number).to_string();
            for lang in Lang::ALL {
                let told = Texts::new(lang).reason(&reason);
                assert!(told.contains(word) && told.contains(&number.to_string()), "{told}");
                assert_eq!(Texts::new(lang).reason(&format!("{reason} at path \"a/.archipel-x\"")), told);
            }
        }
    }

    #[test]
    fn what_has_no_words_at_hand_is_told_without_them() {
        let texts = Texts::new(Lang::En);
        assert_eq!(texts.brief("edition-not-ready"), "The release of this edition is not ready yet.");
        let spent = "The edition costs ρ = …, and only … of … is left for these people.";
        assert_eq!((texts.brief("edition-budget-spent").as_str(), texts.brief("a-b").as_str()), (spent, "a-b"));
    }

    #[test]
    fn numbers_follow_the_language() {
        let [en, fr] = Lang::ALL.map(Texts::new);
        assert_eq!(en.number(36_991_981.0, 0), "36,991,981");
        assert_eq!(fr.number(36_991_981.0, 0), "36\u{202f}991\u{202f}981");
        assert_eq!(fr.number(-27.25, 1), "-27,2");
        assert_eq!(en.number(-0.01, 1), "0.0");
        let rho = Rho::millionths(185_000);
        assert_eq!([en.rho(rho), fr.rho(rho), fr.rho(Rho::MOST)], ["0.185", "0,185", "10"]);
    }

    /// A count is often a word already, in problems always.
    #[test]
    fn words_that_are_numbers_decide_and_stay_as_they_are() {
        let [en, fr] = Lang::ALL.map(Texts::new);
        let said = |texts: &Texts, count: &str| texts.line("more-problems", &[("count", count.into())]);
        assert_eq!(
            [said(&en, "1"), said(&en, "0"), said(&en, "1,000")],
            ["… and one more problem.", "… and 0 more problems.", "… and 1,000 more problems.",]
        );
        assert_eq!(said(&fr, "1\u{202f}000"), "… et 1\u{202f}000 autres problèmes.");
        for word in ["007", "1,00", "1e3", "inf", "-0", "1.50", "12", "36,991,981", "2021", "", "1 000", "-"] {
            for texts in [&en, &fr] {
                assert_eq!(
                    texts.line("word-quoted", &[("text", word.into())]).trim_matches(['“', '”', '«', '»', '\u{a0}']),
                    word
                );
            }
        }
    }
}
