//! Fewer points, and shared borders that stay shared.

use super::*;

#[test]
fn neighbours_still_share_their_border() {
    let border = wiggly((0.0, -5.0), (0.0, 5.0), 50_000);
    let ring = |x: f64| border.iter().copied().chain([(x, 5.0), (x, -5.0)]).collect::<Vec<_>>();
    let east: Vec<(f64, f64)> = ring(9.0).into_iter().rev().collect();
    let boundaries = read(&collection(&[town("a", &ring(-9.0)), town("b", &east)]), &towns(&["a", "b"]));
    let border: BTreeSet<Point> = border.iter().map(|&(lon, lat)| read::snap(lon, lat)).collect();
    let kept = |area: u32| -> BTreeSet<Point> {
        boundaries.shapes[&second(area)]
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
    let ring =
        |area: u32, ring: usize| boundaries.shapes[&second(area)].polygons[0][ring].iter().collect::<BTreeSet<_>>();
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
    assert!(boundaries.shapes[&second(0)].polygons.len() < 20_001);
    assert_eq!(boundaries.areas(1).len(), 10);
    let drawing = boundaries.draw(1);
    assert!(matches!(drawing.areas[0].1, DrawnArea::Path(_)));
    assert!(drawing.areas[1..].iter().all(|(_, outline)| matches!(outline, DrawnArea::Dot { .. })));
}

#[test]
fn an_area_smaller_than_the_grid_is_a_dot() {
    let bytes = collection(&[town("a", &square(3.0, 4.0, 1e-7)), town("b", &square(0.0, 0.0, 5.0))]);
    let boundaries = read(&bytes, &towns(&["a", "b"]));
    let drawing = boundaries.draw(1);
    let [x, y] = drawing.place(3.0, 4.0);
    assert_eq!(drawing.areas[0], (AreaIndex(0), DrawnArea::Dot { x, y }));
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
    assert_eq!(boundaries.geometry(1, AreaIndex(0)).unwrap()["type"], "Polygon");
    assert_eq!((boundaries.geometry(1, AreaIndex(7)), boundaries.geometry(9, AreaIndex(0))), (None, None));
    assert_eq!((boundaries.levels(), boundaries.areas(1)), (vec![0, 1], [0, 1].map(AreaIndex).into()));
}
