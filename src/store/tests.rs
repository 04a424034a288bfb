#![expect(clippy::disallowed_methods, reason = "tests look at the files of a store")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::codec;
use super::dataset::segment_key;
use super::files::DigestFiles;
use super::record::SegmentRecord;
use super::*;
use crate::charter::{Charter, Class, template};
use crate::cube::{self, Clustered, Counting, Records as _, cluster};
use crate::disclosure::Protected;
use crate::model::{Answers, AreaIndex, Digest, EditionId, ReleaseState, Rows, release_digest, table_digest};
use crate::system::SystemEntropy;

/// An empty store of a member of the template, in a folder `data`.
pub(super) fn store(home: &TempDir) -> Arc<Store> {
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
    Arc::new(Store::create(&home.path().join("data"), &"gulls".parse().unwrap(), &master, &SystemEntropy).unwrap())
}

fn begin(store: &Arc<Store>, period: &str) -> DatasetWriter {
    DatasetWriter::begin(store.clone(), Arc::new(SystemEntropy), period.parse().unwrap(), Replace::Yes).unwrap()
}

/// One person, with a cost that distinguishes loads.
fn person(cost: f64) -> Clustered {
    let code = || Answers::Codes(vec![1]);
    let number = |number| Answers::Numbers(vec![number]);
    let rows = Rows {
        persons: vec![1],
        areas: vec![AreaIndex(0)],
        combinations: vec![0],
        indicators: vec![code(), number(cost), code(), code(), number(2.0)],
        ..Rows::default()
    };
    cluster(&Charter::parse(&template(None)).unwrap(), rows)
}

fn load(store: &Arc<Store>, period: &str, cost: f64) -> Result<Dataset, StoreError> {
    let mut writer = begin(store, period);
    writer.add(&person(cost))?;
    commit(writer)
}

fn commit(writer: DatasetWriter) -> Result<Dataset, StoreError> {
    writer.commit(None, Digest::of(b"dictionary"), 0)
}

/// Exchanges the bytes of two files.
fn swap(store: &Store, one: Digest, other: Digest) {
    let [one, other] = [one, other].map(|file| store.folder.join("segments").join(file.to_string()));
    let bytes = [&one, &other].map(|path| fs::read(path).unwrap());
    fs::write(one, &bytes[1]).unwrap();
    fs::write(other, &bytes[0]).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_dataset_that_may_not_be_durable_keeps_the_files_of_both() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    load(&store, "2025", 1.0).unwrap();
    // The store holds the file open and writes on, but can't report any more that it is on disk.
    fs::remove_file(home.path().join("data/catalogue/db")).unwrap();
    assert!(matches!(load(&store, "2025", 2.0), Err(StoreError::Io { .. })));
    assert_eq!(names(&home.path().join("data/segments")).len(), 4);
}

#[test]
fn stores_that_share_a_catalogue_are_apart() {
    let home = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::create(&home.path().join(".shared")).unwrap();
    let stores = ["gulls", "pines"].map(|id| {
        let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
        let (folder, member) = (home.path().join(id), id.parse().unwrap());
        Arc::new(Store::create_among(&catalogue, &folder, &member, &master, &SystemEntropy).unwrap())
    });
    drop(catalogue);
    load(&stores[0], "2025", 1.0).unwrap();
    load(&stores[1], "2024", 1.0).unwrap();
    let periods = stores.each_ref().map(|store| store.datasets().unwrap().remove(0).period.to_string());
    assert_eq!(periods, ["2025", "2024"]);
    assert_eq!(stores[0].datasets().unwrap().len(), 1);
    assert_ne!(*stores[0].secret("log key"), *stores[1].secret("log key"));
}

