//! Parts of areas, the 180th meridian, and shapes without extent.

use super::*;

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
    let province = &boundaries.shapes[&second(0)].polygons;
    assert_eq!((province.len(), province[0].len()), (1, 1), "one outline, without borders inside");
    assert_eq!(west(&boundaries), [-100, -86]);
    let written = boundaries.to_geojson();
    assert_eq!(Boundaries::read_again("f", &written, &canada(&["24", "35"])).unwrap(), boundaries);
}

#[test]
fn borders_across_the_180th_meridian_are_cut_there() {
    // A district on either side, and one across the meridian with a lake across it and one beside it.
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
    let parts = &boundaries.shapes[&second(1)].polygons;
    let (west, east): (Vec<&Polygon>, Vec<&Polygon>) = parts.iter().partition(|part| part[0][0][0] > 0);
    assert_eq!((west.len(), east.len()), (1, 1), "{parts:?}");
    // The lake across is now a bay of both halves; the other one is still a lake.
    assert_eq!((west[0].len(), east[0].len(), west[0][0].len()), (1, 2, 8));
    let area: i128 = parts.iter().flatten().map(simplify::doubled_area).sum();
    assert_eq!(area / 2, 140_000 * 90_000 - 20_000 * 20_000 - 10_000 * 20_000);
    let (lon, lat) = boundaries.middle(1, AreaIndex(1)).unwrap();
    assert!((179.5..179.7).contains(&lon) && (-17.0..-16.5).contains(&lat), "{lon} {lat}");
    // Longitudes up to 360 are the same places.
    assert_eq!(of(360.0), (boundaries.clone(), told));
    let drawing = boundaries.draw(1);
    assert!(drawing.width < 4 * drawing.height, "{} × {}", drawing.width, drawing.height);
    assert_eq!(Boundaries::read_again("f", &boundaries.to_geojson(), &geography).unwrap(), boundaries);
    // Coordinates in a bundle are between -180 and 180.
    let beyond = collection(&[town("a", &ring(177.0, 181.0, -19.0, -17.0))]);
    let refused = Boundaries::read_again("f", &beyond, &geography).unwrap_err();
    assert_eq!(refused.shown()[0].key, "map-not-degrees");
}

#[test]
fn a_hole_outside_of_its_area_stays_between_180_degrees() {
    // Beside it, and across the meridian.
    for (west, east, cuts) in [(3.0, 6.0, 0), (179.0, -179.0, 1)] {
        let hole = [(west, 3.0), (west, 6.0), (east, 6.0), (east, 3.0)];
        let rings = format!("[{},{}]", ring_text(&square(0.0, 0.0, 1.0)), ring_text(&hole));
        let bytes = collection(&[feature(r#""code":"a""#, "Polygon", &rings)]);
        let (boundaries, told) = read_told(&bytes, &towns(&["a"]));
        assert_eq!(told.cut.len(), cuts);
        let points = boundaries.shapes[&second(0)].polygons.iter().flatten().flatten();
        let expected = if cuts == 0 { [0, 600_000] } else { [-18_000_000, 18_000_000] };
        let longitudes = points.map(|point| point[0]).collect::<BTreeSet<_>>();
        assert_eq!([longitudes.first(), longitudes.last()], expected.each_ref().map(Some));
        assert_eq!(Boundaries::read_again("f", &boundaries.to_geojson(), &towns(&["a"])).unwrap(), boundaries);
    }
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
            let polygons = &boundaries.shapes[&second(0)].polygons;
            assert_eq!((polygons.len(), polygons[0].len(), told.cut.len()), (1, 1, 0), "{polygons:?}");
            let corners: BTreeSet<&Point> = polygons[0][0].iter().filter(|point| point[1] == pole).collect();
            assert_eq!(corners, BTreeSet::from([&[-18_000_000, pole], &[18_000_000, pole]]));
            let area = simplify::doubled_area(&polygons[0][0]).abs() as f64 / 2e10;
            assert!((area / (360.0 * (90.5 - lat.abs())) - 1.0).abs() < 0.05, "{area}");
            // As already cut by other programs.
            let again = read_told(&boundaries.to_geojson(), &towns(&["a"]));
            assert_eq!((again.0, again.1.cut.len()), (boundaries, 0));
        }
    }
}

#[test]
fn a_border_that_turns_and_turns_stays_between_180_degrees() {
    let ring: Vec<_> = (0..300).map(|i| (f64::from(i % 3) * 120.0 - 175.0, f64::from(i) * 0.2 - 60.0)).collect();
    let (boundaries, told) = read_told(&collection(&[town("a", &ring)]), &towns(&["a"]));
    assert_eq!(codes(&told.cut), ["a"]);
    assert_eq!(Boundaries::read_again("f", &boundaries.to_geojson(), &towns(&["a"])).unwrap(), boundaries);
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
    assert_eq!((boundaries.areas(1), boundaries.shapes[&second(0)].polygons.len()), (vec![AreaIndex(0)], 2));
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
    // Two shapes of one area are still drawn.
    let (boundaries, _) = read_told(&collection(&[town("a", &nowhere), town("a", &nowhere)]), &towns(&["a"]));
    assert_eq!(boundaries.areas(1), [AreaIndex(0)]);
}
