use std::collections::BTreeSet;

use super::*;
use crate::charter::{Charter, CharterFiles};
use crate::model::{Lang, Random};

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

/// A root, and provinces of Canada in it.
/// Provinces of Canada by their codes, which for fewer than all of them need their DGUIDs to be known as such.
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

/// The ring as GeoJSON has it, closed.
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

fn read_told(bytes: &[u8], geography: &Geography) -> (Boundaries, Told) {
    Boundaries::read("f", bytes, geography, None).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The codes that were told of.
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
    let length = |(_, outline): &(u32, Outline)| match outline {
        Outline::Path(path) => path.len(),
        Outline::Dot { .. } => 0,
    };
    drawing.areas.iter().map(length).sum()
}

/// A line from `a` to `b` that wiggles, always on the same way, whichever end comes first.
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
        // Nothing at the ends, so that lines which meet there don't cross.
        let off = 0.08 * swing * (t * (1.0 - t) * 4.0);
        (a.0 + dx * t - dy * off, a.1 + dy * t + dx * off)
    });
    line.collect()
}

/// A world of cells in a square grid that is shaken, with borders of so many points each.
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

#[test]
fn neighbours_still_share_their_border() {
    let border = wiggly((0.0, -5.0), (0.0, 5.0), 50_000);
    let ring = |x: f64| border.iter().copied().chain([(x, 5.0), (x, -5.0)]).collect::<Vec<_>>();
    let east: Vec<(f64, f64)> = ring(9.0).into_iter().rev().collect();
    let boundaries = read(&collection(&[town("a", &ring(-9.0)), town("b", &east)]), &towns(&["a", "b"]));
    let border: BTreeSet<Point> = border.iter().map(|&(lon, lat)| read::snap(lon, lat)).collect();
    let kept = |area: u32| -> BTreeSet<Point> {
        boundaries.shapes[&(1, area)]
            .polygons
            .iter()
            .flatten()
            .flatten()
            .filter(|p| border.contains(*p))
            .copied()
            .collect()
    };
    assert_eq!(kept(0), kept(1));
    assert!(positions(&boundaries) <= BUDGET && kept(0).len() > 1_000, "{}", kept(0).len());
}

