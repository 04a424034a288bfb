//! What class `controlled` would leave of made-up people: the same cube and the same rules as for real ones.

use std::convert::Infallible;

use super::{NoiseKey, Protected, Review, Terms};
use crate::charter::{Charter, Population, Scale, Shares};
use crate::cube::{self, Guard, Ids, RecordKey, Records, Segment, cluster};
use crate::model::{Answers, Digest, MemberId, Random, Rows};

/// Persons made up at a time: bounds the memory, whatever the size of a member.
const SEGMENT: u64 = if cfg!(test) { 1 << 12 } else { 1 << 18 };
/// Draws of groups before a person is let into a combination that the charter calls impossible.
const DRAWS: usize = 1000;

/// People to make up, and the agreement under which their figures would be published.
pub struct Forecast<'a> {
    /// The agreement; its rules are those that are applied.
    pub charter: &'a Charter,
    /// Persons in the data.
    pub persons: &'a Population,
    /// What groups they are in: each group drawn for itself.
    pub shares: &'a Shares,
    /// People that each person stands for; `None` where everybody counts 1.
    pub weight: Option<f64>,
    /// The same seed gives the same people and the same secrets.
    pub seed: u64,
    /// Threads that compute; the result is the same for any number.
    pub threads: usize,
}

impl Forecast<'_> {
    /// What the officer of a member would read of a release about its made-up people. `done` is called with the number
    /// of persons that were taken up.
    pub fn review(&self, member: &MemberId, done: &(dyn Fn(u64) + Sync)) -> Review {
        let mut random = Random::new(self.seed, &format!("secrets of {member}"));
        let mut secret = || {
            let mut bytes = [0; 32];
            bytes.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&random.next().to_le_bytes()));
            bytes
        };
        let (record_key, noise_key) = (RecordKey::new(&secret()), NoiseKey::new(&secret()));
        let (rules, declared) = (&self.charter.rules, self.charter.method.weight_cap);
        let cap = self.weight.map(|weight| rules.largest_weight(weight, declared));
        let people = self.people_of(member, done);
        let guard = Guard { key: &record_key, weight_cap: cap };
        let Ok((exact, _)) = cube::build(self.charter, &people, Some(guard), self.threads, &|| {});
        let dataset = Digest::of(b"made up");
        let terms = Terms {
            charter: self.charter,
            member,
            rules,
            key: &noise_key,
            cap,
            dataset,
            earlier: None,
            danger_without: &[],
        };
        Protected::controlled(exact, &terms).1
    }

    /// Persons in the areas that a member speaks for.
    pub fn persons_of(&self, member: &MemberId) -> u64 {
        self.areas_of(member).map(|(_, persons)| persons).sum()
    }

    fn areas_of(&self, member: &MemberId) -> impl Iterator<Item = (u32, u64)> {
        let own = self.charter.members.iter().position(|known| known.id == *member);
        let owners = self.charter.owners().into_iter();
        let areas = (0..).zip(owners.zip(self.persons.people()));
        areas.filter(move |(_, (owner, _))| own.is_some() && *owner == own).map(|(area, (_, persons))| (area, persons))
    }

    fn people_of<'a>(&'a self, member: &MemberId, done: &'a (dyn Fn(u64) + Sync)) -> MadeUp<'a> {
        let mut segments = vec![Vec::new()];
        let mut room = SEGMENT;
        for (area, mut persons) in self.areas_of(member) {
            while persons > 0 {
                let taken = persons.min(room);
                segments.last_mut().expect("there is one from the start").push((area, taken));
                (persons, room) = (persons - taken, room - taken);
                if room == 0 {
                    segments.push(Vec::new());
                    room = SEGMENT;
                }
            }
        }
        let ends = self.shares.groups().iter().map(|shares| ends(shares)).collect();
        MadeUp { forecast: self, member: member.to_string(), segments, ends, done }
    }
}

