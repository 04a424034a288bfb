use std::fmt::Write as _;

use super::places::{COUNTRY, CROSS_BORDER, bilingual};
use crate::charter::{CharterFiles, Class};
use crate::model::Bilingual;

/// Everything but members and areas, for people to read and to copy.
const CHARTER: &str = include_str!("charter.toml");

/// Our code for the whole country; all others are Statistics Canada’s, except those that end in `000` or `X`.
const ROOT: &str = "CA";

/// The charter folder of the demonstration, of one class and for so many made-up people: `charter.toml` and `geography.csv`.
pub(crate) fn charter_files(class: Class, people: u64) -> CharterFiles {
    let class = format!("class = \"{}\"", class.id());
    let head = CHARTER.replace("class = \"private\"", &class);
    let charter = [head, members(people), cross_border()].concat();
    CharterFiles::from([
        ("charter.toml".to_owned(), charter.into_bytes()),
        ("geography.csv".to_owned(), geography().into_bytes()),
    ])
}

/// Each with the largest weight that one of its people may have: weights lie up to 1.375 times off their mean.
fn members(people: u64) -> String {
    let means = super::mean_weights(people);
    let mut toml = String::new();
    for (province, _) in &COUNTRY {
        let cap = (14.0 * means[province.id]).ceil() / 10.0;
        let Bilingual { en, fr } = bilingual(province.name);
        let (id, code) = (province.id, province.code);
        let _ = write!(
            toml,
            "\n[[member]]\nid = \"{id}\"\nname = {{ en = \"{en}\", fr = \"{fr}\" }}\nareas = [\"{code}\"]\n\
             jurisdiction = \"CA-{id}\"\nweight_cap = {cap:.1}\n"
        );
    }
    toml
}

fn cross_border() -> String {
    let mut toml = String::new();
    for (id, name) in CROSS_BORDER {
        let Bilingual { en, fr } = bilingual(name);
        let codes = COUNTRY.iter().flat_map(|(province, _)| province.metropolitans()).map(|part| part.code);
        let parts: Vec<String> = codes.filter(|code| code.ends_with(id)).map(|code| format!("\"{code}\"")).collect();
        let parts = parts.join(", ");
        let _ = write!(
            toml,
            "\n[[cross_border]]\nid = \"{id}\"\nname = {{ en = \"{en}\", fr = \"{fr}\" }}\nparts = [{parts}]\n"
        );
    }
    toml
}

fn geography() -> String {
    let mut csv = "code,level,parent,name_en,name_fr,dguid\n".to_owned();
    let mut area = |code: &str, level: &str, parent: &str, Bilingual { en, fr }: &Bilingual| {
        let dguid = dguid(code, level).unwrap_or_default();
        let _ = writeln!(csv, "{code},{level},{parent},\"{en}\",\"{fr}\",{dguid}");
    };
    area(ROOT, "country", "", &bilingual("Canada"));
    for (province, _) in &COUNTRY {
        let code = province.code.to_string();
        area(&code, "province", ROOT, &bilingual(province.name));
        for part in province.metropolitans() {
            area(&part.code, "metropolitan", &code, &part.name);
            for place in &part.subdivisions {
                area(&place.code, "subdivision", &part.code, &place.name);
            }
        }
    }
    csv
}

/// Statistics Canada's identifier of an area; parts of metropolitan areas and what is left over are ours alone.
fn dguid(code: &str, level: &str) -> Option<String> {
    match level {
        "country" => Some("2021A000011124".to_owned()),
        "province" => Some(format!("2021A0002{code}")),
        "subdivision" if !code.ends_with('X') => Some(format!("2021A0005{code}")),
        _ => None,
    }
}
