//! Boundaries of invented areas, from the file to the drawing.

mod borders;
mod drawing;
mod joining;
mod reading;
mod simplifying;

use std::collections::BTreeSet;

use super::*;
use crate::charter::{Charter, CharterFiles};
use crate::model::{AreaIndex, Lang, Random};

const NAME: &str = r#"{ en = "x", fr = "x" }"#;

/// A geography of these rows: code, level, parent.
fn geography(vintage: &str, levels: &[&str], rows: &[(&str, usize, &str)]) -> Geography {
    let rows: Vec<String> =
        rows.iter().map(|(code, level, parent)| format!("{code},{},{parent},n,n", levels[*level])).collect();
    geography_of(vintage, levels, &format!("code,level,parent,name_en,name_fr\n{}\n", rows.join("\n")))
}

fn geography_of(vintage: &str, levels: &[&str], csv: &str) -> Geography {
    let labelled = levels.iter().map(|id| format!("{{ id = {id:?}, label = {NAME} }}")).collect::<Vec<_>>().join(", ");
    let root = csv.lines().nth(1).and_then(|row| row.split(',').next()).unwrap();
    let toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {NAME}\npurpose = {NAME}\nlegal_authority = {NAME}\ntarget_population = {NAME}\nreference_date = {NAME}\n\
         starts = 2020-01-01\nends = 2099-01-01\nclass = \"public\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"{vintage}\"\nlevels = [{labelled}]\n\
         [[group]]\nid = \"g\"\nlabel = {NAME}\ncategories = [{{ id = \"a\", label = {NAME} }}, {{ id = \"b\", label = {NAME} }}]\n\
         [method]\nid = \"m\"\nversion = 1\n[[dimension]]\nid = \"d\"\nlabel = {NAME}\n\
         [[indicator]]\nid = \"i\"\ndimension = \"d\"\nlabel = {NAME}\ntype = \"yes_no\"\nworse = \"no\"\n\
         [[band]]\nid = \"low\"\nlabel = {NAME}\nbelow = 50\n[[band]]\nid = \"high\"\nlabel = {NAME}\n\
         [[table]]\nlevel = {:?}\ngroups = []\n[[member]]\nid = \"m\"\nname = {NAME}\nareas = [{:?}]\n",
        levels[0], root
    );
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), csv.as_bytes().to_vec()),
    ]);
    Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}")).geography
}

/// A root, and towns in it.
fn towns(codes: &[&str]) -> Geography {
    let rows: Vec<(&str, usize, &str)> =
        [("root", 0, "")].into_iter().chain(codes.iter().map(|&code| (code, 1, "root"))).collect();
    geography("any", &["country", "town"], &rows)
}

/// A root, and provinces of Canada in it by their codes. Fewer than all of them need their DGUIDs to be recognised.
fn canada(codes: &[&str]) -> Geography {
    let mut csv = "code,level,parent,name_en,name_fr,dguid\nCA,country,,n,n,\n".to_owned();
    for code in codes {
        let dguid = if codes.len() < PROVINCES.len() { format!("2021A0002{code}") } else { String::new() };
        csv += &format!("{code},province,CA,n,n,{dguid}\n");
    }
    geography_of("2021", &["country", "province"], &csv)
}

const PROVINCES: [&str; 13] = ["10", "11", "12", "13", "24", "35", "46", "47", "48", "59", "60", "61", "62"];

fn collection(features: &[String]) -> Vec<u8> {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n")).into_bytes()
}

fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
    let geometry = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
    format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
}

