use super::overlay::within;
use super::{Point, Polygon, Ring, STEPS};

/// Half of the globe, and the whole of it, in steps of the grid.
const HALF: i32 = 180 * STEPS;
const ROUND: i32 = 2 * HALF;
const POLE: i32 = 90 * STEPS;
/// Number of turns round the globe for which a border is followed, so that its longitudes stay small numbers. No border
/// of an area has more.
const TURNS: i32 = 9;

/// Unrolls the rings of a polygon: longitudes continue beyond 180 degrees where a border does, so that no edge goes
/// more than half round the globe. Files that count longitudes to 360 are accepted. A ring round a pole gets a way to
/// the pole.
///
/// An edge from one end of all longitudes to the other is on the frame of the map: a program has cut there.
pub(super) fn unroll(polygon: &mut Polygon) {
    for ring in polygon.iter_mut() {
        unroll_ring(ring);
    }
    let Some((outer, holes)) = polygon.split_first_mut() else { return };
    let Reach { west, east } = Reach::of(&*outer);
    for hole in holes {
        // A hole may count longitudes from another start than its outer ring. One outside of it stays there.
        let turns = match hole[0][0] {
            lon if lon < west && lon + ROUND <= east => 1,
            lon if lon > east && lon - ROUND >= west => -1,
            _ => 0,
        };
        hole.iter_mut().for_each(|point| point[0] += turns * ROUND);
    }
}

fn unroll_ring(ring: &mut Ring) {
    let mut turns = 0;
    let mut before = ring[0][0];
    for point in ring.iter_mut() {
        turns = (turns + step(before, point[0])).clamp(-TURNS, TURNS);
        before = point[0];
        point[0] += turns * ROUND;
    }
    turns += step(before, ring[0][0]);
    if turns != 0 {
        close_at_pole(ring, turns);
    }
}

/// Number of turns round the globe by which the shorter way from one longitude to another differs from their
/// difference.
fn step(from: i32, to: i32) -> i32 {
    match to - from {
        east if east > HALF && east < ROUND => -1,
        west if west < -HALF && west > -ROUND => 1,
        _ => 0,
    }
}

/// Adds to a ring that goes round the globe, and ends `turns` further on, the way to the nearer pole and back, along
/// the 180th meridian.
fn close_at_pole(ring: &mut Ring, turns: i32) {
    let pole = if ring.iter().map(|point| i64::from(point[1])).sum::<i64>() > 0 { POLE } else { -POLE };
    let end = |i: usize| ring[i % ring.len()][0] + if i < ring.len() { 0 } else { turns * ROUND };
    let sheet = |lon: i32| (lon - HALF).div_euclid(ROUND);
    let Some(cut) = (0..ring.len()).find(|&i| sheet(end(i)) != sheet(end(i + 1))) else { return };
    let (from, to) = (ring[cut], [end(cut + 1), ring[(cut + 1) % ring.len()][1]]);
    let meridian = HALF + ROUND * sheet(from[0].max(to[0]));
    let share = f64::from(meridian - from[0]) / f64::from(to[0] - from[0]);
    let lat = from[1] + (share * f64::from(to[1] - from[1])).round() as i32;
    ring[..=cut].iter_mut().for_each(|point| point[0] += turns * ROUND);
    ring.rotate_left(cut + 1);
    let back = meridian + turns * ROUND;
    ring.extend([[back, lat], [back, pole], [meridian, pole], [meridian, lat]]);
}

/// The polygon in pieces between -180 and 180 degrees; and whether it had to be cut.
pub(super) fn cut(polygon: Polygon) -> (Vec<Polygon>, bool) {
    let Reach { west, east } = Reach::of(polygon.iter().flatten());
    // A border that ends on the meridian belongs to this side of it.
    let first = (west + HALF).div_euclid(ROUND);
    let last = (east + HALF - 1).div_euclid(ROUND).max(first);
    let home = |mut polygon: Polygon, turns: i32| {
        polygon.iter_mut().flatten().for_each(|point| point[0] -= turns * ROUND);
        polygon
    };
    if first == last {
        return (vec![home(polygon, first)], false);
    }
    let piece = |turns: i32| {
        let [west, east] = [-HALF, HALF].map(|end| turns * ROUND + end);
        within(&polygon, [west, -POLE], [east, POLE]).into_iter().map(move |polygon| home(polygon, turns))
    };
    ((first..=last).flat_map(piece).collect(), true)
}

/// A longitude between -180 and 180 degrees.
pub(super) fn plain(lon: i32) -> i32 {
    (lon + HALF).rem_euclid(ROUND) - HALF
}

/// The westernmost and the easternmost longitude of some points.
struct Reach {
    west: i32,
    east: i32,
}

impl Reach {
    fn of<'p>(points: impl IntoIterator<Item = &'p Point>) -> Self {
        let nothing = Self { west: i32::MAX, east: i32::MIN };
        points
            .into_iter()
            .fold(nothing, |reach, point| Self { west: reach.west.min(point[0]), east: reach.east.max(point[0]) })
    }
}
