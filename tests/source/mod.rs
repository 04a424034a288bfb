//! The source of all crates as text, for tests that read it: its code, its strings, and its tests.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// One file, divided into code and strings; both without the items under `#[cfg(test)]`.
pub(crate) struct Source {
    /// Path below `src/` of its crate, such as `charter/read.rs`; of a binding, its path, such as `bindings/wasm/src/lib.rs`.
    pub(crate) path: String,
    /// The code: comments, strings and tests are blanks, so that offsets are kept.
    pub(crate) code: String,
    /// Strings as they are written, with the offset of their first character.
    pub(crate) strings: Vec<(usize, String)>,
}

/// Source folders of the crates, each before those that import it.
pub(crate) const CRATES: [&str; 3] = ["crates/core/src", "crates/bundle/src", "src"];

/// Charters that differ, for tests.
const FIXTURES: &str = "charter/changes/fixtures.rs";

/// Every file of the crates and of the bindings that isn't a test.
pub(crate) fn sources() -> Vec<Source> {
    let of = |from: &str, folder: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
        let mut files = Vec::new();
        walk(&root.join(folder), &mut files);
        files.sort();
        let below =
            |file: &Path| file.strip_prefix(&root).expect("a file below").display().to_string().replace('\\', "/");
        let source = |file: &PathBuf| Source::new(&below(file), &fs::read_to_string(file).expect("a source file"));
        files.iter().map(source).collect::<Vec<_>>()
    };
    let is_test = |path: &str| path == FIXTURES || path.split('/').any(|part| ["tests", "tests.rs"].contains(&part));
    let sources = CRATES.iter().flat_map(|folder| of(folder, "")).chain(of("", "bindings"));
    sources.filter(|source| !is_test(&source.path)).collect()
}

pub(crate) fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the crate") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && path.file_name().is_none_or(|name| name != "target") {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (mut code, mut strings) = cut(text);
        while let Some(test) = next_test(&code) {
            strings.retain(|(at, _)| !test.contains(at));
            code.replace_range(test.clone(), &" ".repeat(test.len()));
        }
        Self { path: path.to_owned(), code, strings }
    }

    /// First part of the path: the module that the file belongs to.
    pub(crate) fn module(&self) -> &str {
        self.path.split('/').next().expect("a path").trim_end_matches(".rs")
    }

    /// Number of modules between the root of the crate and the contents of this file.
    pub(crate) fn depth(&self) -> usize {
        self.path.split('/').count()
    }

    /// Offsets at which `word` occurs as a whole word.
    pub(crate) fn words<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(move |at| !self.code[..*at].ends_with(part) && !self.code[at + word.len()..].starts_with(part))
    }
}

/// The code with blanks for comments and strings, and the strings.
fn cut(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut strings, mut at) = (String::new(), Vec::new(), 0);
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some((open, close)) = raw_string(rest).filter(|_| !code.ends_with(|c: char| c.is_alphanumeric()))
        {
            let inner = rest[open..].find(close.as_str()).expect("a raw string ends");
            strings.push((at + open, rest[open..open + inner].to_owned()));
            open + inner + close.len()
        } else if next == '"' {
            let inner = end_of(&rest[1..], '"');
            strings.push((at + 1, rest[1..=inner].to_owned()));
            inner + 2
        } else if next == '\'' && is_character(rest) {
            end_of(&rest[1..], '\'') + 2
        } else {
            code.push(next);
            at += next.len_utf8();
            continue;
        };
        code.extend(rest[..len].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at += len;
    }
    (code, strings)
}

/// `r#"` → its length, and the end mark of such a string.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let marks = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = marks.bytes().take_while(|byte| *byte == b'#').count();
    marks[hashes..]
        .starts_with('"')
        .then(|| (rest.len() - marks.len() + hashes + 1, format!("\"{}", "#".repeat(hashes))))
}

/// Offset of the first `mark` that isn't after a backslash.
fn end_of(rest: &str, mark: char) -> usize {
    let mut hidden = false;
    let end = rest.char_indices().find(|(_, c)| {
        let found = *c == mark && !hidden;
        hidden = *c == '\\' && !hidden;
        found
    });
    end.expect("a string or character ends").0
}

/// `'a'` or `'\n'`, not the lifetime `'a`.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

/// The first `#[cfg(test)]` with the item after it.
fn next_test(code: &str) -> Option<Range<usize>> {
    let start = code.find("#[cfg(test)]")?;
    let body = start + code[start..].find(['{', ';']).expect("an item follows");
    let end = if code[body..].starts_with(';') { body + 1 } else { end_of_block(code, body) };
    Some(start..end)
}

/// Offset after the brace that closes the one at `open`.
pub(crate) fn end_of_block(code: &str, open: usize) -> usize {
    let mut depth = 0;
    let close = code[open..].char_indices().find(|(_, c)| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    });
    open + close.expect("braces match").0 + 1
}

#[test]
fn code_strings_and_tests_are_told_apart() {
    let text = concat!(
        "// use crate::a;\nfn f<'x>(c: char) -> &'x str { let q = '\"'; let _ = '\\''; \"crate::b \\\" }\" }\n",
        "/* crate::c */ const R: &str = r#\"raw \"}\"#;\n#[cfg(test)]\nmod tests { const T: &str = \"}\"; use crate::d; }\nuse crate::e;",
    );
    let source = Source::new("cube/scan.rs", text);
    assert_eq!(source.code.len(), text.len());
    let strings: Vec<&str> = source.strings.iter().map(|(_, string)| string.as_str()).collect();
    assert_eq!(strings, ["crate::b \\\" }", "raw \"}"]);
    assert!(source.strings.iter().all(|(at, string)| text[*at..].starts_with(string.as_str())));
    assert_eq!(source.words("crate").count(), 1, "{}", source.code);
    assert!(source.code.ends_with("use crate::e;"));
    assert_eq!((source.module(), source.depth()), ("cube", 2));
}
