use super::*;

/// Changes of the index's computation.
pub(super) fn method(found: &mut Found, old: &Charter, new: &Charter) {
    let (was, now) = (&old.method, &new.method);
    found.differ("method-id", &[], Value::text(&was.id), Value::text(&now.id));
    found.differ("method-version", &[], Value::Count(was.version.into()), Value::Count(now.version.into()));
    if now.is_another_unsaid(was) {
        found.push("method-unversioned", vec![("version", Value::Count(was.version.into()))]);
    }
    found.differ("method-aggregate", &[], was.aggregate.phrase(), now.aggregate.phrase());
    found.differ("method-missing", &[], was.missing_dimension.phrase(), now.missing_dimension.phrase());
    let [weights_was, weights_now] = [was, now].map(|method| match method.weights {
        Some(weights) => weights.phrase(),
        None => Value::Phrase("weights-unsaid", Vec::new()),
    });
    found.differ("method-weights", &[], weights_was, weights_now);
    let [cap_was, cap_now] = [was, now].map(|method| Value::option(method.weight_cap.map(Value::Number)));
    found.differ("method-weight-cap", &[], cap_was, cap_now);
    match (&was.notes, &now.notes) {
        (Some(was), Some(now)) => found.label("method-notes", &[], was, now),
        (None, Some(now)) => found.push("method-notes-added", vec![("now", Value::Label(now.clone()))]),
        (Some(was), None) => found.push("method-notes-removed", vec![("was", Value::Label(was.clone()))]),
        (None, None) => {}
    }
    dimensions(found, was, now);
    indicators(found, was, now);
}

impl Method {
    /// Whether the method computes something else than `before` without a higher version: figures of the two look
    /// comparable and aren't.
    pub fn is_another_unsaid(&self, before: &Self) -> bool {
        // Words for people change no figure.
        let computed = |method: &Self| {
            let blank = || Bilingual { en: String::new(), fr: String::new() };
            let mut method = Self { version: 0, notes: None, ..method.clone() };
            method.dimensions.iter_mut().for_each(|dimension| dimension.label = blank());
            method.indicators.iter_mut().for_each(|indicator| indicator.label = blank());
            method.bands.iter_mut().for_each(|band| band.label = blank());
            method
        };
        self.id == before.id && self.version <= before.version && computed(self) != computed(before)
    }
}

fn dimensions(found: &mut Found, old: &Method, new: &Method) {
    let named = |dimension: &Dimension| vec![("dimension", Value::Label(dimension.label.clone()))];
    found.pairs(
        (&old.dimensions, &new.dimensions),
        |dimension| &dimension.id,
        |found, dimension| found.push("dimension-removed", named(dimension)),
        |found, dimension| found.push("dimension-added", named(dimension)),
        |found, was, now| {
            let about = named(now);
            found.label("dimension-label", &[("dimension", Value::text(&now.id))], &was.label, &now.label);
            found.differ("dimension-weight", &about, Value::Number(was.weight), Value::Number(now.weight));
            found.differ("dimension-aggregate", &about, was.aggregate.phrase(), now.aggregate.phrase());
            let [least_was, least_now] = [was, now].map(|dimension| Value::Count(dimension.min_answered.into()));
            found.differ("dimension-min-answered", &about, least_was, least_now);
        },
    );
}

fn indicators(found: &mut Found, old: &Method, new: &Method) {
    let dimension = |method: &Method, indicator: &Indicator| method.dimensions[indicator.dimension].clone();
    let named = |method: &Method, indicator: &Indicator| {
        vec![
            ("indicator", Value::Label(indicator.label.clone())),
            ("id", Value::text(&indicator.id)),
            ("dimension", Value::Label(dimension(method, indicator).label)),
            ("scale", indicator.scale.phrase()),
            ("weight", Value::Number(indicator.weight)),
        ]
    };
    found.pairs(
        (&old.indicators, &new.indicators),
        |indicator| &indicator.id,
        |found, indicator| found.push("indicator-removed", named(old, indicator)),
        |found, indicator| found.push("indicator-added", named(new, indicator)),
        |found, was, now| {
            let about = [("indicator", Value::Label(now.label.clone()))];
            found.label("indicator-label", &[("indicator", Value::text(&now.id))], &was.label, &now.label);
            let (from, to) = (dimension(old, was), dimension(new, now));
            found.differ("indicator-dimension", &about, Value::text(from.id), Value::text(to.id));
            found.differ("indicator-scale", &about, was.scale.phrase(), now.scale.phrase());
            found.differ("indicator-weight", &about, Value::Number(was.weight), Value::Number(now.weight));
        },
    );
}