/// Persons of a member, made when they are asked for.
struct MadeUp<'a> {
    forecast: &'a Forecast<'a>,
    member: String,
    /// Areas of the finest level and persons in them.
    segments: Vec<Vec<(u32, u64)>>,
    /// By group, where the stretch of each category ends among the numbers of 64 bits.
    ends: Vec<Vec<u64>>,
    done: &'a (dyn Fn(u64) + Sync),
}

impl MadeUp<'_> {
    fn persons(&self, segment: usize) -> u64 {
        self.segments[segment].iter().map(|(_, persons)| persons).sum()
    }

    fn combination(&self, random: &mut Random) -> u32 {
        let groups = &self.forecast.charter.groups;
        let mut categories = vec![0_u16; groups.len()];
        let impossible = &self.forecast.charter.rules.impossible;
        for _ in 0..DRAWS {
            for (category, ends) in categories.iter_mut().zip(&self.ends) {
                let draw = random.next();
                *category = ends.partition_point(|&end| end <= draw).min(ends.len() - 1) as u16;
            }
            let all = |listed: &Vec<(usize, u16)>| listed.iter().all(|&(group, own)| categories[group] == own);
            if !impossible.iter().any(all) {
                break;
            }
        }
        let mixed = groups.iter().zip(categories);
        mixed.fold(0, |number, (group, category)| number * group.categories.len() as u32 + u32::from(category))
    }
}

impl Records for MadeUp<'_> {
    type Error = Infallible;
    type Handle<'h>
        = Segment
    where
        Self: 'h;

    fn segments(&self) -> usize {
        self.segments.len()
    }

    fn weighted(&self) -> bool {
        self.forecast.weight.is_some()
    }

    fn segment(&self, segment: usize) -> Result<Segment, Infallible> {
        let random = &mut Random::new(self.forecast.seed, &format!("{segment} of {}", self.member));
        let count = self.persons(segment) as usize;
        let places = self.segments[segment].iter();
        let areas: Vec<u32> = places.flat_map(|&(area, persons)| std::iter::repeat_n(area, persons as usize)).collect();
        let combinations = (0..count).map(|_| self.combination(random)).collect();
        // Everybody has answered everything, anything: what is withheld hardly depends on answers.
        let mut answer = |scale: &Scale| match *scale {
            Scale::YesNo { .. } => Answers::Codes((0..count).map(|_| random.below(2) as u8).collect()),
            Scale::Ordered { steps, .. } => Answers::Codes((0..count).map(|_| 1 + random.below(steps) as u8).collect()),
            Scale::Number { low, high, .. } => {
                let part = |random: &mut Random| f64::from(random.below(u32::MAX)) / f64::from(u32::MAX);
                Answers::Numbers((0..count).map(|_| low + (high - low) * part(random)).collect())
            }
        };
        let indicators = self.forecast.charter.method.indicators.iter();
        let indicators = indicators.map(|indicator| answer(&indicator.scale)).collect();
        let weights = self.forecast.weight.map(|weight| vec![weight; count]);
        let persons = vec![0; count];
        let rows = Rows { persons, households: None, areas, combinations, weights, indicators };
        (self.done)(count as u64);
        Ok(cluster(self.forecast.charter, rows).segment)
    }

    /// Any names do, as long as no two are alike.
    fn ids(&self, segment: usize) -> Result<Ids, Infallible> {
        let persons = (0..self.persons(segment)).map(|row| (segment as u128) << 64 | u128::from(row));
        Ok(Ids { persons: persons.collect(), households: None })
    }
}

