/// Where in a record the quotes are: the parser takes text behind a closing one as part of the field, and where that quote
/// was meant to open, all records up to the next one would be a single field.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Quotes {
    /// A field starts.
    Start,
    /// In a field without quotes.
    Plain,
    /// Between two of them.
    Open,
    /// Behind one that closed, unless the next one shows that it is a quote within.
    Closed,
    /// Behind that, where only spaces may stand.
    Behind,
    /// Something else stood there.
    Wrong,
}

impl Quotes {
    /// Where the quotes are behind more of the record.
    pub(super) fn follow(self, bytes: &[u8], delimiter: u8) -> Self {
        let is_end = |byte: u8| byte == delimiter || matches!(byte, b'\n' | b'\r');
        // Most records have none.
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

/// Of comma, semicolon and tab the one that the header has most of, quoted headings apart: office programs write
/// semicolons in French and Spanish, and tabs where they speak of text.
pub(super) fn guess_delimiter(first: &[u8]) -> u8 {
    let header = first.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |delimiter| {
        let outside = header.split(|&byte| byte == b'"').step_by(2);
        outside.flatten().filter(|&&byte| byte == delimiter).count()
    };
    // The last of several with the same count.
    *b"\t;,".iter().max_by_key(|&&delimiter| count(delimiter)).unwrap_or(&b',')
}
