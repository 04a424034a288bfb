use std::collections::{BTreeMap, BTreeSet};
use std::ops::{RangeFrom, RangeTo};

use serde_json::Value;

use super::read::Feature;
use super::{AreaShape, BoundaryNotes, MapError};
use crate::charter::{Area, AreaPosition, Geography, is_dguid};
use crate::model::{AreaCode, Lang, visible};

/// Largest number of property keys or codes that an error names.
const MOST_NAMED: usize = 8;
/// Largest number of characters of each.
const LONGEST_NAME: usize = 32;
/// Name of a feature's identifier for people and in errors.
const IDENTIFIER: &str = "id";

/// Names that programs give to their own row numbers.
const NUMBERING: [&str; 8] = ["objectid", "oid", "fid", "gid", "ogc_fid", "cartodb_id", "rowid", "index"];

/// Positions of the year and of the area's code in a DGUID.
const YEAR: RangeTo<usize> = ..4;
const ID: RangeFrom<usize> = 9..;

/// Shapes of areas, by the property with codes of most of them, or by the one that was `asked` for.
pub(super) fn join(
    mut features: Vec<Feature>,
    geography: &Geography,
    asked: Option<&str>,
) -> Result<(BTreeMap<AreaPosition, AreaShape>, BoundaryNotes), MapError> {
    let columns = columns(&features, geography);
    let (key, column) = match asked {
        Some(property) => asked_for(&columns, property, geography)?,
        None => best(&columns, &features, geography)?,
    };
    let mut told = BoundaryNotes { property: shown(key), ..BoundaryNotes::default() };
    if column.padded > 0 {
        return Err(MapError::Zeros { property: told.property });
    }
    let areas = column.areas.clone();

    let mut shapes: BTreeMap<AreaPosition, AreaShape> = BTreeMap::new();
    for (feature, area) in features.iter_mut().zip(areas) {
        let polygons = feature.take_polygons();
        let Some(key) = area else {
            told.strangers += 1;
            continue;
        };
        let code = &geography.area(key).code;
        if polygons.is_empty() {
            told.without_polygons.insert(code.clone());
        } else if let Some(shape) = shapes.get_mut(&key) {
            shape.polygons.extend(polygons);
            told.united.insert(code.clone());
        } else {
            shapes.insert(key, AreaShape { code: code.clone(), polygons });
        }
    }
    if shapes.is_empty() {
        return Err(MapError::NoPolygons { codes: list(&told.without_polygons) });
    }
    Ok((shapes, told))
}

/// Values of one property, in the order of the features in the file.
#[derive(Default)]
struct PropertyColumn {
    /// Areas that it names, with or without the right leading zeros.
    areas: Vec<Option<AreaPosition>>,
    /// Number of features that name an area only with wrong leading zeros.
    padded: usize,
    /// Number of features whose value is their position in the file, counted from 0 and from 1.
    counted: [usize; 2],
    /// Number of features with a whole number, and with any value.
    whole: usize,
    filled: usize,
}

/// Every property, and the identifier, which is `None`.
type PropertyColumns<'a> = BTreeMap<Option<&'a str>, PropertyColumn>;

fn columns<'a>(features: &'a [Feature], geography: &Geography) -> PropertyColumns<'a> {
    let codes = Codes::of(geography);
    let mut columns = PropertyColumns::new();
    for (row, feature) in features.iter().enumerate() {
        for (key, value) in words(feature).filter(|(_, value)| !value.is_null()) {
            let column = columns.entry(key).or_default();
            column.areas.resize(features.len(), None);
            column.filled += 1;
            if let Some(number) = whole(value) {
                column.whole += 1;
                column.counted[0] += usize::from(number == row as u64);
                column.counted[1] += usize::from(number == row as u64 + 1);
            }
            column.areas[row] = codes.of_value(value);
        }
    }
    // Wrong leading zeros count only where no property names the area exactly.
    for (key, column) in &mut columns {
        let named: BTreeSet<AreaPosition> = column.areas.iter().flatten().copied().collect();
        for (feature, area) in features.iter().zip(&mut column.areas).filter(|(_, area)| area.is_none()) {
            *area = value_of(feature, *key).and_then(|value| codes.but_for_zeros(value));
            *area = area.filter(|area| !named.contains(area));
            column.padded += usize::from(area.is_some());
        }
    }
    columns.retain(|_, column| !column.areas.is_empty());
    columns
}

impl PropertyColumn {
    fn named(&self) -> BTreeSet<AreaPosition> {
        self.areas.iter().flatten().copied().collect()
    }

