use std::fs::File;
use std::io::{ErrorKind, Read as _};

use super::error::IngestError;
use super::intake::Progress;
use super::mapping::Mapping;
use super::record_file::{RecordSource, Take};
use crate::delimited::{ByteSource, DelimitedReader, DelimitedRecord};
use crate::model::Problem;

/// Opens a CSV file and reads its header.
pub(super) fn open(file: File, total: u64, mapping: &Mapping) -> Result<Box<dyn RecordSource>, Problem> {
    Ok(Box::new(CsvFile { reader: DelimitedReader::open(DataFile(file), mapping.form)?, total }))
}

struct CsvFile {
    reader: DelimitedReader<DataFile>,
    total: u64,
}

impl RecordSource for CsvFile {
    fn names(&self) -> &[String] {
        self.reader.names()
    }

    fn header_line(&self) -> Option<u64> {
        Some(self.reader.header_line())
    }

    fn header_below(&mut self, is_header: &dyn Fn(DelimitedRecord<'_>) -> bool) -> Option<u64> {
        self.reader.header_below(is_header)
    }

    fn each(&mut self, _: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Problem> {
        let (mut rows, mut bytes) = (0, 0);
        while let Some((line, record)) = self.reader.read_next()? {
            if take(line, record).is_break() {
                break;
            }
            rows += 1;
            if self.reader.bytes() != bytes {
                bytes = self.reader.bytes();
                progress(Progress { bytes, total_bytes: self.total.max(bytes), rows });
            }
        }
        Ok(())
    }
}

struct DataFile(File);

impl ByteSource for DataFile {
    fn fill(&mut self, room: &mut [u8]) -> Result<usize, Problem> {
        loop {
            match self.0.read(room) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                filled => return Ok(filled.map_err(|error| IngestError::unreadable(&error))?),
            }
        }
    }
}
