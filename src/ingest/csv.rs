use std::fs::File;
use std::io::Read;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Decoder, WINDOWS_1252};

use super::mapping::Encoding;
use super::table::{COLUMN_LIMIT, FIELD_LIMIT, RECORD_LIMIT, Record, Stop, Table, Take};
use super::{IngestError, Mapping, Progress, unreadable};

/// Opens a CSV file and reads its header.
pub(super) fn open(file: File, total: u64, mapping: &Mapping) -> Result<Box<dyn Table>, Stop> {
    let mut blocks = Blocks::new(file, total, mapping.encoding);
    let first = blocks.left()?;
    let delimiter = mapping.delimiter.unwrap_or_else(|| guess_delimiter(first));
    let parser = ReaderBuilder::new().delimiter(delimiter).build();
    let mut csv = Csv {
        blocks,
        parser,
        breaks: 0,
        after_return: false,
        fields: vec![0; RECORD_LIMIT],
        ends: vec![0; COLUMN_LIMIT],
        header_line: 1,
        names: Vec::new(),
    };
    let (line, columns) = csv.next()?.ok_or(IngestError::Empty {})?;
    let header = Record::new(&csv.fields, &csv.ends[..columns]);
    csv.header_line = line;
    csv.names = (0..columns).map(|column| String::from_utf8_lossy(header.field(column)).into_owned()).collect();
    Ok(Box::new(csv))
}

struct Csv {
    blocks: Blocks,
    parser: Reader,
    /// Line breaks that the parser didn't count.
    breaks: u64,
    /// Whether the last record ended with a carriage return, whose line feed may follow.
    after_return: bool,
    // Both have a fixed size: a record that never ends runs into them, not into the memory of the machine.
    fields: Vec<u8>,
    ends: Vec<usize>,
    header_line: u64,
    names: Vec<String>,
}

impl Table for Csv {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn header_line(&self) -> Option<u64> {
        Some(self.header_line)
    }

    fn each(&mut self, _: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Stop> {
        let (mut rows, mut bytes) = (0, 0);
        while let Some((line, columns)) = self.next()? {
            let expected = self.names.len();
            let record = Record::new(&self.fields, &self.ends[..columns]);
            let record = (columns == expected).then_some(record);
            if take(line, record.ok_or(IngestError::FieldCount { expected, found: columns })).is_break() {
                break;
            }
            rows += 1;
            if self.blocks.read != bytes {
                bytes = self.blocks.read;
                progress(Progress { bytes, total_bytes: self.blocks.total.max(bytes), rows });
            }
        }
        Ok(())
    }
}

impl Csv {
    /// Reads one record into `fields` and `ends`; the line where it starts and the number of fields.
    fn next(&mut self) -> Result<Option<(u64, usize)>, Stop> {
        if !self.skip_breaks()? {
            return Ok(None);
        }
        let line = self.parser.line() + self.breaks;
        let (mut bytes, mut columns) = (0, 0);
        loop {
            let input = self.blocks.left()?;
            // At the end of the file a line feed ends every record, unless a quote is still open.
            let ended = input.is_empty();
            let input = if ended { b"\n" } else { input };
            let (result, read, written, ends) =
                self.parser.read_record(input, &mut self.fields[bytes..], &mut self.ends[columns..]);
            (bytes, columns) = (bytes + written, columns + ends);
            match result {
                ReadRecordResult::Record => {
                    self.after_return = input[..read].last() == Some(&b'\r');
                    self.blocks.consume(read);
                    break;
                }
                ReadRecordResult::InputEmpty if ended => return Err(Stop::at(line, IngestError::OpenQuote {})),
                ReadRecordResult::InputEmpty => self.blocks.consume(read),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(Stop::at(line, IngestError::RecordTooLarge { limit_kib: RECORD_LIMIT >> 10 }));
                }
                // A record has started, so the parser never says this.
                ReadRecordResult::End => return Ok(None),
            }
        }
        let record = Record::new(&self.fields[..bytes], &self.ends[..columns]);
        if bytes > FIELD_LIMIT && record.longest() > FIELD_LIMIT {
            return Err(Stop::at(line, IngestError::FieldTooLarge { limit_kib: FIELD_LIMIT >> 10 }));
        }
        if !record.is_utf8() {
            return Err(Stop::at(line, IngestError::NotUtf8 {}));
        }
        Ok(Some((line, columns)))
    }

    /// Goes to the start of the next record, past empty lines. The parser would do it too, but then nobody knew the
    /// line: it counts line feeds only, and not the one that it reads with the next record.
    fn skip_breaks(&mut self) -> Result<bool, Stop> {
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

/// A semicolon where the header has more of them than commas, as office programs write it in French and Spanish.
fn guess_delimiter(first: &[u8]) -> u8 {
    let header = first.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let count = |delimiter| header.iter().filter(|&&byte| byte == delimiter).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// The file as UTF-8, block by block.
struct Blocks {
    file: File,
    read: u64,
    total: u64,
    raw: Vec<u8>,
    decoder: Option<Decoder>,
    decoded: Vec<u8>,
    start: usize,
    end: usize,
}

impl Blocks {
    const SIZE: usize = 256 << 10;
    const MARK: &[u8] = b"\xef\xbb\xbf";

    fn new(file: File, total: u64, encoding: Encoding) -> Self {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Windows1252 => Some(WINDOWS_1252.new_decoder_without_bom_handling()),
        };
        Self { file, read: 0, total, raw: vec![0; Self::SIZE], decoder, decoded: Vec::new(), start: 0, end: 0 }
    }

    /// What is read and not consumed; empty only at the end.
    fn left(&mut self) -> Result<&[u8], Stop> {
        if self.start == self.end {
            self.fill()?;
        }
        let block = if self.decoder.is_some() { &self.decoded } else { &self.raw };
        Ok(&block[self.start..self.end])
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }

    fn fill(&mut self) -> Result<(), Stop> {
        let mut filled = 0;
        while filled < Self::SIZE {
            match self.file.read(&mut self.raw[filled..]) {
                Ok(0) => break,
                Ok(more) => filled += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&error).into()),
            }
        }
        (self.start, self.end) = (0, filled);
        if self.read == 0 && self.raw[..filled].starts_with(Self::MARK) {
            // The mark settles it, whatever the mapping says.
            self.decoder = None;
            self.start = Self::MARK.len();
        }
        self.read += filled as u64;
        if let Some(decoder) = &mut self.decoder {
            // One byte becomes at most three.
            self.decoded.resize(3 * Self::SIZE, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&self.raw[..filled], &mut self.decoded, false);
            self.end = written;
        }
        Ok(())
    }
}
