//! Types of the core that hold columns say how many entries these have, and what a number of them counts.

use std::fs;
use std::path::Path;

use super::source::walk;

/// Types of columns; those of floats have units, too.
const COLUMNS: [&str; 7] =
    ["Vec<f64>", "Vec<i64>", "Vec<u128>", "Vec<Vec<", "Vec<RowKey>", "Vec<CellStatus>", "Vec<Answers>"];

/// Fields of public types, and public fields of others, that are columns without a word about their shape, or floats
/// without one about their units; either stands at the field or at its type.
fn silent(text: &str) -> Vec<&str> {
    let (mut own, mut of_type) = (String::new(), None::<(bool, String)>);
    let mut found = Vec::new();
    for line in text.lines() {
        let code = line.trim();
        if code.starts_with("///") || code.starts_with("#[") {
            own += code;
            continue;
        }
        let docs = std::mem::take(&mut own);
        let field = code.split_once(": ").filter(|_| code.ends_with(','));
        if code.contains("struct ") && code.ends_with('{') {
            of_type = Some((code.starts_with("pub struct "), docs));
        } else if code == "}" {
            of_type = None;
        } else if let (Some((public, whole)), Some((name, kind))) = (&of_type, field) {
            let seen = *public || name.starts_with("pub");
            let says = |word: &str| docs.contains(word) || whole.contains(word);
            let shaped = !COLUMNS.iter().any(|column| kind.contains(column)) || says("*Shape:*");
            let measured = !kind.contains("Vec<f64>") || says("*Unit:*") || says("*Units:*");
            if seen && !(shaped && measured) {
                found.push(code);
            }
        }
    }
    found
}

#[test]
fn columns_say_their_shape_and_their_units() {
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/core/src"), &mut files);
    files.retain(|file| !file.components().any(|part| part.as_os_str() == "tests"));
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        assert_eq!(silent(&text), Vec::<&str>::new(), "{}", file.display());
    }
}

#[test]
fn a_silent_column_is_found() {
    let field = |docs: &str, field: &str| format!("/// A table.\n/// {docs}\npub struct Table {{\n    {field}\n}}\n");
    for (docs, code, found) in [
        ("", "pub rows: Vec<RowKey>,", true),
        ("*Shape:* rows.", "pub rows: Vec<RowKey>,", false),
        ("*Shape:* rows.", "columns: Vec<Vec<f64>>,", true),
        ("*Shape:* rows. *Units:* points.", "columns: Vec<Vec<f64>>,", false),
        ("*Units:* points.", "pub weights: Option<Vec<f64>>,", true),
        ("", "pub level: usize,", false),
    ] {
        assert_eq!(silent(&field(docs, code)), if found { vec![code] } else { Vec::new() }, "{docs}: {code}");
    }
    let at_the_field = "pub(super) struct A {\n    /// *Shape:* rows. *Unit:* persons.\n    pub a: Vec<f64>,\n    b: Vec<f64>,\n    pub c: Vec<f64>,\n}\n";
    assert_eq!(silent(at_the_field), ["pub c: Vec<f64>,"]);
}
