//! Synthetic people: households of each place, person by person.

use std::io::{self, Write};

use super::census::{Province, Setting, Subdivision};
use crate::model::Random;

/// Columns of every file, in the charter's own names.
const HEADER: &str = "person_id,household_id,area,weight,age,gender,first_nations,metis,inuit,recent_immigrant,\
    activity_limitation,home_internet,download_speed,cost_share,devices,internet_use,use_frequency,\
    online_confidence,government_online,copied_files,joined_wifi,used_spreadsheet,task_score\n";

const AGES: [&str; 7] = ["16-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"];

// Vulnerability is a whole number, 256 = one standard deviation among similar people. All decisions are made in whole
// numbers, so that every machine makes the same ones. Thresholds were set by simulation, so that Internet use by age
// and province is near the Canadian Internet Use Survey of 2022, and skills of Internet users near that of 2018.

/// Shift by age: 99.2 % use the Internet below 45, 96.4 % below 65, 82.6 % from there.
const AGE_SHIFT: [i32; 7] = [-590, -600, -580, -490, -415, -300, -170];
/// Shift by setting, see [`Setting`].
const SETTING_SHIFT: [i32; 5] = [0, 0, 30, 70, 130];
/// Shift of people with an activity limitation.
const LIMITATION_SHIFT: i32 = 90;
/// Activity limitations by age, in percent.
const LIMITATION_PERCENT: [u32; 7] = [20, 21, 22, 24, 28, 36, 46];
/// First Nations, Métis, Inuit and recent immigrants by setting, in percent of the province's share.
const SETTING_IDENTITIES: [[u32; 4]; 5] =
    [[50, 50, 100, 130], [70, 80, 100, 110], [90, 100, 100, 60], [140, 130, 100, 25], [140, 130, 100, 60]];
/// Sixteen equally likely download speeds by setting, in Mbps.
const SPEEDS: [[u32; 16]; 5] = [
    [30, 50, 75, 100, 100, 150, 150, 200, 300, 300, 500, 500, 750, 1000, 1000, 1500],
    [25, 50, 50, 75, 100, 150, 150, 150, 300, 300, 300, 500, 500, 940, 1000, 1500],
    [15, 25, 50, 50, 75, 100, 100, 150, 150, 200, 300, 300, 500, 500, 1000, 1000],
    [5, 10, 15, 25, 25, 50, 50, 50, 50, 75, 100, 100, 150, 150, 300, 500],
    [2, 5, 5, 10, 10, 15, 15, 15, 25, 25, 25, 50, 50, 50, 75, 100],
];
/// Addition to the cost of a plan by setting, in tenths of a percent of income.
const SETTING_COST: [i32; 5] = [0, 0, 2, 6, 20];
/// Sixteen equally likely household sizes (people of 16 and over); in remote places one more.
const HOUSEHOLD_SIZES: [u32; 16] = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4];
/// Position of the cost of a plan among the answers.
const COST: usize = 2;
/// Missing answers to the twelve questions, of 256 each: 1 to 3 %.
const MISSING: [u8; 12] = [3, 8, 8, 4, 3, 4, 5, 5, 5, 5, 5, 8];

/// Number of bytes that are collected before they are written out.
const CHUNK: usize = 1 << 16;

/// Writes the file of one province.
pub(super) fn write(province: &Province, people: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let populations: Vec<u64> = province.places.iter().map(|place| place.people).collect();
    // In hundredths, as in the file.
    let weight = (province.people() * province.adults / 10).checked_div(people).unwrap_or(0).max(1);
    let random = Random::new(seed, province.id.as_str());
    let rows = RowText(Vec::with_capacity(CHUNK + 4096));
    let mut author = Author { random, province, weight, people: 0, households: 0, rows };
    author.rows.text(HEADER);
    for (place, mut left) in province.places.iter().zip(super::apportion(people, &populations)) {
        while left > 0 {
            left -= author.household(place, left);
            if author.rows.0.len() >= CHUNK {
                out.write_all(&author.rows.0)?;
                author.rows.0.clear();
            }
        }
    }
    out.write_all(&author.rows.0)
}

struct Author<'p> {
    random: Random,
    province: &'p Province,
    /// Mean of the weights, in hundredths.
    weight: u64,
    people: u64,
    households: u64,
    rows: RowText,
}

/// Properties that the people of a household share.
struct Household {
    setting: usize,
    /// First Nations, Métis, Inuit, recent immigrants.
    identities: [bool; 4],
    /// Bell-shaped: poor households are above 0.
    means: i32,
    internet: bool,
    speed: u32,
    cost: u32,
}

