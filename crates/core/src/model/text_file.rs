use super::{Explain as _, Place, Problem, problems};

problems! {
    /// Reasons that the bytes of a file aren't the expected text.
    pub enum NotText {
        /// Text in another encoding that can be recognised.
        OtherEncoding(Data, "text-other-encoding") { encoding: String },
        /// Text in an unrecognised encoding, or no text.
        NotUtf8(Data, "text-not-utf8") {},
        /// A workbook of a spreadsheet program, whatever the name of the file says.
        Workbook(Data, "text-workbook") {},
        /// A file of another kind that its first bytes reveal.
        OtherKind(Data, "text-other-kind") { kind: String },
    }
}

/// Text of a file in UTF-8. *Errors:* the actual kind of the file; or the line of the first byte that isn't text.
pub fn text_of(bytes: &[u8]) -> Result<&str, Problem> {
    if let Some(other) = other_kind(bytes) {
        return Err(other.into());
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() as u64;
        let what = match is_windows_1252(bytes) {
            true => NotText::OtherEncoding { encoding: "windows-1252 (Latin-1)".to_owned() },
            false => NotText::NotUtf8 {},
        };
        what.at(Place { line: Some(line), ..Place::default() })
    })
}

/// Actual kind of a file whose first bytes show that it isn't text in an encoding based on ASCII.
pub fn other_kind(start: &[u8]) -> Option<NotText> {
    let encoding = |name: &str| Some(NotText::OtherEncoding { encoding: name.to_owned() });
    let kind = |name: &str| Some(NotText::OtherKind { kind: name.to_owned() });
    let holds = |word: &[u8]| start.windows(word.len()).take(4096).any(|found| found == word);
    match start {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => encoding("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => encoding("UTF-16"),
        // Letters of few alphabets need both bytes, so without a mark every second byte is zero.
        [0, 1..=255, 0, 1..=255, ..] | [1..=255, 0, 1..=255, 0, ..] => encoding("UTF-16"),
        [b'P', b'K', 3, 4, ..] => {
            let workbook = holds(b"[Content_Types].xml") || holds(b"xl/") || holds(b"opendocument.spreadsheet");
            if workbook { Some(NotText::Workbook {}) } else { kind("zip") }
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(NotText::Workbook {}),
        [0x1f, 0x8b, ..] => kind("gzip"),
        [b'%', b'P', b'D', b'F', ..] => kind("PDF"),
        [b'P', b'A', b'R', b'1', ..] => kind("Parquet"),
        _ => None,
    }
}

/// Whether bytes that aren't UTF-8 clearly are windows-1252: every byte beyond ASCII is a letter of a Western language
/// in that encoding, or a sign of its texts. In the older encodings of other systems some would not be letters.
pub fn is_windows_1252(bytes: &[u8]) -> bool {
    // No-break space, «, °, », apostrophe, Œ, œ.
    let is_letter = |byte: u8| {
        byte.is_ascii()
            || byte >= 0xc0 && !matches!(byte, 0xd7 | 0xf7)
            || matches!(byte, 0xa0 | 0xab | 0xb0 | 0xbb | 0x92 | 0x8c | 0x9c)
    };
    std::str::from_utf8(bytes).is_err() && bytes.iter().all(|&byte| is_letter(byte) && byte != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_utf8_text_is_named_as_what_it_is() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let cases: [(Vec<u8>, &str, &str, Option<u64>); 11] = [
            (utf16("\u{feff}code"), "text-other-encoding", "UTF-16", None),
            (utf16("code"), "text-other-encoding", "UTF-16", None),
            ("code".encode_utf16().flat_map(u16::to_be_bytes).collect(), "text-other-encoding", "UTF-16", None),
            (vec![0xff, 0xfe, 0, 0, b'c', 0, 0, 0], "text-other-encoding", "UTF-32", None),
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml".to_vec(), "text-workbook", "", None),
            (b"PK\x03\x04\x14\0\0\0people.csv".to_vec(), "text-other-kind", "zip", None),
            (b"\xd0\xcf\x11\xe0\xa1\xb1".to_vec(), "text-workbook", "", None),
            (b"\x1f\x8b\x08".to_vec(), "text-other-kind", "gzip", None),
            (b"a\nMontr\xe9al".to_vec(), "text-other-encoding", "windows-1252 (Latin-1)", Some(2)),
            // The same word in the older encodings of Apple and of DOS.
            (b"a\n\nMontr\x8eal".to_vec(), "text-not-utf8", "", Some(3)),
            (b"Montr\x82al".to_vec(), "text-not-utf8", "", Some(1)),
        ];
        for (bytes, key, word, line) in cases {
            let found = text_of(&bytes).unwrap_err();
            assert_eq!((found.key.as_ref(), found.place.line), (key, line), "{bytes:?}");
            assert!(word.is_empty() || found.args[0].1 == word, "{found}");
        }
        assert_eq!(text_of("Montréal".as_bytes()), Ok("Montréal"));
        // One half is UTF-8: the encoding of the other half can't be known.
        assert_eq!(text_of(b"Montr\xc3\xa9al, Montr\xe9al").unwrap_err().key, "text-not-utf8");
        assert_eq!(text_of(b""), Ok(""));
    }
}
