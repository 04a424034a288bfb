use maud::{Markup, html};

use super::Page;
use super::languages::table;
use crate::charter::{Dimension, Mean, Method, MissingDimension, Scale, Totals, Worse};
use crate::disclosure::{Limit, limits};
use crate::text::Texts;

/// Computation of the index, in words and as a formula.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let method = &page.published.charter.method;
    Some(page.languages.each(|texts| {
        html! {
            p { (texts.line("report-method-text", &[])) }
            p.formula { (formula(method, texts)) }
            p { (texts.line(missing(method), &[])) }
            @if let Some(cap) = method.weight_cap {
                p { (texts.line("report-method-cap", &[("cap", texts.number(cap, 1).into())])) }
            }
            @if let Some(totals) = &page.published.charter.totals {
                (self::totals(page, texts, totals))
            }
            (indicators(page, texts))
            @if reconstructs(method) { p.notes { (texts.line("report-method-evi", &[])) } }
            @if let Some(notes) = &method.notes { p.notes { (notes.get(texts.lang())) } }
            p { (texts.line("report-method-more", &[])) }
            h3 { (texts.line("limits-heading", &[])) }
            ul { @for limit in limits(&page.published.charter) { li { (limit_line(texts, &limit)) } } }
        }
    }))
}

/// Totals to which figures add up, and the members where they don't add up one by one.
fn totals(page: &Page<'_>, texts: &Texts, totals: &Totals) -> Markup {
    let charter = &page.published.charter;
    let held = page.published.sums().totals_held(charter);
    let few = held.into_iter().filter_map(|(member, held)| {
        let name = charter.member(member)?.name.get(texts.lang());
        match held {
            None => Some(texts.line("report-method-totals-none", &[("member", name.into())])),
            Some([held, of]) if held < of => {
                let words = [("member", name.into()), ("held", (held as u64).into()), ("of", (of as u64).into())];
                Some(texts.line("report-method-totals-few", &words))
            }
            Some(_) => None,
        }
    });
    html! {
        p { (texts.line("report-method-totals", &[("table", totals.table.name(charter).get(texts.lang()).into())])) }
        @for line in few { p { (line) } }
    }
}

fn limit_line(texts: &Texts, limit: &Limit) -> String {
    let words: Vec<_> = limit.words.iter().map(|&(name, number)| (name, number.into())).collect();
    texts.line(&format!("limit-{}", limit.key), &words)
}

/// Whether the method has the name of the federal index, whose own definition isn't public.
fn reconstructs(method: &Method) -> bool {
    ["evi", "icv"].iter().any(|name| method.id.split(['-', '_', '.']).any(|part| part == *name))
}

/// The index of a person from their dimension scores.
fn formula(method: &Method, texts: &Texts) -> String {
    let weight = |dimension: &Dimension| texts.number(dimension.weight, decimals(dimension.weight));
    let sum: f64 = method.dimensions.iter().map(|dimension| dimension.weight).sum();
    let sum = texts.number(sum, decimals(sum));
    let name = |dimension: &Dimension| dimension.label.get(texts.lang()).to_lowercase();
    let terms = |term: &dyn Fn(&Dimension) -> String, sign: &str| {
        method.dimensions.iter().map(term).collect::<Vec<_>>().join(sign)
    };
    let index = texts.line("result-index", &[]).to_lowercase();
    match method.aggregate {
        Mean::Arithmetic => {
            let terms = terms(&|dimension| format!("{} × {}", weight(dimension), name(dimension)), " + ");
            format!("{index} = ({terms}) ÷ {sum}")
        }
        Mean::Geometric => {
            let terms = terms(&|dimension| format!("{} × ln({})", weight(dimension), name(dimension)), " + ");
            format!("{index} = exp(({terms}) ÷ {sum})")
        }
        Mean::Harmonic => {
            let terms = terms(&|dimension| format!("{} ÷ {}", weight(dimension), name(dimension)), " + ");
            format!("{index} = {sum} ÷ ({terms})")
        }
    }
}

fn decimals(weight: f64) -> usize {
    if weight.fract() == 0.0 { 0 } else { 2 }
}

fn missing(method: &Method) -> &'static str {
    match method.missing_dimension {
        MissingDimension::LeaveOutPerson => "report-method-leave-out",
        MissingDimension::AverageOfAnswered => "report-method-average",
    }
}

fn indicators(page: &Page<'_>, texts: &Texts) -> Markup {
    let (method, lang) = (&page.published.charter.method, texts.lang());
    let rows = html! {
        @for indicator in &method.indicators {
            @let dimension = &method.dimensions[indicator.dimension];
            tr {
                th { (indicator.label.get(lang)) }
                td.word { (dimension.label.get(lang)) }
                td.word { (scale(indicator.scale, texts)) }
                td { (texts.number(indicator.weight, decimals(indicator.weight))) }
            }
        }
    };
    let header = ["report-indicator", "report-dimension", "report-most-vulnerable", "report-weight"];
    let header = header.map(|key| texts.line(key, &[]));
    let id = format!("indicators-{}", lang.code());
    table(&id, &texts.line("report-indicators-caption", &[]), &header, 3, &rows)
}

/// Answer that scores 100.
fn scale(scale: Scale, texts: &Texts) -> String {
    let number = |number: f64| texts.number(number, decimals(number));
    let end = |low: f64, high: f64, worse: Worse| match worse {
        Worse::Higher => {
            texts.line("report-scale-higher", &[("low", number(low).into()), ("high", number(high).into())])
        }
        Worse::Lower => texts.line("report-scale-lower", &[("low", number(low).into()), ("high", number(high).into())]),
    };
    match scale {
        Scale::YesNo { worse: true } => texts.line("yes", &[]),
        Scale::YesNo { worse: false } => texts.line("no", &[]),
        Scale::Ordered { steps, worse } => end(1.0, f64::from(steps), worse),
        Scale::Number { low, high, worse } => end(low, high, worse),
    }
}
