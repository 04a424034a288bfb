#![expect(clippy::disallowed_methods, reason = "tests look at the files of a store")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::charter::{Charter, template};
use crate::model::{Answers, Rows};
use crate::system::SystemEntropy;

/// An empty store of a member of the template, in a folder `data`.
fn store(home: &TempDir) -> Arc<Store> {
    let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).unwrap();
    Arc::new(Store::create(&home.path().join("data"), &"gulls".parse().unwrap(), &master, &SystemEntropy).unwrap())
}

fn begin(store: &Arc<Store>, period: &str) -> Load {
    let charter = Arc::new(Charter::parse(&template(None)).unwrap());
    Load::begin(store.clone(), charter, Arc::new(SystemEntropy), period.parse().unwrap(), Replace::Yes).unwrap()
}

/// One person, with a cost that tells loads apart.
fn person(cost: f64) -> Rows {
    let code = || Answers::Codes(vec![1]);
    let number = |number| Answers::Numbers(vec![number]);
    Rows {
        persons: vec![1],
        areas: vec![0],
        combinations: vec![0],
        indicators: vec![code(), number(cost), code(), code(), number(2.0)],
        ..Rows::default()
    }
}

fn load(store: &Arc<Store>, period: &str, cost: f64) -> Result<Dataset, StoreError> {
    let mut load = begin(store, period);
    load.add(person(cost))?;
    load.commit(0)
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
    // The store holds the file open and writes on, but can't say any more that it is on disk.
    fs::remove_file(home.path().join("data/catalogue/db")).unwrap();
    assert!(matches!(load(&store, "2025", 2.0), Err(StoreError::Io { .. })));
    assert_eq!(names(&home.path().join("data/segments")).len(), 4);
}

#[test]
fn a_load_that_is_dropped_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let store = store(&home);
    begin(&store, "2025").add(person(1.0)).unwrap();
    assert!(names(&home.path().join("data/segments")).is_empty());
}
