use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::crossing::cross;
use super::read::tidy;
use super::topology::{Arc, Topology, Use};
use super::{Point, Polygon, Ring};

/// Removes points, the least important on the plane first, until at most `budget` positions remain, and none that makes
/// a difference of less than `seen` there. Shared borders are simplified once, so that no gap opens between neighbours.
/// Rings without extent are dropped, except the largest one of each area. Points where borders meet always stay, even
/// beyond the budget.
pub(super) fn simplify(
    areas: &[&[Polygon]],
    plane: impl Fn(&Point) -> Point,
    budget: usize,
    seen: u64,
) -> Vec<Vec<Polygon>> {
    let rings: Vec<&Ring> = areas.iter().copied().flatten().flatten().collect();
    let topology = Topology::of(&rings);
    let mut arcs: Vec<Weighed<'_>> = topology.arcs.iter().map(|arc| Weighed::of(arc, &plane)).collect();
    topology.rings.iter().flatten().for_each(|part| arcs[part.arc].uses += 1);
    let mut first = 0;
    for polygons in areas {
        let end = first + polygons.iter().map(Vec::len).sum::<usize>();
        let largest = (first..end).rev().max_by_key(|&ring| doubled_area(rings[ring]).abs());
        let parts = largest.map_or(&[][..], |ring| &topology.rings[ring]);
        // Three arcs are a triangle, however many points they lose.
        if parts.len() < 3 {
            parts.iter().for_each(|part| arcs[part.arc].force());
        }
        first = end;
    }
    let threshold = threshold(&arcs, budget).max(2 * seen);
    let arcs: Vec<Arc> = arcs.iter().map(|arc| arc.kept(threshold)).collect();

    let mut rings = topology.rings.iter().map(|parts| joined(parts, &arcs));
    let area = |polygons: &&[Polygon]| {
        let mut polygons: Vec<Polygon> =
            polygons.iter().map(|polygon| rings.by_ref().take(polygon.len()).collect()).collect();
        tidy(&mut polygons);
        polygons.iter_mut().for_each(turn);
        polygons
    };
    areas.iter().map(area).collect()
}

/// An arc, and the importance of each of its points.
struct Weighed<'a> {
    arc: &'a Arc,
    /// Twice the area of the triangle that is lost with the point; at least that of every point removed before.
    ranks: Vec<u64>,
    /// Points of this rank stay, whatever the threshold.
    forced: u64,
    uses: usize,
}

/// Rank of the ends of an arc.
const FIXED: u64 = u64::MAX;

impl<'a> Weighed<'a> {
    fn of(arc: &'a Arc, plane: impl Fn(&Point) -> Point) -> Self {
        let flat: Vec<Point> = arc.points.iter().map(plane).collect();
        Self { arc, ranks: ranks(&flat, arc.closed), forced: FIXED, uses: 0 }
    }

    /// Keeps the arc a line that can enclose an area, together with another one unless it ends where it starts.
    fn force(&mut self) {
        let points = &self.arc.points;
        let needed = match (self.arc.closed, points.first() == points.last()) {
            (true, _) => 3,
            (false, true) => 2,
            (false, false) => 1,
        };
        let mut ranks: Vec<u64> = self.ranks.iter().copied().filter(|&rank| rank != FIXED).collect();
        ranks.sort_unstable_by_key(|&rank| Reverse(rank));
        self.forced = ranks.get(needed - 1).or(ranks.last()).copied().unwrap_or(FIXED);
    }

    fn kept(&self, threshold: u64) -> Arc {
        let threshold = threshold.min(self.forced);
        let points = self.arc.points.iter().zip(&self.ranks).filter(|(_, rank)| **rank >= threshold);
        Arc { points: points.map(|(point, _)| *point).collect(), closed: self.arc.closed }
    }
}

/// A point that may be removed, and the number of rings through it.
struct Removable {
    rank: u64,
    uses: usize,
}

