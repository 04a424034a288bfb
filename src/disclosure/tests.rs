//! Reference cases of others: numbers alone, read from the folder of reference data. Each test names where they are from,
//! and which cases of a file don't apply here.
#![allow(clippy::disallowed_methods, reason = "tests read the folder of reference data")]

mod bounds;
mod dominance;
mod noise;

use std::fs;

use serde_json::Value;

use crate::reference::reference;

/// A file of the reference data on disclosure control.
fn text(file: &str) -> Option<String> {
    let path = reference()?.join("data/sdc").join(file);
    Some(fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

fn json(file: &str) -> Option<Value> {
    Some(serde_json::from_str(&text(file)?).unwrap())
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}