    /// Whether the property numbers the rows, so that its values are codes by chance.
    fn counts_rows(&self, key: Option<&str>) -> bool {
        let name = key.unwrap_or(IDENTIFIER).to_lowercase();
        let numbering = NUMBERING.contains(&name.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()));
        self.counted.contains(&self.areas.len()) || (numbering && self.whole == self.filled)
    }

    /// Number of areas whose name in the charter is also the value of another property.
    fn borne_out(&self, key: Option<&str>, features: &[Feature], geography: &Geography) -> usize {
        let mut named = BTreeSet::new();
        for (feature, area) in features.iter().zip(&self.areas).filter_map(|(feature, area)| Some((feature, (*area)?)))
        {
            let known = geography.area(area);
            let mut others = words(feature).filter(|(other, _)| *other != key).filter_map(|(_, value)| text(value));
            if others.any(|text| is_name(known, text)) {
                named.insert(area);
            }
        }
        named.len()
    }

    /// Whether the property names less than half of the areas of any level, for less than half of the shapes.
    fn fits_poorly(&self, features: &[Feature], geography: &Geography) -> bool {
        let named = self.named();
        let of_level = |level: usize| named.iter().filter(|known| known.level == level).count();
        let levels = (0..=geography.finest()).any(|level| 2 * of_level(level) >= geography.areas(level).len());
        let shapes = features.iter().zip(&self.areas).filter(|(feature, _)| feature.has_polygons());
        let (of, with) = shapes.fold((0, 0), |(of, with), (_, area)| (of + 1, with + usize::from(area.is_some())));
        !levels && 2 * with < of
    }
}

fn asked_for<'a, 'b>(
    columns: &'b PropertyColumns<'a>,
    property: &'a str,
    geography: &Geography,
) -> Result<(Option<&'a str>, &'b PropertyColumn), MapError> {
    let identifier = || columns.get_key_value(&None).filter(|_| property == IDENTIFIER);
    let Some((key, column)) = columns.get_key_value(&Some(property)).or_else(identifier) else {
        return Err(MapError::NoProperty { keys: keys(columns.keys()) });
    };
    if column.named().is_empty() {
        return Err(MapError::NoCodes { keys: shown(*key), vintage: geography.vintage.clone() });
    }
    Ok((*key, column))
}

/// Property that names most areas. Row numbers are excluded, unless the names of the areas confirm them.
fn best<'a, 'b>(
    columns: &'b PropertyColumns<'a>,
    features: &[Feature],
    geography: &Geography,
) -> Result<(Option<&'a str>, &'b PropertyColumn), MapError> {
    let mut ranked = Vec::new();
    let mut counters = Vec::new();
    for (key, column) in columns {
        let named = column.named();
        let Some(AreaPosition { level: finest, .. }) = named.last() else { continue };
        let names = column.borne_out(*key, features, geography);
        if column.counts_rows(*key) && 2 * names <= named.len() {
            counters.push(key);
        } else {
            ranked.push(((named.len(), names, *finest), key, column));
        }
    }
    let Some(top) = ranked.iter().map(|(rank, ..)| *rank).max() else {
        return Err(if counters.is_empty() {
            MapError::NoCodes { keys: keys(columns.keys()), vintage: geography.vintage.clone() }
        } else {
            MapError::CountsRows { keys: keys(counters.into_iter()) }
        });
    };
    ranked.retain(|(rank, ..)| *rank == top);
    if ranked.iter().any(|(.., column)| column.areas != ranked[0].2.areas) {
        return Err(MapError::Draw { keys: keys(ranked.iter().map(|(_, key, _)| *key)) });
    }
    // Equally good properties: exact codes come first, then the identifier.
    ranked.sort_by_key(|(.., column)| column.padded);
    let (_, key, column) = ranked[0];
    if column.padded == 0 && column.fits_poorly(features, geography) {
        return Err(MapError::PoorFit { property: shown(*key), areas: top.0, keys: keys(columns.keys()) });
    }
    Ok((*key, column))
}

/// Whether the text is the area's name, and not merely its code.
fn is_name(area: &Area, text: &str) -> bool {
    let same = |name: &str| name.len() == text.len() && name.to_lowercase() == text.to_lowercase();
    let same = |name: &str| name != area.code.as_str() && same(name);
    Lang::ALL.into_iter().any(|lang| same(area.name.get(lang)))
}

fn keys<'a>(keys: impl Iterator<Item = &'a Option<&'a str>>) -> String {
    keys.take(MOST_NAMED).map(|key| shown(*key)).collect::<Vec<_>>().join(", ")
}

fn shown(key: Option<&str>) -> String {
    visible(&key.unwrap_or(IDENTIFIER).chars().take(LONGEST_NAME).collect::<String>())
}

