use std::collections::BTreeMap;

use super::error::IngestError;
use crate::delimited::{Encoding, Form};
use crate::model::{Document, DocumentError, Findings, Place, Section};

/// Mapping from a member's files to the charter's items: `mapping.toml`.
///
/// The default one takes the charter's own names, UTF-8, a point as decimal sign, only empty fields as missing, and the
/// delimiter that the header suggests.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(super) form: Form,
    pub(super) decimal: u8,
    pub(super) missing: Vec<String>,
    /// Place of these codes in the mapping.
    pub(super) missing_place: Place,
    pub(super) columns: BTreeMap<String, ColumnMapping>,
}

/// Columns of the file for one item of the charter.
#[derive(Clone, Debug)]
pub(super) struct ColumnMapping {
    /// Columns of the file, joined where there are several; none where the mapping says that the file lacks the item.
    pub columns: Vec<String>,
    /// Separator between the columns of a joined code.
    pub separator: String,
    /// Translations; without them the values are the charter's own.
    pub codes: Option<Vec<Translation>>,
    /// Codes that mean missing in this column, instead of the file's.
    pub missing: Option<Vec<String>>,
    /// Whether most numbers may lie beyond the charter's bounds.
    pub out_of_range: bool,
    /// Place of the entry in the mapping.
    pub place: Place,
}

/// Translation of a code.
#[derive(Clone, Debug)]
pub(super) struct Translation {
    pub theirs: String,
    pub ours: String,
    pub place: Place,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            form: Form::default(),
            decimal: b'.',
            missing: Vec::new(),
            missing_place: Place::default(),
            columns: BTreeMap::new(),
        }
    }
}

impl Mapping {
    /// Parses a mapping strictly; `file` is its name in messages. Whether it fits a charter and a data file is checked
    /// when one is loaded. *Errors:* every problem found, with line and key.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let document = Document::parse(file, text);
        let mut mapping = Self::default();
        let root = document.root();
        if let Some(section) = root.optional_section("file") {
            let encodings = [("utf-8", Encoding::Utf8), ("windows-1252", Encoding::Windows1252)];
            mapping.form.encoding = section.choice("encoding", &encodings, Some(mapping.form.encoding));
            mapping.form.quotes = section.choice("quote", &[("\"", true), ("none", false)], Some(true));
            mapping.decimal = section.choice("decimal", &[(".", b'.'), (",", b',')], Some(mapping.decimal));
            mapping.missing = section.optional_texts("missing").unwrap_or_default();
            mapping.missing_place = section.place("missing");
            mapping.form.delimiter = delimiter(&section);
        }
        if let Some(section) = root.optional_section("columns") {
            mapping.columns =
                section.keys().into_iter().map(|name| (name.clone(), column_mapping(&section, &name))).collect();
        }
        drop(root);
        document.finish(mapping)
    }
}

fn delimiter(section: &Section<'_, '_>) -> Option<u8> {
    let text = section.optional_text("delimiter")?;
    match text.as_bytes() {
        [byte] if byte.is_ascii_punctuation() && *byte != b'"' || matches!(byte, b'\t' | b' ') => Some(*byte),
        _ => {
            section.report("delimiter", &IngestError::Delimiter {});
            None
        }
    }
}

fn column_mapping(columns: &Section<'_, '_>, name: &str) -> ColumnMapping {
    let place = columns.place(name);
    if OPTIONAL.contains(&name) && columns.is_false(name) {
        let (columns, separator) = (Vec::new(), String::new());
        return ColumnMapping { columns, separator, codes: None, missing: None, out_of_range: false, place };
    }
    let mut out_of_range = false;
    let (names, separator, codes, missing) = if columns.has_section(name) {
        let section = columns.section(name);
        let names = match (section.optional_text("column"), section.optional_texts("columns")) {
            (Some(column), None) => vec![column],
            (None, Some(names)) => names,
            (None, None) => vec![section.text("column")],
            (Some(_), Some(_)) => {
                let expected = "column | columns".to_owned();
                section.report("columns", &DocumentError::Choice { key: name.to_owned(), expected });
                Vec::new()
            }
        };
        let missing = section.optional_texts("missing");
        // A translated id would be another id, so ids have no such key; their parts are kept apart anyway.
        if IDS.contains(&name) {
            (names, None, None, missing)
        } else {
            out_of_range = section.optional_bool("out_of_range").unwrap_or_default();
            (names, section.optional_text("separator"), translations(&section, missing.as_deref()), missing)
        }
    } else {
        (columns.one_or_more_texts(name).unwrap_or_else(|| vec![String::new()]), None, None, None)
    };
    if names.is_empty() {
        columns.report(name, &DocumentError::Choice { key: name.to_owned(), expected: "≥ 1".to_owned() });
    }
    let columns = names.iter().map(|name| name.trim().to_owned()).collect();
    ColumnMapping { columns, separator: separator.unwrap_or_default(), codes, missing, out_of_range, place }
}

