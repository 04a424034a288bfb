use crate::model::AreaIndex;
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType, Int32Type,
    Int64Type,
};
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaDataReader, ParquetMetaDataWriter};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;

use super::*;

/// A column of a row group; `None` is null.
enum ColumnValues {
    Text(Vec<Option<&'static str>>),
    Bytes(Vec<Vec<u8>>),
    Fixed(Vec<Vec<u8>>),
    Int(Vec<Option<i32>>),
    Long(Vec<i64>),
    Single(Vec<f32>),
    Double(Vec<Option<f64>>),
    Bool(Vec<bool>),
}

fn write_column(group: &mut SerializedRowGroupWriter<'_, std::fs::File>, values: &ColumnValues) {
    fn levels<T: Clone>(values: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
        (values.iter().flatten().cloned().collect(), values.iter().map(|value| i16::from(value.is_some())).collect())
    }
    let mut column = group.next_column().unwrap().unwrap();
    match values {
        ColumnValues::Text(values) => {
            let (values, levels) = levels(values);
            let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnValues::Bytes(values) => {
            let values: Vec<ByteArray> = values.iter().cloned().map(ByteArray::from).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        }
        ColumnValues::Fixed(values) => {
            let values: Vec<_> = values.iter().cloned().map(FixedLenByteArray::from).collect();
            column.typed::<FixedLenByteArrayType>().write_batch(&values, None, None).unwrap();
        }
        ColumnValues::Int(values) => {
            let (values, levels) = levels(values);
            column.typed::<Int32Type>().write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnValues::Long(values) => drop(column.typed::<Int64Type>().write_batch(values, None, None).unwrap()),
        ColumnValues::Single(values) => drop(column.typed::<FloatType>().write_batch(values, None, None).unwrap()),
        ColumnValues::Double(values) => {
            let (values, levels) = levels(values);
            column.typed::<DoubleType>().write_batch(&values, Some(&levels), None).unwrap();
        }
        ColumnValues::Bool(values) => drop(column.typed::<BoolType>().write_batch(values, None, None).unwrap()),
    }
    column.close().unwrap();
}

fn write(schema: &str, compression: Compression, groups: &[Vec<ColumnValues>]) -> Vec<u8> {
    write_with(schema, compression, true, groups)
}

fn write_with(schema: &str, compression: Compression, dictionaries: bool, groups: &[Vec<ColumnValues>]) -> Vec<u8> {
    let (_folder, path) = file("persons.parquet", b"");
    let schema = Arc::new(parse_message_type(&format!("message persons {{ {schema} }}")).unwrap());
    let properties = WriterProperties::builder().set_compression(compression).set_dictionary_enabled(dictionaries);
    let properties = Arc::new(properties.build());
    let mut writer = SerializedFileWriter::new(std::fs::File::create(&path).unwrap(), schema, properties).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        columns.iter().for_each(|values| write_column(&mut group, values));
        group.close().unwrap();
    }
    writer.close().unwrap();
    std::fs::read(&path).unwrap()
}

/// The given file, with 0 as the position of each column's dictionary.
fn with_dictionaries_at_0(bytes: &[u8]) -> Vec<u8> {
    let (_folder, path) = file("persons.parquet", bytes);
    let about = ParquetMetaDataReader::new().parse_and_finish(&std::fs::File::open(path).unwrap()).unwrap();
    let (data, tail) = bytes.split_at(bytes.len() - 8);
    let footer = u32::from_le_bytes(tail[..4].try_into().unwrap()) as usize;
    let at_0 = |column: &ColumnChunkMetaData| {
        column.clone().into_builder().set_dictionary_page_offset(Some(0)).build().unwrap()
    };
    let groups = about.row_groups().iter().map(|group| {
        let columns = group.columns().iter().map(at_0).collect();
        group.clone().into_builder().set_column_metadata(columns).build().unwrap()
    });
    let groups = groups.collect();
    let mut written = data[..data.len() - footer].to_vec();
    ParquetMetaDataWriter::new(&mut written, &about.into_builder().set_row_groups(groups).build()).finish().unwrap();
    written
}

fn load_bytes(bytes: &[u8], mapping: &str) -> Result<LoadedFile, Findings> {
    let (_folder, path) = file("persons.parquet", bytes);
    load_file(&path, &charter(), "north", &Mapping::parse("mapping.toml", mapping).unwrap(), 2)
}

const SCHEMA: &str = "required int64 person_id; optional binary area (UTF8); required float weight; \
    optional binary age (ENUM); optional binary note; required fixed_len_byte_array(16) origin (DECIMAL(20, 2)); \
    required boolean net; optional int32 ease; optional double speed;";

fn persons(ids: [i64; 2]) -> Vec<ColumnValues> {
    let hundred = |n: i128| n.to_be_bytes().to_vec();
    vec![
        ColumnValues::Long(ids.to_vec()),
        ColumnValues::Text(vec![Some("0018"), Some(" 0017 ")]),
        ColumnValues::Single(vec![1.1, 3.0]),
        ColumnValues::Text(vec![Some("âgé, 65+"), Some("0-17")]),
        ColumnValues::Text(vec![Some("unasked"), None]),
        ColumnValues::Fixed(vec![hundred(-100), hundred(150)]),
        ColumnValues::Bool(vec![true, false]),
        ColumnValues::Int(vec![None, Some(12)]),
        ColumnValues::Double(vec![Some(-0.25), None]),
    ]
}

const MAPPING: &str =
    "[columns]\norigin = { column = \"origin\", codes = { \"-1\" = \"here\", \"1.5\" = \"elsewhere\" } }\n";

#[test]
fn every_plain_type_is_read_in_every_compression() {
    let compressions = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(Default::default()),
        Compression::GZIP(Default::default()),
        Compression::LZ4_RAW,
    ];
    for compression in compressions {
        let bytes = write(SCHEMA, compression, &[persons([7, 8]), persons([-9, 10])]);
        let loaded = load_bytes(&bytes, MAPPING).unwrap();
        let rows = loaded.rows;
        assert_eq!(loaded.batches, [2, 2]);
        assert_eq!(rows.persons, [b"7".as_slice(), b"8", b"-9", b"10"].map(pseudonym));
        assert_eq!(rows.areas, [1, 0, 1, 0].map(AreaIndex));
        // The text of a float is the shortest that means it, as in other tools.
        assert_eq!(rows.weights, Some(vec![1.1, 3.0, 1.1, 3.0]));
        assert_eq!(rows.combinations, [2, 1, 2, 1]);
        assert_eq!(rows.indicators[0], Answers::Codes(vec![1, 0, 1, 0]));
        assert_eq!(rows.indicators[1], Answers::Codes(vec![Answers::MISSING, 12, Answers::MISSING, 12]));
        assert!(matches!(&rows.indicators[2], Answers::Numbers(speed) if speed[0] == -0.25 && speed[1].is_nan()));
        assert_eq!(loaded.accepted.ignored, ["note"]);
    }
}

#[test]
fn whole_floats_are_codes_and_the_decimal_sign_of_the_mapping_holds() {
    let schema = "optional int32 person_id (UINT_32); optional binary area (UTF8); optional binary age (UTF8); \
        optional binary origin (UTF8); optional double net; optional double ease; optional binary speed (UTF8);";
    let text = |value: &'static str| ColumnValues::Text(vec![Some(value)]);
    let columns = vec![
        ColumnValues::Int(vec![Some(-1)]),
        text("0017"),
        text("0-17"),
        text("here"),
        ColumnValues::Double(vec![Some(-0.0)]),
        ColumnValues::Double(vec![Some(3.0)]),
        text("2,5"),
    ];
    let bytes = write(schema, Compression::UNCOMPRESSED, &[columns]);
    let rows = load_bytes(&bytes, "[file]\ndecimal = \",\"\n").unwrap().rows;
    assert_eq!(rows.persons, [pseudonym(b"4294967295")]);
    assert_eq!(rows.indicators[..2], [Answers::Codes(vec![0]), Answers::Codes(vec![3])]);
    assert_eq!(rows.indicators[2], Answers::Numbers(vec![2.5]));
}

#[test]
fn bad_values_are_named_by_row_and_column() {
    let mut second = persons([7, 11]);
    second[1] = ColumnValues::Text(vec![None, Some("NORTH-CODE")]);
    second[7] = ColumnValues::Int(vec![Some(13), Some(1)]);
    second[8] = ColumnValues::Double(vec![Some(f64::NAN), Some(f64::INFINITY)]);
    let bytes = write(SCHEMA, Compression::SNAPPY, &[persons([7, 8]), second]);
    let findings = load_bytes(&bytes, MAPPING).map(|_| ()).unwrap_err();
    let file = Some("persons.parquet");
    assert_eq!(
        places(&findings),
        [
            ("ingest-value-missing", file, Some(3), Some("area")),
            ("ingest-not-a-step", file, Some(3), Some("ease")),
            ("ingest-not-a-number", file, Some(3), Some("speed")),
            ("ingest-area-not-finest", file, Some(4), Some("area")),
            ("ingest-person-twice", file, Some(3), Some("person_id")),
        ]
    );
    assert_eq!(findings.shown()[2].again.lines, [4]);
    assert!(!format!("{findings:?}").contains("NORTH"));
}

/// Programs of 2017 wrote such files.
#[test]
fn a_dictionary_at_0_is_none() {
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let bytes = write_with(SCHEMA, compression, false, &[persons([7, 8]), persons([9, 10])]);
        let expected = load_bytes(&bytes, MAPPING).unwrap().rows;
        assert_eq!(load_bytes(&with_dictionaries_at_0(&bytes), MAPPING).unwrap().rows.persons, expected.persons);
    }
}

