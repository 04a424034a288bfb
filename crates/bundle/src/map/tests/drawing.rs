//! Projections, drawings and tiles.

use super::*;

/// *Source:* PROJ 9.5.1 through pyproj 3.7.2: `EPSG:3347` less its false origin (6 200 000, 3 000 000) m;
/// `+proj=laea +R=1 +lat_0=10 +lon_0=20`; `+proj=eqearth +R=1` with `+lon_0=0` and `+lon_0=170`.
#[test]
fn projections_agree_with_the_reference() {
    use MapProjection::{EqualEarth, LambertAzimuthalEqualArea, LambertConformalConic};
    let near = |projection: MapProjection, (lon, lat): (f64, f64), expected: [f64; 2], unit: f64, error: f64| {
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
    assert_eq!(of(&canada(&["35"]), &[(-80.0, 45.0, 1.0)]), MapProjection::LambertConformalConic);
    assert_eq!(
        of(&two, &[(0.0, 40.0, 4.0), (9.0, 44.0, 4.0)]),
        MapProjection::LambertAzimuthalEqualArea { lon: 7, lat: 44 }
    );
    // On both sides of the 180th meridian: narrow, and in one piece.
    let fiji = [(177.0, -19.0, 3.0), (-180.0, -19.0, 2.0)];
    let projection = of(&two, &fiji);
    assert!(
        matches!(projection, MapProjection::LambertAzimuthalEqualArea { lon: -180, lat: -18 | -17 }),
        "{projection:?}"
    );
    let drawing =
        read(&collection(&[town("a", &square(177.0, -19.0, 3.0)), town("b", &square(-180.0, -19.0, 2.0))]), &two)
            .draw(1);
    assert_eq!(drawing.place(180.0, -18.0), drawing.place(-180.0, -18.0));
    assert!(drawing.place(178.0, -18.0)[0] < drawing.place(-179.0, -18.0)[0]);
    // The world, with the Pacific in the middle and without.
    assert_eq!(of(&two, &[(-180.0, -60.0, 120.0), (60.0, -60.0, 120.0)]), MapProjection::EqualEarth { lon: -180 });
    assert_eq!(of(&two, &[(-170.0, -60.0, 120.0), (60.0, -60.0, 110.0)]).id(), "equal-earth");
    assert_eq!(
        of(&towns(&["a", "b", "c"]), &[(-180.0, -85.0, 170.0), (-10.0, -85.0, 170.0), (150.0, 0.0, 30.0)]),
        MapProjection::EqualEarth { lon: 0 }
    );
}

#[test]
fn a_place_lies_on_the_drawing_where_borders_do() {
    let drawing = read(&collection(&[town("a", &square(0.0, 40.0, 8.0))]), &towns(&["a"])).draw(1);
    let [x, y] = drawing.place(4.0, 44.0);
    assert_eq!((x, drawing.width), (2000, 4000));
    assert!((y - drawing.height as i32 / 2).abs() < 50);
    assert!(drawing.place(4.0, 47.0)[1] < y && drawing.place(9.0, 44.0)[0] > 4000);
    // A long country is drawn smaller.
    let long =
        read(&collection(&[town("a", &[(0.0, 0.0), (1.0, 0.0), (1.0, 40.0), (0.0, 40.0)])]), &towns(&["a"])).draw(1);
    assert_eq!((long.height, long.place(0.5, 40.0)[1]), (8000, 0));
    assert!((190..210).contains(&long.width), "{}", long.width);
}

#[test]
fn tiles_stand_for_the_provinces_of_canada() {
    let dguids: Vec<String> = PROVINCES.iter().map(|code| format!("2021A0002{code}")).collect();
    let dguids = canada(&dguids.iter().map(String::as_str).collect::<Vec<_>>());
    let tiles = TileMap::of(&canada(&PROVINCES)).unwrap();
    assert_eq!(TileMap::of(&dguids), Some(tiles.clone()));
    assert_eq!((tiles.level, tiles.tiles.len()), (1, 13));
    let areas: BTreeSet<AreaIndex> = tiles.tiles.iter().map(|tile| tile.area).collect();
    assert_eq!(areas, AreaIndex::first(13).collect());
    let nova_scotia = tiles.tiles.iter().find(|tile| tile.area == AreaIndex(2)).unwrap();
    assert_eq!(Lang::ALL.map(|lang| nova_scotia.abbreviation.get(lang)), ["NS", "N.-É."]);
    // Corners lie in the box; centres are a tile apart, neither more nor less.
    for tile in &tiles.tiles {
        for corner in tile.points.split(' ') {
            let (x, y) = corner.split_once(',').unwrap();
            assert!(
                (0.0..=tiles.width).contains(&x.parse().unwrap()) && (0.0..=tiles.height).contains(&y.parse().unwrap())
            );
        }
        let distance = |other: &MapTile| (tile.x - other.x).hypot(tile.y - other.y);
        let nearest = tiles.tiles.iter().filter(|other| *other != tile).map(distance).fold(f64::INFINITY, f64::min);
        assert!((nearest - 86.6).abs() < 0.2, "{nearest}");
    }
    assert_eq!(TileMap::of(&towns(&["24", "x"])), None);
    assert_eq!(TileMap::of(&canada(&["35", "24"])).unwrap().tiles.len(), 2);
    // Two digits alone could be those of any country.
    assert_eq!(TileMap::of(&towns(&["10", "11", "12"])), None);
}

/// *Source:* provinces and territories of Canada 2019, Opendatasoft after Statistics Canada.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test reads a reference file")]
fn canada_is_drawn_in_thirteen_outlines() {
    let Some(folder) = crate::reference::reference() else { return };
    let bytes = std::fs::read(folder.join("data/statcan/georef-canada-province.geojson")).unwrap();
    let (boundaries, told) = read_told(&bytes, &canada(&PROVINCES));
    let drawing = boundaries.draw(1);
    assert_eq!(
        (told, drawing.areas.len()),
        (BoundaryNotes { property: "prov_code".to_owned(), ..BoundaryNotes::default() }, 13)
    );
    assert!(drawing.areas.iter().all(|(_, outline)| matches!(outline, DrawnArea::Path(_))));
    assert!(path_bytes(&drawing) < 60_000, "{} of {} positions", path_bytes(&drawing), positions(&boundaries));
    // Toronto lies within the outline's frame.
    let [x, y] = drawing.place(-79.38, 43.65);
    assert!((2000..4000).contains(&x) && (2000..drawing.height as i32).contains(&y));
}
