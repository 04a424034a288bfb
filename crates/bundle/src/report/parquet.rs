use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::Published;
use super::columns::{Column, Field, What, columns, fields};

/// Rows of a row group, at most.
const GROUP: usize = 100_000;

/// `index.parquet`: the rows of `index.csv` with its columns, and the DGUID behind the area where the geography carries
/// it. What is empty there is null here.
pub(super) fn index(published: &Published) -> Vec<u8> {
    write(published).expect("memory takes every row, and all have the columns of the schema")
}

/// A column of texts or of figures, with nothing where there is none.
enum Values {
    Texts(Vec<Option<ByteArray>>),
    Figures(Vec<Option<f64>>),
}

fn write(published: &Published) -> Result<Vec<u8>, ParquetError> {
    let charter = &published.charter;
    let columns = columns(charter);
    let identified = charter.geography.is_identified();
    let mut all: Vec<Values> = Vec::new();
    let mut names: Vec<Arc<Type>> = Vec::new();
    for column in &columns {
        let figures = matches!(column.what, What::Figure(_));
        names.push(Arc::new(if figures { number(&column.name)? } else { text(&column.name, optional(column))? }));
        all.push(if figures { Values::Figures(Vec::new()) } else { Values::Texts(Vec::new()) });
        if identified && column.what == What::Area {
            names.push(Arc::new(text("dguid", true)?));
            all.push(Values::Texts(Vec::new()));
        }
    }
    for (table, sums) in charter.lattice.tables().iter().zip(&published.tables) {
        let areas = charter.geography.areas(table.level);
        for row in 0..sums.cells.len() {
            let area = &areas[sums.cells.rows[row].area as usize];
            let mut row = fields(&columns, charter, table, sums, row, area.code.as_str());
            if identified {
                row.insert(2, Field::Text(area.dguid.clone().unwrap_or_default()));
            }
            for (values, field) in all.iter_mut().zip(row) {
                match (values, field) {
                    (Values::Texts(texts), Field::Text(text)) => {
                        texts.push(Some(text).filter(|text| !text.is_empty()).map(|text| text.as_str().into()));
                    }
                    (Values::Figures(figures), Field::Figure(figure)) => figures.push(figure),
                    _ => return Err(ParquetError::General("a field of another kind than its column".to_owned())),
                }
            }
        }
    }
    let schema = Type::group_type_builder("index").with_fields(names).build()?;
    let words = [("archipel:edition", published.edition.to_string()), ("archipel:charter", charter.digest.to_string())];
    let words = words.map(|(key, value)| KeyValue::new(key.to_owned(), value)).to_vec();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("archipel {}", published.software))
        .set_key_value_metadata(Some(words));
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    let rows = all.first().map_or(0, Values::len);
    for start in (0..rows).step_by(GROUP) {
        let mut group = writer.next_row_group()?;
        for values in &all {
            let mut column = group.next_column()?.expect("as many as the schema has");
            let range = start..rows.min(start + GROUP);
            match values {
                Values::Texts(texts) => {
                    let (levels, texts) = given(&texts[range]);
                    column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
                }
                Values::Figures(figures) => {
                    let (levels, figures) = given(&figures[range]);
                    column.typed::<DoubleType>().write_batch(&figures, Some(&levels), None)?;
                }
            }
            column.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Figures(figures) => figures.len(),
        }
    }
}

/// Whether each value is there, and those that are.
fn given<T: Clone>(values: &[Option<T>]) -> (Vec<i16>, Vec<T>) {
    (values.iter().map(|value| i16::from(value.is_some())).collect(), values.iter().flatten().cloned().collect())
}

fn optional(column: &Column) -> bool {
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
