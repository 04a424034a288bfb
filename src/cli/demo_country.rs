//! The country of `archipel demo`: 13 members with real areas and synthetic people, and the charter they act under.

mod charter;
mod people;
mod places;
mod profile;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) use charter::charter_files;

use crate::model::{MemberId, problems};
use places::COUNTRY;

problems! {
    /// Why the demonstration can't be set up.
    pub(super) enum DemoError {
        /// Too few to give every member its least number.
        TooFewPeople(Usage, "demo-too-few-people") { people: u64, least: u64 },
    }
}

/// How members' files are to be read: most people are past the speed from which on more counts for nothing.
pub(super) const MAPPING: &str = "[columns]\ndownload_speed = { column = \"download_speed\", out_of_range = true }\n";

/// People of a member, at least: fewer would leave too little in its smaller areas.
const LEAST: u64 = 5_000;

/// How many people each member's file gets: in proportion to the census of 2021, but at least 5,000.
///
/// *Shape:* by id, as in the charter; the numbers add up to `people`. *Errors:* fewer than 5,000 for each member.
pub(super) fn shares(people: u64) -> Result<Vec<(MemberId, u64)>, DemoError> {
    let least = LEAST * COUNTRY.len() as u64;
    if people < least {
        return Err(DemoError::TooFewPeople { people, least });
    }
    let mut members: Vec<_> = COUNTRY.iter().map(|(province, _)| province).collect();
    members.sort_by_key(|province| province.id);
    // Whoever would get less than the least gets exactly that, and the others divide what is left; which can push
    // another one below, so again.
    let mut small = vec![false; members.len()];
    let numbers = loop {
        let left = people - LEAST * small.iter().filter(|small| **small).count() as u64;
        let populations: Vec<u64> =
            members.iter().zip(&small).map(|(province, &small)| if small { 0 } else { province.people }).collect();
        let numbers = apportion(left, &populations);
        let below: Vec<bool> = numbers.iter().map(|&number| number < LEAST).collect();
        if below == small {
            break numbers;
        }
        small = below;
    };
    let id = |id: &str| id.parse().expect("postal abbreviations are identifiers");
    Ok(members.iter().zip(numbers).map(|(province, number)| (id(province.id), number.max(LEAST))).collect())
}

/// By member, how many people of the census each made-up one stands for, on average.
pub(super) fn mean_weights(people: u64) -> BTreeMap<&'static str, f64> {
    let asked = shares(people).unwrap_or_default();
    let mean = |(province, profile): &(places::Province, profile::Profile)| {
        let count = asked.iter().find(|(member, _)| member.as_str() == province.id).map_or(1, |(_, count)| *count);
        (province.id, (province.people * profile.adults) as f64 / (1000.0 * count.max(1) as f64))
    };
    COUNTRY.iter().map(mean).collect()
}

/// Writes a member's file: CSV with a header in the charter's own names, one row per person. The same seed gives the same
/// bytes on every machine; no member's file depends on another's. *Errors:* no such member; `out` fails.
pub(super) fn write_people(member: &MemberId, people: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let (province, profile) = find(member).ok_or(io::ErrorKind::InvalidInput)?;
    people::write(province, profile, people, seed, out)
}

/// Whether the national survey on Internet use leaves this member out: its own file is then the only source.
pub(super) fn without_national_survey(member: &MemberId) -> bool {
    find(member).is_some_and(|(province, _)| province.is_territory())
}

fn find(member: &MemberId) -> Option<&'static (places::Province, profile::Profile)> {
    COUNTRY.iter().find(|(province, _)| province.id == member.as_str())
}

/// Splits `total` in proportion to `sizes`, to whole numbers that add up to it: largest remainders first, then order.
fn apportion(total: u64, sizes: &[u64]) -> Vec<u64> {
    let whole = u128::from(sizes.iter().sum::<u64>().max(1));
    let exact = |size: &u64| u128::from(total) * u128::from(*size);
    let mut parts: Vec<u64> = sizes.iter().map(|size| (exact(size) / whole) as u64).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact(&sizes[i]) % whole));
    let left = total - parts.iter().sum::<u64>();
    order.iter().take(left as usize).for_each(|&i| parts[i] += 1);
    parts
}
