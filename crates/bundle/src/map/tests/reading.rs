//! Accepted files, and refused files.

use super::*;

#[test]
fn altitude_is_dropped_and_a_mark_of_the_encoding_skipped() {
    let three = feature(r#""code":"a""#, "Polygon", "[[[0,0,5],[1,0,6],[0,1,7.5],[0,0,5]]]");
    let bytes = [&b"\xef\xbb\xbf"[..], &collection(&[three])].concat();
    assert_eq!(read(&bytes, &towns(&["a"])).shapes[&second(0)].polygons, [[[[100_000, 0], [0, 100_000], [0, 0]]]]);
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
        assert_eq!(read(&bytes, &towns(&["a"])).areas(1), [0].map(AreaIndex), "{coordinates}");
    }
}

#[test]
fn what_has_no_polygons_is_refused() {
    let geography = towns(&["a"]);
    let point = collection(&[feature(r#""code":"a""#, "Point", "[1,2]")]);
    let mixed = collection(&[feature(r#""code":"a""#, "Polygon", "[[[1,2],[[1],2]]]")]);
    let deep = collection(&[feature(r#""code":"a""#, "MultiPolygon", "[[[[[1,2]]]]]")]);
    let short = collection(&[feature(r#""code":"a""#, "Polygon", "[[[1]]]")]);
    // The charter's area has no shape, and the only shape is of no area in it.
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
    // Elsewhere the same order could be right.
    assert_eq!(read(&at(43.0, -79.0), &anywhere).areas(1), [0].map(AreaIndex));
    assert_eq!(read(&at(-79.0, 43.0), &here).areas(1), [0].map(AreaIndex));
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
        assert_eq!(read(&collection(&[town("a", ring)]), &towns(&["a"])).areas(1), [0].map(AreaIndex), "{ring:?}");
    }
    // As written by programs that truncate coordinates: slightly over the edge.
    let nearly = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, -0.000_01), (0.0, 4.0)];
    assert_eq!(read(&collection(&[town("a", &nearly)]), &towns(&["a"])).areas(1), [0].map(AreaIndex));
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
