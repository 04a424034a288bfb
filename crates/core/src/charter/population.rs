use std::collections::BTreeMap;

use super::{AreaPosition, Charter};
use crate::delimited::table;
use crate::model::{Explain, Findings, Place, problems};

problems! {
    /// Problems of counts of people, and of shares of categories.
    pub enum PopulationError {
        /// A code that isn't in the geography.
        Area(Data, "forecast-area") { code: String },
        /// An area with two counts.
        AreaTwice(Data, "forecast-area-twice") { code: String, first: u64 },
        /// A text that isn't a number of people.
        Count(Data, "forecast-count") {},
        /// An area with fewer people than its parts, or with more where all its parts are counted.
        Sum(Data, "forecast-sum") { code: String, people: u64, within: u64 },
        /// No people, or more than can be counted.
        Total(Data, "forecast-total") { limit: u32 },
        /// A group that isn't in the charter.
        Group(Data, "forecast-group") { id: String, known: String },
        /// A category that isn't in its group.
        Category(Data, "forecast-category") { id: String, group: String, known: String },
        /// A category with two shares.
        CategoryTwice(Data, "forecast-category-twice") { id: String, first: u64 },
        /// A text that isn't a share.
        Share(Data, "forecast-share") {},
        /// Shares of a group that don't add up to 1.
        ShareSum(Data, "forecast-share-sum") { group: String, sum: String },
    }
}

/// Number of people in each area of the finest level. *Shape:* by area. *Unit:* persons.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    people: Vec<Option<u64>>,
}

impl Population {
    /// Reads `code,people`: counts of areas of any level. People of an area beyond the counts within it are spread
    /// evenly over its finest areas without a count.
    /// *Errors:* every broken line; contradicting counts; no people at all.
    pub fn parse(charter: &Charter, file: &str, bytes: &[u8]) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let mut counts: BTreeMap<AreaPosition, Count> = BTreeMap::new();
        for (line, [code, people]) in records(file, bytes, COUNTS, &mut findings) {
            let known = charter.geography.find(&code);
            let earlier = known.and_then(|area| counts.get(&area));
            let error = match (known, earlier, people.parse().ok().filter(|people| *people <= u64::from(u32::MAX))) {
                (None, ..) => PopulationError::Area { code }.at(column(file, line, "code")),
                (_, Some(first), _) => {
                    PopulationError::AreaTwice { code, first: first.line }.at(column(file, line, "code"))
                }
                (.., None) => PopulationError::Count {}.at(column(file, line, "people")),
                (Some(area), None, Some(people)) => {
                    counts.insert(area, Count { people, line });
                    continue;
                }
            };
            findings.push(error);
        }
        // An incomplete list of counts would make the others look wrong.
        findings.or_else(())?;
        let mut findings = Findings::default();
        let population = Self { people: spread_counts(charter, file, &counts, &mut findings) };
        if findings.is_empty() && !(1..=u64::from(u32::MAX)).contains(&population.total()) {
            let file = Some(file.to_owned());
            findings.push(PopulationError::Total { limit: u32::MAX }.at(Place { file, ..Place::default() }));
        }
        findings.or_else(population)
    }

    /// People by position of the area; 0 where no count covers it.
    pub fn people(&self) -> impl Iterator<Item = u64> {
        self.people.iter().map(|people| people.unwrap_or(0))
    }

    /// People by position of the area; `None` where no count covers it.
    pub fn counts(&self) -> impl Iterator<Item = Option<u64>> {
        self.people.iter().copied()
    }

    /// Total number of people.
    pub fn total(&self) -> u64 {
        self.people().sum()
    }
}

struct Count {
    people: u64,
    line: u64,
}

/// Spreads the counts over the finest areas, finest counts first.
fn spread_counts(
    charter: &Charter,
    file: &str,
    counts: &BTreeMap<AreaPosition, Count>,
    findings: &mut Findings,
) -> Vec<Option<u64>> {
    let (geography, finest) = (&charter.geography, charter.geography.finest());
    let mut people: Vec<Option<u64>> = vec![None; geography.areas(finest).len()];
    for level in (0..=finest).rev() {
        let mut within: Vec<Vec<usize>> = vec![Vec::new(); geography.areas(level).len()];
        let ancestors = geography.ancestors(finest, level);
        ancestors.iter().enumerate().for_each(|(area, &above)| within[above.at()].push(area));
        for (place, count) in counts.iter().filter(|(place, _)| place.level == level) {
            let within = &within[place.area.at()];
            let known: u64 = within.iter().filter_map(|&area| people[area]).sum();
            let free: Vec<usize> = within.iter().copied().filter(|&area| people[area].is_none()).collect();
            let left = count.people.checked_sub(known).filter(|&left| left == 0 || !free.is_empty());
            let Some(left) = left else {
                let code = geography.area(*place).code.to_string();
                let error = PopulationError::Sum { code, people: count.people, within: known };
                findings.push(error.at(column(file, count.line, "people")));
                continue;
            };
            let parts = free.len().max(1) as u64;
            for (part, area) in (0..).zip(free) {
                people[area] = Some(left / parts + u64::from(part < left % parts));
            }
        }
    }
    people
}

