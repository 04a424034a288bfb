use serde_json::{Value as Json, json};

use crate::charter::{Value, Words};
use crate::model::Bilingual;
use crate::text::{Texts, Variable};

/// The words of a sentence in the reader's language.
pub(super) fn words(texts: &Texts, words: &Words) -> Vec<(&'static str, Variable)> {
    words.iter().map(|(name, value)| (*name, spoken(texts, value).into())).collect()
}

/// One value in the reader's language.
pub(super) fn spoken(texts: &Texts, value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(count) => texts.number(*count as f64, 0),
        Value::Digest(digest) => digest.short() + "…",
        Value::Number(measure) => number(texts, *measure),
        Value::Label(label) => label.get(texts.lang()).to_owned(),
        Value::Phrase(key, inner) => texts.line(key, &words(texts, inner)),
    }
}

/// A measure with all its given digits.
pub(super) fn number(texts: &Texts, number: f64) -> String {
    let decimals = number.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    texts.number(number, decimals)
}

/// `count`, with separators for people.
pub(super) fn counted(texts: &Texts, count: u64) -> (&'static str, Variable) {
    ("count", texts.number(count as f64, 0).into())
}

/// One value as data.
pub(super) fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Count(count) => json!(count),
        Value::Digest(digest) => json!(digest),
        Value::Number(number) => json!(number),
        Value::Label(label) => bilingual(label),
        Value::Phrase(key, words) if words.is_empty() => json!(key),
        Value::Phrase(key, words) => json!({ "phrase": key, "words": json_words(words) }),
    }
}

/// The words of a sentence as data.
pub(super) fn json_words(words: &Words) -> Json {
    words.iter().map(|(name, value)| ((*name).to_owned(), json(value))).collect::<serde_json::Map<_, _>>().into()
}

/// A text of the charter as data.
pub(super) fn bilingual(text: &Bilingual) -> Json {
    json!({ "en": text.en, "fr": text.fr })
}
