use std::fs::File;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::ColumnDescriptor;

use super::error::IngestError;
use super::footer;
use super::intake::Progress;
use super::mapping::Mapping;
use super::record_file::{RecordSource, Take};
use crate::delimited::{DelimitedError, DelimitedRecord, FIELD_LIMIT};
use crate::model::{Explain as _, Place, Problem};

/// Number of rows that are decoded at a time.
const BATCH: usize = 1024;

/// Opens a Parquet file and reads its schema.
pub(super) fn open(file: File, total: u64, mapping: &Mapping) -> Result<Box<dyn RecordSource>, Problem> {
    let unread = || IngestError::ParquetBroken {}.into();
    let mended = |problem| {
        let footer = footer::mended(&file).ok_or(problem)?;
        guarded(unread(), || ParquetMetaDataReader::decode_metadata(&footer))
    };
    let about = guarded(unread(), || ParquetMetaDataReader::new().parse_and_finish(&file)).or_else(mended)?;
    let fields = about.file_metadata().schema().get_fields();
    let names = fields.iter().map(|field| field.name().trim_ascii().to_owned()).collect();
    Ok(Box::new(ParquetFile { file: Arc::new(file), about, total, names, decimal: mapping.decimal }))
}

struct ParquetFile {
    file: Arc<File>,
    about: ParquetMetaData,
    total: u64,
    names: Vec<String>,
    decimal: u8,
}

impl RecordSource for ParquetFile {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn header_line(&self) -> Option<u64> {
        None
    }

    fn header_below(&mut self, _: &dyn Fn(DelimitedRecord<'_>) -> bool) -> Option<u64> {
        None
    }

    fn each(&mut self, wanted: &[usize], progress: &dyn Fn(Progress), take: &mut Take<'_>) -> Result<(), Problem> {
        let columns = wanted.iter().map(|&field| self.column(field)).collect::<Result<Vec<_>, Problem>>()?;
        let (mut record, mut ends) = (Vec::new(), vec![0; self.names.len()]);
        let (mut rows, mut bytes) = (0, 0);
        for about in self.about.row_groups() {
            let open = |column| self.open_column(column, about, rows);
            let mut columns = columns.iter().map(open).collect::<Result<Vec<_>, Problem>>()?;
            let mut left = usize::try_from(about.num_rows()).map_err(|_| broken(rows))?;
            while left > 0 {
                let some = left.min(BATCH);
                for OpenedColumn { column, reader, cells } in &mut columns {
                    column.read(reader, some, rows, self.decimal, cells)?;
                }
                for row in 0..some {
                    record.clear();
                    let mut field = 0;
                    for OpenedColumn { column, cells, .. } in &columns {
                        ends[field..column.field].fill(record.len());
                        record.extend_from_slice(cells.get(row));
                        (ends[column.field], field) = (record.len(), column.field + 1);
                    }
                    ends[field..].fill(record.len());
                    if take(rows + 1, Ok(DelimitedRecord::new(&record, &ends))).is_break() {
                        return Ok(());
                    }
                    rows += 1;
                }
                left -= some;
                progress(Progress { bytes, total_bytes: self.total, rows });
            }
            bytes += u64::try_from(about.compressed_size()).unwrap_or_default();
        }
        progress(Progress { bytes: self.total, total_bytes: self.total, rows });
        Ok(())
    }
}

impl ParquetFile {
    /// The column of a top-level field. *Errors:* it is nested, or its values can't be answers.
    fn column(&self, field: usize) -> Result<ParquetColumn, Problem> {
        let schema = self.about.file_metadata().schema_descr();
        let fault = |error: IngestError| error.at(in_column(&self.names[field], None));
        let leaf = (0..schema.num_columns()).find(|&leaf| schema.get_column_root_idx(leaf) == field);
        let flat = leaf
            .map(|leaf| (leaf, schema.column(leaf)))
            .filter(|(_, descriptor)| descriptor.path().parts().len() == 1 && descriptor.max_rep_level() == 0);
        let (leaf, descriptor) = flat.ok_or_else(|| fault(IngestError::ParquetNested {}))?;
        let kind = value_kind(&descriptor).ok_or_else(|| {
            let found = match descriptor.logical_type_ref() {
                Some(logical) => format!("{logical:?}"),
                None => format!("{} {}", descriptor.physical_type(), descriptor.converted_type()),
            };
            fault(IngestError::ParquetType { found })
        })?;
        let optional = descriptor.max_def_level() > 0;
        Ok(ParquetColumn { name: self.names[field].clone(), field, leaf, kind, optional })
    }

