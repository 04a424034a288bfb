//! Person records a second through `ingest::load`: CSV, keyed pseudonyms, all checks, duplicates.
#![expect(clippy::disallowed_methods, reason = "the bench writes the file that it reads")]

use std::fmt::Write as _;
use std::path::PathBuf;

use archipel::charter::{Charter, CharterFiles};
use archipel::ingest::{Intake, Mapping, load};
use archipel::model::{MemberId, Random};
use divan::counter::{BytesCount, ItemsCount};
use ring::hmac;

const ROWS: u64 = 500_000;
const DISTRICTS: u64 = 2_000;

const GROUPS: [(&str, &[&str]); 5] = [
    ("age", &["0-14", "15-24", "25-34", "35-44", "45-54", "55-64", "65+"]),
    ("sex", &["f", "m", "x"]),
    ("settlement", &["urban", "rural"]),
    ("language", &["en", "fr", "other"]),
    ("household_size", &["1", "2", "3-4", "5+"]),
];

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn csv(bencher: divan::Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write_file(folder.path().join("persons.csv"));
    let charter = Charter::parse(&charter()).expect("a charter");
    let member: MemberId = "m".parse().expect("an id");
    let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
    let pseudonym = |id: &[u8]| {
        let tag = hmac::sign(&key, id);
        u128::from_be_bytes(tag.as_ref()[..16].try_into().expect("32 bytes"))
    };
    let mapping = Mapping::default();
    let intake =
        Intake { charter: &charter, member: &member, mapping: &mapping, pseudonym: &pseudonym, batch_rows: 65_536 };
    let bytes = std::fs::metadata(&path).expect("the file").len();
    bencher.counter(ItemsCount::new(ROWS)).counter(BytesCount::new(bytes)).bench_local(|| {
        let mut persons = 0;
        let accepted = load(&path, &intake, &|_| {}, &mut |batch| {
            persons += batch.len() as u64;
            Ok(())
        });
        assert_eq!(accepted.expect("a clean file").rows, ROWS);
        assert_eq!(persons, ROWS);
    });
}

fn write_file(path: PathBuf) -> PathBuf {
    let mut random = Random::seeded(1);
    let mut text = "person_id,area".to_owned();
    GROUPS.iter().for_each(|(id, _)| write!(text, ",{id}").expect("memory"));
    (0..12).for_each(|i| write!(text, ",i{i}").expect("memory"));
    text.push_str(",weight\n");
    for person in 0..ROWS {
        // Sorted by district with some out of place, as such files are.
        let place = if random.below(10) == 0 { u64::from(random.below(ROWS as u32)) } else { person };
        write!(text, "P{:011},{:08}", person * 7919, 35_000_000 + place * DISTRICTS / ROWS).expect("memory");
        for (_, categories) in GROUPS {
            write!(text, ",{}", categories[random.below(categories.len() as u32) as usize]).expect("memory");
        }
        for indicator in 0..12 {
            text.push(',');
            // One answer in twenty is missing.
            if random.below(20) > 0 {
                match indicator % 4 {
                    0 | 1 => write!(text, "{}", random.below(2)),
                    2 => write!(text, "{}", 1 + random.below(5)),
                    _ => write!(text, "{}.{:04}", random.below(200), random.below(10_000)),
                }
                .expect("memory");
            }
        }
        writeln!(text, ",{}.{:06}", 20 + random.below(800), random.below(1_000_000)).expect("memory");
    }
    println!("{} bytes a row", text.len() as u64 / ROWS);
    std::fs::write(&path, text).expect("room for the file");
    path
}

fn charter() -> CharterFiles {
    let label = "{ en = \"x\", fr = \"x\" }";
    let mut geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\n".to_owned();
    for district in 0..DISTRICTS {
        writeln!(geography, "{},district,C,D,D", 35_000_000 + district).expect("memory");
    }
    let mut text = format!(
        "[charter]\nid = \"bench\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\n\
         starts = 2020-01-01\nends = 2030-01-01\nclass = \"public\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"2021\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"district\", label = {label} }}]\n"
    );
    for (id, categories) in GROUPS {
        let categories: Vec<String> =
            categories.iter().map(|category| format!("{{ id = \"{category}\", label = {label} }}")).collect();
        let categories = categories.join(", ");
        writeln!(text, "[[group]]\nid = \"{id}\"\nlabel = {label}\ncategories = [{categories}]").expect("memory");
    }
    text.push_str("[method]\nid = \"bench\"\nversion = 1\n");
    writeln!(text, "[[dimension]]\nid = \"d\"\nlabel = {label}").expect("memory");
    for indicator in 0..12 {
        let kind = match indicator % 4 {
            0 | 1 => "type = \"yes_no\"\nworse = \"no\"",
            2 => "type = \"ordered\"\nsteps = 5\nworse = \"higher\"",
            _ => "type = \"number\"\nworse = \"higher\"\nnormalise = { kind = \"bounds\", low = 0, high = 1000 }",
        };
        writeln!(text, "[[indicator]]\nid = \"i{indicator}\"\nlabel = {label}\ndimension = \"d\"\n{kind}")
            .expect("memory");
    }
    writeln!(
        text,
        "[[band]]\nid = \"all\"\nlabel = {label}\n[[table]]\nlevel = \"country\"\ngroups = []\n\
         [[member]]\nid = \"m\"\nname = {label}\nareas = [\"C\"]"
    )
    .expect("memory");
    CharterFiles::from([
        ("charter.toml".to_owned(), text.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ])
}
