use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Bilingual, Explain, Findings, Lang, Place, is_plain, problems};

problems! {
    /// What can be wrong with a settings file in itself.
    pub enum DocumentError {
        /// Not TOML.
        Syntax(Data, "document-syntax") { detail: String },
        /// A key that nothing knows.
        UnknownKey(Data, "document-unknown-key") { key: String, nearest: String },
        /// A key that must be there.
        Missing(Data, "document-missing-key") { key: String },
        /// A value of another type. What is expected is shown by example, which needs no language.
        Type(Data, "document-wrong-type") { key: String, expected: String },
        /// A text without quotes.
        Unquoted(Data, "document-unquoted") { key: String },
        /// A value outside of what the key takes.
        Choice(Data, "document-not-allowed") { key: String, expected: String },
        /// A key or a text with characters that could deceive a reader.
        NotPlain(Data, "document-not-plain") { key: String },
        /// A text without one of the languages.
        Language(Data, "document-missing-language") { key: String, language: String },
    }
}

/// A settings file in TOML, read strictly: every key must be known, every problem names file, line and key, and
/// reading goes on after a problem, so that a person sees all of them at once.
///
/// Getters of [`Section`] note a problem and return an empty value; [`Document::finish`] tells whether there was one.
pub struct Document<'a> {
    file: String,
    text: &'a str,
    root: Option<Spanned<DeTable<'a>>>,
    findings: Rc<RefCell<Findings>>,
    /// Keys whose value is of another type: what else is wrong with them follows from that.
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

    /// Notes each key and text, read later or not, that can't be shown to people as it is.
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
        Section { document: self, table, path: String::new(), span: 0..0, known: RefCell::default() }
    }

    /// `value`, unless a problem was found while it was read.
    pub fn finish<T>(self, value: T) -> Result<T, Findings> {
        self.findings.take().or_else(value)
    }

    /// Whether nothing was wrong so far.
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

/// One table of a [`Document`]. Remembers which keys were asked for: dropping it reports all others.
pub struct Section<'d, 'a> {
    document: &'d Document<'a>,
    table: Option<&'d DeTable<'a>>,
    path: String,
    span: Range<usize>,
    known: RefCell<BTreeSet<String>>,
}

impl<'d, 'a> Section<'d, 'a> {
    /// Notes a problem of this section, at the line of `key` if it is there, else at the section's head.
    pub fn report(&self, key: &str, error: &impl Explain) {
        let path = self.path_of(key);
        if !self.document.mistyped.borrow().contains(&path) {
            self.document.report(error, &self.span_of(key), &path);
        }
    }

    /// Where `key` stands, or the section's head: for what turns out to be wrong only after the file was read.
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

    /// The keys that are there, in the order of the file.
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

    /// A required text of the form that `T` accepts, or `None` after a problem.
    pub fn parsed<T: std::str::FromStr<Err = String>>(&self, key: &str) -> Option<T> {
        let text = self.required_option(key, self.optional_text(key))?;
        text.parse()
            .map_err(|expected| self.report(key, &DocumentError::Type { key: self.path_of(key), expected }))
            .ok()
    }

    /// A text out of a list of choices; `default` where the key is absent, the first one after a problem.
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