/// Items that a file may lack.
const OPTIONAL: [&str; 2] = ["household_id", "weight"];

const IDS: [&str; 2] = ["person_id", "household_id"];

fn translations(section: &Section<'_, '_>, missing: Option<&[String]>) -> Option<Vec<Translation>> {
    let codes = section.optional_section("codes")?;
    let read = |theirs: String| {
        if missing.unwrap_or_default().contains(&theirs) {
            codes.report(&theirs, &IngestError::CodeAndMissing {});
        }
        Translation { ours: codes.text(&theirs), place: codes.place(&theirs), theirs }
    };
    Some(codes.keys().into_iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_a_column() {
        let text = r#"
[file]
delimiter = "\t"
encoding = "windows-1252"
quote = "none"
decimal = ","
missing = ["NA"]
[columns]
person_id = ["dwelling", " person "]
area = "commune"
sex = { column = "s", codes = { "1" = "f", "2" = "m" }, missing = ["9"] }
weight = false
region = { columns = ["province", "district"], separator = "-" }
"#;
        let mapping = Mapping::parse("mapping.toml", text).unwrap();
        assert_eq!(mapping.decimal, b',');
        let form = Form { delimiter: Some(b'\t'), encoding: Encoding::Windows1252, quotes: false };
        assert_eq!(mapping.form, form);
        assert_eq!(mapping.columns["person_id"].columns, ["dwelling", "person"]);
        assert_eq!(mapping.columns["area"].columns, ["commune"]);
        assert!(mapping.columns["weight"].columns.is_empty());
        assert_eq!(mapping.columns["region"].columns, ["province", "district"]);
        assert_eq!(
            (mapping.columns["region"].separator.as_str(), mapping.columns["area"].separator.as_str()),
            ("-", "")
        );
        let sex = &mapping.columns["sex"];
        let codes: Vec<(&str, &str)> =
            sex.codes.iter().flatten().map(|code| (code.theirs.as_str(), code.ours.as_str())).collect();
        assert_eq!(codes, [("1", "f"), ("2", "m")]);
        assert_eq!(sex.missing.as_deref(), Some(["9".to_owned()].as_slice()));
        assert_eq!(sex.place.line, Some(11));
    }

    #[test]
    fn names_line_and_key_of_what_is_wrong() {
        let cases = [
            ("[file]\nencoding = \"latin-1\"", "document-not-allowed", 2),
            ("[file]\ndelimitor = \";\"", "document-unknown-key", 2),
            ("[file]\ndelimiter = \"\\\"\"", "ingest-mapping-delimiter", 2),
            ("[file]\ndelimiter = \"é\"", "ingest-mapping-delimiter", 2),
            ("[file]\ndelimiter = \"5\"", "ingest-mapping-delimiter", 2),
            ("[file]\nquote = \"'\"", "document-not-allowed", 2),
            ("[file]\nmissing = [9]", "document-wrong-type", 2),
            ("[columns]\n\nage = 3", "document-wrong-type", 3),
            ("[columns]\nage = false", "document-wrong-type", 2),
            ("[columns]\nweight = true", "document-wrong-type", 2),
            ("[columns]\nage = []", "document-not-allowed", 2),
            ("[columns]\nage = { codes = {} }", "document-missing-key", 2),
            ("[columns]\nage = { column = \"a\", columns = [\"b\"] }", "document-not-allowed", 2),
            ("[columns]\nage = { column = \"a\", code = {} }", "document-unknown-key", 2),
            ("[columns]\nage = { column = \"a\", codes = { \"1\" = 1 } }", "document-unquoted", 2),
            ("[columns.age]\ncolumn = \"a\"\nmissing = [\"1\"]\ncodes.1 = \"x\"", "ingest-mapping-code-and-missing", 4),
            ("[columns]\nperson_id = { column = \"a\", codes = { a = \"b\" } }", "document-unknown-key", 2),
            ("[columns]\nperson_id = { columns = [\"a\", \"b\"], separator = \"-\" }", "document-unknown-key", 2),
            ("[column]\nage = \"a\"", "document-unknown-key", 1),
        ];
        for (text, key, line) in cases {
            let findings = Mapping::parse("mapping.toml", text).unwrap_err();
            let found = &findings.shown()[0];
            assert_eq!((found.key.as_ref(), found.place.line), (key, Some(line)), "{text}");
        }
    }
}
