use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Document, DocumentError, joined};
use crate::model::{Bilingual, Explain, Lang, Place};

/// One table of a [`Document`]. Remembers the keys that were asked for: dropping it reports all others.
pub struct Section<'d, 'a> {
    document: &'d Document<'a>,
    table: Option<&'d DeTable<'a>>,
    path: String,
    span: Range<usize>,
    known: RefCell<BTreeSet<String>>,
}

impl<'d, 'a> Section<'d, 'a> {
    pub(super) fn new(
        document: &'d Document<'a>,
        table: Option<&'d DeTable<'a>>,
        span: Range<usize>,
        path: String,
    ) -> Self {
        Self { document, table, path, span, known: RefCell::default() }
    }

    /// Notes a problem of this section, at the line of `key` if it is there, else at the section's head.
    pub fn report(&self, key: &str, error: &impl Explain) {
        let path = self.path_of(key);
        if !self.document.mistyped.borrow().contains(&path) {
            self.document.report(error, &self.span_of(key), &path);
        }
    }

    /// Place of `key`, or of the section's head: for problems that are found only after the file was read.
    pub fn place(&self, key: &str) -> Place {
        self.document.place(&self.span_of(key), &self.path_of(key))
    }

    /// Accepts every key of the section unread.
    pub fn leave_unread(&self) {
        self.known.borrow_mut().extend(self.keys());
    }

    /// Accepts a key unread.
    pub fn leave(&self, key: &str) {
        self.known.borrow_mut().insert(key.to_owned());
    }

    /// Whether the file gives this key. Asking doesn't make the key known.
    pub fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    /// Whether `key` is a table. Asking doesn't make the key known.
    pub fn has_section(&self, key: &str) -> bool {
        self.table.and_then(|table| table.get(key)).is_some_and(|value| value.get_ref().is_table())
    }

    /// Whether `key` is a list of texts. Asking doesn't make the key known.
    pub fn has_texts(&self, key: &str) -> bool {
        let items = self.table.and_then(|table| table.get(key)).and_then(|value| value.get_ref().as_array());
        items.is_some_and(|items| !items.is_empty() && items.iter().all(|item| item.get_ref().is_str()))
    }

