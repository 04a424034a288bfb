use super::*;
use crate::charter::{Charter, template};

const HEADER: &str = "id,name_en,name_fr,owner,latitude,longitude,services,languages\n";

fn keys(text: &str) -> Vec<(String, Option<u64>, Option<String>)> {
    let findings = read_points("points.csv", text.as_bytes()).unwrap_err();
    findings.shown().iter().map(|p| (p.key.to_string(), p.place.line, p.place.column.clone())).collect()
}

#[test]
fn points_are_read_with_their_words() {
    let text = format!("\u{feff}{HEADER}a,Town hall,Mairie,city,45.4215,-75.6972,permits; taxes ;,en;fr\n");
    let points = read_points("points.csv", text.as_bytes()).unwrap();
    assert_eq!(points[0].services, ["permits", "taxes"]);
    assert_eq!(points[0].languages, ["en", "fr"]);
    assert_eq!((points[0].latitude, points[0].longitude), (45.4215, -75.6972));
}

#[test]
fn what_is_wrong_is_named_by_line_and_column_and_never_by_value() {
    let column = |key: &str, line: u64, column: &str| (key.to_owned(), Some(line), Some(column.to_owned()));
    let line = |key: &str, line: u64| (key.to_owned(), Some(line), None);
    let good = "a,A,A,city,45,-75,,\n";
    for (text, expected) in [
        ("id;name_en\n".to_owned(), vec![line("delimited-header", 1)]),
        (HEADER.to_owned(), vec![line("service-none", 1)]),
        (format!("{HEADER}{good}{good}"), vec![column("service-twice", 3, "id")]),
        (format!("{HEADER}a,A,A,city,45,5,-75,,\n"), vec![line("delimited-field-count", 2)]),
        (format!("{HEADER}a,A,,city,45,-75,,\n"), vec![column("service-text", 2, "name_fr")]),
        (format!("{HEADER}a,A,A,ci\u{1b}ty,45,-75,,\n"), vec![column("service-text", 2, "owner")]),
        (
            format!("{HEADER}a,A,A,city,-95.5,abc,,\n"),
            vec![column("service-degrees", 2, "latitude"), column("service-degrees", 2, "longitude")],
        ),
        (format!("{HEADER}a,A,A,city,NaN,1,,\n"), vec![column("service-degrees", 2, "latitude")]),
    ] {
        assert_eq!(keys(&text), expected, "{text}");
        let told = read_points("points.csv", text.as_bytes()).unwrap_err().to_string();
        assert!(!told.contains("95.5") && !told.contains("abc"), "{told}");
    }
}

#[test]
fn distances_are_those_over_the_globe() {
    // Ottawa to Toronto: great circle of 351.5 km on a sphere of 6371.0088 km; a quarter of the equator.
    let ottawa = GlobePosition::of(-75.6972, 45.4215);
    let toronto = GlobePosition::of(-79.3832, 43.6532);
    assert!((ottawa.distance_km(toronto) - 351.5).abs() < 1.0, "{}", ottawa.distance_km(toronto));
    let quarter = GlobePosition::of(0.0, 0.0).distance_km(GlobePosition::of(90.0, 0.0));
    assert!((quarter - RADIUS_KM * std::f64::consts::FRAC_PI_2).abs() < 1e-9);
    assert_eq!(ottawa.distance_km(ottawa), 0.0);
    // Across the 180th meridian.
    assert!(GlobePosition::of(179.999, 0.0).distance_km(GlobePosition::of(-179.999, 0.0)) < 0.3);
}

#[test]
fn only_points_of_different_owners_are_a_pair() {
    let text = format!(
        "{HEADER}a,A,A,city,45.000,-75,,\nb,B,B,province,45.010,-75,,\nc,C,C,city,45.001,-75,,\nd,D,D,nation,46,-75,,\n"
    );
    let points = read_points("points.csv", text.as_bytes()).unwrap();
    let pairs: Vec<(usize, usize)> = close_pairs(&points, 2.0).iter().map(|&(a, b, _)| (a, b)).collect();
    assert_eq!(pairs, [(1, 2), (0, 1)]);
}

#[test]
fn a_table_says_which_areas_a_point_serves() {
    let charter = Charter::parse(&template(None)).unwrap();
    let geography = &charter.geography;
    let points = read_points("points.csv", format!("{HEADER}a,A,A,city,45,-75,,\n").as_bytes()).unwrap();
    let finest = geography.finest();
    let served = read_served("t.csv", b"area,point\nGUL-2,a\nGUL-1,a\nGUL-2,a\n", &points, geography, finest).unwrap();
    let code = |area: AreaIndex| geography.areas(finest)[area.at()].code.as_str();
    assert_eq!(served[0].iter().map(|&area| code(area)).collect::<Vec<_>>(), ["GUL-1", "GUL-2"]);
    for (line, key) in [("GUL,a", "service-unknown-area"), ("GUL-1,x", "service-unknown-point")] {
        let findings = read_served("t.csv", format!("area,point\n{line}\n").as_bytes(), &points, geography, finest);
        assert_eq!(findings.unwrap_err().shown()[0].key, key);
    }
}