fn list(codes: &BTreeSet<AreaCode>) -> String {
    codes.iter().take(MOST_NAMED).map(AreaCode::as_str).collect::<Vec<_>>().join(", ")
}

/// Identifier (`None`) and properties of a feature.
fn words(feature: &Feature) -> impl Iterator<Item = (Option<&str>, &Value)> {
    let id = feature.id.iter().map(|id| (None, id));
    id.chain(feature.properties.iter().flatten().map(|(key, value)| (Some(key.as_str()), value)))
}

fn value_of<'a>(feature: &'a Feature, key: Option<&str>) -> Option<&'a Value> {
    match key {
        None => feature.id.as_ref(),
        Some(key) => feature.properties.as_ref()?.get(key),
    }
}

/// A text, or a list of one text, as some programs write it.
fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()),
        Value::Array(list) if list.len() == 1 => list[0].as_str().map(str::trim),
        _ => None,
    }
}

/// A possible code: a text, or a whole number, which some programs write as a decimal fraction.
fn code(value: &Value) -> Option<String> {
    let Value::Number(number) = value else { return text(value).map(str::to_owned) };
    let number = number.to_string();
    Some(number.strip_suffix(".0").unwrap_or(&number).to_owned())
}

/// A row number: without leading zeros.
fn whole(value: &Value) -> Option<u64> {
    let code = code(value)?;
    code.parse().ok().filter(|number: &u64| number.to_string() == code)
}

/// Codes of the geography, and their variants in files.
struct Codes<'a> {
    geography: &'a Geography,
    by_dguid: BTreeMap<&'a str, AreaPosition>,
    /// Areas by the code within the DGUID; `None` where several have the same.
    by_id: BTreeMap<&'a str, Option<AreaPosition>>,
    /// Areas by the code, or the one within the DGUID, without leading zeros; `None` where several have the same.
    by_stripped: BTreeMap<&'a str, Option<AreaPosition>>,
}

impl<'a> Codes<'a> {
    fn of(geography: &'a Geography) -> Self {
        let (mut by_dguid, mut by_id, mut by_stripped) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let note = |ids: &mut BTreeMap<&'a str, Option<AreaPosition>>, id: &'a str, key: AreaPosition| {
            ids.entry(id).and_modify(|known| *known = known.filter(|known| *known == key)).or_insert(Some(key));
        };
        for level in 0..=geography.finest() {
            for (position, area) in geography.numbered(level) {
                let key = AreaPosition { level, area: position };
                note(&mut by_stripped, stripped(area.code.as_str()), key);
                if let Some(dguid) = area.dguid.as_deref() {
                    by_dguid.insert(dguid, key);
                    note(&mut by_id, &dguid[ID], key);
                    note(&mut by_stripped, stripped(&dguid[ID]), key);
                }
            }
        }
        Self { geography, by_dguid, by_id, by_stripped }
    }

    /// Area that a property names.
    fn of_value(&self, value: &Value) -> Option<AreaPosition> {
        self.of_text(&code(value)?)
    }

    /// Area that a property would name with more or fewer leading zeros.
    fn but_for_zeros(&self, value: &Value) -> Option<AreaPosition> {
        self.by_stripped.get(stripped(&code(value)?)).copied().flatten()
    }

    fn find(&self, code: &str) -> Option<AreaPosition> {
        self.geography.find(code)
    }

    fn of_text(&self, text: &str) -> Option<AreaPosition> {
        let known = self.find(text).or_else(|| self.by_dguid.get(text).copied());
        let within = || if is_dguid(text) { self.of_plain(text) } else { self.by_id.get(text).copied().flatten() };
        known.or_else(within)
    }

    /// Area without a DGUID whose code is the one within this DGUID.
    fn of_plain(&self, dguid: &str) -> Option<AreaPosition> {
        let key = self.find(&dguid[ID]).filter(|_| self.is_of_vintage(&dguid[YEAR]))?;
        self.geography.area(key).dguid.is_none().then_some(key)
    }

    /// Whether a year is that of the vintage, as a code of another year may mean another area. A vintage without a year
    /// accepts all.
    fn is_of_vintage(&self, year: &str) -> bool {
        let vintage = &self.geography.vintage;
        let names_year = vintage.as_bytes().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit));
        !names_year || vintage.contains(year)
    }
}

/// The code without leading zeros; a code of zeros keeps one.
fn stripped(code: &str) -> &str {
    let rest = code.trim_start_matches('0');
    if rest.is_empty() && !code.is_empty() { "0" } else { rest }
}
