use super::{Point, Ring};

/// Least depth of a crossing that counts, in steps of the grid: snapping to the grid moves a point by less than one
/// step, so that borders which touch, or nearly do, may cross by two.
const DEPTH: f64 = 2.0;

/// Point where two edges of the ring cross, if any do. Edges that only touch don't cross.
///
/// Edges are in a tree of boxes in the order of the ring, and only pairs whose boxes meet are tested. Edges that are
/// close in the ring are mostly close on the map, so these are few.
pub(super) fn crossing(ring: &Ring) -> Option<Point> {
    let edges: Vec<BorderEdge> =
        (ring.iter().zip(ring.iter().cycle().skip(1))).map(|(&from, &to)| (from, to)).collect();
    let leaves = edges.len().next_power_of_two();
    // The children of node n are 2n and 2n + 1; leaves without an edge meet nothing.
    let mut boxes = vec![([i32::MAX; 2], [i32::MIN; 2]); 2 * leaves];
    for (leaf, (a, b)) in boxes[leaves..].iter_mut().zip(&edges) {
        *leaf = (low(*a, *b), high(*a, *b));
    }
    for node in (1..leaves).rev() {
        let (a, b) = (boxes[2 * node], boxes[2 * node + 1]);
        boxes[node] = (low(a.0, b.0), high(a.1, b.1));
    }
    BoxTree { edges, boxes, leaves }.crossing(1, 1)
}

type BorderEdge = (Point, Point);

struct BoxTree {
    edges: Vec<BorderEdge>,
    boxes: Vec<(Point, Point)>,
    leaves: usize,
}

impl BoxTree {
    /// Point where an edge below `a` crosses one below `b`; both are in the same layer.
    fn crossing(&self, a: usize, b: usize) -> Option<Point> {
        let ((low_a, high_a), (low_b, high_b)) = (self.boxes[a], self.boxes[b]);
        if (0..2).any(|axis| low_a[axis] > high_b[axis] || low_b[axis] > high_a[axis]) {
            return None;
        }
        if a >= self.leaves {
            let (one, other) = (self.edges[a - self.leaves], self.edges[b - self.leaves]);
            return (a != b && crosses(one, other)).then(|| meeting(one, other));
        }
        let (left, right) = (2 * a, 2 * a + 1);
        if a == b {
            let inside = self.crossing(left, left).or_else(|| self.crossing(right, right));
            return inside.or_else(|| self.crossing(left, right));
        }
        [left, right].into_iter().find_map(|a| self.crossing(a, 2 * b).or_else(|| self.crossing(a, 2 * b + 1)))
    }
}

fn crosses(a: BorderEdge, b: BorderEdge) -> bool {
    apart(a, b) && apart(b, a)
}

/// Point where two crossing edges meet.
fn meeting(a: BorderEdge, b: BorderEdge) -> Point {
    let [from, to] = [a.0, a.1].map(|point| cross(b.0, b.1, point).unsigned_abs() as f64);
    [0, 1].map(|axis| (f64::from(a.0[axis]) + from / (from + to) * f64::from(a.1[axis] - a.0[axis])).round() as i32)
}

/// Whether the ends of `edge` are on different sides of the line through `line`, well away from it.
fn apart(line: BorderEdge, edge: BorderEdge) -> bool {
    let (from, to) = line;
    let sides = [edge.0, edge.1].map(|point| cross(from, to, point));
    let [dx, dy] = [0, 1].map(|axis| f64::from(to[axis]) - f64::from(from[axis]));
    let near = DEPTH * (dx * dx + dy * dy).sqrt();
    sides[0].signum() != sides[1].signum() && sides.iter().all(|side| side.abs() as f64 > near)
}

/// Twice the area of a triangle, positive where it turns left. Exact: degrees keep the products below 2⁵².
pub(super) fn cross(a: Point, b: Point, c: Point) -> i64 {
    let along = |axis: usize, to: Point| i64::from(to[axis]) - i64::from(a[axis]);
    along(0, b) * along(1, c) - along(1, b) * along(0, c)
}

fn low(a: Point, b: Point) -> Point {
    [a[0].min(b[0]), a[1].min(b[1])]
}

fn high(a: Point, b: Point) -> Point {
    [a[0].max(b[0]), a[1].max(b[1])]
}