#[test]
fn columns_that_hold_no_answers_are_named() {
    let rest = "required boolean area; required boolean age; required boolean origin; required boolean net; \
        required boolean ease; required boolean speed;";
    let cases = [
        ("required int64 person_id (TIMESTAMP_MICROS);", "ingest-parquet-type"),
        ("required int64 person_id (TIMESTAMP(NANOS, true));", "ingest-parquet-type"),
        ("required int32 person_id (DATE);", "ingest-parquet-type"),
        ("required int96 person_id;", "ingest-parquet-type"),
        ("required fixed_len_byte_array(16) person_id (UUID);", "ingest-parquet-type"),
        ("required fixed_len_byte_array(4) person_id;", "ingest-parquet-type"),
        ("required binary person_id (JSON);", "ingest-parquet-type"),
        ("repeated int32 person_id;", "ingest-parquet-nested"),
        ("required group person_id { required int32 a; }", "ingest-parquet-nested"),
        (
            "optional group person_id (LIST) { repeated group list { optional int32 element; } }",
            "ingest-parquet-nested",
        ),
    ];
    for (column, key) in cases {
        let bytes = write(&format!("{rest} {column}"), Compression::UNCOMPRESSED, &[]);
        let findings = load_bytes(&bytes, "").map(|_| ()).unwrap_err();
        assert_eq!(places(&findings), [(key, Some("persons.parquet"), None, Some("person_id"))], "{column}");
    }
}

