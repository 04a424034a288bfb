//! Delimited text: bytes in, records with their first lines out. One reader for persons, areas, counts and points, so
//! that all of these may come from the same programs.

mod blocks;
mod quotes;
#[cfg(test)]
mod tests;

use csv_core::{ReadRecordResult, Reader as Parser, ReaderBuilder};

use blocks::Blocks;
use quotes::{Quotes, guess_delimiter};

use crate::model::{Explain as _, Findings, Place, Problem, is_windows_1252, problems};

/// Largest number of bytes in one field.
pub const FIELD_LIMIT: usize = 64 << 10;
/// Largest number of bytes in one record.
const RECORD_LIMIT: usize = 1 << 20;
/// Largest number of columns.
const COLUMN_LIMIT: usize = 1 << 16;

problems! {
    /// Problems of delimited text in itself. Their words never cite its content.
    pub enum DelimitedError {
        /// An empty file.
        Empty(Data, "delimited-empty") {},
        /// A header other than the required one.
        Header(Data, "delimited-header") { expected: String },
        /// Names of the columns below the first line.
        HeaderBelow(Data, "delimited-header-below") { line: u64 },
        /// A heading on several lines; or a quote that opens in one heading and closes in another.
        HeaderLines(Data, "delimited-header-lines") {},
        /// Bytes that aren't UTF-8.
        NotUtf8(Data, "delimited-not-utf8") {},
        /// A record that is too long, as if it had no end.
        RecordTooLarge(Data, "delimited-record-too-large") { limit_kib: usize },
        /// A field that is too long, as if it had no end.
        FieldTooLarge(Data, "delimited-field-too-large") { limit_kib: usize },
        /// A quote that opens and never closes.
        OpenQuote(Data, "delimited-open-quote") {},
        /// Text after a closing quote.
        AfterQuote(Data, "delimited-after-quote") {},
        /// A line break in a code, a name or a number.
        FieldLines(Data, "delimited-field-lines") {},
        /// A record with more or fewer fields than the header.
        FieldCount(Data, "delimited-field-count") { expected: usize, found: usize },
    }
}

impl DelimitedError {
    /// Error about a field that is too long.
    pub fn field_too_large() -> Self {
        Self::FieldTooLarge { limit_kib: FIELD_LIMIT >> 10 }
    }

    fn on(&self, line: u64) -> Problem {
        self.at(Place { line: Some(line), ..Place::default() })
    }
}

/// Format of the bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Form {
    /// Separator of fields; `None` chooses the most frequent of comma, semicolon and tab in the header.
    pub delimiter: Option<u8>,
    /// Encoding of the text.
    pub encoding: Encoding,
    /// Whether `"` begins a field that may hold delimiters and line breaks.
    pub quotes: bool,
}

impl Default for Form {
    fn default() -> Self {
        Self { delimiter: None, encoding: Encoding::Utf8, quotes: true }
    }
}

/// Encoding of the text. A byte-order mark overrides it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// With or without byte-order mark.
    Utf8,
    /// Encoding of older office programs.
    Windows1252,
}

/// Source of bytes, one block after another.
pub trait ByteSource {
    /// Fills `room` from its start. Returns the number of bytes, which is 0 only at the end.
    fn fill(&mut self, room: &mut [u8]) -> Result<usize, Problem>;
}

impl ByteSource for &[u8] {
    fn fill(&mut self, room: &mut [u8]) -> Result<usize, Problem> {
        let (now, later) = self.split_at(self.len().min(room.len()));
        room[..now.len()].copy_from_slice(now);
        *self = later;
        Ok(now.len())
    }
}

/// One record as text: the fields in a row, and the end of each.
#[derive(Clone, Copy)]
pub struct DelimitedRecord<'r> {
    bytes: &'r [u8],
    ends: &'r [usize],
}

impl<'r> DelimitedRecord<'r> {
    /// A record of these bytes; `ends` rise to at most the length of `bytes`.
    pub fn new(bytes: &'r [u8], ends: &'r [usize]) -> Self {
        Self { bytes, ends }
    }

