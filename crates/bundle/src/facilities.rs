//! Service points: places where people are served, the areas near them, and pairs of points close to each other. Values
//! in, values out: no file is opened here, and no figure is read.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::charter::Geography;
use crate::delimited::table;
use crate::model::{AreaIndex, Bilingual, Explain as _, Findings, Lang, Place, is_plain, problems};

/// Mean radius of the Earth in km.
///
/// *Source:* International Union of Geodesy and Geophysics, (2a + b) / 3 of GRS 1980.
const RADIUS_KM: f64 = 6371.0088;
/// Columns of the file of points.
const POINTS: [&str; 8] = ["id", "name_en", "name_fr", "owner", "latitude", "longitude", "services", "languages"];
/// Columns of the file of areas served by each point.
const SERVED: [&str; 2] = ["area", "point"];
/// Separator of the words of one field.
const SEPARATOR: char = ';';
/// Largest number of characters of an id or an owner.
const LONGEST: usize = 100;

problems! {
    /// Errors in files of service points.
    pub enum FacilityError {
        /// A required field that is empty, too long, or not fit to be shown.
        Text(Data, "service-text") {},
        /// A number that isn't a latitude or a longitude.
        Degrees(Data, "service-degrees") { limit: u32 },
        /// An id used twice.
        Twice(Data, "service-twice") { first: u64 },
        /// A code that isn't an area of the level for which catchments are computed.
        UnknownArea(Data, "service-unknown-area") { level: String },
        /// A point that isn't in the file of points.
        UnknownPoint(Data, "service-unknown-point") {},
        /// A file without any point.
        None(Data, "service-none") {},
    }
}

/// A place where people are served.
#[derive(Clone, Debug, PartialEq)]
pub struct Facility {
    /// Identifier, unique in its file.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Organisation that runs it.
    pub owner: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Services at the point.
    pub services: Vec<String>,
    /// Languages of service.
    pub languages: Vec<String>,
}

/// Reads `id,name_en,name_fr,owner,latitude,longitude,services,languages`; semicolons separate the words of the last
/// two. *Errors:* all problems, with file, line and column.
pub(crate) fn read_points(file: &str, bytes: &[u8]) -> Result<Vec<Facility>, Findings> {
    let mut findings = Findings::default();
    let mut points: Vec<Facility> = Vec::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for (line, record) in table(file, bytes, &POINTS, None, &mut findings) {
        let place = |column: usize| Place { column: Some(POINTS[column].to_owned()), ..at(file, line) };
        let bad: Vec<usize> = (0..4).filter(|&column| !is_text(&record[column])).collect();
        let bad_words = (6..8).filter(|&column| !(record[column].is_empty() || is_text(&record[column])));
        bad.into_iter().chain(bad_words).for_each(|column| findings.push(FacilityError::Text {}.at(place(column))));
        let mut degrees = |column: usize, limit: u32| {
            let found = record[column].parse::<f64>().ok().filter(|degrees| degrees.abs() <= f64::from(limit));
            if found.is_none() {
                findings.push(FacilityError::Degrees { limit }.at(place(column)));
            }
            found
        };
        let (latitude, longitude) = (degrees(4, 90), degrees(5, 180));
        if let Some(first) = lines.insert(record[0].clone(), line) {
            findings.push(FacilityError::Twice { first }.at(place(0)));
        }
        let words = |column: usize| {
            let words = record[column].split(SEPARATOR).map(str::trim).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        points.push(Facility {
            id: record[0].clone(),
            name: Bilingual { en: record[1].clone(), fr: record[2].clone() },
            owner: record[3].clone(),
            latitude: latitude.unwrap_or_default(),
            longitude: longitude.unwrap_or_default(),
            services: words(6),
            languages: words(7),
        });
    }
    if points.is_empty() && findings.is_empty() {
        findings.push(FacilityError::None {}.at(at(file, 1)));
    }
    findings.or_else(points)
}

/// Reads `area,point`: the areas of a level that each point serves. *Shape:* positions of areas by position of the
/// point.
pub(crate) fn read_served(
    file: &str,
    bytes: &[u8],
    points: &[Facility],
    geography: &Geography,
    level: usize,
) -> Result<Vec<Vec<AreaIndex>>, Findings> {
    let mut findings = Findings::default();
    let known: HashMap<&str, usize> = points.iter().map(|point| point.id.as_str()).zip(0..).collect();
    let mut served = vec![Vec::new(); points.len()];
    for (line, record) in table(file, bytes, &SERVED, None, &mut findings) {
        let place = |column: usize| Place { column: Some(SERVED[column].to_owned()), ..at(file, line) };
        let area = geography.find(&record[0]).filter(|found| found.level == level);
        if area.is_none() {
            let level = geography.levels()[level].clone();
            findings.push(FacilityError::UnknownArea { level }.at(place(0)));
        }
        let point = known.get(record[1].as_str());
        if point.is_none() {
            findings.push(FacilityError::UnknownPoint {}.at(place(1)));
        }
        if let (Some(found), Some(&point)) = (area, point) {
            served[point].push(found.area);
        }
    }
    for areas in &mut served {
        areas.sort_unstable();
        areas.dedup();
    }
    findings.or_else(served)
}

fn at(file: &str, line: u64) -> Place {
    Place { file: Some(file.to_owned()), line: Some(line), ..Place::default() }
}

/// Whether a field is plain text: a spreadsheet would take one that begins like a formula for a formula.
fn is_text(text: &str) -> bool {
    !text.starts_with(['=', '+', '@'])
        && !text.is_empty()
        && text.chars().count() <= LONGEST
        && is_plain(text)
        && !text.contains('\n')
}

impl Facility {
    /// Position of the point on the globe.
    pub fn position(&self) -> GlobePosition {
        GlobePosition::of(self.longitude, self.latitude)
    }

    /// Its name in each language, or once if the names are equal.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Lang::ALL.map(|lang| self.name.get(lang)).to_vec();
        names.dedup();
        names
    }
}

/// A place on the globe, as a vector of length 1, which makes distances fast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlobePosition([f64; 3]);

impl GlobePosition {
    /// The place at these degrees.
    pub fn of(longitude: f64, latitude: f64) -> Self {
        let ((sin, cos), (sin_lon, cos_lon)) =
            (libm::sincos(latitude.to_radians()), libm::sincos(longitude.to_radians()));
        Self([cos * cos_lon, cos * sin_lon, sin])
    }

    /// Great-circle distance, in km.
    pub(crate) fn distance_km(self, other: Self) -> f64 {
        let chord = (0..3).map(|axis| (self.0[axis] - other.0[axis]).powi(2)).sum::<f64>().sqrt();
        2.0 * RADIUS_KM * libm::asin((chord / 2.0).min(1.0))
    }
}

/// Pairs of points of different owners that are closer to each other than this, nearest first; positions of the points,
/// and km.
pub(crate) fn close_pairs(points: &[Facility], within_km: f64) -> Vec<(usize, usize, f64)> {
    let places: Vec<GlobePosition> = points.iter().map(Facility::position).collect();
    let mut pairs = Vec::new();
    for a in 0..points.len() {
        for b in a + 1..points.len() {
            let km = places[a].distance_km(places[b]);
            if points[a].owner != points[b].owner && km < within_km {
                pairs.push((a, b, km));
            }
        }
    }
    pairs.sort_by(|a, b| a.2.total_cmp(&b.2));
    pairs
}
