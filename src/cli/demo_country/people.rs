use std::io::{self, Write};

use super::places::{Province, Setting, Subdivision};
use super::profile::Profile;
use crate::model::Random;

/// Columns of every file, in the charter's own names.
const HEADER: &str = "person_id,household_id,area,weight,age,gender,first_nations,metis,inuit,recent_immigrant,\
    activity_limitation,home_internet,download_speed,cost_share,devices,internet_use,use_frequency,\
    online_confidence,government_online,copied_files,joined_wifi,used_spreadsheet,task_score\n";

const AGES: [&str; 7] = ["16-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75+"];

// Vulnerability is a whole number, 256 = one standard deviation among people alike; all decisions are made in whole
// numbers, so that every machine makes the same. Thresholds were set by simulation, so that Internet use by age and
// province comes near the Canadian Internet Use Survey of 2022, and skills of Internet users near that of 2018.

/// By age: 99.2 % use the Internet below 45, 96.4 % below 65, 82.6 % from there.
const AGE_SHIFT: [i32; 7] = [-590, -600, -580, -490, -415, -300, -170];
/// By setting, see [`Setting`].
const SETTING_SHIFT: [i32; 5] = [0, 0, 30, 70, 130];
/// With an activity limitation.
const LIMITATION_SHIFT: i32 = 90;
/// Activity limitations by age, in percent.
const LIMITATION_PERCENT: [u32; 7] = [20, 21, 22, 24, 28, 36, 46];
/// By setting: First Nations, Métis, Inuit and recent immigrants, in percent of the province's share.
const SETTING_IDENTITIES: [[u32; 4]; 5] =
    [[50, 50, 100, 130], [70, 80, 100, 110], [90, 100, 100, 60], [140, 130, 100, 25], [140, 130, 100, 60]];
/// By setting: sixteen equally likely download speeds, in Mbps.
const SPEEDS: [[u32; 16]; 5] = [
    [30, 50, 75, 100, 100, 150, 150, 200, 300, 300, 500, 500, 750, 1000, 1000, 1500],
    [25, 50, 50, 75, 100, 150, 150, 150, 300, 300, 300, 500, 500, 940, 1000, 1500],
    [15, 25, 50, 50, 75, 100, 100, 150, 150, 200, 300, 300, 500, 500, 1000, 1000],
    [5, 10, 15, 25, 25, 50, 50, 50, 50, 75, 100, 100, 150, 150, 300, 500],
    [2, 5, 5, 10, 10, 15, 15, 15, 25, 25, 25, 50, 50, 50, 75, 100],
];
/// By setting: added to the cost of a plan, in tenths of a percent of income.
const SETTING_COST: [i32; 5] = [0, 0, 2, 6, 20];
/// Sixteen equally likely household sizes (people of 16 and over); in remote places one more.
const HOUSEHOLD_SIZES: [u32; 16] = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4];
/// Missing answers to the twelve questions, of 256 each: 1 to 3 %.
const MISSING: [u8; 12] = [3, 8, 8, 4, 3, 4, 5, 5, 5, 5, 5, 8];

/// Bytes to collect before they are written out.
const CHUNK: usize = 1 << 16;