#[test]
fn an_enclave_and_its_hole_stay_one_line() {
    let outer: Vec<_> = square(0.0, 0.0, 10.0);
    let rounded: Vec<(f64, f64)> = (0..80_000)
        .map(|i| f64::from(i) / 80_000.0 * std::f64::consts::TAU)
        .map(|turn| (5.0 + 2.0 * turn.cos(), 5.0 + 2.0 * turn.sin()))
        .collect();
    let backwards: Vec<(f64, f64)> = rounded.iter().rev().copied().cycle().skip(777).take(rounded.len()).collect();
    let holed = format!("[{},{}]", ring_text(&outer), ring_text(&backwards));
    let bytes = collection(&[feature(r#""code":"a""#, "Polygon", &holed), town("b", &rounded)]);
    let boundaries = read(&bytes, &towns(&["a", "b"]));
    let ring = |area: u32, ring: usize| boundaries.shapes[&(1, area)].polygons[0][ring].iter().collect::<BTreeSet<_>>();
    assert_eq!(ring(0, 1), ring(1, 0));
    assert!(ring(1, 0).len() > 100);
    assert!(positions(&boundaries) <= BUDGET);
}

#[test]
fn islands_that_become_nothing_are_dropped_but_never_a_whole_area() {
    // More small triangles than the budget has points; each is smaller than any bend of the coast.
    let speck = |i: usize| square(20.0 + (i % 200) as f64 * 0.01, (i / 200) as f64 * 0.01, 0.001);
    let specks: Vec<String> = (0..20_000).map(|i| format!("[{}]", ring_text(&speck(i)))).collect();
    let many = feature(
        r#""code":"a""#,
        "MultiPolygon",
        &format!("[[{}],{}]", ring_text(&square(0.0, 0.0, 9.0)), specks.join(",")),
    );
    let small: Vec<String> =
        (0..9).map(|i| town(&format!("s{i}"), &square(30.0 + f64::from(i), 1.0, 0.0005))).collect();
    let codes = ["a", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"];
    let boundaries = read(&collection(&[vec![many], small].concat()), &towns(&codes));
    assert!(positions(&boundaries) <= BUDGET);
    assert!(boundaries.shapes[&(1, 0)].polygons.len() < 20_001);
    assert_eq!(boundaries.areas(1).len(), 10);
    let drawing = boundaries.draw(1);
    assert!(matches!(drawing.areas[0].1, Outline::Path(_)));
    assert!(drawing.areas[1..].iter().all(|(_, outline)| matches!(outline, Outline::Dot { .. })));
}

#[test]
fn an_area_smaller_than_the_grid_is_a_dot() {
    let bytes = collection(&[town("a", &square(3.0, 4.0, 1e-7)), town("b", &square(0.0, 0.0, 5.0))]);
    let boundaries = read(&bytes, &towns(&["a", "b"]));
    let drawing = boundaries.draw(1);
    let (x, y) = drawing.place(3.0, 4.0);
    assert_eq!(drawing.areas[0], (0, Outline::Dot { x, y }));
    assert_eq!(Boundaries::read_again("f", &boundaries.to_geojson(), &towns(&["a", "b"])).unwrap(), boundaries);
}

#[test]
fn many_cells_are_light_and_within_the_budget() {
    let (geography, bytes) = world(5161, 12);
    let boundaries = read(&bytes, &geography);
    assert!((40_000..=BUDGET).contains(&positions(&boundaries)), "{}", positions(&boundaries));
    let written = boundaries.to_geojson();
    let again = Boundaries::read_again("f", &written, &geography).unwrap();
    assert_eq!(again, boundaries);
    let drawing = boundaries.draw(1);
    assert_eq!(drawing.areas.len(), 5161);
    assert_eq!(again.draw(1), drawing);
    assert!(path_bytes(&drawing) < 350_000, "{}", path_bytes(&drawing));
}

/// Random countries: islands, enclaves, specks, several levels.
#[test]
fn what_is_read_again_draws_the_same() {
    for seed in 0..40 {
        let mut random = Random::new(seed, "country");
        let mut features = Vec::new();
        let mut number = |low: f64, high: f64| low + (high - low) * f64::from(random.below(1_000_000)) / 1e6;
        let (centre_lon, centre_lat) = (number(-179.0, 179.0), number(-80.0, 80.0));
        for code in ["root", "a", "b", "c", "d"] {
            let mut polygons = Vec::new();
            for _ in 0..3 {
                let (lon, lat, size) = (number(-9.0, 9.0), number(-9.0, 9.0), number(0.0, 1.5).powi(4));
                let blob = |size: f64, wiggle: f64| -> Vec<(f64, f64)> {
                    let turns =
                        (0..60).map(|i| (f64::from(i) / 60.0 * std::f64::consts::TAU, f64::from(i % 7) * wiggle));
                    turns
                        .map(|(turn, bump)| {
                            let reach = size * (1.0 + bump);
                            (
                                (centre_lon + lon + reach * turn.cos()).clamp(-180.0, 180.0),
                                (centre_lat + lat + reach * turn.sin()).clamp(-90.0, 90.0),
                            )
                        })
                        .collect()
                };
                polygons.push(format!("[{},{}]", ring_text(&blob(size, 0.05)), ring_text(&blob(size / 2.0, 0.02))));
            }
            features.push(feature(
                &format!(r#""code":"{code}""#),
                "MultiPolygon",
                &format!("[{}]", polygons.join(",")),
            ));
        }
        let geography = towns(&["a", "b", "c", "d"]);
        let boundaries = read(&collection(&features), &geography);
        let written = boundaries.to_geojson();
        let again =
            Boundaries::read_again("f", &written, &geography).unwrap_or_else(|findings| panic!("{seed}: {findings}"));
        assert_eq!(again.levels(), [0, 1]);
        for level in again.levels() {
            assert_eq!(again.draw(level), boundaries.draw(level), "seed {seed}");
            for area in again.areas(level) {
                assert_eq!(again.geometry(level, area), boundaries.geometry(level, area), "seed {seed}");
            }
        }
        assert_eq!(again.to_geojson(), written, "seed {seed}");
    }
}

#[test]
fn writes_a_feature_a_line_by_level_and_code() {
    let ring = [(0.0, 0.0), (1.0, 0.0), (0.5, 1.234_567_8)];
    let bytes = collection(&[town("b", &ring), town("root", &ring), town("a", &[ring[0], ring[2], ring[1]])]);
    let boundaries = read(&bytes, &towns(&["a", "b"]));
    let line = |code: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[1,0],[0.5,1.23457],[0,0],[1,0]]]}}}}"#
        )
    };
    let expected = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{},\n{}\n]}}\n",
        line("root"),
        line("a"),
        line("b")
    );
    assert_eq!(String::from_utf8(boundaries.to_geojson()).unwrap(), expected);
    assert_eq!(boundaries.geometry(1, 0).unwrap()["type"], "Polygon");
    assert_eq!((boundaries.geometry(1, 7), boundaries.geometry(9, 0)), (None, None));
    assert_eq!((boundaries.levels(), boundaries.areas(1)), (vec![0, 1], vec![0, 1]));
}

#[test]
fn the_order_of_features_and_the_start_of_rings_change_nothing() {
    let (geography, bytes) = world(30, 40);
    let mut file: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let whole = read(&bytes, &geography);
    file["features"].as_array_mut().unwrap().reverse();
    for feature in file["features"].as_array_mut().unwrap() {
        let ring = feature["geometry"]["coordinates"][0].as_array_mut().unwrap();
        ring.pop();
        ring.rotate_left(17);
        ring.push(ring[0].clone());
        ring.reverse();
    }
    let turned = read(&serde_json::to_vec(&file).unwrap(), &geography);
    for (a, b) in whole.shapes.values().zip(turned.shapes.values()) {
        let set = |shape: &Shape| shape.polygons.iter().flatten().flatten().copied().collect::<BTreeSet<_>>();
        assert_eq!(set(a), set(b));
    }
}

