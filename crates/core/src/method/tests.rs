use super::*;
use crate::charter::{Dimension, Indicator, Mean, Method, MissingDimension, Scale, Worse};
use crate::model::{Answers, Bilingual};

fn method(aggregate: Mean, missing: MissingDimension, min_answered: u32) -> Method {
    let dimension =
        |id: &str, weight| Dimension { id: id.into(), label: Bilingual::default(), weight, aggregate, min_answered };
    let indicator = |id: &str, dimension, scale, weight| Indicator {
        id: id.into(),
        label: Bilingual::default(),
        dimension,
        scale,
        weight,
    };
    Method {
        id: "m".into(),
        version: 1,
        aggregate,
        missing_dimension: missing,
        weights: None,
        weight_cap: None,
        notes: None,
        dimensions: vec![dimension("a", 1.0), dimension("b", 3.0)],
        indicators: vec![
            indicator("yes", 0, Scale::YesNo { worse: false }, 1.0),
            indicator("steps", 0, Scale::Ordered { steps: 5, worse: Worse::Lower }, 2.0),
            indicator("number", 1, Scale::Number { low: 10.0, high: 20.0, worse: Worse::Higher }, 1.0),
        ],
        bands: Vec::new(),
    }
}

/// Scores one row; `None` where there is no score.
fn one(method: &Method, yes: u8, steps: u8, number: f64) -> (Option<f64>, Vec<Option<f64>>) {
    let answers = [Answers::Codes(vec![yes]), Answers::Codes(vec![steps]), Answers::Numbers(vec![number])];
    let mut scores = Scores::new(2);
    Scorer::new(method).score(&answers, 0, 1, &mut scores);
    let value = |mask: u64, score: u64| (mask != 0).then(|| score as f64 / Score::ONE);
    let dimensions = (0..2).map(|d| value(scores.present[d][0], scores.dimensions[d][0])).collect();
    (value(scores.scored[0], scores.index[0]), dimensions)
}

fn close(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() < 1e-10)
}

#[test]
fn scores_follow_the_written_definitions() {
    let arithmetic = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 1);
    // yes is best: 0; step 2 of 5, lower is worse: 75; number 12.5 of 10..20: 25.
    let (index, dimensions) = one(&arithmetic, 1, 2, 12.5);
    assert!(close(dimensions[0], 50.0) && close(dimensions[1], 25.0) && close(index, (50.0 + 75.0) / 4.0));
    let (_, dimensions) = one(&arithmetic, 0, 255, 99.0);
    assert!(close(dimensions[0], 100.0) && close(dimensions[1], 100.0));
    let geometric = method(Mean::Geometric, MissingDimension::LeaveOutPerson, 1);
    let (index, dimensions) = one(&geometric, 1, 2, 12.5);
    let a = (2.0 * 75_f64.ln() / 3.0).exp();
    assert!(close(dimensions[0], a) && close(index, ((a.ln() + 3.0 * 25_f64.ln()) / 4.0).exp()));
    let harmonic = method(Mean::Harmonic, MissingDimension::LeaveOutPerson, 1);
    let (_, dimensions) = one(&harmonic, 1, 2, 12.5);
    assert!(close(dimensions[0], 3.0 / (1.0 + 2.0 / 75.0)));
}

#[test]
fn a_person_without_a_dimension_is_left_out_or_averaged_as_declared() {
    let leave = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 2);
    assert_eq!(one(&leave, 1, 255, 12.0), (None, vec![None, None]));
    let average = method(Mean::Arithmetic, MissingDimension::AverageOfAnswered, 1);
    let (index, dimensions) = one(&average, 255, 255, 15.0);
    assert!(dimensions[0].is_none() && close(dimensions[1], 50.0) && close(index, 50.0));
    assert_eq!(one(&average, 255, 255, f64::NAN), (None, vec![None, None]));
}

#[test]
fn hundreds_of_answers_are_counted() {
    let mut method = method(Mean::Arithmetic, MissingDimension::LeaveOutPerson, 300);
    method.dimensions.truncate(1);
    method.indicators.truncate(1);
    method.indicators = vec![method.indicators.remove(0); 300];
    let scorer = Scorer::new(&method);
    for (missing, scored) in [(0, u64::MAX), (1, 0)] {
        let answers: Vec<Answers> =
            (0..300).map(|i| Answers::Codes(vec![if i < missing { Answers::MISSING } else { 1 }])).collect();
        let mut scores = Scores::new(1);
        scorer.score(&answers, 0, 1, &mut scores);
        assert_eq!(scores.scored[0], scored);
    }
}
