use maud::{Markup, html};

use super::Page;
use super::figures::{Figures, State};
use super::languages::{cell, table};
use crate::report::Combined;
use crate::text::Texts;

/// Distribution of people over the bands of the index, for each member and for all.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let whole = page.published.whole();
    (page.published.charter.method.bands.len() > 1).then(|| {
        page.languages.each(|texts| {
            html! {
                p { (texts.line("report-bands-text", &[])) }
                (key(page, texts))
                (members(page, texts, whole.as_ref()))
            }
        })
    })
}

/// Legend of the shades of bands.
pub(super) fn key(page: &Page<'_>, texts: &Texts) -> Markup {
    html! {
        ul.key {
            @for (band, name) in names(page, texts).iter().enumerate() {
                li { span class={ "swatch " (shade(band)) } {} (name) }
            }
        }
    }
}

/// Class of a band in the style sheet.
pub(super) fn shade(band: usize) -> String {
    format!("d{}", band % SHADES)
}

/// Start and end of each known band of a row, laid end to end, as shares of the whole; `None` where they are too
/// unsure.
pub(super) fn stretches(figures: Figures<'_>) -> Option<Vec<(usize, [f64; 2])>> {
    let known = figures.shares()?;
    let sum: f64 = known.iter().map(|(_, share)| share).sum();
    let mut from = 0.0;
    let stretches = known.into_iter().filter(|(_, share)| *share > 0.0).map(|(band, share)| {
        let start = from;
        from += share / sum;
        (band, [start, from])
    });
    Some(stretches.collect())
}

/// Number of shades for bands in the style sheet.
const SHADES: usize = 5;

/// Names of bands, each with its part of the scale.
fn names(page: &Page<'_>, texts: &Texts) -> Vec<String> {
    let mut low = 0.0;
    let bands = page.published.charter.method.bands.iter().map(|band| {
        let from = texts.number(low, 0);
        let to = texts.number(band.below.unwrap_or(100.0), 0);
        low = band.below.unwrap_or(100.0);
        format!("{} ({from}–{to})", band.label.get(texts.lang()))
    });
    bands.collect()
}

fn members(page: &Page<'_>, texts: &Texts, whole: Option<&Combined>) -> Markup {
    let (published, lang) = (page.published, texts.lang());
    let rows = html! {
        @for outcome in page.members(texts) {
            @if let Some(own) = &outcome.own {
                tr {
                    th {
                        (page.member_name(&outcome.member, texts))
                    }
                    (shares(page, texts, own))
                }
            }
        }
        @if let Some(whole) = whole {
            tr.whole { th { (page.whole_name(texts)) } (shares(page, texts, whole)) }
        }
    };
    let bands = published.charter.method.bands.iter().map(|band| band.label.get(lang).to_owned());
    let [member, interval] = ["result-member", "report-interval"].map(|key| texts.line(key, &[]));
    let header: Vec<String> = [member].into_iter().chain(bands).chain([interval]).collect();
    table(&format!("bands-{}", lang.code()), &texts.line("report-bands-caption", &[]), &header, 1, &rows)
}

fn shares(page: &Page<'_>, texts: &Texts, sums: &Combined) -> Markup {
    let shown = page.shown();
    let figures = Figures::new(sums, 0, shown);
    if figures.state() == State::Withheld {
        return html! { td.withheld colspan=(shown.bands + 1) { (texts.line("report-withheld", &[])) } };
    }
    html! {
        @for band in 0..shown.bands { (figures.share(texts, band)) }
        (cell(&figures.margin_of_shares(texts).unwrap_or_default()))
    }
}
