//! Tables of the demonstration: counts of the census, and assumptions about the people of each province.

use std::sync::LazyLock;

use csv::StringRecord;

use crate::model::MemberId;

/// Every province and territory, from east to west and north.
pub(super) static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(provinces);

const ASSUMED: &str = include_str!("provinces.csv");
const PLACES: &str = include_str!("places.csv");

/// A province or territory, with the assumptions of the demonstration about its people: plausible, rounded, invented
/// where nothing is published.
pub(super) struct Province {
    /// Postal abbreviation.
    pub(super) id: MemberId,
    /// Two digits, with which the codes of its places begin.
    pub(super) code: String,
    /// People of 16 and over, per 1,000 people.
    pub(super) adults: u64,
    /// The seven age groups, per 1,000 people of 16 and over.
    pub(super) ages: [u32; 7],
    /// Households of First Nations, Métis, Inuit and recent immigrants, per 10,000.
    pub(super) identities: [u32; 4],
    /// Shift of every person's vulnerability, 256 = one standard deviation. Set so that Internet use agrees with the
    /// Canadian Internet Use Survey of 2022 in the ten provinces; for the territories, which it left out, it is a
    /// guess.
    pub(super) shift: i32,
    pub(super) places: Vec<Subdivision>,
}

/// An area of the level `subdivision`, the finest.
pub(super) struct Subdivision {
    pub(super) code: String,
    /// Number of people of all ages.
    pub(super) people: u64,
    pub(super) setting: Setting,
}

/// Distance from a large city. In a metropolitan area all places have the setting of the whole: a large city from 1,000,000
/// people, a city from 50,000. Outside, a place is a town from 10,000.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Setting {
    LargeCity,
    City,
    Town,
    Country,
    Remote,
}

impl Province {
    /// Number of people of all ages.
    pub(super) fn people(&self) -> u64 {
        self.places.iter().map(|place| place.people).sum()
    }

    /// Whether it is Yukon, Northwest Territories or Nunavut.
    pub(super) fn is_territory(&self) -> bool {
        self.code.starts_with('6')
    }
}

fn provinces() -> Vec<Province> {
    let mut places: Vec<Subdivision> = records(PLACES).map(|record| subdivision(&record)).collect();
    let province = |record: StringRecord| {
        let number = |column: usize| number(&record[column]) as u32;
        Province {
            id: record[0].parse().expect("postal abbreviations are identifiers"),
            code: record[1].to_owned(),
            adults: number(2).into(),
            ages: std::array::from_fn(|age| number(3 + age)),
            identities: std::array::from_fn(|group| number(10 + group)),
            shift: number(14).cast_signed(),
            places: places.extract_if(.., |place| place.code.starts_with(&record[1])).collect(),
        }
    };
    records(ASSUMED).map(province).collect()
}

fn subdivision(record: &StringRecord) -> Subdivision {
    let setting = match &record[1] {
        "large_city" => Some(Setting::LargeCity),
        "city" => Some(Setting::City),
        "town" => Some(Setting::Town),
        "country" => Some(Setting::Country),
        "remote" => Some(Setting::Remote),
        _ => None,
    };
    let setting = setting.expect("the table holds no other settings");
    Subdivision { code: record[0].to_owned(), people: number(&record[2]).unsigned_abs(), setting }
}

fn number(field: &str) -> i64 {
    field.parse().expect("the table holds whole numbers")
}

/// Records of a table in this folder, below its header.
fn records(table: &'static str) -> impl Iterator<Item = StringRecord> {
    let records = csv::Reader::from_reader(table.as_bytes()).into_records();
    records.map(|record| record.expect("all records have as many fields as the header"))
}