/// Share of each category of each group among the people. *Shape:* by group, by category. *Units:* from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    groups: Vec<Vec<f64>>,
    even: Vec<usize>,
}

impl Shares {
    /// Largest difference of a sum of shares from 1: published shares are rounded.
    const ROUNDING: f64 = 0.001;

    /// Equal shares of all categories of a group.
    pub fn even(charter: &Charter) -> Self {
        let even = |count: usize| vec![1.0 / count as f64; count];
        Self {
            groups: charter.groups.iter().map(|group| even(group.categories.len())).collect(),
            even: (0..charter.groups.len()).collect(),
        }
    }

    /// Reads `group,category,share`; a group without lines has equal shares, a category without a line has share 0.
    /// *Errors:* every broken line; groups whose shares don't add up to 1.
    pub fn parse(charter: &Charter, file: &str, bytes: &[u8]) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        // Ordered by group and category: the same file gives the same sums, to the last digit.
        let mut given: Vec<BTreeMap<usize, Share>> = charter.groups.iter().map(|_| BTreeMap::new()).collect();
        for (line, [group, id, share]) in records(file, bytes, SHARES, &mut findings) {
            let Some(position) = charter.groups.iter().position(|known| known.id == group) else {
                let known = charter.groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>().join(", ");
                findings.push(PopulationError::Group { id: group, known }.at(column(file, line, "group")));
                continue;
            };
            let categories = &charter.groups[position].categories;
            let place = categories.iter().position(|category| category.id == id);
            let earlier = place.and_then(|place| given[position].get(&place));
            let share = share.parse().ok().filter(|share| (0.0..=1.0).contains(share));
            let error = match (place, earlier, share) {
                (None, ..) => {
                    let known = categories.iter().map(|category| category.id.as_str()).collect::<Vec<_>>().join(", ");
                    PopulationError::Category { id, group, known }.at(column(file, line, "category"))
                }
                (_, Some(first), _) => {
                    PopulationError::CategoryTwice { id, first: first.line }.at(column(file, line, "category"))
                }
                (.., None) => PopulationError::Share {}.at(column(file, line, "share")),
                (Some(place), None, Some(share)) => {
                    given[position].insert(place, Share { line, share });
                    continue;
                }
            };
            findings.push(error);
        }
        findings.or_else(())?;
        let mut findings = Findings::default();
        let mut found = Self::even(charter);
        for (group, own) in given.iter().enumerate() {
            let Some(line) = own.values().map(|share| share.line).min() else { continue };
            found.even.retain(|&even| even != group);
            let sum: f64 = own.values().map(|share| share.share).sum();
            if (sum - 1.0).abs() > Self::ROUNDING {
                let sum = ((sum * 1e4).round() / 1e4).to_string();
                let error = PopulationError::ShareSum { group: charter.groups[group].id.clone(), sum };
                findings.push(error.at(column(file, line, "share")));
            }
            found.groups[group].fill(0.0);
            own.iter().for_each(|(&category, share)| found.groups[group][category] = share.share / sum);
        }
        findings.or_else(found)
    }

    /// Shares by category, by group of the charter; those of each group add up to 1.
    pub fn groups(&self) -> &[Vec<f64>] {
        &self.groups
    }

    /// Groups with equal shares because none were given.
    pub fn assumed_even(&self) -> &[usize] {
        &self.even
    }
}

struct Share {
    line: u64,
    share: f64,
}

const COUNTS: [&str; 2] = ["code", "people"];
const SHARES: [&str; 3] = ["group", "category", "share"];

/// Records of a table with exactly these columns, with their lines.
fn records<const N: usize>(
    file: &str,
    bytes: &[u8],
    columns: [&str; N],
    findings: &mut Findings,
) -> impl Iterator<Item = (u64, [String; N])> + use<N> {
    let records = table(file, bytes, &columns, None, findings);
    records.into_iter().filter_map(|(line, fields)| Some((line, fields.try_into().ok()?)))
}

