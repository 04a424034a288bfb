use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A code without anything that programs change unasked: leading zeros and a trailing `.0` of a number, capitals, the
/// encoding of accents, other kinds of spaces, dashes and apostrophes, invisible characters.
pub(super) fn folded(code: &str) -> String {
    let seen = code.nfkc().filter(|&c| c != ' ' && !is_hidden(c)).flat_map(char::to_lowercase);
    let plain: String = seen
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
            c => c,
        })
        .collect();
    let whole = plain.split_once(['.', ',']).filter(|(_, places)| places.bytes().all(|digit| digit == b'0'));
    let whole = whole.map_or(plain.as_str(), |(whole, _)| whole);
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return plain;
    }
    let digits = whole.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

/// Characters of a text that are invisible or look like a space, in a form to look up: U+00A0.
pub(super) fn hidden(text: &[u8]) -> Option<String> {
    // Most texts are plain.
    if text.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return None;
    }
    let text = String::from_utf8_lossy(text);
    named(text.chars().filter(|&c| is_hidden(c)).collect())
}

/// Characters that are in only one of two texts, where the texts look the same otherwise.
pub(super) fn unseen_difference(a: &str, b: &str) -> Option<String> {
    let marks = |text: &str| text.chars().filter(|&c| is_hidden(c) || is_combining_mark(c)).collect::<BTreeSet<_>>();
    let differ = marks(a).symmetric_difference(&marks(b)).copied().collect();
    if folded(a) == folded(b) { named(differ) } else { None }
}

fn named(characters: BTreeSet<char>) -> Option<String> {
    let names: Vec<String> = characters.iter().map(|&c| format!("U+{:04X}", u32::from(c))).collect();
    if names.is_empty() { None } else { Some(names.join(", ")) }
}

/// Whether a character is a control, a space other than the plain one, or without a shape of its own.
///
/// *Source:* Unicode Standard, properties `White_Space` and `Default_Ignorable_Code_Point`, without characters that no
/// program writes.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || c.is_whitespace() && c != ' '
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_alike_but_for_what_programs_change_unasked() {
        for (a, b) in [
            ("01", "1"),
            ("01", "1.0"),
            ("01", "01,00"),
            ("0", "00"),
            ("0", "0."),
            ("Québec", "Que\u{301}bec"),
            ("Québec", "QUÉBEC"),
            ("65 and over", "65\u{a0}and\u{202f}over"),
            ("65 and over", "65 and over\u{200b}"),
            ("0-17", "0–17"),
            ("l'île", "l’île"),
            ("1", "１"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        for (a, b) in
            [("1", "10"), ("1", "1.5"), ("0-17", "0-18"), ("a", "b"), ("e", "é"), ("1", "-1"), ("", "0"), ("0", ".")]
        {
            assert_ne!(folded(a), folded(b), "{a} {b}");
        }
    }

    #[test]
    fn invisible_characters_are_named() {
        assert_eq!(hidden("p0\u{a0}\u{200b}\u{a0}".as_bytes()).as_deref(), Some("U+00A0, U+200B"));
        assert_eq!(hidden(b"a\tb").as_deref(), Some("U+0009"));
        assert_eq!(hidden("Île d’Anse, 5 € ~".as_bytes()), None);
        assert_eq!(unseen_difference("\u{c2}ge", "A\u{302}ge").as_deref(), Some("U+0302"));
        assert_eq!(unseen_difference("age", "age\u{a0}").as_deref(), Some("U+00A0"));
        assert_eq!(unseen_difference("age", "Age"), None);
        assert_eq!(unseen_difference("age", "ages\u{a0}"), None);
    }
}
