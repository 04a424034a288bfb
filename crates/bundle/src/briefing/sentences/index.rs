use super::super::values::{counted, number, spoken};
use crate::charter::{Charter, Value, Weights};
use crate::text::{TextPage, Texts, Variable};

/// Computation of the index, in words.
pub(super) fn index(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter) {
    let (lang, method) = (texts.lang(), &charter.method);
    page.heading("show-heading-index");
    page.paragraph("show-scores", &[]);
    let weighed = |label: &str, weight: f64| format!("{label} ({})", number(texts, weight));
    for (i, dimension) in method.dimensions.iter().enumerate() {
        let own = method.indicators.iter().filter(|indicator| indicator.dimension == i);
        let own: Vec<String> = own.map(|indicator| weighed(indicator.label.get(lang), indicator.weight)).collect();
        let count = counted(texts, dimension.min_answered.into());
        let (label, mean) = (dimension.label.get(lang), spoken(texts, &dimension.aggregate.phrase()));
        let words = [("label", label.into()), ("mean", mean.into()), ("indicators", own.join(", ").into()), count];
        page.item("show-dimension", &words);
    }
    let dimensions = method.dimensions.iter().map(|dimension| weighed(dimension.label.get(lang), dimension.weight));
    let dimensions = dimensions.collect::<Vec<_>>().join(", ");
    let mean = spoken(texts, &method.aggregate.phrase());
    page.paragraph("show-index", &[("mean", mean.into()), ("dimensions", dimensions.into())]);
    page.paragraph("show-missing", &[("rule", spoken(texts, &method.missing_dimension.phrase()).into())]);
    // In class public, each member may decide.
    let weighed = method.weights != Some(Weights::None);
    page.paragraph(if weighed { "show-weights" } else { "show-unweighted" }, &[]);
    let weights = method.weights.map_or(Value::Phrase("weights-unsaid", Vec::new()), Weights::phrase);
    page.paragraph("show-weights-are", &[("weights", spoken(texts, &weights).into())]);
    if let Some(cap) = method.weight_cap.filter(|_| weighed) {
        page.paragraph("show-weight-cap", &[("cap", number(texts, cap).into())]);
    }
    bands(page, texts, charter);
    if let Some(notes) = &method.notes {
        page.paragraph("show-notes", &[("notes", notes.get(lang).into())]);
    }
}

fn bands(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter) {
    let bands = &charter.method.bands;
    if !bands.is_empty() {
        page.paragraph("show-bands", &[]);
    }
    for (i, band) in bands.iter().enumerate() {
        let from = i.checked_sub(1).and_then(|before| bands[before].below);
        let key = match (from, band.below) {
            (None, None) => "show-band-all",
            (None, Some(_)) => "show-band-first",
            (Some(_), Some(_)) => "show-band-between",
            (Some(_), None) => "show-band-last",
        };
        let mut words: Vec<(&str, Variable)> = vec![("label", band.label.get(texts.lang()).into())];
        words.extend(from.map(|from| ("from", number(texts, from).into())));
        words.extend(band.below.map(|below| ("below", number(texts, below).into())));
        page.item(key, &words);
    }
}
