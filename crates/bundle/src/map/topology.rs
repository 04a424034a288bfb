use std::collections::BTreeMap;

use super::{Point, Ring};

/// Rings cut into the lines that they share.
///
/// *Source:* M. Bostock, "How to infer topology" (2013), the idea of TopoJSON.
pub(super) struct Topology {
    /// Every line once, in one fixed direction.
    pub(super) arcs: Vec<Arc>,
    /// For every ring, the arcs that make it up, in the order of the ring.
    pub(super) rings: Vec<Vec<Use>>,
}

/// A line between junctions, or a whole ring without any.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Arc {
    /// Points of the arc. A whole ring starts at its smallest point, and doesn't repeat it.
    pub(super) points: Vec<Point>,
    /// Whether it is a whole ring.
    pub(super) closed: bool,
}

/// An arc as part of a ring.
#[derive(Clone, Copy)]
pub(super) struct Use {
    /// Position of the arc.
    pub(super) arc: usize,
    /// Whether the ring runs against it.
    pub(super) reversed: bool,
}

impl Topology {
    /// Cuts the rings at all junctions.
    pub(super) fn of(rings: &[&Ring]) -> Self {
        let junctions = junctions(rings);
        let mut known: BTreeMap<Arc, usize> = BTreeMap::new();
        let mut note = |points: Vec<Point>, closed: bool| {
            let (arc, reversed) = canonical(points, closed);
            let next = known.len();
            Use { arc: *known.entry(arc).or_insert(next), reversed }
        };
        let rings = rings.iter().map(|ring| {
            let cuts: Vec<usize> = (0..ring.len()).filter(|&i| junctions.binary_search(&ring[i]).is_ok()).collect();
            let Some(&first) = cuts.first() else { return vec![note(ring.to_vec(), true)] };
            let ends = cuts[1..].iter().copied().chain([first + ring.len()]);
            let arcs = cuts.iter().zip(ends).map(|(&from, to)| (from..=to).map(|i| ring[i % ring.len()]).collect());
            arcs.map(|points| note(points, false)).collect()
        });
        let rings = rings.collect();
        let mut arcs: Vec<(usize, Arc)> = known.into_iter().map(|(arc, position)| (position, arc)).collect();
        arcs.sort_unstable_by_key(|(position, _)| *position);
        Self { arcs: arcs.into_iter().map(|(_, arc)| arc).collect(), rings }
    }
}

/// Points that rings enter or leave along different lines; sorted.
fn junctions(rings: &[&Ring]) -> Vec<Point> {
    let mut visits: Vec<(Point, [Point; 2])> = Vec::with_capacity(rings.iter().map(|ring| ring.len()).sum());
    for ring in rings {
        let around = |i: usize| [ring[(i + ring.len() - 1) % ring.len()], ring[(i + 1) % ring.len()]];
        visits.extend((0..ring.len()).map(|i| {
            let mut neighbours = around(i);
            neighbours.sort_unstable();
            (ring[i], neighbours)
        }));
    }
    visits.sort_unstable();
    let chunks = visits.chunk_by(|a, b| a.0 == b.0);
    chunks.filter(|visits| visits[0] != visits[visits.len() - 1]).map(|visits| visits[0].0).collect()
}

/// The arc in one direction for all its rings, and whether it was reversed for that.
fn canonical(mut points: Vec<Point>, closed: bool) -> (Arc, bool) {
    let last = points.len() - 1;
    let reversed = if closed {
        let smallest = (0..=last).min_by_key(|&i| points[i]).unwrap_or_default();
        points.rotate_left(smallest);
        points[1] > points[last]
    } else {
        // The direction of an arc that ends where it starts depends on its second point.
        (points[0], points[1]) > (points[last], points[last - 1])
    };
    if reversed {
        points.reverse();
        if closed {
            points.rotate_right(1);
        }
    }
    (Arc { points, closed }, reversed)
}
