//! Writes a federation of 13 members and all 5,161 subdivisions of Canada, to try the report at its full size: charter,
//! data, boundaries, service points.
//!
//! Names, codes and populations are real: 2021 Census, Statistics Canada, table 98-10-0002; provinces are those of its
//! boundary file (both Statistics Canada Open Licence, no endorsement). People are made up, and so are the shapes of
//! subdivisions: cells of a crooked grid laid over each province.
//!
//! ```text
//! cargo run --release --example canada -- 98100002.csv georef-canada-province.geojson OUT
//! archipel simulate --charter OUT/charter --data OUT/data --boundaries OUT/boundaries.geojson \
//!     --service-points OUT/service-points.csv --out OUT/bundle
//! ```
#![expect(clippy::disallowed_methods, reason = "it reads tables of places and writes a federation")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Ids, codes and names of the members.
const MEMBERS: [(&str, &str, &str, &str); 13] = [
    ("NL", "10", "Newfoundland and Labrador", "Terre-Neuve-et-Labrador"),
    ("PE", "11", "Prince Edward Island", "Île-du-Prince-Édouard"),
    ("NS", "12", "Nova Scotia", "Nouvelle-Écosse"),
    ("NB", "13", "New Brunswick", "Nouveau-Brunswick"),
    ("QC", "24", "Quebec", "Québec"),
    ("ON", "35", "Ontario", "Ontario"),
    ("MB", "46", "Manitoba", "Manitoba"),
    ("SK", "47", "Saskatchewan", "Saskatchewan"),
    ("AB", "48", "Alberta", "Alberta"),
    ("BC", "59", "British Columbia", "Colombie-Britannique"),
    ("YT", "60", "Yukon", "Yukon"),
    ("NT", "61", "Northwest Territories", "Territoires du Nord-Ouest"),
    ("NU", "62", "Nunavut", "Nunavut"),
];
/// Number of points on each side of a cell.
const BENDS: usize = 12;
/// Number of service points.
const POINTS: usize = 590;

const CHARTER: &str = r#"[charter]
id = "canada-evi"
version = 1
title = { en = "Made-up people in all subdivisions of Canada", fr = "Personnes imaginaires dans toutes les subdivisions du Canada" }
purpose = { en = "Try the report at its full size.", fr = "Essayer le rapport dans sa pleine taille." }
target_population = { en = "Nobody", fr = "Personne" }
reference_date = { en = "None", fr = "Aucune" }
legal_authority = { en = "none", fr = "aucun" }
starts = 2020-01-01
ends = 2099-12-31
class = "public"

[geography]
file = "geography.csv"
vintage = "2021"
levels = [
  { id = "country", label = { en = "Country", fr = "Pays" } },
  { id = "province", label = { en = "Provinces and territories", fr = "Provinces et territoires" } },
  { id = "subdivision", label = { en = "Census subdivisions", fr = "Subdivisions de recensement" } },
]

[method]
id = "evi"
version = 1
# Everybody is counted: no figure has an error of sampling.
weights = "design"
notes = { en = "Made up.", fr = "Imaginaire." }

[[dimension]]
id = "access"
label = { en = "Access", fr = "Accès" }
[[dimension]]
id = "comfort"
label = { en = "Comfort", fr = "Aisance" }
[[dimension]]
id = "skills"
label = { en = "Skills", fr = "Compétences" }

[[indicator]]
id = "internet"
dimension = "access"
label = { en = "Internet at home", fr = "Internet à la maison" }
type = "yes_no"
worse = "no"
[[indicator]]
id = "ease"
dimension = "comfort"
label = { en = "Ease with digital services", fr = "Aisance avec les services numériques" }
type = "ordered"
steps = 9
worse = "lower"
[[indicator]]
id = "tasks"
dimension = "skills"
label = { en = "Tasks done online", fr = "Tâches faites en ligne" }
type = "ordered"
steps = 9
worse = "lower"

[[band]]
id = "low"
label = { en = "Low", fr = "Faible" }
below = 25
[[band]]
id = "medium"
label = { en = "Medium", fr = "Moyenne" }
below = 50
[[band]]
id = "high"
label = { en = "High", fr = "Élevée" }
below = 75
[[band]]
id = "extreme"
label = { en = "Extreme", fr = "Extrême" }