    /// Whether `key` is `false`, which says that there is no such thing.
    pub fn is_false(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| value.get_ref().as_bool() == Some(false))
    }

    /// A list of finite numbers that may be absent.
    pub fn optional_numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.get(key, "[1.5, …]", |value| value.as_array()?.iter().map(|item| number(item.get_ref())).collect())
    }

    /// A required date, written without quotes: 2026-04-01.
    pub fn date(&self, key: &str) -> Date {
        self.required(
            key,
            self.get(key, "2026-04-01", |value| {
                // A time would be dropped in silence.
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

    /// A list of texts, where one text alone stands for a list of one.
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

    /// As [`Self::sections`], at least one.
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
        Section { document: self.document, table: Some(table), path, span, known: RefCell::default() }
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

    /// Notes that a value is of another type: nothing else is said of it then.
    fn mistype(&self, key: &str, error: &DocumentError) {
        self.report(key, error);
        self.document.mistyped.borrow_mut().insert(self.path_of(key));
    }

    fn required<T: Default>(&self, key: &str, found: Option<T>) -> T {
        self.required_option(key, found).unwrap_or_default()
    }

    fn required_option<T>(&self, key: &str, found: Option<T>) -> Option<T> {
        // A section that isn't there was reported once, for itself.
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

/// The text as files in TOML write it, in quotes.
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

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn line_of(text: &str, offset: usize) -> u64 {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_names_line_and_nearest_key() {
        let document = Document::parse("a.toml", "name = \"x\"\n\n[inner]\nwieght = 2\n");
        {
            let root = document.root();
            root.text("name");
            let inner = root.section("inner");
            inner.optional_number("weight");
            inner.optional_text("label");
        }
        let findings = document.finish(()).unwrap_err();
        assert_eq!(findings.total(), 1);
        let problem = &findings.shown()[0];
        assert_eq!(problem.key, "document-unknown-key");
        assert_eq!(problem.place.line, Some(4));
        assert_eq!(problem.place.key.as_deref(), Some("inner.wieght"));
        assert!(problem.args.contains(&("nearest".into(), "weight".into())));
    }

    #[test]
    fn all_problems_are_found_in_one_reading() {
        let document = Document::parse("a.toml", "number = \"x\"\nlabel = { en = \"a\" }\nlist = [1]\nempty = []\n");
        {
            let root = document.root();
            root.number("number");
            root.bilingual("label");
            root.texts("list");
            root.date("starts");
            root.some_sections("empty");
        }
        let findings = document.finish(()).unwrap_err();
        let keys: Vec<_> = findings.shown().iter().map(|problem| problem.key.as_ref()).collect();
        assert_eq!(
            keys,
            [
                "document-wrong-type",
                "document-missing-language",
                "document-wrong-type",
                "document-missing-key",
                "document-missing-key"
            ]
        );
    }

    /// Such a text could make a terminal show a person something else than what stands there.
    #[test]
    fn texts_that_could_deceive_a_reader_are_refused() {
        for (text, sound) in
            [("a\\nb\\tc", true), ("\\u001b[2J", false), ("a\\rb", false), ("\\u202Ea", false), ("\\u009b", false)]
        {
            for source in ["name = \"…\"", "names = [\"…\"]", "[inner]\n\"…\" = 1", "[[inner]]\na = { b = \"…\" }"]
            {
                let source = source.replace('…', text);
                let document = Document::parse("a.toml", &source);
                document.root().leave_unread();
                assert_eq!(document.is_sound(), sound, "{source}");
            }
        }
        let findings = Document::parse("a.toml", "a = 1\n[b]\nc = [\"\", \"\\u202E\"]\n").finish(()).unwrap_err();
        assert_eq!(findings.shown()[0].place.line, Some(3));
        assert_eq!(findings.shown()[0].place.key.as_deref(), Some("b.c[2]"));
    }

    #[test]
    fn a_date_has_no_time() {
        for (written, sound) in
            [("2026-04-01", true), ("2026-04-01T10:00:00", false), ("2026-04-01 10:00:00Z", false), ("10:00:00", false)]
        {
            let source = format!("starts = {written}\n");
            let document = Document::parse("a.toml", &source);
            document.root().date("starts");
            assert_eq!(document.is_sound(), sound, "{written}");
        }
    }

    #[test]
    fn what_is_not_toml_is_one_problem_with_its_line() {
        let findings = Document::parse("a.toml", "a = 1\nb = = 2\n").finish(()).unwrap_err();
        assert_eq!(findings.shown()[0].key, "document-syntax");
        assert_eq!(findings.shown()[0].place.line, Some(2));
    }
}
