use super::disclosure::refuse_impossible;
use super::*;

const MEANS: [(&str, Mean); 3] =
    [("arithmetic", Mean::Arithmetic), ("geometric", Mean::Geometric), ("harmonic", Mean::Harmonic)];
/// Range of the weight of a dimension or an indicator.
const WEIGHTS: RangeInclusive<f64> = 1e-6..=1e6;

pub(super) fn method(root: &Section<'_, '_>, ids: &mut ColumnIds, class: Class) -> Method {
    let section = root.section("method");
    let id = identifier(&section, "id");
    let version = whole(&section, "version", None, 1, u32::MAX.into()) as u32;
    if section.choice("unit", &[("person", false), ("area", true)], Some(false)) {
        section.report("unit", &CharterError::UnitNotYet {});
    }
    let aggregate = section.choice("aggregate", &MEANS, Some(Mean::Arithmetic));
    let missing = [
        ("leave_out_person", MissingDimension::LeaveOutPerson),
        ("average_of_answered", MissingDimension::AverageOfAnswered),
    ];
    let missing_dimension = section.choice("missing_dimension", &missing, Some(MissingDimension::LeaveOutPerson));
    let weights = section.has("weights").then(|| section.choice("weights", &Weights::WORDS, None));
    let weight_cap = within(&section, "weight_cap", Method::MIN_WEIGHT..=Method::MAX_WEIGHT);
    if class != Class::Public {
        check_weights(&section, class, weights, weight_cap);
    }
    let notes = section.optional_bilingual("notes");
    let sections = root.some_sections("dimension");
    let dimensions: Vec<Dimension> = sections.iter().map(|section| dimension(section, ids)).collect();
    let indicators: Vec<Indicator> =
        root.some_sections("indicator").iter().map(|section| indicator(section, &dimensions, ids, class)).collect();
    for (i, (dimension, section)) in dimensions.iter().zip(&sections).enumerate() {
        let own = indicators.iter().filter(|indicator| indicator.dimension == i).count() as u32;
        if own == 0 {
            section.report("id", &CharterError::DimensionEmpty { id: dimension.id.clone() });
        } else if own < dimension.min_answered {
            section.report("min_answered", &CharterError::Range { allowed: format!("1–{own}") });
        }
    }
    let bands = bands(root);
    Method { id, version, aggregate, missing_dimension, weights, weight_cap, notes, dimensions, indicators, bands }
}

/// Checks that one person's largest contribution is known before the data are read.
fn check_weights(section: &Section<'_, '_>, class: Class, weights: Option<Weights>, weight_cap: Option<f64>) {
    match weights {
        None => section.report("weights", &CharterError::WeightsUnsaid { class: class.id().to_owned() }),
        Some(Weights::None) => {}
        Some(Weights::Calibrated) if class == Class::Private => {
            section.report("weights", &CharterError::WeightsCalibrated {});
        }
        Some(_) if weight_cap.is_none() => {
            section.report("weight_cap", &CharterError::NoWeightCap { class: class.id().to_owned() });
        }
        Some(_) => {}
    }
    for key in ["imputation", "normalisation", "normalise"].into_iter().filter(|key| section.has(key)) {
        section.leave(key);
        not_private(section, key, key, class);
    }
    refuse_impossible(section, class);
}

fn dimension(section: &Section<'_, '_>, ids: &mut ColumnIds) -> Dimension {
    Dimension {
        id: ids.take(section),
        label: section.bilingual("label"),
        weight: within(section, "weight", WEIGHTS).unwrap_or(1.0),
        aggregate: section.choice("aggregate", &MEANS, Some(Mean::Arithmetic)),
        min_answered: whole(section, "min_answered", Some(1), 1, 1000) as u32,
    }
}

fn indicator(section: &Section<'_, '_>, dimensions: &[Dimension], ids: &mut ColumnIds, class: Class) -> Indicator {
    let id = ids.take(section);
    let label = section.bilingual("label");
    let name = section.text("dimension");
    let known = dimensions.iter().map(|dimension| dimension.id.as_str());
    let dimension = position(section, "dimension", &name, known).unwrap_or_default();
    let weight = within(section, "weight", WEIGHTS).unwrap_or(1.0);
    Indicator { id, label, dimension, scale: scale(section, class), weight }
}

fn scale(section: &Section<'_, '_>, class: Class) -> Scale {
    let direction = || section.choice("worse", &[("higher", Worse::Higher), ("lower", Worse::Lower)], None);
    match section.optional_text("type").as_deref() {
        Some("yes_no") => Scale::YesNo { worse: section.choice("worse", &[("yes", true), ("no", false)], None) },
        Some("ordered") => Scale::Ordered { steps: whole(section, "steps", None, 2, 250) as u32, worse: direction() },
        Some("number") => number(&section.section("normalise"), direction(), class),
        _ => {
            section.choice("type", &[("yes_no", ()), ("ordered", ()), ("number", ())], None);
            // The other required keys depend on the type: one problem is enough.
            section.leave_unread();
            Scale::YesNo { worse: true }
        }
    }
}

fn number(bounds: &Section<'_, '_>, worse: Worse, class: Class) -> Scale {
    /// Largest bound: the difference of two bounds must not overflow.
    const FURTHEST: f64 = 1e15;
    /// Kinds of scales that depend on the values of all people together.
    const OVER_PEOPLE: [&str; 8] =
        ["percentile", "quantile", "rank", "zscore", "z_score", "standardise", "minmax", "min_max"];
    let kind = bounds.optional_text("kind");
    let known = OVER_PEOPLE.into_iter().find(|known| kind.as_deref() == Some(known));
    match known.filter(|_| class != Class::Public) {
        Some(known) => not_private(bounds, "kind", &format!("normalise.kind = \"{known}\""), class),
        None => bounds.choice("kind", &[("bounds", ())], None),
    }
    if kind.is_some_and(|kind| kind != "bounds") {
        // Another kind has other keys: one problem is enough.
        bounds.leave_unread();
        return Scale::Number { low: 0.0, high: 1.0, worse };
    }
    let [low, high] = ["low", "high"].map(|key| {
        let bound = bounds.number(key);
        if bound.abs() > FURTHEST {
            bounds.report(key, &CharterError::Range { allowed: format!("−{FURTHEST:e}–{FURTHEST:e}") });
        }
        bound
    });
    if bounds.has("low") && bounds.has("high") && low >= high {
        bounds.report("high", &CharterError::Range { allowed: format!("> {low}") });
    }
    Scale::Number { low, high, worse }
}

fn bands(root: &Section<'_, '_>) -> Vec<Band> {
    let sections = root.sections("band");
    let mut bands: Vec<Band> = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let id = unique(section, "id", bands.iter().map(|band| band.id.as_str()));
        let below = section.optional_number("below");
        let last = i + 1 == sections.len();
        let before = bands.last().and_then(|band| band.below).unwrap_or(0.0);
        let rises = below.map_or(last, |below| !last && below > before && below <= 100.0);
        if !rises {
            section.report("below", &CharterError::Bands {});
        }
        bands.push(Band { id, label: section.bilingual("label"), below });
    }
    bands
}
