use crate::model::AreaIndex;
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;

const AGES: [&str; 3] = ["0-17", "âgé, 65+", "18-64"];
const ORIGINS: [&str; 2] = ["here", "elsewhere"];
const AREAS: [&str; 2] = ["0017", "0018"];
const NAMES: [&str; 10] =
    ["person_id", "household_id", "area", "weight", "age", "origin", "net", "ease", "speed", "a note, \"unasked\""];

/// Answers of a person.
#[derive(Clone, Debug)]
struct Person {
    id: String,
    household: String,
    area: usize,
    weight: f64,
    age: usize,
    origin: usize,
    net: Option<u8>,
    ease: Option<u8>,
    speed: Option<f64>,
    note: String,
}

/// Form in which the file is written.
#[derive(Clone, Debug)]
struct Style {
    delimiter: u8,
    named: bool,
    quote_all: bool,
    windows_1252: bool,
    mark: bool,
    comma: bool,
    ending: &'static str,
    last_ending: bool,
    spaces: bool,
    order: Vec<usize>,
}

fn text() -> &'static str {
    "[a-zA-Z0-9 éÀœ€,;|\"\n\r\t.'-]{0,12}"
}

/// Without line breaks, which would be an error.
fn id() -> &'static str {
    "[a-zA-Z0-9 éÀœ€,;|\".'-]{0,12}"
}

fn person() -> impl Strategy<Value = Person> {
    let weight = prop_oneof![0.0..1e7, (0_u32..1000).prop_map(f64::from)];
    let speed = prop_oneof![-1e9..1e9, (-500_i32..500).prop_map(|n| f64::from(n) / 4.0), proptest::num::f64::NORMAL];
    let place = (0..2_usize, 0..3_usize, 0..2_usize);
    let answers = (proptest::option::of(0..2_u8), proptest::option::of(1..13_u8), proptest::option::of(speed));
    (id(), id(), text(), weight, place, answers).prop_map(|(id, household, note, weight, place, answers)| {
        let ((area, age, origin), (net, ease, speed)) = (place, answers);
        Person { id, household: format!("h{household}."), area, weight, age, origin, net, ease, speed, note }
    })
}

fn style() -> impl Strategy<Value = Style> {
    let delimiter = prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')];
    let ending = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("\n\n")];
    let order = Just((0..NAMES.len()).collect::<Vec<_>>()).prop_shuffle();
    (delimiter, ending, order, proptest::array::uniform7(any::<bool>())).prop_map(
        |(delimiter, ending, order, [named, quote_all, windows_1252, mark, comma, last_ending, spaces])| Style {
            delimiter,
            named: named || !b",;".contains(&delimiter),
            quote_all,
            windows_1252: windows_1252 && !mark,
            mark,
            comma,
            ending,
            last_ending,
            spaces,
            order,
        },
    )
}

impl Style {
    fn mapping(&self) -> Mapping {
        let mut text = "[file]\n".to_owned();
        if self.named {
            text += &format!("delimiter = {:?}\n", char::from(self.delimiter).to_string());
        }
        if self.windows_1252 {
            text += "encoding = \"windows-1252\"\n";
        }
        text += if self.comma { "decimal = \",\"\n" } else { "" };
        text += "[columns]\nspeed = { column = \"speed\", out_of_range = true }\n";
        Mapping::parse("mapping.toml", &text).unwrap()
    }

    fn number(&self, number: f64) -> String {
        let text = number.to_string();
        if self.comma { text.replace('.', ",") } else { text }
    }

    fn record(&self, fields: [String; 10]) -> String {
        let special = |field: &str| field.contains([char::from(self.delimiter), '"', '\n', '\r']);
        let written = self.order.iter().map(|&column| {
            let field = &fields[column];
            let field = if self.spaces { format!("  {field} ") } else { field.clone() };
            if self.quote_all || special(&field) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
        });
        written.collect::<Vec<_>>().join(&char::from(self.delimiter).to_string())
    }

    fn file(&self, persons: &[Person]) -> Vec<u8> {
        let mut records = vec![self.record(NAMES.map(str::to_owned))];
        records.extend(persons.iter().map(|person| {
            let code = |code: Option<u8>| code.map_or_else(String::new, |code| code.to_string());
            self.record([
                person.id.clone(),
                person.household.clone(),
                AREAS[person.area].to_owned(),
                self.number(person.weight),
                AGES[person.age].to_owned(),
                ORIGINS[person.origin].to_owned(),
                code(person.net),
                code(person.ease),
                person.speed.map_or_else(String::new, |speed| self.number(speed)),
                person.note.clone(),
            ])
        }));
        let text = records.join(self.ending) + if self.last_ending { self.ending } else { "" };
        match self {
            Self { windows_1252: true, .. } => WINDOWS_1252.encode(&text).0.into_owned(),
            Self { mark: true, .. } => format!("\u{feff}{text}").into_bytes(),
            _ => text.into_bytes(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_is_written_is_loaded_however_it_is_written(
        mut persons in proptest::collection::vec(person(), 1..40),
        style in style(),
        batch_rows in 1..50_usize,
    ) {
        persons.iter_mut().enumerate().for_each(|(i, person)| person.id = format!("{i}-{}.", person.id));
        let (_folder, path) = file("persons.csv", &style.file(&persons));
        let loaded = load_file(&path, &charter(), "north", &style.mapping(), batch_rows);
        let rows = loaded.map_err(|findings| TestCaseError::fail(findings.to_string()))?.rows;
        let all = |key: &dyn Fn(&Person) -> u128| persons.iter().map(key).collect::<Vec<_>>();
        prop_assert_eq!(&rows.persons, &all(&|person| pseudonym(person.id.as_bytes())));
        prop_assert_eq!(rows.households.as_ref(), Some(&all(&|person| pseudonym(person.household.as_bytes()))));
        prop_assert_eq!(&rows.areas, &persons.iter().map(|person| AreaIndex(person.area as u32)).collect::<Vec<_>>());
        prop_assert_eq!(rows.weights.as_ref(), Some(&persons.iter().map(|person| person.weight).collect()));
        let combination = |person: &Person| (person.age * 2 + person.origin) as u32;
        prop_assert_eq!(&rows.combinations, &persons.iter().map(combination).collect::<Vec<_>>());
        let code = |code: Option<u8>| code.unwrap_or(Answers::MISSING);
        let nets = Answers::Codes(persons.iter().map(|person| code(person.net)).collect());
        let eases = Answers::Codes(persons.iter().map(|person| code(person.ease)).collect());
        prop_assert_eq!(&rows.indicators[..2], &[nets, eases]);
        let Answers::Numbers(speeds) = &rows.indicators[2] else { panic!("numbers") };
        let bits = |speed: f64| if speed.is_nan() { None } else { Some(speed.to_bits()) };
        let expected: Vec<_> = persons.iter().map(|person| person.speed.map(f64::to_bits)).collect();
        prop_assert_eq!(speeds.iter().map(|&speed| bits(speed)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_file_however_broken_ends_in_a_panic_or_is_cited(
        mut bytes in proptest::collection::vec(proptest::sample::select(&b"S#CR&T,;\"\n\r\xe9\x00 1p"[..]), 0..200),
        with_header in any::<bool>(),
    ) {
        if with_header {
            bytes.splice(..0, *b"person_id,area,age,origin,net,ease,speed\n");
        }
        if let Err(findings) = load_bytes(&bytes, "") {
            let told = format!("{findings} {findings:?}");
            // Marks that no temporary folder has in its name.
            prop_assert!(["S#", "#C", "R&", "&T"].iter().all(|part| !told.contains(part)), "{}", told);
        }
    }
}