impl Author<'_> {
    /// Writes a household of at most `most` people and returns their number.
    fn household(&mut self, place: &Subdivision, most: u64) -> u64 {
        let setting = place.setting as usize;
        let remote = u32::from(place.setting == Setting::Remote);
        let size = u64::from(HOUSEHOLD_SIZES[self.random.below(16) as usize] + remote).min(most);
        let identities = self.identities(setting);
        let first_age = self.age(identities[3]);
        let means = self.random.bell();
        let [noise, ..] = noise(self.random.draw());
        let reach = AGE_SHIFT[first_age] + SETTING_SHIFT[setting] * 3 / 2 + self.province.shift + means + noise;
        let internet = reach <= -65;
        let speed = SPEEDS[setting][self.random.below(16) as usize];
        let by_age = [4, 0, 0, 0, 0, 5, 8][first_age];
        let cost = 18 + means / 16 + SETTING_COST[setting] + by_age + self.random.below(12) as i32;
        let household = Household {
            setting,
            identities,
            means,
            internet,
            speed: if internet { speed } else { 0 },
            cost: cost.max(4).unsigned_abs(),
        };
        self.households += 1;
        for member in 0..size {
            let age = if member == 0 { first_age } else { self.age(identities[3]) };
            self.person(place, &household, age);
        }
        size
    }

    /// First Nations, Métis and Inuit may be combined; people of these groups aren't recent immigrants.
    fn identities(&mut self, setting: usize) -> [bool; 4] {
        let share = |i: usize| self.province.identities[i] * SETTING_IDENTITIES[setting][i] / 100;
        let mut drawn = [0, 1, 2, 3].map(|i| self.random.below(10_000) < share(i));
        drawn[3] &= !(drawn[0] || drawn[1] || drawn[2]);
        drawn
    }

    /// Draws an age group; recent immigrants are younger: the lower of two draws.
    fn age(&mut self, recent_immigrant: bool) -> usize {
        let mut draw = self.random.below(1000);
        if recent_immigrant {
            draw = draw.min(self.random.below(1000));
        }
        let mut age = 0;
        while age < 6 && draw >= self.province.ages[age] {
            draw -= self.province.ages[age];
            age += 1;
        }
        age
    }

    fn person(&mut self, place: &Subdivision, household: &Household, age: usize) {
        let random = &mut self.random;
        let limitation = random.below(100) < LIMITATION_PERCENT[age];
        let woman = random.below(1000) < 508;
        let weight = (self.weight * u64::from(160 + random.below(193)) / 256).max(1);
        let vulnerability = AGE_SHIFT[age]
            + SETTING_SHIFT[household.setting]
            + if limitation { LIMITATION_SHIFT } else { 0 }
            + self.province.shift
            + household.means / 2
            + random.bell();
        let answers = answers(random, household, vulnerability);
        let missing = [random.draw(), random.draw()].map(u64::to_le_bytes);

        self.people += 1;
        let (province, row) = (self.province.id.as_str(), &mut self.rows);
        row.id(province, b'p', self.people);
        row.id(province, b'h', self.households);
        row.text(&place.code);
        row.text(",");
        row.number(weight / 100);
        row.text(".");
        row.digit(weight / 10 % 10);
        row.digit(weight % 10);
        row.text(",");
        row.text(AGES[age]);
        row.text(if woman { ",women" } else { ",men" });
        for yes in household.identities.into_iter().chain([limitation]) {
            row.text(if yes { ",yes" } else { ",no" });
        }
        for (i, answer) in answers.into_iter().enumerate() {
            row.text(",");
            match i {
                _ if missing.as_flattened()[i] < MISSING[i] => {}
                COST => {
                    row.number(answer / 10);
                    row.text(".");
                    row.digit(answer % 10);
                }
                _ => row.number(answer),
            }
        }
        row.text("\n");
    }
}

/// Answers to the twelve questions, in the order of the columns; the cost of a plan in tenths.
fn answers(random: &mut Random, household: &Household, vulnerability: i32) -> [u64; 12] {
    let [uses, devices, frequency, confidence] = noise(random.draw()).map(|noise| vulnerability + noise);
    let [government, files, wifi, spreadsheet] = noise(random.draw()).map(|noise| vulnerability + noise);
    let [task, ..] = noise(random.draw()).map(|noise| vulnerability + noise);
    let uses = uses <= 0;
    [
        household.internet.into(),
        household.speed.into(),
        household.cost.into(),
        step(devices, &[-422, -163, 15]),
        uses.into(),
        if uses { 6 - step(frequency, &[-434, -233, -83]) } else { 1 },
        6 - step(confidence, &[-659, -422, -239, -60]),
        (uses && government <= -388).into(),
        (uses && files <= -402).into(),
        (uses && wifi <= -426).into(),
        (uses && spreadsheet <= -500).into(),
        (176 - task / 5).clamp(100, 480).unsigned_abs().into(),
    ]
}

/// Position between limits, from 1.
fn step(value: i32, limits: &[i32]) -> u64 {
    1 + limits.iter().filter(|&&limit| value > limit).count() as u64
}

/// Four numbers around 0, each the sum of two random bytes: standard deviation 105.
fn noise(bits: u64) -> [i32; 4] {
    let bytes = bits.to_le_bytes().map(i32::from);
    [0, 2, 4, 6].map(|i| bytes[i] + bytes[i + 1] - 255)
}

/// Bytes of rows that wait to be written.
struct RowText(Vec<u8>);

impl RowText {
    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn digit(&mut self, digit: u64) {
        self.0.push(b'0' + digit as u8);
    }

    fn number(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.0.extend_from_slice(&digits[start..]);
    }

    /// `ON-p1,`
    fn id(&mut self, province: &str, kind: u8, number: u64) {
        self.text(province);
        self.0.extend_from_slice(&[b'-', kind]);
        self.number(number);
        self.text(",");
    }
}
