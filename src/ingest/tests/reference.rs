use std::ops::ControlFlow;

use super::*;
use crate::delimited::{DelimitedError, DelimitedRecord};
use crate::reference::{reference, todays_charter};

#[test]
fn loads_every_member_of_the_survey() {
    let Some(folder) = reference() else { return };
    let folder = folder.join("examples/eph");
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    let text = todays_charter(&String::from_utf8(read("charter/charter.toml")).unwrap());
    let files = [("charter.toml", text.into_bytes()), ("geography.csv", read("charter/geography.csv"))];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes));
    let charter = Charter::parse(&CharterFiles::from(files)).unwrap();
    let mapping = String::from_utf8(read("data/mapping.toml")).unwrap();
    let mapping = Mapping::parse("mapping.toml", &mapping).unwrap();
    let (mut persons, mut weight, mut missing) = (0, 0.0, 0);
    for member in &charter.members {
        let path = folder.join(format!("data/{}.csv", member.id));
        let loaded = load_file(&path, &charter, member.id.as_str(), &mapping, 1000).unwrap();
        let area = charter.geography.find(member.id.as_str()).unwrap().area;
        assert!(loaded.rows.areas.iter().all(|&own| own == area));
        assert_eq!(loaded.accepted.rows, loaded.rows.len() as u64);
        persons += loaded.accepted.rows;
        weight += loaded.rows.weights.unwrap().iter().sum::<f64>();
        missing += loaded.accepted.columns.iter().map(|column| column.missing).sum::<u64>();
    }
    assert_eq!((charter.members.len(), persons), (32, 54_178));
    // Counted with awk in the source files: the sum of POND_TIC, and the answers that are neither 1 nor 2.
    assert_eq!((weight, missing), (26_385_797.0, 114));
}

/// The file is by a program of 2018; its columns have a list where the format has the length of a filter now.
#[test]
fn a_parquet_file_with_fields_of_its_own_is_read() {
    let Some(folder) = reference() else { return };
    let path = folder.join("findings/field/parquet-dict-offset-zero/data_dict-page-offset-zero.parquet");
    let file = std::fs::File::open(&path).unwrap();
    let mapping = Mapping::parse("mapping.toml", "[columns]\n").unwrap();
    let mut records = super::super::parquet_file::open(file, path.metadata().unwrap().len(), &mapping).unwrap();
    assert_eq!(records.names(), ["l_partkey"]);
    let mut values = Vec::new();
    let mut take = |_, record: Result<DelimitedRecord<'_>, DelimitedError>| {
        values.push(record.unwrap().field(0).to_vec());
        ControlFlow::Continue(())
    };
    records.each(&[0], &|_| (), &mut take).unwrap();
    // The values are those that pyarrow reads.
    assert_eq!((values.len(), values.iter().all(|value| value == b"1552")), (39, true));
}
