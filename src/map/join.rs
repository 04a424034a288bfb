use std::collections::{BTreeMap, BTreeSet};
use std::ops::{RangeFrom, RangeTo};

use serde_json::Value;

use super::read::Feature;
use super::{Key, MapError, Shape};
use crate::charter::{Geography, is_dguid};
use crate::model::visible;

/// Property keys that an error names, and characters of each.
const SHOWN: (usize, usize) = (8, 32);

/// Where a DGUID says of which year it is, and where the code of the area begins.
const YEAR: RangeTo<usize> = ..4;
const ID: RangeFrom<usize> = 9..;

/// The shapes of areas, by the one property that has codes of most of them, and how many features are of no area.
pub(super) fn join(
    mut features: Vec<Feature>,
    geography: &Geography,
) -> Result<(BTreeMap<Key, Shape>, usize), MapError> {
    let codes = Codes::of(geography);
    let mut keys: BTreeMap<Option<&str>, (BTreeSet<Key>, usize)> = BTreeMap::new();
    for (key, value) in features.iter().flat_map(words) {
        let (areas, texts) = keys.entry(key).or_default();
        if let Some(area) = codes.of_value(value) {
            areas.insert(area);
            *texts += usize::from(!value.is_number());
        }
    }
    // Texts win a draw against numbers, which may merely count rows; then what comes first, which is the identifier.
    let best = keys.iter().rev().max_by_key(|(_, (areas, texts))| (areas.len(), *texts));
    let Some((key, _)) = best.filter(|(_, (areas, _))| !areas.is_empty()) else {
        let shown = |key: &Option<&str>| visible(&key.unwrap_or("id").chars().take(SHOWN.1).collect::<String>());
        let keys: Vec<String> = keys.keys().take(SHOWN.0).map(shown).collect();
        return Err(MapError::NoCodes { keys: keys.join(", "), vintage: geography.vintage.clone() });
    };
    let key = key.map(str::to_owned);

    let mut shapes: BTreeMap<Key, Shape> = BTreeMap::new();
    let mut ignored = 0;
    for feature in &mut features {
        let polygons = feature.take_polygons();
        let value = words(feature).find(|(known, _)| *known == key.as_deref());
        let area = value.and_then(|(_, value)| codes.of_value(value)).filter(|_| !polygons.is_empty());
        let Some((level, area)) = area else {
            ignored += 1;
            continue;
        };
        let code = &geography.areas(level)[area as usize].code;
        let shape = shapes.entry((level, area)).or_insert_with(|| Shape { code: code.clone(), polygons: Vec::new() });
        shape.polygons.extend(polygons);
    }
    Ok((shapes, ignored))
}

/// Identifier (`None`) and properties of a feature.
fn words(feature: &Feature) -> impl Iterator<Item = (Option<&str>, &Value)> {
    let id = feature.id.iter().map(|id| (None, id));
    id.chain(feature.properties.iter().flatten().map(|(key, value)| (Some(key.as_str()), value)))
}

/// Codes of the geography, and what files may have in their place.
struct Codes<'a> {
    geography: &'a Geography,
    by_dguid: BTreeMap<&'a str, Key>,
    /// By the code within the DGUID; `None` where several have the same.
    by_id: BTreeMap<&'a str, Option<Key>>,
}

impl<'a> Codes<'a> {
    fn of(geography: &'a Geography) -> Self {
        let mut codes = Self { geography, by_dguid: BTreeMap::new(), by_id: BTreeMap::new() };
        for level in 0..=geography.finest() {
            for (position, area) in (0..).zip(geography.areas(level)) {
                if let Some(dguid) = area.dguid.as_deref() {
                    let key = (level, position);
                    codes.by_dguid.insert(dguid, key);
                    codes.by_id.entry(&dguid[ID]).and_modify(|area| *area = None).or_insert(Some(key));
                }
            }
        }
        codes
    }

    /// The area that a property names: a text, a whole number, or a list of one text.
    fn of_value(&self, value: &Value) -> Option<Key> {
        match value {
            Value::String(text) => self.of_text(text.trim()),
            Value::Number(number) => {
                // Some programs write all numbers as decimal fractions.
                let number = number.to_string();
                self.of_text(number.strip_suffix(".0").unwrap_or(&number))
            }
            Value::Array(list) if list.len() == 1 && list[0].is_string() => self.of_value(&list[0]),
            _ => None,
        }
    }

    fn of_text(&self, text: &str) -> Option<Key> {
        let known = self.geography.find(text).or_else(|| self.by_dguid.get(text).copied());
        let within = || if is_dguid(text) { self.of_plain(text) } else { self.by_id.get(text).copied().flatten() };
        known.or_else(within)
    }

    /// The area without a DGUID whose code is the one within this DGUID.
    fn of_plain(&self, dguid: &str) -> Option<Key> {
        let (level, position) = self.geography.find(&dguid[ID]).filter(|_| self.is_of_vintage(&dguid[YEAR]))?;
        let bare = self.geography.areas(level)[position as usize].dguid.is_none();
        bare.then_some((level, position))
    }

    /// A code of another year may mean another area. A vintage that names no year can't tell.
    fn is_of_vintage(&self, year: &str) -> bool {
        let vintage = &self.geography.vintage;
        let names_year = vintage.as_bytes().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit));
        !names_year || vintage.contains(year)
    }
}
