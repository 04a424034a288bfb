//! The areas of the demonstration: provinces and territories, metropolitan areas, the largest subdivisions.
//!
//! *Source:* Statistics Canada, 2021 Census, table 98-10-0002, Statistics Canada Open Licence; no endorsement. Populations
//! of metropolitan areas are those published for the same census, codes those of the Standard Geographical Classification
//! 2021. A name with ` / ` is English on its left, French on its right.

mod atlantic;
mod ontario;
mod prairies;
mod quebec;
mod west_and_north;

use super::profile::{self, Profile};
use crate::model::Bilingual;

/// Every province and territory with what we assume of its people.
pub(super) static COUNTRY: [(Province, Profile); 13] = [
    (atlantic::NL, profile::NL),
    (atlantic::PE, profile::PE),
    (atlantic::NS, profile::NS),
    (atlantic::NB, profile::NB),
    (quebec::QC, profile::QC),
    (ontario::ON, profile::ON),
    (prairies::MB, profile::MB),
    (prairies::SK, profile::SK),
    (prairies::AB, profile::AB),
    (west_and_north::BC, profile::BC),
    (west_and_north::YT, profile::YT),
    (west_and_north::NT, profile::NT),
    (west_and_north::NU, profile::NU),
];

/// Urban areas that lie in two provinces.
pub(super) const CROSS_BORDER: [(&str, &str); 4] = [
    ("330", "Campbellton (New Brunswick and Quebec) / Campbellton (Nouveau-Brunswick et Québec)"),
    ("502", "Hawkesbury (Ontario and Quebec) / Hawkesbury (Ontario et Québec)"),
    ("505", "Ottawa–Gatineau (Ontario and Quebec) / Ottawa–Gatineau (Ontario et Québec)"),
    ("840", "Lloydminster (Alberta and Saskatchewan) / Lloydminster (Alberta et Saskatchewan)"),
];

/// A province or territory.
pub(super) struct Province {
    /// Postal abbreviation, the id of the member.
    pub(super) id: &'static str,
    /// Two digits.
    pub(super) code: u8,
    pub(super) name: &'static str,
    /// Of all ages.
    pub(super) people: u64,
    /// Metropolitan areas, and urban areas across its border, as far as they lie in it.
    zones: &'static [Zone],
    /// Largest subdivisions outside of these.
    elsewhere: &'static [Place],
}

struct Zone {
    /// Three digits.
    code: &'static str,
    name: &'static str,
    people: u64,
    /// Largest subdivisions.
    places: &'static [Place],
}

/// Code of seven digits, name, people.
type Place = (u32, &'static str, u64);

/// An area of the level `metropolitan`.
pub(super) struct Metropolitan {
    pub(super) code: String,
    pub(super) name: Bilingual,
    pub(super) subdivisions: Vec<Subdivision>,
}

/// An area of the level `subdivision`, the finest.
pub(super) struct Subdivision {
    pub(super) code: String,
    pub(super) name: Bilingual,
    /// Of all ages.
    pub(super) people: u64,
    pub(super) setting: Setting,
}

/// How far from a large city people live.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Setting {
    LargeCity,
    City,
    Town,
    Country,
    Remote,
}

impl Province {
    /// Yukon, Northwest Territories, Nunavut.
    pub(super) fn is_territory(&self) -> bool {
        self.code >= 60
    }

    /// Its metropolitan parts, the last one all that lies outside of them. Together they hold everybody.
    pub(super) fn metropolitans(&self) -> Vec<Metropolitan> {
        let mut parts: Vec<Metropolitan> = self.zones.iter().map(|zone| self.metropolitan(zone)).collect();
        let code = format!("{}000", self.code);
        let name = bilingual(self.name);
        let far = if self.is_territory() { Setting::Remote } else { Setting::Country };
        let setting = |people| if people >= 10_000 { Setting::Town } else { far };
        let others = Bilingual {
            en: format!("{}, other municipalities outside metropolitan areas", name.en),
            fr: format!("{}, autres municipalités hors des régions métropolitaines", name.fr),
        };
        let name = Bilingual {
            en: format!("{}, outside metropolitan areas", name.en),
            fr: format!("{}, hors des régions métropolitaines", name.fr),
        };
        let people = self.people - self.zones.iter().map(|zone| zone.people).sum::<u64>();
        let subdivisions = subdivisions(&code, people, self.elsewhere, setting, (others, far));
        parts.push(Metropolitan { code, name, subdivisions });
        parts
    }

    fn metropolitan(&self, zone: &Zone) -> Metropolitan {
        let code = format!("{}{}", self.code, zone.code);
        let name = bilingual(zone.name);
        let others = Bilingual {
            en: format!("{}, other municipalities", name.en),
            fr: format!("{}, autres municipalités", name.fr),
        };
        let setting = match zone.people {
            1_000_000.. => Setting::LargeCity,
            50_000.. => Setting::City,
            _ => Setting::Town,
        };
        let subdivisions = subdivisions(&code, zone.people, zone.places, |_| setting, (others, setting));
        Metropolitan { code, name, subdivisions }
    }
}

/// The places of a zone, then all its other municipalities as one, if something remains.
fn subdivisions(
    zone: &str,
    people: u64,
    places: &[Place],
    setting: impl Fn(u64) -> Setting,
    others: (Bilingual, Setting),
) -> Vec<Subdivision> {
    let named = places.iter().map(|&(code, name, people)| Subdivision {
        code: code.to_string(),
        name: bilingual(name),
        people,
        setting: setting(people),
    });
    let remain = people - places.iter().map(|&(_, _, people)| people).sum::<u64>();
    let (name, setting) = others;
    let rest = Subdivision { code: format!("{zone}X"), name, people: remain, setting };
    named.chain((remain > 0).then_some(rest)).collect()
}

/// Splits `English / French`; a name without ` / ` is the same in both.
pub(super) fn bilingual(name: &str) -> Bilingual {
    let (en, fr) = name.split_once(" / ").unwrap_or((name, name));
    Bilingual { en: en.to_owned(), fr: fr.to_owned() }
}