/// Smallest rank at which the remaining points don't exceed the budget, each counted once for every ring through it.
fn threshold(arcs: &[Weighed<'_>], budget: usize) -> u64 {
    let mut left = budget;
    let mut free: Vec<Removable> = Vec::new();
    for arc in arcs {
        // The end of an arc is the start of the next one in every ring.
        left = left.saturating_sub(if arc.arc.closed { 0 } else { arc.uses });
        for &rank in arc.ranks.iter().filter(|&&rank| rank != FIXED) {
            if rank >= arc.forced {
                left = left.saturating_sub(arc.uses);
            } else {
                free.push(Removable { rank, uses: arc.uses });
            }
        }
    }
    free.sort_unstable_by_key(|point| Reverse(point.rank));
    let mut threshold = FIXED;
    for equal in free.chunk_by(|a, b| a.rank == b.rank) {
        let Some(rest) = left.checked_sub(equal.iter().map(|point| point.uses).sum()) else { break };
        (left, threshold) = (rest, equal[0].rank);
    }
    threshold
}

/// Importance of each point of an arc. The last three points of a ring have the same, as they go together.
///
/// *Source:* M. Visvalingam, J. D. Whyatt, "Line generalisation by repeated elimination of points" (1993).
fn ranks(points: &[Point], closed: bool) -> Vec<u64> {
    let count = points.len();
    let mut before: Vec<usize> = (0..count).map(|i| (i + count - 1) % count).collect();
    let mut after: Vec<usize> = (0..count).map(|i| (i + 1) % count).collect();
    let inner = if closed { 0..count } else { 1..count - 1 };
    let weigh = |a: usize, b: usize, c: usize| cross(points[a], points[b], points[c]).unsigned_abs();
    let mut ranks = vec![FIXED; count];
    let mut current: Vec<u64> = inner.clone().map(|i| weigh(before[i], i, after[i])).collect();
    let start = inner.start;
    let mut heap: BinaryHeap<Reverse<_>> = inner.clone().zip(&current).map(|(i, area)| Reverse((*area, i))).collect();
    let mut left = inner.len();
    let mut rank = 0;
    while let Some(Reverse((area, i))) = heap.pop() {
        // An older weight may remain of a point that was removed, or whose neighbours have changed.
        if ranks[i] != FIXED || current[i - start] != area {
            continue;
        }
        rank = area.max(rank);
        ranks[i] = rank;
        let (a, c) = (before[i], after[i]);
        if closed && left == 3 {
            ranks[a] = rank;
            ranks[c] = rank;
            break;
        }
        left -= 1;
        (after[a], before[c]) = (c, a);
        for neighbour in [a, c].into_iter().filter(|neighbour| inner.contains(neighbour)) {
            let area = weigh(before[neighbour], neighbour, after[neighbour]);
            current[neighbour - start] = area;
            heap.push(Reverse((area, neighbour)));
        }
    }
    ranks
}

/// Ring from these arcs.
fn joined(parts: &[Use], arcs: &[Arc]) -> Ring {
    let mut ring = Ring::new();
    for part in parts {
        let Arc { points, closed } = &arcs[part.arc];
        // The end of an arc is the start of the next one.
        let count = if *closed { points.len() } else { points.len() - 1 };
        if part.reversed {
            ring.extend(points.iter().rev().take(count));
        } else {
            ring.extend(points.iter().take(count));
        }
    }
    ring
}

/// Turns rings as RFC 7946, section 3.1.6, requires: counterclockwise around an area, clockwise around a hole.
pub(super) fn turn(polygon: &mut Polygon) {
    for (i, ring) in polygon.iter_mut().enumerate() {
        if (doubled_area(ring) > 0) != (i == 0) {
            ring.reverse();
        }
    }
}

pub(super) fn doubled_area(ring: &Ring) -> i128 {
    let origin = ring[0];
    ring.windows(2).map(|edge| i128::from(cross(origin, edge[0], edge[1]))).sum()
}