    /// Opens the values of a column in one row group, which comes after `before` rows.
    fn open_column<'c>(
        &self,
        column: &'c ParquetColumn,
        group: &RowGroupMetaData,
        before: u64,
    ) -> Result<OpenedColumn<'c>, Problem> {
        let about = group.column(column.leaf);
        if matches!(about.compression(), Compression::BROTLI(_) | Compression::LZO) {
            let error = IngestError::ParquetCompression { compression: about.compression().to_string() };
            return Err(error.at(in_column(&column.name, None)));
        }
        let reader = guarded(broken(before), || {
            let mut about = about.clone();
            // Older programs write 0 where there is no dictionary; the file's own mark is at that position.
            if about.dictionary_page_offset() == Some(0) {
                about = about.into_builder().set_dictionary_page_offset(None).build()?;
            }
            let rows = usize::try_from(group.num_rows())?;
            let pages = SerializedPageReader::new(Arc::clone(&self.file), &about, rows, None)?;
            Ok(get_column_reader(about.column_descr_ptr(), Box::new(pages)))
        })?;
        Ok(OpenedColumn { column, reader, cells: Cells::default() })
    }
}

/// A column of one row group, with room for its values as text.
struct OpenedColumn<'c> {
    column: &'c ParquetColumn,
    reader: ColumnReader,
    cells: Cells,
}

/// A column of plain values.
struct ParquetColumn {
    name: String,
    field: usize,
    leaf: usize,
    kind: ValueKind,
    optional: bool,
}

/// Kind of the values, beyond their physical type.
#[derive(Clone, Copy)]
enum ValueKind {
    Plain,
    Unsigned,
    Decimal { scale: usize },
}

fn value_kind(descriptor: &ColumnDescriptor) -> Option<ValueKind> {
    // Some logical types have no older counterpart.
    let known = descriptor.logical_type_ref().is_none_or(|logical| {
        use LogicalType::{Decimal, Enum, Integer, String, Unknown};
        matches!(logical, String | Enum | Integer(_) | Decimal(_) | Unknown)
    });
    if !known {
        return None;
    }
    use ConvertedType as C;
    match (descriptor.physical_type(), descriptor.converted_type()) {
        (Physical::INT96, _) => None,
        (_, C::DECIMAL) => {
            let scale = usize::try_from(descriptor.type_scale()).ok()?;
            // 128 bits hold this many digits.
            (scale <= 38).then_some(ValueKind::Decimal { scale })
        }
        (Physical::FIXED_LEN_BYTE_ARRAY, _) => None,
        (_, C::NONE | C::UTF8 | C::ENUM | C::INT_8 | C::INT_16 | C::INT_32 | C::INT_64) => Some(ValueKind::Plain),
        (_, C::UINT_8 | C::UINT_16 | C::UINT_32 | C::UINT_64) => Some(ValueKind::Unsigned),
        _ => None,
    }
}

/// Whether a value could be written as text.
type Written = Result<(), IngestError>;

/// Some values of a column as text, one after another; empty for null.
#[derive(Default)]
struct Cells {
    text: Vec<u8>,
    ends: Vec<usize>,
    levels: Vec<i16>,
}

impl Cells {
    fn get(&self, row: usize) -> &[u8] {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.text[start..self.ends[row]]
    }
}

impl ParquetColumn {
    /// Reads exactly `some` values, the first of them in row `before` + 1.
    fn read(
        &self,
        reader: &mut ColumnReader,
        some: usize,
        before: u64,
        decimal: u8,
        cells: &mut Cells,
    ) -> Result<(), Problem> {
        let kind = self.kind;
        let unsigned = matches!(kind, ValueKind::Unsigned);
        match reader {
            ColumnReader::BoolColumnReader(reader) => self.read_as(reader, some, before, cells, |value, text| {
                text.push(b'0' + u8::from(*value));
                Ok(())
            }),
            ColumnReader::Int32ColumnReader(reader) => self.read_as(reader, some, before, cells, |&value, text| {
                write_integer(if unsigned { (value as u32).into() } else { value.into() }, kind, decimal, text)
            }),
            ColumnReader::Int64ColumnReader(reader) => self.read_as(reader, some, before, cells, |&value, text| {
                write_integer(if unsigned { (value as u64).into() } else { value.into() }, kind, decimal, text)
            }),
            ColumnReader::FloatColumnReader(reader) => {
                self.read_as(reader, some, before, cells, |value, text| write_float(value, decimal, text))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                self.read_as(reader, some, before, cells, |value, text| write_float(value, decimal, text))
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.read_as(reader, some, before, cells, |value, text| write_bytes(value.data(), kind, decimal, text))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.read_as(reader, some, before, cells, |value, text| write_bytes(value.data(), kind, decimal, text))
            }
            ColumnReader::Int96ColumnReader(_) => {
                Err(IngestError::ParquetType { found: "INT96".to_owned() }.at(in_column(&self.name, None)))
            }
        }
    }

