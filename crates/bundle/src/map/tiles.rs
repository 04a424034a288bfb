use crate::charter::{Area, Geography};
use crate::model::{AreaIndex, Bilingual};

/// Radius of a tile, from its centre to a corner, and of the hexagons of the grid: the difference is the gap.
const RADIUS: f64 = 48.0;
const SPACING: f64 = 50.0;

/// A tile: code, English and French abbreviation, column, row.
type TilePlan = (&'static str, &'static str, &'static str, f64, f64);

/// Provinces and territories from west to east, by row.
///
/// *Source:* codes and French abbreviations of Statistics Canada's Standard Geographical Classification; in English,
/// the symbols of Canada Post, which are shorter.
const PLAN: [TilePlan; 13] = [
    ("60", "YT", "Yn", 0.5, 0.0),
    ("61", "NT", "T.N.-O.", 1.5, 0.0),
    ("62", "NU", "Nt", 2.5, 0.0),
    ("59", "BC", "C.-B.", 0.0, 1.0),
    ("48", "AB", "Alb.", 1.0, 1.0),
    ("47", "SK", "Sask.", 2.0, 1.0),
    ("46", "MB", "Man.", 3.0, 1.0),
    ("35", "ON", "Ont.", 4.0, 1.0),
    ("24", "QC", "Qc", 5.0, 1.0),
    ("10", "NL", "T.-N.-L.", 6.0, 1.0),
    ("13", "NB", "N.-B.", 5.5, 2.0),
    ("11", "PE", "Î.-P.-É.", 6.5, 2.0),
    ("12", "NS", "N.-É.", 6.0, 3.0),
];

/// A map of Canada with tiles of equal size for all provinces and territories.
#[derive(Clone, Debug, PartialEq)]
pub struct TileMap {
    /// Level of the provinces and territories.
    pub level: usize,
    /// Width, in units from west to east.
    pub width: f64,
    /// Height, in units from north to south.
    pub height: f64,
    /// Tiles of the provinces and territories in the geography.
    pub tiles: Vec<MapTile>,
}

/// One province or territory.
#[derive(Clone, Debug, PartialEq)]
pub struct MapTile {
    /// Position in the level.
    pub area: AreaIndex,
    /// Text on it.
    pub abbreviation: Bilingual,
    /// Units from the west, of the centre.
    pub x: f64,
    /// Units from the north, of the centre.
    pub y: f64,
    /// Corners of the hexagon, as in an SVG polygon.
    pub points: String,
}

impl TileMap {
    /// Tiles of a geography with provinces of Canada.
    pub fn of(geography: &Geography) -> Option<Self> {
        let level = provinces(geography)?;
        // Hexagons with a corner on top: as wide as √3 radii, and each row one and a half radii below the other.
        let (across, down) = (SPACING * 3.0_f64.sqrt(), SPACING * 1.5);
        let tile = |&(code, en, fr, column, row): &TilePlan| {
            let (area, _) = geography.numbered(level).find(|(_, area)| plain(area) == code)?;
            let abbreviation = Bilingual { en: en.to_owned(), fr: fr.to_owned() };
            let (x, y) = (tenth((column + 0.5) * across), tenth(row * down + SPACING));
            Some(MapTile { area, abbreviation, x, y, points: hexagon(x, y) })
        };
        let tiles = PLAN.iter().filter_map(tile).collect();
        Some(Self { level, width: tenth(7.5 * across), height: tenth(3.0 * down + 2.0 * SPACING), tiles })
    }
}

/// Level of a geography with provinces and territories of Canada, and nothing else.
pub(super) fn provinces(geography: &Geography) -> Option<usize> {
    let is_province = |area: &Area| PLAN.iter().any(|tile| tile.0 == plain(area));
    // Two digits alone could be those of any country.
    let is_told = |areas: &[Area]| areas.len() == PLAN.len() || areas.iter().all(|area| area.dguid.is_some());
    (0..=geography.finest()).find(|&level| {
        let areas = geography.areas(level);
        areas.iter().all(is_province) && is_told(areas)
    })
}

/// Code within the DGUID, if it is that of a province; else the code of the area.
fn plain(area: &Area) -> &str {
    area.dguid.as_deref().and_then(|dguid| dguid[4..].strip_prefix("A0002")).unwrap_or(area.code.as_str())
}

fn hexagon(x: f64, y: f64) -> String {
    let side = RADIUS * 3.0_f64.sqrt() / 2.0;
    let corners = [(0.0, -RADIUS), (side, -RADIUS / 2.0), (side, RADIUS / 2.0)];
    let opposite = corners.map(|(dx, dy)| (-dx, -dy));
    let corner = |&(dx, dy): &(f64, f64)| format!("{},{}", tenth(x + dx), tenth(y + dy));
    corners.iter().chain(&opposite).map(corner).collect::<Vec<_>>().join(" ")
}

fn tenth(unit: f64) -> f64 {
    (unit * 10.0).round() / 10.0
}
