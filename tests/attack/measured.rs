use archipel::disclosure::private::MEASUREMENT;
use archipel::model::Digest;

use super::world::{Kind, PRIVATE, World};

/// A node draws what was reserved before it was upgraded only if it measures as before: otherwise one secret would
/// serve for two sets of numbers, and their difference is no noise. A change of scores, cells, plans or noise changes
/// these numbers; [`MEASUREMENT`] is then counted up.
#[test]
fn who_measures_otherwise_says_so() {
    let kinds = [
        PRIVATE,
        Kind { method: "weights = \"design\"\nweight_cap = 4", ..PRIVATE },
        Kind { method: "weights = \"none\"\nmissing_dimension = \"average_of_answered\"", ..PRIVATE },
    ];
    let measured = kinds.map(|kind| {
        let world = World::new(15, 60, kind);
        Digest::of(&world.measured(&world.plan("0.185"), 15, None).1.to_bytes()).to_string()
    });
    let numbers = [
        "8ed66f0a625c1bbcbb72037c2aab3293a9c307f400ab78bbda808a2f27318d69",
        "8d5d731cc6406c198eaa2a4284c230d75f728d5c4ff97b0c381ce1c79f7868d3",
        "d5e087646e4fcf69795c9c8b4ee1e9418427f97624326da0ddb09958c28e0d1e",
    ];
    assert_eq!((MEASUREMENT, measured.each_ref().map(String::as_str)), (1, numbers), "count MEASUREMENT up");
}
