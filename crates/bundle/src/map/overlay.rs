use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

use super::simplify::turn;
use super::{Point, Polygon, Ring};

type Contour = Vec<IntPoint<i32>>;

/// Parts of a polygon within a rectangle.
pub(super) fn within(polygon: &Polygon, low: Point, high: Point) -> Vec<Polygon> {
    let rectangle = contour(&vec![low, [high[0], low[1]], high, [low[0], high[1]]]);
    let rings: Vec<Contour> = polygon.iter().map(contour).collect();
    let overlay = Overlay::from_subj_and_clip_custom(&rings, &rectangle, OPTIONS, Default::default());
    polygons(overlay, OverlayRule::Intersect, FillRule::EvenOdd)
}

/// Union of polygons, without the borders between them, and with each overlap once.
pub(super) fn united(mut parts: Vec<Polygon>) -> Vec<Polygon> {
    parts.iter_mut().for_each(turn);
    let rings: Vec<Contour> = parts.iter().flatten().map(contour).collect();
    let overlay = Overlay::from_subj_custom(&rings, OPTIONS, Default::default());
    polygons(overlay, OverlayRule::Subject, FillRule::NonZero)
}

/// Points on straight lines stay: a neighbour that shares the border has them too.
const OPTIONS: IntOverlayOptions<u64> = IntOverlayOptions {
    preserve_input_collinear: true,
    output_direction: ContourDirection::CounterClockwise,
    preserve_output_collinear: true,
    min_output_area: 0,
    ogc: false,
};

fn polygons(mut overlay: Overlay<i32>, rule: OverlayRule, fill: FillRule) -> Vec<Polygon> {
    let ring = |contour: Contour| contour.into_iter().map(|point| [point.x, point.y]).collect();
    let shapes = overlay.overlay(rule, fill);
    shapes.into_iter().map(|shape| shape.into_iter().map(ring).collect()).collect()
}

fn contour(ring: &Ring) -> Contour {
    ring.iter().map(|&[x, y]| IntPoint::new(x, y)).collect()
}