fn column(file: &str, line: u64, column: &str) -> Place {
    Place { file: Some(file.to_owned()), line: Some(line), column: Some(column.to_owned()), key: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::template;

    fn isles() -> Charter {
        Charter::parse(&template(None)).unwrap_or_else(|findings| panic!("{findings}"))
    }

    fn spread(csv: &str) -> Result<Population, Findings> {
        Population::parse(&isles(), "people.csv", csv.as_bytes())
    }

    /// People by code of their town.
    fn towns(population: &Population) -> BTreeMap<String, u64> {
        let charter = isles();
        let areas = charter.geography.areas(charter.geography.finest()).iter();
        areas.zip(population.people()).map(|(area, people)| (area.code.to_string(), people)).collect()
    }

    fn uncounted(population: &Population) -> usize {
        population.counts().filter(Option::is_none).count()
    }

    fn problem(found: Findings) -> (String, Option<u64>, Option<String>) {
        assert_eq!(found.total(), 1, "{found}");
        let problem = found.shown()[0].clone();
        assert_eq!(problem.place.file.as_deref(), Some("people.csv"));
        (problem.key.into_owned(), problem.place.line, problem.place.column)
    }

    #[test]
    fn what_finer_counts_leave_is_spread_evenly() {
        let given = spread("\u{feff}code,people\nGUL,100\nGUL-1,41\nARC,1000\nLAN,7\n").unwrap();
        let towns = towns(&given);
        let of = |island: &str| towns.iter().filter(|(code, _)| code.starts_with(island)).collect::<Vec<_>>();
        let gulls = of("GUL-");
        assert_eq!(*gulls[0].1, 41);
        assert_eq!(gulls.iter().map(|(_, people)| **people).sum::<u64>(), 100);
        for island in ["GUL-", "LAN-", "PIN-"] {
            let rest = of(island).into_iter().filter(|(code, _)| *code != "GUL-1").map(|(_, people)| *people);
            let rest: Vec<u64> = rest.collect();
            assert!(rest.iter().max().unwrap() - rest.iter().min().unwrap() <= 1, "{towns:?}");
        }
        assert_eq!((given.total(), uncounted(&given)), (1000, 0));
        assert_eq!(of("PIN-").iter().map(|(_, people)| **people).sum::<u64>(), 893);
    }

    #[test]
    fn areas_without_a_count_are_told() {
        let given = spread("code,people\nGUL-1,41\n").unwrap();
        assert_eq!((given.total(), uncounted(&given)), (41, towns(&given).len() - 1));
    }

    #[test]
    fn counts_that_cannot_be_are_told_where_they_stand() {
        let bad = |csv: &str, key: &str, line: Option<u64>, column: Option<&str>| {
            let found = problem(spread(csv).unwrap_err());
            assert_eq!(found, (key.to_owned(), line, column.map(str::to_owned)), "{csv}");
        };
        bad("code;persons\nGUL;1\n", "delimited-header", Some(1), None);
        bad("code,people\nGUL\n", "delimited-field-count", Some(2), None);
        bad("code,people\n\nNOWHERE,1\n", "forecast-area", Some(3), Some("code"));
        bad("code,people\nGUL,1\nGUL,1\n", "forecast-area-twice", Some(3), Some("code"));
        for count in ["-1", "1.5", "many", "", "4294967296"] {
            bad(&format!("code,people\nGUL,{count}\n"), "forecast-count", Some(2), Some("people"));
        }
        bad("code,people\nGUL,40\nGUL-1,41\n", "forecast-sum", Some(2), Some("people"));
        bad("code,people\nGUL-1,41\nGUL-2,0\nGUL-3,0\nGUL,42\n", "forecast-sum", Some(5), Some("people"));
        bad("code,people\nGUL,0\n", "forecast-total", None, None);
        bad("code,people\nGUL,4294967295\nPIN,1\n", "forecast-total", None, None);
    }

    #[test]
    fn shares_are_taken_as_given_and_else_even() {
        let charter = isles();
        let shares = |csv: &str| Shares::parse(&charter, "people.csv", csv.as_bytes());
        let given = shares("group,category,share\nage,16-24,0.25\nage,25-64,0.75\n").unwrap();
        assert_eq!(given.groups(), [vec![0.25, 0.75, 0.0, 0.0], vec![0.5, 0.5]]);
        assert_eq!(given.assumed_even(), [1]);
        assert_eq!(Shares::even(&charter).assumed_even(), [0, 1]);
        let thirds = shares("group,category,share\nage,16-24,0.333\nage,25-64,0.333\nage,75+,0.333\n").unwrap();
        assert!((thirds.groups()[0].iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (lines, key, line, column) in [
            ("weather,dry,1", "forecast-group", 2, "group"),
            ("household,alone,0.5\nhousehold,castle,0.5", "forecast-category", 3, "category"),
            ("household,alone,0.5\nhousehold,alone,0.5", "forecast-category-twice", 3, "category"),
            ("household,alone,1.5", "forecast-share", 2, "share"),
            ("household,alone,NaN", "forecast-share", 2, "share"),
            ("age,75+,1\nhousehold,alone,0.6\nhousehold,shared,0.3", "forecast-share-sum", 3, "share"),
        ] {
            let found = problem(shares(&format!("group,category,share\n{lines}\n")).unwrap_err());
            assert_eq!(found, (key.to_owned(), Some(line), Some(column.to_owned())), "{lines}");
        }
    }
}
