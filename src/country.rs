//! The country of `archipel demo`: 13 members with real areas and synthetic people, and their charter. Its numbers are
//! in tables beside the code.
//!
//! *Source:* Statistics Canada, 2021 Census, table 98-10-0002, Statistics Canada Open Licence; no endorsement.
//! Populations of metropolitan areas are those published for the same census. Codes are those of the Standard
//! Geographical Classification 2021, except those that end in `000` or `X`, which are ours. Each metropolitan area has
//! its largest subdivisions, and all others as one.

mod census;
mod people;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::charter::{CharterFiles, Class};
use crate::model::{MemberId, problems};
use census::{PROVINCES, Province};

problems! {
    /// Reason why the demonstration can't be set up.
    pub enum CountryError {
        /// There are too few people to give every member its least number.
        TooFewPeople(Usage, "demo-too-few-people") { people: u64, least: u64 },
    }
}

/// Mapping of the members' files: most people's speeds lie beyond the charter's bounds, which is no mistake here.
pub const MAPPING: &str = "[columns]\ndownload_speed = { column = \"download_speed\", out_of_range = true }\n";

/// Charter for 1,000,000 people, in class `private`.
const CHARTER: &str = include_str!("country/charter.toml");
const GEOGRAPHY: &str = include_str!("country/geography.csv");

/// Minimum number of people of a member: fewer would leave too little in its smaller areas.
const LEAST: u64 = 5_000;

/// Files of the demonstration's charter folder, for one class and a number of synthetic people.
pub fn charter_files(class: Class, people: u64) -> CharterFiles {
    let means = mean_weights(people);
    let mut member = "";
    let mut charter = String::new();
    for line in CHARTER.lines() {
        let id = line.strip_prefix("id = \"").and_then(|rest| rest.strip_suffix('"'));
        member = id.unwrap_or(member);
        match (line.split_once(" = ").map(|(key, _)| key), means.get(member)) {
            (Some("class"), _) => charter += &format!("class = \"{}\"", class.id()),
            // Largest weight that a person may have: weights differ from their mean by a factor of up to 1.375.
            (Some("weight_cap"), Some(mean)) => {
                charter += &format!("weight_cap = {:.1}", (14.0 * mean).ceil() / 10.0);
            }
            _ => charter += line,
        }
        charter.push('\n');
    }
    CharterFiles::from([
        ("charter.toml".to_owned(), charter.into_bytes()),
        ("geography.csv".to_owned(), GEOGRAPHY.into()),
    ])
}

/// Number of people in each member's file: in proportion to the census of 2021, but at least 5,000.
///
/// *Shape:* by id, as in the charter; the numbers add up to `people`. *Errors:* fewer than 5,000 for each member.
pub fn shares(people: u64) -> Result<Vec<(MemberId, u64)>, CountryError> {
    let least = LEAST * PROVINCES.len() as u64;
    if people < least {
        return Err(CountryError::TooFewPeople { people, least });
    }
    let mut members: Vec<&Province> = PROVINCES.iter().collect();
    members.sort_by_key(|province| &province.id);
    // A member that would get less than the minimum gets exactly that, and the others divide the rest. That can push
    // another one below the minimum, so it is repeated.
    let mut small = vec![false; members.len()];
    let numbers = loop {
        let left = people - LEAST * small.iter().filter(|small| **small).count() as u64;
        let populations: Vec<u64> =
            members.iter().zip(&small).map(|(province, &small)| if small { 0 } else { province.people() }).collect();
        let numbers = apportion(left, &populations);
        let below: Vec<bool> = numbers.iter().map(|&number| number < LEAST).collect();
        if below == small {
            break numbers;
        }
        small = below;
    };
    Ok(members.iter().zip(numbers).map(|(province, number)| (province.id.clone(), number.max(LEAST))).collect())
}

/// Mean weight by member: the number of people of the census for each synthetic one.
pub fn mean_weights(people: u64) -> BTreeMap<&'static str, f64> {
    let asked = shares(people).unwrap_or_default();
    let mean = |province: &'static Province| {
        let count = asked.iter().find(|(member, _)| *member == province.id).map_or(1, |(_, count)| *count);
        (province.id.as_str(), (province.people() * province.adults) as f64 / (1000.0 * count.max(1) as f64))
    };
    PROVINCES.iter().map(mean).collect()
}

/// Writes a member's file: CSV with a header in the charter's own names, one row for each person. The same seed gives
/// the same bytes on every machine; no member's file depends on another's. *Errors:* no such member; `out` fails.
pub fn write_people(member: &MemberId, people: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    people::write(find(member).ok_or(io::ErrorKind::InvalidInput)?, people, seed, out)
}

/// Whether the national survey on Internet use leaves this member out, so that its own file is the only source.
pub fn without_national_survey(member: &MemberId) -> bool {
    find(member).is_some_and(Province::is_territory)
}

fn find(member: &MemberId) -> Option<&'static Province> {
    PROVINCES.iter().find(|province| province.id == *member)
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