/// Where the stretch of each category ends, up to the last one that has anybody.
fn ends(shares: &[f64]) -> Vec<u64> {
    let last = shares.iter().rposition(|share| *share > 0.0).unwrap_or_default();
    let mut end = 0.0;
    let ends = shares[..=last].iter().map(|share| {
        end += share;
        (end * 2_f64.powi(64)) as u64
    });
    ends.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{CharterFiles, template};

    /// The example's isles in class `controlled`, with these lines in `[disclosure]`.
    fn isles(disclosure: &str) -> Charter {
        let mut files: CharterFiles = template(None);
        for text in files.values_mut() {
            let controlled =
                String::from_utf8(text.clone()).unwrap().replace("class = \"public\"", "class = \"controlled\"");
            *text = controlled.into_bytes();
        }
        let charter = files.get_mut("charter.toml").unwrap();
        charter.extend_from_slice(format!("\n[disclosure]\n{disclosure}\n").as_bytes());
        Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"))
    }

    fn counts(charter: &Charter, people: &str) -> Population {
        let csv = format!("code,people\n{people}\n");
        Population::parse(charter, "people.csv", csv.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
    }

    fn told(forecast: &Forecast<'_>) -> String {
        serde_json::to_string(&forecast.review(&"gulls".parse().unwrap(), &|_| ())).unwrap()
    }

    #[test]
    fn the_seed_decides_and_the_number_of_threads_does_not() {
        let charter = isles("");
        let (persons, shares) = (counts(&charter, "GUL,10000"), Shares::even(&charter));
        let forecast = |seed, threads| {
            told(&Forecast { charter: &charter, persons: &persons, shares: &shares, weight: None, seed, threads })
        };
        assert_eq!(forecast(1, 1), forecast(1, 3));
        assert_ne!(forecast(1, 1), forecast(2, 1));
    }

    /// 20,000 persons: shares within five standard errors, and nobody where nobody can be.
    #[test]
    fn people_are_made_as_the_shares_say() {
        let charter = isles("impossible = [{ age = \"75+\", household = \"alone\" }]");
        let persons = counts(&charter, "GUL-1,20000\nPIN-1,5");
        let csv = "group,category,share\nage,16-24,0.1\nage,25-64,0.4\nage,75+,0.5\n";
        let shares = Shares::parse(&charter, "shares.csv", csv.as_bytes()).unwrap();
        let forecast =
            Forecast { charter: &charter, persons: &persons, shares: &shares, weight: Some(2.0), seed: 1, threads: 1 };
        let (gulls, taken) = ("gulls".parse().unwrap(), std::sync::atomic::AtomicU64::new(0));
        let done = |more| {
            taken.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
        };
        let people = forecast.people_of(&gulls, &done);
        let mut found = vec![0_u32; 8];
        for i in 0..people.segments() {
            let Ok(segment) = people.segment(i);
            let Ok(ids) = people.ids(i);
            assert_eq!(ids.persons.len(), segment.weights.as_ref().unwrap().len());
            segment.runs.iter().for_each(|run| found[run.combination as usize] += run.rows);
        }
        assert_eq!((found.iter().sum::<u32>(), taken.into_inner()), (20_000, 20_000));
        // Of what is drawn, a quarter is drawn anew: 75+ and alone.
        let expected = [0.05, 0.05, 0.2, 0.2, 0.0, 0.0, 0.0, 0.25].map(|share: f64| share / 0.75);
        for (found, expected) in found.into_iter().zip(expected) {
            let error = (20_000.0 * expected * (1.0 - expected)).sqrt();
            assert!((f64::from(found) - 20_000.0 * expected).abs() <= 5.0 * error, "{found} {expected}");
        }
    }

    /// Each respondent of a sample stands for others, whose number decides whether an area is large enough.
    #[test]
    fn areas_are_judged_by_the_people_that_respondents_stand_for() {
        let charter = isles("knowledge = \"sample\"");
        let (persons, shares) = (counts(&charter, "GUL-1,200\nGUL-2,200\nGUL-3,200"), Shares::even(&charter));
        let towns =
            charter.lattice.tables().iter().position(|table| table.level == 2 && table.axes.is_empty()).unwrap();
        let coverage = |weight| {
            let forecast =
                Forecast { charter: &charter, persons: &persons, shares: &shares, weight, seed: 1, threads: 1 };
            forecast.review(&"gulls".parse().unwrap(), &|_| ()).tables[towns].coverage
        };
        assert_eq!((coverage(None), coverage(Some(1.3))), (0.0, 1.0));
    }
}