fn town(code: &str, ring: &[(f64, f64)]) -> String {
    feature(&format!(r#""code":"{code}""#), "Polygon", &format!("[{}]", ring_text(ring)))
}

/// The ring in GeoJSON, closed.
fn ring_text(ring: &[(f64, f64)]) -> String {
    let points: Vec<String> = ring.iter().chain(ring.first()).map(|(lon, lat)| format!("[{lon},{lat}]")).collect();
    format!("[{}]", points.join(","))
}

fn square(lon: f64, lat: f64, size: f64) -> Vec<(f64, f64)> {
    vec![(lon, lat), (lon + size, lat), (lon + size, lat + size), (lon, lat + size)]
}

fn read(bytes: &[u8], geography: &Geography) -> Boundaries {
    read_told(bytes, geography).0
}

fn read_told(bytes: &[u8], geography: &Geography) -> (Boundaries, BoundaryNotes) {
    Boundaries::read("f", bytes, geography, None).unwrap_or_else(|findings| panic!("{findings}"))
}

/// Codes in the notes.
fn codes(codes: &BTreeSet<AreaCode>) -> Vec<&str> {
    codes.iter().map(AreaCode::as_str).collect()
}

/// Key and variables of the first problem, whose place is the file.
fn problem(bytes: &[u8], geography: &Geography) -> String {
    let findings = Boundaries::read("f.geojson", bytes, geography, None).unwrap_err();
    let problem = &findings.shown()[0];
    assert_eq!((problem.place.file.as_deref(), problem.fault), (Some("f.geojson"), crate::model::Fault::Data));
    problem.to_string()
}

fn positions(boundaries: &Boundaries) -> usize {
    boundaries.shapes.values().flat_map(|shape| shape.polygons.iter().flatten()).map(Vec::len).sum()
}

fn path_bytes(drawing: &Drawing) -> usize {
    let length = |(_, outline): &(AreaIndex, DrawnArea)| match outline {
        DrawnArea::Path(path) => path.len(),
        DrawnArea::Dot { .. } => 0,
    };
    drawing.areas.iter().map(length).sum()
}

/// A wiggly line from `a` to `b`, the same in both directions.
fn wiggly(a: (f64, f64), b: (f64, f64), points: usize) -> Vec<(f64, f64)> {
    if a > b {
        return wiggly(b, a, points).into_iter().rev().collect();
    }
    let mut random = Random::new(1, &format!("{a:?}{b:?}"));
    let mut wave = || f64::from(random.below(2001)) / 1000.0 - 1.0;
    let (slow, fast) = (wave(), wave());
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let line = (0..=points).map(|i| {
        let t = i as f64 / points as f64;
        let swing = (t * 3.0).sin() * (slow * (t * 9.0).sin() + fast * (t * 25.0).sin() + 0.1 * wave());
        // No offset at the ends, so that lines which meet there don't cross.
        let off = 0.08 * swing * (t * (1.0 - t) * 4.0);
        (a.0 + dx * t - dy * off, a.1 + dy * t + dx * off)
    });
    line.collect()
}

/// A world of cells in a distorted square grid, with `points` points in each border.
fn world(cells: usize, points: usize) -> (Geography, Vec<u8>) {
    let side = (cells as f64).sqrt().ceil() as usize;
    let size = 60.0 / side as f64;
    let corner = |column: usize, row: usize| {
        let mut random = Random::new((column * 1000 + row) as u64, "corner");
        let mut shake = || (f64::from(random.below(1000)) / 1000.0 - 0.5) * 0.5;
        (-30.0 + size * (column as f64 + shake()), 10.0 + size * (row as f64 + shake()))
    };
    let codes: Vec<String> = (0..cells).map(|cell| format!("t{cell:04}")).collect();
    let features: Vec<String> = (0..cells)
        .map(|cell| {
            let (column, row) = (cell % side, cell / side);
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(dx, dy)| corner(column + dx, row + dy));
            let mut ring = Vec::new();
            for (i, &from) in corners.iter().enumerate() {
                let mut line = wiggly(from, corners[(i + 1) % 4], points);
                line.pop();
                ring.extend(line);
            }
            town(&codes[cell], &ring)
        })
        .collect();
    (towns(&codes.iter().map(String::as_str).collect::<Vec<_>>()), collection(&features))
}

/// Westernmost degree of each drawn area.
fn west(boundaries: &Boundaries) -> Vec<i32> {
    let west =
        |shape: &AreaShape| shape.polygons.iter().flatten().flatten().map(|point| point[0]).min().unwrap() / STEPS;
    boundaries.shapes.values().map(west).collect()
}

/// An area of the second level.
fn second(area: u32) -> AreaPosition {
    AreaPosition { level: 1, area: AreaIndex(area) }
}
