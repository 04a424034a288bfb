/// State of the quotes in a record: the parser takes text after a closing quote as part of the field. If that quote was
/// meant to open one, all records up to the next quote would be a single field.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Quotes {
    /// At the start of a field.
    Start,
    /// In a field without quotes.
    Plain,
    /// Between two quotes.
    Open,
    /// After a closing quote, unless the next byte shows that it is a quote within the field.
    Closed,
    /// After a closing quote and a space: only spaces may follow.
    Behind,
    /// After a closing quote and other text.
    Wrong,
}

impl Quotes {
    /// State of the quotes after further bytes of the record.
    pub(super) fn follow(self, bytes: &[u8], delimiter: u8) -> Self {
        let is_end = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
        // Most records have no quotes.
        if matches!(self, Self::Start | Self::Plain) && !bytes.contains(&b'"') {
            let last = bytes.last().map(|&byte| if is_end(byte) { Self::Start } else { Self::Plain });
            return last.unwrap_or(self);
        }
        bytes.iter().fold(self, |state, &byte| match (state, byte) {
            (Self::Wrong, _) => Self::Wrong,
            (Self::Start | Self::Closed, b'"') => Self::Open,
            (Self::Open, b'"') => Self::Closed,
            (Self::Open, _) => Self::Open,
            (_, byte) if is_end(byte) => Self::Start,
            (Self::Closed | Self::Behind, b' ') => Self::Behind,
            (Self::Closed | Self::Behind, _) => Self::Wrong,
            (Self::Start | Self::Plain, _) => Self::Plain,
        })
    }
}

/// Most frequent of comma, semicolon and tab in the header, outside of quoted headings: office programs write
/// semicolons in French and Spanish, and tabs in files that they call text.
pub(super) fn guess_delimiter(first: &[u8]) -> u8 {
    let header = first.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |delimiter| {
        let outside = header.split(|&byte| byte == b'"').step_by(2);
        outside.flatten().filter(|&&byte| byte == delimiter).count()
    };
    // Of equal counts, `max_by_key` takes the last.
    *b"\t;,".iter().max_by_key(|&&delimiter| count(delimiter)).unwrap_or(&b',')
}
