//! Settings files in TOML, read strictly.

mod section;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use section::{Section, quoted};

use super::{Explain, Findings, Place, is_plain, problems};

problems! {
    /// Problems of a settings file in itself.
    pub enum DocumentError {
        /// A file that isn't TOML.
        Syntax(Data, "document-syntax") { detail: String },
        /// An unknown key.
        UnknownKey(Data, "document-unknown-key") { key: String, nearest: String },
        /// A missing key that is required.
        Missing(Data, "document-missing-key") { key: String },
        /// A value of the wrong type. The expected one is shown by example, which needs no language.
        Type(Data, "document-wrong-type") { key: String, expected: String },
        /// A text without quotes.
        Unquoted(Data, "document-unquoted") { key: String },
        /// A value that the key doesn't allow.
        Choice(Data, "document-not-allowed") { key: String, expected: String },
        /// A key or a text with characters that could mislead a reader.
        NotPlain(Data, "document-not-plain") { key: String },
        /// A text without one of the languages.
        Language(Data, "document-missing-language") { key: String, language: String },
    }
}

/// A settings file in TOML, read strictly: every key must be known, every problem names file, line and key, and reading
/// goes on after a problem, so that a person sees all of them at once.
///
/// Getters of [`Section`] note a problem and return an empty value; [`Document::finish`] tells whether there was one.
pub struct Document<'a> {
    file: String,
    text: &'a str,
    root: Option<Spanned<DeTable<'a>>>,
    findings: Rc<RefCell<Findings>>,
    /// Keys whose value has the wrong type: their other problems follow from that.
    mistyped: RefCell<BTreeSet<String>>,
}

impl<'a> Document<'a> {
    /// Parses `text`; `file` is its name as the person knows it.
    pub fn parse(file: &str, text: &'a str) -> Self {
        let mut findings = Findings::default();
        let root = match DeTable::parse(text) {
            Ok(root) => Some(root),
            Err(error) => {
                let line = error.span().map(|span| line_of(text, span.start));
                let place = Place { file: Some(file.to_owned()), line, ..Place::default() };
                findings.push(DocumentError::Syntax { detail: error.message().to_owned() }.at(place));
                None
            }
        };
        let document = Self {
            file: file.to_owned(),
            text,
            root,
            findings: Rc::new(RefCell::new(findings)),
            mistyped: RefCell::default(),
        };
        if let Some(root) = &document.root {
            document.check_table(root.get_ref(), "");
        }
        document
    }

    /// Notes each key and text, read later or not, that isn't safe to show to people as it is.
    fn check_table(&self, table: &DeTable<'_>, path: &str) {
        for (key, value) in table {
            let path = joined(path, key.get_ref());
            if is_plain(key.get_ref()) {
                self.check_value(value, &path);
            } else {
                self.report(&DocumentError::NotPlain { key: path.clone() }, &key.span(), &path);
            }
        }
    }

    fn check_value(&self, value: &Spanned<DeValue<'_>>, path: &str) {
        match value.get_ref() {
            DeValue::String(text) if !is_plain(text) => {
                self.report(&DocumentError::NotPlain { key: path.to_owned() }, &value.span(), path);
            }
            DeValue::Array(items) => {
                items.iter().enumerate().for_each(|(i, item)| self.check_value(item, &format!("{path}[{}]", i + 1)));
            }
            DeValue::Table(table) => self.check_table(table, path),
            _ => (),
        }
    }

    /// The top level of the file.
    pub fn root(&self) -> Section<'_, 'a> {
        let table = self.root.as_ref().map(Spanned::get_ref);
        Section::new(self, table, 0..0, String::new())
    }

    /// `value`, unless a problem was found while it was read.
    pub fn finish<T>(self, value: T) -> Result<T, Findings> {
        self.findings.take().or_else(value)
    }

    /// Whether no problem was found so far.
    pub fn is_sound(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    fn place(&self, span: &Range<usize>, key: &str) -> Place {
        Place {
            file: Some(self.file.clone()),
            line: Some(line_of(self.text, span.start)),
            key: Some(key.to_owned()),
            column: None,
        }
    }

    fn report(&self, error: &impl Explain, span: &Range<usize>, key: &str) {
        self.findings.borrow_mut().push(error.at(self.place(span, key)));
    }
}

fn line_of(text: &str, offset: usize) -> u64 {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() as u64
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