    /// Keys of the section, in the order of the file.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<_> =
            self.table.into_iter().flatten().map(|(key, _)| (key.span().start, key.get_ref().to_string())).collect();
        keys.sort();
        keys.into_iter().map(|(_, key)| key).collect()
    }

    /// A required text; empty after a problem.
    pub fn text(&self, key: &str) -> String {
        self.required(key, self.optional_text(key))
    }

    /// A text that may be absent.
    pub fn optional_text(&self, key: &str) -> Option<String> {
        let value = self.find(key)?.get_ref();
        if !(value.is_str() || value.is_table() || value.is_array()) {
            self.mistype(key, &DocumentError::Unquoted { key: self.path_of(key) });
        }
        self.get(key, TEXT, |value| value.as_str().map(str::to_owned))
    }

    /// A required text in the format that `T` accepts, or `None` after a problem.
    pub fn parsed<T: std::str::FromStr<Err = String>>(&self, key: &str) -> Option<T> {
        let text = self.required_option(key, self.optional_text(key))?;
        text.parse()
            .map_err(|expected| self.report(key, &DocumentError::Type { key: self.path_of(key), expected }))
            .ok()
    }

    /// A text from a list of choices; `default` where the key is absent, the first one after a problem.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], default: Option<T>) -> T {
        let names =
            |form: fn(&&str) -> String| choices.iter().map(|(name, _)| form(name)).collect::<Vec<_>>().join(" | ");
        let text = self.get(key, &names(|name| format!("\"{name}\"")), DeValue::as_str);
        if text.is_none() && default.is_none() {
            self.required(key, None::<String>);
        }
        let Some(text) = text else { return default.unwrap_or(choices[0].1) };
        match choices.iter().find(|(name, _)| *name == text) {
            Some((_, choice)) => *choice,
            None => {
                let expected = names(|name| (*name).to_owned());
                self.report(key, &DocumentError::Choice { key: self.path_of(key), expected });
                choices[0].1
            }
        }
    }

    /// A required whole number.
    pub fn integer(&self, key: &str) -> i64 {
        self.required(key, self.optional_integer(key))
    }

    /// A whole number that may be absent.
    pub fn optional_integer(&self, key: &str) -> Option<i64> {
        self.get(key, "12", integer)
    }

    /// A required finite number, whole or not.
    pub fn number(&self, key: &str) -> f64 {
        self.required(key, self.optional_number(key))
    }

    /// A finite number that may be absent.
    pub fn optional_number(&self, key: &str) -> Option<f64> {
        self.get(key, "1.5", number)
    }

    /// A truth value that may be absent.
    pub fn optional_bool(&self, key: &str) -> Option<bool> {
        self.get(key, "true | false", DeValue::as_bool)
    }

    /// Whether `key` is `false`, which declares that there is no such thing.
    pub fn is_false(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| value.get_ref().as_bool() == Some(false))
    }

    /// A required date, written without quotes: 2026-04-01.
    pub fn date(&self, key: &str) -> Date {
        self.required(
            key,
            self.get(key, "2026-04-01", |value| {
                // A time of day would be dropped without notice.
                value.as_datetime().filter(|date| date.time.is_none()).and_then(|date| date.to_string().parse().ok())
            }),
        )
    }

    /// A required list of texts.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.required(key, self.optional_texts(key))
    }

    /// A list of texts that may be absent.
    pub fn optional_texts(&self, key: &str) -> Option<Vec<String>> {
        self.get(key, TEXTS, |value| {
            value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        })
    }

    /// A list of texts, where a single text stands for a list of one.
    pub fn one_or_more_texts(&self, key: &str) -> Option<Vec<String>> {
        self.get(key, &format!("{TEXT} | {TEXTS}"), |value| match value.as_str() {
            Some(text) => Some(vec![text.to_owned()]),
            None => value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
        })
    }

    /// A required text in every language.
    pub fn bilingual(&self, key: &str) -> Bilingual {
        self.required(key, self.optional_bilingual(key))
    }

    /// A text in every language, which may be absent.
    pub fn optional_bilingual(&self, key: &str) -> Option<Bilingual> {
        let section = self.optional_section(key)?;
        let [en, fr] = Lang::ALL.map(|lang| {
            let text = section.optional_text(lang.code()).unwrap_or_default();
            if text.trim().is_empty() {
                let error = DocumentError::Language { key: self.path_of(key), language: lang.code().to_owned() };
                section.report(lang.code(), &error);
            }
            text
        });
        Some(Bilingual { en, fr })
    }

    /// A required table.
    pub fn section(&self, key: &str) -> Section<'d, 'a> {
        match self.optional_section(key) {
            Some(section) => section,
            None => {
                if !self.has(key) {
                    self.required(key, None::<String>);
                }
                Section {
                    document: self.document,
                    table: None,
                    path: self.path_of(key),
                    span: 0..0,
                    known: RefCell::default(),
                }
            }
        }
    }

    /// A table that may be absent.
    pub fn optional_section(&self, key: &str) -> Option<Section<'d, 'a>> {
        let value = self.find(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(self.inner(table, value.span(), self.path_of(key))),
            _ => {
                self.report_type(key, "{ … }");
                None
            }
        }
    }

    /// Every table of a list of tables (`[[key]]`, or `key = [{ … }]`); none where the key is absent.
    pub fn sections(&self, key: &str) -> Vec<Section<'d, 'a>> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|items| self.tables(key, items));
        tables.unwrap_or_else(|| {
            self.report_type(key, "[[…]]");
            Vec::new()
        })
    }

    /// Every table of a list of tables, as by [`Self::sections`]; at least one is required.
    pub fn some_sections(&self, key: &str) -> Vec<Section<'d, 'a>> {
        let sections = self.sections(key);
        let value = self.table.and_then(|table| table.get(key));
        if value.is_some_and(|value| value.get_ref().as_array().is_some_and(|items| items.is_empty())) {
            self.report(key, &DocumentError::Missing { key: self.path_of(key) });
        }
        self.required(key, value.map(|_| sections))
    }

    fn tables(&self, key: &str, items: &'d DeArray<'a>) -> Option<Vec<Section<'d, 'a>>> {
        let numbered = items.iter().enumerate();
        numbered
            .map(|(i, item)| {
                Some(self.inner(item.get_ref().as_table()?, item.span(), format!("{}[{}]", self.path_of(key), i + 1)))
            })
            .collect()
    }

    fn inner(&self, table: &'d DeTable<'a>, span: Range<usize>, path: String) -> Section<'d, 'a> {
        Section::new(self.document, Some(table), span, path)
    }

    fn find(&self, key: &str) -> Option<&'d Spanned<DeValue<'a>>> {
        self.known.borrow_mut().insert(key.to_owned());
        self.table?.get(key)
    }

    fn get<T>(&self, key: &str, expected: &str, read: impl FnOnce(&'d DeValue<'a>) -> Option<T>) -> Option<T> {
        let value = self.find(key)?;
        let found = read(value.get_ref());
        if found.is_none() {
            self.report_type(key, expected);
        }
        found
    }

    fn report_type(&self, key: &str, expected: &str) {
        self.mistype(key, &DocumentError::Type { key: self.path_of(key), expected: expected.to_owned() });
    }

    /// Notes that a value has the wrong type: no other problem of it is reported then.
    fn mistype(&self, key: &str, error: &DocumentError) {
        self.report(key, error);
        self.document.mistyped.borrow_mut().insert(self.path_of(key));
    }

    fn required<T: Default>(&self, key: &str, found: Option<T>) -> T {
        self.required_option(key, found).unwrap_or_default()
    }

    fn required_option<T>(&self, key: &str, found: Option<T>) -> Option<T> {
        // A missing section was itself reported once.
        if found.is_none() && self.table.is_some() && !self.has(key) {
            self.report(key, &DocumentError::Missing { key: self.path_of(key) });
        }
        found
    }

    fn span_of(&self, key: &str) -> Range<usize> {
        let span = self.table.and_then(|table| table.get_key_value(key)).map(|(key, _)| key.span());
        span.unwrap_or(self.span.clone())
    }

    fn path_of(&self, key: &str) -> String {
        joined(&self.path, key)
    }
}

impl Drop for Section<'_, '_> {
    fn drop(&mut self) {
        let known = self.known.borrow();
        for (key, _) in self.table.into_iter().flatten().filter(|(key, _)| !known.contains(key.get_ref().as_ref())) {
            let written = key.get_ref().as_ref();
            let nearest = known.iter().max_by(|a, b| {
                strsim::jaro_winkler(a, written).total_cmp(&strsim::jaro_winkler(b, written)).then_with(|| b.cmp(a))
            });
            let error =
                DocumentError::UnknownKey { key: self.path_of(written), nearest: nearest.cloned().unwrap_or_default() };
            self.document.report(&error, &key.span(), &self.path_of(written));
        }
    }
}

/// The text in quotes, as in a TOML file.
pub fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => integer(value).map(|integer| integer as f64),
    }
}

const TEXT: &str = "\"…\"";
const TEXTS: &str = "[\"…\"]";