/// A kill while sled writes a snapshot leaves its beginning, or an empty file.
#[test]
fn a_snapshot_that_was_not_finished_is_no_damage() {
    for part in [&b""[..], b"the beginning of a snapshot"] {
        let home = tempfile::tempdir().unwrap();
        let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
        let (data, member) = (home.path().join("data"), "gulls".parse().unwrap());
        let before = Arc::new(Store::create(&data, &member, &master, &SystemEntropy).unwrap());
        load(&before, "2025", 1.0).unwrap();
        drop(before);
        let catalogue = home.path().join("data/catalogue");
        fs::write(catalogue.join("snap.FFFFFFFFFFFFFFF0.generating"), part).unwrap();
        let after = Store::open(&data, &member, &master).unwrap();
        assert_eq!(after.datasets().unwrap().len(), 1);
        assert!(names(&catalogue).iter().all(|name| !name.ends_with("generating")));
    }
}

#[test]
fn a_load_that_is_dropped_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    begin(&store, "2025").add(&person(1.0)).unwrap();
    assert!(names(&home.path().join("data/segments")).is_empty());
}

#[test]
fn a_file_opens_only_in_its_own_place() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let other = load(&store, "2024", 1.0).unwrap();
    let mut writer = begin(&store, "2025");
    [2.0, 3.0].into_iter().for_each(|cost| writer.add(&person(cost)).unwrap());
    let dataset = commit(writer).unwrap();
    let columns = |dataset: &Dataset, segment| {
        store.catalogue.get::<SegmentRecord>(&segment_key(&dataset.id, segment)).unwrap().unwrap().columns
    };
    let places = [(&dataset, 0), (&dataset, 1), (&other, 0)];
    let opens = || places.map(|(dataset, segment)| store.records(dataset).segment(segment).is_ok());
    assert_eq!(opens(), [true; 3]);
    for (place, expected) in [((&dataset, 1), [false, false, true]), ((&other, 0), [false, true, false])] {
        let files = [columns(&dataset, 0), columns(place.0, place.1)];
        swap(&store, files[0], files[1]);
        assert_eq!(opens(), expected);
        swap(&store, files[0], files[1]);
    }
    assert_eq!(opens(), [true; 3]);
}

/// Writes a file of a dataset as `change` leaves it, and has the catalogue name it.
fn rewrite(store: &Store, dataset: &Dataset, change: impl FnOnce(&mut [u8])) {
    let key = segment_key(&dataset.id, 0);
    let mut record = store.catalogue.get::<SegmentRecord>(&key).unwrap().unwrap();
    let mut bytes = store.files.read(&record.columns).unwrap();
    change(&mut bytes);
    record.columns = store.files.write(&bytes).unwrap();
    store.catalogue.put(&key, &record).unwrap();
}

/// What another version sealed doesn't open; what opens in this version's format had another first byte.
#[test]
fn a_segment_of_another_version_is_refused_as_such_and_a_changed_one_is_not_one() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let dataset = load(&store, "2025", 1.0).unwrap();
    let segment = || store.records(&dataset).segment(0);
    let whole = segment().unwrap();
    for format in [0, 2, 255] {
        rewrite(&store, &dataset, |bytes| bytes[0] = format);
        assert!(matches!(segment(), Err(StoreError::Damaged { .. })), "{format}");
        rewrite(&store, &dataset, |bytes| bytes[20] ^= 1);
        assert!(matches!(segment(), Err(StoreError::PartFormat { .. })), "{format}");
        rewrite(&store, &dataset, |bytes| bytes[20] ^= 1);
    }
    rewrite(&store, &dataset, |bytes| bytes[0] = 1);
    assert_eq!(codec::encode_segment(&segment().unwrap()), codec::encode_segment(&whole));
}

/// Reason why a store doesn't open after its head was changed.
fn refusal(change: impl FnOnce(&mut serde_json::Value)) -> StoreError {
    let home = tempfile::tempdir().unwrap();
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
    let (data, member) = (home.path().join("data"), "gulls".parse().unwrap());
    let before = Store::create(&data, &member, &master, &SystemEntropy).unwrap();
    let mut head: serde_json::Value = before.catalogue.get("head").unwrap().unwrap();
    change(&mut head);
    before.catalogue.put("head", &head).unwrap();
    drop(before);
    Store::open(&data, &member, &master).map(drop).unwrap_err()
}