[[table]]
level = "country"
groups = []
[[table]]
level = "province"
groups = []
[[table]]
level = "subdivision"
groups = []
"#;

/// A subdivision.
struct Place {
    code: String,
    dguid: String,
    name: String,
    people: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [census, provinces, out] = arguments.as_slice() else {
        return Err("98100002.csv georef-canada-province.geojson OUT".into());
    };
    let places = places(&fs::read(census)?)?;
    let outlines = outlines(&fs::read(provinces)?)?;
    let out = Path::new(out);
    fs::create_dir_all(out.join("charter"))?;
    fs::create_dir_all(out.join("data"))?;
    let (mut charter, mut features, mut seed) = (CHARTER.to_owned(), Vec::new(), 1);
    let mut geography =
        String::from("code,level,parent,name_en,name_fr,dguid\nCA,country,,Canada,Canada,2021A000011124\n");
    let mut areas = String::new();
    let mut middles = Vec::new();
    for (id, code, en, fr) in MEMBERS {
        write!(
            charter,
            "\n[[member]]\nid = \"{id}\"\nname = {{ en = \"{en}\", fr = \"{fr}\" }}\nareas = [\"{code}\"]\n"
        )?;
        writeln!(geography, "{code},province,CA,{en},{fr},2021A0002{code}")?;
        let outline = &outlines[code];
        features.push(feature(code, outline));
        let mut people = String::from("person_id,area,internet,ease,tasks,weight\n");
        let own: Vec<&Place> = places.iter().filter(|place| place.code.starts_with(code)).collect();
        for (place, (cell, middle)) in own.iter().zip(cells(outline, own.len())) {
            writeln!(
                areas,
                "{},subdivision,{code},\"{1}\",\"{1}\",{2}",
                place.code,
                place.name.replace('"', ""),
                place.dguid
            )?;
            features.push(feature(&place.code, &[cell]));
            middles.push((middle, *place));
            people += &records(place, middle, &mut seed);
        }
        fs::write(out.join("data").join(format!("{id}.csv")), people)?;
    }
    fs::write(out.join("charter/charter.toml"), charter)?;
    fs::write(out.join("charter/geography.csv"), geography + &areas)?;
    let features = features.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n");
    fs::write(
        out.join("boundaries.geojson"),
        format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}\n"),
    )?;
    fs::write(out.join("service-points.csv"), points(middles))?;
    Ok(())
}

/// Records of the invented persons of a place. Remote places have lower access.
fn records(place: &Place, middle: (f64, f64), seed: &mut u64) -> String {
    let persons = if place.people == 0 { 0 } else { 3 + next(seed) % 6 };
    let hard = ((middle.1 - 42.0) / 40.0 * 5.0) as u64;
    let record = |person| {
        let internet = u64::from(next(seed) % 10 > hard);
        let [ease, tasks] = [0, 1].map(|_| 9 - (next(seed) % 6 + hard).min(8));
        let weight = place.people as f64 / persons as f64;
        format!("{0}-{person},{0},{internet},{ease},{tasks},{weight:.2}\n", place.code)
    };
    (0..persons).map(record).collect()
}

/// All subdivisions.
fn places(csv: &[u8]) -> Result<Vec<Place>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(csv);
    let mut places = Vec::new();
    for record in reader.records() {
        let record = record?;
        if let Some(code) = record[2].strip_prefix("2021A0005") {
            let people = record[4].parse().unwrap_or(0);
            places.push(Place {
                code: code.to_owned(),
                dguid: record[2].to_owned(),
                name: record[1].to_owned(),
                people,
            });
        }
    }
    places.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(places)
}

type Ring = Vec<(f64, f64)>;

/// Outer rings of each province, by code.
fn outlines(geojson: &[u8]) -> Result<BTreeMap<String, Vec<Ring>>, Box<dyn Error>> {
    let collection: Value = serde_json::from_slice(geojson)?;
    let mut outlines = BTreeMap::new();
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    for feature in collection["features"].as_array().ok_or("no features")? {
        let code = feature["properties"]["prov_code"].as_str().ok_or("no code")?;
        let coordinates = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![coordinates],
            _ => coordinates.as_array().ok_or("no polygons")?.iter().collect(),
        };
        let ring = |polygon: &&Value| -> Ring {
            polygon[0].as_array().into_iter().flatten().map(|at| (number(&at[0]), number(&at[1]))).collect()
        };
        outlines.insert(code.to_owned(), polygons.iter().map(ring).collect());
    }
    Ok(outlines)
}

