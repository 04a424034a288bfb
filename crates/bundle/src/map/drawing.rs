use crate::model::AreaIndex;
use std::fmt::Write as _;

use super::{AreaShape, Boundaries, GRID, MapProjection, Point, Polygon, Ring};

/// Width of a drawing: four units to a pixel of a map that is 1000 pixels wide.
const WIDTH: f64 = 4000.0;
/// Largest height of a drawing, in times its width; a longer country is drawn smaller.
const HIGHEST: f64 = 2.0;
/// Areas below this many square units become dots: 3 × 4 pixels of such a map.
const DOT: i64 = 12 * 16;
/// Parts of a unit for simplifying: small areas have bends too.
const FINE: u32 = 1024;
/// Smallest visible area, in squares of such parts: eight square units, half a pixel of such a map.
pub(super) const SEEN: u64 = 8 * FINE as u64 * FINE as u64;

/// Boundaries projected to the plane. One unit is the smallest step; y grows downward.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// Width, in units from west to east.
    pub width: u32,
    /// Height, in units from north to south.
    pub height: u32,
    /// Projection of the globe.
    pub projection: MapProjection,
    /// Areas of the level that have shapes, by position in the level.
    pub areas: Vec<(AreaIndex, DrawnArea)>,
    frame: MapFrame,
}

/// Drawing of one area.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DrawnArea {
    /// Data of an SVG path, to be filled by the rule `evenodd`.
    Path(String),
    /// A dot in place of an area too small to be seen.
    Dot {
        /// Units from the west.
        x: i32,
        /// Units from the north.
        y: i32,
    },
}

/// Part of the plane that is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
struct MapFrame {
    projection: MapProjection,
    west: f64,
    north: f64,
    scale: f64,
    width: u32,
    height: u32,
}

impl MapFrame {
    fn place(&self, degrees: [f64; 2]) -> Point {
        let [x, y] = self.projection.project(degrees);
        [(x - self.west) * self.scale, (self.north - y) * self.scale].map(|unit| unit.round() as i32)
    }
}

impl Drawing {
    /// Position of a place on the drawing; outside of it, if the place is outside of the areas.
    ///
    /// *Shape:* units from the west, units from the north.
    pub fn place(&self, lon: f64, lat: f64) -> [i32; 2] {
        self.frame.place([lon, lat])
    }
}

impl Boundaries {
    /// Draws the areas of a level. Every level has the same frame, which all areas of all levels fit into.
    pub fn draw(&self, level: usize) -> Drawing {
        let frame = self.frame();
        let place = |point: &Point| frame.place(degrees(point));
        let areas = self.of_level(level).map(|(area, shape)| (area, outline(shape, &place))).collect();
        Drawing { width: frame.width, height: frame.height, projection: frame.projection, areas, frame }
    }

    /// Map from points to positions on the drawing, in fractions of its units: [`FINE`] of them are one unit.
    pub(super) fn plane(&self) -> impl Fn(&Point) -> Point + use<> {
        let frame = self.frame();
        let fine = MapFrame { scale: frame.scale * f64::from(FINE), ..frame };
        move |point| fine.place(degrees(point))
    }

    fn frame(&self) -> MapFrame {
        let rings = || self.shapes.values().flat_map(|shape| shape.polygons.iter().flatten());
        let projection = MapProjection::of(self.canada, rings());
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for point in rings().flatten() {
            for (axis, at) in projection.project(degrees(point)).into_iter().enumerate() {
                (low[axis], high[axis]) = (low[axis].min(at), high[axis].max(at));
            }
        }
        let (width, height) = (high[0] - low[0], high[1] - low[1]);
        let scale = WIDTH / width.max(height / HIGHEST);
        let [width, height] = [width, height].map(|span| (span * scale).round().max(1.0) as u32);
        MapFrame { projection, west: low[0], north: high[1], scale, width, height }
    }
}

fn degrees(point: &Point) -> [f64; 2] {
    point.map(|steps| f64::from(steps) / GRID)
}

fn outline(shape: &AreaShape, place: &impl Fn(&Point) -> Point) -> DrawnArea {
    let flat = |polygon: &Polygon| polygon.iter().map(|ring| ring.iter().map(place).collect()).collect();
    let polygons: Vec<Polygon> = shape.polygons.iter().map(flat).collect();
    let size = |polygon: &Polygon| {
        let areas = polygon.iter().map(|ring| doubled_area(ring).abs() / 2);
        areas.reduce(|outer, hole| outer - hole).unwrap_or_default()
    };
    if polygons.iter().map(size).sum::<i64>() < DOT {
        let largest = polygons.iter().rev().max_by_key(|polygon| size(polygon));
        let [x, y] = largest.and_then(|polygon| polygon.first()).map_or([0, 0], middle);
        return DrawnArea::Dot { x, y };
    }
    let mut pen = Pen::default();
    polygons.iter().flatten().for_each(|ring| pen.ring(&without_idle(ring)));
    DrawnArea::Path(pen.path)
}