#[test]
fn texts_must_be_utf8_and_of_bounded_length() {
    let schema = "required binary person_id; required boolean area; required boolean age; required boolean origin; \
        required boolean net; required boolean ease; required boolean speed;";
    let with = |id: Vec<u8>| {
        let mut columns = vec![ColumnValues::Bytes(vec![b"good".to_vec(), id])];
        columns.extend((0..6).map(|_| ColumnValues::Bool(vec![true, true])));
        load_bytes(&write(schema, Compression::UNCOMPRESSED, &[columns]), "").map(|_| ()).unwrap_err()
    };
    let place = (Some("persons.parquet"), Some(2), Some("person_id"));
    let first = |findings: &Findings| places(findings)[0].0.to_owned();
    let findings = with(b"p\xe9".to_vec());
    assert_eq!((first(&findings).as_str(), places(&findings)[0].2), ("ingest-parquet-not-text", place.1));
    let findings = with(vec![b'x'; 10 << 20]);
    assert_eq!(places(&findings), [("delimited-field-too-large", place.0, place.1, place.2)]);
}

#[test]
fn damaged_files_are_one_error() {
    let good = write(SCHEMA, Compression::SNAPPY, &[persons([7, 8])]);
    let mut pages = good.clone();
    pages[4..200].fill(0xff);
    let cases = [Vec::new(), b"PAR1".to_vec(), b"person_id,area\n".to_vec(), good[..good.len() - 9].to_vec(), pages];
    for bytes in cases {
        let findings = load_bytes(&bytes, MAPPING).map(|_| ()).unwrap_err();
        assert_eq!(places(&findings)[0].0, "ingest-parquet-broken");
        assert_eq!(findings.total(), 1);
    }
    let empty = write(SCHEMA, Compression::SNAPPY, &[]);
    assert_eq!(places(&load_bytes(&empty, MAPPING).map(|_| ()).unwrap_err())[0].0, "ingest-no-rows");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]
    #[test]
    fn a_changed_byte_never_ends_in_a_panic(at in proptest::prelude::any::<proptest::sample::Index>(), byte: u8) {
        let mut bytes = write(SCHEMA, Compression::SNAPPY, &[persons([7, 8]), persons([9, 10])]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        drop(load_bytes(&bytes, MAPPING));
    }
}