fn feature(code: &str, rings: &[Ring]) -> Value {
    let polygons: Vec<Value> = rings.iter().map(|ring| serde_json::json!([ring])).collect();
    serde_json::json!({
        "type": "Feature",
        "properties": { "code": code },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    })
}

/// Exactly `count` cells whose middles lie within the outline, each with its middle.
fn cells(outline: &[Ring], count: usize) -> Vec<(Ring, (f64, f64))> {
    let all = || outline.iter().flatten();
    let [west, east] = [all().map(|p| p.0).fold(180.0, f64::min), all().map(|p| p.0).fold(-180.0, f64::max)];
    let [south, north] = [all().map(|p| p.1).fold(90.0, f64::min), all().map(|p| p.1).fold(-90.0, f64::max)];
    let mut step = 3.0;
    loop {
        // As wide as high, at half the height.
        let wide = step / ((south + north) / 2.0).to_radians().cos();
        let grid = |column: i32, row: i32| (west + f64::from(column) * wide, south + f64::from(row) * step);
        let mut found = Vec::new();
        for row in 0..((north - south) / step).ceil() as i32 {
            for column in 0..((east - west) / wide).ceil() as i32 {
                let (x, y) = grid(column, row);
                let middle = (x + wide / 2.0, y + step / 2.0);
                if outline.iter().any(|ring| inside(ring, middle)) {
                    found.push((column, row, middle));
                }
            }
        }
        if found.len() >= count {
            let cell = |(column, row, middle): (i32, i32, (f64, f64))| {
                let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
                let mut ring: Ring = Vec::new();
                for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                    ring.extend(side(grid(from.0, from.1), grid(to.0, to.1), step));
                }
                ring.push(ring[0]);
                (ring, middle)
            };
            return found.into_iter().take(count).map(cell).collect();
        }
        step *= 0.97;
    }
}

/// A crooked line, the same from both ends; without its last point.
fn side(from: (f64, f64), to: (f64, f64), step: f64) -> Ring {
    let at = |(x, y): (f64, f64)| ((x * 1e6) as i64 * 31 + (y * 1e6) as i64) as u64;
    let turned = at(from) > at(to);
    let (a, b) = if turned { (to, from) } else { (from, to) };
    let mut seed = at(a) ^ at(b).rotate_left(32) | 1;
    let mut line: Ring = vec![a];
    for bend in 1..BENDS {
        let along = bend as f64 / BENDS as f64;
        // Sideways only, and less near the corners: the line must not cross itself, nor the next side.
        let off = ((next(&mut seed) % 1000) as f64 / 1000.0 - 0.5) * step / 2.0 * along.min(1.0 - along);
        let across = a.1 == b.1;
        let [dx, dy] = if across { [0.0, off] } else { [off, 0.0] };
        line.push((a.0 + (b.0 - a.0) * along + dx, a.1 + (b.1 - a.1) * along + dy));
    }
    line.push(b);
    if turned {
        line.reverse();
    }
    line.pop();
    let round = |(x, y): (f64, f64)| ((x * 1e5).round() / 1e5, (y * 1e5).round() / 1e5);
    line.into_iter().map(round).collect()
}

fn inside(ring: &Ring, (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    inside
}

/// Points in the largest places, and points of other owners next to every seventh of them.
fn points(mut middles: Vec<((f64, f64), &Place)>) -> String {
    middles.sort_by(|a, b| b.1.people.cmp(&a.1.people).then(a.1.code.cmp(&b.1.code)));
    let mut csv = String::from("id,name_en,name_fr,owner,latitude,longitude,services,languages\n");
    for (number, ((lon, lat), place)) in middles.into_iter().take(POINTS).enumerate() {
        let name = place.name.replace('"', "");
        let _ = writeln!(csv, "p{number},\"{name}\",\"{name}\",federal,{lat:.4},{lon:.4},benefits,en;fr");
        if number % 7 == 0 {
            let _ =
                writeln!(csv, "q{number},\"{name} (2)\",\"{name} (2)\",province,{:.4},{lon:.4},permits,en", lat + 0.01);
        }
    }
    csv
}

/// Next of a sequence of pseudo-random numbers.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed >> 11
}