/// Writes the file of one province.
pub(super) fn write(
    province: &Province,
    profile: &Profile,
    people: u64,
    seed: u64,
    out: &mut impl Write,
) -> io::Result<()> {
    let places: Vec<Subdivision> = province.metropolitans().into_iter().flat_map(|part| part.subdivisions).collect();
    let populations: Vec<u64> = places.iter().map(|place| place.people).collect();
    // In hundredths, as in the file.
    let weight = (province.people * profile.adults / 10).checked_div(people).unwrap_or(0).max(1);
    let mut author = Author {
        random: Random::new(seed, province.id),
        province: province.id,
        profile,
        weight,
        people: 0,
        households: 0,
        rows: Rows(Vec::with_capacity(CHUNK + 4096)),
    };
    author.rows.text(HEADER);
    for (place, mut left) in places.iter().zip(super::apportion(people, &populations)) {
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
    province: &'static str,
    profile: &'p Profile,
    /// Mean of weights, in hundredths.
    weight: u64,
    people: u64,
    households: u64,
    rows: Rows,
}

/// What the people of a household share.
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
    /// Writes a household of at most `most` people and says how many it has.
    fn household(&mut self, place: &Subdivision, most: u64) -> u64 {
        let setting = place.setting as usize;
        let remote = u32::from(place.setting == Setting::Remote);
        let size = u64::from(HOUSEHOLD_SIZES[self.random.below(16) as usize] + remote).min(most);
        let identities = self.identities(setting);
        let first_age = self.age(identities[3]);
        let means = self.random.bell();
        let [noise, ..] = noise(self.random.draw());
        let reach = AGE_SHIFT[first_age] + SETTING_SHIFT[setting] * 3 / 2 + self.profile.shift + means + noise;
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

    /// First Nations, Métis and Inuit may come together; who is one of them hasn't immigrated lately.
    fn identities(&mut self, setting: usize) -> [bool; 4] {
        let share = |i: usize| self.profile.identities[i] * SETTING_IDENTITIES[setting][i] / 100;
        let mut drawn = [0, 1, 2, 3].map(|i| self.random.below(10_000) < share(i));
        drawn[3] &= !(drawn[0] || drawn[1] || drawn[2]);
        drawn
    }

    /// An age group; recent immigrants are younger: the lower of two draws.
    fn age(&mut self, recent_immigrant: bool) -> usize {
        let mut draw = self.random.below(1000);
        if recent_immigrant {
            draw = draw.min(self.random.below(1000));
        }
        let mut age = 0;
        while age < 6 && draw >= self.profile.ages[age] {
            draw -= self.profile.ages[age];
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
            + self.profile.shift
            + household.means / 2
            + random.bell();
        let [uses, devices, frequency, confidence] = noise(random.draw()).map(|noise| vulnerability + noise);
        let [government, files, wifi, spreadsheet] = noise(random.draw()).map(|noise| vulnerability + noise);
        let [task, ..] = noise(random.draw()).map(|noise| vulnerability + noise);
        let (first, last) = (random.draw().to_le_bytes(), random.draw().to_le_bytes());
        let missing = |i: usize| (if i < 8 { first[i] } else { last[i - 8] }) < MISSING[i];

        let uses = uses <= 0;
        let steps = |value: i32, limits: &[i32]| 1 + limits.iter().filter(|&&limit| value > limit).count() as u64;
        let devices = steps(devices, &[-422, -163, 15]);
        let frequency = if uses { 6 - steps(frequency, &[-434, -233, -83]) } else { 1 };
        let confidence = 6 - steps(confidence, &[-659, -422, -239, -60]);
        let task = (176 - task / 5).clamp(100, 480).unsigned_abs();

        self.people += 1;
        let row = &mut self.rows;
        row.id(self.province, b'p', self.people);
        row.id(self.province, b'h', self.households);
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
        let answers = [
            household.internet.into(),
            household.speed.into(),
            household.cost.into(),
            devices,
            uses.into(),
            frequency,
            confidence,
            (uses && government <= -388).into(),
            (uses && files <= -402).into(),
            (uses && wifi <= -426).into(),
            (uses && spreadsheet <= -500).into(),
            task.into(),
        ];
        for (i, answer) in answers.into_iter().enumerate() {
            row.text(",");
            match i {
                _ if missing(i) => {}
                2 => {
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

/// Four numbers around 0, each the sum of two random bytes: standard deviation 105.
fn noise(bits: u64) -> [i32; 4] {
    let bytes = bits.to_le_bytes().map(i32::from);
    [0, 2, 4, 6].map(|i| bytes[i] + bytes[i + 1] - 255)
}

/// Bytes of rows that wait to be written.
struct Rows(Vec<u8>);

impl Rows {
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