fn doubled_area(ring: &Ring) -> i64 {
    let cross = |a: &Point, b: &Point| i64::from(a[0]) * i64::from(b[1]) - i64::from(a[1]) * i64::from(b[0]);
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| cross(a, b)).sum()
}

/// Centre of the box around a ring.
fn middle(ring: &Ring) -> Point {
    [0, 1].map(|axis| {
        let along = || ring.iter().map(|point| point[axis]);
        along().min().unwrap_or_default().midpoint(along().max().unwrap_or_default())
    })
}

/// The ring without points at which its line doesn't turn; empty if none remain.
fn without_idle(ring: &Ring) -> Ring {
    let mut kept = Ring::with_capacity(ring.len());
    for &point in ring {
        if kept.last() == Some(&point) {
            continue;
        }
        while kept.len() > 1 && is_idle(kept[kept.len() - 2], kept[kept.len() - 1], point) {
            kept.pop();
        }
        kept.push(point);
    }
    while kept.len() > 2 {
        let last = kept.len() - 1;
        if kept[0] == kept[last] || is_idle(kept[last - 1], kept[last], kept[0]) {
            kept.pop();
        } else if is_idle(kept[last], kept[0], kept[1]) {
            kept.remove(0);
        } else {
            return kept;
        }
    }
    Ring::new()
}

/// Whether the line from `a` over `b` to `c` is straight.
fn is_idle(a: Point, b: Point, c: Point) -> bool {
    let [first, second] = [step(a, b), step(b, c)];
    let [first, second] = [first.map(i64::from), second.map(i64::from)];
    first[0] * second[1] == first[1] * second[0] && first[0] * second[0] + first[1] * second[1] >= 0
}

fn step(from: Point, to: Point) -> Point {
    [to[0] - from[0], to[1] - from[1]]
}

/// Writer of path data in its shortest form: relative steps, without repeated commands and needless spaces.
#[derive(Default)]
struct Pen {
    path: String,
    at: Point,
    /// Command that the next number would belong to.
    command: char,
}

impl Pen {
    fn ring(&mut self, ring: &Ring) {
        let Some(&start) = ring.first() else { return };
        let step_to_start = step(self.at, start);
        self.write('m', &step_to_start);
        // Steps after a move are lines.
        self.command = 'l';
        for pair in ring.windows(2) {
            match step(pair[0], pair[1]) {
                [dx, 0] => self.write('h', &[dx]),
                [0, dy] => self.write('v', &[dy]),
                step => self.write('l', &step),
            }
        }
        self.path.push('z');
        (self.at, self.command) = (start, 'z');
    }

    fn write(&mut self, command: char, numbers: &[i32]) {
        let mut apart = self.command == command;
        if !apart {
            self.path.push(command);
            self.command = command;
        }
        for &number in numbers {
            if apart && number >= 0 {
                self.path.push(' ');
            }
            let _ = write!(self.path, "{number}");
            apart = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(rings: &[&[Point]]) -> String {
        let mut pen = Pen::default();
        rings.iter().for_each(|ring| pen.ring(&without_idle(&ring.to_vec())));
        pen.path
    }

    #[test]
    fn a_path_is_as_short_as_it_goes() {
        let slanted = [[10, 20], [13, 18], [17, 18], [20, 25], [20, 40], [9, 41], [8, 45]];
        let inner = [[12, 22], [12, 30], [15, 25]];
        assert_eq!(path(&[&slanted, &inner]), "m10 20 3-2h4l3 7v15l-11 1-1 4zm2 2v8l3-5z");
        // Points on a straight line, and an idle one at the start.
        assert_eq!(path(&[&[[1, 0], [2, 0], [2, 1], [2, 2], [2, 2], [0, 2], [0, 0]]]), "m2 0v2h-2v-2z");
        assert_eq!(path(&[&[[0, 0], [5, 5], [2, 2]]]), "");
        assert_eq!(path(&[&[[3, 3], [3, 3], [3, 3], [3, 3]]]), "");
    }
}
