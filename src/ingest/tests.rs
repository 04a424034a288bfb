#![allow(clippy::disallowed_methods, reason = "tests write data files")]

mod bad;
mod codes;
mod loading;
mod numbers;
mod parquet;
mod reference;
mod round_trip;

use std::path::{Path, PathBuf};

use super::*;
use crate::charter::{Charter, CharterFiles};
use crate::model::{Answers, Findings, Problem, Rows};

const GEOGRAPHY: &str = "code,level,parent,name_en,name_fr\nTOP-CODE,country,,C,C\n\
    NORTH-CODE,region,TOP-CODE,N,N\nSOUTH-CODE,region,TOP-CODE,S,S\n\
    0017,district,NORTH-CODE,A,A\n0018,district,NORTH-CODE,B,B\nD9,district,SOUTH-CODE,D,D\n";

const CHARTER: &str = r#"
[charter]
id = "small"
version = 1
title = { en = "t", fr = "t" }
purpose = { en = "p", fr = "p" }
target_population = { en = "o", fr = "o" }
reference_date = { en = "d", fr = "d" }
legal_authority = { en = "a", fr = "a" }
starts = 2020-01-01
ends = 2030-01-01
class = "public"
[geography]
file = "geography.csv"
vintage = "2020"
levels = [{ id = "country", label = { en = "Country", fr = "Pays" } }, { id = "region", label = { en = "Regions", fr = "Régions" } }, { id = "district", label = { en = "Districts", fr = "Districts" } }]
[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "0-17", label = { en = "a", fr = "a" } },
  { id = "âgé, 65+", label = { en = "b", fr = "b" } },
  { id = "18-64", label = { en = "c", fr = "c" } },
]
[[group]]
id = "origin"
label = { en = "Origin", fr = "Origine" }
categories = [
  { id = "here", label = { en = "h", fr = "h" } },
  { id = "elsewhere", label = { en = "e", fr = "e" }, other = true },
]
[method]
id = "m"
version = 1
[[dimension]]
id = "access"
label = { en = "Access", fr = "Accès" }
[[indicator]]
id = "net"
dimension = "access"
label = { en = "Net", fr = "Net" }
type = "yes_no"
worse = "no"
[[indicator]]
id = "ease"
dimension = "access"
label = { en = "Ease", fr = "Aisance" }
type = "ordered"
steps = 12
worse = "lower"
[[indicator]]
id = "speed"
dimension = "access"
label = { en = "Speed", fr = "Vitesse" }
type = "number"
worse = "lower"
normalise = { kind = "bounds", low = 0, high = 100 }
[[band]]
id = "all"
label = { en = "All", fr = "Tous" }
[[table]]
level = "country"
groups = []
[[member]]
id = "north"
name = { en = "N", fr = "N" }
areas = ["NORTH-CODE"]
[[member]]
id = "south"
name = { en = "S", fr = "S" }
areas = ["D9"]
"#;

fn charter() -> Charter {
    charter_of(CHARTER)
}

fn charter_of(text: &str) -> Charter {
    let files = [("charter.toml", text), ("geography.csv", GEOGRAPHY)];
    Charter::parse(&CharterFiles::from(files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())))).unwrap()
}

/// FNV-1a in 128 bits.
fn pseudonym(id: &[u8]) -> u128 {
    id.iter().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash: u128, &byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
    })
}

struct LoadedFile {
    accepted: Accepted,
    rows: Rows,
    batches: Vec<usize>,
}

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn load_file(
    path: &Path,
    charter: &Charter,
    member: &str,
    mapping: &Mapping,
    batch_rows: usize,
) -> Result<LoadedFile, Findings> {
    let member = member.parse().unwrap();
    let intake = Intake { charter, member: &member, mapping, pseudonym: &pseudonym, batch_rows };
    let (mut rows, mut batches) = (Rows::default(), Vec::new());
    let accepted = load(path, &intake, &|_| {}, &mut |batch| {
        batches.push(batch.len());
        append(&mut rows, batch);
        Ok(())
    })?;
    Ok(LoadedFile { accepted, rows, batches })
}

fn append(rows: &mut Rows, batch: Rows) {
    if rows.is_empty() {
        *rows = batch;
        return;
    }
    rows.persons.extend(batch.persons);
    rows.areas.extend(batch.areas);
    rows.combinations.extend(batch.combinations);
    rows.households.iter_mut().for_each(|all| all.extend(batch.households.iter().flatten()));
    rows.weights.iter_mut().for_each(|all| all.extend(batch.weights.iter().flatten()));
    for (all, some) in rows.indicators.iter_mut().zip(batch.indicators) {
        match (all, some) {
            (Answers::Codes(all), Answers::Codes(some)) => all.extend(some),
            (Answers::Numbers(all), Answers::Numbers(some)) => all.extend(some),
            _ => panic!("answers of another kind"),
        }
    }
}

fn load_text(text: &str, mapping: &str) -> Result<LoadedFile, Findings> {
    load_bytes(text.as_bytes(), mapping)
}

fn load_bytes(bytes: &[u8], mapping: &str) -> Result<LoadedFile, Findings> {
    let (_folder, path) = file("persons.csv", bytes);
    load_file(&path, &charter(), "north", &Mapping::parse("mapping.toml", mapping)?, 100)
}

/// Key, name of the file, line and column of a problem.
type FoundAt<'f> = (&'f str, Option<&'f str>, Option<u64>, Option<&'f str>);

fn places(findings: &Findings) -> Vec<FoundAt<'_>> {
    let name = |problem: &'_ Problem| -> Option<&'static str> {
        let file = problem.place.file.as_deref()?;
        ["persons.csv", "mapping.toml", "persons.parquet"].into_iter().find(|name| file.ends_with(name))
    };
    let shown = findings.shown().iter();
    shown.map(|found| (found.key.as_ref(), name(found), found.place.line, found.place.column.as_deref())).collect()
}

const COLUMNS: &str = "person_id,area,age,origin,net,ease,speed";

fn first_place(loaded: Result<LoadedFile, Findings>) -> Option<(String, Option<u64>, Option<String>)> {
    let findings = loaded.err()?;
    let found = &findings.shown()[0];
    Some((found.key.to_string(), found.place.line, found.place.column.clone()))
}

fn at(key: &str, line: u64, column: Option<&str>) -> Option<(String, Option<u64>, Option<String>)> {
    Some((key.to_owned(), Some(line), column.map(str::to_owned)))
}