    fn read_as<T: DataType>(
        &self,
        reader: &mut ColumnReaderImpl<T>,
        some: usize,
        before: u64,
        cells: &mut Cells,
        write: impl Fn(&T::T, &mut Vec<u8>) -> Written,
    ) -> Result<(), Problem> {
        let mut values = Vec::with_capacity(some);
        cells.levels.clear();
        let levels = self.optional.then_some(&mut cells.levels);
        let read = || reader.read_records(some, levels, None, &mut values);
        let (records, found, _) = guarded(broken(before), read)?;
        let present = |row: usize| !self.optional || cells.levels[row] > 0;
        if records != some || (self.optional && cells.levels.len() != some) {
            return Err(broken(before));
        }
        if found != (0..some).filter(|&row| present(row)).count() || values.len() != found {
            return Err(broken(before));
        }
        cells.text.clear();
        cells.ends.clear();
        let mut values = values.iter();
        for (row, line) in (0..some).zip(before + 1..) {
            let start = cells.text.len();
            if let Some(value) = present(row).then(|| values.next()).flatten() {
                write(value, &mut cells.text).map_err(|error| error.at(in_column(&self.name, Some(line))))?;
            }
            if cells.text.len() - start > FIELD_LIMIT {
                return Err(DelimitedError::field_too_large().at(in_column(&self.name, Some(line))));
            }
            cells.ends.push(cells.text.len());
        }
        Ok(())
    }
}

/// Returns the result of `call`, or `broken`. In some damaged files the library meets numbers that it considers
/// impossible, and panics; everything that it has read is dropped with it. Its own message is dropped, as it may cite
/// the file.
fn guarded<T>(broken: Problem, call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(call)).ok().and_then(Result::ok).ok_or(broken)
}

/// Problem of damage in the row after `before` others, or later.
fn broken(before: u64) -> Problem {
    IngestError::ParquetBroken {}.at(Place { line: Some(before + 1), ..Place::default() })
}

/// Place of a column, or of one of its values.
fn in_column(column: &str, row: Option<u64>) -> Place {
    Place { column: Some(column.to_owned()), line: row, ..Place::default() }
}

fn write_integer(value: i128, kind: ValueKind, decimal: u8, text: &mut Vec<u8>) -> Written {
    let scale = if let ValueKind::Decimal { scale } = kind { scale } else { 0 };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    text.extend((value < 0).then_some(b'-'));
    text.extend_from_slice(whole.as_bytes());
    // As a code, 3.00 is 3.
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        text.push(decimal);
        text.extend_from_slice(fraction.as_bytes());
    }
    Ok(())
}

/// Writes the shortest text that reads back as the same number; without a fraction where it has none.
fn write_float(value: &impl std::fmt::Display, decimal: u8, text: &mut Vec<u8>) -> Written {
    let start = text.len();
    // Writing into memory can't fail.
    let _ = write!(text, "{value}");
    if text[start..] == *b"-0" {
        text.remove(start);
    }
    text[start..].iter_mut().filter(|byte| **byte == b'.').for_each(|byte| *byte = decimal);
    Ok(())
}

fn write_bytes(bytes: &[u8], kind: ValueKind, decimal: u8, text: &mut Vec<u8>) -> Written {
    match kind {
        ValueKind::Decimal { .. } => {
            // Big-endian two's complement; more than 16 bytes hold more digits than any answer.
            let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
            let mut wide = [if negative { 0xff } else { 0 }; 16];
            let start =
                16_usize.checked_sub(bytes.len()).ok_or(IngestError::ParquetType { found: "DECIMAL".to_owned() })?;
            wide[start..].copy_from_slice(bytes);
            write_integer(i128::from_be_bytes(wide), kind, decimal, text)
        }
        ValueKind::Plain | ValueKind::Unsigned => {
            std::str::from_utf8(bytes).map_err(|_| IngestError::ParquetText {})?;
            text.extend_from_slice(bytes);
            Ok(())
        }
    }
}