    /// A field as it is.
    pub fn raw(self, column: usize) -> &'r [u8] {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.bytes[start..self.ends[column]]
    }

    /// A field without the spaces around it.
    pub fn field(self, column: usize) -> &'r [u8] {
        self.raw(column).trim_ascii()
    }

    /// Whether any field holds a line break.
    pub fn has_breaks(self) -> bool {
        has_break(self.bytes)
    }

    /// Fields without the spaces around them. *Shape:* one for each column.
    pub fn fields(self) -> impl Iterator<Item = &'r [u8]> {
        (0..self.ends.len()).map(move |column| self.field(column))
    }

    /// Fields as text.
    fn texts(self) -> Vec<String> {
        self.fields().map(|field| String::from_utf8_lossy(field).into_owned()).collect()
    }

    fn is_utf8(self) -> bool {
        let whole = |column| std::str::from_utf8(self.raw(column)).is_ok();
        self.bytes.is_ascii() || (0..self.ends.len()).all(whole)
    }

    fn longest(self) -> usize {
        (0..self.ends.len()).map(|column| self.raw(column).len()).max().unwrap_or(0)
    }
}

/// First line of a record, and the record or its problem.
pub type Line<'r> = (u64, Result<DelimitedRecord<'r>, DelimitedError>);

/// Whether a text has more than one line.
pub fn has_break(text: &[u8]) -> bool {
    text.contains(&b'\n') || text.contains(&b'\r')
}

/// Records of a table in memory with exactly these columns, with their lines; the column `optional` may follow the
/// others. Text that isn't UTF-8 is read as windows-1252. Records that can't be read are findings.
pub fn table(
    file: &str,
    bytes: &[u8],
    columns: &[&str],
    optional: Option<&str>,
    findings: &mut Findings,
) -> Vec<(u64, Vec<String>)> {
    let encoding = if is_windows_1252(bytes) { Encoding::Windows1252 } else { Encoding::Utf8 };
    let mut records = Vec::new();
    let mut read = || {
        let is_header = |names: &[String]| {
            let written = names.iter().map(String::as_str);
            written.clone().eq(columns.iter().copied()) || written.eq(columns.iter().copied().chain(optional))
        };
        let mut reader = DelimitedReader::open(bytes, Form { encoding, ..Form::default() })?;
        if !is_header(reader.names()) {
            let error = match reader.header_below(&|record| is_header(&record.texts())) {
                Some(line) => DelimitedError::HeaderBelow { line },
                None => DelimitedError::Header { expected: columns.join(",") },
            };
            return Err(error.on(reader.header_line()));
        }
        while let Some((line, record)) = reader.read_next()? {
            match record {
                Ok(record) if record.has_breaks() => {
                    findings.push(DelimitedError::FieldLines {}.on(line).in_file(file));
                }
                Ok(record) => records.push((line, record.texts())),
                Err(error) => findings.push(error.on(line).in_file(file)),
            }
        }
        Ok(())
    };
    if let Err(problem) = read() {
        findings.push(problem.in_file(file));
    }
    records
}

/// Reads records one by one. *Memory:* one record and one block of the source.
pub struct DelimitedReader<S> {
    blocks: Blocks<S>,
    parser: Parser,
    delimiter: u8,
    quotes: bool,
    /// Line breaks that the parser didn't count.
    breaks: u64,
    /// Whether the last record ended with a carriage return, so that its line feed may follow.
    after_return: bool,
    // Both have a fixed size: an endless record runs into their limits, and doesn't fill the machine's memory.
    fields: Vec<u8>,
    ends: Vec<usize>,
    header_line: u64,
    names: Vec<String>,
}

impl<S: ByteSource> DelimitedReader<S> {
    /// Opens the source and reads up to the header. *Errors:* there is no header, or the file isn't delimited text.
    pub fn open(source: S, form: Form) -> Result<Self, Problem> {
        let mut blocks = Blocks::new(source, form.encoding);
        let first = blocks.left()?;
        let delimiter = form.delimiter.unwrap_or_else(|| guess_delimiter(first));
        let mut reader = Self {
            blocks,
            parser: ReaderBuilder::new().delimiter(delimiter).quoting(form.quotes).build(),
            delimiter,
            quotes: form.quotes,
            breaks: 0,
            after_return: false,
            fields: vec![0; RECORD_LIMIT],
            ends: vec![0; COLUMN_LIMIT],
            header_line: 1,
            names: Vec::new(),
        };
        let found = reader.read()?.ok_or(DelimitedError::Empty {})?;
        let header = reader.record(&found);
        // Text between two quotes may be a stretch of people's records: nothing of it may be shown.
        if header.has_breaks() {
            return Err(DelimitedError::HeaderLines {}.on(found.line));
        }
        if !found.sound {
            return Err(DelimitedError::AfterQuote {}.on(found.line));
        }
        reader.names = header.texts();
        reader.header_line = found.line;
        Ok(reader)
    }

