use crate::disclosure::private::promise::{epsilon, guess_about, guess_at_most, guess_of_the_surest};

fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} {expected}");
}

/// Figures of the literature, and of a second computation.
#[test]
fn epsilons_are_those_of_the_conversion() {
    let cases = [
        (0.0132, 0.998),
        (0.05, 2.0),
        (0.1, 2.882),
        (0.185, 3.997),
        (0.5, 6.839),
        (0.665, 7.999),
        (1.0, 10.034),
        (2.56, 17.158),
    ];
    cases.into_iter().for_each(|(rho, expected)| near(epsilon(rho, 1e-10), expected, 6e-4));
}

/// The first number is for normal noise, the second follows from ρ alone: presence, answers, two members, households.
#[test]
fn guesses_are_those_of_the_table() {
    let table = [
        (0.05, [(0.563, 0.579), (0.606, 0.632), (0.588, 0.611), (0.624, 0.655), (0.736, 0.795)]),
        (0.185, [(0.619, 0.650), (0.697, 0.746), (0.666, 0.708), (0.728, 0.785), (0.888, 0.961)]),
        (0.5, [(0.691, 0.740), (0.801, 0.872), (0.760, 0.824), (0.841, 0.917), (0.977, 1.000)]),
    ];
    for (rho, row) in table {
        for (times, (about, at_most)) in [1.0, 2.867, 2.0, 4.0, 16.0].into_iter().zip(row) {
            near(guess_about(times * rho), about, 1.5e-3);
            near(guess_at_most(times * rho), at_most, 1.5e-3);
        }
    }
    for (rho, expected) in [(0.05, 0.71), (0.185, 0.86), (0.5, 0.96)] {
        near(guess_of_the_surest(rho, 0.01), expected, 6e-3);
    }
    for (rho, expected) in [(0.05, 0.75), (0.185, 0.90), (0.5, 0.98)] {
        near(guess_of_the_surest(rho, 0.001), expected, 8e-3);
    }
}