#[test]
fn joins_by_code_or_by_dguid_on_either_side() {
    let ring = square(-80.0, 45.0, 1.0);
    let polygon = format!("[{}]", ring_text(&ring));
    let joined = |geography: &Geography, properties: &str| {
        let bytes = collection(&[feature(properties, "Polygon", &polygon)]);
        Boundaries::read("f", &bytes, geography, None).ok().map(|(boundaries, _)| boundaries.areas(1))
    };
    let [plain, dguids] = [["24", "35"], ["2021A000224", "2021A000235"]]
        .map(|[a, b]| geography("2021", &["country", "province"], &[("CA", 0, ""), (a, 1, "CA"), (b, 1, "CA")]));
    for properties in [
        r#""code":"35""#,
        r#""code":35"#,
        r#""code":35.0"#,
        r#""code":["35"]"#,
        r#""a":null,"z":{"y":1},"DGUID":"2021A000235""#,
    ] {
        assert_eq!(joined(&plain, properties), Some(vec![1]), "{properties}");
        assert_eq!(joined(&dguids, properties), Some(vec![1]), "{properties}");
    }
    for wrong in [r#""c":"2016A000235""#, r#""c":["35","24"]"#, r#""c":"2021A00023""#, r#""c":true"#, r#""c":-35"#] {
        assert_eq!(joined(&plain, wrong), None, "{wrong}");
        assert_eq!(joined(&dguids, wrong), None, "{wrong}");
    }
    // A column of DGUIDs tells what a code leaves open; where it is empty, the code speaks.
    let csv = "code,level,parent,name_en,name_fr,dguid\nCA,country,,n,n,\n\
               ON,province,CA,n,n,2021A000235\n24,province,CA,n,n,\n35,province,CA,n,n,2021A000299\n";
    let beside = geography_of("2021", &["country", "province"], csv);
    assert_eq!(joined(&beside, r#""d":"2021A000235""#), Some(vec![2]));
    assert_eq!(joined(&beside, r#""d":"2021A000224""#), Some(vec![0]));
    assert_eq!(joined(&beside, r#""d":"2021A000299""#), Some(vec![1]));
    // A vintage without a year takes codes of any.
    let any = geography("ours", &["country", "area"], &[("CA", 0, ""), ("3520005", 1, "CA"), ("535", 1, "CA")]);
    assert_eq!(joined(&any, r#""d":"2016A00053520005""#), Some(vec![0]));
    assert_eq!(joined(&any, r#""d":"2021S0503535""#), Some(vec![1]));
    let id = format!(
        r#"{{"type":"Feature","id":"535","properties":null,"geometry":{{"coordinates":{polygon},"type":"Polygon"}}}}"#
    );
    assert_eq!(read(&collection(&[id]), &any).areas(1), [1]);
}

#[test]
fn takes_the_property_that_fits_most_areas_and_counts_what_it_leaves() {
    let polygon = |i: i32| format!("[{}]", ring_text(&square(f64::from(i) * 2.0, 0.0, 1.0)));
    let of =
        |row: i32, code: &str| feature(&format!(r#""FID":{row},"code":"{code}","in":"1""#), "Polygon", &polygon(row));
    let point = feature(r#""code":"1""#, "Point", "[1,2,3]");
    let line = feature(r#""code":"1""#, "LineString", "[[1,2],[3,4]]");
    let nothing = r#"{"type":"Feature","properties":{"code":"1"},"geometry":null}"#.to_owned();
    let bytes = collection(&[of(3, "2"), of(2, "1"), of(5, "2"), of(4, "elsewhere"), point, line, nothing]);
    // Rows of the file have numbers that are codes too; the texts are meant.
    let (boundaries, told) = read_told(&bytes, &towns(&["1", "2", "3"]));
    assert_eq!((boundaries.areas(1), told.strangers), (vec![0, 1], 1));
    assert_eq!((&*told.property, codes(&told.without_polygons)), ("code", vec!["1"]));
    assert_eq!(boundaries.geometry(1, 1).unwrap()["coordinates"].as_array().unwrap().len(), 2);
}

/// A file of squares in a row, with these properties, one behind the other.
fn row(properties: &[String]) -> Vec<u8> {
    let squares = (0..).map(|i| format!("[{}]", ring_text(&square(f64::from(i) * 2.0, 0.0, 1.0))));
    let features = properties.iter().zip(squares).map(|(properties, square)| feature(properties, "Polygon", &square));
    collection(&features.collect::<Vec<_>>())
}

/// Towns by these codes and names.
fn named(names: &[(&str, &str)]) -> Geography {
    let rows: String = names.iter().map(|(code, name)| format!("{code},town,root,{name},{name}\n")).collect();
    geography_of("any", &["country", "town"], &format!("code,level,parent,name_en,name_fr\nroot,country,,n,n\n{rows}"))
}

/// Where each area was drawn: its westernmost degree.
fn west(boundaries: &Boundaries) -> Vec<i32> {
    let west = |shape: &Shape| shape.polygons.iter().flatten().flatten().map(|point| point[0]).min().unwrap() / STEPS;
    boundaries.shapes.values().map(west).collect()
}

#[test]
fn what_counts_rows_never_gives_shapes_to_areas() {
    let four = towns(&["1", "2", "3", "4"]);
    for counter in [r#""OBJECTID":"#, r#""cartodb_id":"#, r#""n":"#, r#""id":"#] {
        for from in [0, 1] {
            let of = |i: usize, code: usize| format!(r#"{counter}{},"z":"{code}""#, i + from);
            let rows: Vec<String> = [3, 1, 4, 2].iter().enumerate().map(|(i, code)| of(i, *code)).collect();
            assert_eq!(west(&read(&row(&rows), &four)), [2, 6, 0, 4], "{counter} {from}");
            // Nothing else has codes.
            let rows: Vec<String> = (0..5).map(|i| format!(r#"{counter}{},"z":"x""#, i + from)).collect();
            let key = counter.trim_matches(['"', ':']);
            assert_eq!(problem(&row(&rows), &four), format!("map-counts-rows keys={key:?}"));
        }
    }
    // A program's numbering is known by its name where rows were left out or sorted.
    let rows: Vec<String> = [2, 4, 1].iter().map(|i| format!(r#""OBJECTID_1":"{i}","a":"{}""#, 5 - i)).collect();
    assert_eq!(west(&read(&row(&rows), &four)), [2, 0, 4]);
    // An identifier, also where it counts rows as texts.
    let text = String::from_utf8(row(&(1..=4).map(|code| format!(r#""region":"{}""#, 5 - code)).collect::<Vec<_>>()));
    let mut rows = 0;
    let counted = text.unwrap().split(r#""type":"Feature","#).map(str::to_owned).reduce(|before, after| {
        rows += 1;
        format!(r#"{before}"type":"Feature","id":"{}",{after}"#, rows - 1)
    });
    let (boundaries, told) = read_told(counted.unwrap().as_bytes(), &four);
    assert_eq!((&*told.property, west(&boundaries)), ("region", vec![6, 4, 2, 0]));
}

#[test]
fn a_code_that_counts_is_borne_out_by_names_or_asked_for() {
    let names = [("1", "Nord"), ("2", "Sud"), ("3", "Est")];
    let rows = |names: [&str; 3]| -> Vec<u8> {
        row(&(1..).zip(names).map(|(i, name)| format!(r#""region":{i},"name":"{name}""#)).collect::<Vec<_>>())
    };
    let good = rows(["NORD", "Sud", "L’Est"]);
    assert_eq!(read_told(&good, &named(&names)).1.property, "region");
    let turned = rows(["Sud", "Est", "Nord"]);
    assert_eq!(problem(&turned, &named(&names)), r#"map-counts-rows keys="region""#);
    let asked = |property: &str| Boundaries::read("f", &turned, &named(&names), Some(property));
    assert_eq!(west(&asked("region").unwrap().0), [0, 2, 4]);
    let keys = |property: &str| asked(property).unwrap_err().shown()[0].to_string();
    assert_eq!(keys("kode"), r#"map-no-property keys="name, region""#);
    assert_eq!(keys("name"), r#"map-no-codes keys="name" vintage="any""#);
}

#[test]
fn zeros_in_front_are_named_as_the_difference() {
    let rows = |codes: &[&str]| -> Vec<u8> {
        row(&(1..).zip(codes).map(|(i, code)| format!(r#""OBJECTID":{i},"REGION":{code}"#)).collect::<Vec<_>>())
    };
    let padded = [r#""03""#, r#""01""#, r#""04""#, r#""02""#];
    assert_eq!(problem(&rows(&padded), &towns(&["1", "2", "3", "4"])), r#"map-zeros property="REGION""#);
    // Programs that read codes as numbers lose zeros.
    assert_eq!(
        problem(&rows(&["3", "1", "4", "2"]), &towns(&["01", "02", "03", "04"])),
        r#"map-zeros property="REGION""#
    );
    assert_eq!(west(&read(&rows(&padded), &towns(&["01", "02", "03", "04"]))), [2, 6, 0, 4]);
    // Where both are codes, zeros are no difference.
    assert_eq!(read(&rows(&[r#""01""#, r#""1""#]), &towns(&["01", "1"])).areas(1), [0, 1]);
}

#[test]
fn a_draw_and_a_poor_fit_name_the_properties() {
    let three = towns(&["7", "8", "9"]);
    let rows = [("7", "9"), ("9", "7"), ("8", "8")].map(|(a, b)| format!(r#""a":{a},"b":"{b}","c":"x""#));
    assert_eq!(problem(&row(&rows), &three), r#"map-draw keys="a, b""#);
    // Two that say the same are none.
    let rows = ["7", "9"].map(|code| format!(r#""a":{code},"b":"{code}""#));
    assert_eq!(read_told(&row(&rows), &three).1.property, "a");
    // One of nine areas for one of four shapes is chance.
    let nine: Vec<String> = (31..40).map(|code| code.to_string()).collect();
    let nine = towns(&nine.iter().map(String::as_str).collect::<Vec<_>>());
    let rows = ["33", "80", "81", "82"].map(|code| format!(r#""people":{code}"#));
    assert_eq!(problem(&row(&rows), &nine), r#"map-poor-fit property="people" areas="1" keys="people""#);
    // A small part of the country, or a large file around it, isn't.
    assert_eq!(read(&row(&rows[..2]), &nine).areas(1), [2]);
    assert_eq!(read(&row(&rows), &towns(&["33"])).areas(1), [0]);
}

#[test]
fn several_shapes_of_an_area_are_its_parts() {
    // Seven shapes of each province, by whole numbers, of which the last overlaps the one before.
    let part = |i: usize| square(-100.0 + 2.0 * i as f64, 50.0, if i % 7 == 5 { 2.5 } else { 2.0 });
    let shape = |i: usize| {
        let polygon = format!("[{}]", ring_text(&part(i)));
        feature(&format!(r#""OBJECTID":{},"PRUID":{}"#, i + 1, ["24", "35"][i / 7]), "Polygon", &polygon)
    };
    let bytes = collection(&(0..14).map(shape).collect::<Vec<_>>());
    let (boundaries, told) = read_told(&bytes, &canada(&["24", "35"]));
    assert_eq!((&*told.property, codes(&told.united)), ("PRUID", vec!["24", "35"]));
    let province = &boundaries.shapes[&(1, 0)].polygons;
    assert_eq!((province.len(), province[0].len()), (1, 1), "one outline, without borders inside");
    assert_eq!(west(&boundaries), [-100, -86]);
    let written = boundaries.to_geojson();
    assert_eq!(Boundaries::read_again("f", &written, &canada(&["24", "35"])).unwrap(), boundaries);
}

#[test]
fn borders_across_the_180th_meridian_are_cut_there() {
    // A district on either side, and one across them with a lake across the meridian and one beyond it.
    let ring =
        |west: f64, east: f64, south: f64, north: f64| vec![(west, south), (east, south), (east, north), (west, north)];
    let b = |turn: f64| {
        let rings = [(179.2, -179.4, -17.2, -16.3), (179.9, -179.9, -17.0, -16.8), (-179.7, -179.6, -17.0, -16.8)];
        let rings = rings.map(|(west, east, south, north)| {
            let shift = |lon: f64| if lon < 0.0 { lon + turn } else { lon };
            ring_text(&ring(shift(west), shift(east), south, north))
        });
        feature(r#""code":"b""#, "Polygon", &format!("[{}]", rings.join(",")))
    };
    let geography = towns(&["a", "b", "d"]);
    let of = |turn: f64| {
        let [a, d] = [("a", 177.0, 179.0), ("d", -179.0 + turn, -178.5 + turn)]
            .map(|(code, west, east)| town(code, &ring(west, east, -19.0, -17.0)));
        read_told(&collection(&[a, b(turn), d]), &geography)
    };
    let (boundaries, told) = of(0.0);
    assert_eq!((codes(&told.cut), told.united.len()), (vec!["b"], 0));
    let parts = &boundaries.shapes[&(1, 1)].polygons;
    let (west, east): (Vec<&Polygon>, Vec<&Polygon>) = parts.iter().partition(|part| part[0][0][0] > 0);
    assert_eq!((west.len(), east.len()), (1, 1), "{parts:?}");
    // The lake across is a bay of both halves now; the other one is still a lake.
    assert_eq!((west[0].len(), east[0].len(), west[0][0].len()), (1, 2, 8));
    let area: i128 = parts.iter().flatten().map(simplify::doubled_area).sum();
    assert_eq!(area / 2, 140_000 * 90_000 - 20_000 * 20_000 - 10_000 * 20_000);
    let (lon, lat) = boundaries.middle(1, 1).unwrap();
    assert!((179.5..179.7).contains(&lon) && (-17.0..-16.5).contains(&lat), "{lon} {lat}");
    // Longitudes up to 360 are the same places.
    assert_eq!(of(360.0), (boundaries.clone(), told));
    let drawing = boundaries.draw(1);
    assert!(drawing.width < 4 * drawing.height, "{} × {}", drawing.width, drawing.height);
    assert_eq!(Boundaries::read_again("f", &boundaries.to_geojson(), &geography).unwrap(), boundaries);
    // What a bundle has lies between -180 and 180.
    let beyond = collection(&[town("a", &ring(177.0, 181.0, -19.0, -17.0))]);
    let refused = Boundaries::read_again("f", &beyond, &geography).unwrap_err();
    assert_eq!(refused.shown()[0].key, "map-not-degrees");
}

#[test]
fn a_border_round_a_pole_gets_the_way_to_it() {
    let round = |lat: f64| (0..36).map(|i| (f64::from(i) * 10.0 - 175.0, lat + f64::from(i % 2))).collect::<Vec<_>>();
    for (lat, pole) in [(-70.0, -9_000_000), (70.0, 9_000_000)] {
        for backwards in [false, true] {
            let mut ring = round(lat);
            if backwards {
                ring.reverse();
            }
            let (boundaries, told) = read_told(&collection(&[town("a", &ring)]), &towns(&["a"]));
            let polygons = &boundaries.shapes[&(1, 0)].polygons;
            assert_eq!((polygons.len(), polygons[0].len(), told.cut.len()), (1, 1, 0), "{polygons:?}");
            let corners: BTreeSet<&Point> = polygons[0][0].iter().filter(|point| point[1] == pole).collect();
            assert_eq!(corners, BTreeSet::from([&[-18_000_000, pole], &[18_000_000, pole]]));
            let area = simplify::doubled_area(&polygons[0][0]).abs() as f64 / 2e10;
            assert!((area / (360.0 * (90.5 - lat.abs())) - 1.0).abs() < 0.05, "{area}");
            // As other programs have cut it already.
            let again = read_told(&boundaries.to_geojson(), &towns(&["a"]));
            assert_eq!((again.0, again.1.cut.len()), (boundaries, 0));
        }
    }
}

#[test]
fn collections_are_opened_and_what_has_no_polygons_is_told_with_its_area() {
    let polygon = |lon: f64| format!("[{}]", ring_text(&square(lon, 0.0, 1.0)));
    let inner = |lon: f64| format!(r#"{{"type":"Polygon","coordinates":{}}}"#, polygon(lon));
    let point = r#"{"type":"Point","coordinates":[0,0]}"#;
    let nested = format!(r#"{{"type":"GeometryCollection","geometries":[{point},{}]}}"#, inner(4.0));
    let collected = format!(
        r#"{{"type":"Feature","properties":{{"code":"a"}},"geometry":{{"type":"GeometryCollection","geometries":[{},{nested}]}}}}"#,
        inner(0.0)
    );
    let deep = feature(r#""code":"b""#, "Polygon", &format!("[{}]", polygon(8.0)));
    let pin = feature(r#""code":"c""#, "Point", "[1,2]");
    let (boundaries, told) = read_told(&collection(&[collected, deep, pin]), &towns(&["a", "b", "c"]));
    assert_eq!((boundaries.areas(1), boundaries.shapes[&(1, 0)].polygons.len()), (vec![0], 2));
    assert_eq!((codes(&told.without_polygons), told.strangers), (vec!["b", "c"], 0));
}

#[test]
fn shapes_that_cover_nothing_are_told() {
    let nowhere = [(0.0, 0.0); 4];
    let line = [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)];
    let bytes =
        collection(&[town("a", &nowhere), town("b", &nowhere), town("c", &line), town("d", &square(5.0, 5.0, 1.0))]);
    let (boundaries, told) = read_told(&bytes, &towns(&["a", "b", "c", "d"]));
    assert_eq!((codes(&told.without_extent), boundaries.areas(1).len()), (vec!["a", "b", "c"], 4));
    // Two of one area are still drawn.
    let (boundaries, _) = read_told(&collection(&[town("a", &nowhere), town("a", &nowhere)]), &towns(&["a"]));
    assert_eq!(boundaries.areas(1), [0]);
}

#[test]
fn altitude_is_dropped_and_a_mark_of_the_encoding_skipped() {
    let three = feature(r#""code":"a""#, "Polygon", "[[[0,0,5],[1,0,6],[0,1,7.5],[0,0,5]]]");
    let bytes = [&b"\xef\xbb\xbf"[..], &collection(&[three])].concat();
    assert_eq!(read(&bytes, &towns(&["a"])).shapes[&(1, 0)].polygons, [[[[100_000, 0], [0, 100_000], [0, 0]]]]);
}

#[test]
fn what_is_no_json_is_named_by_line_and_column() {
    let findings =
        Boundaries::read("f", b"{\"type\":\"FeatureCollection\",\n\"features\":[}", &towns(&["a"]), None).unwrap_err();
    let problem = &findings.shown()[0];
    assert_eq!(
        (problem.key.as_ref(), problem.place.line, problem.place.column.as_deref()),
        ("map-bad-json", Some(2), Some("13"))
    );
    assert_eq!(self::problem(b"", &towns(&["a"])), "map-bad-json");
}

#[test]
fn an_empty_part_of_an_area_is_left_out() {
    let whole = format!("[{}]", ring_text(&square(0.0, 0.0, 1.0)));
    for coordinates in [format!("[[],{whole}]"), format!("[{whole},[]]")] {
        let bytes = collection(&[feature(r#""code":"a""#, "MultiPolygon", &coordinates)]);
        assert_eq!(read(&bytes, &towns(&["a"])).areas(1), [0], "{coordinates}");
    }
}

#[test]
fn what_has_no_polygons_is_refused() {
    let geography = towns(&["a"]);
    let point = collection(&[feature(r#""code":"a""#, "Point", "[1,2]")]);
    let mixed = collection(&[feature(r#""code":"a""#, "Polygon", "[[[1,2],[[1],2]]]")]);
    let deep = collection(&[feature(r#""code":"a""#, "MultiPolygon", "[[[[[1,2]]]]]")]);
    let short = collection(&[feature(r#""code":"a""#, "Polygon", "[[[1]]]")]);
    // The charter's area has no shape, and what has one is no area of it.
    let elsewhere = format!("[{}]", ring_text(&square(0.0, 0.0, 1.0)));
    let empty = feature(r#""code":"a""#, "Polygon", "[]");
    let foreign = collection(&[empty, feature(r#""code":"x""#, "Polygon", &elsewhere)]);
    for bytes in [
        &b"[]"[..],
        b"3",
        b"{}",
        br#"{"type":"Topology","objects":{}}"#,
        &collection(&[]),
        &point,
        &mixed,
        &deep,
        &short,
    ] {
        assert_eq!(problem(bytes, &geography), "map-not-features", "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(problem(&foreign, &geography), r#"map-no-polygons codes="a""#);
}

#[test]
fn without_codes_the_keys_are_named_and_no_value() {
    let keys: String = (0..10).map(|i| format!(r#""k{i}":"secret{i}","#)).collect();
    let bytes = collection(&[feature(&format!(r#"{keys}"z":1"#), "Polygon", "[[[0,0],[1,0],[0,1],[0,0]]]")]);
    assert_eq!(
        problem(&bytes, &canada(&["35"])),
        r#"map-no-codes keys="k0, k1, k2, k3, k4, k5, k6, k7" vintage="2021""#
    );
}

#[test]
fn metres_and_swapped_degrees_are_told_apart() {
    let at = |lon: f64, lat: f64| collection(&[town("35", &square(lon, lat, 1.0))]);
    let (here, anywhere) = (canada(&["35"]), towns(&["35", "x"]));
    assert_eq!(problem(&at(7_225_147.8, 928_393.5), &here), "map-not-degrees");
    assert_eq!(problem(&at(365.0, 3.0), &anywhere), "map-not-degrees");
    assert_eq!(problem(&at(1e300, 3.0), &anywhere), "map-not-degrees");
    assert_eq!(problem(&at(43.0, -100.0), &anywhere), "map-swapped");
    assert_eq!(problem(&at(43.0, -79.0), &here), "map-swapped");
    assert_eq!(problem(&at(43.0, 281.0), &here), "map-swapped");
    // Elsewhere it could be meant.
    assert_eq!(read(&at(43.0, -79.0), &anywhere).areas(1), [0]);
    assert_eq!(read(&at(-79.0, 43.0), &here).areas(1), [0]);
}

#[test]
fn broken_rings_name_their_area() {
    let geography = towns(&["a", "b"]);
    let of = |ring: &str| collection(&[feature(r#""code":"b""#, "Polygon", &format!("[{ring}]"))]);
    for ring in ["[]", "[[0,0],[1,0],[0,0]]", "[[0,0],[1,0],[1,1],[0,1]]"] {
        assert_eq!(problem(&of(ring), &geography), r#"map-ring code="b""#, "{ring}");
    }
    let bow_tie = [(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)];
    let both = collection(&[town("b", &bow_tie), town("a", &bow_tie)]);
    let findings = Boundaries::read("f", &both, &geography, None).unwrap_err();
    assert_eq!(
        findings.to_string(),
        r#"map-crossing code="a" lon="0.5" lat="0.5"; map-crossing code="b" lon="0.5" lat="0.5" (2 in all)"#
    );
    assert!(Boundaries::read_again("f", &both, &geography).is_ok());
}

#[test]
fn rings_may_touch_themselves() {
    // Two lobes that meet in a point; a corner on an edge; a way in and out on one line.
    let rings: [&[(f64, f64)]; 3] = [
        &[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0)],
        &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0)],
        &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 4.0), (2.0, 2.0), (2.0, 4.0), (0.0, 4.0)],
    ];
    for ring in rings {
        assert_eq!(read(&collection(&[town("a", ring)]), &towns(&["a"])).areas(1), [0], "{ring:?}");
    }
    // As written by programs that cut coordinates off: over the edge by a hair.
    let nearly = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, -0.000_01), (0.0, 4.0)];
    assert_eq!(read(&collection(&[town("a", &nearly)]), &towns(&["a"])).areas(1), [0]);
}

#[test]
fn a_long_coast_that_crosses_once_is_found() {
    let mut ring: Vec<(f64, f64)> = wiggly((0.0, 0.0), (40.0, 0.0), 20_000);
    ring.extend(wiggly((40.0, 20.0), (0.0, 20.0), 20_000));
    let boundaries = |ring: &[(f64, f64)]| Boundaries::read("f", &collection(&[town("a", ring)]), &towns(&["a"]), None);
    assert!(boundaries(&ring).is_ok());
    ring.swap(9_000, 9_040);
    assert_eq!(boundaries(&ring).unwrap_err().shown()[0].key, "map-crossing");
}

/// *Source:* PROJ 9.5.1 through pyproj 3.7.2: `EPSG:3347` less its false origin (6 200 000, 3 000 000) m;
/// `+proj=laea +R=1 +lat_0=10 +lon_0=20`; `+proj=eqearth +R=1` with `+lon_0=0` and `+lon_0=170`.
#[test]
fn projections_agree_with_the_reference() {
    use Projection::{EqualEarth, LambertAzimuthalEqualArea, LambertConformalConic};
    let near = |projection: Projection, (lon, lat): (f64, f64), expected: [f64; 2], unit: f64, error: f64| {
        let at = projection.project([lon, lat]).map(|along| along * unit);
        assert!((0..2).all(|axis| (at[axis] - expected[axis]).abs() < error), "{projection:?} {lon} {lat}: {at:?}");
    };
    for (place, x, y) in [
        ((-79.38, 43.65), 7_225_147.840, 928_393.470),
        ((-52.71, 47.56), 8_980_319.198, 2_152_296.709),
        ((-123.12, 49.28), 4_018_737.735, 2_007_048.717),
        ((-135.05, 60.72), 4_082_586.232, 3_458_941.036),
        ((-62.35, 82.5), 6_634_658.893, 5_214_727.430),
        ((-141.0, 69.65), 4_521_149.793, 4_360_306.010),
    ] {
        near(LambertConformalConic, place, [x - 6_200_000.0, y - 3_000_000.0], 6_378_137.0, 0.01);
    }
    for (place, x, y) in [
        ((20.0, 10.0), 0.0, 0.0),
        ((30.0, -15.0), 0.172_458_638, -0.431_909_402),
        ((-40.0, 60.0), -0.518_181_427, 0.968_667_469),
        ((85.0, 5.0), 1.067_837_389, 0.015_049_065),
    ] {
        near(LambertAzimuthalEqualArea { lon: 20, lat: 10 }, place, [x, y], 1.0, 1e-8);
    }
    for (place, x, x_170, y) in [
        ((0.0, 0.0), 0.0, -2.556_261_651, 0.0),
        ((30.0, -15.0), 0.443_743_757, -2.070_804_199, -0.302_049_072),
        ((-140.0, 60.0), -1.585_935_624, 0.566_405_580, 1.088_300_836),
        ((180.0, 85.0), 1.620_891_143, 0.090_049_508, 1.309_947_879),
    ] {
        near(EqualEarth { lon: 0 }, place, [x, y], 1.0, 1e-8);
        near(EqualEarth { lon: 170 }, place, [x_170, y], 1.0, 1e-8);
    }
}

#[test]
fn the_projection_follows_from_what_is_drawn() {
    let of = |codes: &Geography, squares: &[(f64, f64, f64)]| {
        let names: Vec<&str> =
            (0..=codes.finest()).flat_map(|l| codes.areas(l)).map(|area| area.code.as_str()).collect();
        let features: Vec<String> = squares
            .iter()
            .zip(&names[1..])
            .map(|(&(lon, lat, size), code)| town(code, &square(lon, lat, size)))
            .collect();
        read(&collection(&features), codes).draw(1).projection
    };
    let two = towns(&["a", "b"]);
    assert_eq!(of(&canada(&["35"]), &[(-80.0, 45.0, 1.0)]), Projection::LambertConformalConic);
    assert_eq!(
        of(&two, &[(0.0, 40.0, 4.0), (9.0, 44.0, 4.0)]),
        Projection::LambertAzimuthalEqualArea { lon: 7, lat: 44 }
    );
    // On both sides of the 180th meridian: narrow, and in one piece.
    let fiji = [(177.0, -19.0, 3.0), (-180.0, -19.0, 2.0)];
    let projection = of(&two, &fiji);
    assert!(
        matches!(projection, Projection::LambertAzimuthalEqualArea { lon: -180, lat: -18 | -17 }),
        "{projection:?}"
    );
    let drawing =
        read(&collection(&[town("a", &square(177.0, -19.0, 3.0)), town("b", &square(-180.0, -19.0, 2.0))]), &two)
            .draw(1);
    assert_eq!(drawing.place(180.0, -18.0), drawing.place(-180.0, -18.0));
    assert!(drawing.place(178.0, -18.0).0 < drawing.place(-179.0, -18.0).0);
    // The world, with the Pacific in the middle and without.
    assert_eq!(of(&two, &[(-180.0, -60.0, 120.0), (60.0, -60.0, 120.0)]), Projection::EqualEarth { lon: -180 });
    assert_eq!(of(&two, &[(-170.0, -60.0, 120.0), (60.0, -60.0, 110.0)]).id(), "equal-earth");
    assert_eq!(
        of(&towns(&["a", "b", "c"]), &[(-180.0, -85.0, 170.0), (-10.0, -85.0, 170.0), (150.0, 0.0, 30.0)]),
        Projection::EqualEarth { lon: 0 }
    );
}

#[test]
fn a_place_lies_on_the_drawing_where_borders_do() {
    let drawing = read(&collection(&[town("a", &square(0.0, 40.0, 8.0))]), &towns(&["a"])).draw(1);
    let (x, y) = drawing.place(4.0, 44.0);
    assert_eq!((x, drawing.width), (2000, 4000));
    assert!((y - drawing.height as i32 / 2).abs() < 50);
    assert!(drawing.place(4.0, 47.0).1 < y && drawing.place(9.0, 44.0).0 > 4000);
    // A long country is drawn smaller.
    let long =
        read(&collection(&[town("a", &[(0.0, 0.0), (1.0, 0.0), (1.0, 40.0), (0.0, 40.0)])]), &towns(&["a"])).draw(1);
    assert_eq!((long.height, long.place(0.5, 40.0).1), (8000, 0));
    assert!((190..210).contains(&long.width), "{}", long.width);
}

#[test]
fn tiles_stand_for_the_provinces_of_canada() {
    let dguids: Vec<String> = PROVINCES.iter().map(|code| format!("2021A0002{code}")).collect();
    let dguids = canada(&dguids.iter().map(String::as_str).collect::<Vec<_>>());
    let tiles = Tiles::of(&canada(&PROVINCES)).unwrap();
    assert_eq!(Tiles::of(&dguids), Some(tiles.clone()));
    assert_eq!((tiles.level, tiles.tiles.len()), (1, 13));
    let areas: BTreeSet<u32> = tiles.tiles.iter().map(|tile| tile.area).collect();
    assert_eq!(areas, (0..13).collect());
    let nova_scotia = tiles.tiles.iter().find(|tile| tile.area == 2).unwrap();
    assert_eq!(Lang::ALL.map(|lang| nova_scotia.abbreviation.get(lang)), ["NS", "N.-É."]);
    // Corners lie in the box; centres are a tile apart, neither more nor less.
    for tile in &tiles.tiles {
        for corner in tile.points.split(' ') {
            let (x, y) = corner.split_once(',').unwrap();
            assert!(
                (0.0..=tiles.width).contains(&x.parse().unwrap()) && (0.0..=tiles.height).contains(&y.parse().unwrap())
            );
        }
        let distance = |other: &Tile| (tile.x - other.x).hypot(tile.y - other.y);
        let nearest = tiles.tiles.iter().filter(|other| *other != tile).map(distance).fold(f64::INFINITY, f64::min);
        assert!((nearest - 86.6).abs() < 0.2, "{nearest}");
    }
    assert_eq!(Tiles::of(&towns(&["24", "x"])), None);
    assert_eq!(Tiles::of(&canada(&["35", "24"])).unwrap().tiles.len(), 2);
    // Two digits alone could be those of any country.
    assert_eq!(Tiles::of(&towns(&["10", "11", "12"])), None);
}

/// *Source:* provinces and territories of Canada 2019, Opendatasoft after Statistics Canada.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads a reference file")]
fn canada_is_drawn_in_thirteen_outlines() {
    let Some(folder) = crate::reference::reference() else { return };
    let bytes = std::fs::read(folder.join("data/statcan/georef-canada-province.geojson")).unwrap();
    let (boundaries, told) = read_told(&bytes, &canada(&PROVINCES));
    let drawing = boundaries.draw(1);
    assert_eq!((told, drawing.areas.len()), (Told { property: "prov_code".to_owned(), ..Told::default() }, 13));
    assert!(drawing.areas.iter().all(|(_, outline)| matches!(outline, Outline::Path(_))));
    assert!(path_bytes(&drawing) < 60_000, "{} of {} positions", path_bytes(&drawing), positions(&boundaries));
    // Toronto lies within the outline's frame.
    let (x, y) = drawing.place(-79.38, 43.65);
    assert!((2000..4000).contains(&x) && (2000..drawing.height as i32).contains(&y));
}
