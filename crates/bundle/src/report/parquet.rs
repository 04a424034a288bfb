use std::ops::Range;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::Published;
use super::columns::{BundleColumn, BundleField, What, columns, fields};

/// Largest number of rows of a row group.
const GROUP: usize = 100_000;

/// `index.parquet`: the rows and columns of `index.csv`, with the DGUID after the area if the geography has DGUIDs.
/// Empty fields there are null here.
pub(super) fn index(published: &Published) -> Vec<u8> {
    write(published).expect("memory takes every row, and all have the columns of the schema")
}

/// A column of texts or of figures, with `None` for missing ones.
enum Values {
    Texts(Vec<Option<ByteArray>>),
    Figures(Vec<Option<f64>>),
}

/// Types of the columns, and the columns, empty. The DGUID follows the area if the geography has DGUIDs.
fn schema(columns: &[BundleColumn], identified: bool) -> Result<(Vec<Arc<Type>>, Vec<Values>), ParquetError> {
    let (mut types, mut all) = (Vec::new(), Vec::new());
    for column in columns {
        if matches!(column.what, What::Figure(_)) {
            types.push(Arc::new(number(&column.name)?));
            all.push(Values::Figures(Vec::new()));
        } else {
            types.push(Arc::new(text(&column.name, optional(column))?));
            all.push(Values::Texts(Vec::new()));
        }
        if identified && column.what == What::Area {
            types.push(Arc::new(text("dguid", true)?));
            all.push(Values::Texts(Vec::new()));
        }
    }
    Ok((types, all))
}

fn write(published: &Published) -> Result<Vec<u8>, ParquetError> {
    let charter = &published.charter;
    let columns = columns(charter);
    let identified = charter.geography.is_identified();
    let (types, mut all) = schema(&columns, identified)?;
    for (table, sums) in charter.lattice.tables().iter().zip(&published.tables) {
        let areas = charter.geography.areas(table.level);
        for row in 0..sums.cells.len() {
            let area = &areas[sums.cells.rows[row].area.at()];
            let mut row = fields(&columns, charter, table, sums, row, area.code.as_str());
            if identified {
                row.insert(2, BundleField::Text(area.dguid.clone().unwrap_or_default()));
            }
            all.iter_mut().zip(row).try_for_each(|(values, field)| values.push(field))?;
        }
    }
    let words =
        [("archipel:edition", published.edition.to_string()), ("archipel:charter", charter.digest().to_string())];
    let words = words.map(|(key, value)| KeyValue::new(key.to_owned(), value)).to_vec();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("archipel {}", published.software))
        .set_key_value_metadata(Some(words));
    let schema = Type::group_type_builder("index").with_fields(types).build()?;
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    let rows = all.first().map_or(0, Values::len);
    for start in (0..rows).step_by(GROUP) {
        let mut group = writer.next_row_group()?;
        for values in &all {
            let mut column = group.next_column()?.expect("as many as the schema has");
            values.write(start..rows.min(start + GROUP), &mut column)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

impl Values {
    fn push(&mut self, field: BundleField) -> Result<(), ParquetError> {
        match (self, field) {
            (Self::Texts(texts), BundleField::Text(text)) => {
                texts.push(Some(text).filter(|text| !text.is_empty()).map(|text| text.as_str().into()));
            }
            (Self::Figures(figures), BundleField::Figure(figure)) => figures.push(figure),
            _ => return Err(ParquetError::General("a field of another kind than its column".to_owned())),
        }
        Ok(())
    }

    fn write(&self, rows: Range<usize>, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Texts(texts) => {
                let (levels, texts) = given(&texts[rows]);
                column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
            }
            Self::Figures(figures) => {
                let (levels, figures) = given(&figures[rows]);
                column.typed::<DoubleType>().write_batch(&figures, Some(&levels), None)?;
            }
        }
        Ok(())
    }

    fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Figures(figures) => figures.len(),
        }
    }
}

/// Presence of each value, and the present ones.
fn given<T: Clone>(values: &[Option<T>]) -> (Vec<i16>, Vec<T>) {
    (values.iter().map(|value| i16::from(value.is_some())).collect(), values.iter().flatten().cloned().collect())
}

fn optional(column: &BundleColumn) -> bool {
    matches!(column.what, What::Group(_))
}

fn text(name: &str, optional: bool) -> Result<Type, ParquetError> {
    let repetition = if optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(repetition)
        .with_logical_type(Some(LogicalType::String))
        .with_converted_type(ConvertedType::UTF8)
        .build()
}

fn number(name: &str) -> Result<Type, ParquetError> {
    Type::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL).build()
}
