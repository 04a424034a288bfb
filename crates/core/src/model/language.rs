use std::str::FromStr;

/// A language of people. English and French are the minimum; neither is the original.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Every language that the catalogues and charters must speak.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// BCP 47 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Language of a POSIX locale such as `fr_CA.UTF-8`; English for any other one.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("fr") { Self::Fr } else { Self::En }
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|lang| lang.code() == code).ok_or_else(|| "en | fr".to_owned())
    }
}

/// Whether a text is safe to show to people as it is: no character moves the cursor, hides the text before it or turns
/// the direction of writing. Line breaks and tabs are fine.
pub fn is_plain(text: &str) -> bool {
    !text.contains(deceives)
}

/// The text with a mark in place of each character that isn't plain: for words from files that may be hostile.
pub fn visible(text: &str) -> String {
    text.replace(deceives, "\u{fffd}")
}

fn deceives(c: char) -> bool {
    // Embeddings, overrides and isolates: Unicode Standard Annex 9, section 2.
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && c != '\n' && c != '\t'
}

/// A text that a charter gives in every language.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
}

impl Bilingual {
    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}