/// A store whose sealed files have no format byte is of an earlier format throughout.
#[test]
fn a_store_of_an_earlier_version_is_refused() {
    assert!(matches!(refusal(|head| head["format"] = 2.into()), StoreError::Format { .. }));
}

/// The data key was changed, or another master key sealed it: nobody can tell. All else is certain.
#[test]
fn a_changed_head_is_no_wrong_key_where_that_is_certain() {
    let flip = |head: &mut serde_json::Value, key: &str, at: usize| {
        head[key][at] = (head[key][at].as_u64().unwrap() ^ 1).into();
    };
    let damaged = StoreError::Damaged { what: "head".to_owned() };
    assert_eq!(refusal(|head| flip(head, "data_key", 0)), damaged);
    let both = |head: &mut serde_json::Value| [0, 1].into_iter().for_each(|at| flip(head, "data_key", at));
    assert_eq!(refusal(both), StoreError::PartFormat { what: "head".to_owned() });
    assert_eq!(refusal(|head| flip(head, "data_key", 20)), StoreError::WrongKey {});
    assert_eq!(refusal(|head| flip(head, "pseudonym_key", 0)), damaged);
    assert_eq!(refusal(|head| flip(head, "pseudonym_key", 20)), damaged);
}

/// A24: noise, marks and pseudonyms live with the data; a store doesn't open with a new master key, and so never draws anew.
#[test]
fn another_master_key_opens_nothing() {
    let home = tempfile::tempdir().unwrap();
    drop(store(&home));
    let other = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
    let opened = Store::open(&home.path().join("data"), &"gulls".parse().unwrap(), &other);
    assert!(matches!(opened, Err(StoreError::WrongKey {})));
}

#[test]
fn a_release_opens_for_its_own_edition_only() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    let dataset = load(&store, "2025", 1.0).unwrap();
    let charter = Charter::parse(&template(None)).unwrap().of_class(Class::Public);
    let [one, other] = [1, 2].map(|edition| {
        let counting = Counting { key: (), weight_cap: None };
        let cells = cube::build(charter.public().unwrap(), &store.records(&dataset), counting, 1, &|| {}).unwrap().0;
        let cells = Protected::public(cells);
        let edition = EditionId::new(Digest::from_bytes([edition; 32]));
        let record = ReleaseRecord {
            number: 1,
            edition,
            period: dataset.period.clone(),
            revision: 0,
            charter: charter.digest(),
            dataset: dataset.id,
            state: ReleaseState::Active,
            cells: cells.cells(),
            digest: release_digest(None, cells.tables().iter().map(table_digest)),
            file: Some(store.write_release(&edition, &cells, &SystemEntropy).unwrap()),
            spending: None,
            class: "public".to_owned(),
            built_at: 0,
            decided_at: None,
        };
        store.put_release(&record).unwrap();
        record
    });
    assert!(store.release_cells(&one).is_ok());
    swap(&store, one.file.unwrap(), other.file.unwrap());
    assert!(matches!(store.release_cells(&one), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_file_that_cannot_be_written_leaves_no_part_of_it() {
    let home = tempfile::tempdir().unwrap();
    let files = DigestFiles::open(home.path()).unwrap();
    let digest = files.write(b"bytes").unwrap();
    // A folder in its place can't be replaced.
    files.remove([digest]);
    fs::create_dir(home.path().join(digest.to_string())).unwrap();
    assert!(matches!(files.write(b"bytes"), Err(StoreError::Io { .. })));
    assert_eq!(names(home.path()), [digest.to_string()]);
}

#[test]
fn what_nothing_names_is_removed_at_the_next_start_but_no_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data/segments");
    let (text, member) = (MasterKey::generate_text(&SystemEntropy), "gulls".parse().unwrap());
    let master = MasterKey::parse(&text).unwrap();
    drop(Store::create(&home.path().join("data"), &member, &master, &SystemEntropy).unwrap());
    fs::create_dir(folder.join("lost+found")).unwrap();
    fs::write(folder.join("ab.new"), b"part").unwrap();
    Store::open(&home.path().join("data"), &member, &master).unwrap();
    assert_eq!(names(&folder), ["lost+found"]);
}