    /// Names of the columns, without the spaces around them.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Line on which the header starts.
    pub fn header_line(&self) -> u64 {
        self.header_line
    }

    /// Number of bytes of the source that were read.
    pub fn bytes(&self) -> u64 {
        self.blocks.read
    }

    /// Reads the next record. *Errors:* nothing after it can be read.
    pub fn read_next(&mut self) -> Result<Option<Line<'_>>, Problem> {
        let Some(found) = self.read()? else { return Ok(None) };
        let expected = self.names.len();
        let record = if !found.sound {
            Err(DelimitedError::AfterQuote {})
        } else if found.columns == expected {
            Ok(self.record(&found))
        } else {
            Err(DelimitedError::FieldCount { expected, found: found.columns })
        };
        Ok(Some((found.line, record)))
    }

    /// Line of the first of the next few records that `is_header`: for files in which a title stands above the names of
    /// the columns, or these on two lines. Consumes the records.
    pub fn header_below(&mut self, is_header: &dyn Fn(DelimitedRecord<'_>) -> bool) -> Option<u64> {
        const FEW: usize = 20;
        for _ in 0..FEW {
            let found = self.read().ok()??;
            if is_header(self.record(&found)) {
                return Some(found.line);
            }
        }
        None
    }

    fn record(&self, found: &RecordExtent) -> DelimitedRecord<'_> {
        DelimitedRecord::new(&self.fields[..found.bytes], &self.ends[..found.columns])
    }

    /// Reads one record into `fields` and `ends`, past empty ones: spreadsheets write them below a table.
    fn read(&mut self) -> Result<Option<RecordExtent>, Problem> {
        while let Some(found) = self.read_any()? {
            if self.record(&found).fields().any(|field| !field.is_empty()) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn read_any(&mut self) -> Result<Option<RecordExtent>, Problem> {
        if !self.skip_breaks()? {
            return Ok(None);
        }
        let line = self.parser.line() + self.breaks;
        let (mut bytes, mut columns, mut quotes) = (0, 0, Quotes::Start);
        loop {
            let input = self.blocks.left()?;
            // At the end of the file a line feed ends every record, unless a quote is still open.
            let ended = input.is_empty();
            let input = if ended { b"\n" } else { input };
            let (result, read, written, ends) =
                self.parser.read_record(input, &mut self.fields[bytes..], &mut self.ends[columns..]);
            (bytes, columns) = (bytes + written, columns + ends);
            if self.quotes {
                quotes = quotes.follow(&input[..read], self.delimiter);
            }
            match result {
                ReadRecordResult::Record => {
                    self.after_return = input[..read].last() == Some(&b'\r');
                    self.blocks.consume(read);
                    break;
                }
                ReadRecordResult::InputEmpty if ended => return Err(DelimitedError::OpenQuote {}.on(line)),
                ReadRecordResult::InputEmpty => self.blocks.consume(read),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(DelimitedError::RecordTooLarge { limit_kib: RECORD_LIMIT >> 10 }.on(line));
                }
                // A record has started, so the parser never returns this.
                ReadRecordResult::End => return Ok(None),
            }
        }
        let found = RecordExtent { line, bytes, columns, sound: quotes != Quotes::Wrong };
        let record = self.record(&found);
        if bytes > FIELD_LIMIT && record.longest() > FIELD_LIMIT {
            return Err(DelimitedError::field_too_large().on(line));
        }
        if !record.is_utf8() {
            return Err(DelimitedError::NotUtf8 {}.on(line));
        }
        Ok(Some(found))
    }

    /// Goes to the start of the next record, past empty lines. The parser would do it too, but without a line number:
    /// it counts line feeds only, and not the one that it reads with the next record.
    fn skip_breaks(&mut self) -> Result<bool, Problem> {
        loop {
            let left = self.blocks.left()?;
            match left.first() {
                None => return Ok(false),
                Some(b'\n') => {
                    self.after_return = false;
                    self.breaks += 1;
                    self.blocks.consume(1);
                }
                Some(&byte) => {
                    self.breaks += u64::from(std::mem::take(&mut self.after_return));
                    if byte != b'\r' {
                        return Ok(true);
                    }
                    self.after_return = true;
                    self.blocks.consume(1);
                }
            }
        }
    }
}

/// Extent of a record that was read.
struct RecordExtent {
    line: u64,
    bytes: usize,
    columns: usize,
    /// Whether nothing follows a closing quote within its field.
    sound: bool,
}
