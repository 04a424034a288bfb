//! Model ↔ generated types of the operator's and the officer's calls.

mod budget;
mod ingest;
mod officer;
mod problem;
mod release;
mod status;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use crate::model::{Digest, Rho};

pub(super) use ingest::ingest_request;
pub(super) use officer::{decision, look_request};

/// Error of a message that doesn't follow the contract.
#[derive(Clone, Copy, Debug)]
pub struct Malformed;

/// Converts a message that must be there.
pub(super) fn needed<W, T: TryFrom<W, Error = Malformed>>(field: Option<W>) -> Result<T, Malformed> {
    field.ok_or(Malformed)?.try_into()
}

/// Converts all messages of a list.
pub(super) fn each<W, T: TryFrom<W, Error = Malformed>>(list: Vec<W>) -> Result<Vec<T>, Malformed> {
    list.into_iter().map(T::try_from).collect()
}

/// Converts a value of an enum. A value that this version doesn't know is malformed.
fn known<W: TryFrom<i32>>(value: i32) -> Result<W, Malformed> {
    W::try_from(value).map_err(|_| Malformed)
}

/// Parses a value that is sent as text.
fn parsed<T: FromStr>(text: &str) -> Result<T, Malformed> {
    text.parse().map_err(|_| Malformed)
}

fn digest(text: Option<String>) -> Result<Option<Digest>, Malformed> {
    text.as_deref().map(parsed).transpose()
}

fn rho(millionths: Option<u64>) -> Option<Rho> {
    millionths.map(Rho::millionths)
}
